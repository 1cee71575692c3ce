/* approval_rule: which records of a module wait for approval or review, and for whom: a part of the snapshot. */
#ifndef RIGHTS_APPROVAL_RULE_H
#define RIGHTS_APPROVAL_RULE_H

#include "db/db.h"
#include "modules/condition.h"

#include <stdbool.h>

struct rights;

enum approver_kind {
	APPROVER_STAFF,	  /* one staff user */
	APPROVER_ROLE,	  /* whoever stands in this role */
	APPROVER_MANAGER, /* whoever stands in the role right above that of the record's owner */
};
extern const char *const approver_kind_names[]; /* "staff", "role", "manager", NULL-terminated */

struct approver {
	enum approver_kind kind;
	int64_t id; /* 0: the manager */
};

enum { APPROVAL_STEPS = 3, STEP_APPROVERS = 8, APPROVAL_RULES = 200 };

struct approval_step {
	bool everybody; /* all of them have to approve; else one of them does */
	const struct approver *approvers;
	size_t count;
};

struct approval_rule {
	int64_t id;
	int64_t version;
	const struct module *module;
	const char *name;
	const struct condition *condition; /* NULL: it does not hold together any more: every record meets it */
	bool on_create, on_change, paused;
	const struct approval_step *steps;
	size_t step_count;
};

/* Where a new record comes from: an index of review_rule.from, see record.h (SOURCE_…). */
enum { REVIEW_SOURCES = 4 };

struct review_rule {
	int64_t version; /* 0: nothing was ever said about this module */
	bool from[REVIEW_SOURCES];
	const struct approver *reviewers; /* none: whoever may change the record */
	size_t reviewer_count;
};

/* The states of the system field "approval" (and, but for the last two, of "review"). */
#define STATE_NONE	"none"
#define STATE_WAITING	"waiting"
#define STATE_APPROVED	"approved"
#define STATE_REFUSED	"refused"
#define STATE_WITHDRAWN "withdrawn"
#define STATE_ACCEPTED	"accepted"

bool cell_is(const struct db_value *cell, const char *state);

/* Whether a record of this module can wait at all: one that pages of all modules make, and no line of another.
 * Invoices, which are made elsewhere, have states of their own. */
bool module_can_wait(const struct module *module);

/* The first rule that a record meets as it is written, by which it waits; NULL: none. `before` NULL: it is new. A
 * record that was approved only waits again when a field that the condition asks about has changed; one that was
 * refused or withdrawn is submitted again by any change. Cells are by field index. */
const struct approval_rule *
approval_rule_met(const struct rights *rights, const struct module *module, const struct db_value *before,
		  const struct db_value *after, const struct moment *moment);

/* NULL: there is no such rule. */
const struct approval_rule *approval_rule_of_id(const struct rights *rights, int64_t id);

/* Reads rules and reviews into a snapshot whose catalogue is there; its arena. Internal to rights_load. */
void approval_rules_read(struct tx *tx, struct arena *arena, struct rights *rights);

#endif
