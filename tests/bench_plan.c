/* bench_plan: what permissions cost a list of leads: the same page through the plan of an administrator and by plain
 * SQL without permissions; and through the plan of a staff user who sees their own and by plain SQL with their
 * condition written by hand. All take turns. Prints microseconds, also of PostgreSQL's process alone, and ratios with
 * their quartiles, as JSON. usage: bench_plan DATABASE_URL ADMINISTRATOR STAFF ROUNDS */
#include "app/app.h"
#include "base/arena.h"
#include "records/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { TURNS = 5, LISTS = 4, ROWS = 31, MOST_ROUNDS = 5000 };

/* With the plan, and by hand, for each of two viewers. */
enum kind { ALL_PLAN, ALL_HAND, OWN_PLAN, OWN_HAND, KINDS };

struct measuring {
	struct db *db;
	struct rights *rights;
	struct viewer viewers[2];
	struct moment moments[2]; /* a request knows it anyway */
	const struct module *module;
	char backend[40]; /* where the kernel tells the processor time of PostgreSQL's process; "": there is none */
};

/* Microseconds of processor time: they do not see who else is busy. */
struct spent {
	double here, there; /* of this process; of the one of PostgreSQL that serves it */
};

static double
spent_there(const struct measuring *measuring)
{
	long long served = 0;
	FILE *file = measuring->backend[0] == '\0' ? NULL : fopen(measuring->backend, "r");

	if (file != NULL) {
		if (fscanf(file, "%lld", &served) != 1)
			served = 0;
		fclose(file);
	}
	return (double)served / 1e3;
}

static double
spent_here(void)
{
	struct timespec at;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &at);
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

/* The page that a list asks for first, as its own columns say; `staff` 0: everybody's. */
static void
list_by_hand(struct tx *tx, const struct module *module, int64_t staff)
{
	struct sql sql = sql_new(tx_arena(tx));
	enum db_type types[100] = {DB_INT, DB_INT, DB_INT};
	const char *table = module->table, *key = module->naming->key;
	size_t width = 3, count;

	sql_printf(&sql, "select %s.id, %s.version, %s.deleted_at", table, table, table);
	for (size_t i = 0; i < module->field_count; i++) {
		if (module->fields[i].column == NULL || module->fields[i].retired || width == 100)
			continue;
		sql_printf(&sql, ", %s.%s", table, module->fields[i].column);
		types[width++] = field_kept_as(&module->fields[i]);
	}
	sql_printf(&sql, " from %s where deleted_at is null and %s is not null", table, key);
	if (staff != 0) {
		sql_bind(&sql, db_int(staff));
		sql_printf(
			&sql,
			" and (%s.owner_id = $1 or exists (select 1 from staff_reach where staff_reach.staff_id = $1 "
			"and staff_reach.owner_id = %s.owner_id))",
			table, table);
	}
	sql_printf(&sql, " order by %s, id limit 32", key);
	db_sql_cells(tx, sql_end(&sql), types, width, &count);
}

static void
list_by_plan(struct tx *tx, const struct measuring *measuring, int who)
{
	const struct viewer *viewer = &measuring->viewers[who];
	const struct moment *moment = &measuring->moments[who];
	const struct plan *plan = plan_for(measuring->rights, viewer, measuring->module, moment);
	struct record_query query = {.sort = measuring->module->naming, .limit = ROWS};
	size_t count;

	record_list(tx, access_to(tx_arena(tx), NULL, viewer, plan, moment), &query, &count);
}

static void
list_once(const struct measuring *measuring, struct arena *arena, enum kind kind)
{
	struct tx *tx = db_read(measuring->db, arena);

	if (kind == ALL_PLAN || kind == OWN_PLAN)
		list_by_plan(tx, measuring, kind == OWN_PLAN);
	else
		list_by_hand(tx, measuring->module, kind == OWN_HAND ? measuring->viewers[1].staff : 0);
	if (tx_trouble(tx) != DB_FINE) {
		fprintf(stderr, "bench_plan: %s\n", tx_trouble_text(tx));
		exit(1);
	}
	db_read_end(tx);
}

