/* demand_template_web: templates of checklists in the settings, and the reasons for refusing that were kept. */
#include "demands/handlers.h"

#include "core/audit.h"
#include "core/form_page.h"
#include "demands/demand_form.h"
#include "demands/demand_page.h"
#include "demands/demand_send.h"

#define HOME "/console/settings/request-templates"

enum { COPIES_TRIED = 100 };

static const char *
template_href(struct request *rq, int64_t id, const char *below)
{
	char text[ID_LENGTH + 1];

	id_print(text, id);
	return arena_printf(rq->arena, HOME "/%s%s", text, below);
}

static struct doc *
template_doc(struct request *rq, const struct demand_template *template)
{
	struct doc *doc = doc_object(rq->arena);

	doc_set_id(doc, "id", template->id);
	doc_set_text(doc, "name", template->name);
	doc_set_text(doc, "words", template->words);
	doc_set_text(doc, "href", template_href(rq, template->id, ""));
	doc_set_int(doc, "piece_count", template->piece_count);
	doc_set_int(doc, "version", template->version);
	return doc;
}

static void
journal(struct request *rq, const char *action, const struct demand_template *template)
{
	struct doc *detail = doc_object(rq->arena);

	doc_set_text(detail, "name", template->name);
	audit_add(rq, &(struct audit){.action = action,
				      .object_kind = "demand_template",
				      .object = template->id,
				      .detail = detail});
}

/* ---- all of them ---- */

static struct doc *
list_doc(struct request *rq)
{
	struct doc *page = doc_object(rq->arena), *list = doc_set_list(page, "templates"),
		   *reasons = doc_set_list(page, "reasons");
	size_t count;
	const struct demand_template *all = demand_templates(rq->tx, &count);
	const struct refusal_reason *kept;

	for (size_t i = 0; i < count; i++)
		doc_add(list, template_doc(rq, &all[i]));
	kept = refusal_reasons(rq->tx, &count);
	for (size_t i = 0; i < count; i++) {
		struct doc *row = doc_add_object(reasons);
		char id[ID_LENGTH + 1];

		id_print(id, kept[i].id);
		doc_set_id(row, "id", kept[i].id);
		doc_set_text(row, "words", kept[i].words);
		doc_set_text(row, "removal_href",
			     arena_printf(rq->arena, "/console/settings/refusal-reasons/%s/removal", id));
	}
	doc_set_bool(page, "has_reasons", count > 0);
	form_page(rq, page, "name list");
	return page;
}

struct reply
demand_template_list(struct request *rq)
{
	return reply_page(rq, "demand_template_list", list_doc(rq));
}

/* An error beside the field when another template has the name. */
static const char *
read_name(struct request *rq, int64_t template)
{
	const char *name = form_read_text(rq->form, "name", FORM_REQUIRED, DEMAND_TITLE);

	if (name != NULL && demand_template_is_taken(rq->tx, name, template))
		form_error(rq->form, "name", N_("Another template has this name already."), NULL);
	return name;
}

static void
check_room(struct request *rq)
{
	size_t count;

	demand_templates(rq->tx, &count);
	if (count >= DEMAND_TEMPLATES)
		form_error(rq->form, "name", N_("There are at most 300 templates."), NULL);
}

static struct reply
made(struct request *rq, int64_t id, const char *flash)
{
	const struct demand_template *template = demand_template_find(rq->tx, id);

	journal(rq, "demand_template.create", template);
	return reply_done(rq, template_href(rq, id, ""), flash, template_doc(rq, template));
}

struct reply
demand_template_new(struct request *rq)
{
	const char *name = read_name(rq, 0);
	struct typed_pieces pieces = pieces_read(rq, NULL, 0);
	int64_t id;

	check_room(rq);
	if (form_failed(rq->form))
		return reply_form(rq, "demand_template_list", list_doc(rq));
	id = demand_template_insert(rq->tx, name, "");
	pieces_write(rq, id, &pieces, NULL, 0);
	return made(rq, id, N_("The template was added."));
}

/* ---- one ---- */

