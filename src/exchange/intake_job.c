/* intake_job: runs through a file portion by portion: checks it, takes it in, undoes it. Nothing is seen before all is
 * written; what was written is taken back when anything goes wrong (docs/decisions/0023). */
#include "exchange/intake_work.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/log.h"
#include "blob/blob.h"
#include "core/audit.h"
#include "exchange/worker.h"
#include "html/translation.h"
#include "records/record_approval.h"
#include "records/record_import.h"
#include "sys/clock.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum { PORTION = 200, ATTEMPTS_BEFORE_GIVING_UP = 5 };

/* ---- the file ---- */

static bool
open_file(struct working *working)
{
	uint64_t size;
	struct sheet_error error;

	errno = 0;
	working->fd = blob_open(working->house->blobs, working->intake->blob, &size);
	working->sheet = working->fd < 0 ? NULL : sheet_open(working->file, working->fd, &error);
	if (working->sheet == NULL) {
		working->problem = N_("The file is no longer there. Please send it again.");
		return false;
	}
	working->column_count = sheet_columns(working->sheet);
	working->headings = arena_make_array(working->file, const char *, working->column_count);
	for (size_t i = 0; i < working->column_count; i++)
		working->headings[i] = sheet_heading(working->sheet, i);
	return true;
}

/* The next lines into the portion's arena; 0 at the end. */
static size_t
read_lines(struct working *working)
{
	struct sheet_error error = {.english = NULL};
	size_t count = 0;

	arena_reset(working->portion);
	working->lines = arena_make_array(working->portion, struct line, PORTION);
	while (count < PORTION && sheet_next(working->sheet, &error)) {
		const char **cells = arena_make_array(working->portion, const char *, working->column_count);

		for (size_t i = 0; i < working->column_count; i++) {
			struct str cell = sheet_cell(working->sheet, i);

			cells[i] = arena_text_of(working->portion, cell.at, cell.length);
		}
		working->lines[count++] = (struct line){sheet_line(working->sheet), cells};
	}
	if (error.english != NULL)
		working->problem = error.english;
	working->line_count = count;
	return error.english == NULL ? count : 0;
}

/* ---- a portion ---- */

static const struct formats *
formats_of(const struct working *working, const struct access *access)
{
	return formats_for(working->house->translations,
			   access->viewer->language == NULL ? "en" : access->viewer->language, access->moment->zone);
}

/* Both halves of a portion; `result` lives in the transaction's arena. False: the importer may not go on. */
static bool
write_lines(struct working *working, struct tx *tx, struct portion *result)
{
	const struct intake *intake = working->intake;
	const struct access *access =
		worker_access(tx, working->house, intake->staff_id, intake->module_id, MAY_IMPORT);
	struct mapping *mapping = arena_make(tx_arena(tx), struct mapping);

	if (access == NULL) {
		working->problem = N_("You may no longer import into this module.");
		return false;
	}
	if (!mapping_read(tx_arena(tx), access->plan, intake->mapping, working->column_count, mapping)) {
		working->problem =
			N_("A field that was chosen is no longer there for you. Please look at the columns again.");
		return false;
	}
	*result = (struct portion){.tx = tx,
				   .access = access,
				   .formats = formats_of(working, access),
				   .mapping = mapping,
				   .headings = working->headings,
				   .lines = working->lines,
				   .count = working->line_count,
				   .seen = working->seen,
				   .lot = intake->id};
	seen_start(working->seen);
	portion_read(result);
	portion_write(result);
	return true;
}

static void
add_counts(struct intake *intake, const struct portion *portion)
{
	intake->position += (int64_t)portion->count;
	intake->created_count += portion->created;
	intake->changed_count += portion->changed;
	intake->same_count += portion->same;
	intake->bad_count += portion->bad;
}

