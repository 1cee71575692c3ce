/* record_match_store: looks for records that are like one, within what the viewer sees. */
#include "records/record_match.h"

#include "base/arena.h"
#include "core/weakened.h"
#include "db/belt.h"
#include "html/format.h"
#include "records/match_key.h"
#include "records/record_select.h"

#include <stdlib.h>
#include <string.h>

/* Records of one key that are looked at, whoever may see them: an address that thousands share tells nothing. */
enum { OF_ONE_KEY = 200, LOOKED_KEYS = 12 };

struct found {
	struct lookalike *at;
	size_t count, capacity;
};

/* ---- the question ---- */

static bool
is_compared(const struct plan *plan, const struct field *field)
{
	return plan_shows(plan, field) || weakened(CHECK_ALIKE);
}

/* "select id, name …" of the rows in which the viewer sees this field. */
static struct sql
rows_with(struct tx *tx, const struct access *access, const struct field *field)
{
	const struct plan *plan = access->plan;
	const struct field *naming = plan->module->naming;
	struct sql sql = plan_sql(tx_arena(tx), plan, access->viewer);

	sql_reads(&sql, "match_key", NULL);
	sql_reads(&sql, "match_apart", NULL);
	sql_printf(&sql, "select %s.id, %s from %s", plan->module->table,
		   plan_shows(plan, naming) ? plan->columns[naming->index] : "cast(null as text)", plan->module->table);
	select_plan_rows(&sql, access, false);
	select_named(&sql, plan->module, &field, 1);
	if (plan->hidden[field->index] != NULL && !weakened(CHECK_ALIKE_STATE))
		sql_printf(&sql, " and %s is not true", plan->hidden[field->index]);
	return sql;
}

/* To PostgreSQL an array is a few rows, which it looks up by id. */
static void
add_keys(struct sql *sql, struct tx *tx, const struct field *field, const char *const *keys, size_t count)
{
	bool sqlite = tx_engine(tx) == DB_SQLITE;

	sql_printf(sql, sqlite ? " and %s.id in (" : " and %s.id = any (array(", field->module->table);
	for (size_t i = 0; i < count; i++) {
		sql_printf(sql, "%sselect record_id from (select record_id from match_key where field_id = ",
			   i == 0 ? "" : " union all ");
		sql_value(sql, db_int(field->id));
		sql_add(sql, " and key = ");
		sql_value(sql, db_text(keys[i]));
		sql_printf(sql, " order by record_id desc limit %d) as of_key%zu", OF_ONE_KEY, i);
	}
	sql_add(sql, sqlite ? ")" : "))");
}

static void
add_not_apart(struct sql *sql, const char *table, int64_t id)
{
	int place = sql_bind(sql, db_int(id));

	sql_printf(sql, " and %s.id <> $%d", table, place);
	sql_printf(sql,
		   " and not exists (select 1 from match_apart where first_id = $%d and second_id = %s.id)"
		   " and not exists (select 1 from match_apart where second_id = $%d and first_id = %s.id)",
		   place, table, place, table);
}

static struct db_value *
rows_of_keys(struct tx *tx, const struct access *access, const struct field *field, const char *const *keys,
	     size_t key_count, int64_t id, size_t *count)
{
	static const enum db_type types[] = {DB_INT, DB_TEXT};
	struct sql sql = rows_with(tx, access, field);

	add_keys(&sql, tx, field, keys, key_count);
	if (id != 0)
		add_not_apart(&sql, field->module->table, id);
	sql_printf(&sql, " order by %s.id desc limit %d", field->module->table, OF_ONE_KEY);
	return db_sql_cells(tx, sql_end(&sql), types, 2, count);
}

/* ---- what was found ---- */

static const char *
text_of(struct arena *arena, const struct db_value *cell)
{
	return cell->type == DB_TEXT ? arena_text_of(arena, cell->bytes.at, cell->bytes.length) : NULL;
}

static void
add_found(struct found *found, struct arena *arena, const struct db_value *row, enum match_kind kind)
{
	for (size_t i = 0; i < found->count; i++)
		if (found->at[i].id == row[0].integer) {
			found->at[i].kinds |= 1u << kind;
			return;
		}
	if (found->count == found->capacity)
		return;
	found->at[found->count++] = (struct lookalike){row[0].integer, 1u << kind, text_of(arena, &row[1])};
}

/* The keys that fields of this kind have in the cells. */
static size_t
keys_of_kind(struct arena *arena, const struct plan *plan, const struct db_value *cells, enum match_kind kind,
	     const char *keys[LOOKED_KEYS])
{
	const struct module *module = plan->module;
	size_t count = 0;

	for (size_t i = 0; i < module->field_count && count < LOOKED_KEYS; i++) {
		const char *text = text_of(arena, &cells[i]);

		if (match_kind(&module->fields[i]) != kind || !plan_shows(plan, &module->fields[i]) || text_empty(text))
			continue;
		keys[count] = match_text(arena, kind, text);
		count += keys[count] != NULL;
	}
	return count;
}

