/* record_list_store: lists page by key along an index; counts and groups are of the same rows. */
#include "records/record_order.h"
#include "records/record_reached.h"
#include "records/record_select.h"
#include "records/sample.h"

#include "base/arena.h"
#include "db/belt.h"

#include <inttypes.h>

/* A list is read part by part, each along an index in the order of the list: SQLite finds a key of a value and an id
 * only when the rows with the same value and those beyond are asked for apart; empty values come last on both engines,
 * in either direction, and so are a part of their own. */
enum part {
	PART_WHOLE,  /* all rows: by id; what a search found, and what is few: by value */
	PART_TIES,   /* the value of the key, beyond its id */
	PART_BEYOND, /* beyond the value of the key; on PostgreSQL beyond the pair */
	PART_VALUES, /* every value there is */
	PART_EMPTY,  /* no value, beyond the id of the key if that has none either */
};
struct reading {
	struct tx *tx;
	const struct access *access;
	const struct record_query *query;
	struct record_columns columns;
	const struct field *sort;	   /* NULL: by id, or in a feature's order */
	const struct record_order *order;  /* NULL: none */
	bool apart;			   /* of some records it has other numbers for this viewer */
	const char *value;		   /* what it is sorted by; NULL: by id */
	const char *id;			   /* the record's, as the index of its order has it */
	bool lines;			   /* of a sub-form, in their order */
	bool walked;			   /* what a search finds, as it comes */
	const struct narrowing *narrowing; /* NULL: every row is read */
	enum part parts[RECORD_LIST_PARTS];
	size_t part_count;
};

/* Columns of every table that are never empty. */
static bool
is_never_empty(const struct plan *plan, const struct field *field)
{
	return field->system && plan->hidden[field->index] == NULL &&
	       (field->index == SYSTEM_CREATED_AT || field->index == SYSTEM_APPROVAL || field->index == SYSTEM_REVIEW);
}

static bool
goes_on_in_values(const struct record_query *query)
{
	return query->after && query->after_value.type != DB_NULL;
}

static void
add_part(struct reading *reading, enum part part)
{
	reading->parts[reading->part_count++] = part;
}

static void
choose_parts(struct reading *reading)
{
	const struct record_query *query = reading->query;

	if (reading->value == NULL || query->search != NULL || reading->apart ||
	    (reading->narrowing != NULL && reading->narrowing->few != NULL)) {
		add_part(reading, PART_WHOLE);
		return;
	}
	if (goes_on_in_values(query)) {
		if (tx_engine(reading->tx) == DB_SQLITE)
			add_part(reading, PART_TIES);
		add_part(reading, PART_BEYOND);
	} else if (!query->after) {
		add_part(reading, PART_VALUES);
	}
	if (reading->order == NULL && !is_never_empty(reading->access->plan, reading->sort))
		add_part(reading, PART_EMPTY);
}

/* Whoever may not know all that is counted has the numbers of those records counted for them: the list is sorted by
 * what it shows. */
static void
take_order(struct reading *reading, struct tx *tx, const struct viewer *viewer)
{
	const struct record_order *order = reading->query->order;

	if (order == NULL)
		return;
	reading->order = order;
	reading->apart = order->differs != NULL && order->differs(tx, viewer);
	reading->id = order->id;
	reading->value =
		reading->apart ? arena_printf(tx_arena(tx), "coalesce(apart.value, %s)", order->value) : order->value;
}

static struct reading
reading_of(struct tx *tx, const struct access *access, const struct record_query *query)
{
	struct reading reading = {.tx = tx,
				  .access = access,
				  .query = query,
				  .sort = query->order == NULL ? query_sort(access, query) : NULL,
				  .id = arena_printf(tx_arena(tx), "%s.id", access->plan->module->table)};

	if (reading.sort != NULL)
		reading.value = plan_compared(access->plan, reading.sort);
	take_order(&reading, tx, access->viewer);
	reading.columns =
		record_columns(tx_arena(tx), access, query, reading.order == NULL ? NULL : reading.value, false);
	reading.lines = reading.value == NULL && query->parent != 0 && access->plan->module->parent != NULL;
	reading.walked = search_is_walked(tx, access, query);
	if (query->limit > 0)
		reading.narrowing = (reading.order == NULL ? narrow_list : narrow_rows)(tx, access, query);
	choose_parts(&reading);
	return reading;
}