/* Of each piece that is kept, the file that shows what is expected; an error stands beside the one that is `wrong`. */
static void
add_examples(struct request *rq, struct doc *page, const struct demand_template *template, const struct piece *pieces,
	     size_t count, int64_t wrong)
{
	struct doc *list = doc_set_list(page, "examples");

	for (size_t i = 0; i < count; i++) {
		struct doc *row = doc_add_object(list);
		char id[ID_LENGTH + 1];

		id_print(id, pieces[i].id);
		doc_set_id(row, "id", pieces[i].id);
		doc_set_text(row, "name", pieces[i].name);
		doc_set_text(row, "example_name", pieces[i].example_name);
		doc_set_text(row, "example_href",
			     template_href(rq, template->id, arena_printf(rq->arena, "/pieces/%s/example", id)));
		doc_set_bool(row, "wrong", pieces[i].id == wrong);
	}
	doc_set_bool(page, "has_examples", count > 0);
}

/* `wrong`: the piece whose example cannot be taken; 0: none. */
static struct doc *
form_doc(struct request *rq, const struct demand_template *template, const struct typed_pieces *typed, int64_t wrong)
{
	struct doc *page = doc_object(rq->arena), *values = doc_set_object(page, "values");
	size_t count;
	const struct piece *pieces = pieces_of(rq->tx, template->id, &count);

	doc_set_text(values, "name", template->name);
	doc_set_text(values, "words", template->words);
	doc_set(page, "template", template_doc(rq, template));
	pieces_show(rq, page, typed, pieces, count);
	add_examples(rq, page, template, pieces, count, wrong);
	form_page(rq, page, "name words list file");
	return page;
}

struct reply
demand_template_show(struct request *rq)
{
	const struct demand_template *template = demand_template_find(rq->tx, path_id(rq, "template"));

	if (template == NULL)
		return reply_not_found(rq);
	return reply_page(rq, "demand_template", form_doc(rq, template, NULL, 0));
}

static struct reply
shown_again(struct request *rq, const struct demand_template *template, const struct typed_pieces *typed)
{
	struct reply reply;

	if (typed->more)
		form_start_over(rq->form);
	reply = reply_form(rq, "demand_template", form_doc(rq, template, typed, 0));
	if (typed->more)
		reply.status = 200;
	return reply;
}

struct reply
demand_template_edit(struct request *rq)
{
	const struct demand_template *template = demand_template_find(rq->tx, path_id(rq, "template"));
	struct demand_template changed;
	struct typed_pieces typed;
	const struct piece *pieces;
	const char *words;
	size_t count;

	if (template == NULL)
		return reply_not_found(rq);
	changed = *template;
	changed.name = read_name(rq, template->id);
	words = form_read_lines(rq->form, "words", FORM_OPTIONAL, DEMAND_WORDS);
	changed.words = words == NULL ? "" : words;
	if (form_has(rq->form, "version"))
		changed.version = form_read_int(rq->form, "version", FORM_REQUIRED, 1, INT64_MAX);
	pieces = pieces_of(rq->tx, template->id, &count);
	typed = pieces_read(rq, pieces, count);
	if (!typed.more && !form_failed(rq->form) && !demand_template_update(rq->tx, &changed))
		form_error(
			rq->form, "",
			N_("Somebody else has changed this template meanwhile. What you typed is still here: compare, "
			   "then save again."),
			NULL);
	if (typed.more || form_failed(rq->form))
		return shown_again(rq, template, &typed);
	pieces_write(rq, template->id, &typed, pieces, count);
	journal(rq, "demand_template.change", &changed);
	return reply_done(rq, template_href(rq, template->id, ""), N_("The template was saved."),
			  template_doc(rq, demand_template_find(rq->tx, template->id)));
}

/* ---- examples ---- */

struct template_piece {
	const struct demand_template *template;
	const struct piece *piece;
};

static bool
template_piece_open(struct request *rq, struct template_piece *opened)
{
	int64_t id = path_id(rq, "piece");
	const struct piece *pieces;
	size_t count;

	opened->piece = NULL;
	opened->template = demand_template_find(rq->tx, path_id(rq, "template"));
	if (opened->template == NULL)
		return false;
	pieces = pieces_of(rq->tx, opened->template->id, &count);
	for (size_t i = 0; i < count; i++)
		if (pieces[i].id == id)
			opened->piece = &pieces[i];
	return opened->piece != NULL;
}

struct reply
template_example(struct request *rq)
{
	struct template_piece opened;

	if (!template_piece_open(rq, &opened) || opened.piece->example_blob == NULL)
		return reply_not_found(rq);
	return reply_blob(rq, opened.piece->example_blob, opened.piece->example_type, opened.piece->example_name,
			  !file_is_viewed(opened.piece->example_type));
}

