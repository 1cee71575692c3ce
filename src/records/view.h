/* view: a saved way to look at a module's records: which columns, which rows, in which order, drawn how. */
#ifndef RECORDS_VIEW_H
#define RECORDS_VIEW_H

#include "records/question.h"

enum view_kind { VIEW_LIST, VIEW_BOARD, VIEW_CALENDAR, VIEW_CANVAS, VIEW_KINDS };
extern const char *const view_kind_names[];  /* "list"…, NULL-terminated */
extern const char *const view_kind_labels[]; /* English, N_ */
enum emphasis { EMPHASIS_PLAIN, EMPHASIS_STRONG, EMPHASIS_QUIET };
extern const char *const emphasis_names[];
extern const char *const emphasis_labels[];

enum { VIEW_COLUMNS = 24, VIEW_KEPT = 8, VIEW_NAME = 80 };

struct view {
	int64_t id;
	int64_t version;
	int64_t staff_id;
	const char *name;
	enum view_kind kind;
	bool shared, preferred;
	const char *definition; /* JSON */
};

struct view_column {
	const struct field *field;
	bool wide; /* on a card: the whole width */
	enum emphasis emphasis;
};

/* A column of the feature that keeps the records (struct keeper_column), which a view has among those of fields. */
struct view_kept {
	const char *name;
	size_t at; /* how many columns of fields stand before it */
};

/* A view as its viewer may see it: names that do not exist for them are left out. */
struct view_shape {
	enum view_kind kind;
	struct view_column columns[VIEW_COLUMNS]; /* without the naming field, which every row and card begins with */
	size_t column_count;
	struct view_kept kept[VIEW_KEPT];
	size_t kept_count;
	const struct condition *filter; /* NULL: all */
	bool broken;			/* its filter asks about what is not there for this viewer: no rows */
	const struct field *sort;
	const char *kept_sort; /* instead: the name of a column of the feature; NULL: none */
	bool descending;
	const struct field *by;	   /* board: the choice; calendar: the day */
	const struct field *image; /* canvas: the picture on top; NULL: none */
	const struct field *group, *sum;
	struct answers answers;
};

/* What a module shows without a view: the first fields of its layout, newest first; where a feature says which (and
 * nobody has arranged the fields): those, by name. */
struct view_shape view_shape_plain(const struct access *access);
struct view_shape view_shape_of(struct arena *arena, const struct access *access, const struct view *view);
struct doc *view_definition(struct arena *arena, const struct view_shape *shape);

/* In definitions and forms the name of such a column stands behind a sign that no field's name begins with: "@groups".
 * NULL: it is a field's. */
const char *view_kept_name(const char *text);
/* Behind the columns that are there; false: no room, or it is there already. */
bool view_keep(struct view_shape *shape, const char *name);

bool view_fits_board(const struct field *field);
bool view_fits_calendar(const struct field *field);
bool view_fits_sum(const struct field *field);
bool view_fits_group(const struct field *field);

/* ---- view_store.c: one's own and those that are shared, by name ---- */

struct view *view_list(struct tx *tx, const struct access *access, size_t *count);
/* One that the viewer may use. NULL: none. */
struct view *view_find(struct tx *tx, const struct access *access, int64_t id);
int64_t view_create(struct tx *tx, const struct access *access, const struct view *view);
/* Only one's own; false: not theirs, or somebody (the same person elsewhere) was faster. */
bool view_update(struct tx *tx, const struct access *access, const struct view *view);
bool view_remove(struct tx *tx, const struct access *access, int64_t id);
/* A shared card of the module, and all of them by name: what a tab of the portal may name. NULL: there is none. */
struct view *card_find(struct tx *tx, const struct module *module, int64_t id);
struct view *card_list(struct tx *tx, const struct module *module, size_t *count);
/* The module opens with it for its owner; 0: with none of theirs. */
void view_prefer(struct tx *tx, const struct access *access, int64_t id);

#endif
