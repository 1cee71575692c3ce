/* rows_postgres: statements prepared once per connection, in the flush of their first run, with typed, binary
 * parameters; results as text. */
#include "base/arena.h"
#include "base/check.h"
#include "db/engine_postgres.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

enum {
	/* Object identifiers of types, fixed in PostgreSQL's catalogue (pg_type.dat). */
	OID_BOOL = 16,
	OID_BYTEA = 17,
	OID_INT8 = 20,
	OID_TEXT = 25,
	OID_UNKNOWN = 0, /* the server infers it */
	PORTION = 500,	 /* rows fetched at once when they are streamed */
};

struct postgres_statement {
	struct statement base;
	unsigned name;
	int count; /* of its places, those the text does not name included */
	Oid types[DB_SQL_VALUES];
};

/* The values of a call as libpq wants them, all binary. */
struct parameters {
	int count;
	Oid types[DB_SQL_VALUES];
	const char *values[DB_SQL_VALUES];
	int lengths[DB_SQL_VALUES];
	int formats[DB_SQL_VALUES];
	uint64_t integers[DB_SQL_VALUES];
};

static void
set_parameter(struct parameters *parameters, int i, const struct db_value *value)
{
	parameters->formats[i] = 1;
	switch (value->type) {
	case DB_INT:
		parameters->types[i] = OID_INT8;
		parameters->integers[i] = htobe64((uint64_t)value->integer);
		parameters->values[i] = (const char *)&parameters->integers[i];
		parameters->lengths[i] = sizeof(uint64_t);
		break;
	case DB_TEXT:
	case DB_BYTES:
		check(value->bytes.length <= INT32_MAX);
		parameters->types[i] = value->type == DB_TEXT ? OID_TEXT : OID_BYTEA;
		parameters->values[i] = value->bytes.at == NULL ? "" : value->bytes.at;
		parameters->lengths[i] = (int)value->bytes.length;
		break;
	default:
		parameters->types[i] = OID_UNKNOWN;
		parameters->values[i] = NULL;
		parameters->lengths[i] = 0;
		break;
	}
}

static void
set_parameters(struct parameters *parameters, const struct db_sql *sql)
{
	check(sql->count <= DB_SQL_VALUES);
	parameters->count = sql->count;
	for (int i = 0; i < sql->count; i++)
		set_parameter(parameters, i, &sql->values[i]);
}

/* ---- prepared statements ---- */

/* A null has every type; a value only fits the type its place was prepared with. The same text may come with more
 * values or fewer than it names. */
static bool
types_fit(const struct postgres_statement *statement, const struct parameters *parameters)
{
	if (parameters->count != statement->count)
		return false;
	for (int i = 0; i < parameters->count; i++)
		if (parameters->types[i] != OID_UNKNOWN && parameters->types[i] != statement->types[i])
			return false;
	return true;
}

static void
print_name(char name[16], unsigned number)
{
	snprintf(name, 16, "s%u", number);
}

/* What it takes to have a statement ready on the server, in the same flush as its first run. */
struct preparation {
	struct postgres_statement *statement;
	bool is_new;	/* not in the cache yet */
	bool is_needed; /* the statement cannot be run as it is */
	unsigned old;	/* name of the one that makes room, or had other types; 0: none */
	unsigned place; /* of the preparation among the commands of the flush */
};

/* A new statement, and room for it in the cache. */
static struct preparation
plan_new(struct statements *statements)
{
	struct preparation plan = {.is_new = true, .is_needed = true};
	struct statement *old = statements_make_room(statements);

	plan.statement = calloc(1, sizeof *plan.statement);
	check(plan.statement != NULL);
	if (old != NULL) {
		plan.old = ((struct postgres_statement *)old)->name;
		statement_free(old);
	}
	return plan;
}

static struct preparation
plan_preparation(struct postgres_connection *connection, const struct parameters *parameters, const char *sql)
{
	struct postgres_statement *found = (struct postgres_statement *)statements_find(&connection->statements, sql);
	struct preparation plan = {.statement = found};

	if (found == NULL) {
		plan = plan_new(&connection->statements);
	} else if (!types_fit(found, parameters)) {
		plan.is_needed = true;
		plan.old = found->name;
	}
	if (plan.old > 0)
		answers_forget_all(&connection->answers); /* which may be of the statement that goes */
	plan.place = connection->ahead_count + (plan.old > 0 ? 1 : 0);
	return plan;
}

