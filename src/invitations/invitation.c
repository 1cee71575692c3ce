/* invitation: how an invitation stands, what that is called, and until when it holds. */
#include "invitations/invitation.h"

#include "base/instant.h"
#include "html/zone.h"
#include "invitations/invitation_store.h"

const char *const invitation_state_names[] = {"draft",	  "queued",  "sent",	"delivered", "bounced", "opened",
					      "accepted", "expired", "revoked", "declined",  NULL};

static const struct {
	const char *label, *tone;
} states[INVITATION_STATES] = {
	[INVITATION_IS_DRAFT] = {N_("Draft"), ""},
	[INVITATION_IS_QUEUED] = {N_("On its way"), "info"},
	[INVITATION_IS_SENT] = {N_("Mail sent"), "info"},
	[INVITATION_IS_DELIVERED] = {N_("Mail delivered"), "info"},
	[INVITATION_IS_BOUNCED] = {N_("Mail came back"), "danger"},
	[INVITATION_IS_OPENED] = {N_("Page opened"), "accent"},
	[INVITATION_IS_ACCEPTED] = {N_("Accepted"), "ok"},
	[INVITATION_IS_EXPIRED] = {N_("Expired"), "warn"},
	[INVITATION_IS_REVOKED] = {N_("Link revoked"), ""},
	[INVITATION_IS_DECLINED] = {N_("Said no"), "warn"},
};

const char *
invitation_state_label(enum invitation_state state)
{
	return states[state].label;
}

const char *
invitation_state_tone(enum invitation_state state)
{
	return states[state].tone;
}

static bool
may_expire(enum invitation_state state)
{
	return state == INVITATION_IS_QUEUED || state == INVITATION_IS_SENT || state == INVITATION_IS_DELIVERED ||
	       state == INVITATION_IS_OPENED;
}

enum invitation_state
invitation_state_now(const struct invitation *invitation, int64_t now)
{
	return may_expire(invitation->state) && invitation->expires_at <= now ? INVITATION_IS_EXPIRED
									      : invitation->state;
}

bool
invitation_is_open(const struct invitation *invitation, int64_t now)
{
	return may_expire(invitation_state_now(invitation, now));
}

int64_t
invitation_expiry(const char *zone, int64_t now, int days)
{
	return zone_day_start(zone, zone_day(zone, now) + days + 1);
}

void
invitation_fill(struct doc *object, const struct invitation *invitation, int64_t now)
{
	enum invitation_state state = invitation_state_now(invitation, now);

	doc_set_id(object, "id", invitation->id);
	doc_set_word(object, "state", invitation_state_names[state], states[state].label);
	doc_set_text(object, "tone", states[state].tone);
	doc_set_bool(object, "open", invitation_is_open(invitation, now));
	doc_set_int(object, "send_count", invitation->send_count);
	doc_set_text(object, "staff", invitation->staff);
	doc_set_text(object, "language", invitation->language);
	doc_set_text(object, "reason", state == INVITATION_IS_REVOKED ? NULL : invitation->reason);
	doc_set_null(object, "note");
	if (state == INVITATION_IS_REVOKED && text_equal(invitation->reason, INVITATION_TAKEN))
		doc_set_message(object, "note",
				N_("Somebody else logs in with this address now: the invitation has ended."), NULL);
	doc_set_instant(object, "sent_at", invitation->sent_at);
	/* The last instant of the last day, so that the day that is printed is the one on which it still holds. */
	doc_set_instant(object, "expires_at",
			invitation->expires_at == NO_INSTANT ? NO_INSTANT : invitation->expires_at - 1);
	doc_set_bool(object, "draft", state == INVITATION_IS_DRAFT);
	doc_set_instant(object, "drafted_at", invitation->drafted_at);
	doc_set_instant(object, "opened_at", invitation->opened_at);
	doc_set_instant(object, "ended_at", invitation->ended_at);
}
