/* property_door_read_test: every address that reads records, and what it answers to whom. */
#include "app/property_door_test.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/test.h"
#include "records/view.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { HISTORY_SHOWN = 50, SUGGESTED = 12, RELATED_SHOWN = 10, RELATED_LISTS = 24, FOUND_SHOWN = 6, PAGE_SHOWN = 30 };

/* Nothing of what is not theirs is answered otherwise than what never was. */
static bool
is_absent(const struct visitor *visitor, const struct door_answer *answer)
{
	struct door_answer unknown = visit(visitor, "/0000000000001", NULL);

	return answer->status == 404 && strcmp(answer->text, unknown.text) == 0;
}

static bool
may_view(const struct visitor *visitor)
{
	return naive_may(&visitor->naive) & MAY_VIEW && visitor->naive.sheet->parent == NULL;
}

static struct visitor
visitor_of(const struct visitor *visitor, size_t sheet)
{
	struct visitor other = *visitor;

	other.naive = naive_of(visitor->property, visitor->naive.staff, sheet);
	return other;
}

/* `rows` told one by one are the items of the list, from the item `from` on. */
static bool
same_rows(const struct visitor *visitor, const struct doc *list, const struct copy **rows, size_t count,
	  const struct field *const *fields, size_t field_count)
{
	if (list == NULL || list->kind != DOC_LIST || list->list.count != count)
		return false;
	for (size_t i = 0; i < count; i++)
		if (!told_same(visitor->arena, told_record(visitor, rows[i], fields, field_count, false),
			       list->list.items[i]))
			return false;
	return true;
}

/* ---- lists ---- */

static const char *
next_query(const struct door_answer *answer)
{
	const char *next = doc_get_text(doc_get(answer->json, STR("page")), "next");
	const char *query = next == NULL ? NULL : strchr(next, '?');

	return query == NULL ? NULL : query + 1;
}

static int64_t
int_of(const struct doc *object, const char *name)
{
	const struct doc *value = doc_get(object, str_of(name));

	return value == NULL || value->kind != DOC_INT ? -1 : value->integer;
}

/* What a search finds is counted no further than the page. */
static bool
counts_right(const struct question *question, const struct doc *list)
{
	bool cut = question->asked.search != NULL && question->row_count > PAGE_SHOWN;

	return int_of(list, "count") == (cut ? PAGE_SHOWN : (int64_t)question->row_count);
}

static bool
same_pages(const struct visitor *visitor, const struct question *question, struct door_answer answer, const char *rest)
{
	const struct copy **rows = question->rows;
	size_t left = question->row_count;

	if (answer.status != 200 || !counts_right(question, answer.json))
		return false;
	for (;;) {
		size_t shown = left < PAGE_SHOWN ? left : PAGE_SHOWN;
		const char *query = next_query(&answer);

		if (!same_rows(visitor, doc_get(answer.json, STR("records")), rows, shown, question_fields(question),
			       question->field_count) ||
		    (query != NULL) != (left > PAGE_SHOWN))
			return false;
		rows += shown;
		left -= shown;
		if (query == NULL)
			return true;
		answer = visit(visitor, rest, query);
		if (answer.status != 200)
			return false;
	}
}

/* What they do not know is not named: a list has only fields of its own module. */
static bool
names_nothing_hidden(const struct visitor *visitor, const struct door_answer *answer)
{
	const struct module *module = visitor->naive.sheet->module;

	for (size_t f = 0; f < module->field_count; f++)
		if (!naive_knows(&visitor->naive, &module->fields[f]) &&
		    strstr(answer->text, arena_printf(visitor->arena, "\"%s\"", module->fields[f].name)) != NULL)
			return false;
	return true;
}

static void
ask_list(const struct visitor *visitor)
{
	struct question question = question_draw(visitor);
	const char *query = question_query(visitor, &question);
	struct door_answer answer = visit(visitor, "", query);
	bool same;

	if (!may_view(visitor))
		same = is_absent(visitor, &answer);
	else if (question.refused)
		same = answer.status == 422 && doc_get(doc_get(answer.json, STR("errors")), STR("filter")) != NULL;
	else
		same = same_pages(visitor, &question, answer, "") && names_nothing_hidden(visitor, &answer);
	told_case(visitor, same, "list", query);
}

