/* cascade_web: a right given to a folder and all below it: what changes is listed before, and can be undone after. */
#include "folders/handlers.h"

#include "base/arena.h"
#include "core/audit.h"
#include "core/form_page.h"
#include "folders/activity.h"
#include "folders/folder_cascade.h"
#include "folders/rights_page.h"

enum { CHANGES_SHOWN = 200 };

static const char *const reaches[] = {"inherited", "everywhere", NULL};

struct cascade_page {
	struct rights_page shown;
	struct cascade plans[2]; /* only where inherited; everywhere */
	enum folder_level level;
};

static bool
open_page(struct request *rq, struct cascade_page *page, struct reply *refusal)
{
	struct rights_page *shown = &page->shown;
	int level = form_read_choice(rq->form, "level", FORM_OPTIONAL, folder_level_names);

	if (!rights_page_open(rq, shown, refusal))
		return false;
	*refusal = reply_refusal(rq, 403, N_("Rights on a folder are given by those who have full access to it."));
	if (shown->open->level != FOLDER_FULL)
		return false;
	rights_page_read(shown, shown->access);
	rights_page_show(shown, false);
	if (level < 0)
		level = rights_said_of(shown->whom, shown->said, shown->said_count, shown->open->folder.id);
	page->level = level < 0 ? FOLDER_READ : (enum folder_level)level;
	for (int i = 0; i < 2; i++) {
		page->plans[i] = (struct cascade){.access = shown->access,
						  .whom = shown->whom,
						  .folder = shown->open,
						  .level = page->level,
						  .everywhere = i == 1};
		folder_cascade_plan(rq->tx, &page->plans[i]);
	}
	return true;
}

static void
add_plan(struct request *rq, struct doc *page, const char *name, const struct cascade *plan)
{
	struct doc *shown = doc_set_object(page, name), *list = doc_set_list(shown, "changes");

	for (size_t i = 0; i < plan->change_count && i < CHANGES_SHOWN; i++) {
		struct doc *change = doc_add_object(list);

		doc_set_id(change, "folder", plan->changes[i].folder.id);
		doc_set_text(change, "name", rights_folder_name(rq, &plan->changes[i].folder));
		rights_set_level(change, "before", plan->changes[i].before);
		rights_set_level(change, "after", plan->changes[i].after);
	}
	doc_set_int(shown, "change_count", (int64_t)plan->change_count);
	doc_set_bool(shown, "more", plan->change_count > CHANGES_SHOWN);
	doc_set_bool(shown, "too_many", plan->too_many);
	doc_set_id(shown, "seen", folder_cascade_mark(plan));
}

static struct doc *
page_doc(struct request *rq, struct cascade_page *page)
{
	struct doc *doc = page->shown.page, *row = rights_page_row(&page->shown, page->shown.open->folder.id);

	doc_set_text(doc, "folder_name", rights_folder_name(rq, &page->shown.open->folder));
	doc_set_text(doc, "level", folder_level_names[page->level]);
	rights_page_choose(row, false, (int)page->level);
	doc_set(doc, "row", row);
	add_plan(rq, doc, "inherited", &page->plans[0]);
	add_plan(rq, doc, "everywhere", &page->plans[1]);
	form_page(rq, doc, "");
	return doc;
}

struct reply
folder_cascade_form(struct request *rq)
{
	struct cascade_page page;
	struct reply refusal;

	if (!open_page(rq, &page, &refusal))
		return refusal;
	return reply_page(rq, "folder_cascade", page_doc(rq, &page));
}

static void
journal(struct request *rq, const char *action, int64_t client, int64_t folder, const char *who, const char *level)
{
	struct doc *detail = doc_object(rq->arena);

	doc_set_id(detail, "folder", folder);
	doc_set_text(detail, "who", who);
	doc_set_text(detail, "level", level);
	audit_add(rq, &(struct audit){.action = action,
				      .object_kind = "client",
				      .object = client,
				      .detail = detail,
				      .place = activity_of_folder(rq->arena, folder, NULL)});
}

