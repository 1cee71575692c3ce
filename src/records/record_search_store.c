/* record_search_store: looks for words among the words of records, and keeps those up to date. */
#include "records/record_search.h"

#include "base/arena.h"
#include "core/weakened.h"
#include "records/keeper.h"
#include "records/record_select.h"
#include "records/record_words.h"
#include "rights/held.h"

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

/* Whether the words of a record have this one, in one of the fields; " and …" before it. */
static void
add_word(struct sql *sql, const struct plan *plan, const struct searched *searched, const char *word, bool seen)
{
	sql_add(sql, " and (");
	for (size_t i = 0; i < searched->count; i++) {
		const struct field *field = searched->fields[i];
		const char *hidden = seen ? plan->hidden[field->index] : NULL;

		/* In twenties: a chain of all fields would be too deep for SQLite. */
		sql_add(sql, i == 0 ? "(" : i % 20 == 0 ? ") or (" : " or ");
		if (hidden != NULL)
			sql_printf(sql, "(%s is not true and ", hidden);
		sql_add(sql, "' ' || search_text.words like ");
		sql_value(sql, db_text(arena_printf(sql->arena, "%% %s%%", word_in_field(sql->arena, field, word))));
		if (hidden != NULL)
			sql_add(sql, ")");
	}
	sql_add(sql, "))");
}

/* A field that a state rule hides in some records has found nothing in those: the words are looked at again. */
static void
add_word_seen(struct sql *sql, const struct plan *plan, const struct searched *searched, const char *word)
{
	sql_printf(sql, " and exists (select 1 from search_text where search_text.id = %s.id", plan->module->table);
	add_word(sql, plan, searched, word, !weakened(CHECK_WORDS_STATE));
	sql_add(sql, ")");
}

/* What is looked for, and where. */
struct asked {
	const struct plan *plan;
	struct words words;
	struct searched searched;
	const char *match; /* NULL: nothing can be found */
	size_t looks_at;
};

static struct asked
asked_words(struct arena *arena, enum db_engine engine, const struct plan *plan, const char *typed,
	    const struct field *only, size_t looks_at)
{
	struct asked asked = {plan, words_typed(arena, typed), searched_fields(arena, plan, only), NULL, looks_at};

	asked.match = words_match(arena, engine, &asked.words, asked.searched.fields, asked.searched.count);
	return asked;
}

static bool
has_cut_words(struct arena *arena, const struct asked *asked)
{
	for (size_t w = 0; w < asked->words.count; w++)
		if (word_beginning(arena, asked->words.at[w]) != asked->words.at[w])
			return true;
	return false;
}

static void
add_cut_words(struct sql *sql, const struct asked *asked)
{
	for (size_t w = 0; w < asked->words.count; w++)
		if (word_beginning(sql->arena, asked->words.at[w]) != asked->words.at[w])
			add_word(sql, asked->plan, &asked->searched, asked->words.at[w], false);
}

/* SQLite reads its index from the newest id on, and no further than it must. */
static void
add_lot_sqlite(struct sql *sql, const struct asked *asked)
{
	bool cut = has_cut_words(sql->arena, asked);

	sql_printf(sql, "select search_index.rowid from search_index%s where search_index match ",
		   cut ? " cross join search_text on search_text.id = search_index.rowid" : "");
	sql_value(sql, db_text(asked->match));
	add_cut_words(sql, asked);
	sql_printf(sql, " order by search_index.rowid desc limit %zu", asked->looks_at);
}

/* PostgreSQL reads all that its index has of a question before it gives the first of it: so each question is for a part
 * of the records, from the newest on, until there is enough. The first is for the newest 1,024 to 1,536 of them, in
 * three parts of 512; each next one for what comes before, in three parts eight times as large: they are few
 * questions however many records there are, and what the next finds is not much more than what was missing. */
static const char parts[] =
	"(select name || (place >> bits) || '|' || name || ((place >> bits) - 1) || '|' || name || ((place >> bits) - 2) "
	"as keys, below from last cross join lateral (values ('a', 9, place + 1), "
	"('b', 12, ((place >> 9) - 2) << 9), ('c', 15, ((place >> 12) - 2) << 12), "
	"('d', 18, ((place >> 15) - 2) << 15), ('e', 21, ((place >> 18) - 2) << 18)) as size (name, bits, below) "
	"where below > 0 "
	"union all select 'e' || n, (n + 1) << 21 from last, generate_series((place >> 21) - 3, 0, -1) as n) as parts";

static void
add_lot_postgres(struct sql *sql, const struct asked *asked)
{
	sql_printf(sql,
		   "with last as materialized (select last_value as place from search_text_place_seq) "
		   "select looked.id, looked.place from %s "
		   "cross join lateral (select search_text.id, search_text.place from search_text where "
		   "search_entries(search_text.words, search_text.place) @@ cast('(' || parts.keys || ') & ' || ",
		   parts);
	sql_value(sql, db_text(asked->match));
	sql_add(sql, " as tsquery) and search_text.place < parts.below");
	add_cut_words(sql, asked);
	sql_printf(sql, " order by search_text.place desc limit %zu) as looked limit %zu", asked->looks_at,
		   asked->looks_at);
}

