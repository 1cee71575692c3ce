/* delivery: something that a webhook is told: made when it happens, sent by a job, kept in a log. */
#ifndef WEBHOOKS_DELIVERY_H
#define WEBHOOKS_DELIVERY_H

#include "core/feature.h"
#include "job/job.h"
#include "webhooks/webhook.h"

struct module;

enum delivery_state { DELIVERY_WAITING, DELIVERY_FAILED, DELIVERY_DELIVERED, DELIVERY_SKIPPED, DELIVERY_GIVEN_UP };
extern const char *const delivery_state_names[];

struct delivery {
	int64_t id, webhook_id;
	int64_t message_id; /* what the receiver knows it by */
	enum webhook_event kind;
	const char *module; /* NULL, and no record: a test */
	int64_t record_id;
	const char *changed; /* NULL: not known */
	int64_t staff_id;    /* who did it; 0: the program, or no staff user */
	int64_t happened_at;
	enum delivery_state state;
	bool urgent;
	int attempt_count;
	int64_t next_at, tried_at, ended_at; /* NO_INSTANT: none */
	const char *error;
	int status; /* 0: no answer */
	int64_t duration_ms;
	const char *answer;
	int64_t body_size;
	const char *body_hash;
	int64_t sent_version; /* 0: no record was in it */
};

/* ---- delivery_store.c ---- */

void delivery_add(struct tx *tx, const struct delivery *delivery);
/* A change of a record of which something waits for its first request is told with that: whatever is sent is read only
 * then. Adds the names to it. False: nothing waits. */
bool delivery_merge(struct tx *tx, const struct delivery *delivery);
/* Newest first, before that id; `state` -1: all. */
struct delivery *delivery_list(struct tx *tx, const struct viewer *viewer, int64_t webhook, int state, int64_t before,
			       size_t limit, size_t *count);
struct delivery *delivery_find(struct tx *tx, const struct viewer *viewer, int64_t webhook, int64_t id);
/* The newest that was sent or tried of each webhook; NULL: none yet. */
struct delivery *delivery_latest(struct tx *tx, const struct viewer *viewer, int64_t webhook);
int64_t delivery_waiting_count(struct tx *tx, int64_t webhook, int64_t most);
/* Whether the receiver was told of this record: then it may hear that it is gone. */
bool delivery_told(struct tx *tx, int64_t webhook, int64_t record);

/* Whether nothing is left of it, not even in the recycle bin. */
bool record_is_gone(struct tx *tx, const struct module *module, int64_t id);

/* Webhooks that are free and have something due, those served longest ago first. */
int64_t *delivery_due(struct tx *tx, int64_t now, size_t limit, size_t *count);
/* The next thing to tell, now on its way; NULL: none, or another process is at it. */
struct delivery *delivery_claim(struct tx *tx, int64_t webhook, int64_t now);
/* Writes what the request came to; false when it is no longer this claim's. */
bool delivery_record(struct tx *tx, const struct delivery *delivery);
/* When something is due next that waits for nothing but the time; NO_INSTANT: nothing. */
int64_t delivery_next_at(struct tx *tx);
void delivery_try_now(struct tx *tx, int64_t webhook, int64_t now);

/* Gives up what has waited too long, forgets what ended too long ago: at most `limit` rows of each; how many. */
int64_t delivery_sweep(struct tx *tx, int64_t waiting_before, int64_t ended_before, int64_t now, int64_t limit);
void delivery_forget_answers(struct tx *tx, int64_t record);

/* ---- told.c: what is said, as one viewer may hear it ---- */

/* The document of a delivery as `viewer` may see it: {type, timestamp, data}. NULL: they do not see the record, or not
 * any more. *version gets that of the record in it, 0: none is in it. */
struct doc *told_doc(struct tx *tx, const struct house *house, const struct viewer *viewer,
		     const struct delivery *delivery, int64_t *version);
/* Of a record that is gone for good, which the receiver was told of: its id alone. NULL: it is not so. */
struct doc *told_gone(struct tx *tx, const struct house *house, const struct delivery *delivery);
/* The same as it goes out, without blanks. */
const char *told_printed(struct arena *arena, const struct doc *told);
/* The same with a line for each value. */
const char *told_lines(struct arena *arena, const struct doc *told);
/* Whether the viewer sees all that `staff` sees of it: then they may read what the receiver answered, too. */
bool told_alike(struct tx *tx, const struct house *house, const struct viewer *viewer, int64_t staff,
		const struct delivery *delivery);
/* "msg_" and the id. */
const char *message_name(struct arena *arena, int64_t message);

/* ---- delivery_job.c ---- */

/* The jobs look at once. */
void delivery_queue(struct tx *tx);
/* Something for a webhook to be told, ready to be added: a test. */
struct delivery delivery_test(int64_t webhook);
enum job_result delivery_run(struct job *job);	/* "webhook.send" */
enum job_result delivery_wake(struct job *job); /* "webhook.wake": something is due now */
enum job_result delivery_tidy(struct job *job); /* "webhook.sweep": hourly */
enum { SEND_LIMIT_MS = 100 * SECOND_MS };

/* ---- stop.c ---- */

/* Stops the webhook and tells the administrators why (a sentence, N_). */
void webhook_stop(const struct house *house, struct tx *tx, const struct webhook *webhook, const char *reason);

/* ---- heard.c: events of records become deliveries ---- */

extern const struct subscription webhook_subscriptions[];
enum { WEBHOOK_SUBSCRIPTIONS = 4 };

#endif