/* ---- the key ---- */

static void
add_beyond_id(struct sql *sql, const struct reading *reading)
{
	sql_printf(sql, "%s %s ", reading->id, reading->query->descending ? "<" : ">");
	sql_value(sql, db_int(reading->query->after_id));
}

static void
add_key_value(struct sql *sql, const struct reading *reading)
{
	if (reading->sort != NULL)
		sql_compared(sql, reading->sort, &reading->query->after_value);
	else
		sql_value(sql, reading->query->after_value);
}

/* Beyond (value, id) among rows that are few, where no index is asked for: empty values come last. */
static void
add_beyond_in_found(struct sql *sql, const struct reading *reading)
{
	const char *to = reading->query->descending ? "<" : ">";

	if (reading->query->after_value.type == DB_NULL) {
		sql_printf(sql, " and %s is null and ", reading->value);
		add_beyond_id(sql, reading);
		return;
	}
	sql_printf(sql, " and (%s %s ", reading->value, to);
	add_key_value(sql, reading);
	sql_printf(sql, " or %s is null or (%s = ", reading->value, reading->value);
	add_key_value(sql, reading);
	sql_add(sql, " and ");
	add_beyond_id(sql, reading);
	sql_add(sql, "))");
}

static void
add_beyond_line(struct sql *sql, const struct reading *reading)
{
	const char *table = reading->access->plan->module->table;

	sql_printf(sql, " and (%s.position, %s.id) %s (", table, table, reading->query->descending ? "<" : ">");
	sql_value(sql, reading->query->after_value);
	sql_add(sql, ", ");
	sql_value(sql, db_int(reading->query->after_id));
	sql_add(sql, ")");
}

static void
add_key_of_whole(struct sql *sql, const struct reading *reading)
{
	if (!reading->query->after)
		return;
	if (reading->walked) {
		walk_after(sql, reading->access, reading->query->after_id);
	} else if (reading->value != NULL) {
		add_beyond_in_found(sql, reading);
	} else if (reading->lines && reading->query->after_value.type == DB_INT) {
		add_beyond_line(sql, reading);
	} else {
		sql_add(sql, " and ");
		add_beyond_id(sql, reading);
	}
}

static void
add_beyond(struct sql *sql, const struct reading *reading)
{
	const char *to = reading->query->descending ? "<" : ">";

	if (tx_engine(reading->tx) == DB_SQLITE) {
		sql_printf(sql, " and %s %s ", reading->value, to);
		add_key_value(sql, reading);
		return;
	}
	sql_printf(sql, " and (%s, %s) %s (", reading->value, reading->id, to);
	add_key_value(sql, reading);
	sql_add(sql, ", ");
	sql_value(sql, db_int(reading->query->after_id));
	sql_add(sql, ")");
}

static void
add_key(struct sql *sql, const struct reading *reading, enum part part)
{
	switch (part) {
	case PART_WHOLE:
		add_key_of_whole(sql, reading);
		break;
	case PART_TIES:
		sql_printf(sql, " and %s = ", reading->value);
		add_key_value(sql, reading);
		sql_add(sql, " and ");
		add_beyond_id(sql, reading);
		break;
	case PART_BEYOND:
		add_beyond(sql, reading);
		break;
	case PART_VALUES:
		sql_printf(sql, " and %s is not null", reading->value);
		break;
	case PART_EMPTY:
		sql_printf(sql, " and %s is null", reading->value);
		if (reading->query->after && !goes_on_in_values(reading->query)) {
			sql_add(sql, " and ");
			add_beyond_id(sql, reading);
		}
		break;
	}
}

