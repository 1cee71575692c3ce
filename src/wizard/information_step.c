/* information_step: who the client is; somebody who is there already is pointed out. */
#include "base/arena.h"
#include "base/instant.h"
#include "clients/clients.h"
#include "records/record_own.h"
#include "wizard/sheet_part.h"
#include "wizard/step.h"

#include <string.h>

static struct client
typed(struct request *rq)
{
	struct client client = {.created_at = NO_INSTANT};

	client_read_form(rq, &client);
	return client;
}

static size_t
fill_alike(struct request *rq, struct doc *page)
{
	const struct client client = typed(rq);
	const struct alike_text texts[] = {
		{"name", client.name}, {"email", client.email}, {"phone", client.phone}, {"siret", client.siret}};

	return alike_fill(rq, page, "clients", texts, sizeof texts / sizeof texts[0]);
}

/* The ids of those that were pointed out: "0c4m… 0c5n…". */
static const char *
seen_text(struct request *rq, const struct doc *page)
{
	const struct doc *duplicates = doc_get(page, STR("duplicates"));
	const struct doc *list = duplicates == NULL ? NULL : doc_get_list(duplicates, "records");
	struct builder text = builder_new(rq->arena, 0);

	for (size_t i = 0; i < doc_count(list); i++) {
		build_text(&text, i == 0 ? "" : " ");
		doc_print_plain(doc_get(list->list.items[i], STR("id")), &text);
	}
	return builder_text(&text);
}

/* The fields of a client as they were typed; those of its sheet by themselves. */
static const char *
take(struct request *rq, const char *press, struct doc *value)
{
	static const char *const passing[] = {"csrf", "press", "seen"};

	for (size_t i = 0; i < form_count(rq->form); i++) {
		const char *name = form_name(rq->form, i);
		bool passes = sheet_part_owns(name);

		for (size_t p = 0; p < sizeof passing / sizeof passing[0]; p++)
			passes = passes || strcmp(name, passing[p]) == 0;
		if (!passes)
			doc_set_text(value, name, form_raw(rq->form, name));
	}
	return sheet_part_take(rq, press, value);
}

static void
show(struct request *rq, struct doc *page, struct form *query)
{
	(void)query;
	client_form_fields(rq, page, NULL);
	sheet_part_show(rq, page);
	if (text_empty(form_text(rq->form, "name")))
		doc_set_null(page, "duplicates");
	else
		fill_alike(rq, page);
	doc_set_text(page, "seen", seen_text(rq, page));
}

static void
check(struct request *rq)
{
	const char *closed = record_closed(rq, "clients", 0);

	if (closed != NULL)
		form_error(rq->form, "", closed, NULL);
	typed(rq);
	sheet_part_check(rq);
}

/* People look at them once; programs are told of them. */
static bool
warns(struct request *rq, struct form *sent)
{
	struct doc *page = doc_object(rq->arena);

	return !rq->wants_json && fill_alike(rq, page) > 0 && !text_equal(seen_text(rq, page), form_text(sent, "seen"));
}

static void
summarise(struct request *rq, struct doc *summary)
{
	const struct client client = typed(rq);
	struct doc *page = doc_object(rq->arena), *about = client_doc(rq, &client), *groups;
	const struct doc *all;

	show(rq, page, NULL);
	doc_set_null(about, "href");
	doc_set(summary, "information", about);
	doc_set(summary, "duplicates", (struct doc *)(uintptr_t)doc_get(page, STR("duplicates")));
	all = doc_get_list(page, "groups");
	groups = doc_set_list(summary, "groups");
	for (size_t i = 0; i < doc_count(all); i++)
		if (doc_is_true(doc_get(all->list.items[i], STR("member"))))
			doc_add(groups, all->list.items[i]);
	sheet_part_summarise(rq, summary);
}

static void
commit(struct request *rq, int64_t *client, struct doc *summary)
{
	(void)summary;
	*client = client_make(rq);
	if (*client != 0)
		sheet_part_commit(rq, *client);
}

const struct wizard_step information_step = {
	.name = "information",
	.label = N_("Information"),
	.template = "client_draft_information",
	.take = take,
	.show = show,
	.check = check,
	.warns = warns,
	.summarise = summarise,
	.commit = commit,
};
