/* tab_form: whose records a tab shows, what may be done with them, in which layouts, and how: as typed or as kept. */
#include "user_types/tab_form.h"

#include "base/arena.h"
#include "modules/condition.h"
#include "records/record.h"
#include "rights/rights_page.h"
#include "user_types/tab_card.h"

enum { COUNTED_MOST = 100000, TICKED_MOST = 200 }; /* records of a public tab; layouts in a form */

bool
tab_form_open(struct request *rq, struct tab_form *form)
{
	const struct module *module;

	*form = (struct tab_form){0};
	if (!setup_open(rq, &form->settings, &form->setup))
		return false;
	module = module_named(form->settings.catalogue, path_text(rq, "module"));
	if (module == NULL)
		return false;
	form->settings.module = module;
	form->tab = setup_tab(form->setup, module->name);
	form->choice_count = tie_choices(form->setup, form->settings.catalogue, module, form->choices);
	if (form->tab != NULL) {
		form->chosen = tie_choice_of(form->settings.catalogue, form->tab);
		form->narrowed = tab_narrowed(rq->arena, form->settings.catalogue, form->tab);
		form->may = tab_may(form->tab);
	} else if (form->choice_count > 0)
		form->chosen = form->choices[0];
	return form->tab != NULL || form->choice_count > 0;
}

struct condition_rows
tab_form_rows(struct tab_form *form)
{
	return (struct condition_rows){
		.settings = &form->settings, .name = "narrowed", .error = "narrowed", .stored = form->narrowed};
}

/* ---- the page ---- */

static bool
was_sent(const struct tab_form *form)
{
	return form->settings.rq->http->method == HTTP_POST;
}

static void
add_choices(struct tab_form *form)
{
	struct settings *settings = &form->settings;
	const char *typed = form_text(settings->rq->form, "tie");
	const char *current = typed != NULL ? typed : tie_choice_code(settings->rq->arena, &form->chosen);
	struct doc *list = doc_set_list(settings->page, "ties");

	for (size_t i = 0; i < form->choice_count; i++) {
		const char *code = tie_choice_code(settings->rq->arena, &form->choices[i]);
		struct doc *option = settings_option(list, code, text_equal(code, current));

		tie_choice_words(option, "label", settings->module, &form->choices[i], settings->language);
		doc_set_bool(option, "public", form->choices[i].tie == TIE_PUBLIC);
	}
	doc_set_null(settings->page, "tie_error");
	settings_error(settings, settings->page, "tie_error", "tie");
}

/* How many records a public tab shows to every one of them, as the administrator counts them. */
static void
add_public(struct tab_form *form)
{
	struct settings *settings = &form->settings;
	const struct record_query query = {.filter = form->narrowed};
	struct doc *shown;
	int64_t count;

	doc_set_null(settings->page, "everybody");
	if (form->choice_count == 0 || form->choices[form->choice_count - 1].tie != TIE_PUBLIC)
		return;
	count = record_count(settings->rq->tx, record_access(settings->rq, settings->module), &query, COUNTED_MOST);
	shown = doc_set_object(settings->page, "everybody");
	doc_set_int(shown, "count", count);
	doc_set_bool(shown, "more", count >= COUNTED_MOST);
	doc_set_bool(shown, "only", form->choice_count == 1);
}

