/* body: urlencoded and JSON bodies grow in memory with what really came, never with what was announced. */
#include "http/body.h"

#include "base/arena.h"
#include "http/form.h"
#include "http/multipart.h"

enum {
	QUERY_FIELDS = 200,
	PART_OVERHEAD = 1024, /* what a part of a multipart body may cost beside its content */
};

enum kind { KIND_URLENCODED, KIND_JSON, KIND_MULTIPART, KIND_RAW };

struct body {
	enum kind kind;
	struct http_request *request;
	struct http_limits limits;
	struct builder bytes;
	struct multipart *multipart;
	uint64_t total, most;
};

static bool
read_kind(struct str type, enum kind *kind)
{
	static const char *const names[] = {"application/x-www-form-urlencoded", "application/json",
					    "multipart/form-data"};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (str_equal(type, str_of(names[i]))) {
			*kind = (enum kind)i;
			return true;
		}
	return false;
}

static uint64_t
most_bytes(const struct body *body)
{
	const struct http_limits *limits = &body->limits;
	uint64_t most = limits->body;

	if (body->kind != KIND_MULTIPART)
		return most;
	if (__builtin_add_overflow(most, limits->upload, &most) ||
	    __builtin_add_overflow(most, (uint64_t)(limits->fields + 1) * PART_OVERHEAD, &most))
		return UINT64_MAX;
	return most;
}

struct body *
body_new(struct http_request *request, const struct guard_verdict *verdict, const struct http_limits *limits,
	 const char *upload_folder, int *status)
{
	struct body *body;
	enum kind kind;

	*status = 0;
	if (!verdict->chunked && verdict->length == 0)
		return NULL;
	*status = 413;
	if (limits->body == 0 && limits->upload == 0)
		return NULL;
	*status = 415;
	if (limits->raw)
		kind = KIND_RAW;
	else if (!read_kind(str_of(verdict->type), &kind))
		return NULL;
	body = arena_make(request->arena, struct body);
	body->kind = kind;
	body->request = request;
	body->limits = *limits;
	body->most = most_bytes(body);
	body->bytes = builder_new(request->arena, 0);
	*status = 413;
	if (verdict->length > body->most)
		return NULL;
	*status = 400;
	if (kind == KIND_MULTIPART) {
		body->multipart = multipart_new(request, http_header(request, "content-type"), limits, upload_folder);
		if (body->multipart == NULL)
			return NULL;
	}
	*status = 0;
	return body;
}

int
body_add(struct body *body, struct str bytes)
{
	body->total += bytes.length;
	if (body->total > body->most)
		return 413;
	if (body->kind == KIND_MULTIPART)
		return multipart_add(body->multipart, bytes);
	build_str(&body->bytes, bytes);
	return 0;
}

int
body_end(struct body *body)
{
	struct http_request *request;
	const char *error;
	size_t limit;

	if (body == NULL)
		return 0;
	request = body->request;
	if (body->kind == KIND_MULTIPART)
		return multipart_end(body->multipart);
	request->body = builder_str(&body->bytes);
	if (body->kind == KIND_RAW)
		return 0;
	limit = body->limits.fields + form_count(request->form);
	if (body->kind == KIND_URLENCODED)
		return form_add_urlencoded(request->form, request->body, limit) ? 0 : 400;
	if (request->body.length == 0)
		return 0;
	return form_add_json(request->form, request->body, limit, &error) ? 0 : 400;
}

bool
body_add_query(struct http_request *request)
{
	return form_add_urlencoded(request->form, request->query, QUERY_FIELDS);
}
