/* property_door_write_test: writes as programs send them; each comes to be exactly when every rule lets it. */
#include "app/property_door_test.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/test.h"
#include "records/property_attempt_test.h"

#include <inttypes.h>
#include <string.h>

/* ---- what is sent ---- */

static void
add_parts(struct arena *arena, struct doc *fields, const struct field *field, const struct db_value *value)
{
	struct doc *list = doc_set_list(fields, field->name);
	struct str rest = value->bytes;

	while (rest.at != NULL) {
		struct str part = str_cut(&rest, '|');
		char text[ID_LENGTH + 1];
		int64_t id;

		if (part.length == 0)
			continue;
		if (field->type == FIELD_LOOKUPS && str_to_int(part, &id)) {
			id_print(text, id);
			doc_add_text(list, arena_text(arena, text));
		} else {
			doc_add_text(list, arena_text_of(arena, part.at, part.length));
		}
	}
}

static void
add_address(struct arena *arena, struct doc *fields, const struct field *field, const struct db_value *value)
{
	static const char *const names[] = {"street", "postal_code", "city", "country"};
	struct doc *parts = doc_set_object(fields, field->name);
	struct str rest = value->bytes;

	for (size_t i = 0; i < 4; i++) {
		struct str line = str_cut(&rest, '\n');

		doc_set_text(parts, names[i], arena_text_of(arena, line.at, line.length));
	}
}

static struct doc *
fields_of(struct arena *arena, struct attempt *attempt)
{
	const struct module *module = attempt->naive.sheet->module;
	struct doc *fields = doc_object(arena);

	for (size_t f = 0; f < module->field_count; f++) {
		const struct field *field = &module->fields[f];
		struct db_value *value = &attempt->cells[f];

		if (!attempt->given[f])
			continue;
		if (field->type == FIELD_YES_NO && value->type == DB_NULL)
			*value = db_int(0); /* what is not ticked is no */
		if (value->type == DB_TEXT && (field->type == FIELD_CHOICES || field->type == FIELD_LOOKUPS))
			add_parts(arena, fields, field, value);
		else if (value->type == DB_TEXT && field->type == FIELD_ADDRESS)
			add_address(arena, fields, field, value);
		else
			doc_set_text(fields, field->name, value_text(arena, field, value));
	}
	return fields;
}

struct sending {
	struct property *property;
	struct door *door;
	struct arena *arena;
	struct attempt attempt;
	bool bulk;
	struct naive above;	   /* of a line: who sends it, before the module of its record */
	const struct copy *record; /* of a line; NULL: it is no line */
};

/* What a program was told it may send back: that is nothing given. */
static bool
is_as_told(const struct doc *told, const struct doc *sent)
{
	struct builder text = builder_new(sent->arena, 0);

	if (told->kind == DOC_LIST || told->kind == DOC_OBJECT)
		return strcmp(told_json(sent->arena, told), told_json(sent->arena, sent)) == 0 &&
		       (told->kind == DOC_OBJECT || told->list.count > 0);
	doc_print_plain(told, &text);
	return sent->kind == DOC_TEXT && str_equal(sent->text, builder_str(&text));
}

static void
forget_what_is_told(struct sending *sending)
{
	struct attempt *attempt = &sending->attempt;
	const struct module *module = attempt->naive.sheet->module;
	const struct visitor visitor = {sending->property, sending->door, attempt->naive, sending->arena};
	const struct doc *sent = fields_of(sending->arena, attempt);

	for (size_t f = 0; f < module->field_count && attempt->act == ACT_CHANGE && !sending->bulk; f++) {
		const struct field *field = &module->fields[f];
		bool link = field->type == FIELD_LOOKUP || field->type == FIELD_STAFF;

		if (attempt->given[f] && naive_knows(&attempt->naive, field) &&
		    !(link && attempt->cells[f].type != DB_NULL) &&
		    is_as_told(told_cell(&visitor, attempt->row, field, sending->record == NULL),
			       doc_get(sent, str_of(field->name))))
			attempt->given[f] = false;
	}
	attempt_expect(attempt);
}

