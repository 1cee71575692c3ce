/* property_draw_test: values, words and conditions by chance. */
#include "records/property_world_test.h"

#include "base/arena.h"
#include "base/instant.h"

#include <inttypes.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

uint64_t
draw(struct chance *chance, uint64_t below)
{
	chance->state ^= chance->state << 13;
	chance->state ^= chance->state >> 7;
	chance->state ^= chance->state << 17;
	return (chance->state * 0x2545F4914F6CDD1Du >> 33) % below;
}

bool
draw_once_in(struct chance *chance, uint64_t times)
{
	return draw(chance, times) == 0;
}

/* ---- values ---- */

static const char *const texts[] = {"Élodie",  "elodie", "ELODIE DUPONT", "œuf à la coque", "Œuf",  "50 %",
				    "zinc",    "Zinc",	 "cuivre rouge",  "l’été",	    "a",    "ab",
				    "b_c d%e", "Dupont", "rouge",	  "Straße 12",	    "12 b", "\\"};
static const char *const mails[] = {"a@example.fr", "jean.dupont@example.com", "zinc@b.org"};
static const char *const phones[] = {"+33612345678", "+33145678901", "+4930123456"};
static const char *const links[] = {"https://example.fr/zinc", "https://example.fr/", "http://cuivre.org/a"};
static const char *const codes[] = {"new", "won", "lost"};
static const char *const tags[] = {"red", "blue", "green"};

static struct db_value
draw_tags(struct chance *chance, struct arena *arena)
{
	struct builder kept = builder_new(arena, 0);

	for (size_t i = 0; i < COUNT(tags); i++)
		if (draw_once_in(chance, 2))
			build_printf(&kept, "%s%s|", kept.length == 0 ? "|" : "", tags[i]);
	return kept.length == 0 ? db_null() : db_text(builder_text(&kept));
}

static const struct sheet *
sheet_of(const struct property *property, const struct module *module)
{
	for (size_t i = 0; i < property->sheet_count; i++)
		if (property->sheets[i].module == module)
			return &property->sheets[i];
	return NULL;
}

static struct db_value
draw_targets(struct property *property, const struct field *field, struct arena *arena)
{
	const struct sheet *sheet = sheet_of(property, field->target);
	struct builder kept = builder_new(arena, 0);
	size_t row = 0;

	for (int64_t id = EVA; sheet == NULL && id < EVA + OUTSIDERS; id++)
		if (draw_once_in(&property->chance, 3))
			build_printf(&kept, "%s%" PRId64 "|", kept.length == 0 ? "|" : "", id);
	while (sheet != NULL && (row += 1 + draw(&property->chance, 12)) < sheet->row_count)
		build_printf(&kept, "%s%" PRId64 "|", kept.length == 0 ? "|" : "", sheet->rows[row].id);
	return kept.length == 0 ? db_null() : db_text(builder_text(&kept));
}

static struct db_value
draw_target(struct property *property, const struct field *field)
{
	const struct sheet *sheet = sheet_of(property, field->target);

	if (sheet == NULL)
		return db_int(EVA + (int64_t)draw(&property->chance, OUTSIDERS));
	return db_int(sheet->rows[draw(&property->chance, sheet->row_count)].id);
}

static struct db_value
draw_text(struct chance *chance, enum field_type type, struct arena *arena)
{
	switch (type) {
	case FIELD_LONG_TEXT:
		return db_text(arena_printf(arena, "%s\n%s", texts[draw(chance, COUNT(texts))],
					    texts[draw(chance, COUNT(texts))]));
	case FIELD_EMAIL:
		return db_text(mails[draw(chance, COUNT(mails))]);
	case FIELD_PHONE:
		return db_text(phones[draw(chance, COUNT(phones))]);
	case FIELD_LINK:
		return db_text(links[draw(chance, COUNT(links))]);
	case FIELD_CHOICE:
		return db_text(codes[draw(chance, COUNT(codes))]);
	case FIELD_CHOICES:
		return draw_tags(chance, arena);
	case FIELD_ADDRESS:
		return db_text(arena_printf(arena, "1 rue %s\n7501%d\nParis\nFR", texts[draw(chance, 4)],
					    (int)draw(chance, 3)));
	case FIELD_NUMBER:
		return db_text(arena_printf(arena, "N-%03d", (int)draw(chance, 30)));
	default:
		return db_text(texts[draw(chance, COUNT(texts))]);
	}
}

struct db_value
draw_value(struct property *property, const struct field *field, struct arena *arena)
{
	struct chance *chance = &property->chance;
	int64_t today = property->world.moment.today;

	if (draw_once_in(chance, 5))
		return db_null();
	switch (field_value_type(field)) {
	case FIELD_DAY:
		return db_int(today - 4 + (int64_t)draw(chance, 9));
	case FIELD_INSTANT:
		return db_int((today - 2 + (int64_t)draw(chance, 5)) * DAY_MS + (int64_t)draw(chance, 4) * 6 * HOUR_MS);
	case FIELD_YES_NO:
		return db_int((int64_t)draw(chance, 2));
	case FIELD_LOOKUP:
		return draw_target(property, field);
	case FIELD_LOOKUPS:
		return draw_targets(property, field, arena);
	case FIELD_STAFF:
		return db_int(EVA + (int64_t)draw(chance, PROPERTY_STAFF));
	default:
		return field_kept_as(field) == DB_INT ? db_int((int64_t)draw(chance, 7) - 3)
						      : draw_text(chance, field_value_type(field), arena);
	}
}

