/* approval_rule_store: reads the rules of approval and review into the snapshot of rights. */
#include "rights/approval_rule.h"

#include "base/arena.h"
#include "base/log.h"
#include "base/str.h"
#include "rights/rights.h"

#include <stddef.h>

enum { CONDITION_DEPTH = 16, CONDITION_VALUES = 10000 };

struct rule_row {
	int64_t id, version, module_id;
	const char *name, *condition;
	bool on_create, on_change, paused;
};
static const struct db_column rule_columns[] = {
	DB_COLUMN_INT64(struct rule_row, id),	     DB_COLUMN_INT64(struct rule_row, version),
	DB_COLUMN_INT64(struct rule_row, module_id), DB_COLUMN_TEXT(struct rule_row, name),
	DB_COLUMN_TEXT(struct rule_row, condition),  DB_COLUMN_BOOL(struct rule_row, on_create),
	DB_COLUMN_BOOL(struct rule_row, on_change),  DB_COLUMN_BOOL(struct rule_row, paused),
};
static const struct db_shape rule_shape = DB_SHAPE(struct rule_row, rule_columns);

struct asked_row {
	int64_t owner_id, target_id; /* of which rule, or module */
	int step;
	bool everybody;
	enum approver_kind kind;
};
static const struct db_column asked_columns[] = {
	DB_COLUMN_INT64(struct asked_row, owner_id),
	DB_COLUMN_INT64(struct asked_row, target_id),
	DB_COLUMN_INT(struct asked_row, step),
	DB_COLUMN_BOOL(struct asked_row, everybody),
	DB_COLUMN_ENUM(struct asked_row, kind, approver_kind_names),
};
static const struct db_shape asked_shape = DB_SHAPE(struct asked_row, asked_columns);

struct review_row {
	int64_t module_id, version;
	bool from_import, from_api, from_portal;
};
static const struct db_column review_columns[] = {
	DB_COLUMN_INT64(struct review_row, module_id),	DB_COLUMN_INT64(struct review_row, version),
	DB_COLUMN_BOOL(struct review_row, from_import), DB_COLUMN_BOOL(struct review_row, from_api),
	DB_COLUMN_BOOL(struct review_row, from_portal),
};
static const struct db_shape review_shape = DB_SHAPE(struct review_row, review_columns);

static const struct condition *
parse_condition(struct arena *arena, const struct module *module, const struct rule_row *row)
{
	const struct field_scope scope = {.module = module, .find = scope_all};
	const char *error = "";
	struct doc *values = NULL;
	struct doc *json = doc_parse_json(arena, str_of(arena_text(arena, row->condition)), CONDITION_DEPTH,
					  CONDITION_VALUES, &error);
	const struct condition *condition = json == NULL ? NULL : condition_parse(arena, &scope, json, &error, &values);

	if (condition == NULL)
		log_warning("rights.rule", "the condition of the approval rule \"%s\" of %s does not hold together: %s",
			    row->name, module->name, error);
	return condition;
}

/* Those asked by the rule (or reviewing the module) `owner` at `step`. */
static struct approver *
take_approvers(struct arena *arena, const struct asked_row *rows, size_t row_count, int64_t owner, int step,
	       size_t *count, bool *all)
{
	struct approver *approvers = arena_make_array(arena, struct approver, row_count + 1);

	*count = 0;
	for (size_t i = 0; i < row_count; i++)
		if (rows[i].owner_id == owner && rows[i].step == step) {
			approvers[(*count)++] = (struct approver){rows[i].kind, rows[i].target_id};
			*all = rows[i].everybody;
		}
	return approvers;
}

static void
take_steps(struct arena *arena, struct approval_rule *rule, const struct asked_row *rows, size_t count)
{
	struct approval_step *steps = arena_make_array(arena, struct approval_step, APPROVAL_STEPS);

	rule->steps = steps;
	while (rule->step_count < APPROVAL_STEPS) {
		struct approval_step *step = &steps[rule->step_count];

		step->approvers = take_approvers(arena, rows, count, rule->id, (int)rule->step_count + 1, &step->count,
						 &step->everybody);
		if (step->count == 0)
			break;
		rule->step_count++;
	}
}

static void
read_rules(struct tx *tx, struct arena *arena, struct rights *rights)
{
	size_t count, asked_count = 0;
	const struct rule_row *rows =
		db_list(tx, &rule_shape, &count,
			"select id, version, module_id, name, condition, on_create, on_change, paused "
			"from approval_rule order by module_id, position, id limit $1",
			db_int(APPROVAL_RULES));
	const struct asked_row *asked =
		count == 0 ? NULL
			   : db_list(tx, &asked_shape, &asked_count,
				     "select rule_id as owner_id, target_id, step, everybody, kind "
				     "from approval_rule_step order by rule_id, step, kind, "
				     "target_id");

	rights->approvals = arena_make_array(arena, struct approval_rule, count + 1);
	for (size_t i = 0; i < count; i++) {
		const struct module *module = module_of_id(rights->catalogue, rows[i].module_id);
		struct approval_rule *rule = &rights->approvals[rights->approval_count];

		if (module == NULL)
			continue;
		rights->approval_count++;
		*rule = (struct approval_rule){.id = rows[i].id,
					       .version = rows[i].version,
					       .module = module,
					       .name = arena_text(arena, rows[i].name),
					       .condition = parse_condition(arena, module, &rows[i]),
					       .on_create = rows[i].on_create,
					       .on_change = rows[i].on_change,
					       .paused = rows[i].paused};
		take_steps(arena, rule, asked, asked_count);
	}
}

static void
read_reviews(struct tx *tx, struct arena *arena, struct rights *rights)
{
	size_t count, reviewer_count = 0;
	const struct review_row *rows =
		db_list(tx, &review_shape, &count,
			"select module_id, version, from_import, from_api, from_portal from review_rule");
	const struct asked_row *reviewers =
		count == 0 ? NULL
			   : db_list(tx, &asked_shape, &reviewer_count,
				     "select module_id as owner_id, target_id, 1 as step, 0 as everybody, kind "
				     "from review_reviewer order by module_id, kind, target_id");

	rights->reviews = arena_make_array(arena, struct review_rule, rights->catalogue->module_count);
	for (size_t i = 0; i < count; i++) {
		const struct module *module = module_of_id(rights->catalogue, rows[i].module_id);
		struct review_rule *review = module == NULL ? NULL : &rights->reviews[module->index];
		bool all = false;

		if (review == NULL)
			continue;
		*review = (struct review_rule){
			.version = rows[i].version,
			.from = {false, rows[i].from_portal, rows[i].from_api, rows[i].from_import}};
		review->reviewers =
			take_approvers(arena, reviewers, reviewer_count, module->id, 1, &review->reviewer_count, &all);
	}
}

void
approval_rules_read(struct tx *tx, struct arena *arena, struct rights *rights)
{
	read_rules(tx, arena, rights);
	read_reviews(tx, arena, rights);
}
