/* notice_store: bursts, choices and who follows whom; all statements of them. */
#include "news/notice_store.h"

#include "base/arena.h"
#include "base/instant.h"

/* ---- bursts ---- */

static const struct db_column burst_columns[] = {
	DB_COLUMN_INT64(struct burst, client_id),  DB_COLUMN_INSTANT(struct burst, since_at),
	DB_COLUMN_INT64(struct burst, latest_at),  DB_COLUMN_INSTANT(struct burst, until_at),
	DB_COLUMN_TEXT(struct burst, after_whose), DB_COLUMN_INT64(struct burst, after_id),
	DB_COLUMN_INSTANT(struct burst, told_at),
};
static const struct db_shape burst_shape = DB_SHAPE(struct burst, burst_columns);

/* What is put while people are told of a burst is the next one, whatever its instant: whoever puts a file and whoever
 * tells write the same row, so one of them comes after the other and sees what they did. */
#define EARLIER(one, other) "case when " one " < " other " then " one " else " other " end"
#define TAKES_UP                                                                                                        \
	"on conflict (client_id, way) do update set since_at = case when file_burst.until_at is null then " EARLIER(    \
		"file_burst.since_at",                                                                                  \
		"excluded.since_at") " else file_burst.since_at end, next_at = case when file_burst.until_at is not "   \
				     "null then " EARLIER(                                                              \
					     "file_burst.next_at",                                                      \
					     "excluded.since_at") " end, latest_at = case when file_burst.latest_at > " \
								  "excluded.latest_at then file_burst.latest_at else "  \
								  "excluded.latest_at end, due_at = "                   \
								  "coalesce(file_burst.due_at, excluded.due_at)"

void
burst_add(struct tx *tx, int64_t client, int64_t file, int64_t now)
{
	const struct burst fresh = {.since_at = now, .latest_at = now, .told_at = NO_INSTANT};

	db_run(tx,
	       "insert into file_burst (client_id, way, since_at, latest_at, due_at, after_whose, after_id) values ($1, "
	       "'soon', coalesce((select changed_at from file where id = $4), $2), $2, $3, '', 0) " TAKES_UP,
	       db_int(client), db_int(now), db_int(burst_due(&fresh)), db_int(file));
}

struct burst *
burst_next(struct tx *tx, int64_t now)
{
	return db_find(
		tx, &burst_shape,
		"select client_id, since_at, latest_at, until_at, after_whose, after_id, told_at from file_burst "
		"where due_at <= $1 and since_at is not null order by due_at, client_id limit 1",
		db_int(now));
}

void
burst_defer(struct tx *tx, const struct burst *burst, int64_t due_at)
{
	db_run(tx, "update file_burst set due_at = $2 where client_id = $1", db_int(burst->client_id), db_int(due_at));
}

void
burst_begin(struct tx *tx, struct burst *burst, int64_t until)
{
	burst->until_at = until;
	db_run(tx, "update file_burst set until_at = $2 where client_id = $1", db_int(burst->client_id), db_int(until));
}

void
burst_go_on(struct tx *tx, const struct burst *burst, const char *whose, int64_t id)
{
	db_run(tx, "update file_burst set after_whose = $2, after_id = $3 where client_id = $1",
	       db_int(burst->client_id), db_text(whose), db_int(id));
}

void
burst_end(struct tx *tx, const struct burst *burst, int64_t now)
{
	db_run(tx,
	       "update file_burst set since_at = next_at, due_at = case when next_at is not null then cast($2 as bigint) "
	       "end, next_at = null, until_at = null, after_whose = '', after_id = 0, told_at = $2 where client_id = $1",
	       db_int(burst->client_id), db_int(now));
}

bool
files_wait_for_scan(struct tx *tx, int64_t client, int64_t since)
{
	return db_get_int(
		       tx, 0,
		       "select 1 from file where client_id = $1 and changed_at >= $2 and deleted_at is null and scan in "
		       "('no_server', 'too_late', 'odd') limit 1",
		       db_int(client), db_int(since)) == 1;
}

