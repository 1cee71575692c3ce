/* demo_staff: who works there, the tree of their roles, a profile of their own, and who sees which records. */
#include "demo/demo_parts.h"

#include "base/arena.h"
#include "base/check.h"
#include "base/log.h"
#include "core/house.h"
#include "demo/demo.h"
#include "people/people.h"
#include "rights/rights_write.h"
#include "sys/crypto.h"

#include <string.h>

/* A refusal here is a mistake in these files. */
static void
expect_done(enum rights_outcome outcome, const struct rights_trouble *trouble)
{
	if (outcome != RIGHTS_DONE)
		log_error("demo.rights", "refused: %d, %s: %s", (int)outcome,
			  trouble->field == NULL ? "" : trouble->field, trouble->error == NULL ? "" : trouble->error);
	check(outcome == RIGHTS_DONE);
}

/* ---- the tree ---- */

static int64_t
add_role(struct demo *demo, const char *name, int64_t above)
{
	struct rights_trouble trouble = {.error = NULL};
	int64_t id = 0;

	expect_done(role_create(demo->tx, demo->rights, name, above, &id, &trouble), &trouble);
	demo_look_again(demo);
	return id;
}

/* ---- the profile ---- */

static void
set_level(const struct module *module, enum level *levels, const char *field, enum level level)
{
	const struct field *found = field_named(module, field);

	check(found != NULL);
	levels[found->index] = level;
}

static int64_t
layout_named(const struct module *module, const char *name)
{
	for (size_t i = 0; i < module->layout_count; i++)
		if (strcmp(module->layouts[i].name, name) == 0)
			return module->layouts[i].id;
	return 0;
}

/* What the profile may not do or see in a module; fields of one level, one after the other, a NULL last. */
struct limit {
	const char *module, *layout;
	unsigned may;
	const char *const *hidden, *const *read_only;
};

static void
limit_profile(struct demo *demo, int64_t id, const struct limit *limit, int64_t version)
{
	const struct module *module = demo_module(demo, limit->module);
	const struct profile_rights *profile = rights_profile(demo->rights, id);
	enum level *levels = arena_make_array(tx_arena(demo->tx), enum level, module->field_count);
	const struct matrix_draft draft = {
		.module = module,
		.may = limit->may,
		.layout = limit->layout == NULL ? 0 : layout_named(module, limit->layout),
		.levels = levels,
	};
	const struct rights_trouble trouble = {.error = NULL};

	memcpy(levels, profile->levels[module->index], module->field_count * sizeof levels[0]);
	for (const char *const *field = limit->hidden; *field != NULL; field++)
		set_level(module, levels, *field, LEVEL_HIDDEN);
	for (const char *const *field = limit->read_only; *field != NULL; field++)
		set_level(module, levels, *field, LEVEL_READ);
	expect_done(profile_set_module(demo->tx, id, &draft, version), &trouble);
}

/* Sells, and neither sees what things cost the house nor takes lists of clients home. */
static int64_t
add_profile(struct demo *demo)
{
	static const char *const none[] = {NULL};
	static const char *const vehicle_hidden[] = {"price", "services_cost", "total_cost", NULL};
	static const char *const vehicle_read[] = {"leased", "next_inspection", NULL};
	static const char *const service_hidden[] = {"cost", NULL};
	static const char *const client_hidden[] = {"siret", "vat_number", NULL};
	static const char *const contract_read[] = {"amount", "state", NULL};
	const unsigned writes = MAY_VIEW | MAY_CREATE | MAY_EDIT;
	const struct limit limits[] = {
		{"vehicles", "Conducteurs", MAY_VIEW | MAY_EDIT, vehicle_hidden, vehicle_read},
		{"vehicle_services", NULL, MAY_VIEW, service_hidden, none},
		{"clients", NULL, writes, client_hidden, none},
		{"contracts", NULL, writes, none, contract_read},
		{"products", NULL, MAY_VIEW, none, none},
	};
	struct rights_trouble trouble = {.error = NULL};
	int64_t id = 0, version = 1;

	expect_done(profile_create(demo->tx, demo->rights, "Commercial", profile_id_of(PROFILE_MANAGER), &id, &trouble),
		    &trouble);
	demo_look_again(demo);
	for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++)
		limit_profile(demo, id, &limits[i], version++);
	return id;
}

