/* demo_work: tickets with their comments, appointments of the past and the coming weeks, tasks. */
#include "demo/demo_parts.h"

#include "base/arena.h"
#include "base/instant.h"

enum { TICKETS = 30, PAST_WEEKS = 4, COMING_WEEKS = 5, WEEK = 7, APPOINTMENTS = 45, TASKS = 30 };

/* ---- tickets ---- */

static const struct {
	const char *subject, *description, *answer;
} questions[] = {
	{"Production en baisse depuis mardi", "L’application montre deux fois moins que la semaine dernière.",
	 "Un micro-onduleur ne répond plus. Nous passons le remplacer, il est sous garantie."},
	{"L’onduleur affiche l’erreur 305", "Le voyant rouge reste allumé depuis l’orage.",
	 "C’est la protection contre la foudre : merci de couper puis remettre le disjoncteur."},
	{"Facture reçue deux fois", "J’ai reçu la même facture par mail et par courrier.",
	 "Une seule est à payer. Nous avons corrigé vos préférences, toutes nos excuses."},
	{"Tuile cassée pendant la pose", "Une tuile est fendue près de la cheminée.",
	 "Notre équipe passe la changer jeudi, sans frais pour vous."},
	{"Attestation pour l’assurance", "Mon assureur demande l’attestation de conformité.",
	 "Vous la trouverez sur votre espace client, rubrique Documents."},
	{"Date de raccordement", "Enedis ne m’a toujours pas écrit.",
	 "Le dossier est complet depuis lundi ; comptez trois semaines."},
	{"Borne qui ne reconnaît plus le badge", "Le badge ne fonctionne plus depuis la mise à jour.",
	 "Nous l’avons réenregistré à distance : pouvez-vous essayer de nouveau ?"},
	{"Changer l’adresse de facturation", "Nous déménageons le 1er du mois prochain.", "C’est fait, merci."},
	{"Nettoyage des panneaux", "Est-ce compris dans mon contrat ?", "Oui, une fois par an, au printemps."},
	{"Bruit la nuit dans le garage", "L’onduleur ventile même sans soleil.",
	 "Ce n’est pas normal : un technicien vous appelle aujourd’hui."},
};
enum { QUESTIONS = sizeof questions / sizeof questions[0] };

static const char *
ticket_state(int index)
{
	static const char *const recent[] = {"waiting", "open", "new", "open", "new"};

	if (index < 20)
		return index % 7 == 6 ? "solved" : "closed";
	return index < 24 ? "solved" : recent[index % 5];
}

static void
add_comments(struct demo *demo, int64_t ticket, int index, int age)
{
	static const char *const internal = "Vérifier d’abord l’historique de production avant de rappeler.";

	if (*ticket_state(index) == 'n')
		return;
	if (index % 4 == 1)
		demo_add(demo, "comments", JULIEN, age,
			 DEMO_FIELDS("text", internal, "ticket", demo_id(demo, ticket), "internal", "yes"));
	demo_add(demo, "comments", index % 3 == 0 ? NADIA : SARAH, age > 1 ? age - 1 : 0,
		 DEMO_FIELDS("text", questions[index % QUESTIONS].answer, "ticket", demo_id(demo, ticket)));
	if (index % 3 == 2)
		demo_add(demo, "comments", NADIA, age > 2 ? age - 2 : 0,
			 DEMO_FIELDS("text", "Client rappelé, tout est rentré dans l’ordre.", "ticket",
				     demo_id(demo, ticket)));
}

static void
add_ticket(struct demo *demo, int index)
{
	static const char *const priorities[] = {"normal", "high", "normal", "low", "normal", "urgent"};
	static const char *const channels[] = {"email", "phone", "portal"};
	int client = (index * 11 + 2) % DEMO_CLIENTS, age = (TICKETS - index) * 2 - 1;
	int64_t ticket =
		demo_add(demo, "tickets", index % 3 == 0 ? NADIA : SARAH, age,
			 DEMO_FIELDS("subject", questions[index % QUESTIONS].subject, "client",
				     demo_id(demo, demo->clients[client]), "contact",
				     demo_id(demo, demo->client_contacts[client]), "state", ticket_state(index),
				     "priority", priorities[demo_chance(demo, 6)], "channel", channels[index % 3],
				     "description", questions[index % QUESTIONS].description));

	add_comments(demo, ticket, index, age);
}

