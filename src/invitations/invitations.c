/* invitations: what the feature offers to the house, with the table of its routes. */
#include "invitations/invitations.h"

#include "base/instant.h"
#include "invitations/handlers.h"

#define RECORD "/console/records/{module}/{record}/invitation"
#define LINK   "/p/{address}/invitation/{token}"

const struct permission portal_invite = {"portal.invite", FOR_ADMINISTRATOR | FOR_MANAGER,
					 N_("Invite people to the client portal")};
const struct permission invitation_write = {"invitation.write", FOR_ADMINISTRATOR,
					    N_("Set what invitations to the portal say, and how long they hold")};

static const struct permission *const permissions[] = {&portal_invite, &invitation_write};

static const struct route routes[] = {
	{HTTP_GET, RECORD, STAFF, &portal_invite, invitation_page,
	 "How this person’s invitation to the portal stands, what keeps them from being invited, and the mail they would "
	 "get; query: user_type, language"},
	{HTTP_POST, RECORD, STAFF, &portal_invite, invitation_post,
	 "Invites this person, or invites them again: the link before it dies. `user_type` when several have this module; "
	 "`language`: fr or en; `seen`: how often they had been invited when the page was looked at",
	 .fields = "user_type language seen"},
	{HTTP_POST, RECORD "/revocation", STAFF, &portal_invite, invitation_revocation_post,
	 "Revokes the invitation: its link opens nothing any more"},
	{HTTP_POST, RECORD "/draft", STAFF, &portal_invite, invitation_draft_post,
	 "Keeps an invitation of this person for later, or changes the one that is kept: sends nothing, takes no place; the "
	 "fields are those of sending it",
	 .fields = "user_type language seen"},
	{HTTP_POST, RECORD "/draft/removal", STAFF, &portal_invite, invitation_draft_removal_post,
	 "Drops the invitation that is kept for later"},
	{HTTP_GET, INVITATION_SETTINGS, STAFF, &invitation_write, invitation_setting_page,
	 "How many days invitations hold, what their mails say in each language, and how that looks"},
	{HTTP_POST, INVITATION_SETTINGS, STAFF, &invitation_write, invitation_setting_post,
	 "Changes days (1 to 30), subjects and texts; an empty subject or text is the program’s again; `do` show only "
	 "answers how it looks",
	 .fields = "days subject.fr subject.en body.fr body.en version do"},
	{HTTP_POST, INVITATION_SETTINGS "/test", STAFF, &invitation_write, invitation_test_post,
	 "Sends the mail as it is saved, with sample data, to oneself; `language`: fr or en", .fields = "language"},

	{HTTP_GET, LINK, PUBLIC, &everybody, invitation_link_page,
	 "Who invites, and the button that asks for a code; opening it only notes that it was opened",
	 .flags = ROUTE_WRITES},
	{HTTP_POST, LINK, PUBLIC, &everybody, invitation_link_post,
	 "Sends a code to the address that was invited; whoever types it is let in, and the link is used up"},
	{HTTP_POST, LINK "/declining", PUBLIC, &everybody, invitation_declining_post,
	 "Says that one does not want the invitation; its link is used up"},
	{HTTP_POST, LINK "/renewal", PUBLIC, &everybody, invitation_renewal_post,
	 "Asks for another invitation where this link does not work; the answer is the same for every link"},

	{HTTP_GET, "/p/{address}/welcome", PORTAL, &portal_use, first_entry_page,
	 "The first entry: a password for who wants one, then language, times and place",
	 .flags = ROUTE_NO_CLIENT | ROUTE_ANY_PERSON},
	{HTTP_GET, "/p/{address}/welcome/choices", PORTAL, &portal_use, choices_page,
	 "One’s language, time format, time zone and country", .flags = ROUTE_NO_CLIENT | ROUTE_ANY_PERSON},
	{HTTP_POST, "/p/{address}/welcome/choices", PORTAL, &portal_use, choices_post,
	 "Chooses language, time format (12, 24, or empty for the language’s), time zone and country; leads to the first "
	 "tab",
	 .fields = "language hours zone country", .flags = ROUTE_NO_CLIENT | ROUTE_ANY_PERSON},
	{HTTP_GET, "/p/{address}/account/choices", PORTAL, &portal_use, choices_page,
	 "One’s language, time format, time zone and country", .flags = ROUTE_NO_CLIENT | ROUTE_ANY_PERSON},
	{HTTP_POST, "/p/{address}/account/choices", PORTAL, &portal_use, choices_post,
	 "Chooses language, time format (12, 24, or empty for the language’s), time zone and country",
	 .fields = "language hours zone country", .flags = ROUTE_NO_CLIENT | ROUTE_ANY_PERSON},
};

static const struct subscription subscriptions[] = {
	{.kind = "message.sent", .receive = invitation_hear_sent},
	{.kind = "message.delivered", .receive = invitation_hear_delivered},
	{.kind = "message.failed", .receive = invitation_hear_failed},
	{.kind = "portal.proved", .receive = invitation_hear_proved},
	{.kind = "record.changed", .receive = invitation_hear_changed},
	{.kind = "user_type.leaving", .receive = invitation_hear_type_leaving},
};

static const struct job_kind jobs[] = {
	{.name = "invitations.expire", .run = invitation_expire_run, .every_ms = 10 * MINUTE_MS},
};

const struct feature invitations = {
	.name = "invitations",
	.routes = routes,
	.route_count = sizeof routes / sizeof routes[0],
	.permissions = permissions,
	.permission_count = sizeof permissions / sizeof permissions[0],
	.jobs = jobs,
	.job_count = sizeof jobs / sizeof jobs[0],
	.subscriptions = subscriptions,
	.subscription_count = sizeof subscriptions / sizeof subscriptions[0],
	.record_head = invitation_record_head,
	.export_person = invitation_export_person,
	.erase_person = invitation_erase_person,
};
