/* preview_web: a staff user looks at the portal as a client: a session of its own, which changes nothing. */
#include "console/handlers.h"

#include "clients/clients.h"
#include "core/audit.h"
#include "core/session.h"
#include "portals/portals.h"

struct reply
preview_post(struct request *rq)
{
	const struct client *client = client_find(rq->tx, rq->viewer, path_id(rq, "client"));
	const struct portal *portal = portal_first(rq->tx);
	struct doc *document = doc_object(rq->arena);
	struct reply reply;

	if (client == NULL)
		return reply_not_found(rq);
	if (portal == NULL)
		return reply_refusal(rq, 409, N_("There is no portal to look at yet."));
	doc_set_id(document, "client", client->id);
	reply = reply_done(rq, arena_printf(rq->arena, "/p/%s/", portal->address), NULL, document);
	session_start(rq, &reply,
		      &(struct session_new){.kind = SESSION_PREVIEW, .staff = rq->viewer->staff, .client = client->id});
	audit_add(rq, &(struct audit){.action = "console.preview", .object_kind = "client", .object = client->id});
	return reply;
}
