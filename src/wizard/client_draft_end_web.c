/* client_draft_end_web: the summary of a draft, and the client that is made of it with all that belongs to it, or
 * nothing.
 */
#include "wizard/handlers.h"

#include "base/arena.h"
#include "clients/clients.h"
#include "core/form_page.h"
#include "records/record_own.h"
#include "wizard/step.h"

/* What is wrong in a step leads there. */
static void
add_troubles(struct request *rq, struct doc *page, const struct client_draft *draft, const struct wizard_step *step,
	     struct form *form)
{
	struct doc *list = (struct doc *)(uintptr_t)doc_get_list(page, "troubles"), *shown = doc_object(rq->arena);
	const struct doc *problems;

	form_show(form, shown);
	problems = doc_get_list(shown, "problems");
	for (size_t i = 0; i < doc_count(problems); i++) {
		struct doc *trouble = problems->list.items[i];

		doc_set_word(trouble, "step", step->name, step->label);
		doc_set_text(trouble, "href", draft_path(rq, draft->id, arena_printf(rq->arena, "/%s", step->name)));
		doc_add(list, trouble);
	}
}

/* False: something is wrong. */
static bool
fill(struct request *rq, struct doc *page, const struct client_draft *draft)
{
	struct doc *links = doc_set_object(page, "hrefs");
	bool fine = true;

	draft_head(rq, page, draft, NULL);
	doc_set_list(page, "troubles");
	for (size_t i = 0; wizard_steps[i] != NULL; i++) {
		const struct wizard_step *step = wizard_steps[i];
		struct request *own;

		doc_set_null(links, step->name);
		if (!step_is_offered(rq, step))
			continue;
		doc_set_text(links, step->name, draft_path(rq, draft->id, arena_printf(rq->arena, "/%s", step->name)));
		own = asking_with(rq, draft_form(rq, draft->id, step));
		step->check(own);
		step->summarise(own, page);
		add_troubles(rq, page, draft, step, own->form);
		fine = fine && !form_failed(own->form);
	}
	doc_set_bool(page, "ready", fine);
	doc_set_bool(page, "keep", form_read_bool(rq->form, "keep"));
	form_page(rq, page, "");
	return fine;
}

struct reply
client_draft_summary(struct request *rq)
{
	struct doc *page = doc_object(rq->arena);
	struct reply reply;
	const struct client_draft *draft = client_draft_open(rq, &reply);

	if (draft == NULL)
		return reply;
	fill(rq, page, draft);
	return reply_page(rq, "client_draft_summary", page);
}

/* Step by step, each with its own form; 0: one could not, and the page says why. */
static int64_t
commit(struct request *rq, struct doc *page, const struct client_draft *draft)
{
	int64_t client = 0;
	bool fine = true;

	for (size_t i = 0; fine && wizard_steps[i] != NULL; i++) {
		struct request *own;

		if (!step_is_offered(rq, wizard_steps[i]))
			continue;
		own = asking_with(rq, draft_form(rq, draft->id, wizard_steps[i]));
		wizard_steps[i]->commit(own, &client, page);
		add_troubles(rq, page, draft, wizard_steps[i], own->form);
		fine = !form_failed(own->form);
	}
	return fine ? client : 0;
}

static struct reply
refused(struct request *rq, struct doc *page)
{
	form_error(rq->form, "", N_("The client was not made yet: something stands against it. Nothing is lost."),
		   NULL);
	form_page(rq, page, "");
	return reply_form(rq, "client_draft_summary", page);
}

static const char *
words_of(struct request *rq, const struct doc *page, int64_t client)
{
	const struct doc *mails = doc_get(page, STR("mails"));

	if (record_waits(rq, "clients", client))
		return N_("The client was added, and waits for approval; invitations are kept until then.");
	if (doc_is_true(doc_get(page, STR("refused"))))
		return N_("The client was added. Invitations that cannot go out yet are kept as drafts.");
	if (mails != NULL && mails->integer > 0)
		return N_("The client was added, and the invitations are on their way.");
	return N_("The client was added.");
}

struct reply
client_draft_commit(struct request *rq)
{
	struct doc *page = doc_object(rq->arena);
	struct reply reply;
	const struct client_draft *draft = client_draft_open(rq, &reply);
	const struct client *client;
	int64_t seen, id;

	if (draft == NULL)
		return reply;
	seen = form_has(rq->form, "version") ? form_read_int(rq->form, "version", FORM_REQUIRED, 1, INT64_MAX)
					     : draft->version;
	if (seen != draft->version) {
		form_error(rq->form, "", N_("This draft was changed in another window meanwhile: please look again."),
			   NULL);
		fill(rq, page, draft);
		return reply_conflict(rq, "client_draft_summary", page);
	}
	if (!fill(rq, page, draft))
		return refused(rq, page);
	id = commit(rq, page, draft);
	if (id == 0 || !client_draft_end(rq->tx, draft->id, draft->version, id))
		return refused(rq, page);
	client = client_find(rq->tx, rq->viewer, id);
	if (client == NULL)
		return reply_done(rq, "/console/clients", N_("The client was added. You do not see it yourself."),
				  NULL);
	return reply_done(rq, client_path(rq, id, ""), words_of(rq, page, id), client_doc(rq, client));
}
