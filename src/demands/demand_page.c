/* demand_page: how document requests are shown in the console and in the portal. */
#include "demands/demand_page.h"

#include "base/instant.h"
#include "clients/clients.h"
#include "core/audit.h"
#include "core/form_page.h"
#include "folders/folders.h"
#include "modules/condition.h"
#include "records/record.h"
#include "records/staff_name.h"
#include "rights/rights.h"

/* ---- what is asked for ---- */

static const struct folder_access *
access_of(struct request *rq)
{
	int64_t client = rq->portal != NULL ? rq->viewer->client : path_id(rq, "client");

	if (rq->portal == NULL && client_find(rq->tx, rq->viewer, client) == NULL)
		return NULL;
	return folder_access_of(rq, client);
}

bool
demand_open(struct request *rq, struct demand_opened *opened)
{
	*opened = (struct demand_opened){.access = access_of(rq)};
	if (opened->access != NULL)
		opened->demand = demand_find(rq->tx, opened->access, path_id(rq, "request"));
	return opened->demand != NULL;
}

bool
piece_open(struct request *rq, struct demand_opened *opened)
{
	*opened = (struct demand_opened){.access = access_of(rq)};
	if (opened->access != NULL)
		opened->piece = piece_find(rq->tx, opened->access, path_id(rq, "piece"), &opened->demand);
	return opened->piece != NULL;
}

bool
deposit_open(struct request *rq, struct demand_opened *opened)
{
	*opened = (struct demand_opened){.access = access_of(rq)};
	if (opened->access != NULL)
		opened->deposit =
			deposit_find(rq->tx, opened->access, path_id(rq, "deposit"), &opened->piece, &opened->demand);
	return opened->deposit != NULL;
}

bool
demand_is_changed(struct request *rq, const struct demand_opened *opened, struct reply *refusal)
{
	const struct client *client = client_find(rq->tx, rq->viewer, opened->access->client);

	if (!demand_may_change(rq->tx, opened->access, opened->demand)) {
		*refusal = reply_refusal(rq, 403, N_("You may look at this request, but not change it."));
		return false;
	}
	if (client != NULL && client->archived_at != NO_INSTANT) {
		*refusal = reply_refusal(rq, 409, N_("This client is archived: nothing is asked of it now."));
		return false;
	}
	return true;
}

/* ---- addresses ---- */

const char *
demands_href(struct request *rq, int64_t client, const char *below)
{
	return rq->portal != NULL ? arena_printf(rq->arena, "%s/requests%s", home_path(rq), below)
				  : client_path(rq, client, arena_printf(rq->arena, "/requests%s", below));
}

const char *
demand_href(struct request *rq, const struct demand *demand, const char *below)
{
	char id[ID_LENGTH + 1];

	id_print(id, demand->id);
	return demands_href(rq, demand->client_id, arena_printf(rq->arena, "/%s%s", id, below));
}

static const char *
part_href(struct request *rq, const struct demand *demand, const char *what, int64_t part, const char *below)
{
	char id[ID_LENGTH + 1];
	const char *path;

	id_print(id, part);
	path = arena_printf(rq->arena, "/%s/%s%s", what, id, below);
	return rq->portal != NULL ? arena_printf(rq->arena, "%s%s", home_path(rq), path)
				  : client_path(rq, demand->client_id, path);
}

const char *
piece_href(struct request *rq, const struct demand *demand, int64_t piece, const char *below)
{
	return part_href(rq, demand, "pieces", piece, below);
}

const char *
deposit_href(struct request *rq, const struct demand *demand, int64_t deposit, const char *below)
{
	return part_href(rq, demand, "deposits", deposit, below);
}

/* ---- one request ---- */

static void
set_state(struct request *rq, struct doc *doc, const struct demand *demand)
{
	static const char *const tones[] = {"", "info", "ok", ""};
	bool late = demand->state == DEMAND_OPEN && demand->due_on != NO_DAY && demand->due_on < rq->moment->today;

	doc_set_word(doc, "state", demand_state_names[demand->state], demand_state_label(demand->state));
	doc_set_text(doc, "tone", tones[demand->state]);
	doc_set_bool(doc, "late", late);
	doc_set_bool(doc, "draft", demand->state == DEMAND_DRAFT);
	doc_set_bool(doc, "open", demand->state == DEMAND_OPEN);
	doc_set_bool(doc, "complete", demand->state == DEMAND_COMPLETE);
	doc_set_bool(doc, "cancelled", demand->state == DEMAND_CANCELLED);
}

static void
set_count(struct doc *doc, const char *name, int count)
{
	doc_set_null(doc, name);
	if (count > 0)
		doc_set_int(doc, name, count);
}

