/* test_main: runs the registered tests, or those whose "file:name" contains an argument; prints "N passed, N failed".
 */
#include "base/check.h"
#include "base/test.h"

#include <stdio.h>
#include <string.h>

enum { TESTS_LIMIT = 4096 };

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
	size_t chosen = 0;
	int failed;

	for (size_t i = 0; i < count; i++)
		if (wanted(i, argc, argv))
			tests[chosen++] = tests[i];
	failed = _cmocka_run_group_tests("unit", tests, chosen, NULL, NULL);
	printf("%zu passed, %d failed\n", chosen - (size_t)failed, failed);
	return failed != 0;
}
