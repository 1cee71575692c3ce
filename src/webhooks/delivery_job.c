/* delivery_job: one thread sends for all webhooks at the same time, one request each, so that nobody waits for another.
 */
#include "base/arena.h"
#include "base/id.h"
#include "core/house.h"
#include "core/staff_viewer.h"
#include "egress/egress.h"
#include "sys/clock.h"
#include "webhooks/delivery.h"
#include "webhooks/webhook_store.h"

#include <inttypes.h>

enum {
	AT_ONCE = 32,
	WINDOW_MS = MINUTE_MS, /* how long a run takes new ones up; the next one then takes over */
	LOOK_MS = 200,	       /* for what became due meanwhile */
	LEAST_PAUSE_MS = SECOND_MS,
	SWEPT_AT_ONCE = 500,
	REFUSED_STEP = 3, /* where our own rules say no, asking again soon is no use */
};

static const char closed_reason[] = N_("The person in whose name it looks may no longer sign in.");
static const char gone_reason[] = N_("Its server answered that it wants nothing any more (410).");
static const char failing_reason[] = N_("For three days nothing could be delivered.");

/* One request: from its claim to the transaction that records it. */
struct parcel {
	struct arena *arena;
	const struct house *house;
	struct delivery *delivery;
	struct webhook *webhook;
	const char *const *hosts, *const *headers;
	struct str body;
	bool closed;  /* nobody looks any more */
	bool unknown; /* the database did not say */
	struct egress_answer answer;
	const char *stop; /* why the webhook is to be stopped; NULL: it is not */
};

struct sending {
	const struct house *house;
	struct job *job;
	struct egress *egress;
	struct parcel *running[AT_ONCE];
	size_t running_count;
};

void
delivery_queue(struct tx *tx)
{
	job_add(tx, "webhook.send", NULL, 0, "webhook.send");
}

struct delivery
delivery_test(int64_t webhook)
{
	int64_t id = id_new(), now = clock_now();

	return (struct delivery){.id = id,
				 .message_id = id,
				 .webhook_id = webhook,
				 .kind = EVENT_TEST,
				 .happened_at = now,
				 .urgent = true,
				 .next_at = now,
				 .tried_at = NO_INSTANT,
				 .ended_at = NO_INSTANT};
}

/* ---- before ---- */

struct claiming {
	int64_t webhook;
	struct delivery *delivery;
};

static void
claim(struct tx *tx, void *data)
{
	struct claiming *claiming = data;
	int64_t now = clock_now();

	claiming->delivery = delivery_claim(tx, claiming->webhook, now);
	if (claiming->delivery == NULL)
		webhook_note_free(tx, claiming->webhook, now);
}

static const char *
signatures(struct parcel *parcel, const char *id, int64_t now)
{
	struct arena *arena = parcel->arena;
	const struct webhook *webhook = parcel->webhook;
	const char *text = NULL;
	struct str secret;

	if (secret_unseal(arena, parcel->house, webhook->id, webhook->secret, &secret))
		text = signature(arena, secret, id, now, parcel->body);
	if (webhook->old_until != NO_INSTANT && webhook->old_until > now &&
	    secret_unseal(arena, parcel->house, webhook->id, webhook->old_secret, &secret))
		text = arena_printf(arena, "%s%s%s", text == NULL ? "" : text, text == NULL ? "" : " ",
				    signature(arena, secret, id, now, parcel->body));
	return text == NULL ? "" : text;
}

static void
make_headers(struct parcel *parcel)
{
	struct arena *arena = parcel->arena;
	const char **headers = arena_make_array(arena, const char *, 5);
	const char *id = message_name(arena, parcel->delivery->message_id);
	int64_t now = clock_now();

	headers[0] = "Content-Type: application/json";
	headers[1] = arena_printf(arena, "webhook-id: %s", id);
	headers[2] = arena_printf(arena, "webhook-timestamp: %" PRId64, now / SECOND_MS);
	headers[3] = arena_printf(arena, "webhook-signature: %s", signatures(parcel, id, now));
	parcel->headers = headers;
}

/* What is said, read now through the plan of the one who looks. False: there is nothing to say. */
static bool
make_body(struct parcel *parcel, struct tx *tx, const struct viewer *viewer)
{
	struct delivery *delivery = parcel->delivery;
	int64_t version;
	struct doc *told = told_doc(tx, parcel->house, viewer, delivery, &version);
	char hash[HASH_SIZE * 2 + 1];
	struct hash digest;

	if (told == NULL)
		told = told_gone(tx, parcel->house, delivery);
	if (told == NULL)
		return false;
	parcel->body = str_of(told_printed(parcel->arena, told));
	digest = sha256(parcel->body);
	hash_print(hash, &digest);
	delivery->body_hash = arena_text(parcel->arena, hash);
	delivery->body_size = (int64_t)parcel->body.length;
	delivery->sent_version = version;
	return true;
}

