/* record_move_store: what belongs to a record, or leads to it, becomes another's. */
#include "records/record_merge.h"

#include "base/arena.h"
#include "base/id.h"
#include "records/keep.h"
#include "records/record_change.h"
#include "records/record_links.h"

#include <inttypes.h>

/* "(…, …)": the records that go. */
static void
add_from(struct sql *sql, const struct moving *moving)
{
	for (size_t i = 0; i < moving->count; i++) {
		sql_add(sql, i == 0 ? "(" : ", ");
		sql_value(sql, db_int(moving->from[i]));
	}
	sql_add(sql, ")");
}

/* "update … set version …": whoever has the row open meanwhile is told that it is another now. */
static void
add_signed_update(struct sql *sql, const struct moving *moving, const char *table)
{
	sql_printf(sql, "update %s set version = version + 1, modified_at = ", table);
	sql_value(sql, db_int(moving->access->moment->now));
	sql_add(sql, ", modified_by = ");
	sql_value(sql, db_optional(moving->access->viewer->staff, 0));
}

/* ---- lookups to one ---- */

struct led {
	int64_t *ids;
	struct db_value *before, *after;
	size_t count;
};

static struct led
led_new(struct arena *arena, size_t capacity)
{
	return (struct led){.ids = arena_make_array(arena, int64_t, capacity + 1),
			    .before = arena_make_array(arena, struct db_value, capacity + 1),
			    .after = arena_make_array(arena, struct db_value, capacity + 1)};
}

/* Those whose lookup leads to a record that goes. */
static struct led
read_led(const struct moving *moving, const struct field *field)
{
	static const enum db_type types[] = {DB_INT, DB_INT};
	struct sql sql = sql_new(tx_arena(moving->tx));
	struct db_value *rows;
	struct led led;
	size_t count = 0;

	sql_printf(&sql, "select id, %s from %s where %s in ", field->column, field->module->table, field->column);
	add_from(&sql, moving);
	sql_printf(&sql, " order by id limit %d", MOVED_AT_MOST + 1);
	rows = db_sql_cells(moving->tx, sql_end(&sql), types, 2, &count);
	led = led_new(sql.arena, count);
	for (size_t i = 0; i < count; i++) {
		led.ids[led.count] = rows[2 * i].integer;
		led.before[led.count] = rows[2 * i + 1];
		led.after[led.count++] = rows[2 * i].integer == moving->to ? db_null() : db_int(moving->to);
	}
	return led;
}

/* Nothing leads to itself: where the survivor led to one that goes, it leads nowhere. */
static void
write_led(const struct moving *moving, const struct field *field)
{
	struct sql sql = sql_new(tx_arena(moving->tx));

	add_signed_update(&sql, moving, field->module->table);
	sql_printf(&sql, ", %s = case when id = ", field->column);
	sql_value(&sql, db_int(moving->to));
	sql_add(&sql, " then null else ");
	sql_value(&sql, db_int(moving->to));
	sql_printf(&sql, " end where %s in ", field->column);
	add_from(&sql, moving);
	db_sql_run(moving->tx, sql_end(&sql));
}

static void
move_lookup(struct moving *moving, const struct field *field)
{
	struct led led = read_led(moving, field);

	moving->moved += (int64_t)led.count;
	if (led.count == 0 || moving->moved > MOVED_AT_MOST)
		return;
	for (size_t i = 0; i < moving->count; i++)
		keep_leads(moving->tx, moving->access, field, moving->from[i], moving->to);
	write_led(moving, field);
	changes_add_links(moving->tx, moving->access, field, led.ids, led.before, led.after, led.count);
}

/* ---- lookups to many ---- */

static void
add_led_to(struct sql *sql, const struct moving *moving, const struct field *field)
{
	sql_add(sql, "select record_id from record_link where field_id = ");
	sql_value(sql, db_int(field->id));
	sql_add(sql, " and target_id in ");
	add_from(sql, moving);
}

