/* demo_clients: forty clients and a hundred and twenty contacts with names one may meet in the west of France. */
#include "demo/demo.h"
#include "demo/demo_parts.h"

#include "base/arena.h"
#include "base/instant.h"
#include "clients/clients.h"
#include "html/format.h"
#include "portals/portals.h"
#include "records/record_follow.h"
#include "sys/clock.h"
#include "sys/crypto.h"

#include <string.h>

static const char *const first_names[] = {
	"Camille", "Yann",    "Maëlle",	 "Thomas",  "Inès",    "Gaël",	 "Sophie", "Karim",  "Élodie", "Benoît",
	"Lucie",   "Antoine", "Nolwenn", "Mathieu", "Fatou",   "Pierre", "Anaïs",  "Rémi",   "Claire", "Youssef",
	"Manon",   "Loïc",    "Hélène",	 "Damien",  "Aurélie", "Erwan",	 "Chloé",  "Samuel", "Jeanne", "Noémie",
};

static const char *const last_names[] = {
	"Durand",   "Le Goff",	 "Martin", "Bernard",  "Guillou", "Petit",    "Moreau",	  "Benali",
	"Le Roux",  "Garnier",	 "Riou",   "Fontaine", "Kerbrat", "Robin",    "Diallo",	  "Lefèvre",
	"Morvan",   "Chevalier", "Tanguy", "Haddad",   "Bouvier", "Quéré",    "Marchand", "Prigent",
	"Da Silva", "Le Bihan",	 "Colin",  "Barbier",  "Jaouen",  "Rousseau",
};

static const struct {
	const char *name, *city, *postal_code;
} businesses[] = {
	{"Boulangerie du Port", "Le Croisic", "44490"},	   {"Garage Kerbrat", "Vannes", "56000"},
	{"Cabinet dentaire Erdre", "Nantes", "44000"},	   {"Les Jardins de Brière", "Guérande", "44350"},
	{"Hôtel de la Plage", "Pornic", "44210"},	   {"Menuiserie Tanguy", "Redon", "35600"},
	{"École Saint-Clair", "Clisson", "44190"},	   {"Biscuiterie des Abers", "Lannilis", "29870"},
	{"Pharmacie du Marché", "Ancenis", "44150"},	   {"Ferme de Kerlouan", "Kerlouan", "29890"},
	{"Imprimerie Rousseau", "Cholet", "49300"},	   {"Camping des Dunes", "Saint-Brevin", "44250"},
	{"Crêperie Ty Breizh", "Auray", "56400"},	   {"Transports Le Bihan", "Lorient", "56100"},
	{"Maison médicale des Halles", "Rennes", "35000"},
};

static const struct {
	const char *city, *postal_code;
} towns[] = {
	{"Nantes", "44000"},	{"Rezé", "44400"},   {"Saint-Herblain", "44800"}, {"Orvault", "44700"},
	{"Carquefou", "44470"}, {"Vertou", "44120"}, {"Rennes", "35000"},	  {"Cesson-Sévigné", "35510"},
	{"Vannes", "56000"},	{"Angers", "49000"},
};

static const char *const streets[] = {
	"rue des Lilas",      "rue de la Paix", "avenue de la Gare", "chemin des Vignes", "rue Jean-Jaurès",
	"allée des Tilleuls", "rue du Moulin",	"place de l’Église", "rue des Écoles",	  "boulevard de la Liberté",
};

enum {
	BUSINESSES = sizeof businesses / sizeof businesses[0],
	TOWNS = sizeof towns / sizeof towns[0],
	STREETS = sizeof streets / sizeof streets[0],
	FIRST_NAMES = sizeof first_names / sizeof first_names[0],
	LAST_NAMES = sizeof last_names / sizeof last_names[0],
};

/* Letters and hyphens of an address from a name: "Le Goff" → "le-goff". */
static const char *
address_part(struct arena *arena, const char *name)
{
	char *part = arena_text(arena, text_fold(arena, name));

	for (char *at = part; *at != '\0'; at++)
		if (*at == ' ' || *at == '\'')
			*at = '-';
	return part;
}

const char *
demo_first_name(unsigned index)
{
	return first_names[index % FIRST_NAMES];
}

const char *
demo_last_name(unsigned index)
{
	return last_names[index % LAST_NAMES];
}

const char *
demo_email(struct arena *arena, const char *first, const char *last, const char *provider)
{
	return arena_printf(arena, "%s.%s@%s.example", address_part(arena, first), address_part(arena, last), provider);
}

const char *
demo_address_text(struct demo *demo)
{
	uint32_t town = demo_chance(demo, TOWNS);

	return arena_printf(tx_arena(demo->tx), "%u %s\n%s\n%s\nFR", demo_chance(demo, 80) + 1,
			    streets[demo_chance(demo, STREETS)], towns[town].postal_code, towns[town].city);
}

static int64_t
add_client(struct demo *demo, int index)
{
	struct arena *arena = tx_arena(demo->tx);
	bool business = index < BUSINESSES;
	uint32_t town = demo_chance(demo, TOWNS);
	const char *name = business ? businesses[index].name
				    : arena_printf(arena, "%s %s", first_names[(index * 7) % FIRST_NAMES],
						   last_names[(index * 11) % LAST_NAMES]);
	const struct client client = {
		.name = name,
		.kind = business ? CLIENT_COMPANY : CLIENT_HOUSEHOLD,
		.company_id = demo->companies[demo->client_company[index]],
		.street = arena_printf(arena, "%u %s", demo_chance(demo, 80) + 1, streets[demo_chance(demo, STREETS)]),
		.postal_code = business		      ? businesses[index].postal_code
			       : index == DEMO_ABROAD ? "1204"
						      : towns[town].postal_code,
		.city = business	       ? businesses[index].city
			: index == DEMO_ABROAD ? "Genève"
					       : towns[town].city,
		.country = index == DEMO_ABROAD ? "CH" : "FR",
		.email = business ? arena_printf(arena, "compta@%s.example", address_part(arena, name)) : NULL,
		.phone = arena_printf(arena, "02 40 %02u %02u %02u", demo_chance(demo, 100), demo_chance(demo, 100),
				      demo_chance(demo, 100)),
	};

	demo->client_names[index] = name;
	return client_create(demo->tx, &client);
}

