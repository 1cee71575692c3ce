/* plan: what a viewer may see and do in a module, compiled to SQL: every read and write of records begins with it. */
#ifndef RIGHTS_PLAN_H
#define RIGHTS_PLAN_H

#include "core/viewer.h"
#include "db/sql.h"
#include "modules/catalogue.h"
#include "modules/condition.h"

#include <stdbool.h>

struct rights;

enum level { LEVEL_HIDDEN, LEVEL_READ, LEVEL_WRITE };
extern const char *const level_names[];

/* What a viewer may see and do in a module, as SQL. In all its texts the table goes by its own name, $1 is the staff
 * user who looks (for portal users the client they act for, and $2 their record), and what follows the plan's own
 * values. Compiled once per (kind of viewer, profile, role, groups), module and day. */
struct plan {
	const struct rights *rights;
	const struct module *module;
	unsigned may;
	const enum level *levels; /* by field index, as the profile says */
	const char *rows; /* rows seen: "(1 = 1)", "(1 = 0)" without MAY_VIEW, else a condition. The recycle bin is
			     the store's to add */
	bool whole_rows;  /* all rows are seen, but for those of which something else is said by hand */
	bool hides_rows;  /* a state rule hides some, whatever was given by hand */
	const char *full; /* of a module with rights by hand: rows, within those seen, that the viewer may change, in
			     whatever state they are; else NULL */
	bool by_owner;	  /* only rows of the viewer and of those in their reach are seen */
	const char *tied; /* portal users: "(select … as id)" of what the lookup `tied_by` leads to them, which is
			     quick; of these only `rows` are seen. NULL: no lookup tells */
	const struct field *tied_by;
	const char *walked;   /* `rows`, so that SQLite leaves the index behind `tied_by` alone; NULL: `tied` is */
	const char *editable; /* rows, within those seen, that may be changed: state rules and approval included */
	const char *deletable;
	const char *
		*columns;    /* by field index: the expression that reads it ("vehicle.x_plate"; a state rule that hides
				makes it "case when … then null else … end"); NULL: hidden, retired, or no column */
	const char **keys;   /* the same over its folded text; NULL: it has none */
	const char **hidden; /* by field index: condition under which a state rule hides it; NULL: never */
	const char **compared; /* by field index: what plan_compared gives */
	const char **locked;   /* by field index: condition under which it may not be written; NULL: never locked */
	const bool *writable;  /* by field index: what the profile lets write; formulas, rollups, numbers and system
				  fields never (but for the owner) */
	const struct layout *layout;
	const struct db_value *values; /* of $2 … */
	int value_count;
	const struct belt *belt; /* the columns all these texts read, and none that the profile hides but for what rules
				    ask about: the database holds statements to it */
	const struct belt *whole; /* every column of the module, and what tells whose its rows are */
};

/* The plan of the viewer for the module. Staff: by profile, role, groups. Clients of the portal: nothing, until a user
 * type says more. Nobody: nothing. Never NULL; lives as long as the rights. */
const struct plan *plan_for(const struct rights *rights, const struct viewer *viewer, const struct module *module,
			    const struct moment *moment);

/* A statement's beginning: no text yet, the viewer bound as $1 and the plan's values behind. The database refuses it
 * every column that is not the plan's, wherever it stands in the text. */
struct sql plan_sql(struct arena *arena, const struct plan *plan, const struct viewer *viewer);
/* The same over every column of the module: a record that is to be changed is read as a whole, and administrators ask
 * what others see. What it reads is shown to nobody as it is. */
struct sql plan_sql_whole(struct arena *arena, const struct plan *plan, const struct viewer *viewer);

/* The field of that name that exists for this plan, or NULL: filters, sorts, columns, groups, exports and the API
 * resolve names with it and nothing else. */
const struct field *plan_field(const struct plan *plan, const char *name);
/* The same as the scope of condition_parse. */
struct field_scope plan_scope(const struct plan *plan);
/* The expression that compares a field, for condition_sql: its key when it has one, else its column; NULL: hidden.
 * `plan` as context. */
const char *plan_compared(const void *plan, const struct field *field);

#endif
