/* tree_apply_web: templates applied to a client: what would be made and changed is listed before. */
#include "trees/handlers.h"

#include "base/arena.h"
#include "clients/clients.h"
#include "core/form_page.h"
#include "trees/tree_page.h"

struct apply_page {
	const struct client *client;
	struct trees_plan plan;
	enum trees_outcome outcome;
};

static const char *
client_href(struct request *rq, int64_t client, const char *below)
{
	char id[ID_LENGTH + 1];

	id_print(id, client);
	return arena_printf(rq->arena, "/console/clients/%s/%s", id, below);
}

/* The client, for who has it in full, and what the ticked templates would mean. False: *refusal is the answer. */
static bool
open_page(struct request *rq, struct apply_page *page, struct reply *refusal)
{
	struct trees_plan *plan = &page->plan;

	*page = (struct apply_page){.client = client_find(rq->tx, rq->viewer, path_id(rq, "client"))};
	plan->access = page->client == NULL ? NULL : folder_access_of(rq, page->client->id);
	*refusal = reply_not_found(rq);
	if (plan->access == NULL)
		return false;
	if (plan->access->person.cap != FOLDER_FULL) {
		*refusal = reply_refusal(rq, 403,
					 N_("Templates are applied by those who have full access to the client."));
		return false;
	}
	plan->trees = trees_read(rq, &plan->tree_count);
	plan->again = form_read_bool(rq->form, "again");
	page->outcome = form_failed(rq->form) ? TREES_GONE : trees_plan(rq->tx, plan);
	if (page->outcome != TREES_DONE)
		form_error(rq->form, "trees", trees_outcome_words(page->outcome), NULL);
	return true;
}

/* ---- what would be done ---- */

static const char *const state_names[] = {"made", "kept", "barred"};
static const char *const state_labels[] = {N_("New"), N_("There already"), N_("Left out")};
static const char *const state_tones[] = {"ok", "", "warn"};

static void
add_folders(struct doc *page, const struct trees_plan *plan)
{
	struct doc *list = doc_set_list(page, "folders");

	for (size_t i = 0; i < plan->shape.count; i++) {
		const struct tree_folder *folder = &plan->shape.folders[i];
		enum grow_state state = plan->grow.folders[i].state;
		struct doc *row = doc_add_object(list);

		tree_set_level(row, "level", (int)tree_level(&plan->shape, i, 0));
		doc_set_text(row, "name", folder->name);
		doc_set_int(row, "depth", folder->depth);
		tree_set_steps(row, folder->depth);
		doc_set_word(row, "state", state_names[state], state_labels[state]);
		doc_set_text(row, "tone", state_tones[state]);
		doc_set_bool(row, "made", state == GROW_MADE);
	}
}

static const char *
name_of(struct request *rq, const struct grow_right *right)
{
	size_t count;
	const struct contact_type *types = contact_types(rq, &count);

	for (size_t i = 0; i < count && right->whose == WHOSE_USER_TYPE; i++)
		if (types[i].id == right->who_id)
			return types[i].name;
	return formats_translate(rq->formats, N_("All contacts"));
}

static void
add_changes(struct request *rq, struct doc *page, const struct trees_plan *plan)
{
	struct doc *list = doc_set_list(page, "changes");

	for (size_t i = 0; i < plan->grow.change_count; i++) {
		const struct grow_change *change = &plan->grow.changes[i];
		struct doc *row = doc_add_object(list);

		doc_set_text(row, "name", plan->shape.folders[change->folder].name);
		doc_set_text(row, "who", name_of(rq, &change->right));
		tree_set_level(row, "before", change->before);
		tree_set_level(row, "after", (int)change->right.level);
	}
}

static void
add_chosen(struct request *rq, struct doc *page, const struct trees_plan *plan)
{
	struct doc *list = doc_set_list(page, "chosen");

	for (size_t i = 0; i < plan->tree_count; i++) {
		struct doc *row = doc_add_object(list);

		doc_set_id(row, "id", plan->trees[i]);
		doc_set_text(row, "input", arena_printf(rq->arena, "trees.%zu", i));
	}
}

static struct doc *
page_doc(struct request *rq, const struct apply_page *apply)
{
	const struct trees_plan *plan = &apply->plan;
	struct doc *page = doc_object(rq->arena), *planned;

	client_sheet_head(rq, page, apply->client, "folders");
	trees_choose(rq, page, plan->trees, plan->tree_count);
	doc_set_text(page, "action", client_href(rq, apply->client->id, "folder-trees"));
	doc_set_text(page, "folders_href", client_href(rq, apply->client->id, "folders"));
	form_page(rq, page, "trees again seen");
	doc_set_bool(page, "again", plan->again);
	doc_set_null(page, "plan");
	if (apply->outcome != TREES_DONE || plan->tree_count == 0)
		return page;
	planned = doc_set_object(page, "plan");
	add_chosen(rq, planned, plan);
	add_folders(planned, plan);
	add_changes(rq, planned, plan);
	doc_set_int(planned, "made_count", (int64_t)plan->grow.made_count);
	doc_set_int(planned, "barred_count", (int64_t)plan->grow.barred_count);
	doc_set_bool(planned, "barred", plan->grow.barred_count > 0);
	doc_set_bool(planned, "does", plan->grow.made_count + plan->grow.change_count > 0);
	doc_set_id(planned, "seen", folder_grow_mark(&plan->grow));
	return page;
}

struct reply
tree_apply_form(struct request *rq)
{
	struct apply_page page;
	struct reply refusal;

	if (!open_page(rq, &page, &refusal))
		return refusal;
	return reply_page(rq, "tree_apply", page_doc(rq, &page));
}

struct reply
tree_apply(struct request *rq)
{
	struct apply_page page;
	struct reply refusal;
	int64_t seen;
	struct doc *answer;

	if (!open_page(rq, &page, &refusal))
		return refusal;
	seen = form_read_id(rq->form, "seen", FORM_OPTIONAL);
	if (!form_failed(rq->form) && page.plan.tree_count == 0)
		form_error(rq->form, "trees", N_("Tick at least one template."), NULL);
	if (form_failed(rq->form))
		return reply_form(rq, "tree_apply", page_doc(rq, &page));
	if (seen != 0 && seen != folder_grow_mark(&page.plan.grow)) {
		form_error(rq->form, "trees", N_("Somebody else has changed this meanwhile. Please look again."), NULL);
		return reply_conflict(rq, "tree_apply", page_doc(rq, &page));
	}
	answer = page_doc(rq, &page);
	trees_apply(rq, &page.plan);
	return reply_done(rq, client_href(rq, page.client->id, "folders"), N_("The folders were made."), answer);
}
