/* belt_store_test: with the checks of hidden fields switched off, what hides them is the database: it refuses every
 * statement that reads one, and nothing of it comes out. */
#include "records/property_naive_test.h"

#include "base/arena.h"
#include "base/test.h"
#include "core/weakened.h"
#include "db/belt.h"
#include "db/db_testing.h"
#include "records/record_select.h"
#include "records/record_words.h"

enum { BELT_SEED = 20261123, FIELDS_ON_POSTGRES = 6 };

/* ---- statements that their author got wrong ---- */

/* "#" is the module's table, "@" a column of it that the viewer's profile hides. */
static const char *const wrongs[] = {
	"select #.@ from #",
	"select * from #",
	"select #.id from # order by #.@, #.id",
	"select #.id from # where #.@ is null",
	"select max(#.@) from #",
	"select count(*) from # group by #.@",
	"select case when #.version > 0 then null else #.@ end from #",
	"select count(*) from # join # as other on other.@ = #.@",
	"select count(*) from # where exists (select 1 from # as other where other.@ is not null)",
	"select (select other.@ from # as other where other.id = #.id) from #",
	"with seen as (select @ as x from #) select count(*) from seen",
	"select count(*) from session",
	"select count(*) from # join staff on staff.id = #.id",
};

static const char *
text_of(struct arena *arena, const char *wrong, const char *table, const char *column)
{
	struct builder text = builder_new(arena, 0);

	for (; *wrong != '\0'; wrong++)
		if (*wrong == '#' || *wrong == '@')
			build_text(&text, *wrong == '#' ? table : column);
		else
			build_char(&text, *wrong);
	return builder_text(&text);
}

static enum db_trouble
trouble_of(struct db *db, const struct access *access, const char *wrong, const char *column)
{
	struct arena *arena = arena_new(0);
	struct tx *tx = db_read(db, arena);
	struct sql sql = plan_sql(arena, access->plan, access->viewer);
	enum db_trouble trouble;

	sql_add(&sql, text_of(arena, wrong, access->plan->module->table, column));
	db_sql_get_int(tx, 0, sql_end(&sql));
	trouble = tx_trouble(tx);
	db_read_end(tx);
	arena_free(arena);
	return trouble;
}

/* ---- who is asked about what ---- */

struct asking {
	struct property *property;
	struct naive naive;
	const struct access *access;
	const struct field *field; /* hidden by the profile */
	size_t refused, leaks;
};

/* Hidden by the profile, and no rule asks about it: then no statement of the viewer has any business with it. */
static bool
is_beyond(const struct asking *asking, const struct field *field)
{
	const struct belt *belt = asking->access->plan->belt;
	enum db_engine engine = db_engine(asking->property->db);

	return field->column != NULL && !field->retired && !naive_knows(&asking->naive, field) &&
	       !belt_lets_read(belt, engine, field->module->table, field->column) &&
	       (field->key == NULL || !belt_lets_read(belt, engine, field->module->table, field->key));
}

static bool
begin(struct asking *asking, struct property *property, struct arena *arena, size_t staff, size_t sheet)
{
	const struct staff_spec *asker = &property->staff[staff];
	const struct module *module = property->sheets[sheet].module;
	const struct plan *plan = plan_for(property->world.rights, &asker->viewer, module, &asker->moment);

	*asking = (struct asking){.property = property, .naive = naive_of(property, asker, sheet)};
	asking->access = access_to(arena, NULL, &asker->viewer, plan, &asker->moment);
	return (naive_may(&asking->naive) & MAY_VIEW) != 0;
}

typedef void about_field(struct asking *asking, size_t *fields);

/* Every hidden field of every module for each of the staff; fewer on PostgreSQL, where who is refused waits. */
static size_t
for_hidden_fields(struct property *property, about_field *about)
{
	size_t fields = 0, most = db_engine(property->db) == DB_SQLITE ? SIZE_MAX : FIELDS_ON_POSTGRES;
	struct arena *arena = arena_new(0);
	struct asking asking;

	for (size_t staff = 0; staff < PROPERTY_STAFF; staff++)
		for (size_t sheet = 0; sheet < property->sheet_count; sheet++) {
			const struct module *module = property->sheets[sheet].module;

			for (size_t f = 0; f < module->field_count && fields < most; f++)
				if (begin(&asking, property, arena, staff, sheet) &&
				    is_beyond(&asking, &module->fields[f])) {
					asking.field = &module->fields[f];
					about(&asking, &fields);
				}
		}
	arena_free(arena);
	return fields;
}

static void
write_wrongly(struct asking *asking, size_t *fields)
{
	struct db *db = asking->property->db;

	for (size_t i = 0; i < sizeof wrongs / sizeof wrongs[0]; i++) {
		assert_int_equal(trouble_of(db, asking->access, wrongs[i], asking->field->column), DB_BROKEN);
		if (asking->field->key != NULL)
			assert_int_equal(trouble_of(db, asking->access, wrongs[i], asking->field->key), DB_BROKEN);
	}
	++*fields;
}

TEST_BOTH_ENGINES(statements_that_read_hidden_fields_are_refused_by_the_database)
{
	struct property *property = property_new(db, arena, BELT_SEED, 40);

	property_load(property);
	property_copy(property);
	assert_true(for_hidden_fields(property, write_wrongly) >= FIELDS_ON_POSTGRES);
	property_free(property);
}

