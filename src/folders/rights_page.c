/* rights_page: shows a part of a client's tree as rights are given there, folder by folder, with where they come from.
 */
#include "folders/rights_page.h"

#include "base/arena.h"
#include "core/form_page.h"
#include "core/page.h"
#include "folders/folder_cascade.h"

enum { STEPS_SHOWN = 4 /* on a phone there is no room for more */ };

static const char *const tones[] = {"", "info", "ok"};
static const char *const level_labels[] = {N_("No right"), N_("Read"), N_("Full access")};

const char *
rights_code(int level)
{
	return level == LEVEL_UNSAID ? "" : folder_level_names[level];
}

int
rights_said_of(const struct folder_whom *whom, const struct folder_right *rights, size_t count, int64_t folder)
{
	for (size_t i = 0; i < count; i++)
		if (rights[i].folder_id == folder && rights[i].whose == whom->whose && rights[i].who_id == whom->who_id)
			return (int)rights[i].level;
	return LEVEL_UNSAID;
}

const char *
rights_href(const struct rights_page *shown, const char *below, int64_t open)
{
	struct arena *arena = shown->rq->arena;
	char client[ID_LENGTH + 1], id[ID_LENGTH + 1];
	const char *base;

	id_print(client, shown->client->id);
	base = arena_printf(arena, "/console/clients/%s/permissions%s?who=%s", client, below, shown->whom->code);
	if (open == shown->client->id)
		return base;
	id_print(id, open);
	return arena_printf(arena, "%s&open=%s", base, id);
}

const char *
rights_folder_name(struct request *rq, const struct folder *folder)
{
	return folder->id == folder->client_id ? formats_translate(rq->formats, N_("All folders")) : folder->name;
}

const char *
rights_tone(enum folder_level level)
{
	return tones[level];
}

void
rights_set_level(struct doc *doc, const char *name, enum folder_level level)
{
	doc_set_word(doc, name, folder_level_names[level], level_labels[level]);
}

/* ---- reading ---- */

static bool
open_folder(struct request *rq, struct rights_page *shown)
{
	const char *who = form_text(rq->form, "who");
	int64_t open = form_read_id(rq->form, "open", FORM_OPTIONAL);

	shown->whom = folder_whom_find(rq, shown->client->id, who == NULL ? "contacts" : who);
	shown->open =
		shown->whom == NULL ? NULL : folder_find(rq->tx, shown->access, open == 0 ? shown->client->id : open);
	return shown->open != NULL;
}

bool
rights_page_open(struct request *rq, struct rights_page *shown, struct reply *refusal)
{
	*shown = (struct rights_page){.rq = rq};
	shown->client = client_find(rq->tx, rq->viewer, path_id(rq, "client"));
	shown->access = shown->client == NULL ? NULL : folder_access_of(rq, shown->client->id);
	*refusal = reply_not_found(rq);
	if (shown->access == NULL)
		return false;
	if (shown->access->person.cap != FOLDER_FULL) {
		*refusal = reply_refusal(rq, 403, N_("Rights are given by those who have full access to the client."));
		return false;
	}
	shown->self = folder_whom_self(rq, shown->access);
	return open_folder(rq, shown);
}

static void
read_way(struct rights_page *shown)
{
	size_t above = 0;
	bool root = shown->open->folder.id == shown->client->id;
	const struct folder *list = root ? NULL : folder_above(shown->rq->tx, &shown->open->folder, &above);

	shown->way = arena_make_array(shown->rq->arena, struct folder, above + 2);
	shown->way[shown->way_count++] = folder_root(shown->client->id);
	for (size_t i = 0; i < above; i++)
		shown->way[shown->way_count++] = list[i];
	if (!root)
		shown->way[shown->way_count++] = shown->open->folder;
}

static int64_t *
way_ids(const struct rights_page *shown, size_t room)
{
	int64_t *ids = arena_make_array(shown->rq->arena, int64_t, shown->way_count + room);

	for (size_t i = 0; i < shown->way_count; i++)
		ids[i] = shown->way[i].id;
	return ids;
}

void
rights_page_read(struct rights_page *shown, const struct folder_access *eyes)
{
	struct request *rq = shown->rq;
	struct cursor cursor = page_cursor(rq);
	size_t count = 0;
	int64_t *ids;

	read_way(shown);
	shown->inside = folder_children(rq->tx, eyes, shown->open, cursor.given ? cursor.text : NULL, cursor.id,
					PAGE_ROWS + 1, &count);
	shown->more = count > PAGE_ROWS;
	shown->inside_count = count - shown->more;
	ids = way_ids(shown, shown->inside_count + 1);
	for (size_t i = 0; i < shown->inside_count; i++)
		ids[shown->way_count + i] = shown->inside[i].folder.id;
	count = shown->way_count + shown->inside_count;
	shown->said = folder_rights_heard(rq->tx, shown->client->id, shown->whom, ids, count, &shown->said_count);
	shown->own = folder_rights_heard(rq->tx, shown->client->id, shown->self, ids, count, &shown->own_count);
}