static bool
is_merged(const struct reading *reading)
{
	return reading->narrowing != NULL && reading->narrowing->from_owners && !reading->narrowing->alone &&
	       reading->order == NULL;
}

/* What is few is sorted, whichever part it is. */
static bool
is_sorted(const struct reading *reading, enum part part)
{
	return part == PART_WHOLE || is_merged(reading);
}

static void
add_order(struct sql *sql, const struct reading *reading, enum part part)
{
	const char *table = reading->access->plan->module->table;
	const char *to = reading->query->descending ? " desc" : "";

	sql_add(sql, " order by ");
	if (reading->sort != NULL && is_sorted(reading, part))
		sql_printf(sql, "case when %s is null then 1 else 0 end, ", reading->value);
	if (reading->value != NULL && part != PART_TIES && part != PART_EMPTY)
		sql_printf(sql, "%s%s, ", reading->value, to);
	if (reading->lines)
		sql_printf(sql, "%s.position%s, ", table, to);
	sql_printf(sql, "%s%s", reading->id, to);
}

/* Limits stand in the text, so that PostgreSQL plans for the few rows that are asked for; powers of two keep the texts
 * few. */
static size_t
rounded(size_t limit)
{
	size_t most = 1;

	while (most < limit)
		most *= 2;
	return most;
}

/* ---- from the owners ---- */

/* The rows of one value of the key, or of none, go on by their ids alone. */
static void
add_same(struct sql *sql, const struct reading *reading, enum part part)
{
	if (part == PART_EMPTY)
		sql_printf(sql, " and %s is null", reading->value);
	if (part == PART_TIES) {
		sql_printf(sql, " and %s = ", reading->value);
		add_key_value(sql, reading);
	}
}

/* What was written since, as a text of its own, which may stand in several places; its values stay bound. */
static const char *
taken_out(struct sql *sql)
{
	const char *text = builder_text(&sql->text);

	sql->text = builder_new(sql->arena, 0);
	return text;
}

/* The condition of the list, and the rows it leaves found from their owners. */
static void
add_reached(struct sql *sql, const struct reading *reading, enum part part)
{
	bool by_value = part == PART_VALUES || part == PART_BEYOND;
	struct reached reached = {.plan = reading->access->plan,
				  .order = by_value ? REACHED_BY_VALUE : REACHED_BY_ID,
				  .value = reading->value,
				  .descending = reading->query->descending,
				  .limit = rounded(reading->query->limit)};
	struct builder before = sql->text;

	sql->text = builder_new(sql->arena, 0);
	select_rows(sql, reading->tx, reading->access, reading->query, reading->narrowing);
	reached.where = taken_out(sql);
	add_key(sql, reading, part);
	reached.begins = taken_out(sql);
	add_same(sql, reading, part);
	reached.same = taken_out(sql);
	sql->text = before;
	sql_add(sql, reached.where);
	reached_first_sql(sql, tx_engine(reading->tx), &reached);
}

/* ---- in a feature's order ---- */

/* The numbers are walked along their index, and each row is looked up; or all rows that are asked for have theirs
 * beside them, and are sorted. */
static void
add_tables(struct sql *sql, const struct reading *reading, enum part part)
{
	const struct record_order *order = reading->order;
	const char *table = reading->access->plan->module->table;

	if (order == NULL) {
		sql_printf(sql, " from %s", table);
		return;
	}
	sql_reads(sql, order->table, NULL);
	if (part != PART_WHOLE) {
		sql_printf(sql, " from %s cross join %s", order->table, table);
		return;
	}
	sql_printf(sql, " from %s join %s on %s = %s.id", table, order->table, order->id, table);
	if (reading->apart)
		sql_printf(sql, " left join apart on apart.id = %s.id", table);
}

static void
add_same_record(struct sql *sql, const struct reading *reading, enum part part)
{
	if (reading->order != NULL && part != PART_WHOLE)
		sql_printf(sql, " and %s.id = %s", reading->access->plan->module->table, reading->id);
}

