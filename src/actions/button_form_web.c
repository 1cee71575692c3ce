/* button_form_web: the form of a button, looked at while one fills it in; only "save" writes. */
#include "actions/button_sight.h"
#include "actions/button_store.h"
#include "actions/handlers.h"
#include "base/arena.h"
#include "base/id.h"
#include "core/audit.h"
#include "core/form_page.h"
#include "core/web_address.h"

#include <inttypes.h>
#include <string.h>

/* ---- reading ---- */

/* What was typed, right or wrong; what the form does not bring stays as it was. */
static const char *
typed(struct request *rq, const char *name, const char *before)
{
	const char *text = form_has(rq->form, name) ? form_text(rq->form, name) : before;

	return text_empty(text) ? NULL : text;
}

static int
chosen(const char *text, const char *const *names, int before)
{
	for (int i = 0; names[i] != NULL; i++)
		if (text_equal(text, names[i]))
			return i;
	return before;
}

/* Ids of user types as the form ticks them, "|1|2|"; all of them: NULL; none: "". A form without them leaves them. */
static const char *
typed_types(struct request *rq, const char *before)
{
	struct builder types = builder_new(rq->arena, 0);
	bool given = form_has(rq->form, "types.0");
	size_t ticked = 0;

	for (size_t i = 0; i < form_count(rq->form); i++) {
		const char *text = form_text(rq->form, arena_printf(rq->arena, "types.%zu", i));
		int64_t id = 0;

		if (text_empty(text))
			continue;
		given = true;
		if (!id_parse(str_of(text), &id) || rights_user_type(rq->rights, id) == NULL || id == 0)
			form_error(rq->form, "types", N_("Please choose an entry of the list."), NULL);
		else if (strstr(builder_text(&types), arena_printf(rq->arena, "|%" PRId64 "|", id)) == NULL && ++ticked)
			build_printf(&types, "%s%" PRId64 "|", types.length == 0 ? "|" : "", id);
	}
	if (!given)
		return before;
	return ticked == rq->rights->user_type_count ? NULL : builder_text(&types);
}

/* A target keeps only what belongs to it. */
static struct button
read_typed(struct request *rq, const struct button *before)
{
	struct button button = *before;
	const char *icon = typed(rq, "icon", before->icon);

	button.text_fr = typed(rq, "text_fr", before->text_fr);
	button.text_en = typed(rq, "text_en", before->text_en);
	button.icon = button_icon_is_offered(icon) ? icon : before->icon;
	button.style = (enum button_style)chosen(form_text(rq->form, "style"), button_style_names, before->style);
	button.target = (enum button_target)chosen(form_text(rq->form, "target"), button_target_names, before->target);
	button.page = button.target == BUTTON_PAGE ? typed(rq, "page", before->page) : NULL;
	button.url = button.target == BUTTON_WEB ? typed(rq, "url", before->url) : NULL;
	button.types = typed_types(rq, before->types);
	return button;
}

static void
check_texts(struct request *rq, const struct button *button)
{
	form_read_text(rq->form, "text_fr", FORM_OPTIONAL, BUTTON_TEXT);
	form_read_text(rq->form, "text_en", FORM_OPTIONAL, BUTTON_TEXT);
	if (button->text_fr == NULL && button->text_en == NULL)
		form_error(rq->form, text_equal(button_language(rq), "fr") ? "text_fr" : "text_en",
			   N_("Say what the button says, in French, in English, or in both."), NULL);
}

/* A tab that somebody has. */
static bool
is_offered(const struct request *rq, const char *page)
{
	const struct module *tab = button_tab(rq->rights, page), *offered = NULL;

	while (tab != NULL && (offered = portal_tab_next(rq->rights, offered)) != NULL)
		if (offered == tab)
			return true;
	return false;
}

static void
check_target(struct request *rq, const struct button *button, const struct button *before)
{
	const char *refusal;

	if (button->target == BUTTON_PAGE && !(button->page != NULL && text_equal(button->page, before->page)) &&
	    portal_page(rq->house, button->page) == NULL && !is_offered(rq, button->page))
		form_error(rq->form, "page", N_("Please choose an entry of the list."), NULL);
	if (button->target != BUTTON_WEB)
		return;
	if (button->url == NULL) {
		form_error(rq->form, "url", N_("Please fill in this field."), NULL);
		return;
	}
	form_read_text(rq->form, "url", FORM_OPTIONAL, BUTTON_URL);
	refusal = web_address_refusal(button->url);
	if (refusal != NULL)
		form_error(rq->form, "url", refusal, NULL);
}

/* Beside each field, what is wrong with it. */
static struct button
read_form(struct request *rq, const struct button *before)
{
	struct button button = read_typed(rq, before);
	const char *icon = form_text(rq->form, "icon");

	check_texts(rq, &button);
	if (!text_empty(icon) && !button_icon_is_offered(icon) && !text_equal(icon, before->icon))
		form_error(rq->form, "icon", N_("Please choose one of the answers."), NULL);
	if (form_has(rq->form, "style"))
		form_read_choice(rq->form, "style", FORM_REQUIRED, button_style_names);
	if (form_has(rq->form, "target"))
		form_read_choice(rq->form, "target", FORM_REQUIRED, button_target_names);
	check_target(rq, &button, before);
	if (button.types != NULL && button.types[0] == '\0')
		form_error(rq->form, "types", N_("Tick at least one user type. To show the button to nobody, hide it."),
			   NULL);
	return button;
}

