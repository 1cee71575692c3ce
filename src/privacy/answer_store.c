/* answer_store: answers are only added; the last one of a person to a consent is how it stands. */
#include "privacy/answer_store.h"

#include "base/id.h"
#include "base/instant.h"
#include "privacy/consent_store.h"

void
answer_add(struct tx *tx, const struct answer_new *answer)
{
	db_run(tx,
	       "insert into consent_answer (id, module_id, record_id, consent_id, text_id, number, answer, at, means, "
	       "language, note, staff_id, address, session_id) "
	       "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
	       db_int(id_new()), db_int(answer->module), db_int(answer->record), db_int(answer->consent),
	       db_int(answer->text), db_int(answer->number), db_text(consent_answer_names[answer->answer]),
	       db_int(answer->at), db_text(consent_means_names[answer->means]), db_text(answer->language),
	       db_text(answer->note), db_optional(answer->staff, 0), db_text(answer->address),
	       db_optional(answer->session, 0));
}

/* ---- how it stands ---- */

#define OF_CONSENT(member, column)                                                                                     \
	{                                                                                                              \
		column, DB_M_TEXT, offsetof(struct standing, consent.member), 0, NULL                                  \
	}

static const struct db_column columns[] = {
	{"id", DB_M_INT64, offsetof(struct standing, consent.id), 0, NULL},
	{"required", DB_M_BOOL, offsetof(struct standing, consent.required), 0, NULL},
	{"withdrawable", DB_M_BOOL, offsetof(struct standing, consent.withdrawable), 0, NULL},
	{"retired_at", DB_M_INT64, offsetof(struct standing, consent.retired_at), NO_INSTANT, NULL},
	{"number", DB_M_INT64, offsetof(struct standing, consent.number), 0, NULL},
	{"text_id", DB_M_INT64, offsetof(struct standing, consent.text_id), 0, NULL},
	{"text_at", DB_M_INT64, offsetof(struct standing, consent.text_at), NO_INSTANT, NULL},
	OF_CONSENT(name_fr, "name_fr"),
	OF_CONSENT(name_en, "name_en"),
	OF_CONSENT(text_fr, "text_fr"),
	OF_CONSENT(text_en, "text_en"),
	DB_COLUMN_TEXT(struct standing, answer),
	DB_COLUMN_INT64(struct standing, answer_number),
	DB_COLUMN_INSTANT(struct standing, at),
	DB_COLUMN_TEXT(struct standing, means),
	DB_COLUMN_TEXT(struct standing, note),
	DB_COLUMN_TEXT(struct standing, staff),
};
static const struct db_shape shape = DB_SHAPE(struct standing, columns);

#define STANDING                                                                                                       \
	"select c.id, c.required, c.withdrawable, c.retired_at, c.number, c.text_id, t.created_at as text_at, "        \
	"t.name_fr, t.name_en, t.text_fr, t.text_en, a.answer, a.number as answer_number, a.at, a.means, a.note, "     \
	"s.name as staff from consent c join consent_text t on t.id = c.text_id "                                      \
	"left join consent_answer a on a.id = (select max(l.id) from consent_answer l where l.module_id = $1 "         \
	"and l.record_id = $2 and l.consent_id = c.id) left join staff s on s.id = a.staff_id "                        \
	"where (c.retired_at is null or a.id is not null) "

struct standing *
standings(struct tx *tx, int64_t module, int64_t record, size_t *count)
{
	return db_list(tx, &shape, count,
		       STANDING "order by case when c.retired_at is null then 0 else 1 end, c.position, c.id limit 200",
		       db_int(module), db_int(record));
}

struct standing *
standing_find(struct tx *tx, int64_t module, int64_t record, int64_t consent)
{
	return db_find(tx, &shape, STANDING "and c.id = $3", db_int(module), db_int(record), db_int(consent));
}

enum consent_state
standing_state(const struct standing *standing)
{
	return consent_state_of(standing->answer, standing->answer_number, standing->consent.number);
}

