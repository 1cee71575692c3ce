/* bulk_store: the rows of invitations to many. */
#include "invitations/bulk_work.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/instant.h"

const char *const bulk_state_names[] = {"checking", "checked", "sending", "stopped", "done", "failed", NULL};

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct bulk, id),
	DB_COLUMN_INT64(struct bulk, user_type_id),
	DB_COLUMN_INT64(struct bulk, module_id),
	DB_COLUMN_INT64(struct bulk, staff_id),
	DB_COLUMN_ENUM(struct bulk, state, bulk_state_names),
	DB_COLUMN_TEXT(struct bulk, language),
	DB_COLUMN_BOOL(struct bulk, renews),
	DB_COLUMN_TEXT(struct bulk, request),
	DB_COLUMN_TEXT(struct bulk, request_key),
	DB_COLUMN_INT64(struct bulk, position),
	DB_COLUMN_INT64(struct bulk, found_count),
	DB_COLUMN_INT64(struct bulk, sent_count),
	DB_COLUMN_TEXT(struct bulk, problem),
	DB_COLUMN_INSTANT(struct bulk, created_at),
	DB_COLUMN_INSTANT(struct bulk, finished_at),
};
static const struct db_shape shape = DB_SHAPE(struct bulk, columns);

#define COLUMNS                                                                                                        \
	"id, user_type_id, module_id, staff_id, state, language, renews, request, request_key, position, "             \
	"found_count, sent_count, problem, created_at, finished_at"

bool
bulk_is_working(const struct bulk *bulk)
{
	return bulk->state == BULK_CHECKING || bulk->state == BULK_SENDING;
}

int64_t
bulk_create(struct tx *tx, const struct bulk *bulk)
{
	return db_get_int(
		tx, 0,
		"insert into invitation_batch (id, user_type_id, module_id, staff_id, state, language, renews, "
		"request, request_key, position, found_count, sent_count, created_at) values ($1, $2, $3, $4, "
		"'checking', $5, $6, $7, $8, 0, 0, 0, $9) on conflict (staff_id, request_key) where request_key "
		"is not null do nothing returning id",
		db_int(id_new()), db_int(bulk->user_type_id), db_int(bulk->module_id), db_int(bulk->staff_id),
		db_text(bulk->language), db_int(bulk->renews), db_text(bulk->request), db_text(bulk->request_key),
		db_int(bulk->created_at));
}

struct bulk *
bulk_of_key(struct tx *tx, int64_t staff, const char *request_key)
{
	return db_find(tx, &shape, "select " COLUMNS " from invitation_batch where staff_id = $1 and request_key = $2",
		       db_int(staff), db_text(request_key));
}

struct bulk *
bulk_find(struct tx *tx, int64_t staff, int64_t id)
{
	return db_find(tx, &shape, "select " COLUMNS " from invitation_batch where id = $1 and staff_id = $2",
		       db_int(id), db_int(staff));
}

struct bulk *
bulk_read(struct tx *tx, int64_t id)
{
	return db_find(tx, &shape, "select " COLUMNS " from invitation_batch where id = $1", db_int(id));
}

struct bulk *
bulk_list(struct tx *tx, int64_t staff, int64_t user_type, size_t limit, size_t *count)
{
	return db_list(tx, &shape, count,
		       "select " COLUMNS
		       " from invitation_batch where staff_id = $1 and user_type_id = $2 order by id desc "
		       "limit $3",
		       db_int(staff), db_int(user_type), db_int((int64_t)limit));
}

struct bulk *
bulk_next_sending(struct tx *tx)
{
	return db_find(tx, &shape,
		       "select " COLUMNS " from invitation_batch where state = 'sending' order by id limit 1");
}

bool
bulk_step(struct tx *tx, int64_t id, enum bulk_state from, enum bulk_state to)
{
	return db_run(tx, "update invitation_batch set state = $1, finished_at = null where id = $2 and state = $3",
		      db_text(bulk_state_names[to]), db_int(id), db_text(bulk_state_names[from])) == 1;
}

void
bulk_note(struct tx *tx, const struct bulk *bulk)
{
	db_run(tx, "update invitation_batch set position = $1, found_count = $2, problem = $3 where id = $4",
	       db_int(bulk->position), db_int(bulk->found_count), db_text(bulk->problem), db_int(bulk->id));
}

void
bulk_end(struct tx *tx, int64_t id, enum bulk_state state, const char *problem, int64_t now)
{
	db_run(tx,
	       "update invitation_batch set state = $1, problem = coalesce($2, problem), finished_at = $3 where id = $4",
	       db_text(bulk_state_names[state]), db_text(problem), db_int(now), db_int(id));
}

void
bulk_forget(struct tx *tx, int64_t before)
{
	db_run(tx,
	       "delete from invitation_batch_row where batch_id in (select id from invitation_batch where created_at < $1 "
	       "and state not in ('checking', 'sending'))",
	       db_int(before));
	db_run(tx, "delete from invitation_batch where created_at < $1 and state not in ('checking', 'sending')",
	       db_int(before));
}

/* ---- who invites, and in which language ---- */

static const struct db_column viewer_columns[] = {
	DB_COLUMN_INT64(struct viewer, staff),	    DB_COLUMN_TEXT(struct viewer, name),
	DB_COLUMN_TEXT(struct viewer, email),	    DB_COLUMN_TEXT(struct viewer, language),
	DB_COLUMN_INT64(struct viewer, profile_id), DB_COLUMN_INT64(struct viewer, role_id),
};
static const struct db_shape viewer_shape = DB_SHAPE(struct viewer, viewer_columns);

struct viewer *
bulk_viewer(struct tx *tx, int64_t staff)
{
	struct viewer *viewer =
		db_find(tx, &viewer_shape,
			"select id as staff, name, email, language, profile_id, role_id from staff where "
			"id = $1 and disabled_at is null",
			db_int(staff));

	if (viewer == NULL)
		return NULL;
	viewer->kind = VIEWER_STAFF;
	viewer->profile = profile_of_id(viewer->profile_id);
	viewer->theme = "";
	return viewer;
}

struct language_row {
	int64_t id;
	const char *language;
};
static const struct db_column language_columns[] = {
	DB_COLUMN_INT64(struct language_row, id),
	DB_COLUMN_TEXT(struct language_row, language),
};
static const struct db_shape language_shape = DB_SHAPE(struct language_row, language_columns);

const char **
bulk_languages(struct tx *tx, const int64_t *records, size_t count)
{
	const char **languages = arena_make_array(tx_arena(tx), const char *, count + 1);
	struct sql sql = sql_new(tx_arena(tx));
	const struct language_row *rows;
	size_t found;

	sql_add(&sql, "select id, language from contact where language is not null and id in (0");
	for (size_t i = 0; i < count; i++) {
		sql_add(&sql, ", ");
		sql_value(&sql, db_int(records[i]));
	}
	sql_add(&sql, ")");
	rows = db_sql_list(tx, &language_shape, &found, sql_end(&sql));
	for (size_t i = 0; i < count; i++)
		for (size_t r = 0; r < found; r++)
			if (rows[r].id == records[i])
				languages[i] = rows[r].language;
	return languages;
}
