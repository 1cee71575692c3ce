/* export_job: writes the file portion by portion, each in a read of its own, so that nothing grows and nobody waits. */
#include "exchange/export.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/instant.h"
#include "base/log.h"
#include "blob/blob.h"
#include "core/audit.h"
#include "core/house.h"
#include "core/staff_viewer.h"
#include "exchange/worker.h"
#include "html/format.h"
#include "html/translation.h"
#include "html/zone.h"
#include "sys/clock.h"

#include <string.h>

enum { PORTION = 500 };

struct exporting {
	const struct house *house;
	struct db *db;
	struct arena *arena;   /* of the job */
	struct arena *portion; /* of a portion */
	struct arena *key;     /* of where the next portion begins */
	struct export *export;
	struct blob_writer *file;
	struct sheet_writer *sheet; /* NULL: the headings are not written yet */
	size_t beside_count;
	const char *rights; /* with which it was begun; NULL: it was not */
	struct db_value after_value;
	int64_t after_id;
	bool more;
};

/* ---- cells ---- */

static int
digits_of(const struct field *field)
{
	enum field_type type = field_value_type(field);

	if (type == FIELD_MONEY)
		return field->currency == NULL ? field->digits : money_digits(field->currency);
	return type == FIELD_DECIMAL || type == FIELD_PERCENTAGE ? field->digits : 0;
}

static const char *
choice_text(const struct field *field, struct str code, const struct formats *formats, const char *language)
{
	for (size_t i = 0; i < field->choice_count; i++)
		if (str_equal(str_of(field->choices[i].code), code)) {
			const struct label *label = &field->choices[i].label;
			const char *text = label_text(label, language);

			return label->builtin != NULL ? formats_translate(formats, text) : text;
		}
	return NULL;
}

static void
add_choices(struct exporting *exporting, const struct field *field, struct str kept, const struct formats *formats,
	    const char *language)
{
	struct builder text = builder_new(exporting->portion, 0);

	while (kept.at != NULL) {
		struct str code = str_cut(&kept, '|');
		const char *label;

		if (code.length == 0)
			continue;
		label = choice_text(field, code, formats, language);
		build_text(&text, text.length == 0 ? "" : "; ");
		if (label != NULL)
			build_text(&text, label);
		else
			build_str(&text, code);
	}
	sheet_add_text(exporting->sheet, builder_str(&text));
}

static void
add_number(struct exporting *exporting, const struct field *field, int64_t number, const struct formats *formats,
	   const char *zone)
{
	struct sheet_writer *sheet = exporting->sheet;

	switch (field_value_type(field)) {
	case FIELD_DAY:
		sheet_add_day(sheet, (int32_t)number);
		break;
	case FIELD_INSTANT:
		sheet_add_time(sheet, zone_local(field->zone != NULL ? field->zone : zone, number));
		break;
	case FIELD_YES_NO:
		sheet_add_text(sheet, str_of(formats_translate(formats, number != 0 ? N_("yes") : N_("no"))));
		break;
	default:
		sheet_add_number(sheet, number, digits_of(field));
	}
}

static bool
is_named(const struct field *field)
{
	return field->type == FIELD_STAFF || field->type == FIELD_LOOKUP || field->type == FIELD_LOOKUPS ||
	       field->type == FIELD_FILE || field->type == FIELD_IMAGE || field->type == FIELD_SIGNATURE;
}

struct looks {
	const struct formats *formats;
	const char *language, *zone;
};

static void
add_cell(struct exporting *exporting, const struct looks *looks, const struct export_names *names,
	 const struct field *field, const struct record *record)
{
	const struct db_value *value = &record->cells[field->index];
	enum field_type type = field_value_type(field);

	if (value_is_empty(value))
		sheet_add_empty(exporting->sheet);
	else if (is_named(field))
		sheet_add_text(exporting->sheet, str_of(export_name(names, field, record)));
	else if (value->type == DB_INT)
		add_number(exporting, field, value->integer, looks->formats, looks->zone);
	else if (type == FIELD_CHOICE || type == FIELD_CHOICES)
		add_choices(exporting, field, value->bytes, looks->formats, looks->language);
	else
		sheet_add_text(exporting->sheet, value->bytes);
}

