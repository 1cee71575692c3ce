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

void
user_types_read(struct tx *tx, struct arena *arena, struct rights *rights)
{
	size_t count;
	const struct type_row *rows = db_list(
		tx, &type_shape, &count,
		"select id, portal_id, main_module_id, name, published, is_default from user_type where published is "
		"not null order by portal_id, position, id");

	rights->user_types = arena_make_array(arena, struct user_type, count);
	for (size_t i = 0; i < count; i++) {
		struct user_type *type = &rights->user_types[i];
		const struct module *main = module_of_id(rights->catalogue, rows[i].main_module_id);

		type->id = rows[i].id;
		type->portal = rows[i].portal_id;
		type->label = label_of_json(arena, rows[i].name, N_("Clients"));
		type->main = main == NULL || main->retired ? NULL : main;
		type->is_default = rows[i].is_default;
		user_type_read(arena, rights, type, json_doc(arena, arena_text(arena, rows[i].published)));
	}
	rights->user_type_count = count;
}
