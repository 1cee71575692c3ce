/* space_store: counts what files take in two rows a write: the client's, and that of all together. */
#include "space/space_store.h"

#include "base/arena.h"
#include "clients/clients.h"
#include "core/access.h"
#include "core/viewer.h"
#include "core/weakened.h"
#include "db/sql.h"

const char space_refusal[] = N_("There is not enough space left for it.");

/* ---- counting ---- */

/* The row of all together is held as short as can be: it comes last. */
static void
add(struct tx *tx, int64_t client, int64_t used, int64_t reserved)
{
	if (used == 0 && reserved == 0)
		return;
	db_run(tx,
	       "insert into client_space (client_id, used, reserved) values ($1, $2, $3) on conflict (client_id) do update "
	       "set used = client_space.used + excluded.used, reserved = client_space.reserved + excluded.reserved",
	       db_int(client), db_int(used), db_int(reserved));
	client_tally_add(tx, client, TALLY_SPACE, used);
	db_run(tx, "update space_total set used = used + $1, reserved = reserved + $2", db_int(used), db_int(reserved));
}

void
space_count(struct tx *tx, int64_t client, int64_t bytes)
{
	add(tx, client, bytes, 0);
}

void
space_reserve(struct tx *tx, int64_t client, int64_t bytes)
{
	add(tx, client, 0, bytes);
}

void
space_join(struct tx *tx, int64_t from, int64_t to)
{
	int64_t used = db_get_int(tx, 0, "select used from client_space where client_id = $1", db_int(from));
	int64_t reserved = db_get_int(tx, 0, "select reserved from client_space where client_id = $1", db_int(from));

	space_forget(tx, from);
	add(tx, to, used, reserved);
}

void
space_forget(struct tx *tx, int64_t client)
{
	db_run(tx,
	       "update space_total set used = used - coalesce((select used from client_space where client_id = $1), 0), "
	       "reserved = reserved - coalesce((select reserved from client_space where client_id = $1), 0)",
	       db_int(client));
	db_run(tx, "delete from client_space where client_id = $1", db_int(client));
	client_tally_empty(tx, client, TALLY_SPACE);
}

/* ---- limits ---- */

struct limits {
	int64_t used, quota;	 /* of the client */
	int64_t all_used, whole; /* of all together, and theirs */
};

static const struct db_column limit_columns[] = {
	DB_COLUMN_INT64(struct limits, used),
	DB_COLUMN_INT64(struct limits, quota),
	DB_COLUMN_INT64(struct limits, all_used),
	DB_COLUMN_INT64(struct limits, whole),
};
static const struct db_shape limit_shape = DB_SHAPE(struct limits, limit_columns);

static int64_t
left_of(int64_t used, int64_t limit)
{
	if (limit == SPACE_UNLIMITED)
		return SPACE_UNLIMITED;
	return used < limit ? limit - used : 0;
}

/* The less of both. */
static int64_t
least(int64_t left, int64_t other)
{
	if (left == SPACE_UNLIMITED || other == SPACE_UNLIMITED)
		return left == SPACE_UNLIMITED ? other : left;
	return left < other ? left : other;
}

struct space_seen
space_of(struct tx *tx, int64_t client)
{
	const struct limits *limits = db_find(
		tx, &limit_shape,
		"select coalesce(client_space.used + client_space.reserved, 0) as used, coalesce(client_space.quota, "
		"space_total.client_quota) as quota, space_total.used + space_total.reserved as all_used, "
		"space_total.quota as whole from space_total left join client_space on client_space.client_id = $1",
		db_int(client));

	return (struct space_seen){
		.used = limits->used,
		.limit = limits->quota,
		.left = least(left_of(limits->used, limits->quota), left_of(limits->all_used, limits->whole)),
	};
}

bool
space_fits(struct tx *tx, int64_t client, int64_t bytes)
{
	int64_t left = space_of(tx, client).left;

	return bytes == 0 || left == SPACE_UNLIMITED || bytes <= left || weakened(CHECK_QUOTA);
}

static const struct db_column total_columns[] = {
	DB_COLUMN_INT64(struct space_total, used),
	DB_COLUMN_INT64(struct space_total, quota),
	DB_COLUMN_INT64(struct space_total, client_quota),
	DB_COLUMN_BOOL(struct space_total, warned),
};
static const struct db_shape total_shape = DB_SHAPE(struct space_total, total_columns);

struct space_total
space_total(struct tx *tx)
{
	return *(struct space_total *)db_find(tx, &total_shape,
					      "select used + reserved as used, quota, client_quota, warned from "
					      "space_total");
}

void
space_set_quotas(struct tx *tx, int64_t quota, int64_t client_quota)
{
	db_run(tx, "update space_total set quota = $1, client_quota = $2", db_int(quota), db_int(client_quota));
}

int64_t
space_own_quota(struct tx *tx, int64_t client)
{
	return db_get_int(tx, QUOTA_AS_ALL, "select quota from client_space where client_id = $1 and quota is not null",
			  db_int(client));
}

void
space_set_own_quota(struct tx *tx, int64_t client, int64_t quota)
{
	db_run(tx,
	       "insert into client_space (client_id, used, reserved, quota) values ($1, 0, 0, $2) on conflict (client_id) "
	       "do update set quota = excluded.quota",
	       db_int(client), db_optional(quota, QUOTA_AS_ALL));
}

/* ---- who takes how much ---- */

static const struct db_column user_columns[] = {
	DB_COLUMN_INT64(struct space_user, client),
	DB_COLUMN_TEXT(struct space_user, name),
	DB_COLUMN_INT64(struct space_user, used),
	DB_COLUMN_INT64(struct space_user, limit),
};
static const struct db_shape user_shape = DB_SHAPE(struct space_user, user_columns);

