/* portal_moved_web: what a portal's former address answers: where it is now, and nothing else. */
#include "portals/portals.h"

#include "base/arena.h"
#include "base/id.h"
#include "core/request.h"

/* A path may hold a secret, as those of links in mails do: then the way leads to the portal's home. */
static bool
path_is_plain(const struct request *rq)
{
	int64_t id;

	for (size_t i = 0; i < rq->path.count; i++) {
		struct str value = rq->path.parameters[i].value;

		if (!str_equal(rq->path.parameters[i].name, STR("address")) && !id_parse(value, &id))
			return false;
	}
	return rq->http->method == HTTP_GET;
}

static const char *
same_page(const struct request *rq)
{
	const char *rest = rq->http->path + sizeof "/p/" - 1 + str_of(path_text(rq, "address")).length;

	return arena_printf(rq->arena, "/p/%s%s", rq->portal->address, path_is_plain(rq) ? rest : "/");
}

struct reply
portal_moved_reply(struct request *rq)
{
	const char *home = arena_printf(rq->arena, "/p/%s/", rq->portal->address);
	struct reply reply = reply_refusal(
		rq, 410, N_("This portal has moved. Nothing was done here: please go to its new address."));
	struct doc *portal = doc_set_object(reply.document, "portal");

	doc_set_text(portal, "name", rq->portal->name);
	doc_set_text(portal, "company", rq->portal->company->name);
	doc_set_text(portal, "address", rq->portal->address);
	doc_set_text(portal, "url", public_link(rq, home));
	doc_set_text(reply.document, "href", same_page(rq));
	doc_set_bool(reply.document, "had_link", rq->http->method == HTTP_GET && !path_is_plain(rq));
	doc_set_bool(reply.document, "had_form", rq->http->method != HTTP_GET);
	reply.template = "portal_moved";
	return reply;
}
