/* demand_write_store: writes document requests, their pieces, and what was sent. */
#include "demands/demand_store.h"

#include "base/doc.h"
#include "base/id.h"
#include "base/instant.h"
#include "db/sql.h"
#include "folders/folders.h"
#include "space/space.h"
#include "sys/clock.h"

enum { ROWS = 300 /* in one statement */ };

/* ---- requests ---- */

int64_t
demand_insert(struct tx *tx, const struct demand *demand)
{
	int64_t id = id_new();

	db_run(tx,
	       "insert into demand (id, client_id, folder_id, title, words, due_on, state, by_piece, everybody, staff_id, "
	       "news, created_at, sent_at, closed_at, version) values ($1, $2, $3, $4, $5, $6, 'draft', $7, $8, $9, "
	       "'none', $10, null, null, 1)",
	       db_int(id), db_int(demand->client_id), db_int(demand->folder_id), db_text(demand->title),
	       db_text(demand->words), db_optional(demand->due_on, NO_DAY), db_int(demand->by_piece),
	       db_int(demand->everybody), db_int(demand->staff_id), db_int(clock_now()));
	return id;
}

bool
demand_update(struct tx *tx, const struct demand *demand)
{
	return db_run(tx,
		      "update demand set title = $1, words = $2, due_on = $3, folder_id = $4, by_piece = $5, everybody = "
		      "$6, version = version + 1 where id = $7 and version = $8",
		      db_text(demand->title), db_text(demand->words), db_optional(demand->due_on, NO_DAY),
		      db_int(demand->folder_id), db_int(demand->by_piece), db_int(demand->everybody),
		      db_int(demand->id), db_int(demand->version)) == 1;
}

bool
demand_set_state(struct tx *tx, const struct demand *demand, enum demand_state state)
{
	int64_t now = clock_now();
	bool closes = state == DEMAND_COMPLETE || state == DEMAND_CANCELLED;

	return db_run(tx,
		      "update demand set state = $1, closed_at = $2, sent_at = coalesce(sent_at, $3), version = version "
		      "+ 1 where id = $4 and version = $5",
		      db_text(demand_state_names[state]), closes ? db_int(now) : db_null(),
		      state == DEMAND_OPEN ? db_int(now) : db_null(), db_int(demand->id), db_int(demand->version)) == 1;
}

void
demand_set_news(struct tx *tx, int64_t demand, const char *news)
{
	db_run(tx, "update demand set news = $1 where id = $2", db_text(news), db_int(demand));
}

void
demand_set_contacts(struct tx *tx, int64_t demand, const int64_t *contacts, size_t count)
{
	db_run(tx, "delete from demand_contact where demand_id = $1", db_int(demand));
	for (size_t from = 0; from < count; from += ROWS) {
		struct sql sql = sql_new(tx_arena(tx));
		int place = sql_bind(&sql, db_int(demand));

		sql_add(&sql, "insert into demand_contact (demand_id, contact_id) values ");
		for (size_t i = from; i < count && i < from + ROWS; i++)
			sql_printf(&sql, "%s($%d, $%d)", i == from ? "" : ", ", place,
				   sql_bind(&sql, db_int(contacts[i])));
		sql_add(&sql, " on conflict (demand_id, contact_id) do nothing");
		db_sql_run(tx, sql_end(&sql));
	}
}

bool
demand_is_held(struct tx *tx, int64_t demand)
{
	struct sql sql = sql_new(tx_arena(tx));

	sql_printf(
		&sql,
		"select 1 from demand left join folder as place on place.id = demand.folder_id where demand.id = $%d "
		"and ",
		sql_bind(&sql, db_int(demand)));
	sql_demand_is_held(&sql);
	return db_sql_get_int(tx, 0, sql_end(&sql)) != 0;
}

void
demand_remove(struct tx *tx, int64_t demand)
{
	db_run(tx, "delete from piece where owner_id = $1", db_int(demand));
	db_run(tx, "delete from demand_contact where demand_id = $1", db_int(demand));
	db_run(tx, "delete from demand where id = $1", db_int(demand));
}

bool
demand_settle(struct tx *tx, int64_t demand)
{
	return db_run(tx,
		      "update demand set state = 'complete', closed_at = $2, news = 'complete', version = version + 1 "
		      "where id = $1 and state = 'open' and not exists (select 1 from piece where piece.owner_id = "
		      "demand.id and (piece.state in ('received', 'absent', 'refused') or (piece.required = 1 and "
		      "piece.state = 'asked'))) and exists (select 1 from piece where piece.owner_id = demand.id and "
		      "piece.state in ('accepted', 'not_needed'))",
		      db_int(demand), db_int(clock_now())) == 1;
}

/* ---- pieces ---- */

int64_t
piece_insert(struct tx *tx, const struct piece *piece)
{
	int64_t id = id_new();

	db_run(tx,
	       "insert into piece (id, owner_id, position, name, words, example, required, formats, files_most, state, "
	       "news, version) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'asked', 'none', 1)",
	       db_int(id), db_int(piece->owner_id), db_int(piece->position), db_text(piece->name),
	       db_text(piece->words), db_text(piece->example), db_int(piece->required),
	       db_text(formats_taken_names[piece->formats]), db_int(piece->files_most));
	return id;
}

void
piece_update(struct tx *tx, const struct piece *piece)
{
	db_run(tx,
	       "update piece set position = $1, name = $2, words = $3, example = $4, required = $5, formats = $6, "
	       "files_most = $7, version = version + 1 where id = $8",
	       db_int(piece->position), db_text(piece->name), db_text(piece->words), db_text(piece->example),
	       db_int(piece->required), db_text(formats_taken_names[piece->formats]), db_int(piece->files_most),
	       db_int(piece->id));
}

