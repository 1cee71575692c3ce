/* tell_store: who is to be told of what, and that they were. */
#include "approval/asked_sql.h"
#include "approval/tell.h"

#include "base/arena.h"

static const struct db_column person_columns[] = {
	DB_COLUMN_INT64(struct told_person, id),      DB_COLUMN_INT64(struct told_person, profile_id),
	DB_COLUMN_INT64(struct told_person, role_id), DB_COLUMN_TEXT(struct told_person, name),
	DB_COLUMN_TEXT(struct told_person, email),    DB_COLUMN_TEXT(struct told_person, language),
};
static const struct db_shape person_shape = DB_SHAPE(struct told_person, person_columns);

struct told_person *
people_to_tell(struct tx *tx, size_t *count)
{
	return db_list(tx, &person_shape, count,
		       "select person.id, person.profile_id, person.role_id, person.name, person.email, "
		       "person.language from staff as person where person.disabled_at is null and exists (select 1 "
		       "from approval as request where request.told = 0 and request.state = 'waiting' and " ASKS(
			       "person.id", "person.role_id") " and not " HAS_APPROVED("person.id") ") order by "
												    "person.id");
}

void
asked_are_told(struct tx *tx, const struct module *module)
{
	struct sql sql = sql_new(tx_arena(tx));

	sql_add(&sql, "update approval set told = 1 where told = 0 and state = 'waiting' and module_id = ");
	sql_value(&sql, db_int(module->id));
	sql_printf(&sql, " and exists (select 1 from %s where %s.id = approval.record_id and %s.deleted_at is null)",
		   module->table, module->table, module->table);
	db_sql_run(tx, sql_end(&sql));
}

static const struct db_column decided_columns[] = {
	DB_COLUMN_INT64(struct decided, id),	    DB_COLUMN_INT64(struct decided, module_id),
	DB_COLUMN_INT64(struct decided, record_id), DB_COLUMN_BOOL(struct decided, approved),
	DB_COLUMN_TEXT(struct decided, reason),	    DB_COLUMN_TEXT(struct decided, by),
	DB_COLUMN_INT64(struct decided, person_id), DB_COLUMN_INT64(struct decided, profile_id),
	DB_COLUMN_INT64(struct decided, role_id),   DB_COLUMN_TEXT(struct decided, name),
	DB_COLUMN_TEXT(struct decided, email),	    DB_COLUMN_TEXT(struct decided, language),
};
static const struct db_shape decided_shape = DB_SHAPE(struct decided, decided_columns);

struct decided *
decided_to_tell(struct tx *tx, size_t limit, size_t *count)
{
	return db_list(
		tx, &decided_shape, count,
		"select approval.id, approval.module_id, approval.record_id, "
		"case when approval.state = 'approved' then 1 else 0 end as approved, said.reason, "
		"(select decider.name from staff as decider where decider.id = said.staff_id) as \"by\", "
		"person.id as person_id, person.profile_id, person.role_id, person.name, person.email, person.language "
		"from approval join staff as person on person.id = approval.submitted_by "
		"join approval_decision as said on said.id = (select max(last.id) from approval_decision as last where "
		"last.approval_id = approval.id) "
		"where approval.told = 0 and approval.state in ('approved', 'refused') and person.disabled_at is null "
		"and said.staff_id <> person.id order by person.id, approval.id limit $1",
		db_int((int64_t)limit));
}

void
decided_are_told(struct tx *tx)
{
	db_run(tx, "update approval set told = 1 where told = 0 and state <> 'waiting'");
}
