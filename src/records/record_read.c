/* record_read: what was typed into a record's form, field by field, as a draft for the store. */
#include "records/record_form.h"

#include "core/weakened.h"
#include "modules/condition_entry.h"
#include "records/module_page.h"
#include "records/record_doc.h"

#include <string.h>

/* ---- names ---- */

/* The field that a name below `prefix` is for: "fields.place.city" is for "place". NULL in `name`: not below it. */
static const char *
field_name(struct request *rq, const char *prefix, const char *form_name)
{
	size_t length = strlen(prefix);
	struct str rest;

	if (strncmp(form_name, prefix, length) != 0 || form_name[length] != '.')
		return NULL;
	rest = str_of(form_name + length + 1);
	rest = str_cut(&rest, '.');
	return arena_text_of(rq->arena, rest.at, rest.length);
}

bool
is_of_line(const char *name)
{
	return text_equal(name, "id") || text_equal(name, "version") || text_equal(name, "position") ||
	       text_equal(name, "remove");
}

static bool
keeps_file(const struct field *field)
{
	return field->type == FIELD_FILE || field->type == FIELD_IMAGE || field->type == FIELD_SIGNATURE;
}

/* ---- files ---- */

const struct sent_file *
sent_file(const struct request *rq, const char *form_name)
{
	const struct sent_files *sent = rq->prepared;

	for (size_t i = 0; sent != NULL && i < sent->count; i++)
		if (text_equal(sent->files[i].field, form_name))
			return &sent->files[i];
	return NULL;
}

/* The record of the path; 0 where a new one is made. */
static int64_t
changed_record(const struct request *rq)
{
	for (size_t i = 0; i < rq->path.count; i++)
		if (str_equal(rq->path.parameters[i].name, STR("record")))
			return path_id(rq, "record");
	return 0;
}

/* A file already there is named by its id; it must be of this field, and sent by the viewer or the record's already. */
static struct db_value
read_file(struct request *rq, const char *form_name, const struct field *field)
{
	const struct sent_file *sent = sent_file(rq, form_name);
	struct db_value value;
	const struct attachment *file;

	if (sent != NULL && sent->error != NULL)
		form_error(rq->form, form_name, sent->error, NULL);
	if (sent != NULL)
		return sent->id == 0 ? db_null() : db_int(sent->id);
	value = value_read(rq->form, form_name, field, rq->arena);
	file = value.type == DB_INT ? attachment_find(rq->tx, value.integer) : NULL;
	if (value.type == DB_INT &&
	    (file == NULL || file->field_id != field->id ||
	     !attachment_is_theirs(file, rq->viewer, changed_record(rq))) &&
	    !weakened(CHECK_FILE)) {
		form_error(rq->form, form_name, N_("This file is not there any more. Please choose it again."), NULL);
		return db_null();
	}
	return value;
}

/* ---- what comes back as it was told ---- */

/* Whether the form says of `name` just what the document does: so JSON is flattened. */
static bool
is_as_told(struct request *rq, const char *name, const struct doc *told)
{
	struct builder text = builder_new(rq->arena, 0);

	if (told->kind == DOC_LIST && told->list.count != form_rows(rq->form, name, told->list.count + 1))
		return false;
	for (size_t i = 0; told->kind == DOC_LIST && i < told->list.count; i++)
		if (!is_as_told(rq, arena_printf(rq->arena, "%s.%zu", name, i), told->list.items[i]))
			return false;
	for (size_t i = 0; told->kind == DOC_OBJECT && i < told->object.count; i++) {
		const struct doc_member *member = &told->object.members[i];

		if (!is_as_told(rq, arena_printf(rq->arena, "%s.%s", name, member->name), member->value))
			return false;
	}
	if (told->kind == DOC_LIST || told->kind == DOC_OBJECT)
		return told->kind == DOC_OBJECT || told->list.count > 0;
	if (told->kind == DOC_MONEY) {
		doc_print_plain(told, &text);
		return text_equal(form_raw(rq->form, arena_printf(rq->arena, "%s.amount", name)),
				  builder_text(&text)) &&
		       text_equal(form_raw(rq->form, arena_printf(rq->arena, "%s.currency", name)),
				  told->money.currency);
	}
	doc_print_plain(told, &text);
	return form_has(rq->form, name) && text_equal(form_raw(rq->form, name), builder_text(&text));
}

static bool
is_unchanged(struct request *rq, const struct access *access, const char *form_name, const struct field *field,
	     const struct record *stored)
{
	bool entry = field != NULL && (field_is_entry(field) || keeps_file(field));
	struct doc *told;
	struct book *book;

	if (stored == NULL || field == NULL || !field_is_shown(access->plan, field) ||
	    (entry && !text_empty(form_text(rq->form, form_name)))) /* an id alone: so forms send it */
		return false;
	told = doc_object(rq->arena);
	book = book_new(rq);
	book_want(book, field, &stored->cells[field->index]);
	book_look_up(book);
	doc_set_field(rq, book, told, field, &stored->cells[field->index], stored->id);
	return is_as_told(rq, form_name, doc_get(told, str_of(field->name)));
}

/* ---- the draft ---- */

