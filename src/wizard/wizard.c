/* wizard: what the feature offers to the house, and what its drafts hold of people. */
#include "wizard/wizard.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/instant.h"
#include "clients/clients.h"
#include "wizard/client_draft_store.h"
#include "wizard/handlers.h"

/* ---- what goes by itself ---- */

static void
forget(struct tx *tx, void *data)
{
	(void)data;
	client_drafts_forget(tx);
}

static enum job_result
forget_run(struct job *job)
{
	return job_write(job, forget, NULL);
}

static const struct job_kind jobs[] = {
	{.name = "wizard.forget", .run = forget_run, .every_ms = DAY_MS},
};

/* ---- of a person ---- */

/* Drafts that somebody chose them for, or typed their address into. */
static struct draft_value *
drafts_of_person(struct tx *tx, int64_t contact, size_t by, size_t *count)
{
	const struct contact *person = contact_itself(tx, contact);
	char id[ID_LENGTH + 1];

	id_print(id, contact);
	*count = 0;
	if (by == 0)
		return client_draft_values(tx, "contacts", arena_printf(tx_arena(tx), "\"%s\"", id), count);
	if (person == NULL || person->email == NULL)
		return NULL;
	return client_draft_values(tx, "contacts", arena_printf(tx_arena(tx), "\"%s\"", person->email), count);
}

static void
export_person(struct tx *tx, int64_t contact, struct doc *person)
{
	struct doc *list = doc_set_list(person, "client_drafts");

	for (size_t by = 0; by < 2; by++) {
		size_t count;
		const struct draft_value *drafts = drafts_of_person(tx, contact, by, &count);

		for (size_t i = 0; i < count; i++)
			doc_set_id(doc_add_object(list), "draft", drafts[i].draft);
	}
}

/* The step begins anew in such a draft: the others in it are typed again. */
static void
erase_person(struct tx *tx, int64_t contact)
{
	for (size_t by = 0; by < 2; by++) {
		size_t count;
		const struct draft_value *drafts = drafts_of_person(tx, contact, by, &count);

		for (size_t i = 0; i < count; i++)
			client_draft_write(tx, drafts[i].draft, "contacts", "{}");
	}
}

/* Who may no longer make clients goes on with none. */
static void
fill_list(struct request *rq, struct doc *page)
{
	if (viewer_may(rq->viewer, &client_write))
		client_drafts_fill(rq, page);
}

const struct feature wizard = {
	.name = "wizard",
	.routes = wizard_routes,
	.route_count = WIZARD_ROUTES,
	.jobs = jobs,
	.job_count = sizeof jobs / sizeof jobs[0],
	.client_list = fill_list,
	.export_person = export_person,
	.erase_person = erase_person,
};
