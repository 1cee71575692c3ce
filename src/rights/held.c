/* held: which permissions a staff user holds: special ones by profile, those of modules by what they see there. */
#include "rights/held.h"

#include "base/arena.h"
#include "core/house.h"
#include "core/weakened.h"
#include "rights/plan_input.h"

bool
plan_is_whole(const struct plan *plan)
{
	if (weakened(CHECK_WHOLE))
		return true;
	if ((plan->may & MAY_VIEW) == 0 || !plan->whole_rows)
		return false;
	for (size_t i = 0; i < plan->module->field_count; i++)
		if (plan->module->fields[i].theirs && (plan->levels[i] == LEVEL_HIDDEN || plan->hidden[i] != NULL))
			return false;
	return true;
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

		if (plan == NULL || (plan->may & permission->may) != permission->may ||
		    (!permission->in_part && !plan_is_whole(plan)))
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
