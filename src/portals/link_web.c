/* link_web: the link of the mail. Opening it only shows a page, for mail scanners open every link; its button signs in.
 */
#include "portals/handlers.h"
#include "portals/sign_in.h"
#include "portals/ways.h"

#include "core/audit.h"
#include "sys/clock.h"

static struct sign_in *
sign_in_of_path(struct request *rq)
{
	struct hash link = sha256(str_of(path_text(rq, "token")));

	return sign_in_of_link(rq->tx, &link, clock_now());
}

static struct reply
link_reply(struct request *rq, const struct sign_in *sign_in)
{
	struct doc *document = doc_object(rq->arena);
	struct reply reply = reply_page(rq, "portal_link", document);

	doc_set_text(document, "email", sign_in == NULL ? NULL : sign_in->email);
	if (sign_in == NULL)
		reply.status = 410;
	return reply;
}

struct reply
link_page(struct request *rq)
{
	if (!rq->portal->enabled)
		return portal_closed_reply(rq);
	return link_reply(rq, sign_in_of_path(rq));
}

struct reply
link_post(struct request *rq)
{
	const struct sign_in *sign_in = sign_in_of_path(rq);

	if (!rq->portal->enabled)
		return portal_closed_reply(rq);
	if (sign_in == NULL || !ways_of_attempt(rq->tx, sign_in).code || !sign_in_take(rq->tx, sign_in))
		return link_reply(rq, NULL);
	return entry_by_code(rq, sign_in, sign_in->remember);
}