/* True: it can be sent. */
static bool
prepare(struct parcel *parcel)
{
	struct tx *tx = db_read(parcel->house->db, parcel->arena);
	const struct viewer *viewer;
	bool ready = false;

	parcel->webhook = webhook_read(tx, parcel->delivery->webhook_id);
	viewer = parcel->webhook == NULL ? NULL : viewer_of_staff(tx, parcel->webhook->staff_id);
	parcel->closed = parcel->webhook != NULL && viewer == NULL && parcel->delivery->module != NULL;
	if (parcel->webhook != NULL && !parcel->closed) {
		parcel->hosts = egress_hosts(tx);
		ready = make_body(parcel, tx, viewer);
	}
	parcel->unknown = tx_trouble(tx) != DB_FINE;
	ready = ready && !parcel->unknown;
	db_read_end(tx);
	if (ready)
		make_headers(parcel);
	return ready;
}

/* ---- after ---- */

static const char *
error_of(const struct egress_answer *answer)
{
	if (answer->error != NULL)
		return answer->error;
	if (answer->status >= 300 && answer->status <= 399)
		return N_("The server answered with a redirect, which is not followed.");
	return N_("The server did not accept it.");
}

static void
judge_failure(struct parcel *parcel, int64_t now)
{
	struct delivery *delivery = parcel->delivery;
	int step = delivery->attempt_count;
	int64_t delay;

	if (parcel->answer.outcome == EGRESS_REFUSED && step < REFUSED_STEP)
		step = REFUSED_STEP;
	delay = delivery->urgent ? -1 : retry_delay_ms(step);
	delivery->error = error_of(&parcel->answer);
	delivery->state = delay < 0 ? DELIVERY_GIVEN_UP : DELIVERY_FAILED;
	delivery->ended_at = delay < 0 ? now : NO_INSTANT;
	delivery->next_at = delay < 0 ? delivery->next_at : now + delay;
	if (parcel->answer.status == 410) {
		delivery->state = DELIVERY_GIVEN_UP;
		delivery->ended_at = now;
		parcel->stop = gone_reason;
	}
}

static void
judge(struct parcel *parcel)
{
	struct delivery *delivery = parcel->delivery;
	const struct egress_answer *answer = &parcel->answer;
	int64_t now = clock_now();

	delivery->status = answer->status;
	delivery->duration_ms = answer->duration_ms;
	delivery->answer = text_empty(answer->text) ? NULL : answer->text;
	delivery->error = NULL;
	if (answer->status >= 200 && answer->status <= 299) {
		delivery->state = DELIVERY_DELIVERED;
		delivery->ended_at = now;
	} else {
		judge_failure(parcel, now);
	}
}

static void
note_webhook(struct tx *tx, struct parcel *parcel, int64_t now)
{
	int64_t id = parcel->delivery->webhook_id;
	const struct webhook *webhook = webhook_read(tx, id);

	if (webhook == NULL)
		return;
	if (parcel->delivery->state == DELIVERY_DELIVERED) {
		webhook_note_success(tx, id, now);
	} else if (parcel->delivery->urgent || parcel->delivery->state == DELIVERY_SKIPPED) {
		webhook_note_free(tx, id, now);
	} else {
		webhook_note_failure(tx, id, now, now + rest_ms(webhook->failure_count + 1));
		if (webhook->failing_since != NO_INSTANT && now - webhook->failing_since >= STOP_AFTER_MS)
			parcel->stop = failing_reason;
	}
	if (parcel->stop != NULL)
		webhook_stop(parcel->house, tx, webhook, parcel->stop);
}

static void
record(struct tx *tx, void *data)
{
	struct parcel *parcel = data;

	if (delivery_record(tx, parcel->delivery))
		note_webhook(tx, parcel, clock_now());
}

/* The webhook is stopped; what it was to be told waits as it was. */
static void
put_back(struct tx *tx, void *data)
{
	struct parcel *parcel = data;
	int64_t now = clock_now();

	parcel->delivery->next_at = now;
	if (!delivery_record(tx, parcel->delivery))
		return;
	webhook_note_free(tx, parcel->webhook->id, now);
	webhook_stop(parcel->house, tx, parcel->webhook, closed_reason);
}

/* The process ends before the answer came: it is sent again once there is another. */
static void
release(struct tx *tx, void *data)
{
	struct parcel *parcel = data;
	int64_t now = clock_now();

	parcel->delivery->next_at = now;
	if (delivery_record(tx, parcel->delivery))
		webhook_note_free(tx, parcel->delivery->webhook_id, now);
}

/* A result that could not be written is as a request that never came back: it is made again when its claim has passed.
 */
static void
finish(struct parcel *parcel, db_body body)
{
	db_write(parcel->house->db, parcel->arena, body, parcel);
	arena_free(parcel->arena);
}

static void
skip(struct parcel *parcel)
{
	parcel->delivery->state = DELIVERY_SKIPPED;
	parcel->delivery->ended_at = clock_now();
	parcel->delivery->error = NULL;
	finish(parcel, record);
}

