/* bulk_request: a list's filter and words as JSON, found again through the plan of the moment. */
#include "invitations/bulk.h"

#include "base/arena.h"

enum { DEPTH = 12, MEMBERS = 4000 };

const char *
bulk_request_text(struct arena *arena, const struct record_query *query)
{
	struct doc *request = doc_object(arena);
	struct builder text = builder_new(arena, 0);

	doc_set(request, "filter", query->filter == NULL ? doc_object(arena) : condition_doc(arena, query->filter));
	doc_set_text(request, "search", query->search);
	doc_print_json(request, NULL, &text);
	return builder_text(&text);
}

bool
bulk_request_read(struct arena *arena, const struct plan *plan, const char *json, struct record_query *query)
{
	const char *error;
	const struct doc *asked = doc_parse_json(arena, str_of(json), DEPTH, MEMBERS, &error);
	struct field_scope scope = plan_scope(plan);
	struct doc *values;

	query->filter = condition_parse(arena, &scope, doc_get(asked, STR("filter")), &error, &values);
	query->search = doc_get_text(asked, "search");
	return query->filter != NULL;
}
