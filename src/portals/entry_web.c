/* entry_web: the address of the house itself, the choice among one's clients, and the way out. */
#include "portals/handlers.h"
#include "portals/sign_in.h"

#include "base/id.h"
#include "core/audit.h"
#include "core/form_page.h"
#include "core/session.h"

/* A company's own host leads to its portal, any other to the first one; a house without portal to its staff. */
struct reply
root_page(struct request *rq)
{
	const struct portal *portal = portal_of_host(rq->tx, rq->http->host);

	if (portal == NULL)
		portal = portal_first(rq->tx);
	if (portal == NULL)
		return reply_redirect(rq, "/console/");
	return reply_redirect(rq, arena_printf(rq->arena, "/p/%s/", portal->address));
}

static struct reply
clients_reply(struct request *rq, int status)
{
	struct doc *document = doc_object(rq->arena);
	struct doc *list = doc_set_list(document, "clients");
	struct reply reply;
	size_t count;
	const struct membership *memberships = contact_memberships(rq->tx, rq->viewer->contact, &count);

	for (size_t i = 0; i < count; i++) {
		struct doc *client = doc_add_object(list);

		doc_set_id(client, "id", memberships[i].client);
		doc_set_text(client, "number", memberships[i].number);
		doc_set_text(client, "name", memberships[i].name);
		doc_set_bool(client, "current", memberships[i].client == rq->viewer->client);
	}
	doc_set_text(document, "next", next_path(rq, NULL));
	form_page(rq, document, "client");
	reply = reply_page(rq, "portal_clients", document);
	reply.status = status;
	return reply;
}

struct reply
clients_page(struct request *rq)
{
	if (rq->viewer->preview)
		return reply_redirect(rq, arena_printf(rq->arena, "%s/", home_path(rq)));
	return clients_reply(rq, 200);
}

struct reply
clients_post(struct request *rq)
{
	int64_t client = form_read_id(rq->form, "client", FORM_REQUIRED);
	struct doc *document = doc_object(rq->arena);

	if (!form_failed(rq->form) && !session_choose_client(rq, client))
		form_error(rq->form, "client", N_("Please choose an entry of the list."), NULL);
	if (form_failed(rq->form))
		return clients_reply(rq, 422);
	audit_add(rq, &(struct audit){.action = "portal.client_chosen", .object_kind = "client", .object = client});
	doc_set_id(document, "client", client);
	return reply_done(rq, next_path(rq, arena_printf(rq->arena, "%s/", home_path(rq))), NULL, document);
}

/* Whoever looked at the portal as a client goes back to that client's sheet, others to where previews are opened;
 * nobody was signed in as them. */
static struct reply
leave_preview(struct request *rq)
{
	struct doc *document = doc_object(rq->arena);
	const char *back = "/console/preview";
	char client[ID_LENGTH + 1];

	id_print(client, rq->viewer->client);
	if (rq->viewer->record == 0 && rq->viewer->client != 0)
		back = arena_printf(rq->arena, "/console/clients/%s", client);
	doc_set_text(document, "state", "preview_left");
	return reply_done(rq, back, N_("You have left the preview."), document);
}

static struct reply
leave(struct request *rq)
{
	struct doc *document = doc_object(rq->arena);

	doc_set_text(document, "state", "signed_out");
	return reply_done(rq, arena_printf(rq->arena, "%s/", home_path(rq)), N_("You are signed out."), document);
}

struct reply
sign_out_post(struct request *rq)
{
	struct reply reply = rq->viewer->preview ? leave_preview(rq) : leave(rq);

	reply.store_nothing = true;
	audit_add(rq, &(struct audit){.action = rq->viewer->preview ? "portal.preview_end" : "portal.sign_out"});
	session_end_own(rq, &reply);
	return reply;
}
