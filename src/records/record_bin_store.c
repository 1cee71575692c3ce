/* record_bin_store: the recycle bin: records go in with their lines, come out again, or are deleted for good. */
#include "records/record_bin.h"

#include "base/arena.h"
#include "base/instant.h"
#include "core/event.h"
#include "core/weakened.h"
#include "records/keep.h"
#include "records/record_approval.h"
#include "records/record_change.h"
#include "records/record_event.h"
#include "records/record_guard.h"
#include "records/record_match.h"
#include "records/record_merge.h"
#include "records/record_rollup.h"
#include "records/record_search.h"
#include "records/record_wait.h"
#include "rights/look.h"

/* ---- rows of lines ---- */

static int64_t *
ids_of(struct tx *tx, struct sql *sql, size_t *count)
{
	static const enum db_type types[] = {DB_INT};
	struct db_value *cells = db_sql_cells(tx, sql_end(sql), types, 1, count);
	int64_t *ids = arena_make_array(tx_arena(tx), int64_t, *count + 1);

	for (size_t i = 0; i < *count; i++)
		ids[i] = cells[i].integer;
	return ids;
}

/* The lines of a record that went into the bin at this instant; NO_INSTANT: that are out of it. */
static int64_t *
lines_of(struct tx *tx, const struct module *lines, int64_t parent, int64_t deleted_at, size_t *count)
{
	struct sql sql = sql_new(tx_arena(tx));

	sql_printf(&sql, "select id from %s where parent_id = ", lines->table);
	sql_value(&sql, db_int(parent));
	if (deleted_at == NO_INSTANT) {
		sql_add(&sql, " and deleted_at is null");
	} else {
		sql_add(&sql, " and deleted_at = ");
		sql_value(&sql, db_int(deleted_at));
	}
	sql_add(&sql, " order by id");
	return ids_of(tx, &sql, count);
}

/* NO_INSTANT: out of the bin. */
static void
mark(struct tx *tx, const struct access *access, const struct module *module, int64_t id, int64_t deleted_at)
{
	struct sql sql = sql_new(tx_arena(tx));

	sql_printf(&sql, "update %s set version = version + 1, deleted_at = ", module->table);
	sql_value(&sql, db_optional(deleted_at, NO_INSTANT));
	sql_add(&sql, ", deleted_by = ");
	sql_value(&sql, db_optional(deleted_at == NO_INSTANT ? 0 : access->viewer->staff, 0));
	sql_add(&sql, " where id = ");
	sql_value(&sql, db_int(id));
	db_sql_run(tx, sql_end(&sql));
}

/* A line that goes or comes with its record: what other records sum up of it changes, too. */
static void
move_line(struct tx *tx, const struct access *access, const struct module *lines, int64_t id, int64_t deleted_at)
{
	struct row *row = deleted_at == NO_INSTANT ? NULL : row_read(tx, lines, id);

	mark(tx, access, lines, id, deleted_at);
	if (deleted_at == NO_INSTANT)
		rollups_refresh(tx, access, lines, NULL, row_read(tx, lines, id));
	else
		rollups_refresh(tx, access, lines, row, NULL);
}

/* `from` and `to` as lines_of and mark take them. */
static void
move_lines(struct tx *tx, const struct access *access, int64_t record, int64_t from, int64_t to)
{
	const struct catalogue *catalogue = access->plan->rights->catalogue;
	const struct module *lines = NULL;

	while ((lines = module_next_sub_form(catalogue, access->plan->module, lines)) != NULL) {
		size_t count;
		int64_t *ids = lines_of(tx, lines, record, from, &count);

		for (size_t i = 0; i < count; i++)
			move_line(tx, access, lines, ids[i], to);
	}
}

/* ---- who needs a record ---- */

static bool
needs(const struct field *field, const struct module *module)
{
	return field->type == FIELD_LOOKUP && field->target == module && (field->required || field->theirs) &&
	       !field->retired;
}

