/* template_store: the templates of client sheets; their attributes are those of sheet_store. */
#include "sheets/sheet_store.h"

#include "base/id.h"
#include "html/format.h"
#include "sys/clock.h"

#include <stddef.h>

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct sheet_template, id),
	DB_COLUMN_INT64(struct sheet_template, version),
	DB_COLUMN_TEXT(struct sheet_template, name),
	DB_COLUMN_INT(struct sheet_template, attribute_count),
};
static const struct db_shape shape = DB_SHAPE(struct sheet_template, columns);

#define TEMPLATES                                                                                                      \
	"select id, version, name, (select count(*) from sheet_attribute where sheet_id = sheet_template.id) as "      \
	"attribute_count from sheet_template "

struct sheet_template *
sheet_templates(struct tx *tx, size_t *count)
{
	return db_list(tx, &shape, count, TEMPLATES "order by name_key limit $1", db_int(SHEET_TEMPLATES));
}

struct sheet_template *
sheet_template_find(struct tx *tx, int64_t template)
{
	return db_find(tx, &shape, TEMPLATES "where id = $1", db_int(template));
}

bool
sheet_template_name_is_taken(struct tx *tx, const char *name, int64_t except)
{
	return db_get_int(tx, 0, "select 1 from sheet_template where name_key = $1 and id <> $2",
			  db_text(text_fold(tx_arena(tx), name)), db_int(except)) == 1;
}

int64_t
sheet_template_create(struct tx *tx, const char *name)
{
	int64_t id = id_new();

	db_run(tx, "insert into sheet_template (id, name, name_key, created_at, version) values ($1, $2, $3, $4, 1)",
	       db_int(id), db_text(name), db_text(text_fold(tx_arena(tx), name)), db_int(clock_now()));
	return id;
}

bool
sheet_template_rename(struct tx *tx, int64_t template, const char *name, int64_t version)
{
	return db_run(tx,
		      "update sheet_template set name = $1, name_key = $2, version = version + 1 where id = $3 and "
		      "version = $4",
		      db_text(name), db_text(text_fold(tx_arena(tx), name)), db_int(template), db_int(version)) == 1;
}

int64_t
sheet_template_copy(struct tx *tx, int64_t template, const char *name)
{
	int64_t copy = sheet_template_create(tx, name);

	sheet_load(tx, copy, template);
	return copy;
}

void
sheet_template_remove(struct tx *tx, int64_t template)
{
	sheet_forget(tx, template);
	db_run(tx, "delete from sheet_template where id = $1", db_int(template));
}
