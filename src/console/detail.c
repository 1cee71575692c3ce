/* detail: parses what the program itself wrote; a value that is not plain shows as JSON. */
#include "console/detail.h"

#include "base/arena.h"

enum { DEPTH_LIMIT = 8, VALUES_LIMIT = 200 };

static const char *
value_text(struct arena *arena, const struct doc *value)
{
	struct builder out = builder_new(arena, 0);

	if (value->kind == DOC_LIST || value->kind == DOC_OBJECT)
		doc_print_json(value, NULL, &out);
	else
		doc_print_plain(value, &out);
	return builder_text(&out);
}

struct doc *
detail_list(struct arena *arena, const char *json)
{
	struct doc *list = doc_list(arena);
	const char *error;
	const struct doc *parsed =
		json == NULL ? NULL : doc_parse_json(arena, str_of(json), DEPTH_LIMIT, VALUES_LIMIT, &error);

	for (size_t i = 0; parsed != NULL && parsed->kind == DOC_OBJECT && i < parsed->object.count; i++) {
		struct doc *row = doc_add_object(list);

		doc_set_text(row, "name", parsed->object.members[i].name);
		doc_set_text(row, "value", value_text(arena, parsed->object.members[i].value));
	}
	return list;
}