static bool
is_needed_by(struct tx *tx, const struct field *field, int64_t record)
{
	const struct module *module = field->module;
	struct sql sql = sql_new(tx_arena(tx));

	sql_printf(&sql, "select count(*) from (select 1 from %s where %s = ", module->table, field->column);
	sql_value(&sql, db_int(record));
	sql_add(&sql, " and id <> ");
	sql_value(&sql, db_int(record));
	sql_add(&sql, " and deleted_at is null limit 1) as needing");
	return db_sql_get_int(tx, 0, sql_end(&sql)) > 0;
}

/* Modules that the viewer does not see are not named. */
static void
add_use(struct tx *tx, const struct access *access, const struct module *module, struct record_trouble *trouble)
{
	const struct module *shown = module->parent != NULL ? module->parent : module;
	const struct plan *plan = plan_for(access->plan->rights, access->viewer, shown, access->moment);
	struct doc *use;

	if (trouble->uses == NULL)
		trouble->uses = doc_list(tx_arena(tx));
	if ((plan->may & MAY_VIEW) == 0)
		return;
	use = doc_add_object(trouble->uses);
	doc_set_text(use, "kind", "module");
	doc_set_label(use, "name", &shown->plural, access->viewer->language);
}

bool
is_needed(struct tx *tx, const struct access *access, int64_t record, struct record_trouble *trouble)
{
	const struct catalogue *catalogue = access->plan->rights->catalogue;
	bool needed = false;

	for (size_t m = 0; m < catalogue->module_count; m++) {
		const struct module *module = &catalogue->modules[m];

		for (size_t i = 0; !module->retired && i < module->field_count; i++)
			if (needs(&module->fields[i], access->plan->module) &&
			    is_needed_by(tx, &module->fields[i], record)) {
				add_use(tx, access, module, trouble);
				needed = true;
				break;
			}
	}
	return needed;
}

/* ---- into the bin and out of it ---- */

static void
remove_row(struct tx *tx, const struct access *access, const struct row *row)
{
	const struct module *module = access->plan->module;
	int64_t now = access->moment->now;

	move_lines(tx, access, row->id, NO_INSTANT, now);
	mark(tx, access, module, row->id, now);
	keep_moved(tx, access, row, KEPT_REMOVED);
	rollups_refresh(tx, access, module, row, NULL);
	change_add(tx, access, row->id, "removed");
	record_audit(tx, access, "record.remove", row->id);
	record_tell(tx, access, "record.removed", row);
}

enum record_outcome
record_let_go(struct tx *tx, const struct access *access, int64_t id, bool merged, struct record_trouble *trouble)
{
	struct row *row;

	*trouble = (struct record_trouble){.field = NULL};
	if ((access->plan->may & MAY_DELETE) == 0 || viewer_only_looks(access->viewer))
		return RECORD_ABSENT;
	row = row_find(tx, access, id, false);
	if (row == NULL)
		return RECORD_ABSENT;
	if (!row->deletable && !weakened(CHECK_DELETABLE))
		return row_held(access, row, trouble);
	if (!merged)
		trouble->error = keep_removal_refusal(tx, access->plan->module, id);
	if (trouble->error != NULL)
		return RECORD_REFUSED;
	if (is_needed(tx, access, id, trouble))
		return RECORD_HELD;
	remove_row(tx, access, row);
	return RECORD_DONE;
}

enum record_outcome
record_remove(struct tx *tx, const struct access *access, int64_t id, struct record_trouble *trouble)
{
	return record_let_go(tx, access, id, false, trouble);
}

