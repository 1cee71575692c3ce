/* notice_web: staff write notices in the console, clients read in the portal those that are shown. */
#include "notices/notice_web.h"

#include "base/id.h"
#include "base/instant.h"
#include "core/audit.h"
#include "core/form_page.h"
#include "core/page.h"
#include "notices/notice_store.h"

#define NOTICE_FIELDS "title body shown"

const struct permission notice_read = {"notice.read", FOR_STAFF, N_("See notices")};
const struct permission notice_write = {"notice.write", FOR_ADMINISTRATOR | FOR_MANAGER, N_("Write notices")};

static const char *
notice_href(struct request *rq, int64_t id)
{
	char text[ID_LENGTH + 1];

	id_print(text, id);
	return arena_printf(rq->arena, "/console/notices/%s", text);
}

static struct doc *
notice_doc(struct request *rq, const struct notice *notice)
{
	struct doc *doc = doc_object(rq->arena);

	doc_set_id(doc, "id", notice->id);
	doc_set_text(doc, "title", notice->title);
	doc_set_text(doc, "body", notice->body);
	doc_set_bool(doc, "shown", notice->shown);
	doc_set_instant(doc, "created_at", notice->created_at);
	doc_set_int(doc, "version", notice->version);
	return doc;
}

/* ---- lists ---- */

/* Each line that was typed becomes a paragraph. */
static struct doc *
lines_of(struct request *rq, const char *body)
{
	struct doc *lines = doc_list(rq->arena);
	struct str rest = str_of(body);

	while (rest.at != NULL) {
		struct str line = str_trim(str_cut(&rest, '\n'));

		if (line.length > 0)
			doc_add_text(lines, arena_text_of(rq->arena, line.at, line.length));
	}
	return lines;
}

static struct doc *
list_document(struct request *rq)
{
	struct doc *page = doc_object(rq->arena), *rows = doc_set_list(page, "notices");
	struct cursor after = page_cursor(rq), last = {.id = 0};
	size_t count, shown;
	const struct notice *found =
		notice_list(rq->tx, rq->viewer, after.given ? after.id : INT64_MAX, PAGE_ROWS + 1, &count);

	shown = count > PAGE_ROWS ? PAGE_ROWS : count;
	for (size_t i = 0; i < shown; i++) {
		struct doc *row = notice_doc(rq, &found[i]);

		doc_set_text(row, "excerpt", notice_excerpt(rq->arena, found[i].body, NOTICE_EXCERPT));
		doc_set(row, "lines", lines_of(rq, found[i].body));
		if (rq->viewer->kind == VIEWER_STAFF)
			doc_set_text(row, "href", notice_href(rq, found[i].id));
		last.id = found[i].id;
		doc_add(rows, row);
	}
	doc_set_bool(page, "may_write", viewer_may(rq->viewer, &notice_write));
	page_links(rq, page, count > shown, &last);
	return page;
}

static struct reply
portal_list(struct request *rq)
{
	return reply_page(rq, "notice_shown", list_document(rq));
}

static struct reply
list(struct request *rq)
{
	return reply_page(rq, "notice_list", list_document(rq));
}

/* ---- the form ---- */

/* `wanted` is what its fields show; `id` is 0 for one that does not exist yet. */
static struct doc *
form_document(struct request *rq, const struct notice *wanted, int64_t id)
{
	struct doc *page = doc_object(rq->arena);

	doc_set(page, "values", notice_doc(rq, wanted));
	form_page(rq, page, NOTICE_FIELDS);
	doc_set_id(page, "id", id);
	doc_set_text(page, "action", id == 0 ? "/console/notices" : notice_href(rq, id));
	doc_set_int(page, "version", wanted->version);
	doc_set_bool(page, "may_write", viewer_may(rq->viewer, &notice_write));
	return page;
}

static void
read_form(struct request *rq, struct notice *notice)
{
	notice->title = form_read_text(rq->form, "title", FORM_REQUIRED, NOTICE_TITLE);
	notice->body = form_read_text(rq->form, "body", FORM_REQUIRED, NOTICE_BODY);
	notice->shown = form_read_bool(rq->form, "shown");
}

static struct reply
blank(struct request *rq)
{
	return reply_page(rq, "notice_form", form_document(rq, &(struct notice){.created_at = NO_INSTANT}, 0));
}

static struct reply
create(struct request *rq)
{
	struct notice notice = {.created_at = NO_INSTANT};

	read_form(rq, &notice);
	if (form_failed(rq->form))
		return reply_form(rq, "notice_form", form_document(rq, &notice, 0));
	notice.id = notice_create(rq->tx, &notice);
	audit_add(rq, &(struct audit){.action = "notice.create", .object_kind = "notice", .object = notice.id});
	return reply_done(rq, notice_href(rq, notice.id), N_("Saved."),
			  notice_doc(rq, notice_find(rq->tx, rq->viewer, notice.id)));
}

static struct reply
show(struct request *rq)
{
	const struct notice *notice = notice_find(rq->tx, rq->viewer, path_id(rq, "notice"));

	if (notice == NULL)
		return reply_not_found(rq);
	return reply_page(rq, "notice_form", form_document(rq, notice, notice->id));
}

static struct reply
change(struct request *rq)
{
	struct notice *notice = notice_find(rq->tx, rq->viewer, path_id(rq, "notice"));

	if (notice == NULL)
		return reply_not_found(rq);
	read_form(rq, notice);
	if (form_has(rq->form, "version"))
		notice->version = form_read_int(rq->form, "version", FORM_REQUIRED, 1, INT64_MAX);
	if (!form_failed(rq->form) && !notice_update(rq->tx, rq->viewer, notice))
		form_error(rq->form, "", N_("Somebody else has changed this meanwhile. Please reload the page."), NULL);
	if (form_failed(rq->form))
		return reply_form(rq, "notice_form", form_document(rq, notice, notice->id));
	audit_add(rq, &(struct audit){.action = "notice.change", .object_kind = "notice", .object = notice->id});
	return reply_done(rq, notice_href(rq, notice->id), N_("Saved."),
			  notice_doc(rq, notice_find(rq->tx, rq->viewer, notice->id)));
}

const struct route notice_routes[NOTICE_ROUTES] = {
	{HTTP_GET, "/p/{address}/notices", PORTAL, &portal_use, portal_list,
	 "The notices that are shown, newest first"},
	{HTTP_GET, "/console/notices", STAFF, &notice_read, list, "All notices, newest first"},
	{HTTP_GET, "/console/notices/new", STAFF, &notice_write, blank, "The form of a new notice"},
	{HTTP_POST, "/console/notices", STAFF, &notice_write, create, "Adds a notice", .fields = NOTICE_FIELDS},
	{HTTP_GET, "/console/notices/{notice}", STAFF, &notice_read, show, "One notice"},
	{HTTP_POST, "/console/notices/{notice}", STAFF, &notice_write, change, "Changes a notice",
	 .fields = NOTICE_FIELDS " version"},
};
