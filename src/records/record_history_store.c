/* record_history_store: who changed what of a record, when. */
#include "records/record_change.h"
#include "records/record_select.h"

#include "base/arena.h"
#include "base/id.h"
#include "core/weakened.h"

#include <inttypes.h>

/* Rows of one statement. */
enum { CHANGES_AT_ONCE = 30 };

/* ---- values as JSON ---- */

/* A number, or a text between quotes; NULL: empty. */
static const char *
json_of(struct arena *arena, const struct db_value *value)
{
	struct builder text = builder_new(arena, 0);
	struct doc *list;

	if (value_is_empty(value))
		return NULL;
	if (value->type == DB_INT)
		return arena_printf(arena, "%" PRId64, value->integer);
	list = doc_list(arena);
	doc_add_text(list, arena_text_of(arena, value->bytes.at, value->bytes.length));
	doc_print_json(list, NULL, &text);
	return arena_text_of(arena, text.at + 1, text.length - 2);
}

static struct db_value
value_of(struct arena *arena, const char *json)
{
	const struct doc *list;
	const char *error;
	int64_t number;

	if (json == NULL)
		return db_null();
	if (str_to_int(str_of(json), &number))
		return db_int(number);
	list = doc_parse_json(arena, str_of(arena_printf(arena, "[%s]", json)), 2, 2, &error);
	if (list == NULL || list->kind != DOC_LIST || list->list.count != 1 || list->list.items[0]->kind != DOC_TEXT)
		return db_null();
	return db_str(list->list.items[0]->text);
}

/* ---- writing ---- */

static const char *
actor_kind(const struct viewer *viewer)
{
	if (viewer->kind == VIEWER_CLIENT)
		return "contact";
	return viewer->staff != 0 ? "staff" : "system";
}

static int64_t
actor_of(const struct viewer *viewer)
{
	return viewer->kind == VIEWER_CLIENT ? viewer->contact : viewer->staff;
}

static struct sql
changes_begun(struct arena *arena)
{
	struct sql sql = sql_new(arena);

	sql_add(&sql, "insert into change (id, module_id, record_id, kind, field_id, before, after, actor_kind, "
		      "actor_id, at) values ");
	return sql;
}

static void
add_values(struct sql *sql, const struct db_value *values, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		sql_add(sql, i == 0 ? "(" : ", ");
		sql_value(sql, values[i]);
	}
	sql_add(sql, ")");
}

static void
add_change(struct sql *sql, const struct access *access, int64_t record, const struct change *change)
{
	int64_t actor = actor_of(access->viewer);
	const struct db_value values[] = {
		db_int(id_new()),
		db_int((change->field == NULL ? access->plan->module : change->field->module)->id),
		db_int(record),
		db_text(change->kind),
		change->field == NULL ? db_null() : db_int(change->field->id),
		db_text(json_of(sql->arena, &change->before)),
		db_text(json_of(sql->arena, &change->after)),
		db_text(actor_kind(access->viewer)),
		db_optional(actor, 0),
		db_int(access->moment->now),
	};

	add_values(sql, values, sizeof values / sizeof values[0]);
}

void
change_add(struct tx *tx, const struct access *access, int64_t record, const char *kind)
{
	change_add_note(tx, access, record, kind, NULL);
}

void
change_add_note(struct tx *tx, const struct access *access, int64_t record, const char *kind, const char *note)
{
	struct sql sql = changes_begun(tx_arena(tx));
	const struct change change = {.kind = kind, .before = db_null(), .after = db_text(note)};

	add_change(&sql, access, record, &change);
	db_sql_run(tx, sql_end(&sql));
}

static bool
has_history(const struct field *field)
{
	return field->type != FIELD_FORMULA && field->type != FIELD_ROLLUP && field->index != SYSTEM_MODIFIED_AT &&
	       field->index != SYSTEM_MODIFIED_BY && field->index != SYSTEM_APPROVAL && field->index != SYSTEM_REVIEW;
}

void
changes_add(struct tx *tx, const struct access *access, const struct row *before, const struct row *after,
	    const bool *changed)
{
	const struct module *module = access->plan->module;
	struct sql sql = changes_begun(tx_arena(tx));
	size_t count = 0;

	for (size_t i = 0; i < module->field_count; i++) {
		const struct change change = {.kind = "changed",
					      .field = &module->fields[i],
					      .before = before->cells[i],
					      .after = after->cells[i]};

		if (!changed[i] || !has_history(change.field))
			continue;
		if (count == CHANGES_AT_ONCE) {
			db_sql_run(tx, sql_end(&sql));
			sql = changes_begun(tx_arena(tx));
			count = 0;
		}
		sql_add(&sql, count++ == 0 ? "" : ", ");
		add_change(&sql, access, after->id, &change);
	}
	if (count > 0)
		db_sql_run(tx, sql_end(&sql));
}

void
changes_add_links(struct tx *tx, const struct access *access, const struct field *field, const int64_t *records,
		  const struct db_value *before, const struct db_value *after, size_t count)
{
	for (size_t from = 0; from < count; from += CHANGES_AT_ONCE) {
		struct sql sql = changes_begun(tx_arena(tx));

		for (size_t i = from; i < count && i < from + CHANGES_AT_ONCE; i++) {
			const struct change change = {
				.kind = "changed", .field = field, .before = before[i], .after = after[i]};

			sql_add(&sql, i == from ? "" : ", ");
			add_change(&sql, access, records[i], &change);
		}
		db_sql_run(tx, sql_end(&sql));
	}
}

/* ---- reading ---- */

