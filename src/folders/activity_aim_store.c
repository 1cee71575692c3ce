/* activity_aim: how the lines that fit are come by: few are picked by an index that knows them; else one goes back from
 * the newest, so far and no further at a time. */
#include "folders/activity_store.h"

#include "base/arena.h"
#include "base/instant.h"

/* ---- picks: lines of which those that fit are some ---- */

static int
client_of(struct sql *sql, const struct activity_query *query)
{
	return sql_bind(sql, db_int(query->access->client));
}

/* A file has the lines of its id; those of a folder tell of no file. */
static void
pick_words(struct sql *sql, const struct activity_query *query)
{
	int client = client_of(sql, query);

	sql_printf(sql,
		   "select activity.seq from activity_name cross join activity where activity.file_id = "
		   "activity_name.subject_id and activity_name.client_id = $%d",
		   client);
	sql_add_words(sql, "activity_name.words_key", query->words);
	sql_printf(sql,
		   " union all select activity.seq from activity_name cross join activity where activity.folder_id = "
		   "activity_name.subject_id and activity.file_id is null and activity_name.client_id = $%d",
		   client);
	sql_add_words(sql, "activity_name.words_key", query->words);
}

static void
pick_folder(struct sql *sql, const struct activity_query *query)
{
	int client = client_of(sql, query), path = sql_bind(sql, db_text(query->in->folder.path));

	sql_printf(sql,
		   "select activity.seq from folder cross join activity where activity.folder_id = folder.id and "
		   "folder.client_id = $%d and folder.path >= $%d and folder.path < $%d || '~' union all select "
		   "activity.seq from folder cross join file cross join activity where activity.file_id = file.id and "
		   "file.folder_id = folder.id and folder.client_id = $%d and folder.path >= $%d and folder.path < "
		   "$%d || '~'",
		   client, path, path, client, path, path);
}

static void
pick_actor(struct sql *sql, const struct activity_query *query)
{
	sql_printf(sql,
		   "select activity.seq from activity where activity.actor_id = $%d and activity.client_id = $%d and "
		   "activity.actor_kind = $%d",
		   sql_bind(sql, db_int(query->actor)), client_of(sql, query),
		   sql_bind(sql, db_text(query->actor_kind)));
}

static void
pick_type(struct sql *sql, const struct activity_query *query)
{
	const char *begun =
		arena_printf(sql->arena, "select activity.seq from activity where activity.client_id = $%d and ",
			     client_of(sql, query));

	sql_activity_type_by(sql, "activity.action", query->type, begun, " union all ");
}

/* Their own lines, and those of staff where they may read, the recycle bin included. */
static void
pick_own(struct sql *sql, const struct activity_query *query)
{
	int client = client_of(sql, query);

	sql_printf(sql,
		   "select activity.seq from activity where activity.actor_id = $%d and activity.client_id = $%d and "
		   "activity.actor_kind = 'contact' union all select activity.seq from seen cross join folder cross "
		   "join activity where activity.folder_id = folder.id and activity.actor_kind = 'staff' and "
		   "folder.rights_id = seen.id and folder.deleted_at is null and seen.level >= %d union all select "
		   "activity.seq from seen cross join activity where activity.folder_id = seen.id and seen.id = $%d "
		   "and activity.actor_kind = 'staff' and seen.level >= %d union all select activity.seq from folder "
		   "cross join activity where activity.folder_id = folder.id and activity.actor_kind = 'staff' and "
		   "folder.client_id = $%d and folder.deleted_at is not null",
		   sql_bind(sql, db_int(query->access->person.id)), client, FOLDER_READ, client, FOLDER_READ, client);
}

static bool
asks_words(const struct activity_query *query)
{
	return query->words != NULL;
}

static bool
asks_folder(const struct activity_query *query)
{
	return query->in != NULL && query->in->folder.id != query->access->client;
}

static bool
asks_actor(const struct activity_query *query)
{
	return query->actor != 0;
}

static bool
asks_type(const struct activity_query *query)
{
	return query->type != ACTIVITY_TYPES;
}

static bool
asks_own(const struct activity_query *query)
{
	return query->own;
}

static const struct activity_pick {
	bool (*asked)(const struct activity_query *query);
	void (*add)(struct sql *sql, const struct activity_query *query);
} picks[] = {
	{asks_words, pick_words}, {asks_folder, pick_folder}, {asks_actor, pick_actor},
	{asks_type, pick_type},	  {asks_own, pick_own},
};

void
sql_activity_picked(struct sql *sql, const struct activity_query *query)
{
	sql_add(sql, "select distinct few.seq from (");
	query->pick->add(sql, query);
	sql_add(sql, ") as few");
}

/* ---- which ---- */

/* How many lines a pick gives; `most`: so many, or more. */
static size_t
count_picked(struct tx *tx, const struct activity_query *query, const struct activity_pick *pick, size_t most)
{
	struct sql sql = sql_activities_begin(tx, query);

	sql_add(&sql, " select count(*) from (select few.seq from (");
	pick->add(&sql, query);
	sql_printf(&sql, ") as few limit %zu) as counted", most);
	return (size_t)db_sql_get_int(tx, 0, sql_end(&sql));
}

struct mark {
	int64_t at, seq;
};
static const struct db_column mark_columns[] = {
	DB_COLUMN_INT64(struct mark, at),
	DB_COLUMN_INT64(struct mark, seq),
};
static const struct db_shape mark_shape = DB_SHAPE(struct mark, mark_columns);

/* The last one that is looked at now. */
static void
set_floor(struct tx *tx, struct activity_query *query, size_t look)
{
	struct sql sql = sql_new(tx_arena(tx));
	const struct mark *mark;
	size_t count;

	sql_printf(&sql, "select activity.at, activity.seq from activity where activity.client_id = $%d",
		   client_of(&sql, query));
	sql_activity_reach(&sql, tx_engine(tx), query);
	sql_printf(&sql, " order by activity.at desc, activity.seq desc limit 1 offset %zu", look - 1);
	mark = db_sql_list(tx, &mark_shape, &count, sql_end(&sql));
	query->floor_at = count == 0 ? 0 : mark->at;
	query->floor_seq = count == 0 ? 0 : mark->seq;
}

void
activity_aim(struct tx *tx, struct activity_query *query, size_t few, size_t look)
{
	size_t least = few + 1;

	query->pick = NULL;
	query->floor_at = query->floor_seq = 0;
	for (size_t i = 0; i < sizeof picks / sizeof picks[0]; i++) {
		size_t count = picks[i].asked(query) ? count_picked(tx, query, &picks[i], least) : least;

		if (count < least) {
			least = count;
			query->pick = &picks[i];
		}
	}
	if (query->pick == NULL)
		set_floor(tx, query, look);
}