static void
add_problems(struct working *working, struct tx *tx, struct problem *problems, size_t count)
{
	size_t rest = INTAKE_PROBLEMS - (size_t)working->problem_count;

	if (count > rest)
		count = rest;
	for (size_t i = 0; i < count; i++)
		problems[i].position = working->problem_count + (int64_t)i + 1;
	problems_add(tx, working->intake->id, problems, count);
}

/* ---- checking: what a run would do, undone at once ---- */

static void
try_lines(struct tx *tx, void *data)
{
	struct working *working = data;

	working->allowed = write_lines(working, tx, &working->result);
	tx_refuse(tx);
}

static void
note_trial(struct tx *tx, void *data)
{
	struct working *working = data;
	struct intake after = *working->intake;

	add_counts(&after, &working->result);
	intake_note(tx, &after);
	add_problems(working, tx, working->result.problems, working->result.problem_count);
}

static void
count_on(struct working *working)
{
	size_t problems = working->result.problem_count;

	add_counts(working->intake, &working->result);
	working->problem_count += (int64_t)problems;
	if (working->problem_count > INTAKE_PROBLEMS)
		working->problem_count = INTAKE_PROBLEMS;
	seen_keep(working->seen);
}

static void
start_over(struct tx *tx, void *data)
{
	struct working *working = data;

	problems_clear(tx, working->intake->id);
	intake_note(tx, working->intake);
}

static void
reset_counts(struct working *working)
{
	struct intake *intake = working->intake;

	intake->position = intake->created_count = intake->changed_count = intake->same_count = intake->bad_count = 0;
	working->problem_count = 0;
}

enum db_trouble
work_check(struct working *working)
{
	enum db_trouble trouble;

	reset_counts(working);
	trouble = db_write(working->db, working->portion, start_over, working);
	while (trouble == DB_FINE && read_lines(working) > 0) {
		trouble = db_write(working->db, working->portion, try_lines, working);
		if (trouble != DB_REFUSED || !working->allowed)
			break;
		trouble = db_write(working->db, working->portion, note_trial, working);
		count_on(working);
	}
	if (trouble != DB_FINE && trouble != DB_REFUSED)
		return trouble;
	return work_end(working, working->problem == NULL ? INTAKE_CHECKED : INTAKE_FAILED);
}

/* ---- taking in ---- */

static void
take_lines(struct tx *tx, void *data)
{
	struct working *working = data;
	struct portion *portion = &working->result;
	struct intake after = *working->intake;

	working->allowed = write_lines(working, tx, portion);
	if (!working->allowed || portion->problem_count > 0) {
		tx_refuse(tx);
		return;
	}
	intake_rows_add(tx, working->intake->id, portion->rows, portion->row_count);
	add_counts(&after, portion);
	intake_note(tx, &after);
}

/* All of it appears here, in one statement. */
static void
show_all(struct tx *tx, void *data)
{
	struct working *working = data;
	const struct intake *intake = working->intake;
	const struct access *access =
		worker_access(tx, working->house, intake->staff_id, intake->module_id, MAY_IMPORT);
	struct doc *detail = doc_object(tx_arena(tx));

	working->allowed = access != NULL;
	if (access == NULL) {
		working->problem = N_("You may no longer import into this module.");
		tx_refuse(tx);
		return;
	}
	tx_unlimit(tx);
	staged_show(tx, access->plan->module, intake->id);
	if (access->plan->rights->approval_count > 0)
		approval_tell_soon(tx);
	intake_step(tx, intake->id, INTAKE_RUNNING, INTAKE_TELLING);
	doc_set_text(detail, "module", access->plan->module->name);
	doc_set_int(detail, "created", intake->created_count);
	doc_set_int(detail, "changed", intake->changed_count);
	audit_add_by(
		working->house, tx, access->viewer,
		&(struct audit){
			.action = "record.import", .object_kind = "import", .object = intake->id, .detail = detail});
}

static void
note_refusal(struct tx *tx, void *data)
{
	struct working *working = data;

	add_problems(working, tx, working->result.problems, working->result.problem_count);
}

