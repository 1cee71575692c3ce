/* portal_password_link_web: the mailed link to choose a password. Opening it only shows a page, for mail scanners open
 * every link; its form sets the password, once. */
#include "portals/handlers.h"
#include "portals/portal_password.h"

#include "core/audit.h"
#include "core/form_page.h"
#include "core/session.h"
#include "sys/clock.h"

static const struct contact *
contact_of_path(struct request *rq, struct tx *tx)
{
	int64_t contact = portal_password_link_contact(tx, path_text(rq, "token"), rq->portal->id, clock_now());
	const struct contact *person;

	person = contact == 0 ? NULL : person_itself(tx, contact);
	return ways_of(tx, person).password ? person : NULL;
}

/* The page of the form, or, without a contact, of a link that does not work: nobody is told why. */
static struct reply
choice_reply(struct request *rq, const struct contact *contact, int status)
{
	struct doc *document = doc_object(rq->arena);
	struct reply reply;

	form_forget(rq->form, "new_password");
	doc_set_text(document, "email", contact == NULL ? NULL : contact->email);
	form_page(rq, document, "new_password");
	reply = reply_page(rq, "portal_password_link", document);
	reply.status = status;
	return reply;
}

static struct reply
dead_link(struct request *rq)
{
	if (rq->wants_json)
		return reply_refusal(rq, 410, N_("This link does not work any more."));
	return choice_reply(rq, NULL, 410);
}

/* What the slow worker leaves. */
struct choice {
	const char *hash, *refusal;
};

void
portal_password_link_prepare(struct request *rq)
{
	struct choice *choice = arena_make(rq->arena, struct choice);
	struct tx *tx = db_read(rq->house->db, rq->arena);
	const struct contact *contact = contact_of_path(rq, tx);

	db_read_end(tx);
	rq->prepared = choice;
	if (contact == NULL || !rq->portal->enabled)
		return;
	choice->refusal = portal_password_refusal(rq, contact);
	if (choice->refusal == NULL)
		choice->hash = password_hash(rq->arena, form_raw(rq->form, "new_password"));
}

struct reply
portal_password_link_page(struct request *rq)
{
	const struct contact *contact = contact_of_path(rq, rq->tx);

	if (!rq->portal->enabled)
		return portal_closed_reply(rq);
	return contact == NULL ? dead_link(rq) : choice_reply(rq, contact, 200);
}

/* Whoever reads the mails of the account is let in as by the link with a code; all other browsers are signed out. */
static struct reply
chosen(struct request *rq, const struct contact *contact, const char *hash)
{
	bool first = portal_password_chosen_at(rq->tx, contact->id) == NO_INSTANT;
	struct doc *detail = doc_object(rq->arena);
	struct reply reply;

	portal_password_set(rq->tx, contact->id, hash);
	session_end_all_of_contact(rq->tx, contact->id, 0);
	doc_set_text(detail, "by", "link");
	audit_add(rq, &(struct audit){.action = "portal.password",
				      .object_kind = person_kind(rq->tx, contact->id),
				      .object = contact->id,
				      .detail = detail});
	portal_password_tell(rq, contact, first ? PASSWORD_SET : PASSWORD_CHANGED);
	reply = entry_reply(rq, &(struct entry){.contact = contact});
	if (reply.kind == REPLY_REDIRECT)
		reply.flash = N_("Your password is set, and all your other devices are signed out.");
	return reply;
}

struct reply
portal_password_link_post(struct request *rq)
{
	const struct choice *choice = rq->prepared;
	const struct contact *contact = contact_of_path(rq, rq->tx);

	if (!rq->portal->enabled)
		return portal_closed_reply(rq);
	if (contact == NULL)
		return dead_link(rq);
	if (choice->refusal != NULL)
		form_error(rq->form, "new_password", choice->refusal, NULL);
	if (form_failed(rq->form) || choice->hash == NULL)
		return choice_reply(rq, contact, 422);
	if (!portal_password_link_take(rq->tx, path_text(rq, "token"), rq->portal->id, clock_now()))
		return dead_link(rq);
	return chosen(rq, contact, choice->hash);
}
