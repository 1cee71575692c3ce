/* trial_job: tells administrators in time what a trial's end will do, and does it. */
#include "base/arena.h"
#include "core/audit.h"
#include "core/staff_viewer.h"
#include "outbox/outbox.h"
#include "portal_users/handlers.h"
#include "portal_users/plan.h"
#include "portal_users/trial_store.h"
#include "sys/clock.h"

struct ending {
	const struct house *house;
	int64_t now;
};

static const char *
sentence_of(const struct portal_plan *plan, int64_t now)
{
	if (trial_state_of(plan, now) == TRIAL_LEAVING)
		return N_("The trial is over. On this day the accounts of your portal are deleted: nobody can sign in "
			  "there any more. Your records stay.");
	switch (plan->trial_end) {
	case TRIAL_READ_ONLY:
		return N_("From this day on your portal shows everything, and nobody can write there any more.");
	case TRIAL_DELETED:
		return N_("From this day on your portal is only read, and thirty days later its accounts are deleted. "
			  "Your records stay.");
	default:
		return N_("Your portal goes on as it is.");
	}
}

static void
warn(struct tx *tx, const struct ending *ending, const struct portal_plan *plan)
{
	size_t count;
	const struct viewer *found = viewers_of_administrators(tx, &count);

	for (size_t i = 0; i < count; i++) {
		struct doc *document = doc_object(tx_arena(tx));

		doc_set_text(document, "name", found[i].name);
		doc_set_instant(document, "at", trial_warned_of(plan, ending->now));
		doc_set_message(document, "what", sentence_of(plan, ending->now), NULL);
		outbox_mail(ending->house, tx,
			    &(struct message_new){.kind = "mail_trial",
						  .document = document,
						  .language = found[i].language,
						  .staff = found[i].staff,
						  .to_address = found[i].email,
						  .to_name = found[i].name,
						  .expires_at = NO_INSTANT});
	}
}

static void
delete_accounts(struct tx *tx, const struct ending *ending, struct portal_plan *plan)
{
	struct doc *detail = doc_object(tx_arena(tx));

	doc_set_int(detail, "count", portal_accounts_delete(tx, ending->now));
	plan->closed_at = ending->now;
	portal_plan_save(tx, plan);
	audit_add_system(ending->house, tx, &(struct audit){.action = "portal_user.trial_over", .detail = detail});
}

/* One turn: what is due is told, or done. */
static void
end_trial(struct tx *tx, void *data)
{
	const struct ending *ending = data;
	struct portal_plan plan = *portal_plan_find(tx);
	int64_t deletion = trial_deletion_at(&plan);
	int warning;

	if (plan.closed_at == NO_INSTANT && deletion != NO_INSTANT && ending->now >= deletion) {
		delete_accounts(tx, ending, &plan);
		return;
	}
	warning = trial_warning_due(&plan, ending->now);
	if (warning == 0)
		return;
	warn(tx, ending, &plan);
	plan.trial_warned = warning;
	portal_plan_save(tx, &plan);
}

enum job_result
trial_run(struct job *job)
{
	struct ending ending = {.house = job->context, .now = clock_now()};

	job->error = "The database did not take it.";
	return db_write(job->db, job->arena, end_trial, &ending) == DB_FINE ? JOB_DONE : JOB_RETRY;
}
