/* staff_viewer_store: reads the staff users for whom jobs act and look. */
#include "core/staff_viewer.h"

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct viewer, staff),	    DB_COLUMN_TEXT(struct viewer, name),
	DB_COLUMN_TEXT(struct viewer, email),	    DB_COLUMN_TEXT(struct viewer, language),
	DB_COLUMN_INT64(struct viewer, profile_id), DB_COLUMN_INT64(struct viewer, role_id),
};
static const struct db_shape shape = DB_SHAPE(struct viewer, columns);

const struct viewer *
viewer_of_staff(struct tx *tx, int64_t staff)
{
	struct viewer *viewer = db_find(tx, &shape,
					"select id as staff, name, email, language, profile_id, role_id from staff "
					"where id = $1 and disabled_at is null",
					db_int(staff));

	if (viewer == NULL)
		return NULL;
	viewer->kind = VIEWER_STAFF;
	viewer->profile = profile_of_id(viewer->profile_id);
	return viewer;
}
