/* property_read_test: asks the store everything, and the naive evaluator the same. */
#include "records/property_read_test.h"

#include "base/arena.h"
#include "base/test.h"
#include "html/format.h"

#include <inttypes.h>
#include <string.h>

/* One of the staff before one module. */
struct reader {
	struct property *property;
	struct naive naive;
	const struct access *access;
	struct tx *tx;
	struct arena *arena;
};

/* Trouble of the database makes an answer wrong. */
static bool
is_well(const struct reader *reader)
{
	if (tx_trouble(reader->tx) == DB_FINE)
		return true;
	if (!reader->property->quiet)
		print_message("%s\n", tx_trouble_text(reader->tx));
	return false;
}

#define COMPARE(reader, same, ...)                                                                                     \
	property_case((reader)->property, is_well(reader) && (same), (reader)->naive.staff, (reader)->naive.sheet,     \
		      __VA_ARGS__)

static bool
same_cell(const struct db_value *one, const struct db_value *other)
{
	return value_equal(one, other) && (one->type == DB_NULL) == (other->type == DB_NULL);
}

static const char *
told(const struct reader *reader, const struct asked *asked)
{
	struct builder text = builder_new(reader->arena, 0);

	build_printf(&text, "sort %s%s, bin %d, search %s, parent %" PRId64 ", link %s to %" PRId64 ", filter ",
		     asked->sort == NULL ? "-" : asked->sort->name, asked->descending ? " descending" : "", asked->bin,
		     asked->search == NULL ? "-" : asked->search, asked->parent,
		     asked->link == NULL ? "-" : asked->link->name, asked->linked);
	if (asked->filter != NULL)
		doc_print_json(condition_doc(reader->arena, asked->filter), NULL, &text);
	return builder_text(&text);
}

/* ---- one record ---- */

static bool
same_locks(const struct naive *naive, const struct record *record, const struct copy *row)
{
	const struct module *module = naive->sheet->module;

	for (size_t f = 0; f < module->field_count; f++)
		if (naive_writes(naive, &module->fields[f]) &&
		    record->locked[f] != naive_locked(naive, row, &module->fields[f]))
			return false;
	return true;
}

/* `fields` NULL: all; lists bring no links. */
static bool
same_record(const struct naive *naive, const struct record *record, const struct copy *row,
	    const struct field *const *fields, size_t field_count, bool links)
{
	const struct module *module = naive->sheet->module;

	if (record->id != row->id || record->version != row->version || record->parent != row->parent ||
	    record->editable != naive_edits(naive, row) || record->deletable != naive_deletes(naive, row))
		return false;
	for (size_t f = 0; f < module->field_count; f++) {
		const struct field *field = &module->fields[f];
		struct db_value expected = naive_cell(naive, row, field);
		bool wanted = fields == NULL || field == module->naming;

		for (size_t i = 0; i < field_count && !wanted; i++)
			wanted = fields[i] == field;
		if (!wanted || (field->type == FIELD_LOOKUPS && !links))
			expected = db_null();
		if (!same_cell(&record->cells[f], &expected))
			return false;
	}
	return true;
}

static void
read_each_record(const struct reader *reader)
{
	const struct naive *naive = &reader->naive;

	for (size_t i = 0; i < naive->sheet->row_count; i++) {
		const struct copy *row = &naive->sheet->rows[i];
		bool bin = draw_once_in(&reader->property->chance, 4) ? !row->deleted : row->deleted;
		struct record *record = record_find(reader->tx, reader->access, row->id, bin);
		bool expected = naive_sees(naive, row) && row->deleted == bin;

		COMPARE(reader,
			(record != NULL) == expected &&
				(record == NULL ||
				 (same_record(naive, record, row, NULL, 0, true) && same_locks(naive, record, row))),
			"record_find of %" PRId64 " says %s", row->id, record == NULL ? "absent" : "something else");
	}
}

/* ---- history ---- */

static void
read_history(const struct reader *reader, const struct copy *row)
{
	const struct naive *naive = &reader->naive;
	const struct property *property = reader->property;
	size_t count, expected = 0;
	struct change *changes = record_history(reader->tx, reader->access, row->id, 0, 100, &count);
	bool same = true;

	for (size_t i = property->change_count; i-- > 0;) {
		const struct change_spec *change = &property->changes[i];
		const struct field *field = change->field < 0 ? NULL : &naive->sheet->module->fields[change->field];

		if (change->sheet != naive->sheet_index || change->record != row->id || !naive_sees(naive, row) ||
		    (field != NULL && (!naive_knows(naive, field) || naive_hidden(naive, row, field))))
			continue;
		same = same && expected < count && changes[expected].id == change->id &&
		       changes[expected].field == field;
		expected++;
	}
	COMPARE(reader, same && expected == count, "record_history of %" PRId64 ": %zu for %zu", row->id, count,
		expected);
}

