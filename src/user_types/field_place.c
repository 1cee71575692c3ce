/* field_place: the rules of fields: what can be chosen, what is proposed, what would make creating a record impossible.
 */
#include "user_types/field_place.h"

#include "base/arena.h"
#include "rights/level_form.h"
#include "rights/rights_page.h"
#include "user_types/setup_page.h"

/* ---- which places there are ---- */

const struct user_type *
setup_read(struct request *rq, const struct setup *setup, const struct doc *doc)
{
	struct user_type *type = arena_make(rq->arena, struct user_type);
	const struct module *main = module_of_id(rq->rights->catalogue, setup->main_module_id);

	type->id = setup->id;
	type->portal = setup->portal_id;
	type->label = setup->label;
	type->main = main == NULL || main->retired ? NULL : main;
	type->is_default = setup->is_default;
	user_type_read(rq->arena, rq->rights, type, doc);
	return type;
}

/* What the draft says of a layout of the tab: an entry that names none is about the module's first. */
static struct doc *
entry_of(const struct setup *setup, const struct portal_tab *tab, const struct layout *layout)
{
	struct doc *said = setup_tab(setup, tab->module->name);
	struct doc *entry = said == NULL ? NULL : tab_layout(said, layout->id);

	return entry == NULL && said != NULL && layout == &tab->module->layouts[0] ? tab_layout(said, 0) : entry;
}

static bool
was_chosen(const struct setup *setup, const struct portal_tab *tab, const struct layout *layout)
{
	const struct doc *entry = entry_of(setup, tab, layout);

	return entry != NULL && doc_get(entry, STR("fields")) != NULL;
}

static size_t
add_layouts(const struct setup *setup, const struct user_type *type, const struct portal_tab *tab,
	    struct field_place *places)
{
	for (size_t i = 0; i < tab->layout_count; i++)
		places[i] = (struct field_place){
			.type = type,
			.tab = tab,
			.module = tab->module,
			.layout = tab->layouts[i].layout,
			.levels = tab->layouts[i].levels,
			.chosen = was_chosen(setup, tab, tab->layouts[i].layout),
		};
	return tab->layout_count;
}

static size_t
add_lines(const struct catalogue *catalogue, const struct user_type *type, const struct portal_tab *tab,
	  struct field_place *places)
{
	const struct module *lines = NULL;
	size_t count = 0;

	while ((lines = module_next_sub_form(catalogue, tab->module, lines)) != NULL)
		if (!lines->retired && places != NULL)
			places[count++] = (struct field_place){
				.type = type,
				.tab = tab,
				.module = lines,
				.layout = &lines->layouts[0],
				.levels = type->levels[lines->index],
				.lines = true,
				.chosen = type->by_module[lines->index] != NULL,
			};
		else
			count++;
	return count;
}

struct field_place *
place_list(struct request *rq, const struct setup *setup, size_t *count)
{
	const struct catalogue *catalogue = rq->rights->catalogue;
	const struct user_type *type = setup_read(rq, setup, setup->draft);
	struct field_place *places;
	size_t room = 0;

	for (size_t i = 0; i < type->tab_count; i++)
		room += type->tabs[i].layout_count + add_lines(catalogue, type, &type->tabs[i], NULL);
	places = arena_make_array(rq->arena, struct field_place, room + 1);
	*count = 0;
	for (size_t i = 0; i < type->tab_count; i++) {
		*count += add_layouts(setup, type, &type->tabs[i], &places[*count]);
		*count += add_lines(catalogue, type, &type->tabs[i], &places[*count]);
	}
	return places;
}

const struct field_place *
place_find(const struct field_place *places, size_t count, const struct module *module, int64_t layout)
{
	for (size_t i = 0; i < count; i++)
		if (places[i].module == module && (layout == 0 || places[i].lines || places[i].layout->id == layout))
			return &places[i];
	return NULL;
}

const char *
place_href(struct arena *arena, const struct setup *setup, const struct field_place *place)
{
	const char *below = arena_printf(arena, FIELDS_BELOW "/%s", place->module->name);

	if (!place->lines && place->layout->id != 0)
		below = arena_printf(arena, "%s?layout=%s", below, rights_id_text(arena, place->layout->id));
	return setup_href(arena, setup, below);
}

/* ---- what can be chosen ---- */

/* Whose a record is, nobody writes in the portal; nor who of the staff has to do with it. */
static bool
is_tie(const struct field_place *place, const struct field *field)
{
	return field == place->tab->link && place->tab->tie != TIE_THROUGH;
}

static unsigned
may_in(const struct field_place *place)
{
	return place->type->may[place->module->index];
}

enum level
place_most(const struct field_place *place, const struct field *field)
{
	bool writable = level_can_be_written(field) && !is_tie(place, field) && field->type != FIELD_STAFF;

	return writable && may_in(place) & (MAY_CREATE | MAY_EDIT) ? LEVEL_WRITE : LEVEL_READ;
}

static const struct layout_item *
item_of(const struct layout *layout, const struct field *field)
{
	for (size_t s = 0; s < layout->section_count; s++)
		for (size_t i = 0; i < layout->sections[s].item_count; i++)
			if (layout->sections[s].items[i].field == field)
				return &layout->sections[s].items[i];
	return NULL;
}

