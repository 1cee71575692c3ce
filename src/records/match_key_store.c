/* match_key_store: keeps the keys by which records are found to be alike, and which of them several records have. */
#include "records/record_match.h"

#include "base/arena.h"
#include "base/id.h"
#include "db/sql.h"
#include "html/format.h"
#include "records/match_key.h"

/* ---- which fields ---- */

static bool
tells(const struct field *field, enum field_type type)
{
	return field->type == type && !field->retired && !field->system;
}

static bool
has_addresses(const struct module *module)
{
	for (size_t i = 0; i < module->field_count; i++)
		if (tells(&module->fields[i], FIELD_EMAIL) || tells(&module->fields[i], FIELD_PHONE))
			return true;
	return false;
}

bool
module_matches(const struct module *module)
{
	return !module->made_elsewhere && module->parent == NULL && has_addresses(module);
}

enum match_kind
match_kind(const struct field *field)
{
	if (field->module->made_elsewhere || field->module->parent != NULL)
		return MATCH_NONE;
	if (tells(field, FIELD_EMAIL))
		return MATCH_EMAIL;
	if (tells(field, FIELD_PHONE))
		return MATCH_PHONE;
	if (tells(field, FIELD_TEXT) && text_equal(field->name, "siret"))
		return MATCH_SIREN;
	if (field == field->module->naming && !field->retired && field_value_type(field) == FIELD_TEXT &&
	    has_addresses(field->module))
		return MATCH_NAME;
	return MATCH_NONE;
}

/* ---- keys of a record ---- */

static const char *
siren_of(struct arena *arena, const char *siret)
{
	enum { SIREN_LENGTH = 9 };
	char *digits = arena_make_array(arena, char, SIREN_LENGTH + 1);
	size_t count = 0;

	for (; *siret != '\0' && count < SIREN_LENGTH; siret++)
		if (*siret >= '0' && *siret <= '9')
			digits[count++] = *siret;
	return count == SIREN_LENGTH ? digits : NULL;
}

const char *
match_text(struct arena *arena, enum match_kind kind, const char *text)
{
	return kind == MATCH_SIREN ? siren_of(arena, text) : text_fold(arena, text);
}

static void
add_name(struct match_key *keys, size_t *count, struct arena *arena, const struct field *field, const char *text)
{
	const char *made[NAME_KEYS];
	size_t made_count = name_keys(arena, name_core(arena, text), made);

	for (size_t i = 0; i < made_count; i++)
		keys[(*count)++] = (struct match_key){field, made[i], i == 0};
}

struct match_key *
match_keys_of(struct arena *arena, const struct module *module, const struct db_value *cells, const bool *changed,
	      size_t *count)
{
	struct match_key *keys = arena_make_array(arena, struct match_key, module->field_count + NAME_KEYS);

	*count = 0;
	for (size_t i = 0; i < module->field_count; i++) {
		const struct field *field = &module->fields[i];
		enum match_kind kind = match_kind(field);
		const char *text;

		if (kind == MATCH_NONE || (changed != NULL && !changed[i]) || cells[i].type != DB_TEXT ||
		    value_is_empty(&cells[i]))
			continue;
		text = arena_text_of(arena, cells[i].bytes.at, cells[i].bytes.length);
		if (kind == MATCH_NAME)
			add_name(keys, count, arena, field, text);
		else if ((text = match_text(arena, kind, text)) != NULL)
			keys[(*count)++] = (struct match_key){field, text, true};
	}
	return keys;
}

/* ---- keeping ---- */

/* Of a module with so many fields that a statement cannot hold their keys at once the rest waits for the next. */
enum { KEYS_AT_ONCE = 60 };

