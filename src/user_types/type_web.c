/* type_web: one user type: what it is called, what there is to set up, and taking it away with what becomes of its
 * people. */
#include "base/arena.h"
#include "core/event.h"
#include "html/format.h"
#include "modules/label.h"
#include "rights/rights_page.h"
#include "user_types/handlers.h"
#include "user_types/setup_page.h"
#include "user_types/type_form.h"

/* ---- its page ---- */

/* Pages of other features about a user type, where there are any. */
static void
add_pages(struct settings *settings, const struct setup *setup)
{
	static const struct {
		const char *below, *label, *icon, *about;
	} pages[] = {
		{"/tabs", N_("Tabs"), "layout", N_("Which modules they see, and whose records of them.")},
		{"/fields", N_("Fields"), "table-options",
		 N_("What they see of each record, and what they may write.")},
		{"/preview", N_("Preview"), "eye", N_("The portal as they will see it.")},
		{"/publication", N_("Publish"), "circle-check", N_("What was set up holds from then on.")},
		{"/message", N_("Message when they sign in"), "message",
		 N_("What they read first, instead of what the house says.")},
		{"/ways", N_("Ways of signing in"), "key", N_("Codes, passwords, passkeys: allowed or required.")},
		{"/versions", N_("Versions"), "history",
		 N_("What was published before, to compare and to bring back.")},
	};
	struct doc *list = doc_set_list(settings->page, "pages");

	for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++) {
		struct doc *row;

		if (!setup_page_is_open(settings->rq, pages[i].below))
			continue;
		row = doc_add_object(list);
		doc_set_message(row, "label", pages[i].label, NULL);
		doc_set_text(row, "icon", pages[i].icon);
		doc_set_message(row, "about", pages[i].about, NULL);
		doc_set_text(row, "href", setup_href(settings->rq->arena, setup, pages[i].below));
	}
}

static struct doc *
show_document(struct settings *settings, const struct setup *setup)
{
	setup_head(settings, setup, STEP_TYPE);
	settings_label(settings, doc_set_object(settings->page, "inputs"), "name", "name", &setup->label);
	add_pages(settings, setup);
	return settings->page;
}

struct reply
type_page(struct request *rq)
{
	struct settings settings;
	struct setup *setup;

	if (!setup_open(rq, &settings, &setup))
		return reply_not_found(rq);
	return reply_page(rq, "type_show", show_document(&settings, setup));
}

struct reply
type_change(struct request *rq)
{
	struct settings settings;
	struct rights_trouble trouble = {0};
	struct setup *setup;
	struct label label;

	if (!setup_open(rq, &settings, &setup))
		return reply_not_found(rq);
	label = type_read_label(&settings, setup);
	if (!setup_current(&settings, setup) || form_failed(rq->form) ||
	    rights_refused(&settings,
			   user_type_rename(rq->tx, setup->id, label_json(rq->arena, &label), setup->version),
			   &trouble)) {
		show_document(&settings, setup);
		return settings_again(&settings, "type_show");
	}
	setup->label = label;
	setup->version++;
	setup_journal(&settings, setup, "user_type.rename", NULL);
	return reply_done(rq, setup_href(rq->arena, setup, ""), N_("Saved."), setup_doc(&settings, setup));
}

/* ---- taking it away ---- */

/* The default one, whose people those of this one become; NULL: they sign in by another module's records. */
static const struct setup *
heir_of(struct settings *settings, const struct setup *setup)
{
	size_t count;
	const struct setup *setups = setup_list(settings->rq->tx, settings->catalogue, &count);

	for (size_t i = 0; i < count; i++)
		if (setups[i].is_default && setups[i].main_module_id == setup->main_module_id)
			return &setups[i];
	return NULL;
}

static struct doc *
removal_document(struct settings *settings, const struct setup *setup)
{
	const struct setup *heir = heir_of(settings, setup);

	setup_head(settings, setup, STEP_TYPE);
	settings_input(settings, doc_set_object(settings->page, "inputs"), "confirm", "confirm", NULL);
	doc_set_null(settings->page, "heir");
	if (heir != NULL)
		doc_set_label(settings->page, "heir", &heir->label, settings->language);
	if (setup->people == 0)
		doc_set_null(settings->page, "affected");
	else
		doc_set_int(settings->page, "affected", setup->people);
	return settings->page;
}

static const char default_stays[] =
	N_("The default user type cannot be deleted: whoever was given no other is of this one.");

struct reply
type_removal_page(struct request *rq)
{
	struct settings settings;
	struct setup *setup;

	if (!setup_open(rq, &settings, &setup))
		return reply_not_found(rq);
	if (setup->is_default)
		return reply_refusal(rq, 409, default_stays);
	return reply_page(rq, "type_removal", removal_document(&settings, setup));
}

/* Whoever deletes it writes what it is called, in any language. */
static void
read_confirmation(struct settings *settings, const struct setup *setup)
{
	struct request *rq = settings->rq;
	const char *typed = form_read_text(rq->form, "confirm", FORM_REQUIRED, SETTINGS_LABEL);

	if (typed == NULL)
		return;
	for (size_t i = 0; i < setup->label.count; i++)
		if (text_equal(text_fold(rq->arena, typed), text_fold(rq->arena, setup->label.texts[i])))
			return;
	form_error(rq->form, "confirm", N_("This is not what it is called. Write its name as it stands above."), NULL);
}

struct reply
type_removal(struct request *rq)
{
	struct settings settings;
	struct rights_trouble trouble = {0};
	struct setup *setup;

	if (!setup_open(rq, &settings, &setup))
		return reply_not_found(rq);
	if (setup->is_default)
		return reply_refusal(rq, 409, default_stays);
	read_confirmation(&settings, setup);
	if (!setup_current(&settings, setup) || form_failed(rq->form)) {
		removal_document(&settings, setup);
		return settings_again(&settings, "type_removal");
	}
	/* What other features hold of it goes first. */
	event_emit(rq->house, rq->tx, &(struct event){.kind = "user_type.leaving", .object = setup->id});
	if (rights_refused(&settings, user_type_remove(rq->tx, setup->id, setup->version), &trouble)) {
		removal_document(&settings, setup);
		return settings_again(&settings, "type_removal");
	}
	setup_journal(&settings, setup, "user_type.remove", NULL);
	return reply_done(rq, USER_TYPES_HOME, N_("The user type was deleted."), setup_doc(&settings, setup));
}
