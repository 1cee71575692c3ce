/* user_type_write_store: rows of user types; what is published is read by every process before its next request. */
#include "rights/user_type_write.h"

#include "base/id.h"
#include "modules/module_store.h"
#include "sys/clock.h"

static const char nothing_yet[] = "{\"tabs\":[],\"web\":[]}";

int64_t
user_type_create_default(struct tx *tx, int64_t portal, const char *name)
{
	int64_t id = id_new();

	db_run(tx,
	       "insert into user_type (id, portal_id, name, main_module_id, position, is_default, draft, created_at, "
	       "version) select $1, $2, $3, id, 1, 1, $4, $5, 1 from module where name = 'contacts'",
	       db_int(id), db_int(portal), db_text(name), db_text(nothing_yet), db_int(clock_now()));
	return id;
}

int64_t
user_type_create(struct tx *tx, int64_t portal, const char *name, const struct module *main, const char *setup)
{
	int64_t id = id_new();

	db_run(tx,
	       "insert into user_type (id, portal_id, name, main_module_id, position, is_default, draft, created_at, "
	       "version) select $1, $2, $3, $4, 1 + coalesce(max(position), 0), 0, $5, $6, 1 from user_type where "
	       "portal_id = $2",
	       db_int(id), db_int(portal), db_text(name), db_int(main->id), db_text(setup), db_int(clock_now()));
	return id;
}

enum rights_outcome
user_type_rename(struct tx *tx, int64_t id, const char *name, int64_t version)
{
	if (db_run(tx, "update user_type set name = $2, version = version + 1 where id = $1 and version = $3",
		   db_int(id), db_text(name), db_int(version)) != 1)
		return RIGHTS_OVERTAKEN;
	catalogue_touch(tx);
	return RIGHTS_DONE;
}

void
user_types_order(struct tx *tx, const int64_t *ids, size_t count)
{
	for (size_t i = 0; i < count; i++)
		db_run(tx, "update user_type set position = $2 where id = $1", db_int(ids[i]), db_int((int64_t)i + 1));
	catalogue_touch(tx);
}

/* Who signs in by a record of another module cannot be of the default type. */
static void
move_people(struct tx *tx, int64_t id)
{
	db_run(tx,
	       "update portal_user set user_type_id = (select d.id from user_type t join user_type d on d.portal_id = "
	       "t.portal_id and d.is_default = 1 where t.id = $1) where user_type_id = $1 and exists (select 1 from "
	       "user_type t join user_type d on d.portal_id = t.portal_id and d.is_default = 1 and d.main_module_id = "
	       "t.main_module_id where t.id = $1)",
	       db_int(id));
	db_run(tx, "delete from portal_user where user_type_id = $1", db_int(id));
}

enum rights_outcome
user_type_remove(struct tx *tx, int64_t id, int64_t version)
{
	if (db_get_int(tx, 0, "select is_default from user_type where id = $1", db_int(id)) == 1)
		return RIGHTS_BUILTIN;
	if (db_run(tx, "update user_type set version = version + 1 where id = $1 and version = $2", db_int(id),
		   db_int(version)) != 1)
		return RIGHTS_OVERTAKEN;
	move_people(tx, id);
	db_run(tx, "delete from user_type_version where user_type_id = $1", db_int(id));
	db_run(tx, "delete from user_type where id = $1", db_int(id));
	catalogue_touch(tx);
	return RIGHTS_DONE;
}

enum rights_outcome
user_type_set_up(struct tx *tx, int64_t id, const char *setup, int64_t version)
{
	return db_run(tx, "update user_type set draft = $2, version = version + 1 where id = $1 and version = $3",
		      db_int(id), db_text(setup), db_int(version)) == 1
		       ? RIGHTS_DONE
		       : RIGHTS_OVERTAKEN;
}

enum rights_outcome
user_type_publish(struct tx *tx, int64_t id, int64_t staff, int64_t version)
{
	if (db_run(tx,
		   "update user_type set published = draft, published_at = $2, published_by = $3, "
		   "version = version + 1 where id = $1 and version = $4",
		   db_int(id), db_int(clock_now()), db_int(staff), db_int(version)) != 1)
		return RIGHTS_OVERTAKEN;
	db_run(tx,
	       "insert into user_type_version (user_type_id, number, setup, published_at, published_by) "
	       "select id, 1 + coalesce((select max(number) from user_type_version where user_type_id = $1), 0), "
	       "published, published_at, published_by from user_type where id = $1",
	       db_int(id));
	catalogue_touch(tx);
	return RIGHTS_DONE;
}
