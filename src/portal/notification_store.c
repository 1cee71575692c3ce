/* notification_store: what clients were told, and up to where each person has read it. */
#include "portal/notification.h"

#include "base/id.h"
#include "core/access.h"
#include "db/db.h"
#include "portal/portal.h"
#include "sys/clock.h"

void
notification_add(struct tx *tx, const struct event *event)
{
	db_run(tx,
	       "insert into notification (id, client_id, kind, object_id, title, created_at) "
	       "values ($1, $2, $3, $4, $5, $6)",
	       db_int(id_new()), db_int(event->client), db_text(event->kind), db_optional(event->object, 0),
	       db_text(event->title), db_int(clock_now()));
}

/* Counting stops at the limit: what a badge cannot show is not worth reading. */
int64_t
notification_unread(struct tx *tx, const struct viewer *viewer)
{
	if (viewer->contact == 0 || viewer->client == 0)
		return 0;
	return db_get_int(tx, 0,
			  access_sql(viewer,
				     "select count(*) from (select 1 from notification where {notification} and id > "
				     "coalesce((select upto_id from notification_read where {notification_read} "
				     "and contact_id = $2), 0) limit $3) as unread"),
			  access_client(viewer), db_int(viewer->contact), db_int(UNREAD_LIMIT));
}

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct notification, id),	  DB_COLUMN_TEXT(struct notification, kind),
	DB_COLUMN_INT64(struct notification, object),	  DB_COLUMN_TEXT(struct notification, title),
	DB_COLUMN_INT64(struct notification, created_at), DB_COLUMN_BOOL(struct notification, unread),
};
static const struct db_shape shape = DB_SHAPE(struct notification, columns);

struct notification *
notification_list(struct tx *tx, const struct viewer *viewer, int64_t before, size_t limit, size_t *count)
{
	return db_list(tx, &shape, count,
		       access_sql(viewer, "select id, kind, object_id as object, title, created_at, "
					  "case when $2 <> 0 and id > coalesce((select upto_id from notification_read "
					  "where {notification_read} and contact_id = $2), 0) then 1 else 0 end "
					  "as unread from notification where {notification} and id < $3 "
					  "order by id desc limit $4"),
		       access_client(viewer), db_int(viewer->contact), db_int(before), db_int((int64_t)limit));
}

void
notification_mark_read(struct tx *tx, const struct viewer *viewer, int64_t upto)
{
	int64_t newest = db_get_int(tx, 0, access_sql(viewer, "select max(id) from notification where {notification}"),
				    access_client(viewer));

	if (viewer->contact == 0 || viewer->client == 0 || newest == 0)
		return;
	db_run(tx,
	       "insert into notification_read (contact_id, client_id, upto_id) values ($1, $2, $3) "
	       "on conflict (contact_id, client_id) do update set upto_id = excluded.upto_id "
	       "where excluded.upto_id > notification_read.upto_id",
	       db_int(viewer->contact), db_int(viewer->client), db_int(upto > 0 && upto < newest ? upto : newest));
}

struct reading {
	int64_t client_id, upto_id;
};

static const struct db_column reading_columns[] = {
	DB_COLUMN_INT64(struct reading, client_id),
	DB_COLUMN_INT64(struct reading, upto_id),
};
static const struct db_shape reading_shape = DB_SHAPE(struct reading, reading_columns);

void
notification_export_person(struct tx *tx, int64_t contact, struct doc *person)
{
	struct doc *list = doc_set_list(person, "notifications_read");
	size_t count;
	const struct reading *rows = db_list(tx, &reading_shape, &count,
					     "select client_id, upto_id from notification_read where contact_id = $1 "
					     "order by client_id",
					     db_int(contact));

	for (size_t i = 0; i < count; i++) {
		struct doc *row = doc_add_object(list);

		doc_set_id(row, "client", rows[i].client_id);
		doc_set_id(row, "up_to", rows[i].upto_id);
	}
}

void
notification_erase_person(struct tx *tx, int64_t contact)
{
	db_run(tx, "delete from notification_read where contact_id = $1", db_int(contact));
}
