/* demand_form: what a document request is called, until when, for whom and into which folder, as a form. */
#include "demands/demand_form.h"

#include "base/instant.h"
#include "core/form_page.h"
#include "folders/folders.h"
#include "modules/condition.h"

enum { FOLDERS_SHOWN = 500, CONTACTS_SHOWN = 300 };

static const char *const whom_names[] = {"everybody", "some", NULL};

/* ---- whom ---- */

/* All contacts of the client that the viewer may know: {"code", "name"}. */
static const struct doc *
contacts_known(struct request *rq, int64_t client)
{
	struct doc *choices = doc_object(rq->arena);

	folder_whom_add_all(rq, client, false, "", choices);
	return doc_get_list(choices, "persons");
}

static int64_t
contact_of(const struct doc *known, size_t i)
{
	enum folder_whose whose;
	int64_t id = 0;

	folder_whom_read_code(doc_get_text(known->list.items[i], "code"), &whose, &id);
	return id;
}

/* Those asked whom the form does not list stay asked: who saves may not see them. */
static void
keep_unlisted(struct typed_demand *typed, const int64_t *asked, size_t asked_count, const int64_t *listed,
	      size_t listed_count)
{
	for (size_t i = 0; i < asked_count; i++)
		if (!id_is_among(listed, listed_count, asked[i]) &&
		    !id_is_among(typed->contacts, typed->contact_count, asked[i]))
			typed->contacts[typed->contact_count++] = asked[i];
}

static void
read_contacts(struct request *rq, int64_t client, struct typed_demand *typed)
{
	const struct doc *known = contacts_known(rq, client);
	size_t known_count = doc_count(known), rows = form_rows(rq->form, "contacts", CONTACTS_SHOWN), asked_count = 0;
	int64_t *ids = arena_make_array(rq->arena, int64_t, known_count + 1);
	const int64_t *asked = typed->demand.id == 0 ? NULL : demand_contacts(rq->tx, typed->demand.id, &asked_count);

	typed->contacts = arena_make_array(rq->arena, int64_t, rows + asked_count + 1);
	for (size_t i = 0; i < known_count; i++)
		ids[i] = contact_of(known, i);
	for (size_t i = 0; i < rows; i++) {
		const char *name = arena_printf(rq->arena, "contacts.%zu", i);
		int64_t id = text_empty(form_text(rq->form, name)) ? 0 : form_read_id(rq->form, name, FORM_OPTIONAL);

		if (id != 0 && !id_is_among(ids, known_count, id))
			form_error(rq->form, "whom", N_("Somebody you chose is no contact of this client any more."),
				   NULL);
		else if (id != 0 && !id_is_among(typed->contacts, typed->contact_count, id))
			typed->contacts[typed->contact_count++] = id;
	}
	keep_unlisted(typed, asked, asked_count, ids, known_count);
	if (!typed->demand.everybody && typed->contact_count == 0)
		form_error(rq->form, "whom", N_("Please choose who is asked."), NULL);
}

/* ---- reading ---- */

static int32_t
read_due(struct request *rq, const struct demand *demand)
{
	int32_t due = form_read_day(rq->form, "due_on", FORM_OPTIONAL);

	if (due != NO_DAY && due < rq->moment->today && (demand == NULL || demand->due_on != due))
		form_error(rq->form, "due_on", N_("This day is past. Please choose one that is still to come."), NULL);
	return due;
}

/* The folder where pieces land, which must be theirs in full. */
static int64_t
read_folder(struct request *rq, const struct folder_access *access, const struct demand *demand)
{
	int64_t id = form_has(rq->form, "folder") ? form_read_id(rq->form, "folder", FORM_REQUIRED)
		     : demand == NULL		  ? access->client
						  : demand->folder_id;
	const struct folder_seen *in = folder_find(rq->tx, access, id);

	if (in == NULL)
		form_error(rq->form, "folder", N_("This folder is not there any more. Please choose another one."),
			   NULL);
	else if (in->level != FOLDER_FULL)
		form_error(rq->form, "folder", N_("You may look at this folder, but put nothing into it."), NULL);
	return id;
}

