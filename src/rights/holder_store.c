/* holder_store: reads staff users for the pages of rights. */
#include "rights/holder.h"

#include <stddef.h>

enum { HOLDERS = 2000 };

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct holder, id),	 DB_COLUMN_INT64(struct holder, profile_id),
	DB_COLUMN_INT64(struct holder, role_id), DB_COLUMN_TEXT(struct holder, name),
	DB_COLUMN_BOOL(struct holder, closed),
};
static const struct db_shape shape = DB_SHAPE(struct holder, columns);

#define SELECT                                                                                                         \
	"select id, profile_id, role_id, name, case when disabled_at is null then 0 else 1 end as closed from staff "

struct holder *
holder_list(struct tx *tx, size_t *count)
{
	return db_list(tx, &shape, count, SELECT "order by name, id limit $1", db_int(HOLDERS));
}

struct holder *
holder_find(struct tx *tx, int64_t id)
{
	return db_find(tx, &shape, SELECT "where id = $1", db_int(id));
}

struct doc *
holder_add(struct doc *list, const struct holder *holder)
{
	struct doc *row = doc_add_object(list);

	doc_set_id(row, "id", holder->id);
	doc_set_text(row, "name", holder->name);
	doc_set_bool(row, "closed", holder->closed);
	return row;
}
