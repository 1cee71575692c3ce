/* retention_web: how long files are kept at least, for all clients; what is let go by less is told before. */
#include "holds/handlers.h"

#include "core/audit.h"
#include "core/form_page.h"
#include "holds/retention.h"
#include "holds/retention_page.h"

enum { LOOKED_AT = 30, NAMED = 10 };
static const char address[] = "/console/settings/retention";

static struct doc *
settings_doc(struct request *rq)
{
	struct doc *page = doc_object(rq->arena);
	int keep = retention_months_kept(rq->tx);

	retention_set_months(page, keep);
	retention_add_choices(doc_set_list(page, "choices"), keep);
	form_page(rq, page, "keep");
	return page;
}

struct reply
retention_settings(struct request *rq)
{
	return reply_page(rq, "retention_settings", settings_doc(rq));
}

/* Those that the viewer finds in the client's recycle bin. */
static void
add_freed(struct request *rq, struct doc *list, int from, int to)
{
	size_t count;
	const struct retention_freed_file *freed =
		retention_freed_files(rq->tx, rq->viewer, from, to, LOOKED_AT, &count);

	for (size_t i = 0; i < count && list->list.count < NAMED; i++) {
		const struct folder_access *access = folder_access_of(rq, freed[i].client_id);
		const struct bin_asked asked = {.ids = &freed[i].id, .id_count = 1};
		const struct folder root = folder_root(freed[i].client_id);
		const struct file_removed *file;
		struct doc *shown;
		size_t found = 0;

		file = access == NULL ? NULL : file_bin_list(rq->tx, access, &asked, 1, &found);
		if (found == 0)
			continue;
		shown = doc_add_object(list);
		doc_set_text(shown, "name", file->name);
		doc_set_text(shown, "client_name", freed[i].client_name);
		doc_set_text(shown, "bin_href", folder_href(rq, &root, "/bin"));
	}
}

/* What becomes deletable, and the question. */
static struct doc *
shorter_doc(struct request *rq, int from, int to)
{
	const struct retention_freed freed = retention_freed(rq->tx, from, to);
	struct doc *page = doc_object(rq->arena), *list = doc_set_list(page, "files");

	retention_set_months(doc_set_object(page, "before"), from);
	retention_set_months(doc_set_object(page, "after"), to);
	doc_set_int(page, "count", freed.files);
	doc_set_int(page, "client_count", freed.clients);
	doc_set_bool(page, "has_freed", freed.files > 0);
	add_freed(rq, list, from, to);
	doc_set_bool(page, "has_files", list->list.count > 0);
	doc_set_bool(page, "more", freed.files > (int64_t)list->list.count);
	form_page(rq, page, "keep");
	return page;
}

struct reply
retention_settings_change(struct request *rq)
{
	int before = retention_months_kept(rq->tx), keep = retention_read_months(rq, "keep", 0);
	struct doc *detail = doc_object(rq->arena);

	if (form_failed(rq->form))
		return reply_form(rq, "retention_settings", settings_doc(rq));
	if (keep < before && !form_read_bool(rq->form, "confirm"))
		return reply_page(rq, "retention_shorter", shorter_doc(rq, before, keep));
	doc_set_int(detail, "before", before);
	doc_set_int(detail, "months", keep);
	retention_keep(rq->tx, keep);
	audit_add(rq, &(struct audit){.action = "retention.change", .detail = detail});
	return reply_done(rq, address, N_("Saved."), settings_doc(rq));
}
