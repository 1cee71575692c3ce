/* test_main: runs the registered tests, or those whose "file:name" contains an argument; a first argument "1/2" is the
 * share of them to run. After --times it lists the tests that cost most. Prints "N passed, N failed". */
#include "base/check.h"
#include "base/test.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum {
	TESTS_LIMIT = 4096,
	DEAREST = 40,
	SIDE_BY_SIDE = 8, /* neighbours stay in one share, so that each has tests of both engines */
};

static struct CMUnitTest tests[TESTS_LIMIT];
static const char *files[TESTS_LIMIT];
static size_t count;

/* What a test cost: seconds on the clock, and of the processors for this program and the programs it started. */
struct cost {
	const char *name;
	double wall;
	double processor;
};

static struct cost costs[TESTS_LIMIT];
static size_t costs_count;

static double
seconds_of(struct timeval time)
{
	return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

static struct cost
cost_until_now(void)
{
	static const int whose[] = {RUSAGE_SELF, RUSAGE_CHILDREN};
	struct rusage usage;
	struct timespec now;
	struct cost cost = {0};

	clock_gettime(CLOCK_MONOTONIC, &now);
	cost.wall = (double)now.tv_sec + (double)now.tv_nsec / 1e9;
	for (size_t i = 0; i < sizeof whose / sizeof *whose; i++) {
		getrusage(whose[i], &usage);
		cost.processor += seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
	}
	return cost;
}

static int
cost_starts(void **state)
{
	(void)state;
	costs[costs_count] = cost_until_now();
	return 0;
}

static int
cost_ends(void **state)
{
	struct cost now = cost_until_now(), *cost = &costs[costs_count++];

	(void)state;
	cost->wall = now.wall - cost->wall;
	cost->processor = now.processor - cost->processor;
	return 0;
}

static int
dearer_first(const void *a, const void *b)
{
	double one = ((const struct cost *)a)->wall, other = ((const struct cost *)b)->wall;

	return (one < other) - (one > other);
}

/* The tests ran in the order of `chosen`. */
static void
print_costs(const struct CMUnitTest *chosen)
{
	double wall = 0, processor = 0;

	for (size_t i = 0; i < costs_count; i++) {
		costs[i].name = chosen[i].name;
		wall += costs[i].wall;
		processor += costs[i].processor;
	}
	qsort(costs, costs_count, sizeof *costs, dearer_first);
	printf("  clock  processors\n%7.2f %7.2f  all of them\n", wall, processor);
	for (size_t i = 0; i < costs_count && i < DEAREST; i++)
		printf("%7.2f %7.2f  %s\n", costs[i].wall, costs[i].processor, costs[i].name);
}

void
test_register(const char *file, const char *name, void (*run)(void **state))
{
	check(count < TESTS_LIMIT);
	files[count] = file;
	tests[count++] = (struct CMUnitTest){.name = name, .test_func = run};
}

static int
wanted(size_t test, int argc, char **argv)
{
	char full[512];

	snprintf(full, sizeof full, "%s:%s", files[test], tests[test].name);
	for (int i = 1; i < argc; i++)
		if (strstr(full, argv[i]) != NULL)
			return 1;
	return argc < 2;
}

int
main(int argc, char **argv)
{
	unsigned share = 1, shares = 1;
	size_t chosen = 0;
	bool timed = argc > 1 && strcmp(argv[1], "--times") == 0;
	int failed;

	argc -= timed;
	argv += timed;
	if (argc > 1 && sscanf(argv[1], "%u/%u", &share, &shares) == 2 && shares > 0) {
		argc--;
		argv++;
	}
	for (size_t i = 0; i < count; i++)
		if (i / SIDE_BY_SIDE % shares == share - 1 && wanted(i, argc, argv))
			tests[chosen++] = tests[i];
	for (size_t i = 0; timed && i < chosen; i++) {
		tests[i].setup_func = cost_starts;
		tests[i].teardown_func = cost_ends;
	}
	failed = _cmocka_run_group_tests("unit", tests, chosen, NULL, NULL);
	if (timed)
		print_costs(tests);
	printf("%zu passed, %d failed\n", chosen - (size_t)failed, failed);
	return failed != 0;
}