/* An address in one field is looked for in all fields of addresses. */
static void
find_same(struct tx *tx, const struct access *access, int64_t id, const struct db_value *cells, enum match_kind kind,
	  struct found *found)
{
	const struct module *module = access->plan->module;
	const char *keys[LOOKED_KEYS];
	size_t key_count = keys_of_kind(tx_arena(tx), access->plan, cells, kind, keys);

	for (size_t i = 0; key_count > 0 && i < module->field_count; i++) {
		const struct field *field = &module->fields[i];
		struct db_value *rows;
		size_t count = 0;

		if (match_kind(field) != kind || !is_compared(access->plan, field))
			continue;
		rows = rows_of_keys(tx, access, field, keys, key_count, id, &count);
		for (size_t r = 0; r < count; r++)
			add_found(found, tx_arena(tx), rows + 2 * r, kind);
	}
}

static void
find_names(struct tx *tx, const struct access *access, int64_t id, const struct db_value *cells, struct found *found)
{
	struct arena *arena = tx_arena(tx);
	const struct field *naming = access->plan->module->naming;
	const char *text = text_of(arena, &cells[naming->index]), *core, *keys[NAME_LOOKED];
	size_t key_count, count = 0;
	struct db_value *rows;

	if (match_kind(naming) != MATCH_NAME || !plan_shows(access->plan, naming) || text_empty(text))
		return;
	core = name_core(arena, text);
	key_count = name_looked(arena, core, keys);
	if (key_count == 0)
		return;
	rows = rows_of_keys(tx, access, naming, keys, key_count, id, &count);
	for (size_t r = 0; r < count; r++) {
		const char *name = text_of(arena, &rows[2 * r + 1]);

		if (name != NULL && names_alike(arena, core, name_core(arena, name)))
			add_found(found, arena, rows + 2 * r, MATCH_NAME);
	}
}

static int
compare_matches(const void *one, const void *other)
{
	const struct lookalike *a = one, *b = other;
	int more = __builtin_popcount(b->kinds) - __builtin_popcount(a->kinds);

	return more != 0 ? more : (b->id > a->id) - (b->id < a->id);
}

struct lookalike *
record_matches(struct tx *tx, const struct access *access, int64_t id, const struct db_value *cells, size_t limit,
	       size_t *count)
{
	enum { FOUND = 100 };
	struct found found = {.at = arena_make_array(tx_arena(tx), struct lookalike, FOUND), .capacity = FOUND};

	*count = 0;
	if (module_matches(access->plan->module)) {
		find_same(tx, access, id, cells, MATCH_EMAIL, &found);
		find_same(tx, access, id, cells, MATCH_PHONE, &found);
		find_same(tx, access, id, cells, MATCH_SIREN, &found);
		find_names(tx, access, id, cells, &found);
	}
	qsort(found.at, found.count, sizeof *found.at, compare_matches);
	*count = found.count < limit ? found.count : limit;
	return found.at;
}

/* ---- groups ---- */

struct group_key {
	int64_t id;
	const struct field *field;
	const char *key;
};

/* The next keys that several records have, of fields the viewer sees. */
static struct group_key *
next_keys(struct tx *tx, const struct access *access, int64_t before, size_t *count)
{
	static const enum db_type types[] = {DB_INT, DB_INT, DB_TEXT};
	const struct module *module = access->plan->module;
	struct sql sql = sql_new(tx_arena(tx));
	struct group_key *keys;
	struct db_value *rows;
	size_t parts = 0;

	*count = 0;
	sql_add(&sql, "select id, field_id, key from (");
	for (size_t i = 0; i < module->field_count && parts < LOOKED_KEYS; i++) {
		if (match_kind(&module->fields[i]) == MATCH_NONE || !is_compared(access->plan, &module->fields[i]))
			continue;
		sql_printf(&sql,
			   "%sselect id, field_id, key from (select id, field_id, key from match_group "
			   "where field_id = ",
			   parts == 0 ? "" : " union all ");
		sql_value(&sql, db_int(module->fields[i].id));
		sql_add(&sql, " and id < ");
		sql_value(&sql, db_int(before));
		sql_printf(&sql, " order by id desc limit %d) as part%zu", GROUPS_LOOKED_AT, parts++);
	}
	sql_printf(&sql, ") as parts order by id desc limit %d", GROUPS_LOOKED_AT);
	rows = parts == 0 ? NULL : db_sql_cells(tx, sql_end(&sql), types, 3, count);
	keys = arena_make_array(tx_arena(tx), struct group_key, *count + 1);
	for (size_t i = 0; i < *count; i++)
		keys[i] = (struct group_key){rows[3 * i].integer,
					     field_of_id(access->plan->rights->catalogue, rows[3 * i + 1].integer),
					     text_of(tx_arena(tx), &rows[3 * i + 2])};
	return keys;
}

