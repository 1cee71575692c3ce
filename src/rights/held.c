/* held: which permissions a staff user holds: special ones by profile, those of modules by what they see there. */
#include "rights/held.h"

#include "base/arena.h"
#include "core/house.h"
#include "core/weakened.h"
#include "rights/plan_input.h"

static bool
shows_all_fields(const struct plan *plan)
{
	for (size_t i = 0; i < plan->module->field_count; i++)
		if (plan->module->fields[i].theirs && (plan->levels[i] == LEVEL_HIDDEN || plan->hidden[i] != NULL))
			return false;
	return true;
}

bool
plan_is_whole(const struct plan *plan)
{
	if (weakened(CHECK_WHOLE))
		return true;
	return (plan->may & MAY_VIEW) != 0 && plan->whole_rows && shows_all_fields(plan);
}

/* What is given by hand, or theirs by its owner, is seen by the plan as well. */
static bool
shows_what_is_given(const struct plan *plan)
{
	return (plan->may & MAY_VIEW) != 0 && !plan->hides_rows && shows_all_fields(plan);
}

static bool
plan_allows(const struct plan *plan, const struct permission *permission)
{
	if ((plan->may & permission->may) != permission->may)
		return false;
	return permission->in_part || plan_is_whole(plan) || (permission->given && shows_what_is_given(plan));
}

struct holding {
	const struct rights *rights;
	const struct viewer *viewer;
	const struct moment *moment;
	const struct profile_rights *profile;
};

static bool
is_listed(const char *const *names, const char *name)
{
	for (; *names != NULL; names++)
		if (text_equal(*names, name))
			return true;
	return false;
}

static bool
modules_allow(const struct holding *holding, const struct permission *permission)
{
	for (const char *const *name = permission->modules; *name != NULL; name++) {
		const struct module *module = module_named(holding->rights->catalogue, *name);
		const struct plan *plan =
			module == NULL ? NULL : plan_for(holding->rights, holding->viewer, module, holding->moment);

		if (plan == NULL || !plan_allows(plan, permission))
			return false;
	}
	return true;
}

static bool
is_held(const struct holding *holding, const struct permission *permission)
{
	if ((permission->modules == NULL || permission->special) &&
	    !is_listed(holding->profile->permissions, permission->name))
		return false;
	return permission->modules == NULL || modules_allow(holding, permission);
}

bool
permission_allowed(const struct rights *rights, const struct viewer *viewer, const struct moment *moment,
		   const struct permission *permission)
{
	const struct holding holding = {rights, viewer, moment, NULL};

	return modules_allow(&holding, permission);
}

bool
permission_is_held(const struct rights *rights, const struct viewer *viewer, const struct moment *moment,
		   const struct permission *permission)
{
	const struct holding holding = {rights, viewer, moment, rights_profile(rights, viewer_profile(viewer))};

	return viewer->kind == VIEWER_STAFF && holding.profile != NULL && is_held(&holding, permission);
}

const char *const *
permissions_held(struct arena *arena, const struct house *house, const struct rights *rights,
		 const struct viewer *viewer, const struct moment *moment)
{
	const struct holding holding = {rights, viewer, moment, rights_profile(rights, viewer_profile(viewer))};
	const char **names;
	size_t count = 0;

	for (size_t f = 0; f < house->feature_count; f++)
		count += house->features[f]->permission_count;
	names = arena_make_array(arena, const char *, count + 1);
	count = 0;
	for (size_t f = 0; holding.profile != NULL && f < house->feature_count; f++)
		for (size_t i = 0; i < house->features[f]->permission_count; i++)
			if (is_held(&holding, house->features[f]->permissions[i]))
				names[count++] = house->features[f]->permissions[i]->name;
	return names;
}
