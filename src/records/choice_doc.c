/* choice_doc: options of selects, with the chosen one marked. */
#include "records/choice_doc.h"

#include "base/id.h"
#include "records/module_page.h"
#include "records/staff_name.h"

static struct doc *
add_option(struct doc *list, const char *value, bool selected)
{
	struct doc *option = doc_add_object(list);

	doc_set_text(option, "value", value);
	doc_set_bool(option, "selected", selected);
	return option;
}

void
choice_options(struct request *rq, struct doc *list, const struct field *field, const char *chosen, bool all)
{
	for (size_t i = 0; i < field->choice_count; i++) {
		const struct choice *choice = &field->choices[i];
		bool selected = text_equal(choice->code, chosen);

		if (!choice->retired || selected || all)
			doc_set_label(add_option(list, choice->code, selected), "label", &choice->label,
				      language_of(rq));
	}
}

void
yes_no_options(struct doc *list, const char *chosen)
{
	bool yes = text_equal(chosen, "1") || text_equal(chosen, "true") || text_equal(chosen, "yes");
	bool no = text_equal(chosen, "0") || text_equal(chosen, "false") || text_equal(chosen, "no");

	doc_set_word(add_option(list, "1", yes), "label", "1", N_("Yes"));
	doc_set_word(add_option(list, "0", no), "label", "0", N_("No"));
}

void
staff_options(struct request *rq, struct doc *list, const char *chosen)
{
	size_t count;
	struct staff_name *names = staff_names_active(rq->tx, &count);

	for (size_t i = 0; i < count; i++) {
		char id[ID_LENGTH + 1];

		id_print(id, names[i].id);
		doc_set_text(add_option(list, arena_text(rq->arena, id), text_equal(id, chosen)), "label",
			     names[i].name);
	}
}

static bool
filters(const struct field *field)
{
	return field->type != FIELD_FILE && field->type != FIELD_IMAGE && field->type != FIELD_SIGNATURE;
}

void
field_options(struct request *rq, struct doc *list, const struct plan *plan, const struct field *chosen,
	      bool (*fits)(const struct field *))
{
	const struct module *module = plan->module;

	/* Its own fields first, those that every module has behind. */
	for (size_t n = 0; n < module->field_count; n++) {
		const struct field *field = &module->fields[(n + SYSTEM_FIELDS) % module->field_count];

		if (field_is_shown(plan, field) && (fits == NULL ? filters : fits)(field))
			doc_set_label(add_option(list, field->name, field == chosen), "label", &field->label,
				      language_of(rq));
	}
}