void
piece_remove(struct tx *tx, int64_t piece)
{
	int64_t client =
		db_get_int(tx, 0,
			   "select demand.client_id from piece join demand on demand.id = piece.owner_id where "
			   "piece.id = $1",
			   db_int(piece));
	size_t count;
	const struct deposit *deposits = deposits_waiting(tx, piece, &count);

	for (size_t i = 0; i < count; i++)
		deposit_remove(tx, client, &deposits[i]);
	db_run(tx, "delete from piece where id = $1", db_int(piece));
}

void
pieces_copy(struct tx *tx, int64_t from, int64_t to)
{
	size_t count;
	const struct piece *pieces = pieces_of(tx, from, &count);

	for (size_t i = 0; i < count; i++) {
		struct piece copy = pieces[i];

		copy.owner_id = to;
		copy.id = piece_insert(tx, &copy);
		piece_set_example(tx, &copy);
	}
}

/* The request is written too, so that it cannot be closed by somebody who does not know of this. */
bool
piece_set_state(struct tx *tx, const struct piece *piece)
{
	db_run(tx, "update demand set news = news where id = (select owner_id from piece where id = $1)",
	       db_int(piece->id));
	return db_run(tx,
		      "update piece set state = $1, reason = $2, absence = $3, absence_by = $4, news = $5, version = "
		      "version + 1 where id = $6 and version = $7",
		      db_text(piece_state_names[piece->state]), db_text(piece->reason), db_text(piece->absence),
		      db_optional(piece->absence_by, 0), db_text(piece->news), db_int(piece->id),
		      db_int(piece->version)) == 1;
}

void
piece_set_example(struct tx *tx, const struct piece *piece)
{
	db_run(tx,
	       "update piece set example_blob = $1, example_name = $2, example_type = $3, example_sha256 = $4, "
	       "example_size = $5, version = version + 1 where id = $6",
	       db_text(piece->example_blob), db_text(piece->example_name), db_text(piece->example_type),
	       db_text(piece->example_sha256), piece->example_blob == NULL ? db_null() : db_int(piece->example_size),
	       db_int(piece->id));
}

/* ---- what was sent ---- */

int64_t
deposit_insert(struct tx *tx, int64_t client, const struct deposit *deposit)
{
	const struct file_content *content = &deposit->content;
	int64_t id = id_new();

	db_run(tx,
	       "insert into deposit (id, piece_id, name, size, type, sha256, blob, scan, contact_id, sent_by, sent_at, "
	       "refused, file_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, null)",
	       db_int(id), db_int(deposit->piece_id), db_text(deposit->name), db_int(content->size),
	       db_text(content->type), db_text(content->sha256), db_text(content->blob), db_text(content->scan),
	       db_int(deposit->contact_id), db_text(deposit->sent_by), db_int(clock_now()));
	space_count(tx, client, content->size);
	file_look_begin(tx, client, content);
	return id;
}

void
deposit_leave(struct tx *tx, int64_t client, const struct deposit *deposit)
{
	space_count(tx, client, -deposit->content.size);
}

void
deposit_remove(struct tx *tx, int64_t client, const struct deposit *deposit)
{
	deposit_leave(tx, client, deposit);
	file_look_forget(tx, deposit->content.blob);
	db_run(tx, "delete from deposit where id = $1", db_int(deposit->id));
}

struct swept {
	int64_t id, piece_id, client_id, size;
	const char *blob;
};
static const struct db_column swept_columns[] = {
	DB_COLUMN_INT64(struct swept, id),	  DB_COLUMN_INT64(struct swept, piece_id),
	DB_COLUMN_INT64(struct swept, client_id), DB_COLUMN_INT64(struct swept, size),
	DB_COLUMN_TEXT(struct swept, blob),
};
static const struct db_shape swept_shape = DB_SHAPE(struct swept, swept_columns);

/* A piece without any file is asked again, should its request be opened again. */
size_t
deposits_sweep(struct tx *tx, int64_t before, size_t most)
{
	struct sql sql = sql_new(tx_arena(tx));
	const struct swept *swept;
	size_t count;

	sql_printf(
		&sql,
		"select deposit.id, deposit.piece_id, demand.client_id, deposit.size, deposit.blob from deposit join piece "
		"on piece.id = deposit.piece_id join demand on demand.id = piece.owner_id left join folder as place on "
		"place.id = demand.folder_id where deposit.file_id is null and ((deposit.refused = 1 and "
		"deposit.sent_at < $%d) or (demand.state in ('complete', 'cancelled') and demand.closed_at < $%d)) and not ",
		sql_bind(&sql, db_int(before)), sql_bind(&sql, db_int(before)));
	sql_demand_is_held(&sql);
	sql_printf(&sql, " order by deposit.id limit $%d", sql_bind(&sql, db_int((int64_t)most)));
	swept = db_sql_list(tx, &swept_shape, &count, sql_end(&sql));
	for (size_t i = 0; i < count; i++) {
		const struct deposit deposit = {.id = swept[i].id,
						.content = {.size = swept[i].size, .blob = swept[i].blob}};

		deposit_remove(tx, swept[i].client_id, &deposit);
		db_run(tx,
		       "update piece set state = 'asked', version = version + 1 where id = $1 and state = 'received' and "
		       "not exists (select 1 from deposit where deposit.piece_id = piece.id and deposit.refused = 0)",
		       db_int(swept[i].piece_id));
	}
	return count;
}

void
deposits_refuse(struct tx *tx, int64_t piece)
{
	db_run(tx, "update deposit set refused = 1 where piece_id = $1 and file_id is null", db_int(piece));
}

void
deposit_set_file(struct tx *tx, int64_t deposit, int64_t file)
{
	db_run(tx, "update deposit set file_id = $1 where id = $2", db_int(file), db_int(deposit));
}
