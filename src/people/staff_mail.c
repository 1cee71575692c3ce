/* staff_mail: writes the mails, in the transaction of what they tell. */
#include "people/staff_mail.h"

#include "base/arena.h"
#include "base/instant.h"
#include "core/audit.h"
#include "outbox/outbox.h"
#include "people/credential.h"
#include "sys/clock.h"

enum { SWEEP_MS = DAY_MS };

const char *
password_link_url(const struct house *house, struct arena *arena, const char *token)
{
	return arena_printf(arena, "%s/console/password/%s", house->config->public_url, token);
}

static void
send(const struct house *house, struct tx *tx, const struct staff *staff, const struct message_new *message)
{
	struct message_new sent = *message;

	sent.language = staff->language;
	sent.staff = staff->id;
	sent.to_name = staff->name;
	outbox_mail(house, tx, &sent);
}

static void
mail_link(const struct house *house, struct tx *tx, const struct staff *staff, const char *kind, int64_t life_ms)
{
	struct doc *document = doc_object(tx_arena(tx));
	const char *token = password_link_create(tx, staff->id, life_ms);

	doc_set_text(document, "name", staff->name);
	doc_set_text(document, "link", password_link_url(house, tx_arena(tx), token));
	send(house, tx, staff,
	     &(struct message_new){.kind = kind,
				   .document = document,
				   .to_address = staff->email,
				   .secret = true,
				   .expires_at = clock_now() + life_ms});
}

void
staff_mail_invitation(const struct house *house, struct tx *tx, const struct staff *staff)
{
	mail_link(house, tx, staff, "mail_staff_invitation", invitation_life_ms);
}

void
staff_mail_reset(const struct house *house, struct tx *tx, const struct staff *staff)
{
	mail_link(house, tx, staff, "mail_staff_reset", reset_life_ms);
}

static void
mail_notice(const struct house *house, struct tx *tx, const struct staff *staff, const char *address,
	    const char *english, const struct doc *values)
{
	struct doc *document = doc_object(tx_arena(tx));

	doc_set_text(document, "name", staff->name);
	doc_set_message(document, "what", english, values);
	doc_set_instant(document, "at", clock_now());
	send(house, tx, staff,
	     &(struct message_new){.kind = "mail_staff_notice",
				   .document = document,
				   .to_address = address,
				   .expires_at = NO_INSTANT});
}

void
staff_mail_notice(const struct house *house, struct tx *tx, const struct staff *staff, enum staff_notice notice,
		  const char *address)
{
	static const char *const sentences[NOTICES] = {
		[NOTICE_PASSWORD] = N_("The password of your account was changed."),
		[NOTICE_FACTOR_ON] = N_("A second factor now protects your account."),
		[NOTICE_FACTOR_OFF] = N_("The second factor of your account was turned off."),
		[NOTICE_ADDRESS] = N_("Another e-mail address now belongs to your account."),
	};

	mail_notice(house, tx, staff, address, sentences[notice], NULL);
}

void
staff_tell(const struct house *house, struct tx *tx, int64_t id, const char *english, const struct doc *values)
{
	const struct staff *staff = staff_itself(tx, id);

	if (staff != NULL)
		mail_notice(house, tx, staff, staff->email, english, values);
}

/* ---- jobs ---- */

void
staff_queue_reset(struct tx *tx, const char *email)
{
	struct doc *payload = doc_object(tx_arena(tx));

	doc_set_text(payload, "email", email);
	job_add(tx, "staff.reset", payload, 0, NULL);
}

static void
reset(struct tx *tx, void *data)
{
	struct job *job = data;
	const struct staff *staff = staff_of_email(tx, doc_get_text(job->payload, "email"));

	if (staff == NULL || staff->disabled_at != NO_INSTANT)
		return;
	staff_mail_reset(job->context, tx, staff);
	audit_add_system(job->context, tx,
			 &(struct audit){.action = "staff.reset_link", .object_kind = "staff", .object = staff->id});
}

static enum job_result
run_reset(struct job *job)
{
	return job_write(job, reset, job);
}

static void
sweep(struct tx *tx, void *data)
{
	(void)data;
	password_link_sweep(tx, clock_now());
}

static enum job_result
run_sweep(struct job *job)
{
	return job_write(job, sweep, NULL);
}

const struct job_kind staff_jobs[STAFF_JOBS] = {
	{.name = "staff.reset", .run = run_reset, .attempts = 5},
	{.name = "staff.sweep", .run = run_sweep, .every_ms = SWEEP_MS},
};
