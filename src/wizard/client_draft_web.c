/* client_draft_web: drafts of clients: begun, gone through step by step, left, taken up again, given up. */
#include "wizard/handlers.h"

#include "base/arena.h"
#include "base/instant.h"
#include "clients/clients.h"
#include "core/form_page.h"
#include "sys/clock.h"
#include "wizard/step.h"

#include <string.h>

/* ---- which ---- */

const struct client_draft *
client_draft_open(struct request *rq, struct reply *reply)
{
	const struct client_draft *draft = client_draft_find(rq->tx, rq->viewer->staff, path_id(rq, "draft"));
	const struct client *client;

	if (draft == NULL)
		*reply = reply_not_found(rq);
	if (draft == NULL || draft->client_id == 0)
		return draft;
	client = client_find(rq->tx, rq->viewer, draft->client_id);
	*reply = client == NULL ? reply_not_found(rq)
				: reply_done(rq, client_path(rq, client->id, ""), NULL, client_doc(rq, client));
	return NULL;
}

/* The last word of the route. */
static const struct wizard_step *
step_of_route(const struct request *rq)
{
	const char *name = strrchr(rq->route->path, '/') + 1;
	size_t i = 0;

	while (wizard_steps[i] != NULL && strcmp(wizard_steps[i]->name, name) != 0)
		i++;
	return wizard_steps[i] == NULL ? &information_step : wizard_steps[i];
}

void
client_drafts_fill(struct request *rq, struct doc *page)
{
	struct doc *list = doc_set_list(page, "client_drafts");
	size_t count;
	const struct client_draft *drafts = client_draft_list(rq->tx, rq->viewer->staff, &count);

	for (size_t i = 0; i < count; i++)
		doc_add(list, draft_doc(rq, &drafts[i]));
}

struct reply
client_draft_list_page(struct request *rq)
{
	struct doc *page = doc_object(rq->arena);

	client_drafts_fill(rq, page);
	doc_set_bool(page, "has_drafts", doc_count(doc_get_list(page, "client_drafts")) > 0);
	return reply_page(rq, "client_draft_list", page);
}

/* ---- a step's page ---- */

/* rq->form is the step's. */
static struct doc *
page_of(struct request *rq, const struct client_draft *draft, const struct wizard_step *step, struct form *query)
{
	struct doc *page = doc_object(rq->arena);

	draft_head(rq, page, draft, step);
	step->show(rq, page, query);
	form_page(rq, page, "");
	return page;
}

struct reply
client_draft_step_page(struct request *rq)
{
	const struct wizard_step *step = step_of_route(rq);
	struct form *query = rq->form;
	struct reply reply;
	const struct client_draft *draft = client_draft_open(rq, &reply);

	if (draft == NULL)
		return reply;
	if (!step_is_offered(rq, step))
		return reply_not_found(rq);
	return reply_page(rq, step->template,
			  page_of(asking_with(rq, draft_form(rq, draft->id, step)), draft, step, query));
}

/* ---- what was typed ---- */

static void
take_fields(struct request *rq, struct doc *value)
{
	for (size_t i = 0; i < form_count(rq->form); i++) {
		const char *name = form_name(rq->form, i);

		if (strcmp(name, "csrf") != 0 && strcmp(name, "press") != 0)
			doc_set_text(value, name, form_raw(rq->form, name));
	}
}

/* What the step keeps of the form, as JSON; *again: the query of the same page, NULL: go on. */
static const char *
kept_value(struct request *rq, const struct wizard_step *step, const char *press, const char **again)
{
	struct doc *value = doc_object(rq->arena);
	struct builder text = builder_new(rq->arena, 0);

	*again = NULL;
	if (step->take == NULL)
		take_fields(rq, value);
	else
		*again = step->take(rq, press, value);
	doc_print_json(value, NULL, &text);
	return builder_text(&text);
}

static const char *
press_of(struct request *rq)
{
	const char *press = form_text(rq->form, "press");

	return text_empty(press) ? "next" : press;
}

/* Where a button leads: "go.staff", else to the next step. */
static const char *
way_on(struct request *rq, const struct client_draft *draft, const struct wizard_step *step, const char *press)
{
	const struct wizard_step *next = step_after(rq, step);

	for (size_t i = 0; strncmp(press, "go.", 3) == 0 && wizard_steps[i] != NULL; i++)
		if (strcmp(press + 3, wizard_steps[i]->name) == 0)
			next = wizard_steps[i];
	if (strcmp(press, "go.summary") == 0)
		next = NULL;
	if (strcmp(press, "leave") == 0)
		return "/console/clients";
	return draft_path(rq, draft->id, next == NULL ? "" : arena_printf(rq->arena, "/%s", next->name));
}

