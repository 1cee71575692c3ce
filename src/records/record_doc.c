/* record_doc: prints nothing itself: it gives templates and JSON the same typed values. */
#include "records/record_doc.h"

#include "records/module_page.h"

const char *
record_title(struct request *rq, const struct module *module, const struct record *record)
{
	const struct db_value *cell = &record->cells[module->naming->index];
	const char *text = value_is_empty(cell) ? NULL : value_text(rq->arena, module->naming, cell);

	return text_empty(text) ? formats_translate(rq->formats, N_("Without a name")) : text;
}

const struct choice *
choice_of(const struct field *field, struct str code)
{
	for (size_t i = 0; i < field->choice_count; i++)
		if (str_equal(str_of(field->choices[i].code), code))
			return &field->choices[i];
	return NULL;
}

void
doc_set_choice(struct request *rq, struct doc *object, const char *name, const struct choice *choice)
{
	doc_set_label(object, name, &choice->label, language_of(rq));
}

/* ---- what it waits for ---- */

static void
set_state(struct request *rq, struct doc *shown, const struct field *field, const struct record *record,
	  bool only_waiting)
{
	const struct db_value *cell = &record->cells[field->index];
	const struct choice *choice =
		cell->type != DB_TEXT || cell_is(cell, STATE_NONE) ? NULL : choice_of(field, cell->bytes);
	struct doc *state;

	doc_set_null(shown, field->name);
	if (choice == NULL || (only_waiting && !cell_is(cell, STATE_WAITING)))
		return;
	state = doc_set_object(shown, field->name);
	doc_set_choice(rq, state, "label", choice);
	doc_set_text(state, "tone", tone_class(choice->tone));
}

void
doc_set_states(struct request *rq, struct doc *shown, const struct module *module, const struct record *record)
{
	set_state(rq, shown, &module->fields[SYSTEM_APPROVAL], record, false);
	set_state(rq, shown, &module->fields[SYSTEM_REVIEW], record, false);
}

void
doc_set_waiting(struct request *rq, struct doc *shown, const struct module *module, const struct record *record)
{
	set_state(rq, shown, &module->fields[SYSTEM_APPROVAL], record, true);
	set_state(rq, shown, &module->fields[SYSTEM_REVIEW], record, true);
}

/* ---- for programs ---- */

static struct doc *
named_doc(struct request *rq, int64_t id, const char *name, const char *href)
{
	struct doc *object = doc_object(rq->arena);

	doc_set_id(object, "id", id);
	doc_set_text(object, "name", name);
	if (href != NULL)
		doc_set_text(object, "href", href);
	return object;
}

/* Null for a record that the viewer may not see, as for none. */
static void
set_lookup(struct request *rq, const struct book *book, struct doc *fields, const struct field *field,
	   const struct db_value *value)
{
	int64_t *ids;
	size_t count = lookup_ids(rq->arena, value, &ids);
	struct doc *list = field->type == FIELD_LOOKUPS ? doc_set_list(fields, field->name) : NULL;

	for (size_t i = 0; i < count; i++) {
		const char *name = book_name(book, field->target, ids[i]);
		struct doc *named;

		if (name == NULL)
			continue;
		named = named_doc(rq, ids[i], name, record_href(rq, field->target, ids[i]));
		if (list != NULL)
			doc_add(list, named);
		else
			doc_set(fields, field->name, named);
	}
}

void
doc_set_field(struct request *rq, const struct book *book, struct doc *fields, const struct field *field,
	      const struct db_value *value, int64_t record)
{
	const struct attachment *file;

	doc_set_null(fields, field->name);
	if (value->type == DB_NULL && field->type != FIELD_LOOKUPS)
		return;
	switch (field->type) {
	case FIELD_LOOKUP:
	case FIELD_LOOKUPS:
		set_lookup(rq, book, fields, field, value);
		break;
	case FIELD_STAFF:
		doc_set(fields, field->name, named_doc(rq, value->integer, book_staff(book, value->integer), NULL));
		break;
	case FIELD_FILE:
	case FIELD_IMAGE:
	case FIELD_SIGNATURE:
		file = book_file(book, value->integer);
		if (file != NULL)
			doc_set(fields, field->name, attachment_doc(rq, field->module, record, file));
		break;
	default:
		doc_set_value(fields, field->name, field, value, language_of(rq));
	}
}

static bool
is_among(const struct field *field, const struct field *const *only, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (only[i] == field)
			return true;
	return only == NULL;
}

struct doc *
record_doc(struct request *rq, const struct access *access, const struct book *book, const struct record *record,
	   const struct field *const *only, size_t only_count)
{
	const struct module *module = access->plan->module;
	struct doc *shown = doc_object(rq->arena), *fields;

	doc_set_id(shown, "id", record->id);
	doc_set_int(shown, "version", record->version);
	doc_set_text(shown, "name", record_title(rq, module, record));
	doc_set_text(shown, "href", record_href(rq, module, record->id));
	doc_set_bool(shown, "editable", record->editable);
	if (!rq->wants_json)
		return shown;
	fields = doc_set_object(shown, "fields");
	for (size_t i = 0; i < module->field_count; i++)
		if (field_is_shown(access->plan, &module->fields[i]) && is_among(&module->fields[i], only, only_count))
			doc_set_field(rq, book, fields, &module->fields[i], &record->cells[i], record->id);
	return shown;
}