static const char *
mobile_of(struct arena *arena, int index)
{
	return arena_printf(arena, "+336%08u", 39980000u + (unsigned)index);
}

/* The same person, misspelt and with the same telephone: suggested as a duplicate. */
static int64_t
add_twin(struct demo *demo)
{
	struct arena *arena = tx_arena(demo->tx);
	const char *first = first_names[DEMO_TWICE % FIRST_NAMES], *last = "Garnié";
	const struct contact contact = {
		.first_name = first,
		.last_name = last,
		.email = demo_email(arena, first, last, "exemple"),
		.mobile = mobile_of(arena, DEMO_TWICE),
		.mobile_confirmed_at = NO_INSTANT,
		.theme = "",
		.blocked_at = NO_INSTANT,
	};

	return contact_create(demo->tx, &contact);
}

/* Every third person has confirmed a mobile number: their codes come by SMS. */
static int64_t
add_contact(struct demo *demo, int index)
{
	struct arena *arena = tx_arena(demo->tx);
	const char *first = first_names[index % FIRST_NAMES];
	const char *last = last_names[(index * 7 + index / FIRST_NAMES) % LAST_NAMES];
	const struct contact contact = {
		.first_name = first,
		.last_name = last,
		.email = demo_email(arena, first, last, "exemple"),
		.mobile = index % 3 == 1 ? mobile_of(arena, index) : NULL,
		.mobile_confirmed_at = index % 3 == 1 ? clock_now() - 30 * (int64_t)DAY_MS : NO_INSTANT,
		.theme = "",
		.blocked_at = NO_INSTANT,
	};

	return contact_create(demo->tx, &contact);
}

/* "You as a client": what the staff use to look around; the administrator signs in to it with their own address. */
static void
add_test_client(struct demo *demo)
{
	const struct client client = {
		.name = "Vous, en tant que client",
		.kind = CLIENT_HOUSEHOLD,
		.company_id = demo->companies[0],
		.country = "FR",
		.test = true,
	};
	const struct contact contact = {
		.first_name = "Hélène",
		.last_name = "Caradec",
		.email = "helene@solaria.example",
		.mobile_confirmed_at = NO_INSTANT,
		.theme = "",
		.blocked_at = NO_INSTANT,
	};

	client_add_contact(demo->tx, client_create(demo->tx, &client), contact_create(demo->tx, &contact), NULL);
}

/* One client that is done with, and somebody who was a contact of a client that is gone. */
static void
add_former(struct demo *demo)
{
	const struct viewer helene = {.kind = VIEWER_STAFF, .staff = demo->staff[HELENE], .theme = ""};
	const struct client closed = {
		.name = "Librairie du Port (fermée)",
		.kind = CLIENT_COMPANY,
		.company_id = demo->companies[0],
		.street = "3 quai de la Fosse",
		.postal_code = "44000",
		.city = "Nantes",
		.country = "FR",
	};
	const struct contact former = {
		.first_name = "Odile",
		.last_name = "Kermarec",
		.email = "odile.kermarec@exemple.example",
		.mobile_confirmed_at = NO_INSTANT,
		.theme = "",
		.blocked_at = NO_INSTANT,
	};
	int64_t client = client_create(demo->tx, &closed), contact = contact_create(demo->tx, &former);

	record_follow_made(demo->tx, demo_access(demo, "clients", HELENE, 0), client, SOURCE_STAFF);
	record_follow_made(demo->tx, demo_access(demo, "contacts", HELENE, 0), contact, SOURCE_STAFF);
	client_set_archived(demo->tx, &helene, client, clock_now() - 40 * (int64_t)DAY_MS);
}

void
demo_add_clients(struct demo *demo)
{
	static const char *const roles[] = {"Gérante", "Comptable", "Directeur", NULL};

	for (int i = 0; i < DEMO_CLIENTS; i++) {
		demo->client_company[i] = i % 4 == 3 ? 1 : 0;
		demo->clients[i] = add_client(demo, i);
		record_follow_made(demo->tx, demo_access(demo, "clients", HELENE, 0), demo->clients[i], SOURCE_STAFF);
	}
	for (int i = 0; i < DEMO_CONTACTS; i++) {
		int64_t contact = i == DEMO_TWIN ? add_twin(demo) : add_contact(demo, i);
		int client = i % DEMO_CLIENTS;

		client_add_contact(demo->tx, demo->clients[client], contact,
				   client < BUSINESSES ? roles[i / DEMO_CLIENTS] : NULL);
		record_follow_made(demo->tx, demo_access(demo, "contacts", HELENE, 0), contact, SOURCE_STAFF);
		if (i < DEMO_CLIENTS)
			demo->client_contacts[client] = contact;
		if (i == 0) { /* Camille acts for three clients: signing in, she chooses; and she has a password */
			portal_password_set(demo->tx, contact, password_hash(tx_arena(demo->tx), demo_password));
			client_add_contact(demo->tx, demo->clients[1], contact, NULL);
			client_add_contact(demo->tx, demo->clients[2], contact, NULL);
		}
	}
	add_test_client(demo);
	add_former(demo);
}
