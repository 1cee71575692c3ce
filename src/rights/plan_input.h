/* plan_input: how plans are compiled and kept; the rest of the house sees rights.h. */
#ifndef RIGHTS_PLAN_INPUT_H
#define RIGHTS_PLAN_INPUT_H

#include "rights/rights.h"

/* Everything a plan depends on beside the module: viewers for whom it is the same share the plan. Another kind of
 * viewer (a user of the portal with a type of its own) is another input, not another compiler. */
struct plan_input {
	enum viewer_kind kind;
	const struct profile_rights *profile; /* staff; NULL: a profile that is no more, which may do nothing */
	const struct user_type *type;	      /* portal; NULL: none, who may do nothing */
	const struct profile_rights *ceiling; /* portal: rights->ceiling */
	bool top;			      /* staff without anybody above: sees what belongs to nobody */
	int32_t today;
	const struct sharing_rule **rules; /* those that reach the viewer, of this module or its parents */
	size_t rule_count;
	/* A preview: the staff user who looks, with the rules of all modules; nothing is seen but what they see, too.
	   Such an input is compiled for the moment, never kept. NULL: no preview. */
	const struct plan_input *looker;
	int64_t staff; /* of a looker: who it is */
};

/* Whether the rule shares with this staff user; `role` may be NULL. */
bool sharing_reaches(const struct sharing_rule *rule, const struct role *role, int64_t staff);

/* What a profile (NULL: nothing) may in a module: lines follow their record; what a feature keeps is only read. */
unsigned profile_may(const struct profile_rights *profile, const struct module *module);

/* What holds a portal user below it in this module (see rights_ceiling); NULL: nothing. */
const struct profile_rights *plan_ceiling(const struct plan_input *input, const struct module *module);
bool module_has_ceiling(const struct module *module);

/* The id of a staff viewer's profile; built-in ones may go without. */
int64_t viewer_profile(const struct viewer *viewer);

/* As the profile says, whatever a test has switched off. */
enum level level_of(const struct plan_input *input, const struct field *field);

/* What plan->belt becomes. */
const struct belt *plan_belt(struct arena *arena, const struct rights *rights, const struct module *module,
			     const struct plan_input *input);
/* What plan->whole becomes: for people of the portal more tables tell whose a record is than for staff. */
const struct belt *plan_belt_whole(struct arena *arena, const struct rights *rights, const struct module *module,
				   const struct plan_input *input);

/* Compiles into `arena`. */
const struct plan *plan_compile(struct arena *arena, const struct rights *rights, const struct module *module,
				const struct plan_input *input, const struct moment *moment);

/* The plans a snapshot keeps, safe from several threads. */
struct plan_cache *plan_cache_new(struct arena *arena, const struct catalogue *catalogue);
void plan_cache_free(struct plan_cache *cache);

#endif
