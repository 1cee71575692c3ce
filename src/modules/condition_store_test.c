/* condition_store_test: thousands of conditions by chance over rows by chance: SQL of both engines and C agree. */
#include "modules/condition.h"

#include "base/id.h"
#include "base/instant.h"
#include "base/test.h"
#include "db/db_testing.h"
#include "html/zone.h"
#include "modules/value_world_test.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { ROWS = 60, CASES = 3000, SEED = 20261122, ME = 4, TODAY = 20779 /* 2026-11-22 */, COLUMNS = 40 };

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* ---- chance ---- */

struct chance {
	uint64_t state;
};

static uint64_t
draw(struct chance *chance, uint64_t below)
{
	chance->state ^= chance->state << 13;
	chance->state ^= chance->state >> 7;
	chance->state ^= chance->state << 17;
	return (chance->state * 0x2545F4914F6CDD1Du >> 33) % below;
}

static const char *const texts[] = {
	"",	     "Élodie",
	"elodie",    "ELODIE DUPONT",
	"50 %",	     "50_%",
	"a\\b",	     "A\\B%",
	"_",	     "%",
	"\\",	     "œuf à la coque",
	"Œuf",	     "Straße",
	"STRASSE",   "日本語",
	"l’été",     "l'ete",
	"  blank ",  "\xCC\x81",
	"0",	     "'; drop --",
	"a",	     "ab",
	"İstanbul",  "istanbul",
	"été 2026",  "tab\there",
	"new\nline", "\xF0\x9F\x98\x80 smile",
	"é",	     "É",
};
static const char *const mails[] = {"a@example.fr", "jean.dupont@example.com", "jean_dupont@example.com", "x%y@b.org"};
static const char *const phones[] = {"+33612345678", "+33145678901", "+4930123456", "+15551234567"};
static const char *const states[] = {"new", "won", "in_progress", "Won", "old", "new"};
static const char *const tags[] = {"red", "blue", "light_blue", "Red"};
static const int64_t numbers[] = {0, 1, -1, 10, 1230, -1230, 999999999999999, -999999999999999, 50, 1000000};

static int64_t
draw_instant(struct chance *chance)
{
	static const int64_t offsets[] = {0, -1, 1, HOUR_MS, -HOUR_MS, 2 * HOUR_MS, 23 * HOUR_MS, MINUTE_MS, 30000, 17};
	int64_t day = TODAY - 240 + (int64_t)draw(chance, 10) + (draw(chance, 2) == 0 ? 232 : 0);

	return day * DAY_MS - HOUR_MS + offsets[draw(chance, COUNT(offsets))];
}

static struct db_value
draw_tags(struct chance *chance, struct arena *arena)
{
	struct builder kept = builder_new(arena, 0);

	for (size_t i = 0; i < COUNT(tags); i++)
		if (draw(chance, 3) == 0)
			build_printf(&kept, "%s%s|", kept.length == 0 ? "|" : "", tags[i]);
	return kept.length == 0 ? db_null() : db_text(builder_text(&kept));
}

static struct db_value
draw_ids(struct chance *chance, struct arena *arena)
{
	struct builder kept = builder_new(arena, 0);

	for (int64_t id = 1; id < 24; id += 1 + (int64_t)draw(chance, 20))
		build_printf(&kept, "%s%" PRId64 "|", kept.length == 0 ? "|" : "", id);
	return draw(chance, 3) == 0 ? db_null() : db_text(builder_text(&kept));
}

