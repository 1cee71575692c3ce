/* step: which steps there are, what was typed in them, and the head that all their pages have. */
#include "wizard/step.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/instant.h"
#include "records/match_doc.h"
#include "rights/rights.h"

const struct wizard_step *const wizard_steps[] = {&information_step, &contacts_step, &staff_step, &folders_step, NULL};

enum { FIELDS_LIMIT = 4000 };

bool
step_is_offered(struct request *rq, const struct wizard_step *step)
{
	return step->offered == NULL || step->offered(rq);
}

const struct wizard_step *
step_after(struct request *rq, const struct wizard_step *step)
{
	size_t i = 0;

	while (wizard_steps[i] != step)
		i++;
	do
		i++;
	while (wizard_steps[i] != NULL && !step_is_offered(rq, wizard_steps[i]));
	return wizard_steps[i];
}

struct request *
asking_with(struct request *rq, struct form *form)
{
	struct request *own = arena_make(rq->arena, struct request);

	*own = *rq;
	own->form = form;
	return own;
}

const char *
draft_path(struct request *rq, int64_t draft, const char *below)
{
	char id[ID_LENGTH + 1];

	id_print(id, draft);
	return arena_printf(rq->arena, "/console/client-drafts/%s%s", id, below);
}

struct form *
form_of_value(struct request *rq, const char *value)
{
	struct form *form = form_new(rq->arena);
	const char *error;

	if (value != NULL)
		form_add_json(form, str_of(value), FIELDS_LIMIT, &error);
	return form;
}

struct form *
draft_form(struct request *rq, int64_t draft, const struct wizard_step *step)
{
	const char *value = draft == 0 ? NULL : client_draft_step(rq->tx, draft, step->name);
	struct doc *begun = doc_object(rq->arena);
	struct builder text = builder_new(rq->arena, 0);

	if (value == NULL && step->begin != NULL) {
		step->begin(rq, begun);
		doc_print_json(begun, NULL, &text);
		value = builder_text(&text);
	}
	return form_of_value(rq, value);
}

struct doc *
draft_doc(struct request *rq, const struct client_draft *draft)
{
	struct doc *doc = doc_object(rq->arena);

	doc_set_id(doc, "id", draft->id);
	doc_set_text(doc, "href", draft->id == 0 ? NULL : draft_path(rq, draft->id, ""));
	doc_set_text(doc, "name", form_text(form_of_value(rq, draft->information), "name"));
	doc_set_instant(doc, "changed_at", draft->id == 0 ? NO_INSTANT : draft->changed_at);
	doc_set_instant(doc, "kept_until",
			draft->id == 0 ? NO_INSTANT : draft->changed_at + (int64_t)DRAFT_DAYS * DAY_MS);
	doc_set_int(doc, "version", draft->version);
	return doc;
}

size_t
alike_fill(struct request *rq, struct doc *page, const char *name, const struct alike_text *texts, size_t count)
{
	const struct module *module = module_named(rq->rights->catalogue, name);
	struct db_value *cells;

	doc_set_null(page, "duplicates");
	if (module == NULL)
		return 0;
	cells = arena_make_array(rq->arena, struct db_value, module->field_count);
	for (size_t i = 0; i < module->field_count; i++)
		cells[i] = db_null();
	for (size_t i = 0; i < count; i++) {
		const struct field *field = field_named(module, texts[i].field);

		if (field != NULL && !text_empty(texts[i].text))
			cells[field->index] = db_text(texts[i].text);
	}
	return matches_fill(rq, page, record_access(rq, module), 0, cells);
}

static void
add_step(struct request *rq, struct doc *list, const struct client_draft *draft, const struct wizard_step *step,
	 bool current)
{
	struct doc *shown = doc_add_object(list);
	const char *name = step == NULL ? "summary" : step->name;
	bool kept = draft->id != 0 && step != NULL && client_draft_step(rq->tx, draft->id, name) != NULL;

	doc_set_word(shown, "label", name, step == NULL ? N_("Summary") : step->label);
	doc_set_text(shown, "name", name);
	doc_set_text(shown, "href",
		     draft->id == 0
			     ? NULL
			     : draft_path(rq, draft->id, step == NULL ? "" : arena_printf(rq->arena, "/%s", name)));
	doc_set_bool(shown, "current", current);
	doc_set_bool(shown, "done", kept && !current);
}

void
draft_head(struct request *rq, struct doc *page, const struct client_draft *draft, const struct wizard_step *step)
{
	struct doc *list = doc_set_list(page, "steps");

	doc_set(page, "draft", draft_doc(rq, draft));
	doc_set_null(page, "client");
	for (size_t i = 0; wizard_steps[i] != NULL; i++)
		if (step_is_offered(rq, wizard_steps[i]))
			add_step(rq, list, draft, wizard_steps[i], wizard_steps[i] == step);
	add_step(rq, list, draft, NULL, step == NULL);
	doc_set_text(page, "action",
		     step == NULL || draft->id == 0
			     ? "/console/client-drafts"
			     : draft_path(rq, draft->id, arena_printf(rq->arena, "/%s", step->name)));
}
