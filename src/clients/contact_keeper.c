/* contact_keeper: what holds for a contact written by the pages of all modules: their ways in are theirs. */
#include "clients/keepers.h"

#include "base/instant.h"
#include "clients/client_tally.h"
#include "clients/contact_store.h"
#include "clients/contact_tell.h"
#include "clients/merge_store.h"
#include "core/audit.h"
#include "core/event.h"
#include "core/session.h"
#include "sms/sms.h"

static void
check(struct keeping *keeping)
{
	const char *mobile = keeping_text(keeping, "mobile"), *email = keeping_text(keeping, "email");

	if (mobile != NULL && !text_equal(mobile, keeping_text_before(keeping, "mobile")) && !sms_number_mobile(mobile))
		keeping_refuse(keeping, "mobile", N_("This is not a mobile number: codes could not reach it."));
	if (email != NULL && !text_equal(email, keeping_text_before(keeping, "email")) &&
	    contact_email_signs_in_elsewhere(keeping->tx, email))
		keeping_refuse(keeping, "email", contact_email_signs_in);
}

static struct contact
contact_of(const struct keeping *keeping, const char *(*text)(const struct keeping *keeping, const char *field))
{
	return (struct contact){
		.id = keeping->id,
		.first_name = text(keeping, "first_name"),
		.last_name = text(keeping, "last_name"),
		.email = text(keeping, "email"),
		.mobile = text(keeping, "mobile"),
		.mobile_confirmed_at = NO_INSTANT,
		.blocked_at = NO_INSTANT,
	};
}

static bool
make(struct keeping *keeping)
{
	const struct contact contact = contact_of(keeping, keeping_text);

	return contact_create(keeping->tx, &contact) != 0;
}

static void
note(const struct keeping *keeping, const char *action, struct doc *detail)
{
	if (keeping->house != NULL)
		audit_add_by(
			keeping->house, keeping->tx, keeping->viewer,
			&(struct audit){
				.action = action, .object_kind = "contact", .object = keeping->id, .detail = detail});
}

/* How the person was known, and by what they signed in, before the engine wrote. */
static struct contact
contact_before(const struct keeping *keeping)
{
	struct contact contact = contact_of(keeping, keeping_text_before);
	const struct contact *now = contact_itself(keeping->tx, keeping->id);

	if (now != NULL) {
		contact.mobile_confirmed_at = now->mobile_confirmed_at;
		contact.language = now->language;
	}
	return contact;
}

static void
written(const struct keeping *keeping)
{
	const struct contact after = contact_of(keeping, keeping_text);
	struct contact before;
	struct doc *detail;

	if (keeping->before == NULL) {
		note(keeping, "contact.create", NULL);
		return;
	}
	before = contact_before(keeping);
	detail = contact_follow(keeping->house, keeping->tx, &before, &after);
	contact_settle(keeping->tx, &after, !text_equal(before.mobile, after.mobile));
	note(keeping, "contact.change", detail);
}

static void
removed(const struct keeping *keeping)
{
	session_end_all_of_contact(keeping->tx, keeping->id, 0);
	contact_forget_sign_ins(keeping->tx, keeping->id);
	client_members_count_contact(keeping->tx, keeping->id);
	note(keeping, "contact.remove", NULL);
}

static void
restored(const struct keeping *keeping)
{
	client_members_count_contact(keeping->tx, keeping->id);
}

/* ---- two become one ---- */

static bool
is_blocked(struct tx *tx, int64_t id)
{
	const struct contact *contact = contact_itself(tx, id);

	return contact != NULL && contact->blocked_at != NO_INSTANT;
}

/* Who was shut out does not come in as somebody else, and who may come in is not shut out unawares. */
static const char *
refuse_merge(const struct keeping *stays, const struct keeping *goes)
{
	if (is_blocked(stays->tx, stays->id) != is_blocked(stays->tx, goes->id))
		return N_("One of them is blocked, and the other is not. First block both, or let both sign in.");
	return NULL;
}

/* Sessions, codes and remembered browsers were given to who had that address: they end as the record goes, and whoever
 * had an address that signs in no longer is told there. Behind an address that came from another record nobody's
 * number is confirmed: else its codes would go to a telephone that its owner never named. */
static void
move(const struct keeping *stays, const struct keeping *goes)
{
	const struct contact other = contact_of(goes, keeping_text), here = contact_of(stays, keeping_text);

	if (!text_equal(other.email, here.email) && goes->house != NULL)
		contact_tell_address(goes->house, goes->tx, &other);
	if (!text_equal(here.email, keeping_text_before(stays, "email"))) {
		contact_settle(stays->tx, &here, true);
		contact_forget_password(stays->tx, stays->id);
	}
	contact_merge(stays->tx, goes->id, stays->id);
	if (stays->house != NULL)
		event_emit(stays->house, stays->tx,
			   &(struct event){.kind = "contact.merged", .object = goes->id, .parent = stays->id});
}

static const char *const notes[] = {
	N_("The one that stays acts for all the clients of the others."),
	N_("Only the address that is kept signs in. The others are signed out everywhere, and told so by e-mail."),
	N_("A mobile number that comes from another record is to be confirmed again before codes go there."),
	NULL,
};

const struct keeper contact_keeper = {
	.module = "contacts",
	.pages = &contact_pages,
	.check = check,
	.make = make,
	.written = written,
	.removed = removed,
	.restored = restored,
	.purge = contact_purge,
	.merging = {.permission = &client_write, .notes = notes, .refuse = refuse_merge, .move = move},
};