/* ---- questions ---- */

/* A filter they may ask; that names are known exactly when they should be is a case of its own. */
static bool
knows_all(const struct naive *naive, const struct condition *condition)
{
	if (condition->kind == CONDITION_COMPARE)
		return naive_asks(naive, condition->field);
	for (size_t i = 0; i < condition->part_count; i++)
		if (!knows_all(naive, &condition->parts[i]))
			return false;
	return true;
}

static const struct condition *
draw_filter(const struct reader *reader)
{
	const struct module *module = reader->naive.sheet->module;
	const struct field_scope all = {.module = module, .find = scope_all}, seen = plan_scope(reader->access->plan);
	const struct doc *json = draw_condition(reader->property, module, 2, reader->arena);
	struct doc *values;
	const char *error;
	const struct condition *every = condition_parse(reader->arena, &all, json, &error, &values),
			       *filter = condition_parse(reader->arena, &seen, json, &error, &values);

	COMPARE(reader, (filter != NULL) == knows_all(&reader->naive, every), "a filter was %s",
		filter == NULL ? "refused" : "taken");
	return filter;
}

static const struct field *
draw_link(const struct reader *reader)
{
	const struct module *module = reader->naive.sheet->module;

	for (size_t f = draw(&reader->property->chance, module->field_count); f < module->field_count; f++)
		if (!module->fields[f].retired &&
		    (module->fields[f].type == FIELD_LOOKUP || module->fields[f].type == FIELD_LOOKUPS))
			return &module->fields[f];
	return NULL;
}

static struct asked
draw_question(const struct reader *reader)
{
	struct property *property = reader->property;
	struct chance *chance = &property->chance;
	struct asked asked = {.bin = draw_once_in(chance, 6), .descending = draw_once_in(chance, 2)};

	if (draw_once_in(chance, 2))
		asked.filter = draw_filter(reader);
	if (draw_once_in(chance, 4))
		asked.search = draw_telling_word(property, reader->naive.sheet->module, reader->arena);
	if (reader->naive.sheet->parent != NULL && draw_once_in(chance, 3) && property->sheets[0].row_count > 0)
		asked.parent = property->sheets[0].rows[draw(chance, property->sheets[0].row_count)].id;
	if (draw_once_in(chance, 5))
		asked.link = draw_link(reader);
	if (asked.link != NULL) {
		const struct db_value value = draw_value(property, asked.link, reader->arena);
		struct str rest = value.bytes;

		if (value.type == DB_TEXT && str_cut(&rest, '|').length == 0)
			str_to_int(str_cut(&rest, '|'), &asked.linked);
		else
			asked.linked = value.type == DB_INT ? value.integer : 1;
	}
	return asked;
}

static struct record_query
query_of(const struct asked *asked)
{
	return (struct record_query){.filter = asked->filter,
				     .search = asked->search,
				     .sort = asked->sort,
				     .descending = asked->descending,
				     .bin = asked->bin,
				     .parent = asked->parent,
				     .link = asked->link,
				     .linked = asked->linked};
}

/* ---- lists ---- */

/* Some of the fields, hidden and retired ones among them. */
static void
draw_fields(const struct reader *reader, const struct asked *asked, struct record_query *query)
{
	const struct module *module = reader->naive.sheet->module;

	if (draw_once_in(&reader->property->chance, 3))
		return;
	query->fields = arena_make_array(reader->arena, const struct field *, 4);
	for (query->field_count = 0; query->field_count < 3; query->field_count++)
		query->fields[query->field_count] =
			&module->fields[draw(&reader->property->chance, module->field_count)];
	if (asked->sort != NULL)
		query->fields[query->field_count++] = asked->sort;
}

static void
read_pages(const struct reader *reader, const struct asked *asked)
{
	struct record_query query = query_of(asked);
	size_t expected_count, got = 0, count;
	const struct copy **expected = naive_list(&reader->naive, asked, reader->arena, &expected_count);
	bool same = true, lines = asked->parent != 0;

	draw_fields(reader, asked, &query);
	query.limit = lines ? 100 : 3 + draw(&reader->property->chance, 9);
	do {
		struct record *records = record_list(reader->tx, reader->access, &query, &count);

		for (size_t i = 0; i < count && same; i++, got++)
			same = got < expected_count && same_record(&reader->naive, &records[i], expected[got],
								   query.fields, query.field_count, false);
		query.after = count > 0;
		if (count == 0 || !same)
			break;
		query.after_id = records[count - 1].id;
		query.after_value = query.sort == NULL ? db_null() : records[count - 1].cells[query.sort->index];
	} while (count == query.limit);
	COMPARE(reader, same && got == expected_count, "record_list: %zu of %zu, %s", got, expected_count,
		told(reader, asked));
}