/* ---- the statement ---- */

static struct db_sql
part_sql(const struct reading *reading, enum part part, size_t limit)
{
	struct sql sql = plan_sql(tx_arena(reading->tx), reading->access->plan, reading->access->viewer);

	if (reading->walked)
		walk_opens(&sql, reading->access, reading->query);
	if (reading->apart) {
		sql_add(&sql, "with recursive ");
		reading->order->apart(&sql, reading->access->viewer);
		sql_add(&sql, " ");
	}
	select_columns(&sql, reading->access, &reading->columns);
	add_tables(&sql, reading, part);
	if (is_merged(reading)) {
		add_reached(&sql, reading, part);
	} else {
		select_rows(&sql, reading->tx, reading->access, reading->query, reading->narrowing);
		if (reading->narrowing != NULL && reading->narrowing->alone)
			reached_alone_sql(&sql, reading->access->plan);
		add_same_record(&sql, reading, part);
		add_key(&sql, reading, part);
	}
	if (reading->walked)
		walk_closes(&sql, reading->access);
	else
		add_order(&sql, reading, part);
	if (limit > 0)
		sql_printf(&sql, " limit %zu", rounded(limit));
	return sql_end(&sql);
}

/* ---- the lists ---- */

static struct record *
list_all(struct tx *tx, const struct access *access, const struct record_query *query, size_t *count)
{
	struct reading reading = reading_of(tx, access, query);
	size_t width = reading.columns.width, got = 0;
	struct record *records = record_blank(tx_arena(tx), access->plan->module, query->limit);

	for (size_t p = 0; p < reading.part_count && got < query->limit; p++) {
		size_t rows = 0;
		struct db_value *cells = db_sql_cells(tx, part_sql(&reading, reading.parts[p], query->limit),
						      reading.columns.types, width, &rows);

		for (size_t i = 0; i < rows && got < query->limit; i++)
			record_fill(&records[got++], &reading.columns, cells + i * width);
	}
	*count = got;
	return got == 0 ? NULL : records;
}

/* On SQLite the newest of what a search finds are the newest of the few it looks at first; what a feature finds by
 * itself is not found from the newest on. */
static bool
may_look_at_few(struct tx *tx, const struct access *access, const struct record_query *query)
{
	return tx_engine(tx) == DB_SQLITE && query->search != NULL && query->descending &&
	       query_sort(access, query) == NULL && query->order == NULL && query->parent == 0 &&
	       access->plan->module->kept_by == NULL;
}

struct record *
record_list(struct tx *tx, const struct access *access, const struct record_query *query, size_t *count)
{
	if (sees_samples(access))
		return sample_list(tx_arena(tx), access, query, count);
	if (may_look_at_few(tx, access, query)) {
		struct record_query few = *query;
		struct record *records;

		few.looks_at = SEARCH_LOOKS_FIRST_AT;
		records = list_all(tx, access, &few, count);
		if (*count == query->limit)
			return records;
	}
	return list_all(tx, access, query, count);
}

size_t
record_list_texts(struct tx *tx, const struct access *access, const struct record_query *query,
		  struct db_sql sql[RECORD_LIST_PARTS])
{
	struct reading reading = reading_of(tx, access, query);

	for (size_t p = 0; p < reading.part_count; p++)
		sql[p] = part_sql(&reading, reading.parts[p], query->limit);
	return reading.part_count;
}

struct walk {
	const struct reading *reading;
	struct record *record;
	bool (*each)(const struct record *record, void *data);
	void *data;
	size_t rest; /* 0: no end */
	bool stopped;
};

static bool
walk_row(const struct db_value *cells, void *data)
{
	struct walk *walk = data;

	record_fill(walk->record, &walk->reading->columns, cells);
	if (!walk->each(walk->record, walk->data) || (walk->rest > 0 && --walk->rest == 0))
		walk->stopped = true;
	return !walk->stopped;
}