static struct db_value
draw_cell(struct chance *chance, const struct field *field, struct arena *arena)
{
	if (draw(chance, 6) == 0)
		return db_null();
	switch (field_value_type(field)) {
	case FIELD_TEXT:
	case FIELD_LONG_TEXT:
	case FIELD_LINK:
	case FIELD_NUMBER:
		return db_text(texts[draw(chance, COUNT(texts))]);
	case FIELD_ADDRESS:
		return db_text(arena_printf(arena, "%s\n75011\nParis\nFR", texts[draw(chance, COUNT(texts))]));
	case FIELD_EMAIL:
		return db_text(mails[draw(chance, COUNT(mails))]);
	case FIELD_PHONE:
		return db_text(phones[draw(chance, COUNT(phones))]);
	case FIELD_CHOICE:
		return db_text(states[draw(chance, COUNT(states))]);
	case FIELD_CHOICES:
		return draw_tags(chance, arena);
	case FIELD_LOOKUPS:
		return draw_ids(chance, arena);
	case FIELD_DAY:
		return db_int(TODAY - 5 + (int64_t)draw(chance, 11));
	case FIELD_INSTANT:
		return db_int(draw_instant(chance));
	case FIELD_YES_NO:
		return db_int((int64_t)draw(chance, 2));
	case FIELD_LOOKUP:
	case FIELD_STAFF:
	case FIELD_FILE:
		return db_int(1 + (int64_t)draw(chance, 6));
	default:
		return db_int(numbers[draw(chance, COUNT(numbers))]);
	}
}

/* ---- the table ---- */

static void
make_table(struct db *db, struct arena *arena)
{
	struct world *world = value_world(arena);
	struct builder sql = builder_new(arena, 0);
	struct migration step = {.name = "0001_things"};
	const char *error = "";

	build_text(&sql, "create table x_things (id INTEGER primary key");
	for (size_t i = 0; i < WORLD_FIELDS; i++) {
		const struct field *field = &world->fields[i];

		if (field->column == NULL)
			continue;
		build_printf(&sql, ", %s %s", field->column, field_kept_as(field) == DB_INT ? "INTEGER" : "TEXT");
		if (field->key != NULL)
			build_printf(&sql, ", %s TEXT", field->key);
	}
	build_text(&sql, ") STRICT; create table record_link (field_id INTEGER not null, record_id INTEGER not null, "
			 "target_id INTEGER not null, primary key (field_id, record_id, target_id)) STRICT;");
	step.sql = builder_str(&sql);
	assert_true(db_migrate(db, arena, &step, 1, &error));
}

struct rows {
	struct world *world;
	struct db_value cells[ROWS][WORLD_FIELDS];
};

static void
write_links(struct tx *tx, const struct field *field, int64_t record, struct str list)
{
	while (list.at != NULL && list.length > 0) {
		int64_t target;

		if (str_to_int(str_cut(&list, '|'), &target))
			db_run(tx, "insert into record_link (field_id, record_id, target_id) values ($1, $2, $3)",
			       db_int(field->id), db_int(record), db_int(target));
	}
}

static void
write_row(struct tx *tx, const struct rows *rows, int row)
{
	struct sql sql = sql_new(tx_arena(tx)), places = sql_new(tx_arena(tx));
	const struct field *fields = rows->world->fields;

	sql_add(&sql, "insert into x_things (id");
	sql_printf(&places, ") values (%d", row + 1);
	for (size_t i = 0; i < WORLD_FIELDS; i++) {
		struct db_value value = rows->cells[row][i];

		if (fields[i].type == FIELD_LOOKUPS && value.type == DB_TEXT)
			write_links(tx, &fields[i], row + 1, value.bytes);
		if (fields[i].column == NULL)
			continue;
		sql_printf(&sql, ", %s", fields[i].column);
		sql_printf(&places, ", $%d", sql_bind(&sql, value));
		if (fields[i].key == NULL)
			continue;
		if (value.type == DB_TEXT)
			value = db_text(text_fold(tx_arena(tx), value.bytes.at));
		sql_printf(&sql, ", %s", fields[i].key);
		sql_printf(&places, ", $%d", sql_bind(&sql, value));
	}
	sql_printf(&sql, "%s)", builder_text(&places.text));
	assert_int_equal(db_sql_run(tx, sql_end(&sql)), 1);
}

static void
write_rows(struct tx *tx, void *data)
{
	for (int i = 0; i < ROWS; i++)
		write_row(tx, data, i);
}

/* ---- conditions ---- */

/* What somebody could type: often of a row, sometimes a part of it, sometimes anything. */
static const char *
draw_value(struct chance *chance, const struct rows *rows, const struct field *field, enum comparison comparison,
	   struct arena *arena)
{
	static const char *const days[] = {"2026-11-22",      "22/11/2026",	      "2026-03-29", "2026-11-22T02:30",
					   "29/03/2026 2h30", "2026-11-22T10:00:00Z", "2026-04-01"};
	const struct db_value *cell = &rows->cells[draw(chance, ROWS)][field->index];
	struct field item = *field;
	const char *text;

