/* record_input: one input for each type of field, with what was typed, or else what is stored. */
#include "records/record_form.h"

#include "base/id.h"
#include "core/organisation.h"
#include "modules/condition_entry.h"
#include "records/choice_doc.h"
#include "records/module_page.h"
#include "records/record_doc.h"

#include <string.h>

enum { LOOKUP_OPTIONS = 30, LOOKUPS_SHOWN = 100 };

/* Exactly one of these is not null: which kind of control it is. */
static const char *const controls[] = {"line",	 "area",    "select",  "check", "checks",
				       "lookup", "lookups", "address", "file",	"fixed"};

static const char *
name_of(struct request *rq, const struct input_place *place, const struct field *field)
{
	return arena_printf(rq->arena, "%s.%s", place->prefix, field->name);
}

static struct db_value
stored_value(struct request *rq, const struct input_place *place, const struct field *field)
{
	struct db_value value;
	const char *error;

	if (place->stored != NULL)
		return place->stored->cells[field->index];
	if (field->system && field->index == SYSTEM_OWNER)
		return db_int(rq->viewer->staff);
	if (place->in_table || text_empty(field->default_text) ||
	    !value_parse(rq->arena, field, field->default_text, &value, &error))
		return db_null();
	return value;
}

/* Somebody else saved meanwhile, and the one who typed had left this field as it was: then theirs is taken. */
static bool
is_untouched(struct request *rq, const struct input_place *place, const char *name)
{
	const char *was = place->theirs == NULL ? NULL : form_raw(rq->form, arena_printf(rq->arena, "was.%s", name));

	return was != NULL && text_equal(was, form_raw(rq->form, name));
}

/* Whether what was typed is shown, rather than what is stored. */
static bool
shows_typed(struct request *rq, const struct input_place *place, const char *name)
{
	return form_has(rq->form, name) && !is_untouched(rq, place, name);
}

/* "12", not "12.000": amounts keep their decimals, quantities lose those that say nothing. */
static const char *
trimmed_decimal(struct arena *arena, const struct field *field, const char *text)
{
	enum field_type type = field_value_type(field);
	size_t length = strlen(text);

	if ((type != FIELD_DECIMAL && type != FIELD_PERCENTAGE) || strchr(text, '.') == NULL)
		return text;
	while (text[length - 1] == '0')
		length--;
	length -= text[length - 1] == '.';
	return arena_text_of(arena, text, length);
}

/* As <input type="datetime-local"> wants it: without seconds. */
static const char *
minute_text(struct request *rq, const char *text)
{
	return strlen(text) > 16 && text[10] == 'T' ? arena_text_of(rq->arena, text, 16) : text;
}

/* The stored value as people write it. */
static const char *
stored_text(struct request *rq, const struct input_place *place, const struct field *field)
{
	struct db_value value = stored_value(rq, place, field);
	const char *text = value_is_empty(&value) ? NULL : value_text(rq->arena, field, &value);

	if (text == NULL)
		return "";
	if (field_value_type(field) == FIELD_INSTANT)
		return minute_text(rq, text);
	return trimmed_decimal(rq->arena, field, text);
}

/* What was typed comes back as it was; else what is stored. */
static const char *
shown_text(struct request *rq, const struct input_place *place, const struct field *field)
{
	const char *name = name_of(rq, place, field);

	return shows_typed(rq, place, name) ? form_raw(rq->form, name) : stored_text(rq, place, field);
}

/* ---- kinds of controls ---- */

static void
set_line(struct doc *input, const char *type, const char *mode, const char *value, const char *suffix)
{
	struct doc *line = doc_set_object(input, "line");

	doc_set_text(line, "type", type);
	doc_set_text(line, "mode", mode);
	doc_set_text(line, "value", value);
	doc_set_text(line, "suffix", suffix);
}