enum record_outcome
record_decline(struct tx *tx, const struct access *access, int64_t id, const char *note, struct record_trouble *trouble)
{
	struct row *row = row_find(tx, access, id, false);

	*trouble = (struct record_trouble){.field = NULL};
	if (row == NULL)
		return RECORD_ABSENT;
	if (row_held(access, row, trouble) == RECORD_LOCKED)
		return RECORD_LOCKED;
	if (is_needed(tx, access, id, trouble))
		return RECORD_HELD;
	if (!record_set_state(tx, access, id, SYSTEM_REVIEW, STATE_REFUSED, "declined", note))
		return RECORD_OVERTAKEN;
	remove_row(tx, access, row);
	return RECORD_DONE;
}

static struct row *
find_in_bin(struct tx *tx, const struct access *access, int64_t id)
{
	struct row *row;

	if ((access->plan->may & MAY_DELETE) == 0 || viewer_only_looks(access->viewer))
		return NULL;
	row = row_find(tx, access, id, true);
	return row == NULL || (!row->deletable && !weakened(CHECK_RESTORABLE)) ? NULL : row;
}

enum record_outcome
record_restore(struct tx *tx, const struct access *access, int64_t id)
{
	const struct module *module = access->plan->module;
	struct row *row = find_in_bin(tx, access, id);

	if (row == NULL)
		return RECORD_ABSENT;
	if (house_person_return_refusal(access->house, tx, id) != NULL)
		return RECORD_HELD;
	mark(tx, access, module, id, NO_INSTANT);
	move_lines(tx, access, id, row->deleted_at, NO_INSTANT);
	keep_moved(tx, access, row, KEPT_RESTORED);
	merge_forget(tx, module, id);
	rollups_of(tx, access, module, id);
	rollups_refresh(tx, access, module, NULL, row_read(tx, module, id));
	change_add(tx, access, id, "restored");
	record_audit(tx, access, "record.restore", id);
	record_tell(tx, access, "record.restored", row);
	return RECORD_DONE;
}

/* ---- for good ---- */

/* Other records that led to it lead nowhere: required lookups kept it from being removed at all. */
static void
forget_links_to(struct tx *tx, const struct catalogue *catalogue, const struct module *module, int64_t id)
{
	for (size_t m = 0; m < catalogue->module_count; m++) {
		const struct module *other = &catalogue->modules[m];

		for (size_t i = 0; i < other->field_count; i++) {
			const struct field *field = &other->fields[i];
			struct sql sql = sql_new(tx_arena(tx));

			if (field->target != module || field->theirs)
				continue;
			if (field->type == FIELD_LOOKUPS) {
				db_run(tx, "delete from record_link where field_id = $1 and target_id = $2",
				       db_int(field->id), db_int(id));
				continue;
			}
			sql_printf(&sql, "update %s set %s = null where %s = ", other->table, field->column,
				   field->column);
			sql_value(&sql, db_int(id));
			db_sql_run(tx, sql_end(&sql));
		}
	}
}

static void
forget_row(struct tx *tx, const struct module *module, int64_t id)
{
	for (size_t i = 0; i < module->field_count; i++)
		if (module->fields[i].type == FIELD_LOOKUPS)
			db_run(tx, "delete from record_link where field_id = $1 and record_id = $2",
			       db_int(module->fields[i].id), db_int(id));
	db_run(tx, "delete from record_file where module_id = $1 and record_id = $2", db_int(module->id), db_int(id));
	db_run(tx, "delete from remark where module_id = $1 and record_id = $2", db_int(module->id), db_int(id));
	db_run(tx,
	       "delete from change where module_id = $1 and record_id = $2 and (before is not null or after is not null)",
	       db_int(module->id), db_int(id));
	db_run(tx,
	       "update consent_answer set note = null, address = null, session_id = null "
	       "where module_id = $1 and record_id = $2", /* the rest is proof that the law asks for */
	       db_int(module->id), db_int(id));
	db_run(tx, "delete from privacy_read where module_id = $1 and record_id = $2", db_int(module->id), db_int(id));
	db_run(tx, "delete from portal_user where module_id = $1 and record_id = $2", db_int(module->id), db_int(id));
	db_run(tx, "delete from invitation_batch_row where record_id = $1", db_int(id));
	db_run(tx,
	       "delete from session where id in (select session_id from preview where module_id = $1 and record_id = $2)",
	       db_int(module->id), db_int(id));
	db_run(tx, "delete from invitation where module_id = $1 and record_id = $2", db_int(module->id), db_int(id));
	search_words_remove(tx, id);
	match_keys_remove(tx, id);
	db_run(tx, "delete from record_merge where survivor_id = $1", db_int(id));
	wait_forget(tx, module, id);
}

