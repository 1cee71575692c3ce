/* record_event: events and journal of records, and the rules that hold one. */
#include "records/record_event.h"

#include "core/audit.h"
#include "core/event.h"

static void
tell(struct tx *tx, const struct access *access, const char *kind, const struct row *row, const char *changed)
{
	const struct module *module = access->plan->module;
	const struct event event = {
		.kind = kind,
		.object = row->id,
		.title = row_name(tx_arena(tx), module, row),
		.module = module->name,
		.parent = row->parent,
		.parent_module = module->parent == NULL ? NULL : module->parent->name,
		.staff = access->viewer->kind == VIEWER_STAFF ? access->viewer->staff : 0,
		.changed = changed,
	};

	if (access->house != NULL)
		event_emit(access->house, tx, &event);
}

void
record_tell(struct tx *tx, const struct access *access, const char *kind, const struct row *row)
{
	tell(tx, access, kind, row, NULL);
}

/* When and by whom it was changed changes with every change: that tells nothing. */
void
record_tell_changed(struct tx *tx, const struct access *access, const struct row *row, const bool *changed)
{
	const struct module *module = access->plan->module;
	struct builder names = builder_new(tx_arena(tx), 0);

	for (size_t i = 0; i < module->field_count; i++)
		if (changed[i] && i != SYSTEM_MODIFIED_AT && i != SYSTEM_MODIFIED_BY)
			build_printf(&names, "%s%s", names.length == 0 ? "" : " ", module->fields[i].name);
	tell(tx, access, "record.changed", row, builder_text(&names));
}

void
record_audit(struct tx *tx, const struct access *access, const char *action, int64_t record)
{
	struct doc *detail = doc_object(tx_arena(tx));
	const struct audit audit = {.action = action, .object_kind = "record", .object = record, .detail = detail};

	if (access->house == NULL)
		return;
	doc_set_text(detail, "module", access->plan->module->name);
	audit_add_by(access->house, tx, access->viewer, &audit);
}

enum record_outcome
row_held(const struct access *access, const struct row *row, struct record_trouble *trouble)
{
	const struct rights *rights = access->plan->rights;
	const struct db_value *approval = &row->cells[SYSTEM_APPROVAL];

	for (size_t i = 0; i < rights->state_count; i++) {
		const struct state_rule *rule = &rights->states[i];

		if (rule->module != access->plan->module || rule->field != NULL || rule->hides ||
		    !state_rule_holds(rule, row->cells, access->moment))
			continue;
		trouble->rule = rule->name;
		return RECORD_LOCKED;
	}
	if (approval->type == DB_TEXT && str_equal(approval->bytes, STR("waiting"))) {
		trouble->rule = N_("It waits for approval.");
		return RECORD_LOCKED;
	}
	return RECORD_ABSENT;
}
