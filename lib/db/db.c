/* db: what is the same on both engines: opening, transactions and their trouble. */
#include "db/db.h"

#include "base/arena.h"
#include "base/check.h"
#include "base/log.h"
#include "db/engine.h"

#include <stdlib.h>
#include <string.h>

enum { STATEMENT_MS = 10000 };

static const struct engine *
engine_of(const char *url)
{
	if (str_starts(str_of(url), STR("sqlite:")))
		return &engine_sqlite;
	if (str_starts(str_of(url), STR("postgres://")) || str_starts(str_of(url), STR("postgresql://")))
		return &engine_postgres;
	return NULL;
}

struct db *
db_open(struct arena *arena, const struct db_options *options, const char **error)
{
	const struct engine *engine = engine_of(options->url);
	struct db *db;

	if (engine == NULL) {
		*error = "The database's address must begin with sqlite: or postgres://.";
		return NULL;
	}
	db = calloc(1, sizeof *db);
	check(db != NULL);
	db->engine = engine;
	db->statement_ms = options->statement_ms == 0 ? STATEMENT_MS : options->statement_ms;
	if (!engine->open(db, options, arena, error)) {
		free(db);
		return NULL;
	}
	return db;
}

void
db_close(struct db *db)
{
	db->engine->close(db);
	free(db);
}

enum db_engine
db_engine(const struct db *db)
{
	return db->engine->kind;
}

bool
db_alive(struct db *db)
{
	struct arena *arena = arena_new(0);
	struct tx *tx = db_read(db, arena);
	bool alive = db_get_int(tx, 0, "select 1") == 1;

	db_read_end(tx);
	arena_free(arena);
	return alive;
}

static void
run_text(struct tx *tx, void *data)
{
	const char *const *sql = data;

	tx_unlimit(tx);
	db_run(tx, *sql);
}

bool
db_run_alone(struct db *db, struct arena *arena, const char *sql, const char **error)
{
	if (db->engine->run_alone != NULL)
		return db->engine->run_alone(db, arena, sql, error);
	if (db_write(db, arena, run_text, &sql) == DB_FINE)
		return true;
	*error = "The statement could not be run.";
	return false;
}

/* ---- transactions ---- */

struct tx *
db_read(struct db *db, struct arena *arena)
{
	struct tx *tx = arena_make(arena, struct tx);

	tx->db = db;
	tx->arena = arena;
	db->engine->read_begin(tx);
	return tx;
}

void
db_read_end(struct tx *tx)
{
	tx->db->engine->read_end(tx);
}

enum db_trouble
db_write(struct db *db, struct arena *arena, db_body body, void *data)
{
	struct write write = {.db = db, .arena = arena, .body = body, .data = data};

	return db->engine->write(&write);
}

void
db_write_later(struct db *db, struct arena *arena, db_body body, void (*done)(enum db_trouble, void *), void *data)
{
	struct write *write = arena_make(arena, struct write);

	*write = (struct write){.db = db, .arena = arena, .body = body, .data = data, .done = done, .done_data = data};
	db->engine->write_later(write);
}

void
tx_run(struct tx *tx, db_body body, void *data)
{
	jmp_buf way_out, *outer = tx->way_out;

	if (tx->trouble != DB_FINE)
		return;
	tx->way_out = &way_out;
	if (setjmp(way_out) == 0)
		body(tx, data);
	tx->way_out = outer;
}

void
tx_refuse(struct tx *tx)
{
	check(tx->writes);
	tx_fail(tx, DB_REFUSED, "refused");
}

static void
log_trouble(const struct tx *tx)
{
	switch (tx->trouble) {
	case DB_FULL:
	case DB_AWAY:
	case DB_SLOW:
		log_warning(tx->trouble == DB_FULL   ? "db.full"
			    : tx->trouble == DB_AWAY ? "db.away"
						     : "db.slow",
			    "%s", tx->text);
		break;
	case DB_BROKEN:
		log_error("db.broken", "%s", tx->text);
		break;
	default:
		break;
	}
}

void
tx_fail(struct tx *tx, enum db_trouble trouble, const char *format, ...)
{
	va_list arguments;

	if (tx->trouble != DB_FINE)
		return;
	va_start(arguments, format);
	tx->text = arena_vprintf(tx->own == NULL ? tx->arena : tx->own, format, arguments);
	va_end(arguments);
	tx->trouble = trouble;
	log_trouble(tx);
}

enum db_trouble
tx_trouble(const struct tx *tx)
{
	return tx->trouble;
}

const char *
tx_trouble_text(const struct tx *tx)
{
	return tx->trouble == DB_FINE ? "" : tx->text;
}

struct arena *
tx_arena(struct tx *tx)
{
	return tx->arena;
}

void
tx_lend(struct tx *tx, struct arena *arena)
{
	if (tx->own == NULL)
		tx->own = tx->arena;
	tx->arena = arena == NULL ? tx->own : arena;
}

enum db_engine
tx_engine(const struct tx *tx)
{
	return tx->db->engine->kind;
}

void
tx_unlimit(struct tx *tx)
{
	tx->db->engine->unlimit(tx);
}

unsigned
tx_statements(const struct tx *tx)
{
	return tx->statements;
}

/* ---- care ---- */

bool
db_check(struct db *db, struct arena *arena, const char **error)
{
	struct tx *tx = db_read(db, arena);
	const char *damage;

	db->engine->unlimit(tx);
	damage = db->engine->find_damage(tx);
	if (tx->trouble != DB_FINE)
		damage = arena_printf(arena, "The database could not be checked: %s", tx->text);
	db_read_end(tx);
	if (damage != NULL)
		*error = damage;
	return damage == NULL;
}
