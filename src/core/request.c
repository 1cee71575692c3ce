/* request: reads the path's parameters and builds the answers of handlers. */
#include "core/request.h"

#include "base/check.h"
#include "base/id.h"

#include <string.h>

static struct str
parameter(const struct request *rq, const char *name)
{
	for (size_t i = 0; i < rq->path.count; i++)
		if (str_equal(rq->path.parameters[i].name, str_of(name)))
			return rq->path.parameters[i].value;
	check(!"the route has no such parameter");
	return STR("");
}

int64_t
path_id(const struct request *rq, const char *name)
{
	int64_t id;

	return id_parse(parameter(rq, name), &id) ? id : 0;
}

const char *
path_text(const struct request *rq, const char *name)
{
	struct str value = parameter(rq, name);

	return arena_text_of(rq->arena, value.at, value.length);
}

const char *
home_path(const struct request *rq)
{
	for (size_t i = 0; i < rq->path.count; i++)
		if (str_equal(rq->path.parameters[i].name, STR("address")))
			return arena_printf(rq->arena, "/p/%s", path_text(rq, "address"));
	return "/console";
}

/* What may stand in a URL as it is: printable ASCII without blank; and no backslash, which browsers take for a slash.
 */
static bool
is_plain(const char *path)
{
	while (*path > ' ' && *path <= '~' && *path != '\\')
		path++;
	return *path == '\0';
}

const char *
next_path(const struct request *rq, const char *fallback)
{
	const char *next = form_text(rq->form, "next");
	const char *home = home_path(rq);
	size_t length = strlen(home);

	if (next == NULL || strncmp(next, home, length) != 0 || next[length] != '/' || strstr(next, "//") != NULL ||
	    !is_plain(next))
		return fallback;
	return next;
}

const char *
public_link(const struct request *rq, const char *path)
{
	return arena_printf(rq->arena, "%s%s", rq->house->config->public_url, path);
}

struct reply
reply_page(struct request *rq, const char *template, struct doc *document)
{
	(void)rq;
	return (struct reply){.kind = REPLY_PAGE, .status = 200, .template = template, .document = document};
}

struct reply
reply_form(struct request *rq, const char *template, struct doc *document)
{
	struct reply reply = reply_page(rq, template, document);

	reply.status = 422;
	return reply;
}

struct reply
reply_conflict(struct request *rq, const char *template, struct doc *document)
{
	struct reply reply = reply_page(rq, template, document);

	reply.status = 409;
	return reply;
}

struct reply
reply_redirect(struct request *rq, const char *location)
{
	(void)rq;
	return (struct reply){.kind = REPLY_REDIRECT, .status = 303, .location = location};
}

struct reply
reply_done(struct request *rq, const char *location, const char *flash, struct doc *document)
{
	struct reply reply = reply_redirect(rq, location);

	reply.flash = flash;
	reply.document = document;
	if (!rq->wants_json)
		return reply;
	reply.kind = REPLY_PAGE;
	reply.status = 200;
	if (document == NULL)
		reply.document = doc_object(rq->arena);
	return reply;
}

struct reply
reply_refusal(struct request *rq, int status, const char *english)
{
	struct doc *document = doc_object(rq->arena);
	struct doc *error = doc_set_object(document, "error");

	doc_set_int(error, "status", status);
	doc_set_message(error, "message", english, NULL);
	return (struct reply){.kind = REPLY_PAGE, .status = status, .template = "error_page", .document = document};
}

struct reply
reply_not_found(struct request *rq)
{
	return reply_refusal(rq, 404, N_("This page does not exist, or is not yours to see."));
}

struct reply
reply_bytes(struct request *rq, const char *type, struct str bytes)
{
	(void)rq;
	return (struct reply){.kind = REPLY_BYTES, .status = 200, .type = type, .bytes = bytes};
}

struct reply
reply_blob(struct request *rq, const char *blob, const char *type, const char *name, bool attachment)
{
	(void)rq;
	return (struct reply){.kind = REPLY_BLOB,
			      .status = 200,
			      .type = type,
			      .blob = blob,
			      .file_name = name,
			      .attachment = attachment};
}

struct reply
reply_empty(struct request *rq, int status)
{
	(void)rq;
	return (struct reply){.kind = REPLY_EMPTY, .status = status};
}

struct reply
reply_stream(struct request *rq, const char *type, const struct http_producer *producer, uint64_t size)
{
	(void)rq;
	return (struct reply){.kind = REPLY_STREAM, .status = 200, .type = type, .producer = *producer, .size = size};
}

void
reply_field(struct reply *reply, const char *name, const char *value)
{
	check(reply->field_count < REPLY_FIELDS);
	reply->fields[reply->field_count++] = (struct http_field){name, value};
}

void
reply_cookie(struct reply *reply, struct http_cookie cookie)
{
	check(reply->cookie_count < REPLY_COOKIES);
	reply->cookies[reply->cookie_count++] = cookie;
}
