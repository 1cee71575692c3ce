/* demo_vehicles: a module that the organisation made itself: its vehicles, with what was done to them as lines. */
#include "demo/demo_parts.h"

#include "base/arena.h"
#include "base/check.h"
#include "base/log.h"
#include "modules/module_store.h"
#include "rights/rights.h"

enum { VEHICLES = 12 };

/* ---- the module ---- */

struct demo_field {
	const char *name;
	enum field_type type;
	const char *french, *english, *help; /* help in French, or NULL */
	const char *settings;		     /* in single quotes, or NULL */
	const char *default_text;
	bool required;
	bool asks_others; /* its settings name fields before it */
};

static const struct demo_field fields[] = {
	{.name = "number",
	 .type = FIELD_NUMBER,
	 .french = "Numéro",
	 .english = "Number",
	 .settings = "{'prefix': 'V-', 'digits': 3}"},
	{.name = "model", .type = FIELD_TEXT, .french = "Modèle", .english = "Model", .required = true},
	{.name = "state",
	 .type = FIELD_CHOICE,
	 .french = "État",
	 .english = "State",
	 .required = true,
	 .default_text = "in_service",
	 .settings = "{'choices': ["
		     "{'code': 'in_service', 'label': {'fr': 'En service', 'en': 'In service'}, 'tone': 'good'},"
		     "{'code': 'workshop', 'label': {'fr': 'À l’atelier', 'en': 'In the workshop'}, 'tone': 'warning'},"
		     "{'code': 'sold', 'label': {'fr': 'Vendu', 'en': 'Sold'}, 'tone': 'neutral'}]}"},
	{.name = "back_on",
	 .type = FIELD_DAY,
	 .french = "Retour prévu le",
	 .english = "Expected back on",
	 .asks_others = true,
	 .settings = "{'visible_when': {'all': [{'field': 'state', 'comparison': 'is', 'values': ['workshop']}]}}"},
	{.name = "energy",
	 .type = FIELD_CHOICE,
	 .french = "Énergie",
	 .english = "Energy",
	 .settings = "{'choices': ["
		     "{'code': 'electric', 'label': {'fr': 'Électrique', 'en': 'Electric'}, 'tone': 'good'},"
		     "{'code': 'hybrid', 'label': {'fr': 'Hybride', 'en': 'Hybrid'}, 'tone': 'info'},"
		     "{'code': 'diesel', 'label': {'fr': 'Gazole', 'en': 'Diesel'}, 'tone': 'neutral'}]}"},
	{.name = "mileage",
	 .type = FIELD_INTEGER,
	 .french = "Kilométrage",
	 .english = "Mileage",
	 .settings = "{'least': 0, 'most': 999999}",
	 .help = "Tel que lu au compteur, en kilomètres."},
	{.name = "next_inspection",
	 .type = FIELD_DAY,
	 .french = "Prochain contrôle technique",
	 .english = "Next inspection"},
	{.name = "driver", .type = FIELD_STAFF, .french = "Conducteur", .english = "Driver"},
	{.name = "client",
	 .type = FIELD_LOOKUP,
	 .french = "Chantier en cours chez",
	 .english = "Now working at",
	 .settings = "{'target': 'clients'}"},
	{.name = "leased", .type = FIELD_YES_NO, .french = "En location", .english = "Leased", .default_text = "no"},
	{.name = "price",
	 .type = FIELD_MONEY,
	 .french = "Prix d’achat",
	 .english = "Purchase price",
	 .settings = "{'least': 0}"},
	{.name = "notes", .type = FIELD_LONG_TEXT, .french = "Remarques", .english = "Notes"},
};

static const struct demo_field service_fields[] = {
	{.name = "done_on", .type = FIELD_DAY, .french = "Fait le", .english = "Done on", .required = true},
	{.name = "garage",
	 .type = FIELD_LOOKUP,
	 .french = "Garage",
	 .english = "Garage",
	 .settings = "{'target': 'vendors'}"},
	{.name = "mileage",
	 .type = FIELD_INTEGER,
	 .french = "Kilométrage",
	 .english = "Mileage",
	 .settings = "{'least': 0}"},
	{.name = "cost", .type = FIELD_MONEY, .french = "Coût", .english = "Cost", .settings = "{'least': 0}"},
};

static const struct demo_field computed[] = {
	{.name = "services_cost",
	 .type = FIELD_ROLLUP,
	 .french = "Coût des interventions",
	 .english = "Cost of services",
	 .asks_others = true,
	 .settings = "{'result': 'money', 'rollup': {'of': 'sum', 'module': 'vehicle_services', 'field': 'cost'}}"},
	{.name = "total_cost",
	 .type = FIELD_FORMULA,
	 .french = "Coût total",
	 .english = "Total cost",
	 .asks_others = true,
	 .settings = "{'result': 'money', 'formula': 'price + services_cost'}",
	 .help = "Prix d’achat et interventions."},
};

