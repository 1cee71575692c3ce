/* demo_sales: leads, vendors, products, opportunities, offers with their lines, contracts. */
#include "demo/demo_parts.h"

#include "base/arena.h"
#include "base/instant.h"
#include "records/remark.h"

enum { LEADS = 40, OPPORTUNITIES = 60, OFFERS = 20, CONTRACTS = 10 };

/* ---- leads ---- */

static void
add_lead(struct demo *demo, int index)
{
	static const char *const wishes[] = {
		"Maison de 140 m², toit en ardoise plein sud. Souhaite une étude avant l’été.",
		"Voudrait une borne de recharge et demande si les panneaux peuvent l’alimenter.",
		"A reçu deux autres devis. Comparera surtout la garantie.",
		"Toiture à refaire l’an prochain : à rappeler à ce moment-là.",
		"Bâtiment agricole de 900 m², intéressé par la vente totale.",
		NULL,
	};
	static const char *const origins[] = {"website", "phone", "referral", "event", "website"};
	static const char *const states[] = {"converted", "lost", "qualified", "contacted", "new"};
	static const enum demo_staff owners[] = {GWENAELLE, SARAH, GWENAELLE, JULIEN};
	struct arena *arena = tx_arena(demo->tx);
	const char *first = demo_first_name((unsigned)index * 13 + 5), *last = demo_last_name((unsigned)index * 17 + 3);
	int age = (LEADS - index) * 4;

	demo_add(demo, "leads", owners[index % 4], age,
		 DEMO_FIELDS("name", arena_printf(arena, "%s %s", first, last), "company",
			     index % 5 == 4 ? arena_printf(arena, "GAEC %s", last) : NULL, "email",
			     demo_email(arena, first, last, "courriel"), "phone",
			     arena_printf(arena, "06 39 98 %02u %02d", demo_chance(demo, 100), index), "origin",
			     origins[index % 5], "state", states[(index + (int)demo_chance(demo, 8)) * 5 / (LEADS + 8)],
			     "amount", index % 3 == 0 ? NULL : demo_whole(demo, 4000 + 500 * demo_chance(demo, 30)),
			     "address", demo_address_text(demo), "description", wishes[index % 6]));
}

/* ---- vendors ---- */

static const struct {
	const char *name, *domain, *siret, *description;
} vendors[DEMO_VENDORS] = {
	{"Héliotek Distribution", "heliotek", "40483304800022", "Panneaux et structures de toit. Livraison le mardi."},
	{"Onduleurs de l’Ouest", "onduleurs-ouest", "41816609600069", "Micro-onduleurs, garantie de vingt ans."},
	{"Câblerie nantaise", "cablerie-nantaise", "39210547800031", NULL},
	{"Batteries Armor", "batteries-armor", "50127863500018", "Stockage domestique de 5 à 20 kWh."},
	{"Bornes & Cie", "bornes-et-cie", "52348790100044", "Bornes de recharge de 7 à 22 kW."},
	{"Échafaudages Vilaine", "echafaudages-vilaine", "43298710500027", "Location à la semaine."},
	{"Garage des Ponts", "garage-des-ponts", "38765412900015", "Entretien des véhicules, à Nantes."},
	{"Carrosserie Le Bihan", "carrosserie-lebihan", "44512098700039", NULL},
	{"Ardoises d’Anjou", "ardoises-anjou", "32165498700052", NULL},
	{"Bureau de contrôle Atlantique", "controle-atlantique", "47896321500011", "Attestations de conformité."},
};

static void
add_vendors(struct demo *demo)
{
	for (int i = 0; i < DEMO_VENDORS; i++)
		demo->vendors[i] = demo_add(
			demo, "vendors", i % 3 == 0 ? HELENE : JULIEN, 400 - 3 * (int)i,
			DEMO_FIELDS("name", vendors[i].name, "email",
				    arena_printf(tx_arena(demo->tx), "commandes@%s.example", vendors[i].domain),
				    "phone", arena_printf(tx_arena(demo->tx), "02 40 99 %02d 00", 10 + (int)i),
				    "website",
				    arena_printf(tx_arena(demo->tx), "https://www.%s.example", vendors[i].domain),
				    "siret", vendors[i].siret, "address", demo_address_text(demo), "description",
				    vendors[i].description));
}

