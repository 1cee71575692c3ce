/* record_narrow_store: counts, up to a bound, what the indexes have of what a query asks for. */
#include "records/record_narrow.h"

#include "base/arena.h"
#include "base/instant.h"
#include "db/belt.h"
#include "records/record_select.h"

#include <stdatomic.h>

/* ---- sources ---- */

/* Whether an index begins with what the condition compares, and has those that meet it in one stretch. */
static bool
is_stretch(const struct condition *condition, const struct plan *plan)
{
	const struct field *field = condition->field;

	if (condition->kind != CONDITION_COMPARE || field->theirs || field->type == FIELD_YES_NO ||
	    field->type == FIELD_CHOICES || !field_is_indexed(field) || !plan_shows(plan, field) ||
	    plan->hidden[field->index] != NULL)
		return false;
	switch (condition->comparison) {
	case COMPARE_IS:
	case COMPARE_BEGINS:
	case COMPARE_ABOVE:
	case COMPARE_AT_LEAST:
	case COMPARE_BELOW:
	case COMPARE_AT_MOST:
	case COMPARE_LAST_DAYS:
	case COMPARE_NEXT_DAYS:
		return condition->value_count == 1;
	default:
		return condition->comparison == COMPARE_ME;
	}
}

static void
add_source(struct narrowing *narrowing, struct narrow_source source)
{
	if (narrowing->count < NARROW_SOURCES)
		narrowing->sources[narrowing->count++] = source;
}

static void
add_filter(struct narrowing *narrowing, const struct condition *filter, const struct plan *plan)
{
	if (filter->kind == CONDITION_ALL)
		for (size_t i = 0; i < filter->part_count; i++)
			add_filter(narrowing, &filter->parts[i], plan);
	else if (is_stretch(filter, plan))
		add_source(narrowing, (struct narrow_source){NARROW_FILTER, filter->field, filter});
}

/* Whether each owner's records stand together in an index, in the order of the list. */
static bool
owners_have_the_order(const struct plan *plan, const struct record_query *query)
{
	const struct field *naming = plan->module->naming;

	if (query->limit == 0 || query->limit > NARROW_PAGE)
		return false;
	return query->sort == NULL || !plan_shows(plan, query->sort) ||
	       (query->sort == naming && field_sorts(naming) && plan->hidden[naming->index] == NULL);
}

/* What is few already needs nothing more: a search, the lines of a record, the recycle bin. */
static struct narrowing *
sources_of(struct arena *arena, const struct plan *plan, const struct record_query *query, bool ordered)
{
	struct narrowing *narrowing = arena_make(arena, struct narrowing);

	if (query->search != NULL || query->parent != 0 || query->bin || plan->module->kept_by != NULL)
		return narrowing;
	narrowing->from_owners = plan->by_owner && ordered && owners_have_the_order(plan, query);
	if (plan->by_owner && !narrowing->from_owners)
		add_source(narrowing, (struct narrow_source){NARROW_OWNERS, &plan->module->fields[SYSTEM_OWNER], NULL});
	if (plan->tied != NULL)
		add_source(narrowing, (struct narrow_source){NARROW_TIE, plan->tied_by, NULL});
	if (query->link != NULL && query->link->type != FIELD_LOOKUPS && plan_shows(plan, query->link) &&
	    plan->hidden[query->link->index] == NULL)
		add_source(narrowing, (struct narrow_source){NARROW_LINK, query->link, NULL});
	if (query->filter != NULL)
		add_filter(narrowing, query->filter, plan);
	if (!ordered && narrowing->count == 1 && narrowing->sources[0].kind == NARROW_OWNERS) {
		narrowing->from_owners = true;
		narrowing->count = 0;
	}
	return narrowing;
}

/* ---- their rows ---- */

/* PostgreSQL reads stretch by stretch when told so; by its statistics it may think that a whole table is quicker. */
static void
add_owned_rows(struct sql *sql, enum db_engine engine, const char *table)
{
	if (engine == DB_SQLITE)
		sql_printf(sql,
			   "select %s.id from %s where %s.owner_id in (select $1 union select staff_reach.owner_id "
			   "from staff_reach where staff_reach.staff_id = $1) limit %d",
			   table, table, table, NARROW_FEW + 1);
	else
		sql_printf(sql,
			   "select owned.id from (select cast($1 as bigint) as id union select staff_reach.owner_id "
			   "from staff_reach where staff_reach.staff_id = $1) as reached cross join lateral (select "
			   "%s.id from %s where %s.owner_id = reached.id order by %s.id limit %d) as owned limit %d",
			   table, table, table, table, NARROW_FEW + 1, NARROW_FEW + 1);
}