/* It is kept: on to where the button leads. Who leaves a step for another finds it as they left it, right or wrong. */
static struct reply
go_on(struct request *rq, const struct client_draft *draft, const struct wizard_step *step, struct form *sent,
      const char *again)
{
	const char *press = form_text(sent, "press"), *here = arena_printf(rq->arena, "/%s", step->name);
	bool leaves;

	press = text_empty(press) ? "next" : press;
	leaves = strncmp(press, "go.", 3) == 0 || strcmp(press, "leave") == 0;
	if (again == NULL && !leaves)
		step->check(rq);
	if (form_failed(rq->form)) {
		struct reply reply = reply_form(rq, step->template, page_of(rq, draft, step, NULL));

		reply.keep = true;
		return reply;
	}
	if (again == NULL && !leaves && step->warns != NULL && step->warns(rq, sent))
		again = "#duplicates";
	return reply_done(rq,
			  again != NULL ? draft_path(rq, draft->id, arena_printf(rq->arena, "%s%s", here, again))
					: way_on(rq, draft, step, press),
			  strcmp(press, "leave") == 0 ? N_("Kept as a draft: go on whenever you like.") : NULL,
			  rq->wants_json ? page_of(rq, draft, step, NULL) : NULL);
}

struct reply
client_draft_step_post(struct request *rq)
{
	const struct wizard_step *step = step_of_route(rq);
	struct form *sent = rq->form;
	const char *value, *again;
	struct reply reply;
	const struct client_draft *draft = client_draft_open(rq, &reply);

	if (draft == NULL)
		return reply;
	if (!step_is_offered(rq, step))
		return reply_not_found(rq);
	value = kept_value(rq, step, press_of(rq), &again);
	if (form_failed(rq->form))
		return reply_form(rq, step->template, page_of(rq, draft, step, NULL));
	client_draft_write(rq->tx, draft->id, step->name, value);
	return go_on(asking_with(rq, form_of_value(rq, value)), client_draft_find(rq->tx, rq->viewer->staff, draft->id),
		     step, sent, again);
}

/* ---- begun, given up ---- */

struct reply
client_draft_new_form(struct request *rq)
{
	const struct client_draft none = {.id = 0};

	return reply_page(rq, information_step.template,
			  page_of(asking_with(rq, form_new(rq->arena)), &none, &information_step, NULL));
}

/* Pressed twice: the draft that was made by the first time; 0: none was. */
static int64_t
just_made(struct request *rq, const char *value)
{
	size_t count;
	const struct client_draft *drafts = client_draft_list(rq->tx, rq->viewer->staff, &count);

	return count > 0 && drafts[0].changed_at > clock_now() - MINUTE_MS && text_equal(drafts[0].information, value)
		       ? drafts[0].id
		       : 0;
}

/* Nothing is kept of a first step that is wrong: there is no draft yet to which it could belong. */
struct reply
client_draft_new(struct request *sender)
{
	const struct client_draft none = {.id = 0};
	struct form *sent = sender->form;
	const char *again, *value = kept_value(sender, &information_step, press_of(sender), &again);
	struct request *rq = asking_with(sender, form_of_value(sender, value));
	int64_t id;

	if (form_failed(sent))
		return reply_form(sender, information_step.template, page_of(sender, &none, &information_step, NULL));
	if (again != NULL)
		return reply_page(rq, information_step.template, page_of(rq, &none, &information_step, NULL));
	information_step.check(rq);
	id = form_failed(rq->form) ? 0 : just_made(rq, value);
	if (id == 0 && !form_failed(rq->form))
		id = client_draft_create(rq->tx, rq->viewer->staff);
	if (id == 0 && !form_failed(rq->form))
		form_error(rq->form, "", N_("You have fifty clients half made already: finish or discard some first."),
			   NULL);
	if (id == 0)
		return reply_form(rq, information_step.template, page_of(rq, &none, &information_step, NULL));
	client_draft_write(rq->tx, id, information_step.name, value);
	return go_on(rq, client_draft_find(rq->tx, rq->viewer->staff, id), &information_step, sent, again);
}

struct reply
client_draft_removal(struct request *rq)
{
	struct reply reply;
	const struct client_draft *draft = client_draft_open(rq, &reply);

	if (draft == NULL)
		return reply;
	client_draft_remove(rq->tx, draft->id);
	return reply_done(rq, next_path(rq, "/console/clients"),
			  N_("The draft was discarded. No client was made of it."), NULL);
}
