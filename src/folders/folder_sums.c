/* folder_sums: how many folders and files clients have, for their list and for whoever is about to delete one. */
#include "folders/folder_sums.h"

#include "core/request.h"
#include "folders/file_store.h"
#include "records/record_order.h"
#include "space/space.h"

static void
count_folders(struct tx *tx, const struct viewer *viewer, const int64_t *clients, int64_t *counts, size_t count)
{
	folder_counts(tx, viewer->staff, clients, counts, count);
}

/* Somebody to whom a folder is closed sees fewer folders of that client than there are. */
static const struct record_order order = {
	.table = "client_tally",
	.id = "client_tally.client_id",
	.value = "client_tally.folder_count",
	.differs = folders_are_closed,
	.apart = folders_apart,
};

const struct client_column folder_column = {
	.name = "folder_count",
	.label = N_("Folders"),
	.order = &order,
	.count = count_folders,
};

static struct doc *
add_part(struct doc *list, const char *label, int64_t count)
{
	struct doc *part = doc_add_object(list);

	doc_set_word(part, "label", NULL, label);
	doc_set_int(part, "count", count);
	doc_set_bool(part, "more", false);
	doc_set_null(part, "detail");
	return part;
}

void
folder_parts(struct request *rq, int64_t client, struct doc *list)
{
	const struct folder_access *access = folder_access_of(rq, client);
	int64_t folders = access == NULL ? 0 : folder_count(rq->tx, access);
	struct file_sum files = access == NULL ? (struct file_sum){.count = 0} : file_sum(rq->tx, access);
	struct doc *values = doc_object(rq->arena);

	if (folders > 0)
		add_part(list, N_("Folders"), folders);
	if (files.count == 0)
		return;
	space_set_bytes(values, "size", files.bytes);
	doc_set_message(add_part(list, N_("Files"), files.count), "detail", N_("{{size}} in all"), values);
}
