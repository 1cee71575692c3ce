/* seen_web: who sees a record and why; and what somebody sees of a module, and why. Who sees what is itself something
 * to keep: it is shown to those who change rights, and to the owner of the record. */
#include "core/weakened.h"
#include "rights/handlers.h"
#include "rights/holder.h"
#include "rights/plan_input.h"
#include "rights/rights_page.h"
#include "rights/seen.h"

enum { PEOPLE_EXPLAINED = 50, RECORDS_EXPLAINED = 50, FIELDS_NAMED = 12 };

static void
add_module(struct settings *settings)
{
	const struct module *module = settings->module;
	struct doc *row = doc_set_object(settings->page, "module");

	doc_set_text(row, "name", module->name);
	doc_set_label(row, "singular", &module->singular, settings->language);
	doc_set_label(row, "plural", &module->plural, settings->language);
	doc_set_text(row, "href", arena_printf(settings->rq->arena, "/console/records/%s", module->name));
}

static const char *
record_href(struct request *rq, const struct module *module, int64_t id)
{
	return arena_printf(rq->arena, "/console/records/%s/%s", module->name, rights_id_text(rq->arena, id));
}

static struct viewer
viewer_of(const struct holder *holder)
{
	return (struct viewer){.kind = VIEWER_STAFF,
			       .staff = holder->id,
			       .profile = profile_of_id(holder->profile_id),
			       .profile_id = holder->profile_id,
			       .role_id = holder->role_id,
			       .name = holder->name};
}

/* ---- who sees a record ---- */

/* What their profile hides from them; what a rule hides stands among the reasons. */
static void
add_fields(struct settings *settings, struct doc *row, const struct holder *holder)
{
	const struct module *module = settings->module;
	const struct viewer viewer = viewer_of(holder);
	const struct plan *plan = plan_for(settings->rq->rights, &viewer, module, settings->rq->moment);
	const struct plan *own = plan_for(settings->rq->rights, settings->rq->viewer, module, settings->rq->moment);
	struct doc *seen = doc_set_list(row, "fields"), *list = doc_set_list(row, "hidden_fields");
	int64_t hidden = 0;

	for (size_t i = 0; i < module->field_count; i++) {
		const struct field *field = &module->fields[i];

		if (field->retired || field->id == 0 || plan_field(own, field->name) == NULL)
			continue; /* the owner who asks does not know every field either */
		if (plan->levels[i] != LEVEL_HIDDEN) {
			struct doc *one = doc_add_object(seen);

			doc_set_text(one, "name", field->name);
			doc_set_text(one, "level", level_names[plan->levels[i]]);
		} else if (hidden++ < FIELDS_NAMED)
			doc_set_label(doc_add_object(list), "label", &field->label, settings->language);
	}
	doc_set_bool(row, "all_fields", hidden == 0);
	if (hidden > FIELDS_NAMED)
		doc_set_int(row, "more_hidden", hidden - FIELDS_NAMED);
	else
		doc_set_null(row, "more_hidden");
}

static void
add_person(struct settings *settings, struct doc *list, const struct doc *who, int64_t record)
{
	struct request *rq = settings->rq;
	const struct doc *staff = doc_get(who, STR("staff"));
	int64_t id = doc_get(staff, STR("id"))->integer;
	const struct holder *holder = holder_find(rq->tx, id);
	struct doc *row = doc_add_object(list);

	doc_set(row, "staff", (struct doc *)(uintptr_t)staff);
	doc_set_text(row, "href",
		     viewer_may(rq->viewer, &rights_write)
			     ? arena_printf(rq->arena, RIGHTS_HOME "/staff-access/%s/%s", rights_id_text(rq->arena, id),
					    settings->module->name)
			     : NULL);
	doc_set(row, "reasons",
		list->list.count <= PEOPLE_EXPLAINED ? why_record(rq->tx, rq->rights, id, settings->module, record)
						     : doc_list(rq->arena));
	doc_set(row, "because", (struct doc *)(uintptr_t)doc_get(who, STR("because")));
	doc_set_bool(row, "explained", list->list.count <= PEOPLE_EXPLAINED);
	add_fields(settings, row, holder);
}

