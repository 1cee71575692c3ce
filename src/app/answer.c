/* answer: prints the reply, or the trouble, and puts the security headers on everything that leaves. */
#include "app/app.h"

#include "app/embedded.h"
#include "base/log.h"
#include "blob/blob_stream.h"
#include "core/files_away.h"
#include "core/flash.h"
#include "core/organisation.h"
#include "html/template.h"
#include "html/translation.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define PAGE_POLICY                                                                                                    \
	"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "                \
	"font-src 'self'; media-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; "                  \
	"require-trusted-types-for 'script'; trusted-types parvis; "
#define ALONE	    "frame-ancestors 'none'"
#define FILE_POLICY "default-src 'none'; sandbox"
/* A sandboxed page may not run the browser's PDF viewer; our PDF are made by us and bear no script. */
#define PDF_POLICY "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'"

static void
add_security(struct http_reply *reply, const char *policy, bool tls, bool in_mails)
{
	http_set_header(reply, "Content-Security-Policy", policy);
	http_set_header(reply, "X-Content-Type-Options", "nosniff");
	http_set_header(reply, "Referrer-Policy", "no-referrer");
	http_set_header(reply, "Cross-Origin-Opener-Policy", "same-origin");
	http_set_header(reply, "Cross-Origin-Resource-Policy", in_mails ? "cross-origin" : "same-origin");
	http_set_header(reply, "Permissions-Policy", "camera=(), geolocation=(), microphone=()");
	if (tls)
		http_set_header(reply, "Strict-Transport-Security", "max-age=31536000; includeSubDomains");
}

/* ---- assets ---- */

const char *
asset_path(const char *plain)
{
	for (size_t i = 0; i < embedded_asset_count; i++)
		if (strcmp(embedded_assets[i].plain, plain) == 0)
			return embedded_assets[i].path;
	return "";
}

static struct http_reply
asset_reply(const struct embedded_asset *asset, bool tls)
{
	struct http_reply reply = http_reply_bytes(200, asset->type, asset->bytes);

	reply.encoded[0] = asset->brotli;
	reply.encoded[1] = asset->gzip;
	add_security(&reply, FILE_POLICY, tls, false);
	http_set_header(&reply, "Cache-Control", "public, max-age=31536000, immutable");
	return reply;
}

static struct http_reply
health_reply(bool tls)
{
	struct http_reply reply = http_reply_bytes(200, "text/plain; charset=utf-8", STR("ok\n"));

	add_security(&reply, FILE_POLICY, tls, false);
	http_set_header(&reply, "Cache-Control", "no-store");
	return reply;
}

bool
answer_asset(struct http_request *request, struct http_reply *reply)
{
	if (request->method != HTTP_GET)
		return false;
	if (strcmp(request->path, "/healthz") == 0) {
		*reply = health_reply(request->tls);
		return true;
	}
	for (size_t i = 0; i < embedded_asset_count; i++)
		if (strcmp(embedded_assets[i].path, request->path) == 0) {
			*reply = asset_reply(&embedded_assets[i], request->tls);
			return true;
		}
	return false;
}

/* ---- refusals without a handler ---- */

static const char *
sentence_of(int status)
{
	switch (status) {
	case 404:
		return N_("This page does not exist, or is not yours to see.");
	case 405:
		return N_("This page cannot be used that way.");
	case 413:
		return N_("What you sent is too large.");
	case 415:
		return N_("What you sent is of a kind this page does not take.");
	case 503:
		return N_("We are very busy. Please try again in a moment.");
	case 507:
		return N_("There is no room left to keep what you sent. Nothing was changed; please try again later.");
	default:
		return status >= 500 ? N_("Something went wrong on our side. Nothing was changed; please try again.")
				     : N_("We could not understand this request.");
	}
}

static struct doc *
error_doc(struct arena *arena, int status, const char *english)
{
	struct doc *document = doc_object(arena);
	struct doc *error = doc_set_object(document, "error");

	doc_set_int(error, "status", status);
	doc_set_message(error, "message", english, NULL);
	return document;
}

/* A page without frame: it needs no database and no session, and tells nothing of whose house this is. */
static struct http_reply
bare_reply(const struct house *house, struct arena *arena, int status, const struct formats *formats,
	   struct doc *document)
{
	struct builder out = builder_new(arena, 0);

