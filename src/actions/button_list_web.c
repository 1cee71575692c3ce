/* button_list_web: the buttons in their order, what keeps each from being seen, and what is done to one of them. */
#include "actions/button_sight.h"
#include "actions/button_store.h"
#include "actions/handlers.h"
#include "base/id.h"
#include "companies/companies.h"
#include "core/audit.h"
#include "core/form_page.h"
#include "core/reorder.h"

const struct permission button_write = {"button.write", FOR_ADMINISTRATOR, N_("Arrange the buttons of the portal")};

const char *
button_path(struct arena *arena, int64_t id)
{
	char text[ID_LENGTH + 1];

	id_print(text, id);
	return arena_printf(arena, BUTTONS_HOME "/%s", text);
}

/* ---- documents ---- */

/* What is in the way, company by company; a page is the same for all. Gives at how many companies it is not seen. */
static size_t
add_obstacles(struct request *rq, struct doc *notes, const struct button *button, const struct company **sites,
	      size_t count)
{
	size_t blocked = 0;

	for (size_t i = 0; i < count; i++) {
		const char *obstacle = button_obstacle(rq->house, rq->rights, NULL, sites[i], button);
		struct doc *values = doc_object(rq->arena);

		if (obstacle == NULL)
			continue;
		doc_set_text(values, "company", sites[i]->name);
		if (blocked++ == 0 || button->target == BUTTON_MAIL || button->target == BUTTON_CALL)
			doc_set_message(doc_add_object(notes), "note", obstacle, values);
	}
	return blocked;
}

static void
set_state(struct request *rq, struct doc *row, const struct button *button, const struct company **sites, size_t count)
{
	struct doc *notes = doc_set_list(row, "notes");
	size_t blocked = add_obstacles(rq, notes, button, sites, count);

	if (!button->shown)
		doc_set_word(row, "state", "hidden", N_("Hidden"));
	else if (blocked == 0)
		doc_set_word(row, "state", "shown", N_("Shown"));
	else if (blocked == count)
		doc_set_word(row, "state", "blocked", N_("Not shown"));
	else
		doc_set_word(row, "state", "partly", N_("Not shown everywhere"));
	doc_set_text(row, "tone", !button->shown ? "" : blocked == 0 ? "ok" : "warn");
}

/* Where it leads, in words. */
static void
set_lead(struct request *rq, struct doc *row, const struct button *button)
{
	const struct navigation *page = button->target == BUTTON_PAGE ? portal_page(rq->house, button->page) : NULL;
	const struct module *tab = button_tab(rq->rights, button->page);

	switch (button->target) {
	case BUTTON_PAGE:
		if (tab != NULL)
			doc_set_label(row, "leads_to", &tab->plural, button_language(rq));
		else
			doc_set_message(row, "leads_to", page == NULL ? N_("A page that is gone") : page->label, NULL);
		break;
	case BUTTON_MAIL:
		doc_set_message(row, "leads_to", N_("An e-mail to your company"), NULL);
		break;
	case BUTTON_CALL:
		doc_set_message(row, "leads_to", N_("A call to your company"), NULL);
		break;
	case BUTTON_WEB:
		doc_set_text(row, "leads_to", button->url);
		break;
	}
}

/* The user types that see it, when it is not for everybody: "types", and "only" in words. */
static void
set_types(struct request *rq, struct doc *row, const struct button *button)
{
	struct doc *list = doc_set_list(row, "types");

	doc_set_bool(row, "for_all", button->types == NULL);
	for (size_t i = 0; button->types != NULL && i < rq->rights->user_type_count; i++) {
		const struct user_type *type = &rq->rights->user_types[i];
		struct doc *one;

		if (!button_is_for(button, type->id))
			continue;
		one = doc_add_object(list);
		doc_set_id(one, "id", type->id);
		doc_set_label(one, "label", &type->label, button_language(rq));
	}
}