/* Whether somebody said of the two that they are not the same. */
static bool
are_apart(const struct db_value *pairs, size_t count, int64_t one, int64_t other)
{
	for (size_t i = 0; i < count; i++)
		if ((pairs[2 * i].integer == one && pairs[2 * i + 1].integer == other) ||
		    (pairs[2 * i].integer == other && pairs[2 * i + 1].integer == one))
			return true;
	return false;
}

static void
add_members(struct sql *sql, const struct match_group *group)
{
	for (size_t i = 0; i < group->member_count; i++) {
		sql_add(sql, i == 0 ? "(" : ", ");
		sql_value(sql, db_int(group->members[i].id));
	}
	sql_add(sql, ")");
}

static struct db_value *
pairs_apart(struct tx *tx, const struct match_group *group, size_t *count)
{
	static const enum db_type types[] = {DB_INT, DB_INT};
	struct sql sql = sql_new(tx_arena(tx));

	sql_add(&sql, "select first_id, second_id from match_apart where first_id in ");
	add_members(&sql, group);
	sql_add(&sql, " and second_id in ");
	add_members(&sql, group);
	return db_sql_cells(tx, sql_end(&sql), types, 2, count);
}

/* Who is like at least one of the others, and not said to be another. */
static void
keep_alike(struct tx *tx, struct match_group *group, bool names)
{
	struct arena *arena = tx_arena(tx);
	const char **cores = arena_make_array(arena, const char *, group->member_count);
	bool *kept = arena_make_array(arena, bool, group->member_count);
	size_t pair_count = 0, count = 0;
	struct db_value *pairs = pairs_apart(tx, group, &pair_count);

	for (size_t i = 0; i < group->member_count; i++)
		cores[i] = name_core(arena, group->members[i].name == NULL ? "" : group->members[i].name);
	for (size_t i = 0; i < group->member_count; i++)
		for (size_t k = 0; k < i; k++)
			if ((!names || names_alike(arena, cores[i], cores[k])) &&
			    !are_apart(pairs, pair_count, group->members[i].id, group->members[k].id))
				kept[i] = kept[k] = true;
	for (size_t i = 0; i < group->member_count; i++)
		if (kept[i])
			group->members[count++] = group->members[i];
	group->member_count = count;
}

static struct match_group
group_of_key(struct tx *tx, const struct access *access, const struct group_key *key)
{
	struct match_group group = {.id = key->id, .kinds = 1u << match_kind(key->field)};
	size_t count = 0;
	struct db_value *rows = rows_of_keys(tx, access, key->field, &key->key, 1, 0, &count);

	count = count < GROUP_MEMBERS ? count : GROUP_MEMBERS;
	group.members = arena_make_array(tx_arena(tx), struct lookalike, count + 1);
	for (size_t i = 0; i < count; i++)
		group.members[group.member_count++] =
			(struct lookalike){rows[2 * i].integer, group.kinds, text_of(tx_arena(tx), &rows[2 * i + 1])};
	if (count > 1)
		keep_alike(tx, &group, match_kind(key->field) == MATCH_NAME);
	return group;
}

static bool
has_same_members(const struct match_group *one, const struct match_group *other)
{
	if (one->member_count != other->member_count)
		return false;
	for (size_t i = 0; i < one->member_count; i++)
		if (one->members[i].id != other->members[i].id)
			return false;
	return true;
}

/* The same people by another key are the same group. */
static bool
is_known(struct match_group *groups, size_t count, const struct match_group *group)
{
	for (size_t i = 0; i < count; i++)
		if (has_same_members(&groups[i], group)) {
			groups[i].kinds |= group->kinds;
			return true;
		}
	return false;
}

struct match_group *
match_groups(struct tx *tx, const struct access *access, int64_t before, size_t limit, int64_t *next, size_t *count)
{
	struct match_group *groups = arena_make_array(tx_arena(tx), struct match_group, limit);
	size_t key_count, looked = 0;
	struct group_key *keys;

	*count = 0;
	*next = 0;
	if (!module_matches(access->plan->module) || (access->plan->may & MAY_VIEW) == 0)
		return groups;
	keys = next_keys(tx, access, before == 0 ? INT64_MAX : before, &key_count);
	while (looked < key_count && *count < limit) {
		struct match_group group = group_of_key(tx, access, &keys[looked++]);

		if (group.member_count > 1 && !is_known(groups, *count, &group))
			groups[(*count)++] = group;
	}
	if (looked < key_count || key_count == GROUPS_LOOKED_AT)
		*next = keys[looked - 1].id;
	return groups;
}

/* ---- not the same ---- */

void
records_are_apart(struct tx *tx, const struct access *access, const int64_t *ids, size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < i; k++) {
			int64_t first = ids[i] < ids[k] ? ids[i] : ids[k], second = ids[i] < ids[k] ? ids[k] : ids[i];

			if (first != second)
				db_run(tx,
				       "insert into match_apart (first_id, second_id, staff_id, created_at) "
				       "values ($1, $2, $3, $4) on conflict (first_id, second_id) do nothing",
				       db_int(first), db_int(second), db_optional(access->viewer->staff, 0),
				       db_int(access->moment->now));
		}
}
