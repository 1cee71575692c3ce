/* intake: a file that becomes records of a module: mapped, checked line by line, taken in all at once, undone. */
#ifndef EXCHANGE_INTAKE_H
#define EXCHANGE_INTAKE_H

#include "job/job.h"
#include "records/record.h"

enum intake_state {
	INTAKE_MAPPING,	 /* which column is which field is being said */
	INTAKE_CHECKING, /* a job runs through all lines and writes nothing */
	INTAKE_CHECKED,
	INTAKE_RUNNING, /* a job writes what nobody sees yet */
	INTAKE_TELLING, /* all is there; sums above follow */
	INTAKE_DONE,
	INTAKE_FAILED, /* nothing is left of it */
	INTAKE_UNDOING,
	INTAKE_UNDONE,
};
extern const char *const intake_state_names[]; /* "mapping"… NULL-terminated */

enum {
	INTAKE_KEPT_DAYS = 7,
	INTAKE_LINES = 200000,
	INTAKE_COLUMNS = 200,
	INTAKE_SAMPLE = 10,
	INTAKE_PROBLEMS = 1000, /* are listed; all are counted */
	INTAKE_CELL = 1000,	/* characters of a cell in the sample */
};

struct intake {
	int64_t id;
	int64_t module_id;
	int64_t staff_id;
	enum intake_state state;
	const char *file_name;
	const char *blob;
	const char *sample; /* JSON {"headings": [text], "lines": [number], "rows": [[text]]} */
	int64_t line_count;
	const char *mapping; /* JSON, see mapping.h */
	int64_t position;
	int64_t created_count, changed_count, same_count, bad_count;
	const char *problem; /* English, N_; NULL: none */
	int64_t created_at, finished_at;
	int64_t version;
};

/* Why a line cannot be taken, or a record could not be put back. */
struct problem {
	int64_t position;
	int64_t line;
	const char *heading; /* NULL: the line as a whole */
	const char *value;   /* NULL: nothing to show */
	const char *reason;  /* English, N_ */
};

/* What a line did to a record. */
struct intake_row {
	int64_t record_id;
	int64_t line;
	int64_t version;    /* of the record afterwards */
	const char *before; /* JSON by id of field; NULL: it was made */
};

bool intake_is_working(const struct intake *intake);

/* ---- intake_store.c ---- */

void intake_create(struct tx *tx, const struct intake *intake);
/* Of this staff user; NULL: there is none of theirs. */
struct intake *intake_find(struct tx *tx, int64_t staff, int64_t id);
struct intake *intake_read(struct tx *tx, int64_t id); /* the job's own */
/* The staff user's newest, of a module. */
struct intake *intake_list(struct tx *tx, int64_t staff, int64_t module, size_t limit, size_t *count);
/* What was said of its columns; back to that step. False: it is somewhere else by now. */
bool intake_map(struct tx *tx, int64_t id, const char *mapping);
/* From one state to another, with position 0; false: it is not in the first one. */
bool intake_step(struct tx *tx, int64_t id, enum intake_state from, enum intake_state to);
/* Sets position and counts. */
void intake_note(struct tx *tx, const struct intake *intake);
void intake_end(struct tx *tx, int64_t id, enum intake_state state, const char *problem, int64_t now);
/* With all that is kept of it; gives the name of its blob, NULL: it is not there, or being worked on. */
const char *intake_remove(struct tx *tx, int64_t id);
/* The same for one older than the instant. */
const char *intake_forget(struct tx *tx, int64_t before);

void problems_add(struct tx *tx, int64_t intake, const struct problem *problems, size_t count);
void problems_clear(struct tx *tx, int64_t intake);
struct problem *problems_list(struct tx *tx, int64_t intake, size_t *count);

void intake_rows_add(struct tx *tx, int64_t intake, const struct intake_row *rows, size_t count);
enum intake_rows { ROWS_ALL, ROWS_CHANGED, ROWS_UNTOLD };
struct intake_row *intake_rows(struct tx *tx, int64_t intake, enum intake_rows which, size_t limit, size_t *count);
/* While it is undone: so many more were looked at, of which some stay as they are. */
void intake_count_kept(struct tx *tx, int64_t intake, int64_t looked_at, int64_t kept);
/* One more problem, behind the others. */
void problem_append(struct tx *tx, int64_t intake, const struct problem *problem);
void intake_row_told(struct tx *tx, int64_t intake, int64_t record);
void intake_row_remove(struct tx *tx, int64_t intake, int64_t record);
void intake_rows_clear(struct tx *tx, int64_t intake);

/* ---- intake_job.c ---- */

enum job_result intake_run(struct job *job); /* "import": {"import": id}: does what its state says */

#endif
