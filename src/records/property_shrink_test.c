/* property_shrink_test: halves the rules, then the records, then takes away one after the other. */
#include "records/property_shrink_test.h"

#include "base/arena.h"
#include "base/test.h"
#include "db/db_testing.h"
#include "modules/module_store.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Rules, or rows of each module, in the order in which they were drawn. */
struct range {
	size_t from, to;
};

struct shrinking {
	struct property *property;
	property_asking ask;
	void *data;
	struct chance start; /* the same questions each time, as far as there is the same to ask about */
	struct rule_spec rules[PROPERTY_RULES];
	int64_t *ids[PROPERTY_MODULES];
	size_t id_counts[PROPERTY_MODULES];
	struct range kept_rules, kept_rows;
	size_t steps;
};

/* ---- part of a world ---- */

static void
put_aside(struct tx *tx, void *data)
{
	struct property *property = data;

	for (size_t s = 0; s < property->sheet_count; s++) {
		struct sql sql = sql_new(tx_arena(tx));

		sql_printf(&sql, "create table kept_%zu as select * from %s", s, property->sheets[s].module->table);
		db_sql_run(tx, sql_end(&sql));
	}
}

/* The first and the last of the rows that stay; of each module one does. */
static int64_t
first_id(const struct shrinking *shrinking, size_t sheet)
{
	size_t place = shrinking->kept_rows.from, count = shrinking->id_counts[sheet];

	return shrinking->ids[sheet][place < count ? place : count - 1];
}

static int64_t
last_id(const struct shrinking *shrinking, size_t sheet)
{
	size_t place = shrinking->kept_rows.to - 1, count = shrinking->id_counts[sheet];

	return shrinking->ids[sheet][place < count ? place : count - 1];
}

/* Lines go before their records, and come after them. */
static void
leave_rows(struct tx *tx, void *data)
{
	const struct shrinking *shrinking = data;
	const struct property *property = shrinking->property;

	db_run(tx, "delete from sharing_rule");
	db_run(tx, "delete from state_rule");
	for (size_t s = property->sheet_count; s-- > 0;) {
		struct sql sql = sql_new(tx_arena(tx));

		sql_printf(&sql, "delete from %s", property->sheets[s].module->table);
		db_sql_run(tx, sql_end(&sql));
	}
	for (size_t s = 0; s < property->sheet_count; s++) {
		struct sql sql = sql_new(tx_arena(tx));

		sql_printf(&sql, "insert into %s select * from kept_%zu where id >= %" PRId64 " and id <= %" PRId64,
			   property->sheets[s].module->table, s, first_id(shrinking, s), last_id(shrinking, s));
		db_sql_run(tx, sql_end(&sql));
	}
	catalogue_touch(tx);
}

static void
leave(struct shrinking *shrinking)
{
	struct property *property = shrinking->property;
	size_t count = shrinking->kept_rules.to - shrinking->kept_rules.from;

	memcpy(property->rules, shrinking->rules + shrinking->kept_rules.from, count * sizeof *property->rules);
	property->rule_count = count;
	world_write(&property->world, leave_rows, shrinking);
	property_load(property);
	property_save_rules(property);
	property_copy(property);
}

static bool
is_wrong(struct shrinking *shrinking)
{
	struct property *property = shrinking->property;

	shrinking->steps++;
	property->chance = shrinking->start;
	property->mismatches = 0;
	shrinking->ask(property, shrinking->data);
	return property->mismatches > 0;
}

/* ---- smaller and smaller ---- */

static bool
try_range(struct shrinking *shrinking, struct range *range, size_t from, size_t to)
{
	struct range before = *range;

	if (from > to || to - from == before.to - before.from || shrinking->steps >= SHRINK_STEPS)
		return false;
	*range = (struct range){from, to};
	leave(shrinking);
	if (is_wrong(shrinking))
		return true;
	*range = before;
	return false;
}

static void
narrow(struct shrinking *shrinking, struct range *range)
{
	bool smaller = true;

	while (smaller && range->to - range->from > 1) {
		size_t middle = (range->from + range->to) / 2;

		smaller = try_range(shrinking, range, range->from, middle) ||
			  try_range(shrinking, range, middle, range->to);
	}
	while (range->to - range->from > 1 && try_range(shrinking, range, range->from + 1, range->to))
		;
	while (range->to - range->from > 1 && try_range(shrinking, range, range->from, range->to - 1))
		;
}

/* One of them asks about one module, if that is still wrong. */
static void
ask_less(struct shrinking *shrinking)
{
	struct property *property = shrinking->property;

	property->only_staff = property->wrong_staff;
	property->only_sheet = property->wrong_sheet;
	if (is_wrong(shrinking))
		return;
	property->only_staff = NULL;
	property->only_sheet = NULL;
}