#define USERS                                                                                                          \
	"select client_space.client_id as client, client.name, client_space.used, coalesce(client_space.quota, "       \
	"space_total.client_quota) as \"limit\" from space_total join client_space on 1 = 1 join client on client.id " \
	"= client_space.client_id "

struct space_user *
space_users(struct tx *tx, const struct viewer *viewer, int64_t before_used, int64_t before_client, size_t limit,
	    size_t *count)
{
	return db_list(tx, &user_shape, count,
		       access_sql(viewer,
				  USERS "where {client} and (client_space.used, client_space.client_id) < ($2, $3) "
					"order by client_space.used desc, client_space.client_id desc limit $4"),
		       access_client(viewer), db_int(before_used), db_int(before_client), db_int((int64_t)limit));
}

void
space_used(struct tx *tx, const int64_t *ids, int64_t *bytes, size_t count)
{
	static const enum db_type types[] = {DB_INT, DB_INT};
	struct sql sql = sql_new(tx_arena(tx));
	const struct db_value *cells;
	size_t rows;

	sql_add(&sql, "select client_id, used from client_space where client_id in ");
	sql_ids(&sql, ids, count);
	cells = db_sql_cells(tx, sql_end(&sql), types, 2, &rows);
	for (size_t r = 0; r < rows; r++)
		for (size_t i = 0; i < count; i++)
			if (ids[i] == cells[2 * r].integer)
				bytes[i] = cells[2 * r + 1].integer;
}

/* ---- little left ---- */

bool
space_is_low(int64_t used, int64_t limit)
{
	return limit != SPACE_UNLIMITED && used / 9 >= limit / 10;
}

bool
space_is_ample(int64_t used, int64_t limit)
{
	return limit == SPACE_UNLIMITED || used / 8 < limit / 10;
}

/* The same in rows. */
#define LIMIT_OF "coalesce(client_space.quota, (select client_quota from space_total))"
#define SCARCE	 "(" LIMIT_OF " > 0 and client_space.used / 9 >= " LIMIT_OF " / 10)"
#define ENOUGH	 "(" LIMIT_OF " <= 0 or client_space.used / 8 < " LIMIT_OF " / 10)"

struct space_user *
space_scarce(struct tx *tx, size_t limit, size_t *count)
{
	return db_list(tx, &user_shape, count,
		       USERS "where client_space.warned = 0 and " SCARCE
			     " order by client.name_key, client.id limit $1",
		       db_int((int64_t)limit));
}

void
space_note_warned(struct tx *tx)
{
	db_run(tx, "update client_space set warned = 1 where warned = 0 and " SCARCE);
	db_run(tx, "update client_space set warned = 0 where warned = 1 and " ENOUGH);
}

void
space_set_warned(struct tx *tx, bool warned)
{
	db_run(tx, "update space_total set warned = $1", db_int(warned));
}

/* ---- whether it is right ---- */

static const struct db_column wrong_columns[] = {
	DB_COLUMN_INT64(struct space_wrong, client),	     DB_COLUMN_INT64(struct space_wrong, used),
	DB_COLUMN_INT64(struct space_wrong, reserved),	     DB_COLUMN_INT64(struct space_wrong, right_used),
	DB_COLUMN_INT64(struct space_wrong, right_reserved),
};
static const struct db_shape wrong_shape = DB_SHAPE(struct space_wrong, wrong_columns);

/* What rows say, by client. */
#define TAKEN                                                                                                          \
	"select client_id, cast(sum(used) as bigint) as used, cast(sum(reserved) as bigint) as reserved from (select " \
	"file.client_id as client_id, file_version.size as used, 0 as reserved from file join file_version on "        \
	"file_version.file_id = file.id union all select client_id, 0, length from upload where part is not null "     \
	"union all select demand.client_id, deposit.size, 0 from deposit join piece on piece.id = deposit.piece_id "   \
	"join demand on demand.id = piece.owner_id where deposit.file_id is null) as taken group by client_id"
#define SUMS                                                                                                           \
	"select coalesce(cast(sum(used) as bigint), 0) as used, coalesce(cast(sum(reserved) as bigint), 0) as reserved from "

struct space_wrong *
space_wrongs(struct tx *tx, size_t *count)
{
	return db_list(
		tx, &wrong_shape, count,
		"with taken as (" TAKEN
		"), held as (select client_id from taken union select client_id from client_space), "
		"compared as (select held.client_id as client, coalesce(client_space.used, 0) as used, "
		"coalesce(client_space.reserved, 0) as reserved, coalesce(taken.used, 0) as right_used, "
		"coalesce(taken.reserved, 0) as right_reserved from held left join client_space on client_space.client_id = "
		"held.client_id left join taken on taken.client_id = held.client_id union all select 0, space_total.used, "
		"space_total.reserved, sums.used, sums.reserved from space_total join (" SUMS
		"taken) as sums on 1 = 1) "
		"select client, used, reserved, right_used, right_reserved from compared where used <> right_used or "
		"reserved <> right_reserved order by client");
}

void
space_mend(struct tx *tx)
{
	db_run(tx, "update client_space set used = 0, reserved = 0");
	db_run(tx, "insert into client_space (client_id, used, reserved) select client_id, used, reserved from (" TAKEN
		   ") as counted where 1 = 1 on conflict (client_id) do update set used = excluded.used, reserved = "
		   "excluded.reserved");
	db_run(tx, "update client_tally set space_used = coalesce((select client_space.used from client_space where "
		   "client_space.client_id = client_tally.client_id), 0)");
	db_run(tx, "update space_total set used = (select coalesce(cast(sum(used) as bigint), 0) from client_space), "
		   "reserved = (select coalesce(cast(sum(reserved) as bigint), 0) from client_space)");
}
