/* wizard_routes: every address of the feature; each step is one page. */
#include "clients/clients.h"
#include "core/feature.h"
#include "trees/trees.h"
#include "wizard/handlers.h"
#include "wizard/sheet_part.h"

#define DRAFTS "/console/client-drafts"
#define DRAFT  DRAFTS "/{draft}"
#define PRESS  " press seen"

const struct route wizard_routes[WIZARD_ROUTES] = {
	{HTTP_GET, DRAFTS, STAFF, &client_write, client_draft_list_page,
	 "One’s own clients that are being made, the last changed first; nobody else sees them"},
	{HTTP_GET, DRAFTS "/new", STAFF, &client_write, client_draft_new_form, "The first step of a new client"},
	{HTTP_POST, DRAFTS, STAFF, &client_write, client_draft_new,
	 "Begins a client with the fields of its first step; it is a draft until it is created, for thirty days after the "
	 "last change",
	 .fields = CLIENT_FIELDS " " CLIENT_GROUP_FIELDS " " SHEET_PART_FIELDS PRESS},
	{HTTP_GET, DRAFT, STAFF, &client_write, client_draft_summary,
	 "Everything that will be made of a draft, who gets a mail in which language, and what stands against it"},
	{HTTP_POST, DRAFT, STAFF, &client_write, client_draft_commit,
	 "Makes the client with its groups, contacts, rights and invitations: all of it or nothing; again it answers with "
	 "the same client. `version`: of the draft as it was looked at; `keep`: invitations that cannot go out now are kept as drafts "
	 "(without it that is a refusal)",
	 .fields = "version keep"},
	{HTTP_POST, DRAFT "/removal", STAFF, &client_write, client_draft_removal, "Gives a draft up", .fields = "next"},
	{HTTP_DELETE, DRAFT, STAFF, &client_write, client_draft_removal, "Gives a draft up"},
	{HTTP_GET, DRAFT "/information", STAFF, &client_write, client_draft_step_page,
	 "The step that says who the client is, and whoever is like it already"},
	{HTTP_POST, DRAFT "/information", STAFF, &client_write, client_draft_step_post,
	 "Keeps who the client is, and `attributes` of its sheet (label, type, value…); `press` load adds those of `template`, "
	 "field the one of label, type… What is sent is kept in the draft even when something is wrong with it (422); `press` go "
	 "and the name of a step leaves without a check",
	 .fields = CLIENT_FIELDS " " CLIENT_GROUP_FIELDS " " SHEET_PART_FIELDS PRESS},
	{HTTP_GET, DRAFT "/contacts", STAFF, &client_write, client_draft_step_page,
	 "The step of its contacts; `find` looks for people who are known already"},
	{HTTP_POST, DRAFT "/contacts", STAFF, &client_write, client_draft_step_post,
	 "Keeps its contacts, all of them: somebody known by `contact`, or a new person by the fields of a contact; "
	 "`language` of the mail (fr, en), `send` invites them",
	 .fields = "contacts.*.contact contacts.*.first_name contacts.*.last_name contacts.*.email contacts.*.mobile "
		   "contacts.*.role contacts.*.language contacts.*.send find found" PRESS},
	{HTTP_GET, DRAFT "/staff", STAFF, &client_write, client_draft_step_page,
	 "The step of the staff users and their level on the client"},
	{HTTP_POST, DRAFT "/staff", STAFF, &client_write, client_draft_step_post,
	 "Keeps the levels of staff users (none, read, full; empty: as groups and profile say)",
	 .fields = CLIENT_STAFF_FIELDS PRESS},
	{HTTP_GET, DRAFT "/folders", STAFF, &client_write, client_draft_step_page,
	 "The step of the folder-tree templates its folders are made after"},
	{HTTP_POST, DRAFT "/folders", STAFF, &client_write, client_draft_step_post,
	 "Keeps which folder-tree templates it begins with", .fields = TREES_FIELDS PRESS},
};
