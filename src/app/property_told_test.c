/* property_told_test: types one by one, without the code that shows records. */
#include "app/property_told_test.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/instant.h"
#include "base/test.h"
#include "html/zone.h"
#include "http/url.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* ---- asking ---- */

const char *
told_id(const struct visitor *visitor, int64_t id)
{
	char text[ID_LENGTH + 1];

	id_print(text, id);
	return arena_text(visitor->arena, text);
}

static const char *
home_of(const struct visitor *visitor)
{
	return visitor->naive.staff->type == NULL ? "/console/records" : "/p/a/records";
}

const char *
told_path(const struct visitor *visitor, const char *rest)
{
	return arena_printf(visitor->arena, "%s/%s%s", home_of(visitor), visitor->naive.sheet->name, rest);
}

const char *
told_encoded(const struct visitor *visitor, const char *text)
{
	return url_encode(visitor->arena, str_of(text));
}

struct door_answer
visit(const struct visitor *visitor, const char *rest, const char *query)
{
	const struct door_request request = {.method = HTTP_GET,
					     .path = told_path(visitor, rest),
					     .query = query,
					     .browser = true,
					     .cookie = visitor->cookie};

	if (visitor->cookie != NULL)
		return door_ask(visitor->door, visitor->arena, &request);
	return door_get(visitor->door, visitor->arena, visitor->naive.staff->id, told_path(visitor, rest), query);
}

void
told_case(const struct visitor *visitor, bool same, const char *asked, const char *about)
{
	property_case(visitor->property, same, visitor->naive.staff, visitor->naive.sheet, "%s: %s", asked, about);
}

/* ---- comparing ---- */

const char *
told_json(struct arena *arena, const struct doc *doc)
{
	struct builder text = builder_new(arena, 0);

	if (doc == NULL)
		return "absent";
	doc_print_json(doc, NULL, &text);
	return builder_text(&text);
}

bool
told_same(struct arena *arena, const struct doc *told, const struct doc *answer)
{
	for (size_t i = 0; i < told->object.count; i++) {
		const struct doc_member *member = &told->object.members[i];
		const struct doc *other = doc_get(answer, str_of(member->name));

		if (other == NULL || strcmp(told_json(arena, member->value), told_json(arena, other)) != 0)
			return false;
	}
	return true;
}

/* ---- values ---- */

static const char *
text_of(struct arena *arena, const struct db_value *value)
{
	return arena_text_of(arena, value->bytes.at, value->bytes.length);
}

static const char *
decimal(struct arena *arena, int64_t units, int digits)
{
	int64_t whole = 1, size = units < 0 ? -units : units;

	for (int i = 0; i < digits; i++)
		whole *= 10;
	if (digits == 0)
		return arena_printf(arena, "%" PRId64, units);
	return arena_printf(arena, "%s%" PRId64 ".%0*" PRId64, units < 0 ? "-" : "", size / whole, digits,
			    size % whole);
}

static struct tm
parts_of(int64_t instant)
{
	time_t seconds = (time_t)(instant / 1000);
	struct tm parts;

	gmtime_r(&seconds, &parts);
	return parts;
}

static const char *
day_text(struct arena *arena, int64_t instant)
{
	struct tm parts = parts_of(instant);

	return arena_printf(arena, "%04d-%02d-%02d", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday);
}

static const char *
clock_text(struct arena *arena, int64_t instant, bool seconds)
{
	struct tm parts = parts_of(instant);

	if (!seconds)
		return arena_printf(arena, "%02d:%02d", parts.tm_hour, parts.tm_min);
	return arena_printf(arena, "%02d:%02d:%02d", parts.tm_hour, parts.tm_min, parts.tm_sec);
}

static int
digits_of(const struct field *field)
{
	return field_value_type(field) == FIELD_MONEY ? 2 : field->digits;
}

static const char *
staff_called(const struct visitor *visitor, int64_t staff)
{
	static const char *const names[] = {"Eva", "Ben", "Cleo", "Dan"};

	return staff < EVA + 4 ? names[staff - EVA] : arena_printf(visitor->arena, "staff%" PRId64, staff - EVA);
}

/* NULL: they see no such record, or not what it is called. */
static const char *
record_called(const struct visitor *visitor, const struct module *module, int64_t id)
{
	const struct property *property = visitor->property;
	struct naive naive;
	const struct copy *row = NULL;
	struct db_value name;

	for (size_t i = 0; i < property->sheet_count; i++)
		if (property->sheets[i].module == module) {
			naive = naive_of(property, visitor->naive.staff, i);
			row = naive_row(&property->sheets[i], id);
		}
	if (row == NULL || row->deleted || !naive_sees(&naive, row))
		return NULL;
	name = naive_cell(&naive, row, module->naming);
	return name.type == DB_TEXT ? text_of(visitor->arena, &name) : NULL;
}

