/* ways_test: what a user type's ways come to for somebody who has, or has not yet, made themselves one of them. */
#include "portals/ways.h"

#include "base/test.h"
#include "core/weakened_test.h"

static const struct user_type_ways every = {true, true, true};
static const struct user_type_ways passkeys_only = {.passkey = true};
static const struct user_type_ways no_codes = {.password = true, .passkey = true};
static const struct user_type_ways codes_only = {.code = true};

TEST(every_way_is_open_where_all_are_allowed)
{
	struct ways ways = ways_from(every, true, true);

	assert_true(ways.code && ways.password && ways.passkey);
	assert_false(ways.first);
	assert_false(ways_from(every, false, false).first);
}

TEST(what_is_not_allowed_does_not_open)
{
	struct ways ways = ways_from(codes_only, true, true);

	assert_true(ways.code);
	assert_false(ways.password);
	assert_false(ways.passkey);
	assert_false(ways.first);
	WITHOUT(CHECK_WAY, assert_true(ways_from(codes_only, true, true).password));
}

TEST(without_codes_one_opens_until_there_is_another_way)
{
	assert_true(ways_from(passkeys_only, false, false).code);
	assert_true(ways_from(passkeys_only, false, false).first);
	assert_true(ways_from(passkeys_only, true, false).code); /* a password opens nothing there */
	assert_false(ways_from(passkeys_only, false, true).code);
	assert_false(ways_from(passkeys_only, false, true).first);
	assert_false(ways_from(no_codes, true, false).code);
	assert_false(ways_from(no_codes, false, true).code);
	WITHOUT(CHECK_WAY, assert_true(ways_from(no_codes, true, true).code));
}