static void
set_select(struct request *rq, struct doc *input, const struct field *field, const char *chosen)
{
	struct doc *select = doc_set_object(input, "select"), *options = doc_set_list(select, "options");

	if (field->type == FIELD_STAFF)
		staff_options(rq, options, chosen);
	else if (field_value_type(field) == FIELD_YES_NO)
		yes_no_options(options, chosen);
	else
		choice_options(rq, options, field, chosen, false);
}

static bool
has_code(const char *codes, const char *code)
{
	struct str rest = str_of(codes);

	while (rest.at != NULL)
		if (str_equal(str_trim(str_cut(&rest, '|')), str_of(code)))
			return true;
	return false;
}

/* The codes that were ticked, or those stored, between bars. */
static const char *
shown_codes(struct request *rq, const struct input_place *place, const struct field *field)
{
	const char *name = name_of(rq, place, field);
	struct builder codes = builder_new(rq->arena, 0);
	struct db_value value = stored_value(rq, place, field);
	size_t rows = form_rows(rq->form, name, LOOKUPS_SHOWN);

	if (!form_has(rq->form, name) && rows == 0)
		return value.type == DB_TEXT ? arena_text_of(rq->arena, value.bytes.at, value.bytes.length) : "";
	for (size_t i = 0; i < rows; i++)
		build_printf(&codes, "|%s",
			     form_text(rq->form, arena_printf(rq->arena, "%s.%zu", name, i)) == NULL
				     ? ""
				     : form_text(rq->form, arena_printf(rq->arena, "%s.%zu", name, i)));
	return builder_text(&codes);
}

static void
set_checks(struct request *rq, struct doc *input, const struct input_place *place, const struct field *field)
{
	struct doc *checks = doc_set_object(input, "checks"), *options = doc_set_list(checks, "options");
	const char *codes = shown_codes(rq, place, field);

	choice_options(rq, options, field, NULL, false);
	for (size_t i = 0; i < options->list.count; i++) {
		struct doc *option = options->list.items[i];

		doc_set_text(option, "name", arena_printf(rq->arena, "%s.%zu", name_of(rq, place, field), i));
		doc_set_bool(option, "selected", has_code(codes, doc_get_text(option, "value")));
	}
}

/* ---- lookups ---- */

static int64_t
shown_id(struct request *rq, const struct input_place *place, const struct field *field)
{
	const char *name = name_of(rq, place, field);
	struct db_value value;
	int64_t id = 0;

	if (shows_typed(rq, place, name)) {
		id_parse(str_of(form_text(rq->form, name)), &id);
		return id;
	}
	value = stored_value(rq, place, field);
	return value.type == DB_INT ? value.integer : 0;
}

static struct doc *
add_record_option(struct doc *options, int64_t id, const char *name, bool selected)
{
	struct doc *option = doc_add_object(options);

	doc_set_id(option, "value", id);
	doc_set_text(option, "label", name);
	doc_set_bool(option, "selected", selected);
	return option;
}

/* Without a script one chooses among the first records, or those that what was typed beside finds. */
static void
add_suggestions(struct request *rq, struct doc *lookup, const struct input_place *place, const struct field *field,
		int64_t chosen)
{
	struct doc *options = doc_set_list(lookup, "options");
	const char *find_name = arena_printf(rq->arena, "find.%s", name_of(rq, place, field));
	const char *typed = form_text(rq->form, find_name);
	const char *name = chosen == 0 ? NULL : book_name(place->book, field->target, chosen);
	struct record_name *names;
	size_t count;

	doc_set_text(lookup, "find_name", find_name);
	doc_set_text(lookup, "typed", typed == NULL ? "" : typed);
	doc_set_text(lookup, "href", module_path(rq, field->target, "/suggestions"));
	doc_set_label(lookup, "target", &field->target->singular, language_of(rq));
	doc_set_id(lookup, "id", chosen);
	doc_set_text(lookup, "shown", name);
	if (name != NULL)
		add_record_option(options, chosen, name, true);
	if (place->in_table && text_empty(typed))
		return; /* a table of lines would repeat the same names in each row */
	names = record_suggestions(rq->tx, record_access(rq, field->target), typed == NULL ? "" : typed, LOOKUP_OPTIONS,
				   &count);
	for (size_t i = 0; i < count; i++)
		if (names[i].id != chosen)
			add_record_option(options, names[i].id, names[i].name, false);
}