void
bursts_join(struct tx *tx, int64_t from, int64_t to)
{
	db_run(tx,
	       "insert into file_burst (client_id, way, since_at, latest_at, due_at, after_whose, after_id) select $2, "
	       "way, since_at, latest_at, due_at, '', 0 from file_burst where client_id = $1 and since_at is not null " TAKES_UP,
	       db_int(from), db_int(to));
	db_run(tx,
	       "insert into file_follow (staff_id, client_id, since_at) select staff_id, $2, since_at from file_follow "
	       "where client_id = $1 on conflict (staff_id, client_id) do nothing",
	       db_int(from), db_int(to));
	bursts_forget(tx, from);
}

void
bursts_forget(struct tx *tx, int64_t client)
{
	db_run(tx, "delete from file_burst where client_id = $1", db_int(client));
	db_run(tx, "delete from file_follow where client_id = $1", db_int(client));
}

static const struct db_column told_columns[] = {
	DB_COLUMN_TEXT(struct told, whose),
	DB_COLUMN_INT64(struct told, id),
	DB_COLUMN_INT64(struct told, since_at),
};
static const struct db_shape told_shape = DB_SHAPE(struct told, told_columns);

struct told *
burst_people(struct tx *tx, const struct burst *burst, size_t limit, size_t *count)
{
	return db_list(
		tx, &told_shape, count,
		"select 'contact' as whose, contact.id, 0 as since_at from client_contact join contact on contact.id = "
		"client_contact.contact_id join client on client.id = client_contact.client_id left join file_notice on "
		"file_notice.whose = 'contact' and file_notice.who_id = contact.id where client_contact.client_id = $1 and "
		"client.deleted_at is null and client.archived_at is null and contact.entered_at is not null and "
		"contact.deleted_at is null and contact.email is not null and coalesce(file_notice.way, 'soon') = 'soon' "
		"and ($2 = '' or ($2 = 'contact' and contact.id > $3)) union all select 'staff', file_follow.staff_id, "
		"file_follow.since_at from file_follow join client on client.id = file_follow.client_id left join "
		"file_notice on file_notice.whose = 'staff' and file_notice.who_id = file_follow.staff_id where "
		"file_follow.client_id = $1 and client.deleted_at is null and coalesce(file_notice.way, 'soon') = 'soon' "
		"and ($2 <> 'staff' or file_follow.staff_id > $3) order by 1, 2 limit $4",
		db_int(burst->client_id), db_text(burst->after_whose), db_int(burst->after_id), db_int((int64_t)limit));
}

/* ---- once a day ---- */

static const struct db_column daily_columns[] = {
	DB_COLUMN_TEXT(struct daily, whose),
	DB_COLUMN_INT64(struct daily, id),
	DB_COLUMN_INT64(struct daily, told_at),
	DB_COLUMN_TEXT(struct daily, zone),
};
static const struct db_shape daily_shape = DB_SHAPE(struct daily, daily_columns);

struct daily *
daily_next(struct tx *tx, int64_t now)
{
	return db_find(
		tx, &daily_shape,
		"select whose, who_id as id, told_at, coalesce(portal_user.zone, '') as zone from file_notice left "
		"join portal_user on portal_user.record_id = who_id and whose = 'contact' where due_at <= $1 order "
		"by due_at, whose, who_id limit 1",
		db_int(now));
}

void
daily_defer(struct tx *tx, const struct daily *daily, int64_t due_at)
{
	db_run(tx, "update file_notice set due_at = $3 where whose = $1 and who_id = $2", db_text(daily->whose),
	       db_int(daily->id), db_int(due_at));
}

void
daily_end(struct tx *tx, const struct daily *daily, int64_t told_at, int64_t due_at)
{
	db_run(tx, "update file_notice set told_at = $3, due_at = $4 where whose = $1 and who_id = $2",
	       db_text(daily->whose), db_int(daily->id), db_int(told_at), db_int(due_at));
}

static const struct db_column told_client_columns[] = {
	DB_COLUMN_INT64(struct told_client, client_id),
	DB_COLUMN_INT64(struct told_client, after_at),
};
static const struct db_shape told_client_shape = DB_SHAPE(struct told_client, told_client_columns);