/* Somebody wrote them down a second time: the module's duplicates suggest to merge them. */
static void
add_twins(struct demo *demo)
{
	struct arena *arena = tx_arena(demo->tx);
	const char *first = demo_first_name(7 * 13 + 5), *last = demo_last_name(7 * 17 + 3);

	demo_add(demo, "vendors", JULIEN, 12,
		 DEMO_FIELDS("name", "SARL Garage des Ponts", "email", "atelier@garage-des-ponts.example", "phone",
			     "02 40 99 16 00", "description", "Demander Yann, à l’atelier."));
	demo_add(demo, "vendors", HELENE, 9,
		 DEMO_FIELDS("name", "Heliotek Distribution SAS", "email", "commandes@heliotek.example"));
	demo_add(demo, "leads", SARAH, 3,
		 DEMO_FIELDS("name", arena_printf(arena, "%s, %s", last, first), "email",
			     demo_email(arena, first, last, "courriel"), "origin", "phone", "state", "new",
			     "description", "A rappelé : toujours intéressé."));
}

/* ---- products ---- */

static const struct {
	const char *code, *name, *kind, *unit, *price, *vat;
} products[] = {
	{"PV-425", "Panneau photovoltaïque 425 Wc", "goods", "pièce", "295.00", "10"},
	{"PV-500", "Panneau photovoltaïque 500 Wc bifacial", "goods", "pièce", "348.00", "10"},
	{"PV-TUI", "Tuile photovoltaïque", "goods", "m²", "412.00", "10"},
	{"OND-M", "Micro-onduleur", "goods", "pièce", "149.00", "10"},
	{"OND-5", "Onduleur central 5 kW", "goods", "pièce", "1180.00", "10"},
	{"OND-10", "Onduleur triphasé 10 kW", "goods", "pièce", "1960.00", "20"},
	{"BAT-5", "Batterie 5 kWh", "goods", "pièce", "2890.00", "20"},
	{"BAT-10", "Batterie 10 kWh", "goods", "pièce", "5240.00", "20"},
	{"BOR-7", "Borne de recharge 7 kW", "goods", "pièce", "890.00", "5.5"},
	{"BOR-22", "Borne de recharge 22 kW", "goods", "pièce", "1490.00", "5.5"},
	{"STR-T", "Structure de fixation pour tuiles", "goods", "m²", "38.50", "10"},
	{"STR-A", "Structure de fixation pour ardoises", "goods", "m²", "46.00", "10"},
	{"STR-P", "Structure lestée pour toit plat", "goods", "m²", "52.00", "20"},
	{"CAB-6", "Câble solaire 6 mm²", "goods", "m", "1.95", "10"},
	{"COF-AC", "Coffret de protection AC/DC", "goods", "pièce", "265.00", "10"},
	{"POSE", "Pose en toiture", "service", "h", "58.00", "10"},
	{"ELEC", "Raccordement électrique", "service", "h", "62.00", "10"},
	{"MES", "Mise en service et réglages", "service", "forfait", "420.00", "10"},
	{"CONS", "Démarches et attestation Consuel", "service", "forfait", "180.00", "20"},
	{"VIS", "Visite technique et étude", "service", "forfait", "150.00", "20"},
	{"ENT-A", "Entretien annuel", "service", "an", "180.00", "20"},
	{"NET", "Nettoyage de panneaux", "service", "m²", "3.20", "10"},
	{"ETU", "Étude de faisabilité", "service", "forfait", "950.00", "20"},
	{"PLAN", "Plans d’exécution", "service", "h", "85.00", "20"},
	{"CHAU", "Chauffe-eau solaire (fin de série)", "goods", "pièce", "2150.00", "5.5"},
};
enum { PRODUCTS = sizeof products / sizeof products[0] };