static void
set_lookups(struct request *rq, struct doc *input, const struct input_place *place, const struct field *field)
{
	struct doc *lookups = doc_set_object(input, "lookups"), *chosen = doc_set_list(lookups, "chosen");
	struct db_value value = stored_value(rq, place, field), typed;
	const char *name = name_of(rq, place, field);
	int64_t *ids;
	size_t count;

	if (form_has(rq->form, name) || form_rows(rq->form, name, 1) > 0) {
		typed = value_read(rq->form, name, field, rq->arena);
		value = typed;
	}
	count = lookup_ids(rq->arena, &value, &ids);
	for (size_t i = 0; i < count && i < LOOKUPS_SHOWN; i++) {
		const char *label = book_name(place->book, field->target, ids[i]);
		struct doc *option;

		if (label == NULL)
			continue;
		option = add_record_option(chosen, ids[i], label, true);
		doc_set_text(option, "name", arena_printf(rq->arena, "%s.%zu", name, i));
	}
	doc_set_text(lookups, "next_name", arena_printf(rq->arena, "%s.%zu", name, count));
	add_suggestions(rq, lookups, place, field, 0);
}

/* ---- addresses and files ---- */

enum { ADDRESS_PARTS = 4 };
static const char *const address_parts[ADDRESS_PARTS] = {"street", "postal_code", "city", "country"};

/* The last three lines are postal code, town, country; what stands before is the street. */
static void
split_address(struct arena *arena, const char *text, const char *parts[ADDRESS_PARTS])
{
	char *rest = arena_text(arena, text);

	for (int i = ADDRESS_PARTS - 1; i > 0; i--) {
		char *line = strrchr(rest, '\n');

		parts[i] = line == NULL ? "" : line + 1;
		if (line != NULL)
			*line = '\0';
	}
	parts[0] = rest;
}

static void
set_address(struct request *rq, struct doc *input, const struct input_place *place, const struct field *field)
{
	struct db_value value = stored_value(rq, place, field);
	const char *name = name_of(rq, place, field), *parts[ADDRESS_PARTS] = {"", "", "", ""};
	struct doc *address = doc_set_object(input, "address");
	const struct organisation *organisation;

	if (value.type == DB_TEXT)
		split_address(rq->arena, arena_text_of(rq->arena, value.bytes.at, value.bytes.length), parts);
	else if (place->stored == NULL && (organisation = organisation_find(rq->tx)) != NULL)
		parts[3] = organisation->country;
	for (int i = 0; i < ADDRESS_PARTS; i++) {
		const char *typed = form_raw(rq->form, arena_printf(rq->arena, "%s.%s", name, address_parts[i]));

		doc_set_text(address, address_parts[i], typed == NULL ? parts[i] : typed);
	}
}

static void
set_file_there(struct request *rq, struct doc *shown, const struct module *module, const struct attachment *file)
{
	const struct doc *doc = attachment_doc(rq, module, file->record_id, file);

	doc_set_id(shown, "id", file->id);
	doc_set_text(shown, "file_name", file->name);
	doc_set_bool(shown, "picture", type_is_picture(file->type));
	doc_set_text(shown, "href", doc_get_text(doc, "href"));
}

static void
set_file(struct request *rq, struct doc *input, const struct input_place *place, const struct field *field)
{
	struct doc *file = doc_set_object(input, "file");
	const struct sent_file *sent = sent_file(rq, name_of(rq, place, field));
	int64_t id = sent != NULL && sent->id != 0 ? sent->id : shown_id(rq, place, field);
	const struct attachment *there = id == 0 ? NULL : book_file(place->book, id);
	int64_t record = place->stored == NULL ? 0 : place->stored->id;

	doc_set_text(file, "accept", field->type == FIELD_FILE ? NULL : "image/png,image/jpeg");
	doc_set_bool(file, "signature", field->type == FIELD_SIGNATURE);
	if (there == NULL || !attachment_is_theirs(there, rq->viewer, record)) /* an id that was typed tells nothing */
		doc_set_null(file, "there");
	else
		set_file_there(rq, doc_set_object(file, "there"), field->module, there);
}