struct typed_demand
demand_read(struct request *rq, const struct folder_access *access, const struct demand *demand)
{
	struct form *form = rq->form;
	const char *title = form_read_text(form, "title", FORM_REQUIRED, DEMAND_TITLE);
	const char *words = form_read_lines(form, "words", FORM_OPTIONAL, DEMAND_WORDS);
	int whom = form_read_choice(form, "whom", FORM_OPTIONAL, whom_names);
	struct typed_demand typed = {
		.demand = {.id = demand == NULL ? 0 : demand->id,
			   .client_id = access->client,
			   .title = title,
			   .words = words == NULL ? "" : words,
			   .due_on = read_due(rq, demand),
			   .folder_id = read_folder(rq, access, demand),
			   .by_piece = form_read_bool(form, "by_piece"),
			   .everybody = whom < 0 && demand != NULL ? demand->everybody : whom != 1,
			   .staff_id = rq->viewer->staff,
			   .version = demand == NULL ? 1 : demand->version},
	};

	if (demand != NULL && form_has(form, "version"))
		typed.demand.version = form_read_int(form, "version", FORM_REQUIRED, 1, INT64_MAX);
	read_contacts(rq, access->client, &typed);
	return typed;
}

/* ---- showing ---- */

/* True: it is the one chosen. */
static bool
add_folder(struct request *rq, struct doc *list, const struct folder *folder, int64_t chosen)
{
	struct doc *row = doc_add_object(list);
	struct builder name = builder_new(rq->arena, 0);

	for (int depth = folder_depth(folder); depth > 1; depth--)
		build_text(&name, "   ");
	build_text(&name, folder_name(rq, folder));
	doc_set_id(row, "id", folder->id);
	doc_set_text(row, "name", builder_text(&name));
	doc_set_bool(row, "current", folder->id == chosen);
	return folder->id == chosen;
}

static void
add_folders(struct request *rq, struct doc *page, const struct folder_access *access, int64_t chosen)
{
	struct doc *list = doc_set_list(page, "folders");
	const struct folder_seen *root = folder_find(rq->tx, access, access->client), *below;
	size_t count;
	bool found;

	doc_set_bool(page, "folder_lost", true);
	if (root == NULL)
		return;
	found = root->level == FOLDER_FULL && add_folder(rq, list, &root->folder, chosen);
	below = folder_beneath(rq->tx, access, root, NULL, FOLDERS_SHOWN, &count);
	for (size_t i = 0; i < count; i++)
		if (below[i].level == FOLDER_FULL && add_folder(rq, list, &below[i].folder, chosen))
			found = true;
	doc_set_bool(page, "folder_lost", !found);
}

static void
add_contacts(struct request *rq, struct doc *page, int64_t client, const int64_t *chosen, size_t count)
{
	struct doc *list = doc_set_list(page, "contacts");
	const struct doc *known = contacts_known(rq, client);

	for (size_t i = 0; i < doc_count(known); i++) {
		struct doc *row = doc_add_object(list);
		int64_t id = contact_of(known, i);

		doc_set_id(row, "id", id);
		doc_set_text(row, "name", doc_get_text(known->list.items[i], "name"));
		doc_set_text(row, "input", arena_printf(rq->arena, "contacts.%zu", i));
		doc_set_bool(row, "current", id_is_among(chosen, count, id));
	}
}

/* As fields for days have it. */
static const char *
due_text(struct arena *arena, int32_t due)
{
	char text[16];

	if (due == NO_DAY)
		return NULL;
	day_print(text, due);
	return arena_text(arena, text);
}

void
demand_show(struct request *rq, struct doc *page, const struct folder_access *access, const struct demand *demand,
	    const int64_t *contacts, size_t contact_count)
{
	struct doc *values = doc_set_object(page, "values");

	doc_set_text(values, "title", demand->title);
	doc_set_text(values, "words", demand->words);
	doc_set_text(values, "due_on", due_text(rq->arena, demand->due_on));
	doc_set_bool(page, "by_piece", demand->by_piece);
	doc_set_bool(page, "everybody", demand->everybody);
	doc_set_int(page, "version", demand->version);
	doc_set_day(page, "today", rq->moment->today);
	add_folders(rq, page, access, demand->folder_id);
	add_contacts(rq, page, access->client, contacts, contact_count);
	form_page(rq, page, "title words due_on folder whom list");
}