/* ---- the run ---- */

static void
start(struct sending *sending, int64_t webhook)
{
	struct arena *arena = arena_new(0);
	struct claiming claiming = {.webhook = webhook};
	struct parcel *parcel = arena_make(arena, struct parcel);

	*parcel = (struct parcel){.arena = arena, .house = sending->house};
	if (db_write(sending->house->db, arena, claim, &claiming) != DB_FINE || claiming.delivery == NULL) {
		arena_free(arena);
		return;
	}
	parcel->delivery = claiming.delivery;
	if (prepare(parcel)) {
		sending->running[sending->running_count++] = parcel;
		egress_post(sending->egress, &(struct egress_request){.url = parcel->webhook->url,
								      .hosts = parcel->hosts,
								      .headers = parcel->headers,
								      .body = parcel->body,
								      .data = parcel});
	} else if (parcel->unknown) {
		arena_free(parcel->arena); /* as one that never came back */
	} else if (parcel->closed) {
		finish(parcel, put_back);
	} else {
		skip(parcel);
	}
}

/* How many webhooks had something due. */
static size_t
start_due(struct sending *sending, struct arena *arena)
{
	struct tx *tx = db_read(sending->house->db, arena);
	size_t count;
	int64_t *due = delivery_due(tx, clock_now(), AT_ONCE - sending->running_count, &count);

	db_read_end(tx);
	for (size_t i = 0; i < count; i++)
		start(sending, due[i]);
	return count;
}

static void
relay(struct tx *tx, void *data)
{
	(void)data;
	job_add(tx, "webhook.send", NULL, 0, "webhook.relay");
}

static void
forget(struct sending *sending, const struct parcel *parcel)
{
	size_t i = 0;

	while (sending->running[i] != parcel)
		i++;
	sending->running[i] = sending->running[--sending->running_count];
}

static void
take_answers(struct sending *sending)
{
	struct arena *arena = arena_new(0);
	struct egress_answer answer;

	if (egress_wait(sending->egress, arena, LOOK_MS, &answer)) {
		struct parcel *parcel = answer.data;

		answer.text = arena_text(parcel->arena, answer.text);
		parcel->answer = answer;
		judge(parcel);
		forget(sending, parcel);
		finish(parcel, record);
	}
	arena_free(arena);
}

static bool
is_stopping(const struct job *job)
{
	return job->stopping != NULL && *job->stopping;
}

/* Every turn of a loop has an arena of its own: a run may send thousands. */
static void
send_all(struct sending *sending)
{
	int64_t until = clock_monotonic() + WINDOW_MS;
	bool relayed = false;

	while (!is_stopping(sending->job)) {
		struct arena *turn = arena_new(0);
		bool open = clock_monotonic() < until;
		size_t due = open && sending->running_count < AT_ONCE ? start_due(sending, turn) : 0;

		if (!open && !relayed && sending->running_count > 0)
			relayed = db_write(sending->house->db, turn, relay, NULL) == DB_FINE;
		arena_free(turn);
		if (sending->running_count > 0)
			take_answers(sending);
		else if (due == 0)
			break;
	}
}

static void
add_wake(struct tx *tx, struct job *job)
{
	int64_t at = delivery_next_at(tx), soonest = clock_now() + LEAST_PAUSE_MS;

	(void)job;
	if (at == NO_INSTANT)
		return;
	if (at < soonest)
		at = soonest;
	job_add(tx, "webhook.wake", NULL, at, arena_printf(tx_arena(tx), "webhook.wake:%" PRId64, at / SECOND_MS));
}

/* What still runs when the process ends is cut. */
enum job_result
delivery_run(struct job *job)
{
	const struct house *house = job->context;
	struct arena *arena = arena_new(0);
	struct sending sending = {.house = house, .job = job, .egress = egress_open(arena, egress_rules_of(house))};

	send_all(&sending);
	arena_free(arena);
	for (size_t i = 0; i < sending.running_count; i++)
		finish(sending.running[i], release);
	job->finish = add_wake;
	return JOB_DONE;
}

static void
queue(struct tx *tx, void *data)
{
	(void)data;
	delivery_queue(tx);
}

enum job_result
delivery_wake(struct job *job)
{
	job->error = "The database did not answer.";
	return db_write(job->db, job->arena, queue, NULL) == DB_FINE ? JOB_DONE : JOB_RETRY;
}

static void
sweep(struct tx *tx, void *data)
{
	int64_t now = clock_now();

	*(int64_t *)data = delivery_sweep(tx, now - WAITING_KEPT_MS, now - log_kept_ms, now, SWEPT_AT_ONCE);
	delivery_queue(tx);
}

enum job_result
delivery_tidy(struct job *job)
{
	int64_t swept;

	do {
		job->error = "The database did not answer.";
		if (db_write(job->db, job->arena, sweep, &swept) != DB_FINE)
			return JOB_RETRY;
	} while (swept >= SWEPT_AT_ONCE);
	return JOB_DONE;
}