/* Something was not as it had been when the lines were checked: nothing stays. */
static enum db_trouble
fail_run(struct working *working)
{
	enum db_trouble trouble = DB_FINE;

	if (working->problem == NULL) {
		working->problem =
			N_("Something has changed since the lines were checked, and a line could no longer be "
			   "written. Nothing was imported.");
		working->intake->bad_count += working->result.bad;
		trouble = db_write(working->db, working->portion, note_refusal, working);
	}
	if (trouble == DB_FINE)
		trouble = work_roll_back(working);
	return trouble == DB_FINE ? work_end(working, INTAKE_FAILED) : trouble;
}

enum db_trouble
work_take(struct working *working)
{
	enum db_trouble trouble = work_roll_back(working); /* what an interrupted run left */

	reset_counts(working);
	if (trouble == DB_FINE)
		trouble = db_write(working->db, working->portion, start_over, working);
	while (trouble == DB_FINE && read_lines(working) > 0) {
		trouble = db_write(working->db, working->portion, take_lines, working);
		if (trouble == DB_REFUSED)
			return fail_run(working);
		if (trouble == DB_FINE)
			count_on(working);
	}
	if (trouble != DB_FINE)
		return trouble;
	if (working->problem != NULL)
		return fail_run(working);
	trouble = db_write(working->db, working->portion, show_all, working);
	if (trouble == DB_REFUSED)
		return fail_run(working);
	if (trouble != DB_FINE)
		return trouble;
	working->intake->state = INTAKE_TELLING;
	working->intake->position = 0;
	return work_tell(working);
}

/* ---- the job ---- */

static enum db_trouble
work(struct working *working)
{
	bool reads = working->intake->state == INTAKE_CHECKING || working->intake->state == INTAKE_RUNNING;

	if (reads && !open_file(working) && errno == EHOSTUNREACH) {
		working->problem = NULL;
		return DB_AWAY; /* the store of files does not answer: later */
	}
	if (reads && working->sheet == NULL)
		return working->intake->state == INTAKE_RUNNING ? fail_run(working) : work_end(working, INTAKE_FAILED);
	switch (working->intake->state) {
	case INTAKE_CHECKING:
		return work_check(working);
	case INTAKE_RUNNING:
		return work_take(working);
	case INTAKE_TELLING:
		return work_tell(working);
	case INTAKE_UNDOING:
		return work_undo(working);
	default:
		return DB_FINE; /* it was done by somebody else, or came to its end */
	}
}

static struct intake *
intake_of_job(struct job *job)
{
	const char *text = doc_get_text(job->payload, "import");
	struct intake *intake;
	struct tx *tx;
	int64_t id;

	if (text == NULL || !id_parse(str_of(text), &id))
		return NULL;
	tx = db_read(job->db, job->arena);
	intake = intake_read(tx, id);
	db_read_end(tx);
	return intake;
}

enum job_result
intake_run(struct job *job)
{
	struct working working = {.house = job->context, .db = job->db, .intake = intake_of_job(job), .fd = -1};
	enum db_trouble trouble;

	if (working.intake == NULL)
		return JOB_DONE; /* it is forgotten already */
	working.file = arena_new(0);
	working.portion = arena_new(0);
	working.seen = seen_new(working.file);
	trouble = work(&working);
	if (trouble != DB_FINE && job->attempt >= ATTEMPTS_BEFORE_GIVING_UP) {
		working.problem = N_("The database did not take it. Nothing was imported.");
		if (working.intake->state == INTAKE_CHECKING ||
		    (working.intake->state == INTAKE_RUNNING && work_roll_back(&working) == DB_FINE))
			trouble = work_end(&working, INTAKE_FAILED);
	}
	arena_free(working.portion);
	arena_free(working.file);
	if (working.fd >= 0)
		close(working.fd);
	job->error = "The database did not take it.";
	return trouble == DB_FINE ? JOB_DONE : JOB_RETRY;
}