static void
add_products(struct demo *demo, int64_t ids[PRODUCTS])
{
	for (int i = 0; i < PRODUCTS; i++)
		ids[i] = demo_add(demo, "products", HELENE, 380 - i,
				  DEMO_FIELDS("name", products[i].name, "code", products[i].code, "kind",
					      products[i].kind, "unit", products[i].unit, "unit_price",
					      products[i].price, "vat_rate", products[i].vat, "active",
					      i == PRODUCTS - 1 ? "no" : "yes"));
}

/* ---- opportunities ---- */

static const struct {
	const char *name;
	unsigned amount; /* of a usual one, in euros */
} projects[] = {
	{"Installation 3 kWc", 8200},
	{"Installation 6 kWc avec batterie", 17400},
	{"Borne de recharge", 1900},
	{"Ombrière de parking", 46000},
	{"Toiture solaire 36 kWc", 52000},
	{"Rénovation d’onduleurs", 5600},
	{"Étude et permis de construire", 4300},
	{"Autoconsommation collective", 88000},
};

/* The older it is, the more has been decided. */
static const char *
state_of_age(struct demo *demo, int age)
{
	uint32_t luck = demo_chance(demo, 100);

	if (age > 90)
		return luck < 52 ? "won" : luck < 92 ? "lost" : "negotiation";
	if (age > 40)
		return luck < 25 ? "won" : luck < 40 ? "lost" : luck < 70 ? "negotiation" : "proposal";
	return luck < 10 ? "won" : luck < 30 ? "negotiation" : luck < 60 ? "proposal" : "new";
}

static const char *
probability_of(const char *state)
{
	switch (*state) {
	case 'w':
		return "100";
	case 'l':
		return "0";
	case 'n':
		return state[2] == 'g' ? "70" : "20"; /* negotiation, new */
	default:
		return "45";
	}
}

static int64_t
add_opportunity(struct demo *demo, int index)
{
	static const enum demo_staff owners[] = {GWENAELLE, SARAH, JULIEN, GWENAELLE, SARAH, HELENE};
	static const char *const origins[] = {"referral", "website", "phone", "event", "other"};
	struct arena *arena = tx_arena(demo->tx);
	int age = (OPPORTUNITIES - index) * 3 + 1;
	int client = (index * 7 + 3) % DEMO_CLIENTS;
	size_t project = demo_chance(demo, sizeof projects / sizeof projects[0]);
	const char *state = state_of_age(demo, age);
	bool decided = *state == 'w' || *state == 'l';
	unsigned amount = projects[project].amount * (80 + demo_chance(demo, 50)) / 100;
	int expected = decided ? 20 - age : 5 + (int)demo_chance(demo, 80);

	return demo_add(
		demo, "opportunities", owners[index % 6], age,
		DEMO_FIELDS("name", arena_printf(arena, "%s – %s", projects[project].name, demo->client_names[client]),
			    "client", demo_id(demo, demo->clients[client]), "contact",
			    demo_id(demo, demo->client_contacts[client]), "state", state, "amount",
			    demo_whole(demo, amount / 10 * 10), "probability", probability_of(state), "expected_on",
			    demo_day(demo, expected > -1 && decided ? -1 : expected), "origin",
			    origins[demo_chance(demo, 5)], "description",
			    index % 4 == 0 ? "Toiture vue sur place, sans difficulté. Décision en famille." : NULL));
}

static void
add_remarks(struct demo *demo, const int64_t *opportunities)
{
	static const struct {
		enum demo_staff by;
		const char *text;
	} remarks[] = {
		{GWENAELLE, "Rappelée ce matin : elle attend l’accord de la banque, réponse vendredi."},
		{JULIEN, "@gwenaelle pense à proposer le paiement en trois fois."},
		{GWENAELLE, "Fait, elle est ravie. Devis mis à jour."},
		{SARAH, "Visite faite, ombrage de l’érable à l’ouest à partir de 16 h."},
		{JULIEN, "On garde six panneaux au sud, et deux à l’est."},
	};
	int64_t module = demo_module(demo, "opportunities")->id;

	for (size_t i = 0; i < sizeof remarks / sizeof remarks[0]; i++)
		remark_create(demo->tx, module, opportunities[OPPORTUNITIES - (i < 3 ? 6 : 11)],
			      demo->staff[remarks[i].by], remarks[i].text);
}

