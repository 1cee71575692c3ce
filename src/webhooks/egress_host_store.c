/* egress_host_store: the servers that this organisation's data may be sent to. */
#include "webhooks/webhook_store.h"

#include "base/arena.h"
#include "base/id.h"
#include "sys/clock.h"

enum { HOSTS = 500 };

#define COLUMNS                                                                                                        \
	"egress_host.id, egress_host.host, egress_host.created_at, staff.name as created_by_name, "                    \
	"(select count(*) from webhook where lower(webhook.url) like '%://' || egress_host.host || '/%' "              \
	"or lower(webhook.url) like '%://' || egress_host.host || ':%' "                                               \
	"or lower(webhook.url) like '%://' || egress_host.host || '?%' "                                               \
	"or lower(webhook.url) like '%://' || egress_host.host) as used_count"
#define TABLES "egress_host join staff on staff.id = egress_host.created_by"

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct egress_host, id),	 DB_COLUMN_TEXT(struct egress_host, host),
	DB_COLUMN_INT64(struct egress_host, created_at), DB_COLUMN_TEXT(struct egress_host, created_by_name),
	DB_COLUMN_INT64(struct egress_host, used_count),
};
static const struct db_shape shape = DB_SHAPE(struct egress_host, columns);

struct egress_host *
egress_host_list(struct tx *tx, const struct viewer *viewer, size_t *count)
{
	return db_list(tx, &shape, count,
		       access_sql(viewer, "select " COLUMNS " from " TABLES
					  " where {egress_host} order by egress_host.host limit $2"),
		       access_client(viewer), db_int(HOSTS));
}

struct egress_host *
egress_host_find(struct tx *tx, const struct viewer *viewer, int64_t id)
{
	return db_find(
		tx, &shape,
		access_sql(viewer, "select " COLUMNS " from " TABLES " where {egress_host} and egress_host.id = $2"),
		access_client(viewer), db_int(id));
}

struct named_host {
	const char *host;
};
static const struct db_column name_columns[] = {DB_COLUMN_TEXT(struct named_host, host)};
static const struct db_shape name_shape = DB_SHAPE(struct named_host, name_columns);

const char *const *
egress_hosts(struct tx *tx)
{
	size_t count;
	const struct named_host *hosts =
		db_list(tx, &name_shape, &count, "select host from egress_host order by host limit $1", db_int(HOSTS));
	const char **names = arena_make_array(tx_arena(tx), const char *, count + 1);

	for (size_t i = 0; i < count; i++)
		names[i] = hosts[i].host;
	return names;
}

int64_t
egress_host_add(struct tx *tx, const char *host, int64_t by)
{
	return db_get_int(tx, 0,
			  "insert into egress_host (id, host, created_at, created_by) values ($1, $2, $3, $4) "
			  "on conflict (host) do nothing returning id",
			  db_int(id_new()), db_text(host), db_int(clock_now()), db_int(by));
}

bool
egress_host_remove(struct tx *tx, int64_t id)
{
	return db_run(tx, "delete from egress_host where id = $1", db_int(id)) == 1;
}
