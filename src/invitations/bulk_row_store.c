/* bulk_row_store: who is in an invitation to many, and what became of each. */
#include "invitations/bulk.h"

#include "base/arena.h"
#include "sys/crypto.h"

enum { ROWS_AT_ONCE = 40 };

static const char *const consent_state_names[] = {"never_asked", "given", "refused", "withdrawn", "asked_again", NULL};

/* ---- choosing ---- */

void
bulk_choose(struct tx *tx, int64_t bulk, const int64_t *records, size_t count)
{
	for (size_t from = 0; from < count; from += ROWS_AT_ONCE) {
		struct sql sql = sql_new(tx_arena(tx));

		sql_add(&sql, "insert into invitation_batch_row (batch_id, record_id, state) values ");
		for (size_t i = from; i < count && i < from + ROWS_AT_ONCE; i++) {
			sql_add(&sql, i == from ? "(" : ", (");
			sql_value(&sql, db_int(bulk));
			sql_add(&sql, ", ");
			sql_value(&sql, db_int(records[i]));
			sql_add(&sql, ", 'chosen')");
		}
		sql_add(&sql, " on conflict do nothing");
		db_sql_run(tx, sql_end(&sql));
	}
}

void
bulk_choose_refused(struct tx *tx, int64_t bulk, int64_t other)
{
	db_run(tx,
	       "insert into invitation_batch_row (batch_id, record_id, state) select $1, record_id, 'chosen' from "
	       "invitation_batch_row where batch_id = $2 and state = 'refused'",
	       db_int(bulk), db_int(other));
}

static int64_t *
ids_of(const struct db_value *cells, struct arena *arena, size_t count)
{
	int64_t *ids = arena_make_array(arena, int64_t, count + 1);

	for (size_t i = 0; i < count; i++)
		ids[i] = cells[i].integer;
	return ids;
}

static int64_t *
rows_in(struct tx *tx, int64_t bulk, const char *state, size_t limit, size_t *count)
{
	static const enum db_type types[] = {DB_INT};
	struct sql sql = sql_new(tx_arena(tx));
	const struct db_value *cells;

	sql_add(&sql, "select record_id from invitation_batch_row where batch_id = ");
	sql_value(&sql, db_int(bulk));
	sql_add(&sql, " and state = ");
	sql_value(&sql, db_text(state));
	sql_printf(&sql, " order by record_id limit %zu", limit);
	cells = db_sql_cells(tx, sql_end(&sql), types, 1, count);
	return ids_of(cells, tx_arena(tx), *count);
}

int64_t *
bulk_chosen(struct tx *tx, int64_t bulk, size_t limit, size_t *count)
{
	return rows_in(tx, bulk, "chosen", limit, count);
}

int64_t *
bulk_ready(struct tx *tx, int64_t bulk, size_t limit, size_t *count)
{
	return rows_in(tx, bulk, "ready", limit, count);
}

/* ---- what was found ---- */

static void
add_judged(struct sql *sql, struct arena *arena, int64_t bulk, const struct invitation_check *check)
{
	bool fine = check->refusal == REFUSAL_FINE, consent = check->refusal == REFUSAL_CONSENT;
	struct hash *hash = arena_make(arena, struct hash);
	const struct db_value values[] = {
		db_int(bulk),
		db_int(check->record),
		db_text(fine ? "ready" : "refused"),
		db_text(fine ? NULL : invitation_refusal_names[check->refusal]),
		db_text(consent ? consent_state_names[check->gate.state] : NULL),
		db_text(consent ? check->gate.name_fr : NULL),
		db_text(consent ? check->gate.name_en : NULL),
	};

	for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
		sql_add(sql, i == 0 ? "(" : ", ");
		sql_value(sql, values[i]);
	}
	*hash = sha256(str_of(check->email));
	sql_add(sql, ", ");
	sql_value(sql, db_bytes(fine ? str_slice(hash->bytes, HASH_SIZE) : (struct str){NULL, 0}));
	sql_add(sql, ")");
}

void
bulk_judge(struct tx *tx, int64_t bulk, const struct invitation_check *checks, size_t count)
{
	for (size_t from = 0; from < count; from += ROWS_AT_ONCE) {
		struct sql sql = sql_new(tx_arena(tx));

		sql_add(&sql, "insert into invitation_batch_row (batch_id, record_id, state, refusal, consent_state, "
			      "consent_fr, consent_en, email_hash) values ");
		for (size_t i = from; i < count && i < from + ROWS_AT_ONCE; i++) {
			sql_add(&sql, i == from ? "" : ", ");
			add_judged(&sql, tx_arena(tx), bulk, &checks[i]);
		}
		sql_add(&sql,
			" on conflict (batch_id, record_id) do update set state = excluded.state, refusal = "
			"excluded.refusal, consent_state = excluded.consent_state, consent_fr = "
			"excluded.consent_fr, consent_en = excluded.consent_en, email_hash = excluded.email_hash");
		db_sql_run(tx, sql_end(&sql));
	}
}

