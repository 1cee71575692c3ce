/* publish_rule: looks through the draft, tab by tab and field by field. */
#include "user_types/publish_rule.h"

#include "portals/portals.h"
#include "records/record.h"
#include "rights/level_form.h"
#include "rights/price.h"
#include "rights/type_impact.h"
#include "user_types/field_place.h"
#include "user_types/setup_page.h"
#include "user_types/version_words.h"

enum { COUNTED_MOST = 100000 };

struct looking {
	struct request *rq;
	const struct setup *setup;
	const struct user_type *type; /* the draft as it would hold */
	const struct field_place *places;
	size_t place_count;
	struct doc *list;
};

static struct looking
look(struct request *rq, const struct setup *setup)
{
	struct looking looking = {.rq = rq, .setup = setup, .list = doc_list(rq->arena)};

	looking.type = setup_read(rq, setup, setup->draft);
	looking.places = place_list(rq, setup, &looking.place_count);
	return looking;
}

/* ---- sentences ---- */

/* The values have the module already. */
static struct doc *
add(struct looking *looking, const char *english, const char *below, const struct label *module)
{
	struct doc *row = doc_add_object(looking->list), *values = doc_object(looking->rq->arena);

	if (module != NULL)
		doc_set_text(values, "module", label_words(looking->rq, module));
	doc_set_message(row, "text", english, values);
	doc_set_text(row, "href", below == NULL ? NULL : setup_href(looking->rq->arena, looking->setup, below));
	return values;
}

/* About a layout, whose page it leads to. */
static struct doc *
add_at(struct looking *looking, const char *english, const struct field_place *place)
{
	struct doc *values = add(looking, english, NULL, &place->module->plural);

	doc_set_text(looking->list->list.items[looking->list->list.count - 1], "href",
		     place_href(looking->rq->arena, looking->setup, place));
	return values;
}

static void
set_field(struct looking *looking, struct doc *values, const struct field *field)
{
	doc_set_text(values, "field", label_words(looking->rq, &field->label));
}

/* ---- problems ---- */

/* A tab of the draft that would show nothing to anybody, because what ties or narrows it is no more. */
static void
find_broken_tabs(struct looking *looking)
{
	const struct doc *tabs = setup_tabs(looking->setup);

	for (size_t i = 0; i < tabs->list.count; i++) {
		const struct doc *tab = tabs->list.items[i];
		const struct module *module = tab_module(looking->rq->rights->catalogue, tab);
		const char *name = doc_get_text(tab, "module");
		const struct label unknown = {.builtin = name == NULL ? "?" : name};

		if (module == NULL)
			add(looking, N_("{{module}}: there is no such module any more. Take the tab away."), "/tabs",
			    &unknown);
		else if (looking->type->by_module[module->index] == NULL)
			add(looking,
			    N_("{{module}}: the tab does not hold together. Say anew whose records it shows, and which."),
			    "/tabs", &module->plural);
	}
}

static void
find_wrong_fields(struct looking *looking, const struct field_place *place)
{
	for (size_t i = 0; i < place->module->field_count; i++) {
		const struct field *field = &place->module->fields[i];

		if (!level_is_offered(field) || place_trouble(place, field, place->levels[i]) == NULL)
			continue;
		set_field(looking,
			  add_at(looking,
				 N_("{{module}}: “{{field}}” is needed, and whoever creates a record could not fill it "
				    "in. Let it be changed, or give it a default."),
				 place),
			  field);
	}
}

struct doc *
publish_problems(struct request *rq, const struct setup *setup)
{
	struct looking looking = look(rq, setup);

	if (looking.type->main == NULL)
		add(&looking, N_("The module whose people sign in is out of use."), "", NULL);
	find_broken_tabs(&looking);
	for (size_t i = 0; i < looking.place_count; i++)
		if (!looking.places[i].chosen && !looking.places[i].lines)
			add_at(&looking, N_("{{module}}: nobody has chosen its fields yet."), &looking.places[i]);
		else
			find_wrong_fields(&looking, &looking.places[i]);
	return looking.list;
}