#ifdef PARVIS_WEAKEN
/* ---- what stores do when nobody checks ---- */

static bool
shows(const struct asking *asking, const struct record *record)
{
	return record != NULL && !value_is_empty(&record->cells[asking->field->index]);
}

static void
find_records(struct asking *asking, struct tx *tx)
{
	const struct sheet *sheet = asking->naive.sheet;

	for (size_t i = 0; i < sheet->row_count && tx_trouble(tx) == DB_FINE; i++)
		asking->leaks += shows(asking, record_find(tx, asking->access, sheet->rows[i].id, false));
}

static void
list_records(struct asking *asking, struct tx *tx)
{
	struct record_query query = {.limit = 100, .fields = &asking->field, .field_count = 1};
	size_t count;
	struct record *records = record_list(tx, asking->access, &query, &count);

	for (size_t i = 0; i < count; i++)
		asking->leaks += shows(asking, &records[i]);
}

static void
sort_records(struct asking *asking, struct tx *tx)
{
	struct record_query query = {.limit = 100, .sort = asking->field};
	size_t count;

	record_list(tx, asking->access, &query, &count);
	asking->leaks += count > 0;
}

static void
filter_records(struct asking *asking, struct tx *tx)
{
	const struct condition filter = {
		.kind = CONDITION_COMPARE, .field = asking->field, .comparison = COMPARE_NOT_EMPTY};
	struct record_query query = {.filter = &filter};

	asking->leaks += record_count(tx, asking->access, &query, 100) > 0;
}

static void
group_records(struct asking *asking, struct tx *tx)
{
	struct record_query query = {.limit = 100};
	size_t count;

	record_groups(tx, asking->access, &query, asking->field, NULL, &count);
	asking->leaks += count > 0;
}

static void
sum_records(struct asking *asking, struct tx *tx)
{
	struct record_query query = {.limit = 100};
	const struct field *by = &asking->access->plan->module->fields[SYSTEM_APPROVAL];
	size_t count;

	if (field_kept_as(asking->field) != DB_INT)
		return;
	record_groups(tx, asking->access, &query, by, asking->field, &count);
	asking->leaks += count > 0;
}

/* Words that any record has: they are looked for in the hidden field, too. */
static void
search_records(struct asking *asking, struct tx *tx)
{
	struct record_query query = {.search = draw_word(asking->property, tx_arena(tx)), .limit = 100};
	size_t count;

	record_list(tx, asking->access, &query, &count);
	asking->leaks += count > 0;
	record_search_cut(tx, asking->access, query.search);
}

static void
read_history(struct asking *asking, struct tx *tx)
{
	const struct sheet *sheet = asking->naive.sheet;

	for (size_t i = 0; i < sheet->row_count && tx_trouble(tx) == DB_FINE; i++) {
		size_t count;
		struct change *changes = record_history(tx, asking->access, sheet->rows[i].id, 0, 100, &count);

		for (size_t c = 0; c < count; c++)
			asking->leaks += changes[c].field == asking->field;
	}
}

typedef void question_body(struct asking *asking, struct tx *tx);

static const struct {
	enum check off;
	question_body *ask;
	bool words; /* only of fields whose words are kept */
} questions[] = {
	{CHECK_FIELD_HIDDEN, find_records, false},   {CHECK_FIELD_HIDDEN, list_records, false},
	{CHECK_FIELD_HIDDEN, sort_records, false},   {CHECK_FIELD_HIDDEN, filter_records, false},
	{CHECK_FIELD_HIDDEN, group_records, false},  {CHECK_FIELD_HIDDEN, sum_records, false},
	{CHECK_FIELD_HIDDEN, search_records, true},  {CHECK_FIELD_HIDDEN, read_history, false},
	{CHECK_NAMES, filter_records, false},	     {CHECK_WORDS, search_records, true},
	{CHECK_HISTORY_FIELDS, read_history, false},
};

static void
ask(struct asking *asking, size_t question)
{
	struct arena *arena = arena_new(0);
	struct tx *tx = db_read(asking->property->db, arena);

	questions[question].ask(asking, tx);
	if (tx_trouble(tx) != DB_FINE) {
		assert_int_equal(tx_trouble(tx), DB_BROKEN);
		asking->refused++;
	}
	db_read_end(tx);
	arena_free(arena);
}

static size_t current; /* question that is being asked */

static void
ask_without_check(struct asking *asking, size_t *fields)
{
	if (questions[current].words && !field_has_words(asking->field))
		return;
	if (questions[current].ask == group_records && asking->field->type == FIELD_LOOKUPS)
		return;
	ask(asking, current);
	if (asking->leaks > 0)
		fail_msg("question %zu shows %s", current, asking->field->name);
	*fields += asking->refused > 0;
}

/* Each question is refused somewhere, and nowhere answered. */
TEST_BOTH_ENGINES(what_no_check_hides_any_more_the_database_hides)
{
	struct property *property = property_new(db, arena, BELT_SEED, 40);

	for (current = 0; current < sizeof questions / sizeof questions[0]; current++) {
		weaken(questions[current].off);
		property_load(property);
		property_copy(property);
		if (for_hidden_fields(property, ask_without_check) == 0 && questions[current].off != CHECK_NAMES)
			fail_msg("question %zu was never refused", current);
	}
	weaken(CHECK_NONE);
	property_free(property);
}
#endif