/* Lists of links that are hidden in some records may be asked about in none. */
static void
ask_links(const struct visitor *visitor)
{
	const struct module *module = visitor->naive.sheet->module;

	for (size_t f = 0; f < module->field_count && may_view(visitor); f++) {
		const struct field *field = &module->fields[f];
		const char *query = arena_printf(
			visitor->arena,
			"filter=%%7B%%22field%%22:%%22%s%%22,%%22comparison%%22:%%22empty%%22,%%22values%%22:%%5B%%5D%%7D",
			field->name);

		if (field->type == FIELD_LOOKUPS)
			told_case(visitor,
				  visit(visitor, "", query).status == (naive_asks(&visitor->naive, field) ? 200 : 422),
				  "links", query);
	}
}

static void
ask_bin(const struct visitor *visitor)
{
	struct question question = {.asked = {.bin = true, .descending = true}};
	struct door_answer answer = visit(visitor, "/bin", NULL);
	bool same;

	question.rows = naive_list(&visitor->naive, &question.asked, visitor->arena, &question.row_count);
	if (!may_view(visitor) || !(naive_may(&visitor->naive) & MAY_DELETE))
		same = is_absent(visitor, &answer);
	else
		same = answer.status == 200 &&
		       same_rows(visitor, doc_get(answer.json, STR("records")), question.rows,
				 question.row_count < PAGE_SHOWN ? question.row_count : PAGE_SHOWN, NULL, 0);
	told_case(visitor, same, "bin", "");
}

/* ---- groups ---- */

/* "value count sum" of each, sorted: two groups may be told alike when what they lead to is not theirs to see. */
static int
compare_texts(const void *one, const void *other)
{
	return strcmp(*(const char *const *)one, *(const char *const *)other);
}

static const char *
joined(struct arena *arena, const char **texts, size_t count)
{
	struct builder all = builder_new(arena, 0);

	if (count > 0)
		qsort(texts, count, sizeof *texts, compare_texts);
	for (size_t i = 0; i < count; i++)
		build_printf(&all, "%s\n", texts[i]);
	return builder_text(&all);
}

static const char *
told_sum(const struct visitor *visitor, const struct copy **rows, size_t count, const struct field *by,
	 const struct field *sum, size_t first)
{
	struct db_value value = naive_cell(&visitor->naive, rows[first], by), cell;
	struct copy row = *rows[first];
	int64_t members = 0, total = 0;

	for (size_t i = 0; i < count; i++) {
		cell = naive_cell(&visitor->naive, rows[i], by);
		if (!value_equal(&cell, &value))
			continue;
		if (i < first)
			return NULL; /* told already */
		members++;
		cell = sum == NULL ? db_null() : naive_cell(&visitor->naive, rows[i], sum);
		total += cell.type == DB_INT ? cell.integer : 0;
	}
	if (sum == NULL)
		return arena_printf(visitor->arena, "%s %" PRId64 " null",
				    told_json(visitor->arena, told_cell(visitor, rows[first], by, false)), members);
	row.cells = arena_make_array(visitor->arena, struct db_value, visitor->naive.sheet->module->field_count);
	memcpy(row.cells, rows[first]->cells, visitor->naive.sheet->module->field_count * sizeof *row.cells);
	row.cells[sum->index] = db_int(total);
	return arena_printf(visitor->arena, "%s %" PRId64 " %" PRId64,
			    told_json(visitor->arena, told_cell(visitor, rows[first], by, false)), members, total);
}

static int64_t
units_of(const struct doc *value)
{
	const char *text = value == NULL ? "" : value->kind == DOC_OBJECT ? doc_get_text(value, "amount") : NULL;
	int64_t units = 0, sign = 1;

	if (value != NULL && value->kind == DOC_INT)
		return value->integer;
	if (value != NULL && value->kind == DOC_TEXT)
		text = value->text.at;
	for (; text != NULL && *text != '\0'; text++)
		if (*text == '-')
			sign = -1;
		else if (*text != '.')
			units = units * 10 + (*text - '0');
	return sign * units;
}