const char *
draw_word(struct property *property, struct arena *arena)
{
	static const char *const words[] = {"elodie", "DUPONT", "zin", "cuivre", "oeuf", "é",	  "jean", "example.fr",
					    "paris",  "0612",	"336", "n-0",	 "12",	 "rouge", "xyz",  "b c"};
	struct chance *chance = &property->chance;
	const char *word = words[draw(chance, COUNT(words))];

	if (!draw_once_in(chance, 4))
		return word;
	return arena_printf(arena, "%s %s", word, words[draw(chance, COUNT(words))]);
}

const char *
draw_telling_word(struct property *property, const struct module *module, struct arena *arena)
{
	size_t first = draw(&property->chance, property->rule_count);

	for (size_t i = 0; i < property->rule_count && !draw_once_in(&property->chance, 3); i++) {
		const struct rule_spec *rule = &property->rules[(first + i) % property->rule_count];
		const struct sheet *sheet = &property->sheets[rule->sheet];
		const struct copy *row = &sheet->rows[draw(&property->chance, sheet->row_count)];
		const char *words = NULL;

		if (sheet->module == module && rule->field >= 0 && rule->hides)
			words = value_search_text(arena, &module->fields[rule->field], &row->cells[rule->field]);
		if (!text_empty(words))
			return words;
	}
	return draw_word(property, arena);
}

/* ---- conditions ---- */

/* What somebody could type for the field. */
static const char *
draw_typed(struct property *property, const struct field *field, enum comparison comparison, struct arena *arena)
{
	struct chance *chance = &property->chance;
	struct field item = *field;
	struct db_value value = db_null();

	if (comparison == COMPARE_LAST_DAYS || comparison == COMPARE_NEXT_DAYS)
		return arena_printf(arena, "%d", 1 + (int)draw(chance, 4));
	if (field->type == FIELD_CHOICES)
		return tags[draw(chance, COUNT(tags))];
	if (comparison == COMPARE_CONTAINS && field_value_type(field) != FIELD_PHONE && field->type != FIELD_LOOKUPS)
		return draw_word(property, arena);
	if (field->system && field->type == FIELD_CHOICE)
		return draw_once_in(chance, 2) ? "waiting" : "none";
	item.type = field->type == FIELD_LOOKUPS ? FIELD_LOOKUP : field->type;
	while (value.type == DB_NULL)
		value = draw_value(property, &item, arena);
	return value_text(arena, &item, &value);
}

static struct doc *
draw_comparison(struct property *property, const struct module *module, struct arena *arena)
{
	struct chance *chance = &property->chance;
	struct doc *json = doc_object(arena), *values;
	const struct field *field;
	enum comparison comparison;
	size_t count = 1;

	do
		field = &module->fields[draw_once_in(chance, 6) ? draw(chance, SYSTEM_FIELDS)
								: draw(chance, module->field_count)];
	while (field->retired);
	do
		comparison = (enum comparison)draw(chance, COMPARISONS);
	while (!comparison_fits(field, comparison));
	doc_set_text(json, "field", arena_text(arena, field->name)); /* outlives the snapshot */
	doc_set_text(json, "comparison", comparison_names[comparison]);
	values = doc_set_list(json, "values");
	if (comparison == COMPARE_EMPTY || comparison == COMPARE_NOT_EMPTY || comparison == COMPARE_ME)
		return json;
	if (comparison < COMPARE_ABOVE)
		count += draw(chance, 2);
	for (size_t i = 0; i < count; i++)
		doc_add_text(values, draw_typed(property, field, comparison, arena));
	return json;
}

static struct doc *
draw_group(struct property *property, const struct module *module, int levels, struct arena *arena)
{
	struct chance *chance = &property->chance;
	struct doc *json, *list;
	size_t count;

	if (levels == 0 || !draw_once_in(chance, 3))
		return draw_comparison(property, module, arena);
	json = doc_object(arena);
	list = doc_set_list(json, draw_once_in(chance, 2) ? "all" : "any");
	count = 1 + draw(chance, 3);
	for (size_t i = 0; i < count; i++)
		doc_add(list, draw_group(property, module, levels - 1, arena));
	return json;
}

struct doc *
draw_condition(struct property *property, const struct module *module, int levels, struct arena *arena)
{
	const struct field_scope scope = {.module = module, .find = scope_all};
	struct doc *json, *values;
	const char *error;

	do
		json = draw_group(property, module, levels, arena);
	while (condition_parse(arena, &scope, json, &error, &values) == NULL);
	return json;
}