/* ---- offers ---- */

static void
add_offer_lines(struct demo *demo, int64_t offer, int age, const int64_t *ids)
{
	static const struct {
		int product;
		unsigned quantity;
	} usual[] = {{0, 8}, {3, 8}, {10, 16}, {15, 12}, {16, 5}, {17, 1}, {6, 1}, {8, 1}};
	size_t count = 2 + demo_chance(demo, 5);

	for (size_t i = 0; i < count; i++) {
		int product = usual[i].product;

		demo_add_line(demo, "offer_lines", offer, GWENAELLE, age,
			      DEMO_FIELDS("label", products[product].name, "product", demo_id(demo, ids[product]),
					  "quantity", demo_whole(demo, usual[i].quantity + demo_chance(demo, 3)),
					  "unit", products[product].unit, "unit_price", products[product].price,
					  "discount", i == 0 && count > 4 ? "5" : NULL, "vat_rate",
					  products[product].vat));
	}
}

static void
add_offer(struct demo *demo, int index, const int64_t *opportunities, const int64_t *products_)
{
	static const char *const states[] = {"accepted", "refused", "accepted", "expired", "sent", "sent", "draft"};
	int age = (OFFERS - index) * 6, client = ((2 * index + 20) * 7 + 3) % DEMO_CLIENTS;
	const char *state = index < 13 ? states[index % 4] : states[4 + index % 3];
	bool draft = *state == 'd';
	int64_t offer = demo_add(
		demo, "offers", index % 2 == 0 ? GWENAELLE : SARAH, age,
		DEMO_FIELDS("subject", arena_printf(tx_arena(demo->tx), "Offre pour %s", demo->client_names[client]),
			    "client", demo_id(demo, demo->clients[client]), "contact",
			    demo_id(demo, demo->client_contacts[client]), "opportunity",
			    demo_id(demo, opportunities[2 * index + 20]), "state", state, "issued_on",
			    draft ? NULL : demo_day(demo, -age), "valid_until", draft ? NULL : demo_day(demo, 30 - age),
			    "terms", "Acompte de 30 % à la commande, solde à la mise en service."));

	add_offer_lines(demo, offer, age, products_);
}

/* ---- contracts ---- */

static void
add_contract(struct demo *demo, int index)
{
	static const char *const states[] = {"ended", "active", "active", "active", "cancelled", "draft"};
	static const char *const kinds[] = {"Contrat d’entretien", "Contrat de surveillance"};
	int client = index * 3 % DEMO_CLIENTS, age = 420 - 45 * index;
	const char *state = index < 2 ? states[0] : index == CONTRACTS - 1 ? states[5] : states[index % 4 + 1];

	demo_add(demo, "contracts", index % 2 == 0 ? JULIEN : HELENE, age,
		 DEMO_FIELDS("name",
			     arena_printf(tx_arena(demo->tx), "%s – %s", kinds[index % 2], demo->client_names[client]),
			     "client", demo_id(demo, demo->clients[client]), "state", state, "starts_on",
			     demo_day(demo, 15 - age), "ends_on", demo_day(demo, 380 - age), "amount",
			     demo_whole(demo, 180 + 60 * demo_chance(demo, 12)), "renewed",
			     index % 3 == 0 ? "no" : "yes", "description",
			     "Une visite par an, dépannage sous 72 heures, nettoyage compris."));
}

void
demo_add_sales(struct demo *demo)
{
	int64_t ids[PRODUCTS], opportunities[OPPORTUNITIES];

	add_vendors(demo);
	add_products(demo, ids);
	for (int i = 0; i < CONTRACTS; i++)
		add_contract(demo, i);
	for (int i = 0; i < LEADS; i++)
		add_lead(demo, i);
	add_twins(demo);
	for (int i = 0; i < OPPORTUNITIES; i++)
		opportunities[i] = add_opportunity(demo, i);
	add_remarks(demo, opportunities);
	for (int i = 0; i < OFFERS; i++)
		add_offer(demo, i, opportunities, ids);
}
