/* view_store: saved views; each statement says that they are the viewer's own, or shared with everybody. */
#include "records/view.h"

#include "base/id.h"
#include "core/weakened.h"
#include "sys/clock.h"

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct view, id),
	DB_COLUMN_INT64(struct view, version),
	DB_COLUMN_INT64(struct view, staff_id),
	DB_COLUMN_TEXT(struct view, name),
	DB_COLUMN_ENUM(struct view, kind, view_kind_names),
	DB_COLUMN_BOOL(struct view, shared),
	DB_COLUMN_BOOL(struct view, preferred),
	DB_COLUMN_TEXT(struct view, definition),
};
static const struct db_shape shape = DB_SHAPE(struct view, columns);

#define EVERY_VIEW                                                                                                     \
	"select id, version, staff_id, name, kind, shared, preferred, definition from view where module_id = $1 "
#define VIEWS EVERY_VIEW "and (staff_id = $2 or shared = 1) "

struct view *
view_list(struct tx *tx, const struct access *access, size_t *count)
{
	return db_list(tx, &shape, count, VIEWS "order by name, id limit 100", db_int(access->plan->module->id),
		       db_int(access->viewer->staff));
}

struct view *
view_find(struct tx *tx, const struct access *access, int64_t id)
{
	if (weakened(CHECK_OTHERS_VIEW))
		return db_find(tx, &shape, EVERY_VIEW "and id = $2", db_int(access->plan->module->id), db_int(id));
	return db_find(tx, &shape, VIEWS "and id = $3", db_int(access->plan->module->id), db_int(access->viewer->staff),
		       db_int(id));
}

#define CARDS EVERY_VIEW "and kind = 'canvas' and shared = 1 "

struct view *
card_find(struct tx *tx, const struct module *module, int64_t id)
{
	return db_find(tx, &shape, CARDS "and id = $2", db_int(module->id), db_int(id));
}

struct view *
card_list(struct tx *tx, const struct module *module, size_t *count)
{
	return db_list(tx, &shape, count, CARDS "order by name, id limit 100", db_int(module->id));
}

/* One preferred view a person and module. */
static void
clear_preferred(struct tx *tx, const struct access *access)
{
	db_run(tx,
	       "update view set preferred = 0, version = version + 1 "
	       "where module_id = $1 and staff_id = $2 and preferred = 1",
	       db_int(access->plan->module->id), db_int(access->viewer->staff));
}

int64_t
view_create(struct tx *tx, const struct access *access, const struct view *view)
{
	int64_t id = id_new();

	if (view->preferred)
		clear_preferred(tx, access);
	db_run(tx,
	       "insert into view (id, module_id, name, kind, staff_id, shared, preferred, definition, created_at, version) "
	       "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)",
	       db_int(id), db_int(access->plan->module->id), db_text(view->name), db_text(view_kind_names[view->kind]),
	       db_int(access->viewer->staff), db_int(view->shared), db_int(view->preferred), db_text(view->definition),
	       db_int(clock_now()));
	return id;
}

/* Whose it is: only they change it. */
static struct db_value
owner(struct tx *tx, const struct access *access, int64_t id)
{
	return db_int(weakened(CHECK_OWN_VIEW)
			      ? db_get_int(tx, 0, "select staff_id from view where id = $1", db_int(id))
			      : access->viewer->staff);
}

bool
view_update(struct tx *tx, const struct access *access, const struct view *view)
{
	if (view->preferred)
		clear_preferred(tx, access);
	return db_run(tx,
		      "update view set name = $1, kind = $2, shared = $3, preferred = $4, definition = $5, "
		      "version = version + 1 where id = $6 and module_id = $7 and staff_id = $8",
		      db_text(view->name), db_text(view_kind_names[view->kind]), db_int(view->shared),
		      db_int(view->preferred), db_text(view->definition), db_int(view->id),
		      db_int(access->plan->module->id), owner(tx, access, view->id)) == 1;
}

bool
view_remove(struct tx *tx, const struct access *access, int64_t id)
{
	return db_run(tx, "delete from view where id = $1 and module_id = $2 and staff_id = $3", db_int(id),
		      db_int(access->plan->module->id), owner(tx, access, id)) == 1;
}

void
view_prefer(struct tx *tx, const struct access *access, int64_t id)
{
	clear_preferred(tx, access);
	if (id != 0)
		db_run(tx,
		       "update view set preferred = 1, version = version + 1 "
		       "where id = $1 and module_id = $2 and staff_id = $3",
		       db_int(id), db_int(access->plan->module->id), db_int(access->viewer->staff));
}
