/* property_portal_world_test: draws user types with their tabs, publishes them, and draws those who sign in by them. */
#include "records/property_portal_test.h"

#include "base/arena.h"
#include "base/test.h"
#include "modules/module_store.h"

#include <string.h>

enum { TRIES = 12, FIRST_TYPE = 701 };

/* ---- layouts ---- */

static void
make_layouts(struct tx *tx, void *data)
{
	struct property *property = data;
	struct module_trouble trouble = {.error = NULL};

	for (size_t s = 0; s < property->sheet_count; s++) {
		const struct module *module = property->sheets[s].module;
		const char *json = arena_printf(
			tx_arena(tx),
			"{'sections': [{'title': {'en': 'One'}, 'columns': 1, 'fields': [{'field': '%s'}]}]}",
			module->naming->name);
		int64_t id;

		assert_int_equal(
			layout_save(tx, module, 0, "Second", world_json(&property->world, json), 0, &id, &trouble),
			MODULE_DONE);
	}
}

/* ---- a tab ---- */

/* What a layout says of each field; `most` grows with it. */
static void
draw_fields(struct property *property, const struct module *module, struct doc *said, enum level *most)
{
	struct chance *chance = &property->chance;
	struct doc *fields = doc_set_object(said, "fields");

	for (size_t f = 0; f < module->field_count; f++) {
		enum level level = draw_once_in(chance, 3)   ? LEVEL_HIDDEN
				   : draw_once_in(chance, 3) ? LEVEL_WRITE
							     : LEVEL_READ;

		if (level != LEVEL_HIDDEN)
			doc_set_text(fields, arena_text(property->arena, module->fields[f].name), level_names[level]);
		most[f] = level > most[f] ? level : most[f];
	}
}

static int
draw_link(struct property *property, const struct module *module)
{
	for (;;) {
		const struct field *field = &module->fields[draw(&property->chance, module->field_count)];

		if (field->type == FIELD_LOOKUP || field->type == FIELD_LOOKUPS || draw_once_in(&property->chance, 100))
			return (int)field->index;
	}
}

/* Mostly one that holds together, and seldom the one that shows everything. */
static void
draw_tie(struct property *property, const struct type_spec *type, struct tab_spec *tab)
{
	static const enum tie ties[] = {TIE_SELF,   TIE_RECORD,	 TIE_RECORD,  TIE_CLIENT, TIE_CLIENT,
					TIE_CLIENT, TIE_THROUGH, TIE_THROUGH, TIE_PUBLIC};
	struct chance *chance = &property->chance;
	const struct module *module = property->sheets[tab->sheet].module;

	for (int i = 0; i < TRIES; i++) {
		tab->tie = ties[draw(chance, sizeof ties / sizeof ties[0])];
		tab->link = tab->tie == TIE_SELF || tab->tie == TIE_PUBLIC ? -1 : draw_link(property, module);
		tab->link_name = tab->link < 0 ? NULL : arena_text(property->arena, module->fields[tab->link].name);
		if (portal_tab_holds(property, type, tab))
			return;
	}
	if (draw_once_in(chance, 2)) {
		tab->link = -1;
		tab->link_name = "nowhere";
	}
}

static void
draw_narrowed(struct property *property, struct tab_spec *tab)
{
	static const char nowhere[] = "{'field': 'nowhere', 'comparison': 'not_empty', 'values': []}";
	struct chance *chance = &property->chance;

	tab->narrowed_to_nothing = draw_once_in(chance, 15);
	if (tab->narrowed_to_nothing)
		tab->json = world_json(&property->world, nowhere);
	else if (draw_once_in(chance, 3))
		tab->json = draw_condition(property, property->sheets[tab->sheet].module, 2, property->arena);
}

static void
draw_layouts(struct property *property, struct tab_spec *tab, struct doc *said)
{
	const struct module *module = property->sheets[tab->sheet].module;
	struct doc *list = doc_set_list(said, "layouts");
	enum level nothing[PROPERTY_FIELDS] = {LEVEL_HIDDEN};

	if (draw_once_in(&property->chance, 12)) { /* one that is not there, and shows nothing */
		struct doc *gone = doc_add_object(list);

		doc_set_id(gone, "layout", 99);
		draw_fields(property, module, gone, nothing);
	}
	for (size_t count = draw_once_in(&property->chance, 15) ? 0 : 1 + draw(&property->chance, 2); count > 0;
	     count--) {
		struct doc *layout = doc_add_object(list);
		size_t which = draw(&property->chance, module->layout_count + 1);

		if (which < module->layout_count && module->layouts[which].id != 0)
			doc_set_id(layout, "layout", module->layouts[which].id);
		draw_fields(property, module, layout, tab->levels);
		tab->layouts++;
	}
}

static void
draw_lines(struct property *property, struct tab_spec *tab, struct doc *said)
{
	const struct sheet *lines = &property->sheets[property->sheet_count - 1];

	tab->has_lines = tab->sheet == 0 && !draw_once_in(&property->chance, 4);
	if (tab->has_lines)
		draw_fields(property, lines->module,
			    doc_set_object(doc_set_object(said, "lines"), arena_text(property->arena, lines->name)),
			    tab->lines);
}

