/* portal: what the feature offers to the house, with the table of its routes. */
#include "portal/portal.h"

#include "core/preferences.h"
#include "portal/handlers.h"
#include "portal/notification.h"

static const struct route routes[] = {
	{HTTP_GET, "/p/{address}/", PUBLIC, &everybody, portal_home_page,
	 .about = "The portal's home: a landing page, or the client's dashboard once signed in."},
	{HTTP_GET, "/p/{address}/legal", PUBLIC, &everybody, portal_legal_page, .about = "Who publishes the portal."},
	{HTTP_GET, "/p/{address}/accessibility", PUBLIC, &everybody, portal_accessibility_page,
	 .about = "How far the portal can be used by everybody."},
	{HTTP_GET, "/p/{address}/notifications", PORTAL, &portal_use, notifications_page,
	 .about = "What the client was told, newest first."},
	{HTTP_POST, "/p/{address}/notifications/read", PORTAL, &portal_use, notifications_read_post,
	 .about = "Marks the notifications as read; upto: the newest one that was seen.", .fields = "upto next"},
	{HTTP_GET, "/p/{address}/account", PORTAL, &portal_use, portal_account_page,
	 .about = "The signed-in person, their clients and their devices.",
	 .flags = ROUTE_NO_CLIENT | ROUTE_ANY_PERSON},
	{HTTP_POST, "/p/{address}/account/sessions/{session}/end", PORTAL, &portal_use, portal_session_end_post,
	 .about = "Signs one of the person's devices out.", .flags = ROUTE_NO_CLIENT | ROUTE_ANY_PERSON},
	{HTTP_POST, "/p/{address}/account/sessions/end", PORTAL, &portal_use, portal_sessions_end_post,
	 .about = "Signs all other devices of the person out.", .flags = ROUTE_NO_CLIENT | ROUTE_ANY_PERSON},
	{HTTP_POST, "/p/{address}/preferences", PUBLIC, &everybody, portal_preferences_post,
	 .about = "Chooses language and theme (light, dark, or empty for the device's).", .fields = PREFERENCE_FIELDS,
	 .flags = ROUTE_IN_PREVIEW},
};

static const struct access_rule access_rules[] = {
	{.table = "notification", .staff = "1 = 1", .client = "notification.client_id = $1"},
	{.table = "notification_read", .staff = NULL, .client = "notification_read.client_id = $1"},
};

static const struct navigation navigation[] = {
	{AREA_PORTAL, 10, N_("Home"), "home", "/", &portal_use, .any_person = true},
	{AREA_PORTAL, 80, N_("Notifications"), "bell", "/notifications", &portal_use},
	{AREA_PORTAL, 90, N_("My account"), "user", "/account", &portal_use, .any_person = true},
};

static void
receive(const struct house *house, struct tx *tx, const struct event *event)
{
	(void)house;
	if (event->client != 0)
		notification_add(tx, event);
}

static const struct subscription subscriptions[] = {
	{.kind = "invoice.issued", .receive = receive},
	{.kind = "credit_note.issued", .receive = receive},
	{.kind = "invoice.paid", .receive = receive},
};

const struct feature portal_home = {
	.name = "portal",
	.routes = routes,
	.route_count = sizeof routes / sizeof routes[0],
	.access = access_rules,
	.access_count = sizeof access_rules / sizeof access_rules[0],
	.navigation = navigation,
	.navigation_count = sizeof navigation / sizeof navigation[0],
	.subscriptions = subscriptions,
	.subscription_count = sizeof subscriptions / sizeof subscriptions[0],
	.export_person = notification_export_person,
	.erase_person = notification_erase_person,
};
