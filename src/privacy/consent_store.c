/* consent_store: consents point to the text that is asked now; texts are only ever added. */
#include "privacy/consent_store.h"

#include "base/id.h"
#include "base/instant.h"
#include "sys/clock.h"

enum { WORDINGS_SHOWN = 50 };

/* ---- what people are told ---- */

static const struct db_column words_columns[] = {
	DB_COLUMN_TEXT(struct privacy_words, dpo_email),  DB_COLUMN_TEXT(struct privacy_words, message_fr),
	DB_COLUMN_TEXT(struct privacy_words, message_en), DB_COLUMN_INT64(struct privacy_words, message_number),
	DB_COLUMN_INT64(struct privacy_words, version),
};
static const struct db_shape words_shape = DB_SHAPE(struct privacy_words, words_columns);

const struct privacy_words *
privacy_find(struct tx *tx)
{
	return db_find(tx, &words_shape,
		       "select dpo_email, message_fr, message_en, message_number, version from privacy where id = 1");
}

bool
privacy_save(struct tx *tx, const struct privacy_words *words, bool again)
{
	return db_run(tx,
		      "update privacy set dpo_email = $1, message_fr = $2, message_en = $3, "
		      "message_number = message_number + $4, version = version + 1 where id = 1 and version = $5",
		      db_text(words->dpo_email), db_text(words->message_fr), db_text(words->message_en), db_int(again),
		      db_int(words->version)) == 1;
}

const char *
privacy_dpo(struct tx *tx)
{
	return db_get_text(tx, "select dpo_email from privacy where id = 1");
}

bool
privacy_has_read(struct tx *tx, int64_t module, int64_t record, int64_t number)
{
	return db_get_int(tx, 0,
			  "select 1 from privacy_read where module_id = $1 and record_id = $2 and number = $3 limit 1",
			  db_int(module), db_int(record), db_int(number)) != 0;
}

void
privacy_note_read(struct tx *tx, int64_t module, int64_t record, int64_t number)
{
	db_run(tx, "insert into privacy_read (id, module_id, record_id, number, read_at) values ($1, $2, $3, $4, $5)",
	       db_int(id_new()), db_int(module), db_int(record), db_int(number), db_int(clock_now()));
}

int64_t
person_module(struct tx *tx, const char *name)
{
	return db_get_int(tx, 0, "select id from module where name = $1", db_text(name));
}

/* ---- consents ---- */

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct consent, id),	      DB_COLUMN_BOOL(struct consent, required),
	DB_COLUMN_BOOL(struct consent, withdrawable), DB_COLUMN_INSTANT(struct consent, retired_at),
	DB_COLUMN_INT64(struct consent, number),      DB_COLUMN_INT64(struct consent, text_id),
	DB_COLUMN_INSTANT(struct consent, text_at),   DB_COLUMN_INT64(struct consent, given_count),
	DB_COLUMN_TEXT(struct consent, name_fr),      DB_COLUMN_TEXT(struct consent, name_en),
	DB_COLUMN_TEXT(struct consent, text_fr),      DB_COLUMN_TEXT(struct consent, text_en),
	DB_COLUMN_INT64(struct consent, version),
};
static const struct db_shape shape = DB_SHAPE(struct consent, columns);

#define SELECT                                                                                                         \
	"select c.id, c.required, c.withdrawable, c.retired_at, c.number, c.text_id, t.created_at as text_at, "        \
	"(select count(*) from consent_answer a where a.consent_id = c.id and a.number = c.number and a.answer = "     \
	"'yes' and not exists (select 1 from consent_answer b where b.consent_id = a.consent_id and "                  \
	"b.module_id = a.module_id and b.record_id = a.record_id and b.id > a.id)) as given_count, "                   \
	"t.name_fr, t.name_en, t.text_fr, t.text_en, c.version from consent c "                                        \
	"join consent_text t on t.id = c.text_id "

struct consent *
consent_list(struct tx *tx, size_t *count)
{
	return db_list(tx, &shape, count,
		       SELECT "order by case when c.retired_at is null then 0 else 1 end, c.position, c.id limit 200");
}

struct consent *
consent_find(struct tx *tx, int64_t id)
{
	return db_find(tx, &shape, SELECT "where c.id = $1", db_int(id));
}