void
record_each(struct tx *tx, const struct access *access, const struct record_query *query,
	    bool (*each)(const struct record *record, void *data), void *data)
{
	struct reading reading = reading_of(tx, access, query);
	struct walk walk = {.reading = &reading,
			    .record = record_blank(tx_arena(tx), access->plan->module, 1),
			    .each = each,
			    .data = data,
			    .rest = query->limit};

	if (sees_samples(access))
		return;
	for (size_t p = 0; p < reading.part_count && !walk.stopped; p++)
		db_sql_each(tx, part_sql(&reading, reading.parts[p], 0), reading.columns.types, reading.columns.width,
			    walk_row, &walk);
}

/* ---- counts and groups ---- */

/* Where no order is asked for, the engine may take the index it likes, but when it is told better. */
static void
select_counted(struct sql *sql, const char *columns, struct tx *tx, const struct access *access,
	       const struct record_query *query)
{
	const struct narrowing *narrowing = narrow_rows(tx, access, query);
	bool told = narrowing->few != NULL || narrowing->from_owners;
	bool walked = search_is_walked(tx, access, query);

	if (walked)
		walk_opens(sql, access, query);
	sql_printf(sql, "select %s from %s", columns, access->plan->module->table);
	select_rows(sql, tx, access, query, told ? narrowing : NULL);
	if (narrowing->from_owners)
		reached_rows_sql(sql, tx_engine(tx), access->plan);
	if (walked)
		walk_closes(sql, access);
}

int64_t
record_count(struct tx *tx, const struct access *access, const struct record_query *query, int64_t most)
{
	struct sql sql = plan_sql(tx_arena(tx), access->plan, access->viewer);
	struct record_query few = *query;
	size_t samples;

	if (sees_samples(access)) {
		few.limit = SAMPLE_RECORDS;
		sample_list(tx_arena(tx), access, &few, &samples);
		return (int64_t)samples;
	}
	sql_add(&sql, "select count(*) from (");
	select_counted(&sql, "1", tx, access, query);
	sql_printf(&sql, " limit %" PRId64 ") as counted", most);
	return db_sql_get_int(tx, 0, sql_end(&sql));
}

enum { GROUPS_MOST = 500 };

static struct db_sql
groups_sql(struct tx *tx, const struct access *access, const struct record_query *query, const struct field *by,
	   const struct field *summed)
{
	struct sql sql = plan_sql(tx_arena(tx), access->plan, access->viewer);
	const char *const *columns = access->plan->columns;

	sql_add(&sql, "select grouped.value, count(*), cast(coalesce(sum(grouped.amount), 0) as bigint) from (");
	select_counted(&sql,
		       arena_printf(sql.arena, "%s as value, %s as amount", columns[by->index],
				    summed == NULL ? "0" : columns[summed->index]),
		       tx, access, query);
	sql_printf(&sql,
		   " limit %d) as grouped group by grouped.value order by case when grouped.value is null then 1 else "
		   "0 end, grouped.value limit %d",
		   GROUPED_MOST, GROUPS_MOST);
	return sql_end(&sql);
}

struct record_group *
record_groups(struct tx *tx, const struct access *access, const struct record_query *query, const struct field *by,
	      const struct field *summed, size_t *count)
{
	enum db_type types[] = {field_kept_as(by), DB_INT, DB_INT};
	struct record_group *groups;
	struct db_value *cells;

	*count = 0;
	if (sees_samples(access) || by->type == FIELD_LOOKUPS || !plan_shows(access->plan, by))
		return NULL;
	if (summed != NULL && (field_kept_as(summed) != DB_INT || !plan_shows(access->plan, summed)))
		summed = NULL;
	cells = db_sql_cells(tx, groups_sql(tx, access, query, by, summed), types, 3, count);
	groups = arena_make_array(tx_arena(tx), struct record_group, *count);
	for (size_t i = 0; i < *count; i++)
		groups[i] = (struct record_group){cells[3 * i], cells[3 * i + 1].integer, cells[3 * i + 2].integer};
	return *count == 0 ? NULL : groups;
}