/* ---- choosing the control ---- */

/* Portal users choose among records they see: a lookup to others offers nothing. */
static bool
leads_nowhere(const struct access *access, const struct field *field)
{
	bool lookup = field->type == FIELD_LOOKUP || field->type == FIELD_LOOKUPS;

	return lookup && access->viewer->kind == VIEWER_CLIENT && field->target != NULL &&
	       (plan_for(access->plan->rights, access->viewer, field->target, access->moment)->may & MAY_VIEW) == 0;
}

static bool
is_locked(const struct input_place *place, const struct field *field)
{
	bool file = field->type == FIELD_FILE || field->type == FIELD_IMAGE || field->type == FIELD_SIGNATURE;

	if (place->in_table && file)
		return true; /* lines bring no files */
	return !field_is_written(place->access->plan, field) || leads_nowhere(place->access, field) ||
	       (place->stored != NULL && place->stored->locked != NULL && place->stored->locked[field->index]);
}

static const char *
line_type(enum field_type type)
{
	switch (type) {
	case FIELD_EMAIL:
		return "email";
	case FIELD_PHONE:
		return "tel";
	case FIELD_LINK:
		return "url";
	case FIELD_DAY:
		return "date";
	case FIELD_INSTANT:
		return "datetime-local";
	default:
		return "text";
	}
}

static void
set_text_control(struct request *rq, struct doc *input, const struct input_place *place, const struct field *field)
{
	enum field_type type = field_value_type(field);
	const char *text = shown_text(rq, place, field);

	if (type == FIELD_LONG_TEXT)
		doc_set_text(doc_set_object(input, "area"), "value", text);
	else if (type == FIELD_MONEY)
		set_line(input, "text", "decimal", text, field->currency);
	else if (type == FIELD_PERCENTAGE)
		set_line(input, "text", "decimal", text, "%");
	else if (type == FIELD_INTEGER || type == FIELD_DECIMAL)
		set_line(input, "text", "decimal", text, NULL);
	else
		set_line(input, line_type(type), NULL, text, NULL);
}

static void
set_control(struct request *rq, struct doc *input, const struct input_place *place, const struct field *field)
{
	const char *text;

	switch (field->type) {
	case FIELD_YES_NO:
		text = shown_text(rq, place, field);
		if (place->in_table)
			set_select(rq, input, field, text);
		else
			doc_set_bool(doc_set_object(input, "check"), "checked",
				     text_equal(text, "1") || text_equal(text, "yes") || text_equal(text, "true") ||
					     text_equal(text, "on"));
		break;
	case FIELD_CHOICE:
	case FIELD_STAFF:
		set_select(rq, input, field, shown_text(rq, place, field));
		break;
	case FIELD_CHOICES:
		set_checks(rq, input, place, field);
		break;
	case FIELD_LOOKUP:
		add_suggestions(rq, doc_set_object(input, "lookup"), place, field, shown_id(rq, place, field));
		break;
	case FIELD_LOOKUPS:
		set_lookups(rq, input, place, field);
		break;
	case FIELD_ADDRESS:
		set_address(rq, input, place, field);
		break;
	case FIELD_FILE:
	case FIELD_IMAGE:
	case FIELD_SIGNATURE:
		set_file(rq, input, place, field);
		break;
	default:
		set_text_control(rq, input, place, field);
	}
}

/* ---- when it is asked at all ---- */

