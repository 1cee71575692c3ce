/* demand_store: document requests as far as they are theirs who ask. */
#include "demands/demand_store.h"

#include "base/arena.h"
#include "base/instant.h"
#include "clients/clients.h"
#include "core/access.h"
#include "core/weakened.h"
#include "demands/demand_rows.h"

enum { AT_ONCE = 100, ROUNDS = 20 };

static const struct db_column demand_columns[] = {
	DB_COLUMN_INT64(struct demand, id),
	DB_COLUMN_INT64(struct demand, client_id),
	DB_COLUMN_INT64(struct demand, folder_id),
	DB_COLUMN_TEXT(struct demand, title),
	DB_COLUMN_TEXT(struct demand, words),
	DB_COLUMN_DAY(struct demand, due_on),
	DB_COLUMN_ENUM(struct demand, state, demand_state_names),
	DB_COLUMN_BOOL(struct demand, by_piece),
	DB_COLUMN_BOOL(struct demand, everybody),
	DB_COLUMN_INT64(struct demand, staff_id),
	DB_COLUMN_TEXT(struct demand, news),
	DB_COLUMN_INT64(struct demand, created_at),
	DB_COLUMN_INSTANT(struct demand, sent_at),
	DB_COLUMN_INSTANT(struct demand, closed_at),
	DB_COLUMN_INT64(struct demand, version),
	DB_COLUMN_TEXT(struct demand, client_name),
	DB_COLUMN_TEXT(struct demand, folder_name),
	DB_COLUMN_BOOL(struct demand, folder_there),
	DB_COLUMN_INT(struct demand, piece_count),
	DB_COLUMN_INT(struct demand, settled_count),
	DB_COLUMN_INT(struct demand, check_count),
	DB_COLUMN_INT(struct demand, left_count),
};
const struct db_shape demand_shape = DB_SHAPE(struct demand, demand_columns);

/* ---- whose they are ---- */

/* Begins a statement; who reads folders is joined. */
static void
add_reader(struct sql *sql, const struct folder_person *reader, const int64_t *of, size_t count)
{
	sql_add(sql, "with recursive ");
	sql_clients_levels(sql, reader->id, of, count);
	sql_add(sql,
		" select " DEMAND_COLUMNS " from demand join seen on seen.client_id = demand.client_id and seen.id "
		"= coalesce((select folder.rights_id from folder where folder.id = demand.folder_id), "
		"demand.client_id) where ");
	sql_printf(sql, "seen.level >= %d and (", weakened(CHECK_DEMAND_FOLDER) ? FOLDER_NONE : FOLDER_READ);
	sql_printf(sql,
		   "demand.folder_id = demand.client_id or demand.staff_id = $%d or exists (select 1 from folder "
		   "where folder.id = demand.folder_id)) and ",
		   sql_bind(sql, db_int(reader->id)));
}

static struct sql
begin(struct tx *tx, const struct folder_access *access)
{
	struct sql sql = sql_new(tx_arena(tx));
	const struct folder_person *reader = access->person.staff ? &access->person : access->looker;

	if (reader != NULL)
		add_reader(&sql, reader, &access->client, 1);
	else
		sql_add(&sql, "select " DEMAND_COLUMNS " from demand where ");
	sql_printf(&sql, "demand.client_id = $%d", sql_bind(&sql, db_int(access->client)));
	if (access->person.staff)
		return sql;
	sql_add(&sql, " and demand.state <> 'draft'");
	if (!weakened(CHECK_DEMAND_ASKED))
		sql_printf(&sql,
			   " and (demand.everybody = 1 or exists (select 1 from demand_contact where "
			   "demand_contact.demand_id = demand.id and demand_contact.contact_id = $%d))",
			   sql_bind(&sql, db_int(access->person.id)));
	return sql;
}

/* ---- requests ---- */

struct demand *
demand_find(struct tx *tx, const struct folder_access *access, int64_t id)
{
	struct sql sql = begin(tx, access);
	size_t count;
	struct demand *found;

	sql_printf(&sql, " and demand.id = $%d", sql_bind(&sql, db_int(id)));
	found = db_sql_list(tx, &demand_shape, &count, sql_end(&sql));
	return count == 0 ? NULL : found;
}

struct demand *
demands_of_client(struct tx *tx, const struct folder_access *access, bool open, int64_t before, size_t limit,
		  size_t *count)
{
	struct sql sql = begin(tx, access);

	if (open)
		sql_add(&sql, " and demand.state = 'open'");
	if (before != 0)
		sql_printf(&sql, " and demand.id < $%d", sql_bind(&sql, db_int(before)));
	sql_printf(&sql, " order by demand.id desc limit %zu", limit);
	return db_sql_list(tx, &demand_shape, count, sql_end(&sql));
}

bool
demand_may_change(struct tx *tx, const struct folder_access *access, const struct demand *demand)
{
	const struct folder_seen *in = folder_find(tx, access, demand->folder_id);

	if (in == NULL)
		in = folder_find(tx, access, access->client);
	if (!access->person.staff || in == NULL)
		return false;
	return in->level == FOLDER_FULL || weakened(CHECK_DEMAND_FULL);
}

