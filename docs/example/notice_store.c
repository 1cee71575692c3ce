/* notice_store: every statement about notices. */
#include "notices/notice_store.h"

#include "base/id.h"
#include "sys/clock.h"

#define COLUMNS "id, title, body, shown, created_at, version"

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct notice, id),	      DB_COLUMN_TEXT(struct notice, title),
	DB_COLUMN_TEXT(struct notice, body),	      DB_COLUMN_BOOL(struct notice, shown),
	DB_COLUMN_INSTANT(struct notice, created_at), DB_COLUMN_INT64(struct notice, version),
};
static const struct db_shape shape = DB_SHAPE(struct notice, columns);

struct notice *
notice_find(struct tx *tx, const struct viewer *viewer, int64_t id)
{
	return db_find(tx, &shape, access_sql(viewer, "select " COLUMNS " from notice where {notice} and id = $2"),
		       access_client(viewer), db_int(id));
}

struct notice *
notice_list(struct tx *tx, const struct viewer *viewer, int64_t before, size_t limit, size_t *count)
{
	return db_list(tx, &shape, count,
		       access_sql(viewer, "select " COLUMNS
					  " from notice where {notice} and id < $2 order by id desc limit $3"),
		       access_client(viewer), db_int(before), db_int((int64_t)limit));
}

int64_t
notice_create(struct tx *tx, const struct notice *notice)
{
	int64_t id = id_new();

	db_run(tx, "insert into notice (id, title, body, shown, created_at, version) values ($1, $2, $3, $4, $5, 1)",
	       db_int(id), db_text(notice->title), db_text(notice->body), db_int(notice->shown), db_int(clock_now()));
	return id;
}

bool
notice_update(struct tx *tx, const struct viewer *viewer, const struct notice *notice)
{
	return db_run(tx,
		      access_sql(viewer, "update notice set title = $2, body = $3, shown = $4, version = version + 1 "
					 "where {notice} and id = $5 and version = $6"),
		      access_client(viewer), db_text(notice->title), db_text(notice->body), db_int(notice->shown),
		      db_int(notice->id), db_int(notice->version)) == 1;
}
