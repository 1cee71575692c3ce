/* folder_moving: what the pages that move one folder or several share. */
#include "folders/folder_moving.h"

#include "folders/folder_page.h"
#include "folders/rights_page.h"
#include "rights/rights.h"

enum { TOLD_MOST = 40 };

enum folder_rights_way
folder_read_rights_way(struct request *rq)
{
	static const char *const ways[] = {"take", "keep", NULL};

	int way = form_read_choice(rq->form, "rights", FORM_OPTIONAL, ways);

	return way == 1 && rq->portal == NULL && viewer_may(rq->viewer, &client_work) ? RIGHTS_KEPT : RIGHTS_TAKEN;
}

/* ---- the question ---- */

bool
folder_may_ask_rights(const struct request *rq, const struct folder_seen *folder)
{
	return viewer_may(rq->viewer, &client_work) && folder->level == FOLDER_FULL;
}

struct asked {
	struct request *rq;
	const struct folder_keep *keeps;
	size_t count;
	enum folder_level *before, *after; /* of each, for the one that is looked at */
};

/* The folders in which exactly this changes; NULL: there is none. */
static const char *
names_of(const struct asked *asked, enum folder_level before, enum folder_level after, size_t *count)
{
	struct builder names = builder_new(asked->rq->arena, 0);

	*count = 0;
	for (size_t i = 0; i < asked->count; i++) {
		if (asked->before[i] != before || asked->after[i] != after)
			continue;
		build_printf(&names, "%s%s", *count == 0 ? "" : ", ", asked->keeps[i].folder->name);
		(*count)++;
	}
	return *count == 0 ? NULL : builder_text(&names);
}

static void
add_change(struct doc *list, const struct asked *asked, const struct folder_whom *whom, enum folder_level before,
	   enum folder_level after)
{
	size_t count;
	const char *names = before == after ? NULL : names_of(asked, before, after, &count);
	struct doc *change;

	if (names == NULL)
		return;
	change = doc_add_object(list);
	folder_whom_set_name(change, "name", whom);
	rights_set_level(change, "before", before);
	rights_set_level(change, "after", after);
	doc_set_text(change, "folders", count == asked->count ? NULL : names);
}

static void
add_changes(struct doc *list, const struct asked *asked, const struct folder_whom *whom)
{
	struct arena *arena = asked->rq->arena;

	folder_keep_levels(arena, asked->keeps, asked->count, whom, false, asked->before);
	folder_keep_levels(arena, asked->keeps, asked->count, whom, true, asked->after);
	for (int before = FOLDER_NONE; before <= FOLDER_FULL; before++)
		for (int after = FOLDER_NONE; after <= FOLDER_FULL; after++)
			add_change(list, asked, whom, (enum folder_level)before, (enum folder_level)after);
}

void
folder_rights_ask(struct request *rq, struct doc *page, const struct folder_seen *folders, size_t count,
		  const struct folder *to)
{
	struct folder_keep *keeps = arena_make_array(rq->arena, struct folder_keep, count);
	struct asked asked = {rq, keeps, count, arena_make_array(rq->arena, enum folder_level, count),
			      arena_make_array(rq->arena, enum folder_level, count)};
	struct doc *question, *list;
	const struct folder_whom *whoms;
	size_t whom_count;

	doc_set_null(page, "rights");
	for (size_t i = 0; i < count; i++)
		keeps[i] = (struct folder_keep){.folder = &folders[i].folder, .to = to};
	folder_keeps_look(rq->tx, keeps, count);
	if (keeps[0].before.count + keeps[0].after.count == 0)
		return;
	question = doc_set_object(page, "rights");
	list = doc_set_list(question, "changes");
	whoms = folder_whoms_of(rq, to->client_id, &keeps[0].before, &keeps[0].after, TOLD_MOST, &whom_count);
	for (size_t i = 0; i < whom_count; i++)
		add_changes(list, &asked, &whoms[i]);
	doc_set_bool(question, "more", whom_count == TOLD_MOST);
	doc_set_bool(question, "kept", text_equal(form_text(rq->form, "rights"), "keep"));
}

struct folder_keep
folder_keep_of(struct request *rq, const struct folder *folder, const struct folder *to)
{
	struct folder_keep keep = {.folder = folder, .to = to};
	size_t count;
	const int64_t *strangers;

	folder_keep_read(rq->tx, &keep);
	strangers = folder_keep_strangers(rq->arena, &keep, &count);
	keep.contacts = folder_contacts_typed(rq->tx, rq->rights, strangers, count);
	keep.contact_count = count;
	folder_keep_plan(rq->tx, &keep);
	return keep;
}

/* ---- moving ---- */

enum folder_outcome
folder_go(struct request *rq, const struct folder_access *access, const struct folder_seen *folder,
	  const struct folder_seen *to, enum folder_rights_way way, bool numbered)
{
	int64_t id = folder->folder.id;
	enum folder_outcome outcome = folder_move_allowed(rq->tx, access, id, to->folder.id);
	const struct folder_seen *moved;
	struct folder_keep keep;

	if (outcome == FOLDER_DONE && way == RIGHTS_KEPT)
		keep = folder_keep_of(rq, &folder->folder, &to->folder);
	if (outcome == FOLDER_DONE)
		outcome = folder_move_kept(rq->tx, access, id, to->folder.id, way == RIGHTS_KEPT ? &keep : NULL,
					   numbered);
	if (outcome != FOLDER_DONE)
		return outcome;
	moved = folder_find(rq->tx, access, id);
	if (moved == NULL || moved->level != FOLDER_FULL)
		return FOLDER_CLOSED;
	folder_note_was(rq, "folder.move", access, id, moved->folder.name,
			text_equal(moved->folder.name, folder->folder.name) ? NULL : folder->folder.name);
	if (way == RIGHTS_KEPT)
		folder_note_was(rq, "folder.rights_kept", access, id, moved->folder.name, NULL);
	return FOLDER_DONE;
}
