/* file_receipt: tells staff which contacts opened a file, and whether it was as it is now. */
#include "folders/file_receipt.h"

#include "base/arena.h"
#include "clients/clients.h"
#include "folders/activity_page.h"
#include "records/record.h"

/* They may fetch an earlier version long after the present one came. */
static bool
is_of_earlier_version(struct arena *arena, const struct file_receipt *receipt, const struct file *file)
{
	enum { DEPTH = 4, VALUES = 100 };
	const char *error;
	const struct doc *detail =
		receipt->detail == NULL ? NULL : doc_parse_json(arena, str_of(receipt->detail), DEPTH, VALUES, &error);
	const struct doc *version =
		detail == NULL || detail->kind != DOC_OBJECT ? NULL : doc_get(detail, STR("version"));

	return version != NULL && version->kind == DOC_INT && version->integer < file->content.number;
}

void
file_receipts_fill(struct request *rq, struct doc *page, const struct file *file)
{
	const struct activity_reader reader = activity_reader_of(rq);
	const struct record_name *names = NULL;
	const struct file_receipt *receipts;
	struct doc *list;
	size_t count, named = 0;
	int64_t *ids;

	if (rq->portal != NULL || !viewer_may(rq->viewer, &client_sheet)) { /* as the activities that say the same */
		doc_set_null(page, "receipts");
		return;
	}
	list = doc_set_list(page, "receipts");
	receipts = file_receipts(rq->tx, file->id, &count);
	ids = arena_make_array(rq->arena, int64_t, count + 1);
	for (size_t i = 0; i < count; i++)
		ids[i] = receipts[i].contact;
	if (count > 0 && reader.contacts != NULL)
		names = record_names(rq->tx, reader.contacts, ids, count, &named);
	for (size_t i = 0; i < count; i++) {
		struct doc *receipt = doc_add_object(list);
		const char *name = record_name_among(names, named, ids[i]);

		doc_set_id(receipt, "contact", name == NULL ? 0 : ids[i]);
		doc_set_text(receipt, "name", name);
		doc_set_instant(receipt, "at", receipts[i].at);
		doc_set_bool(receipt, "older", is_of_earlier_version(rq->arena, &receipts[i], file));
	}
}