static void
read_lists(const struct reader *reader)
{
	const struct module *module = reader->naive.sheet->module;

	for (size_t f = 0; f < module->field_count; f++)
		for (int direction = 0; direction < 2 && field_sorts(&module->fields[f]); direction++) {
			struct asked asked = draw_question(reader);

			asked.sort = &module->fields[f];
			asked.descending = direction == 1;
			read_pages(reader, &asked);
		}
	for (int i = 0; i < 4; i++) {
		struct asked asked = draw_question(reader);

		read_pages(reader, &asked);
	}
}

struct walk {
	const struct naive *naive;
	const struct copy **expected;
	size_t count, at;
	bool same;
};

static bool
walk_record(const struct record *record, void *data)
{
	struct walk *walk = data;

	walk->same = walk->same && walk->at < walk->count &&
		     same_record(walk->naive, record, walk->expected[walk->at], NULL, 0, false);
	walk->at++;
	return true;
}

static void
read_whole(const struct reader *reader)
{
	struct asked asked = draw_question(reader);
	struct walk walk = {.naive = &reader->naive, .same = true};
	struct record_query query = query_of(&asked);
	int64_t most = 1 + (int64_t)draw(&reader->property->chance, 30), counted, expected;

	walk.expected = naive_list(&reader->naive, &asked, reader->arena, &walk.count);
	record_each(reader->tx, reader->access, &query, walk_record, &walk);
	COMPARE(reader, walk.same && walk.at == walk.count, "record_each: %zu of %zu, %s", walk.at, walk.count,
		told(reader, &asked));
	counted = record_count(reader->tx, reader->access, &query, most);
	expected = (int64_t)walk.count < most ? (int64_t)walk.count : most;
	COMPARE(reader, counted == expected, "record_count: %" PRId64 " for %" PRId64 ", %s", counted, expected,
		told(reader, &asked));
}

/* ---- groups ---- */

static bool
same_group(const struct naive *naive, const struct record_group *group, const struct copy **rows, size_t count,
	   const struct field *by, const struct field *summed)
{
	int64_t members = 0, sum = 0;

	for (size_t i = 0; i < count; i++) {
		struct db_value value = naive_cell(naive, rows[i], by);
		struct db_value number = summed == NULL ? db_null() : naive_cell(naive, rows[i], summed);

		if (!same_cell(&value, &group->value))
			continue;
		members++;
		sum += number.type == DB_INT ? number.integer : 0;
	}
	return members > 0 && members == group->count && sum == group->sum;
}

static void
read_groups(const struct reader *reader, const struct field *by)
{
	const struct module *module = reader->naive.sheet->module;
	const struct field *summed = &module->fields[draw(&reader->property->chance, module->field_count)];
	struct asked asked = draw_question(reader);
	struct record_query query = query_of(&asked);
	size_t count, row_count, total = 0;
	const struct copy **rows = naive_list(&reader->naive, &asked, reader->arena, &row_count);
	struct record_group *groups;
	bool same = true;

	if (summed->type == FIELD_LOOKUPS || field_kept_as(summed) != DB_INT ||
	    draw_once_in(&reader->property->chance, 3))
		summed = NULL;
	groups = record_groups(reader->tx, reader->access, &query, by, summed, &count);
	if (!naive_knows(&reader->naive, by))
		row_count = 0;
	for (size_t i = 0; i < count; i++) {
		same = same && same_group(&reader->naive, &groups[i], rows, row_count, by, summed) &&
		       (i == 0 || !same_cell(&groups[i].value, &groups[i - 1].value));
		total += (size_t)groups[i].count;
	}
	COMPARE(reader, same && total == row_count, "record_groups by %s of %s: %zu rows for %zu, %s", by->name,
		summed == NULL ? "-" : summed->name, total, row_count, told(reader, &asked));
}

static void
read_all_groups(const struct reader *reader)
{
	const struct module *module = reader->naive.sheet->module;

	for (size_t f = 0; f < module->field_count; f++) {
		enum field_type type = field_value_type(&module->fields[f]);

		if (type == FIELD_CHOICE || type == FIELD_STAFF || type == FIELD_YES_NO || type == FIELD_LOOKUP)
			read_groups(reader, &module->fields[f]);
	}
}

/* ---- names ---- */

static bool
same_name(const char *name, struct db_value value)
{
	return name == NULL ? value.type == DB_NULL : value.type == DB_TEXT && str_equal(str_of(name), value.bytes);
}

