/* activity_store: lists of activities through the rights on folders as they are now, from one index by client. */
#include "folders/activity_store.h"

#include "base/arena.h"
#include "base/doc.h"
#include "base/instant.h"
#include "core/weakened.h"

enum { NEVER = FOLDER_FULL + 1, EXPORTED = 10000 };

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct activity, seq),	       DB_COLUMN_INT64(struct activity, at),
	DB_COLUMN_TEXT(struct activity, actor_kind),   DB_COLUMN_INT64(struct activity, actor),
	DB_COLUMN_TEXT(struct activity, actor_name),   DB_COLUMN_BOOL(struct activity, preview),
	DB_COLUMN_TEXT(struct activity, action),       DB_COLUMN_INT64(struct activity, folder_id),
	DB_COLUMN_INT64(struct activity, file_id),     DB_COLUMN_TEXT(struct activity, folder_name),
	DB_COLUMN_BOOL(struct activity, folder_there), DB_COLUMN_BOOL(struct activity, file_there),
	DB_COLUMN_TEXT(struct activity, name),	       DB_COLUMN_TEXT(struct activity, kind),
	DB_COLUMN_TEXT(struct activity, device),       DB_COLUMN_TEXT(struct activity, trace),
	DB_COLUMN_BOOL(struct activity, refused),      DB_COLUMN_TEXT(struct activity, detail),
};
static const struct db_shape shape = DB_SHAPE(struct activity, columns);

/* ---- what is seen ---- */

/* The folder it was done in, and the one where the file lies now: both are read. Of what is gone for good nobody knows
 * any more who could read it: that is for staff who have all folders in full and read the journal, too. */
static void
add_rights(struct sql *sql, const struct activity_query *query)
{
	int gone = query->with_gone && query->access->person.staff ? FOLDER_FULL : NEVER, least = FOLDER_READ;

	if (weakened(CHECK_ACTIVITY))
		gone = least = FOLDER_NONE;
	sql_printf(sql,
		   " and (activity.folder_id is null or coalesce(there.level, 0) >= case when place.id is null and "
		   "activity.folder_id <> activity.client_id then %d else %d end) and (activity.file_id is null or "
		   "coalesce(held.level, 0) >= case when file.id is null then %d else %d end)",
		   gone, least, gone, least);
}

/* A contact's own part: nothing about rights, nor what other contacts do, nor what staff only look at. */
static void
add_own(struct sql *sql, const struct activity_query *query)
{
	sql_printf(sql,
		   " and activity.folder_id is not null and not activity.action like 'folder.right%%' and not "
		   "activity.action like 'folder.cascade%%' and ((activity.actor_kind = 'contact' and "
		   "activity.actor_id = $%d) or (activity.actor_kind = 'staff' and (",
		   sql_bind(sql, db_int(query->access->person.id)));
	sql_activity_type(sql, "activity.action", ACTIVITY_SENT);
	sql_add(sql, " or ");
	sql_activity_type(sql, "activity.action", ACTIVITY_ARRANGED);
	sql_add(sql, " or ");
	sql_activity_type(sql, "activity.action", ACTIVITY_REMOVED);
	sql_add(sql, ")))");
}

/* ---- what is asked for ---- */

/* SQLite takes a range for few rows, and then looks through all levels for each of them instead of making an index. */
static void
add_range(struct sql *sql, enum db_engine engine, const char *condition)
{
	sql_printf(sql, engine == DB_SQLITE ? " and likelihood(%s, 0.99)" : " and %s", condition);
}

static void
add_from_instant(struct sql *sql, enum db_engine engine, const char *sign, int64_t at)
{
	add_range(sql, engine, arena_printf(sql->arena, "activity.at %s $%d", sign, sql_bind(sql, db_int(at))));
}

static void
add_from_line(struct sql *sql, enum db_engine engine, const char *sign, int64_t at, int64_t seq)
{
	int place = sql_bind(sql, db_int(at));

	add_range(sql, engine,
		  arena_printf(sql->arena, "(activity.at, activity.seq) %s ($%d, $%d)", sign, place,
			       sql_bind(sql, db_int(seq))));
}