static struct doc *
linked_doc(const struct visitor *visitor, const struct field *field, int64_t id)
{
	const char *name = record_called(visitor, field->target, id);
	struct doc *shown = doc_object(visitor->arena);

	if (name == NULL)
		return NULL;
	doc_set_text(shown, "id", told_id(visitor, id));
	doc_set_text(shown, "name", name);
	doc_set_text(
		shown, "href",
		arena_printf(visitor->arena, "%s/%s/%s", home_of(visitor), field->target->name, told_id(visitor, id)));
	return shown;
}

static struct doc *
links_doc(const struct visitor *visitor, const struct field *field, const struct db_value *value)
{
	struct doc *list = doc_list(visitor->arena);
	struct str rest = value->bytes;

	while (value->type == DB_TEXT && rest.at != NULL) {
		int64_t id;
		struct doc *link = str_to_int(str_cut(&rest, '|'), &id) ? linked_doc(visitor, field, id) : NULL;

		if (link != NULL)
			doc_add(list, link);
	}
	return list;
}

static struct doc *
codes_doc(struct arena *arena, const struct db_value *value)
{
	struct doc *list = doc_list(arena);
	struct str rest = value->bytes;

	while (rest.at != NULL) {
		struct str code = str_cut(&rest, '|');

		if (code.length > 0)
			doc_add_text(list, arena_text_of(arena, code.at, code.length));
	}
	return list;
}

static struct doc *
address_doc(struct arena *arena, const struct db_value *value)
{
	static const char *const parts[] = {"street", "postal_code", "city", "country"};
	struct doc *shown = doc_object(arena);
	struct str rest = value->bytes;

	for (size_t i = 0; i < 4; i++) {
		struct str line = str_cut(&rest, '\n');

		doc_set_text(shown, parts[i], arena_text_of(arena, line.at, line.length));
	}
	return shown;
}

static void
set_number(const struct visitor *visitor, struct doc *holder, const struct field *field, int64_t number)
{
	struct arena *arena = visitor->arena;
	struct doc *part;

	switch (field_value_type(field)) {
	case FIELD_MONEY:
		part = doc_set_object(holder, "value");
		doc_set_text(part, "amount", decimal(arena, number, 2));
		doc_set_text(part, "currency", "EUR");
		break;
	case FIELD_DECIMAL:
	case FIELD_PERCENTAGE:
		doc_set_text(holder, "value", decimal(arena, number, field->digits));
		break;
	case FIELD_DAY:
		doc_set_text(holder, "value", day_text(arena, number * DAY_MS));
		break;
	case FIELD_INSTANT:
		doc_set_text(holder, "value",
			     arena_printf(arena, "%sT%s.%03dZ", day_text(arena, number),
					  clock_text(arena, number, true), (int)(number % 1000)));
		break;
	case FIELD_YES_NO:
		doc_set_bool(holder, "value", number != 0);
		break;
	default:
		doc_set_int(holder, "value", number);
	}
}

struct doc *
told_cell(const struct visitor *visitor, const struct copy *row, const struct field *field, bool links)
{
	struct db_value value = naive_cell(&visitor->naive, row, field);
	struct arena *arena = visitor->arena;
	struct doc *holder = doc_object(arena), *part;

	doc_set_null(holder, "value");
	if (field->type == FIELD_LOOKUPS) {
		doc_set(holder, "value", links ? links_doc(visitor, field, &value) : doc_list(arena));
	} else if (value.type == DB_NULL || field->type == FIELD_FILE) {
		; /* no file of these worlds was ever sent */
	} else if (field->type == FIELD_LOOKUP) {
		part = linked_doc(visitor, field, value.integer);
		if (part != NULL)
			doc_set(holder, "value", part);
	} else if (field->type == FIELD_STAFF) {
		part = doc_set_object(holder, "value");
		doc_set_text(part, "id", told_id(visitor, value.integer));
		doc_set_text(part, "name", staff_called(visitor, value.integer));
	} else if (value.type == DB_INT) {
		set_number(visitor, holder, field, value.integer);
	} else if (field->type == FIELD_CHOICES) {
		doc_set(holder, "value", codes_doc(arena, &value));
	} else if (field->type == FIELD_ADDRESS) {
		doc_set(holder, "value", address_doc(arena, &value));
	} else {
		doc_set_text(holder, "value", text_of(arena, &value));
	}
	return holder->object.members[0].value;
}

