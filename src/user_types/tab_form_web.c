/* tab_form_web: keeps one tab in the draft; other records than before are shown only once that was confirmed. */
#include "base/arena.h"
#include "modules/label.h"
#include "rights/rights_page.h"
#include "user_types/handlers.h"
#include "user_types/setup_question.h"
#include "user_types/tab_card.h"
#include "user_types/tab_form.h"

enum { LAYOUTS_MOST = 200 }; /* rows of the form that are looked at */

struct reply
tab_page(struct request *rq)
{
	struct tab_form form;

	if (!tab_form_open(rq, &form))
		return reply_not_found(rq);
	return reply_page(rq, "tab_form", tab_form_document(&form));
}

static struct reply
again(struct tab_form *form)
{
	tab_form_document(form);
	return settings_again(&form->settings, "tab_form");
}

/* ---- what was typed ---- */

static void
read_choice(struct tab_form *form, struct tie_choice *choice)
{
	struct request *rq = form->settings.rq;
	const char *typed = form_text(rq->form, "tie");

	if (text_empty(typed) && form->choice_count == 1)
		*choice = form->choices[0];
	for (size_t i = 0; i < form->choice_count; i++)
		if (text_equal(typed, tie_choice_code(rq->arena, &form->choices[i]))) {
			*choice = form->choices[i];
			return;
		}
	if (!text_empty(typed) || form->choice_count != 1)
		form_error(rq->form, "tie", N_("Say which records they see: choose an entry of the list."), NULL);
}

static unsigned
read_may(struct tab_form *form, const struct tie_choice *choice)
{
	struct request *rq = form->settings.rq;
	unsigned may = MAY_VIEW, most = tab_may_at_most(form->settings.module, choice);

	for (unsigned m = 1; m < MAY_COUNT; m++) {
		const char *name = arena_printf(rq->arena, "may.%s", may_names[m]);

		if (!form_read_bool(rq->form, name))
			continue;
		may |= 1u << m;
		if (!(most & 1u << m))
			form_error(rq->form, name, N_("This cannot be allowed for these records."), NULL);
	}
	return may;
}

/* What was ticked is all there. */
static void
check_layouts(struct tab_form *form)
{
	struct request *rq = form->settings.rq;
	const struct module *module = form->settings.module;
	size_t rows = form_rows(rq->form, "layouts", LAYOUTS_MOST);

	for (size_t i = 0; i < rows; i++) {
		const char *typed = form_text(rq->form, arena_printf(rq->arena, "layouts.%zu", i));
		bool known = text_empty(typed);

		for (size_t l = 0; l < module->layout_count; l++)
			known = known || text_equal(typed, rights_id_text(rq->arena, module->layouts[l].id));
		if (!known)
			form_error(rq->form, "layouts", N_("Please choose an entry of the list."), NULL);
	}
}

/* Layouts that stay keep the fields that were chosen for them. */
static void
keep_layouts(struct tab_form *form, struct doc *tab)
{
	const struct module *module = form->settings.module;
	struct doc *before = doc_object(form->settings.rq->arena);

	check_layouts(form);
	doc_set(before, "layouts", tab_layouts(tab));
	doc_set_list(tab, "layouts");
	for (size_t i = 0; i < module->layout_count; i++) {
		const struct layout *layout = &module->layouts[i];
		struct doc *kept = tab_layout(before, layout->id);

		if (!tab_form_ticked(form, layout))
			continue;
		if (kept == NULL && i == 0)
			kept = tab_layout(before, 0);
		if (kept == NULL)
			tab_layout_add(tab, layout);
		else
			doc_add(tab_layouts(tab), kept);
	}
	if (tab_layouts(tab)->list.count == 0)
		form_error(form->settings.rq->form, "layouts", N_("Choose at least one layout."), NULL);
}

/* True when other records are seen by it from then on. */
static bool
read_tab(struct tab_form *form)
{
	struct request *rq = form->settings.rq;
	const bool is_new = form->tab == NULL;
	const struct condition_rows rows = tab_form_rows(form);
	struct tie_choice choice = form->chosen;
	const char *narrowed_before = is_new ? NULL : json_text(rq->arena, doc_get(form->tab, STR("narrowed")));
	struct doc *narrowed = condition_rows_read(&rows), *tab;
	bool other;

	tab = is_new ? setup_tab_add(form->setup, form->settings.module) : form->tab;
	read_choice(form, &choice);
	tab_set_may(tab, read_may(form, &choice));
	tie_choice_keep(tab, &choice);
	if (narrowed == NULL)
		doc_set_null(tab, "narrowed");
	else
		doc_set(tab, "narrowed", narrowed);
	keep_layouts(form, tab);
	tab_views_read(&form->settings, tab);
	doc_set_bool(tab, "aside", form_read_bool(rq->form, "aside"));
	other = !tie_choice_equal(&choice, &form->chosen) ||
		!text_equal(narrowed_before, json_text(rq->arena, doc_get(tab, STR("narrowed"))));
	return !is_new && other;
}

/* ---- saving ---- */

static struct reply
ask(struct tab_form *form)
{
	struct settings *settings = &form->settings;
	struct doc *values = doc_object(settings->rq->arena);

	doc_set_label(values, "module", &settings->module->plural, settings->language);
	return setup_question(settings, form->setup, N_("Show other {{module}}"), values, NULL,
			      tab_href(settings->rq->arena, form->setup, settings->module->name));
}

static struct reply
saved(struct tab_form *form)
{
	struct settings *settings = &form->settings;
	const char *name = settings->module->name;
	const struct doc *tab = setup_tab(form->setup, name);

	setup_journal(settings, form->setup, "user_type.tab", name);
	return reply_done(settings->rq, setup_href(settings->rq->arena, form->setup, "/tabs"),
			  N_("Saved. It holds once you publish it."), tab_doc(settings, form->setup, tab));
}

/* The draft of `form` was changed in memory: what the page shows again is as it is kept. */
static struct reply
again_as_kept(struct tab_form *form)
{
	struct request *rq = form->settings.rq;
	struct tab_form kept;

	if (!tab_form_open(rq, &kept))
		return reply_not_found(rq);
	kept.settings.conflict = form->settings.conflict;
	return again(&kept);
}

struct reply
tab_change(struct request *rq)
{
	struct tab_form form;
	struct rights_trouble trouble = {0};
	bool others;

	if (!tab_form_open(rq, &form))
		return reply_not_found(rq);
	if (rights_only_edits(rq))
		return reply_page(rq, "tab_form", tab_form_document(&form));
	others = setup_current(&form.settings, form.setup) && read_tab(&form);
	if (form_failed(rq->form))
		return again_as_kept(&form);
	if (others && form.setup->published != NULL && !form_read_bool(rq->form, "confirm"))
		return ask(&form);
	if (rights_refused(&form.settings, setup_save(rq->tx, form.setup), &trouble))
		return again_as_kept(&form);
	return saved(&form);
}
