/* message_store_test: what becomes of messages with and without gateways, and what is left of their secrets. */
#include "outbox/message.h"

#include "base/arena.h"
#include "base/instant.h"
#include "base/test.h"
#include "core/house_test.h"
#include "db/db_testing.h"
#include "mail/mail_sink_test.h"
#include "outbox/outbox.h"
#include "sys/clock.h"

#include <string.h>

static const struct viewer administrator = {.kind = VIEWER_STAFF, .staff = 1, .theme = ""};

struct errand {
	const struct house *house;
	struct message_new message;
	int64_t id;
	bool yes;
};

static void
write_mail(struct tx *tx, void *data)
{
	struct errand *errand = data;

	errand->id = outbox_mail(errand->house, tx, &errand->message);
}

static struct doc *
code_doc(struct arena *arena)
{
	struct doc *doc = doc_object(arena);

	doc_set_text(doc, "code", "K7QM-2XWD");
	doc_set_text(doc, "link", "http://espace.example.fr/p/demo/sign-in/link/x");
	doc_set_text(doc, "first_name", "Marie <3");
	doc_set_null(doc, "failed_number");
	doc_set_int(doc, "minutes", 10);
	return doc;
}

static struct errand
new_errand(const struct house *house, struct arena *arena, bool secret)
{
	return (struct errand){.house = house,
			       .message = {.kind = "mail_sign_in_code",
					   .document = code_doc(arena),
					   .to_address = "marie@example.fr",
					   .to_name = "Marie Durand",
					   .secret = secret,
					   .expires_at = clock_now() + 10 * MINUTE_MS}};
}

static void
write(struct db *db, struct arena *arena, struct errand *errand)
{
	assert_int_equal(db_write(db, arena, write_mail, errand), DB_FINE);
}

static struct message *
read_back(struct db *db, struct arena *arena, int64_t id)
{
	struct tx *tx = db_read(db, arena);
	struct message *message = message_itself(tx, id);

	db_read_end(tx);
	assert_non_null(message);
	return message;
}

static void
start_rules(void)
{
	static const struct access_rule *rules[1];
	static size_t count[1];

	rules[0] = outbox.access;
	count[0] = outbox.access_count;
	access_start(rules, count, 1);
}

static void
run_jobs(const struct house *house)
{
	job_run_due(house->db, message_jobs, MESSAGE_JOBS, (void *)house);
}

TEST_BOTH_ENGINES_WITH(house_migrate, a_mail_is_written_as_text_and_as_html)
{
	const struct house *house = house_for_test(arena, db, NULL);
	struct errand errand = new_errand(house, arena, true);
	const struct message *message;

	write(db, arena, &errand);
	message = read_back(db, arena, errand.id);
	assert_string_equal(message->subject, "Your code to log in – Maison Essai");
	assert_non_null(strstr(message->body_text, "Hello Marie <3,"));
	assert_non_null(strstr(message->body_text, "\n    K7QM-2XWD\n"));
	assert_null(strstr(message->body_text, "Subject:"));
	assert_non_null(strstr(message->body_html, "Hello Marie &lt;3,"));
	assert_non_null(strstr(message->body_html, "K7QM-2XWD"));
	assert_non_null(strstr(message->message_id, ".parvis@espace.example.fr>"));
	assert_int_equal(message->state, MESSAGE_WAITING);
	assert_int_equal(message->try_count, 0);
}

TEST_BOTH_ENGINES_WITH(house_migrate, without_a_gateway_a_code_waits_readable_until_its_time_has_passed)
{
	const struct house *house = house_for_test(arena, db, NULL);
	struct errand errand = new_errand(house, arena, true);
	const struct message *message;

	write(db, arena, &errand);
	run_jobs(house);
	message = read_back(db, arena, errand.id);
	assert_int_equal(message->state, MESSAGE_WAITING);
	assert_true(message_is_readable(house, message));
	clock_shift(10 * MINUTE_MS + 1);
	run_jobs(house);
	message = read_back(db, arena, errand.id);
	clock_shift(0);
	assert_int_equal(message->state, MESSAGE_EXPIRED);
	assert_string_equal(message->body_text, "");
	assert_null(message->body_html);
}

TEST_BOTH_ENGINES_WITH(house_migrate, messages_that_waited_set_out_once_there_is_a_gateway)
{
	const struct house *before = house_for_test(arena, db, NULL);
	struct errand secret = new_errand(before, arena, true), plain = new_errand(before, arena, false);
	struct mail_sink sink = {.greeting = NULL};
	struct config config = {.smtp_url = NULL};
	const struct house *after;

	write(db, arena, &secret);
	run_jobs(before);
	mail_sink_start(&sink);
	config.smtp_url = arena_printf(arena, "smtp://127.0.0.1:%d", sink.port);
	after = house_for_test(arena, db, &config);
	clock_shift(2 * MINUTE_MS);
	run_jobs(after);
	clock_shift(0);
	mail_sink_stop(&sink);
	assert_non_null(strstr(sink.message, "K7QM-2XWD"));
	assert_int_equal(read_back(db, arena, secret.id)->state, MESSAGE_SENT);
	assert_string_equal(read_back(db, arena, secret.id)->body_text, "");
	mail_sink_start(&sink);
	config.smtp_url = arena_printf(arena, "smtp://127.0.0.1:%d", sink.port);
	plain.house = house_for_test(arena, db, &config);
	write(db, arena, &plain);
	run_jobs(plain.house);
	mail_sink_stop(&sink);
	assert_int_equal(read_back(db, arena, plain.id)->state, MESSAGE_SENT);
	assert_int_equal(read_back(db, arena, plain.id)->try_count, 1);
	assert_non_null(strstr(read_back(db, arena, plain.id)->body_text, "K7QM-2XWD"));
}

