/* before: values as JSON by id of field. */
#include "exchange/before.h"

#include "base/arena.h"
#include "base/id.h"

enum { DEPTH = 2, MEMBERS = 2000 };

const char *
before_text(struct arena *arena, const struct module *module, const struct record_draft *draft,
	    const struct db_value *cells)
{
	struct doc *kept = doc_object(arena);
	struct builder text = builder_new(arena, 0);

	for (size_t i = 0; i < module->field_count; i++) {
		char *name;

		if (!draft->given[i])
			continue;
		name = arena_alloc(arena, ID_LENGTH + 1);
		id_print(name, module->fields[i].id);
		if (cells[i].type == DB_INT)
			doc_set_int(kept, name, cells[i].integer);
		else if (value_is_empty(&cells[i]))
			doc_set_null(kept, name);
		else
			doc_set_str(kept, name, cells[i].bytes);
	}
	doc_print_json(kept, NULL, &text);
	return builder_text(&text);
}

struct record_draft *
before_read(struct arena *arena, const struct module *module, const char *json)
{
	struct record_draft *draft = record_draft(arena, module);
	const char *error;
	const struct doc *kept = doc_parse_json(arena, str_of(json), DEPTH, MEMBERS, &error);

	for (size_t i = 0; i < module->field_count; i++) {
		char name[ID_LENGTH + 1];
		const struct doc *value;

		id_print(name, module->fields[i].id);
		value = doc_get(kept, str_of(name));
		if (value == NULL || module->fields[i].retired)
			continue;
		draft->given[i] = true;
		if (value->kind == DOC_INT)
			draft->cells[i] = db_int(value->integer);
		else if (value->kind == DOC_TEXT)
			draft->cells[i] = db_str(value->text);
	}
	return draft;
}
