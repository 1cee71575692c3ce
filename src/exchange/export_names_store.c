/* export_names_store: gathers the ids of a portion of records, asks once for each kind what they are called. */
#include "exchange/export.h"

#include "base/arena.h"
#include "core/weakened.h"
#include "records/attachment.h"
#include "records/book.h"
#include "records/record_links.h"
#include "records/staff_name.h"

#include <stdlib.h>
#include <string.h>

enum { AT_ONCE = 128 };

/* Ids of one kind, sorted, with what they are called. */
struct named {
	int64_t *ids;
	const char **names;
	size_t count, capacity;
};

struct export_names {
	struct arena *arena;
	struct named *of_module; /* by module index */
	struct named staff, files;
};

static bool
is_file(const struct field *field)
{
	return field->type == FIELD_FILE || field->type == FIELD_IMAGE || field->type == FIELD_SIGNATURE;
}

static struct named *
kind_of(struct export_names *names, const struct field *field)
{
	if (field->type == FIELD_STAFF)
		return &names->staff;
	if (is_file(field))
		return &names->files;
	return field->type == FIELD_LOOKUP || field->type == FIELD_LOOKUPS ? &names->of_module[field->target->index]
									   : NULL;
}

/* ---- gathering ---- */

static void
add(struct arena *arena, struct named *named, int64_t id)
{
	if (named->count == named->capacity) {
		size_t capacity = named->capacity == 0 ? 64 : named->capacity * 2;
		int64_t *ids = arena_make_array(arena, int64_t, capacity);

		if (named->count > 0)
			memcpy(ids, named->ids, named->count * sizeof *ids);
		named->ids = ids;
		named->capacity = capacity;
	}
	named->ids[named->count++] = id;
}

static void
gather(struct export_names *names, const struct field *field, const struct record *records, size_t count)
{
	struct named *named = kind_of(names, field);

	for (size_t i = 0; named != NULL && i < count; i++) {
		int64_t *ids;
		size_t id_count = records[i].cells[field->index].type == DB_NULL
					  ? 0
					  : lookup_ids(names->arena, &records[i].cells[field->index], &ids);

		for (size_t k = 0; k < id_count; k++)
			add(names->arena, named, ids[k]);
	}
}

static int
compare_ids(const void *one, const void *other)
{
	int64_t a = *(const int64_t *)one, b = *(const int64_t *)other;

	return (a > b) - (a < b);
}

static void
sort(struct arena *arena, struct named *named)
{
	size_t kept = 0;

	if (named->count > 0)
		qsort(named->ids, named->count, sizeof *named->ids, compare_ids);
	for (size_t i = 0; i < named->count; i++)
		if (kept == 0 || named->ids[kept - 1] != named->ids[i])
			named->ids[kept++] = named->ids[i];
	named->count = kept;
	named->names = arena_make_array(arena, const char *, kept + 1);
}

static size_t
place_of(const struct named *named, int64_t id)
{
	const int64_t *found =
		named->count == 0 ? NULL : bsearch(&id, named->ids, named->count, sizeof *named->ids, compare_ids);

	return found == NULL ? named->count : (size_t)(found - named->ids);
}

static void
note(struct named *named, int64_t id, const char *name)
{
	size_t place = place_of(named, id);

	if (place < named->count)
		named->names[place] = name;
}

/* ---- asking ---- */

static void
ask_module(struct tx *tx, const struct access *access, const struct module *module, struct named *named)
{
	size_t count;
	struct record_name *found;

	sort(tx_arena(tx), named);
	if (named->count == 0)
		return;
	found = record_names(tx, access_beside(tx_arena(tx), access, module), named->ids, named->count, &count);
	for (size_t i = 0; i < count; i++)
		note(named, found[i].id, found[i].name);
}

static void
ask_staff(struct tx *tx, struct named *named)
{
	sort(tx_arena(tx), named);
	for (size_t from = 0; from < named->count; from += AT_ONCE) {
		size_t part = named->count - from < AT_ONCE ? named->count - from : AT_ONCE, count;
		struct staff_name *found = staff_names(tx, named->ids + from, part, &count);

		for (size_t i = 0; i < count; i++)
			note(named, found[i].id, found[i].name);
	}
}