struct told_client *
daily_clients(struct tx *tx, const struct daily *daily, int64_t until, size_t limit, size_t *count)
{
	return db_list(
		tx, &told_client_shape, count,
		"select client.id as client_id, case when theirs.since_at > $3 then theirs.since_at else $3 end as after_at "
		"from (select client_contact.client_id, 0 as since_at from client_contact join contact on contact.id = "
		"client_contact.contact_id where $1 = 'contact' and contact.id = $2 and contact.entered_at is not null and "
		"contact.deleted_at is null and contact.email is not null union all select client_id, since_at from "
		"file_follow where $1 = 'staff' and staff_id = $2) as theirs join client on client.id = theirs.client_id "
		"where client.deleted_at is null and ($1 = 'staff' or client.archived_at is null) and exists (select 1 from "
		"file where file.client_id = client.id and file.deleted_at is null and file.changed_at > $3 and "
		"file.changed_at <= $4) order by client.name_key, client.id limit $5",
		db_text(daily->whose), db_int(daily->id), db_int(daily->told_at), db_int(until),
		db_int((int64_t)limit));
}

/* ---- choices ---- */

enum notice_way
notice_way_of(struct tx *tx, const char *whose, int64_t id)
{
	const char *chosen = db_get_text(tx, "select way from file_notice where whose = $1 and who_id = $2",
					 db_text(whose), db_int(id));

	for (int way = 0; way < NOTICE_WAYS; way++)
		if (text_equal(chosen, notice_way_names[way]))
			return (enum notice_way)way;
	return NOTICE_SOON;
}

void
notice_choose(struct tx *tx, const char *whose, int64_t id, enum notice_way way, int64_t now)
{
	bool daily = way == NOTICE_DAILY;

	db_run(tx,
	       "insert into file_notice (whose, who_id, way, told_at, due_at) values ($1, $2, $3, $4, $5) on conflict "
	       "(whose, who_id) do update set way = excluded.way, told_at = case when file_notice.way = excluded.way then "
	       "file_notice.told_at else excluded.told_at end, due_at = excluded.due_at",
	       db_text(whose), db_int(id), db_text(notice_way_names[way]),
	       db_optional(daily ? now - HOUR_MS : NO_INSTANT, NO_INSTANT),
	       db_optional(daily ? now : NO_INSTANT, NO_INSTANT));
}

void
notice_join(struct tx *tx, int64_t from, int64_t to)
{
	db_run(tx,
	       "insert into file_notice (whose, who_id, way, told_at, due_at) select whose, $2, way, told_at, due_at from "
	       "file_notice where whose = 'contact' and who_id = $1 on conflict (whose, who_id) do nothing",
	       db_int(from), db_int(to));
	notice_erase(tx, from);
}

void
notice_export(struct tx *tx, int64_t contact, struct doc *person)
{
	doc_set_text(person, "file_notices",
		     db_get_text(tx, "select way from file_notice where whose = 'contact' and who_id = $1",
				 db_int(contact)));
}

void
notice_erase(struct tx *tx, int64_t contact)
{
	db_run(tx, "delete from file_notice where whose = 'contact' and who_id = $1", db_int(contact));
}

bool
notice_follows(struct tx *tx, int64_t staff, int64_t client)
{
	return db_get_int(tx, 0, "select 1 from file_follow where staff_id = $1 and client_id = $2", db_int(staff),
			  db_int(client)) == 1;
}

void
notice_follow(struct tx *tx, int64_t staff, int64_t client, bool follow, int64_t now)
{
	if (follow)
		db_run(tx,
		       "insert into file_follow (staff_id, client_id, since_at) values ($1, $2, $3) on conflict "
		       "(staff_id, client_id) do nothing",
		       db_int(staff), db_int(client), db_int(now));
	else
		db_run(tx, "delete from file_follow where staff_id = $1 and client_id = $2", db_int(staff),
		       db_int(client));
}

struct followed {
	int64_t client_id;
};
static const struct db_column followed_columns[] = {DB_COLUMN_INT64(struct followed, client_id)};
static const struct db_shape followed_shape = DB_SHAPE(struct followed, followed_columns);

int64_t *
notice_followed(struct tx *tx, int64_t staff, size_t limit, size_t *count)
{
	const struct followed *rows = db_list(
		tx, &followed_shape, count,
		"select client_id from file_follow where staff_id = $1 order by since_at desc, client_id limit $2",
		db_int(staff), db_int((int64_t)limit));
	int64_t *ids = arena_make_array(tx_arena(tx), int64_t, *count + 1);

	for (size_t i = 0; i < *count; i++)
		ids[i] = rows[i].client_id;
	return ids;
}