struct doc *
button_doc(struct request *rq, const struct button *button)
{
	const char *missing = button_missing(button);
	struct doc *row = doc_object(rq->arena);
	size_t count;
	const struct company **sites = button_companies(rq, &count);

	doc_set_id(row, "id", button->id);
	doc_set_int(row, "version", button->version);
	doc_set_text(row, "href", button->id == 0 ? NULL : button_path(rq->arena, button->id));
	doc_set_text(row, "text", button_text(rq->arena, button, button_language(rq), count == 0 ? NULL : sites[0]));
	doc_set_text(row, "text_fr", button->text_fr);
	doc_set_text(row, "text_en", button->text_en);
	doc_set_null(row, "missing");
	if (missing != NULL)
		doc_set_word(row, "missing", missing,
			     text_equal(missing, "fr") ? N_("No French text: readers of French see the English one")
						       : N_("No English text: readers of English see the French one"));
	doc_set_text(row, "icon", button->icon);
	doc_set_word(row, "style", button_style_names[button->style],
		     button->style == BUTTON_PRIMARY ? N_("Highlighted") : N_("Plain"));
	doc_set_bool(row, "primary", button->style == BUTTON_PRIMARY);
	doc_set_text(row, "target", button_target_names[button->target]);
	doc_set_text(row, "page", button->page);
	doc_set_text(row, "url", button->url);
	set_lead(rq, row, button);
	set_types(rq, row, button);
	doc_set_bool(row, "shown", button->shown);
	set_state(rq, row, button, sites, count);
	return row;
}

static struct doc *
list_document(struct request *rq)
{
	struct doc *page = doc_object(rq->arena), *list = doc_set_list(page, "buttons");
	size_t count;
	const struct button *buttons = button_list(rq->tx, rq->viewer, &count);

	for (size_t i = 0; i < count; i++)
		doc_add(list, button_doc(rq, &buttons[i]));
	doc_set_int(page, "limit", BUTTONS_LIMIT);
	doc_set_bool(page, "full", count >= BUTTONS_LIMIT);
	button_look(rq, page, buttons, count);
	form_page(rq, page, "");
	return page;
}

struct reply
button_list_page(struct request *rq)
{
	return reply_page(rq, "button_list", list_document(rq));
}

static void
journal(struct request *rq, const char *action, const struct button *button)
{
	struct doc *detail = doc_object(rq->arena);

	doc_set_text(detail, "text", button_text(rq->arena, button, "fr", NULL));
	audit_add(rq,
		  &(struct audit){.action = action, .object_kind = "button", .object = button->id, .detail = detail});
}

/* ---- order ---- */

struct reply
button_order(struct request *rq)
{
	const struct button *buttons;
	int64_t ids[BUTTONS_LIMIT];
	size_t count;

	button_lock(rq->tx);
	buttons = button_list(rq->tx, rq->viewer, &count);
	for (size_t i = 0; i < count; i++)
		ids[i] = buttons[i].id;
	if (!ids_reorder(rq, ids, count)) {
		form_error(
			rq->form, "",
			N_("These are not the buttons there are. This is the list as it is now; please move them again."),
			NULL);
		return reply_conflict(rq, "button_list", list_document(rq));
	}
	button_set_order(rq->tx, rq->viewer, ids, count);
	audit_add(rq, &(struct audit){.action = "button.order"});
	return reply_done(rq, BUTTONS_HOME, N_("The order was changed."), list_document(rq));
}

/* ---- hidden, shown, deleted ---- */

static struct reply
set_shown(struct request *rq, bool shown, const char *action, const char *flash)
{
	struct button *button = button_find(rq->tx, rq->viewer, path_id(rq, "button"));

	if (button == NULL)
		return reply_not_found(rq);
	button_set_shown(rq->tx, rq->viewer, button->id, shown);
	if (button->shown != shown)
		journal(rq, action, button);
	button->shown = shown;
	return reply_done(rq, BUTTONS_HOME, flash, button_doc(rq, button));
}

struct reply
button_hiding(struct request *rq)
{
	return set_shown(rq, false, "button.hide", N_("Your clients no longer see this button."));
}

struct reply
button_showing(struct request *rq)
{
	return set_shown(rq, true, "button.show", N_("The button is no longer hidden."));
}

struct reply
button_removal(struct request *rq)
{
	struct button *button = button_find(rq->tx, rq->viewer, path_id(rq, "button"));

	if (button == NULL)
		return reply_not_found(rq);
	button_lock(rq->tx);
	button_remove(rq->tx, rq->viewer, button->id);
	journal(rq, "button.remove", button);
	return reply_done(rq, BUTTONS_HOME, N_("The button was deleted."), list_document(rq));
}
