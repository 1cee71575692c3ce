/* decision_store: approvals as rows: found by record, by whom they ask, taken by one who decides at a time. */
#include "approval/asked_sql.h"
#include "approval/decision.h"

#include "base/arena.h"
#include "base/id.h"

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct approval, id),
	DB_COLUMN_INT64(struct approval, module_id),
	DB_COLUMN_INT64(struct approval, record_id),
	DB_COLUMN_TEXT(struct approval, rule_name),
	DB_COLUMN_INT(struct approval, step),
	DB_COLUMN_INT(struct approval, steps),
	DB_COLUMN_ENUM(struct approval, state, approval_state_names),
	DB_COLUMN_INT64(struct approval, owner_id),
	DB_COLUMN_INT64(struct approval, submitted_by),
	DB_COLUMN_TEXT(struct approval, submitter),
	DB_COLUMN_INSTANT(struct approval, submitted_at),
	DB_COLUMN_INSTANT(struct approval, step_at),
	DB_COLUMN_INSTANT(struct approval, ended_at),
	DB_COLUMN_INT64(struct approval, version),
};
static const struct db_shape shape = DB_SHAPE(struct approval, columns);

#define SELECT                                                                                                         \
	"select request.id, request.module_id, request.record_id, request.rule_name, request.step, request.steps, "    \
	"request.state, request.owner_id, request.submitted_by, "                                                      \
	"(select name from staff where staff.id = request.submitted_by) as submitter, request.submitted_at, "          \
	"request.step_at, request.ended_at, request.version from approval as request "

struct approval *
approval_find(struct tx *tx, int64_t id)
{
	return db_find(tx, &shape, SELECT "where request.id = $1", db_int(id));
}

struct approval *
approval_of(struct tx *tx, int64_t module, int64_t record)
{
	return db_find(tx, &shape,
		       SELECT "where request.module_id = $1 and request.record_id = $2 and request.state = 'waiting'",
		       db_int(module), db_int(record));
}

struct approval *
approvals_of(struct tx *tx, int64_t module, int64_t record, size_t limit, size_t *count)
{
	return db_list(tx, &shape, count,
		       SELECT
		       "where request.module_id = $1 and request.record_id = $2 order by request.id desc limit $3",
		       db_int(module), db_int(record), db_int((int64_t)limit));
}

struct approval *
approvals_to_release(struct tx *tx, size_t limit, size_t *count)
{
	return db_list(tx, &shape, count,
		       SELECT "where request.state = 'waiting' and request.rule_id is not null and not exists "
			      "(select 1 from approval_rule where approval_rule.id = request.rule_id) "
			      "order by request.id limit $1",
		       db_int((int64_t)limit));
}

struct said *
approval_said(struct tx *tx, int64_t module, int64_t record, size_t *count)
{
	static const struct db_column said_columns[] = {
		DB_COLUMN_INT64(struct said, id),	 DB_COLUMN_INT64(struct said, approval_id),
		DB_COLUMN_INT(struct said, step),	 DB_COLUMN_ENUM(struct said, decision, decision_names),
		DB_COLUMN_BOOL(struct said, for_others), DB_COLUMN_TEXT(struct said, name),
		DB_COLUMN_TEXT(struct said, reason),	 DB_COLUMN_INSTANT(struct said, at),
	};
	static const struct db_shape said_shape = DB_SHAPE(struct said, said_columns);

	return db_list(tx, &said_shape, count,
		       "select said.id, said.approval_id, said.step, said.decision, said.for_others, "
		       "(select name from staff where staff.id = said.staff_id) as name, said.reason, said.at "
		       "from approval_decision as said join approval on approval.id = said.approval_id "
		       "where approval.module_id = $1 and approval.record_id = $2 order by said.id limit 200",
		       db_int(module), db_int(record));
}

struct asked_person *
approval_people(struct tx *tx, const struct approval *approval, size_t *count)
{
	static const struct db_column person_columns[] = {
		DB_COLUMN_INT64(struct asked_person, id),
		DB_COLUMN_TEXT(struct asked_person, name),
		DB_COLUMN_BOOL(struct asked_person, decided),
	};
	static const struct db_shape person_shape = DB_SHAPE(struct asked_person, person_columns);

	return db_list(
		tx, &person_shape, count,
		"select person.id, person.name, case when " HAS_APPROVED(
			"person.id") " then 1 else 0 end as decided "
				     "from staff as person, approval as request where request.id = $1 and "
				     "person.disabled_at is null and " ASKS(
					     "person.id", "person.role_id") " order by person.name, person.id limit $2",
		db_int(approval->id), db_int(APPROVAL_PEOPLE));
}

bool
approval_needs_everybody(struct tx *tx, const struct approval *approval)
{
	return db_get_int(tx, 0, "select max(everybody) from approval_asked where approval_id = $1 and step = $2",
			  db_int(approval->id), db_int(approval->step)) == 1;
}

/* ---- writing ---- */

bool
approval_take(struct tx *tx, const struct approval *approval)
{
	return db_run(tx,
		      "update approval set version = version + 1 where id = $1 and version = $2 and state = 'waiting'",
		      db_int(approval->id), db_int(approval->version)) == 1;
}

void
approval_say(struct tx *tx, const struct approval *approval, const struct said *said, int64_t staff)
{
	db_run(tx,
	       "insert into approval_decision (id, approval_id, step, decision, staff_id, for_others, reason, at) "
	       "values ($1, $2, $3, $4, $5, $6, $7, $8)",
	       db_int(id_new()), db_int(approval->id), db_int(approval->step), db_text(decision_names[said->decision]),
	       db_int(staff), db_int(said->for_others), db_text(said->reason), db_int(said->at));
}

void
approval_next_step(struct tx *tx, const struct approval *approval, int64_t now)
{
	db_run(tx, "update approval set step = step + 1, step_at = $1, told = 0 where id = $2", db_int(now),
	       db_int(approval->id));
}

void
approval_end(struct tx *tx, const struct approval *approval, enum approval_state state, int64_t now)
{
	db_run(tx, "update approval set state = $1, ended_at = $2, told = $3 where id = $4",
	       db_text(approval_state_names[state]), db_int(now),
	       db_int(state == WITHDRAWN || state == RELEASED ? 1 : 0), db_int(approval->id));
}