/* Prepares under a new name with the types of these values, and for nulls those known from before. */
static bool
send_preparation(struct postgres_connection *connection, const struct preparation *plan,
		 const struct parameters *parameters, const char *sql)
{
	struct postgres_statement *statement = plan->statement;
	char name[16], text[40];

	if (!plan->is_needed)
		return true;
	snprintf(text, sizeof text, "deallocate s%u", plan->old);
	if (plan->old > 0 && !postgres_send(connection, text))
		return false;
	for (int i = 0; i < parameters->count; i++)
		if (parameters->types[i] != OID_UNKNOWN)
			statement->types[i] = parameters->types[i];
	statement->count = parameters->count;
	statement->name = ++connection->names;
	print_name(name, statement->name);
	return PQsendPrepare(connection->pg, name, sql, parameters->count, statement->types) == 1;
}

/* After the flush: keeps what was prepared, also if its run failed. NULL when it was not. */
static struct postgres_statement *
settle_preparation(struct postgres_connection *connection, const struct preparation *plan, const char *sql)
{
	bool done = !plan->is_needed || connection->answered > plan->place;

	if (done && plan->is_new)
		statements_add(&connection->statements, &plan->statement->base, sql);
	if (done)
		return plan->statement;
	if (plan->is_new)
		statement_free(&plan->statement->base);
	if (!plan->is_new || connection->answered < plan->place)
		connection->broken = true; /* the cache and the server no longer agree */
	return NULL;
}

/* ---- running ---- */

/* Keeps an answer with rows or a count; anything else is the transaction's trouble. */
static bool
keep_result(struct rows *rows, PGresult *result, const char *sql)
{
	ExecStatusType status = PQresultStatus(result);

	rows->row = -1;
	if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) {
		rows->result = result;
		rows->row_count = PQntuples(result);
		return true;
	}
	postgres_fail(rows->tx, result, sql);
	PQclear(result);
	rows->result = NULL;
	rows->row_count = 0;
	return false;
}

static PGresult *
run_statement(struct rows *rows, const struct parameters *parameters, const char *sql)
{
	struct postgres_connection *connection = rows->tx->connection;
	struct preparation plan = plan_preparation(connection, parameters, sql);
	struct postgres_statement *statement;
	PGresult *result;
	char name[16];
	bool sent = postgres_send_ahead(connection) && send_preparation(connection, &plan, parameters, sql);

	answers_expect(&connection->answers, sql);
	print_name(name, plan.statement->name);
	sent = sent && PQsendQueryPrepared(connection->pg, name, parameters->count, parameters->values,
					   parameters->lengths, parameters->formats, 0) == 1;
	result = postgres_await(connection, sent, postgres_patience(rows->tx));
	statement = settle_preparation(connection, &plan, sql);
	rows->statement = statement == NULL ? NULL : &statement->base;
	return result;
}

/* In a batch, what another write has asked already is not asked again. */
static PGresult *
find_answer(struct rows *rows, const struct db_sql *sql)
{
	struct postgres_connection *connection = rows->tx->connection;
	PGresult *result;

	if (connection->answers.count == 0 || rows->streams)
		return NULL;
	rows->statement = statements_find(&connection->statements, sql->sql);
	result = rows->statement == NULL ? NULL : answers_find(&connection->answers, rows->statement, sql);
	rows->borrowed = result != NULL;
	return result;
}

static void
keep_answer(struct rows *rows, const struct db_sql *sql)
{
	struct postgres_connection *connection = rows->tx->connection;

	if (rows->tx->shared && rows->statement != NULL)
		rows->borrowed = answers_keep(&connection->answers, rows->statement, sql, rows->result);
}

/* Rows that are streamed come through a cursor of the server, so that other statements can run between them. */
static PGresult *
run_cursor(struct rows *rows, const struct parameters *parameters, const char *sql)
{
	struct postgres_connection *connection = rows->tx->connection;
	char fetch[60];
	const char *text;
	bool sent;

	rows->cursor = ++connection->names;
	text = arena_printf(rows->tx->arena, "declare c%u no scroll cursor for %s", rows->cursor, sql);
	snprintf(fetch, sizeof fetch, "fetch %d from c%u", PORTION, rows->cursor);
	sent = postgres_send_ahead(connection) &&
	       PQsendQueryParams(connection->pg, text, parameters->count, parameters->types, parameters->values,
				 parameters->lengths, parameters->formats, 0) == 1 &&
	       postgres_send(connection, fetch);
	return postgres_await(connection, sent, postgres_patience(rows->tx));
}

/* Runs "fetch" or "close" with a cursor's number. */
static PGresult *
run_on_cursor(struct rows *rows, const char *text)
{
	struct postgres_connection *connection = rows->tx->connection;

	return postgres_await(connection, postgres_send(connection, text), postgres_patience(rows->tx));
}

