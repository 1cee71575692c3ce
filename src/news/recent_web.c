/* recent_web: the newest files of a client: in the console and the portal alike, and a few on the portal's home. */
#include "news/handlers.h"

#include "clients/clients.h"
#include "news/news_page.h"
#include "news/notice_store.h"

enum { ON_HOME = 5 };

/* Returns how many are shown. */
static size_t
add_latest(struct request *rq, struct doc *page, const struct folder_access *access,
	   const struct file_latest_query *query, struct cursor *last, size_t *count)
{
	const struct file_latest *files = files_latest(rq->tx, access, query, count);
	int64_t *ids = arena_make_array(rq->arena, int64_t, query->limit);
	size_t shown = news_add_files(rq, page, files, *count, query->limit - 1, ids, last);
	const struct doc *list = doc_get(page, STR("files"));

	file_docs_set_new(rq, access, ids, list->list.items, shown);
	return shown;
}

/* Null in the portal: contacts are told anyway. */
static void
set_follow(struct request *rq, struct doc *page, int64_t client)
{
	struct doc *follow;

	doc_set_null(page, "follow");
	if (rq->portal != NULL)
		return;
	follow = doc_set_object(page, "follow");
	doc_set_text(follow, "href", client_path(rq, client, "/folders/follow"));
	doc_set_bool(follow, "on", notice_follows(rq->tx, rq->viewer->staff, client));
}

struct reply
news_recent(struct request *rq)
{
	struct opened opened;
	struct cursor cursor = page_cursor(rq), last = {.given = false};
	const struct file_latest_query query = {
		.before_at = cursor.number, .before_id = cursor.given ? cursor.id : 0, .limit = PAGE_ROWS + 1};
	struct doc *page;
	size_t count;

	if (!folder_open(rq, &opened))
		return reply_not_found(rq);
	page = folder_page(rq, &opened);
	add_latest(rq, page, opened.access, &query, &last, &count);
	page_links(rq, page, count > PAGE_ROWS, &last);
	folder_set_news(rq, page, &opened);
	doc_set_text(page, "all_clients_href", rq->portal != NULL ? NULL : NEW_DOCUMENTS);
	set_follow(rq, page, opened.access->client);
	return reply_page(rq, file_template(rq, "client_recent", "portal_recent"), page);
}

struct reply
news_read(struct request *rq)
{
	struct opened opened;
	int64_t upto = news_read_upto(rq);
	struct doc *done = doc_object(rq->arena);

	if (!folder_open(rq, &opened))
		return reply_not_found(rq);
	if (form_failed(rq->form))
		return reply_refusal(rq, 422, N_("This is no instant up to which something could be read."));
	files_read_in(rq->tx, opened.access, opened.seen, upto);
	doc_set_text(done, "state", "read");
	return reply_done(rq, next_path(rq, folder_href(rq, &opened.seen->folder, "")),
			  N_("All of it is marked as read."), done);
}

void
news_portal_card(struct request *rq, struct doc *page)
{
	const struct folder_access *access =
		viewer_may_see(rq->viewer, &client_browse) ? folder_access_of(rq, rq->viewer->client) : NULL;
	const struct file_latest_query query = {.newest = true, .limit = ON_HOME + 1};
	struct doc *card = doc_object(rq->arena);
	size_t count;

	doc_set_null(page, "news");
	if (access == NULL || add_latest(rq, card, access, &query, NULL, &count) == 0)
		return;
	doc_set_text(card, "href", arena_printf(rq->arena, "%s/documents/recent", home_path(rq)));
	doc_set(page, "news", card);
}
