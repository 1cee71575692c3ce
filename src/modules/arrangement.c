/* arrangement: every move takes a field out where it stands and puts it in where it goes. */
#include "modules/arrangement.h"

#include <string.h>

struct arrangement *
arrangement_new(struct arena *arena, const struct module *module)
{
	struct arrangement *arrangement = arena_make(arena, struct arrangement);

	arrangement->arena = arena;
	arrangement->module = module;
	return arrangement;
}

struct arranged_section *
arrangement_add_section(struct arrangement *arrangement, int columns)
{
	struct arranged_section *section;

	if (arrangement->count == ARRANGEMENT_SECTIONS)
		return NULL;
	section = &arrangement->sections[arrangement->count++];
	*section = (struct arranged_section){
		.columns = columns == 1 ? 1 : 2,
		.items = arena_make_array(arrangement->arena, struct arranged, arrangement->module->field_count + 1),
	};
	return section;
}

bool
arrangement_find(const struct arrangement *arrangement, const struct field *field, size_t *section, size_t *index)
{
	for (*section = 0; *section < arrangement->count; (*section)++)
		for (*index = 0; *index < arrangement->sections[*section].count; (*index)++)
			if (arrangement->sections[*section].items[*index].field == field)
				return true;
	return false;
}

bool
arrangement_takes(const struct field *field)
{
	return !field->retired;
}

static void
put_in(struct arranged_section *section, size_t at, struct arranged item)
{
	if (at > section->count)
		at = section->count;
	memmove(&section->items[at + 1], &section->items[at], (section->count - at) * sizeof item);
	section->items[at] = item;
	section->count++;
}

static struct arranged
take_out(struct arranged_section *section, size_t at)
{
	struct arranged item = section->items[at];

	section->count--;
	memmove(&section->items[at], &section->items[at + 1], (section->count - at) * sizeof item);
	return item;
}

void
arrangement_add(struct arrangement *arrangement, size_t section, struct arranged item)
{
	size_t there, index;

	if (item.field == NULL || !arrangement_takes(item.field) ||
	    arrangement_find(arrangement, item.field, &there, &index))
		return;
	put_in(&arrangement->sections[section], arrangement->sections[section].count, item);
}

struct arrangement *
arrangement_of(struct arena *arena, const struct layout *layout)
{
	struct arrangement *arrangement = arrangement_new(arena, layout->module);

	for (size_t s = 0; s < layout->section_count && s < ARRANGEMENT_SECTIONS; s++) {
		const struct layout_section *from = &layout->sections[s];

		arrangement_add_section(arrangement, from->columns)->title = from->title;
		for (size_t i = 0; i < from->item_count; i++)
			arrangement_add(
				arrangement, s,
				(struct arranged){from->items[i].field, from->items[i].required, from->items[i].wide});
	}
	return arrangement;
}

/* ---- moves of fields ---- */

static bool
move_up(struct arrangement *arrangement, size_t section, size_t index)
{
	struct arranged_section *sections = arrangement->sections;

	if (index == 0 && section == 0)
		return false;
	if (index > 0)
		put_in(&sections[section], index - 1, take_out(&sections[section], index));
	else
		put_in(&sections[section - 1], sections[section - 1].count, take_out(&sections[section], 0));
	return true;
}

static bool
move_down(struct arrangement *arrangement, size_t section, size_t index)
{
	struct arranged_section *sections = arrangement->sections;
	const bool last = index + 1 == sections[section].count;

	if (last && section + 1 == arrangement->count)
		return false;
	if (!last)
		put_in(&sections[section], index + 1, take_out(&sections[section], index));
	else
		put_in(&sections[section + 1], 0, take_out(&sections[section], index));
	return true;
}

static const struct field *
field_of(const struct arrangement *arrangement, struct str name)
{
	const struct field *field =
		field_named(arrangement->module, arena_text_of(arrangement->arena, name.at, name.length));

	return field != NULL && arrangement_takes(field) ? field : NULL;
}

static bool
number_of(struct str text, size_t most, size_t *number)
{
	int64_t value;

	if (text.at == NULL || !str_to_int(text, &value) || value < 0 || value > (int64_t)most)
		return false;
	*number = (size_t)value;
	return true;
}

