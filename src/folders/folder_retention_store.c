/* folder_retention_store: how long files are kept, by their folders or the organisation, asked in statements. */
#include "folders/folder_retention.h"

#include "base/instant.h"
#include "core/weakened.h"
#include "folders/folder_hold.h"
#include "sys/clock.h"

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
folder_retention_set(struct tx *tx, const struct folder *folder, int months)
{
	if (months == RETENTION_UNSAID)
		db_run(tx, "delete from folder_retention where folder_id = $1", db_int(folder->id));
	else
		db_run(tx,
		       "insert into folder_retention (folder_id, client_id, months) values ($1, $2, $3) on conflict "
		       "(folder_id) do update set months = excluded.months",
		       db_int(folder->id), db_int(folder->client_id), db_int(months));
}

/* What the nearest folder says about `path`, of the client. */
#define NEAREST(client, path)                                                                                                    \
	"(select r.months from folder_retention r left join folder as said on said.id = r.folder_id where r.client_id = " client \
	" and (r.folder_id = r.client_id or (" path " >= said.path and " path " < said.path || '~')) order by "                  \
	"length(coalesce(said.path, '/')) desc limit 1)"

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

void
sql_file_months(struct sql *sql, int otherwise)
{
	sql_printf(sql, "coalesce(" NEAREST("file.client_id", "place.path") ", %d)", otherwise);
}

void
sql_file_is_past(struct sql *sql, int otherwise)
{
	int32_t today = day_of_instant_utc(clock_now());

	if (weakened(CHECK_FILE_KEPT)) {
		sql_add(sql, "1 = 1");
		return;
	}
	sql_add(sql, "file.changed_at < case ");
	sql_file_months(sql, otherwise);
	sql_printf(sql, " when 0 then %lld", (long long)INT64_MAX);
	for (const int *months = retention_months + 1; *months > 0; months++)
		sql_printf(sql, " when %d then %lld", *months, (long long)cut_off(today, *months));
	sql_add(sql, " else 0 end");
}

void
sql_file_may_go(struct sql *sql, struct tx *tx)
{
	sql_add(sql, "not ");
	sql_file_is_held(sql);
	sql_add(sql, " and ");
	sql_file_is_past(sql, retention_months_kept(tx));
}
