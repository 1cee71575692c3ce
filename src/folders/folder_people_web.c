/* folder_people_web: who sees a folder: everybody, groups and persons, with what they may there and why. */
#include "folders/handlers.h"

#include "base/arena.h"
#include "core/form_page.h"
#include "folders/folder_keep.h"
#include "folders/folder_page.h"
#include "folders/rights_page.h"

enum { GROUPS_SHOWN = 40 };

static const char *const sides[] = {"contacts", "staff", NULL};

struct people_page {
	struct request *rq;
	const struct folder *folder;
	struct folder *way; /* from the root to it */
	size_t way_count;
	int64_t ids[FOLDER_DEPTH + 2];
	struct folder_said said;
};

static void
read_way(struct people_page *shown)
{
	size_t above = 0;
	bool root = shown->folder->id == shown->folder->client_id;
	const struct folder *list = root ? NULL : folder_above(shown->rq->tx, shown->folder, &above);

	shown->way = arena_make_array(shown->rq->arena, struct folder, above + 2);
	shown->way[shown->way_count++] = folder_root(shown->folder->client_id);
	for (size_t i = 0; i < above; i++)
		shown->way[shown->way_count++] = list[i];
	if (!root)
		shown->way[shown->way_count++] = *shown->folder;
	for (size_t i = 0; i < shown->way_count; i++)
		shown->ids[i] = shown->way[i].id;
	shown->said = folder_said_above(shown->rq->tx, shown->folder, true);
}

static void
add_person(struct people_page *shown, struct doc *list, const struct folder_whom *whom)
{
	const struct folder_sight sight =
		folder_sight_along(whom, shown->said.rights, shown->said.count, shown->ids, shown->way_count);
	enum folder_level level = folder_whom_level(whom, &sight);
	struct doc *row = doc_add_object(list);
	char open[ID_LENGTH + 1], client[ID_LENGTH + 1];

	id_print(open, shown->folder->id);
	id_print(client, shown->folder->client_id);
	folder_whom_set_name(row, "name", whom);
	rights_set_level(row, "level", level);
	doc_set_text(row, "tone", rights_tone(level));
	rights_set_because(shown->rq, row, whom, shown->way, shown->way_count, shown->folder, &sight);
	doc_set_text(row, "rights_href",
		     arena_printf(shown->rq->arena, "/console/clients/%s/permissions?who=%s&open=%s", client,
				  whom->code, open));
}

/* All of the side, and those groups of which something is said here or above. */
static void
add_groups(struct people_page *shown, struct doc *page, bool staff)
{
	struct request *rq = shown->rq;
	struct doc *list = doc_set_list(page, "groups");
	enum folder_whose group = staff ? WHOSE_CREW : WHOSE_USER_TYPE;
	struct folder_said groups = {arena_make_array(rq->arena, struct folder_right, shown->said.count + 1), 0},
			   none = {NULL, 0};
	const struct folder_whom *whoms;
	size_t count;

	add_person(shown, list,
		   folder_whom_find(rq, shown->folder->client_id,
				    folder_whose_names[staff ? WHOSE_COLLEAGUES : WHOSE_CONTACTS]));
	for (size_t i = 0; i < shown->said.count; i++)
		if (shown->said.rights[i].whose == group)
			groups.rights[groups.count++] = shown->said.rights[i];
	whoms = folder_whoms_of(rq, shown->folder->client_id, &groups, &none, GROUPS_SHOWN, &count);
	for (size_t i = 0; i < count; i++)
		add_person(shown, list, &whoms[i]);
}

static void
add_people(struct people_page *shown, struct doc *page, bool staff)
{
	struct request *rq = shown->rq;
	struct doc *list = doc_set_list(page, "people");
	struct cursor from = page_cursor(rq), last = {.given = false};
	size_t count;
	bool more;
	const struct folder_whom *people =
		folder_people(rq, shown->folder->client_id, staff, &from, &count, &more, &last);

	for (size_t i = 0; i < count; i++)
		if (people[i].whose != FOLDER_WHOSE)
			add_person(shown, list, &people[i]);
	doc_set_bool(page, "has_people", count > 0);
	page_links(rq, page, more, &last);
}

struct reply
folder_people_show(struct request *rq)
{
	struct people_page shown = {.rq = rq};
	struct opened opened;
	struct doc *page;
	int side;

	if (!folder_open(rq, &opened))
		return reply_not_found(rq);
	if (opened.access->person.cap != FOLDER_FULL)
		return reply_refusal(rq, 403, N_("Rights are given by those who have full access to the client."));
	if (opened.seen->level == FOLDER_NONE)
		return reply_not_found(rq);
	side = form_read_choice(rq->form, "side", FORM_OPTIONAL, sides);
	shown.folder = &opened.seen->folder;
	read_way(&shown);
	page = folder_page(rq, &opened);
	doc_set_bool(page, "staff", side == 1);
	doc_set_text(page, "contacts_href", arena_printf(rq->arena, "%s?side=contacts", rq->http->path));
	doc_set_text(page, "staff_href", arena_printf(rq->arena, "%s?side=staff", rq->http->path));
	add_groups(&shown, page, side == 1);
	add_people(&shown, page, side == 1);
	form_page(rq, page, "side");
	return form_failed(rq->form) ? reply_form(rq, "folder_people", page) : reply_page(rq, "folder_people", page);
}
