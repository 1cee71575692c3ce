/* mapping: proposes fields for headings, and keeps what was chosen by names. */
#include "exchange/mapping.h"

#include "base/arena.h"
#include "records/module_page.h"

#include <string.h>

enum { DEPTH = 4, MEMBERS = 1000 };

const char *const mapping_mode_names[] = {"create", "both", "change", NULL};

/* A number that a feature gave is not written, but its records are known by it. */
static bool
is_known_by(const struct plan *plan, const struct field *field)
{
	return field->kept && field->type == FIELD_NUMBER && field_is_shown(plan, field);
}

bool
mapping_fits(const struct plan *plan, const struct field *field)
{
	if (is_known_by(plan, field))
		return true;
	return field_is_written(plan, field) && field->type != FIELD_FILE && field->type != FIELD_IMAGE &&
	       field->type != FIELD_SIGNATURE;
}

bool
mapping_finds(const struct plan *plan, const struct field *field)
{
	return mapping_fits(plan, field) && field->column != NULL &&
	       (field->distinct_value || field == plan->module->naming || is_known_by(plan, field));
}

bool
mapping_has(const struct mapping *mapping, const struct field *field)
{
	for (size_t i = 0; i < mapping->column_count; i++)
		if (mapping->fields[i] == field)
			return true;
	return false;
}

/* ---- proposing ---- */

/* "Date d’achat (le)" and "date_d_achat" are the same: letters and digits only. Signs of typography, such as ’ and the
 * no-break space, begin with 0xC2 (two bytes) or 0xE2 (three). */
static const char *
plain(struct arena *arena, const char *text)
{
	char *folded = arena_text(arena, text_fold(arena, text)), *to = folded;
	const char *at = folded, *end = folded + strlen(folded);

	while (at < end && *at != '(') {
		unsigned char c = (unsigned char)*at;

		if (c == 0xC2 || c == 0xE2) {
			at += c == 0xC2 ? 2 : 3;
			continue;
		}
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80)
			*to++ = *at;
		at++;
	}
	*to = '\0';
	return folded;
}

static bool
is_called(struct arena *arena, const struct field *field, const struct formats *formats, const char *heading)
{
	const struct label *label = &field->label;

	if (text_equal(plain(arena, field->name), heading))
		return true;
	for (size_t i = 0; i < label->count; i++)
		if (text_equal(plain(arena, label->texts[i]), heading))
			return true;
	return label->builtin != NULL &&
	       (text_equal(plain(arena, label->builtin), heading) ||
		text_equal(plain(arena, formats_translate(formats, label->builtin)), heading));
}

struct mapping
mapping_propose(struct arena *arena, const struct plan *plan, const struct formats *formats,
		const char *const *headings, size_t count)
{
	const struct module *module = plan->module;
	struct mapping mapping = {.fields = arena_make_array(arena, const struct field *, count),
				  .column_count = count};

	for (size_t c = 0; c < count; c++) {
		const char *heading = plain(arena, headings[c]);

		for (size_t i = 0; i < module->field_count && mapping.fields[c] == NULL && *heading != '\0'; i++)
			if (mapping_fits(plan, &module->fields[i]) && !mapping_has(&mapping, &module->fields[i]) &&
			    is_called(arena, &module->fields[i], formats, heading))
				mapping.fields[c] = &module->fields[i];
	}
	return mapping;
}

/* ---- keeping ---- */

const char *
mapping_text(struct arena *arena, const struct mapping *mapping)
{
	struct doc *kept = doc_object(arena), *columns = doc_set_list(kept, "columns");
	struct builder text = builder_new(arena, 0);

	for (size_t i = 0; i < mapping->column_count; i++)
		doc_add_text(columns, mapping->fields[i] == NULL ? "" : mapping->fields[i]->name);
	doc_set_text(kept, "mode", mapping_mode_names[mapping->mode]);
	doc_set_text(kept, "key", mapping->key == NULL ? NULL : mapping->key->name);
	doc_set_bool(kept, "month_first", mapping->month_first);
	doc_set_bool(kept, "clears", mapping->clears);
	doc_print_json(kept, NULL, &text);
	return builder_text(&text);
}

/* NULL for "": left out; false: there is no such field any more. */
static bool
named(struct arena *arena, const struct plan *plan, struct str name, const struct field **field)
{
	*field = name.length == 0 ? NULL : plan_field(plan, arena_text_of(arena, name.at, name.length));
	return name.length == 0 || (*field != NULL && mapping_fits(plan, *field));
}

bool
mapping_read(struct arena *arena, const struct plan *plan, const char *json, size_t columns, struct mapping *mapping)
{
	const char *error;
	const struct doc *kept = doc_parse_json(arena, str_of(json), DEPTH, MEMBERS, &error);
	const struct doc *list = doc_get(kept, STR("columns"));
	const char *mode = doc_get_text(kept, "mode"), *key = doc_get_text(kept, "key");
	bool good = true;

	*mapping = (struct mapping){.fields = arena_make_array(arena, const struct field *, columns),
				    .column_count = columns,
				    .month_first = doc_is_true(doc_get(kept, STR("month_first"))),
				    .clears = doc_is_true(doc_get(kept, STR("clears")))};
	for (size_t i = 0; list != NULL && i < list->list.count && i < columns; i++) {
		good = named(arena, plan, list->list.items[i]->text, &mapping->fields[i]) && good;
		if (mapping->fields[i] != NULL && !mapping_fits(plan, mapping->fields[i]))
			mapping->fields[i] = NULL;
	}
	for (int i = 0; mapping_mode_names[i] != NULL; i++)
		if (text_equal(mode, mapping_mode_names[i]))
			mapping->mode = (enum mapping_mode)i;
	if (key != NULL)
		good = named(arena, plan, str_of(key), &mapping->key) && good;
	if (mapping->key != NULL && !mapping_finds(plan, mapping->key))
		mapping->key = NULL;
	return good && (mapping->mode == MAPPING_CREATE || mapping->key != NULL);
}