/* All kinds take turns, each time in another order: whatever disturbs, disturbs all alike. */
static void
run_round(const struct measuring *measuring, struct arena *arena, int round, struct spent spent[KINDS])
{
	memset(spent, 0, KINDS * sizeof *spent);
	for (int i = 0; i < TURNS * KINDS; i++) {
		enum kind kind = (enum kind)((i + i / KINDS + round) % KINDS);
		double there = spent_there(measuring), here = spent_here();

		for (int list = 0; list < LISTS; list++) {
			list_once(measuring, arena, kind);
			arena_reset(arena);
		}
		spent[kind].here += (spent_here() - here) / (LISTS * TURNS);
		spent[kind].there += (spent_there(measuring) - there) / (LISTS * TURNS);
	}
}

static int
compare(const void *one, const void *other)
{
	double a = *(const double *)one, b = *(const double *)other;

	return (a > b) - (a < b);
}

static void
print_ratio(const char *name, double *ratios, int count)
{
	qsort(ratios, (size_t)count, sizeof ratios[0], compare);
	printf("\"%s\": {\"ratio\": %.3f, \"low\": %.3f, \"high\": %.3f}", name, ratios[count / 2], ratios[count / 4],
	       ratios[count * 3 / 4]);
}

static void
measure(const struct measuring *measuring, int rounds)
{
	static double times[KINDS][MOST_ROUNDS], there[KINDS][MOST_ROUNDS], ratios[2][MOST_ROUNDS];
	struct arena *arena = arena_new(0);
	struct spent spent[KINDS];

	for (int round = -2; round < rounds; round++) { /* two to warm up */
		run_round(measuring, arena, round + 2, spent);
		for (int kind = 0; kind < KINDS && round >= 0; kind++) {
			times[kind][round] = spent[kind].here + spent[kind].there;
			there[kind][round] = spent[kind].there;
		}
	}
	for (int round = 0; round < rounds; round++) {
		ratios[0][round] = times[ALL_PLAN][round] / times[ALL_HAND][round];
		ratios[1][round] = times[OWN_PLAN][round] / times[OWN_HAND][round];
	}
	for (int kind = 0; kind < KINDS; kind++) {
		qsort(times[kind], (size_t)rounds, sizeof times[kind][0], compare);
		qsort(there[kind], (size_t)rounds, sizeof there[kind][0], compare);
	}
	printf("{\"all\": %.1f, \"own\": %.1f, \"database\": [", times[ALL_HAND][rounds / 2],
	       times[OWN_HAND][rounds / 2]);
	for (int kind = 0; kind < KINDS; kind++)
		printf("%s%.1f", kind == 0 ? "" : ", ", there[kind][rounds / 2]);
	printf("], ");
	print_ratio("administrator", ratios[0], rounds);
	printf(", ");
	print_ratio("staff", ratios[1], rounds);
	printf("}\n");
	arena_free(arena);
}

static void
prepare(struct measuring *measuring, struct arena *arena, char **staff)
{
	struct tx *tx = db_read(measuring->db, arena);

	if (db_engine(measuring->db) == DB_POSTGRES)
		snprintf(measuring->backend, sizeof measuring->backend, "/proc/%lld/schedstat",
			 (long long)db_get_int(tx, 0, "select pg_backend_pid()"));
	measuring->rights = rights_load(tx, features, feature_count);
	measuring->module = module_named(measuring->rights->catalogue, "leads");
	for (int i = 0; i < 2; i++) {
		measuring->viewers[i] = staff_user(tx, strtoll(staff[i], NULL, 10));
		measuring->moments[i] = moment_now(tx, measuring->viewers[i].staff);
	}
	db_read_end(tx);
}

int
main(int argc, char **argv)
{
	struct arena *arena = arena_new(0);
	struct measuring measuring = {.db = NULL};
	const char *error = "usage: bench_plan DATABASE_URL ADMINISTRATOR STAFF ROUNDS";
	int rounds = argc == 5 ? atoi(argv[4]) : 0;

	if (rounds >= 1 && rounds <= MOST_ROUNDS)
		measuring.db = db_open(arena, &(struct db_options){.url = argv[1], .readers = 2}, &error);
	if (measuring.db == NULL) {
		fprintf(stderr, "bench_plan: %s\n", error);
		return 1;
	}
	prepare(&measuring, arena, argv + 2);
	measure(&measuring, rounds);
	rights_free(measuring.rights);
	db_close(measuring.db);
	arena_free(arena);
	return 0;
}