struct change_row {
	int64_t id, at, field_id, actor_id, from_id;
	const char *kind, *before, *after, *actor_kind, *actor_name;
};
static const struct db_column change_columns[] = {
	DB_COLUMN_INT64(struct change_row, id),	       DB_COLUMN_INT64(struct change_row, at),
	DB_COLUMN_INT64(struct change_row, field_id),  DB_COLUMN_INT64(struct change_row, actor_id),
	DB_COLUMN_TEXT(struct change_row, kind),       DB_COLUMN_TEXT(struct change_row, before),
	DB_COLUMN_TEXT(struct change_row, after),      DB_COLUMN_TEXT(struct change_row, actor_kind),
	DB_COLUMN_TEXT(struct change_row, actor_name), DB_COLUMN_INT64(struct change_row, from_id),
};
static const struct db_shape change_shape = DB_SHAPE(struct change_row, change_columns);

static bool
shows_changes(const struct plan *plan, const struct field *field)
{
	return plan_shows(plan, field) || weakened(CHECK_HISTORY_FIELDS);
}

/* Those whose changes will be shown are named where the record is found. */
static void
name_fields(struct sql *sql, const struct plan *plan)
{
	const struct module *module = plan->module;
	const struct field **fields = arena_make_array(sql->arena, const struct field *, module->field_count);
	size_t count = 0;

	for (size_t i = 0; i < module->field_count; i++)
		if (shows_changes(plan, &module->fields[i]))
			fields[count++] = &module->fields[i];
	select_named(sql, module, fields, count);
}

/* Whether a state rule hides the field of this record now; then its history is hidden, too. */
static bool *
hidden_now(struct tx *tx, const struct access *access, int64_t id)
{
	const struct plan *plan = access->plan;
	size_t fields = plan->module->field_count, width = 0, count;
	bool *hidden = arena_make_array(tx_arena(tx), bool, fields);
	enum db_type *types = arena_make_array(tx_arena(tx), enum db_type, fields + 1);
	struct sql sql = plan_sql(tx_arena(tx), plan, access->viewer);
	struct db_value *cells;

	sql_add(&sql, "select 0");
	types[width++] = DB_INT;
	for (size_t i = 0; i < fields; i++)
		if (plan->hidden[i] != NULL) {
			sql_printf(&sql, ", case when %s then 1 else 0 end", plan->hidden[i]);
			types[width++] = DB_INT;
		}
	sql_printf(&sql, " from %s where %s and %s.id = ", plan->module->table,
		   weakened(CHECK_HISTORY) ? "(1 = 1)" : plan->rows, plan->module->table);
	sql_value(&sql, db_int(id));
	name_fields(&sql, plan);
	cells = db_sql_cells(tx, sql_end(&sql), types, width, &count);
	if (cells == NULL)
		return NULL;
	width = 1;
	for (size_t i = 0; i < fields; i++)
		if (plan->hidden[i] != NULL)
			hidden[i] = cells[width++].integer != 0;
	return hidden;
}

static void
add_shown_fields(struct sql *sql, const struct plan *plan, const bool *hidden)
{
	sql_add(sql, " and (field_id is null or field_id in (0");
	for (size_t i = 0; i < plan->module->field_count; i++)
		if (shows_changes(plan, &plan->module->fields[i]) && (!hidden[i] || weakened(CHECK_HISTORY_STATE))) {
			sql_add(sql, ", ");
			sql_value(sql, db_int(plan->module->fields[i].id));
		}
	sql_add(sql, "))");
}

static struct change_row *
read_changes(struct tx *tx, const struct access *access, int64_t id, int64_t before_id, const bool *hidden,
	     size_t limit, size_t *count)
{
	struct sql sql = sql_new(tx_arena(tx));

	sql_add(&sql, "select id, at, field_id, actor_id, kind, before, after, actor_kind, "
		      "case actor_kind when 'staff' then (select name from staff where staff.id = actor_id) "
		      "when 'contact' then coalesce((select full_name from contact where contact.id = actor_id), "
		      "(select email from portal_user where portal_user.record_id = actor_id)) end as "
		      "actor_name, from_id from change where module_id = ");
	sql_value(&sql, db_int(access->plan->module->id));
	sql_add(&sql, " and record_id = ");
	sql_value(&sql, db_int(id));
	sql_add(&sql, " and id < ");
	sql_value(&sql, db_int(before_id == 0 ? INT64_MAX : before_id));
	add_shown_fields(&sql, access->plan, hidden);
	sql_printf(&sql, " order by id desc limit %zu", limit);
	return db_sql_list(tx, &change_shape, count, sql_end(&sql));
}

struct change *
record_history(struct tx *tx, const struct access *access, int64_t id, int64_t before_id, size_t limit, size_t *count)
{
	struct arena *arena = tx_arena(tx);
	const bool *hidden = hidden_now(tx, access, id);
	struct change_row *rows;
	struct change *changes;

	*count = 0;
	if (hidden == NULL)
		return NULL;
	rows = read_changes(tx, access, id, before_id, hidden, limit, count);
	changes = arena_make_array(arena, struct change, *count);
	for (size_t i = 0; i < *count; i++)
		changes[i] = (struct change){
			.id = rows[i].id,
			.at = rows[i].at,
			.kind = rows[i].kind,
			.field = rows[i].field_id == 0 ? NULL
						       : field_of_id(access->plan->rights->catalogue, rows[i].field_id),
			.before = value_of(arena, rows[i].before),
			.after = value_of(arena, rows[i].after),
			.actor_kind = rows[i].actor_kind,
			.actor = rows[i].actor_id,
			.actor_name = rows[i].actor_name,
			.merged = rows[i].from_id != 0,
		};
	return *count == 0 ? NULL : changes;
}
