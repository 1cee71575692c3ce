/* rule_store: writes who sees records of others, and what becomes of a record in which state. */
#include "rights/write.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/str.h"
#include "modules/module_store.h"
#include "sys/clock.h"

enum rights_outcome
module_share(struct tx *tx, const struct module *module, enum sharing sharing, int64_t version)
{
	catalogue_touch(tx);
	return db_run(tx, "update module set sharing = $1, version = version + 1 where id = $2 and version = $3",
		      db_text(sharing_names[sharing]), db_int(module->id), db_int(version)) == 1
		       ? RIGHTS_DONE
		       : RIGHTS_OVERTAKEN;
}

/* The condition as it is stored; NULL when it is refused. */
static const char *
condition_json(struct tx *tx, const struct module *module, const struct doc *json, struct rights_trouble *trouble)
{
	const struct field_scope scope = {.module = module, .find = scope_all};
	struct builder text = builder_new(tx_arena(tx), 0);
	struct doc *values = NULL;
	const char *error = NULL;
	const struct condition *condition = condition_parse(tx_arena(tx), &scope, json, &error, &values);

	if (condition == NULL) {
		refuse(trouble, "condition", error);
		trouble->values = values;
		return NULL;
	}
	doc_print_json(condition_doc(tx_arena(tx), condition), NULL, &text);
	return builder_text(&text);
}

static bool
too_many(struct tx *tx, const char *sql_of_module, const char *sql_of_all, const struct module *module, int most)
{
	return db_get_int(tx, 0, sql_of_module, db_int(module->id)) >= RULES_OF_MODULE ||
	       db_get_int(tx, 0, sql_of_all) >= most;
}

/* ---- sharing ---- */

static enum rights_outcome
check_sharing(struct tx *tx, const struct rights *rights, const struct module *module, int64_t id,
	      const struct sharing_draft *draft, struct rights_trouble *trouble)
{
	if (id == 0 && too_many(tx, "select count(*) from sharing_rule where module_id = $1",
				"select count(*) from sharing_rule", module, SHARING_RULES))
		return RIGHTS_TOO_MANY;
	if (module->parent != NULL)
		return refuse(trouble, "", N_("Lines are seen with their record: share those instead."));
	if ((draft->role == 0) == (draft->crew == 0))
		return refuse(trouble, "role", N_("Please choose a role or a group to share with."));
	if (draft->role != 0 && rights_role(rights, draft->role) == NULL)
		return refuse(trouble, "role", N_("This role is no longer there."));
	if (draft->crew != 0 && rights_crew(rights, draft->crew) == NULL)
		return refuse(trouble, "crew", N_("This group is no longer there."));
	if (draft->level == LEVEL_HIDDEN)
		return refuse(trouble, "level", N_("Please choose whether they may change the records."));
	return RIGHTS_DONE;
}

static enum rights_outcome
write_sharing(struct tx *tx, const struct module *module, int64_t id, const struct sharing_draft *draft,
	      const char *condition, int64_t version, int64_t *saved)
{
	*saved = id == 0 ? id_new() : id;
	if (id == 0) {
		db_run(tx,
		       "insert into sharing_rule (id, module_id, name, condition, role_id, crew_id, level, created_at, "
		       "version) values ($1, $2, $3, $4, $5, $6, $7, $8, 1)",
		       db_int(*saved), db_int(module->id), db_text(draft->name), db_text(condition),
		       db_optional(draft->role, 0), db_optional(draft->crew, 0), db_text(level_names[draft->level]),
		       db_int(clock_now()));
		return RIGHTS_DONE;
	}
	return db_run(tx,
		      "update sharing_rule set name = $1, condition = $2, role_id = $3, crew_id = $4, level = $5, "
		      "version = version + 1 where id = $6 and module_id = $7 and version = $8",
		      db_text(draft->name), db_text(condition), db_optional(draft->role, 0),
		      db_optional(draft->crew, 0), db_text(level_names[draft->level]), db_int(id), db_int(module->id),
		      db_int(version)) == 1
		       ? RIGHTS_DONE
		       : RIGHTS_OVERTAKEN;
}

enum rights_outcome
sharing_save(struct tx *tx, const struct rights *rights, const struct module *module, int64_t id,
	     const struct sharing_draft *draft, int64_t version, int64_t *saved, struct rights_trouble *trouble)
{
	enum rights_outcome outcome;
	const char *condition;

	catalogue_touch(tx);
	outcome = check_sharing(tx, rights, module, id, draft, trouble);
	if (outcome != RIGHTS_DONE)
		return outcome;
	condition = condition_json(tx, module, draft->condition, trouble);
	return condition == NULL ? RIGHTS_WRONG : write_sharing(tx, module, id, draft, condition, version, saved);
}

enum rights_outcome
sharing_remove(struct tx *tx, int64_t id, int64_t version)
{
	catalogue_touch(tx);
	return db_run(tx, "delete from sharing_rule where id = $1 and version = $2", db_int(id), db_int(version)) == 1
		       ? RIGHTS_DONE
		       : RIGHTS_OVERTAKEN;
}

/* ---- states ---- */

static enum rights_outcome
write_state(struct tx *tx, const struct module *module, int64_t id, const struct state_draft *draft,
	    const char *condition, int64_t version, int64_t *saved)
{
	const char *effect = draft->hides ? "hidden" : "locked";
	int64_t field = draft->field == NULL ? 0 : draft->field->id;

	*saved = id == 0 ? id_new() : id;
	if (id == 0) {
		db_run(tx,
		       "insert into state_rule (id, module_id, field_id, effect, name, condition, created_at, version) "
		       "values ($1, $2, $3, $4, $5, $6, $7, 1)",
		       db_int(*saved), db_int(module->id), db_optional(field, 0), db_text(effect), db_text(draft->name),
		       db_text(condition), db_int(clock_now()));
		return RIGHTS_DONE;
	}
	return db_run(tx,
		      "update state_rule set field_id = $1, effect = $2, name = $3, condition = $4, "
		      "version = version + 1 where id = $5 and module_id = $6 and version = $7",
		      db_optional(field, 0), db_text(effect), db_text(draft->name), db_text(condition), db_int(id),
		      db_int(module->id), db_int(version)) == 1
		       ? RIGHTS_DONE
		       : RIGHTS_OVERTAKEN;
}

enum rights_outcome
state_save(struct tx *tx, const struct module *module, int64_t id, const struct state_draft *draft, int64_t version,
	   int64_t *saved, struct rights_trouble *trouble)
{
	const char *condition;

	catalogue_touch(tx);
	if (id == 0 && too_many(tx, "select count(*) from state_rule where module_id = $1",
				"select count(*) from state_rule", module, STATE_RULES))
		return RIGHTS_TOO_MANY;
	if (draft->field != NULL && (draft->field->module != module || draft->field->id == 0))
		return refuse(trouble, "field", N_("This field is no longer there."));
	condition = condition_json(tx, module, draft->condition, trouble);
	return condition == NULL ? RIGHTS_WRONG : write_state(tx, module, id, draft, condition, version, saved);
}

enum rights_outcome
state_remove(struct tx *tx, int64_t id, int64_t version)
{
	catalogue_touch(tx);
	return db_run(tx, "delete from state_rule where id = $1 and version = $2", db_int(id), db_int(version)) == 1
		       ? RIGHTS_DONE
		       : RIGHTS_OVERTAKEN;
}