/* The condition goes to the browser only when it asks about nothing that is hidden from the viewer. */
static bool
is_told(const struct plan *plan, const struct condition *condition)
{
	for (size_t i = 0; i < plan->module->field_count; i++) {
		const struct field *field = &plan->module->fields[i];

		if (!field_is_shown(plan, field) && condition_uses(condition, field))
			return false;
	}
	return true;
}

static void
set_visibility(struct request *rq, struct doc *input, const struct input_place *place, const struct field *field)
{
	struct builder json = builder_new(rq->arena, 0);
	bool told =
		field->visible_when != NULL && !place->in_table && is_told(place->access->plan, field->visible_when);

	doc_set_null(input, "visible_when");
	doc_set_null(input, "visible_words");
	if (!told)
		return;
	doc_print_json(condition_doc(rq->arena, field->visible_when), NULL, &json);
	doc_set_text(input, "visible_when", builder_text(&json));
	doc_set_text(input, "visible_words",
		     condition_words(rq->arena, field->visible_when, rq->formats, condition_entry_name, rq));
}

static bool
is_typed(struct request *rq, const char *name, const struct field *field)
{
	return form_has(rq->form, name) || form_rows(rq->form, name, 1) > 0 ||
	       (field->type == FIELD_ADDRESS && form_has(rq->form, arena_printf(rq->arena, "%s.street", name)));
}

static void
set_theirs(struct request *rq, struct doc *input, const struct input_place *place, const struct field *field)
{
	const struct db_value *theirs = place->theirs == NULL ? NULL : &place->theirs->cells[field->index];
	const char *name = name_of(rq, place, field);
	struct db_value typed;

	doc_set_null(input, "theirs");
	doc_set_bool(input, "updated", false);
	if (theirs == NULL || is_locked(place, field) || !is_typed(rq, name, field))
		return;
	typed = value_read(rq->form, name, field, rq->arena);
	if (value_equal(&typed, theirs))
		return;
	if (is_untouched(rq, place, name))
		doc_set_bool(input, "updated", true);
	else
		doc_set(input, "theirs", cell_doc(rq, place->book, field, theirs, place->theirs->id));
}

/* What is in the control now, so that the server can tell what was left as it was. */
static void
set_was(struct request *rq, struct doc *input, const struct input_place *place, const struct field *field)
{
	const char *was = NULL;
	char id[ID_LENGTH + 1] = "";

	if (place->stored != NULL && !place->in_table && doc_is_true(doc_get(input, STR("lookup")))) {
		const struct db_value *cell = &place->stored->cells[field->index];

		if (cell->type == DB_INT)
			id_print(id, cell->integer);
		was = arena_text(rq->arena, id);
	} else if (place->stored != NULL && !place->in_table &&
		   (doc_is_true(doc_get(input, STR("line"))) || doc_is_true(doc_get(input, STR("area"))) ||
		    doc_is_true(doc_get(input, STR("select"))))) {
		was = stored_text(rq, place, field);
	}
	doc_set_text(input, "was", was);
}

static void
set_words(struct request *rq, struct doc *input, const struct field *field, const char *name)
{
	const struct label *help = &field->help;

	doc_set_text(input, "name", name);
	doc_set_text(input, "field", field->name);
	doc_set_label(input, "label", &field->label, language_of(rq));
	if (help->count > 0 || help->builtin != NULL)
		doc_set_label(input, "help", help, language_of(rq));
	else
		doc_set_null(input, "help");
}

const struct doc *
input_problems(struct request *rq)
{
	struct doc *shown;

	if (!form_failed(rq->form))
		return NULL;
	shown = doc_object(rq->arena);
	form_show(rq->form, shown);
	return doc_get(shown, STR("problems"));
}

/* That of the field, or of a part of it (an address has several inputs). */
static const struct doc *
error_of(const struct doc *problems, const char *name)
{
	size_t length = strlen(name);

	for (size_t i = 0; problems != NULL && i < problems->list.count; i++) {
		const char *field = doc_get_text(problems->list.items[i], "field");

		if (strncmp(field, name, length) == 0 && (field[length] == '\0' || field[length] == '.'))
			return doc_get(problems->list.items[i], STR("message"));
	}
	return NULL;
}

