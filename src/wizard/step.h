/* step: the steps of making a client. Each keeps the fields of one form in the draft, as they were typed. */
#ifndef WIZARD_STEP_H
#define WIZARD_STEP_H

#include "core/request.h"
#include "wizard/client_draft_store.h"

/* In all that a step does rq->form is its own: what was typed in it, now or when one was there last. */
struct wizard_step {
	const char *name;  /* of the path and of the row: "contacts" */
	const char *label; /* English, N_ */
	const char *template;
	/* Whether the viewer is asked this at all; NULL: always. */
	bool (*offered)(struct request *rq);
	/* What is there before anybody was; NULL: nothing. An object of texts. */
	void (*begin)(struct request *rq, struct doc *value);
	/* What of the form is kept, and what a button beside the usual ones does with it. Returns the query of the same
	 * page again ("?add=1#…"), NULL: go on. NULL: every field is kept. */
	const char *(*take)(struct request *rq, const char *press, struct doc *value);
	/* Adds what its page needs; `query`: the fields of the address. */
	void (*show)(struct request *rq, struct doc *page, struct form *query);
	/* Errors beside what cannot be so. */
	void (*check)(struct request *rq);
	/* Whether the page is to be looked at once more, though nothing is wrong; NULL: never. */
	bool (*warns)(struct request *rq, struct form *sent);
	/* Adds what it will do to the summary. */
	void (*summarise)(struct request *rq, struct doc *summary);
	/* Does it; *client is 0 in the first step, which makes it. Errors undo everything. */
	void (*commit)(struct request *rq, int64_t *client, struct doc *summary);
};

/* In their order, NULL-terminated. Whoever brings another one (connectors, forms) adds its file, a row here and its two
 * routes. */
extern const struct wizard_step *const wizard_steps[];
extern const struct wizard_step information_step, contacts_step, staff_step, folders_step;

bool step_is_offered(struct request *rq, const struct wizard_step *step);
const struct wizard_step *step_after(struct request *rq, const struct wizard_step *step); /* NULL: the summary */

/* The request as if it had brought this form. It is a copy: a handler that is left at a statement and run again finds
 * its own as it was. */
struct request *asking_with(struct request *rq, struct form *form);

/* "/console/client-drafts/{draft}" and what stands `below` it. */
const char *draft_path(struct request *rq, int64_t draft, const char *below);
/* What was typed in the step, as a form. `draft` 0: nothing yet. */
struct form *draft_form(struct request *rq, int64_t draft, const struct wizard_step *step);
/* The same of a value as it is kept. */
struct form *form_of_value(struct request *rq, const char *value);
/* {id, href, name, changed_at, kept_until, version}. `id` 0: it is not kept yet. */
struct doc *draft_doc(struct request *rq, const struct client_draft *draft);

/* A field of a record that is about to be made. */
struct alike_text {
	const char *field, *text;
};
/* Sets "duplicates" (records/match_doc.h): those that the viewer sees and that are like it. How many. */
size_t
alike_fill(struct request *rq, struct doc *page, const char *module, const struct alike_text *texts, size_t count);

/* Sets "draft", "steps" and "client" (null) for {{>client_draft_head}}, which begins every page; `step` NULL: the
 * summary. */
void draft_head(struct request *rq, struct doc *page, const struct client_draft *draft, const struct wizard_step *step);

#endif
