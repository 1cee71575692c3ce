/* demands_routes: every address of the feature: of all clients, at a client, in the settings, in the portal. */
#include "clients/clients.h"
#include "demands/demand_form.h"
#include "demands/demand_send.h"
#include "demands/demands.h"
#include "demands/handlers.h"

#define AT	  "/console/clients/{client}/requests"
#define PIECE	  "/console/clients/{client}/pieces/{piece}"
#define SENT	  "/console/clients/{client}/deposits/{deposit}"
#define TEMPLATES "/console/settings/request-templates"
#define SHOWS	  TEMPLATES "/{template}/pieces/{piece}/example"
#define ASKED	  "/p/{address}/requests"
#define ONE	  "/p/{address}/pieces/{piece}"
#define MINE	  "/p/{address}/deposits/{deposit}"

#define CHECKLIST .body_limit = DEMAND_BODY
#define FETCH	  .flags = ROUTE_WRITES
#define SHOWN	  .flags = ROUTE_WRITES | ROUTE_IN_PREVIEW, .seen_by = &client_browse
#define UPLOAD	  .flags = ROUTE_SLOW, .upload_limit = (uint64_t)2 << 30

/* In pieces: the protocol tus 1.0. */
#define PIECES "/p/{address}/piece-uploads/{upload}"
#define BEGIN  .flags = ROUTE_SLOW | ROUTE_KEEPS, .receive = piece_upload_begin_receive, .prepare = upload_prepare
#define NEXT   .flags = ROUTE_SLOW | ROUTE_KEEPS, .receive = piece_upload_receive, .prepare = upload_prepare
#define COME   .flags = ROUTE_SLOW, .prepare = piece_upload_show_prepare