static bool
same_groups(const struct visitor *visitor, const struct question *question, const struct door_answer *answer,
	    const struct field *by, const struct field *sum)
{
	const struct doc *list = doc_get(doc_get(answer->json, STR("groups")), STR("rows"));
	struct arena *arena = visitor->arena;
	const char **told = arena_make_array(arena, const char *, question->row_count + 1);
	const char **got;
	size_t count = 0;

	for (size_t i = 0; i < question->row_count; i++) {
		const char *text = told_sum(visitor, question->rows, question->row_count, by, sum, i);

		if (text != NULL)
			told[count++] = text;
	}
	if (list == NULL || list->list.count != count)
		return false;
	got = arena_make_array(arena, const char *, count + 1);
	for (size_t i = 0; i < count; i++) {
		const struct doc *group = list->list.items[i], *total = doc_get(group, STR("sum"));

		got[i] = arena_printf(arena, "%s %" PRId64 " %s", told_json(arena, doc_get(group, STR("value"))),
				      int_of(group, "count"),
				      total == NULL || total->kind == DOC_NULL
					      ? "null"
					      : arena_printf(arena, "%" PRId64, units_of(total)));
	}
	return strcmp(joined(arena, told, count), joined(arena, got, count)) == 0;
}

static void
ask_groups(const struct visitor *visitor)
{
	struct question question = question_draw(visitor);
	const struct field *by = question_field(visitor), *sum = question_field(visitor);
	bool known = naive_knows(&visitor->naive, by) && view_fits_group(by);
	const char *query;
	struct door_answer answer;
	bool same;

	for (int i = 0; i < 6 && !known; i++) {
		by = question_field(visitor);
		known = naive_knows(&visitor->naive, by) && view_fits_group(by);
	}
	query = arena_printf(visitor->arena, "by=%s&sum=%s&%s", by->name, sum->name,
			     question_query(visitor, &question));
	answer = visit(visitor, "/groups", query);
	if (!naive_knows(&visitor->naive, sum) || !view_fits_sum(sum))
		sum = NULL;
	if (!may_view(visitor))
		same = is_absent(visitor, &answer);
	else if (!known)
		same = answer.status == 422;
	else if (question.refused)
		same = answer.status == 422 || answer.status == 200; /* asked by ask_list */
	else
		same = answer.status == 200 && same_groups(visitor, &question, &answer, by, sum);
	told_case(visitor, same, "groups", query);
}

/* ---- one record ---- */

static const struct doc *
item_named(const struct doc *list, const char *name)
{
	for (size_t i = 0; list != NULL && list->kind == DOC_LIST && i < list->list.count; i++) {
		const char *is = doc_get_text(list->list.items[i], "name");

		if (is != NULL && strcmp(is, name) == 0)
			return list->list.items[i];
	}
	return NULL;
}

static bool
same_lines(const struct visitor *visitor, const struct copy *row, const struct doc *answer)
{
	struct visitor lines = visitor_of(visitor, visitor->property->sheet_count - 1);
	struct asked asked = {.parent = row->id};
	const struct doc *shown = item_named(doc_get(answer, STR("sub_forms")), lines.naive.sheet->name);
	const struct copy **rows;
	size_t count;

	if (visitor->naive.sheet_index != 0 || !(naive_may(&lines.naive) & MAY_VIEW))
		return shown == NULL;
	rows = naive_list(&lines.naive, &asked, visitor->arena, &count);
	return shown != NULL && same_rows(&lines, doc_get(shown, STR("rows")), rows, count, NULL, 0);
}

static bool
same_related_list(const struct visitor *other, const struct field *link, const struct copy *row, const struct doc *list,
		  size_t *at)
{
	struct asked asked = {.link = link, .linked = row->id, .descending = true};
	size_t count;
	const struct copy **rows = naive_list(&other->naive, &asked, other->arena, &count);
	const struct doc *shown = *at < list->list.count ? list->list.items[*at] : NULL;

	if (count == 0 && !(naive_may(&other->naive) & MAY_CREATE))
		return true;
	*at += 1;
	return shown != NULL && strcmp(doc_get_text(shown, "name"), other->naive.sheet->name) == 0 &&
	       doc_is_true(doc_get(shown, STR("more"))) == (count > RELATED_SHOWN) &&
	       same_rows(other, doc_get(shown, STR("rows")), rows, count < RELATED_SHOWN ? count : RELATED_SHOWN, NULL,
			 0);
}

