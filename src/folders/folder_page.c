/* folder_page: how folders are shown in the console and in the portal. */
#include "folders/folder_page.h"

#include "clients/clients.h"
#include "core/audit.h"
#include "core/feature.h"
#include "core/form_page.h"
#include "folders/activity.h"
#include "folders/file_mark.h"
#include "folders/file_page.h"
#include "space/space.h"
#include "sys/file_name.h"

#include <string.h>

static bool
in_portal(const struct request *rq)
{
	return rq->portal != NULL;
}

bool
folder_open(struct request *rq, struct opened *opened)
{
	int64_t client = in_portal(rq) ? rq->viewer->client : path_id(rq, "client");
	bool root = strstr(rq->route->path, "{folder}") == NULL;
	int64_t folder = root ? client : path_id(rq, "folder");

	opened->access = folder_access_of(rq, client);
	opened->seen = opened->access == NULL ? NULL : folder_find(rq->tx, opened->access, folder);
	return opened->seen != NULL;
}

const char *
folder_href(struct request *rq, const struct folder *folder, const char *below)
{
	char client[ID_LENGTH + 1], id[ID_LENGTH + 1] = "";
	const char *home;

	id_print(client, folder->client_id);
	if (folder->id != folder->client_id)
		id_print(id, folder->id);
	home = in_portal(rq) ? arena_printf(rq->arena, "%s/documents", home_path(rq))
			     : arena_printf(rq->arena, "/console/clients/%s/folders", client);
	return arena_printf(rq->arena, "%s%s%s%s", home, id[0] == '\0' ? "" : "/", id, below);
}

const char *
folder_sent_href(struct request *rq, const struct opened *opened, const char *below)
{
	const struct folder root = folder_root(opened->access->client);
	char id[ID_LENGTH + 1];

	id_print(id, opened->seen->folder.id);
	return folder_href(rq, &root, arena_printf(rq->arena, "/%s/%s", id, below));
}

const char *
folder_name(struct request *rq, const struct folder *folder)
{
	return folder->id == folder->client_id ? formats_translate(rq->formats, N_("Documents")) : folder->name;
}

/* ---- documents ---- */

static void
set_level(struct doc *doc, enum folder_level level)
{
	static const char *const labels[] = {N_("On the way"), N_("Read"), N_("Full access")};

	doc_set_word(doc, "level", folder_level_names[level], labels[level]);
	doc_set_bool(doc, "may_read", level != FOLDER_NONE);
}

struct doc *
folder_doc(struct request *rq, const struct folder_seen *seen)
{
	struct doc *doc = doc_object(rq->arena);
	const struct folder *folder = &seen->folder;

	doc_set_id(doc, "id", folder->id);
	doc_set_text(doc, "name", folder_name(rq, folder));
	doc_set_text(doc, "href", folder_href(rq, folder, ""));
	doc_set_bool(doc, "root", folder->id == folder->client_id);
	set_level(doc, seen->level);
	folder_doc_set_new(doc, 0, 0);
	doc_set_bool(doc, "locked", false);
	doc_set_bool(doc, "held", false);
	return doc;
}

void
folder_doc_set_new(struct doc *folder, int64_t count, int64_t latest_at)
{
	doc_set_null(folder, "new_count");
	doc_set_null(folder, "new_upto");
	doc_set_bool(folder, "new_more", count > NEWS_SHOWN);
	if (count == 0)
		return;
	doc_set_int(folder, "new_count", count < NEWS_SHOWN ? count : NEWS_SHOWN);
	doc_set_int(folder, "new_upto", latest_at);
}

static void
add_crumb(struct request *rq, struct doc *list, const struct folder *folder)
{
	struct doc *crumb = doc_add_object(list);

	doc_set_text(crumb, "name", folder_name(rq, folder));
	doc_set_text(crumb, "href", folder_href(rq, folder, ""));
}

