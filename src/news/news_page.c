/* news_page: a file of a list, with where it lies. */
#include "news/news_page.h"

#include "sys/clock.h"

static void
set_place(struct request *rq, struct doc *doc, const struct file_latest *latest)
{
	const struct folder in = {
		.id = latest->file.folder_id, .client_id = latest->file.client_id, .name = latest->folder_name};

	doc_set_text(doc, "folder_name", folder_name(rq, &in));
	doc_set_text(doc, "folder_href", folder_href(rq, &in, ""));
}

size_t
news_add_files(struct request *rq, struct doc *page, const struct file_latest *files, size_t count, size_t most,
	       int64_t *ids, struct cursor *last)
{
	struct doc *list = doc_set_list(page, "files");
	size_t shown = count < most ? count : most;

	for (size_t i = 0; i < shown; i++) {
		struct doc *file = file_doc(rq, &files[i].file);

		set_place(rq, file, &files[i]);
		doc_add(list, file);
		ids[i] = files[i].file.id;
		if (last != NULL)
			*last = (struct cursor){.number = files[i].file.content.created_at, .id = ids[i]};
	}
	doc_set_bool(page, "has_files", shown > 0);
	return shown;
}

int64_t
news_read_upto(struct request *rq)
{
	int64_t now = clock_now(), upto = form_read_int(rq->form, "upto", FORM_OPTIONAL, 0, now);

	return form_has(rq->form, "upto") ? upto : now;
}