static void
ask_files(struct tx *tx, struct named *named)
{
	sort(tx_arena(tx), named);
	for (size_t from = 0; from < named->count; from += AT_ONCE) {
		size_t part = named->count - from < AT_ONCE ? named->count - from : AT_ONCE, count;
		struct attachment *found = attachments_of_ids(tx, named->ids + from, part, &count);

		for (size_t i = 0; i < count; i++)
			note(named, found[i].id, found[i].name);
	}
}

/* ---- lookups to many, which lists do not have ---- */

static struct db_sql
links_sql(struct arena *arena, const struct access *access, const struct field *field, const struct record *records,
	  size_t count)
{
	const struct plan *plan = access->plan;
	struct sql sql = plan_sql(arena, plan, access->viewer);
	const char *table = plan->module->table;

	sql_printf(&sql,
		   "select record_link.record_id, record_link.target_id from record_link join %s on %s.id = "
		   "record_link.record_id where record_link.field_id = ",
		   table, table);
	sql_value(&sql, db_int(field->id));
	if (plan->hidden[field->index] != NULL && !weakened(CHECK_LINKS))
		sql_printf(&sql, " and %s is not true", plan->hidden[field->index]);
	sql_add(&sql, " and record_link.record_id in (");
	for (size_t i = 0; i < count; i++) {
		sql_add(&sql, i == 0 ? "" : ", ");
		sql_value(&sql, db_int(records[i].id));
	}
	sql_add(&sql, ") order by record_link.record_id, record_link.target_id");
	return sql_end(&sql);
}

static struct record *
record_of(struct record *records, size_t count, int64_t id)
{
	for (size_t i = 0; i < count; i++)
		if (records[i].id == id)
			return &records[i];
	return NULL;
}

/* Sets their cells as record_find does. */
static void
read_links(struct tx *tx, const struct access *access, const struct field *field, struct record *records, size_t count)
{
	static const enum db_type types[] = {DB_INT, DB_INT};
	struct arena *arena = tx_arena(tx);
	size_t rows, at = 0;
	struct db_value *cells = db_sql_cells(tx, links_sql(arena, access, field, records, count), types, 2, &rows);

	while (at < rows) {
		struct builder text = builder_new(arena, 0);
		int64_t id = cells[2 * at].integer;
		struct record *record = record_of(records, count, id);

		for (; at < rows && cells[2 * at].integer == id; at++)
			build_printf(&text, "|%lld", (long long)cells[2 * at + 1].integer);
		build_char(&text, '|');
		if (record != NULL)
			record->cells[field->index] = db_text(builder_text(&text));
	}
}

struct export_names *
export_names(struct tx *tx, const struct access *access, const struct field *const *fields, size_t field_count,
	     struct record *records, size_t count)
{
	struct export_names *names = arena_make(tx_arena(tx), struct export_names);
	const struct catalogue *catalogue = access->plan->rights->catalogue;

	names->arena = tx_arena(tx);
	names->of_module = arena_make_array(names->arena, struct named, catalogue->module_count);
	for (size_t i = 0; i < field_count; i++) {
		for (size_t from = 0; fields[i]->type == FIELD_LOOKUPS && from < count; from += AT_ONCE)
			read_links(tx, access, fields[i], records + from,
				   count - from < AT_ONCE ? count - from : AT_ONCE);
		gather(names, fields[i], records, count);
	}
	for (size_t m = 0; m < catalogue->module_count; m++)
		ask_module(tx, access, &catalogue->modules[m], &names->of_module[m]);
	ask_staff(tx, &names->staff);
	ask_files(tx, &names->files);
	return names;
}

const char *
export_name(const struct export_names *names, const struct field *field, const struct record *record)
{
	const struct named *named = kind_of((struct export_names *)(uintptr_t)names, field);
	struct builder text = builder_new(names->arena, 0);
	const struct db_value *cell = &record->cells[field->index];
	int64_t *ids;
	size_t count = cell->type == DB_NULL ? 0 : lookup_ids(names->arena, cell, &ids);

	for (size_t i = 0; i < count; i++) {
		size_t place = place_of(named, ids[i]);
		const char *name = place < named->count ? named->names[place] : NULL;

		if (text_empty(name))
			continue;
		build_text(&text, text.length == 0 ? "" : "; ");
		build_text(&text, name);
	}
	return builder_text(&text);
}
