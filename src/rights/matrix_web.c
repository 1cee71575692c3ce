/* matrix_web: a profile's special permissions, and what it may do in each module, saved together. */
#include "core/handover.h"
#include "rights/handlers.h"
#include "rights/holder.h"
#include "rights/plan_input.h"
#include "rights/profile_page.h"

enum { MODULE_ROWS = 400, PERMISSION_ROWS = 400 };

static bool
is_administrators(const struct profile_rights *profile)
{
	return profile->id == profile_id_of(PROFILE_ADMINISTRATOR);
}

/* What can be ticked: a feature may be the only one that makes records of a module and takes them away. */
static unsigned
offered(const struct module *module)
{
	return module->made_elsewhere ? MAY_EVERYTHING & ~(unsigned)(MAY_CREATE | MAY_DELETE) : MAY_EVERYTHING;
}

static bool
stands_in_matrix(const struct module *module)
{
	return !module->retired && module->parent == NULL;
}

/* ---- what was typed ---- */

static const char *
row_name(struct request *rq, size_t row, const char *field)
{
	return form_row_name(rq->form, "modules", row, field);
}

/* Whoever may do something with records also sees them; who takes "see" away takes all of it away. */
static unsigned
typed_may(struct request *rq, size_t row, unsigned stored)
{
	const char *list = row_name(rq, row, "may");
	unsigned may = 0;

	for (size_t i = 0; i < form_rows(rq->form, list, 2 * MAY_COUNT); i++) {
		const char *name = arena_printf(rq->arena, "%s.%zu", list, i), *word = form_text(rq->form, name);
		int bit = 0;

		while (bit < MAY_COUNT && !text_equal(may_names[bit], word))
			bit++;
		if (bit < MAY_COUNT)
			may |= 1U << bit;
		else if (!text_empty(word))
			form_error(rq->form, name, N_("Please choose one of the answers."), NULL);
	}
	if (may == 0 || may & MAY_VIEW)
		return may;
	return stored & MAY_VIEW ? 0 : may | MAY_VIEW;
}

/* The row of the form that is about this module; -1: none, it stays as it is. */
static int
typed_row(struct request *rq, const struct module *module)
{
	size_t rows = form_rows(rq->form, "modules", MODULE_ROWS);

	for (size_t i = 0; i < rows; i++)
		if (text_equal(form_text(rq->form, row_name(rq, i, "name")), module->name))
			return (int)i;
	return -1;
}

static void
refuse_unknown_modules(struct request *rq)
{
	size_t rows = form_rows(rq->form, "modules", MODULE_ROWS);

	for (size_t i = 0; i < rows; i++)
		if (module_named(rq->rights->catalogue, form_text(rq->form, row_name(rq, i, "name"))) == NULL)
			form_error(rq->form, row_name(rq, i, "name"), N_("There is no such module."), NULL);
}

static bool
permissions_typed(struct request *rq)
{
	return form_rows(rq->form, "permissions", PERMISSION_ROWS) > 0;
}

static size_t
typed_permissions(struct request *rq, const char **names)
{
	size_t rows = form_rows(rq->form, "permissions", PERMISSION_ROWS), count = 0;

	for (size_t i = 0; i < rows; i++) {
		const char *name = form_text(rq->form, arena_printf(rq->arena, "permissions.%zu", i));

		if (!text_empty(name))
			names[count++] = name;
	}
	return count;
}

static bool
is_among(const char *const *names, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (text_equal(names[i], name))
			return true;
	return false;
}

static size_t
stored_count(const struct profile_rights *profile)
{
	size_t count = 0;

	while (profile->permissions[count] != NULL)
		count++;
	return count;
}

/* ---- the page ---- */

