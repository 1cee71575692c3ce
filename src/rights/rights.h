/* rights: profiles, roles, groups and sharing as one snapshot, and the plan they compile to for a viewer and a module.
 */
#ifndef RIGHTS_RIGHTS_H
#define RIGHTS_RIGHTS_H

#include "core/feature.h"
#include "modules/catalogue.h"
#include "modules/condition.h"
#include "rights/approval_rule.h"
#include "rights/plan.h"
#include "rights/user_type.h"

#include <stdbool.h>

extern const struct feature rights_feature;
extern const struct permission rights_write; /* change profiles, roles, groups and sharing: administrators */

enum may {
	MAY_VIEW = 1,
	MAY_CREATE = 2,
	MAY_EDIT = 4,
	MAY_DELETE = 8,
	MAY_IMPORT = 16,
	MAY_EXPORT = 32,
	MAY_ALL_RECORDS = 64, /* of everybody, whatever the sharing */
	MAY_EVERYTHING = 127,
};
enum { MAY_COUNT = 7 };
extern const char *const may_names[]; /* "view", "create", "edit", "delete", "import", "export", "all_records" */

struct profile_rights {
	int64_t id; /* enum profile + 1 for the built-in ones */
	int64_t version;
	const char *name; /* NULL: built in, see profile_labels */
	const char *
		*permissions; /* special permissions; NULL-terminated; of built-in profiles those declared for them */
	unsigned *may;	      /* by module index */
	enum level **levels;  /* by module index, then field index */
	const struct layout **layouts; /* by module index; never NULL */
};

struct role {
	int64_t id;
	int64_t version;
	const char *name;
	const struct role *parent;
};

struct crew {
	int64_t id;
	int64_t version;
	const char *name;
	int64_t *members;
	size_t member_count;
};

struct sharing_rule {
	int64_t id;
	int64_t version;
	const struct module *module;
	const char *name;
	const struct condition *condition;
	const struct role *role; /* or */
	const struct crew *crew;
	enum level level; /* read or write */
};

enum { SHARING_RULES = 400, STATE_RULES = 400 }; /* at most, of all modules */

struct state_rule {
	int64_t id;
	int64_t version;
	const struct module *module;
	const struct field *field; /* NULL: the whole record */
	bool hides;		   /* else locks */
	const char *name;
	const struct condition *condition;
};

/* Whether it holds for a record at hand (cells by field index). Nobody knows the condition of a rule that does not hold
 * together: it always holds. */
bool state_rule_holds(const struct state_rule *rule, const struct db_value *cells, const struct moment *moment);

/* A snapshot; never changed but for the plans it keeps as they are compiled (safe from several threads). */
struct rights {
	const struct catalogue *catalogue;
	struct profile_rights *profiles;
	size_t profile_count;
	struct role *roles;
	size_t role_count;
	struct crew *crews;
	size_t crew_count;
	struct sharing_rule *sharing;
	size_t sharing_count;
	struct state_rule *states;
	size_t state_count;
	struct approval_rule *approvals; /* module by module, in their order */
	size_t approval_count;
	struct review_rule *reviews;  /* by module index */
	struct user_type *user_types; /* those that were published */
	size_t user_type_count;
	const struct profile_rights *ceiling; /* the profile of whom the portal acts as; NULL: nobody yet */
	struct plan_cache *plans;
};

/* The profile that says what portal users may at most in this module, whatever their user type says: in contacts,
 * leads, tickets and comments that of whom the portal acts as. NULL: user types alone decide. */
const struct profile_rights *rights_ceiling(const struct rights *rights, const struct module *module);

/* Reads modules and rights (version included) into a snapshot with an arena of its own. */
struct rights *rights_load(struct tx *tx, const struct feature *const *features, size_t feature_count);
void rights_free(struct rights *rights);
int64_t rights_version(struct tx *tx);

/* The snapshot that holds for this transaction: for jobs and commands (requests have rq->rights). It lives as
 * long as the transaction's arena. */
const struct rights *rights_now(const struct house *house, struct tx *tx);
/* The same for rq->moment: as it is for this staff user (0: nobody) at this instant. */
struct moment moment_now(struct tx *tx, int64_t staff);

const struct role *rights_role(const struct rights *rights, int64_t id); /* NULL: there is none */
const struct crew *rights_crew(const struct rights *rights, int64_t id);
bool role_is_above(const struct role *above, const struct role *role); /* or the same */
bool crew_has(const struct crew *crew, int64_t staff);
const struct profile_rights *rights_profile(const struct rights *rights, int64_t id); /* NULL: there is none */
const char *profile_label(const struct profile_rights *profile);		      /* built in: English, N_ */

/* ---- why ---- */

/* Why this staff user sees (or not) this record: a list of {"rule": "hand" | "owner" | "role" | "everybody" | "public"
 * | "sharing" | "state" | "profile", "name", "level", "text": message}; empty: they do not. */
struct doc *
why_record(struct tx *tx, const struct rights *rights, int64_t staff, const struct module *module, int64_t record);
/* Who sees it: a list of {"staff": {id, name}, "because": …}. At most 500. */
struct doc *who_sees(struct tx *tx, const struct rights *rights, const struct module *module, int64_t record);

#endif