/* ---- the file ---- */

static bool
write_bytes(void *data, const void *bytes, size_t size)
{
	return blob_write(data, bytes, size);
}

static const char *
label_in(const struct label *label, const struct looks *looks)
{
	const char *text = label_text(label, looks->language);

	return label->builtin != NULL ? formats_translate(looks->formats, text) : text;
}

/* In characters: wide enough for its heading, and for what such values mostly are. */
static int
width_of(const struct field *field, const char *heading)
{
	enum { TEXT = 28, NAME = 34, SHORT = 18, MOMENT = 17, NUMBER = 13, MOST = 60 };
	int least = (int)strlen(heading) + 4; /* the button of the filter stands beside it */
	int usual = TEXT;

	switch (field_value_type(field)) {
	case FIELD_DAY:
	case FIELD_INTEGER:
	case FIELD_DECIMAL:
	case FIELD_PERCENTAGE:
	case FIELD_MONEY:
	case FIELD_YES_NO:
		usual = NUMBER;
		break;
	case FIELD_INSTANT:
		usual = MOMENT;
		break;
	case FIELD_CHOICE:
	case FIELD_NUMBER:
	case FIELD_PHONE:
		usual = SHORT;
		break;
	default:
		usual = field == field->module->naming ? NAME : TEXT;
	}
	return least > MOST ? MOST : least > usual ? least : usual;
}

static void
begin_sheet(struct exporting *exporting, const struct plan *plan, const struct looks *looks,
	    const struct field *const *fields, size_t count, const struct export_beside *beside)
{
	enum { BESIDE_NUMBER = 13, BESIDE_TEXT = 28 };
	bool comma = text_equal(looks->language, "fr"); /* what spreadsheets of the country take for a decimal sign */
	struct sheet_style style = {.format = exporting->export->format,
				    .name = label_in(&plan->module->plural, looks),
				    .separator = comma ? ';' : ',',
				    .decimal = comma ? ',' : '.',
				    .width_count = count + beside->count};
	int *widths = arena_make_array(exporting->arena, int, style.width_count + 1);
	size_t column_count;
	const struct export_column *columns = export_columns(exporting->arena, count, beside, &column_count);

	for (size_t i = 0; i < column_count; i++)
		widths[i] = columns[i].is_field				 ? width_of(fields[columns[i].field],
										    label_in(&fields[columns[i].field]->label, looks))
			    : beside->columns[columns[i].beside]->number ? BESIDE_NUMBER
									 : BESIDE_TEXT;
	style.widths = widths;
	exporting->sheet = sheet_writer(exporting->arena, &style, (struct zip_sink){write_bytes, exporting->file});
	for (size_t i = 0; i < column_count; i++)
		sheet_add_text(
			exporting->sheet,
			str_of(columns[i].is_field
				       ? label_in(&fields[columns[i].field]->label, looks)
				       : formats_translate(looks->formats, beside->columns[columns[i].beside]->label)));
	sheet_end_row(exporting->sheet);
	exporting->beside_count = beside->count;
}

static void
add_beside(struct exporting *exporting, const struct export_beside *beside, size_t column, size_t row)
{
	const struct doc *value = doc_get(beside->rows[row], str_of(beside->columns[column]->name));

	if (value != NULL && value->kind == DOC_INT)
		sheet_add_number(exporting->sheet, value->integer, 0);
	else if (value != NULL && value->kind == DOC_TEXT)
		sheet_add_text(exporting->sheet, value->text);
	else
		sheet_add_empty(exporting->sheet);
}

