/* export: records of a module as a file: what was asked, how far it is, where it lies. */
#ifndef EXCHANGE_EXPORT_H
#define EXCHANGE_EXPORT_H

#include "job/job.h"
#include "records/keeper.h"
#include "records/record.h"
#include "records/view.h"
#include "sheet/sheet.h"

enum export_state { EXPORT_WAITING, EXPORT_RUNNING, EXPORT_DONE, EXPORT_FAILED };
extern const char *const export_state_names[]; /* "waiting"… NULL-terminated */

enum { EXPORT_KEPT_HOURS = 24, EXPORT_NAME = 120 };

struct export
{
	int64_t id;
	int64_t module_id;
	int64_t staff_id;
	enum sheet_format format;
	const char *request; /* JSON, see export_request */
	enum export_state state;
	const char *problem; /* English, N_: why it failed, or what it lacks; NULL: nothing */
	int64_t row_count;
	const char *file_name;
	const char *blob; /* NULL: not there */
	int64_t size;
	int64_t created_at, finished_at;
};

/* ---- export_store.c ---- */

void export_create(struct tx *tx, const struct export *export);
/* Of this staff user; NULL: there is none of theirs. */
struct export *export_find(struct tx *tx, int64_t staff, int64_t id);
/* The job's own; NULL: it is gone. */
struct export *export_read(struct tx *tx, int64_t id);
void export_note(struct tx *tx, int64_t id, int64_t rows); /* running, so many rows so far */
void export_finish(struct tx *tx, const struct export *export);
/* Forgets one that is older than the instant and gives the name of its blob ("" when it has none); NULL: there is none.
 */
const char *export_forget(struct tx *tx, int64_t before);

/* ---- export_request.c: what was asked, kept as names and found again through the plan of the moment ---- */

struct export_request {
	struct record_query query;
	const char *language; /* locale of texts and numbers: "fr_FR" */
	bool beside;	      /* what the feature that keeps the records shows besides comes out, too */
	struct view_kept
		kept[VIEW_KEPT]; /* of it these columns, before the fields of these places; none: all, behind */
	size_t kept_count;
	const char *order; /* the name of the feature's column it is sorted by; NULL: none */
	bool whole;	   /* false: it asks about what is not there any more for this viewer */
};

/* `fields` as in the query; NULL: every field. `shape` NULL: no view says which columns of the feature come out.
 * `order`: the name of the feature's column it is sorted by, or NULL. */
const char *export_request_text(struct arena *arena, const struct record_query *query, const char *locale, bool beside,
				const struct view_shape *shape, const char *order);
struct export_request export_request_read(struct arena *arena, const struct access *access, const char *json);
/* The fields that come out, in order; the naming field first when all were asked for. */
const struct field **
export_fields(struct arena *arena, const struct plan *plan, const struct record_query *query, size_t *count);

/* The request with what its maker may see, as it was when the file was written; and whether that is so still. */
const char *export_request_sealed(struct arena *arena, const char *json, const char *rights);
bool export_request_holds(struct arena *arena, const char *json, const char *rights);

/* ---- export_rights_store.c ---- */

/* A word for all that the viewer may see of the module, and of those its lookups lead to: another one when any of it
 * was given or taken away. The day does not matter. */
const char *export_rights(struct tx *tx, const struct access *access);

/* ---- export_beside.c: the columns of the feature that keeps the records ---- */

/* Whether who asks has them at all: they see the whole of the records. */
bool export_shows_beside(const struct access *access);

/* Sorts the query by the column of the feature that the request names. False: there is none for this viewer. */
bool export_order(struct tx *tx, const struct access *access, struct export_request *request);

struct export_beside {
	const struct keeper_column *columns[VIEW_KEPT];
	size_t at[VIEW_KEPT]; /* before the field of this place */
	size_t count;
	struct doc **rows; /* by record */
};
/* None where none is asked for, or there is nothing to show. */
struct export_beside export_beside(struct tx *tx, const struct access *access, const struct export_request *request,
				   const struct record *records, size_t count);

/* A column of the file: of the field, or else of the feature that keeps the records. */
struct export_column {
	size_t field, beside;
	bool is_field;
};
struct export_column *
export_columns(struct arena *arena, size_t field_count, const struct export_beside *beside, size_t *count);

/* ---- export_names_store.c: what the ids of a portion are called, in one statement for each kind ---- */

struct export_names;

struct export_names *export_names(struct tx *tx, const struct access *access, const struct field *const *fields,
				  size_t field_count, struct record *records, size_t count);
/* "Dupont; Martin": of a lookup, staff user or file; "" when it is not the viewer's to see. */
const char *export_name(const struct export_names *names, const struct field *field, const struct record *record);

/* ---- export_job.c ---- */

enum job_result export_run(struct job *job); /* "export": {"export": id} */

#endif
