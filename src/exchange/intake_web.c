/* intake_web: the steps of an import: a file, its columns, a look at every line, taking it in, undoing it. */
#include "base/id.h"
#include "base/instant.h"
#include "blob/blob.h"
#include "core/audit.h"
#include "core/form_page.h"
#include "core/house.h"
#include "core/weakened.h"
#include "exchange/intake_page.h"
#include "exchange/pages.h"
#include "exchange/sample.h"
#include "records/module_page.h"
#include "sheet/sheet.h"

enum { LISTED = 10 };

/* ---- a new file ---- */

static struct doc *
upload_document(struct request *rq, const struct access *access)
{
	struct doc *page = doc_object(rq->arena), *list = doc_set_list(page, "imports");
	size_t count;
	const struct intake *intakes = intake_list(rq->tx, rq->viewer->staff, access->plan->module->id, LISTED, &count);

	module_fill(rq, page, access);
	doc_set_text(page, "action", module_path(rq, access->plan->module, "/import"));
	for (size_t i = 0; i < count; i++)
		intake_set(rq, doc_add_object(list), &intakes[i]);
	doc_set_bool(page, "has_imports", count > 0);
	form_page(rq, page, "file");
	return page;
}

struct reply
intake_form(struct request *rq)
{
	const struct access *access = path_access(rq);

	if (access == NULL || !access_writes(access, MAY_IMPORT))
		return reply_not_found(rq);
	return reply_page(rq, "import_new", upload_document(rq, access));
}

static void
refuse_file(struct request *rq, const struct sheet_error *error)
{
	struct doc *values = doc_object(rq->arena), *sentence;

	doc_set_text(values, "name", error->name);
	if (error->line == 0) {
		form_error(rq->form, "file", error->english, values);
		return;
	}
	sentence = doc_object(rq->arena);
	doc_set_int(sentence, "line", error->line);
	doc_set_message(sentence, "what", error->english, values);
	form_error(rq->form, "file", N_("Line {{line}}: {{what}}"), sentence);
}

static struct intake *
make_intake(struct request *rq, const struct access *access, const struct sent_sheet *sent)
{
	struct intake *intake = arena_make(rq->arena, struct intake);
	struct mapping mapping =
		mapping_propose(rq->arena, access->plan, rq->formats, sent->headings, sent->column_count);

	if (!access_may(access, MAY_CREATE))
		mapping.mode = MAPPING_CHANGE;
	*intake = (struct intake){.id = id_new(),
				  .module_id = access->plan->module->id,
				  .staff_id = rq->viewer->staff,
				  .file_name = sent->file_name,
				  .blob = sent->blob,
				  .sample = sent->sample,
				  .line_count = sent->line_count,
				  .mapping = mapping_text(rq->arena, &mapping),
				  .created_at = rq->moment->now,
				  .finished_at = NO_INSTANT,
				  .version = 1};
	intake_create(rq->tx, intake);
	return intake;
}

struct reply
intake_new(struct request *rq)
{
	const struct access *access = path_access(rq);
	const struct sent_sheet *sent = rq->prepared;
	const struct intake *intake;
	struct mapping mapping;

	if (access == NULL || !access_writes(access, MAY_IMPORT))
		return reply_not_found(rq);
	if (sent->blob == NULL) {
		refuse_file(rq, &sent->error);
		return reply_form(rq, "import_new", upload_document(rq, access));
	}
	intake = make_intake(rq, access, sent);
	mapping_read(rq->arena, access->plan, intake->mapping, sent->column_count, &mapping);
	return reply_done(rq, intake_path(rq, intake->id, ""), NULL, intake_document(rq, access, intake, &mapping));
}

/* ---- one import ---- */

static struct intake *
own_intake(struct request *rq, int64_t id)
{
	return weakened(CHECK_OWN_IMPORT) ? intake_read(rq->tx, id) : intake_find(rq->tx, rq->viewer->staff, id);
}

