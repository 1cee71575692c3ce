/* routes: gathers the tables of all features into one router, and refuses to start on what is unset or doubled. */
#include "app/app.h"

#include "base/arena.h"
#include "records/keeper.h"

static const char *
fault_of(struct arena *arena, const struct feature *feature, const struct route *route)
{
	const char *fault = NULL;

	if (route->audience == AUDIENCE_UNSET)
		fault = "has no audience";
	else if (route->permission == NULL)
		fault = "has no permission";
	else if (route->handler == NULL)
		fault = "has no handler";
	else if (route->about == NULL)
		fault = "has no sentence for the API's description";
	if (fault == NULL)
		return NULL;
	return arena_printf(arena, "%s: %s %s %s.", feature->name, http_method_names[route->method], route->path,
			    fault);
}

static size_t
count_routes(const struct house *house)
{
	size_t count = 0;

	for (size_t f = 0; f < house->feature_count; f++)
		count += house->features[f]->route_count;
	return count;
}

static bool
gather(struct app *app, const struct feature *feature, struct pattern *patterns, const char **error)
{
	if (feature->export_person == NULL || feature->erase_person == NULL) {
		*error =
			arena_printf(app->arena, "%s: does not say how it exports and erases a person.", feature->name);
		return false;
	}
	for (size_t i = 0; i < feature->route_count; i++) {
		const struct route *route = &feature->routes[i];

		*error = fault_of(app->arena, feature, route);
		if (*error != NULL)
			return false;
		patterns[app->route_count] = (struct pattern){.method = route->method, .path = route->path};
		app->routes[app->route_count++] = route;
	}
	return true;
}

void
app_start_access(const struct house *house, struct arena *arena)
{
	const struct access_rule **rules = arena_make_array(arena, const struct access_rule *, house->feature_count);
	size_t *counts = arena_make_array(arena, size_t, house->feature_count);

	for (size_t f = 0; f < house->feature_count; f++) {
		rules[f] = house->features[f]->access;
		counts[f] = house->features[f]->access_count;
	}
	access_start(rules, counts, house->feature_count);
	keepers_start(house->features, house->feature_count);
}

bool
app_build_routes(struct app *app, const char **error)
{
	size_t count = count_routes(&app->house);
	struct pattern *patterns = arena_make_array(app->arena, struct pattern, count);

	app->routes = arena_make_array(app->arena, const struct route *, count);
	for (size_t f = 0; f < app->house.feature_count; f++)
		if (!gather(app, app->house.features[f], patterns, error))
			return false;
	app_start_access(&app->house, app->arena);
	app->router = router_new(app->arena, patterns, count, error);
	return app->router != NULL;
}