static const struct {
	const char *prefix, *label;
} groups[] = {
	{"client", N_("Clients")}, {"invoice", N_("Invoices")},	 {"payment", N_("Payments")},
	{"portal", N_("Portal")},  {"company", N_("Companies")}, {"outbox", N_("Messages")},
	{"staff", N_("Staff")},	   {"token", N_("Programs")},	 {"audit", N_("Journal")},
	{"rights", N_("Rights")},  {"module", N_("Modules")},	 {"", N_("Others")},
};
enum { GROUPS = sizeof groups / sizeof groups[0] };

static size_t
group_of(const char *permission)
{
	size_t length = 0;

	while (permission[length] != '\0' && permission[length] != '.')
		length++;
	for (size_t i = 0; i + 1 < GROUPS; i++)
		if (str_equal(str_of(groups[i].prefix), (struct str){permission, length}))
			return i;
	return GROUPS - 1;
}

static void
add_permissions(struct settings *settings, const struct profile_rights *profile)
{
	struct request *rq = settings->rq;
	const char *names[PERMISSION_ROWS];
	bool typed = permissions_typed(rq);
	size_t count = typed ? typed_permissions(rq, names) : stored_count(profile);
	struct doc *list = doc_set_list(settings->page, "permission_groups"), *rows[GROUPS];
	const struct permission *permission;
	size_t feature = 0, index = 0, number = 1;

	for (size_t i = 0; i < GROUPS; i++)
		rows[i] = doc_list(rq->arena);
	while ((permission = permission_next(rq->house, &feature, &index)) != NULL) {
		struct doc *row = doc_add_object(rows[group_of(permission->name)]);
		bool stored = is_among(profile->permissions, stored_count(profile), permission->name);

		doc_set_text(row, "input", arena_printf(rq->arena, "permissions.%zu", number++));
		doc_set_text(row, "name", permission->name);
		doc_set_message(row, "label", permission->label, NULL);
		doc_set_bool(row, "held", typed ? is_among(names, count, permission->name) : stored);
		doc_set_bool(row, "theirs", settings->conflict && stored);
	}
	for (size_t i = 0; i < GROUPS; i++)
		if (rows[i]->list.count > 0) {
			struct doc *group = doc_add_object(list);

			doc_set_word(group, "label", groups[i].prefix, groups[i].label);
			doc_set(group, "permissions", rows[i]);
		}
}

static void
add_sub_forms(struct settings *settings, struct doc *row, const struct profile_rights *profile,
	      const struct module *module)
{
	struct doc *list = doc_set_list(row, "sub_forms");

	for (const struct module *part = module_next_sub_form(settings->catalogue, module, NULL); part != NULL;
	     part = module_next_sub_form(settings->catalogue, module, part)) {
		struct doc *below;

		if (part->retired)
			continue;
		below = doc_add_object(list);
		doc_set_label(below, "label", &part->plural, settings->language);
		doc_set_text(below, "href",
			     profile_href(settings->rq->arena, profile->id,
					  arena_printf(settings->rq->arena, "/%s", part->name)));
	}
}

/* "see, change", as it is stored now beside what was typed. */
static void
add_theirs(struct settings *settings, struct doc *row, unsigned may)
{
	struct doc *list = doc_set_list(row, "theirs");

	for (int bit = 0; settings->conflict && bit < MAY_COUNT; bit++)
		if (may & 1U << bit)
			doc_set_word(doc_add_object(list), "label", may_names[bit], may_labels[bit]);
	doc_set_bool(row, "differs", settings->conflict);
}