static const char *
id_of(const struct sending *sending, const struct copy *row)
{
	char text[ID_LENGTH + 1];

	id_print(text, row->id);
	return arena_text(sending->arena, text);
}

static const char *
path_of(const struct sending *sending)
{
	static const char *const endings[] = {"", NULL, "/removal", "/restoration", "/purge"};
	const char *home = arena_printf(sending->arena, "/console/records/%s", sending->attempt.naive.sheet->name);

	if (sending->record != NULL)
		return arena_printf(sending->arena, "/console/records/%s/%s", sending->above.sheet->name,
				    id_of(sending, sending->record));
	if (sending->attempt.act == ACT_CREATE)
		return home;
	if (sending->bulk)
		return arena_printf(sending->arena, "%s/bulk", home);
	return arena_printf(sending->arena, "%s/%s%s", home, id_of(sending, sending->attempt.row),
			    endings[sending->attempt.act]);
}

/* A line stands among the lines of its record. */
static const char *
body_of_line(struct sending *sending)
{
	struct doc *body = doc_object(sending->arena), *line = fields_of(sending->arena, &sending->attempt);
	const struct attempt *attempt = &sending->attempt;

	doc_set_int(body, "version", sending->record->version);
	if (attempt->row != NULL) {
		doc_set_text(line, "id", id_of(sending, attempt->row));
		doc_set_int(line, "version", attempt->row->version);
	}
	if (attempt->act == ACT_REMOVE)
		doc_set_bool(line, "remove", true);
	doc_add(doc_set_list(doc_set_object(body, "lines"), attempt->naive.sheet->name), line);
	return told_json(sending->arena, body);
}

static const char *
body_of(struct sending *sending)
{
	struct doc *body = doc_object(sending->arena);
	struct attempt *attempt = &sending->attempt;

	if (sending->record != NULL)
		return body_of_line(sending);
	if (sending->bulk) {
		doc_set_text(body, "action", attempt->act == ACT_REMOVE ? "removal" : "change");
		doc_add_text(doc_set_list(body, "ids"), id_of(sending, attempt->row));
	} else if (attempt->act == ACT_CHANGE) {
		doc_set_int(body, "version", attempt->row->version);
	}
	if (attempt->act == ACT_CHANGE || attempt->act == ACT_CREATE)
		doc_set(body, "fields", fields_of(sending->arena, attempt));
	return told_json(sending->arena, body);
}

/* ---- what is answered ---- */

static enum record_outcome
outcome_of_status(int status)
{
	switch (status) {
	case 200:
		return RECORD_DONE;
	case 404:
		return RECORD_ABSENT;
	case 409:
		return RECORD_LOCKED;
	default:
		return RECORD_REFUSED;
	}
}

static enum record_outcome
outcome_of_bulk(const struct door_answer *answer)
{
	static const struct {
		const char *word;
		enum record_outcome outcome;
	} words[] = {{"done", RECORD_DONE}, {"absent", RECORD_ABSENT}, {"locked", RECORD_LOCKED}};
	const struct doc *results = doc_get(answer->json, STR("results"));
	const char *word;

	if (answer->status != 200 || results == NULL)
		return outcome_of_status(answer->status);
	word = doc_get_text(results->list.items[0], "outcome");
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (strcmp(words[i].word, word) == 0)
			return words[i].outcome;
	return RECORD_REFUSED;
}

/* The newest row is what was made, also when its maker does not see it. */
static int64_t
newest_row(const struct sending *sending)
{
	struct tx *tx = db_read(sending->property->db, sending->arena);
	struct sql sql = sql_new(sending->arena);
	int64_t id;

	sql_printf(&sql, "select max(id) from %s", sending->attempt.naive.sheet->module->table);
	id = db_sql_get_int(tx, 0, sql_end(&sql));
	db_read_end(tx);
	return id;
}

/* The fields of a bulk are looked at before its records, those of a line before it is asked whether it is locked. */
static bool
gives_what_is_not_theirs(const struct sending *sending)
{
	const struct attempt *attempt = &sending->attempt;

	for (size_t f = 0; (sending->bulk || sending->record != NULL) && f < attempt->naive.sheet->module->field_count;
	     f++)
		if (attempt->given[f] && !naive_writes(&attempt->naive, &attempt->naive.sheet->module->fields[f]))
			return true;
	return false;
}

