/* bench_plan: what permissions cost a list of leads: the same page with the plan of an administrator, with that of a
 * staff user who sees their own, and without any. Prints microseconds and ratios, medians over rounds, as JSON.
 * usage: bench_plan DATABASE_URL ADMINISTRATOR STAFF ROUNDS */
#include "app/app.h"
#include "base/arena.h"
#include "records/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { LISTS = 100, ROWS = 31, MOST_ROUNDS = 1000, KINDS = 3 };

struct measuring {
	struct db *db;
	struct rights *rights;
	struct viewer viewers[2];
	struct moment moments[2]; /* a request knows it anyway */
	const struct module *module;
};

static double
now_us(void)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	return (double)at.tv_sec * 1e6 + (double)at.tv_nsec / 1e3;
}

static struct viewer
staff_user(struct tx *tx, int64_t id)
{
	int64_t profile = db_get_int(tx, 0, "select profile_id from staff where id = $1", db_int(id));

	return (struct viewer){.kind = VIEWER_STAFF,
			       .staff = id,
			       .profile = profile_of_id(profile),
			       .profile_id = profile,
			       .theme = ""};
}

/* The page that a list asks for first, as its own columns say, and nobody's permissions. */
static void
list_bare(struct tx *tx, const struct module *module)
{
	struct sql sql = sql_new(tx_arena(tx));
	enum db_type types[100] = {DB_INT, DB_INT, DB_INT};
	size_t width = 3, count;

	sql_printf(&sql, "select %s.id, %s.version, %s.deleted_at", module->table, module->table, module->table);
	for (size_t i = 0; i < module->field_count; i++) {
		if (module->fields[i].column == NULL || module->fields[i].retired || width == 100)
			continue;
		sql_printf(&sql, ", %s.%s", module->table, module->fields[i].column);
		types[width++] = field_kept_as(&module->fields[i]);
	}
	sql_printf(&sql, " from %s where deleted_at is null and %s is not null order by %s, id limit 32", module->table,
		   module->naming->key, module->naming->key);
	db_sql_cells(tx, sql_end(&sql), types, width, &count);
}

static void
list_once(const struct measuring *measuring, struct arena *arena, int kind)
{
	struct tx *tx = db_read(measuring->db, arena);
	size_t count;

	if (kind == KINDS - 1) {
		list_bare(tx, measuring->module);
	} else {
		const struct viewer *viewer = &measuring->viewers[kind];
		const struct moment *moment = &measuring->moments[kind];
		const struct plan *plan = plan_for(measuring->rights, viewer, measuring->module, moment);
		struct record_query query = {.sort = measuring->module->naming, .limit = ROWS};

		record_list(tx, access_to(arena, NULL, viewer, plan, moment), &query, &count);
	}
	if (tx_trouble(tx) != DB_FINE) {
		fprintf(stderr, "bench_plan: %s\n", tx_trouble_text(tx));
		exit(1);
	}
	db_read_end(tx);
}

static double
list_many(const struct measuring *measuring, struct arena *arena, int kind)
{
	double begun = now_us();

	for (int i = 0; i < LISTS; i++) {
		list_once(measuring, arena, kind);
		arena_reset(arena);
	}
	return (now_us() - begun) / LISTS;
}

static int
compare(const void *one, const void *other)
{
	double a = *(const double *)one, b = *(const double *)other;

	return (a > b) - (a < b);
}

static double
median(double *numbers, int count)
{
	qsort(numbers, (size_t)count, sizeof numbers[0], compare);
	return numbers[count / 2];
}

static void
measure(const struct measuring *measuring, int rounds)
{
	static double ratios[2][MOST_ROUNDS], bare[MOST_ROUNDS];
	struct arena *arena = arena_new(0);

	for (int kind = 0; kind < KINDS; kind++)
		list_many(measuring, arena, kind);
	for (int round = 0; round < rounds; round++) {
		bare[round] = list_many(measuring, arena, KINDS - 1);
		for (int kind = 0; kind < 2; kind++)
			ratios[kind][round] = list_many(measuring, arena, kind) / bare[round];
	}
	printf("{\"administrator\": %.3f, \"staff\": %.3f, \"bare\": %.1f}\n", median(ratios[0], rounds),
	       median(ratios[1], rounds), median(bare, rounds));
	arena_free(arena);
}

int
main(int argc, char **argv)
{
	struct arena *arena = arena_new(0);
	struct measuring measuring = {.db = NULL};
	const char *error = "usage: bench_plan DATABASE_URL ADMINISTRATOR STAFF ROUNDS";
	int rounds = argc == 5 ? atoi(argv[4]) : 0;
	struct tx *tx;

	if (rounds >= 1 && rounds <= MOST_ROUNDS)
		measuring.db = db_open(arena, &(struct db_options){.url = argv[1], .readers = 2}, &error);
	if (measuring.db == NULL) {
		fprintf(stderr, "bench_plan: %s\n", error);
		return 1;
	}
	tx = db_read(measuring.db, arena);
	measuring.rights = rights_load(tx, features, feature_count);
	measuring.module = module_named(measuring.rights->catalogue, "leads");
	for (int i = 0; i < 2; i++) {
		measuring.viewers[i] = staff_user(tx, strtoll(argv[2 + i], NULL, 10));
		measuring.moments[i] = moment_now(tx, measuring.viewers[i].staff);
	}
	db_read_end(tx);
	measure(&measuring, rounds);
	rights_free(measuring.rights);
	db_close(measuring.db);
	arena_free(arena);
	return 0;
}