/* ---- why ---- */

static const char *
name_of(struct request *rq, const struct folder *way, size_t way_count, const struct folder *at, int64_t folder)
{
	for (size_t i = 0; i < way_count; i++)
		if (way[i].id == folder && i > 0)
			return way[i].name;
	return folder == at->client_id ? formats_translate(rq->formats, N_("All folders")) : at->name;
}

/* English; `here`: the folder itself says so. */
static const char *
words_of(const struct folder_whom *whom, enum folder_class class, bool here)
{
	bool staff = whom->person.staff;

	switch (class) {
	case CLASS_PERSON:
		return here ? N_("Set here.") : N_("From {{folder}}.");
	case CLASS_GROUP:
		return folder_class_of(whom->whose) == CLASS_GROUP
			       ? (here ? N_("Set here.") : N_("From {{folder}}."))
			       : (here ? N_("Set here for their group.") : N_("From {{folder}}, as their group."));
	case CLASS_EVERYBODY:
		if (folder_class_of(whom->whose) == CLASS_EVERYBODY)
			return here ? N_("Set here.") : N_("From {{folder}}.");
		if (staff)
			return here ? N_("Set here for all staff.") : N_("From {{folder}}, as all staff.");
		return here ? N_("Set here for all contacts.") : N_("From {{folder}}, as all contacts.");
	case FOLDER_CLASSES:
		break;
	}
	return staff ? N_("Nothing is set: as for the client itself.") : N_("Nothing is set: no right.");
}

void
rights_set_because(struct request *rq, struct doc *row, const struct folder_whom *whom, const struct folder *way,
		   size_t way_count, const struct folder *folder, const struct folder_sight *sight)
{
	enum folder_class class = folder_decided_by(sight);
	struct doc *values = doc_object(rq->arena);
	int64_t from = class == FOLDER_CLASSES ? 0 : sight->from[class];

	doc_set_text(values, "folder", from == 0 ? NULL : name_of(rq, way, way_count, folder, from));
	doc_set_message(row, "because", words_of(whom, class, from == folder->id), values);
	doc_set_bool(row, "capped", class != FOLDER_CLASSES && sight->level[class] > (int)whom->person.cap);
}

/* ---- rows ---- */

void
rights_page_choose(struct doc *row, bool top, int level)
{
	struct doc *list = doc_set_list(row, "options"), *levels = doc_set_list(row, "levels");

	for (int option = LEVEL_UNSAID; option <= FOLDER_FULL; option++) {
		struct doc *shown = doc_add_object(list);

		doc_set_word(shown, "label", rights_code(option),
			     option != LEVEL_UNSAID ? level_labels[option]
			     : top		    ? N_("Not set")
						    : N_("As the folder above"));
		doc_set_text(shown, "code", rights_code(option));
		doc_set_bool(shown, "current", option == level);
		if (option != LEVEL_UNSAID)
			doc_add(levels, shown);
	}
}

static void
add_steps(struct doc *row, size_t depth)
{
	struct doc *steps = doc_set_list(row, "steps");

	for (size_t i = 0; i < depth && i < STEPS_SHOWN; i++)
		doc_add_text(steps, "");
}

/* `way` leads to the folder, which is its last. */
static void
add_row(struct rights_page *shown, const struct folder *folder, const int64_t *way, size_t way_count, bool eye)
{
	const struct folder_sight sight =
		folder_sight_along(shown->whom, shown->said, shown->said_count, way, way_count);
	const struct folder_sight own = folder_sight_along(shown->self, shown->own, shown->own_count, way, way_count);
	enum folder_level level = folder_whom_level(shown->whom, &sight);
	int said = rights_said_of(shown->whom, shown->said, shown->said_count, folder->id);
	struct doc *row = doc_add_object(shown->rows);
	bool top = folder->id == shown->client->id;

	doc_set_id(row, "id", folder->id);
	doc_set_text(row, "name", rights_folder_name(shown->rq, folder));
	doc_set_text(row, "href", rights_href(shown, eye ? "/eye" : "", folder->id));
	doc_set_bool(row, "open", folder->id == shown->open->folder.id);
	add_steps(row, way_count - 1);
	doc_set_word(row, "level", folder_level_names[level],
		     eye && level == FOLDER_NONE ? N_("Only the name, on the way") : level_labels[level]);
	doc_set_text(row, "tone", rights_tone(level));
	rights_set_because(shown->rq, row, shown->whom, shown->way, shown->way_count, folder, &sight);
	doc_set_text(row, "given", rights_code(said));
	doc_set_text(row, "input", arena_printf(shown->rq->arena, "folders.%zu", shown->rows->list.count - 1));
	doc_set_bool(row, "may_change", !eye && folder_whom_level(shown->self, &own) == FOLDER_FULL);
	doc_set_null(row, "error");
	rights_page_choose(row, top, said);
}

