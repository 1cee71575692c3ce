/* rights_web: rights on a client's folders: given folder by folder, and looked at as somebody has them. */
#include "folders/handlers.h"

#include "base/arena.h"
#include "core/audit.h"
#include "core/form_page.h"
#include "folders/activity.h"
#include "folders/rights_page.h"

enum { ROWS_LIMIT = 100 };

/* What the form says of one folder. */
struct wanted {
	size_t row;
	const struct folder_seen *seen;
	int before, level;
};

struct reply
folder_rights(struct request *rq)
{
	struct rights_page shown;
	struct reply refusal;

	if (!rights_page_open(rq, &shown, &refusal))
		return refusal;
	rights_page_read(&shown, shown.access);
	rights_page_show(&shown, false);
	return reply_page(rq, "folder_rights", shown.page);
}

/* ---- changing ---- */

/* The error stands beside the choice, where the folder is on the page. */
static void
refuse(struct rights_page *shown, const struct wanted *wanted, const char *english)
{
	struct form *form = shown->rq->form;
	struct doc *row = rights_page_row(shown, wanted->seen->folder.id);

	form_error(form, form_row_name(form, "folders", wanted->row, "level"), english, NULL);
	if (row != NULL)
		doc_set_message(row, "error", english, NULL);
}

static int
said_now(struct rights_page *shown, int64_t folder)
{
	size_t count;
	const struct folder_right *rights =
		folder_rights_heard(shown->rq->tx, shown->client->id, shown->whom, &folder, 1, &count);

	return rights_said_of(shown->whom, rights, count, folder);
}

/* True: the row says something else than what is; *overtaken: somebody else said something meanwhile. */
static bool
read_row(struct rights_page *shown, size_t row, struct wanted *wanted, bool *overtaken)
{
	struct form *form = shown->rq->form;
	const char *name = form_row_name(form, "folders", row, "level");
	const char *was = form_text(form, form_row_name(form, "folders", row, "was"));
	int64_t id = form_read_id(form, form_row_name(form, "folders", row, "id"), FORM_REQUIRED);
	int level = form_read_choice(form, name, FORM_OPTIONAL, folder_level_names);
	struct doc *shown_row;

	*wanted = (struct wanted){row, id == 0 ? NULL : folder_find(shown->rq->tx, shown->access, id), LEVEL_UNSAID,
				  level};
	if (wanted->seen == NULL) {
		form_error(form, form_row_name(form, "folders", row, "id"), N_("This folder is not there any more."),
			   NULL);
		return false;
	}
	shown_row = rights_page_row(shown, id);
	if (shown_row != NULL)
		rights_page_choose(shown_row, id == shown->client->id, level);
	if (was != NULL && text_equal(was, rights_code(level)))
		return false;
	wanted->before = said_now(shown, id);
	if (wanted->before == level)
		return false;
	if (wanted->seen->level != FOLDER_FULL)
		refuse(shown, wanted, N_("Rights on a folder are given by those who have full access to it."));
	*overtaken = *overtaken || (was != NULL && !text_equal(was, rights_code(wanted->before)));
	if (was != NULL && !text_equal(was, rights_code(wanted->before)))
		refuse(shown, wanted, N_("Somebody else has changed this meanwhile. Please look again."));
	return true;
}

static void
apply(struct rights_page *shown, const struct wanted *wanted)
{
	struct request *rq = shown->rq;
	const struct folder *folder = &wanted->seen->folder;
	struct doc *detail = doc_object(rq->arena);

	if (wanted->level == LEVEL_UNSAID)
		folder_right_unset(rq->tx, folder, shown->whom->whose, shown->whom->who_id);
	else
		folder_right_set(rq->tx, folder,
				 &(struct folder_right){folder->id, shown->whom->whose, shown->whom->who_id,
							(enum folder_level)wanted->level});
	doc_set_id(detail, "folder", folder->id);
	doc_set_text(detail, "name", folder_name(rq, folder));
	doc_set_text(detail, "who", shown->whom->code);
	doc_set_text(detail, "before", rights_code(wanted->before));
	doc_set_text(detail, "level", rights_code(wanted->level));
	audit_add(rq, &(struct audit){.action = "folder.right",
				      .object_kind = "client",
				      .object = shown->client->id,
				      .detail = detail,
				      .place = activity_of_folder(rq->arena, folder->id, folder->name)});
}

/* Nobody closes a folder to themselves: so somebody is always there who can open it again. */
static void
keep_open(struct rights_page *shown, const struct wanted *wanted, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct folder_seen *after = folder_find(shown->rq->tx, shown->access, wanted[i].seen->folder.id);

		if (after == NULL || after->level != FOLDER_FULL)
			refuse(shown, &wanted[i],
			       N_("You would close this folder to yourself. Give yourself full access to it first."));
	}
}

/* True: nothing that somebody else said meanwhile is written over. */
static bool
take_form(struct rights_page *shown)
{
	struct form *form = shown->rq->form;
	size_t rows = form_rows(form, "folders", ROWS_LIMIT), count = 0;
	struct wanted *wanted = arena_make_array(shown->rq->arena, struct wanted, rows + 1);
	bool overtaken = false;

	for (size_t row = 0; row < rows; row++)
		if (form_has(form, form_row_name(form, "folders", row, "id")) &&
		    read_row(shown, row, &wanted[count], &overtaken))
			count++;
	for (size_t i = 0; i < count && !form_failed(form); i++)
		apply(shown, &wanted[i]);
	if (!form_failed(form))
		keep_open(shown, wanted, count);
	return !overtaken;
}

struct reply
folder_rights_change(struct request *rq)
{
	struct rights_page shown;
	struct reply refusal;
	const char *there;
	bool current;

	if (!rights_page_open(rq, &shown, &refusal))
		return refusal;
	rights_page_read(&shown, shown.access);
	rights_page_show(&shown, false);
	current = take_form(&shown);
	form_page(rq, shown.page, "");
	if (!current)
		return reply_conflict(rq, "folder_rights", shown.page);
	if (form_failed(rq->form))
		return reply_form(rq, "folder_rights", shown.page);
	there = rights_href(&shown, "", shown.open->folder.id);
	if (!rights_page_open(rq, &shown, &refusal))
		return refusal;
	rights_page_read(&shown, shown.access);
	rights_page_show(&shown, false);
	return reply_done(rq, there, N_("The rights were saved."), shown.page);
}

/* ---- the eye ---- */

/* Their tree, as far as it is known to who looks: the names in it stay theirs to know. */
struct reply
folder_rights_eye(struct request *rq)
{
	struct rights_page shown;
	struct folder_access *eyes = arena_make(rq->arena, struct folder_access);
	struct reply refusal;

	if (!rights_page_open(rq, &shown, &refusal))
		return refusal;
	*eyes = (struct folder_access){shown.client->id, shown.whom->person, &shown.access->person, rq->viewer->name};
	shown.open = folder_find(rq->tx, eyes, shown.open->folder.id);
	if (shown.open == NULL)
		return reply_not_found(rq);
	rights_page_read(&shown, eyes);
	rights_page_show(&shown, true);
	return reply_page(rq, "folder_eye", shown.page);
}
