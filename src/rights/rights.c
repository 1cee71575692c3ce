/* rights: looks things up in a snapshot of modules and rights. */
#include "rights/rights.h"

#include "base/arena.h"
#include "core/house.h"
#include "core/organisation.h"
#include "html/zone.h"
#include "rights/plan_input.h"
#include "sys/clock.h"

const char *const may_names[] = {"view", "create", "edit", "delete", "import", "export", "all_records", NULL};
const char *const level_names[] = {"hidden", "read", "write", NULL};

static const char *const builtin_labels[PROFILES] = {N_("Administrator"), N_("Manager"), N_("Reader")};

const struct profile_rights *
rights_profile(const struct rights *rights, int64_t id)
{
	for (size_t i = 0; i < rights->profile_count; i++)
		if (rights->profiles[i].id == id)
			return &rights->profiles[i];
	return NULL;
}

const struct role *
rights_role(const struct rights *rights, int64_t id)
{
	for (size_t i = 0; i < rights->role_count; i++)
		if (rights->roles[i].id == id)
			return &rights->roles[i];
	return NULL;
}

const struct crew *
rights_crew(const struct rights *rights, int64_t id)
{
	for (size_t i = 0; i < rights->crew_count; i++)
		if (rights->crews[i].id == id)
			return &rights->crews[i];
	return NULL;
}

bool
role_is_above(const struct role *above, const struct role *role)
{
	while (role != NULL && role != above)
		role = role->parent;
	return role != NULL;
}

bool
crew_has(const struct crew *crew, int64_t staff)
{
	for (size_t i = 0; i < crew->member_count; i++)
		if (crew->members[i] == staff)
			return true;
	return false;
}

bool
state_rule_holds(const struct state_rule *rule, const struct db_value *cells, const struct moment *moment)
{
	return rule->condition == NULL || condition_holds(rule->condition, cells, moment);
}

const char *
profile_label(const struct profile_rights *profile)
{
	if (profile->name != NULL)
		return profile->name;
	return profile_of_id(profile->id) == PROFILE_CUSTOM ? "" : builtin_labels[profile_of_id(profile->id)];
}

/* ---- for whoever holds a house ---- */

static void
forget(void *data)
{
	rights_free(data);
}

const struct rights *
rights_now(const struct house *house, struct tx *tx)
{
	struct rights *rights;

	if (house->rights != NULL)
		return house->rights(house, tx);
	rights = rights_load(tx, house->features, house->feature_count);
	arena_at_end(tx_arena(tx), forget, rights);
	return rights;
}

struct moment
moment_now(struct tx *tx, int64_t staff)
{
	const struct organisation *organisation = organisation_find(tx);
	const char *zone = organisation == NULL ? "UTC" : organisation->zone;
	int64_t now = clock_now();

	return (struct moment){.now = now, .today = zone_day(zone, now), .zone = zone, .staff = staff};
}

bool
module_has_ceiling(const struct module *module)
{
	static const char *const names[] = {"contacts", "leads", "tickets", "comments"};

	while (module->parent != NULL)
		module = module->parent;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (text_equal(module->name, names[i]))
			return true;
	return false;
}

const struct profile_rights *
rights_ceiling(const struct rights *rights, const struct module *module)
{
	return rights->ceiling != NULL && module_has_ceiling(module) ? rights->ceiling : NULL;
}

void
rights_free(struct rights *rights)
{
	plan_cache_free(rights->plans);
	arena_free(rights->catalogue->arena);
}