	doc_set_text(document, "css", asset_path("app.css"));
	doc_set_text(document, "language", translations_code(house->translations, (size_t)formats_language(formats)));
	template_print(house->templates, "error_bare", formats, document, &out);
	return http_reply_bytes(status, "text/html; charset=utf-8", builder_str(&out));
}

static struct http_reply
json_reply(struct arena *arena, int status, const struct formats *formats, const struct doc *document)
{
	struct builder out = builder_new(arena, 0);

	doc_print_json(document, formats_reader(formats), &out);
	return http_reply_bytes(status, "application/json", builder_str(&out));
}

/* It prints on the network thread, in the reader's language. */
static struct http_reply
bare_page(struct app *app, struct http_request *request, int status, const char *english, const struct formats *formats)
{
	struct doc *document = error_doc(request->arena, status, english);
	struct http_reply reply = prefers_json(request)
					  ? json_reply(request->arena, status, formats, document)
					  : bare_reply(&app->house, request->arena, status, formats, document);

	add_security(&reply, PAGE_POLICY ALONE, request->tls, false);
	http_set_header(&reply, "Cache-Control", "no-store");
	return reply;
}

static const struct formats *
formats_of(struct app *app, const struct http_request *request)
{
	const char *accept = http_header(request, "Accept-Language");
	int language = translations_negotiate(app->house.translations, accept, 0);

	return formats_for(app->house.translations, translations_code(app->house.translations, (size_t)language),
			   "UTC");
}

struct http_reply
answer_refusal(struct app *app, struct http_request *request, int status)
{
	return bare_page(app, request, status, sentence_of(status), formats_of(app, request));
}

/* ---- what handlers returned ---- */

static int
status_of(enum db_trouble trouble)
{
	return trouble == DB_FULL ? 507 : trouble == DB_BROKEN ? 500 : 503;
}

static struct http_reply
print_page(struct call *call)
{
	const struct reply *reply = &call->reply;
	struct request *rq = &call->rq;
	struct builder out;

	if (rq->wants_json)
		return json_reply(rq->arena, reply->status, rq->formats, reply->document);
	if (call->frame == NULL)
		return bare_reply(rq->house, rq->arena, reply->status, rq->formats, reply->document);
	out = builder_new(rq->arena, 0);
	doc_set(reply->document, "frame", call->frame);
	template_print(rq->house->templates, reply->template, rq->formats, reply->document, &out);
	return http_reply_bytes(reply->status, "text/html; charset=utf-8", builder_str(&out));
}

static ssize_t
stream_read(void *data, uint64_t offset, uint64_t end, void *at, size_t room, void (*wake)(void *waiting),
	    void *waiting)
{
	return blob_stream_read(data, offset, end, at, room, wake, waiting);
}

static void
stream_close(void *data)
{
	blob_stream_close(data);
}

/* False when a row names a file that is not there: an operator's trouble, and the log says which; or when the store
 * does not answer. */
static bool
open_blob(struct call *call, struct http_reply *answer)
{
	const struct reply *reply = &call->reply;
	struct blob_sending sending;

	if (!blob_send(call->rq.house->blobs, reply->blob, &sending)) {
		call->rq.files_away = errno == EHOSTUNREACH;
		call->trouble = call->rq.files_away ? DB_AWAY : DB_BROKEN;
		if (!call->rq.files_away)
			log_error("blob.missing", "the file %s cannot be had: %s", reply->blob, strerror(errno));
		return false;
	}
	if (sending.stream == NULL)
		*answer = http_reply_file(reply->type, sending.fd, sending.size);
	else
		*answer = http_reply_source(
			reply->type, &(struct http_source){stream_read, stream_close, sending.stream}, sending.size);
	answer->etag = arena_printf(call->rq.arena, "\"%s\"", reply->blob);
	return true;
}