/* ---- records ---- */

static bool
is_wanted(const struct field *field, const struct field *const *fields, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (fields[i] == field)
			return true;
	return fields == NULL;
}

struct doc *
told_record(const struct visitor *visitor, const struct copy *row, const struct field *const *fields,
	    size_t field_count, bool links)
{
	const struct naive *naive = &visitor->naive;
	const struct module *module = naive->sheet->module;
	struct db_value name = naive_cell(naive, row, module->naming);
	struct doc *shown = doc_object(visitor->arena), *cells;
	const char *id = told_id(visitor, row->id);

	doc_set_text(shown, "id", id);
	doc_set_int(shown, "version", row->version);
	doc_set_text(shown, "name", name.type == DB_TEXT ? text_of(visitor->arena, &name) : "Without a name");
	doc_set_text(shown, "href", told_path(visitor, arena_printf(visitor->arena, "/%s", id)));
	doc_set_bool(shown, "editable", naive_edits(naive, row));
	cells = doc_set_object(shown, "fields");
	for (size_t f = 0; f < module->field_count; f++)
		if (naive_knows(naive, &module->fields[f]) && is_wanted(&module->fields[f], fields, field_count))
			doc_set(cells, module->fields[f].name, told_cell(visitor, row, &module->fields[f], links));
	return shown;
}

/* ---- cells of files ---- */

static const char *
labels(struct arena *arena, const struct field *field, const struct db_value *value)
{
	struct builder text = builder_new(arena, 0);
	struct str rest = value->bytes;

	while (rest.at != NULL) {
		struct str code = str_cut(&rest, '|');

		for (size_t i = 0; i < field->choice_count; i++)
			if (str_equal(str_of(field->choices[i].code), code))
				build_printf(&text, "%s%s", text.length == 0 ? "" : "; ",
					     label_text(&field->choices[i].label, "en"));
	}
	return builder_text(&text);
}

static const char *
names(const struct visitor *visitor, const struct field *field, const struct db_value *value)
{
	struct builder text = builder_new(visitor->arena, 0);
	struct str rest = value->bytes;
	const char *name;
	int64_t id;

	if (field->type == FIELD_LOOKUP) {
		name = record_called(visitor, field->target, value->integer);
		return name == NULL ? "" : name;
	}
	while (rest.at != NULL) {
		name = str_to_int(str_cut(&rest, '|'), &id) ? record_called(visitor, field->target, id) : NULL;
		if (name != NULL)
			build_printf(&text, "%s%s", text.length == 0 ? "" : "; ", name);
	}
	return builder_text(&text);
}

/* Workbooks have numbers, not their digits: "1.50" is read back as "1.5". */
static const char *
shortened(struct arena *arena, const char *text)
{
	size_t length = strlen(text);

	if (strchr(text, '.') == NULL)
		return text;
	while (text[length - 1] == '0')
		length--;
	return arena_text_of(arena, text, text[length - 1] == '.' ? length - 1 : length);
}

static const char *
number_text(struct arena *arena, const struct field *field, int64_t number, bool workbook)
{
	const char *text;

	switch (field_value_type(field)) {
	case FIELD_YES_NO:
		return number != 0 ? "yes" : "no";
	case FIELD_DAY:
		return day_text(arena, number * DAY_MS);
	case FIELD_INSTANT:
		number = zone_local("Europe/Paris", number);
		return arena_printf(arena, "%s%s%s", day_text(arena, number), workbook ? "T" : " ",
				    clock_text(arena, number, number % MINUTE_MS != 0));
	case FIELD_INTEGER:
		return decimal(arena, number, 0);
	default:
		text = decimal(arena, number, digits_of(field));
		return workbook ? shortened(arena, text) : text;
	}
}

const char *
told_text(const struct visitor *visitor, const struct copy *row, const struct field *field, bool workbook)
{
	struct db_value value = naive_cell(&visitor->naive, row, field);
	struct arena *arena = visitor->arena;
	struct str trimmed;

	if (value.type == DB_NULL || field->type == FIELD_FILE)
		return "";
	if (field->type == FIELD_LOOKUP || field->type == FIELD_LOOKUPS)
		return names(visitor, field, &value);
	if (field->type == FIELD_STAFF)
		return staff_called(visitor, value.integer);
	if (value.type == DB_INT)
		return number_text(arena, field, value.integer, workbook);
	if (field->type == FIELD_CHOICE || field->type == FIELD_CHOICES)
		return labels(arena, field, &value);
	trimmed = str_trim(value.bytes);
	return arena_text_of(arena, trimmed.at, trimmed.length);
}