const struct route demand_routes[DEMAND_ROUTES] = {
	{HTTP_GET, "/console/requests", STAFF, &client_sheet, demands_of_all,
	 "Open document requests of all clients one sees, newest first; `filter`: open, late, or check (something is to be looked at)"},
	{HTTP_GET, AT, STAFF, &client_sheet, demand_list, "The document requests of a client, newest first"},
	{HTTP_GET, AT "/new", STAFF, &client_sheet, demand_new_form,
	 "The form of a new request, begun with a `template`, `from` an older one, or with one `piece`"},
	{HTTP_POST, AT, STAFF, &client_sheet, demand_new,
	 "Asks for documents: `pieces` (name, words, example, optional, formats: any, pdf, picture, document, office; "
	 "files_most) or a `list`, one a line; `whom`: everybody, or some (`contacts`); accepted files go into `folder`, named "
	 "after their piece with `by_piece`; `press` draft tells nobody yet",
	 .fields = DEMAND_FIELDS, CHECKLIST},
	{HTTP_GET, AT "/{request}", STAFF, &client_sheet, demand_show_one,
	 "A request with its pieces, their states, and what was sent"},
	{HTTP_GET, AT "/{request}/form", STAFF, &client_sheet, demand_edit_form, "The form to change a request"},
	{HTTP_POST, AT "/{request}", STAFF, &client_sheet, demand_edit,
	 "Changes a request; pieces with their `id` stay, those left out go unless something was sent for them; a draft is sent "
	 "unless `press` is draft",
	 .fields = DEMAND_FIELDS, CHECKLIST},
	{HTTP_POST, AT "/{request}/state", STAFF, &client_sheet, demand_state_change,
	 "Sends a draft, cancels, opens again, or removes a draft; `step`: send, cancel, reopen, remove",
	 .fields = "step"},
	{HTTP_POST, AT "/{request}/template", STAFF, &demand_template_write, demand_template_from,
	 "Makes a template of a request"},
	{HTTP_POST, PIECE "/decision", STAFF, &client_sheet, piece_decide,
	 "Decides about a piece: `decision` accept, refuse (with a `reason`; `keep_reason` offers it again), not_needed, or "
	 "ask; `version`: of the piece as it was looked at",
	 .fields = "decision reason keep_reason version"},
	{HTTP_GET, PIECE "/example", STAFF, &client_sheet, piece_example, "The example of a piece"},
	{HTTP_POST, PIECE "/example", STAFF, &client_sheet, piece_example_new, "Shows a file as the example of a piece",
	 .fields = "file", UPLOAD, .prepare = piece_example_prepare},
	{HTTP_POST, PIECE "/example/removal", STAFF, &client_sheet, piece_example_removal,
	 "Takes the example of a piece away"},
	{HTTP_GET, SENT, STAFF, &client_sheet, deposit_show,
	 "A file that was sent, with a preview: its `page`, what it says, or a player"},
	{HTTP_GET, SENT "/picture", STAFF, &client_sheet, deposit_picture,
	 "A file that was sent, or its page `page`, as a picture to read",
	 .flags = ROUTE_WRITES | ROUTE_SLOW | ROUTE_KEEPS, .prepare = deposit_picture_prepare},
	{HTTP_GET, SENT "/download", STAFF, &client_sheet, deposit_download, "A file that was sent, to save", FETCH},
	{HTTP_GET, SENT "/view", STAFF, &client_sheet, deposit_view,
	 "A picture, PDF, sound or film that was sent, to look at", FETCH},
	{HTTP_GET, TEMPLATES, STAFF, &demand_template_write, demand_template_list,
	 "The templates of document requests, by name, and the reasons for refusing that are offered"},
	{HTTP_POST, TEMPLATES, STAFF, &demand_template_write, demand_template_new,
	 "Adds a template, with the pieces of `list`, one a line", .fields = "name " PIECES_FIELDS, CHECKLIST},
	{HTTP_GET, TEMPLATES "/{template}", STAFF, &demand_template_write, demand_template_show,
	 "A template with its pieces"},
	{HTTP_POST, TEMPLATES "/{template}", STAFF, &demand_template_write, demand_template_edit, "Changes a template",
	 .fields = "name words version " PIECES_FIELDS, CHECKLIST},
	{HTTP_GET, SHOWS, STAFF, &demand_template_write, template_example, "The example of a piece of a template"},
	{HTTP_POST, SHOWS, STAFF, &demand_template_write, template_example_new,
	 "Shows a file as the example of a piece of a template, and of those of requests that are begun with it",
	 .fields = "file", UPLOAD, .prepare = template_example_prepare},
	{HTTP_POST, SHOWS "/removal", STAFF, &demand_template_write, template_example_removal,
	 "Takes the example of a piece of a template away"},
	{HTTP_POST, TEMPLATES "/{template}/copies", STAFF, &demand_template_write, demand_template_copy,
	 "Makes a template like this one"},
	{HTTP_POST, TEMPLATES "/{template}/removal", STAFF, &demand_template_write, demand_template_removal,
	 "Removes a template; requests begun with it stay"},
	{HTTP_DELETE, TEMPLATES "/{template}", STAFF, &demand_template_write, demand_template_removal,
	 "Removes a template; requests begun with it stay"},
	{HTTP_POST, "/console/settings/refusal-reasons/{reason}/removal", STAFF, &demand_template_write,
	 refusal_reason_removal, "Offers a reason for refusing no more"},
	{HTTP_GET, ASKED, PORTAL, &portal_use, demands_asked, "What one is asked to send, newest first",
	 .seen_by = &client_browse},
	{HTTP_GET, ASKED "/{request}", PORTAL, &portal_use, demand_asked, "A request with its pieces and their states",
	 .seen_by = &client_browse},
	{HTTP_GET, ONE, PORTAL, &portal_use, piece_asked, "A piece that is asked for, and what one sent for it",
	 .seen_by = &client_browse},
	{HTTP_POST, ONE "/files", PORTAL, &portal_use, piece_files_new, "Sends files (`file`, several) for a piece",
	 .fields = "file", UPLOAD, .prepare = piece_files_prepare},
	{HTTP_POST, ONE "/uploads", PORTAL, &portal_use, upload_new,
	 "Begins a file for a piece that comes in pieces (tus 1.0; Upload-Metadata: filename)", BEGIN},
	{HTTP_GET, PIECES, PORTAL, &portal_use, upload_show, "How much of it has come (tus: HEAD)", COME,
	 .seen_by = &client_browse},
	{HTTP_PATCH, PIECES, PORTAL, &portal_use, upload_piece, "Its next piece", NEXT},
	{HTTP_POST, PIECES, PORTAL, &portal_use, upload_piece,
	 "The same, or its end, for who can send POST alone (X-HTTP-Method-Override)", NEXT},
	{HTTP_DELETE, PIECES, PORTAL, &portal_use, piece_upload_removal, "Forgets what has come of it"},
	{HTTP_POST, ONE "/absence", PORTAL, &portal_use, piece_absence,
	 "Says that one does not have it, with some `words`", .fields = "words"},
	{HTTP_GET, ONE "/example", PORTAL, &portal_use, piece_example, "The example of a piece",
	 .seen_by = &client_browse},
	{HTTP_GET, MINE "/download", PORTAL, &portal_use, deposit_download, "A file one sent, to save", SHOWN},
	{HTTP_GET, MINE "/view", PORTAL, &portal_use, deposit_view, "A picture or PDF one sent, to look at", SHOWN},
	{HTTP_POST, MINE "/removal", PORTAL, &portal_use, deposit_removal,
	 "Takes a file back, as long as it is not accepted"},
};