static bool
same_related(const struct visitor *visitor, const struct copy *row, const struct doc *list)
{
	const struct property *property = visitor->property;
	size_t at = 0;

	if (list == NULL)
		return false;
	for (size_t s = 0; s < property->sheet_count; s++) {
		struct visitor other = visitor_of(visitor, s);
		const struct module *module = property->sheets[s].module;

		for (size_t f = 0; f < module->field_count && may_view(&other); f++) {
			const struct field *link = &module->fields[f];
			bool leads = (link->type == FIELD_LOOKUP || link->type == FIELD_LOOKUPS) &&
				     link->target == visitor->naive.sheet->module;

			if (leads && at < RELATED_LISTS && naive_knows(&other.naive, link) &&
			    !same_related_list(&other, link, row, list, &at))
				return false;
		}
	}
	return at == list->list.count;
}

static bool
same_sheet(const struct visitor *visitor, const struct copy *row, const struct door_answer *answer)
{
	const struct naive *naive = &visitor->naive;
	struct doc *told = told_record(visitor, row, NULL, 0, true);

	doc_set_bool(told, "may_edit", naive_edits(naive, row) && naive_may(naive) & MAY_EDIT);
	doc_set_bool(told, "may_delete", naive_deletes(naive, row) && naive_may(naive) & MAY_DELETE);
	return answer->status == 200 && told_same(visitor->arena, told, doc_get(answer->json, STR("record"))) &&
	       same_lines(visitor, row, answer->json) &&
	       same_related(visitor, row, doc_get(answer->json, STR("related")));
}

static bool
same_history(const struct visitor *visitor, const struct copy *row, const struct door_answer *answer)
{
	const struct naive *naive = &visitor->naive;
	const struct property *property = visitor->property;
	const struct doc *list = doc_get(answer->json, STR("changes"));
	size_t told = 0;

	if (answer->status != 200 || list == NULL)
		return false;
	for (size_t i = property->change_count; i-- > 0;) {
		const struct change_spec *change = &property->changes[i];
		const struct field *field = change->field < 0 ? NULL : &naive->sheet->module->fields[change->field];
		const struct doc *shown = told < list->list.count ? list->list.items[told] : NULL;
		const char *name = doc_get_text(shown, "field");

		if (change->sheet != naive->sheet_index || change->record != row->id || told == HISTORY_SHOWN ||
		    (field != NULL && (!naive_knows(naive, field) || naive_hidden(naive, row, field))))
			continue;
		if (shown == NULL || strcmp(doc_get_text(shown, "id"), told_id(visitor, change->id)) != 0 ||
		    (field == NULL ? name != NULL : name == NULL || strcmp(name, field->name) != 0))
			return false;
		told++;
	}
	return told == list->list.count;
}

/* Where a mismatch is expected, one is enough. */
static bool
knows_enough(const struct visitor *visitor)
{
	return visitor->property->quiet && visitor->property->mismatches > 0;
}

static void
ask_each_record(const struct visitor *visitor)
{
	const struct naive *naive = &visitor->naive;

	for (size_t i = 0; i < naive->sheet->row_count && !knows_enough(visitor); i++) {
		const struct copy *row = &naive->sheet->rows[i];
		const char *rest = arena_printf(visitor->arena, "/%s", told_id(visitor, row->id));
		bool theirs = may_view(visitor) && naive_sees(naive, row) && !row->deleted;
		struct door_answer answer = visit(visitor, rest, "related=true");

		told_case(visitor, theirs ? same_sheet(visitor, row, &answer) : is_absent(visitor, &answer), "record",
			  rest);
		rest = arena_printf(visitor->arena, "%s/history", rest);
		answer = visit(visitor, rest, NULL);
		told_case(visitor, theirs ? same_history(visitor, row, &answer) : is_absent(visitor, &answer),
			  "history", rest);
	}
}

/* ---- names ---- */

