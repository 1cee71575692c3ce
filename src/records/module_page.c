/* module_page: resolves the module of the path through the viewer's plan, and says its words and addresses. */
#include "records/module_page.h"

#include "base/id.h"
#include "core/weakened.h"
#include "html/translation.h"
#include "records/keeper.h"
#include "records/portal_forced.h"
#include "records/record_match.h"
#include "records/records.h"

#include <string.h>

/* ---- access ---- */

const struct access *
access_named(struct request *rq, const char *name)
{
	const struct module *module = module_named(rq->rights->catalogue, name);
	const struct access *access;

	if (module == NULL || module->parent != NULL)
		return NULL;
	access = record_access(rq, module);
	return access->plan->may & MAY_VIEW ? access : NULL;
}

const struct access *
path_access(struct request *rq)
{
	return access_named(rq, path_text(rq, "module"));
}

struct record *
path_record(struct request *rq, const struct access *access, bool bin)
{
	int64_t id = path_id(rq, "record");

	return id == 0 ? NULL : record_find(rq->tx, access, id, bin);
}

bool
access_may(const struct access *access, enum may may)
{
	return (access->plan->may & (unsigned)may) == (unsigned)may;
}

bool
access_writes(const struct access *access, enum may may)
{
	return access_may(access, may) && (!access->viewer->read_only_token || weakened(CHECK_READ_ONLY));
}

bool
access_makes(const struct access *access)
{
	return access_writes(access, MAY_CREATE) && (access->viewer->kind != VIEWER_CLIENT || record_makes(access));
}

bool
field_is_shown(const struct plan *plan, const struct field *field)
{
	return !field->retired && plan_field(plan, field->name) == field;
}

bool
field_is_written(const struct plan *plan, const struct field *field)
{
	return field_is_shown(plan, field) && plan->writable[field->index];
}

/* ---- addresses ---- */

const char *
language_of(const struct request *rq)
{
	return translations_code(rq->house->translations, (size_t)formats_language(rq->formats));
}

const char *
module_path(struct request *rq, const struct module *module, const char *rest)
{
	return arena_printf(rq->arena, "%s/records/%s%s", home_path(rq), module->name, rest);
}

const char *
record_path(struct request *rq, const struct module *module, int64_t id, const char *rest)
{
	char text[ID_LENGTH + 1];

	id_print(text, id);
	return module_path(rq, module, arena_printf(rq->arena, "/%s%s", text, rest));
}

/* ---- the pages of features ---- */

const struct keeper_pages *
pages_of(const struct module *module)
{
	const struct keeper *keeper = keeper_of(module);

	return keeper == NULL ? NULL : keeper->pages;
}

const char *
list_path(struct request *rq, const struct module *module)
{
	const struct keeper_pages *pages = pages_of(module);

	return pages != NULL && pages->list != NULL && rq->viewer->kind == VIEWER_STAFF ? pages->home
											: module_path(rq, module, "");
}

const char *
record_href(struct request *rq, const struct module *module, int64_t id)
{
	const struct keeper_pages *pages = pages_of(module);
	char text[ID_LENGTH + 1];

	if (pages == NULL ||
	    !(viewer_may(rq->viewer, pages->read) || (pages->given != NULL && viewer_may(rq->viewer, pages->given))))
		return record_path(rq, module, id, "");
	id_print(text, id);
	return arena_printf(rq->arena, "%s/%s", pages->home, text);
}

static const char *
new_record_href(struct request *rq, const struct module *module)
{
	const struct keeper_pages *pages = pages_of(module);

	if (pages != NULL && pages->form != NULL && viewer_may(rq->viewer, pages->write))
		return pages->form;
	return module_path(rq, module, "/form");
}

/* What stands behind the home of the pages, from the slash on; NULL: another path. */
static const char *
below(const char *path, const char *home)
{
	size_t length = strlen(home);

	return strncmp(path, home, length) == 0 && (path[length] == '\0' || path[length] == '/') ? path + length : NULL;
}