static struct label
label_in(const char *french, const char *english)
{
	return (struct label){.count = 2, .languages = {"fr", "en"}, .texts = {french, english}};
}

/* A refusal here is a mistake in this file. */
static void
expect_done(enum module_outcome outcome, const char *what, const struct module_trouble *trouble)
{
	if (outcome != MODULE_DONE)
		log_error("demo.module", "%s: %d, %s: %s", what, (int)outcome,
			  trouble->wrong_field == NULL ? "" : trouble->wrong_field,
			  trouble->error == NULL ? "" : trouble->error);
	check(outcome == MODULE_DONE);
}

static void
add_module(struct demo *demo, const struct module_draft *draft)
{
	struct module_trouble trouble = {.error = NULL};
	int64_t id;

	expect_done(module_create(demo->tx, demo->rights->catalogue, draft, &id, &trouble), draft->name, &trouble);
	demo_look_again(demo);
}

static void
add_field(struct demo *demo, const char *module, const struct demo_field *field)
{
	struct module_trouble trouble = {.error = NULL};
	const struct field_draft draft = {
		.name = field->name,
		.type = field->type,
		.label = label_in(field->french, field->english),
		.help = field->help == NULL ? (struct label){.count = 0}
					    : (struct label){.count = 1, .languages = {"fr"}, .texts = {field->help}},
		.required = field->required,
		.default_text = field->default_text,
		.settings = field->settings == NULL ? NULL : demo_json(demo, field->settings),
	};
	int64_t id;

	if (field->asks_others)
		demo_look_again(demo);
	expect_done(field_create(demo->tx, demo->rights->catalogue, demo_module(demo, module), &draft, &id, &trouble),
		    field->name, &trouble);
}

static void
add_layout(struct demo *demo, const char *name, const char *definition)
{
	struct module_trouble trouble = {.error = NULL};
	int64_t id;

	expect_done(layout_save(demo->tx, demo_module(demo, "vehicles"), 0, name, demo_json(demo, definition), 0, &id,
				&trouble),
		    name, &trouble);
}

static void
add_layouts(struct demo *demo)
{
	add_layout(demo, "Fiche complète",
		   "{'sections': ["
		   "{'title': {'fr': 'Le véhicule', 'en': 'The vehicle'}, 'columns': 2, 'fields': ["
		   "{'field': 'plate'}, {'field': 'number'}, {'field': 'model'}, {'field': 'energy'},"
		   "{'field': 'mileage', 'required': true}, {'field': 'leased'}]},"
		   "{'title': {'fr': 'Où il est', 'en': 'Where it is'}, 'columns': 2, 'fields': ["
		   "{'field': 'state'}, {'field': 'back_on'}, {'field': 'driver'}, {'field': 'client'},"
		   "{'field': 'next_inspection'}, {'field': 'owner'}]},"
		   "{'title': {'fr': 'Ce qu’il coûte', 'en': 'What it costs'}, 'columns': 2, 'fields': ["
		   "{'field': 'price'}, {'field': 'services_cost'}, {'field': 'total_cost'},"
		   "{'field': 'notes', 'wide': true}]}]}");
	add_layout(demo, "Conducteurs",
		   "{'sections': [{'title': {'fr': 'Mon véhicule', 'en': 'My vehicle'}, 'columns': 1, 'fields': ["
		   "{'field': 'plate'}, {'field': 'model'}, {'field': 'state'}, {'field': 'back_on'},"
		   "{'field': 'mileage', 'required': true}, {'field': 'client'}, {'field': 'next_inspection'},"
		   "{'field': 'notes', 'wide': true}]}]}");
}

void
demo_add_vehicle_module(struct demo *demo)
{
	struct module_draft module = {
		.name = "vehicles",
		.singular = label_in("Véhicule", "Vehicle"),
		.plural = label_in("Véhicules", "Vehicles"),
		.naming = label_in("Immatriculation", "Plate"),
		.icon = "car",
		.sharing = SHARING_READ,
	};

	demo_look_again(demo);
	add_module(demo, &module);
	module = (struct module_draft){
		.name = "vehicle_services",
		.singular = label_in("Intervention", "Service"),
		.plural = label_in("Interventions", "Services"),
		.naming = label_in("Travaux", "Work"),
		.icon = "hammer",
		.sharing = SHARING_READ,
		.parent = demo_module(demo, "vehicles")->id,
	};
	add_module(demo, &module);
	for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
		add_field(demo, "vehicles", &fields[i]);
	for (size_t i = 0; i < sizeof service_fields / sizeof service_fields[0]; i++)
		add_field(demo, "vehicle_services", &service_fields[i]);
	for (size_t i = 0; i < sizeof computed / sizeof computed[0]; i++)
		add_field(demo, "vehicles", &computed[i]);
	demo_look_again(demo);
	add_layouts(demo);
	demo_look_again(demo);
}