struct doc *
demand_doc(struct request *rq, const struct demand *demand)
{
	struct doc *doc = doc_object(rq->arena);

	doc_set_id(doc, "id", demand->id);
	doc_set_text(doc, "title", demand->title);
	doc_set_text(doc, "words", text_empty(demand->words) ? NULL : demand->words);
	doc_set_day(doc, "due_on", demand->due_on);
	doc_set_text(doc, "href", demand_href(rq, demand, ""));
	doc_set_int(doc, "piece_count", demand->piece_count);
	doc_set_int(doc, "settled_count", demand->settled_count);
	doc_set_int(doc, "answered_count", demand->settled_count + demand->check_count);
	set_count(doc, "check_count", demand->check_count);
	set_count(doc, "left_count", demand->left_count);
	doc_set_instant(doc, "sent_at", demand->sent_at);
	doc_set_int(doc, "version", demand->version);
	set_state(rq, doc, demand);
	if (rq->portal == NULL) {
		doc_set_id(doc, "client_id", demand->client_id);
		doc_set_text(doc, "client_name", demand->client_name);
	}
	return doc;
}

/* ---- pieces ---- */

static void
add_deposit(struct request *rq, struct doc *list, const struct demand_opened *opened, const struct piece *piece,
	    const struct deposit *deposit)
{
	struct doc *doc = doc_add_object(list);
	struct file_content content = deposit->content;
	const struct demand *demand = opened->demand;
	bool seen = deposit_is_seen(rq->tx, opened->access, deposit);
	bool given = seen && !file_is_infected(&deposit->content);

	doc_set_id(doc, "id", deposit->id);
	doc_set_text(doc, "name", deposit->name);
	content.number = 1;
	content.created_at = deposit->sent_at;
	content.created_by = deposit->sent_by;
	file_set_content(rq, doc, &content);
	doc_set_instant(doc, "sent_at", deposit->sent_at);
	doc_set_text(doc, "sent_by", deposit->sent_by);
	doc_set_bool(doc, "refused", deposit->refused);
	doc_set_text(doc, "href", rq->portal != NULL || !seen ? NULL : deposit_href(rq, demand, deposit->id, ""));
	doc_set_text(doc, "download_href", given ? deposit_href(rq, demand, deposit->id, "/download") : NULL);
	doc_set_text(doc, "view_href",
		     given && file_is_viewed(deposit->content.type) ? deposit_href(rq, demand, deposit->id, "/view")
								    : NULL);
	doc_set_text(doc, "removal_href",
		     rq->portal == NULL || deposit->refused || !piece_is_open(demand, piece)
			     ? NULL
			     : deposit_href(rq, demand, deposit->id, "/removal"));
}

static void
set_decisions(struct doc *doc, const struct demand *demand, const struct piece *piece)
{
	static const char *const names[] = {"may_accept", "may_refuse", "may_leave", "may_ask"};

	for (int i = 0; piece_decision_names[i] != NULL; i++)
		doc_set_bool(doc, names[i],
			     demand->state == DEMAND_OPEN && decision_fits(piece->state, (enum decision)i));
}

/* In the portal a contact's words are their own, as what they sent is. */
static const char *
absence_shown(const struct request *rq, const struct piece *piece)
{
	bool theirs = rq->portal == NULL || piece->absence_by == rq->viewer->record;

	return theirs && piece->state == PIECE_ABSENT && !text_empty(piece->absence) ? piece->absence : NULL;
}

struct doc *
piece_doc(struct request *rq, const struct demand_opened *opened, const struct piece *piece,
	  const struct deposit *deposits, size_t deposit_count)
{
	const struct demand *demand = opened->demand;
	struct doc *doc = doc_object(rq->arena), *list;
	bool portal = rq->portal != NULL;

	doc_set_id(doc, "id", piece->id);
	doc_set_text(doc, "name", piece->name);
	doc_set_text(doc, "words", text_empty(piece->words) ? NULL : piece->words);
	doc_set_text(doc, "example", text_empty(piece->example) ? NULL : piece->example);
	doc_set_text(doc, "example_name", piece->example_name);
	doc_set_text(doc, "example_href",
		     piece->example_blob == NULL ? NULL : piece_href(rq, demand, piece->id, "/example"));
	doc_set_bool(doc, "required", piece->required);
	doc_set_word(doc, "formats", formats_taken_names[piece->formats], formats_taken_label(piece->formats));
	doc_set_bool(doc, "any_format", piece->formats == TAKES_ANY);
	doc_set_text(doc, "accept", formats_taken_accept(piece->formats));
	doc_set_bool(doc, "several", piece->files_most > 1);
	doc_set_bool(doc, "photo",
		     piece->formats == TAKES_ANY || piece->formats == TAKES_PICTURE ||
			     piece->formats == TAKES_DOCUMENT);
	doc_set_int(doc, "files_most", piece->files_most);
	doc_set_word(doc, "state", piece_state_names[piece->state], piece_state_label(piece->state, portal));
	doc_set_text(doc, "tone", piece_state_tone(piece->state));
	doc_set_text(doc, "reason", piece->state == PIECE_REFUSED ? piece->reason : NULL);
	doc_set_bool(doc, "absent", piece->state == PIECE_ABSENT);
	doc_set_text(doc, "absence", absence_shown(rq, piece));
	doc_set_bool(doc, "expected", piece->state == PIECE_ASKED || piece->state == PIECE_REFUSED);
	doc_set_bool(doc, "accepted", piece->state == PIECE_ACCEPTED);
	doc_set_bool(doc, "is_open", piece_is_open(demand, piece));
	doc_set_int(doc, "version", piece->version);
	doc_set_text(doc, "href", piece_href(rq, demand, piece->id, ""));
	doc_set_null(doc, "error");
	set_decisions(doc, demand, piece);
	list = doc_set_list(doc, "files");
	for (size_t i = 0; i < deposit_count; i++)
		if (deposits[i].piece_id == piece->id)
			add_deposit(rq, list, opened, piece, &deposits[i]);
	doc_set_bool(doc, "has_files", list->list.count > 0);
	return doc;
}

