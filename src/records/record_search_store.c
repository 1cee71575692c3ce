/* record_search_store: looks for words among the words of records, and keeps those up to date. */
#include "records/record_search.h"

#include "base/arena.h"
#include "records/record_select.h"
#include "records/record_words.h"
#include "rights/weakened.h"

#include <ctype.h>
#include <string.h>

/* ---- modules of the engine: the index of words ---- */

struct searched {
	const struct field **fields;
	size_t count;
	bool conditional; /* a state rule hides one of them in some records */
};

static struct searched
searched_fields(struct arena *arena, const struct plan *plan, const struct field *only)
{
	const struct module *module = plan->module;
	struct searched searched = {.fields = arena_make_array(arena, const struct field *, module->field_count)};

	for (size_t i = 0; i < module->field_count; i++) {
		const struct field *field = &module->fields[i];

		if ((only != NULL && field != only) || !field_has_words(field) ||
		    (!plan_shows(plan, field) && !weakened(CHECK_WORDS)))
			continue;
		searched.fields[searched.count++] = field;
		searched.conditional = searched.conditional || plan->hidden[i] != NULL;
	}
	return searched;
}

static const char *
lot_text(enum db_engine engine)
{
	return engine == DB_SQLITE ? "select rowid from search_index where search_index match "
				   : "select search_text.id from search_text where "
				     "search_beginning(search_text.words) @@ ";
}

/* The engine reads the newest ids first where that costs nothing. */
static void
add_lot(struct sql *sql, enum db_engine engine, const char *match)
{
	sql_add(sql, lot_text(engine));
	if (engine == DB_SQLITE) {
		sql_value(sql, db_text(match));
		sql_add(sql, " order by rowid desc");
	} else {
		sql_add(sql, "cast(");
		sql_value(sql, db_text(match));
		sql_add(sql, " as tsquery)");
	}
	sql_printf(sql, " limit %d", SEARCH_LOOKS_AT);
}

/* A field that a state rule hides in some records has found nothing in those: the words are looked at again. */
static void
add_word_seen(struct sql *sql, const struct plan *plan, const struct searched *searched, const char *word)
{
	sql_printf(sql, " and exists (select 1 from search_text where search_text.id = %s.id and (",
		   plan->module->table);
	for (size_t i = 0; i < searched->count; i++) {
		const struct field *field = searched->fields[i];

		/* In twenties: a chain of all fields would be too deep for SQLite. */
		sql_add(sql, i == 0 ? "(" : i % 20 == 0 ? ") or (" : " or ");
		if (plan->hidden[field->index] != NULL)
			sql_printf(sql, "(%s is not true and ", plan->hidden[field->index]);
		sql_add(sql, "' ' || search_text.words like ");
		sql_value(sql, db_text(arena_printf(sql->arena, "%% %s%%", word_in_field(sql->arena, field, word))));
		if (plan->hidden[field->index] != NULL)
			sql_add(sql, ")");
	}
	sql_add(sql, ")))");
}

static void
select_words(struct sql *sql, enum db_engine engine, const struct plan *plan, const char *typed,
	     const struct field *only)
{
	struct words words = words_typed(sql->arena, typed);
	struct searched searched = searched_fields(sql->arena, plan, only);
	const char *match = words_match(sql->arena, engine, &words, searched.fields, searched.count);

	if (match == NULL) {
		sql_add(sql, " and (1 = 0)");
		return;
	}
	/* To PostgreSQL an array is a few rows, which it looks up by id rather than pass over a whole table in order.
	 */
	sql_printf(sql, engine == DB_SQLITE ? " and %s.id in (" : " and %s.id = any (array(", plan->module->table);
	add_lot(sql, engine, match);
	sql_add(sql, engine == DB_SQLITE ? ")" : "))");
	searched.conditional = searched.conditional && !weakened(CHECK_WORDS_STATE);
	for (size_t w = 0; searched.conditional && w < words.count; w++)
		add_word_seen(sql, plan, &searched, words.at[w]);
}

/* ---- modules that features keep have no words here: their names, numbers and addresses are searched ---- */

struct range {
	const char *column;
	const char *from;
	struct range *next;
};

static bool
is_found_by_beginning(const struct field *field)
{
	return field == field->module->naming || field->type == FIELD_NUMBER || field->type == FIELD_EMAIL;
}

