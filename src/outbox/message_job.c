/* message_job: hands messages to the gateways, one job each, and looks after those that wait. */
#include "outbox/message.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/instant.h"
#include "core/event.h"
#include "mail/mail.h"
#include "sms/sms.h"
#include "sys/clock.h"

#include <string.h>

enum {
	SEND_ATTEMPTS = 19, /* about three days */
	SEND_LIMIT_MS = 2 * MINUTE_MS,
	HEAD_START_MS = DAY_MS, /* by which codes overtake what has been queued for less than a day */
	QUEUE_AT_ONCE = 500,
};

enum outcome { OUTCOME_SENT, OUTCOME_LATER, OUTCOME_NEVER, OUTCOME_EXPIRED };

/* A try, from the job's run to the transaction that records it. */
struct sending {
	const struct message *message;
	const struct sender *sender; /* NULL: the program itself */
	enum outcome outcome;
	const char *error;
};

void
message_queue(struct tx *tx, int64_t id, bool secret)
{
	struct doc *payload = doc_object(tx_arena(tx));
	char text[ID_LENGTH + 1];

	id_print(text, id);
	doc_set_id(payload, "message", id);
	job_add(tx, "message.send", payload, secret ? clock_now() - HEAD_START_MS : 0,
		arena_printf(tx_arena(tx), "message:%s", text));
}

/* "retour+TOKEN@example.fr": what comes back says by its address what it is about (VERP). */
static const char *
return_address(const struct house *house, struct arena *arena, const char *token)
{
	const char *address = house->config->return_address;
	const char *at = strchr(address, '@');

	return arena_printf(arena, "%.*s+%s%s", (int)(at - address), address, token, at);
}

/* Where reports can come to, they are asked for. */
static void
ask_reports(const struct house *house, struct arena *arena, const struct message *message, struct mail *mail)
{
	if (house->config->return_address == NULL)
		return;
	mail->envelope_id = message_token(house, arena, message->id);
	mail->return_address = return_address(house, arena, mail->envelope_id);
}

static enum outcome
send_mail(struct job *job, struct sending *sending)
{
	static const enum outcome outcomes[] = {
		[MAIL_SENT] = OUTCOME_SENT, [MAIL_LATER] = OUTCOME_LATER, [MAIL_NEVER] = OUTCOME_NEVER};
	const struct house *house = job->context;
	const struct message *message = sending->message;
	const struct sender *sender = sending->sender;
	bool own = sender != NULL && !text_empty(sender->sender_address);
	struct mail mail = {
		.from_name = sender == NULL		       ? NULL
			     : text_empty(sender->sender_name) ? sender->name
							       : sender->sender_name,
		.from_address = own ? sender->sender_address : house->config->mail_from,
		.reply_to = !own && sender != NULL && !text_empty(sender->email) ? sender->email : NULL,
		.to_name = message->to_name,
		.to_address = message->to_address,
		.subject = message->subject,
		.text = message->body_text,
		.html = message->body_html,
		.message_id = message->message_id,
		.stop_link = message->stop_link,
		.date = message->created_at,
		.automatic = true,
	};

	ask_reports(house, job->arena, message, &mail);
	return outcomes[mail_send(job->arena, house->config->smtp_url, &mail, &sending->error)];
}

static enum outcome
send_sms(struct job *job, struct sending *sending)
{
	static const enum outcome outcomes[] = {
		[SMS_SENT] = OUTCOME_SENT, [SMS_LATER] = OUTCOME_LATER, [SMS_NEVER] = OUTCOME_NEVER};
	const struct house *house = job->context;
	const struct message *message = sending->message;

	return outcomes[sms_send(job->arena, house->config->sms_url, message->to_address, message->body_text,
				 message->message_id, &sending->error)];
}

/* Whoever wrote it hears of it: a code may go another way, an invitation is known to have bounced. */
static void
record_failure(struct tx *tx, struct job *job, const struct sending *sending)
{
	const struct message *message = sending->message;

	message_record_error(tx, message->id, MESSAGE_FAILED, sending->error);
	event_emit(job->context, tx,
		   &(struct event){.kind = "message.failed", .object = message->id, .title = message->kind});
}

static void
record_sent(struct tx *tx, struct job *job, const struct message *message)
{
	message_record_sent(tx, message->id, clock_now());
	event_emit(job->context, tx,
		   &(struct event){.kind = "message.sent", .object = message->id, .title = message->kind});
}