	if (comparison == COMPARE_LAST_DAYS || comparison == COMPARE_NEXT_DAYS)
		return arena_printf(arena, "%d", 1 + (int)draw(chance, 5));
	if (field->type == FIELD_CHOICES)
		return tags[draw(chance, COUNT(tags))];
	if (field->type == FIELD_LOOKUPS) {
		item.type = FIELD_LOOKUP;
		return value_text(arena, &item,
				  &(struct db_value){.type = DB_INT, .integer = 1 + (int64_t)draw(chance, 24)});
	}
	if (field->type == FIELD_INSTANT && draw(chance, 3) > 0)
		return days[draw(chance, COUNT(days))];
	text = value_text(arena, field, cell);
	if ((comparison == COMPARE_CONTAINS || comparison == COMPARE_BEGINS) && draw(chance, 2) == 0) {
		size_t start = 0, length = strlen(text) / 2;

		while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80)
			length--;
		return arena_text_of(arena, text + start, length);
	}
	return text;
}

static struct doc *
draw_comparison(struct chance *chance, const struct rows *rows, struct arena *arena)
{
	struct doc *json = doc_object(arena), *values;
	const struct field *field = &rows->world->fields[draw(chance, WORLD_FIELDS)];
	enum comparison comparison;
	size_t count = 1;

	do
		comparison = (enum comparison)draw(chance, COMPARISONS);
	while (!comparison_fits(field, comparison));
	doc_set_text(json, "field", field->name);
	doc_set_text(json, "comparison", comparison_names[comparison]);
	values = doc_set_list(json, "values");
	if (comparison == COMPARE_EMPTY || comparison == COMPARE_NOT_EMPTY || comparison == COMPARE_ME)
		return json;
	if (comparison < COMPARE_ABOVE)
		count += draw(chance, 3);
	for (size_t i = 0; i < count; i++)
		doc_add_text(values, draw_value(chance, rows, field, comparison, arena));
	return json;
}

static struct doc *
draw_condition(struct chance *chance, const struct rows *rows, int levels, struct arena *arena)
{
	struct doc *json, *list;
	size_t count;

	if (levels == 0 || draw(chance, 3) > 0)
		return draw_comparison(chance, rows, arena);
	json = doc_object(arena);
	list = doc_set_list(json, draw(chance, 2) == 0 ? "all" : "any");
	count = draw(chance, 4);
	for (size_t i = 0; i < count; i++)
		doc_add(list, draw_condition(chance, rows, levels - 1, arena));
	return json;
}

/* ---- asking ---- */

struct hiding {
	const struct field *hidden; /* from this viewer; NULL: none */
};

static const char *
read_column(const void *context, const struct field *field)
{
	const struct hiding *hiding = context;
	static _Thread_local char text[80];

	if (field == hiding->hidden)
		return NULL;
	snprintf(text, sizeof text, "x_things.%s", field->key != NULL ? field->key : field->column);
	return text;
}

/* The rows' ids with the answers to the condition and to its contrary. */
static struct db_value *
ask(struct tx *tx, const struct condition *condition, const struct moment *moment, const struct hiding *hiding,
    size_t *count)
{
	static const enum db_type types[] = {DB_INT, DB_INT, DB_INT};
	struct sql sql = sql_new(tx_arena(tx));

	sql_bind(&sql, db_int(moment->staff));
	sql_add(&sql, "select id, case when ");
	condition_sql(&sql, condition, moment, read_column, hiding);
	sql_add(&sql, " then 1 else 0 end, case when not ");
	condition_sql(&sql, condition, moment, read_column, hiding);
	sql_add(&sql, " then 1 else 0 end from x_things where id <> $1 + 1000 order by id");
	return db_sql_cells(tx, sql_end(&sql), types, 3, count);
}

static const char *
json_of(struct arena *arena, const struct doc *doc)
{
	struct builder out = builder_new(arena, 0);

	doc_print_json(doc, NULL, &out);
	return builder_text(&out);
}

