/* folder_retention_store: how long files are kept, by their folders or the organisation, asked in statements. */
#include "folders/folder_retention.h"

#include "base/arena.h"
#include "base/instant.h"
#include "core/weakened.h"
#include "folders/folder_hold.h"
#include "sys/clock.h"

#include <string.h>

const int retention_months[] = {0, 1, 3, 6, 12, 24, 36, 60, 72, 84, 120, 180, 240, 360, 600, 1200, -1};

bool
retention_is_choice(int64_t months)
{
	for (const int *choice = retention_months; *choice >= 0; choice++)
		if (*choice == months)
			return true;
	return false;
}

/* ---- the organisation's ---- */

int
retention_months_kept(struct tx *tx)
{
	return (int)db_get_int(tx, 0, "select keep_months from organisation order by id limit 1");
}

void
retention_keep(struct tx *tx, int months)
{
	db_run(tx, "update organisation set keep_months = $1", db_int(months));
}

/* ---- of folders ---- */

void
folder_retention_set(struct tx *tx, const struct folder *folder, int months, const char *reason)
{
	if (months == RETENTION_UNSAID)
		db_run(tx, "delete from folder_retention where folder_id = $1", db_int(folder->id));
	else
		db_run(tx,
		       "insert into folder_retention (folder_id, client_id, months, reason) values ($1, $2, $3, $4) on "
		       "conflict (folder_id) do update set months = excluded.months, reason = excluded.reason, carried = 0",
		       db_int(folder->id), db_int(folder->client_id), db_int(months), db_text(reason));
}

/* The rows that speak of `path`, of the client. */
#define SPEAKS(row, said, client, path)                                                                                \
	"folder_retention " row " left join folder as " said " on " said ".id = " row ".folder_id where " row          \
	".client_id = " client " and (" row ".folder_id = " row ".client_id or (" path " >= " said ".path and " path   \
	" < " said ".path || '~'))"
/* What somebody said the nearest, and what came along below it: the longest of these holds. */
#define HOLDS(client, path)                                                                                            \
	SPEAKS("r", "said", client, path)                                                                              \
	" and not exists (select 1 from " SPEAKS(                                                                      \
		"n", "nearer", client,                                                                                 \
		path) " and n.carried = 0 and length(coalesce(nearer.path, '/')) > length(coalesce(said.path, '/')))"
#define IS_SAID(client, path) "exists (select 1 from " SPEAKS("s", "saying", client, path) " and s.carried = 0)"

static const struct db_column said_columns[] = {
	DB_COLUMN_INT(struct retention_said, months),	DB_COLUMN_INT64(struct retention_said, folder_id),
	DB_COLUMN_TEXT(struct retention_said, name),	DB_COLUMN_TEXT(struct retention_said, reason),
	DB_COLUMN_BOOL(struct retention_said, carried), DB_COLUMN_BOOL(struct retention_said, by_folder),
};
static const struct db_shape said_shape = DB_SHAPE(struct retention_said, said_columns);

static struct retention_said
said_by_house(struct tx *tx)
{
	return (struct retention_said){.months = retention_months_kept(tx), .name = "", .reason = ""};
}

static struct retention_said
said_at(struct tx *tx, int64_t client, const char *path)
{
	const struct retention_said *said =
		db_find(tx, &said_shape,
			"select r.months, r.folder_id, coalesce(said.name, '') as name, r.reason, r.carried, "
			"case when " IS_SAID("$1", "$2") " then 1 else 0 end as by_folder from " HOLDS(
				"$1", "$2") " order by r.months desc, length(coalesce(said.path, '/')) desc limit 1",
			db_int(client), db_text(path));
	struct retention_said house = said_by_house(tx);

	return said == NULL || (!said->by_folder && house.months >= said->months) ? house : *said;
}

struct retention_said
retention_said_of(struct tx *tx, const struct folder *folder)
{
	return said_at(tx, folder->client_id, folder->path);
}

struct retention_said
retention_said_above(struct tx *tx, const struct folder *folder)
{
	bool root = folder->id == folder->client_id;
	int length = (int)strlen(folder->path) - (ID_LENGTH + 1);

	return root ? said_by_house(tx)
		    : said_at(tx, folder->client_id, arena_printf(tx_arena(tx), "%.*s", length, folder->path));
}

/* ---- what moves ---- */

void
folder_retention_carry(struct tx *tx, const struct folder *moved, int before)
{
	struct retention_said said;

	db_run(tx, "delete from folder_retention where folder_id = $1 and carried = 1 and months <= $2",
	       db_int(moved->id), db_int(retention_said_above(tx, moved).months));
	said = retention_said_of(tx, moved);
	if ((said.folder_id == moved->id && !said.carried) || said.months >= before || weakened(CHECK_KEPT_ALONG))
		return;
	folder_retention_set(tx, moved, before, "");
	db_run(tx, "update folder_retention set carried = 1 where folder_id = $1", db_int(moved->id));
}

