/* search_web: one search over everything the viewer may see, module by module. */
#include "http/url.h"
#include "records/handlers.h"
#include "records/module_page.h"
#include "records/question.h"
#include "records/record_doc.h"

#include <string.h>

enum { FOUND_OF_MODULE = 6, SEARCH_LENGTH = 200 };

static void
add_module(struct request *rq, struct doc *list, const struct access *access, const char *search)
{
	const struct module *module = access->plan->module;
	struct record_query query = {.search = search, .descending = true, .limit = FOUND_OF_MODULE + 1};
	const struct answers answers = answers_none(access);
	const struct field **only = arena_make_array(rq->arena, const struct field *, 1);
	size_t count;
	struct record *rows;
	struct doc *shown, *records;

	answers_narrow(&query, &answers);
	only[0] = module->naming;
	query.fields = only;
	query.field_count = 1;
	rows = record_list(rq->tx, access, &query, &count);
	if (count == 0)
		return;
	shown = doc_add_object(list);
	doc_set_text(shown, "name", module->name);
	doc_set_label(shown, "label", &module->plural, language_of(rq));
	doc_set_text(shown, "icon", module->icon);
	doc_set_bool(shown, "more", count > FOUND_OF_MODULE);
	doc_set_text(shown, "more_href",
		     arena_printf(rq->arena, "%s?view=none&q=%s", list_path(rq, module),
				  url_encode(rq->arena, str_of(search))));
	records = doc_set_list(shown, "records");
	for (size_t i = 0; i < count && i < FOUND_OF_MODULE; i++) {
		struct doc *record = doc_add_object(records);

		doc_set_id(record, "id", rows[i].id);
		doc_set_text(record, "name", record_title(rq, module, &rows[i]));
		doc_set_text(record, "href", record_href(rq, module, rows[i].id));
	}
}

struct reply
global_search(struct request *rq)
{
	const struct catalogue *catalogue = rq->rights->catalogue;
	const char *search = form_text(rq->form, "q");
	struct doc *page = doc_object(rq->arena), *list = doc_set_list(page, "modules");

	if (search != NULL && strlen(search) > SEARCH_LENGTH)
		search = NULL;
	doc_set_text(page, "q", search == NULL ? "" : search);
	doc_set_bool(page, "searched", !text_empty(search));
	for (size_t m = 0; !text_empty(search) && m < catalogue->module_count; m++) {
		const struct module *module = &catalogue->modules[m];
		const struct access *access;

		if (module->retired || module->parent != NULL)
			continue;
		access = record_access(rq, module);
		if (access->plan->may & MAY_VIEW)
			add_module(rq, list, access, search);
	}
	doc_set_bool(page, "has_rows", list->list.count > 0);
	return reply_page(rq, "global_search", page);
}