int64_t *
demand_contacts(struct tx *tx, int64_t demand, size_t *count)
{
	static const enum db_type types[] = {DB_INT};
	struct sql sql = sql_new(tx_arena(tx));
	struct db_value *cells;
	int64_t *ids;

	sql_printf(&sql, "select contact_id from demand_contact where demand_id = $%d order by contact_id",
		   sql_bind(&sql, db_int(demand)));
	cells = db_sql_cells(tx, sql_end(&sql), types, 1, count);
	ids = arena_make_array(tx_arena(tx), int64_t, *count + 1);
	for (size_t i = 0; i < *count; i++)
		ids[i] = cells[i].integer;
	return ids;
}

/* ---- those of all clients ---- */

const char *const demand_filter_names[] = {"open", "late", "check", NULL};

struct candidate {
	int64_t id, client_id;
};
static const struct db_column candidate_columns[] = {
	DB_COLUMN_INT64(struct candidate, id),
	DB_COLUMN_INT64(struct candidate, client_id),
};
static const struct db_shape candidate_shape = DB_SHAPE(struct candidate, candidate_columns);

/* The next of clients that may be theirs; plan and folders are asked afterwards. */
static struct candidate *
candidates(struct tx *tx, const struct viewer *viewer, enum demand_filter filter, int32_t today, int64_t before,
	   size_t *count)
{
	return db_list(
		tx, &candidate_shape, count,
		access_sql(
			viewer,
			"select demand.id, demand.client_id from demand join client on client.id = demand.client_id "
			"where {client} and demand.state = 'open' and demand.id < $2 and ($3 <> 1 or demand.due_on < "
			"$4) and ($3 <> 2 or exists (select 1 from piece where piece.owner_id = demand.id and "
			"piece.state in ('received', 'absent'))) order by demand.id desc limit $5"),
		access_client(viewer), db_int(before == 0 ? INT64_MAX : before), db_int(filter), db_int(today),
		db_int(AT_ONCE));
}

static struct demand *
those_read(struct tx *tx, const struct rights *rights, const struct viewer *viewer, const struct candidate *rows,
	   size_t row_count, size_t *count)
{
	const struct folder_person reader = {.staff = true, .id = viewer->staff, .cap = FOLDER_READ};
	int64_t ids[AT_ONCE], theirs[AT_ONCE];
	const int64_t *seen;
	size_t client_count = 0;
	struct sql sql = sql_new(tx_arena(tx));

	for (size_t i = 0; i < row_count; i++) {
		ids[i] = rows[i].id;
		if (!id_is_among(theirs, client_count, rows[i].client_id))
			theirs[client_count++] = rows[i].client_id;
	}
	seen = clients_seen(tx, rights, viewer, theirs, client_count, &client_count);
	*count = 0;
	if (client_count == 0)
		return NULL;
	add_reader(&sql, &reader, seen, client_count);
	sql_add(&sql, "demand.id in ");
	sql_ids(&sql, ids, row_count);
	sql_add(&sql, " order by demand.id desc");
	return db_sql_list(tx, &demand_shape, count, sql_end(&sql));
}

struct demand *
demands_open(struct tx *tx, const struct rights *rights, const struct viewer *viewer, enum demand_filter filter,
	     int32_t today, int64_t before, size_t limit, size_t *count)
{
	struct demand *found = arena_make_array(tx_arena(tx), struct demand, limit + 1);

	*count = 0;
	for (int round = 0; round < ROUNDS && *count < limit; round++) {
		size_t row_count, read_count;
		const struct candidate *rows = candidates(tx, viewer, filter, today, before, &row_count);
		const struct demand *read;

		if (row_count == 0)
			break;
		before = rows[row_count - 1].id;
		read = those_read(tx, rights, viewer, rows, row_count, &read_count);
		for (size_t i = 0; i < read_count && *count < limit; i++)
			found[(*count)++] = read[i];
		if (row_count < AT_ONCE)
			break;
	}
	return found;
}

/* ---- pieces ---- */

#define PIECES                                                                                                         \
	"select id, owner_id, position, name, words, example, required, formats, files_most, state, reason, absence, " \
	"absence_by, news, example_blob, example_name, example_type, example_sha256, example_size, version from piece "

static const struct db_column piece_columns[] = {
	DB_COLUMN_INT64(struct piece, id),	     DB_COLUMN_INT64(struct piece, owner_id),
	DB_COLUMN_INT(struct piece, position),	     DB_COLUMN_TEXT(struct piece, name),
	DB_COLUMN_TEXT(struct piece, words),	     DB_COLUMN_TEXT(struct piece, example),
	DB_COLUMN_BOOL(struct piece, required),	     DB_COLUMN_ENUM(struct piece, formats, formats_taken_names),
	DB_COLUMN_INT(struct piece, files_most),     DB_COLUMN_ENUM(struct piece, state, piece_state_names),
	DB_COLUMN_TEXT(struct piece, reason),	     DB_COLUMN_TEXT(struct piece, absence),
	DB_COLUMN_INT64(struct piece, absence_by),   DB_COLUMN_TEXT(struct piece, news),
	DB_COLUMN_TEXT(struct piece, example_blob),  DB_COLUMN_TEXT(struct piece, example_name),
	DB_COLUMN_TEXT(struct piece, example_type),  DB_COLUMN_TEXT(struct piece, example_sha256),
	DB_COLUMN_INT64(struct piece, example_size), DB_COLUMN_INT64(struct piece, version),
};
static const struct db_shape piece_shape = DB_SHAPE(struct piece, piece_columns);

