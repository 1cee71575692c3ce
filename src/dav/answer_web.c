/* answer_web: how programs of a drive are answered. */
#include "dav/handlers.h"

#include "base/instant.h"
#include "core/audit.h"
#include "dav/xml.h"

struct reply
dav_refusal(struct request *rq, int status, const char *english)
{
	struct reply reply =
		reply_bytes(rq, "text/plain; charset=utf-8", str_of(formats_translate(rq->formats, english)));

	reply.status = status;
	return reply;
}

struct reply
dav_not_found(struct request *rq)
{
	return dav_refusal(rq, 404, N_("This folder or file does not exist, or is not yours to see."));
}

struct reply
dav_too_fast(struct request *rq, int64_t wait_ms)
{
	struct reply reply = dav_refusal(rq, 429, N_("That was very much at once. Please try again in a few minutes."));

	reply_field(&reply, "Retry-After", arena_printf(rq->arena, "%lld", (long long)(wait_ms / SECOND_MS + 1)));
	return reply;
}

struct reply
dav_not_allowed(struct request *rq)
{
	return dav_refusal(rq, 405, N_("That cannot be done with this folder."));
}

struct reply
dav_xml(struct request *rq, int status, const struct builder *out)
{
	struct reply reply =
		reply_bytes(rq, DAV_XML_TYPE, str_of(arena_printf(rq->arena, DAV_XML_HEAD "%s", builder_text(out))));

	reply.status = status;
	return reply;
}

void
dav_build_href(struct builder *out, const char *href)
{
	build_text(out, "<D:href>");
	xml_build_text(out, href);
	build_text(out, "</D:href>");
}

struct reply
dav_error(struct request *rq, int status, const char *condition, const struct place *of)
{
	struct builder out = builder_new(rq->arena, 0);

	build_printf(&out, "<D:error xmlns:D=\"DAV:\"><D:%s>", condition);
	if (of != NULL)
		dav_build_href(&out, dav_place_href(rq->arena, of));
	build_printf(&out, "</D:%s></D:error>", condition);
	return dav_xml(rq, status, &out);
}

struct reply
dav_outcome(struct request *rq, enum folder_outcome outcome)
{
	if (outcome == FOLDER_GONE)
		return dav_not_found(rq);
	if (outcome == FOLDER_LOCKED)
		return dav_refusal(rq, 423, file_outcome_words(outcome));
	if (outcome == FOLDER_NO_SPACE)
		return dav_error(rq, 507, "quota-not-exceeded", NULL);
	return dav_refusal(rq, outcome == FOLDER_NAMESAKE ? 409 : 403,
			   outcome == FOLDER_INFECTED ? file_outcome_words(outcome) : folder_outcome_words(outcome));
}

/* Anybody may ask: it tells nothing of whose folders there are. */
struct reply
dav_options(struct request *rq)
{
	struct reply reply = reply_empty(rq, 200);

	reply_field(&reply, "DAV", "1, 2");
	reply_field(&reply, "MS-Author-Via", "DAV");
	reply_field(&reply, "Allow",
		    "OPTIONS, GET, HEAD, PUT, DELETE, PROPFIND, PROPPATCH, MKCOL, COPY, MOVE, LOCK, UNLOCK");
	return reply;
}