static void
add_rows(struct rights_page *shown, bool eye)
{
	int64_t *ids = way_ids(shown, 1);

	shown->rows = doc_set_list(shown->page, "folders");
	for (size_t i = 0; i < shown->way_count; i++)
		add_row(shown, &shown->way[i], ids, i + 1, eye);
	for (size_t i = 0; i < shown->inside_count; i++) {
		ids[shown->way_count] = shown->inside[i].folder.id;
		add_row(shown, &shown->inside[i].folder, ids, shown->way_count + 1, eye);
	}
}

struct doc *
rights_page_row(const struct rights_page *shown, int64_t folder)
{
	for (size_t i = 0; i < shown->way_count; i++)
		if (shown->way[i].id == folder)
			return shown->rows->list.items[i];
	for (size_t i = 0; i < shown->inside_count; i++)
		if (shown->inside[i].folder.id == folder)
			return shown->rows->list.items[shown->way_count + i];
	return NULL;
}

/* What was given to many folders at once last, and can be undone; null: nothing. */
static void
set_cascade(struct rights_page *shown)
{
	const struct folder_whom *whom = shown->whom;
	const struct cascade_done *last =
		folder_cascade_last(shown->rq->tx, shown->client->id, whom->whose, whom->who_id);
	struct doc *doc;
	char client[ID_LENGTH + 1], id[ID_LENGTH + 1];

	doc_set_null(shown->page, "cascade");
	if (last == NULL)
		return;
	id_print(client, shown->client->id);
	id_print(id, last->id);
	doc = doc_set_object(shown->page, "cascade");
	doc_set_id(doc, "id", last->id);
	doc_set_text(doc, "by", last->made_by);
	doc_set_instant(doc, "at", last->made_at);
	doc_set_text(doc, "undo_href",
		     arena_printf(shown->rq->arena, "/console/clients/%s/permissions/cascade/%s/removal", client, id));
}

static void
set_links(struct rights_page *shown, bool eye)
{
	struct cursor last = {.given = false};
	size_t count = shown->inside_count;

	if (count > 0)
		last = (struct cursor){
			.text = folder_name_key(shown->rq->arena, shown->inside[count - 1].folder.name),
			.id = shown->inside[count - 1].folder.id,
		};
	page_links(shown->rq, shown->page, shown->more, &last);
	doc_set_text(shown->page, "after", form_text(shown->rq->form, "after"));
	doc_set_text(shown->page, "action", rights_href(shown, "", shown->client->id));
	doc_set_text(shown->page, "eye_href", eye ? NULL : rights_href(shown, "/eye", shown->client->id));
	doc_set_text(shown->page, "rights_href", rights_href(shown, "", shown->open->folder.id));
	doc_set_text(shown->page, "cascade_action", rights_href(shown, "/cascade", shown->client->id));
	doc_set_text(shown->page, "cascade_href",
		     eye || shown->open->level != FOLDER_FULL ? NULL
							      : rights_href(shown, "/cascade", shown->open->folder.id));
	doc_set_text(shown->page, "home_href", arena_printf(shown->rq->arena, "%s", shown->rq->http->path));
}

void
rights_page_show(struct rights_page *shown, bool eye)
{
	bool staff = shown->whom->person.staff;
	struct doc *whom;

	shown->page = doc_object(shown->rq->arena);
	client_sheet_head(shown->rq, shown->page, shown->client, staff ? "staff_permissions" : "contact_permissions");
	whom = doc_set_object(shown->page, "whom");
	doc_set_text(whom, "code", shown->whom->code);
	doc_set_text(whom, "name", shown->whom->name);
	doc_set_bool(whom, "staff", staff);
	doc_set_word(whom, "cap", folder_level_names[shown->whom->person.cap], level_labels[shown->whom->person.cap]);
	doc_set_bool(whom, "is_capped", shown->whom->person.cap != FOLDER_FULL);
	doc_set_id(shown->page, "open", shown->open->folder.id);
	folder_whom_add_all(shown->rq, shown->client->id, staff, shown->whom->code, shown->page);
	doc_set_bool(whom, "several", staff && shown->whom->person.id == 0);
	add_rows(shown, eye);
	set_links(shown, eye);
	set_cascade(shown);
	form_page(shown->rq, shown->page, "");
}