/* "|12|345|" of the targets, before and after: in order, each once. */
static void
note_links(const struct moving *moving, struct led *led, int64_t record, const struct db_value *rows, size_t count)
{
	struct arena *arena = tx_arena(moving->tx);
	struct builder before = builder_new(arena, 0), after = builder_new(arena, 0);
	bool there = record == moving->to;

	for (size_t i = 0; i < count; i++) {
		int64_t target = rows[2 * i + 1].integer;

		build_printf(&before, i == 0 ? "|%" PRId64 "|" : "%" PRId64 "|", target);
		if (id_is_among(moving->from, moving->count, target) || target == moving->to) {
			if (there)
				continue;
			target = moving->to;
			there = true;
		}
		build_printf(&after, after.length == 0 ? "|%" PRId64 "|" : "%" PRId64 "|", target);
	}
	led->ids[led->count] = record;
	led->before[led->count] = db_text(builder_text(&before));
	led->after[led->count++] = after.length == 0 ? db_null() : db_text(builder_text(&after));
}

static struct led
read_links(const struct moving *moving, const struct field *field)
{
	static const enum db_type types[] = {DB_INT, DB_INT};
	struct sql sql = sql_new(tx_arena(moving->tx));
	struct db_value *rows;
	struct led led;
	size_t count = 0, end;

	sql_add(&sql, "select record_id, target_id from record_link where field_id = ");
	sql_value(&sql, db_int(field->id));
	sql_add(&sql, " and record_id in (select record_id from (");
	add_led_to(&sql, moving, field);
	sql_printf(&sql, " order by record_id limit %d) as led) order by record_id, target_id", MOVED_AT_MOST + 1);
	rows = db_sql_cells(moving->tx, sql_end(&sql), types, 2, &count);
	led = led_new(sql.arena, count);
	for (size_t from = 0; from < count; from = end) {
		for (end = from; end < count && rows[2 * end].integer == rows[2 * from].integer;)
			end++;
		note_links(moving, &led, rows[2 * from].integer, rows + 2 * from, end - from);
	}
	return led;
}

static void
write_links(const struct moving *moving, const struct field *field)
{
	struct tx *tx = moving->tx;
	struct sql touch = sql_new(tx_arena(tx)), add = sql_new(tx_arena(tx)), drop = sql_new(tx_arena(tx));

	add_signed_update(&touch, moving, field->module->table);
	sql_add(&touch, " where id in (");
	add_led_to(&touch, moving, field);
	sql_add(&touch, ")");
	db_sql_run(tx, sql_end(&touch));
	sql_add(&add, "insert into record_link (field_id, record_id, target_id) select distinct field_id, record_id, ");
	sql_printf(&add, "cast($%d as bigint) from record_link where field_id = ", sql_bind(&add, db_int(moving->to)));
	sql_value(&add, db_int(field->id));
	sql_add(&add, " and record_id <> ");
	sql_value(&add, db_int(moving->to));
	sql_add(&add, " and target_id in ");
	add_from(&add, moving);
	sql_add(&add, " on conflict do nothing");
	db_sql_run(tx, sql_end(&add));
	sql_add(&drop, "delete from record_link where field_id = ");
	sql_value(&drop, db_int(field->id));
	sql_add(&drop, " and target_id in ");
	add_from(&drop, moving);
	db_sql_run(tx, sql_end(&drop));
}

static void
move_link(struct moving *moving, const struct field *field)
{
	struct led led = read_links(moving, field);

	moving->moved += (int64_t)led.count;
	if (led.count == 0 || moving->moved > MOVED_AT_MOST)
		return;
	write_links(moving, field);
	changes_add_links(moving->tx, moving->access, field, led.ids, led.before, led.after, led.count);
}

/* Of all modules, those out of use included: a field that comes back leads to what is there. */
bool
merge_lookups(struct moving *moving)
{
	const struct catalogue *catalogue = moving->access->plan->rights->catalogue;

	for (size_t m = 0; m < catalogue->module_count; m++) {
		const struct module *module = &catalogue->modules[m];

		for (size_t i = 0; i < module->field_count && moving->moved <= MOVED_AT_MOST; i++) {
			const struct field *field = &module->fields[i];

			if (field->target != moving->access->plan->module)
				continue;
			if (field->type == FIELD_LOOKUP)
				move_lookup(moving, field);
			else if (field->type == FIELD_LOOKUPS)
				move_link(moving, field);
		}
	}
	return moving->moved <= MOVED_AT_MOST;
}

/* ---- lines ---- */

static int64_t
line_number(const struct moving *moving, const struct module *lines, const char *what, const int64_t *of, size_t count)
{
	struct sql sql = sql_new(tx_arena(moving->tx));

	sql_printf(&sql, "select %s from %s where deleted_at is null and parent_id in (", what, lines->table);
	for (size_t i = 0; i < count; i++) {
		sql_add(&sql, i == 0 ? "" : ", ");
		sql_value(&sql, db_int(of[i]));
	}
	sql_add(&sql, ")");
	return db_sql_get_int(moving->tx, 0, sql_end(&sql));
}

