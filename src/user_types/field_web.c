/* field_web: what a user type sees and writes of each field, layout by layout, and of lines; kept in its draft. */
#include "user_types/field_handlers.h"

#include "rights/level_form.h"
#include "rights/price.h"
#include "rights/rights_page.h"
#include "user_types/field_place.h"
#include "user_types/setup_page.h"

struct choosing {
	struct settings settings;
	struct setup *setup;
	struct field_place *places;
	size_t place_count;
	const struct field_place *place; /* NULL: the page is about all */
};

/* ---- which place ---- */

/* The next one, preferably one that nobody has chosen the fields of. NULL: this was the last, and all are chosen. */
static const struct field_place *
next_place(const struct choosing *choosing)
{
	size_t at = choosing->place == NULL ? 0 : (size_t)(choosing->place - choosing->places) + 1;

	if (at < choosing->place_count)
		return &choosing->places[at];
	for (size_t i = 0; i < choosing->place_count; i++)
		if (!choosing->places[i].chosen && !choosing->places[i].lines &&
		    &choosing->places[i] != choosing->place)
			return &choosing->places[i];
	return NULL;
}

static bool
open_page(struct request *rq, struct choosing *choosing)
{
	*choosing = (struct choosing){0};
	if (!setup_open(rq, &choosing->settings, &choosing->setup))
		return false;
	choosing->places = place_list(rq, choosing->setup, &choosing->place_count);
	return true;
}

static bool
open_place(struct request *rq, struct choosing *choosing)
{
	const struct module *module;
	int64_t layout;

	if (!open_page(rq, choosing))
		return false;
	module = module_named(rq->rights->catalogue, path_text(rq, "module"));
	layout = form_has(rq->form, "layout") ? form_read_id(rq->form, "layout", FORM_OPTIONAL) : 0;
	choosing->place = module == NULL ? NULL : place_find(choosing->places, choosing->place_count, module, layout);
	return choosing->place != NULL && !form_failed(rq->form);
}

/* ---- all places ---- */

static void
set_place_name(struct choosing *choosing, struct doc *row, const struct field_place *place)
{
	const struct settings *settings = &choosing->settings;

	doc_set_text(row, "module", place->module->name);
	doc_set_label(row, "label", &place->module->plural, settings->language);
	doc_set_text(row, "icon", place->tab->module->icon);
	doc_set_bool(row, "lines", place->lines);
	doc_set_null(row, "layout");
	doc_set_text(row, "layout_id",
		     place->lines || place->layout->id == 0 ? NULL
							    : rights_id_text(settings->rq->arena, place->layout->id));
	if (!place->lines && place->tab->layout_count > 1)
		doc_set_text(row, "layout", place->layout->name);
}

static void
add_place(struct choosing *choosing, struct doc *list, const struct field_place *place)
{
	struct doc *row = doc_add_object(list);
	struct field_sums sums = place_sums(place);

	set_place_name(choosing, row, place);
	doc_set_text(row, "href", place_href(choosing->settings.rq->arena, choosing->setup, place));
	doc_set_bool(row, "chosen", place->chosen);
	doc_set_int(row, "seen", sums.seen);
	doc_set_int(row, "written", sums.written);
	doc_set_int(row, "wrong", sums.wrong);
	doc_set_bool(row, "is_wrong", place->chosen && sums.wrong > 0);
}

struct reply
field_places_page(struct request *rq)
{
	struct choosing choosing;
	const struct field_place *next = NULL;
	struct doc *list;

	if (!open_page(rq, &choosing))
		return reply_not_found(rq);
	setup_head(&choosing.settings, choosing.setup, STEP_FIELDS);
	list = doc_set_list(choosing.settings.page, "places");
	for (size_t i = 0; i < choosing.place_count; i++) {
		add_place(&choosing, list, &choosing.places[i]);
		if (next == NULL && !choosing.places[i].chosen && !choosing.places[i].lines)
			next = &choosing.places[i];
	}
	doc_set_bool(choosing.settings.page, "any", choosing.place_count > 0);
	doc_set_text(choosing.settings.page, "begin_href",
		     next == NULL ? NULL : place_href(rq->arena, choosing.setup, next));
	doc_set_text(choosing.settings.page, "publication_href", setup_href(rq->arena, choosing.setup, "/publication"));
	doc_set_text(choosing.settings.page, "tabs_href", setup_href(rq->arena, choosing.setup, "/tabs"));
	return reply_page(rq, "type_fields", choosing.settings.page);
}

/* ---- one place: the fields ---- */

static enum level
new_level(struct choosing *choosing, const struct field *field)
{
	enum level most = place_most(choosing->place, field);
	int typed = level_typed(choosing->settings.rq, field);

	if (typed < 0)
		return place_level(choosing->place, field);
	return (enum level)typed < most ? (enum level)typed : most;
}

