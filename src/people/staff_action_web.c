/* staff_action_web: what administrators do to a staff user's access: a new link, no second factor, closing, opening. */
#include "people/handlers.h"

#include "core/event.h"
#include "core/handover.h"
#include "people/confirmation.h"
#include "people/staff_audit.h"
#include "people/staff_mail.h"
#include "people/staff_page.h"
#include "sys/clock.h"

/* The staff user of the path when the action may go on; else NULL and *refused says why not. */
static const struct staff *
begin(struct request *rq, struct reply *refused)
{
	const struct staff *staff = staff_find(rq->tx, rq->viewer, path_id(rq, "staff"));

	if (staff != NULL && staff->acts_for != NULL) {
		*refused = reply_refusal(rq, 409, agent_sentence);
		return NULL;
	}
	confirmation_check(rq, rq->prepared);
	if (staff == NULL)
		*refused = reply_not_found(rq);
	else if (form_failed(rq->form))
		*refused = reply_form(rq, "staff_form", staff_document(rq, staff));
	return form_failed(rq->form) ? NULL : staff;
}

static struct reply
done(struct request *rq, const struct staff *staff, const char *flash)
{
	struct doc *shown = staff_doc(rq, staff_itself(rq->tx, staff->id));

	return reply_done(rq, doc_get_text(shown, "href"), flash, shown);
}

struct reply
staff_link_post(struct request *rq)
{
	struct reply refused;
	const struct staff *staff = begin(rq, &refused);

	if (staff == NULL)
		return refused;
	if (staff->disabled_at != NO_INSTANT)
		return reply_refusal(rq, 409, N_("This account is closed. Open it again first."));
	if (staff->password_hash == NULL)
		staff_mail_invitation(rq->house, rq->tx, staff);
	else
		staff_mail_reset(rq->house, rq->tx, staff);
	staff_audit(rq, "staff.reset_link", staff->id, NULL, NULL);
	return done(rq, staff, N_("A link to choose a new password is on its way by e-mail."));
}

struct reply
staff_second_factor_post(struct request *rq)
{
	struct reply refused;
	const struct staff *staff = begin(rq, &refused);

	if (staff == NULL)
		return refused;
	if (staff->totp_secret.at == NULL)
		return reply_refusal(rq, 409, N_("This account has no second factor."));
	totp_turn_off(rq->tx, staff->id);
	staff_audit(rq, "staff.totp_off", staff->id, "by", "administrator");
	staff_mail_notice(rq->house, rq->tx, staff, NOTICE_FACTOR_OFF, staff->email);
	return done(rq, staff, N_("The second factor was removed. They can set up a new one in their account."));
}

struct reply
staff_closing_post(struct request *rq)
{
	struct doc *asked = doc_object(rq->arena);
	struct reply refused;
	const struct staff *staff = begin(rq, &refused);
	const void *begun;

	if (staff == NULL)
		return refused;
	if (staff->id == rq->viewer->staff)
		return reply_refusal(rq, 409, N_("You cannot close your own account. Ask another administrator."));
	if (staff->profile_id == profile_id_of(PROFILE_ADMINISTRATOR) && staff->disabled_at == NO_INSTANT &&
	    staff_is_last_administrator(rq->tx, staff->id)) {
		form_error(rq->form, "", last_administrator_sentence, NULL);
		return reply_form(rq, "staff_form", staff_document(rq, staff));
	}
	begun = house_handover_begin(rq);
	staff_disable(rq->tx, staff->id, clock_now());
	if (!house_handover_settle(rq, begun, staff->id, asked, "closing_handover"))
		return staff_handover_reply(rq, staff, asked, "closing_handover");
	event_emit(rq->house, rq->tx, &(struct event){.kind = "staff.disabled", .object = staff->id});
	staff_audit(rq, "staff.disable", staff->id, NULL, NULL);
	return done(rq, staff, N_("The account is closed: its sessions have ended and its tokens are revoked."));
}

struct reply
staff_opening_post(struct request *rq)
{
	struct reply refused;
	const struct staff *staff = begin(rq, &refused);

	if (staff == NULL)
		return refused;
	staff_enable(rq->tx, staff->id);
	event_emit(rq->house, rq->tx, &(struct event){.kind = "staff.enabled", .object = staff->id});
	staff_audit(rq, "staff.enable", staff->id, NULL, NULL);
	return done(rq, staff, N_("The account is open again."));
}
