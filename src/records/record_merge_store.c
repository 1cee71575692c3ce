/* record_merge_store: the merge of records, from the locks to the recycle bin. */
#include "records/record_bin.h"
#include "records/record_merge.h"

#include "base/arena.h"
#include "base/id.h"
#include "core/audit.h"
#include "records/keep.h"
#include "records/record_change.h"
#include "records/record_event.h"
#include "records/record_form.h"
#include "records/record_links.h"
#include "records/record_rollup.h"

#include <inttypes.h>
#include <string.h>

bool
module_merges(const struct module *module)
{
	return !module->made_elsewhere && module->parent == NULL && !module->retired;
}

struct merger {
	struct tx *tx;
	const struct access *access;
	const struct merging *merging;
	const struct record_draft *draft; /* the merging's, with lookups among the merged put right */
	struct row *survivor;
	struct row *others[MERGED_TOGETHER - 1];
	struct record_trouble *trouble;
	int64_t *stopped;
};

/* ---- who may ---- */

static bool
is_told_apart(const struct merging *merging)
{
	for (size_t i = 0; i < merging->other_count; i++) {
		if (merging->others[i] == merging->survivor)
			return false;
		for (size_t k = 0; k < i; k++)
			if (merging->others[i] == merging->others[k])
				return false;
	}
	return merging->other_count > 0;
}

static bool
may_merge(const struct access *access, const struct merging *merging)
{
	const unsigned needed = MAY_EDIT | MAY_DELETE;

	return module_merges(access->plan->module) && (access->plan->may & needed) == needed && keep_merges(access) &&
	       is_told_apart(merging);
}

static enum record_outcome
take_row(struct merger *merger, int64_t id, int64_t version, bool survives, struct row **row)
{
	*row = row_find(merger->tx, merger->access, id, false);
	*merger->stopped = id;
	if (*row == NULL)
		return RECORD_ABSENT;
	if (version != 0 && version != (*row)->version)
		return RECORD_OVERTAKEN;
	if (survives ? !(*row)->editable : !(*row)->deletable)
		return row_held(merger->access, *row, merger->trouble);
	if (!keep_is_whole(merger->access, *row))
		return RECORD_ABSENT;
	*merger->stopped = 0;
	return RECORD_DONE;
}

static enum record_outcome
take_rows(struct merger *merger)
{
	const struct merging *merging = merger->merging;
	enum record_outcome outcome = take_row(merger, merging->survivor, merging->version, true, &merger->survivor);

	for (size_t i = 0; outcome == RECORD_DONE && i < merging->other_count; i++)
		outcome = take_row(merger, merging->others[i], merging->versions[i], false, &merger->others[i]);
	return outcome;
}

/* ---- what the survivor takes over ---- */

static bool
is_merged(const struct merging *merging, int64_t id)
{
	return merging->survivor == id || id_is_among(merging->others, merging->other_count, id);
}

/* A lookup of the module to itself: none of them leads to one of them. */
static struct db_value
without_merged(struct arena *arena, const struct merging *merging, const struct field *field,
	       const struct db_value *value)
{
	struct builder text = builder_new(arena, 0);
	size_t count;
	int64_t *ids = linked_ids(arena, field, value, &count);

	if (field->type == FIELD_LOOKUP)
		return count > 0 && is_merged(merging, ids[0]) ? db_null() : *value;
	for (size_t i = 0; i < count; i++)
		if (!is_merged(merging, ids[i]))
			build_printf(&text, text.length == 0 ? "|%" PRId64 "|" : "%" PRId64 "|", ids[i]);
	return text.length == 0 ? db_null() : db_text(builder_text(&text));
}

static const struct record_draft *
draft_of(struct arena *arena, const struct module *module, const struct merging *merging)
{
	struct record_draft *draft = record_draft(arena, module);

	for (size_t i = 0; i < module->field_count; i++) {
		const struct field *field = &module->fields[i];

		draft->given[i] = merging->draft->given[i];
		draft->cells[i] = merging->draft->cells[i];
		if (draft->given[i] && field->target == module &&
		    (field->type == FIELD_LOOKUP || field->type == FIELD_LOOKUPS))
			draft->cells[i] = without_merged(arena, merging, field, &merging->draft->cells[i]);
	}
	draft->source = merging->draft->source;
	return draft;
}

static bool
keeps_file(const struct field *field)
{
	return field->type == FIELD_FILE || field->type == FIELD_IMAGE || field->type == FIELD_SIGNATURE;
}

