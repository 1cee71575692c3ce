/* sign_in_test: codes are read as people type them, are bound to their sign-in, and waits grow. */
#include "portals/sign_in.h"

#include "base/arena.h"
#include "base/test.h"

#include <string.h>

TEST(a_code_is_read_however_it_is_typed)
{
	struct arena *arena = arena_new(0);

	assert_string_equal(code_read(arena, " k7qm-2xwd "), "K7QM2XWD");
	assert_string_equal(code_read(arena, "K7QM 2XWD"), "K7QM2XWD");
	assert_string_equal(code_read(arena, "k7\xC2\xA0qm\xE2\x80\x91"
					     "2xwd\xE2\x80\xAF"),
			    "K7QM2XWD");
	assert_string_equal(code_read(arena, "OoIiLl00"), "00111100");
	assert_string_equal(code_read(arena, "20 48 17"), "204817");
	assert_string_equal(code_read(arena, "2o481l"), "204811");
	arena_free(arena);
}

TEST(what_cannot_be_a_code_is_none)
{
	struct arena *arena = arena_new(0);

	assert_null(code_read(arena, NULL));
	assert_null(code_read(arena, ""));
	assert_null(code_read(arena, "12345"));
	assert_null(code_read(arena, "1234567"));
	assert_null(code_read(arena, "123456789"));
	assert_null(code_read(arena, "K7QM2XWU")); /* no U in the alphabet */
	assert_null(code_read(arena, "K7QM2XW\xC3\xA9"));
	assert_null(code_read(arena, "\xE2\x80"));
	arena_free(arena);
}

TEST(a_made_code_is_read_back_from_how_it_is_shown)
{
	struct arena *arena = arena_new(0);
	char code[CODE_LENGTH_LIMIT + 1];

	for (int i = 0; i < 100; i++) {
		code_make(code, i % 2 == 0 ? CODE_BY_MAIL : CODE_BY_SMS);
		assert_int_equal(strlen(code), i % 2 == 0 ? 8 : 6);
		assert_string_equal(code_read(arena, code_show(arena, code)), code);
	}
	assert_string_equal(code_show(arena, "K7QM2XWD"), "K7QM-2XWD");
	assert_string_equal(code_show(arena, "204817"), "204817");
	arena_free(arena);
}

static struct sign_in
sign_in_with(const struct key *key, struct hash *hash, int64_t contact, enum code_channel channel, int tries)
{
	*hash = code_hash(key, 7, contact, "204817");
	return (struct sign_in){.id = 7,
				.contact_id = contact,
				.channel = channel,
				.tries = tries,
				.code_hash = str_slice(hash->bytes, HASH_SIZE)};
}

TEST(only_the_right_code_of_a_known_person_matches)
{
	const struct key key = {.bytes = "a key"}, other_key = {.bytes = "another key"};
	struct hash hash;
	struct sign_in sign_in = sign_in_with(&key, &hash, 3, CODE_BY_SMS, 1);

	assert_true(code_matches(&key, &sign_in, "204817"));
	assert_false(code_matches(&key, &sign_in, "204818"));
	assert_false(code_matches(&other_key, &sign_in, "204817"));
	sign_in.id = 8; /* the code of another sign-in */
	assert_false(code_matches(&key, &sign_in, "204817"));
	sign_in = sign_in_with(&key, &hash, 0, CODE_BY_MAIL, 1); /* an address nobody has */
	assert_false(code_matches(&key, &sign_in, "204817"));
	sign_in = sign_in_with(&key, &hash, 3, CODE_BY_MAIL, 1);
	sign_in.code_hash = (struct str){NULL, 0};
	assert_false(code_matches(&key, &sign_in, "204817"));
}

TEST(the_fourth_try_at_six_digits_and_the_sixth_at_eight_letters_never_match)
{
	const struct key key = {.bytes = "a key"};
	struct hash hash;
	struct sign_in sms = sign_in_with(&key, &hash, 3, CODE_BY_SMS, 3);
	struct sign_in mail;

	assert_true(code_matches(&key, &sms, "204817"));
	sms.tries = 4;
	assert_false(code_matches(&key, &sms, "204817"));
	mail = sign_in_with(&key, &hash, 3, CODE_BY_MAIL, 5);
	assert_true(code_matches(&key, &mail, "204817"));
	mail.tries = 6;
	assert_false(code_matches(&key, &mail, "204817"));
}

TEST(the_wait_for_another_code_grows)
{
	struct sign_in sign_in = {.sent_count = 1, .sent_at = 1000};

	assert_int_equal(sign_in_resend_wait(&sign_in, 1000), 30 * SECOND_MS);
	assert_int_equal(sign_in_resend_wait(&sign_in, 1000 + 30 * SECOND_MS), 0);
	sign_in.sent_count = 2;
	assert_int_equal(sign_in_resend_wait(&sign_in, 1000), 60 * SECOND_MS);
	sign_in.sent_count = 3;
	assert_int_equal(sign_in_resend_wait(&sign_in, 1000), 120 * SECOND_MS);
	sign_in.sent_count = 9;
	assert_int_equal(sign_in_resend_wait(&sign_in, 1000), 120 * SECOND_MS);
}
