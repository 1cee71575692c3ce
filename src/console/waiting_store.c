/* waiting_store: bounded counts: a home page costs the same whatever piled up. */
#include "console/waiting.h"

#include "core/access.h"
#include "db/db.h"

int64_t
waiting_messages(struct tx *tx, const struct viewer *viewer)
{
	return db_get_int(tx, 0,
			  access_sql(viewer, "select count(*) from (select 1 from message where {message} "
					     "and state = 'failed' limit $2) as waiting"),
			  access_client(viewer), db_int(WAITING_LIMIT));
}

int64_t
waiting_jobs(struct tx *tx)
{
	return db_get_int(tx, 0, "select count(*) from (select 1 from job where dead = 1 limit $1) as waiting",
			  db_int(WAITING_LIMIT));
}

int64_t
test_client_find(struct tx *tx, const struct viewer *viewer)
{
	return db_get_int(tx, 0, access_sql(viewer, "select id from client where {client} and test = 1"),
			  access_client(viewer));
}