/* Whether only one record may have it. */
static bool
is_given_up(const struct merger *merger, const struct row *other, const struct field *field)
{
	size_t i = field->index;

	return merger->draft->given[i] && (field->distinct_value || keeps_file(field)) && field->column != NULL &&
	       !value_is_empty(&merger->draft->cells[i]) && value_equal(&merger->draft->cells[i], &other->cells[i]) &&
	       !value_equal(&merger->draft->cells[i], &merger->survivor->cells[i]);
}

static void
give_up(struct merger *merger, struct row *other)
{
	struct tx *tx = merger->tx;
	const struct module *module = merger->access->plan->module;
	struct row *after = row_copy(tx_arena(tx), module, other);
	size_t count;
	bool *changed;

	for (size_t i = 0; i < module->field_count; i++) {
		if (!is_given_up(merger, other, &module->fields[i]))
			continue;
		if (keeps_file(&module->fields[i]))
			db_run(tx, "update record_file set record_id = $1 where id = $2", db_int(merger->survivor->id),
			       db_int(other->cells[i].integer));
		after->cells[i] = db_null();
	}
	changed = row_changes(tx_arena(tx), module, other, after, &count);
	if (count == 0)
		return;
	row_update(tx, module, other, after, changed, 0);
	changes_add(tx, merger->access, other, after, changed);
}

/* ---- what moves ---- */

static enum record_outcome
refuse(struct merger *merger, const char *error)
{
	merger->trouble->error = error;
	return RECORD_REFUSED;
}

/* What a feature keeps of those that go besides, once the one that stays is as it will be. */
static void
move_kept(struct merger *merger)
{
	const struct row *stays = row_read(merger->tx, merger->access->plan->module, merger->survivor->id);

	for (size_t i = 0; stays != NULL && i < merger->merging->other_count; i++)
		keep_merge(merger->tx, merger->access, merger->survivor, stays, merger->others[i]);
}

static enum record_outcome
move_all(struct merger *merger)
{
	struct moving moving = {.tx = merger->tx,
				.access = merger->access,
				.to = merger->survivor->id,
				.from = merger->merging->others,
				.count = merger->merging->other_count};

	if (!merge_lookups(&moving))
		return refuse(merger, N_("More than 10,000 records lead to those that would go. Let the one stay to "
					 "which most of them lead."));
	if (!merge_lines(&moving, LINES_LIMIT))
		return refuse(merger, N_("Together they would have more than 200 lines."));
	merge_beside(&moving);
	move_kept(merger);
	return RECORD_DONE;
}

/* ---- those that go ---- */

static void
point(const struct merger *merger, int64_t from)
{
	db_run(merger->tx, "update record_merge set survivor_id = $1 where survivor_id = $2",
	       db_int(merger->survivor->id), db_int(from));
	db_run(merger->tx,
	       "insert into record_merge (record_id, module_id, survivor_id, merged_at, merged_by) "
	       "values ($1, $2, $3, $4, $5) on conflict (record_id) do update set survivor_id = excluded.survivor_id, "
	       "merged_at = excluded.merged_at, merged_by = excluded.merged_by",
	       db_int(from), db_int(merger->access->plan->module->id), db_int(merger->survivor->id),
	       db_int(merger->access->moment->now), db_optional(merger->access->viewer->staff, 0));
}

static enum record_outcome
let_go(struct merger *merger)
{
	enum record_outcome outcome = RECORD_DONE;

	for (size_t i = 0; outcome == RECORD_DONE && i < merger->merging->other_count; i++) {
		int64_t id = merger->merging->others[i];

		change_add(merger->tx, merger->access, id, "merged");
		outcome = record_let_go(merger->tx, merger->access, id, true, merger->trouble);
		if (outcome != RECORD_DONE)
			*merger->stopped = id;
		else
			point(merger, id);
	}
	return outcome;
}

/* ---- the journal ---- */