TEST_BOTH_ENGINES_WITH(house_migrate, an_expired_code_is_never_sent_late)
{
	struct config config = {.smtp_url = "smtp://127.0.0.1:1"};
	const struct house *house = house_for_test(arena, db, &config);
	struct errand errand = new_errand(house, arena, true);
	const struct message *message;

	write(db, arena, &errand);
	run_jobs(house); /* nobody listens there */
	message = read_back(db, arena, errand.id);
	assert_int_equal(message->state, MESSAGE_WAITING);
	assert_non_null(message->error);
	assert_int_equal(message->try_count, 1);
	clock_shift(11 * MINUTE_MS);
	run_jobs(house);
	message = read_back(db, arena, errand.id);
	clock_shift(0);
	assert_int_equal(message->state, MESSAGE_EXPIRED);
	assert_int_equal(message->try_count, 1);
	assert_string_equal(message->body_text, "");
}

static void
retry(struct tx *tx, void *data)
{
	struct errand *errand = data;

	errand->yes = message_wait_again(tx, &administrator, errand->id, clock_now());
}

TEST_BOTH_ENGINES_WITH(house_migrate, a_refused_message_failed_and_can_wait_again)
{
	struct mail_sink sink = {.recipient = "550 No such mailbox\r\n"};
	struct config config = {.smtp_url = NULL};
	const struct house *house;
	struct errand errand;
	const struct message *message;

	start_rules();
	mail_sink_start(&sink);
	config.smtp_url = arena_printf(arena, "smtp://127.0.0.1:%d", sink.port);
	house = house_for_test(arena, db, &config);
	errand = new_errand(house, arena, false);
	write(db, arena, &errand);
	run_jobs(house);
	mail_sink_stop(&sink);
	message = read_back(db, arena, errand.id);
	assert_int_equal(message->state, MESSAGE_FAILED);
	assert_non_null(message->error);
	assert_int_equal(db_write(db, arena, retry, &errand), DB_FINE);
	assert_true(errand.yes);
	assert_int_equal(read_back(db, arena, errand.id)->state, MESSAGE_WAITING);
	assert_int_equal(db_write(db, arena, retry, &errand), DB_FINE);
	assert_false(errand.yes);
}

TEST_BOTH_ENGINES_WITH(house_migrate, the_outbox_is_listed_newest_first_and_filtered)
{
	const struct house *house = house_for_test(arena, db, NULL);
	struct errand first = new_errand(house, arena, true), second = new_errand(house, arena, false);
	const struct viewer nobody = {.kind = VIEWER_NOBODY};
	const struct message *messages;
	struct tx *tx;
	size_t count;

	start_rules();
	write(db, arena, &first);
	write(db, arena, &second);
	tx = db_read(db, arena);
	messages = message_list(tx, &administrator, -1, -1, INT64_MAX, 10, &count);
	assert_int_equal(count, 2);
	assert_int_equal(messages[0].id, second.id);
	messages = message_list(tx, &administrator, MESSAGE_WAITING, MESSAGE_MAIL, second.id, 10, &count);
	assert_int_equal(count, 1);
	assert_int_equal(messages[0].id, first.id);
	message_list(tx, &administrator, MESSAGE_SENT, -1, INT64_MAX, 10, &count);
	assert_int_equal(count, 0);
	message_list(tx, &administrator, -1, MESSAGE_SMS, INT64_MAX, 10, &count);
	assert_int_equal(count, 0);
	message_list(tx, &nobody, -1, -1, INT64_MAX, 10, &count);
	assert_int_equal(count, 0);
	assert_null(message_find(tx, &nobody, first.id));
	assert_non_null(message_find(tx, &administrator, first.id));
	db_read_end(tx);
}

static void
erase(struct tx *tx, void *data)
{
	(void)data;
	message_erase_person(tx, 3);
}

TEST_BOTH_ENGINES_WITH(house_migrate, a_persons_messages_are_exported_without_codes_and_erased)
{
	const struct house *house = house_for_test(arena, db, NULL);
	struct errand errand = new_errand(house, arena, true), other = new_errand(house, arena, true);
	struct doc *person = doc_object(arena);
	struct builder json = builder_new(arena, 0);
	struct tx *tx;

	errand.message.contact = 3;
	other.message.contact = 4;
	other.message.to_address = "paul@example.fr";
	write(db, arena, &errand);
	write(db, arena, &other);
	tx = db_read(db, arena);
	message_export_person(tx, 3, person);
	db_read_end(tx);
	doc_print_json(person, NULL, &json);
	assert_non_null(strstr(builder_text(&json), "marie@example.fr"));
	assert_null(strstr(builder_text(&json), "paul@example.fr"));
	assert_null(strstr(builder_text(&json), "K7QM"));
	assert_int_equal(db_write(db, arena, erase, NULL), DB_FINE);
	tx = db_read(db, arena);
	assert_null(message_itself(tx, errand.id));
	assert_non_null(message_itself(tx, other.id));
	db_read_end(tx);
}
