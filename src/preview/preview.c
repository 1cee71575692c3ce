/* preview: what the feature offers to the house, with the table of its routes. */
#include "preview/preview.h"

#include "preview/handlers.h"

const struct permission portal_preview = {"portal.preview", FOR_ADMINISTRATOR | FOR_MANAGER,
					  N_("See the portal as a client")};

static const struct route routes[] = {
	{HTTP_GET, PREVIEW_HOME, STAFF, &portal_preview, preview_page,
	 .about =
		 "What can be looked at, and what is being looked at; query: q, who is searched; person, one of them; type, a user type; "
		 "width, phone or desktop.",
	 .flags = ROUTE_TOKENS},
	{HTTP_GET, "/console/settings/portal/types/{type}/preview", STAFF, &portal_preview, preview_step,
	 .about = "The same, for this user type.", .flags = ROUTE_TOKENS},
	{HTTP_POST, PREVIEW_HOME, STAFF, &portal_preview, preview_start,
	 .about =
		 "Opens the portal, read-only, as a user type with made-up records (`type`, and `draft` for it as it is "
		 "being set up) or as a person with theirs (`person`, and `client`, one of theirs; with `type`, or `draft`, "
		 "as that person would see it by that user type, or by what is being set up). Needs a browser’s session.",
	 .fields = PREVIEW_FIELDS, .flags = ROUTE_TOKENS},
	{HTTP_POST, PREVIEW_HOME "/looks", STAFF, &portal_preview, preview_looks,
	 .about = "In which language and theme the preview is read.", .fields = "language theme width",
	 .flags = ROUTE_TOKENS},
	{HTTP_POST, PREVIEW_HOME "/end", STAFF, &portal_preview, preview_end, .about = "Ends the preview.",
	 .flags = ROUTE_TOKENS},
	{HTTP_POST, "/console/clients/{client}/preview", STAFF, &portal_preview, preview_of_client,
	 .about = "Opens the portal as this client, read-only; needs a browser's session.", .flags = ROUTE_TOKENS},
};

static const struct permission *const permissions[] = {&portal_preview};

const struct feature preview_feature = {
	.name = "preview",
	.routes = routes,
	.route_count = sizeof routes / sizeof routes[0],
	.permissions = permissions,
	.permission_count = sizeof permissions / sizeof permissions[0],
	.record_head = preview_record_head,
	.export_person = export_nothing,
	.erase_person = erase_nothing,
};