static void
tell(const struct merger *merger)
{
	struct arena *arena = tx_arena(merger->tx);
	const struct access *access = merger->access;
	struct doc *detail = doc_object(arena), *others = doc_set_list(detail, "merged");
	const struct audit audit = {.action = "record.merge",
				    .object_kind = "record",
				    .object = merger->survivor->id,
				    .detail = detail,
				    .client = text_equal(access->plan->module->name, "clients") ? merger->survivor->id
												: 0};
	char id[ID_LENGTH + 1];

	doc_set_text(detail, "module", access->plan->module->name);
	for (size_t i = 0; i < merger->merging->other_count; i++) {
		id_print(id, merger->merging->others[i]);
		doc_add_text(others, id);
	}
	change_add(merger->tx, access, merger->survivor->id, "merged");
	if (access->house != NULL)
		audit_add_by(access->house, merger->tx, access->viewer, &audit);
	record_tell(merger->tx, access, "record.merged", merger->survivor);
}

/* Whoever has the survivor open is told that it is another now. */
static void
touch(const struct merger *merger)
{
	struct sql sql = sql_new(tx_arena(merger->tx));

	sql_printf(&sql, "update %s set version = version + 1 where id = ", merger->access->plan->module->table);
	sql_value(&sql, db_int(merger->survivor->id));
	db_sql_run(merger->tx, sql_end(&sql));
}

/* ---- the merge ---- */

static enum record_outcome
ask_keeper(struct merger *merger)
{
	for (size_t i = 0; i < merger->merging->other_count; i++) {
		const char *error = keep_merge_refusal(merger->tx, merger->access, merger->survivor, merger->others[i]);

		if (error != NULL)
			return refuse(merger, error);
	}
	return RECORD_DONE;
}

static enum record_outcome
merge(struct merger *merger)
{
	const struct merging *merging = merger->merging;
	struct tx *tx = merger->tx;
	enum record_outcome outcome = take_rows(merger);

	if (outcome == RECORD_DONE)
		outcome = ask_keeper(merger);
	if (outcome != RECORD_DONE)
		return outcome;
	merger->draft = draft_of(tx_arena(tx), merger->access->plan->module, merging);
	for (size_t i = 0; i < merging->other_count; i++)
		give_up(merger, merger->others[i]);
	outcome = record_change(tx, merger->access, merging->survivor, 0, merger->draft, merger->trouble);
	if (outcome == RECORD_DONE)
		outcome = move_all(merger);
	if (outcome == RECORD_DONE)
		outcome = let_go(merger);
	if (outcome != RECORD_DONE)
		return outcome;
	touch(merger);
	rollups_of(tx, merger->access, merger->access->plan->module, merging->survivor);
	tell(merger);
	return RECORD_DONE;
}

enum record_outcome
record_merge(struct tx *tx, const struct access *access, const struct merging *merging, int64_t *stopped,
	     struct record_trouble *trouble)
{
	struct merger merger = {.tx = tx, .access = access, .merging = merging, .trouble = trouble, .stopped = stopped};

	*trouble = (struct record_trouble){.field = NULL};
	*stopped = 0;
	if (!may_merge(access, merging))
		return RECORD_ABSENT;
	return merge(&merger);
}

/* ---- afterwards ---- */

int64_t
merged_into(struct tx *tx, const struct module *module, int64_t id)
{
	return db_get_int(tx, 0, "select survivor_id from record_merge where record_id = $1 and module_id = $2",
			  db_int(id), db_int(module->id));
}

static void
follow_some(struct tx *tx, int64_t *ids, size_t count)
{
	static const enum db_type types[] = {DB_INT, DB_INT};
	struct sql sql = sql_new(tx_arena(tx));
	const struct db_value *cells;
	size_t rows;

	sql_add(&sql, "select record_id, survivor_id from record_merge where record_id in ");
	sql_ids(&sql, ids, count);
	cells = db_sql_cells(tx, sql_end(&sql), types, 2, &rows);
	for (size_t row = 0; row < rows; row++)
		for (size_t i = 0; i < count; i++)
			if (ids[i] == cells[2 * row].integer)
				ids[i] = cells[2 * row + 1].integer;
}

void
merges_follow(struct tx *tx, int64_t *ids, size_t count)
{
	for (size_t from = 0; from < count; from += DB_SQL_VALUES)
		follow_some(tx, ids + from, count - from < DB_SQL_VALUES ? count - from : DB_SQL_VALUES);
}

void
merge_forget(struct tx *tx, const struct module *module, int64_t id)
{
	int64_t survivor = merged_into(tx, module, id);

	if (survivor == 0)
		return;
	db_run(tx,
	       "update change set record_id = $1, from_id = null where module_id = $2 and record_id = $3 and from_id = $1",
	       db_int(id), db_int(module->id), db_int(survivor));
	db_run(tx, "delete from record_merge where record_id = $1", db_int(id));
}
