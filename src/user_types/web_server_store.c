/* web_server_store: reads and keeps the servers whose pages may be tabs. */
#include "user_types/web_server.h"

#include "sys/clock.h"

static const struct db_column columns[] = {
	DB_COLUMN_TEXT(struct web_server, name),
	DB_COLUMN_INSTANT(struct web_server, created_at),
	DB_COLUMN_TEXT(struct web_server, staff_name),
};
static const struct db_shape shape = DB_SHAPE(struct web_server, columns);

struct web_server *
web_server_list(struct tx *tx, size_t *count)
{
	return db_list(tx, &shape, count,
		       "select w.name, w.created_at, s.name as staff_name from web_server w "
		       "left join staff s on s.id = w.created_by order by w.name");
}

bool
web_server_is_allowed(struct tx *tx, const char *name)
{
	return db_get_int(tx, 0, "select 1 from web_server where name = $1", db_text(name)) != 0;
}

void
web_server_allow(struct tx *tx, const char *name, int64_t staff)
{
	db_run(tx,
	       "insert into web_server (name, created_at, created_by) values ($1, $2, $3) on conflict (name) do nothing",
	       db_text(name), db_int(clock_now()), db_optional(staff, 0));
}

bool
web_server_withdraw(struct tx *tx, const char *name)
{
	return db_run(tx, "delete from web_server where name = $1", db_text(name)) == 1;
}
