/* property_store: every statement about what programs keep beside files and folders. */
#include "dav/property.h"

#include <stddef.h>

int64_t
dav_place_id(const struct place *place)
{
	return place->kind == PLACE_FILE ? place->file->id : place->kind == PLACE_FOLDER ? place->folder->folder.id : 0;
}

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct dav_property, resource_id),
	DB_COLUMN_TEXT(struct dav_property, space),
	DB_COLUMN_TEXT(struct dav_property, name),
	DB_COLUMN_TEXT(struct dav_property, value),
};
static const struct db_shape shape = DB_SHAPE(struct dav_property, columns);

struct dav_property *
dav_properties(struct tx *tx, const int64_t *ids, size_t id_count, size_t *count)
{
	struct sql sql = sql_new(tx_arena(tx));

	sql_add(&sql, "select resource_id, space, name, value from dav_property where resource_id in ");
	sql_ids(&sql, ids, id_count);
	sql_add(&sql, " order by resource_id, space, name");
	return db_sql_list(tx, &shape, count, sql_end(&sql));
}

bool
dav_property_set(struct tx *tx, const struct place *place, const struct dav_property *property)
{
	int64_t id = dav_place_id(place);

	if (db_get_int(tx, 0, "select count(*) from dav_property where resource_id = $1", db_int(id)) >=
	    PROPERTIES_MOST)
		return false;
	db_run(tx,
	       "insert into dav_property (resource_id, space, name, value) values ($1, $2, $3, $4) on conflict "
	       "(resource_id, space, name) do update set value = excluded.value",
	       db_int(id), db_text(property->space), db_text(property->name), db_text(property->value));
	return true;
}

void
dav_property_remove(struct tx *tx, const struct place *place, const char *space, const char *name)
{
	db_run(tx, "delete from dav_property where resource_id = $1 and space = $2 and name = $3",
	       db_int(dav_place_id(place)), db_text(space), db_text(name));
}

void
dav_properties_copy(struct tx *tx, int64_t from, int64_t to)
{
	db_run(tx, "delete from dav_property where resource_id = $1", db_int(to));
	db_run(tx,
	       "insert into dav_property (resource_id, space, name, value) select cast($2 as bigint), space, name, value "
	       "from dav_property where resource_id = $1",
	       db_int(from), db_int(to));
}

void
dav_properties_sweep(struct tx *tx)
{
	db_run(tx, "delete from dav_property where not exists (select 1 from file where file.id = "
		   "dav_property.resource_id) and not exists (select 1 from folder where folder.id = "
		   "dav_property.resource_id) and not exists (select 1 from client where client.id = "
		   "dav_property.resource_id)");
}