static void
add_crumbs(struct request *rq, struct doc *page, const struct folder *folder)
{
	struct doc *list = doc_set_list(page, "crumbs");
	const struct folder root = folder_root(folder->client_id), *above;
	size_t count;

	if (folder->id == folder->client_id)
		return;
	add_crumb(rq, list, &root);
	above = folder_above(rq->tx, folder, &count);
	for (size_t i = 0; i < count; i++)
		add_crumb(rq, list, &above[i]);
}

/* The head of the client's sheet is for who may open it; whoever sees only given clients has the tree alone. */
static void
set_sheet(struct request *rq, struct doc *page, int64_t client)
{
	const struct client *found = client_find(rq->tx, rq->viewer, client);

	doc_set_bool(page, "has_sheet", found != NULL);
	if (found != NULL)
		client_sheet_head(rq, page, found, "folders");
}

/* Templates are another feature's, and applied from the top. */
static const char *
templates_href(struct request *rq, const struct opened *opened)
{
	char id[ID_LENGTH + 1];

	if (opened->seen->folder.id != opened->access->client || opened->seen->level != FOLDER_FULL ||
	    !page_is_open(rq, "/console/clients/{client}/folder-trees"))
		return NULL;
	id_print(id, opened->access->client);
	return arena_printf(rq->arena, "/console/clients/%s/folder-trees", id);
}

static const char *
search_href(struct request *rq, int64_t client)
{
	char id[ID_LENGTH + 1];

	id_print(id, client);
	return in_portal(rq) ? arena_printf(rq->arena, "%s/files", home_path(rq))
			     : arena_printf(rq->arena, "/console/clients/%s/files", id);
}

/* In the portal as the only one that is ticked where it lies. */
static const char *
place_href(struct request *rq, const struct opened *opened)
{
	const struct folder *folder = &opened->seen->folder;
	const struct folder root = folder_root(folder->client_id);
	char in[ID_LENGTH + 1], id[ID_LENGTH + 1];

	if (!in_portal(rq))
		return folder_href(rq, folder, "/place");
	id_print(in, folder->parent_id);
	id_print(id, folder->id);
	return folder_href(rq, &root, arena_printf(rq->arena, "/%s/selection?act=place&folders.0.id=%s", in, id));
}

struct doc *
folder_page(struct request *rq, const struct opened *opened)
{
	struct doc *page = doc_object(rq->arena), *folder = folder_doc(rq, opened->seen);
	bool full = opened->seen->level == FOLDER_FULL && opened->access->looker == NULL;
	const struct folder root = folder_root(opened->access->client);

	if (!in_portal(rq))
		set_sheet(rq, page, opened->access->client);
	doc_set_bool(folder, "may_add", full);
	doc_set_bool(folder, "may_change", full && opened->seen->folder.id != opened->access->client);
	doc_set_text(folder, "place_href", place_href(rq, opened));
	doc_set_text(folder, "people_href",
		     in_portal(rq) || opened->access->person.cap != FOLDER_FULL || !viewer_may(rq->viewer, &client_work)
			     ? NULL
			     : folder_href(rq, &opened->seen->folder, "/people"));
	doc_set_text(folder, "zip_href", folder_href(rq, &opened->seen->folder, "/zip"));
	doc_set_text(folder, "removal_href", folder_href(rq, &opened->seen->folder, "/removal"));
	doc_set_text(folder, "folders_href",
		     folder_href(rq, &opened->seen->folder,
				 opened->seen->folder.id == opened->access->client ? "" : "/folders"));
	doc_set_text(folder, "files_href", folder_sent_href(rq, opened, "files"));
	doc_set_text(folder, "selection_href", folder_sent_href(rq, opened, "selection"));
	doc_set_text(folder, "uploads_href", folder_sent_href(rq, opened, "uploads"));
	doc_set_text(folder, "read_href",
		     opened->access->looker != NULL ? NULL : folder_href(rq, &opened->seen->folder, "/read"));
	doc_set_text(page, "recent_href", folder_href(rq, &root, "/recent"));
	doc_set_text(page, "search_href", search_href(rq, opened->access->client));
	doc_set_text(page, "activities_href", in_portal(rq) ? folder_href(rq, &root, "/activities") : NULL);
	/* What one is asked to send is another feature's. */
	doc_set_text(page, "requests_href",
		     in_portal(rq) && page_is_open(rq, "/p/{address}/requests")
			     ? arena_printf(rq->arena, "%s/requests", home_path(rq))
			     : NULL);
	doc_set_text(page, "bin_href", opened->access->looker != NULL ? NULL : folder_href(rq, &root, "/bin"));
	doc_set_text(page, "templates_href", in_portal(rq) ? NULL : templates_href(rq, opened));
	doc_set(page, "folder", folder);
	add_crumbs(rq, page, &opened->seen->folder);
	return page;
}