/* The condition that the rows of the source meet. */
static void
add_met(struct sql *sql, const struct access *access, const struct record_query *query,
	const struct narrow_source *source)
{
	switch (source->kind) {
	case NARROW_OWNERS:
	case NARROW_TIE:
		sql_add(sql, access->plan->rows);
		break;
	case NARROW_LINK:
		sql_printf(sql, "%s = ", plan_compared(access->plan, source->field));
		sql_value(sql, db_int(query->linked));
		break;
	case NARROW_FILTER:
		condition_sql(sql, source->part, access->moment, plan_compared, access->plan);
		break;
	}
}

static void
add_rows(struct sql *sql, enum db_engine engine, const struct access *access, const struct record_query *query,
	 const struct narrow_source *source)
{
	const char *table = access->plan->module->table;

	if (source->kind == NARROW_OWNERS) {
		add_owned_rows(sql, engine, table);
		return;
	}
	if (source->kind == NARROW_TIE) {
		sql_printf(sql, "select tied.id from %s as tied limit %d", access->plan->tied, NARROW_FEW + 1);
		return;
	}
	sql_printf(sql, "select %s.id from %s where ", table, table);
	add_met(sql, access, query, source);
	sql_printf(sql, " order by %s, %s.id limit %d", plan_compared(access->plan, source->field), table,
		   NARROW_FEW + 1);
}

void
narrow_sql(struct sql *sql, struct tx *tx, const struct access *access, const struct record_query *query,
	   const struct narrowing *narrowing)
{
	bool sqlite = tx_engine(tx) == DB_SQLITE;

	if (narrowing->few == NULL)
		return;
	sql_printf(sql, sqlite ? " and %s.id in (" : " and %s.id = any (array(", access->plan->module->table);
	add_rows(sql, tx_engine(tx), access, query, narrowing->few);
	sql_add(sql, sqlite ? ")" : "))");
}

/* Behind one value an index has the ids in order, and the field that is sorted by is walked along its own. */
static bool
serves_the_walk(const struct narrow_source *source, const struct field *sort)
{
	bool equal = source->kind == NARROW_LINK || source->kind == NARROW_TIE ||
		     (source->part != NULL &&
		      (source->part->comparison == COMPARE_IS || source->part->comparison == COMPARE_ME));

	return sort == NULL ? equal : source->field == sort;
}

const char *
narrow_compared(const void *scope, const struct field *field)
{
	const struct narrow_scope *in = scope;
	const char *compared = plan_compared(in->plan, field);

	if (in->narrowing == NULL || in->engine != DB_SQLITE || compared == NULL)
		return compared;
	if (in->narrowing->from_owners && field != in->sort)
		return arena_printf(in->arena, "+%s", compared);
	for (size_t i = 0; i < in->narrowing->count; i++) {
		const struct narrow_source *source = &in->narrowing->sources[i];

		if (source->field == field && (in->narrowing->few != NULL || !serves_the_walk(source, in->sort)))
			return arena_printf(in->arena, "+%s", compared);
	}
	return compared;
}

const char *
narrow_plan_rows(const struct narrow_scope *scope)
{
	const struct narrowing *narrowing = scope->narrowing;

	if (narrowing == NULL || scope->engine != DB_SQLITE || scope->plan->walked == NULL)
		return scope->plan->rows;
	for (size_t i = 0; i < narrowing->count; i++)
		if (narrowing->sources[i].kind == NARROW_TIE &&
		    (narrowing->few != NULL || !serves_the_walk(&narrowing->sources[i], scope->sort)))
			return scope->plan->walked;
	return scope->plan->rows;
}

/* ---- what is known of them ---- */

enum { KNOWN_PLACES = 4096, KNOWN_MINUTES = 5 };

/* What had many rows a moment ago is not counted again at every page: each place has half a hash and the minute until
 * when it holds. Any thread may write any place: a wrong answer costs time and nothing else. */
static _Atomic uint64_t known_to_be_many[KNOWN_PLACES];

static uint64_t
mix(uint64_t hash, uint64_t with)
{
	hash = (hash ^ with) * UINT64_C(0x9E3779B97F4A7C15);
	return hash ^ hash >> 29;
}

static uint64_t
source_hash(const struct access *access, const struct record_query *query, const struct narrow_source *source)
{
	uint64_t hash = mix(source->kind + 1, (uint64_t)source->field->id);

	hash = mix(hash, (uint64_t)access->plan->module->id);
	if (source->kind == NARROW_OWNERS || (source->part != NULL && source->part->comparison == COMPARE_ME))
		hash = mix(hash, (uint64_t)access->viewer->staff);
	if (source->kind == NARROW_TIE)
		hash = mix(mix(hash, (uint64_t)access->viewer->client), (uint64_t)access->viewer->record);
	if (source->kind == NARROW_LINK)
		hash = mix(hash, (uint64_t)query->linked);
	for (size_t i = 0; source->part != NULL && i < source->part->value_count; i++) {
		const struct db_value *value = &source->part->values[i];

		hash = mix(mix(hash, source->part->comparison), (uint64_t)value->integer);
		for (size_t b = 0; value->type == DB_TEXT && b < value->bytes.length; b++)
			hash = mix(hash, (unsigned char)value->bytes.at[b]);
	}
	return hash;
}