static bool
fetch_portion(struct rows *rows)
{
	char text[60];

	PQclear(rows->result);
	snprintf(text, sizeof text, "fetch %d from c%u", PORTION, rows->cursor);
	return keep_result(rows, run_on_cursor(rows, text), text);
}

bool
postgres_rows_start(struct rows *rows, const struct db_sql *sql)
{
	struct parameters parameters;
	PGresult *result;

	if (!postgres_keeps_within(rows->tx, sql))
		return false;
	result = find_answer(rows, sql);
	if (result != NULL)
		return keep_result(rows, result, sql->sql);
	set_parameters(&parameters, sql);
	do
		result = rows->streams ? run_cursor(rows, &parameters, sql->sql)
				       : run_statement(rows, &parameters, sql->sql);
	while (result == NULL && postgres_renew(rows->tx));
	if (!keep_result(rows, result, sql->sql))
		return false;
	keep_answer(rows, sql);
	return true;
}

bool
postgres_rows_next(struct rows *rows)
{
	bool may_have_more = rows->cursor > 0 && rows->row_count == PORTION;

	if (rows->row + 1 >= rows->row_count && (!may_have_more || !fetch_portion(rows)))
		return false;
	rows->row++;
	return rows->row < rows->row_count;
}

static void
close_cursor(struct rows *rows)
{
	char text[40];
	PGresult *result;

	snprintf(text, sizeof text, "close c%u", rows->cursor);
	result = run_on_cursor(rows, text);
	if (PQresultStatus(result) != PGRES_COMMAND_OK)
		postgres_fail(rows->tx, result, text);
	PQclear(result);
}

/* As SQLite: a select changes nothing. */
static int64_t
changed_rows(PGresult *result)
{
	int64_t changed = 0;

	if (!str_starts(str_of(PQcmdStatus(result)), STR("SELECT")))
		str_to_int(str_of(PQcmdTuples(result)), &changed);
	return changed;
}

static bool
is_alteration(PGresult *result)
{
	static const char *const tags[] = {"CREATE", "ALTER", "DROP"};
	struct str status = str_of(PQcmdStatus(result));

	if (PQresultStatus(result) != PGRES_COMMAND_OK)
		return false;
	for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++)
		if (str_starts(status, str_of(tags[i])))
			return true;
	return false;
}

int64_t
postgres_rows_end(struct rows *rows)
{
	int64_t changed = rows->cursor > 0 ? 0 : changed_rows(rows->result);

	if (is_alteration(rows->result))
		rows->tx->alters = true;
	if (!rows->borrowed)
		PQclear(rows->result);
	rows->result = NULL;
	if (rows->cursor > 0 && rows->tx->trouble == DB_FINE)
		close_cursor(rows);
	return changed;
}

/* ---- cells ---- */

size_t
postgres_column_count(const struct rows *rows)
{
	return (size_t)PQnfields(rows->result);
}

const char *
postgres_column_name(const struct rows *rows, size_t column)
{
	return PQfname(rows->result, (int)column);
}

static unsigned char
hex_digit(char c)
{
	return (unsigned char)(c <= '9' ? c - '0' : c - 'a' + 10);
}

/* "\x0aff", as bytea_output = hex prints it. */
static struct str
bytes_of_hex(struct arena *arena, const char *hex, size_t length)
{
	size_t size = (length - 2) / 2;
	char *bytes = arena_alloc(arena, size + 1);

	for (size_t i = 0; i < size; i++)
		bytes[i] = (char)(hex_digit(hex[2 + 2 * i]) << 4 | hex_digit(hex[3 + 2 * i]));
	return str_slice(bytes, size);
}

static bool
cell_integer(Oid type, struct str text, int64_t *integer)
{
	if (type != OID_BOOL)
		return str_to_int(text, integer);
	*integer = text.at[0] == 't';
	return true;
}

bool
postgres_cell(const struct rows *rows, size_t column, enum db_type wanted, struct arena *arena, struct db_value *value)
{
	PGresult *result = rows->result;
	Oid type = PQftype(result, (int)column);
	struct str text = str_slice(PQgetvalue(result, rows->row, (int)column),
				    (size_t)PQgetlength(result, rows->row, (int)column));

	*value = db_null();
	if (PQgetisnull(result, rows->row, (int)column))
		return true;
	value->type = wanted;
	if (wanted == DB_INT)
		return cell_integer(type, text, &value->integer);
	if (type == OID_BYTEA)
		value->bytes = bytes_of_hex(arena, text.at, text.length);
	else
		value->bytes = str_slice(arena_text_of(arena, text.at, text.length), text.length);
	return true;
}