/* What any of the choices would let them do; seeing goes without saying. */
static void
add_may(struct tab_form *form)
{
	static const char *const labels[MAY_COUNT] = {
		[1] = N_("Create records"), [2] = N_("Change them"), [3] = N_("Delete them")};
	struct settings *settings = &form->settings;
	const struct profile_rights *ceiling = rights_ceiling(settings->rq->rights, settings->module);
	struct doc *list = doc_set_list(settings->page, "may");
	unsigned most = 0;

	doc_set_bool(settings->page, "through", false);
	for (size_t i = 0; i < form->choice_count; i++) {
		most |= tab_may_at_most(settings->module, &form->choices[i]);
		if (form->choices[i].tie == TIE_THROUGH)
			doc_set_bool(settings->page, "through", true);
	}
	for (unsigned m = 1; m < MAY_COUNT; m++) {
		const char *name = arena_printf(settings->rq->arena, "may.%s", may_names[m]);
		struct doc *box;

		if (!(most & 1u << m))
			continue;
		box = doc_add_object(list);
		doc_set_text(box, "name", name);
		doc_set_word(box, "label", may_names[m], labels[m]);
		doc_set_bool(box, "checked",
			     was_sent(form) ? form_read_bool(settings->rq->form, name) : form->may & 1u << m);
		doc_set_bool(box, "held", ceiling != NULL && !(ceiling->may[settings->module->index] & 1u << m));
		settings_error(settings, box, "error", name);
	}
	doc_set_bool(settings->page, "some_may", list->list.count > 0);
}

bool
tab_form_ticked(const struct tab_form *form, const struct layout *layout)
{
	struct form *typed = form->settings.rq->form;
	const char *code = rights_id_text(form->settings.rq->arena, layout->id);
	size_t rows = form_rows(typed, "layouts", TICKED_MOST);

	if (!was_sent(form))
		return form->tab == NULL ? layout == &layout->module->layouts[0] : tab_shows(form->tab, layout);
	for (size_t i = 0; i < rows; i++)
		if (text_equal(form_text(typed, arena_printf(form->settings.rq->arena, "layouts.%zu", i)), code))
			return true;
	return false;
}

static void
add_layouts(struct tab_form *form)
{
	struct settings *settings = &form->settings;
	const struct module *module = settings->module;
	struct doc *list = doc_set_list(settings->page, "layouts");

	for (size_t i = 0; i < module->layout_count; i++) {
		struct doc *box = settings_option(list, rights_id_text(settings->rq->arena, module->layouts[i].id),
						  tab_form_ticked(form, &module->layouts[i]));

		doc_set_text(box, "name", arena_printf(settings->rq->arena, "layouts.%zu", i));
		doc_set_text(box, "label", text_empty(module->layouts[i].name) ? NULL : module->layouts[i].name);
	}
	doc_set_bool(settings->page, "several_layouts", module->layout_count > 1);
	doc_set_null(settings->page, "layouts_error");
	settings_error(settings, settings->page, "layouts_error", "layouts");
}

static void
add_module(struct tab_form *form)
{
	struct settings *settings = &form->settings;
	struct doc *shown = doc_set_object(settings->page, "tab");

	doc_set_text(shown, "module", settings->module->name);
	doc_set_label(shown, "label", &settings->module->plural, settings->language);
	doc_set_text(shown, "icon", settings->module->icon);
	doc_set_text(shown, "href", tab_href(settings->rq->arena, form->setup, settings->module->name));
	doc_set_bool(shown, "exists", form->tab != NULL);
	doc_set(settings->page, "kept", form->tab == NULL ? NULL : tab_doc(settings, form->setup, form->tab));
	if (form->tab == NULL)
		doc_set_null(settings->page, "kept");
}

struct doc *
tab_form_document(struct tab_form *form)
{
	struct settings *settings = &form->settings;
	const struct condition_rows rows = tab_form_rows(form);

	setup_head(settings, form->setup, STEP_TABS);
	add_module(form);
	add_choices(form);
	add_public(form);
	add_may(form);
	add_layouts(form);
	condition_rows_show(&rows, doc_set_object(settings->page, "narrowed"));
	tab_views_show(settings, form->tab, was_sent(form));
	settings_error(settings, settings->page, "view_error", "view");
	settings_box(settings, settings->page, "aside", "aside",
		     form->tab != NULL && doc_is_true(doc_get(form->tab, STR("aside"))));
	doc_set_text(settings->page, "back_href", setup_href(settings->rq->arena, form->setup, "/tabs"));
	return settings->page;
}
