/* bulk: many people invited together: looked at first, then, once somebody said yes, invited one after the other. */
#ifndef INVITATIONS_BULK_H
#define INVITATIONS_BULK_H

#include "invitations/refusal.h"
#include "job/job.h"

enum bulk_state {
	BULK_CHECKING, /* a job looks at each record, and sends nothing */
	BULK_CHECKED,
	BULK_SENDING,
	BULK_STOPPED, /* who was not invited yet is not */
	BULK_DONE,
	BULK_FAILED,
};
extern const char *const bulk_state_names[]; /* "checking"… NULL-terminated */

enum { BULK_TICKED = 500, BULK_KEPT_DAYS = 90 };

struct bulk {
	int64_t id, user_type_id, module_id, staff_id;
	enum bulk_state state;
	const char *language; /* NULL: each person's own, else the organisation's */
	bool renews;
	const char *request;	 /* JSON: {"filter", "search"}; NULL: they were ticked */
	const char *request_key; /* NULL: none */
	int64_t position;	 /* of a list: the record up to which it was gone through */
	int64_t found_count, sent_count;
	const char *problem; /* English, N_; NULL: none */
	int64_t created_at, finished_at;
};

bool bulk_is_working(const struct bulk *bulk);

/* ---- rows (bulk_store.c) ---- */

/* 0: this very form has made one before; then bulk_of_key finds it. */
int64_t bulk_create(struct tx *tx, const struct bulk *bulk);
struct bulk *bulk_of_key(struct tx *tx, int64_t staff, const char *request_key);
struct bulk *bulk_find(struct tx *tx, int64_t staff, int64_t id); /* NULL: none of theirs */
struct bulk *bulk_read(struct tx *tx, int64_t id);		  /* the job's own */
struct bulk *bulk_list(struct tx *tx, int64_t staff, int64_t user_type, size_t limit, size_t *count); /* newest first */
/* The oldest that is being sent; NULL: none is. */
struct bulk *bulk_next_sending(struct tx *tx);
/* From one state to another; false: it is not in the first one. */
bool bulk_step(struct tx *tx, int64_t id, enum bulk_state from, enum bulk_state to);
void bulk_note(struct tx *tx, const struct bulk *bulk); /* position and found_count */
void bulk_end(struct tx *tx, int64_t id, enum bulk_state state, const char *problem, int64_t now);
/* Forgets those older than the instant that are not at work. */
void bulk_forget(struct tx *tx, int64_t before);

/* ---- who is in it (bulk_row_store.c) ---- */

void bulk_choose(struct tx *tx, int64_t bulk, const int64_t *records, size_t count);
/* Whoever was refused in another one. */
void bulk_choose_refused(struct tx *tx, int64_t bulk, int64_t other);
int64_t *bulk_chosen(struct tx *tx, int64_t bulk, size_t limit, size_t *count); /* not looked at yet */
int64_t *bulk_ready(struct tx *tx, int64_t bulk, size_t limit, size_t *count);
/* What was found: ready, or refused and why. */
void bulk_judge(struct tx *tx, int64_t bulk, const struct invitation_check *checks, size_t count);
/* Invited: each of these once and for all. */
void bulk_sent(struct tx *tx, int64_t bulk, const int64_t *records, size_t count);

struct bulk_counts {
	int64_t ready, sent, refused;
	int64_t by_refusal[REFUSALS];
};
struct bulk_counts bulk_count(struct tx *tx, int64_t bulk);

/* Those who were refused, for this reason (REFUSAL_FINE: for any), after a record, in order. */
struct bulk_row {
	int64_t record;
	enum invitation_refusal refusal;
	struct consent_gate gate;
};
struct bulk_row *
bulk_refused(struct tx *tx, int64_t bulk, enum invitation_refusal refusal, int64_t after, size_t limit, size_t *count);

/* ---- who may be chosen (bulk_choice_store.c) ---- */

/* For record_query.beside, of a struct bulk_choice: those without an invitation that is open, who do not sign in. */
struct bulk_choice {
	const char *address; /* the plan's expression of the field people sign in with */
	int64_t now;
};
void bulk_choice_sql(struct sql *sql, const struct module *module, const void *choice);

/* ---- asked (bulk_request.c) ---- */

/* What the list asks, by names, so that it is asked again through the plan of the moment. */
const char *bulk_request_text(struct arena *arena, const struct record_query *query);
/* False: it asks about something that is not there any more for this viewer. */
bool bulk_request_read(struct arena *arena, const struct plan *plan, const char *json, struct record_query *query);

/* Nothing of an erased person stays in any batch. */
void bulk_erase_person(struct tx *tx, int64_t contact);

/* ---- work (bulk_job.c) ---- */

enum job_result bulk_check_run(struct job *job); /* "invitations.check": {"batch": id} */
enum job_result bulk_send_run(struct job *job);	 /* "invitations.send": the oldest that waits */
enum job_result bulk_sweep_run(struct job *job); /* "invitations.forget" */
void bulk_check_soon(struct tx *tx, int64_t bulk);
void bulk_send_soon(struct tx *tx, int64_t run_at); /* 0: now */

#endif