/* ---- the page ---- */

static const char *const target_labels[] = {N_("A page of the portal"), N_("Write an e-mail to your company"),
					    N_("Call your company"), N_("A web address")};
static const char *const target_hints[] = {NULL, N_("Opens their mail program with your company’s address."),
					   N_("Dials your company’s number on a phone."), NULL};

static const char *
style_label(enum button_style style)
{
	return style == BUTTON_PRIMARY ? N_("Highlighted") : N_("Plain");
}

static void
add_option(struct doc *list, const char *code, const char *label, const char *about, bool current)
{
	struct doc *row = doc_add_object(list);

	doc_set_word(row, "label", code, label);
	doc_set_text(row, "code", code);
	doc_set_null(row, "about");
	if (about != NULL)
		doc_set_message(row, "about", about, NULL);
	doc_set_bool(row, "current", current);
}

/* A page for each tab that some of the user types have. */
static void
add_tabs(struct request *rq, struct doc *pages, const char *chosen_page)
{
	const struct module *tab = NULL;

	while ((tab = portal_tab_next(rq->rights, tab)) != NULL) {
		struct doc *row = doc_add_object(pages);
		const char *path = arena_printf(rq->arena, "/records/%s", tab->name);

		doc_set_label(row, "label", &tab->plural, button_language(rq));
		doc_set_text(row, "code", path);
		doc_set_null(row, "about");
		doc_set_bool(row, "current", text_equal(path, chosen_page));
	}
}

/* Where there is but one user type, nobody has to choose. */
static void
add_user_types(struct request *rq, struct doc *page, const struct button *button)
{
	struct doc *list = doc_set_list(page, "user_types");
	size_t count = rq->rights->user_type_count;

	for (size_t i = 0; count > 1 && i < count; i++) {
		const struct user_type *type = &rq->rights->user_types[i];
		struct doc *row = doc_add_object(list);

		doc_set_id(row, "id", type->id);
		doc_set_text(row, "input", arena_printf(rq->arena, "types.%zu", i + 1));
		doc_set_label(row, "label", &type->label, button_language(rq));
		doc_set_bool(row, "current", button_is_for(button, type->id));
	}
	doc_set_bool(page, "several_types", count > 1);
}

static void
add_choices(struct request *rq, struct doc *page, const struct button *button)
{
	struct doc *styles = doc_set_list(page, "styles"), *targets = doc_set_list(page, "targets");
	struct doc *pages = doc_set_list(page, "pages");

	button_add_icons(doc_set_list(page, "icons"), button->icon);
	add_option(styles, "primary", style_label(BUTTON_PRIMARY), N_("In your colour: for what matters most."),
		   button->style == BUTTON_PRIMARY);
	add_option(styles, "plain", style_label(BUTTON_PLAIN), N_("With a border, for all others."),
		   button->style == BUTTON_PLAIN);
	for (int i = 0; button_target_names[i] != NULL; i++)
		add_option(targets, button_target_names[i], target_labels[i], target_hints[i],
			   button->target == (enum button_target)i);
	for (const struct navigation *item = portal_page_next(rq->house, NULL); item != NULL;
	     item = portal_page_next(rq->house, item))
		add_option(pages, item->path, item->label, NULL, text_equal(item->path, button->page));
	add_tabs(rq, pages, button->page);
	add_user_types(rq, page, button);
}

/* The list as it would be: this button in its place, or at the end. */
static void
look_with(struct request *rq, struct doc *page, const struct button *button)
{
	size_t count;
	const struct button *stored = button_list(rq->tx, rq->viewer, &count);
	struct button *list = arena_make_array(rq->arena, struct button, count + 1);
	bool found = false;

	for (size_t i = 0; i < count; i++) {
		found = found || stored[i].id == button->id;
		list[i] = stored[i].id == button->id ? *button : stored[i];
	}
	if (!found)
		list[count++] = *button;
	button_look(rq, page, list, count);
}

static void
set_theirs(struct doc *meanwhile, const char *name, const char *mine, const char *stored, const char *label)
{
	doc_set_null(meanwhile, name);
	if (!text_equal(mine, stored))
		doc_set_message(doc_set_object(meanwhile, name), "theirs", text_empty(label) ? N_("nothing") : label,
				NULL);
}

