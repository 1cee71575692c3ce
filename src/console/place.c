/* place: two short tables; whether a page exists and who may open it is asked of the routes themselves. */
#include "console/place.h"

struct place {
	const char *path, *label, *icon;
	const char *about; /* a sentence; NULL in shortcuts */
};

struct group {
	const char *name, *label;
	struct place places[9];
};

static const struct group groups[] = {
	{"house",
	 N_("Your organisation"),
	 {{"/console/companies", N_("Companies"), .icon = "building",
	   N_("Names, legal details, logo and colours, bank account and invoice numbers.")},
	  {"/console/settings/portal", N_("Your portal"), .icon = "at",
	   N_("What your portal is called, and its address, which you can change.")},
	  {"/console/portal", N_("Online presence"), .icon = "world",
	   N_("The address of your client portal, to copy and to try.")},
	  {"/console/portal/settings", N_("Client portal settings"), .icon = "adjustments",
	   N_("Whose portal it is, its logo, and what it may do.")},
	  {"/console/portal/design", N_("Design and content"), .icon = "palette",
	   N_("How your portal looks and what it says: its texts, and where the rest is set.")},
	  {"/console/settings/features", N_("Features"), .icon = "toggle-left",
	   N_("What is switched on: privacy, the client portal.")}}},
	{"portal",
	 N_("Your clients’ portal"),
	 {{"/console/settings/portal/types", N_("User types"), .icon = "users",
	   N_("The kinds of people who use your portal, and what each of them sees.")},
	  {"/console/settings/privacy", N_("Privacy"), .icon = "shield-lock",
	   N_("What people are told about their data, and what they agree to.")},
	  {"/console/settings/portal/invitations", N_("Invitations"), .icon = "mail",
	   N_("How long invitations to the portal hold, and what their mails say.")},
	  {"/console/settings/portal/limits", N_("Limits of invitations"), .icon = "adjustments",
	   N_("How many people may be invited and how fast, and at which addresses nobody is.")},
	  {"/console/preview", N_("Preview of the portal"), .icon = "eye",
	   N_("Your portal through somebody else’s eyes: as a user type, or as a person.")},
	  {"/console/settings/buttons", N_("Buttons of the portal"), .icon = "send",
	   N_("What your clients can do at once from the home of their portal, in your order.")}}},
	{"records",
	 N_("What you keep"),
	 {{"/console/settings/modules", N_("Modules"), .icon = "category",
	   N_("Every kind of thing you follow: its fields, its forms, who sees it.")},
	  {"/console/settings/approvals", N_("Approval and review"), .icon = "circle-check",
	   N_("Which records wait until somebody has approved or accepted them.")},
	  {"/console/settings/client-sheets", N_("Client sheets"), .icon = "clipboard-list",
	   N_("Templates of what you note about a client, beyond the fields that all have.")},
	  {"/console/settings/folder-trees", N_("Folder-tree templates"), .icon = "folder",
	   N_("Which folders clients begin with, and what their contacts may in them.")},
	  {"/console/settings/request-templates", N_("Templates of document requests"), .icon = "checklist",
	   N_("The checklists of documents you ask your clients for.")},
	  {"/console/settings/space", N_("Space for files"), .icon = "chart-bar",
	   N_("How much the files of your clients take and may take, and whose take most.")},
	  {"/console/settings/bin", N_("Recycle bin"), .icon = "trash",
	   N_("How long what was deleted can still be taken out again.")},
	  {"/console/settings/retention", N_("How long files are kept"), .icon = "history",
	   N_("For how long no file is deleted for good.")},
	  {"/console/holds", N_("Legal holds"), .icon = "shield-lock",
	   N_("What may not be lost: clients, folders and files that nobody can delete.")}}},
	{"people",
	 N_("Staff"),
	 {{"/console/staff", N_("Staff users"), .icon = "users", N_("Who works here, and what each may do.")},
	  {"/console/settings/profiles", N_("Profiles"), .icon = "shield-check",
	   N_("What each kind of work may do, and which fields it sees.")},
	  {"/console/settings/roles", N_("Roles"), .icon = "binary-tree",
	   N_("Who stands above whom, and sees what they own.")},
	  {"/console/settings/groups", N_("Groups"), .icon = "users",
	   N_("People who work together, to share records with.")},
	  {"/console/settings/sharing", N_("Sharing"), .icon = "eye",
	   N_("Who sees the records of others, module by module, and by which rules.")},
	  {"/console/account", N_("My account"), .icon = "user",
	   N_("Your password, your second factor, your devices.")}}},
	{"events",
	 N_("What happens"),
	 {{"/console/outbox", N_("Outbox"), .icon = "send", N_("Every e-mail and SMS: waiting, sent or failed.")},
	  {"/console/audit", N_("Journal"), .icon = "history",
	   N_("Who did what and when, in a chain that shows any tampering.")},
	  {"/console/jobs", N_("Background work"), .icon = "refresh",
	   N_("What Parvis does by itself, and what it had to give up.")}}},
	{"programs",
	 N_("For other programs"),
	 {{"/console/tokens", N_("API tokens"), .icon = "key", N_("Keys with which your other programs work here.")},
	  {"/console/settings/webhooks", N_("Webhooks"), .icon = "bolt",
	   N_("Which programs are told at once what happens to your records.")},
	  {"/console/settings/egress", N_("Allowed servers"), .icon = "world",
	   N_("The only servers your data may be sent to.")},
	  {"/console/api", N_("API"), .icon = "link",
	   N_("Everything a page does, a program can do: the description.")}}},
};

static const struct place shortcuts[] = {
	{"/console/invoices/new", N_("New invoice"), .icon = "file-invoice"},
	{"/console/client-drafts/new", N_("New client"), .icon = "user-plus"},
	{"/console/clients", N_("Find a client"), .icon = "search"},
	{"/console/portal", N_("Your portal’s address"), .icon = "world"},
};

static void
add_place(struct doc *list, const struct place *place)
{
	struct doc *row = doc_add_object(list);

	doc_set_message(row, "label", place->label, NULL);
	doc_set_message(row, "about", place->about == NULL ? "" : place->about, NULL);
	doc_set_text(row, "icon", place->icon);
	doc_set_text(row, "href", place->path);
}

static void
add_group(struct request *rq, struct doc *list, const struct group *group)
{
	struct doc *places = doc_list(rq->arena), *row;
	const size_t most = sizeof group->places / sizeof group->places[0];

	for (size_t i = 0; i < most && group->places[i].path != NULL; i++)
		if (page_is_open(rq, group->places[i].path))
			add_place(places, &group->places[i]);
	if (places->list.count == 0)
		return;
	row = doc_add_object(list);
	doc_set_word(row, "label", group->name, group->label);
	doc_set(row, "places", places);
}

void
place_add_settings(struct request *rq, struct doc *page)
{
	struct doc *list = doc_set_list(page, "groups");

	for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++)
		add_group(rq, list, &groups[i]);
}

void
place_add_shortcuts(struct request *rq, struct doc *page)
{
	struct doc *list = doc_set_list(page, "shortcuts");

	for (size_t i = 0; i < sizeof shortcuts / sizeof shortcuts[0]; i++)
		if (page_is_open(rq, shortcuts[i].path))
			add_place(list, &shortcuts[i]);
}