/* Whoever did it has the folder, and all it was taken back from, still in full. */
static bool
stays_open(struct request *rq, const struct cascade *plan)
{
	const struct folder_seen *after = folder_find(rq->tx, plan->access, plan->folder->folder.id);

	if (after == NULL || after->level != FOLDER_FULL)
		return false;
	for (size_t i = 0; plan->whom->person.staff && i < plan->taken_back_count; i++) {
		after = folder_find(rq->tx, plan->access, plan->taken_back[i].id);
		if (after == NULL || after->level != FOLDER_FULL)
			return false;
	}
	return true;
}

static struct reply
done(struct request *rq, struct cascade_page *page, const struct cascade *plan)
{
	struct doc *answer = doc_object(rq->arena);
	const char *there = rights_href(&page->shown, "", plan->folder->folder.id);

	doc_set_id(answer, "cascade", folder_cascade_do(rq->tx, plan));
	doc_set_int(answer, "change_count", (int64_t)plan->change_count);
	if (!stays_open(rq, plan)) {
		form_error(rq->form, "level",
			   N_("You would close this folder to yourself. Give yourself full access to it first."), NULL);
		return reply_form(rq, "folder_cascade", page_doc(rq, page));
	}
	journal(rq, "folder.cascade", page->shown.client->id, plan->folder->folder.id, plan->whom->code,
		folder_level_names[plan->level]);
	return reply_done(rq, there, N_("The rights were given to all these folders."), answer);
}

struct reply
folder_cascade(struct request *rq)
{
	struct cascade_page page;
	struct reply refusal;
	const struct cascade *plan;
	int reach;
	int64_t seen;

	if (!open_page(rq, &page, &refusal))
		return refusal;
	reach = form_read_choice(rq->form, "reach", FORM_REQUIRED, reaches);
	(void)form_read_choice(rq->form, "level", FORM_REQUIRED, folder_level_names);
	seen = form_read_id(rq->form, "seen", FORM_OPTIONAL);
	if (form_failed(rq->form))
		return reply_form(rq, "folder_cascade", page_doc(rq, &page));
	plan = &page.plans[reach];
	if (plan->too_many)
		form_error(rq->form, "reach", N_("There are too many rights below it to change them at once."), NULL);
	else if (seen != 0 && seen != folder_cascade_mark(plan))
		form_error(rq->form, "reach", N_("Somebody else has changed this meanwhile. Please look again."), NULL);
	else
		return done(rq, &page, plan);
	return reply_conflict(rq, "folder_cascade", page_doc(rq, &page));
}

struct reply
folder_cascade_removal(struct request *rq)
{
	const struct client *client = client_find(rq->tx, rq->viewer, path_id(rq, "client"));
	const struct folder_access *access = client == NULL ? NULL : folder_access_of(rq, client->id);
	const struct cascade_done *last;
	char id[ID_LENGTH + 1], who[ID_LENGTH + 1];
	const char *code;

	if (access == NULL)
		return reply_not_found(rq);
	if (access->person.cap != FOLDER_FULL)
		return reply_refusal(rq, 403, N_("Rights are given by those who have full access to the client."));
	last = folder_cascade_find(rq->tx, client->id, path_id(rq, "cascade"));
	if (last == NULL)
		return reply_not_found(rq);
	if (!folder_cascade_undo(rq->tx, access, last))
		return reply_refusal(rq, 409, N_("Something of it was changed since: it cannot be undone any more."));
	id_print(id, client->id);
	id_print(who, last->who_id);
	code = last->who_id == 0 ? folder_whose_names[last->whose]
				 : arena_printf(rq->arena, "%s.%s", folder_whose_names[last->whose], who);
	journal(rq, "folder.cascade_undo", client->id, last->folder_id, code, NULL);
	return reply_done(rq, arena_printf(rq->arena, "/console/clients/%s/permissions?who=%s", id, code),
			  N_("The rights are as they were before."), doc_object(rq->arena));
}