static void
read_names(const struct reader *reader)
{
	const struct naive *naive = &reader->naive;
	const struct sheet *sheet = naive->sheet;
	int64_t *ids = arena_make_array(reader->arena, int64_t, sheet->row_count + 1);
	size_t count, expected = 0;
	struct record_name *names;
	bool same = true;

	for (size_t i = 0; i < sheet->row_count; i++) {
		ids[i] = sheet->rows[i].id;
		expected += !sheet->rows[i].deleted && naive_sees(naive, &sheet->rows[i]);
	}
	if (!naive_knows(naive, sheet->module->naming))
		expected = 0;
	names = record_names(reader->tx, reader->access, ids, sheet->row_count, &count);
	for (size_t i = 0; i < count; i++) {
		const struct copy *row = naive_row(sheet, names[i].id);

		same = same && row != NULL && !row->deleted && naive_sees(naive, row) &&
		       same_name(names[i].name, naive_cell(naive, row, sheet->module->naming));
	}
	COMPARE(reader, same && count == expected, "record_names: %zu for %zu", count, expected);
}

/* Those whose name begins as typed come first, then those with words that begin so. */
static size_t
expected_suggestions(const struct reader *reader, const char *typed, const struct copy **suggested)
{
	const struct naive *naive = &reader->naive;
	const struct field *naming = naive->sheet->module->naming;
	const struct asked asked = {.sort = naming};
	size_t count, found = 0;
	const struct copy **rows = naive_list(naive, &asked, reader->arena, &count);
	const char *beginning = text_fold(reader->arena, typed);

	for (int way = 0; way < 2; way++)
		for (size_t i = 0; i < count && naive_knows(naive, naming); i++) {
			struct db_value name = naive_cell(naive, rows[i], naming);
			bool begins = name.type == DB_TEXT &&
				      str_starts(str_of(text_fold(reader->arena, name.bytes.at)), str_of(beginning));

			if (way == 0 ? begins : !begins && naive_finds(naive, rows[i], typed, naming, reader->arena))
				suggested[found++] = rows[i];
		}
	return found;
}

static void
read_suggestions(const struct reader *reader)
{
	const char *typed = draw_word(reader->property, reader->arena);
	size_t limit = 1 + draw(&reader->property->chance, 40), count;
	const struct copy **expected =
		arena_make_array(reader->arena, const struct copy *, reader->naive.sheet->row_count + 1);
	size_t expected_count = expected_suggestions(reader, typed, expected);
	struct record_name *names = record_suggestions(reader->tx, reader->access, typed, limit, &count);
	bool same = count == (expected_count < limit ? expected_count : limit);

	for (size_t i = 0; i < count && same; i++)
		same = names[i].id == expected[i]->id;
	COMPARE(reader, same, "record_suggestions for “%s”: %zu for %zu", typed, count, expected_count);
}

/* ---- all of it ---- */

static void
read_names_known(const struct reader *reader)
{
	const struct module *module = reader->naive.sheet->module;
	const struct field_scope scope = plan_scope(reader->access->plan);

	for (size_t f = 0; f < module->field_count; f++) {
		const struct field *field = &module->fields[f];

		COMPARE(reader,
			(plan_field(reader->access->plan, field->name) != NULL) == naive_knows(&reader->naive, field),
			"plan_field of %s", field->name);
		COMPARE(reader, (scope.find(&scope, field->name) != NULL) == naive_asks(&reader->naive, field),
			"plan_scope of %s", field->name);
	}
}

static void
read_module(struct property *property, const struct staff_spec *staff, size_t sheet)
{
	struct arena *arena = arena_new(0);
	struct reader reader = {property, naive_of(property, staff, sheet), NULL, db_read(property->db, arena), arena};
	const struct plan *plan =
		plan_for(property->world.rights, &staff->viewer, reader.naive.sheet->module, &staff->moment);

	reader.access = access_to(arena, NULL, &staff->viewer, plan, &staff->moment);
	read_names_known(&reader);
	read_each_record(&reader);
	for (size_t i = 0; i < reader.naive.sheet->row_count; i++)
		read_history(&reader, &reader.naive.sheet->rows[i]);
	read_lists(&reader);
	for (int i = 0; i < 3; i++) {
		read_whole(&reader);
		read_suggestions(&reader);
	}
	read_all_groups(&reader);
	read_names(&reader);
	db_read_end(reader.tx);
	arena_free(arena);
}

void
property_read(struct property *property)
{
	size_t count;
	const struct staff_spec *viewers = property_viewers(property, &count);

	for (size_t v = 0; v < count; v++)
		for (size_t sheet = 0; sheet < property->sheet_count; sheet++)
			if (property_asks(property, &viewers[v], sheet))
				read_module(property, &viewers[v], sheet);
}