void
input_want(struct request *rq, const struct input_place *place, const struct field *field)
{
	struct db_value value = stored_value(rq, place, field);
	const char *name = name_of(rq, place, field), *typed = form_text(rq->form, name);
	const struct sent_file *sent = sent_file(rq, name);
	int64_t id;

	book_want(place->book, field, &value);
	if (sent != NULL && sent->id != 0)
		book_want(place->book, field, &(struct db_value){.type = DB_INT, .integer = sent->id});
	if (typed != NULL && id_parse(str_of(typed), &id) && field->type != FIELD_LOOKUPS)
		book_want(place->book, field, &(struct db_value){.type = DB_INT, .integer = id});
	for (size_t i = 0; field->type == FIELD_LOOKUPS && i < form_rows(rq->form, name, LOOKUPS_SHOWN); i++) {
		typed = form_text(rq->form, arena_printf(rq->arena, "%s.%zu", name, i));
		if (typed != NULL && id_parse(str_of(typed), &id))
			book_want(place->book, field, &(struct db_value){.type = DB_INT, .integer = id});
	}
	if (place->theirs != NULL)
		book_want(place->book, field, &place->theirs->cells[field->index]);
}

static void
set_error(struct doc *input, const struct doc *problems, const char *name)
{
	const struct doc *error = error_of(problems, name);

	if (error == NULL)
		doc_set_null(input, "error");
	else
		doc_set(input, "error", (struct doc *)(uintptr_t)error);
}

struct doc *
input_doc(struct request *rq, const struct input_place *place, const struct field *field, bool required, bool wide)
{
	const char *name = name_of(rq, place, field);
	bool fixed = is_locked(place, field);
	struct doc *input;

	if (!field_is_shown(place->access->plan, field) || (fixed && place->stored == NULL && !place->in_table))
		return NULL;
	input = doc_object(rq->arena);
	set_words(rq, input, field, name);
	doc_set_bool(input, "required", required && !fixed);
	doc_set_bool(input, "must", required && !fixed && field->visible_when == NULL && !place->in_table);
	doc_set_bool(input, "wide", wide);
	for (size_t i = 0; i < sizeof controls / sizeof controls[0]; i++)
		doc_set_null(input, controls[i]);
	if (fixed)
		doc_set(input, "fixed",
			cell_doc(rq, place->book, field,
				 place->stored == NULL ? &(struct db_value){.type = DB_NULL}
						       : &place->stored->cells[field->index],
				 place->stored == NULL ? 0 : place->stored->id));
	else
		set_control(rq, input, place, field);
	set_visibility(rq, input, place, field);
	set_theirs(rq, input, place, field);
	set_was(rq, input, place, field);
	set_error(input, place->problems, name);
	return input;
}

struct doc *
input_of_value(struct request *rq, const struct field *field, const char *prefix, const struct db_value *value)
{
	static const char *const unasked[] = {"visible_when", "visible_words", "theirs", "was"};
	const struct record stored = {.cells = (struct db_value *)(uintptr_t)value};
	const struct input_place place = {.prefix = prefix, .stored = &stored, .in_table = true};
	const char *name = name_of(rq, &place, field);
	struct doc *input = doc_object(rq->arena);

	set_words(rq, input, field, name);
	doc_set_bool(input, "required", field->required);
	doc_set_bool(input, "must", field->required);
	doc_set_bool(input, "wide", field->type == FIELD_LONG_TEXT);
	doc_set_bool(input, "updated", false);
	for (size_t i = 0; i < sizeof controls / sizeof controls[0]; i++)
		doc_set_null(input, controls[i]);
	for (size_t i = 0; i < sizeof unasked / sizeof unasked[0]; i++)
		doc_set_null(input, unasked[i]);
	set_control(rq, input, &place, field);
	set_error(input, input_problems(rq), name);
	return input;
}
