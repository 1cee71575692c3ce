/* intake_work: an import that a job works on. Internal to src/exchange. */
#ifndef EXCHANGE_INTAKE_WORK_H
#define EXCHANGE_INTAKE_WORK_H

#include "core/house.h"
#include "exchange/portion.h"
#include "sheet/sheet.h"

struct working {
	const struct house *house;
	struct db *db;
	struct intake *intake;
	struct arena *file;    /* of the whole work */
	struct arena *portion; /* of a portion */
	int fd;
	struct sheet *sheet;
	const char **headings;
	size_t column_count;
	struct line *lines;
	size_t line_count;
	struct seen *seen;
	int64_t problem_count; /* listed so far */
	const char *problem;   /* English, N_: why it cannot go on; NULL: it can */
	bool allowed;
	struct portion result; /* of the last portion */
};

enum db_trouble work_check(struct working *working);
enum db_trouble work_take(struct working *working);
/* The last step: the state it ends in, with working->problem. */
enum db_trouble work_end(struct working *working, enum intake_state state);

/* ---- intake_undo.c ---- */

/* After all was shown: sums above, and who listens. */
enum db_trouble work_tell(struct working *working);
/* Takes back what was written and never shown. */
enum db_trouble work_roll_back(struct working *working);
/* Takes back a whole import, as far as nobody changed its records since. */
enum db_trouble work_undo(struct working *working);

#endif