static struct intake *
path_intake(struct request *rq, const struct access **access)
{
	struct intake *intake = own_intake(rq, path_id(rq, "import"));
	const struct module *module = intake == NULL ? NULL : module_of_id(rq->rights->catalogue, intake->module_id);

	if (module == NULL || module->retired)
		return NULL;
	*access = record_access(rq, module);
	return access_may(*access, MAY_VIEW | MAY_IMPORT) ? intake : NULL;
}

/* The columns as they were chosen, in the state where they are chosen. */
static const struct mapping *
mapping_of(struct request *rq, const struct access *access, const struct intake *intake)
{
	struct mapping *mapping = arena_make(rq->arena, struct mapping);
	bool again =
		form_has(rq->form, "columns") && (intake->state == INTAKE_CHECKED || intake->state == INTAKE_FAILED);

	if (intake->state != INTAKE_MAPPING && !again)
		return NULL;
	mapping_read(rq->arena, access->plan, intake->mapping, sample_read(rq->arena, intake->sample).column_count,
		     mapping);
	return mapping;
}

/* What is wrong with a column stands beside it. */
static void
set_column_errors(struct doc *page)
{
	const struct doc *errors = doc_get(doc_get(page, STR("errors")), STR("columns"));
	const struct doc *columns = doc_get(page, STR("columns"));

	if (errors == NULL || errors->kind != DOC_LIST)
		return;
	for (size_t i = 0; i < errors->list.count && i < columns->list.count; i++)
		doc_set(columns->list.items[i], "error", errors->list.items[i]);
}

static struct doc *
page_of(struct request *rq, const struct access *access, const struct intake *intake, const struct mapping *mapping)
{
	struct doc *page = intake_document(rq, access, intake, mapping);

	form_page(rq, page, "mode key");
	set_column_errors(page);
	return page;
}

struct reply
intake_show(struct request *rq)
{
	const struct access *access;
	const struct intake *intake = path_intake(rq, &access);

	if (intake == NULL)
		return reply_not_found(rq);
	return reply_page(rq, "import_show", page_of(rq, access, intake, mapping_of(rq, access, intake)));
}

/* ---- its columns ---- */

static void
read_columns(struct request *rq, const struct access *access, struct mapping *mapping)
{
	for (size_t i = 0; i < mapping->column_count; i++) {
		const char *name = form_text(rq->form, arena_printf(rq->arena, "columns.%zu", i));
		const struct field *field = text_empty(name) ? NULL : plan_field(access->plan, name);

		if (text_empty(name))
			continue;
		if (field == NULL || !mapping_fits(access->plan, field))
			form_error(rq->form, arena_printf(rq->arena, "columns.%zu", i),
				   N_("There is no such field, or it cannot be written."), NULL);
		else if (mapping_has(mapping, field))
			form_error(rq->form, arena_printf(rq->arena, "columns.%zu", i),
				   N_("Another column is this field already."), NULL);
		else
			mapping->fields[i] = field;
	}
}

static void
read_way(struct request *rq, const struct access *access, struct mapping *mapping)
{
	int mode = form_read_choice(rq->form, "mode", FORM_REQUIRED, mapping_mode_names);
	const char *key = form_text(rq->form, "key");

	if (mode < 0)
		return;
	mapping->mode = (enum mapping_mode)mode;
	if (((mode != MAPPING_CHANGE && !access_may(access, MAY_CREATE)) ||
	     (mode != MAPPING_CREATE && !access_may(access, MAY_EDIT))) &&
	    !weakened(CHECK_IMPORT_MODE))
		form_error(rq->form, "mode", N_("You may not do this in this module."), NULL);
	if (mode == MAPPING_CREATE)
		return;
	mapping->key = text_empty(key) ? NULL : plan_field(access->plan, key);
	if (mapping->key == NULL || !mapping_finds(access->plan, mapping->key))
		form_error(rq->form, "key", N_("Please choose by which field records are found."), NULL);
	else if (!mapping_has(mapping, mapping->key))
		form_error(rq->form, "key", N_("No column is this field: choose one above."), NULL);
}

static bool
has_columns(const struct mapping *mapping)
{
	for (size_t i = 0; i < mapping->column_count; i++)
		if (mapping->fields[i] != NULL)
			return true;
	return false;
}