bool
place_has(const struct field_place *place, const struct field *field)
{
	return item_of(place->layout, field) != NULL;
}

bool
place_requires(const struct field_place *place, const struct field *field)
{
	const struct layout_item *item = item_of(place->layout, field);

	return field->required || (item != NULL && item->required);
}

/* Whoever makes a record that is seen through another says first through which. */
static bool
is_chosen_first(const struct field_place *place, const struct field *field)
{
	return place->tab->tie == TIE_THROUGH && field == place->tab->link;
}

enum level
place_level(const struct field_place *place, const struct field *field)
{
	enum level most = place_most(place, field);

	if (place->chosen)
		return place->levels[field->index] < most ? place->levels[field->index] : most;
	if (!place_has(place, field) || (field->system && field->index == SYSTEM_OWNER))
		return LEVEL_HIDDEN;
	return most == LEVEL_WRITE && may_in(place) & MAY_CREATE && place_requires(place, field) ? LEVEL_WRITE
												 : LEVEL_READ;
}

/* ---- what is wrong ---- */

static bool
fixes(const struct condition *part, const struct field *field)
{
	if (part->kind != CONDITION_COMPARE || part->field != field || part->value_count != 1)
		return false;
	return part->comparison == COMPARE_IS ||
	       (part->comparison == COMPARE_IS_NOT && field_value_type(field) == FIELD_YES_NO);
}

/* A tab that shows only records of one state makes its new records of that state. */
static bool
is_given_by_tab(const struct field_place *place, const struct field *field)
{
	const struct condition *narrowed = place->tab->narrowed;

	if (is_tie(place, field))
		return true;
	if (place->lines || narrowed == NULL || narrowed->kind != CONDITION_ALL)
		return false;
	for (size_t i = 0; i < narrowed->part_count; i++)
		if (fixes(&narrowed->parts[i], field))
			return true;
	return false;
}

/* Records are created there at all: lines only when something of them is written. */
static bool
is_created(const struct field_place *place)
{
	if (!(may_in(place) & MAY_CREATE))
		return false;
	for (size_t i = 0; i < place->module->field_count; i++)
		if (place->levels[i] == LEVEL_WRITE)
			return true;
	return !place->lines;
}

const char *
place_trouble(const struct field_place *place, const struct field *field, enum level level)
{
	if (level != LEVEL_WRITE && is_chosen_first(place, field) && is_created(place))
		return N_("Whoever creates a record here chooses this first: let it be changed.");
	if (level == LEVEL_WRITE || field->system || !level_can_be_written(field) || !place_requires(place, field) ||
	    !text_empty(field->default_text) || is_given_by_tab(place, field) || !is_created(place))
		return NULL;
	return N_(
		"Required: whoever creates a record here could not fill it in. Let it be changed, or give it a default in "
		"the settings of the module.");
}

enum level
place_ceiling(const struct rights *rights, const struct field *field)
{
	const struct profile_rights *ceiling = rights_ceiling(rights, field->module);

	return ceiling == NULL ? LEVEL_WRITE : ceiling->levels[field->module->index][field->index];
}

struct field_sums
place_sums(const struct field_place *place)
{
	struct field_sums sums = {0};

	for (size_t i = 0; i < place->module->field_count; i++) {
		const struct field *field = &place->module->fields[i];

		if (!level_is_offered(field))
			continue;
		sums.seen += place->levels[i] != LEVEL_HIDDEN;
		sums.written += place->levels[i] == LEVEL_WRITE;
		sums.wrong += place_trouble(place, field, place->levels[i]) != NULL;
	}
	return sums;
}

/* ---- choosing ---- */

static struct doc *
fields_doc(struct arena *arena, const struct field_place *place, const enum level *levels)
{
	struct doc *fields = doc_object(arena);

	for (size_t i = 0; i < place->module->field_count; i++)
		if (levels[i] != LEVEL_HIDDEN)
			doc_set_text(fields, place->module->fields[i].name, level_names[levels[i]]);
	return fields;
}

/* Lines of which nothing is seen are not there. */
static void
choose_lines(struct doc *tab, const char *lines, struct doc *fields)
{
	const struct doc *before = doc_get(tab, STR("lines"));
	struct doc *after = doc_object(tab->arena);

	for (size_t i = 0; before != NULL && before->kind == DOC_OBJECT && i < before->object.count; i++)
		if (!text_equal(before->object.members[i].name, lines))
			doc_set(after, before->object.members[i].name, before->object.members[i].value);
	if (fields->object.count > 0)
		doc_set(doc_set_object(after, lines), "fields", fields);
	doc_set(tab, "lines", after);
}

void
place_choose(struct setup *setup, const struct field_place *place, const enum level *levels)
{
	struct doc *tab = setup_tab(setup, place->tab->module->name);
	struct doc *fields = fields_doc(tab->arena, place, levels);

	if (place->lines)
		choose_lines(tab, place->module->name, fields);
	else
		doc_set(entry_of(setup, place->tab, place->layout), "fields", fields);
}
