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
	"select id as staff, name, email, language, profile_id, role_id from staff where disabled_at is null and "

static void
complete(struct viewer *viewer)
{
	viewer->kind = VIEWER_STAFF;
	viewer->profile = profile_of_id(viewer->profile_id);
}

const struct viewer *
viewer_of_staff(struct tx *tx, int64_t staff)
{
	struct viewer *viewer = db_find(tx, &shape, SELECT "id = $1", db_int(staff));

	if (viewer != NULL)
		complete(viewer);
	return viewer;
}

static struct viewer *
complete_all(struct viewer *viewers, size_t count)
{
	for (size_t i = 0; i < count; i++)
		complete(&viewers[i]);
	return viewers;
}

struct viewer *
viewers_of_staff(struct tx *tx, const int64_t *ids, size_t id_count, size_t *count)
{
	struct sql sql = sql_new(tx_arena(tx));
	struct viewer *viewers;

	sql_add(&sql, SELECT "id in ");
	sql_ids(&sql, ids, id_count);
	sql_add(&sql, " and acts_for is null");
	viewers = db_sql_list(tx, &shape, count, sql_end(&sql));
	return complete_all(viewers, *count);
}

struct viewer *
viewers_of_administrators(struct tx *tx, size_t *count)
{
	struct viewer *viewers = db_list(tx, &shape, count, SELECT "profile_id = $1 and acts_for is null order by id",
					 db_int(profile_id_of(PROFILE_ADMINISTRATOR)));

	return complete_all(viewers, *count);
}