static struct mapping *
read_mapping(struct request *rq, const struct access *access, const struct intake *intake)
{
	struct mapping *mapping = arena_make(rq->arena, struct mapping);

	mapping->column_count = sample_read(rq->arena, intake->sample).column_count;
	mapping->fields = arena_make_array(rq->arena, const struct field *, mapping->column_count + 1);
	mapping->month_first = form_read_bool(rq->form, "month_first");
	mapping->clears = form_read_bool(rq->form, "clears");
	read_columns(rq, access, mapping);
	read_way(rq, access, mapping);
	if (!has_columns(mapping) && !form_failed(rq->form))
		form_error(rq->form, "columns.0", N_("Please choose a field for at least one column."), NULL);
	if (mapping->key != NULL && !mapping_finds(access->plan, mapping->key))
		mapping->key = NULL;
	return mapping;
}

static void
begin_work(struct request *rq, int64_t intake)
{
	struct doc *payload = doc_object(rq->arena);

	doc_set_id(payload, "import", intake);
	job_add(rq->tx, "import", payload, 0, NULL);
}

static struct reply
done(struct request *rq, const struct access *access, int64_t id, const char *flash)
{
	const struct intake *intake = own_intake(rq, id);

	return reply_done(rq, intake_path(rq, id, ""), flash,
			  page_of(rq, access, intake, mapping_of(rq, access, intake)));
}

struct reply
intake_mapped(struct request *rq)
{
	const struct access *access;
	const struct intake *intake = path_intake(rq, &access);
	const struct mapping *mapping;
	bool check;

	if (intake == NULL || !access_writes(access, MAY_IMPORT))
		return reply_not_found(rq);
	mapping = read_mapping(rq, access, intake);
	if (form_failed(rq->form))
		return reply_form(rq, "import_show", page_of(rq, access, intake, mapping));
	if (!intake_map(rq->tx, intake->id, mapping_text(rq->arena, mapping)))
		return reply_refusal(rq, 409, N_("This import has gone on meanwhile. Please look at it again."));
	check = text_equal(form_text(rq->form, "action"), "check");
	if (check) {
		intake_step(rq->tx, intake->id, INTAKE_MAPPING, INTAKE_CHECKING);
		begin_work(rq, intake->id);
	}
	return done(rq, access, intake->id, NULL);
}

/* ---- taking in, undoing, forgetting ---- */

static struct reply
step(struct request *rq, enum intake_state from, enum intake_state to)
{
	const struct access *access;
	const struct intake *intake = path_intake(rq, &access);

	if (intake == NULL || !access_writes(access, MAY_IMPORT))
		return reply_not_found(rq);
	if (to == INTAKE_RUNNING && intake->bad_count > 0)
		return reply_refusal(rq, 409,
				     N_("Some lines are not right yet. Nothing is imported before all of them are."));
	if (to == INTAKE_UNDOING && intake->state == from &&
	    intake->finished_at < rq->moment->now - (int64_t)INTAKE_KEPT_DAYS * DAY_MS)
		return reply_refusal(rq, 409, N_("An import can be undone for seven days. They are over."));
	if (!intake_step(rq->tx, intake->id, from, to))
		return reply_refusal(rq, 409, N_("This import has gone on meanwhile. Please look at it again."));
	begin_work(rq, intake->id);
	return done(rq, access, intake->id, NULL);
}

struct reply
intake_taken(struct request *rq)
{
	return step(rq, INTAKE_CHECKED, INTAKE_RUNNING);
}

struct reply
intake_undone(struct request *rq)
{
	return step(rq, INTAKE_DONE, INTAKE_UNDOING);
}

/* Its file goes with the sweeper, which finds no row that names it. */
struct reply
intake_removed(struct request *rq)
{
	const struct access *access;
	const struct intake *intake = path_intake(rq, &access);

	if (intake == NULL || access->viewer->read_only_token)
		return reply_not_found(rq);
	if (intake_remove(rq->tx, intake->id) == NULL)
		return reply_refusal(rq, 409, N_("This import is being worked on. Please wait until it has ended."));
	return reply_done(rq, module_path(rq, access->plan->module, "/import"), N_("The file was removed."), NULL);
}
