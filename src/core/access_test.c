/* access_test: what each kind of viewer gets for the same statement. */
#include "base/test.h"
#include "core/access.h"

#include <string.h>

static const struct access_rule rules[] = {
	{.table = "tried", .staff = "1 = 1", .client = "tried.client_id = $1"},
	{.table = "inner_room", .staff = "1 = 1", .client = NULL},
};

static const char *
compiled(enum viewer_kind kind, int64_t client, const char *sql)
{
	const struct viewer viewer = {.kind = kind, .client = client};

	return access_sql(&viewer, sql);
}

static void
start_with_ours(void)
{
	const struct access_rule *const lists[] = {rules};
	const size_t counts[] = {sizeof rules / sizeof rules[0]};

	access_start(lists, counts, 1);
}

TEST(access_conditions_stand_where_the_table_is_named)
{
	static const char sql[] = "select id from tried where {tried} and id = $2";

	start_with_ours();
	assert_string_equal(compiled(VIEWER_STAFF, 0, sql), "select id from tried where (1 = 1) and id = $2");
	assert_string_equal(compiled(VIEWER_CLIENT, 7, sql),
			    "select id from tried where (tried.client_id = $1) and id = $2");
	assert_ptr_equal(compiled(VIEWER_CLIENT, 7, sql), compiled(VIEWER_CLIENT, 8, sql));
}

TEST(access_without_right_is_an_empty_scope)
{
	static const char hidden[] = "select id from inner_room where {inner_room}";
	static const char own[] = "select id from tried where {tried}";

	start_with_ours();
	assert_string_equal(compiled(VIEWER_CLIENT, 7, hidden), "select id from inner_room where (1 = 0)");
	assert_string_equal(compiled(VIEWER_NOBODY, 0, own), "select id from tried where (1 = 0)");
	assert_string_equal(compiled(VIEWER_CLIENT, 0, own), "select id from tried where (1 = 0)");
}