/* ---- doubts ---- */

static void
doubt_public(struct looking *looking, const struct portal_tab *tab)
{
	static const struct plural english =
		N_plural(N_("{{module}}: everybody of this type sees {{count}} record, whosever it is."),
			 N_("{{module}}: everybody of this type sees {{count}} records, whosever they are."));
	const struct record_query query = {.filter = tab->narrowed};
	const struct access *access = record_access(looking->rq, tab->module);
	struct doc *values;

	if (tab->tie != TIE_PUBLIC)
		return;
	if (tab->module->sharing < SHARING_READ) {
		add(looking, N_("{{module}}: it is not shared with all staff, so the public tab shows nothing."),
		    "/tabs", &tab->module->plural);
		return;
	}
	values = add(looking, english.many, "/tabs", &tab->module->plural);
	doc_set_int(values, "count", record_count(looking->rq->tx, access, &query, COUNTED_MOST));
	doc_set_plural(looking->list->list.items[looking->list->list.count - 1], "text", english, "count", values);
}

/* An amount that would show, did it not tell a price. */
static bool
tells_price(const struct looking *looking, const struct field_place *place, const struct field *field)
{
	const struct field *price = price_told(place->type, field);

	(void)looking;
	return price != NULL && price != field && place->levels[field->index] != LEVEL_HIDDEN;
}

static bool
is_held_back(const struct looking *looking, const struct field_place *place, const struct field *field)
{
	return place_ceiling(looking->rq->rights, field) < place->levels[field->index];
}

/* One sentence with the names of all fields that are so. */
static void
doubt_fields(struct looking *looking, const struct field_place *place, const char *english,
	     bool (*is_so)(const struct looking *looking, const struct field_place *place, const struct field *field))
{
	const char *names = NULL;

	for (size_t i = 0; i < place->module->field_count; i++) {
		const struct field *field = &place->module->fields[i];

		if (field->retired || !is_so(looking, place, field))
			continue;
		names = names == NULL ? label_words(looking->rq, &field->label)
				      : arena_printf(looking->rq->arena, "%s, %s", names,
						     label_words(looking->rq, &field->label));
	}
	if (names != NULL)
		doc_set_text(add_at(looking, english, place), "fields", names);
}

static void
doubt_place(struct looking *looking, const struct field_place *place)
{
	const struct field *naming = place->module->naming;

	if (!place->chosen)
		return;
	if (place_sums(place).seen == 0)
		add_at(looking, N_("{{module}}: no field of it is seen."), place);
	else if (!place->lines && naming != NULL && place->levels[naming->index] == LEVEL_HIDDEN)
		set_field(
			looking,
			add_at(looking, N_("{{module}}: “{{field}}”, by which records are called, is hidden."), place),
			naming);
	doubt_fields(looking, place,
		     N_("{{module}}: not shown, because it would tell a unit price that is hidden: {{fields}}."),
		     tells_price);
	doubt_fields(looking, place, N_("{{module}}: the profile of the portal holds {{fields}} back."), is_held_back);
}

struct doc *
publish_doubts(struct request *rq, const struct setup *setup)
{
	struct looking looking = look(rq, setup);
	const struct portal *portal = portal_first(rq->tx);

	if (looking.type->tab_count == 0 && looking.type->web_count == 0)
		add(&looking, N_("There is no tab: people of this type see nothing of your records."), "/tabs", NULL);
	for (size_t i = 0; i < looking.type->tab_count; i++)
		doubt_public(&looking, &looking.type->tabs[i]);
	for (size_t i = 0; i < looking.place_count; i++)
		doubt_place(&looking, &looking.places[i]);
	if (type_people(rq->tx, looking.type) == 0)
		add(&looking, N_("Nobody is of this type yet. Once it is published, you can invite people."), NULL,
		    NULL);
	if (portal != NULL && !portal->enabled)
		add(&looking, N_("The portal is switched off: nobody comes in before it is switched on."), NULL, NULL);
	return looking.list;
}