/* What somebody else has saved meanwhile, beside what was typed; `stored` NULL: nobody has. */
static void
add_theirs(struct request *rq, struct doc *page, const struct button *mine, const struct button *stored)
{
	struct doc *meanwhile = doc_set_object(page, "meanwhile");
	const struct button *other = stored == NULL ? mine : stored;
	const struct navigation *leads = portal_page(rq->house, other->page);

	set_theirs(meanwhile, "text_fr", mine->text_fr, other->text_fr, other->text_fr);
	set_theirs(meanwhile, "text_en", mine->text_en, other->text_en, other->text_en);
	set_theirs(meanwhile, "icon", mine->icon, other->icon, button_icon_label(other->icon));
	set_theirs(meanwhile, "style", button_style_names[mine->style], button_style_names[other->style],
		   style_label(other->style));
	set_theirs(meanwhile, "target", button_target_names[mine->target], button_target_names[other->target],
		   target_labels[other->target]);
	set_theirs(meanwhile, "page", mine->page, other->page, leads == NULL ? other->page : leads->label);
	set_theirs(meanwhile, "url", mine->url, other->url, other->url);
	set_theirs(meanwhile, "types", mine->types, other->types,
		   other->types == NULL ? N_("everybody") : N_("other user types"));
}

/* `stored` NULL: a new one. `theirs`: what was saved meanwhile, or NULL. */
static struct doc *
form_document(struct request *rq, const struct button *stored, const struct button *shown, const struct button *theirs)
{
	struct doc *page = doc_object(rq->arena), *values = doc_set_object(page, "values");

	doc_set_null(page, "button");
	if (stored != NULL)
		doc_set(page, "button", button_doc(rq, stored));
	doc_set(page, "preview", button_doc(rq, shown));
	doc_set_text(values, "text_fr", shown->text_fr);
	doc_set_text(values, "text_en", shown->text_en);
	doc_set_text(values, "url", shown->url);
	add_choices(rq, page, shown);
	look_with(rq, page, shown);
	add_theirs(rq, page, shown, theirs);
	form_page(rq, page, "text_fr text_en icon style target page url types");
	return page;
}

static const struct button blank = {.icon = "receipt", .target = BUTTON_PAGE, .page = "/invoices", .shown = true};

struct reply
button_blank_page(struct request *rq)
{
	return reply_page(rq, "button_form", form_document(rq, NULL, &blank, NULL));
}

struct reply
button_form_page(struct request *rq)
{
	const struct button *button = button_find(rq->tx, rq->viewer, path_id(rq, "button"));

	if (button == NULL)
		return reply_not_found(rq);
	return reply_page(rq, "button_form", form_document(rq, button, button, NULL));
}

/* ---- saving ---- */

static bool
only_looks(struct request *rq)
{
	return text_equal(form_text(rq->form, "do"), "show");
}

/* The page again with the preview of what is typed so far; nothing is judged, nothing written. */
static struct reply
look(struct request *rq, const struct button *stored)
{
	const struct button shown = read_typed(rq, stored == NULL ? &blank : stored);

	return reply_page(rq, "button_form", form_document(rq, stored, &shown, NULL));
}

static void
journal(struct request *rq, const char *action, const struct button *button)
{
	struct doc *detail = doc_object(rq->arena);

	doc_set_text(detail, "text", button_text(rq->arena, button, "fr", NULL));
	doc_set_text(detail, "target", button_target_names[button->target]);
	if (button->page != NULL)
		doc_set_text(detail, "page", button->page);
	if (button->url != NULL)
		doc_set_text(detail, "url", button->url);
	audit_add(rq,
		  &(struct audit){.action = action, .object_kind = "button", .object = button->id, .detail = detail});
}

static struct reply
saved(struct request *rq, int64_t id, const char *action)
{
	const struct button *button = button_find(rq->tx, rq->viewer, id);

	journal(rq, action, button);
	return reply_done(rq, BUTTONS_HOME, N_("Saved: your clients see it from now on."), button_doc(rq, button));
}

struct reply
button_new(struct request *rq)
{
	struct button button;
	size_t count;

	if (only_looks(rq))
		return look(rq, NULL);
	button = read_form(rq, &blank);
	button_lock(rq->tx);
	button_list(rq->tx, rq->viewer, &count);
	if (count >= BUTTONS_LIMIT)
		form_error(rq->form, "", N_("There are 12 buttons already. Please delete one that nobody needs."),
			   NULL);
	if (form_failed(rq->form))
		return reply_form(rq, "button_form", form_document(rq, NULL, &button, NULL));
	return saved(rq, button_create(rq->tx, rq->viewer, &button), "button.create");
}

struct reply
button_change(struct request *rq)
{
	const struct button *before = button_find(rq->tx, rq->viewer, path_id(rq, "button"));
	struct button button;
	int64_t seen;

	if (before == NULL)
		return reply_not_found(rq);
	if (only_looks(rq))
		return look(rq, before);
	button = read_form(rq, before);
	seen = form_read_int(rq->form, "version", FORM_OPTIONAL, 1, INT64_MAX);
	if (form_failed(rq->form))
		return reply_form(rq, "button_form", form_document(rq, before, &button, NULL));
	if (form_has(rq->form, "version"))
		button.version = seen;
	if (!button_update(rq->tx, rq->viewer, &button)) {
		form_error(
			rq->form, "",
			N_("Somebody else has changed this button meanwhile. What you chose is still here: compare, then save again."),
			NULL);
		return reply_conflict(rq, "button_form", form_document(rq, before, &button, before));
	}
	return saved(rq, button.id, "button.change");
}