/* ---- people ---- */

void
demo_add_staff(struct demo *demo)
{
	int64_t direction = add_role(demo, "Direction", 0);
	int64_t sales = add_role(demo, "Commerce", direction);
	int64_t nantes = add_role(demo, "Équipe Nantes", sales);
	int64_t rennes = add_role(demo, "Équipe Rennes", sales);
	int64_t service = add_role(demo, "Service client", direction);
	int64_t commercial = add_profile(demo);
	const struct {
		const char *email, *name;
		int64_t profile, role;
	} staff[DEMO_STAFF] = {
		[HELENE] = {"helene@solaria.example", "Hélène Caradec", profile_id_of(PROFILE_ADMINISTRATOR),
			    direction},
		[JULIEN] = {"julien@solaria.example", "Julien Morvan", profile_id_of(PROFILE_MANAGER), sales},
		[NADIA] = {"nadia@solaria.example", "Nadia Benali", profile_id_of(PROFILE_READER), service},
		[GWENAELLE] = {"gwenaelle@solaria.example", "Gwenaëlle Riou", commercial, nantes},
		[SARAH] = {"sarah@solaria.example", "Sarah Lemoine", commercial, rennes},
	};
	const char *hash = password_hash(tx_arena(demo->tx), demo_password);

	for (int i = 0; i < DEMO_STAFF; i++)
		demo->staff[i] = staff_create(demo->tx, &(struct staff_new){.email = staff[i].email,
									    .name = staff[i].name,
									    .profile_id = staff[i].profile,
									    .role_id = staff[i].role,
									    .password_hash = hash});
	demo_look_again(demo);
}

/* ---- rules ---- */

static void
share(struct demo *demo, const char *module, enum sharing sharing)
{
	const struct rights_trouble trouble = {.error = NULL};

	expect_done(module_share(demo->tx, demo_module(demo, module), sharing, demo_module(demo, module)->version),
		    &trouble);
}

static void
add_sharing(struct demo *demo, const char *module, const struct sharing_draft *draft)
{
	struct rights_trouble trouble = {.error = NULL};
	int64_t id;

	expect_done(sharing_save(demo->tx, demo->rights, demo_module(demo, module), 0, draft, 0, &id, &trouble),
		    &trouble);
}

static void
add_state(struct demo *demo, const char *module, const char *field, const char *name, const char *condition)
{
	struct rights_trouble trouble = {.error = NULL};
	const struct state_draft draft = {
		.name = name,
		.condition = demo_json(demo, condition),
		.field = field == NULL ? NULL : field_named(demo_module(demo, module), field),
	};
	int64_t id;

	expect_done(state_save(demo->tx, demo_module(demo, module), 0, &draft, 0, &id, &trouble), &trouble);
}

/* Opportunities are their owner's and of those above; what is won concerns those who will build it. */
void
demo_add_rules(struct demo *demo)
{
	const int64_t builders[] = {demo->staff[JULIEN], demo->staff[NADIA], demo->staff[GWENAELLE]};
	const struct rights_trouble trouble = {.error = NULL};
	int64_t crew = 0;

	expect_done(crew_create(demo->tx, demo->rights, "Équipe chantiers", builders,
				sizeof builders / sizeof builders[0], &crew),
		    &trouble);
	share(demo, "opportunities", SHARING_PRIVATE);
	demo_look_again(demo);
	add_sharing(demo, "opportunities",
		    &(struct sharing_draft){
			    .name = "Affaires gagnées, pour les chantiers",
			    .condition = demo_json(
				    demo, "{'all': [{'field': 'state', 'comparison': 'is', 'values': ['won']}]}"),
			    .crew = crew,
			    .level = LEVEL_READ});
	add_state(demo, "opportunities", "amount", "Affaire gagnée : le montant est arrêté",
		  "{'all': [{'field': 'state', 'comparison': 'is', 'values': ['won']}]}");
	add_state(demo, "contracts", NULL, "Contrat terminé",
		  "{'all': [{'field': 'state', 'comparison': 'is', 'values': ['ended', 'cancelled']}]}");
	demo_look_again(demo);
}
