/* record: reads and writes records of any module through the viewer's plan. */
#ifndef RECORDS_RECORD_H
#define RECORDS_RECORD_H

#include "core/request.h"
#include "modules/value.h"
#include "rights/rights.h"

/* Who asks, for which module, and when: made once a request (record_access). */
struct access {
	const struct viewer *viewer;
	const struct plan *plan;
	const struct moment *moment;
	const struct house *house;
};

/* Of the one who sent the request; lives in its arena. */
const struct access *record_access(struct request *rq, const struct module *module);
/* The same outside of requests: jobs, commands, tests. `house` NULL: nobody hears of what happens. */
const struct access *access_to(struct arena *arena, const struct house *house, const struct viewer *viewer,
			       const struct plan *plan, const struct moment *moment);

struct record {
	int64_t id;
	int64_t version;
	int64_t parent;		  /* of a sub-form's line; else 0 */
	int64_t deleted_at;	  /* NO_INSTANT: not in the recycle bin */
	bool editable, deletable; /* by this viewer, in this state */
	int64_t ordered;	  /* what a list is sorted by, with an order of a feature; else 0 */
	struct db_value *cells;	  /* by field index; DB_NULL when empty, hidden, or not asked for. Lookups to many are
				     there as "|12|345|" when one record was found, and empty in lists */
	bool *locked;		  /* by field index: may not be written now; NULL in lists */
};

/* ---- reading ---- */

enum { RECORD_FIELDS = 40 };

struct record_query {
	const struct condition *filter;	  /* NULL: all; its names came from plan_scope */
	const char *search;		  /* words typed, or NULL */
	size_t looks_at;		  /* the newest matches a search looks at; 0: as many as it ever does */
	const struct field *sort;	  /* NULL: by creation (id) */
	const struct record_order *order; /* instead of `sort`; NULL: none */
	bool descending;
	const struct field **fields; /* read these besides the naming field; NULL: every one the plan shows */
	size_t field_count;
	bool after; /* go on after the row whose sort value and id these are */
	struct db_value after_value;
	int64_t after_id;
	size_t limit;
	bool bin;		  /* the recycle bin instead */
	int64_t parent;		  /* sub-form: the lines of this record, in order; 0: not asked */
	const struct field *link; /* related list: rows whose lookup `link` leads to `linked` */
	int64_t linked;
	/* Adds " and …": what else a feature asks of the rows, in tables of its own (sql_reads); NULL: nothing. */
	void (*beside)(struct sql *sql, const struct module *module, const void *of);
	const void *beside_of;
};

/* Sorted by (value, id), empty values last, ids in the direction of the values; the plan's rows only; lines of a parent
 * in their order when no sort is asked for. A search looks at the newest of what it finds (record_search_cut says so).
 * The field sorted by is read, too; one that the plan hides is as none. At most five statements a page. */
struct record *record_list(struct tx *tx, const struct access *access, const struct record_query *query, size_t *count);
/* The statements a list may run one after the other, at most so many, for those who ask how they are planned. */
enum { RECORD_LIST_PARTS = 3 };
size_t record_list_texts(struct tx *tx, const struct access *access, const struct record_query *query,
			 struct db_sql sql[RECORD_LIST_PARTS]);
/* Whether there was more than a search looks at: then it may have missed some. */
bool record_search_cut(struct tx *tx, const struct access *access, const char *typed);
/* How many, counted up to `most`. */
int64_t record_count(struct tx *tx, const struct access *access, const struct record_query *query, int64_t most);
/* NULL: absent, not the viewer's, or (unless `bin`) in the recycle bin. */
struct record *record_find(struct tx *tx, const struct access *access, int64_t id, bool bin);
/* Row by row in constant memory, in the order of the query: exports. */
void record_each(struct tx *tx, const struct access *access, const struct record_query *query,
		 bool (*each)(const struct record *record, void *data), void *data);

/* Groups by a choice, staff, yes/no or lookup field: the value, how many, and the sum of `summed` (NULL: 0). At most
 * GROUPED_MOST records are looked at, whichever the engine meets first: then the counts add up to just that. */
enum { GROUPED_MOST = 100000 };

