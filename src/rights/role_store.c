/* role_store: writes roles and groups, and works out whose records the tree of roles lets somebody see. */
#include "rights/write.h"

#include "base/id.h"
#include "modules/module_store.h"
#include "sys/clock.h"

/* ---- reach ---- */

/* Whose records one sees: one's own, and those of everybody in the roles below one's own (not of one's peers). */
#define BELOW                                                                                                          \
	"with recursive below (role_id, lower_id) as ("                                                                \
	"select parent_id, id from role where parent_id is not null "                                                  \
	"union select below.role_id, role.id from below join role on role.parent_id = below.lower_id) "

void
reach_recompute(struct tx *tx)
{
	db_run(tx, "delete from staff_reach");
	db_run(tx, BELOW "insert into staff_reach (staff_id, owner_id) select id, id from staff "
			 "union select upper.id, lower.id from staff upper join below on below.role_id = upper.role_id "
			 "join staff lower on lower.role_id = below.lower_id");
}

void
reach_of_new_staff(struct tx *tx, int64_t staff)
{
	db_run(tx,
	       BELOW "insert into staff_reach (staff_id, owner_id) select id, id from staff where id = $1 "
		     "union select upper.id, lower.id from staff upper join below on below.role_id = upper.role_id "
		     "join staff lower on lower.role_id = below.lower_id where upper.id = $1 or lower.id = $1",
	       db_int(staff));
}

/* ---- roles ---- */

static bool
role_name_is_taken(struct tx *tx, const char *name, int64_t except)
{
	return db_get_int(tx, 0, "select 1 from role where name = $1 and id <> $2", db_text(name), db_int(except)) == 1;
}

enum rights_outcome
role_create(struct tx *tx, const struct rights *rights, const char *name, int64_t parent, int64_t *id,
	    struct rights_trouble *trouble)
{
	catalogue_touch(tx);
	if (rights->role_count >= ROLES_LIMIT)
		return RIGHTS_TOO_MANY;
	if (parent != 0 && rights_role(rights, parent) == NULL)
		return refuse(trouble, "parent", N_("This role is no longer there."));
	if (role_name_is_taken(tx, name, 0))
		return RIGHTS_NAME_TAKEN;
	*id = id_new();
	db_run(tx, "insert into role (id, name, parent_id, created_at, version) values ($1, $2, $3, $4, 1)",
	       db_int(*id), db_text(name), db_optional(parent, 0), db_int(clock_now()));
	return RIGHTS_DONE;
}

enum rights_outcome
role_change(struct tx *tx, const struct rights *rights, int64_t id, const char *name, int64_t parent, int64_t version,
	    struct rights_trouble *trouble)
{
	const struct role *above = rights_role(rights, parent), *role = rights_role(rights, id);

	catalogue_touch(tx);
	if (parent != 0 && above == NULL)
		return refuse(trouble, "parent", N_("This role is no longer there."));
	if (role != NULL && above != NULL && role_is_above(role, above))
		return refuse(trouble, "parent", N_("A role cannot stand below itself."));
	if (role_name_is_taken(tx, name, id))
		return RIGHTS_NAME_TAKEN;
	if (db_run(tx,
		   "update role set name = $1, parent_id = $2, version = version + 1 where id = $3 and version = $4",
		   db_text(name), db_optional(parent, 0), db_int(id), db_int(version)) != 1)
		return RIGHTS_OVERTAKEN;
	reach_recompute(tx);
	return RIGHTS_DONE;
}

enum rights_outcome
role_remove(struct tx *tx, int64_t id, int64_t version, struct rights_trouble *trouble)
{
	bool used;

	catalogue_touch(tx);
	used = find_uses(tx, trouble, "staff", "select name from staff where role_id = $1 order by name limit 20", id);
	used |= find_uses(tx, trouble, "role", "select name from role where parent_id = $1 order by name limit 20", id);
	used |= find_uses(tx, trouble, "sharing",
			  "select name from sharing_rule where role_id = $1 order by name limit 20", id);
	used |= find_uses(
		tx, trouble, "approval_rule",
		"select distinct name from approval_rule join approval_rule_step on rule_id = approval_rule.id "
		"where kind = 'role' and target_id = $1 order by name limit 20",
		id);
	if (used)
		return RIGHTS_IN_USE;
	return db_run(tx, "delete from role where id = $1 and version = $2", db_int(id), db_int(version)) == 1
		       ? RIGHTS_DONE
		       : RIGHTS_OVERTAKEN;
}

/* ---- groups ---- */

static bool
crew_name_is_taken(struct tx *tx, const char *name, int64_t except)
{
	return db_get_int(tx, 0, "select 1 from crew where name = $1 and id <> $2", db_text(name), db_int(except)) == 1;
}

/* Somebody who is no more on the staff has no place in a group. */
static void
set_members(struct tx *tx, int64_t crew, const int64_t *members, size_t count)
{
	db_run(tx, "delete from crew_member where crew_id = $1", db_int(crew));
	for (size_t i = 0; i < count; i++)
		db_run(tx,
		       "insert into crew_member (crew_id, staff_id) select $1, id from staff where id = $2 "
		       "on conflict (crew_id, staff_id) do nothing",
		       db_int(crew), db_int(members[i]));
}

enum rights_outcome
crew_create(struct tx *tx, const struct rights *rights, const char *name, const int64_t *members, size_t member_count,
	    int64_t *id)
{
	catalogue_touch(tx);
	if (rights->crew_count >= CREWS_LIMIT)
		return RIGHTS_TOO_MANY;
	if (crew_name_is_taken(tx, name, 0))
		return RIGHTS_NAME_TAKEN;
	*id = id_new();
	db_run(tx, "insert into crew (id, name, created_at, version) values ($1, $2, $3, 1)", db_int(*id),
	       db_text(name), db_int(clock_now()));
	set_members(tx, *id, members, member_count);
	return RIGHTS_DONE;
}

enum rights_outcome
crew_change(struct tx *tx, int64_t id, const char *name, const int64_t *members, size_t member_count, int64_t version)
{
	catalogue_touch(tx);
	if (crew_name_is_taken(tx, name, id))
		return RIGHTS_NAME_TAKEN;
	if (db_run(tx, "update crew set name = $1, version = version + 1 where id = $2 and version = $3", db_text(name),
		   db_int(id), db_int(version)) != 1)
		return RIGHTS_OVERTAKEN;
	set_members(tx, id, members, member_count);
	return RIGHTS_DONE;
}

enum rights_outcome
crew_remove(struct tx *tx, int64_t id, int64_t version, struct rights_trouble *trouble)
{
	catalogue_touch(tx);
	if (find_uses(tx, trouble, "sharing", "select name from sharing_rule where crew_id = $1 order by name limit 20",
		      id))
		return RIGHTS_IN_USE;
	if (db_get_int(tx, 0, "select version from crew where id = $1", db_int(id)) != version)
		return RIGHTS_OVERTAKEN;
	db_run(tx, "delete from crew_member where crew_id = $1", db_int(id));
	db_run(tx, "delete from crew where id = $1", db_int(id));
	return RIGHTS_DONE;
}