/* Those whose name begins as typed come first, then those with words that begin so. */
static size_t
told_suggestions(const struct visitor *visitor, const char *typed, const struct copy **suggested)
{
	const struct naive *naive = &visitor->naive;
	const struct field *naming = naive->sheet->module->naming;
	const struct asked asked = {.sort = naming};
	size_t count, found = 0;
	const struct copy **rows = naive_list(naive, &asked, visitor->arena, &count);
	const char *beginning = text_fold(visitor->arena, typed);

	for (int way = 0; way < 2; way++)
		for (size_t i = 0; i < count && naive_knows(naive, naming); i++) {
			struct db_value name = naive_cell(naive, rows[i], naming);
			bool begins = name.type == DB_TEXT &&
				      str_starts(str_of(text_fold(visitor->arena, name.bytes.at)), str_of(beginning));

			if (way == 0 ? begins : !begins && naive_finds(naive, rows[i], typed, naming, visitor->arena))
				suggested[found++] = rows[i];
		}
	return found;
}

static void
ask_suggestions(const struct visitor *visitor)
{
	const char *typed = draw_word(visitor->property, visitor->arena);
	struct door_answer answer =
		visit(visitor, "/suggestions", arena_printf(visitor->arena, "typed=%s", told_encoded(visitor, typed)));
	const struct doc *list = doc_get(answer.json, STR("suggestions"));
	const struct copy **told =
		arena_make_array(visitor->arena, const struct copy *, visitor->naive.sheet->row_count + 1);
	size_t count = told_suggestions(visitor, typed, told);
	bool same;

	count = count < SUGGESTED ? count : SUGGESTED;
	same = may_view(visitor) ? answer.status == 200 && list != NULL && list->list.count == count
				 : is_absent(visitor, &answer);
	for (size_t i = 0; i < count && same && may_view(visitor); i++) {
		struct db_value name = naive_cell(&visitor->naive, told[i], visitor->naive.sheet->module->naming);

		same = strcmp(doc_get_text(list->list.items[i], "id"), told_id(visitor, told[i]->id)) == 0 &&
		       text_equal(doc_get_text(list->list.items[i], "name"), name.bytes.at);
	}
	told_case(visitor, same, "suggestions", typed);
}

/* ---- what is there at all ---- */

/* Where a link leads is named to who sees that module. */
static bool
same_target(const struct visitor *visitor, const struct field *field, const struct doc *shown)
{
	const struct property *property = visitor->property;
	const char *target = NULL;

	for (size_t s = 0; s < property->sheet_count; s++) {
		struct naive other = naive_of(property, visitor->naive.staff, s);

		if ((field->type == FIELD_LOOKUP || field->type == FIELD_LOOKUPS) &&
		    field->target == other.sheet->module && naive_may(&other) & MAY_VIEW)
			target = other.sheet->name;
	}
	return text_equal(doc_get_text(shown, "target"), target);
}

static bool
same_schema(const struct visitor *visitor, const struct doc *schema)
{
	const struct module *module = visitor->naive.sheet->module;
	const struct doc *list = doc_get(schema, STR("fields"));
	size_t told = 0;

	if (list == NULL || !text_equal(doc_get_text(schema, "name"), module->name) ||
	    !text_equal(doc_get_text(schema, "naming_field"),
			naive_knows(&visitor->naive, module->naming) ? module->naming->name : NULL))
		return false;
	for (size_t f = 0; f < module->field_count; f++) {
		const struct field *field = &module->fields[f];
		const struct doc *shown = told < list->list.count ? list->list.items[told] : NULL;

		if (!naive_knows(&visitor->naive, field))
			continue;
		if (shown == NULL || strcmp(doc_get_text(shown, "name"), field->name) != 0 ||
		    doc_is_true(doc_get(shown, STR("writable"))) != naive_writes(&visitor->naive, field) ||
		    !same_target(visitor, field, shown))
			return false;
		told++;
	}
	return told == list->list.count;
}

void
visit_schema(const struct visitor *visitor)
{
	struct door_answer answer = visit(visitor, "/schema", NULL);
	struct visitor lines = visitor_of(visitor, visitor->property->sheet_count - 1);
	const struct doc *list = doc_get(answer.json, STR("sub_forms"));
	bool has_lines = visitor->naive.sheet_index == 0 && naive_may(&lines.naive) & MAY_VIEW, same;

	if (!may_view(visitor))
		same = is_absent(visitor, &answer);
	else
		same = answer.status == 200 && list != NULL && list->list.count == has_lines &&
		       same_schema(visitor, answer.json) && (!has_lines || same_schema(&lines, list->list.items[0]));
	told_case(visitor, same, "schema", "");
}

