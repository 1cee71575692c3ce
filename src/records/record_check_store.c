/* record_check_store: distinct values, and that lookups, staff and files are there for who chooses them. */
#include "records/record_check.h"

#include "base/arena.h"
#include "base/id.h"
#include "core/weakened.h"
#include "modules/module_belt.h"
#include "records/attachment.h"
#include "records/record_links.h"
#include "records/record_select.h"

#include <string.h>

/* ---- distinct values ---- */

enum { GUARDS = 1024 };

/* FNV-1a: which guard a value has to pass. */
static int64_t
guard_of(const struct db_value *value)
{
	uint64_t hash = 0xcbf29ce484222325u;
	struct str bytes = value->type == DB_INT ? str_slice(&value->integer, sizeof value->integer) : value->bytes;

	for (size_t i = 0; i < bytes.length; i++)
		hash = (hash ^ (unsigned char)bytes.at[i]) * 0x100000001b3u;
	return (int64_t)(hash % GUARDS);
}

/* On PostgreSQL two writers of one value do not see each other's row: who comes second meets the first here, and its
 * transaction runs again. SQLite writes one after the other. */
static void
pass_guard(struct tx *tx, const struct field *field, const struct db_value *value)
{
	if (tx_engine(tx) == DB_POSTGRES)
		db_run(tx,
		       "insert into value_guard (field_id, bucket, turns) values ($1, $2, 1) "
		       "on conflict (field_id, bucket) do update set turns = value_guard.turns + 1",
		       db_int(field->id), db_int(guard_of(value)));
}

/* Over all rows, whoever may see them, those in the recycle bin included: they may come back. */
static void
check_distinct(struct writing *writing, const struct field *field)
{
	struct sql sql = module_sql(tx_arena(writing->tx), writing->module);
	struct db_value value = compared_value(sql.arena, field, &writing->after->cells[field->index]);

	pass_guard(writing->tx, field, &value);
	sql_printf(&sql, "select count(*) from (select 1 from %s where %s = ", writing->module->table,
		   field->key == NULL ? field->column : field->key);
	sql_value(&sql, value);
	sql_add(&sql, " and id <> ");
	sql_value(&sql, db_int(writing->after->id));
	sql_add(&sql, " limit 1) as other");
	if (db_sql_get_int(writing->tx, 0, sql_end(&sql)) > 0)
		writing_refuse(writing, field, N_("Another record has this already."));
}

/* ---- ids that must be there ---- */

/* A set of ids with the fields that brought them. */
struct wanted {
	const struct field **fields;
	int64_t *ids;
	size_t count, capacity;
};

static void
add_wanted(struct wanted *wanted, struct arena *arena, const struct field *field, int64_t id)
{
	if (wanted->count == wanted->capacity) {
		size_t capacity = wanted->capacity == 0 ? 8 : 2 * wanted->capacity;
		const struct field **fields = arena_make_array(arena, const struct field *, capacity);
		int64_t *ids = arena_make_array(arena, int64_t, capacity);

		for (size_t i = 0; i < wanted->count; i++) {
			fields[i] = wanted->fields[i];
			ids[i] = wanted->ids[i];
		}
		wanted->fields = fields;
		wanted->ids = ids;
		wanted->capacity = capacity;
	}
	wanted->fields[wanted->count] = field;
	wanted->ids[wanted->count++] = id;
}

/* The ids of the field that were not there before: what somebody else chose may stay. */
static void
want_new(struct wanted *wanted, const struct writing *writing, const struct field *field)
{
	static const struct db_value nothing = {.type = DB_NULL};
	struct arena *arena = tx_arena(writing->tx);
	const struct db_value *before = writing->before == NULL ? &nothing : &writing->before->cells[field->index];
	size_t count, old_count;
	int64_t *ids = linked_ids(arena, field, &writing->after->cells[field->index], &count);
	int64_t *old = linked_ids(arena, field, before, &old_count);

	for (size_t i = 0; i < count; i++)
		if (!id_is_among(old, old_count, ids[i]))
			add_wanted(wanted, arena, field, ids[i]);
}

static void
refuse_missing(struct writing *writing, const struct wanted *wanted, const int64_t *found, size_t found_count)
{
	for (size_t i = 0; i < wanted->count; i++)
		if (!id_is_among(found, found_count, wanted->ids[i]) && !weakened(CHECK_CHOSEN))
			writing_refuse(writing, wanted->fields[i], N_("Please choose an entry of the list."));
}

/* "(…, …)": places in powers of two, the last id filling them up. */
static void
add_ids(struct sql *sql, const int64_t *ids, size_t count)
{
	size_t places = 1;

	while (places < count)
		places *= 2;
	for (size_t i = 0; i < places; i++) {
		sql_add(sql, i == 0 ? "(" : ", ");
		sql_value(sql, db_int(ids[i < count ? i : count - 1]));
	}
	sql_add(sql, ")");
}

static int64_t *
ids_of(struct tx *tx, struct db_sql sql, size_t *count)
{
	static const enum db_type types[] = {DB_INT};
	struct db_value *cells = db_sql_cells(tx, sql, types, 1, count);
	int64_t *ids = arena_make_array(tx_arena(tx), int64_t, *count + 1);

	for (size_t i = 0; i < *count; i++)
		ids[i] = cells[i].integer;
	return ids;
}

enum { IDS_AT_ONCE = 128 };

