/* webhook_test: what is wanted, when it is tried again, and the test vector of the specification. */
#include "webhooks/webhook.h"

#include "base/arena.h"
#include "base/test.h"
#include "core/house.h"

#include <string.h>

/* Of the reference libraries of https://www.standardwebhooks.com. */
TEST(the_signature_is_that_of_the_specification)
{
	struct arena *arena = arena_new(0);
	struct str secret;

	assert_true(secret_parse(arena, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", &secret));
	assert_int_equal(secret.length, 24);
	assert_string_equal(signature(arena, secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", (int64_t)1614265330 * 1000 + 999,
				      STR("{\"test\": 2432232314}")),
			    "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
	arena_free(arena);
}

TEST(a_secret_goes_out_as_text_and_comes_back)
{
	static const char *const wrong[] = {"",
					    "whsec_",
					    "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
					    "whsec_not base64!",
					    "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
					    NULL};
	struct arena *arena = arena_new(0);
	struct str secret = secret_new(arena), read;

	assert_int_equal(secret.length, SECRET_SIZE);
	assert_int_equal(strlen(secret_text(arena, secret)), 6 + 44);
	assert_true(secret_parse(arena, secret_text(arena, secret), &read));
	assert_true(str_equal(secret, read));
	for (size_t i = 0; wrong[i] != NULL; i++)
		assert_false(secret_parse(arena, wrong[i], &read));
	assert_false(secret_parse(arena, NULL, &read));
	arena_free(arena);
}

TEST(a_sealed_secret_opens_for_its_own_webhook_only)
{
	struct arena *arena = arena_new(0);
	const struct house house = {.config = NULL};
	struct str secret = secret_new(arena), box = secret_seal(arena, &house, 7, secret), read;

	assert_false(str_equal(box, secret));
	assert_true(secret_unseal(arena, &house, 7, box, &read));
	assert_true(str_equal(secret, read));
	assert_false(secret_unseal(arena, &house, 8, box, &read));
	assert_false(secret_unseal(arena, &house, 7, (struct str){NULL, 0}, &read));
	arena_free(arena);
}

TEST(a_list_between_bars_has_whole_names)
{
	assert_true(barred_has("|leads|tickets|", "leads"));
	assert_true(barred_has("|leads|tickets|", "tickets"));
	assert_false(barred_has("|leads|tickets|", "lead"));
	assert_false(barred_has("|leads|tickets|", "eads"));
	assert_false(barred_has("|leads|tickets|", ""));
	assert_false(barred_has("", "leads"));
}

TEST(a_webhook_is_told_what_it_asked_for)
{
	const struct webhook some = {.modules = "|leads|", .events = "|created|deleted|"};
	const struct webhook all = {.modules = "", .events = "|changed|"};

	assert_true(webhook_wants(&some, EVENT_CREATED, "leads"));
	assert_false(webhook_wants(&some, EVENT_CHANGED, "leads"));
	assert_false(webhook_wants(&some, EVENT_CREATED, "tickets"));
	assert_true(webhook_wants(&all, EVENT_CHANGED, "tickets"));
}

TEST(names_of_changes_are_gathered_once)
{
	struct arena *arena = arena_new(0);

	assert_string_equal(changed_merge(arena, "name city", "city phone"), "name city phone");
	assert_string_equal(changed_merge(arena, "", "city"), "city");
	assert_string_equal(changed_merge(arena, "city", ""), "city");
	assert_null(changed_merge(arena, NULL, "city"));
	assert_null(changed_merge(arena, "city", NULL));
	arena_free(arena);
}

TEST(tries_come_ever_later_and_end)
{
	int64_t earlier = 0, sum = 0;

	for (int attempt = 1; attempt <= 9; attempt++) {
		int64_t delay = retry_delay_ms(attempt);

		assert_true(delay > earlier);
		earlier = delay * 100 / 125; /* less than its jitter */
		sum += delay;
	}
	assert_true(retry_delay_ms(1) >= 4500 && retry_delay_ms(1) <= 5500);
	assert_true(sum > (int64_t)STOP_AFTER_MS * 9 / 10 && sum < WAITING_KEPT_MS);
	assert_int_equal(retry_delay_ms(10), -1);
	assert_int_equal(retry_delay_ms(0), -1);
}

TEST(a_webhook_that_fails_rests_longer_each_time)
{
	assert_int_equal(rest_ms(0), 0);
	assert_int_equal(rest_ms(2), 0);
	assert_int_equal(rest_ms(3), 1000);
	assert_int_equal(rest_ms(4), 2000);
	assert_int_equal(rest_ms(11), 256000);
	assert_int_equal(rest_ms(12), 5 * MINUTE_MS);
	assert_int_equal(rest_ms(100000), 5 * MINUTE_MS);
}