static void
add_note(struct doc *row, const char *english, const struct doc *values, bool wrong)
{
	const struct doc *notes = doc_get(row, STR("notes"));
	struct doc *note = doc_add_object((struct doc *)(uintptr_t)notes);

	doc_set_message(note, "text", english, values);
	doc_set_bool(note, "wrong", wrong);
}

/* Which price the amount would tell, and where that is hidden. */
static void
add_price_note(struct choosing *choosing, struct doc *row, const struct field *field)
{
	const struct settings *settings = &choosing->settings;
	const struct field *price = price_told(choosing->place->type, field);
	struct doc *values;

	if (price == NULL || price == field)
		return;
	values = doc_object(settings->rq->arena);
	doc_set_label(values, "field", &price->label, settings->language);
	doc_set_label(values, "module", &price->module->plural, settings->language);
	add_note(row, N_("Not shown for now: it tells “{{field}}” of {{module}}, which is hidden."), values, false);
}

/* In some modules the profile of the portal lets its users less than was chosen. */
static void
add_ceiling_note(struct choosing *choosing, struct doc *row, const struct field *field, enum level chosen)
{
	enum level most = place_ceiling(choosing->settings.rq->rights, field);
	struct doc *values;

	if (most >= chosen)
		return;
	values = doc_object(choosing->settings.rq->arena);
	doc_set_word(values, "level", level_names[most], level_label(most));
	add_note(row, N_("The profile of the portal holds it back: {{level}} at most."), values, false);
}

static void
add_levels(struct choosing *choosing, struct doc *row, const struct field *field, enum level chosen)
{
	struct doc *levels = doc_set_list(row, "levels");
	enum level most = place_most(choosing->place, field);

	for (int level = 0; level <= (int)most; level++)
		doc_set_word(settings_option(levels, level_names[level], level == (int)chosen), "label",
			     level_names[level], level_label((enum level)level));
}

static void
add_field(struct choosing *choosing, struct doc *list, const struct field *field, size_t number)
{
	struct settings *settings = &choosing->settings;
	struct doc *row = doc_add_object(list);
	enum level chosen = new_level(choosing, field);
	const char *trouble = place_trouble(choosing->place, field, chosen);

	doc_set_text(row, "input", arena_printf(settings->rq->arena, "fields.%zu", number));
	doc_set_text(row, "name", field->name);
	doc_set_label(row, "label", &field->label, settings->language);
	doc_set_bool(row, "required", place_requires(choosing->place, field));
	doc_set_bool(row, "computed", !level_can_be_written(field));
	doc_set_word(row, "level", level_names[chosen], level_label(chosen));
	add_levels(choosing, row, field, chosen);
	doc_set_null(row, "reveals");
	doc_set_list(row, "notes");
	if (trouble != NULL)
		add_note(row, trouble, NULL, true);
	if (chosen != LEVEL_HIDDEN)
		add_price_note(choosing, row, field);
	add_ceiling_note(choosing, row, field, chosen);
	doc_set_null(row, "theirs");
	if (settings->conflict && place_level(choosing->place, field) != chosen)
		doc_set_word(row, "theirs", level_names[place_level(choosing->place, field)],
			     level_label(place_level(choosing->place, field)));
}

static struct doc *
add_group(struct doc *groups, const struct label *title, const struct settings *settings)
{
	struct doc *group = doc_add_object(groups);

	doc_set_null(group, "title");
	if (title != NULL && (title->count > 0 || title->builtin != NULL))
		doc_set_label(group, "title", title, settings->language);
	doc_set_bool(group, "elsewhere", false);
	return doc_set_list(group, "fields");
}

/* As the layout arranges them; then those it has not, which lists and programs may show all the same. */
static void
add_fields(struct choosing *choosing)
{
	const struct settings *settings = &choosing->settings;
	const struct field_place *place = choosing->place;
	struct doc *groups = doc_set_list(settings->page, "groups"), *others = doc_list(settings->rq->arena);
	size_t number = 0;

	for (size_t s = 0; s < place->layout->section_count; s++) {
		const struct layout_section *section = &place->layout->sections[s];
		struct doc *list = add_group(groups, &section->title, settings);

		for (size_t i = 0; i < section->item_count; i++)
			if (level_is_offered(section->items[i].field))
				add_field(choosing, list, section->items[i].field, number++);
		if (list->list.count == 0)
			groups->list.count--;
	}
	for (size_t i = 0; i < place->module->field_count; i++)
		if (level_is_offered(&place->module->fields[i]) && !place_has(place, &place->module->fields[i]))
			add_field(choosing, others, &place->module->fields[i], number++);
	if (others->list.count > 0) {
		struct doc *group;

		add_group(groups, NULL, settings);
		group = groups->list.items[groups->list.count - 1];
		doc_set_bool(group, "elsewhere", true);
		doc_set(group, "fields", others);
	}
}

