/* names_store: looks for names among the fields that tell records apart: the naming one, numbers, distinct ones. */
#include "exchange/names.h"

#include "base/arena.h"
#include "base/id.h"
#include "records/record_links.h"
#include "records/record_select.h"
#include "records/staff_name.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { AT_ONCE = 64, TELLING_FIELDS = 4 };

struct wanted {
	const char *compared;
	struct db_value value;
	int64_t id; /* the first found */
	enum found found;
};

/* What is wanted of one kind; sorted by `compared` once it was looked up. */
struct wants {
	struct wanted *at;
	size_t count, capacity;
};

struct names {
	struct arena *arena;
	const struct access *access;
	struct wants *of_module; /* by module index */
	struct wants staff, key;
	const struct field *key_field;
};

struct names *
names_new(struct arena *arena, const struct access *access)
{
	struct names *names = arena_make(arena, struct names);

	names->arena = arena;
	names->access = access;
	names->of_module = arena_make_array(arena, struct wants, access->plan->rights->catalogue->module_count);
	return names;
}

const char *
names_compared(struct arena *arena, const struct db_value *value)
{
	if (value->type == DB_INT)
		return arena_printf(arena, "%" PRId64, value->integer);
	return text_fold(arena, arena_text_of(arena, value->bytes.at, value->bytes.length));
}

/* ---- wanting ---- */

static void
add(struct arena *arena, struct wants *wants, const struct db_value *value)
{
	if (wants->count == wants->capacity) {
		size_t capacity = wants->capacity == 0 ? 64 : wants->capacity * 2;
		struct wanted *at = arena_make_array(arena, struct wanted, capacity);

		if (wants->count > 0)
			memcpy(at, wants->at, wants->count * sizeof *at);
		wants->at = at;
		wants->capacity = capacity;
	}
	wants->at[wants->count++] = (struct wanted){.compared = names_compared(arena, value), .value = *value};
}

static struct wants *
wants_of(const struct names *names, const struct field *field)
{
	return field->type == FIELD_STAFF ? (struct wants *)(uintptr_t)&names->staff
					  : &names->of_module[field->target->index];
}

void
names_want(struct names *names, const struct field *field, const char *text)
{
	const struct db_value value = db_text(arena_text(names->arena, text));

	add(names->arena, wants_of(names, field), &value);
}

void
names_want_key(struct names *names, const struct field *key, const struct db_value *value)
{
	names->key_field = key;
	add(names->arena, &names->key, value);
}

static int
compare_wanted(const void *one, const void *other)
{
	return strcmp(((const struct wanted *)one)->compared, ((const struct wanted *)other)->compared);
}

/* Each once. */
static void
sort(struct wants *wants)
{
	size_t kept = 0;

	if (wants->count > 0)
		qsort(wants->at, wants->count, sizeof *wants->at, compare_wanted);
	for (size_t i = 0; i < wants->count; i++)
		if (kept == 0 || strcmp(wants->at[kept - 1].compared, wants->at[i].compared) != 0)
			wants->at[kept++] = wants->at[i];
	wants->count = kept;
}

static struct wanted *
wanted_of(const struct wants *wants, const char *compared)
{
	struct wanted key = {.compared = compared};

	return wants->count == 0 ? NULL : bsearch(&key, wants->at, wants->count, sizeof *wants->at, compare_wanted);
}

static void
note(const struct wants *wants, const char *compared, int64_t id)
{
	struct wanted *wanted = wanted_of(wants, compared);

	if (wanted == NULL || (wanted->found != FOUND_NONE && wanted->id == id))
		return;
	wanted->found = wanted->found == FOUND_NONE ? FOUND_ONE : FOUND_MANY;
	if (wanted->found == FOUND_ONE)
		wanted->id = id;
}

/* ---- asking ---- */

