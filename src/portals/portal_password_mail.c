/* portal_password_mail: what contacts are told about their password; a password itself is never mailed. */
#include "portals/portal_password.h"
#include "portals/ways.h"

#include "base/arena.h"
#include "base/id.h"
#include "core/audit.h"
#include "outbox/outbox.h"
#include "sys/clock.h"

static struct message_new
message_to(struct tx *tx, const struct contact *contact, const struct portal *portal, struct doc *document)
{
	doc_set_text(document, "first_name", text_empty(contact->first_name) ? NULL : contact->first_name);
	return (struct message_new){.document = document,
				    .language = contact->language,
				    .contact = contact->id,
				    .company = portal->company->id,
				    .to_address = contact->email,
				    .to_name = contact_name(tx_arena(tx), contact),
				    .expires_at = NO_INSTANT};
}

void
portal_password_tell(struct request *rq, const struct contact *contact, enum password_change change)
{
	static const char *const sentences[] = {
		[PASSWORD_SET] = N_("From now on you can log in with a password as well as with a code."),
		[PASSWORD_CHANGED] = N_("The password you log in with was changed."),
		[PASSWORD_REMOVED] = N_("Your password was removed. From now on you log in with a code only."),
	};
	struct doc *document = doc_object(rq->arena);
	struct message_new message = message_to(rq->tx, contact, rq->portal, document);
	bool alone = change == PASSWORD_SET && !ways_of(rq->tx, contact).code;

	message.kind = "mail_portal_password_changed";
	doc_set_message(document, "what", alone ? N_("From now on you log in with a password.") : sentences[change],
			NULL);
	doc_set_instant(document, "at", clock_now());
	outbox_mail(rq->house, rq->tx, &message);
}

void
portal_ways_tell(struct request *rq, const struct contact *person)
{
	const struct portal *portal = portal_first(rq->tx);
	struct doc *document = doc_object(rq->arena);
	struct message_new message;

	if (portal == NULL || text_empty(person->email))
		return;
	message = message_to(rq->tx, person, portal, document);
	message.kind = "mail_portal_password_changed";
	doc_set_message(document, "what",
			N_("We removed your password and your passkeys. Next time you log in with a code."), NULL);
	doc_set_instant(document, "at", clock_now());
	outbox_mail(rq->house, rq->tx, &message);
}

/* ---- the link ---- */

void
portal_password_queue_link(struct request *rq, const char *email)
{
	struct doc *payload = doc_object(rq->arena);

	doc_set_text(payload, "email", email);
	doc_set_id(payload, "portal", rq->portal->id);
	doc_set_text(payload, "base_url", base_url_of(rq));
	job_add(rq->tx, PORTAL_PASSWORD_LINK_JOB, payload, 0, NULL);
}

static void
mail_link(struct job *job, struct tx *tx, const struct contact *contact, const struct portal *portal)
{
	struct doc *document = doc_object(tx_arena(tx));
	struct message_new message = message_to(tx, contact, portal, document);
	const char *token = portal_password_link_create(tx, contact->id, portal->id);

	message.kind = "mail_portal_password_link";
	message.secret = true;
	message.expires_at = clock_now() + portal_password_link_life_ms;
	doc_set_text(document, "link",
		     arena_printf(tx_arena(tx), "%s/p/%s/sign-in/password/%s", doc_get_text(job->payload, "base_url"),
				  portal->address, token));
	outbox_mail(job->context, tx, &message);
	audit_add_system(job->context, tx,
			 &(struct audit){.action = "portal.password_link",
					 .object_kind = person_kind(tx, contact->id),
					 .object = contact->id});
}

/* Nobody has the address, or they may not come in: then nothing leaves, and who asked was told the same. */
static void
send_link(struct tx *tx, void *data)
{
	struct job *job = data;
	const struct contact *contact = person_of_email(tx, doc_get_text(job->payload, "email"));
	int64_t id = 0;
	const struct portal *portal = NULL;

	if (id_parse(str_of(doc_get_text(job->payload, "portal")), &id))
		portal = portal_itself(tx, id);
	if (portal != NULL && ways_of(tx, contact).password && person_may_enter(tx, contact->id))
		mail_link(job, tx, contact, portal);
}

enum job_result
portal_password_link_run(struct job *job)
{
	if (db_write(job->db, job->arena, send_link, job) == DB_FINE)
		return JOB_DONE;
	job->error = "The database did not answer.";
	return JOB_RETRY;
}