struct reply
record_access_page(struct request *rq)
{
	const struct module *module = rights_path_module(rq);
	int64_t record = path_id(rq, "record"), owner = 0;
	const struct seen_record *seen = NULL;
	const struct doc *people;
	struct settings settings;
	struct doc *shown, *list;

	if (module != NULL)
		seen = seen_find(rq->tx, plan_for(rq->rights, rq->viewer, module, rq->moment), rq->viewer, record,
				 &owner);
	if (seen == NULL)
		return reply_not_found(rq);
	if (!viewer_may(rq->viewer, &rights_write) && owner != rq->viewer->staff && !weakened(CHECK_SEEN))
		return reply_refusal(rq, 403,
				     N_("Who else sees a record is shown to its owner and to administrators."));
	rights_begin(rq, &settings, module);
	add_module(&settings);
	shown = doc_set_object(settings.page, "record");
	doc_set_id(shown, "id", record);
	doc_set_text(shown, "name", seen->name == NULL ? "–" : seen->name);
	doc_set_text(shown, "href", record_href(rq, module, record));
	list = doc_set_list(settings.page, "people");
	people = who_sees(rq->tx, rq->rights, module, record);
	for (size_t i = 0; i < people->list.count; i++)
		add_person(&settings, list, people->list.items[i], record);
	doc_set_int(settings.page, "people_count", (int64_t)list->list.count);
	doc_set_bool(settings.page, "manages", viewer_may(rq->viewer, &rights_write));
	doc_set_text(settings.page, "sharing_href",
		     arena_printf(rq->arena, RIGHTS_HOME "/sharing/%s",
				  (module->parent == NULL ? module : module->parent)->name));
	return reply_page(rq, "record_access", settings.page);
}

/* ---- what somebody sees ---- */

struct looking {
	struct settings *settings;
	const struct holder *holder;
	struct viewer viewer;
	const struct plan *plan;
	struct doc *counts;
};

static struct doc *
add_count(struct looking *looking, const char *english, enum seen_by reason, const struct sharing_rule *rule)
{
	struct request *rq = looking->settings->rq;
	int64_t count = seen_count(rq->tx, looking->plan, &looking->viewer, reason, rule, rq->moment);
	struct doc *row, *values = doc_object(rq->arena);

	if (count == 0 && reason != SEEN_OWN)
		return values;
	row = doc_add_object(looking->counts);
	doc_set_message(row, "text", english, values);
	doc_set_int(row, "count", count);
	return values;
}

/* Somebody may see a record for several reasons: the counts of reasons need not add up to the whole. */
static void
add_counts(struct looking *looking)
{
	const struct rights *rights = looking->settings->rq->rights;
	const struct module *module = looking->settings->module;
	const struct role *role = rights_role(rights, looking->holder->role_id);

	if (module->fields[SYSTEM_OWNER].column == NULL || module->parent != NULL)
		return;
	add_count(looking, N_("Their own"), SEEN_OWN, NULL);
	add_count(looking, N_("Of those whose role stands below theirs"), SEEN_BELOW, NULL);
	if (role != NULL && role->parent == NULL)
		add_count(looking, N_("Of nobody, as they stand at the top"), SEEN_NOBODYS, NULL);
	for (size_t i = 0; i < rights->sharing_count; i++) {
		const struct sharing_rule *rule = &rights->sharing[i];

		if (rule->module == module && rule->condition != NULL &&
		    sharing_reaches(rule, role, looking->holder->id))
			doc_set_text(add_count(looking, N_("By the rule “{{rule}}”"), SEEN_BY_RULE, rule), "rule",
				     rule->name);
	}
}

/* What makes counting reasons idle: everything is theirs to see, or nothing. */
static const char *
general_reason(const struct looking *looking)
{
	if (!(looking->plan->may & MAY_VIEW))
		return N_("Their profile does not open this module.");
	if (looking->holder->profile_id == profile_id_of(PROFILE_ADMINISTRATOR))
		return N_("Administrators see everything.");
	if (looking->plan->may & MAY_ALL_RECORDS)
		return N_("Their profile sees the records of everybody.");
	if (looking->settings->module->sharing != SHARING_PRIVATE)
		return N_("Everybody whose profile opens this module sees all its records.");
	return NULL;
}