static uint32_t
minute_of(const struct access *access)
{
	return (uint32_t)(access->moment->now / MINUTE_MS);
}

static bool
is_known(uint64_t hash, uint32_t minute)
{
	uint64_t known = atomic_load_explicit(&known_to_be_many[hash % KNOWN_PLACES], memory_order_relaxed);

	return known >> 32 == hash >> 32 && (uint32_t)known >= minute && (uint32_t)known - minute <= KNOWN_MINUTES;
}

static void
remember(uint64_t hash, uint32_t minute)
{
	atomic_store_explicit(&known_to_be_many[hash % KNOWN_PLACES],
			      (hash >> 32) << 32 | (uint32_t)(minute + KNOWN_MINUTES), memory_order_relaxed);
}

/* ---- owners ---- */

/* Asked in the transaction that reads the list, so it holds for it. */
static bool
reaches_nobody(struct tx *tx, const struct access *access)
{
	struct sql sql = plan_sql(tx_arena(tx), access->plan, access->viewer);

	sql_add(&sql,
		"select 1 from staff_reach where staff_reach.staff_id = $1 and staff_reach.owner_id <> $1 limit 1");
	return db_sql_get_int(tx, 0, sql_end(&sql)) == 0;
}

/* ---- counting ---- */

static const enum db_type count_types[NARROW_SOURCES] = {DB_INT, DB_INT, DB_INT, DB_INT};

static struct db_sql
counts_sql(struct tx *tx, const struct access *access, const struct record_query *query,
	   const struct narrow_source *const *asked, size_t count)
{
	struct sql sql = plan_sql(tx_arena(tx), access->plan, access->viewer);

	for (size_t i = 0; i < count; i++) {
		sql_add(&sql, i == 0 ? "select " : ", ");
		sql_add(&sql, "(select count(*) from (");
		add_rows(&sql, tx_engine(tx), access, query, asked[i]);
		sql_printf(&sql, ") as counted%zu)", i);
	}
	return sql_end(&sql);
}

/* Of the newest rows, how many meet it: a walk would find as many among others. */
enum { SAMPLE = 500, PAGE = 32 };

static bool
is_met_often(struct tx *tx, const struct access *access, const struct record_query *query,
	     const struct narrow_source *source, int64_t rows)
{
	struct sql sql = plan_sql(tx_arena(tx), access->plan, access->viewer);
	const char *table = access->plan->module->table;

	sql_printf(&sql, "select count(*) from (select %s from %s order by id desc limit %d) as %s where ",
		   belt_columns(sql.arena, access->plan->belt, table), table, SAMPLE, table);
	add_met(&sql, access, query, source);
	return db_sql_get_int(tx, 0, sql_end(&sql)) * rows > (int64_t)PAGE * SAMPLE;
}

static void
choose_few(struct tx *tx, const struct access *access, const struct record_query *query, struct narrowing *narrowing)
{
	const struct narrow_source *asked[NARROW_SOURCES];
	uint64_t hashes[NARROW_SOURCES];
	int64_t fewest = NARROW_FEW + 1;
	uint32_t minute = minute_of(access);
	size_t count = 0, rows = 0, best = 0;
	struct db_value *counts;

	for (size_t i = 0; i < narrowing->count; i++) {
		hashes[count] = source_hash(access, query, &narrowing->sources[i]);
		if (!is_known(hashes[count], minute))
			asked[count++] = &narrowing->sources[i];
	}
	if (count == 0)
		return;
	counts = db_sql_cells(tx, counts_sql(tx, access, query, asked, count), count_types, count, &rows);
	for (size_t i = 0; rows == 1 && i < count; i++) {
		if (counts[i].integer > NARROW_FEW)
			remember(hashes[i], minute);
		if (counts[i].integer < fewest) {
			fewest = counts[i].integer;
			best = i;
			narrowing->few = asked[i];
		}
	}
	if (narrowing->few != NULL && fewest > NARROW_SURE && is_met_often(tx, access, query, narrowing->few, fewest)) {
		remember(hashes[best], minute);
		narrowing->few = NULL;
	}
}

const struct narrowing *
narrow_list(struct tx *tx, const struct access *access, const struct record_query *query)
{
	struct narrowing *narrowing = sources_of(tx_arena(tx), access->plan, query, true);

	choose_few(tx, access, query, narrowing);
	narrowing->from_owners = narrowing->from_owners && narrowing->few == NULL;
	narrowing->alone = narrowing->from_owners && reaches_nobody(tx, access);
	return narrowing;
}

const struct narrowing *
narrow_rows(struct tx *tx, const struct access *access, const struct record_query *query)
{
	struct narrowing *narrowing = sources_of(tx_arena(tx), access->plan, query, false);

	choose_few(tx, access, query, narrowing);
	return narrowing;
}