static void
keep_key(struct exporting *exporting, const struct record *last, const struct record_query *query)
{
	arena_reset(exporting->key);
	exporting->after_id = last->id;
	exporting->after_value = query->order != NULL  ? db_int(last->ordered)
				 : query->sort == NULL ? db_null()
						       : last->cells[query->sort->index];
	if (exporting->after_value.type == DB_TEXT)
		exporting->after_value = db_text(arena_text_of(exporting->key, exporting->after_value.bytes.at,
							       exporting->after_value.bytes.length));
}

static struct looks
looks_of(const struct exporting *exporting, const struct access *access, const char *locale)
{
	const struct translations *translations = exporting->house->translations;
	struct looks looks = {.zone = access->moment->zone};

	looks.formats = formats_for(translations, locale == NULL ? "en" : locale, looks.zone);
	looks.language = translations_code(translations, (size_t)formats_language(looks.formats));
	return looks;
}

static const char changed_meanwhile[] =
	N_("What you may see has changed since this file was asked for. Please export it again.");

/* A file is written with the same rights from its first row to its last. */
static bool
may_go_on(struct exporting *exporting, struct tx *tx, const struct access *access)
{
	const char *rights = access == NULL ? NULL : export_rights(tx, access);

	if (access == NULL) {
		exporting->export->problem = N_("You may no longer export these records.");
		return false;
	}
	if (exporting->rights == NULL)
		exporting->rights = arena_text(exporting->arena, rights);
	if (text_equal(exporting->rights, rights))
		return true;
	exporting->export->problem = changed_meanwhile;
	return false;
}

/* One portion of rows through the maker's plan as it is now. False: they may not go on; the export says why. */
static bool
write_portion(struct exporting *exporting, struct tx *tx)
{
	struct export *export = exporting->export;
	const struct access *access =
		worker_access(tx, exporting->house, export->staff_id, export->module_id, MAY_EXPORT);
	struct export_request request;
	struct looks looks;
	const struct field **fields;
	struct export_names *names;
	struct export_beside beside;
	struct record *records;
	const struct export_column *columns;
	size_t field_count, column_count, count;

	if (!may_go_on(exporting, tx, access))
		return false;
	request = export_request_read(exporting->portion, access, export->request);
	if (!export_order(tx, access, &request) || !request.whole) {
		export->problem = N_(
			"What the list was filtered or sorted by is no longer there for you. Please export it again.");
		return false;
	}
	looks = looks_of(exporting, access, request.language);
	fields = export_fields(exporting->portion, access->plan, &request.query, &field_count);
	request.query.limit = PORTION;
	request.query.fields = fields;
	request.query.field_count = field_count;
	request.query.after = exporting->after_id != 0;
	request.query.after_id = exporting->after_id;
	request.query.after_value = exporting->after_value;
	records = record_list(tx, access, &request.query, &count);
	beside = export_beside(tx, access, &request, records, count);
	if (exporting->sheet == NULL) {
		begin_sheet(exporting, access->plan, &looks, fields, field_count, &beside);
		if (request.query.search != NULL && record_search_cut(tx, access, request.query.search))
			export->problem = N_(
				"The search found so much that the oldest matches are missing here. Search for more words, or export the whole list.");
	}
	if (beside.count != exporting->beside_count) { /* a company was added, or the last but one went */
		export->problem = changed_meanwhile;
		return false;
	}
	columns = export_columns(exporting->portion, field_count, &beside, &column_count);
	names = export_names(tx, access, fields, field_count, records, count);
	for (size_t i = 0; i < count; i++) {
		for (size_t c = 0; c < column_count; c++)
			if (columns[c].is_field)
				add_cell(exporting, &looks, names, fields[columns[c].field], &records[i]);
			else
				add_beside(exporting, &beside, columns[c].beside, i);
		sheet_end_row(exporting->sheet);
	}
	export->row_count += (int64_t)count;
	exporting->more = count == PORTION;
	if (count > 0)
		keep_key(exporting, &records[count - 1], &request.query);
	return true;
}

/* ---- progress ---- */