int64_t *
ids_seen(struct tx *tx, const struct access *access, const int64_t *ids, size_t id_count, size_t *count)
{
	struct arena *arena = tx_arena(tx);
	int64_t *seen = arena_make_array(arena, int64_t, id_count + 1);

	*count = 0;
	for (size_t from = 0; from < id_count; from += IDS_AT_ONCE) {
		struct sql sql = plan_sql(arena, access->plan, access->viewer);
		size_t part = id_count - from < IDS_AT_ONCE ? id_count - from : IDS_AT_ONCE, found;
		int64_t *more;

		sql_printf(&sql, "select %s.id from %s", access->plan->module->table, access->plan->module->table);
		select_plan_rows(&sql, access, false);
		sql_printf(&sql, " and %s.id in ", access->plan->module->table);
		add_ids(&sql, ids + from, part);
		more = ids_of(tx, sql_end(&sql), &found);
		for (size_t i = 0; i < found && *count < id_count; i++)
			if (!id_is_among(seen, *count, more[i]))
				seen[(*count)++] = more[i];
	}
	return seen;
}

/* ---- lookups, staff, files ---- */

static bool
is_lookup_to(const struct field *field, const struct module *target)
{
	return (field->type == FIELD_LOOKUP || field->type == FIELD_LOOKUPS) && field->target == target &&
	       !field->retired;
}

/* All lookups to the target of `first` at once, when it is the first of them. */
static void
check_lookups(struct writing *writing, const struct field *first)
{
	const struct module *module = writing->module;
	struct wanted wanted = {.count = 0};
	const struct access *access;
	size_t count;
	int64_t *seen;

	for (size_t i = 0; i < module->field_count; i++) {
		const struct field *field = &module->fields[i];

		if (!is_lookup_to(field, first->target))
			continue;
		if (i < first->index)
			return;
		if (writing->draft->given[i] && writing_changes(writing, field))
			want_new(&wanted, writing, field);
	}
	if (wanted.count == 0)
		return;
	access = access_beside(tx_arena(writing->tx), writing->access, first->target);
	seen = ids_seen(writing->tx, access, wanted.ids, wanted.count, &count);
	refuse_missing(writing, &wanted, seen, count);
}

static void
check_staff(struct writing *writing)
{
	struct wanted wanted = {.count = 0};
	struct sql sql = sql_new(tx_arena(writing->tx));
	size_t count;
	int64_t *found;

	for (size_t i = 0; i < writing->module->field_count; i++) {
		const struct field *field = &writing->module->fields[i];

		if (field->type == FIELD_STAFF && writing->draft->given[i] && writing_changes(writing, field))
			want_new(&wanted, writing, field);
	}
	if (wanted.count == 0)
		return;
	sql_add(&sql, "select id from staff where disabled_at is null and id in ");
	add_ids(&sql, wanted.ids, wanted.count);
	found = ids_of(writing->tx, sql_end(&sql), &count);
	refuse_missing(writing, &wanted, found, count);
}

static bool
is_file(const struct field *field)
{
	return field->type == FIELD_FILE || field->type == FIELD_IMAGE || field->type == FIELD_SIGNATURE;
}

/* A file is the record's, or was just sent by the viewer for this field. */
static void
check_file(struct writing *writing, const struct field *field)
{
	int64_t found =
		db_get_int(writing->tx, 0,
			   "select count(*) from record_file where id = $1 and module_id = $2 and "
			   "(field_id is null or field_id = $3) and "
			   "(record_id = $4 or (record_id = 0 and coalesce(sender_id, 0) = $6 and "
			   "(created_by = $5 or created_by is null)))",
			   db_int(writing->after->cells[field->index].integer), db_int(writing->module->id),
			   db_int(field->id), db_int(writing->after->id), db_int(writing->access->viewer->staff),
			   db_int(attachment_sender(writing->access->viewer)));

	if (found == 0 && !weakened(CHECK_FILE))
		writing_refuse(writing, field, N_("Please send the file again."));
}

void
attach_files(const struct writing *writing)
{
	for (size_t i = 0; i < writing->module->field_count; i++) {
		const struct field *field = &writing->module->fields[i];

		if (is_file(field) && writing_changes(writing, field) && writing->after->cells[i].type == DB_INT)
			db_run(writing->tx, "update record_file set record_id = $1, field_id = $2 where id = $3",
			       db_int(writing->after->id), db_int(field->id), db_int(writing->after->cells[i].integer));
	}
}

void
check_kept(struct writing *writing)
{
	for (size_t i = 0; i < writing->module->field_count; i++) {
		const struct field *field = &writing->module->fields[i];

		if (field->retired || !writing_changes(writing, field))
			continue;
		if (field->type == FIELD_LOOKUP || field->type == FIELD_LOOKUPS)
			continue;
		if (is_file(field) && writing->draft->given[i] && !value_is_empty(&writing->after->cells[i]))
			check_file(writing, field);
		if (field->distinct_value && !value_is_empty(&writing->after->cells[i]) && field->column != NULL)
			check_distinct(writing, field);
	}
	for (size_t i = 0; i < writing->module->field_count; i++) {
		const struct field *field = &writing->module->fields[i];

		if ((field->type == FIELD_LOOKUP || field->type == FIELD_LOOKUPS) && field->target != NULL)
			check_lookups(writing, field);
	}
	check_staff(writing);
}
