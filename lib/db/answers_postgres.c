/* answers_postgres: a few answers, found by their statement and values, forgotten by the table that is changed. */
#include "db/answers_postgres.h"

#include <string.h>

/* ---- values ---- */

static bool
put(struct answer *answer, const void *bytes, size_t length)
{
	if (length > sizeof answer->values - answer->size)
		return false;
	memcpy(answer->values + answer->size, bytes, length);
	answer->size += length;
	return true;
}

/* False when they are too long to be worth it. */
static bool
put_values(struct answer *answer, const struct db_sql *sql)
{
	for (int i = 0; i < sql->count; i++) {
		const struct db_value *value = &sql->values[i];
		bool integer = value->type == DB_INT, bytes = value->type == DB_TEXT || value->type == DB_BYTES;

		if (!put(answer, &value->type, sizeof value->type) ||
		    (integer && !put(answer, &value->integer, sizeof value->integer)) ||
		    (bytes && !put(answer, &value->bytes.length, sizeof value->bytes.length)) ||
		    (bytes && value->bytes.length > 0 && !put(answer, value->bytes.at, value->bytes.length)))
			return false;
	}
	return true;
}

/* ---- texts ---- */

/* Without brackets there are no functions, which may answer otherwise the next time, nor selects inside; and "for
 * update" takes locks. */
static bool
is_simple_select(const char *sql)
{
	return str_starts(str_of(sql), STR("select ")) && strpbrk(sql, "()") == NULL && strstr(sql, " for ") == NULL;
}

static size_t
word_length(const char *text)
{
	return strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_");
}

static bool
mentions(const char *sql, struct str table)
{
	while (*sql != '\0') {
		size_t length = word_length(sql);

		if (length > 0 && str_equal(str_slice(sql, length), table))
			return true;
		sql += length > 0 ? length : 1;
	}
	return false;
}

/* The one table a statement changes, in its plain form; empty when it cannot be told. A delete may change more by its
 * foreign keys. There are no triggers and no views. */
static struct str
changed_table(const char *sql)
{
	static const struct str starts[] = {{"update ", 7}, {"insert into ", 12}};

	for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++)
		if (str_starts(str_of(sql), starts[i])) {
			const char *name = sql + starts[i].length;
			size_t length = word_length(name);

			return name[length] == ' ' ? str_slice(name, length) : STR("");
		}
	return STR("");
}

/* ---- answers ---- */

PGresult *
answers_find(const struct answers *answers, const struct statement *statement, const struct db_sql *sql)
{
	struct answer asked = {.size = 0};

	if (answers->count == 0 || !put_values(&asked, sql))
		return NULL;
	for (unsigned i = 0; i < answers->count; i++) {
		const struct answer *known = &answers->list[i];

		if (known->statement == statement && known->size == asked.size &&
		    memcmp(known->values, asked.values, asked.size) == 0)
			return known->result;
	}
	return NULL;
}

bool
answers_keep(struct answers *answers, const struct statement *statement, const struct db_sql *sql, PGresult *result)
{
	struct answer answer = {.statement = statement, .result = result};

	if (answers->count == ANSWERS_LIMIT || PQresultStatus(result) != PGRES_TUPLES_OK || PQntuples(result) > 1 ||
	    !is_simple_select(sql->sql) || !put_values(&answer, sql))
		return false;
	answers->list[answers->count++] = answer;
	return true;
}

static void
forget(struct answers *answers, unsigned i)
{
	PQclear(answers->list[i].result);
	answers->list[i] = answers->list[--answers->count];
}

void
answers_forget_all(struct answers *answers)
{
	while (answers->count > 0)
		forget(answers, answers->count - 1);
}

void
answers_expect(struct answers *answers, const char *sql)
{
	struct str table = changed_table(sql);

	if (str_starts(str_of(sql), STR("select ")))
		return;
	for (unsigned i = answers->count; i > 0; i--)
		if (table.length == 0 || mentions(answers->list[i - 1].statement->sql, table))
			forget(answers, i - 1);
}
