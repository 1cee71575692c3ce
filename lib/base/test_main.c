/* test_main: runs the registered tests, or those whose "file:name" contains an argument; a first argument "1/2" is the
 * share of them to run. Prints "N passed, N failed". */
#include "base/check.h"
#include "base/test.h"

#include <stdio.h>
#include <string.h>

enum {
	TESTS_LIMIT = 4096,
	SIDE_BY_SIDE = 8, /* neighbours stay in one share, so that each has tests of both engines */
};

static struct CMUnitTest tests[TESTS_LIMIT];
static const char *files[TESTS_LIMIT];
static size_t count;

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
	int failed;

	if (argc > 1 && sscanf(argv[1], "%u/%u", &share, &shares) == 2 && shares > 0) {
		argc--;
		argv++;
	}
	for (size_t i = 0; i < count; i++)
		if (i / SIDE_BY_SIDE % shares == share - 1 && wanted(i, argc, argv))
			tests[chosen++] = tests[i];
	failed = _cmocka_run_group_tests("unit", tests, chosen, NULL, NULL);
	printf("%zu passed, %d failed\n", chosen - (size_t)failed, failed);
	return failed != 0;
}
