/* demo_own_fields: what the organisation added to its clients: their trade, how content they are, when to call back. */
#include "demo/demo_parts.h"

#include "base/arena.h"
#include "base/check.h"
#include "modules/module_store.h"
#include "records/record.h"
#include "rights/rights.h"

enum { CALLED_BACK = 9, KNOWN = 28 };

static const char *const trades[] = {"food", "care", "building", "culture"};

static const struct {
	const char *name;
	enum field_type type;
	const char *french, *english;
	const char *settings; /* in single quotes, or NULL */
} fields[] = {
	{"trade", FIELD_CHOICE, "Secteur", "Trade",
	 "{'choices': ["
	 "{'code': 'food', 'label': {'fr': 'Alimentation', 'en': 'Food'}, 'tone': 'good'},"
	 "{'code': 'care', 'label': {'fr': 'Santé et soins', 'en': 'Health and care'}, 'tone': 'info'},"
	 "{'code': 'building', 'label': {'fr': 'Bâtiment', 'en': 'Building'}, 'tone': 'warning'},"
	 "{'code': 'culture', 'label': {'fr': 'Culture et loisirs', 'en': 'Culture and leisure'}, 'tone': 'neutral'}]}"},
	{"call_on", FIELD_DAY, "À rappeler le", "Call back on", NULL},
	{"satisfaction", FIELD_INTEGER, "Satisfaction sur 10", "Satisfaction out of 10", "{'least': 0, 'most': 10}"},
	{"call_reason", FIELD_TEXT, "Pourquoi rappeler", "Why call back",
	 "{'visible_when': {'all': [{'field': 'call_on', 'comparison': 'not_empty'}]}}"},
};

static void
add_fields(struct demo *demo)
{
	for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
		struct module_trouble trouble = {.error = NULL};
		const struct field_draft draft = {
			.name = fields[i].name,
			.type = fields[i].type,
			.label = {.count = 2,
				  .languages = {"fr", "en"},
				  .texts = {fields[i].french, fields[i].english}},
			.settings = fields[i].settings == NULL ? NULL : demo_json(demo, fields[i].settings),
		};
		int64_t id;

		check(field_create(demo->tx, demo->rights->catalogue, demo_module(demo, "clients"), &draft, &id,
				   &trouble) == MODULE_DONE);
		demo_look_again(demo);
	}
}

static void
give(struct record_draft *draft, const struct module *module, const char *name, struct db_value value)
{
	const struct field *field = field_named(module, name);

	draft->cells[field->index] = value;
	draft->given[field->index] = true;
}

static void
fill_in(struct demo *demo, int client)
{
	static const char *const reasons[] = {"Devis en attente", "Entretien annuel", "Question sur une facture"};
	const struct access *access = demo_access(demo, "clients", GWENAELLE, client);
	const struct module *module = access->plan->module;
	struct record_draft *draft = record_draft(tx_arena(demo->tx), module);
	struct record_trouble trouble;

	give(draft, module, "trade", db_text(trades[demo_chance(demo, sizeof trades / sizeof trades[0])]));
	give(draft, module, "satisfaction", db_int(5 + demo_chance(demo, 6)));
	if (client < CALLED_BACK) {
		give(draft, module, "call_on", db_int(demo->today + 1 + (int)demo_chance(demo, 20)));
		give(draft, module, "call_reason", db_text(reasons[client % 3]));
	}
	check(record_change(demo->tx, access, demo->clients[client], 0, draft, &trouble) == RECORD_DONE);
}

void
demo_add_own_fields(struct demo *demo)
{
	demo_look_again(demo);
	add_fields(demo);
	for (int i = 0; i < KNOWN; i++)
		fill_in(demo, i);
}