void
bulk_sent(struct tx *tx, int64_t bulk, const int64_t *records, size_t count)
{
	struct sql sql = sql_new(tx_arena(tx));

	if (count == 0)
		return;
	sql_add(&sql, "update invitation_batch_row set state = 'sent' where batch_id = ");
	sql_value(&sql, db_int(bulk));
	sql_add(&sql, " and record_id in (");
	for (size_t i = 0; i < count; i++) {
		sql_add(&sql, i == 0 ? "" : ", ");
		sql_value(&sql, db_int(records[i]));
	}
	sql_add(&sql, ")");
	db_sql_run(tx, sql_end(&sql));
	db_run(tx, "update invitation_batch set sent_count = sent_count + $1 where id = $2", db_int((int64_t)count),
	       db_int(bulk));
}

/* ---- counting and listing ---- */

struct count_row {
	const char *state;
	enum invitation_refusal refusal;
	int64_t count;
};
static const struct db_column count_columns[] = {
	DB_COLUMN_TEXT(struct count_row, state),
	DB_COLUMN_ENUM(struct count_row, refusal, invitation_refusal_names),
	DB_COLUMN_INT64(struct count_row, count),
};
static const struct db_shape count_shape = DB_SHAPE(struct count_row, count_columns);

struct bulk_counts
bulk_count(struct tx *tx, int64_t bulk)
{
	struct bulk_counts counts = {.ready = 0};
	size_t count;
	const struct count_row *rows =
		db_list(tx, &count_shape, &count,
			"select state, coalesce(refusal, 'fine') as refusal, count(*) as count from "
			"invitation_batch_row where batch_id = $1 group by state, refusal",
			db_int(bulk));

	for (size_t i = 0; i < count; i++) {
		if (text_equal(rows[i].state, "ready"))
			counts.ready += rows[i].count;
		else if (text_equal(rows[i].state, "sent"))
			counts.sent += rows[i].count;
		else if (text_equal(rows[i].state, "refused")) {
			counts.refused += rows[i].count;
			counts.by_refusal[rows[i].refusal] += rows[i].count;
		}
	}
	return counts;
}

struct refused_row {
	int64_t record;
	enum invitation_refusal refusal;
	enum consent_state state;
	const char *consent_fr, *consent_en;
};
static const struct db_column refused_columns[] = {
	DB_COLUMN_INT64(struct refused_row, record),
	DB_COLUMN_ENUM(struct refused_row, refusal, invitation_refusal_names),
	DB_COLUMN_ENUM(struct refused_row, state, consent_state_names),
	DB_COLUMN_TEXT(struct refused_row, consent_fr),
	DB_COLUMN_TEXT(struct refused_row, consent_en),
};
static const struct db_shape refused_shape = DB_SHAPE(struct refused_row, refused_columns);

struct bulk_row *
bulk_refused(struct tx *tx, int64_t bulk, enum invitation_refusal refusal, int64_t after, size_t limit, size_t *count)
{
	struct sql sql = sql_new(tx_arena(tx));
	const struct refused_row *rows;
	struct bulk_row *found;

	sql_add(&sql, "select record_id as record, refusal, coalesce(consent_state, 'given') as state, consent_fr, "
		      "consent_en from invitation_batch_row where batch_id = ");
	sql_value(&sql, db_int(bulk));
	sql_add(&sql, " and state = 'refused' and record_id > ");
	sql_value(&sql, db_int(after));
	if (refusal != REFUSAL_FINE) {
		sql_add(&sql, " and refusal = ");
		sql_value(&sql, db_text(invitation_refusal_names[refusal]));
	}
	sql_printf(&sql, " order by record_id limit %zu", limit);
	rows = db_sql_list(tx, &refused_shape, count, sql_end(&sql));
	found = arena_make_array(tx_arena(tx), struct bulk_row, *count + 1);
	for (size_t i = 0; i < *count; i++)
		found[i] = (struct bulk_row){
			rows[i].record, rows[i].refusal, {rows[i].state, rows[i].consent_fr, rows[i].consent_en}};
	return found;
}

void
bulk_erase_person(struct tx *tx, int64_t contact)
{
	db_run(tx, "delete from invitation_batch_row where record_id = $1", db_int(contact));
}
