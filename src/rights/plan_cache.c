/* plan_cache: finds the plan of a viewer among those compiled already, or compiles it once. */
#include "rights/plan_input.h"

#include "base/arena.h"
#include "base/check.h"
#include "core/weakened.h"
#include "rights/look.h"

#include <pthread.h>

struct kept_plan {
	struct kept_plan *next;
	struct plan_input input;
	unsigned weakness; /* in programs built for tests; else always 0 */
	const struct plan *plan;
};

struct plan_cache {
	pthread_rwlock_t lock;	 /* guards what follows; compiling runs no statement and is done under it */
	struct arena *arena;	 /* of the plans */
	struct kept_plan **kept; /* by module index */
};

struct plan_cache *
plan_cache_new(struct arena *arena, const struct catalogue *catalogue)
{
	struct plan_cache *cache = arena_make(arena, struct plan_cache);

	check(pthread_rwlock_init(&cache->lock, NULL) == 0);
	cache->arena = arena_new(0);
	cache->kept = arena_make_array(arena, struct kept_plan *, catalogue->module_count);
	return cache;
}

void
plan_cache_free(struct plan_cache *cache)
{
	pthread_rwlock_destroy(&cache->lock);
	arena_free(cache->arena);
}

/* ---- what a plan depends on ---- */

int64_t
viewer_profile(const struct viewer *viewer)
{
	if (viewer->kind != VIEWER_STAFF)
		return 0;
	return viewer->profile_id != 0 || viewer->profile == PROFILE_CUSTOM ? viewer->profile_id
									    : profile_id_of(viewer->profile);
}

bool
sharing_reaches(const struct sharing_rule *rule, const struct role *role, int64_t staff)
{
	if (weakened(CHECK_RULE_REACH))
		return true;
	if (rule->role != NULL)
		return role != NULL && role_is_above(role, rule->role);
	return rule->crew != NULL && crew_has(rule->crew, staff);
}

/* Who signs in as a contact sees nothing until they said for which client; others have none. */
static bool
viewer_has_chosen(const struct viewer *viewer)
{
	return viewer->client != 0 || viewer->without_client;
}

static bool
is_of_module_or_parents(const struct module *module, const struct module *candidate)
{
	while (module != NULL && module != candidate)
		module = module->parent;
	return module != NULL;
}

/* Writes the rules into `rules`, which has room for as many as there are; `module` NULL: those of all. */
static void
add_staff(struct plan_input *input, const struct rights *rights, const struct viewer *viewer,
	  const struct module *module, const struct sharing_rule **rules)
{
	const struct role *role = rights_role(rights, viewer->role_id);

	input->rules = rules;
	input->profile = rights_profile(rights, viewer_profile(viewer));
	input->top = role != NULL && role->parent == NULL;
	for (size_t i = 0; i < rights->sharing_count; i++)
		if ((module == NULL || is_of_module_or_parents(module, rights->sharing[i].module)) &&
		    sharing_reaches(&rights->sharing[i], role, viewer->staff))
			rules[input->rule_count++] = &rights->sharing[i];
}

static struct plan_input
input_of(const struct rights *rights, const struct viewer *viewer, const struct module *module,
	 const struct moment *moment, const struct sharing_rule **rules)
{
	struct plan_input input = {.kind = viewer->kind, .today = moment->today};

	if (viewer->kind == VIEWER_CLIENT && viewer_has_chosen(viewer) && (!viewer->preview || viewer->look != NULL))
		input.type = viewer_user_type(rights, viewer);
	if (viewer->kind == VIEWER_CLIENT)
		input.ceiling = rights->ceiling;
	if (viewer->kind == VIEWER_STAFF)
		add_staff(&input, rights, viewer, module, rules);
	return input;
}

static bool
input_equal(const struct plan_input *one, const struct plan_input *other)
{
	if (one->kind != other->kind || one->profile != other->profile || one->type != other->type ||
	    one->top != other->top || one->today != other->today || one->rule_count != other->rule_count)
		return false;
	for (size_t i = 0; i < one->rule_count; i++)
		if (one->rules[i] != other->rules[i])
			return false;
	return true;
}

/* ---- keeping ---- */

static const struct plan *
find(const struct plan_cache *cache, const struct module *module, const struct plan_input *input)
{
	for (const struct kept_plan *kept = cache->kept[module->index]; kept != NULL; kept = kept->next)
		if (kept->weakness == weakness() && input_equal(&kept->input, input))
			return kept->plan;
	return NULL;
}

static const struct plan *
compile_and_keep(const struct rights *rights, const struct module *module, const struct plan_input *input,
		 const struct moment *moment)
{
	struct plan_cache *cache = rights->plans;
	struct kept_plan *kept = arena_make(cache->arena, struct kept_plan);
	const struct sharing_rule **rules =
		arena_make_array(cache->arena, const struct sharing_rule *, input->rule_count);

	for (size_t i = 0; i < input->rule_count; i++)
		rules[i] = input->rules[i];
	kept->input = *input;
	kept->input.rules = rules;
	kept->weakness = weakness();
	kept->plan = plan_compile(cache->arena, rights, module, &kept->input, moment);
	kept->next = cache->kept[module->index];
	cache->kept[module->index] = kept;
	return kept->plan;
}

/* What is seen in a preview depends on who looks, and on what is only being set up. */
static const struct plan *
compile_preview(const struct rights *rights, const struct viewer *viewer, const struct module *module,
		const struct moment *moment)
{
	const struct viewer *staff = &viewer->look->looker;
	const struct sharing_rule *rules[SHARING_RULES];
	struct plan_input looker = {.kind = VIEWER_STAFF, .today = moment->today, .staff = staff->staff};
	struct plan_input input = input_of(rights, viewer, module, moment, NULL);

	add_staff(&looker, rights, staff, NULL, rules);
	input.looker = weakened(CHECK_LOOKER) ? NULL : &looker;
	return plan_compile(viewer->look->arena, rights, module, &input, moment);
}

const struct plan *
plan_for(const struct rights *rights, const struct viewer *viewer, const struct module *module,
	 const struct moment *moment)
{
	struct plan_cache *cache = rights->plans;
	const struct sharing_rule *rules[SHARING_RULES];
	struct plan_input input;
	const struct plan *plan;

	if (viewer->preview && viewer->look != NULL)
		return compile_preview(rights, viewer, module, moment);
	input = input_of(rights, viewer, module, moment, rules);
	pthread_rwlock_rdlock(&cache->lock);
	plan = find(cache, module, &input);
	pthread_rwlock_unlock(&cache->lock);
	if (plan == NULL) {
		pthread_rwlock_wrlock(&cache->lock);
		plan = find(cache, module, &input);
		if (plan == NULL)
			plan = compile_and_keep(rights, module, &input, moment);
		pthread_rwlock_unlock(&cache->lock);
	}
	return plan;
}
