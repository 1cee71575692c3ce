/* message_report_test: which reports about mails are believed, and what they change. */
#include "outbox/message_report.h"

#include "base/arena.h"
#include "base/instant.h"
#include "base/test.h"
#include "core/house_test.h"
#include "db/db_testing.h"
#include "mail/mail_sink_test.h"
#include "outbox/message.h"
#include "outbox/outbox.h"
#include "sys/clock.h"

#include <string.h>

/* One mail of the outbox, and what is reported of it. */
struct reported {
	const struct house *house;
	int64_t id;
	bool secret;
	struct report report;
	enum report_outcome outcome;
	const char *sql;
};

static void
write_mail(struct tx *tx, void *data)
{
	struct reported *reported = data;
	struct doc *doc = doc_object(tx_arena(tx));

	doc_set_text(doc, "code", "K7QM-2XWD");
	doc_set_text(doc, "link", "http://espace.example.fr/x");
	doc_set_text(doc, "first_name", "Marie");
	doc_set_null(doc, "failed_number");
	doc_set_int(doc, "minutes", 10);
	reported->id = outbox_mail(reported->house, tx,
				   &(struct message_new){.kind = "mail_sign_in_code",
							 .document = doc,
							 .to_address = "marie@example.fr",
							 .secret = reported->secret,
							 .expires_at = NO_INSTANT});
}

static void
take(struct tx *tx, void *data)
{
	struct reported *reported = data;

	reported->outcome = message_take_report(reported->house, tx, &reported->report);
}

static enum report_outcome
outcome_of(struct reported *reported, struct arena *arena, enum report_fate fate, const char *traces)
{
	reported->report = (struct report){.fate = fate, .reason = "550 5.1.1 No such user", .traces = traces};
	assert_int_equal(db_write(reported->house->db, arena, take, reported), DB_FINE);
	return reported->outcome;
}

static const struct message *
message_now(const struct reported *reported, struct arena *arena)
{
	struct tx *tx = db_read(reported->house->db, arena);
	const struct message *message = message_itself(tx, reported->id);

	db_read_end(tx);
	assert_non_null(message);
	return message;
}

static void
run_sql(struct tx *tx, void *data)
{
	const struct reported *reported = data;

	db_run(tx, reported->sql, db_int(reported->id));
}

static void
change(struct reported *reported, struct arena *arena, const char *sql)
{
	reported->sql = sql;
	assert_int_equal(db_write(reported->house->db, arena, run_sql, reported), DB_FINE);
}

static const char *
traces_of(const struct reported *reported, struct arena *arena, int64_t id)
{
	return arena_printf(arena, " <Postmaster> retour+%s@example.fr ", message_token(reported->house, arena, id));
}

static struct reported
reported_mail(struct arena *arena, struct db *db, bool secret)
{
	struct reported reported = {.house = house_for_test(arena, db, NULL), .secret = secret};

	assert_int_equal(db_write(db, arena, write_mail, &reported), DB_FINE);
	return reported;
}

TEST_BOTH_ENGINES_WITH(house_migrate, a_mail_that_was_taken_arrives_or_comes_back_later)
{
	struct reported mail = reported_mail(arena, db, true);
	const char *ours = traces_of(&mail, arena, mail.id);

	assert_int_equal(outcome_of(&mail, arena, REPORT_DELIVERED, ours), OUTCOME_EARLY);
	assert_int_equal(message_now(&mail, arena)->state, MESSAGE_WAITING);
	change(&mail, arena, "update message set state = 'sent', body_text = '' where id = $1");
	assert_int_equal(outcome_of(&mail, arena, REPORT_OPEN, ours), OUTCOME_NOTHING);
	assert_int_equal(message_now(&mail, arena)->state, MESSAGE_SENT);
	assert_int_equal(outcome_of(&mail, arena, REPORT_DELIVERED, ours), OUTCOME_DELIVERED);
	assert_int_equal(message_now(&mail, arena)->state, MESSAGE_DELIVERED);
	assert_true(message_now(&mail, arena)->delivered_at != NO_INSTANT);
	assert_int_equal(outcome_of(&mail, arena, REPORT_DELIVERED, ours), OUTCOME_NOTHING);
	assert_int_equal(outcome_of(&mail, arena, REPORT_FAILED, ours), OUTCOME_BOUNCED);
	assert_int_equal(message_now(&mail, arena)->state, MESSAGE_FAILED);
	assert_string_equal(message_now(&mail, arena)->error, "The mail server reported: 550 5.1.1 No such user");
	assert_int_equal(outcome_of(&mail, arena, REPORT_DELIVERED, ours), OUTCOME_NOTHING);
	assert_int_equal(message_now(&mail, arena)->state, MESSAGE_FAILED);
	/* Its code was erased when it was sent: there is nothing to send again. */
	assert_false(message_may_retry(message_now(&mail, arena), clock_now()));
	change(&mail, arena, "update message set body_text = 'x' where id = $1");
	assert_true(message_may_retry(message_now(&mail, arena), clock_now()));
}