static void
add_row(struct settings *settings, struct doc *list, const struct profile_rights *profile, const struct module *module)
{
	struct request *rq = settings->rq;
	const char *name = arena_printf(rq->arena, "modules.%zu", list->list.count);
	struct doc *row = doc_add_object(list), *cells = doc_set_list(row, "cells");
	int typed = typed_row(rq, module);
	unsigned stored = is_administrators(profile) ? (unsigned)MAY_EVERYTHING : profile->may[module->index];
	unsigned may = typed < 0 ? stored : typed_may(rq, (size_t)typed, stored);

	doc_set_text(row, "input", name);
	doc_set_text(row, "name", module->name);
	doc_set_label(row, "label", &module->plural, settings->language);
	doc_set_text(row, "icon", module->icon);
	doc_set_text(row, "href", profile_href(rq->arena, profile->id, arena_printf(rq->arena, "/%s", module->name)));
	for (int bit = 0; bit < MAY_COUNT; bit++) {
		struct doc *cell = doc_add_object(cells);
		bool fits = offered(module) & 1U << bit;

		doc_set_text(cell, "input", arena_printf(rq->arena, "%s.may.%d", name, bit));
		doc_set_text(cell, "code", may_names[bit]);
		doc_set_word(cell, "label", may_names[bit], may_labels[bit]);
		doc_set_bool(cell, "offered", fits);
		doc_set_bool(cell, "checked", fits && may & 1U << bit);
	}
	add_theirs(settings, row, stored);
	add_sub_forms(settings, row, profile, module);
}

static void
add_matrix(struct settings *settings, const struct profile_rights *profile)
{
	static const char *const hints[MAY_COUNT] = {
		N_("Open lists and sheets"),
		N_("Add new ones"),
		N_("Change what they see"),
		N_("Move to the bin"),
		N_("Bring in files of many records"),
		N_("Take lists out as files"),
		N_("Whoever owns them, whatever is shared"),
	};
	struct doc *heads = doc_set_list(settings->page, "heads"), *list = doc_set_list(settings->page, "modules");

	for (int bit = 0; bit < MAY_COUNT; bit++) {
		struct doc *head = doc_add_object(heads);

		doc_set_word(head, "label", may_names[bit], may_labels[bit]);
		doc_set_message(head, "about", hints[bit], NULL);
	}
	for (size_t i = 0; i < settings->catalogue->module_count; i++)
		if (stands_in_matrix(&settings->catalogue->modules[i]))
			add_row(settings, list, profile, &settings->catalogue->modules[i]);
}

static void
add_staff(struct settings *settings, const struct profile_rights *profile)
{
	struct doc *list = doc_set_list(settings->page, "staff");
	size_t count;
	const struct holder *holders = holder_list(settings->rq->tx, &count);

	for (size_t i = 0; i < count; i++)
		if (holders[i].profile_id == profile->id)
			doc_set_text(holder_add(list, &holders[i]), "href",
				     arena_printf(settings->rq->arena, RIGHTS_HOME "/staff-access/%s/%s",
						  rights_id_text(settings->rq->arena, holders[i].id),
						  settings->catalogue->modules[0].name));
	doc_set_int(settings->page, "staff_count", (int64_t)list->list.count);
	doc_set_bool(settings->page, "removable",
		     profile_of_id(profile->id) == PROFILE_CUSTOM && list->list.count == 0);
}

static void
fill(struct settings *settings, const struct profile_rights *profile)
{
	struct doc *inputs;

	rights_form_begin(settings, profile->version);
	doc_set(settings->page, "profile", profile_doc(settings->rq, profile));
	inputs = doc_set_object(settings->page, "inputs");
	settings_input(settings, inputs, "name", "name", profile->name);
	doc_set_bool(settings->page, "own", profile_of_id(profile->id) == PROFILE_CUSTOM);
	doc_set_bool(settings->page, "changeable", !is_administrators(profile));
	add_permissions(settings, profile);
	add_matrix(settings, profile);
	add_staff(settings, profile);
}

struct reply
profile_again(struct settings *settings, const struct profile_rights *profile)
{
	fill(settings, profile);
	return settings_again(settings, "profile_matrix");
}

struct reply
profile_page(struct request *rq)
{
	const struct profile_rights *profile = profile_of_path(rq);
	struct settings settings;

	if (profile == NULL)
		return reply_not_found(rq);
	rights_begin(rq, &settings, NULL);
	fill(&settings, profile);
	return reply_page(rq, "profile_matrix", settings.page);
}

/* ---- saving ---- */

struct saving {
	struct settings *settings;
	const struct profile_rights *profile;
	int64_t version;
	struct rights_trouble trouble;
};