static struct db_sql
values_sql(struct arena *arena, const struct access *access, const struct field *field, const struct wanted *wanted,
	   size_t count)
{
	const struct plan *plan = access->plan;
	struct sql sql = plan_sql(arena, plan, access->viewer);

	sql_printf(&sql, "select %s.id, %s from %s", plan->module->table, plan->columns[field->index],
		   plan->module->table);
	select_plan_rows(&sql, access, false);
	sql_printf(&sql, " and %s in (", plan_compared(plan, field));
	for (size_t i = 0; i < AT_ONCE; i++) { /* the last one fills up, so that there is one text */
		sql_add(&sql, i == 0 ? "" : ", ");
		sql_compared(&sql, field, &wanted[i < count ? i : count - 1].value);
	}
	sql_add(&sql, ")");
	return sql_end(&sql);
}

static void
ask_field(struct names *names, struct tx *tx, const struct access *access, const struct field *field,
	  const struct wants *wants)
{
	const enum db_type types[] = {DB_INT, field_kept_as(field)};

	for (size_t from = 0; from < wants->count; from += AT_ONCE) {
		size_t part = wants->count - from < AT_ONCE ? wants->count - from : AT_ONCE, rows;
		struct db_value *cells = db_sql_cells(
			tx, values_sql(names->arena, access, field, wants->at + from, part), types, 2, &rows);

		for (size_t i = 0; i < rows; i++)
			if (cells[2 * i + 1].type != DB_NULL)
				note(wants, names_compared(names->arena, &cells[2 * i + 1]), cells[2 * i].integer);
	}
}

/* Texts only: what people write in a cell. */
static bool
tells_apart(const struct access *access, const struct field *field)
{
	if (field->column == NULL || field_kept_as(field) != DB_TEXT || field->type == FIELD_CHOICE ||
	    field->type == FIELD_CHOICES || !plan_shows(access->plan, field))
		return false;
	return field == access->plan->module->naming || field->type == FIELD_NUMBER || field->distinct_value ||
	       text_equal(field->name, "number") || text_equal(field->name, "email");
}

static void
ask_module(struct names *names, struct tx *tx, const struct module *module, struct wants *wants)
{
	const struct access *access = access_beside(names->arena, names->access, module);
	size_t asked = 0;

	sort(wants);
	for (size_t i = 0; i < module->field_count && asked < TELLING_FIELDS; i++)
		if (tells_apart(access, &module->fields[i])) {
			ask_field(names, tx, access, &module->fields[i], wants);
			asked++;
		}
}

static void
ask_staff(struct names *names, struct tx *tx)
{
	struct staff_name *staff;
	size_t count;

	sort(&names->staff);
	if (names->staff.count == 0)
		return;
	staff = staff_names_active(tx, &count);
	for (size_t i = 0; i < count; i++) {
		note(&names->staff, text_fold(names->arena, staff[i].name), staff[i].id);
		note(&names->staff, text_fold(names->arena, staff[i].email), staff[i].id);
	}
}

void
names_look_up(struct names *names, struct tx *tx)
{
	const struct catalogue *catalogue = names->access->plan->rights->catalogue;

	for (size_t m = 0; m < catalogue->module_count; m++)
		if (names->of_module[m].count > 0)
			ask_module(names, tx, &catalogue->modules[m], &names->of_module[m]);
	ask_staff(names, tx);
	sort(&names->key);
	if (names->key.count > 0)
		ask_field(names, tx, names->access, names->key_field, &names->key);
}

/* ---- finding ---- */

/* An id as our pages show it is taken as one: whether it may be chosen is asked when the record is written. */
enum found
names_find(const struct names *names, const struct field *field, const char *text, int64_t *id)
{
	const struct wanted *wanted = wanted_of(wants_of(names, field), text_fold(names->arena, text));

	if (wanted != NULL && wanted->found != FOUND_NONE) {
		*id = wanted->id;
		return wanted->found;
	}
	return id_parse(str_of(text), id) ? FOUND_ONE : FOUND_NONE;
}

enum found
names_find_key(const struct names *names, const struct field *key, const struct db_value *value, int64_t *id)
{
	const struct wanted *wanted = wanted_of(&names->key, names_compared(names->arena, value));

	(void)key;
	if (wanted == NULL)
		return FOUND_NONE;
	*id = wanted->id;
	return wanted->found;
}
