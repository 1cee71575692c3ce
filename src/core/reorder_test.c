/* reorder_test: moves within a list, and beyond its ends. */
#include "core/reorder.h"

#include "base/test.h"

TEST(ids_move_within_their_list)
{
	int64_t ids[] = {1, 2, 3, 4};

	assert_true(ids_step(ids, 4, 3, -1));
	assert_memory_equal(ids, ((int64_t[]){1, 3, 2, 4}), sizeof ids);
	assert_true(ids_step(ids, 4, 1, -1));
	assert_true(ids_step(ids, 4, 4, 1));
	assert_memory_equal(ids, ((int64_t[]){1, 3, 2, 4}), sizeof ids);
	assert_true(ids_place(ids, 4, 4, 0));
	assert_memory_equal(ids, ((int64_t[]){4, 1, 3, 2}), sizeof ids);
	assert_true(ids_place(ids, 4, 4, INT64_MAX));
	assert_memory_equal(ids, ((int64_t[]){1, 3, 2, 4}), sizeof ids);
	assert_true(ids_place(ids, 4, 2, INT64_MIN));
	assert_memory_equal(ids, ((int64_t[]){2, 1, 3, 4}), sizeof ids);
	assert_false(ids_place(ids, 4, 9, 0));
	assert_false(ids_step(ids, 0, 9, 1));
}

TEST(an_order_names_each_id_once)
{
	static const int64_t ids[] = {1, 2, 3};

	assert_true(ids_same(ids, 3, (const int64_t[]){3, 1, 2}, 3));
	assert_false(ids_same(ids, 3, (const int64_t[]){3, 1}, 2));
	assert_false(ids_same(ids, 3, (const int64_t[]){3, 1, 1}, 3));
	assert_false(ids_same(ids, 3, (const int64_t[]){3, 1, 4}, 3));
	assert_true(ids_same(ids, 0, ids, 0));
}
