/* group_web: groups of records that may be the same, those of one record, and who says that they are not. */
#include "base/id.h"
#include "core/page.h"
#include "duplicates/pages.h"
#include "records/match_doc.h"
#include "records/module_page.h"
#include "records/record_doc.h"
#include "records/sheet.h"

enum { GROUPS = 20 };

/* ---- of a module ---- */

static void
add_group(struct request *rq, struct doc *list, const struct access *access, const struct match_group *group)
{
	const struct module *module = access->plan->module;
	struct doc *shown = doc_add_object(list), *records;
	int64_t *ids = arena_make_array(rq->arena, int64_t, group->member_count);

	doc_set_reasons(shown, group->kinds);
	records = doc_set_list(shown, "records");
	for (size_t i = 0; i < group->member_count; i++) {
		struct doc *record = match_doc(rq, module, &group->members[i]);

		doc_set_text(record, "box", arena_printf(rq->arena, "ids.%zu", i));
		doc_add(records, record);
		ids[i] = group->members[i].id;
	}
	doc_set_text(shown, "merge_href", may_merge(access) ? merge_path(rq, module, ids, group->member_count) : NULL);
	doc_set_bool(shown, "many", group->member_count > MERGED_TOGETHER);
}

struct reply
duplicates_of_module(struct request *rq)
{
	const struct access *access = path_access(rq);
	struct cursor after = page_cursor(rq), last = {.given = true};
	struct doc *page = doc_object(rq->arena), *list;
	struct match_group *groups;
	size_t count;

	if (access == NULL || !module_matches(access->plan->module))
		return reply_not_found(rq);
	groups = match_groups(rq->tx, access, after.given ? after.id : 0, GROUPS, &last.id, &count);
	module_fill(rq, page, access);
	list = doc_set_list(page, "groups");
	for (size_t i = 0; i < count; i++)
		add_group(rq, list, access, &groups[i]);
	doc_set_text(page, "apart_href",
		     access_writes(access, MAY_EDIT) ? module_path(rq, access->plan->module, "/duplicates/apart")
						     : NULL);
	doc_set_bool(page, "has_rows", count > 0);
	page_links(rq, page, last.id != 0, &last);
	return reply_page(rq, "duplicate_groups", page);
}

/* ---- of a record ---- */

struct reply
duplicates_of_record(struct request *rq)
{
	const struct access *access = path_access(rq);
	struct record *record = access == NULL ? NULL : path_record(rq, access, false);
	struct doc *page = doc_object(rq->arena);
	struct book *book = book_new(rq);

	if (record == NULL)
		return reply_not_found(rq);
	book_want_record(book, access->plan->module, record);
	book_look_up(book);
	sheet_head(rq, page, access, record, book, "");
	matches_fill(rq, page, access, record->id, record->cells);
	doc_set_text(page, "next", record_path(rq, access->plan->module, record->id, "/duplicates"));
	return reply_page(rq, "duplicate_record", page);
}

/* ---- not the same ---- */

/* Only what the viewer sees: about others nothing is said. */
struct reply
duplicates_apart(struct request *rq)
{
	const struct access *access = path_access(rq);
	size_t rows, count = 0;
	int64_t ids[GROUP_MEMBERS];

	if (access == NULL || !access_writes(access, MAY_EDIT))
		return reply_not_found(rq);
	rows = form_rows(rq->form, "ids", GROUP_MEMBERS);
	for (size_t i = 0; i < rows; i++) {
		const char *typed = form_text(rq->form, arena_printf(rq->arena, "ids.%zu", i));

		if (typed == NULL || !id_parse(str_of(typed), &ids[count]) ||
		    record_find(rq->tx, access, ids[count], false) == NULL)
			return reply_not_found(rq);
		count++;
	}
	if (count < 2)
		return reply_refusal(rq, 422, N_("Please choose two records at least."));
	records_are_apart(rq->tx, access, ids, count);
	return reply_done(rq, next_path(rq, module_path(rq, access->plan->module, "/duplicates")),
			  N_("They will not be suggested together again."), NULL);
}