/* What the file's folder says, and that or what it bears itself: expressions. */
static const char *
said_text(struct arena *arena, int otherwise)
{
	return arena_printf(
		arena,
		"(select max(months) from (select r.months from " HOLDS(
			"file.client_id",
			"place.path") " union all select %d where not " IS_SAID("file.client_id",
										"place.path") ") as holding)",
		otherwise);
}

static const char *
longest_text(struct arena *arena, const char *said)
{
	return arena_printf(arena,
			    "(select max(longest.months) from (select %s as months union all select file.keep_months) "
			    "as longest)",
			    said);
}

void
sql_file_months(struct sql *sql, int otherwise)
{
	sql_add(sql, longest_text(sql->arena, said_text(sql->arena, otherwise)));
}

static int
months_of_file(struct tx *tx, int64_t file, const char *months)
{
	struct sql sql = sql_new(tx_arena(tx));

	sql_printf(&sql, "select %s from file left join folder as place on place.id = file.folder_id where file.id = ",
		   months);
	sql_value(&sql, db_int(file));
	return (int)db_sql_get_int(tx, 0, sql_end(&sql));
}

int
file_retention_months(struct tx *tx, int64_t file)
{
	struct arena *arena = tx_arena(tx);

	return months_of_file(tx, file, longest_text(arena, said_text(arena, retention_months_kept(tx))));
}

void
file_retention_carry(struct tx *tx, int64_t file, int before)
{
	int said = months_of_file(tx, file, said_text(tx_arena(tx), retention_months_kept(tx)));

	db_run(tx, "update file set keep_months = $2 where id = $1", db_int(file),
	       said < before && !weakened(CHECK_KEPT_ALONG) ? db_int(before) : db_null());
}

int
file_retention_carried(struct tx *tx, int64_t file)
{
	return (int)db_get_int(tx, 0, "select coalesce(keep_months, 0) from file where id = $1", db_int(file));
}

void
file_retention_forget(struct tx *tx, int64_t file)
{
	db_run(tx, "update file set keep_months = null where id = $1", db_int(file));
}

/* ---- what is kept ---- */

int32_t
retention_until(int64_t changed_at, int months)
{
	int32_t changed = day_of_instant_utc(changed_at), until = day_add_months(changed, months);

	if (months <= 0)
		return NO_DAY;
	while (day_add_months(until, -months) < changed) /* from the 31st to a month that has none */
		until++;
	return until;
}

/* Files whose newest version came before it are past so many months. */
static int64_t
cut_off(int32_t today, int months)
{
	return (day_add_months(today, -months) + 1) * (int64_t)DAY_MS;
}

/* `unkept` is what files that need not be kept must be older than. */
static void
add_past(struct sql *sql, const char *months, int64_t unkept)
{
	int32_t today = day_of_instant_utc(clock_now());

	sql_printf(sql, "file.changed_at < case %s when 0 then %lld", months, (long long)unkept);
	for (const int *choice = retention_months + 1; *choice > 0; choice++)
		sql_printf(sql, " when %d then %lld", *choice, (long long)cut_off(today, *choice));
	sql_add(sql, " else 0 end");
}

void
sql_file_is_past(struct sql *sql, int otherwise)
{
	if (weakened(CHECK_FILE_KEPT))
		sql_add(sql, "1 = 1");
	else
		add_past(sql, longest_text(sql->arena, said_text(sql->arena, otherwise)), INT64_MAX);
}

void
sql_file_is_past_after(struct sql *sql, int months)
{
	add_past(sql, longest_text(sql->arena, arena_printf(sql->arena, "%d", months)), INT64_MAX);
}

bool
sql_file_is_over(struct sql *sql, struct tx *tx)
{
	int otherwise = retention_months_kept(tx);
	/* What bears a period that nobody says any more waits for the shortest that somebody says. */
	int64_t shortest = db_get_int(
		tx, 0,
		"select coalesce(min(months), 0) from (select months from folder_retention where months > 0 union "
		"all select cast($1 as bigint) where $1 > 0) as kept",
		db_int(otherwise));

	if (shortest == 0)
		return false;
	sql_printf(sql, "file.changed_at < %lld and ",
		   (long long)cut_off(day_of_instant_utc(clock_now()), (int)shortest));
	if (otherwise == 0)
		sql_add(sql,
			"(file.keep_months is not null or file.client_id in (select client_id from folder_retention "
			"where months > 0)) and ");
	add_past(sql, longest_text(sql->arena, said_text(sql->arena, otherwise)), 0);
	return true;
}

void
sql_file_may_go(struct sql *sql, struct tx *tx)
{
	sql_add(sql, "not ");
	sql_file_is_held(sql);
	sql_add(sql, " and ");
	sql_file_is_past(sql, retention_months_kept(tx));
}
