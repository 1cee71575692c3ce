/* rights_page: a change is written first, then compared with what was; unless it was confirmed, the transaction is
 * refused and nothing of it stays. So what is shown and what is done cannot differ. */
#include "rights/rights_page.h"

#include "base/arena.h"
#include "base/id.h"
#include "core/handover.h"

#include <string.h>

const char *const may_labels[MAY_COUNT] = {N_("see"),	 N_("create"), N_("change"),	 N_("delete"),
					   N_("import"), N_("export"), N_("all records")};

const char *
level_label(enum level level)
{
	static const char *const labels[] = {N_("hidden"), N_("read"), N_("change it")};

	return labels[level];
}

const char *
rights_id_text(struct arena *arena, int64_t id)
{
	char text[ID_LENGTH + 1];

	id_print(text, id);
	return arena_text(arena, text);
}

void
doc_set_profile_name(struct doc *object, const char *name, const struct profile_rights *profile)
{
	if (profile_of_id(profile->id) == PROFILE_CUSTOM)
		doc_set_text(object, name, profile->name);
	else
		doc_set_word(object, name, profile_names[profile_of_id(profile->id)],
			     profile_label(&(struct profile_rights){.id = profile->id}));
}

const struct permission *
permission_next(const struct house *house, size_t *feature, size_t *index)
{
	for (; *feature < house->feature_count; (*feature)++, *index = 0)
		while (*index < house->features[*feature]->permission_count) {
			const struct permission *permission = house->features[*feature]->permissions[(*index)++];

			if (permission->holders & FOR_STAFF && (permission->modules == NULL || permission->special))
				return permission;
		}
	return NULL;
}

const char *
permission_label(const struct house *house, const char *name)
{
	const struct permission *permission;
	size_t feature = 0, index = 0;

	while ((permission = permission_next(house, &feature, &index)) != NULL)
		if (text_equal(permission->name, name))
			return permission->label;
	return name;
}

/* ---- pages ---- */

void
rights_begin(struct request *rq, struct settings *settings, const struct module *module)
{
	const char *locale = formats_locale(rq->formats);

	*settings = (struct settings){
		.rq = rq,
		.catalogue = rq->rights->catalogue,
		.module = module,
		.language = arena_text_of(rq->arena, locale, strcspn(locale, "_")),
		.page = doc_object(rq->arena),
	};
}

const struct module *
rights_path_module(struct request *rq)
{
	return module_named(rq->rights->catalogue, path_text(rq, "module"));
}

void
rights_form_begin(struct settings *settings, int64_t version)
{
	settings_problems(settings);
	doc_set_int(settings->page, "version", version);
	if (doc_get(settings->page, STR("uses")) == NULL)
		doc_set_list(settings->page, "uses");
}

/* The kinds of what uses something, in words. */
static void
set_uses(struct settings *settings, const struct doc *uses)
{
	static const struct {
		const char *kind, *label;
	} kinds[] = {{"staff", N_("Staff")},
		     {"role", N_("Role")},
		     {"sharing", N_("Sharing rule")},
		     {"approval_rule", N_("Approval rule")}};
	struct doc *list = doc_set_list(settings->page, "uses");

	for (size_t i = 0; uses != NULL && i < uses->list.count; i++) {
		struct doc *use = doc_add_object(list);

		for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++)
			if (text_equal(doc_get_text(uses->list.items[i], "kind"), kinds[k].kind))
				doc_set_word(use, "kind", kinds[k].kind, kinds[k].label);
		doc_set_text(use, "name", doc_get_text(uses->list.items[i], "name"));
	}
}

bool
rights_refused(struct settings *settings, enum rights_outcome outcome, const struct rights_trouble *trouble)
{
	struct form *form = settings->rq->form;

	switch (outcome) {
	case RIGHTS_DONE:
		return false;
	case RIGHTS_OVERTAKEN:
		settings->conflict = true;
		form_error(form, "",
			   N_("Somebody else has changed or removed it meanwhile. Look at it again, then try again."),
			   NULL);
		break;
	case RIGHTS_NAME_TAKEN:
		form_error(form, "name", N_("This name is taken already."), NULL);
		break;
	case RIGHTS_BUILTIN:
		form_error(form, "", N_("It comes with Parvis: this cannot be changed."), NULL);
		break;
	case RIGHTS_IN_USE:
		form_error(form, "", N_("It is still in use: see below by what, change that first, then try again."),
			   NULL);
		set_uses(settings, trouble->uses);
		break;
	case RIGHTS_WRONG:
		form_error(form, trouble->field, trouble->error, trouble->values);
		break;
	case RIGHTS_TOO_MANY:
		form_error(form, "", N_("There is no room for more of them. Remove one that is no longer needed."),
			   NULL);
		break;
	}
	return true;
}

bool
rights_only_edits(const struct request *rq)
{
	const char *wanted = form_text(rq->form, "do");

	return !text_empty(wanted) && !text_equal(wanted, "save");
}

/* ---- once more ---- */

void
rights_carry(struct settings *settings)
{
	struct form *form = settings->rq->form;
	struct doc *list = doc_set_list(settings->page, "carried");

	for (size_t i = 0; i < form_count(form); i++) {
		const char *name = form_name(form, i);
		struct doc *field;

		if (text_equal(name, "csrf") || text_equal(name, "confirm") || text_equal(name, "do") ||
		    text_equal(name, "successor"))
			continue;
		field = doc_add_object(list);
		doc_set_text(field, "name", name);
		doc_set_text(field, "value", form_raw(form, name));
	}
}

static struct reply
ask(struct rights_change *change)
{
	struct settings *settings = change->settings;
	struct doc *values = doc_object(settings->rq->arena);

	if (change->name_is_ours)
		doc_set_message(values, "name", change->name, NULL);
	else
		doc_set_text(values, "name", change->name);
	doc_set_message(settings->page, "title", change->title, values);
	doc_set_text(settings->page, "action", settings->rq->http->path);
	doc_set_text(settings->page, "back_href", change->back);
	if (settings->rq->wants_json)
		form_error(
			settings->rq->form, "confirm",
			N_("Nothing is changed yet. Look at who gains and who loses what, then send it again with “confirm”."),
			NULL);
	settings_problems(settings);
	rights_carry(settings);
	return reply_form(settings->rq, "rights_confirm", settings->page);
}

struct reply
rights_apply(struct rights_change *change)
{
	struct settings *settings = change->settings;
	struct request *rq = settings->rq;
	struct doc *detail = doc_object(rq->arena);
	bool felt = impact_show(rq, settings->page, change->before);
	bool kept = house_handover_settle(rq, change->kept_before, 0, settings->page, "handover");

	if (!kept || (!form_read_bool(rq->form, "confirm") && (felt || !change->only_if_felt)))
		return ask(change);
	doc_set_text(detail, "name", change->name);
	if (settings->module != NULL)
		doc_set_text(detail, "module", settings->module->name);
	audit_add(rq, &(struct audit){.action = change->action,
				      .object_kind = change->kind,
				      .object = change->object,
				      .detail = detail});
	return reply_done(rq, change->done_path, change->done_flash,
			  change->done == NULL ? settings->page : change->done);
}
