/* staff_step: which staff users will do what with the client; whoever makes it has it in full unless they say
 * otherwise. */
#include "base/arena.h"
#include "base/id.h"
#include "clients/clients.h"
#include "wizard/step.h"

enum { ROWS_LIMIT = 2000 };

static void
begin(struct request *rq, struct doc *value)
{
	char id[ID_LENGTH + 1];

	id_print(id, rq->viewer->staff);
	doc_set_text(value, "staff.0.id", arena_text(rq->arena, id));
	doc_set_text(value, "staff.0.level", client_level_names[CLIENT_FULL]);
}

/* Only those of whom something is said. */
static const char *
take(struct request *rq, const char *press, struct doc *value)
{
	size_t rows = form_rows(rq->form, "staff", ROWS_LIMIT);

	(void)press;
	for (size_t row = 0; row < rows; row++) {
		const char *id = form_row_name(rq->form, "staff", row, "id");
		const char *level = form_row_name(rq->form, "staff", row, "level");

		if (text_empty(form_text(rq->form, level)))
			continue;
		doc_set_text(value, id, form_text(rq->form, id));
		doc_set_text(value, level, form_text(rq->form, level));
	}
	return NULL;
}

static void
show(struct request *rq, struct doc *page, struct form *query)
{
	(void)query;
	client_staff_choose(rq, page);
}

static void
summarise(struct request *rq, struct doc *summary)
{
	struct doc *page = doc_object(rq->arena), *list = doc_set_list(summary, "staff");
	const struct doc *all;

	client_staff_choose(rq, page);
	all = doc_get_list(page, "staff");
	for (size_t i = 0; i < doc_count(all); i++)
		if (doc_is_true(doc_get(all->list.items[i], STR("level"))))
			doc_add(list, all->list.items[i]);
}

static void
commit(struct request *rq, int64_t *client, struct doc *summary)
{
	(void)summary;
	client_staff_give(rq, *client);
}

const struct wizard_step staff_step = {
	.name = "staff",
	.label = N_("Staff"),
	.template = "client_draft_staff",
	.begin = begin,
	.take = take,
	.show = show,
	.check = client_staff_check,
	.summarise = summarise,
	.commit = commit,
};
