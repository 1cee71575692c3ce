/* demand_template_store: templates of checklists, and reasons that are used again. */
#include "demands/demand_store.h"

#include "base/id.h"
#include "html/format.h"
#include "sys/clock.h"

/* ---- templates ---- */

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct demand_template, id),	    DB_COLUMN_INT64(struct demand_template, version),
	DB_COLUMN_TEXT(struct demand_template, name),	    DB_COLUMN_TEXT(struct demand_template, words),
	DB_COLUMN_INT(struct demand_template, piece_count),
};
static const struct db_shape shape = DB_SHAPE(struct demand_template, columns);

#define TEMPLATES                                                                                                      \
	"select id, version, name, words, (select count(*) from piece where piece.owner_id = demand_template.id) as "  \
	"piece_count from demand_template "

struct demand_template *
demand_templates(struct tx *tx, size_t *count)
{
	return db_list(tx, &shape, count, TEMPLATES "order by name_key, id limit $1", db_int(DEMAND_TEMPLATES));
}

struct demand_template *
demand_template_find(struct tx *tx, int64_t id)
{
	return db_find(tx, &shape, TEMPLATES "where id = $1", db_int(id));
}

bool
demand_template_is_taken(struct tx *tx, const char *name, int64_t except)
{
	return db_get_int(tx, 0, "select 1 from demand_template where name_key = $1 and id <> $2",
			  db_text(text_fold(tx_arena(tx), name)), db_int(except)) == 1;
}

int64_t
demand_template_insert(struct tx *tx, const char *name, const char *words)
{
	int64_t id = id_new();

	db_run(tx,
	       "insert into demand_template (id, name, name_key, words, created_at, version) values ($1, $2, $3, $4, "
	       "$5, 1)",
	       db_int(id), db_text(name), db_text(text_fold(tx_arena(tx), name)), db_text(words), db_int(clock_now()));
	return id;
}

bool
demand_template_update(struct tx *tx, const struct demand_template *template)
{
	return db_run(tx,
		      "update demand_template set name = $1, name_key = $2, words = $3, version = version + 1 where id = "
		      "$4 and version = $5",
		      db_text(template->name), db_text(text_fold(tx_arena(tx), template->name)),
		      db_text(template->words), db_int(template->id), db_int(template->version)) == 1;
}

void
demand_template_remove(struct tx *tx, int64_t id)
{
	db_run(tx, "delete from piece where owner_id = $1", db_int(id));
	db_run(tx, "delete from demand_template where id = $1", db_int(id));
}

/* ---- reasons ---- */

static const struct db_column reason_columns[] = {
	DB_COLUMN_INT64(struct refusal_reason, id),
	DB_COLUMN_TEXT(struct refusal_reason, words),
};
static const struct db_shape reason_shape = DB_SHAPE(struct refusal_reason, reason_columns);

struct refusal_reason *
refusal_reasons(struct tx *tx, size_t *count)
{
	return db_list(tx, &reason_shape, count, "select id, words from refusal_reason order by words_key, id limit $1",
		       db_int(REASONS));
}

void
refusal_reason_keep(struct tx *tx, const char *words)
{
	db_run(tx,
	       "insert into refusal_reason (id, words, words_key) values ($1, $2, $3) on conflict (words_key) do nothing",
	       db_int(id_new()), db_text(words), db_text(text_fold(tx_arena(tx), words)));
}

bool
refusal_reason_remove(struct tx *tx, int64_t id)
{
	return db_run(tx, "delete from refusal_reason where id = $1", db_int(id)) == 1;
}