static int64_t
add_text(struct tx *tx, const struct consent *consent, int64_t number, int64_t staff)
{
	int64_t id = id_new();

	db_run(tx,
	       "insert into consent_text (id, consent_id, number, name_fr, name_en, text_fr, text_en, created_at, "
	       "created_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
	       db_int(id), db_int(consent->id), db_int(number), db_text(consent->name_fr), db_text(consent->name_en),
	       db_text(consent->text_fr), db_text(consent->text_en), db_int(clock_now()), db_optional(staff, 0));
	return id;
}

int64_t
consent_create(struct tx *tx, const struct consent *consent, int64_t staff)
{
	struct consent made = *consent;

	made.id = id_new();
	db_run(tx,
	       "insert into consent (id, position, required, withdrawable, number, text_id, created_at, version) "
	       "select $1, coalesce(max(position), 0) + 1, $2, $3, 1, 0, $4, 1 from consent",
	       db_int(made.id), db_int(made.required), db_int(made.withdrawable), db_int(clock_now()));
	db_run(tx, "update consent set text_id = $1 where id = $2", db_int(add_text(tx, &made, 1, staff)),
	       db_int(made.id));
	return made.id;
}

bool
consent_text_differs(const struct consent *a, const struct consent *b)
{
	return !text_equal(a->name_fr, b->name_fr) || !text_equal(a->name_en, b->name_en) ||
	       !text_equal(a->text_fr, b->text_fr) || !text_equal(a->text_en, b->text_en);
}

bool
consent_save(struct tx *tx, const struct consent *consent, bool again, int64_t staff)
{
	const struct consent *before = consent_find(tx, consent->id);
	bool differs = before != NULL && consent_text_differs(before, consent);
	int64_t number;

	if (before == NULL || before->version != consent->version)
		return false;
	number = before->number + (again && differs);
	return db_run(tx,
		      "update consent set required = $1, withdrawable = $2, number = $3, text_id = $4, "
		      "version = version + 1 where id = $5 and version = $6",
		      db_int(consent->required), db_int(consent->withdrawable), db_int(number),
		      db_int(differs ? add_text(tx, consent, number, staff) : before->text_id), db_int(consent->id),
		      db_int(consent->version)) == 1;
}

void
consent_place(struct tx *tx, int64_t id, int64_t position)
{
	db_run(tx, "update consent set position = $1 where id = $2", db_int(position), db_int(id));
}

void
consent_retire(struct tx *tx, int64_t id, bool retired)
{
	db_run(tx, "update consent set retired_at = $1, version = version + 1 where id = $2",
	       db_optional(retired ? clock_now() : NO_INSTANT, NO_INSTANT), db_int(id));
}

/* ---- what was asked ---- */

static const struct db_column wording_columns[] = {
	DB_COLUMN_INT64(struct consent_wording, id),	       DB_COLUMN_INT64(struct consent_wording, number),
	DB_COLUMN_INSTANT(struct consent_wording, created_at), DB_COLUMN_TEXT(struct consent_wording, name_fr),
	DB_COLUMN_TEXT(struct consent_wording, name_en),       DB_COLUMN_TEXT(struct consent_wording, text_fr),
	DB_COLUMN_TEXT(struct consent_wording, text_en),       DB_COLUMN_TEXT(struct consent_wording, author),
};
static const struct db_shape wording_shape = DB_SHAPE(struct consent_wording, wording_columns);

struct consent_wording *
consent_wordings(struct tx *tx, int64_t consent, size_t *count)
{
	return db_list(
		tx, &wording_shape, count,
		"select t.id, t.number, t.created_at, t.name_fr, t.name_en, t.text_fr, t.text_en, s.name as author "
		"from consent_text t left join staff s on s.id = t.created_by where t.consent_id = $1 "
		"order by t.id desc limit $2",
		db_int(consent), db_int(WORDINGS_SHOWN));
}

int64_t
consent_text_number(struct tx *tx, int64_t consent, int64_t text)
{
	return db_get_int(tx, 0, "select number from consent_text where id = $1 and consent_id = $2", db_int(text),
			  db_int(consent));
}
