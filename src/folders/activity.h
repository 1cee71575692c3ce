/* activity: what was done about a client, as the journal has it, and what it is looked for by. */
#ifndef FOLDERS_ACTIVITY_H
#define FOLDERS_ACTIVITY_H

#include "core/audit.h"
#include "folders/file_store.h"

#include <stddef.h>

/* Kinds of actions, as one chooses among them. */
enum activity_type {
	ACTIVITY_SENT,
	ACTIVITY_FETCHED,
	ACTIVITY_ARRANGED,
	ACTIVITY_REMOVED,
	ACTIVITY_RIGHTS,
	ACTIVITY_PEOPLE,
	ACTIVITY_CLIENT,
	ACTIVITY_INVOICES,
	ACTIVITY_DEMANDS,
	ACTIVITY_TYPES, /* none of these */
};
extern const char *const activity_type_names[];		  /* "sent" …, NULL-terminated */
const char *activity_type_label(enum activity_type type); /* English, N_ */
enum activity_type activity_type_of(const char *action);
/* Writes a condition on the column `action`. */
void sql_activity_type(struct sql *sql, const char *action, enum activity_type type);
/* The conditions one by one, with these texts before each and between them. */
void sql_activity_type_by(struct sql *sql, const char *action, enum activity_type type, const char *before,
			  const char *between);

/* Kinds of files, as people call them. */
extern const char *const file_kind_names[];    /* "picture" … "other", NULL-terminated */
const char *file_kind_label(const char *name); /* English, N_ */
const char *file_kind_of(const char *type);    /* of a media type: one of the names */

/* What the journal is told of a folder (`name` NULL: it is not told) or a file. In the arena. */
const struct audit_place *activity_of_folder(struct arena *arena, int64_t folder, const char *name);
const struct audit_place *activity_of_file(struct arena *arena, const struct file *file);

/* ---- bars: how much was done when ---- */

enum { BARS_MOST = 31 };
enum bar_unit { BAR_DAY, BAR_WEEK, BAR_MONTH, BAR_UNITS };
extern const char *const bar_unit_names[]; /* "day", "week", "month" */

struct bar {
	int32_t from; /* its first day */
	int64_t count;
};
struct bars {
	enum bar_unit unit;
	struct bar bars[BARS_MOST];
	size_t count;
	int64_t most, total;
};
/* Empty bars from one day to another, of days, weeks or months; the earliest that do not fit are left out. */
void bars_lay(struct bars *bars, int32_t from, int32_t until);
void bars_add(struct bars *bars, int32_t day);

#endif