/* `rest` is "1:3" or "aside…". Places count without the field itself. */
static bool
place(struct arrangement *arrangement, const struct field *field, struct str rest)
{
	struct str target = str_cut(&rest, ':');
	struct arranged item = {.field = field};
	size_t section = 0, index = 0, from_section = 0, from_index = 0;
	const bool aside = str_equal(target, STR("aside"));
	const bool placed = arrangement_find(arrangement, field, &from_section, &from_index);

	if (!aside && (!number_of(target, ARRANGEMENT_SECTIONS, &section) || section >= arrangement->count ||
		       !number_of(rest, arrangement->module->field_count, &index)))
		return false;
	if (aside && !placed)
		return false;
	if (placed)
		item = take_out(&arrangement->sections[from_section], from_index);
	if (aside)
		return true;
	put_in(&arrangement->sections[section], index, item);
	return true;
}

static bool
move_field(struct arrangement *arrangement, struct str verb, struct str rest)
{
	const struct field *field = field_of(arrangement, str_cut(&rest, ':'));
	size_t section, index, last = arrangement->count - 1;
	bool placed;

	if (field == NULL || arrangement->count == 0)
		return false;
	arrangement->moved = field;
	placed = arrangement_find(arrangement, field, &section, &index);
	if (str_equal(verb, STR("place")))
		return place(arrangement, field, rest);
	if (str_equal(verb, STR("in")) && !placed) {
		arrangement_add(arrangement, last, (struct arranged){.field = field});
		return true;
	}
	if (!placed)
		return false;
	if (str_equal(verb, STR("up")))
		return move_up(arrangement, section, index);
	if (str_equal(verb, STR("down")))
		return move_down(arrangement, section, index);
	if (!str_equal(verb, STR("out")))
		return false;
	take_out(&arrangement->sections[section], index);
	return true;
}

/* ---- moves of sections ---- */

static void
swap_sections(struct arrangement *arrangement, size_t one, size_t other)
{
	struct arranged_section kept = arrangement->sections[one];

	arrangement->sections[one] = arrangement->sections[other];
	arrangement->sections[other] = kept;
}

/* The last section stays: a layout without any shows nothing. */
static bool
move_section(struct arrangement *arrangement, struct str rest)
{
	struct str verb = str_cut(&rest, ':');
	size_t at;

	if (str_equal(verb, STR("add")))
		return arrangement_add_section(arrangement, 2) != NULL;
	if (!number_of(rest, ARRANGEMENT_SECTIONS, &at) || at >= arrangement->count)
		return false;
	if (str_equal(verb, STR("up")) && at > 0) {
		swap_sections(arrangement, at, at - 1);
		return true;
	}
	if (str_equal(verb, STR("down")) && at + 1 < arrangement->count) {
		swap_sections(arrangement, at, at + 1);
		return true;
	}
	if (!str_equal(verb, STR("remove")) || arrangement->count == 1)
		return false;
	arrangement->count--;
	memmove(&arrangement->sections[at], &arrangement->sections[at + 1],
		(arrangement->count - at) * sizeof arrangement->sections[0]);
	return true;
}

bool
arrangement_do(struct arrangement *arrangement, const char *what)
{
	struct str rest = str_of(what);
	struct str verb = str_cut(&rest, ':');

	if (rest.at == NULL)
		return false;
	return str_equal(verb, STR("section")) ? move_section(arrangement, rest) : move_field(arrangement, verb, rest);
}

/* ---- as it is stored ---- */

static void
add_title(struct doc *section, const struct label *title)
{
	struct doc *texts = doc_set_object(section, "title");

	for (size_t i = 0; i < title->count; i++)
		doc_set_text(texts, title->languages[i], title->texts[i]);
}

struct doc *
arrangement_definition(const struct arrangement *arrangement)
{
	struct doc *definition = doc_object(arrangement->arena), *sections = doc_set_list(definition, "sections");

	for (size_t s = 0; s < arrangement->count; s++) {
		const struct arranged_section *from = &arrangement->sections[s];
		struct doc *section = doc_add_object(sections), *fields;

		add_title(section, &from->title);
		doc_set_int(section, "columns", from->columns);
		fields = doc_set_list(section, "fields");
		for (size_t i = 0; i < from->count; i++) {
			struct doc *item = doc_add_object(fields);

			doc_set_text(item, "field", from->items[i].field->name);
			doc_set_bool(item, "required", from->items[i].required);
			doc_set_bool(item, "wide", from->items[i].wide);
		}
	}
	return definition;
}
