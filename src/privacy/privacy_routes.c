/* privacy_routes: every address of personal data: settings for administrators, answers for whoever sees the record, one
 * page for the person. */
#include "privacy/handlers.h"
#include "privacy/privacy.h"

#define HOME	"/console/settings/privacy"
#define CONSENT HOME "/consents/{consent}"
#define RECORD	"/console/records/{module}/{record}/consents"
#define OWN	"/p/{address}/account/privacy"

const struct route privacy_routes[PRIVACY_ROUTES] = {
	{HTTP_GET, HOME, STAFF, &privacy_write, privacy_settings_page,
	 "The data protection officer’s address, what people are told when they sign in, and the consents"},
	{HTTP_POST, HOME, STAFF, &privacy_write, privacy_settings_change,
	 "Changes the address and the message (`message.fr`, `message.en`); a new message is shown to everybody again "
	 "unless `correction` is sent",
	 .fields = "dpo_email message.fr message.en correction version do"},
	{HTTP_POST, HOME "/order", STAFF, &privacy_write, consent_order,
	 "Moves a consent: `move` is its id, a colon, and its new place from 0", .fields = "move"},
	{HTTP_GET, HOME "/consents/form", STAFF, &privacy_write, consent_new_form, "The form of a new consent"},
	{HTTP_POST, HOME "/consents", STAFF, &privacy_write, consent_new,
	 "Adds a consent: name and text per language, `required` for invitations, `withdrawable`",
	 .fields = "name.fr name.en text.fr text.en required withdrawable correction"},
	{HTTP_GET, CONSENT, STAFF, &privacy_write, consent_page, "A consent with every text it ever had"},
	{HTTP_POST, CONSENT, STAFF, &privacy_write, consent_change,
	 "Changes a consent: another text is a new version that asks everybody again, unless `correction` is sent",
	 .fields = "name.fr name.en text.fr text.en required withdrawable correction version"},
	{HTTP_POST, CONSENT "/retirement", STAFF, &privacy_write, consent_retirement,
	 "Asks a consent no more; its texts and answers are kept"},
	{HTTP_POST, CONSENT "/restoration", STAFF, &privacy_write, consent_restoration, "Asks a retired consent again"},

	{HTTP_GET, RECORD, STAFF, &any_staff, record_consents_page,
	 "How each consent stands for a contact, lead or vendor, and every answer, the newest first"},
	{HTTP_POST, RECORD, STAFF, &any_staff, record_consents_answer,
	 "Notes an answer received otherwise than on the portal: `consent`, `answer` (yes, no, withdrawn), `note`; `seen` "
	 "is the page’s, so that a text changed meanwhile is not answered unread",
	 .fields = "consent answer note seen"},

	{HTTP_GET, OWN, PORTAL, &portal_use, portal_privacy_page,
	 "What the person agreed to, their answers, and whom to write to about their data",
	 .flags = ROUTE_NO_CLIENT | ROUTE_ANY_PERSON},
	{HTTP_POST, OWN "/message", PORTAL, &portal_use, portal_message_read,
	 "Says that the message was read: `number` is its version", .fields = "number next",
	 .flags = ROUTE_NO_CLIENT | ROUTE_ANY_PERSON},
	{HTTP_POST, OWN "/consents/{consent}", PORTAL, &portal_use, portal_consent_answer,
	 "Gives, refuses or withdraws a consent: `answer` (yes, no, withdrawn) to the `text` that was read",
	 .fields = "answer text", .flags = ROUTE_NO_CLIENT | ROUTE_ANY_PERSON},
};
