/* value_world_test: makes the module by hand. */
#include "modules/value_world_test.h"

#include <stdint.h>

static const struct choice states[] = {
	{.code = "new", .label = {.builtin = N_("New")}},
	{.code = "won", .label = {.count = 2, .languages = {"en", "fr"}, .texts = {"Won", "Gagnée"}}},
	{.code = "in_progress", .label = {.count = 1, .languages = {"fr"}, .texts = {"En cours"}}},
	{.code = "Won", .label = {.count = 1, .languages = {"en"}, .texts = {"Won, twice"}}},
	{.code = "old", .label = {.count = 1, .languages = {"en"}, .texts = {"Old"}}, .retired = true},
};

static const struct choice tags[] = {
	{.code = "red", .label = {.count = 1, .languages = {"fr"}, .texts = {"Rouge"}}},
	{.code = "blue", .label = {.count = 1, .languages = {"fr"}, .texts = {"Bleu"}}},
	{.code = "light_blue", .label = {.count = 1, .languages = {"fr"}, .texts = {"Bleu, clair"}}},
	{.code = "Red", .label = {.count = 1, .languages = {"fr"}, .texts = {"Vermillon"}}},
};

static const struct {
	const char *name;
	enum field_type type;
	const char *key;
} made[WORLD_FIELDS] = {
	[W_TITLE] = {"title", FIELD_TEXT, "x_title_key"},
	[W_NOTES] = {"notes", FIELD_LONG_TEXT, "x_notes_key"},
	[W_CODE] = {"code", FIELD_TEXT, NULL},
	[W_MAIL] = {"mail", FIELD_EMAIL, "x_mail_key"},
	[W_PHONE] = {"phone", FIELD_PHONE, NULL},
	[W_SITE] = {"site", FIELD_LINK, "x_site_key"},
	[W_COUNT] = {"count", FIELD_INTEGER, NULL},
	[W_WEIGHT] = {"weight", FIELD_DECIMAL, NULL},
	[W_PRICE] = {"price", FIELD_MONEY, NULL},
	[W_RATE] = {"rate", FIELD_PERCENTAGE, NULL},
	[W_DUE] = {"due", FIELD_DAY, NULL},
	[W_SEEN] = {"seen", FIELD_INSTANT, NULL},
	[W_PAID] = {"paid", FIELD_YES_NO, NULL},
	[W_STATE] = {"state", FIELD_CHOICE, NULL},
	[W_TAGS] = {"tags", FIELD_CHOICES, NULL},
	[W_OWNER] = {"owner", FIELD_STAFF, NULL},
	[W_CLIENT] = {"client", FIELD_LOOKUP, NULL},
	[W_PARTNERS] = {"partners", FIELD_LOOKUPS, NULL},
	[W_HOME] = {"home", FIELD_ADDRESS, "x_home_key"},
	[W_SCAN] = {"scan", FIELD_FILE, NULL},
	[W_REF] = {"ref", FIELD_NUMBER, NULL},
	[W_SUM] = {"sum", FIELD_FORMULA, NULL},
	[W_MARK] = {"mark", FIELD_FORMULA, "x_mark_key"},
};

struct world *
value_world(struct arena *arena)
{
	struct world *world = arena_make(arena, struct world);

	world->arena = arena;
	world->module = (struct module){
		.id = 7, .name = "things", .table = "x_things", .fields = world->fields, .field_count = WORLD_FIELDS};
	for (size_t i = 0; i < WORLD_FIELDS; i++)
		world->fields[i] = (struct field){
			.id = 100 + (int64_t)i,
			.index = i,
			.module = &world->module,
			.name = made[i].name,
			.column = made[i].type == FIELD_LOOKUPS ? NULL : arena_printf(arena, "x_%s", made[i].name),
			.key = made[i].key,
			.type = made[i].type,
			.label = {.builtin = made[i].name},
			.least = INT64_MIN,
			.most = INT64_MAX,
			.currency = "EUR",
			.country = "FR",
			.zone = "Europe/Paris",
			.result = i == W_SUM ? FIELD_MONEY : FIELD_TEXT,
			.digits = i == W_WEIGHT ? 3 : 2,
		};
	world->fields[W_STATE].choices = states;
	world->fields[W_STATE].choice_count = sizeof states / sizeof states[0];
	world->fields[W_TAGS].choices = tags;
	world->fields[W_TAGS].choice_count = sizeof tags / sizeof tags[0];
	return world;
}