static void
read_field(struct request *rq, const char *prefix, const struct field *field, struct record_draft *draft)
{
	const char *form_name = arena_printf(rq->arena, "%s.%s", prefix, field->name);

	if (draft->given[field->index])
		return;
	draft->given[field->index] = true;
	draft->cells[field->index] =
		keeps_file(field) ? read_file(rq, form_name, field) : value_read(rq->form, form_name, field, rq->arena);
}

static void
read_name(struct request *rq, const struct access *access, const char *prefix, const char *form_name,
	  const struct record *stored, struct record_draft *draft)
{
	const char *name = field_name(rq, prefix, form_name), *whole;
	const struct field *field;

	if (name == NULL || (strncmp(prefix, "lines.", 6) == 0 && is_of_line(name)))
		return;
	field = plan_field(access->plan, name);
	whole = arena_printf(rq->arena, "%s.%s", prefix, name);
	if (is_unchanged(rq, access, whole, field, stored))
		return;
	if (field == NULL || !field_is_written(access->plan, field))
		form_error(rq->form, whole, N_("There is no such field that you may fill in."), NULL);
	else
		read_field(rq, prefix, field, draft);
}

static int
source_of(const struct viewer *viewer)
{
	if (viewer->kind == VIEWER_CLIENT)
		return SOURCE_PORTAL;
	return viewer->token != 0 ? SOURCE_API : SOURCE_STAFF;
}

struct record_draft *
record_form_read(struct request *rq, const struct access *access, const char *prefix, const struct record *stored)
{
	struct record_draft *draft = record_draft(rq->arena, access->plan->module);
	const struct sent_files *sent = rq->prepared;

	for (size_t i = 0; i < form_count(rq->form); i++)
		read_name(rq, access, prefix, form_name(rq->form, i), stored, draft);
	for (size_t i = 0; sent != NULL && i < sent->count; i++)
		read_name(rq, access, prefix, sent->files[i].field, NULL, draft);
	draft->source = source_of(rq->viewer);
	return draft;
}

/* ---- what must be there ---- */

const struct db_value *
record_form_cells(struct arena *arena, const struct module *module, const struct record_draft *draft,
		  const struct record *stored)
{
	struct db_value *cells = arena_make_array(arena, struct db_value, module->field_count);

	for (size_t i = 0; i < module->field_count; i++) {
		cells[i] = stored == NULL ? db_null() : stored->cells[i];
		if (draft->given[i])
			cells[i] = draft->cells[i];
	}
	return cells;
}

static bool
is_expected(const struct access *access, const struct field *field, const struct db_value *cells,
	    const struct record *stored)
{
	if (!field_is_written(access->plan, field))
		return false;
	if (stored != NULL && stored->locked != NULL && stored->locked[field->index])
		return false;
	return field->visible_when == NULL || condition_holds(field->visible_when, cells, access->moment);
}

static bool
is_missing(const struct field *field, const struct db_value *cells, const struct record_draft *draft,
	   const struct record *stored)
{
	if (!value_is_empty(&cells[field->index]))
		return false;
	return draft->given[field->index] || stored != NULL || text_empty(field->default_text);
}

void
record_form_check(struct request *rq, const struct access *access, const char *prefix, const struct record_draft *draft,
		  const struct record *stored)
{
	const struct layout *layout = access->plan->layout;
	const struct db_value *cells = record_form_cells(rq->arena, access->plan->module, draft, stored);

	for (size_t s = 0; s < layout->section_count; s++)
		for (size_t i = 0; i < layout->sections[s].item_count; i++) {
			const struct layout_item *item = &layout->sections[s].items[i];
			const struct field *field = item->field;

			if ((item->required || field->required) && is_expected(access, field, cells, stored) &&
			    is_missing(field, cells, draft, stored))
				form_error(rq->form, arena_printf(rq->arena, "%s.%s", prefix, field->name),
					   N_("Please fill in this field."), NULL);
		}
}

/* ---- afterwards ---- */

void
record_form_refused(struct request *rq, const char *prefix, const struct record_trouble *trouble)
{
	struct record_error only = {trouble->field, trouble->error};
	const struct record_error *errors = trouble->error_count > 0 ? trouble->errors : &only;
	size_t count = trouble->error_count > 0 ? trouble->error_count : 1;

	for (size_t i = 0; i < count; i++)
		form_error(rq->form,
			   errors[i].field == NULL ? ""
						   : arena_printf(rq->arena, "%s.%s", prefix, errors[i].field->name),
			   errors[i].error == NULL ? N_("This value is not right.") : errors[i].error, NULL);
}

void
record_form_settle(struct request *rq, const struct module *module, const struct record_draft *draft, int64_t record)
{
	for (size_t i = 0; i < module->field_count; i++)
		if (draft->given[i] && keeps_file(&module->fields[i]) && draft->cells[i].type == DB_INT)
			attachment_settle(rq->tx, draft->cells[i].integer, rq->viewer->staff, record);
}

bool
record_form_is_shown_again(struct request *rq)
{
	const char *action = form_text(rq->form, "action");

	return text_equal(action, "rows") || text_equal(action, "find");
}
