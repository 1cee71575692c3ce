/* first_way_web: who came in by a code where codes do not open for long makes themselves a passkey or a password,
 * before they see anything else. */
#include "portals/handlers.h"
#include "portals/portal_password.h"
#include "portals/sign_in.h"
#include "portals/ways.h"

#include "core/audit.h"
#include "core/device.h"
#include "core/form_page.h"
#include "core/session.h"
#include "http/url.h"
#include "sys/clock.h"

enum { FRESH_MS = 15 * MINUTE_MS };

static const char *
own_home(struct request *rq)
{
	return arena_printf(rq->arena, "%s/", home_path(rq));
}

/* What the browser at hand is called, for those who have nothing better. */
static const char *
proposed_name(struct request *rq)
{
	struct device device = device_of(http_header(rq->http, "User-Agent"));

	return device.system == NULL ? device.browser : device.system;
}

struct reply
portal_first_way(struct request *rq, int status)
{
	const struct contact *person = person_itself(rq->tx, rq->viewer->contact);
	struct ways ways = ways_of(rq->tx, person);
	struct doc *document = doc_object(rq->arena), *values = doc_set_object(document, "values");
	struct reply reply;

	if (person == NULL)
		return reply_not_found(rq);
	form_forget(rq->form, "new_password");
	doc_set_text(document, "state", "way_missing");
	doc_set_text(document, "email", person->email);
	doc_set_bool(document, "by_passkey", ways.passkey);
	doc_set_bool(document, "by_password", ways.password);
	doc_set_text(document, "next", next_path(rq, own_home(rq)));
	doc_set_text(document, "host", rq->http->host);
	doc_set_text(document, "passkeys_href", arena_printf(rq->arena, "%s/account/passkeys", home_path(rq)));
	doc_set_text(document, "password_href", arena_printf(rq->arena, "%s/account/password", home_path(rq)));
	doc_set_text(values, "name", proposed_name(rq));
	form_page(rq, document, "name new_password");
	reply = reply_page(rq, "portal_first_way", document);
	reply.status = status;
	return reply;
}

/* Only for a moment after the code: whoever finds the browser open later begins anew. */
struct reply
first_way_page(struct request *rq)
{
	if (rq->viewer->kind != VIEWER_NOBODY)
		return reply_redirect(rq, next_path(rq, own_home(rq)));
	if (clock_now() - rq->viewer->signed_in_at > FRESH_MS)
		return reply_redirect(rq, arena_printf(rq->arena, "%s/sign-in", home_path(rq)));
	return portal_first_way(rq, 200);
}

struct reply
portal_way_made(struct request *rq, const char *flash, struct doc *document)
{
	struct reply reply = reply_done(rq, next_path(rq, own_home(rq)), flash, document);

	session_complete(rq, &reply);
	audit_add(rq, &(struct audit){.action = "portal.way_made",
				      .object_kind = person_kind(rq->tx, rq->viewer->contact),
				      .object = rq->viewer->contact});
	return reply;
}
