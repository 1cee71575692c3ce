/* ways_store: which ways of signing in the user types allow, and which a person has made themselves. */
#include "portals/ways.h"

#include <stddef.h>

struct ways_row {
	struct user_type_ways allowed;
	bool has_password, has_passkey;
};

static const struct db_column columns[] = {
	{"by_code", DB_M_BOOL, offsetof(struct ways_row, allowed.code), 0, NULL},
	{"by_password", DB_M_BOOL, offsetof(struct ways_row, allowed.password), 0, NULL},
	{"by_passkey", DB_M_BOOL, offsetof(struct ways_row, allowed.passkey), 0, NULL},
	DB_COLUMN_BOOL(struct ways_row, has_password),
	DB_COLUMN_BOOL(struct ways_row, has_passkey),
};
static const struct db_shape shape = DB_SHAPE(struct ways_row, columns);

static const struct user_type_ways all = {true, true, true};

/* Who was given no user type is of the default one; before there is any, every way is open. */
struct ways
ways_of(struct tx *tx, const struct contact *person)
{
	const struct ways_row *row;

	if (person == NULL || text_empty(person->email))
		return (struct ways){0};
	row = db_find(tx, &shape,
		      "select t.by_code, t.by_password, t.by_passkey, "
		      "(select count(*) from portal_password w where w.contact_id = $1) as has_password, "
		      "(select case when count(*) > 0 then 1 else 0 end from passkey k "
		      "where k.contact_id = $1 and k.blocked_at is null) as has_passkey "
		      "from user_type t left join portal_user p on p.user_type_id = t.id and p.record_id = $1 "
		      "where p.id is not null or t.is_default = 1 "
		      "order by case when p.id is null then 1 else 0 end, t.id limit 1",
		      db_int(person->id));
	return row == NULL ? ways_from(all, false, false)
			   : ways_from(row->allowed, row->has_password, row->has_passkey);
}

static struct user_type_ways
allowed_by(const struct ways_row *row)
{
	return row == NULL ? all : row->allowed;
}

struct user_type_ways
ways_of_portal(struct tx *tx, int64_t portal)
{
	return allowed_by(db_find(tx, &shape,
				  "select max(by_code) as by_code, max(by_password) as by_password, "
				  "max(by_passkey) as by_passkey, 0 as has_password, 0 as has_passkey "
				  "from user_type where portal_id = $1 having count(*) > 0",
				  db_int(portal)));
}

struct user_type_ways
user_type_ways(struct tx *tx, int64_t user_type)
{
	return allowed_by(db_find(tx, &shape,
				  "select by_code, by_password, by_passkey, 0 as has_password, 0 as has_passkey "
				  "from user_type where id = $1",
				  db_int(user_type)));
}

void
user_type_set_ways(struct tx *tx, int64_t user_type, const struct user_type_ways *ways)
{
	db_run(tx, "update user_type set by_code = $2, by_password = $3, by_passkey = $4 where id = $1",
	       db_int(user_type), db_int(ways->code), db_int(ways->password), db_int(ways->passkey));
}