struct piece *
pieces_of(struct tx *tx, int64_t owner, size_t *count)
{
	return db_list(tx, &piece_shape, count, PIECES "where owner_id = $1 order by position, id", db_int(owner));
}

struct piece *
piece_find(struct tx *tx, const struct folder_access *access, int64_t id, const struct demand **demand)
{
	struct piece *piece = db_find(tx, &piece_shape, PIECES "where id = $1", db_int(id));

	*demand = piece == NULL ? NULL : demand_find(tx, access, piece->owner_id);
	return *demand == NULL ? NULL : piece;
}

/* ---- what was sent ---- */

/* A virus that was found in it once it lay in its folder is found in it here, too. */
#define INFECTED                                                                                                       \
	"exists (select 1 from file_version where file_version.blob = deposit.blob and file_version.scan = 'infected')"
#define DEPOSITS                                                                                                             \
	"select deposit.id, deposit.piece_id, deposit.name, deposit.size, deposit.type, deposit.sha256, case when " INFECTED \
	" then '' else deposit.blob end as blob, case when " INFECTED " then 'infected' else deposit.scan "                  \
	"end as scan, deposit.contact_id, deposit.sent_by, deposit.sent_at, deposit.refused, deposit.file_id from "          \
	"deposit "

#define CONTENT(member) offsetof(struct deposit, content.member)
static const struct db_column deposit_columns[] = {
	DB_COLUMN_INT64(struct deposit, id),	     DB_COLUMN_INT64(struct deposit, piece_id),
	DB_COLUMN_TEXT(struct deposit, name),	     {"size", DB_M_INT64, CONTENT(size), 0, NULL},
	{"type", DB_M_TEXT, CONTENT(type), 0, NULL}, {"sha256", DB_M_TEXT, CONTENT(sha256), 0, NULL},
	{"blob", DB_M_TEXT, CONTENT(blob), 0, NULL}, {"scan", DB_M_TEXT, CONTENT(scan), 0, NULL},
	DB_COLUMN_INT64(struct deposit, contact_id), DB_COLUMN_TEXT(struct deposit, sent_by),
	DB_COLUMN_INT64(struct deposit, sent_at),    DB_COLUMN_BOOL(struct deposit, refused),
	DB_COLUMN_INT64(struct deposit, file_id),
};
static const struct db_shape deposit_shape = DB_SHAPE(struct deposit, deposit_columns);

static bool
sees_all(const struct folder_access *access)
{
	return access->person.staff || weakened(CHECK_DEPOSIT_OWN);
}

struct deposit *
deposits_of(struct tx *tx, const struct folder_access *access, const struct demand *demand, size_t *count)
{
	return db_list(tx, &deposit_shape, count,
		       DEPOSITS "join piece on piece.id = deposit.piece_id where piece.owner_id = $1 and ($2 = 1 or "
				"deposit.contact_id = $3) order by deposit.piece_id, deposit.id",
		       db_int(demand->id), db_int(sees_all(access)), db_int(access->person.id));
}

bool
deposit_is_seen(struct tx *tx, const struct folder_access *access, const struct deposit *deposit)
{
	struct folder_access eyes = *access;

	if (deposit->file_id == 0 || (!access->person.staff && access->looker == NULL))
		return true;
	if (access->looker != NULL)
		eyes.person = *access->looker;
	eyes.looker = NULL;
	return file_find(tx, &eyes, deposit->file_id) != NULL;
}

struct deposit *
deposit_find(struct tx *tx, const struct folder_access *access, int64_t id, const struct piece **piece,
	     const struct demand **demand)
{
	struct deposit *deposit =
		db_find(tx, &deposit_shape, DEPOSITS "where deposit.id = $1 and ($2 = 1 or deposit.contact_id = $3)",
			db_int(id), db_int(sees_all(access)), db_int(access->person.id));

	*piece = deposit == NULL ? NULL : piece_find(tx, access, deposit->piece_id, demand);
	return *piece == NULL || !deposit_is_seen(tx, access, deposit) ? NULL : deposit;
}

struct deposit *
deposits_waiting(struct tx *tx, int64_t piece, size_t *count)
{
	return db_list(tx, &deposit_shape, count, DEPOSITS "where deposit.piece_id = $1 and deposit.file_id is null",
		       db_int(piece));
}

int
deposit_count(struct tx *tx, int64_t piece)
{
	return (int)db_get_int(tx, 0, "select count(*) from deposit where piece_id = $1 and refused = 0",
			       db_int(piece));
}
