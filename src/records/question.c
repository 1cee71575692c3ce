/* question: reads, keeps and shows the answers; the feature says what they mean. */
#include "records/question.h"

#include "core/page.h"
#include "core/weakened.h"
#include "http/url.h"
#include "records/keeper.h"
#include "records/module_page.h"
#include "rights/held.h"

#include <string.h>

/* NULL-terminated by name; NULL: none. */
static const struct keeper_question *
questions_of(const struct access *access)
{
	const struct keeper_pages *pages = pages_of(access->plan->module);

	return pages == NULL || access->viewer->kind != VIEWER_STAFF ? NULL : pages->questions;
}

static bool
may_ask(const struct access *access, const struct keeper_question *question)
{
	return question->permission == NULL ||
	       permission_allowed(access->plan->rights, access->viewer, access->moment, question->permission) ||
	       weakened(CHECK_KEPT_QUESTIONS);
}

struct answers
answers_none(const struct access *access)
{
	struct answers answers = {.access = access};

	for (int i = 0; i < QUESTIONS; i++)
		answers.given[i] = "";
	return answers;
}

bool
answers_kept(struct answers *answers, const struct doc *kept)
{
	const struct keeper_question *question = questions_of(answers->access);
	size_t known = 0;

	if (kept == NULL || kept->kind != DOC_OBJECT)
		return true;
	for (int i = 0; question != NULL && question[i].name != NULL; i++) {
		const char *given = doc_get_text(kept, question[i].name);

		if (given == NULL || !may_ask(answers->access, &question[i]))
			continue;
		answers->given[i] = given;
		known++;
	}
	return known == kept->object.count;
}

/* What it is called in addresses and forms. */
static const char *
input_of(struct arena *arena, const struct keeper_question *question)
{
	return arena_printf(arena, "asked.%s", question->name);
}

void
answers_read(struct request *rq, struct answers *answers)
{
	const struct keeper_question *question = questions_of(answers->access);

	for (int i = 0; question != NULL && question[i].name != NULL; i++) {
		const char *typed = form_text(rq->form, input_of(rq->arena, &question[i]));

		if (typed != NULL && strlen(typed) <= ANSWER_LENGTH && may_ask(answers->access, &question[i]))
			answers->given[i] = typed;
	}
}

bool
answers_are_given(const struct answers *answers)
{
	for (int i = 0; i < QUESTIONS; i++)
		if (!text_empty(answers->given[i]))
			return true;
	return false;
}

struct doc *
answers_doc(struct arena *arena, const struct answers *answers)
{
	const struct keeper_question *question = questions_of(answers->access);
	struct doc *kept = doc_object(arena);

	if (!answers_are_given(answers))
		return NULL;
	for (int i = 0; question != NULL && question[i].name != NULL; i++)
		if (!text_empty(answers->given[i]))
			doc_set_text(kept, question[i].name, answers->given[i]);
	return kept;
}

void
questions_fill(struct request *rq, struct doc *page, const struct answers *answers)
{
	const struct keeper_question *question = questions_of(answers->access);
	struct doc *list = doc_set_list(page, "questions");

	for (int i = 0; question != NULL && question[i].name != NULL; i++) {
		struct doc *shown, *options;

		if (!may_ask(answers->access, &question[i]))
			continue;
		shown = doc_add_object(list);
		doc_set_text(shown, "name", input_of(rq->arena, &question[i]));
		doc_set_word(shown, "label", question[i].name, question[i].label);
		doc_set_word(shown, "all", "", question[i].all);
		options = doc_set_list(shown, "options");
		question[i].options(rq, options);
		for (size_t o = 0; o < options->list.count; o++)
			doc_set_bool(options->list.items[o], "selected",
				     text_equal(doc_get_text(options->list.items[o], "value"), answers->given[i]));
	}
}

void
answers_link(struct request *rq, struct builder *link, const struct answers *answers)
{
	const struct keeper_question *question = questions_of(answers->access);

	for (int i = 0; question != NULL && question[i].name != NULL; i++)
		if (form_has(rq->form, input_of(rq->arena, &question[i])))
			build_printf(link, "%casked.%s=%s", strchr(builder_text(link), '?') == NULL ? '?' : '&',
				     question[i].name, url_encode(rq->arena, str_of(answers->given[i])));
}

/* ---- in statements ---- */

void
answers_sql(struct sql *sql, const struct module *module, const void *of)
{
	const struct answers *answers = of;
	const struct keeper_question *question = questions_of(answers->access);

	(void)module;
	for (int i = 0; question != NULL && question[i].name != NULL; i++)
		question[i].narrow(sql, answers->given[i]);
}

void
answers_narrow(struct record_query *query, const struct answers *answers)
{
	if (questions_of(answers->access) == NULL)
		return;
	query->beside = answers_sql;
	query->beside_of = answers;
}

const struct answers *
answers_of(const struct record_query *query)
{
	return query->beside == answers_sql ? query->beside_of : NULL;
}