static void
insert_keys(struct tx *tx, int64_t id, const struct match_key *keys, size_t count)
{
	struct sql sql = sql_new(tx_arena(tx));

	sql_add(&sql, "insert into match_key (field_id, key, record_id) values ");
	for (size_t i = 0; i < count; i++) {
		sql_add(&sql, i == 0 ? "(" : ", (");
		sql_value(&sql, db_int(keys[i].field->id));
		sql_add(&sql, ", ");
		sql_value(&sql, db_text(keys[i].key));
		sql_add(&sql, ", ");
		sql_value(&sql, db_int(id));
		sql_add(&sql, ")");
	}
	sql_add(&sql, " on conflict do nothing");
	db_sql_run(tx, sql_end(&sql));
}

static void
add_group(struct sql *sql, int64_t id, const struct match_key *key)
{
	int field, text;

	sql_add(sql, "select ");
	sql_value(sql, db_int(id_new()));
	field = sql_bind(sql, db_int(key->field->id));
	text = sql_bind(sql, db_text(key->key));
	sql_printf(sql,
		   ", $%d, $%d where exists (select 1 from match_key where field_id = $%d and key = $%d and "
		   "record_id <> ",
		   field, text, field, text);
	sql_value(sql, db_int(id));
	sql_add(sql, ")");
}

/* A key that another record has, too, makes a group of them. */
static void
insert_groups(struct tx *tx, int64_t id, const struct match_key *keys, size_t count)
{
	struct sql sql = sql_new(tx_arena(tx));
	bool any = false;

	sql_add(&sql, "insert into match_group (id, field_id, key) ");
	for (size_t i = 0; i < count; i++) {
		if (!keys[i].groups)
			continue;
		sql_add(&sql, any ? " union all " : "");
		add_group(&sql, id, &keys[i]);
		any = true;
	}
	sql_add(&sql, " on conflict (field_id, key) do nothing");
	if (any)
		db_sql_run(tx, sql_end(&sql));
}

static void
insert_all(struct tx *tx, int64_t id, const struct match_key *keys, size_t count)
{
	for (size_t from = 0; from < count; from += KEYS_AT_ONCE) {
		size_t part = count - from < KEYS_AT_ONCE ? count - from : KEYS_AT_ONCE;

		insert_keys(tx, id, keys + from, part);
		insert_groups(tx, id, keys + from, part);
	}
}

void
match_keys_add(struct tx *tx, const struct module *module, int64_t id, const struct db_value *cells)
{
	size_t count;
	struct match_key *keys = match_keys_of(tx_arena(tx), module, cells, NULL, &count);

	insert_all(tx, id, keys, count);
}

void
match_keys_change(struct tx *tx, const struct module *module, int64_t id, const struct db_value *cells,
		  const bool *changed)
{
	struct sql sql = sql_new(tx_arena(tx));
	size_t count, gone = 0;
	struct match_key *keys;

	sql_add(&sql, "delete from match_key where record_id = ");
	sql_value(&sql, db_int(id));
	sql_add(&sql, " and field_id in (");
	for (size_t i = 0; i < module->field_count; i++)
		if (changed[i] && match_kind(&module->fields[i]) != MATCH_NONE) {
			sql_add(&sql, gone++ == 0 ? "" : ", ");
			sql_value(&sql, db_int(module->fields[i].id));
		}
	sql_add(&sql, ")");
	if (gone == 0)
		return;
	db_sql_run(tx, sql_end(&sql));
	keys = match_keys_of(tx_arena(tx), module, cells, changed, &count);
	insert_all(tx, id, keys, count);
}

void
match_keys_renew(struct tx *tx, const struct module *module, int64_t id, const struct db_value *cells)
{
	db_run(tx, "delete from match_key where record_id = $1", db_int(id));
	match_keys_add(tx, module, id, cells);
}

void
match_keys_remove(struct tx *tx, int64_t id)
{
	db_run(tx, "delete from match_key where record_id = $1", db_int(id));
	db_run(tx, "delete from match_apart where first_id = $1", db_int(id));
	db_run(tx, "delete from match_apart where second_id = $1", db_int(id));
}