static void
note(struct tx *tx, void *data)
{
	const struct export *export = data;

	export_note(tx, export->id, export->row_count);
}

static enum db_trouble
go_through(struct exporting *exporting, bool *allowed)
{
	enum db_trouble trouble = DB_FINE;

	exporting->more = *allowed = true;
	while (exporting->more && *allowed && trouble == DB_FINE) {
		struct tx *tx = db_read(exporting->db, exporting->portion);

		*allowed = write_portion(exporting, tx);
		trouble = tx_trouble(tx);
		db_read_end(tx);
		if (trouble == DB_FINE && exporting->more)
			trouble = db_write(exporting->db, exporting->portion, note, exporting->export);
		arena_reset(exporting->portion);
	}
	return trouble;
}

/* ---- the job ---- */

static void
finish(struct tx *tx, struct job *job)
{
	const struct export *export = job->state;
	const struct house *house = job->context;
	const struct viewer *viewer = viewer_of_staff(tx, export->staff_id);
	struct doc *detail = doc_object(tx_arena(tx));
	const struct module *module = module_of_id(rights_now(house, tx)->catalogue, export->module_id);

	export_finish(tx, export);
	doc_set_text(detail, "module", module == NULL ? "" : module->name);
	doc_set_int(detail, "count", export->row_count);
	if (viewer != NULL && export->state == EXPORT_DONE)
		audit_add_by(house, tx, viewer,
			     &(struct audit){.action = "record.export",
					     .object_kind = "export",
					     .object = export->id,
					     .detail = detail});
}

static enum job_result
end(struct job *job, struct exporting *exporting, bool allowed)
{
	struct export *export = exporting->export;
	struct blob *blob = arena_make(job->arena, struct blob);

	if (allowed && (!sheet_end(exporting->sheet) || !blob_keep(exporting->file, blob))) {
		job->error = "The file could not be kept: is the disk full?";
		return JOB_RETRY;
	}
	if (allowed)
		export->request = export_request_sealed(exporting->arena, export->request, exporting->rights);
	export->state = allowed ? EXPORT_DONE : EXPORT_FAILED;
	export->blob = allowed ? blob->name : NULL;
	export->size = allowed ? (int64_t)blob->size : 0;
	export->finished_at = clock_now();
	job->state = export;
	job->finish = finish;
	return JOB_DONE;
}

static enum job_result
run(struct job *job, struct exporting *exporting)
{
	enum db_trouble trouble;
	enum job_result result;
	bool allowed;

	exporting->export->row_count = 0;
	exporting->export->problem = NULL;
	exporting->file = blob_begin(job->arena, exporting->house->blobs);
	if (exporting->file == NULL) {
		job->error = "The file could not be begun: is the disk full?";
		return JOB_RETRY;
	}
	trouble = go_through(exporting, &allowed);
	job->error = "The database did not answer.";
	result = trouble == DB_FINE ? end(job, exporting, allowed) : JOB_RETRY;
	if (result != JOB_DONE || !allowed)
		blob_drop(exporting->file);
	return result;
}

static struct export *
export_of_job(struct job *job)
{
	const char *text = doc_get_text(job->payload, "export");
	struct export *export = NULL;
	int64_t id;
	struct tx *tx;

	if (text == NULL || !id_parse(str_of(text), &id))
		return NULL;
	tx = db_read(job->db, job->arena);
	export = export_read(tx, id);
	db_read_end(tx);
	return export;
}

enum job_result
export_run(struct job *job)
{
	const struct house *house = job->context;
	struct exporting exporting = {.house = house,
				      .db = job->db,
				      .arena = job->arena,
				      .export = export_of_job(job),
				      .after_value = db_null()};
	enum job_result result;

	if (exporting.export == NULL)
		return JOB_DONE; /* it is forgotten already */
	exporting.portion = arena_new(0);
	exporting.key = arena_new(0);
	result = run(job, &exporting);
	arena_free(exporting.portion);
	arena_free(exporting.key);
	return result;
}