void
sql_activity_reach(struct sql *sql, enum db_engine engine, const struct activity_query *query)
{
	if (query->actor != 0)
		sql_printf(sql, " and activity.actor_kind = $%d and activity.actor_id = $%d",
			   sql_bind(sql, db_text(query->actor_kind)), sql_bind(sql, db_int(query->actor)));
	if (query->from != NO_INSTANT)
		add_from_instant(sql, engine, ">=", query->from);
	if (query->before != NO_INSTANT)
		add_from_instant(sql, engine, "<", query->before);
	if (query->before_seq != 0) {
		add_from_instant(sql, engine, "<=", query->before_at);
		add_from_line(sql, engine, "<", query->before_at, query->before_seq);
	}
}

static void
add_filters(struct sql *sql, enum db_engine engine, const struct activity_query *query)
{
	if (query->words != NULL)
		sql_add_words(sql, "activity.words_key", query->words);
	if (query->kind != NULL)
		sql_printf(sql, " and activity.kind = $%d", sql_bind(sql, db_text(query->kind)));
	if (query->type != ACTIVITY_TYPES) {
		sql_add(sql, " and ");
		sql_activity_type(sql, "activity.action", query->type);
	}
	if (query->in != NULL && query->in->folder.id != query->access->client) {
		int path = sql_bind(sql, db_text(query->in->folder.path));

		sql_printf(sql,
			   " and ((place.path >= $%d and place.path < $%d || '~') or (lies.path >= $%d and lies.path < "
			   "$%d || '~'))",
			   path, path, path, path);
	}
	sql_activity_reach(sql, engine, query);
	if (query->floor_seq != 0) {
		add_from_instant(sql, engine, ">=", query->floor_at);
		add_from_line(sql, engine, ">=", query->floor_at, query->floor_seq);
	}
}

/* The joins to the levels stay outer ones, so that both engines begin at the newest of the client and stop when the
 * page is full. */
static void
add_page(struct tx *tx, struct sql *sql, const struct activity_query *query, const char *what, size_t limit)
{
	sql_printf(sql,
		   "select %s from %s left join folder as place on place.id = activity.folder_id left join seen "
		   "as there on there.id = coalesce(place.rights_id, activity.client_id) left join file on file.id = "
		   "activity.file_id left join folder as lies on lies.id = file.folder_id left join seen as held on "
		   "held.id = coalesce(lies.rights_id, activity.client_id) where activity.client_id = $%d",
		   what, query->pick == NULL ? "activity" : "picked cross join activity",
		   sql_bind(sql, db_int(query->access->client)));
	if (query->pick != NULL)
		sql_add(sql, " and activity.seq = picked.seq");
	add_rights(sql, query);
	if (query->own)
		add_own(sql, query);
	if (query->without_invoices) {
		sql_add(sql, " and not ");
		sql_activity_type(sql, "activity.action", ACTIVITY_INVOICES);
	}
	if (query->without_rights) {
		sql_add(sql, " and not ");
		sql_activity_type(sql, "activity.action", ACTIVITY_RIGHTS);
	}
	add_filters(sql, tx_engine(tx), query);
	sql_printf(sql, " order by activity.at desc, activity.seq desc limit %zu", limit);
}

struct sql
sql_activities_begin(struct tx *tx, const struct activity_query *query)
{
	struct sql sql = sql_new(tx_arena(tx));

	sql_add(&sql, "with recursive ");
	sql_folder_levels(&sql, query->access, &query->root->folder, &query->root->sights, "seen");
	return sql;
}

static struct sql
begin(struct tx *tx, const struct activity_query *query)
{
	struct sql sql = sql_activities_begin(tx, query);

	if (query->pick != NULL) {
		sql_add(&sql, ", picked (seq) as materialized (");
		sql_activity_picked(&sql, query);
		sql_add(&sql, ")");
	}
	return sql;
}

/* ---- lists ---- */

#define PAGE                                                                                                           \
	"activity.*, place.name as folder_name, place.id is not null and place.deleted_at is null or "                 \
	"activity.folder_id = activity.client_id as folder_there, file.id is not null and file.deleted_at is null as " \
	"file_there"

