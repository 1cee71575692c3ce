/* formula_world_test: prices, days and names as an order has them. */
#include "modules/formula_world_test.h"

static void
add_field(struct world *world, size_t index, const char *name, enum field_type type, int digits, const char *currency)
{
	world->fields[index] = (struct field){.id = (int64_t)index + 1,
					      .index = index,
					      .name = name,
					      .type = type,
					      .result = type,
					      .digits = digits,
					      .currency = currency,
					      .module = &world->module};
	world->cells[index] = db_null();
}

static void
add_formula(struct world *world, size_t index, const char *name, enum field_type result, const char *text)
{
	add_field(world, index, name, FIELD_FORMULA, 2, result == FIELD_MONEY ? "EUR" : NULL);
	world->fields[index].result = result;
	world->fields[index].formula_text = text;
}

struct world *
formula_world_empty(void)
{
	struct arena *arena = arena_new(0);
	struct world *world = arena_make(arena, struct world);

	world->arena = arena;
	world->module = (struct module){.id = 1, .name = "orders", .fields = world->fields, .field_count = FIELDS};
	world->moment = (struct moment){.now = (int64_t)day_of(2026, 11, 22) * DAY_MS + 23 * HOUR_MS + 30 * MINUTE_MS,
					.today = day_of(2026, 11, 23),
					.zone = "Europe/Paris"};
	add_field(world, F_ID, "ref", FIELD_NUMBER, 5, NULL);
	add_field(world, F_NAME, "name", FIELD_TEXT, 0, NULL);
	add_field(world, F_NOTE, "note", FIELD_LONG_TEXT, 0, NULL);
	add_field(world, F_QUANTITY, "quantity", FIELD_INTEGER, 0, NULL);
	add_field(world, F_PRICE, "price", FIELD_MONEY, 0, "EUR");
	add_field(world, F_COST, "cost", FIELD_MONEY, 0, "EUR");
	add_field(world, F_DOLLARS, "dollars", FIELD_MONEY, 0, "USD");
	add_field(world, F_RATE, "rate", FIELD_PERCENTAGE, 1, NULL);
	add_field(world, F_WEIGHT, "weight", FIELD_DECIMAL, 3, NULL);
	add_field(world, F_DUE, "due", FIELD_DAY, 0, NULL);
	add_field(world, F_SEEN, "seen", FIELD_INSTANT, 0, NULL);
	add_field(world, F_PAID, "paid", FIELD_YES_NO, 0, NULL);
	add_field(world, F_COLOURS, "colours", FIELD_CHOICES, 0, NULL);
	add_field(world, F_CLIENT, "client", FIELD_LOOKUP, 0, NULL);
	add_field(world, F_LINKS, "links", FIELD_LOOKUPS, 0, NULL);
	add_field(world, F_SUM, "lines", FIELD_ROLLUP, 0, "EUR");
	world->fields[F_SUM].result = FIELD_MONEY;
	add_formula(world, F_TOTAL, "total", FIELD_MONEY, "quantity * price");
	add_formula(world, F_TAX, "tax", FIELD_MONEY, "total * rate");
	add_formula(world, F_GROSS, "gross", FIELD_MONEY, "total + tax");
	add_formula(world, F_RESULT, "result", FIELD_DECIMAL, NULL);
	return world;
}

static void
fill(struct world *world)
{
	world->cells[F_ID] = db_text("OR-00042");
	world->cells[F_NAME] = db_text("Élodie Œuf");
	world->cells[F_QUANTITY] = db_int(3);
	world->cells[F_PRICE] = db_int(1999);
	world->cells[F_COST] = db_int(1200);
	world->cells[F_DOLLARS] = db_int(500);
	world->cells[F_RATE] = db_int(205);
	world->cells[F_WEIGHT] = db_int(1250);
	world->cells[F_DUE] = db_int(day_of(2024, 1, 31));
	world->cells[F_SEEN] = db_int((int64_t)day_of(2026, 6, 30) * DAY_MS + 22 * HOUR_MS + 5 * MINUTE_MS);
	world->cells[F_PAID] = db_int(1);
	world->cells[F_COLOURS] = db_text("|red|dark_blue|");
	world->cells[F_CLIENT] = db_int(7);
	world->cells[F_SUM] = db_int(10050);
}

struct world *
formula_world(void)
{
	struct world *world = formula_world_empty();

	fill(world);
	return world;
}

struct db_value
formula_computed(struct world *world, enum field_type result, const char *text)
{
	struct field *of = &world->fields[F_RESULT];
	struct formula *formula;

	of->result = result;
	of->digits = 2;
	of->currency = result == FIELD_MONEY ? "EUR" : NULL;
	formula = formula_parse(world->arena, &world->module, text, of, result, &world->error, &world->at);
	if (formula == NULL)
		fail_msg("%s: %s at %zu", text, world->error, world->at);
	formula_compute(formula, of, world->cells, &world->moment, world->arena);
	return world->cells[F_RESULT];
}

void
formula_gives_int(struct world *world, enum field_type result, const char *text, int64_t expected)
{
	struct db_value value = formula_computed(world, result, text);

	if (value.type != DB_INT || value.integer != expected)
		fail_msg("%s: type %d, %lld instead of %lld", text, (int)value.type, (long long)value.integer,
			 (long long)expected);
}

void
formula_gives(struct world *world, const char *text, int64_t expected)
{
	formula_gives_int(world, FIELD_DECIMAL, text, expected);
}

void
formula_gives_text(struct world *world, const char *text, const char *expected)
{
	struct db_value value = formula_computed(world, FIELD_TEXT, text);

	if (value.type != DB_TEXT || !str_equal(value.bytes, str_of(expected)))
		fail_msg("%s: type %d, \"%.*s\" instead of \"%s\"", text, (int)value.type, (int)value.bytes.length,
			 value.bytes.at == NULL ? "" : value.bytes.at, expected);
}

void
formula_says(struct world *world, const char *text, bool expected)
{
	formula_gives_int(world, FIELD_YES_NO, text, expected);
}

void
formula_gives_nothing(struct world *world, enum field_type result, const char *text)
{
	struct db_value value = formula_computed(world, result, text);

	if (value.type != DB_NULL)
		fail_msg("%s: not empty, %lld", text, (long long)value.integer);
}

void
formula_is_refused(struct world *world, enum field_type result, const char *text, size_t at, const char *error)
{
	struct field *of = &world->fields[F_RESULT];
	struct formula *formula;

	of->result = result;
	of->currency = result == FIELD_MONEY ? "EUR" : NULL;
	formula = formula_parse(world->arena, &world->module, text, of, result, &world->error, &world->at);
	if (formula != NULL)
		fail_msg("%s: taken", text);
	if (world->at != at || strstr(world->error, error) == NULL)
		fail_msg("%s: \"%s\" at %zu instead of \"%s\" at %zu", text, world->error, world->at, error, at);
}