struct record_group {
	struct db_value value;
	int64_t count;
	int64_t sum;
};
struct record_group *record_groups(struct tx *tx, const struct access *access, const struct record_query *query,
				   const struct field *by, const struct field *summed, size_t *count);

/* What ids of a module are called, through the plan of the viewer for that module: one that they may not see has no
 * name (NULL: show nothing of it), and one that is not among the names neither. */
struct record_name {
	int64_t id;
	const char *name;
};
struct record_name *
record_names(struct tx *tx, const struct access *access, const int64_t *ids, size_t id_count, size_t *count);
const char *record_name_among(const struct record_name *names, size_t count, int64_t id);
/* Search as one types: those whose name begins with, or has a word that begins with, what was typed. */
struct record_name *
record_suggestions(struct tx *tx, const struct access *access, const char *typed, size_t limit, size_t *count);

/* ---- writing ---- */

enum record_outcome {
	RECORD_DONE,
	RECORD_ABSENT,	  /* not there for this viewer, or may not be changed by them: the same */
	RECORD_OVERTAKEN, /* the version is not the one seen */
	RECORD_LOCKED,	  /* a state rule, or an approval, holds it: *trouble->rule names it */
	RECORD_REFUSED,	  /* values are wrong: messages are in the form, or in *trouble */
	RECORD_HELD,	  /* needed: lines of trouble->uses; not to come back: house_person_return_refusal says why */
};

struct record_error {
	const struct field *field;
	const char *error; /* English, N_ */
};

struct record_trouble {
	const struct field *field; /* RECORD_REFUSED: the first that is wrong */
	const char *error;	   /* English, N_ */
	const char *rule;
	struct doc *uses; /* RECORD_HELD: {"kind": "module", "name"} for each module, as far as the viewer sees it */
	struct record_error *errors; /* RECORD_REFUSED: all that are wrong */
	size_t error_count;
};

enum { SOURCE_STAFF, SOURCE_PORTAL, SOURCE_API, SOURCE_IMPORT };

/* What is to be written: the cells whose `given` is set, by field index. Values are as kept (value_read made them). */
struct record_draft {
	struct db_value *cells;
	bool *given;
	int64_t parent;	    /* of a line */
	int64_t position;   /* of a line; 0: a new one comes last, a changed one stays */
	int source;	    /* SOURCE_…: whether it waits for review */
	bool parent_is_new; /* of a line: the viewer has just made its record, and may perhaps not change it later */
	bool lines_follow;  /* its lines are written next; then record_settle says whether it waits */
	int64_t staged;	    /* not 0: of this lot, which nobody sees before record_import.h shows it */
};
struct record_draft *record_draft(struct arena *arena, const struct module *module);

/* Checks required (field and layout, while visible), distinct, lookups and staff that the viewer may choose, the levels
 * of the plan, locks; applies defaults, numbers, formulas, roll-ups above; writes row, history, search words, events
 * ("record.created"). Fields the plan does not let write are refused as unknown ones are. *id gets the new record's. */
enum record_outcome record_create(struct tx *tx, const struct access *access, const struct record_draft *draft,
				  int64_t *id, struct record_trouble *trouble);
/* Only rows that are `editable`; `version` 0: whichever there is. Nothing changed: RECORD_DONE, the version stays. */
enum record_outcome record_change(struct tx *tx, const struct access *access, int64_t id, int64_t version,
				  const struct record_draft *draft, struct record_trouble *trouble);
enum record_outcome
record_remove(struct tx *tx, const struct access *access, int64_t id, struct record_trouble *trouble); /* to the bin */
enum record_outcome record_restore(struct tx *tx, const struct access *access, int64_t id);
/* For good, out of the bin: with lines, links, files, words, remarks; its history keeps that it was. */
enum record_outcome record_purge(struct tx *tx, const struct access *access, int64_t id);

/* ---- history ---- */

struct change {
	int64_t id;
	int64_t at;
	const char *kind;
	const struct field *field; /* NULL: the record as a whole */
	struct db_value before, after;
	const char *actor_kind;
	int64_t actor;
	const char *actor_name;
	bool merged; /* it happened to another record, which was merged into this one */
};
/* Newest first; changes of fields that the plan hides are not there. */
struct change *
record_history(struct tx *tx, const struct access *access, int64_t id, int64_t before_id, size_t limit, size_t *count);

#endif
