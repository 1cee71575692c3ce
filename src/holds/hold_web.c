/* hold_web: legal holds: put on a client, a folder or a file, listed, and released, each with a reason. */
#include "holds/handlers.h"

#include "base/instant.h"
#include "clients/clients.h"
#include "core/audit.h"
#include "core/form_page.h"
#include "core/page.h"
#include "folders/folders.h"
#include "holds/hold.h"
#include "holds/holds.h"

enum { REASON_LENGTH = 500 };

/* What a hold is on, as far as who asks sees it. */
struct target {
	const struct folder_access *access;
	const struct folder_seen *in; /* the folder, or the one the file lies in */
	const struct file *file;      /* NULL: the folder */
};

/* False: it is not there, or closed to them. */
static bool
find_target(struct request *rq, int64_t client, int64_t folder, int64_t file, struct target *target)
{
	const struct file_seen *seen;

	*target = (struct target){.access = folder_access_of(rq, client)};
	if (target->access == NULL)
		return false;
	if (file == 0) {
		target->in = folder_find(rq->tx, target->access, folder == 0 ? client : folder);
		return target->in != NULL && target->in->level != FOLDER_NONE;
	}
	seen = file_find(rq->tx, target->access, file);
	if (seen == NULL)
		return false;
	target->in = seen->in;
	target->file = &seen->file;
	return true;
}

static bool
is_root(const struct target *target)
{
	return target->file == NULL && target->in->folder.id == target->access->client;
}

static void
set_target(struct request *rq, struct doc *doc, const struct target *target, const char *client_name)
{
	const char *kind = target->file != NULL ? "file" : is_root(target) ? "client" : "folder";

	doc_set_word(doc, "on", kind,
		     target->file != NULL ? N_("File")
		     : is_root(target)	  ? N_("The whole client")
					  : N_("Folder"));
	doc_set_text(doc, "name",
		     target->file != NULL ? target->file->name
		     : is_root(target)	  ? client_name
					  : target->in->folder.name);
	doc_set_text(doc, "href",
		     target->file != NULL ? file_href(rq, target->access->client, target->file->id, "")
					  : folder_href(rq, &target->in->folder, ""));
}

/* ---- lists ---- */

static struct doc *
hold_doc(struct request *rq, const struct hold *hold, const struct target *target)
{
	struct doc *doc = doc_object(rq->arena);
	char id[ID_LENGTH + 1], client[ID_LENGTH + 1];

	id_print(id, hold->id);
	id_print(client, hold->client_id);
	doc_set_id(doc, "id", hold->id);
	set_target(rq, doc, target, hold->client_name);
	doc_set_text(doc, "client_name", hold->client_name);
	doc_set_text(doc, "client_href", arena_printf(rq->arena, "/console/clients/%s/holds", client));
	doc_set_text(doc, "reason", hold->reason);
	doc_set_instant(doc, "made_at", hold->made_at);
	doc_set_text(doc, "made_by", hold->made_by);
	doc_set_instant(doc, "released_at", hold->released_at);
	doc_set_text(doc, "released_by", hold->released_by);
	doc_set_text(doc, "release_reason", hold->release_reason);
	doc_set_text(doc, "release_href",
		     hold->released_at == NO_INSTANT ? arena_printf(rq->arena, "/console/holds/%s/release", id) : NULL);
	return doc;
}

/* Those on folders that are closed to the viewer, or are gone, are not listed. */
static void
fill_list(struct request *rq, struct doc *page, bool released)
{
	struct doc *list = doc_set_list(page, "holds");
	struct cursor cursor = page_cursor(rq), last = {.given = false};
	size_t count;
	const struct hold *all = hold_list(rq->tx, rq->viewer, released, cursor.given ? cursor.number : INT64_MAX,
					   cursor.given ? cursor.id : INT64_MAX, PAGE_ROWS + 1, &count);

	for (size_t i = 0; i < count && i < PAGE_ROWS; i++) {
		struct target target;

		if (find_target(rq, all[i].client_id, all[i].folder_id, all[i].file_id, &target))
			doc_add(list, hold_doc(rq, &all[i], &target));
		last = (struct cursor){.number = released ? all[i].released_at : all[i].made_at, .id = all[i].id};
	}
	page_links(rq, page, count > PAGE_ROWS, &last);
	doc_set_bool(page, "has_holds", list->list.count > 0);
	doc_set_bool(page, "released", released);
}

static struct doc *
list_doc(struct request *rq)
{
	struct doc *page = doc_object(rq->arena);

	fill_list(rq, page, form_read_bool(rq->form, "released"));
	form_page(rq, page, "reason");
	return page;
}

struct reply
holds_show(struct request *rq)
{
	return reply_page(rq, "hold_list", list_doc(rq));
}

