/* rights_write: changes profiles, roles, groups, and the rules of sharing and of states. */
#ifndef RIGHTS_RIGHTS_WRITE_H
#define RIGHTS_RIGHTS_WRITE_H

#include "rights/rights.h"

enum rights_outcome {
	RIGHTS_DONE,
	RIGHTS_OVERTAKEN, /* the version is not the one seen, or it is gone: somebody else was quicker */
	RIGHTS_NAME_TAKEN,
	RIGHTS_BUILTIN, /* comes with the program: it keeps its name, and administrators may everything */
	RIGHTS_IN_USE,	/* what is to go is used: trouble->uses */
	RIGHTS_WRONG,	/* trouble->error says what */
	RIGHTS_TOO_MANY,
};

struct rights_trouble {
	const char *field;	  /* of the form: "condition", "parent" */
	const char *error;	  /* English, N_ */
	const struct doc *values; /* for the error's {{names}} */
	struct doc *uses; /* RIGHTS_IN_USE: list of {"kind": "staff" | "role" | "sharing", "name"}, at most 20 */
};

/* Every one of them makes all processes read the rights again before their next request. `rights` is the snapshot the
 * caller saw; `version` that of the row. */

enum { PROFILES_LIMIT = 100, ROLES_LIMIT = 500, CREWS_LIMIT = 500, RIGHTS_NAME_LENGTH = 80, RULES_OF_MODULE = 40 };

/* ---- profiles ---- */

/* A new profile that may what `like` may (0: nothing yet). */
enum rights_outcome profile_create(struct tx *tx, const struct rights *rights, const char *name, int64_t like,
				   int64_t *id, struct rights_trouble *trouble);
enum rights_outcome profile_rename(struct tx *tx, int64_t id, const char *name, int64_t version);
enum rights_outcome profile_remove(struct tx *tx, int64_t id, int64_t version, struct rights_trouble *trouble);
/* The special permissions of a profile made here; names as features declare them. */
enum rights_outcome profile_permit(struct tx *tx, const struct rights *rights, int64_t id, const char *const *names,
				   size_t count, int64_t version, struct rights_trouble *trouble);

/* What a profile may do in one module; of administrators only the layout can be chosen. */
struct matrix_draft {
	const struct module *module;
	unsigned may;		  /* MAY_… */
	int64_t layout;		  /* 0: the module's first */
	const enum level *levels; /* by field index; NULL: as they are */
};
enum rights_outcome profile_set_module(struct tx *tx, int64_t id, const struct matrix_draft *draft, int64_t version);

/* ---- roles and groups ---- */

enum rights_outcome role_create(struct tx *tx, const struct rights *rights, const char *name, int64_t parent,
				int64_t *id, struct rights_trouble *trouble);
/* Refused (trouble->field "parent") when it would stand above itself. */
enum rights_outcome role_change(struct tx *tx, const struct rights *rights, int64_t id, const char *name,
				int64_t parent, int64_t version, struct rights_trouble *trouble);
enum rights_outcome role_remove(struct tx *tx, int64_t id, int64_t version, struct rights_trouble *trouble);

enum rights_outcome crew_create(struct tx *tx, const struct rights *rights, const char *name, const int64_t *members,
				size_t member_count, int64_t *id);
enum rights_outcome
crew_change(struct tx *tx, int64_t id, const char *name, const int64_t *members, size_t member_count, int64_t version);
enum rights_outcome crew_remove(struct tx *tx, int64_t id, int64_t version, struct rights_trouble *trouble);

/* Who sees whose records through the tree of roles, worked out anew: after every change of roles, or of whose they are.
 */
void reach_recompute(struct tx *tx);
/* The same for somebody who has just come. */
void reach_of_new_staff(struct tx *tx, int64_t staff);

/* ---- rules ---- */

/* Who sees records of others: private, read or write. */
enum rights_outcome module_share(struct tx *tx, const struct module *module, enum sharing sharing, int64_t version);

struct sharing_draft {
	const char *name;
	const struct doc *condition; /* JSON, see condition_parse */
	int64_t role, crew;	     /* one of the two */
	enum level level;	     /* read or write */
};
/* `id` 0: a new one. */
enum rights_outcome
sharing_save(struct tx *tx, const struct rights *rights, const struct module *module, int64_t id,
	     const struct sharing_draft *draft, int64_t version, int64_t *saved, struct rights_trouble *trouble);
enum rights_outcome sharing_remove(struct tx *tx, int64_t id, int64_t version);

struct state_draft {
	const char *name;
	const struct doc *condition;
	const struct field *field; /* NULL: the whole record */
	bool hides;
};
enum rights_outcome state_save(struct tx *tx, const struct module *module, int64_t id, const struct state_draft *draft,
			       int64_t version, int64_t *saved, struct rights_trouble *trouble);
enum rights_outcome state_remove(struct tx *tx, int64_t id, int64_t version);

#endif
