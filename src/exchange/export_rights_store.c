/* export_rights_store: what somebody may see, hashed from their plans: a file is theirs as long as it stays the same.
 */
#include "exchange/export.h"

#include "base/arena.h"
#include "sys/crypto.h"

#include <inttypes.h>

/* The plan of a day that never changes. */
static const struct plan *
timeless_plan(const struct access *access, const struct module *module)
{
	const struct moment moment = {.zone = access->moment->zone, .staff = access->moment->staff};

	return plan_for(access->plan->rights, access->viewer, module, &moment);
}

static void
add_value(struct builder *text, const struct db_value *value)
{
	if (value->type == DB_INT)
		build_printf(text, "%" PRId64 "\n", value->integer);
	else if (value->type == DB_TEXT)
		build_printf(text, "“%.*s”\n", (int)value->bytes.length, value->bytes.at);
}

static void
add_plan(struct builder *text, const struct plan *plan)
{
	build_printf(text, "%" PRId64 " %u %s\n", plan->module->id, plan->may, plan->rows);
	for (size_t i = 0; i < plan->module->field_count && plan->may != 0; i++) {
		const struct field *field = &plan->module->fields[i];

		if (plan->levels[i] != LEVEL_HIDDEN)
			build_printf(text, "%" PRId64 " %s\n", field->id,
				     plan->hidden[i] == NULL ? "" : plan->hidden[i]);
	}
	for (int i = 0; i < plan->value_count; i++)
		add_value(text, &plan->values[i]);
}

/* Whose records somebody sees through the tree of roles is in no plan: it is asked of a table. */
static void
add_reach(struct builder *text, struct tx *tx, int64_t staff)
{
	build_printf(
		text, "%" PRId64 " %" PRId64 "\n",
		db_get_int(tx, 0, "select count(*) from staff_reach where staff_id = $1", db_int(staff)),
		db_get_int(
			tx, 0,
			"select cast(coalesce(sum(owner_id % 1000003), 0) as bigint) from staff_reach where staff_id = $1",
			db_int(staff)));
}

const char *
export_rights(struct tx *tx, const struct access *access)
{
	struct builder text = builder_new(tx_arena(tx), 0);
	const struct plan *plan = timeless_plan(access, access->plan->module);
	char printed[HASH_SIZE * 2 + 1];
	struct hash hash;

	add_plan(&text, plan);
	for (size_t i = 0; i < plan->module->field_count; i++) {
		const struct field *field = &plan->module->fields[i];

		if (plan->levels[i] != LEVEL_HIDDEN && field->target != NULL)
			add_plan(&text, timeless_plan(access, field->target));
	}
	build_printf(&text, "%d\n", export_shows_beside(access));
	add_reach(&text, tx, access->viewer->staff);
	hash = sha256(builder_str(&text));
	hash_print(printed, &hash);
	return arena_text(tx_arena(tx), printed);
}
