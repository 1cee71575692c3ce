/* portal_talk: who said what, and what the next one to speak sends. */
#include "records/portal_talk.h"

#include "records/module_page.h"
#include "records/portal_forced.h"
#include "records/record_doc.h"

/* Who wrote it: a staff user by name, or somebody on the portal's side, when the plan tells at all. */
static void
set_author(const struct access *access, const struct book *book, struct doc *said, const struct record *row)
{
	const struct field *field = &access->plan->module->fields[SYSTEM_CREATED_BY];
	const struct db_value *author = &row->cells[SYSTEM_CREATED_BY];
	bool told = field_is_shown(access->plan, field);

	doc_set_text(said, "by", told && author->type == DB_INT ? book_staff(book, author->integer) : NULL);
	doc_set_bool(said, "ours", told && author->type != DB_INT);
}

static void
add_said(struct request *rq, struct doc *list, const struct access *access, const struct book *book,
	 const struct record *row)
{
	const struct field *naming = access->plan->module->naming;
	const struct db_value *at = &row->cells[SYSTEM_CREATED_AT];
	struct doc *said = doc_add_object(list),
		   *cell = cell_doc(rq, book, naming, &row->cells[naming->index], row->id);

	doc_set(said, "lines", (struct doc *)(uintptr_t)doc_get(cell, STR("lines")));
	doc_set_text(said, "href", record_href(rq, access->plan->module, row->id));
	set_author(access, book, said, row);
	if (at->type == DB_INT)
		doc_set_instant(said, "at", at->integer);
	else
		doc_set_null(said, "at");
}

/* Whether the text is all there is to fill in. */
static bool
is_all_to_write(const struct access *access, const struct field *link)
{
	const struct module *module = access->plan->module;

	for (size_t i = 0; i < module->field_count; i++)
		if (access->plan->writable[i] && &module->fields[i] != module->naming && &module->fields[i] != link)
			return false;
	return access->plan->writable[module->naming->index];
}

static void
set_answer(struct request *rq, struct doc *talk, const struct access *access, const struct field *link, int64_t record)
{
	const struct module *module = access->plan->module;
	struct doc *answer;

	doc_set_null(talk, "answer");
	if (!access_makes(access) || link->type != FIELD_LOOKUP || !field_is_written(access->plan, link) ||
	    !is_all_to_write(access, link))
		return;
	answer = doc_set_object(talk, "answer");
	doc_set_text(answer, "action", module_path(rq, module, ""));
	doc_set_text(answer, "field", arena_printf(rq->arena, "fields.%s", module->naming->name));
	doc_set_text(answer, "link", arena_printf(rq->arena, "fields.%s", link->name));
	doc_set_id(answer, "to", record);
	doc_set_text(answer, "next",
		     arena_printf(rq->arena, "%s#related-%s", record_path(rq, link->target, record, ""), module->name));
}

void
portal_talk_fill(struct request *rq, struct doc *shown, const struct access *access, const struct field *link,
		 int64_t record, const struct record *rows, size_t count)
{
	const struct module *module = access->plan->module;
	struct book *book;
	struct doc *talk, *list;

	if (rq->wants_json)
		return; /* programs have the texts in the rows */
	doc_set_null(shown, "talk");
	if (access->viewer->kind != VIEWER_CLIENT || module->naming->type != FIELD_LONG_TEXT ||
	    !field_is_shown(access->plan, module->naming))
		return;
	book = book_new(rq);
	for (size_t i = 0; i < count; i++)
		book_want_record(book, module, &rows[i]);
	book_look_up(book);
	talk = doc_set_object(shown, "talk");
	list = doc_set_list(talk, "said");
	for (size_t i = count; i > 0; i--)
		add_said(rq, list, access, book, &rows[i - 1]);
	set_answer(rq, talk, access, link, record);
}