static bool
is_there(struct request *rq)
{
	return template_piece_open(rq, &(struct template_piece){.piece = NULL});
}

void
template_example_prepare(struct request *rq)
{
	file_upload_prepare_where(rq, is_there);
}

static struct reply
template_example_changed(struct request *rq, const struct template_piece *opened, const struct piece *piece,
			 const char *flash)
{
	piece_set_example(rq->tx, piece);
	journal(rq, "demand_template.change", opened->template);
	return reply_done(rq, template_href(rq, opened->template->id, "#examples"), flash,
			  form_doc(rq, opened->template, NULL, 0));
}

static void
note_infected(struct request *rq, const struct template_piece *opened, const struct sent_all *sent)
{
	struct doc *detail = doc_object(rq->arena);

	if (sent->count == 0 || sent->files[0].found == NULL)
		return;
	doc_set_text(detail, "name", sent->files[0].name);
	doc_set_text(detail, "found", sent->files[0].found);
	audit_add(rq, &(struct audit){.action = "file.infected",
				      .object_kind = "demand_template",
				      .object = opened->template->id,
				      .refused = true,
				      .detail = detail});
}

struct reply
template_example_new(struct request *rq)
{
	const struct sent_all *sent = files_sent(rq);
	const char *problem = example_refusal(sent);
	struct template_piece opened;
	struct piece piece;
	struct reply refusal;

	if (!template_piece_open(rq, &opened))
		return reply_not_found(rq);
	note_infected(rq, &opened, sent);
	if (problem != NULL) {
		form_error(rq->form, "file", problem, NULL);
		refusal = reply_form(rq, "demand_template", form_doc(rq, opened.template, NULL, opened.piece->id));
		refusal.keep = sent->count > 0;
		return refusal;
	}
	piece = piece_with_example(opened.piece, &sent->files[0]);
	return template_example_changed(rq, &opened, &piece, N_("The example is shown with this piece."));
}

struct reply
template_example_removal(struct request *rq)
{
	struct template_piece opened;
	struct piece piece;

	if (!template_piece_open(rq, &opened))
		return reply_not_found(rq);
	piece = piece_without_example(opened.piece);
	return template_example_changed(rq, &opened, &piece, N_("The example was taken away."));
}

/* ---- copies ---- */

/* The name, or "Dossier (2)" and so on while it is taken; NULL: all of them are. */
static const char *
free_name(struct request *rq, const char *name)
{
	const char *tried = name;

	for (int number = 2; number < COPIES_TRIED; number++) {
		if (!demand_template_is_taken(rq->tx, tried, 0))
			return tried;
		tried = arena_printf(rq->arena, "%s (%d)", name, number);
	}
	return NULL;
}

static struct reply
copied(struct request *rq, int64_t from, const char *name, const char *words)
{
	const char *free = free_name(rq, name);
	size_t count;
	int64_t id;

	demand_templates(rq->tx, &count);
	if (free == NULL || count >= DEMAND_TEMPLATES)
		return reply_refusal(rq, 409, N_("There are many copies of this template already."));
	id = demand_template_insert(rq->tx, free, words);
	pieces_copy(rq->tx, from, id);
	return made(rq, id, N_("This is the copy. Give it a name of its own."));
}

struct reply
demand_template_copy(struct request *rq)
{
	const struct demand_template *template = demand_template_find(rq->tx, path_id(rq, "template"));

	if (template == NULL)
		return reply_not_found(rq);
	return copied(rq, template->id, template->name, template->words);
}

/* Of a request that turned out well. */
struct reply
demand_template_from(struct request *rq)
{
	struct demand_opened opened;

	if (!demand_open(rq, &opened))
		return reply_not_found(rq);
	return copied(rq, opened.demand->id, opened.demand->title, opened.demand->words);
}

struct reply
demand_template_removal(struct request *rq)
{
	const struct demand_template *template = demand_template_find(rq->tx, path_id(rq, "template"));

	if (template == NULL)
		return reply_not_found(rq);
	demand_template_remove(rq->tx, template->id);
	journal(rq, "demand_template.remove", template);
	return reply_done(rq, HOME, N_("The template was removed. Requests that were begun with it stay."), NULL);
}

struct reply
refusal_reason_removal(struct request *rq)
{
	if (!refusal_reason_remove(rq->tx, path_id(rq, "reason")))
		return reply_not_found(rq);
	return reply_done(rq, HOME, N_("This reason is not offered any more."), NULL);
}
