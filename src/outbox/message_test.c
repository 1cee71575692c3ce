/* message_test: subjects and codes are found in texts, and ink stays readable on any colour. */
#include "outbox/message.h"

#include "base/arena.h"
#include "base/instant.h"
#include "base/test.h"

TEST(a_subject_is_the_first_line)
{
	struct arena *arena = arena_new(0);
	const char *subject;

	assert_string_equal(message_split_subject(arena, "Subject: Your code \n\nHello,\n", &subject), "Hello,\n");
	assert_string_equal(subject, "Your code");
	assert_string_equal(message_split_subject(arena, "Hello", &subject), "Hello");
	assert_null(subject);
	assert_string_equal(message_split_subject(arena, "Subject: alone", &subject), "");
	assert_string_equal(subject, "alone");
	arena_free(arena);
}

TEST(a_code_is_found_in_a_text)
{
	struct arena *arena = arena_new(0);

	assert_string_equal(message_code(arena, "Here it is:\n\n    K7QM-2XWD\n"), "K7QM-2XWD");
	assert_string_equal(message_code(arena, "your code is 204817. Give it to nobody.\n@host #204817"), "204817");
	assert_null(message_code(arena, "Call 0612345678 before 12:30, room 12345."));
	assert_null(message_code(arena, ""));
	arena_free(arena);
}

TEST(ink_reads_on_its_ground)
{
	assert_string_equal(message_ink("#ffd400"), "#000000");
	assert_string_equal(message_ink("#ffffff"), "#000000");
	assert_string_equal(message_ink("#0f766e"), "#ffffff");
	assert_string_equal(message_ink("#0a1f44"), "#ffffff");
	assert_string_equal(message_ink("#000000"), "#ffffff");
	assert_string_equal(message_ink(NULL), "#ffffff");
}

TEST(a_secret_is_only_read_while_nothing_carries_it)
{
	struct config config = {.smtp_url = "smtp://mail.example.fr"};
	struct house house = {.config = &config};
	struct message mail = {.channel = MESSAGE_MAIL, .secret = true}, sms = {.channel = MESSAGE_SMS, .secret = true};

	assert_false(message_is_readable(&house, &mail));
	assert_true(message_is_readable(&house, &sms));
	mail.secret = false;
	assert_true(message_is_readable(&house, &mail));
	mail.secret = true;
	config.demo = true;
	assert_true(message_is_readable(&house, &mail));
}

TEST(a_message_expires_at_its_instant)
{
	struct message message = {.expires_at = 1000};

	assert_false(message_has_expired(&message, 999));
	assert_true(message_has_expired(&message, 1000));
	message.expires_at = NO_INSTANT;
	assert_false(message_has_expired(&message, INT64_MAX));
}