/* ---- one place: the page ---- */

/* The layouts and lines of the same tab. */
static void
add_siblings(struct choosing *choosing)
{
	struct doc *list = doc_set_list(choosing->settings.page, "siblings");

	for (size_t i = 0; i < choosing->place_count; i++) {
		const struct field_place *place = &choosing->places[i];
		struct doc *row;

		if (place->tab != choosing->place->tab)
			continue;
		row = doc_add_object(list);
		set_place_name(choosing, row, place);
		doc_set_text(row, "href", place_href(choosing->settings.rq->arena, choosing->setup, place));
		doc_set_bool(row, "current", place == choosing->place);
	}
	doc_set_bool(choosing->settings.page, "several", list->list.count > 1);
}

static struct doc *
fill(struct choosing *choosing)
{
	struct settings *settings = &choosing->settings;
	const struct field_place *next = next_place(choosing);
	struct doc *page = settings->page;

	setup_head(settings, choosing->setup, STEP_FIELDS);
	set_place_name(choosing, doc_set_object(page, "place"), choosing->place);
	doc_set_bool(page, "chosen", choosing->place->chosen);
	doc_set_bool(page, "writes",
		     choosing->place->type->may[choosing->place->module->index] & (MAY_CREATE | MAY_EDIT));
	doc_set_bool(page, "changeable", true);
	doc_set_text(page, "action", place_href(settings->rq->arena, choosing->setup, choosing->place));
	doc_set_text(page, "places_href", setup_href(settings->rq->arena, choosing->setup, FIELDS_BELOW));
	doc_set_bool(page, "last", next == NULL);
	add_siblings(choosing);
	add_fields(choosing);
	return page;
}

struct reply
field_place_page(struct request *rq)
{
	struct choosing choosing;

	if (!open_place(rq, &choosing))
		return reply_not_found(rq);
	return reply_page(rq, "type_levels", fill(&choosing));
}

/* ---- saving ---- */

static struct reply
again(struct choosing *choosing)
{
	struct request *rq = choosing->settings.rq;
	bool failed = form_failed(rq->form);

	fill(choosing);
	return failed ? settings_again(&choosing->settings, "type_levels")
		      : reply_page(rq, "type_levels", choosing->settings.page);
}

/* Nothing was typed of it: it stays; the first time all of the proposal is taken. */
static const enum level *
read_levels(struct choosing *choosing)
{
	const struct module *module = choosing->place->module;
	enum level *levels = arena_make_array(choosing->settings.rq->arena, enum level, module->field_count);

	level_refuse_unknown(choosing->settings.rq, module);
	for (size_t i = 0; i < module->field_count; i++)
		if (level_is_offered(&module->fields[i]))
			levels[i] = new_level(choosing, &module->fields[i]);
	return levels;
}

static enum rights_outcome
save(struct choosing *choosing, const enum level *levels)
{
	place_choose(choosing->setup, choosing->place, levels);
	return setup_save(choosing->settings.rq->tx, choosing->setup);
}

/* What a program is told: the fields as they are now. */
static struct doc *
saved_doc(struct choosing *choosing)
{
	struct request *rq = choosing->settings.rq;
	const struct field_place *place = choosing->place;

	choosing->places = place_list(rq, choosing->setup, &choosing->place_count);
	choosing->place = place_find(choosing->places, choosing->place_count, place->module,
				     place->lines ? 0 : place->layout->id);
	return fill(choosing);
}

struct reply
field_place_change(struct request *rq)
{
	struct choosing choosing;
	struct rights_trouble trouble = {0};
	const struct field_place *next;
	const enum level *levels;
	const char *wanted = form_text(rq->form, "do"), *href;

	if (!open_place(rq, &choosing))
		return reply_not_found(rq);
	if (!text_empty(wanted) && !text_equal(wanted, "save") && !text_equal(wanted, "next"))
		return again(&choosing);
	levels = read_levels(&choosing);
	if (!setup_current(&choosing.settings, choosing.setup) || form_failed(rq->form) ||
	    rights_refused(&choosing.settings, save(&choosing, levels), &trouble))
		return again(&choosing);
	setup_journal(&choosing.settings, choosing.setup, "user_type.fields", choosing.place->module->name);
	next = next_place(&choosing);
	href = text_equal(wanted, "next") && next != NULL ? place_href(rq->arena, choosing.setup, next)
							  : setup_href(rq->arena, choosing.setup, FIELDS_BELOW);
	return reply_done(rq, href, N_("Saved in the draft. It holds once you publish it."), saved_doc(&choosing));
}
