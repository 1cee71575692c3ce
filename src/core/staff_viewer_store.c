/* staff_viewer_store: reads the staff users for whom jobs act and look. */
#include "core/staff_viewer.h"

#include "db/sql.h"

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct viewer, staff),	    DB_COLUMN_TEXT(struct viewer, name),
	DB_COLUMN_TEXT(struct viewer, email),	    DB_COLUMN_TEXT(struct viewer, language),
	DB_COLUMN_INT64(struct viewer, profile_id), DB_COLUMN_INT64(struct viewer, role_id),
};
static const struct db_shape shape = DB_SHAPE(struct viewer, columns);

#define SELECT                                                                                                         \
	"select id as staff, name, email, language, profile_id, role_id from staff where disabled_at is null and id "

static void
complete(struct viewer *viewer)
{
	viewer->kind = VIEWER_STAFF;
	viewer->profile = profile_of_id(viewer->profile_id);
}

const struct viewer *
viewer_of_staff(struct tx *tx, int64_t staff)
{
	struct viewer *viewer = db_find(tx, &shape, SELECT "= $1", db_int(staff));

	if (viewer != NULL)
		complete(viewer);
	return viewer;
}

struct viewer *
viewers_of_staff(struct tx *tx, const int64_t *ids, size_t id_count, size_t *count)
{
	struct sql sql = sql_new(tx_arena(tx));
	struct viewer *viewers;

	sql_add(&sql, SELECT "in ");
	sql_ids(&sql, ids, id_count);
	sql_add(&sql, " and acts_for is null");
	viewers = db_sql_list(tx, &shape, count, sql_end(&sql));
	for (size_t i = 0; i < *count; i++)
		complete(&viewers[i]);
	return viewers;
}