/* The newest records that have the words, from the newest on, the same ones whoever asks and for whatever. */
static void
add_lot(struct sql *sql, enum db_engine engine, const struct asked *asked)
{
	if (engine == DB_SQLITE)
		add_lot_sqlite(sql, asked);
	else
		add_lot_postgres(sql, asked);
}

/* What else holds of a record of the lot. */
static void
add_rest(struct sql *sql, const struct asked *asked)
{
	select_named(sql, asked->plan->module, asked->searched.fields, asked->searched.count);
	if (asked->searched.conditional && !weakened(CHECK_WORDS_STATE))
		for (size_t w = 0; w < asked->words.count; w++)
			add_word_seen(sql, asked->plan, &asked->searched, asked->words.at[w]);
}

static void
select_words(struct sql *sql, enum db_engine engine, const struct plan *plan, const char *typed,
	     const struct field *only, size_t looks_at)
{
	struct asked asked = asked_words(sql->arena, engine, plan, typed, only, looks_at);

	if (asked.match == NULL) {
		sql_add(sql, "(1 = 0)");
		return;
	}
	/* To PostgreSQL an array is a few rows, which it looks up by id rather than pass over a whole table in order.
	 */
	sql_printf(sql, engine == DB_SQLITE ? "%s.id in (" : "%s.id = any (array(select lot.id from (",
		   plan->module->table);
	add_lot(sql, engine, &asked);
	sql_add(sql, engine == DB_SQLITE ? ")" : ") as lot))");
	add_rest(sql, &asked);
}

/* Somebody of the portal has few records among very many, which may all have the words: theirs are looked at, one by
 * one, instead of the newest of all. */
static void
select_tied_words(struct sql *sql, enum db_engine engine, const struct plan *plan, const char *typed,
		  const struct field *only)
{
	struct asked asked = asked_words(sql->arena, engine, plan, typed, only, 0);

	if (asked.match == NULL) {
		sql_add(sql, "(1 = 0)");
		return;
	}
	sql_printf(sql, engine == DB_SQLITE ? "%s.id in %s" : "%s.id = any (array%s)", plan->module->table, plan->tied);
	select_named(sql, plan->module, asked.searched.fields, asked.searched.count);
	for (size_t w = 0; w < asked.words.count; w++)
		add_word_seen(sql, plan, &asked.searched, asked.words.at[w]);
}

/* ---- columns that features made have no words here: their names, numbers and addresses are searched ---- */

