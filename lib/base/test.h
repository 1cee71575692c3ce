/* test: TEST(name) { … } registers itself; one program runs them all with cmocka's asserts. */
#ifndef BASE_TEST_H
#define BASE_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Adds a test; called by TEST before main. `file` is the source file, `run` gets cmocka's state. */
void test_register(const char *file, const char *name, void (*run)(void **state));

/* A test named after what it shows: TEST(invoice_total_rounds_per_rate) { assert_int_equal(…); } */
#define TEST(name)                                                                                                     \
	static void name(void **state);                                                                                \
	__attribute__((constructor)) static void register_##name(void)                                                 \
	{                                                                                                              \
		test_register(__FILE__, #name, name);                                                                  \
	}                                                                                                              \
	static void name(__attribute__((unused)) void **state)

#endif