/* How much is used tells of files that somebody may not see: it is for who has the client in full. */
static void
add_space(struct request *rq, struct doc *page, const struct opened *opened)
{
	const struct folder_access *access = opened->access;
	bool whole = !in_portal(rq) && access->person.cap == FOLDER_FULL;

	space_show(rq, page, access->client, whole, opened->seen->level == FOLDER_FULL && access->looker == NULL);
}

void
folder_head_fill(struct request *rq, struct doc *page, const struct folder_shown *shown)
{
	for (size_t f = 0; f < rq->house->feature_count; f++)
		if (rq->house->features[f]->folder_head != NULL)
			rq->house->features[f]->folder_head(rq, page, shown);
}

struct doc *
folder_show_doc(struct request *rq, const struct opened *opened)
{
	struct doc *page = folder_page(rq, opened);

	folder_list_fill(rq, page, opened);
	add_space(rq, page, opened);
	folder_head_fill(rq, page, &(struct folder_shown){opened->access, opened->seen, NULL});
	doc_set_list(page, "refused");
	doc_set_bool(page, "has_refused", false);
	form_page(rq, page, "name parent file same");
	return page;
}

/* ---- forms ---- */

int
folder_outcome_status(enum folder_outcome outcome)
{
	if (outcome == FOLDER_LOCKED)
		return 423;
	if (outcome == FOLDER_NO_SPACE)
		return 413;
	return outcome == FOLDER_REFUSED ? 403 : 409;
}

struct reply
folder_refused(struct request *rq, enum folder_outcome outcome)
{
	if (outcome == FOLDER_GONE)
		return reply_not_found(rq);
	return reply_refusal(rq, folder_outcome_status(outcome), folder_outcome_words(outcome));
}

const char *
folder_read_name(struct request *rq)
{
	const char *typed = form_read_text(rq->form, "name", FORM_REQUIRED, 255);
	const char *name = typed == NULL ? NULL : file_name_typed(rq->arena, str_of(typed));

	if (typed != NULL && name == NULL)
		form_error(rq->form, "name", N_("A name needs a letter or a number."), NULL);
	return name;
}

void
folder_note_was(struct request *rq, const char *action, const struct folder_access *access, int64_t folder,
		const char *name, const char *was)
{
	struct doc *detail = doc_object(rq->arena);

	doc_set_id(detail, "folder", folder);
	doc_set_text(detail, "name", name);
	if (was != NULL)
		doc_set_text(detail, "was", was);
	audit_add(rq, &(struct audit){.action = action,
				      .object_kind = "client",
				      .object = access->client,
				      .detail = detail,
				      .place = activity_of_folder(rq->arena, folder, name)});
}

void
folder_note(struct request *rq, const char *action, const struct opened *opened, int64_t folder, const char *name)
{
	const char *was = folder == opened->seen->folder.id ? opened->seen->folder.name : name;

	folder_note_was(rq, action, opened->access, folder, name, text_equal(was, name) ? NULL : was);
}
