/* button_store: every statement about the portal's buttons. */
#include "actions/button_store.h"

#include "base/id.h"
#include "core/access.h"
#include "db/db.h"
#include "sys/clock.h"

#define COLUMNS "id, text_fr, text_en, icon, style, target, page, url, types, shown, created_at, version"

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct button, id),
	DB_COLUMN_TEXT(struct button, text_fr),
	DB_COLUMN_TEXT(struct button, text_en),
	DB_COLUMN_TEXT(struct button, icon),
	DB_COLUMN_ENUM(struct button, style, button_style_names),
	DB_COLUMN_ENUM(struct button, target, button_target_names),
	DB_COLUMN_TEXT(struct button, page),
	DB_COLUMN_TEXT(struct button, url),
	DB_COLUMN_TEXT(struct button, types),
	DB_COLUMN_BOOL(struct button, shown),
	DB_COLUMN_INT64(struct button, created_at),
	DB_COLUMN_INT64(struct button, version),
};
static const struct db_shape shape = DB_SHAPE(struct button, columns);

struct button *
button_list(struct tx *tx, const struct viewer *viewer, size_t *count)
{
	return db_list(tx, &shape, count,
		       access_sql(viewer, "select " COLUMNS " from portal_button where {portal_button} "
					  "order by position, id limit $2"),
		       access_client(viewer), db_int(BUTTONS_LIMIT));
}

struct button *
button_find(struct tx *tx, const struct viewer *viewer, int64_t id)
{
	return db_find(tx, &shape,
		       access_sql(viewer, "select " COLUMNS " from portal_button where {portal_button} and id = $2"),
		       access_client(viewer), db_int(id));
}

void
button_lock(struct tx *tx)
{
	db_run(tx, "update portal_button_list set version = version + 1 where id = 1");
}

int64_t
button_create(struct tx *tx, const struct viewer *viewer, const struct button *button)
{
	int64_t id = id_new(), last = db_get_int(tx, 0,
						 access_sql(viewer, "select max(position) from portal_button "
								    "where {portal_button}"),
						 access_client(viewer));

	db_run(tx,
	       "insert into portal_button (id, position, text_fr, text_en, icon, style, target, page, url, types, "
	       "shown, created_at, version) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1)",
	       db_int(id), db_int(last + 1), db_text(button->text_fr), db_text(button->text_en), db_text(button->icon),
	       db_text(button_style_names[button->style]), db_text(button_target_names[button->target]),
	       db_text(button->page), db_text(button->url), db_text(button->types), db_int(button->shown),
	       db_int(clock_now()));
	return id;
}

bool
button_update(struct tx *tx, const struct viewer *viewer, const struct button *button)
{
	return db_run(tx,
		      access_sql(viewer, "update portal_button set text_fr = $2, text_en = $3, icon = $4, style = $5, "
					 "target = $6, page = $7, url = $8, types = $9, version = version + 1 "
					 "where {portal_button} and id = $10 and version = $11"),
		      access_client(viewer), db_text(button->text_fr), db_text(button->text_en), db_text(button->icon),
		      db_text(button_style_names[button->style]), db_text(button_target_names[button->target]),
		      db_text(button->page), db_text(button->url), db_text(button->types), db_int(button->id),
		      db_int(button->version)) == 1;
}

void
button_set_shown(struct tx *tx, const struct viewer *viewer, int64_t id, bool shown)
{
	db_run(tx, access_sql(viewer, "update portal_button set shown = $2 where {portal_button} and id = $3"),
	       access_client(viewer), db_int(shown), db_int(id));
}

void
button_remove(struct tx *tx, const struct viewer *viewer, int64_t id)
{
	db_run(tx, access_sql(viewer, "delete from portal_button where {portal_button} and id = $2"),
	       access_client(viewer), db_int(id));
}

void
button_set_order(struct tx *tx, const struct viewer *viewer, const int64_t *ids, size_t count)
{
	for (size_t i = 0; i < count; i++)
		db_run(tx,
		       access_sql(viewer, "update portal_button set position = $2 "
					  "where {portal_button} and id = $3 and position <> $2"),
		       access_client(viewer), db_int((int64_t)i + 1), db_int(ids[i]));
}
