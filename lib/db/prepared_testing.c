/* prepared_testing: keeps what preparations left: on SQLite a database in memory, on PostgreSQL one that is copied. */
#include "db/prepared_testing.h"

#include "base/arena.h"
#include "base/check.h"
#include "db/engine.h"

#include <libpq-fe.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SCHEMA "test"

enum { PREPARATIONS = 32, NAME_SIZE = 48 };

struct preparation {
	void (*prepare)(struct db *db, struct arena *arena);
	sqlite3 *left;		  /* what it left, in memory; NULL: it was not run there yet */
	char database[NAME_SIZE]; /* what it left, on the server; empty: it was not run there yet */
};

/* Of this process, whose tests run one after the other. */
static struct preparation known[PREPARATIONS];

static struct preparation *
place_of(void (*prepare)(struct db *db, struct arena *arena))
{
	size_t i = 0;

	while (i < PREPARATIONS && known[i].prepare != NULL && known[i].prepare != prepare)
		i++;
	check(i < PREPARATIONS);
	known[i].prepare = prepare;
	return &known[i];
}

/* ---- SQLite ---- */

static const char *
file_of(struct db *db, struct arena *arena)
{
	struct tx *tx = db_read(db, arena);
	const char *path = db_get_text(tx, "select file from pragma_database_list where name = 'main'");

	db_read_end(tx);
	check(path != NULL);
	return path;
}

static sqlite3 *
open_file(const char *path)
{
	sqlite3 *handle;

	check(sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) == SQLITE_OK);
	return handle;
}

static void
copy_all(sqlite3 *to, sqlite3 *from)
{
	sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");

	check(backup != NULL && sqlite3_backup_step(backup, -1) == SQLITE_DONE &&
	      sqlite3_backup_finish(backup) == SQLITE_OK);
}

static void
prepare_file(struct test_database *test, struct arena *arena, struct preparation *place)
{
	bool first = place->left == NULL;
	sqlite3 *file;

	if (first)
		place->prepare(test->db, arena);
	file = open_file(file_of(test->db, arena));
	if (first)
		place->left = open_file(":memory:");
	copy_all(first ? place->left : file, first ? file : place->left);
	sqlite3_close(file);
}

/* ---- PostgreSQL ---- */

__attribute__((format(printf, 1, 2))) static void
tell_server(const char *format, ...)
{
	PGconn *server = PQconnectdb(getenv("PARVIS_TEST_POSTGRES"));
	char text[256];
	PGresult *result;
	va_list names;

	va_start(names, format);
	vsnprintf(text, sizeof text, format, names);
	va_end(names);
	result = PQexec(server, text);
	if (PQresultStatus(result) != PGRES_COMMAND_OK)
		fprintf(stderr, "%s: %s", text, PQerrorMessage(server));
	check(PQresultStatus(result) == PGRES_COMMAND_OK);
	PQclear(result);
	PQfinish(server);
}

static void
drop_database(const char *name)
{
	tell_server("drop database \"%s\" with (force)", name);
}

static const char *
make_database(struct arena *arena, const char *template)
{
	static unsigned count;
	const char *name = arena_printf(arena, "test_%d_%u", (int)getpid(), ++count);

	tell_server("create database \"%s\" template \"%s\" strategy file_copy", name, template);
	return name;
}

static const char *
address_of(struct arena *arena, const char *database)
{
	const char *server = getenv("PARVIS_TEST_POSTGRES"), *path = strrchr(server, '/') + 1;

	return arena_printf(arena, "%.*s%s%s", (int)(path - server), server, database, path + strcspn(path, "?"));
}

/* The same struct db in a database that is a copy of `template`, while nobody is in that. */
static void
move_to_copy(struct test_database *test, struct arena *arena, const char *template)
{
	struct db_options options = {.schema = SCHEMA};
	const char *error = "";

	test->db->engine->close(test->db);
	test->database = make_database(arena, template);
	options.url = address_of(arena, test->database);
	if (!test->db->engine->open(test->db, &options, arena, &error))
		fprintf(stderr, "%s\n", error);
	check(text_empty(error));
}

/* Those whose process this is: one begun by it leaves them alone. */
static pid_t keeper;

static void
drop_templates(void)
{
	for (size_t i = 0; getpid() == keeper && i < PREPARATIONS; i++)
		if (known[i].database[0] != '\0')
			drop_database(known[i].database);
}

static void
keep_template(struct preparation *place, const char *database)
{
	if (keeper == 0)
		check(atexit(drop_templates) == 0);
	keeper = getpid();
	snprintf(place->database, sizeof place->database, "%s", database);
}

/* A preparation may have others within, which leave the test in a copy of theirs. */
static void
prepare_template(struct test_database *test, struct arena *arena, struct preparation *place)
{
	const char *error = "";

	if (test->database == NULL) {
		test_database_drop(test);
		move_to_copy(test, arena, "template0");
		check(db_migrate(test->db, arena, NULL, 0, &error));
	}
	place->prepare(test->db, arena);
	keep_template(place, test->database);
}

static void
prepare_schema(struct test_database *test, struct arena *arena, struct preparation *place)
{
	if (place->database[0] == '\0')
		prepare_template(test, arena, place);
	else
		test_database_drop(test);
	move_to_copy(test, arena, place->database);
}

void
test_database_drop(const struct test_database *test)
{
	if (test->database != NULL)
		drop_database(test->database);
	else
		tell_server("set client_min_messages to error; drop schema if exists \"%s\" cascade", test->schema);
}

void
test_database_prepare(struct test_database *test, struct arena *arena, void (*prepare)(struct db *db, struct arena *))
{
	struct preparation *place = place_of(prepare);

	if (db_engine(test->db) == DB_SQLITE)
		prepare_file(test, arena, place);
	else
		prepare_schema(test, arena, place);
}
