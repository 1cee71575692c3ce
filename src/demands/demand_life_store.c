/* demand_life_store: requests for jobs, and what becomes of them with their clients and contacts. */
#include "demands/demand_store.h"

#include "base/doc.h"
#include "db/sql.h"
#include "demands/demand_rows.h"

struct demand *
demand_itself(struct tx *tx, int64_t id)
{
	return db_find(tx, &demand_shape, "select " DEMAND_COLUMNS " from demand where demand.id = $1", db_int(id));
}

void
pieces_are_told(struct tx *tx, int64_t demand)
{
	db_run(tx, "update piece set news = 'none' where owner_id = $1 and news <> 'none'", db_int(demand));
	db_run(tx, "update demand set news = 'none' where id = $1 and news <> 'none'", db_int(demand));
}

/* ---- clients ---- */

/* What waits of the client is looked at again as another one's. */
static void
move_looks(struct tx *tx, int64_t from, int64_t to)
{
	static const enum db_type types[] = {DB_TEXT};
	struct sql sql = sql_new(tx_arena(tx));
	const struct db_value *blobs;
	size_t count;

	sql_printf(
		&sql,
		"select deposit.blob from deposit join piece on piece.id = deposit.piece_id join demand on demand.id = "
		"piece.owner_id where demand.client_id = $%d and deposit.file_id is null",
		sql_bind(&sql, db_int(from)));
	blobs = db_sql_cells(tx, sql_end(&sql), types, 1, &count);
	file_looks_renew(tx, to, blobs, count);
}

void
demands_join(struct tx *tx, int64_t from, int64_t to)
{
	move_looks(tx, from, to);
	db_run(tx,
	       "update demand set client_id = $2, folder_id = case when folder_id = $1 then $3 else folder_id end, "
	       "version = version + 1 where client_id = $1",
	       db_int(from), db_int(to), db_int(folder_joined(tx, from, to)));
}

void
demands_forget(struct tx *tx, int64_t client)
{
	db_run(tx,
	       "delete from deposit where piece_id in (select piece.id from piece join demand on demand.id = "
	       "piece.owner_id where demand.client_id = $1)",
	       db_int(client));
	db_run(tx, "delete from piece where owner_id in (select id from demand where client_id = $1)", db_int(client));
	db_run(tx, "delete from demand_contact where demand_id in (select id from demand where client_id = $1)",
	       db_int(client));
	db_run(tx, "delete from demand where client_id = $1", db_int(client));
}

/* ---- contacts ---- */

struct sent_line {
	const char *demand, *piece, *name;
	int64_t sent_at;
};
static const struct db_column line_columns[] = {
	DB_COLUMN_TEXT(struct sent_line, demand),
	DB_COLUMN_TEXT(struct sent_line, piece),
	DB_COLUMN_TEXT(struct sent_line, name),
	DB_COLUMN_INT64(struct sent_line, sent_at),
};
static const struct db_shape line_shape = DB_SHAPE(struct sent_line, line_columns);

void
demands_export_person(struct tx *tx, int64_t contact, struct doc *person)
{
	struct doc *list = doc_set_list(person, "documents_sent");
	size_t count;
	const struct sent_line *lines = db_list(
		tx, &line_shape, &count,
		"select demand.title as demand, piece.name as piece, deposit.name, deposit.sent_at from deposit "
		"join piece on piece.id = deposit.piece_id join demand on demand.id = piece.owner_id where "
		"deposit.contact_id = $1 order by deposit.id",
		db_int(contact));

	for (size_t i = 0; i < count; i++) {
		struct doc *row = doc_add_object(list);

		doc_set_text(row, "request", lines[i].demand);
		doc_set_text(row, "piece", lines[i].piece);
		doc_set_text(row, "name", lines[i].name);
		doc_set_instant(row, "sent_at", lines[i].sent_at);
	}
}

void
demands_contact_join(struct tx *tx, int64_t from, int64_t to)
{
	db_run(tx,
	       "insert into demand_contact (demand_id, contact_id) select demand_id, $2 from demand_contact where "
	       "contact_id = $1 on conflict (demand_id, contact_id) do nothing",
	       db_int(from), db_int(to));
	db_run(tx, "delete from demand_contact where contact_id = $1", db_int(from));
	db_run(tx, "update deposit set contact_id = $2 where contact_id = $1", db_int(from), db_int(to));
	db_run(tx, "update piece set absence_by = $2 where absence_by = $1", db_int(from), db_int(to));
}

/* What they sent stays the client's; who sent it is nobody any more. */
void
demands_erase_person(struct tx *tx, int64_t contact)
{
	db_run(tx, "delete from demand_contact where contact_id = $1", db_int(contact));
	db_run(tx, "update piece set absence = '', absence_by = null where absence_by = $1", db_int(contact));
	db_run(tx, "update deposit set sent_by = '' where contact_id = $1", db_int(contact));
}