static void
compare_answers(struct tx *tx, const struct rows *rows, const struct condition *condition, const struct moment *moment,
		const struct hiding *hiding, size_t *held)
{
	size_t count = 0;
	struct db_value *cells = ask(tx, condition, moment, hiding, &count);

	if (count != ROWS)
		print_message("%s\n", tx_trouble_text(tx));
	assert_int_equal(count, ROWS);
	for (size_t i = 0; i < ROWS; i++) {
		struct db_value row[WORLD_FIELDS];
		bool holds;

		memcpy(row, rows->cells[i], sizeof row);
		if (hiding->hidden != NULL)
			row[hiding->hidden->index] = db_null();
		holds = condition_holds(condition, row, moment);
		*held += holds;
		if (holds != (cells[i * 3 + 1].integer == 1) || holds == (cells[i * 3 + 2].integer == 1))
			print_message("row %zu: C says %d, SQL %d and not %d: %s\n", i + 1, holds,
				      (int)cells[i * 3 + 1].integer, (int)cells[i * 3 + 2].integer,
				      json_of(tx_arena(tx), condition_doc(tx_arena(tx), condition)));
		assert_int_equal(holds, cells[i * 3 + 1].integer == 1);
		assert_int_equal(holds, cells[i * 3 + 2].integer != 1);
	}
}

/* What was parsed and written back is the same condition. */
static void
check_round_trip(struct arena *arena, const struct field_scope *scope, const struct condition *condition)
{
	const char *json = json_of(arena, condition_doc(arena, condition)), *error = NULL;
	struct doc *values = NULL;
	const struct condition *again =
		condition_parse(arena, scope, doc_parse_json(arena, str_of(json), 16, 1000, &error), &error, &values);

	if (again == NULL)
		print_message("%s: %s\n", error, json);
	assert_non_null(again);
	assert_string_equal(json_of(arena, condition_doc(arena, again)), json);
}

static void
try_case(struct db *db, struct chance *chance, const struct rows *rows, size_t *refused, size_t *held)
{
	struct arena *arena = arena_new(0);
	struct field_scope scope = {.module = &rows->world->module, .find = scope_all};
	struct moment moment = {.now = (int64_t)TODAY * DAY_MS, .today = TODAY, .zone = "Europe/Paris"};
	struct doc *json = draw_condition(chance, rows, 3, arena), *values = NULL;
	struct hiding hiding = {NULL};
	const char *error = NULL;
	const struct condition *condition = condition_parse(arena, &scope, json, &error, &values);

	moment.staff = draw(chance, 4) == 0 ? 0 : ME;
	if (draw(chance, 5) == 0)
		hiding.hidden = &rows->world->fields[draw(chance, WORLD_FIELDS)];
	if (hiding.hidden != NULL && hiding.hidden->column == NULL)
		hiding.hidden = NULL;
	if (condition == NULL) {
		assert_non_null(error);
		++*refused;
	} else {
		struct tx *tx = db_read(db, arena);

		compare_answers(tx, rows, condition, &moment, &hiding, held);
		check_round_trip(arena, &scope, condition);
		db_read_end(tx);
	}
	arena_free(arena);
}

TEST_BOTH_ENGINES_WITH(make_table, conditions_mean_the_same_in_sql_and_in_c)
{
	struct rows *rows = arena_make(arena, struct rows);
	struct chance chance = {SEED};
	size_t refused = 0, held = 0;

	rows->world = value_world(arena);
	for (int i = 0; i < ROWS; i++)
		for (size_t f = 0; f < WORLD_FIELDS; f++)
			rows->cells[i][f] = draw_cell(&chance, &rows->world->fields[f], arena);
	assert_int_equal(db_write(db, arena, write_rows, rows), DB_FINE);
	for (int i = 0; i < CASES; i++)
		try_case(db, &chance, rows, &refused, &held);
	print_message("seed %d: %d conditions, %zu refused as written wrongly, %zu answers of %d were yes\n", SEED,
		      CASES, refused, held, CASES * ROWS);
	assert_true(refused < CASES / 3);
	assert_true(held > CASES);
}