/* Over all modules at once; by whoever stands before the first. */
static bool
same_found(const struct visitor *visitor, const char *word, const struct doc *list)
{
	const struct property *property = visitor->property;
	size_t at = 0;

	for (size_t s = 0; s < property->sheet_count; s++) {
		struct visitor other = visitor_of(visitor, s);
		struct asked asked = {.search = word, .descending = true};
		size_t count;
		const struct copy **rows = naive_list(&other.naive, &asked, visitor->arena, &count);
		const struct doc *shown = at < list->list.count ? list->list.items[at] : NULL;
		const struct doc *records = doc_get(shown, STR("records"));

		if (!may_view(&other) || count == 0)
			continue;
		if (records == NULL || strcmp(doc_get_text(shown, "name"), other.naive.sheet->name) != 0 ||
		    records->list.count != (count < FOUND_SHOWN ? count : FOUND_SHOWN))
			return false;
		for (size_t i = 0; i < records->list.count; i++) {
			struct doc *told = told_record(&other, rows[i], NULL, 0, false);
			const struct doc *got = records->list.items[i];

			if (!text_equal(doc_get_text(told, "id"), doc_get_text(got, "id")) ||
			    !text_equal(doc_get_text(told, "name"), doc_get_text(got, "name")))
				return false;
		}
		at++;
	}
	return at == list->list.count;
}

static void
ask_everywhere(const struct visitor *visitor)
{
	const char *word = draw_word(visitor->property, visitor->arena);
	struct door_answer answer = door_get(visitor->door, visitor->arena, visitor->naive.staff->id, "/console/search",
					     arena_printf(visitor->arena, "q=%s", told_encoded(visitor, word)));
	const struct doc *list = doc_get(answer.json, STR("modules"));

	told_case(visitor, answer.status == 200 && list != NULL && same_found(visitor, word, list), "search", word);
}

/* ---- all of it ---- */

void
visit_to_read(const struct visitor *visitor)
{
	visit_schema(visitor);
	ask_links(visitor);
	for (int i = 0; i < 12 && !knows_enough(visitor); i++)
		ask_list(visitor);
	ask_bin(visitor);
	for (int i = 0; i < 4 && !knows_enough(visitor); i++) {
		ask_groups(visitor);
		ask_suggestions(visitor);
		ask_everywhere(visitor);
	}
	ask_each_record(visitor);
}

/* A sheet shows what one of the layouts shows: of that, what is theirs, and as it is. */
static bool
shows_only_theirs(const struct visitor *visitor, const struct copy *row, const struct door_answer *answer)
{
	const struct doc *fields = doc_get(doc_get(answer->json, STR("record")), STR("fields"));

	for (size_t i = 0; fields != NULL && i < fields->object.count; i++) {
		const struct doc_member *member = &fields->object.members[i];
		const struct field *field = field_named(visitor->naive.sheet->module, member->name);

		if (field == NULL || !naive_knows(&visitor->naive, field) ||
		    strcmp(told_json(visitor->arena, told_cell(visitor, row, field, true)),
			   told_json(visitor->arena, member->value)) != 0)
			return false;
	}
	return fields != NULL;
}

static void
ask_sheets(const struct visitor *visitor)
{
	const struct naive *naive = &visitor->naive;

	for (size_t i = 0; i < naive->sheet->row_count && !knows_enough(visitor); i++) {
		const struct copy *row = &naive->sheet->rows[i];
		const char *rest = arena_printf(visitor->arena, "/%s", told_id(visitor, row->id));
		bool theirs = may_view(visitor) && naive_sees(naive, row) && !row->deleted;
		struct door_answer answer = visit(visitor, rest, NULL);

		told_case(visitor,
			  theirs ? answer.status == 200 && shows_only_theirs(visitor, row, &answer)
				 : is_absent(visitor, &answer),
			  "sheet", rest);
	}
}

void
visit_tabs(const struct visitor *visitor)
{
	ask_links(visitor);
	for (int i = 0; i < 8 && !knows_enough(visitor); i++)
		ask_list(visitor);
	ask_sheets(visitor);
}