static void
say_tab(const struct property *property, struct tab_spec *tab, struct doc *said)
{
	struct doc *may = doc_set_list(said, "may");

	doc_set_text(said, "module", property->sheets[tab->sheet].name);
	doc_set_text(said, "tie", tie_names[tab->tie]);
	if (tab->link_name != NULL)
		doc_set_text(said, "link", tab->link_name);
	if (tab->json != NULL)
		doc_set(said, "narrowed", tab->json);
	for (unsigned bit = 0; bit < MAY_COUNT; bit++)
		if (tab->may & 1u << bit)
			doc_add_text(may, may_names[bit]);
}

static void
draw_tab(struct property *property, struct type_spec *type, struct doc *list)
{
	struct tab_spec *tab = &type->tabs[type->tab_count++];
	struct doc *said = doc_add_object(list);

	/* the first sheet has lines, and comes first of all in most types */
	*tab = (struct tab_spec){.sheet = draw(&property->chance, property->sheet_count), .link = -1};
	if (type->tab_count == 1 && !draw_once_in(&property->chance, 3))
		tab->sheet = 0;
	tab->may = (unsigned)draw(&property->chance, MAY_EVERYTHING + 1) |
		   (draw_once_in(&property->chance, 2) ? MAY_EDIT : 0);
	draw_layouts(property, tab, said);
	draw_narrowed(property, tab);
	draw_tie(property, type, tab);
	draw_lines(property, tab, said);
	say_tab(property, tab, said);
	tab->holds = portal_tab_holds(property, type, tab);
}

/* ---- types and people ---- */

static void
draw_type(struct property *property, int main)
{
	struct type_spec *type = &property->types[property->type_count];
	struct doc *setup = doc_object(property->arena), *list = doc_set_list(setup, "tabs");
	struct builder json = builder_new(property->arena, 0);
	size_t count = property->sheet_count + 1;

	*type = (struct type_spec){.id = FIRST_TYPE + (int64_t)property->type_count, .main = main};
	property->type_count++;
	while (type->tab_count < (count < PROPERTY_TABS ? count : PROPERTY_TABS))
		draw_tab(property, type, list);
	doc_print_json(setup, NULL, &json);
	type->setup = builder_text(&json);
}

static void
make_types(struct tx *tx, void *data)
{
	const struct property *property = data;

	db_run(tx, "insert into company (id, name, legal_name, country, colour, invoice_prefix, credit_prefix, "
		   "payment_days, created_at, version) values (1, 'A', 'A', 'FR', '#000000', 'F', 'C', 30, 0, 1)");
	db_run(tx, "insert into portal (id, address, name, company_id, created_at) values (1, 'a', 'A', 1, 0)");
	for (size_t i = 0; i < property->type_count; i++) {
		const struct type_spec *type = &property->types[i];

		db_run(tx,
		       "insert into user_type (id, portal_id, main_module_id, position, is_default, draft, published, "
		       "created_at, version) select $1, 1, id, $2, $3, '{}', $4, 0, 1 from module where name = $5",
		       db_int(type->id), db_int((int64_t)i), db_int(i == 0), db_text(type->setup),
		       db_text(type->main < 0 ? "contacts" : property->sheets[type->main].name));
	}
	catalogue_touch(tx);
}

static void
draw_person(struct property *property, const struct type_spec *type)
{
	struct chance *chance = &property->chance;
	struct staff_spec *person = &property->people[property->person_count++];
	const struct sheet *main = type->main < 0 ? NULL : &property->sheets[type->main];

	*person = (struct staff_spec){.id = FIRST_TYPE + 100 + (int64_t)property->person_count,
				      .profile = -2,
				      .role = -1,
				      .type = type,
				      .viewer = {.kind = VIEWER_CLIENT, .name = "Somebody", .theme = ""}};
	person->viewer.user_type = type == property->types && draw_once_in(chance, 2) ? 0 : type->id;
	if (main != NULL) {
		person->viewer.record = main->rows[draw(chance, main->row_count)].id;
		person->viewer.without_client = true;
	} else {
		person->viewer.record = EVA + (int64_t)draw(chance, OUTSIDERS);
		person->viewer.client = EVA + (int64_t)draw(chance, OUTSIDERS);
	}
	person->viewer.contact = person->viewer.record;
}

/* Whom the portal acts as, with one of the profiles made here, and nothing of its own. */
static void
make_agent(struct tx *tx, void *data)
{
	const struct property *property = data;

	db_run(tx,
	       "insert into staff (id, email, name, profile_id, totp_on, theme, acts_for, created_at, version) "
	       "values (190, 'client-portal', 'Portal', $1, 0, '', 'portal', 0, 1)",
	       db_int(property->profiles[property->ceiling].id));
	catalogue_touch(tx);
}

void
draw_types(struct property *property)
{
	size_t own = property->sheet_count - 1;

	if (!draw_once_in(&property->chance, 4)) {
		property->ceiling = (int)draw(&property->chance, PROPERTY_PROFILES);
		world_write(&property->world, make_agent, property);
		property_load(property);
	}

	world_write(&property->world, make_layouts, property);
	property_load(property);
	draw_type(property, -1);
	draw_type(property, -1);
	draw_type(property, (int)draw(&property->chance, own));
	world_write(&property->world, make_types, property);
	for (size_t i = 0; i < PROPERTY_PEOPLE; i++)
		draw_person(property, &property->types[i % PROPERTY_TYPES]);
	property->people[0].viewer.client = 0; /* has not chosen */
	property_load(property);
}