/* The lines of one record behind those that are there. Lines in the recycle bin stay where they were. */
static void
append_lines(const struct moving *moving, const struct module *lines, int64_t from)
{
	int64_t last = line_number(moving, lines, "max(position)", &moving->to, 1);
	struct sql sql = sql_new(tx_arena(moving->tx));

	add_signed_update(&sql, moving, lines->table);
	sql_add(&sql, ", parent_id = ");
	sql_value(&sql, db_int(moving->to));
	sql_add(&sql, ", position = position + ");
	sql_value(&sql, db_int(last));
	sql_add(&sql, " where deleted_at is null and parent_id = ");
	sql_value(&sql, db_int(from));
	db_sql_run(moving->tx, sql_end(&sql));
}

bool
merge_lines(struct moving *moving, int64_t most)
{
	const struct catalogue *catalogue = moving->access->plan->rights->catalogue;
	const struct module *lines = NULL;

	while ((lines = module_next_sub_form(catalogue, moving->access->plan->module, lines)) != NULL) {
		int64_t there = line_number(moving, lines, "count(*)", &moving->to, 1);
		int64_t more = line_number(moving, lines, "count(*)", moving->from, moving->count);

		if (more > 0 && there + more > most)
			return false;
		for (size_t i = 0; more > 0 && i < moving->count; i++)
			append_lines(moving, lines, moving->from[i]);
	}
	return true;
}

/* ---- beside ---- */

static void
add_place(struct sql *sql, const struct moving *moving)
{
	sql_add(sql, " where module_id = ");
	sql_value(sql, db_int(moving->access->plan->module->id));
	sql_add(sql, " and record_id in ");
	add_from(sql, moving);
}

static void
move_rows(const struct moving *moving, const char *table, const char *which)
{
	struct sql sql = sql_new(tx_arena(moving->tx));

	sql_printf(&sql, "update %s set record_id = ", table);
	sql_value(&sql, db_int(moving->to));
	add_place(&sql, moving);
	sql_add(&sql, which);
	db_sql_run(moving->tx, sql_end(&sql));
}

/* What a state rule hides in one record it may show in the other: such values stay where they were. */
static void
move_history(const struct moving *moving)
{
	const struct rights *rights = moving->access->plan->rights;
	struct sql sql = sql_new(tx_arena(moving->tx));

	sql_add(&sql, "update change set from_id = coalesce(from_id, record_id), record_id = ");
	sql_value(&sql, db_int(moving->to));
	add_place(&sql, moving);
	for (size_t i = 0; i < rights->state_count; i++) {
		const struct state_rule *rule = &rights->states[i];

		if (rule->module != moving->access->plan->module || !rule->hides)
			continue;
		if (rule->field == NULL) {
			sql_add(&sql, " and field_id is null");
			continue;
		}
		sql_add(&sql, " and (field_id is null or field_id <> ");
		sql_value(&sql, db_int(rule->field->id));
		sql_add(&sql, ")");
	}
	db_sql_run(moving->tx, sql_end(&sql));
}

/* Proof of who agreed to what keeps the record that answered; the last answer of all is how it stands then. */
static void
move_answers(const struct moving *moving)
{
	struct sql sql = sql_new(tx_arena(moving->tx));

	sql_add(&sql, "update consent_answer set from_id = coalesce(from_id, record_id), record_id = ");
	sql_value(&sql, db_int(moving->to));
	add_place(&sql, moving);
	db_sql_run(moving->tx, sql_end(&sql));
	move_rows(moving, "privacy_read", "");
}

/* The one that stays keeps its own user type: nobody gets another one by a merge, nor by an invitation of the other. */
static void
forget_user_types(const struct moving *moving)
{
	static const char *const texts[] = {"delete from portal_user", "delete from invitation"};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		struct sql sql = sql_new(tx_arena(moving->tx));

		sql_add(&sql, texts[i]);
		add_place(&sql, moving);
		db_sql_run(moving->tx, sql_end(&sql));
	}
}

void
merge_beside(struct moving *moving)
{
	move_rows(moving, "remark", "");
	move_rows(moving, "record_file", " and field_id is null");
	move_history(moving);
	move_answers(moving);
	forget_user_types(moving);
}
