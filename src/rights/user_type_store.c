/* user_type_store: reads the user types as they were published. */
#include "rights/user_type.h"

#include "base/arena.h"
#include "modules/label.h"
#include "rights/rights.h"

struct type_row {
	int64_t id, portal_id, main_module_id;
	const char *name, *published;
	bool is_default;
};
static const struct db_column type_columns[] = {
	DB_COLUMN_INT64(struct type_row, id),
	DB_COLUMN_INT64(struct type_row, portal_id),
	DB_COLUMN_INT64(struct type_row, main_module_id),
	DB_COLUMN_TEXT(struct type_row, name),
	DB_COLUMN_TEXT(struct type_row, published),
	DB_COLUMN_BOOL(struct type_row, is_default),
};
static const struct db_shape type_shape = DB_SHAPE(struct type_row, type_columns);

static void
read_type(struct arena *arena, const struct rights *rights, const struct type_row *row, struct user_type *type)
{
	const struct module *main = module_of_id(rights->catalogue, row->main_module_id);

	type->id = row->id;
	type->portal = row->portal_id;
	type->label = label_of_json(arena, row->name, N_("Clients"));
	type->main = main == NULL || main->retired ? NULL : main;
	type->is_default = row->is_default;
	user_type_read(arena, rights, type, json_doc(arena, arena_text(arena, row->published)));
}

void
user_types_read(struct tx *tx, struct arena *arena, struct rights *rights)
{
	size_t count;
	const struct type_row *rows = db_list(
		tx, &type_shape, &count,
		"select id, portal_id, main_module_id, name, published, is_default from user_type where published is "
		"not null order by portal_id, position, id");

	rights->user_types = arena_make_array(arena, struct user_type, count);
	for (size_t i = 0; i < count; i++)
		read_type(arena, rights, &rows[i], &rights->user_types[i]);
	rights->user_type_count = count;
}

struct user_type *
user_type_draft(struct tx *tx, struct arena *arena, const struct rights *rights, int64_t id)
{
	const struct type_row *row =
		db_find(tx, &type_shape,
			"select id, portal_id, main_module_id, name, draft as published, is_default "
			"from user_type where id = $1",
			db_int(id));
	struct user_type *type;

	if (row == NULL)
		return NULL;
	type = arena_make(arena, struct user_type);
	read_type(arena, rights, row, type);
	return type;
}