static bool
is_found_by_beginning(const struct field *field)
{
	return field->theirs &&
	       (field == field->module->naming || field->type == FIELD_NUMBER || field->type == FIELD_EMAIL);
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

/* The text begins a word; its own signs are taken literally. */
static void
add_begins_word(struct sql *sql, const char *expression, const char *text)
{
	struct builder pattern = builder_new(sql->arena, 0);

	build_text(&pattern, "% ");
	for (; *text != '\0'; text++) {
		if (*text == '%' || *text == '_' || *text == '\\')
			build_char(&pattern, '\\');
		build_char(&pattern, *text);
	}
	build_char(&pattern, '%');
	sql_printf(sql, "' ' || %s like ", expression);
	sql_value(sql, db_text(builder_text(&pattern)));
	sql_add(sql, " escape '\\'");
}

/* All that was typed stands in the name from the beginning of a word on, or each of the words begins one of the name:
 * the names alone are looked through, in the order of their index, until there is enough. */
static void
add_name(struct sql *sql, const struct plan *plan, const char *key, const char *folded, bool *first)
{
	const char *table = plan->module->table;
	struct words words = words_typed(sql->arena, folded);

	sql_printf(sql, "%s select id from (select %s.id from %s where (", *first ? "" : " union", table, table);
	add_begins_word(sql, key, folded);
	for (size_t w = 0; w < words.count; w++) {
		sql_add(sql, w == 0 ? " or (" : " and ");
		add_begins_word(sql, key, words.at[w]);
	}
	sql_printf(sql, "%s) order by %s, %s.id limit %d) as found%d", words.count > 0 ? ")" : "", key, table,
		   SEARCH_LOOKS_AT, sql->count);
	*first = false;
}

/* What the feature finds by what it keeps beside its records, for those who may open its pages. */
static void
add_kept_search(struct sql *sql, const struct access *access, const char *folded, bool first)
{
	const struct keeper *keeper = keeper_of(access->plan->module);

	if (!first && keeper != NULL && keeper->search != NULL &&
	    (permission_allowed(access->plan->rights, access->viewer, access->moment, keeper->pages->read) ||
	     weakened(CHECK_KEPT_SEARCH)))
		keeper->search(sql, folded, SEARCH_LOOKS_AT);
}

static void
select_beginnings(struct sql *sql, enum db_engine engine, const struct access *access, const char *typed,
		  const struct field *only)
{
	const struct plan *plan = access->plan;
	const char *folded = text_fold(sql->arena, typed);
	const struct module *module = plan->module;
	bool first = true;

	sql_printf(sql, engine == DB_SQLITE ? "%s.id in (" : "%s.id = any (array(", module->table);
	for (size_t i = 0; i < module->field_count; i++) {
		const struct field *field = &module->fields[i];

		if ((only != NULL && field != only) || !is_found_by_beginning(field) || field->type == FIELD_LOOKUPS ||
		    !plan_shows(plan, field))
			continue;
		if (field->key != NULL) {
			add_name(sql, plan, plan->keys[i], folded, &first);
			continue;
		}
		add_range(sql, plan, plan->columns[i], folded, &first);
		add_range(sql, plan, plan->columns[i], in_capitals(sql->arena, folded), &first);
	}
	if (only == NULL)
		add_kept_search(sql, access, folded, first);
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
select_search(struct sql *sql, struct tx *tx, const struct access *access, const char *typed, const struct field *only,
	      size_t looks_at)
{
	bool both = access->plan->module->kept_by != NULL;

	typed = without_blanks(sql->arena, typed);
	if (text_empty(typed))
		return;
	sql_add(sql, both ? " and (" : " and ");
	if (both) {
		select_beginnings(sql, tx_engine(tx), access, typed, only);
		sql_add(sql, " or ");
	}
	if (access->plan->tied != NULL)
		select_tied_words(sql, tx_engine(tx), access->plan, typed, only);
	else
		select_words(sql, tx_engine(tx), access->plan, typed, only, looks_at);
	sql_add(sql, both ? ")" : "");
}

/* ---- the walk of PostgreSQL ---- */

static struct asked
asked_of_walk(struct arena *arena, const struct access *access, const struct record_query *query)
{
	return asked_words(arena, DB_POSTGRES, access->plan, without_blanks(arena, query->search), NULL,
			   SEARCH_LOOKS_AT);
}

bool
search_is_walked(struct tx *tx, const struct access *access, const struct record_query *query)
{
	return tx_engine(tx) == DB_POSTGRES && query->search != NULL && query->descending &&
	       query_sort(access, query) == NULL && query->order == NULL && query->parent == 0 &&
	       access->plan->module->kept_by == NULL && access->plan->tied == NULL &&
	       asked_of_walk(tx_arena(tx), access, query).match != NULL;
}

void
walk_opens(struct sql *sql, const struct access *access, const struct record_query *query)
{
	struct asked asked = asked_of_walk(sql->arena, access, query);

	sql_add(sql, "select found.* from (");
	add_lot(sql, DB_POSTGRES, &asked);
	sql_add(sql, ") as lot cross join lateral (");
}

void
walk_closes(struct sql *sql, const struct access *access)
{
	sql_printf(sql, " and %s.id = lot.id offset 0) as found", access->plan->module->table);
}

void
walk_where(struct sql *sql, const struct access *access, const struct record_query *query)
{
	struct asked asked = asked_of_walk(sql->arena, access, query);

	add_rest(sql, &asked);
}

/* A record that has no words any more has no place either: then ids tell, which mostly come in the same order. */
void
walk_after(struct sql *sql, const struct access *access, int64_t id)
{
	sql_add(sql, " and coalesce(lot.place < (select search_text.place from search_text where search_text.id = ");
	sql_value(sql, db_int(id));
	sql_printf(sql, "), %s.id < ", access->plan->module->table);
	sql_value(sql, db_int(id));
	sql_add(sql, ")");
}

bool
record_search_cut(struct tx *tx, const struct access *access, const char *typed)
{
	struct sql sql = plan_sql(tx_arena(tx), access->plan, access->viewer);
	struct asked asked = asked_words(sql.arena, tx_engine(tx), access->plan, typed, NULL, SEARCH_LOOKS_AT);

	if (asked.match == NULL || access->plan->tied != NULL)
		return false;
	sql_add(&sql, "select count(*) from (");
	add_lot(&sql, tx_engine(tx), &asked);
	sql_add(&sql, ") as looked where 1 = 1");
	select_named(&sql, access->plan->module, asked.searched.fields, asked.searched.count);
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

static void
learn_words(struct tx *tx, int64_t id, const char *words)
{
	if (tx_engine(tx) == DB_SQLITE)
		db_run(tx, "insert into search_index (rowid, words) values ($1, $2)", db_int(id), db_text(words));
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
	learn_words(tx, id, words);
}

/* A row that stays keeps its place among the newest. */
void
search_words_change(struct tx *tx, int64_t id, const char *before, const char *after)
{
	if (text_equal(before, after))
		return;
	if (before == NULL || after == NULL) {
		search_words_remove(tx, id);
		search_words_add(tx, id, after);
		return;
	}
	forget_words(tx, id);
	if (db_run(tx, "update search_text set words = $2 where id = $1", db_int(id), db_text(after)) == 1)
		learn_words(tx, id, after);
	else
		search_words_add(tx, id, after);
}