/* True: done. Each part of a profile that changes uses up a version. */
static bool
part_done(struct saving *saving, enum rights_outcome outcome)
{
	saving->version++;
	return !rights_refused(saving->settings, outcome, &saving->trouble);
}

static bool
save_name(struct saving *saving, const char *name)
{
	return name == NULL || text_equal(name, saving->profile->name) ||
	       part_done(saving, profile_rename(saving->settings->rq->tx, saving->profile->id, name, saving->version));
}

static bool
same_permissions(const struct profile_rights *profile, const char *const *names, size_t count)
{
	if (stored_count(profile) != count)
		return false;
	for (size_t i = 0; i < count; i++)
		if (!is_among(profile->permissions, count, names[i]))
			return false;
	return true;
}

static bool
save_permissions(struct saving *saving)
{
	struct request *rq = saving->settings->rq;
	const char *names[PERMISSION_ROWS];
	size_t count = typed_permissions(rq, names);

	return !permissions_typed(rq) || same_permissions(saving->profile, names, count) ||
	       part_done(saving, profile_permit(rq->tx, rq->rights, saving->profile->id, names, count, saving->version,
						&saving->trouble));
}

static bool
save_module(struct saving *saving, const struct module *module)
{
	struct request *rq = saving->settings->rq;
	const struct layout *layout = saving->profile->layouts[module->index];
	int row = typed_row(rq, module);
	struct matrix_draft draft = {.module = module, .layout = layout == &module->layouts[0] ? 0 : layout->id};
	unsigned stored = saving->profile->may[module->index];

	if (row < 0)
		return true;
	/* What the matrix does not offer stays as it is. */
	draft.may = (typed_may(rq, (size_t)row, stored) & offered(module)) | (stored & ~offered(module));
	return draft.may == stored ||
	       part_done(saving, profile_set_module(rq->tx, saving->profile->id, &draft, saving->version));
}

static bool
save(struct saving *saving, const char *name)
{
	const struct catalogue *catalogue = saving->settings->catalogue;

	if (!save_name(saving, name) || !save_permissions(saving))
		return false;
	for (size_t i = 0; i < catalogue->module_count; i++)
		if (stands_in_matrix(&catalogue->modules[i]) && !save_module(saving, &catalogue->modules[i]))
			return false;
	return true;
}

struct reply
profile_change(struct request *rq)
{
	const struct profile_rights *profile = profile_of_path(rq);
	struct settings settings;
	struct saving saving = {.settings = &settings, .profile = profile};
	struct rights_change change;
	const char *name = NULL;

	if (profile == NULL)
		return reply_not_found(rq);
	rights_begin(rq, &settings, NULL);
	saving.version = profile->version;
	if (form_has(rq->form, "name"))
		name = form_read_text(rq->form, "name", FORM_REQUIRED, RIGHTS_NAME_LENGTH);
	refuse_unknown_modules(rq);
	if (is_administrators(profile))
		form_error(rq->form, "",
			   N_("Administrators may do everything, always: so nobody can lock everybody out."), NULL);
	change = (struct rights_change){.settings = &settings,
					.before = reach_now(rq->tx),
					.kept_before = house_handover_begin(rq),
					.title = N_("Change the profile {{name}}"),
					.name = profile_label(profile),
					.name_is_ours = profile_of_id(profile->id) != PROFILE_CUSTOM,
					.back = profile_href(rq->arena, profile->id, ""),
					.only_if_felt = true,
					.action = "profile.change",
					.kind = "profile",
					.object = profile->id,
					.done_path = profile_href(rq->arena, profile->id, ""),
					.done_flash = N_("Saved. It holds from everybody’s next page on.")};
	if (!settings_current(&settings, profile->version) || form_failed(rq->form) || rights_only_edits(rq) ||
	    !save(&saving, name))
		return profile_again(&settings, profile);
	doc_set_int(settings.page, "version", saving.version);
	return rights_apply(&change);
}