/* ---- for pages ---- */

static void
add_badge(struct request *rq, struct doc *badges, const struct field *field, struct str code)
{
	const struct choice *choice = choice_of(field, code);
	struct doc *badge;

	if (code.length == 0)
		return;
	badge = doc_add_object(badges);
	if (choice == NULL)
		doc_set_str(badge, "label", code);
	else
		doc_set_choice(rq, badge, "label", choice);
	doc_set_text(badge, "tone", choice == NULL ? "" : tone_class(choice->tone));
}

static void
add_badges(struct request *rq, struct doc *badges, const struct field *field, struct str codes)
{
	while (codes.at != NULL)
		add_badge(rq, badges, field, str_cut(&codes, '|'));
}

static void
add_link(struct doc *links, const char *href, const char *text)
{
	struct doc *link;

	if (text_empty(text))
		return;
	link = doc_add_object(links);
	doc_set_text(link, "href", href);
	doc_set_text(link, "text", text);
}

static void
add_records(struct request *rq, const struct book *book, struct doc *links, const struct field *field,
	    const struct db_value *value)
{
	int64_t *ids;
	size_t count = lookup_ids(rq->arena, value, &ids);

	for (size_t i = 0; i < count; i++)
		add_link(links, record_href(rq, field->target, ids[i]), book_name(book, field->target, ids[i]));
}

/* Empty lines of an address or of a remark are left out of addresses only. */
static void
add_lines(struct request *rq, struct doc *lines, struct str text, bool all)
{
	while (text.at != NULL) {
		struct str line = str_cut(&text, '\n');

		if (all || line.length > 0)
			doc_add_text(lines, arena_text_of(rq->arena, line.at, line.length));
	}
}

static bool
is_number(enum field_type type)
{
	return type == FIELD_INTEGER || type == FIELD_DECIMAL || type == FIELD_MONEY || type == FIELD_PERCENTAGE;
}

static void
set_typed(struct request *rq, struct doc *cell, const struct field *field, const struct db_value *value)
{
	enum field_type type = field_value_type(field);

	if (type == FIELD_YES_NO)
		doc_set_word(cell, "text", value->integer ? "yes" : "no", value->integer ? N_("Yes") : N_("No"));
	else
		doc_set_value(cell, "text", field, value, language_of(rq));
	doc_set_bool(cell, "percent", type == FIELD_PERCENTAGE);
	doc_set_bool(cell, "code", field->type == FIELD_NUMBER);
	doc_set_bool(cell, "number", is_number(type));
}

static void
fill_cell(struct request *rq, const struct book *book, struct doc *cell, const struct field *field,
	  const struct db_value *value, int64_t record)
{
	struct doc *badges = doc_set_list(cell, "badges"), *links = doc_set_list(cell, "links");
	struct doc *lines = doc_set_list(cell, "lines");
	const char *text = value->type == DB_TEXT ? arena_text_of(rq->arena, value->bytes.at, value->bytes.length) : "";
	const struct attachment *file;

	switch (field->type) {
	case FIELD_CHOICE:
	case FIELD_CHOICES:
		add_badges(rq, badges, field, value->bytes);
		break;
	case FIELD_LOOKUP:
	case FIELD_LOOKUPS:
		add_records(rq, book, links, field, value);
		break;
	case FIELD_STAFF:
		doc_set_text(cell, "text", book_staff(book, value->integer));
		break;
	case FIELD_EMAIL:
		add_link(links, arena_printf(rq->arena, "mailto:%s", text), text);
		break;
	case FIELD_PHONE:
		add_link(links, arena_printf(rq->arena, "tel:%s", text), text);
		break;
	case FIELD_LINK:
		add_link(links, text, text);
		break;
	case FIELD_LONG_TEXT:
	case FIELD_ADDRESS:
		add_lines(rq, lines, value->bytes, field->type == FIELD_LONG_TEXT);
		break;
	case FIELD_FILE:
	case FIELD_IMAGE:
	case FIELD_SIGNATURE:
		file = book_file(book, value->integer);
		if (file != NULL)
			doc_set(cell, "file", attachment_doc(rq, field->module, record, file));
		break;
	default:
		set_typed(rq, cell, field, value);
	}
}

struct doc *
cell_doc(struct request *rq, const struct book *book, const struct field *field, const struct db_value *value,
	 int64_t record)
{
	struct doc *cell = doc_object(rq->arena);
	static const char *const lists[] = {"badges", "links", "lines"};

	doc_set_text(cell, "name", field->name);
	doc_set_label(cell, "label", &field->label, language_of(rq));
	doc_set_null(cell, "text");
	doc_set_null(cell, "file");
	doc_set_bool(cell, "percent", false);
	doc_set_bool(cell, "code", false);
	doc_set_bool(cell, "number", is_number(field_value_type(field)));
	doc_set_bool(cell, "empty", value_is_empty(value));
	if (!value_is_empty(value)) {
		fill_cell(rq, book, cell, field, value, record);
		return cell;
	}
	for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
		doc_set_list(cell, lists[i]);
	return cell;
}