/* ---- what was answered ---- */

static const struct db_column row_columns[] = {
	DB_COLUMN_INT64(struct answer_row, id),	    DB_COLUMN_INT64(struct answer_row, number),
	DB_COLUMN_INSTANT(struct answer_row, at),   DB_COLUMN_TEXT(struct answer_row, answer),
	DB_COLUMN_TEXT(struct answer_row, means),   DB_COLUMN_TEXT(struct answer_row, note),
	DB_COLUMN_TEXT(struct answer_row, staff),   DB_COLUMN_TEXT(struct answer_row, language),
	DB_COLUMN_TEXT(struct answer_row, address), DB_COLUMN_TEXT(struct answer_row, name_fr),
	DB_COLUMN_TEXT(struct answer_row, name_en), DB_COLUMN_TEXT(struct answer_row, text_fr),
	DB_COLUMN_TEXT(struct answer_row, text_en),
};
static const struct db_shape row_shape = DB_SHAPE(struct answer_row, row_columns);

struct answer_row *
answer_list(struct tx *tx, int64_t module, int64_t record, int64_t before, size_t limit, size_t *count)
{
	return db_list(
		tx, &row_shape, count,
		"select a.id, a.number, a.at, a.answer, a.means, a.note, s.name as staff, a.language, a.address, "
		"t.name_fr, t.name_en, t.text_fr, t.text_en from consent_answer a "
		"join consent_text t on t.id = a.text_id left join staff s on s.id = a.staff_id "
		"where a.module_id = $1 and a.record_id = $2 and a.id < $3 order by a.id desc limit $4",
		db_int(module), db_int(record), db_int(before), db_int((int64_t)limit));
}

/* ---- the person ---- */

static bool
export_row(const void *row, void *data)
{
	const struct answer_row *answer = row;
	struct doc *shown = doc_add_object(data);
	struct arena *arena = shown->arena;

	doc_set_text(
		shown, "consent",
		arena_text(arena, both_text((struct both){answer->name_fr, answer->name_en}, answer->language, NULL)));
	doc_set_text(
		shown, "text",
		arena_text(arena, both_text((struct both){answer->text_fr, answer->text_en}, answer->language, NULL)));
	doc_set_int(shown, "version", answer->number);
	doc_set_text(shown, "answer", arena_text(arena, answer->answer));
	doc_set_instant(shown, "at", answer->at);
	doc_set_text(shown, "means", arena_text(arena, answer->means));
	doc_set_text(shown, "language", arena_text(arena, answer->language));
	doc_set_text(shown, "note", arena_text(arena, answer->note));
	doc_set_text(shown, "address", arena_text(arena, answer->address));
	return true;
}

/* Whoever answers is known by a record, of whatever module: identifiers are unique over all. */
#define OF_PERSON "module_id in (select m.id from module m) and record_id = $1"

void
answers_export_person(struct tx *tx, int64_t contact, struct doc *person)
{
	db_each(tx, &row_shape, export_row, doc_set_list(person, "consent_answers"),
		"select a.id, a.number, a.at, a.answer, a.means, a.note, cast(null as TEXT) as staff, a.language, "
		"a.address, t.name_fr, t.name_en, t.text_fr, t.text_en from consent_answer a "
		"join consent_text t on t.id = a.text_id where a." OF_PERSON " order by a.id",
		db_int(contact));
	doc_set_instant(
		person, "privacy_message_read_at",
		db_get_int(tx, NO_INSTANT, "select max(read_at) from privacy_read where " OF_PERSON, db_int(contact)));
}

/* That somebody agreed, to what and when, stays as proof (GDPR, article 7 (1)); what names the person goes. */
void
answers_erase_person(struct tx *tx, int64_t contact)
{
	db_run(tx,
	       "update consent_answer set note = null, address = null, session_id = null "
	       "where " OF_PERSON,
	       db_int(contact));
	db_run(tx, "delete from privacy_read where " OF_PERSON, db_int(contact));
}
