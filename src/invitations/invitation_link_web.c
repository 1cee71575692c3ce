/* invitation_link_web: where the mailed link leads. It lets nobody in: its button sends a code to the address that was
 * invited. Whatever is wrong with a link, its page is the same. */
#include "invitations/handlers.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/instant.h"
#include "clients/clients.h"
#include "core/audit.h"
#include "outbox/outbox.h"
#include "portals/portals.h"
#include "rights/rights.h"
#include "sys/clock.h"
#include "sys/random.h"

/* ---- finding ---- */

/* Whatever its state. */
static const struct invitation *
invitation_of_path(struct request *rq)
{
	struct hash hash = sha256(str_of(path_text(rq, "token")));

	return invitation_of_token(rq->tx, &hash, rq->portal->id);
}

static const struct invitation *
usable_of_path(struct request *rq)
{
	const struct invitation *invitation = invitation_of_path(rq);

	return invitation_is_usable(rq->tx, rq->rights, invitation) ? invitation : NULL;
}

/* ---- the page ---- */

static struct reply
page_reply(struct request *rq, const struct invitation *invitation, const char *state, int status)
{
	struct doc *document = doc_object(rq->arena);
	struct reply reply;

	doc_set_text(document, "state", state);
	doc_set_bool(document, "open", invitation != NULL);
	doc_set_bool(document, "dead", text_equal(state, "dead"));
	doc_set_bool(document, "asked", text_equal(state, "asked"));
	doc_set_text(document, "company", rq->portal->company->name);
	doc_set_text(document, "portal", rq->portal->name);
	doc_set_text(document, "staff", invitation == NULL ? NULL : invitation->staff);
	doc_set_instant(document, "expires_at", invitation == NULL ? NO_INSTANT : invitation->expires_at - 1);
	doc_set_text(document, "href",
		     arena_printf(rq->arena, "%s/invitation/%s", home_path(rq), path_text(rq, "token")));
	reply = reply_page(rq, "portal_invitation", document);
	reply.status = status;
	return reply;
}

static struct reply
dead_link(struct request *rq)
{
	return page_reply(rq, NULL, "dead", 410);
}

/* Mail scanners open every link: opening changes nothing but what staff read. */
struct reply
invitation_link_page(struct request *rq)
{
	const struct invitation *invitation = usable_of_path(rq);

	if (!rq->portal->enabled)
		return portal_closed_reply(rq);
	if (invitation == NULL)
		return dead_link(rq);
	invitation_opened(rq->tx, invitation->id, clock_now());
	return page_reply(rq, invitation, "open", 200);
}

/* ---- asking for the code ---- */

/* Who is no portal user yet is known by their invitation alone. */
static const struct contact *
invited_person(struct request *rq, const struct invitation *invitation)
{
	struct contact *person = person_itself(rq->tx, invitation->record_id);

	if (person != NULL)
		return person;
	person = arena_make(rq->arena, struct contact);
	*person = (struct contact){.id = invitation->record_id,
				   .first_name = "",
				   .last_name = text_empty(invitation->name) ? invitation->email : invitation->name,
				   .email = invitation->email,
				   .language = invitation->language,
				   .theme = "",
				   .mobile_confirmed_at = NO_INSTANT,
				   .blocked_at = NO_INSTANT};
	return person;
}

struct reply
invitation_link_post(struct request *rq)
{
	const struct invitation *invitation = usable_of_path(rq);

	if (!rq->portal->enabled)
		return portal_closed_reply(rq);
	if (invitation == NULL)
		return dead_link(rq);
	return portal_send_code(rq, invited_person(rq, invitation),
				arena_printf(rq->arena, "%s/welcome", home_path(rq)), invitation->id);
}

/* ---- telling who invited ---- */

/* As far as they may see: the name is the one under which they invited. */
static void
tell_inviter(struct request *rq, const struct invitation *invitation, bool declined)
{
	const struct inviter *inviter = inviter_find(rq->tx, invitation->invited_by);
	const struct module *module = module_of_id(rq->rights->catalogue, invitation->module_id);
	struct doc *document = doc_object(rq->arena);
	char record[ID_LENGTH + 1];

	if (inviter == NULL || module == NULL)
		return;
	id_print(record, invitation->record_id);
	doc_set_text(document, "name", inviter->name);
	doc_set_text(document, "person", text_empty(invitation->name) ? invitation->email : invitation->name);
	doc_set_bool(document, "declined", declined);
	doc_set_text(document, "href",
		     arena_printf(rq->arena, "%s/console/records/%s/%s/invitation", rq->house->config->public_url,
				  module->name, record));
	outbox_mail(rq->house, rq->tx,
		    &(struct message_new){.kind = "mail_invitation_answer",
					  .document = document,
					  .language = inviter->language,
					  .staff = inviter->id,
					  .company = rq->portal->company_id,
					  .to_address = inviter->email,
					  .to_name = inviter->name,
					  .expires_at = NO_INSTANT});
}

struct reply
invitation_declining_post(struct request *rq)
{
	const struct invitation *invitation = usable_of_path(rq);

	if (!rq->portal->enabled)
		return portal_closed_reply(rq);
	if (invitation == NULL || !invitation_take(rq->tx, invitation->id, INVITATION_IS_DECLINED, clock_now()))
		return dead_link(rq);
	tell_inviter(rq, invitation, true);
	audit_add(rq, &(struct audit){
			      .action = "invitation.decline", .object_kind = "invitation", .object = invitation->id});
	return page_reply(rq, NULL, "declined", 200);
}

/* The same words for every link, and only who invited hears of it, once a day. */
struct reply
invitation_renewal_post(struct request *rq)
{
	const struct invitation *invitation = invitation_of_path(rq);

	if (!rq->portal->enabled)
		return portal_closed_reply(rq);
	if (invitation != NULL && !invitation_is_usable(rq->tx, rq->rights, invitation) &&
	    invitation_asked(rq->tx, invitation->id, clock_now()))
		tell_inviter(rq, invitation, false);
	return page_reply(rq, NULL, "asked", 200);
}
