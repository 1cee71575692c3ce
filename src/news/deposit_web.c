/* deposit_web: what contacts put into folders, across all clients that a staff user sees. */
#include "news/handlers.h"

#include "clients/clients.h"
#include "news/news_page.h"
#include "records/record.h"
#include "rights/rights.h"

enum { ON_HOME = 5 };

static void
set_clients(struct request *rq, struct doc *const *files, const struct file_latest *rows, size_t count,
	    const int64_t *client_ids, size_t client_count)
{
	const struct access *access = record_access(rq, module_named(rq->rights->catalogue, "clients"));
	size_t named = 0;
	const struct record_name *names =
		client_count == 0 ? NULL : record_names(rq->tx, access, client_ids, client_count, &named);

	for (size_t i = 0; i < count; i++) {
		struct doc *client = doc_set_object(files[i], "client");

		doc_set_id(client, "id", rows[i].file.client_id);
		doc_set_text(client, "href", client_path(rq, rows[i].file.client_id, "/folders"));
		doc_set_text(client, "name", record_name_among(names, named, rows[i].file.client_id));
		doc_set_bool(files[i], "new", true);
	}
}

/* At most query->limit - 1; false: others follow, none. */
static size_t
add_deposits(struct request *rq, struct doc *page, struct file_latest_query *query, struct cursor *last, size_t *count)
{
	const struct file_reader reader =
		file_reader_of(rq->tx, &(struct folder_person){.staff = true, .id = rq->viewer->staff}, 0);
	size_t client_count, shown;
	const int64_t *client_ids;
	const struct file_latest *files;
	int64_t *ids = arena_make_array(rq->arena, int64_t, query->limit);

	query->new_for = &reader;
	client_ids = clients_with_new(rq->tx, rq->rights, rq->viewer, query, &client_count);
	files = files_of_contacts(rq->tx, client_ids, client_count, query, count);
	shown = news_add_files(rq, page, files, *count, query->limit - 1, ids, last);
	set_clients(rq, doc_get(page, STR("files"))->list.items, files, shown, client_ids, client_count);
	doc_set_null(page, "new_upto");
	if (shown > 0)
		doc_set_int(page, "new_upto", files[0].file.content.created_at);
	return shown;
}

struct reply
news_deposits(struct request *rq)
{
	struct cursor cursor = page_cursor(rq), last = {.given = false};
	struct file_latest_query query = {
		.before_at = cursor.number, .before_id = cursor.given ? cursor.id : 0, .limit = PAGE_ROWS + 1};
	struct doc *page = doc_object(rq->arena);
	size_t count;

	add_deposits(rq, page, &query, &last, &count);
	doc_set_text(page, "read_href", NEW_DOCUMENTS "/read");
	page_links(rq, page, count > PAGE_ROWS, &last);
	return reply_page(rq, "new_documents", page);
}

struct reply
news_deposits_read(struct request *rq)
{
	int64_t upto = news_read_upto(rq);
	struct doc *done = doc_object(rq->arena);

	if (form_failed(rq->form))
		return reply_refusal(rq, 422, N_("This is no instant up to which something could be read."));
	files_read_everywhere(rq->tx, rq->viewer->staff, upto);
	doc_set_text(done, "state", "read");
	return reply_done(rq, next_path(rq, NEW_DOCUMENTS), N_("All of it is marked as read."), done);
}

void
news_console_card(struct request *rq, struct doc *page)
{
	struct file_latest_query query = {.limit = ON_HOME + 1};
	struct doc *card = doc_object(rq->arena);
	size_t count;

	doc_set_null(page, "new_documents");
	if (!viewer_may(rq->viewer, &client_browse) || add_deposits(rq, card, &query, NULL, &count) == 0)
		return;
	doc_set_text(card, "href", NEW_DOCUMENTS);
	doc_set(page, "new_documents", card);
}