/* ---- of one client ---- */

/* What the fields `folder` and `file` name. */
static bool
read_target(struct request *rq, const struct client *client, struct target *target)
{
	int64_t folder = form_read_id(rq->form, "folder", FORM_OPTIONAL),
		file = form_read_id(rq->form, "file", FORM_OPTIONAL);

	return !form_failed(rq->form) && find_target(rq, client->id, folder, file, target);
}

static void
add_holds(struct request *rq, struct doc *page, const struct client *client)
{
	struct doc *list = doc_set_list(page, "holds");
	size_t count;
	const struct folder_hold *held = folder_holds(rq->tx, client->id, &count);

	for (size_t i = 0; i < count; i++) {
		const struct hold hold = {.id = held[i].id,
					  .client_id = client->id,
					  .client_name = client->name,
					  .reason = held[i].reason,
					  .made_at = held[i].made_at,
					  .made_by = held[i].made_by,
					  .released_at = NO_INSTANT};
		struct target target;

		if (find_target(rq, client->id, held[i].folder_id, held[i].file_id, &target))
			doc_add(list, hold_doc(rq, &hold, &target));
	}
	doc_set_bool(page, "has_holds", list->list.count > 0);
}

static struct doc *
client_doc_of(struct request *rq, const struct client *client, const struct target *target)
{
	struct doc *page = doc_object(rq->arena), *shown;

	client_sheet_head(rq, page, client, "folders");
	shown = doc_set_object(page, "target");
	set_target(rq, shown, target, client->name);
	doc_set_text(shown, "field", target->file != NULL ? "file" : "folder");
	doc_set_id(shown, "id", target->file != NULL ? target->file->id : target->in->folder.id);
	doc_set_text(page, "action", client_path(rq, client->id, "/holds"));
	add_holds(rq, page, client);
	form_page(rq, page, "reason");
	return page;
}

struct reply
client_holds_show(struct request *rq)
{
	const struct client *client = client_find(rq->tx, rq->viewer, path_id(rq, "client"));
	struct target target;

	if (client == NULL || !read_target(rq, client, &target))
		return reply_not_found(rq);
	return reply_page(rq, "client_holds", client_doc_of(rq, client, &target));
}

static void
note(struct request *rq, const char *action, const struct target *target, const char *reason)
{
	struct doc *detail = doc_object(rq->arena);

	doc_set_text(detail, "reason", reason);
	audit_add(rq,
		  &(struct audit){.action = action,
				  .object_kind = "client",
				  .object = target->access->client,
				  .detail = detail,
				  .place = target->file != NULL ? activity_of_file(rq->arena, target->file)
								: activity_of_folder(rq->arena, target->in->folder.id,
										     target->in->folder.name)});
}

static bool
is_full(struct request *rq, int64_t client)
{
	size_t count;

	folder_holds(rq->tx, client, &count);
	return count >= HOLDS_MOST;
}

struct reply
client_hold_new(struct request *rq)
{
	const struct client *client = client_find(rq->tx, rq->viewer, path_id(rq, "client"));
	struct target target;
	const char *reason;

	if (client == NULL || !read_target(rq, client, &target))
		return reply_not_found(rq);
	reason = form_read_text(rq->form, "reason", FORM_REQUIRED, REASON_LENGTH);
	if (is_full(rq, client->id))
		form_error(rq->form, "reason",
			   N_("So many single things are held here already: put a whole folder under a hold."), NULL);
	if (form_failed(rq->form))
		return reply_form(rq, "client_holds", client_doc_of(rq, client, &target));
	hold_make(rq->tx, client->id, target.in->folder.id, target.file == NULL ? 0 : target.file->id, reason,
		  rq->viewer->name);
	note(rq, "hold.make", &target, reason);
	return reply_done(rq, client_path(rq, client->id, "/holds"),
			  N_("It is held: nothing of it can be deleted or moved away."),
			  client_doc_of(rq, client, &target));
}

struct reply
hold_end(struct request *rq)
{
	const struct hold *hold = hold_find(rq->tx, rq->viewer, path_id(rq, "hold"));
	struct target target;
	const char *reason;

	if (hold == NULL || !find_target(rq, hold->client_id, hold->folder_id, hold->file_id, &target))
		return reply_not_found(rq);
	reason = form_read_text(rq->form, "reason", FORM_REQUIRED, REASON_LENGTH);
	if (form_failed(rq->form))
		return reply_form(rq, "hold_list", list_doc(rq));
	if (!hold_release(rq->tx, hold->id, reason, rq->viewer->name))
		return reply_not_found(rq);
	note(rq, "hold.release", &target, reason);
	return reply_done(rq, "/console/holds", N_("The hold is over."), list_doc(rq));
}