static void
add_records(struct looking *looking)
{
	struct request *rq = looking->settings->rq;
	const struct module *module = looking->settings->module;
	struct doc *list = doc_set_list(looking->settings->page, "records");
	size_t count;
	const struct seen_record *records =
		seen_list(rq->tx, looking->plan, &looking->viewer, RECORDS_EXPLAINED, &count);

	for (size_t i = 0; i < count; i++) {
		struct doc *row = doc_add_object(list);

		doc_set_id(row, "id", records[i].id);
		doc_set_text(row, "name", records[i].name == NULL ? "–" : records[i].name);
		doc_set_text(row, "href", arena_printf(rq->arena, "%s/access", record_href(rq, module, records[i].id)));
		doc_set(row, "reasons", why_record(rq->tx, rq->rights, looking->holder->id, module, records[i].id));
	}
}

static void
add_modules(struct settings *settings, const struct holder *holder)
{
	struct doc *list = doc_set_list(settings->page, "modules");

	for (size_t m = 0; m < settings->catalogue->module_count; m++) {
		const struct module *module = &settings->catalogue->modules[m];
		struct doc *row;

		if (module->retired || module->parent != NULL)
			continue;
		row = doc_add_object(list);
		doc_set_text(row, "name", module->name);
		doc_set_label(row, "label", &module->plural, settings->language);
		doc_set_text(row, "href",
			     arena_printf(settings->rq->arena, RIGHTS_HOME "/staff-access/%s/%s",
					  rights_id_text(settings->rq->arena, holder->id), module->name));
		doc_set_bool(row, "current", module == settings->module);
	}
}

static void
add_staff(struct settings *settings, const struct holder *holder)
{
	const struct rights *rights = settings->rq->rights;
	const struct profile_rights *profile = rights_profile(rights, holder->profile_id);
	const struct role *role = rights_role(rights, holder->role_id);
	struct doc *staff = doc_set_object(settings->page, "staff");

	doc_set_id(staff, "id", holder->id);
	doc_set_text(staff, "name", holder->name);
	doc_set_bool(staff, "closed", holder->closed);
	doc_set_null(staff, "profile");
	if (profile != NULL)
		doc_set_profile_name(staff, "profile", profile);
	doc_set_text(staff, "profile_href",
		     arena_printf(settings->rq->arena, RIGHTS_HOME "/profiles/%s",
				  rights_id_text(settings->rq->arena, holder->profile_id)));
	doc_set_text(staff, "role", role == NULL ? NULL : role->name);
}

struct reply
staff_access_page(struct request *rq)
{
	const struct module *module = rights_path_module(rq);
	const struct holder *holder = holder_find(rq->tx, path_id(rq, "staff"));
	struct settings settings;
	struct looking looking;
	const char *general;

	if (module == NULL || holder == NULL)
		return reply_not_found(rq);
	rights_begin(rq, &settings, module);
	add_module(&settings);
	add_staff(&settings, holder);
	add_modules(&settings, holder);
	looking = (struct looking){.settings = &settings,
				   .holder = holder,
				   .viewer = viewer_of(holder),
				   .counts = doc_set_list(settings.page, "counts")};
	looking.plan = plan_for(rq->rights, &looking.viewer, module, rq->moment);
	general = general_reason(&looking);
	doc_set_bool(settings.page, "by_hand", module->by_hand);
	doc_set_null(settings.page, "general");
	if (general != NULL)
		doc_set_message(settings.page, "general", general, NULL);
	else
		add_counts(&looking);
	doc_set_int(settings.page, "seen_count",
		    seen_count(rq->tx, looking.plan, &looking.viewer, SEEN_AT_ALL, NULL, rq->moment));
	add_records(&looking);
	return reply_page(rq, "staff_access", settings.page);
}