static struct http_reply
body_of(struct call *call)
{
	const struct reply *reply = &call->reply;
	struct http_reply answer;

	switch (reply->kind) {
	case REPLY_REDIRECT:
		return http_reply_redirect(reply->location);
	case REPLY_BYTES:
		return http_reply_bytes(reply->status, reply->type, reply->bytes);
	case REPLY_EMPTY:
		return http_reply_bytes(reply->status, "text/plain", STR(""));
	case REPLY_STREAM:
		answer = http_reply_stream(call->rq.http, reply->type, &reply->producer, reply->size);
		answer.status = reply->status;
		return answer;
	case REPLY_PAGE:
	case REPLY_BLOB:
		break;
	}
	answer = print_page(call);
	answer.compress = true;
	answer.etag = reply->etag;
	return answer;
}

static void
add_cookies(struct call *call, struct http_reply *answer)
{
	struct request *rq = &call->rq;

	for (size_t i = 0; i < call->reply.cookie_count; i++)
		http_set_cookie(rq->arena, answer, &call->reply.cookies[i]);
	if (call->reply.kind == REPLY_REDIRECT && call->reply.flash != NULL) {
		struct http_cookie cookie = flash_cookie(rq, call->reply.flash);

		http_set_cookie(rq->arena, answer, &cookie);
	} else if (call->frame != NULL && flash_present(rq)) {
		struct http_cookie cookie = flash_removal(rq);

		http_set_cookie(rq->arena, answer, &cookie);
	}
}

/* Nobody frames our pages, but we ourselves the portal in a preview, where nothing can be pressed that matters. */
static const char *
policy_of(const struct call *call)
{
	const struct reply *reply = &call->reply;

	if (reply->kind == REPLY_PAGE && reply->frames != NULL)
		return arena_printf(call->rq.arena, PAGE_POLICY "frame-src %s; %s", reply->frames,
				    call->viewer.preview ? "frame-ancestors 'self'" : ALONE);
	if (reply->kind == REPLY_PAGE || reply->kind == REPLY_REDIRECT)
		return call->viewer.preview ? PAGE_POLICY "frame-ancestors 'self'" : PAGE_POLICY ALONE;
	return text_equal(reply->type, "application/pdf") ? PDF_POLICY : FILE_POLICY;
}

static const char *
keeping_of(const struct call *call)
{
	const struct reply *reply = &call->reply;

	if (reply->own_copy)
		return "private, no-cache";
	return reply->fresh_seconds == 0 ? "no-store"
					 : arena_printf(call->rq.arena, "public, max-age=%d", reply->fresh_seconds);
}

static const char database_away_sentence[] =
	N_("The database does not answer just now. Nothing was changed; please try again in a few minutes.");

static struct http_reply
trouble_page(struct call *call)
{
	const struct formats *formats =
		call->rq.formats == NULL ? formats_of(call->app, call->rq.http) : call->rq.formats;
	int status = status_of(call->trouble);
	const char *english = call->rq.files_away	 ? files_away_sentence
			      : call->trouble == DB_AWAY ? database_away_sentence
							 : sentence_of(status);
	struct http_reply answer = bare_page(call->app, call->rq.http, status, english, formats);

	if (status == 503)
		http_set_header(&answer, "Retry-After", "5");
	return answer;
}

struct http_reply
answer_of(struct call *call)
{
	const struct reply *reply = &call->reply;
	struct http_reply answer;

	if (call->trouble == DB_FINE && reply->kind == REPLY_BLOB)
		open_blob(call, &answer);
	if (call->trouble != DB_FINE)
		return trouble_page(call);
	if (reply->kind != REPLY_BLOB)
		answer = body_of(call);
	add_security(&answer, policy_of(call), call->rq.http->tls, reply->in_mails);
	http_set_header(&answer, "Cache-Control", keeping_of(call));
	if (reply->kind == REPLY_PAGE)
		http_set_header(&answer, "Vary", "Accept, Cookie, Accept-Language");
	if (reply->file_name != NULL)
		http_set_disposition(call->rq.arena, &answer, reply->attachment, reply->file_name);
	if (reply->store_nothing)
		http_set_header(&answer, "Clear-Site-Data", "\"cache\", \"storage\"");
	for (size_t i = 0; i < reply->field_count; i++)
		http_set_header(&answer, reply->fields[i].name, reply->fields[i].value);
	add_cookies(call, &answer);
	return answer;
}