static void
remember_all(struct shrinking *shrinking)
{
	struct property *property = shrinking->property;

	memcpy(shrinking->rules, property->rules, sizeof shrinking->rules);
	shrinking->kept_rules.to = property->rule_count;
	for (size_t s = 0; s < property->sheet_count; s++) {
		const struct sheet *sheet = &property->sheets[s];

		shrinking->ids[s] = arena_make_array(property->arena, int64_t, sheet->row_count + 1);
		shrinking->id_counts[s] = sheet->row_count;
		for (size_t i = 0; i < sheet->row_count; i++)
			shrinking->ids[s][i] = sheet->rows[i].id;
		if (sheet->row_count > shrinking->kept_rows.to)
			shrinking->kept_rows.to = sheet->row_count;
	}
	world_write(&property->world, put_aside, property);
	property_load(property);
}

struct smallest
property_shrink(struct property *property, property_asking ask, void *data)
{
	struct shrinking shrinking = {.property = property, .ask = ask, .data = data, .start = property->chance};
	struct smallest smallest = {.rules = property->rule_count};

	property->quiet = true;
	remember_all(&shrinking);
	smallest.wrong = is_wrong(&shrinking);
	if (smallest.wrong) {
		ask_less(&shrinking);
		narrow(&shrinking, &shrinking.kept_rules);
		narrow(&shrinking, &shrinking.kept_rows);
		leave(&shrinking);
	}
	property->chance = shrinking.start;
	property->mismatches = 0;
	smallest.steps = shrinking.steps;
	smallest.rules = property->rule_count;
	for (size_t s = 0; s < property->sheet_count; s++)
		smallest.rows += property->sheets[s].row_count;
	return smallest;
}

/* ---- what is left ---- */

static void
tell_rule(const struct property *property, const struct rule_spec *rule)
{
	const struct module *module = property->sheets[rule->sheet].module;
	struct builder json = builder_new(property->arena, 0);

	doc_print_json(rule->json, NULL, &json);
	if (rule->shares)
		fprintf(stderr, "  shares %s with %s %d to %s: %s\n", module->name, rule->role < 0 ? "group" : "role",
			rule->role < 0 ? rule->crew : rule->role, rule->writes ? "write" : "read", builder_text(&json));
	else
		fprintf(stderr, "  %s %s of %s: %s\n", rule->hides ? "hides" : "locks",
			rule->field < 0 ? "records" : module->fields[rule->field].name, module->name,
			builder_text(&json));
}

static void
tell_row(const struct property *property, const struct sheet *sheet, const struct copy *row)
{
	const struct module *module = sheet->module;

	fprintf(stderr, "  %s %" PRId64 "%s:", module->name, row->id, row->deleted ? " in the bin" : "");
	for (size_t f = 0; f < module->field_count; f++)
		if (row->cells[f].type != DB_NULL)
			fprintf(stderr, " %s=%s", module->fields[f].name,
				value_text(property->arena, &module->fields[f], &row->cells[f]));
	fputc('\n', stderr);
}

void
property_tell_smallest(const struct property *like, uint64_t seed, size_t least_rows, property_asking ask, void *data)
{
	struct arena *arena = arena_new(0);
	struct db *db = db_for_test(arena, db_engine(like->db), "smallest", 0);
	struct property *property = like->person_count > 0 ? property_new_of_portal(db, arena, seed, least_rows)
							   : property_new(db, arena, seed, least_rows);
	struct smallest smallest = property_shrink(property, ask, data);

	if (!smallest.wrong) {
		fprintf(stderr, "seed %" PRIu64 ": asked again, it went right: it needs what was written meanwhile\n",
			seed);
	} else {
		fprintf(stderr, "seed %" PRIu64 ", what is left of it after %zu steps:\n", seed, smallest.steps);
		for (size_t i = 0; i < property->rule_count; i++)
			tell_rule(property, &property->rules[i]);
		for (size_t i = 0; i < property->type_count; i++)
			fprintf(stderr, "  user type %d: %s\n", (int)property->types[i].id, property->types[i].setup);
		for (size_t s = 0; s < property->sheet_count; s++)
			for (size_t i = 0; i < property->sheets[s].row_count; i++)
				tell_row(property, &property->sheets[s], &property->sheets[s].rows[i]);
		property->quiet = false;
		property->brief = true;
		ask(property, data);
	}
	property_free(property);
	arena_free(arena);
}

void
property_end(struct property *property, const char *to, uint64_t seed, size_t least_rows, property_asking ask)
{
	print_message("seed %" PRIu64 ": %zu answers to %s compared\n", seed, property->cases, to);
	if (property->mismatches > 0)
		property_tell_smallest(property, seed, least_rows, ask, NULL);
	assert_int_equal(property->mismatches, 0);
	property_free(property);
}