TEST_BOTH_ENGINES_WITH(house_migrate, a_forged_report_bounces_nobodys_mail)
{
	struct reported mail = reported_mail(arena, db, false), other = reported_mail(arena, db, false);
	const char *token = message_token(mail.house, arena, mail.id);
	const char *others = message_token(mail.house, arena, other.id);
	struct house stranger = *mail.house;
	char *changed = arena_text(arena, token);
	const char *forged[6];

	stranger.keys.mail.bytes[0] ^= 1;
	changed[28] = changed[28] == 'a' ? 'b' : 'a';
	forged[0] = "";
	forged[1] = arena_printf(arena, "retour+%.13s@example.fr %s", token, mail.house->config->mail_from);
	forged[2] = arena_printf(arena, "retour+%s@example.fr", changed);
	forged[3] = arena_printf(arena, "retour+%.13s%s@example.fr", token, others + 13);
	forged[4] = arena_printf(arena, "retour+%sx@example.fr", token);
	forged[5] = arena_printf(arena, "retour+%s@example.fr", message_token(&stranger, arena, mail.id));
	change(&mail, arena, "update message set state = 'sent' where id = $1");
	for (size_t i = 0; i < sizeof forged / sizeof forged[0]; i++)
		assert_int_equal(outcome_of(&mail, arena, REPORT_FAILED, forged[i]), OUTCOME_DROPPED);
	assert_int_equal(message_now(&mail, arena)->state, MESSAGE_SENT);
	/* The right one is found among others. */
	assert_int_equal(outcome_of(&mail, arena, REPORT_FAILED, arena_printf(arena, "%s %s", forged[2], token)),
			 OUTCOME_BOUNCED);
	assert_int_equal(message_now(&other, arena)->state, MESSAGE_WAITING);
	change(&mail, arena, "delete from message where id = $1");
	assert_int_equal(outcome_of(&mail, arena, REPORT_FAILED, token), OUTCOME_NOTHING);
}

TEST_BOTH_ENGINES_WITH(house_migrate, mails_bear_their_identifier_where_reports_are_read)
{
	struct mail_sink sink = {.ehlo = "250-sink\r\n250 DSN"};
	struct config config = {.return_address = "retour@example.fr"};
	struct reported mail = {.house = NULL};
	const char *token;

	mail_sink_start(&sink);
	config.smtp_url = arena_printf(arena, "smtp://127.0.0.1:%d", sink.port);
	mail.house = house_for_test(arena, db, &config);
	assert_int_equal(db_write(db, arena, write_mail, &mail), DB_FINE);
	job_run_due(db, message_jobs, MESSAGE_JOBS, (void *)mail.house);
	mail_sink_stop(&sink);
	token = message_token(mail.house, arena, mail.id);
	assert_int_equal(strlen(token), 29);
	assert_non_null(
		strstr(sink.commands,
		       arena_printf(arena, "MAIL FROM:<retour+%s@example.fr> RET=HDRS ENVID=<%s>", token, token)));
	assert_int_equal(message_now(&mail, arena)->state, MESSAGE_SENT);
	assert_int_equal(outcome_of(&mail, arena, REPORT_DELIVERED, token), OUTCOME_DELIVERED);
}
