/* belt: a set of columns, and which statements were seen to keep within which sets. */
#include "db/belt.h"

#include "base/arena.h"
#include "base/check.h"
#include "db/engine.h"
#include "db/statements.h"

#include <string.h>

enum { FIRST_ENTRIES = 32 };

static uint32_t
hash_of(const char *table, const char *column)
{
	uint64_t hash = text_hash(table);

	return (uint32_t)((hash ^ (column == NULL ? 0 : text_hash(column) * 31)) >> 16);
}

struct belt *
belt_new(struct arena *arena, const char *written)
{
	struct belt *belt = arena_make(arena, struct belt);

	belt->arena = arena;
	belt->mark = 1;
	belt->written = written;
	if (written != NULL)
		belt_mix(belt, written);
	return belt;
}

void
belt_mix(struct belt *belt, const char *text)
{
	uint64_t mixed = (belt->mark ^ text_hash(text)) * UINT64_C(0x9E3779B97F4A7C15);

	belt->mark = mixed ^ mixed >> 29;
	if (belt->mark == 0)
		belt->mark = 1;
}

static bool
is_entry(const struct belt_entry *entry, uint32_t hash, const char *table, const char *column)
{
	return entry->hash == hash && (entry->column == NULL) == (column == NULL) && strcmp(entry->table, table) == 0 &&
	       (column == NULL || strcmp(entry->column, column) == 0);
}

static void
grow(struct belt *belt)
{
	size_t capacity = belt->count < FIRST_ENTRIES / 2 ? FIRST_ENTRIES : belt->count * 2;
	struct belt_entry *larger = arena_array(belt->arena, capacity, sizeof *larger);

	if (belt->count > 0)
		memcpy(larger, belt->entries, belt->count * sizeof *larger);
	belt->entries = larger;
	belt->capacity = capacity;
}

static void
add(struct belt *belt, const char *table, const char *column, bool sqlite, bool postgres)
{
	uint32_t hash = hash_of(table, column);

	for (size_t i = 0; i < belt->count; i++) {
		struct belt_entry *entry = &belt->entries[i];

		if (is_entry(entry, hash, table, column) && entry->on[DB_SQLITE] >= sqlite &&
		    entry->on[DB_POSTGRES] >= postgres)
			return;
	}
	if (belt->count == belt->capacity)
		grow(belt);
	belt->entries[belt->count++] =
		(struct belt_entry){table, column, hash, {[DB_SQLITE] = sqlite, [DB_POSTGRES] = postgres}};
	belt_mix(belt, table);
	belt_mix(belt, column == NULL ? "*" : column);
}

void
belt_add(struct belt *belt, const char *table, const char *column)
{
	add(belt, table, column, true, true);
}

void
belt_add_on(struct belt *belt, enum db_engine engine, const char *table, const char *column)
{
	add(belt, table, column, engine == DB_SQLITE, engine == DB_POSTGRES);
}

void
sql_reads(struct sql *sql, const char *table, const char *column)
{
	struct belt *wider;

	if (sql->belt == NULL)
		return;
	wider = belt_new(sql->arena, NULL);
	*wider = *sql->belt;
	wider->arena = sql->arena;
	grow(wider);
	belt_add(wider, table, column);
	sql->belt = wider;
}

static bool
has_table(const struct belt *belt, enum db_engine engine, const char *table)
{
	for (size_t i = 0; i < belt->count; i++)
		if (belt->entries[i].on[engine] && strcmp(belt->entries[i].table, table) == 0)
			return true;
	return false;
}

bool
belt_lets_read(const struct belt *belt, enum db_engine engine, const char *table, const char *column)
{
	uint32_t hash = hash_of(table, column), whole = hash_of(table, NULL);

	if (column == NULL)
		return has_table(belt, engine, table);
	for (size_t i = 0; i < belt->count; i++) {
		const struct belt_entry *entry = &belt->entries[i];

		if (entry->on[engine] && (is_entry(entry, hash, table, column) || is_entry(entry, whole, table, NULL)))
			return true;
	}
	return false;
}

const char *
belt_columns(struct arena *arena, const struct belt *belt, const char *table)
{
	struct builder text = builder_new(arena, 0);

	for (size_t i = 0; i < belt->count; i++)
		if (belt->entries[i].column != NULL && strcmp(belt->entries[i].table, table) == 0)
			build_printf(&text, "%s%s", text.length == 0 ? "" : ", ", belt->entries[i].column);
	return builder_text(&text);
}

const char *
db_belt_missing(struct db *db, struct arena *arena)
{
	return db->engine->belt_missing == NULL ? NULL : db->engine->belt_missing(db, arena);
}

/* ---- statements ---- */

bool
statement_wears(const struct statement *statement, const struct belt *belt)
{
	for (unsigned i = 0; i < WORN_BELTS; i++)
		if (statement->worn[i] == belt->mark)
			return true;
	return false;
}

void
statement_wear(struct statement *statement, const struct belt *belt)
{
	statement->worn[statement->worn_next] = belt->mark;
	statement->worn_next = (statement->worn_next + 1) % WORN_BELTS;
}
