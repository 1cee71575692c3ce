/* export_request: a query as JSON by names, so that what the maker may see is asked when the file is made. */
#include "exchange/export.h"

#include "base/arena.h"
#include "records/module_page.h"
#include "records/question.h"

enum { DEPTH = 12, MEMBERS = 4000 };

const char *
export_request_text(struct arena *arena, const struct record_query *query, const char *locale, bool beside,
		    const struct view_shape *shape, const char *order)
{
	struct doc *request = doc_object(arena), *names;
	struct builder text = builder_new(arena, 0);

	doc_set(request, "filter", query->filter == NULL ? doc_object(arena) : condition_doc(arena, query->filter));
	if (answers_of(query) != NULL && answers_are_given(answers_of(query)))
		doc_set(request, "answers", answers_doc(arena, answers_of(query)));
	doc_set_text(request, "search", query->search);
	doc_set_text(request, "sort", query->sort == NULL ? NULL : query->sort->name);
	doc_set_text(request, "order", order);
	doc_set_bool(request, "descending", query->descending);
	doc_set_text(request, "locale", locale);
	doc_set_bool(request, "beside", beside);
	names = doc_set_list(request, "kept");
	for (size_t i = 0; shape != NULL && i < shape->kept_count; i++) {
		struct doc *kept = doc_add_object(names);

		doc_set_text(kept, "name", shape->kept[i].name);
		doc_set_int(kept, "at", (int64_t)shape->kept[i].at + 1); /* behind what names the record */
	}
	doc_set_null(request, "fields");
	if (query->fields != NULL) {
		names = doc_set_list(request, "fields");
		for (size_t i = 0; i < query->field_count; i++)
			doc_add_text(names, query->fields[i]->name);
	}
	doc_print_json(request, NULL, &text);
	return builder_text(&text);
}

static void
read_fields(struct arena *arena, const struct plan *plan, const struct doc *names, struct record_query *query)
{
	if (names == NULL || names->kind != DOC_LIST)
		return;
	query->fields = arena_make_array(arena, const struct field *, names->list.count + 1);
	for (size_t i = 0; i < names->list.count; i++) {
		struct str name = names->list.items[i]->text;
		const struct field *field = plan_field(plan, arena_text_of(arena, name.at, name.length));

		if (field != NULL)
			query->fields[query->field_count++] = field;
	}
}

static void
read_kept(const struct doc *list, struct export_request *request)
{
	for (size_t i = 0; i < doc_count(list) && request->kept_count < VIEW_KEPT; i++) {
		const struct doc *at = doc_get(list->list.items[i], STR("at"));

		request->kept[request->kept_count++] = (struct view_kept){
			doc_get_text(list->list.items[i], "name"),
			at != NULL && at->kind == DOC_INT && at->integer >= 0 ? (size_t)at->integer : 0};
	}
}

struct export_request
export_request_read(struct arena *arena, const struct access *access, const char *json)
{
	struct export_request request = {.whole = true};
	const struct plan *plan = access->plan;
	struct answers *answers = arena_make(arena, struct answers);
	struct record_query *query = &request.query;
	const char *error, *sort;
	const struct doc *asked = doc_parse_json(arena, str_of(json), DEPTH, MEMBERS, &error);
	struct field_scope scope = plan_scope(plan);
	struct doc *values;

	query->filter = condition_parse(arena, &scope, doc_get(asked, STR("filter")), &error, &values);
	query->search = doc_get_text(asked, "search");
	sort = doc_get_text(asked, "sort");
	query->sort = sort == NULL ? NULL : plan_field(plan, sort);
	request.order = doc_get_text(asked, "order");
	query->descending = doc_is_true(doc_get(asked, STR("descending")));
	request.language = doc_get_text(asked, "locale");
	request.beside = doc_is_true(doc_get(asked, STR("beside")));
	read_kept(doc_get_list(asked, "kept"), &request);
	*answers = answers_none(access);
	request.whole = query->filter != NULL && (sort == NULL || query->sort != NULL) &&
			answers_kept(answers, doc_get(asked, STR("answers")));
	answers_narrow(query, answers);
	read_fields(arena, plan, doc_get(asked, STR("fields")), query);
	return request;
}

const char *
export_request_sealed(struct arena *arena, const char *json, const char *rights)
{
	const char *error;
	struct doc *request = doc_parse_json(arena, str_of(json), DEPTH, MEMBERS, &error);
	struct builder text = builder_new(arena, 0);

	if (request == NULL)
		return json;
	doc_set_text(request, "rights", rights);
	doc_print_json(request, NULL, &text);
	return builder_text(&text);
}

bool
export_request_holds(struct arena *arena, const char *json, const char *rights)
{
	const char *error;
	const struct doc *request = doc_parse_json(arena, str_of(json), DEPTH, MEMBERS, &error);

	return text_equal(doc_get_text(request, "rights"), rights);
}

const struct field **
export_fields(struct arena *arena, const struct plan *plan, const struct record_query *query, size_t *count)
{
	const struct module *module = plan->module;
	const struct field **fields =
		arena_make_array(arena, const struct field *, module->field_count + RECORD_FIELDS);

	*count = 0;
	if (query->fields != NULL) {
		for (size_t i = 0; i < query->field_count; i++)
			fields[(*count)++] = query->fields[i];
		return fields;
	}
	if (module->naming != NULL && field_is_shown(plan, module->naming))
		fields[(*count)++] = module->naming;
	for (size_t i = 0; i < module->field_count; i++) /* those of everybody come last */
		if (!module->fields[i].system && &module->fields[i] != module->naming &&
		    field_is_shown(plan, &module->fields[i]))
			fields[(*count)++] = &module->fields[i];
	for (size_t i = 0; i < SYSTEM_FIELDS; i++)
		if (field_is_shown(plan, &module->fields[i]))
			fields[(*count)++] = &module->fields[i];
	return fields;
}
