/* setup_store: reads and keeps user types as they are being set up; what is published stays as it is. */
#include "user_types/setup.h"

#include "base/arena.h"
#include "base/instant.h"
#include "modules/label.h"

struct setup_row {
	int64_t id, portal_id, version, main_module_id, published_at, people;
	const char *name, *draft, *published, *published_name;
	bool is_default;
};
static const struct db_column setup_columns[] = {
	DB_COLUMN_INT64(struct setup_row, id),
	DB_COLUMN_INT64(struct setup_row, portal_id),
	DB_COLUMN_INT64(struct setup_row, version),
	DB_COLUMN_TEXT(struct setup_row, name),
	DB_COLUMN_INT64(struct setup_row, main_module_id),
	DB_COLUMN_BOOL(struct setup_row, is_default),
	DB_COLUMN_TEXT(struct setup_row, draft),
	DB_COLUMN_TEXT(struct setup_row, published),
	DB_COLUMN_INSTANT(struct setup_row, published_at),
	DB_COLUMN_TEXT(struct setup_row, published_name),
	DB_COLUMN_INT64(struct setup_row, people),
};
static const struct db_shape setup_shape = DB_SHAPE(struct setup_row, setup_columns);

#define SETUP                                                                                                          \
	"select u.id, u.portal_id, u.version, u.name, u.main_module_id, u.is_default, u.draft, u.published, "          \
	"u.published_at, s.name as published_name, "                                                                   \
	"(select count(*) from portal_user p where p.user_type_id = u.id) as people "                                  \
	"from user_type u left join staff s on s.id = u.published_by "

static struct setup
setup_of(struct arena *arena, const struct catalogue *catalogue, const struct setup_row *row)
{
	const struct module *main = module_of_id(catalogue, row->main_module_id);
	const struct doc *published = row->published == NULL ? NULL : setup_draft_of(arena, row->published);
	struct doc *draft = setup_draft_of(arena, row->draft);

	return (struct setup){
		.id = row->id,
		.portal_id = row->portal_id,
		.version = row->version,
		.label = label_of_json(arena, row->name, N_("Clients")),
		.main_module_id = row->main_module_id,
		.main = main == NULL || main->retired ? NULL : main,
		.is_default = row->is_default,
		.draft = draft,
		.published = published,
		.changed = !text_equal(json_text(arena, draft), json_text(arena, published)),
		.published_at = row->published_at,
		.published_name = row->published_name,
		.people = row->people,
	};
}

struct setup *
setup_find(struct tx *tx, const struct catalogue *catalogue, int64_t id)
{
	const struct setup_row *row = db_find(tx, &setup_shape, SETUP "where u.id = $1", db_int(id));
	struct setup *setup;

	if (row == NULL)
		return NULL;
	setup = arena_make(tx_arena(tx), struct setup);
	*setup = setup_of(tx_arena(tx), catalogue, row);
	return setup;
}

struct setup *
setup_list(struct tx *tx, const struct catalogue *catalogue, size_t *count)
{
	const struct setup_row *rows = db_list(tx, &setup_shape, count, SETUP "order by u.portal_id, u.position, u.id");
	struct setup *setups = arena_make_array(tx_arena(tx), struct setup, *count);

	for (size_t i = 0; i < *count; i++)
		setups[i] = setup_of(tx_arena(tx), catalogue, &rows[i]);
	return setups;
}

/* What could not be read again is not kept. */
enum rights_outcome
setup_save(struct tx *tx, struct setup *setup)
{
	const char *text = json_text(tx_arena(tx), setup->draft);
	enum rights_outcome outcome;

	if (json_doc(tx_arena(tx), text) == NULL)
		return RIGHTS_TOO_MANY;
	outcome = user_type_set_up(tx, setup->id, text, setup->version);
	if (outcome == RIGHTS_DONE)
		setup->version++;
	return outcome;
}

int64_t
setup_unnamed_people(struct tx *tx)
{
	return db_get_int(tx, 0,
			  "select count(*) from contact c where c.entered_at is not null and c.deleted_at is null and "
			  "c.blocked_at is null and not exists (select 1 from portal_user p join module m on m.id = "
			  "p.module_id and m.name = 'contacts' where p.record_id = c.id)");
}