struct activity *
activity_list(struct tx *tx, const struct activity_query *query, size_t *count)
{
	struct sql sql = begin(tx, query);

	sql_add(&sql, ", page as (");
	add_page(tx, &sql, query, PAGE, query->limit);
	sql_add(&sql, ") select page.seq, page.at, page.actor_kind, page.actor_id as actor, coalesce(staff.name, "
		      "trim(contact.first_name || ' ' || contact.last_name), portal_user.email) as actor_name, "
		      "page.actor_kind = 'staff' and audit.client_id is not null as preview, page.action, "
		      "page.folder_id, page.file_id, page.folder_name, page.folder_there, page.file_there, "
		      "coalesce(page.name, invoice.number) as name, page.kind, page.device, audit.trace, "
		      "audit.refused, audit.detail from page join audit on audit.seq = page.seq left join staff on "
		      "page.actor_kind = 'staff' and staff.id = page.actor_id left join contact on page.actor_kind = "
		      "'contact' and contact.id = page.actor_id left join portal_user on page.actor_kind = "
		      "'portal_user' and portal_user.record_id = page.actor_id left join invoice on "
		      "audit.object_kind = 'invoice' and invoice.id = audit.object_id order by page.at desc, "
		      "page.seq desc");
	return db_sql_list(tx, &shape, count, sql_end(&sql));
}

int64_t *
activity_times(struct tx *tx, const struct activity_query *query, size_t limit, size_t *count)
{
	static const enum db_type types[] = {DB_INT};
	struct sql sql = begin(tx, query);
	const struct db_value *cells;
	int64_t *times;

	sql_add(&sql, " ");
	add_page(tx, &sql, query, "activity.at", limit);
	cells = db_sql_cells(tx, sql_end(&sql), types, 1, count);
	times = arena_make_array(tx_arena(tx), int64_t, *count + 1);
	for (size_t i = 0; i < *count; i++)
		times[i] = cells[i].integer;
	return times;
}

/* ---- with the client, and the person ---- */

void
activities_join(struct tx *tx, int64_t from, int64_t to, int64_t join)
{
	db_run(tx,
	       "insert into activity_name (client_id, subject_id, words_key) select cast($2 as bigint), case when "
	       "subject_id = $1 then $3 else subject_id end, words_key from activity_name where client_id = $1 on "
	       "conflict do nothing",
	       db_int(from), db_int(to), db_int(join == 0 ? from : join));
	db_run(tx, "delete from activity_name where client_id = $1", db_int(from));
	db_run(tx,
	       "update activity set client_id = $2, folder_id = case when folder_id = $1 then $3 else folder_id end "
	       "where client_id = $1",
	       db_int(from), db_int(to), db_int(join == 0 ? from : join));
}

void
activities_forget(struct tx *tx, int64_t client)
{
	db_run(tx, "delete from activity_name where client_id = $1", db_int(client));
	db_run(tx, "delete from activity where client_id = $1", db_int(client));
}

void
activities_contact_join(struct tx *tx, int64_t from, int64_t to)
{
	db_run(tx, "update activity set actor_id = $2 where actor_kind = 'contact' and actor_id = $1", db_int(from),
	       db_int(to));
}

struct done {
	int64_t at;
	const char *client, *action, *name, *device;
};
static const struct db_column done_columns[] = {
	DB_COLUMN_INT64(struct done, at),  DB_COLUMN_TEXT(struct done, client), DB_COLUMN_TEXT(struct done, action),
	DB_COLUMN_TEXT(struct done, name), DB_COLUMN_TEXT(struct done, device),
};
static const struct db_shape done_shape = DB_SHAPE(struct done, done_columns);

void
activities_export_person(struct tx *tx, int64_t contact, struct doc *person)
{
	struct doc *list = doc_set_list(person, "activities");
	size_t count;
	const struct done *done = db_list(
		tx, &done_shape, &count,
		"select activity.at, client.name as client, activity.action, activity.name, activity.device from "
		"activity join client on client.id = activity.client_id where activity.actor_kind = 'contact' and "
		"activity.actor_id = $1 order by activity.at desc, activity.seq desc limit $2",
		db_int(contact), db_int(EXPORTED));

	for (size_t i = 0; i < count; i++) {
		struct doc *row = doc_add_object(list);

		doc_set_instant(row, "at", done[i].at);
		doc_set_text(row, "client", done[i].client);
		doc_set_text(row, "action", done[i].action);
		doc_set_text(row, "name", done[i].name);
		doc_set_text(row, "device", done[i].device);
	}
}

void
activities_erase(struct tx *tx, int64_t contact)
{
	db_run(tx, "update activity set device = null where actor_kind = 'contact' and actor_id = $1", db_int(contact));
}
