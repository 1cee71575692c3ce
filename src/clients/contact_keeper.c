/* contact_keeper: what holds for a contact written by the pages of all modules: their ways in are theirs. */
#include "clients/keepers.h"

#include "base/instant.h"
#include "clients/contact_store.h"
#include "clients/contact_tell.h"
#include "core/audit.h"
#include "core/session.h"
#include "sms/sms.h"

static void
check(struct keeping *keeping)
{
	const char *mobile = keeping_text(keeping, "mobile");

	if (mobile != NULL && !text_equal(mobile, keeping_text_before(keeping, "mobile")) && !sms_number_mobile(mobile))
		keeping_refuse(keeping, "mobile", N_("This is not a mobile number: codes could not reach it."));
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
	note(keeping, "contact.remove", NULL);
}

const struct keeper contact_keeper = {
	.module = "contacts",
	.check = check,
	.make = make,
	.written = written,
	.removed = removed,
	.purge = contact_purge,
};