const char *
records_instead(struct request *rq, unsigned may)
{
	const struct catalogue *catalogue = rq->rights->catalogue;

	for (size_t m = 0; m < catalogue->module_count; m++) {
		const struct module *module = &catalogue->modules[m];
		const struct keeper_pages *pages = pages_of(module);
		const char *rest = pages == NULL ? NULL : below(rq->http->path, pages->home);
		int64_t id;

		if (rest == NULL)
			continue;
		if (module->retired || (record_access(rq, module)->plan->may & may) != may)
			return NULL;
		if (strlen(rest) > ID_LENGTH && id_parse(str_slice(rest + 1, ID_LENGTH), &id))
			return record_path(rq, module, id, "");
		return list_path(rq, module);
	}
	return NULL;
}

/* ---- words ---- */

const char *
tone_class(const char *tone)
{
	static const char *const classes[][2] = {
		{"good", "ok"}, {"warning", "warn"}, {"bad", "danger"}, {"info", "info"}};

	for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++)
		if (text_equal(classes[i][0], tone))
			return classes[i][1];
	return "";
}

void
module_fill(struct request *rq, struct doc *page, const struct access *access)
{
	const struct module *module = access->plan->module;
	struct doc *shown = doc_set_object(page, "module");
	const char *language = language_of(rq);

	doc_set_text(shown, "name", module->name);
	doc_set_label(shown, "singular", &module->singular, language);
	doc_set_label(shown, "plural", &module->plural, language);
	doc_set_text(shown, "icon", module->icon);
	doc_set_text(shown, "href", list_path(rq, module));
	doc_set_text(shown, "new_href", new_record_href(rq, module));
	doc_set_text(shown, "bin_href", module_path(rq, module, "/bin"));
	doc_set_text(shown, "duplicates_href", module_matches(module) ? module_path(rq, module, "/duplicates") : NULL);
	doc_set_bool(shown, "may_create", access_makes(access));
	doc_set_bool(shown, "may_edit", access_writes(access, MAY_EDIT));
	doc_set_bool(shown, "may_delete", access_writes(access, MAY_DELETE));
	doc_set_bool(shown, "kept_elsewhere", module->kept_by != NULL);
}

/* ---- refusals ---- */

const char *
outcome_text(enum record_outcome outcome)
{
	switch (outcome) {
	case RECORD_DONE:
		return N_("Done.");
	case RECORD_OVERTAKEN:
		return N_("Somebody else has changed this meanwhile. Please look at it again.");
	case RECORD_LOCKED:
		return N_("This is locked for now: {{rule}}");
	case RECORD_REFUSED:
		return N_("A value is not right.");
	case RECORD_HELD:
		return N_("Other records need this one: it cannot go.");
	case RECORD_ABSENT:
		break;
	}
	return N_("This does not exist, or is not yours to change.");
}

struct reply
record_refusal(struct request *rq, enum record_outcome outcome, const struct record_trouble *trouble)
{
	struct reply reply;
	struct doc *error, *values = doc_object(rq->arena);

	if (outcome == RECORD_ABSENT)
		return reply_not_found(rq);
	if (outcome == RECORD_LOCKED && rq->viewer->kind == VIEWER_CLIENT) /* what rules are called is the house's */
		return reply_refusal(rq, 409, N_("This is locked for now: it cannot be changed."));
	reply = reply_refusal(rq, outcome == RECORD_REFUSED ? 422 : 409, outcome_text(outcome));
	error = (struct doc *)(uintptr_t)doc_get(reply.document, STR("error"));
	doc_set_text(values, "rule", trouble->rule == NULL ? "" : trouble->rule);
	doc_set_message(error, "message",
			outcome == RECORD_REFUSED && trouble->error != NULL ? trouble->error : outcome_text(outcome),
			values);
	if (trouble->uses != NULL)
		doc_set(error, "uses", trouble->uses);
	return reply;
}
