/* statements: two hash tables, one over the addresses of literals and one over the texts themselves. */
#include "db/statements.h"

#include "base/check.h"

#include <stdlib.h>
#include <string.h>

static struct statement **
address_slot(struct statements *statements, const char *sql)
{
	uint64_t mixed = (uint64_t)(uintptr_t)sql * 0x9E3779B97F4A7C15u;

	return &statements->by_address[(mixed >> 40) % STATEMENTS_BUCKETS];
}

/* FNV-1a. */
uint64_t
text_hash(const char *text)
{
	uint64_t hash = 0xCBF29CE484222325u;

	for (; *text != '\0'; text++)
		hash = (hash ^ (unsigned char)*text) * 0x100000001B3u;
	return hash;
}

static struct statement *
find_by_content(struct statements *statements, const char *sql)
{
	uint64_t hash = text_hash(sql);
	struct statement *found = statements->by_content[hash % STATEMENTS_BUCKETS];

	while (found != NULL && (found->hash != hash || strcmp(found->sql, sql) != 0))
		found = found->next;
	return found;
}

/* The address only says where to look: the texts are compared, so a caller's text that was built anew in the same
 * place is never taken for the old one. */
struct statement *
statements_find(struct statements *statements, const char *sql)
{
	struct statement **slot = address_slot(statements, sql);
	struct statement *found = *slot;

	if (found == NULL || strcmp(found->sql, sql) != 0) {
		found = find_by_content(statements, sql);
		if (found == NULL)
			return NULL;
		*slot = found;
	}
	found->used = ++statements->clock;
	return found;
}

void
statements_add(struct statements *statements, struct statement *statement, const char *sql)
{
	struct statement **bucket;

	statement->sql = strdup(sql);
	check(statement->sql != NULL);
	statement->hash = text_hash(sql);
	statement->used = ++statements->clock;
	bucket = &statements->by_content[statement->hash % STATEMENTS_BUCKETS];
	statement->next = *bucket;
	*bucket = statement;
	*address_slot(statements, sql) = statement;
	statements->count++;
}

static void
take_out(struct statements *statements, struct statement *statement)
{
	struct statement **link = &statements->by_content[statement->hash % STATEMENTS_BUCKETS];

	while (*link != statement)
		link = &(*link)->next;
	*link = statement->next;
	for (size_t i = 0; i < STATEMENTS_BUCKETS; i++)
		if (statements->by_address[i] == statement)
			statements->by_address[i] = NULL;
	statements->count--;
}

struct statement *
statements_make_room(struct statements *statements)
{
	struct statement *oldest = NULL;

	if (statements->count < STATEMENTS_LIMIT)
		return NULL;
	for (size_t i = 0; i < STATEMENTS_BUCKETS; i++)
		for (struct statement *each = statements->by_content[i]; each != NULL; each = each->next)
			if (!each->busy && (oldest == NULL || each->used < oldest->used))
				oldest = each;
	if (oldest != NULL)
		take_out(statements, oldest);
	return oldest;
}

struct statement *
statements_take_any(struct statements *statements)
{
	for (size_t i = 0; i < STATEMENTS_BUCKETS; i++) {
		struct statement *first = statements->by_content[i];

		if (first != NULL) {
			take_out(statements, first);
			return first;
		}
	}
	return NULL;
}

void
statement_free(struct statement *statement)
{
	free(statement->sql);
	free(statement);
}