/* ---- its page ---- */

static void
set_asked(struct request *rq, struct doc *page, const struct demand *demand)
{
	const struct module *module = module_named(rq->rights->catalogue, "contacts");
	struct doc *list = doc_set_list(page, "asked");
	size_t count, named;
	const int64_t *ids = demand_contacts(rq->tx, demand->id, &count);
	const struct record_name *names;

	if (module == NULL || count == 0 || demand->everybody)
		return;
	names = record_names(rq->tx, record_access(rq, module), ids, count, &named);
	for (size_t i = 0; i < named; i++)
		if (names[i].name != NULL)
			doc_set_text(doc_add_object(list), "name", names[i].name);
}

static void
set_folder(struct request *rq, struct doc *page, const struct demand_opened *opened)
{
	const struct folder_seen *in = folder_find(rq->tx, opened->access, opened->demand->folder_id);

	doc_set_text(page, "folder_name", in != NULL ? folder_name(rq, &in->folder) : opened->demand->folder_name);
	doc_set_text(page, "folder_href", in == NULL ? NULL : folder_href(rq, &in->folder, ""));
	doc_set_bool(page, "folder_there", in != NULL);
}

static void
set_for_staff(struct request *rq, struct doc *page, const struct demand_opened *opened)
{
	const struct demand *demand = opened->demand;
	const struct client *client = client_find(rq->tx, rq->viewer, demand->client_id);
	struct doc *reasons = doc_set_list(page, "reasons");
	size_t count;
	const struct refusal_reason *kept = refusal_reasons(rq->tx, &count);
	const struct staff_name *name = staff_names(rq->tx, &demand->staff_id, 1, &(size_t){0});

	client_sheet_head(rq, page, client, "requests");
	doc_set_bool(page, "may_change",
		     demand_may_change(rq->tx, opened->access, demand) && client->archived_at == NO_INSTANT);
	doc_set_bool(page, "everybody", demand->everybody);
	doc_set_bool(page, "may_template", page_is_open(rq, "/console/settings/request-templates"));
	doc_set_text(page, "asked_by", name == NULL ? NULL : name->name);
	set_asked(rq, page, demand);
	set_folder(rq, page, opened);
	for (size_t i = 0; i < count; i++)
		doc_set_text(doc_add_object(reasons), "words", kept[i].words);
}

struct doc *
demand_page(struct request *rq, const struct demand_opened *opened, int64_t piece, const char *error)
{
	struct doc *page = doc_object(rq->arena), *list = doc_set_list(page, "pieces"), *row;
	size_t count, deposit_count;
	const struct piece *pieces = pieces_of(rq->tx, opened->demand->id, &count);
	const struct deposit *deposits = deposits_of(rq->tx, opened->access, opened->demand, &deposit_count);

	doc_set(page, "request", demand_doc(rq, opened->demand));
	for (size_t i = 0; i < count; i++) {
		row = piece_doc(rq, opened, &pieces[i], deposits, deposit_count);
		if (pieces[i].id == piece && error != NULL)
			doc_set_message(row, "error", error, NULL);
		doc_add(list, row);
	}
	doc_set_bool(page, "has_pieces", count > 0);
	doc_set_text(page, "back_href", demands_href(rq, opened->demand->client_id, ""));
	if (rq->portal == NULL)
		set_for_staff(rq, page, opened);
	form_page(rq, page, "reason due_on");
	return page;
}

/* ---- what is written down ---- */

void
demand_note(struct request *rq, const char *action, const struct demand *demand, const struct piece *piece)
{
	struct doc *detail = doc_object(rq->arena);

	doc_set_id(detail, "request", demand->id);
	doc_set_text(detail, "title", demand->title);
	if (piece != NULL)
		doc_set_text(detail, "piece", piece->name);
	audit_add(rq, &(struct audit){.action = action,
				      .object_kind = "client",
				      .object = demand->client_id,
				      .detail = detail,
				      .place = activity_of_folder(rq->arena, demand->folder_id,
								  piece == NULL ? demand->title : piece->name)});
}
