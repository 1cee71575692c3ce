/* feature: what a feature that holds nothing about persons says, and which one knows what things are called. */
#include "core/feature.h"

void
export_nothing(struct tx *tx, int64_t contact, struct doc *person)
{
	(void)tx;
	(void)contact;
	(void)person;
}

void
erase_nothing(struct tx *tx, int64_t contact)
{
	(void)tx;
	(void)contact;
}

/* Of the page at exactly this path; NULL: none answers. */
static const struct route *
page_route(const struct house *house, const char *path)
{
	for (size_t f = 0; f < house->feature_count; f++)
		for (size_t i = 0; i < house->features[f]->route_count; i++) {
			const struct route *route = &house->features[f]->routes[i];

			if (route->method == HTTP_GET && text_equal(route->path, path))
				return route;
		}
	return NULL;
}

bool
house_has_page(const struct house *house, const char *path)
{
	return page_route(house, path) != NULL;
}

bool
page_is_open(const struct request *rq, const char *path)
{
	const struct route *route = page_route(rq->house, path);

	return route != NULL && viewer_may(rq->viewer, route->permission);
}

const char *
house_made_words(struct request *rq)
{
	const char *words = NULL;

	for (size_t i = 0; i < rq->house->feature_count && words == NULL; i++)
		if (rq->house->features[i]->made_words != NULL)
			words = rq->house->features[i]->made_words(rq);
	return words;
}

const struct switch_need *
house_switch_need(const struct house *house, const char *name)
{
	for (size_t i = 0; i < house->feature_count; i++) {
		const struct switch_need *need = house->features[i]->switch_need;

		if (need != NULL && text_equal(need->switch_name, name))
			return need;
	}
	return NULL;
}

const char *
house_person_return_refusal(const struct house *house, struct tx *tx, int64_t record)
{
	const char *refusal = NULL;

	for (size_t i = 0; house != NULL && i < house->feature_count && refusal == NULL; i++)
		if (house->features[i]->person_return_refusal != NULL)
			refusal = house->features[i]->person_return_refusal(tx, record);
	return refusal;
}

const struct directory *
house_directory(const struct house *house)
{
	for (size_t i = 0; i < house->feature_count; i++)
		if (house->features[i]->directory != NULL)
			return house->features[i]->directory;
	return NULL;
}
