/* guard: what RFC 9110 and 9112 forbid, and what proxies in front of us might read differently, stays outside. */
#include "http/guard.h"

#include "base/arena.h"
#include "http/url.h"

#include <string.h>
#include <strings.h>

const char *const http_method_names[HTTP_METHODS] = {"GET",	"POST",	    "PUT",	 "PATCH", "DELETE",
						     "OPTIONS", "PROPFIND", "PROPPATCH", "MKCOL", "COPY",
						     "MOVE",	"LOCK",	    "UNLOCK"};

bool
http_is_safe(enum http_method method)
{
	return method == HTTP_GET || method == HTTP_OPTIONS || method == HTTP_PROPFIND;
}

static bool
refuse(struct guard_verdict *verdict, int status, const char *reason)
{
	verdict->status = status;
	verdict->reason = reason;
	return false;
}

/* RFC 9110 §5.6.2 */
static bool
is_token(struct str text)
{
	for (size_t i = 0; i < text.length; i++) {
		unsigned char c = (unsigned char)text.at[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');

		if (!letter && (c == '\0' || strchr("!#$%&'*+-.^_`|~", c) == NULL))
			return false;
	}
	return text.length > 0;
}

static bool
is_field_value(struct str value)
{
	for (size_t i = 0; i < value.length; i++) {
		unsigned char c = (unsigned char)value.at[i];

		if ((c < 0x20 && c != '\t') || c == 0x7F)
			return false;
	}
	return true;
}

static bool
judge_version(struct guard_verdict *verdict, struct str version)
{
	if (str_equal(version, STR("HTTP/1.1")) || str_equal(version, STR("HTTP/1.0")))
		return true;
	return refuse(verdict, 505, "HTTP version");
}

static bool
judge_method(struct guard_verdict *verdict, struct str method)
{
	static const char *const known[] = {"CONNECT", "TRACE"};

	verdict->head = str_equal(method, STR("HEAD"));
	if (verdict->head)
		return true;
	for (int i = 0; i < HTTP_METHODS; i++)
		if (str_equal(method, str_of(http_method_names[i]))) {
			verdict->method = (enum http_method)i;
			return true;
		}
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (str_equal(method, str_of(known[i])))
			return refuse(verdict, 405, "method not served");
	if (!is_token(method))
		return refuse(verdict, 400, "method is no token");
	return refuse(verdict, 501, "unknown method");
}

/* Visible ASCII only; browsers encode everything else. */
static bool
judge_target_bytes(struct guard_verdict *verdict, struct str target)
{
	if (target.length > GUARD_TARGET_SIZE)
		return refuse(verdict, 414, "target too long");
	for (size_t i = 0; i < target.length; i++) {
		unsigned char c = (unsigned char)target.at[i];

		if (c <= 0x20 || c >= 0x7F || strchr("\"<>\\#", c) != NULL)
			return refuse(verdict, 400, "character in target");
	}
	return true;
}

/* "http://host/path" is allowed when it names the host that the Host field names. */
static bool
cut_absolute_form(struct guard_verdict *verdict, struct str *target)
{
	size_t scheme = 0;
	size_t end;

	if (target->length > 0 && target->at[0] == '/')
		return true;
	if (verdict->method == HTTP_OPTIONS && str_equal(*target, STR("*")))
		return refuse(verdict, 405, "options of the whole server");
	if (target->length > 7 && strncasecmp(target->at, "http://", 7) == 0)
		scheme = 7;
	else if (target->length > 8 && strncasecmp(target->at, "https://", 8) == 0)
		scheme = 8;
	else
		return refuse(verdict, 400, "target form");
	end = scheme;
	while (end < target->length && target->at[end] != '/' && target->at[end] != '?')
		end++;
	if (!str_equal_nocase(str_slice(target->at + scheme, end - scheme), str_of(verdict->authority)))
		return refuse(verdict, 400, "target names another host");
	*target = str_slice(target->at + end, target->length - end);
	if (target->length == 0 || target->at[0] == '?')
		return refuse(verdict, 400, "target without path");
	return true;
}

/* One segment, decoded: what could mean another path to somebody else is refused. */
static bool
is_plain_segment(struct str raw, struct str decoded)
{
	if (str_equal(decoded, STR(".")) || str_equal(decoded, STR("..")))
		return false;
	if (raw.length > 0 && decoded.length == 0)
		return false;
	for (size_t i = 0; i < decoded.length; i++) {
		unsigned char c = (unsigned char)decoded.at[i];

		if (c < 0x20 || c == 0x7F || c == '/' || c == '\\')
			return false;
	}
	return true;
}

static bool
judge_path(struct arena *arena, struct guard_verdict *verdict, struct str path)
{
	struct builder out = builder_new(arena, 0);
	struct str rest = str_slice(path.at + 1, path.length - 1);

	do {
		struct str segment = str_cut(&rest, '/');
		struct str decoded;

		if (segment.length == 0 && rest.at != NULL)
			return refuse(verdict, 400, "empty segment");
		if (!url_decode(arena, segment, false, &decoded))
			return refuse(verdict, 400, "escape in path");
		if (!is_plain_segment(segment, decoded))
			return refuse(verdict, 400, "segment of path");
		build_char(&out, '/');
		build_str(&out, decoded);
	} while (rest.at != NULL);
	verdict->path = builder_text(&out);
	return true;
}

static bool
judge_target(struct arena *arena, struct guard_verdict *verdict, struct str target)
{
	struct str path, unused;

	if (!cut_absolute_form(verdict, &target))
		return false;
	path = str_cut(&target, '?');
	verdict->query = target.at == NULL ? str_slice("", 0) : target;
	if (!url_decode(arena, verdict->query, true, &unused))
		return refuse(verdict, 400, "escape in query");
	verdict->query =
		str_slice(arena_text_of(arena, verdict->query.at, verdict->query.length), verdict->query.length);
	return judge_path(arena, verdict, path);
}

static char *
lower_text(struct arena *arena, struct str text)
{
	char *copy = arena_text_of(arena, text.at, text.length);

	for (size_t i = 0; i < text.length; i++)
		if (copy[i] >= 'A' && copy[i] <= 'Z')
			copy[i] = (char)(copy[i] - 'A' + 'a');
	return copy;
}

/* Fields whose repetition has no single meaning. */
static bool
is_single(const char *name)
{
	static const char *const names[] = {"host",
					    "content-length",
					    "transfer-encoding",
					    "content-type",
					    "authorization",
					    "origin",
					    "referer",
					    "expect",
					    "range",
					    "if-range",
					    "user-agent",
					    "x-forwarded-proto",
					    "x-csrf-token",
					    "destination",
					    "depth",
					    "overwrite",
					    "if",
					    "lock-token",
					    "tus-resumable",
					    "upload-offset",
					    "upload-length",
					    "upload-metadata"};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

static struct http_field *
find_field(struct guard_verdict *verdict, const char *name)
{
	for (size_t i = 0; i < verdict->header_count; i++)
		if (strcmp(verdict->headers[i].name, name) == 0)
			return &verdict->headers[i];
	return NULL;
}

static bool
take_field(struct arena *arena, struct guard_verdict *verdict, const struct guard_field *field)
{
	struct str value = str_trim(field->value);
	struct http_field *same;
	const char *name;

	if (!is_token(field->name))
		return refuse(verdict, 400, "field name");
	if (!is_field_value(field->value))
		return refuse(verdict, 400, "control character in field");
	name = lower_text(arena, field->name);
	same = find_field(verdict, name);
	if (same == NULL) {
		verdict->headers[verdict->header_count++] =
			(struct http_field){name, arena_text_of(arena, value.at, value.length)};
		return true;
	}
	if (is_single(name))
		return refuse(verdict, 400, "repeated field");
	same->value = arena_printf(arena, "%s%s%.*s", same->value, strcmp(name, "cookie") == 0 ? "; " : ", ",
				   (int)value.length, value.at == NULL ? "" : value.at);
	return true;
}

static bool
judge_fields(struct arena *arena, struct guard_verdict *verdict, const struct guard_request *request)
{
	if (request->header_size > GUARD_HEADER_SIZE || request->field_count > GUARD_HEADERS)
		return refuse(verdict, 431, "header too large");
	if (request->torn)
		return refuse(verdict, 400, "bytes between the fields");
	verdict->headers = arena_make_array(arena, struct http_field, request->field_count + 1);
	for (size_t i = 0; i < request->field_count; i++)
		if (!take_field(arena, verdict, &request->fields[i]))
			return false;
	return true;
}

const char *
guard_find(const struct http_field *headers, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcasecmp(headers[i].name, name) == 0)
			return headers[i].value;
	return NULL;
}

static const char *
value_of(const struct guard_verdict *verdict, const char *name)
{
	return guard_find(verdict->headers, verdict->header_count, name);
}

static bool
is_port(const char *port)
{
	int64_t number;

	return strlen(port) <= 5 && str_to_int(str_of(port), &number) && number > 0 && number <= 65535;
}

/* "name", "name:port" or "[v6]:port"; the length of the name, or 0. */
static size_t
host_length(const char *host)
{
	size_t length;

	if (host[0] == '[') {
		length = 1 + strspn(host + 1, "0123456789abcdefABCDEF:.");
		length = length > 3 && host[length] == ']' ? length + 1 : 0;
	} else {
		length = strspn(host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_");
	}
	if (length == 0 || length > 255)
		return 0;
	if (host[length] == ':')
		return is_port(host + length + 1) ? length : 0;
	return host[length] == '\0' ? length : 0;
}

static bool
judge_host(struct arena *arena, struct guard_verdict *verdict)
{
	const char *host = value_of(verdict, "host");
	size_t length = host == NULL ? 0 : host_length(host);

	if (length == 0)
		return refuse(verdict, 400, "Host");
	verdict->authority = host;
	verdict->host = lower_text(arena, str_slice(host, length));
	return true;
}

static bool
judge_length(struct guard_verdict *verdict, const char *length)
{
	uint64_t value = 0;

	if (length[0] == '\0' || strlen(length) > 19)
		return refuse(verdict, 400, "Content-Length");
	for (const char *at = length; *at != '\0'; at++) {
		if (*at < '0' || *at > '9')
			return refuse(verdict, 400, "Content-Length");
		value = value * 10 + (uint64_t)(*at - '0');
	}
	verdict->length = value;
	return true;
}

/* The white space that was trimmed from other fields counts in this one: the library compares it untrimmed. */
static bool
is_exactly_chunked(const struct guard_request *request)
{
	for (size_t i = 0; i < request->field_count; i++)
		if (str_equal_nocase(request->fields[i].name, STR("Transfer-Encoding")))
			return str_equal_nocase(request->fields[i].value, STR("chunked"));
	return false;
}

static bool
judge_framing(struct guard_verdict *verdict, const struct guard_request *request)
{
	const char *length = value_of(verdict, "content-length");
	const char *encoding = value_of(verdict, "transfer-encoding");

	if (length != NULL && encoding != NULL)
		return refuse(verdict, 400, "Content-Length and Transfer-Encoding");
	if (length != NULL && !judge_length(verdict, length))
		return false;
	if (encoding != NULL) {
		if (str_equal(request->version, STR("HTTP/1.0")))
			return refuse(verdict, 400, "Transfer-Encoding in HTTP/1.0");
		if (!is_exactly_chunked(request))
			return refuse(verdict, 501, "Transfer-Encoding");
		verdict->chunked = true;
	}
	if (verdict->method == HTTP_GET && (verdict->chunked || verdict->length > 0))
		return refuse(verdict, 400, "body with GET");
	return true;
}

static bool
judge_expectation(struct guard_verdict *verdict, const struct guard_request *request)
{
	const char *expect = value_of(verdict, "expect");

	if (expect == NULL)
		return true;
	if (strcasecmp(expect, "100-continue") != 0)
		return refuse(verdict, 417, "Expect");
	verdict->expects_continue = str_equal(request->version, STR("HTTP/1.1"));
	return true;
}

static void
read_type(struct arena *arena, struct guard_verdict *verdict)
{
	struct str type = str_of(value_of(verdict, "content-type"));

	verdict->type = type.length == 0 ? "" : lower_text(arena, str_trim(str_cut(&type, ';')));
}

struct guard_verdict
guard_judge(struct arena *arena, const struct guard_request *request)
{
	struct guard_verdict verdict = {.path = "/", .host = "", .authority = "", .type = ""};

	if (judge_version(&verdict, request->version) && judge_method(&verdict, request->method) &&
	    judge_target_bytes(&verdict, request->target) && judge_fields(arena, &verdict, request) &&
	    judge_host(arena, &verdict) && judge_target(arena, &verdict, request->target) &&
	    judge_framing(&verdict, request) && judge_expectation(&verdict, request))
		read_type(arena, &verdict);
	return verdict;
}