static void
record(struct tx *tx, struct job *job)
{
	const struct sending *sending = job->state;

	switch (sending->outcome) {
	case OUTCOME_SENT:
		record_sent(tx, job, sending->message);
		break;
	case OUTCOME_LATER:
		message_record_error(tx, sending->message->id, MESSAGE_WAITING, sending->error);
		break;
	case OUTCOME_NEVER:
		record_failure(tx, job, sending);
		break;
	case OUTCOME_EXPIRED:
		message_record_expired(tx, sending->message->id);
		break;
	}
}

/* False when the database did not answer; *sending is NULL when there is nothing to send any more. */
static bool
load(struct job *job, struct sending **sending)
{
	const char *text = doc_get_text(job->payload, "message");
	struct tx *tx = db_read(job->db, job->arena);
	struct message *message;
	bool fine;
	int64_t id;

	*sending = NULL;
	message = id_parse(str_of(text), &id) ? message_itself(tx, id) : NULL;
	if (message != NULL && message->state == MESSAGE_WAITING) {
		*sending = arena_make(job->arena, struct sending);
		(*sending)->message = message;
		(*sending)->sender = message->company_id == 0 ? NULL : sender_of_company(tx, message->company_id);
	}
	fine = tx_trouble(tx) == DB_FINE;
	db_read_end(tx);
	return fine;
}

static enum outcome
try_to_send(struct job *job, struct sending *sending)
{
	enum outcome outcome;

	if (message_has_expired(sending->message, clock_now()))
		return OUTCOME_EXPIRED;
	outcome = sending->message->channel == MESSAGE_MAIL ? send_mail(job, sending) : send_sms(job, sending);
	return outcome == OUTCOME_LATER && job->attempt >= SEND_ATTEMPTS ? OUTCOME_NEVER : outcome;
}

/* A message that nothing can carry stays as it is: the sweep finds it once a gateway is configured. */
static enum job_result
run_send(struct job *job)
{
	struct sending *sending;

	if (!load(job, &sending)) {
		job->error = "The database did not answer.";
		return JOB_RETRY;
	}
	if (sending == NULL || !message_can_go(job->context, sending->message->channel))
		return JOB_DONE;
	sending->outcome = try_to_send(job, sending);
	job->state = sending;
	job->finish = record;
	job->error = sending->error;
	return sending->outcome == OUTCOME_LATER ? JOB_RETRY : JOB_DONE;
}

/* A page of waiting messages that get their job again, unless it is there. */
struct queueing {
	enum message_channel channel;
	int64_t after;
	size_t count;
};

static void
queue_page(struct tx *tx, void *data)
{
	struct queueing *page = data;
	const int64_t *ids =
		message_waiting_after(tx, page->channel, page->after, clock_now(), QUEUE_AT_ONCE, &page->count);

	for (size_t i = 0; i < page->count; i++)
		message_queue(tx, ids[i], false);
	if (page->count > 0)
		page->after = ids[page->count - 1];
}

static bool
queue_channel(struct job *job, enum message_channel channel)
{
	struct queueing page = {.channel = channel};
	int64_t after = 0;

	do {
		page.after = after;
		if (db_write(job->db, job->arena, queue_page, &page) != DB_FINE)
			return false;
		after = page.after;
	} while (page.count == QUEUE_AT_ONCE);
	return true;
}

static void
expire(struct tx *tx, void *data)
{
	(void)data;
	message_expire_all(tx, clock_now());
}

/* Codes nobody could carry lose their text in time; messages that waited for a gateway set out once there is one. */
static enum job_result
run_sweep(struct job *job)
{
	bool fine = db_write(job->db, job->arena, expire, NULL) == DB_FINE;

	for (enum message_channel channel = MESSAGE_MAIL; fine && channel <= MESSAGE_SMS; channel++)
		if (message_can_go(job->context, channel))
			fine = queue_channel(job, channel);
	if (!fine)
		job->error = "The database did not answer.";
	return fine ? JOB_DONE : JOB_RETRY;
}

const struct job_kind message_jobs[MESSAGE_JOBS] = {
	{.name = "message.send", .run = run_send, .attempts = SEND_ATTEMPTS, .limit_ms = SEND_LIMIT_MS},
	{.name = "message.sweep", .run = run_sweep, .every_ms = MINUTE_MS},
	{.name = "message.reports", .run = reports_run, .limit_ms = 15 * MINUTE_MS, .every_ms = 3 * MINUTE_MS},
};