/* ---- its records ---- */

static const struct {
	const char *plate, *model, *energy, *price, *notes;
	unsigned mileage;
} vehicles[VEHICLES] = {
	{"DQ-418-BV", "Renault Trafic L2", "diesel", "24900", "Galerie de toit. Porte latérale à graisser.", 148200},
	{"EJ-902-TR", "Peugeot Partner", "diesel", "16400", NULL, 121750},
	{"FB-077-LK", "Renault Kangoo Z.E.", "electric", "21800", "Se recharge au dépôt, borne 2.", 64300},
	{"FG-551-MN", "Citroën Jumpy", "diesel", "26300", "Échelle double à bord.", 98410},
	{"FT-230-QA", "Toyota Yaris", "hybrid", "17900", NULL, 57020},
	{"FX-816-PH", "Renault Master", "diesel", "31500", "Attelage. Réservé aux poses de plus de 6 kWc.", 83660},
	{"GA-349-CW", "Peugeot e-Partner", "electric", "29700", NULL, 41280},
	{"GH-664-DS", "Citroën ë-Jumpy", "electric", "36200", "Autonomie réelle : 210 km.", 38900},
	{"GM-128-VE", "Renault Mégane E-Tech", "electric", "38900", "Voiture de rendez-vous.", 22140},
	{"GR-573-AZ", "Toyota Corolla", "hybrid", "27600", NULL, 30555},
	{"GW-095-JX", "Renault Trafic E-Tech", "electric", "42800", NULL, 12870},
	{"HB-742-NF", "Peugeot e-Expert", "electric", "41300", "Livré avec l’aménagement intérieur.", 3410},
};

static void
add_services(struct demo *demo, int64_t vehicle, int index)
{
	static const struct {
		const char *work;
		unsigned cost;
	} works[] = {{"Révision", 260},		 {"Quatre pneus", 480},	      {"Plaquettes de frein", 190},
		     {"Contrôle technique", 85}, {"Pare-chocs repeint", 640}, {"Batterie 12 V", 145}};
	int count = 1 + (VEHICLES - index) / 3;

	for (int i = 0; i < count; i++) {
		int age = (count - i) * 80 + (int)demo_chance(demo, 40);
		size_t work = demo_chance(demo, sizeof works / sizeof works[0]);
		unsigned since = (unsigned)(count - i) * 4200;

		demo_add_line(
			demo, "vehicle_services", vehicle, HELENE, age,
			DEMO_FIELDS(
				"work", works[work].work, "done_on", demo_day(demo, -age), "garage",
				demo_id(demo, demo->vendors[work == 4 ? DEMO_BODY_SHOP : DEMO_GARAGE]), "mileage",
				demo_whole(demo, vehicles[index].mileage > since ? vehicles[index].mileage - since : 0),
				"cost", demo_whole(demo, works[work].cost + demo_chance(demo, 60))));
	}
}

void
demo_add_vehicles(struct demo *demo)
{
	static const enum demo_staff drivers[] = {GWENAELLE, SARAH, JULIEN, NADIA};

	for (int i = 0; i < VEHICLES; i++) {
		const char *state = i == 1 ? "sold" : i == 5 ? "workshop" : "in_service";
		const char *driver = demo_id(demo, demo->staff[drivers[i % 4]]);
		bool out = i % 3 == 0 && *state == 'i';
		int64_t vehicle = demo_add(
			demo, "vehicles", i % 2 == 0 ? HELENE : JULIEN, 360 - 25 * i,
			DEMO_FIELDS("plate", vehicles[i].plate, "model", vehicles[i].model, "state", state, "back_on",
				    *state == 'w' ? demo_day(demo, 4) : NULL, "energy", vehicles[i].energy, "mileage",
				    demo_whole(demo, vehicles[i].mileage), "next_inspection",
				    *state == 's' ? NULL : demo_day(demo, i * 17 - 6), "driver",
				    *state == 's' ? NULL : driver, "owner", driver, "client",
				    out ? demo_id(demo, demo->clients[i * 3]) : NULL, "leased",
				    i % 5 == 4 ? "yes" : "no", "price", vehicles[i].price, "notes", vehicles[i].notes));

		add_services(demo, vehicle, i);
	}
}
