/* command_init: makes the data folder and, in one transaction, the organisation, its company and its portal. */
#include "app/app.h"
#include "app/command.h"

#include "base/arena.h"
#include "base/id.h"
#include "companies/companies.h"
#include "core/audit.h"
#include "core/organisation.h"
#include "demo/demo.h"
#include "portals/portals.h"
#include "rights/user_type_write.h"
#include "switches/switches.h"
#include "sys/clock.h"
#include "sys/file.h"

#include <stdio.h>
#include <string.h>

struct init {
	struct app *app;
	const char *name, *address, *language, *country, *zone, *currency;
	bool demo, without_portal;
	bool existed;
};

static bool
read_options(struct init *init, int argc, char **argv)
{
	const struct {
		const char *name;
		const char **value;
	} options[] = {
		{"--name", &init->name},       {"--address", &init->address}, {"--language", &init->language},
		{"--country", &init->country}, {"--zone", &init->zone},	      {"--currency", &init->currency},
	};

	for (int i = 0; i < argc; i++) {
		size_t found = sizeof options / sizeof options[0];

		if (strcmp(argv[i], "--demo") == 0) {
			init->demo = true;
			continue;
		}
		if (strcmp(argv[i], "--without-portal") == 0) {
			init->without_portal = true;
			continue;
		}
		for (size_t o = 0; o < sizeof options / sizeof options[0]; o++)
			if (strcmp(argv[i], options[o].name) == 0)
				found = o;
		if (found == sizeof options / sizeof options[0] || i + 1 == argc) {
			fprintf(stderr,
				"parvis: init does not know \"%s\". \"parvis init --help\" says what to write.\n",
				argv[i]);
			return false;
		}
		*options[found].value = argv[++i];
	}
	return true;
}

/* By the rules of the console. Whether another portal has it is not asked: there is none yet. */
static bool
check_address(struct init *init, struct arena *arena)
{
	const char *refusal = NULL, *address;

	if (init->demo || init->without_portal)
		return true;
	address = portal_address_checked(arena, init->address, &refusal);
	if (address == NULL)
		fprintf(stderr, "parvis: no portal can be at \"%s\". %s\n", init->address, refusal);
	else
		init->address = address;
	return address != NULL;
}

/* Without a portal an administrator names it in the console, as the first step of making it. */
static void
create_company(struct tx *tx, const struct init *init, const struct company *company)
{
	int64_t id = company_create(tx, company);

	if (!init->without_portal)
		user_type_create_default(tx, portal_create(tx, init->address, init->name, id), NULL);
}

static void
create(struct tx *tx, void *data)
{
	struct init *init = data;
	const struct organisation organisation = {
		.id = id_new(),
		.name = init->name,
		.language = init->language,
		.country = init->country,
		.zone = init->zone,
		.currency = init->currency,
		.created_at = clock_now(),
	};
	const struct company company = {
		.name = init->name,
		.legal_name = init->name,
		.country = init->country,
		.colour = "#0f766e",
		.invoice_prefix = "F",
		.credit_prefix = "A",
		.payment_days = 30,
	};

	init->existed = organisation_find(tx) != NULL;
	if (init->existed)
		return;
	organisation_create(tx, &organisation);
	app_own_files(init->app, init->app->house.blobs, organisation.id);
	audit_add_system(&init->app->house, tx, &(struct audit){.action = "organisation.create"});
	if (init->demo)
		demo_create(&init->app->house, tx);
	else
		create_company(tx, init, &company);
	portal_agent_begin(&init->app->house, tx);
}

static int
run(struct init *init)
{
	const char *error = NULL;
	enum db_trouble trouble;

	if (!app_migrate(init->app, &error)) {
		fprintf(stderr, "parvis: %s\n", error);
		return 1;
	}
	trouble = db_write(init->app->house.db, init->app->arena, create, init);
	if (trouble != DB_FINE) {
		fprintf(stderr, "parvis: the organisation could not be written; the log above says why.\n");
		return 1;
	}
	if (init->existed)
		puts("There is an organisation already: nothing was changed.");
	else if (init->without_portal && !init->demo)
		printf("Made “%s” in %s. Its portal is made in the console: Settings, Your portal.\n", init->name,
		       init->app->house.config->data);
	else
		printf("Made “%s” in %s. Its portal: %s/p/%s/\n", init->name, init->app->house.config->data,
		       init->app->house.config->public_url, init->address);
	return 0;
}

int
command_init(int argc, char **argv)
{
	struct arena *arena = arena_new(0);
	struct init init = {.name = "Parvis",
			    .address = "portal",
			    .language = "fr",
			    .country = "FR",
			    .zone = "Europe/Paris",
			    .currency = "EUR"};
	int code = 2;

	if (read_options(&init, argc, argv) && check_address(&init, arena)) {
		if (init.demo) {
			init.name = demo_name;
			init.address = demo_address;
		}
		init.app = app_open(arena, APP_INIT);
		code = init.app == NULL ? 1 : run(&init);
		if (init.app != NULL)
			app_close(init.app);
	}
	arena_free(arena);
	return code;
}