static const char *
in_capitals(struct arena *arena, const char *text)
{
	char *capitals = arena_text(arena, text);

	for (char *c = capitals; *c != '\0'; c++)
		*c = (char)toupper((unsigned char)*c);
	return capitals;
}

static void
add_range(struct sql *sql, const struct plan *plan, const char *expression, const char *from, bool *first)
{
	const char *table = plan->module->table;

	sql_printf(sql, "%s select id from (select %s.id from %s where %s >= ", *first ? "" : " union", table, table,
		   expression);
	sql_value(sql, db_text(from));
	sql_printf(sql, " and %s < ", expression);
	sql_value(sql, db_text(text_after_all(sql->arena, from)));
	sql_printf(sql, " limit %d) as found%d", SEARCH_LOOKS_AT, sql->count);
	*first = false;
}

static void
select_beginnings(struct sql *sql, enum db_engine engine, const struct plan *plan, const char *typed,
		  const struct field *only)
{
	const char *folded = text_fold(sql->arena, typed);
	const struct module *module = plan->module;
	bool first = true;

	sql_printf(sql, engine == DB_SQLITE ? " and %s.id in (" : " and %s.id = any (array(", module->table);
	for (size_t i = 0; i < module->field_count; i++) {
		const struct field *field = &module->fields[i];

		if ((only != NULL && field != only) || !is_found_by_beginning(field) || field->type == FIELD_LOOKUPS ||
		    !plan_shows(plan, field))
			continue;
		if (field->key != NULL) {
			add_range(sql, plan, plan->keys[i], folded, &first);
			continue;
		}
		add_range(sql, plan, plan->columns[i], folded, &first);
		add_range(sql, plan, plan->columns[i], in_capitals(sql->arena, folded), &first);
	}
	sql_add(sql, first ? " select 0 where 1 = 0" : "");
	sql_add(sql, engine == DB_SQLITE ? ")" : "))");
}

/* ---- the search ---- */

static const char *
without_blanks(struct arena *arena, const char *typed)
{
	struct str trimmed = str_trim(str_of(typed));

	return arena_text_of(arena, trimmed.at, trimmed.length);
}

void
select_search(struct sql *sql, struct tx *tx, const struct access *access, const char *typed, const struct field *only)
{
	typed = without_blanks(sql->arena, typed);
	if (text_empty(typed))
		return;
	if (access->plan->module->kept_by != NULL)
		select_beginnings(sql, tx_engine(tx), access->plan, typed, only);
	else
		select_words(sql, tx_engine(tx), access->plan, typed, only);
}

bool
record_search_cut(struct tx *tx, const struct access *access, const char *typed)
{
	struct sql sql = sql_new(tx_arena(tx));
	struct words words = words_typed(sql.arena, typed);
	struct searched searched = searched_fields(sql.arena, access->plan, NULL);
	const char *match = words_match(sql.arena, tx_engine(tx), &words, searched.fields, searched.count);

	if (match == NULL || access->plan->module->kept_by != NULL)
		return false;
	sql_add(&sql, "select count(*) from (");
	add_lot(&sql, tx_engine(tx), match);
	sql_add(&sql, ") as looked");
	return db_sql_get_int(tx, 0, sql_end(&sql)) == SEARCH_LOOKS_AT;
}

/* ---- keeping the words ---- */

/* SQLite's index is told the words that leave it. */
static void
forget_words(struct tx *tx, int64_t id)
{
	if (tx_engine(tx) == DB_SQLITE)
		db_run(tx,
		       "insert into search_index (search_index, rowid, words) "
		       "select 'delete', id, words from search_text where id = $1",
		       db_int(id));
}

void
search_words_remove(struct tx *tx, int64_t id)
{
	forget_words(tx, id);
	db_run(tx, "delete from search_text where id = $1", db_int(id));
}

void
search_words_add(struct tx *tx, int64_t id, const char *words)
{
	if (words == NULL)
		return;
	db_run(tx, "insert into search_text (id, words) values ($1, $2)", db_int(id), db_text(words));
	if (tx_engine(tx) == DB_SQLITE)
		db_run(tx, "insert into search_index (rowid, words) values ($1, $2)", db_int(id), db_text(words));
}

void
search_words_change(struct tx *tx, int64_t id, const char *before, const char *after)
{
	if (text_equal(before, after))
		return;
	search_words_remove(tx, id);
	search_words_add(tx, id, after);
}