/* First the record must be there to be changed, then the line among its lines. */
static void
expect_line(struct sending *sending)
{
	const struct naive *above = &sending->above;
	struct attempt *attempt = &sending->attempt;

	if (sending->record->deleted || !naive_sees(above, sending->record) || !(naive_may(above) & MAY_EDIT))
		attempt->expected = RECORD_ABSENT;
	else if (!naive_edits(above, sending->record))
		attempt->expected = RECORD_LOCKED;
	else if (!(naive_may(&attempt->naive) & MAY_VIEW) ||
		 (attempt->row != NULL && (attempt->row->deleted || !naive_sees(&attempt->naive, attempt->row))))
		attempt->expected = RECORD_REFUSED;
}

static bool
is_expected(const struct sending *sending)
{
	const struct attempt *attempt = &sending->attempt;

	if (gives_what_is_not_theirs(sending))
		return attempt->outcome == RECORD_REFUSED || attempt->outcome == RECORD_ABSENT ||
		       (!sending->bulk && attempt_is_expected(attempt));
	return attempt_is_expected(attempt);
}

static void
send(struct sending *sending)
{
	struct attempt *attempt = &sending->attempt;
	const char *path = path_of(sending), *body = body_of(sending);
	struct door_answer answer;

	forget_what_is_told(sending);
	if (sending->record != NULL)
		expect_line(sending);
	answer = door_ask(sending->door, sending->arena,
			  &(struct door_request){.staff = attempt->naive.staff->id,
						 .method = HTTP_POST,
						 .path = path,
						 .body = body,
						 .undone = attempt->undone});

	attempt->outcome = sending->bulk ? outcome_of_bulk(&answer) : outcome_of_status(answer.status);
	property_case(sending->property, is_expected(sending), attempt->naive.staff, attempt->naive.sheet,
		      "POST %s %s: %d %s for outcome %d%s", path, body, answer.status, answer.text,
		      (int)attempt->expected, attempt_told(attempt));
	if (attempt->outcome == RECORD_DONE && attempt->expected == RECORD_DONE && !attempt->undone) {
		attempt->id = attempt->row == NULL ? newest_row(sending) : attempt->row->id;
		attempt_compare(attempt);
	}
}

static bool
gives_something(const struct attempt *attempt)
{
	for (size_t f = 0; f < PROPERTY_FIELDS; f++)
		if (attempt->given[f])
			return true;
	return false;
}

/* Of lines, those with something in them; lines go into the bin and out of it with their record. */
static bool
can_be_sent(const struct attempt *attempt)
{
	if (attempt->naive.sheet->parent == NULL)
		return true;
	if (attempt->act == ACT_CREATE)
		for (size_t f = 0; f < PROPERTY_FIELDS; f++)
			if (attempt->given[f] && !value_is_empty(&attempt->cells[f]))
				return true;
	return attempt->act == ACT_CHANGE || attempt->act == ACT_REMOVE;
}

static void
take_record(struct sending *sending)
{
	const struct attempt *attempt = &sending->attempt;
	const struct property *property = sending->property;

	sending->above = naive_of(property, attempt->naive.staff, 0);
	if (attempt->naive.sheet->parent != NULL)
		sending->record =
			naive_row(&property->sheets[0], attempt->row == NULL ? attempt->parent : attempt->row->parent);
}

void
visit_to_write(struct property *property, struct door *door, bool undone)
{
	struct sending sending = {.property = property, .door = door, .arena = arena_new(0)};

	do
		sending.attempt = attempt_draw(property);
	while (!can_be_sent(&sending.attempt));
	sending.attempt.undone = undone;
	take_record(&sending);
	sending.bulk = sending.record == NULL &&
		       (sending.attempt.act == ACT_REMOVE || sending.attempt.act == ACT_CHANGE) &&
		       draw_once_in(&property->chance, 4) &&
		       (sending.attempt.act == ACT_REMOVE || gives_something(&sending.attempt));
	send(&sending);
	arena_free(sending.arena);
}
