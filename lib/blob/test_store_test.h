/* test_store_test: a store for tests, in a process of its own (tests/s3_store.mjs): it checks signatures and hashes.
 */
#ifndef BLOB_TEST_STORE_TEST_H
#define BLOB_TEST_STORE_TEST_H

#include "base/arena.h"

struct test_store;

/* Lists tell `page` objects at a time. Ends with the arena. */
struct test_store *test_store_start(struct arena *arena, int page);
const char *test_store_url(const struct test_store *store);
/* "spoil [\"^GET\",\"flip\",1]", "heal": what tests/s3_store.mjs can do. */
void test_store_tell(struct test_store *store, const char *what);

#endif