/* ---- appointments ---- */

/* The day so many days from today, or the Monday behind when it falls on a weekend. (1970-01-01 was a Thursday.) */
static int
working_day(const struct demo *demo, int days)
{
	int weekday = (int)((demo->today + days + 3) % WEEK); /* Monday: 0 */

	return weekday < 5 ? days : days + WEEK - weekday;
}

static void
add_appointment(struct demo *demo, int index)
{
	static const char *const subjects[] = {"Visite technique", "Pose des panneaux", "Mise en service",
					       "Signature du devis", "Entretien annuel"};
	static const int hours[] = {8, 14, 9, 11, 15};
	static const int lengths[] = {1, 4, 2, 1, 2};
	static const enum demo_staff owners[] = {GWENAELLE, SARAH, GWENAELLE, JULIEN, SARAH};
	int client = (index * 9 + 1) % DEMO_CLIENTS, kind = (int)demo_chance(demo, 5);
	int days = working_day(demo, index * WEEK * (PAST_WEEKS + COMING_WEEKS) / APPOINTMENTS - WEEK * PAST_WEEKS +
					     (int)demo_chance(demo, 3));
	int minute = 30 * (int)demo_chance(demo, 2);
	const char *state = index % 11 == 10 ? "cancelled" : days < 0 ? "held" : "planned";

	demo_add(demo, "appointments", owners[kind], days < 0 ? 7 - days : 5 - index % 5,
		 DEMO_FIELDS("subject",
			     arena_printf(tx_arena(demo->tx), "%s – %s", subjects[kind], demo->client_names[client]),
			     "starts_at", demo_instant(demo, days, hours[kind], minute), "ends_at",
			     demo_instant(demo, days, hours[kind] + lengths[kind], minute), "client",
			     demo_id(demo, demo->clients[client]), "contact",
			     demo_id(demo, demo->client_contacts[client]), "place",
			     kind == 3 ? "Au bureau, quai de la Fosse" : "Chez le client", "state", state));
}

/* ---- tasks ---- */

static void
add_task(struct demo *demo, int index)
{
	static const char *const subjects[] = {
		"Rappeler pour la date de pose",
		"Envoyer l’attestation Consuel",
		"Commander les micro-onduleurs",
		"Préparer le dossier Enedis",
		"Relancer le devis",
		"Réserver l’échafaudage",
		"Vérifier la production du mois",
		"Demander l’accord de la mairie",
	};
	static const char *const priorities[] = {"normal", "high", "low", "normal", "urgent"};
	static const enum demo_staff people[] = {GWENAELLE, NADIA, SARAH, JULIEN, HELENE};
	int client = (index * 3 + 5) % DEMO_CLIENTS, age = TASKS - index;
	const char *state = index < 14 ? "done" : index % 3 == 0 ? "doing" : "open";

	demo_add(demo, "tasks", people[index % 5], age,
		 DEMO_FIELDS("subject", subjects[index % 8], "due_on", demo_day(demo, 6 + index % 4 * 3 - age), "state",
			     state, "priority", priorities[demo_chance(demo, 5)], "assigned_to",
			     demo_id(demo, demo->staff[people[(index + index / 5) % 5]]), "client",
			     demo_id(demo, demo->clients[client])));
}

void
demo_add_work(struct demo *demo)
{
	for (int i = 0; i < TICKETS; i++)
		add_ticket(demo, i);
	for (int i = 0; i < APPOINTMENTS; i++)
		add_appointment(demo, i);
	for (int i = 0; i < TASKS; i++)
		add_task(demo, i);
}
