/* record_match: finds records that may be the same as another: by e-mail address, phone number, similar name. */
#ifndef RECORDS_RECORD_MATCH_H
#define RECORDS_RECORD_MATCH_H

#include "job/job.h"
#include "records/record.h"

/* By what records are compared. Names only tell something of persons and companies: of records that have an address or
 * a number, too. The first nine digits of a SIRET are the company's (code de commerce, art. R123-220), the others its
 * establishment's. */
enum match_kind { MATCH_NONE, MATCH_EMAIL, MATCH_PHONE, MATCH_NAME, MATCH_SIREN, MATCH_KINDS };

enum match_kind match_kind(const struct field *field);
/* Whether the module's records are compared at all: those that pages of all modules make, and that have such fields. */
bool module_matches(const struct module *module);

/* ---- for a record, or one that is about to be made ---- */

enum { MATCHES = 20 };

struct lookalike {
	int64_t id;
	unsigned kinds;	  /* 1 << MATCH_EMAIL… */
	const char *name; /* NULL: none, or not the viewer's to see */
};

/* Records of the viewer's plan that are like the one with these cells, as the viewer sees them (hidden ones empty), by
 * fields that the plan shows; not in the recycle bin, not `id` itself (0: it is not there yet), none that somebody said
 * is another. Those alike in most come first; of more than a few hundred with the same key the rest is not looked at.
 */
struct lookalike *record_matches(struct tx *tx, const struct access *access, int64_t id, const struct db_value *cells,
				 size_t limit, size_t *count);

/* ---- all of a module ---- */

struct match_group {
	int64_t id;		   /* in order of discovery: lists go on after it */
	unsigned kinds;		   /* by what its members are alike */
	struct lookalike *members; /* two or more */
	size_t member_count;
};

/* Groups of records with the same key, newest first, before `before` (0: the first page): those with two members that
 * the viewer sees through fields that they see. Looks at so many keys at most; *next gets where to go on, 0 at the
 * end. */
enum { GROUPS_LOOKED_AT = 300, GROUP_MEMBERS = 20 };
struct match_group *
match_groups(struct tx *tx, const struct access *access, int64_t before, size_t limit, int64_t *next, size_t *count);

/* Somebody says that each of these is another than the rest. */
void records_are_apart(struct tx *tx, const struct access *access, const int64_t *ids, size_t count);

/* ---- keeping the keys: with every write of a row, in its transaction ---- */

struct match_key {
	const struct field *field;
	const char *key;
	bool groups; /* records with the same are a group; the others only help to find */
};
/* What is looked for in fields of a kind (not of names): the text made alike. NULL: it tells nothing. */
const char *match_text(struct arena *arena, enum match_kind kind, const char *text);
/* The keys of a record; `changed` (NULL: all) by field index. In the transaction's arena. */
struct match_key *match_keys_of(struct arena *arena, const struct module *module, const struct db_value *cells,
				const bool *changed, size_t *count);

void match_keys_add(struct tx *tx, const struct module *module, int64_t id, const struct db_value *cells);
/* `changed` by field index. */
void match_keys_change(struct tx *tx, const struct module *module, int64_t id, const struct db_value *cells,
		       const bool *changed);
/* All anew, when the module's fields are others than when the row was written. */
void match_keys_renew(struct tx *tx, const struct module *module, int64_t id, const struct db_value *cells);
/* The record is deleted for good. */
void match_keys_remove(struct tx *tx, int64_t id);

/* The job "records.groups": every night forgets groups that are none any more, and finds those whose members were
 * written at the same time. */
enum job_result match_groups_run(struct job *job);

#endif