static void
purge_row(struct tx *tx, const struct catalogue *catalogue, const struct module *module, int64_t id)
{
	struct sql sql = sql_new(tx_arena(tx));

	forget_row(tx, module, id);
	forget_links_to(tx, catalogue, module, id);
	keep_purge(tx, module, id);
	sql_printf(&sql, "delete from %s where id = ", module->table);
	sql_value(&sql, db_int(id));
	db_sql_run(tx, sql_end(&sql));
}

static void
purge_lines(struct tx *tx, const struct catalogue *catalogue, const struct module *module, int64_t id)
{
	const struct module *lines = NULL;

	while ((lines = module_next_sub_form(catalogue, module, lines)) != NULL) {
		struct sql sql = sql_new(tx_arena(tx));
		size_t count;
		int64_t *ids;

		sql_printf(&sql, "select id from %s where parent_id = ", lines->table);
		sql_value(&sql, db_int(id));
		ids = ids_of(tx, &sql, &count);
		for (size_t i = 0; i < count; i++)
			purge_row(tx, catalogue, lines, ids[i]);
	}
}

void
purge_with_lines(struct tx *tx, const struct catalogue *catalogue, const struct module *module, int64_t id)
{
	purge_lines(tx, catalogue, module, id);
	purge_row(tx, catalogue, module, id);
}

void
forget_beside(struct tx *tx, const struct catalogue *catalogue, const struct module *module, int64_t id)
{
	purge_lines(tx, catalogue, module, id);
	forget_row(tx, module, id);
}

bool
may_purge(struct tx *tx, const struct access *access, int64_t id)
{
	const struct module *module = access->plan->module;
	struct sql sql = sql_new(tx_arena(tx));

	sql_printf(&sql, "select 1 from %s where id = ", module->table);
	sql_value(&sql, db_int(id));
	record_guard_sql(&sql, access->house, tx, module->name);
	return db_sql_get_int(tx, 0, sql_end(&sql)) == 1;
}

enum record_outcome
record_purge(struct tx *tx, const struct access *access, int64_t id)
{
	const struct module *module = access->plan->module;
	struct row *row = find_in_bin(tx, access, id);

	if (row == NULL)
		return RECORD_ABSENT;
	if (!may_purge(tx, access, id))
		return RECORD_HELD;
	purge_with_lines(tx, access->plan->rights->catalogue, module, id);
	change_add(tx, access, id, "purged");
	record_audit(tx, access, "record.purge", id);
	record_tell(tx, access, "record.purged", row);
	return RECORD_DONE;
}

size_t
bin_purge(struct tx *tx, const struct house *house, const struct catalogue *catalogue, const struct module *module,
	  int64_t before)
{
	struct sql sql = sql_new(tx_arena(tx));
	size_t count;
	int64_t *ids;

	sql_printf(&sql, "select id from %s where deleted_at is not null and deleted_at < ", module->table);
	sql_value(&sql, db_int(before));
	record_guard_sql(&sql, house, tx, module->name);
	sql_printf(&sql, " order by deleted_at, id limit %d", PURGED_AT_ONCE);
	ids = ids_of(tx, &sql, &count);
	for (size_t i = 0; i < count; i++) {
		const struct event event = {.kind = "record.purged", .object = ids[i], .module = module->name};

		purge_with_lines(tx, catalogue, module, ids[i]);
		event_emit(house, tx, &event);
	}
	return count;
}
