/* delivery: RFC 9110's conditions (§13), ranges (§14) and content codings (§8.4), applied to a finished reply. */
#include "http/delivery.h"

#include "base/arena.h"
#include "base/check.h"

#include <inttypes.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

enum { COMPRESS_LEAST = 1024, COMPRESS_LEVEL = 4 };

static void
add_header(struct delivery *delivery, const char *name, const char *value)
{
	check(delivery->header_count < sizeof delivery->headers / sizeof delivery->headers[0]);
	delivery->headers[delivery->header_count++] = (struct http_field){name, value};
}

/* "gzip;q=0.8": false only for a weight of zero. */
static bool
weight_is_positive(struct str parameters)
{
	while (parameters.at != NULL && parameters.length > 0) {
		struct str value = str_trim(str_cut(&parameters, ';'));

		if (value.length < 2 || (value.at[0] != 'q' && value.at[0] != 'Q') || value.at[1] != '=')
			continue;
		for (size_t i = 2; i < value.length; i++)
			if (value.at[i] >= '1' && value.at[i] <= '9')
				return true;
		return false;
	}
	return true;
}

bool
encoding_accepted(const char *accept, const char *coding)
{
	struct str rest = str_of(accept);
	bool any = false;

	while (rest.at != NULL && rest.length > 0) {
		struct str parameters = str_cut(&rest, ',');
		struct str name = str_trim(str_cut(&parameters, ';'));

		if (str_equal_nocase(name, str_of(coding)))
			return weight_is_positive(parameters);
		if (str_equal(name, STR("*")))
			any = weight_is_positive(parameters);
	}
	return any;
}

static struct str
opaque_tag(struct str tag)
{
	tag = str_trim(tag);
	return str_starts(tag, STR("W/")) ? str_slice(tag.at + 2, tag.length - 2) : tag;
}

bool
etag_listed(const char *list, const char *etag)
{
	struct str rest = str_of(list);

	if (str_equal(str_trim(rest), STR("*")))
		return true;
	while (rest.at != NULL && rest.length > 0)
		if (str_equal(opaque_tag(str_cut(&rest, ',')), opaque_tag(str_of(etag))))
			return true;
	return false;
}

static bool
read_offset(struct str text, uint64_t *offset)
{
	int64_t value;

	if (text.length == 0 || text.at[0] == '-' || !str_to_int(text, &value))
		return false;
	*offset = (uint64_t)value;
	return true;
}

enum range_result
range_read(const char *value, uint64_t size, uint64_t *first, uint64_t *length)
{
	struct str last_text, first_text;
	uint64_t last;

	if (value == NULL || strncmp(value, "bytes=", 6) != 0 || strchr(value, ',') != NULL)
		return RANGE_ABSENT;
	last_text = str_of(value + 6);
	first_text = str_trim(str_cut(&last_text, '-'));
	if (last_text.at == NULL)
		return RANGE_ABSENT;
	last_text = str_trim(last_text);
	if (first_text.length == 0) {
		if (!read_offset(last_text, &last))
			return RANGE_ABSENT;
		if (last == 0 || size == 0)
			return RANGE_UNSATISFIABLE;
		*length = last < size ? last : size;
		*first = size - *length;
		return RANGE_FOUND;
	}
	if (!read_offset(first_text, first))
		return RANGE_ABSENT;
	last = UINT64_MAX;
	if (last_text.length > 0 && (!read_offset(last_text, &last) || last < *first))
		return RANGE_ABSENT;
	if (*first >= size)
		return RANGE_UNSATISFIABLE;
	*length = (last < size - 1 ? last : size - 1) - *first + 1;
	return RANGE_FOUND;
}

/* The whole of `bytes` as gzip, or at NULL when it does not get smaller. */
static struct str
gzip(struct arena *arena, struct str bytes)
{
	z_stream stream = {0};
	struct str packed = {NULL, 0};
	char *out;

	if (deflateInit2(&stream, COMPRESS_LEVEL, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		return packed;
	out = arena_alloc(arena, bytes.length);
	stream.next_in = (Bytef *)(uintptr_t)bytes.at;
	stream.avail_in = (uInt)bytes.length;
	stream.next_out = (Bytef *)out;
	stream.avail_out = (uInt)bytes.length;
	if (deflate(&stream, Z_FINISH) == Z_STREAM_END)
		packed = str_slice(out, bytes.length - stream.avail_out);
	deflateEnd(&stream);
	return packed;
}

static void
set_encoded(struct delivery *delivery, const char *coding, struct str bytes)
{
	add_header(delivery, "Content-Encoding", coding);
	delivery->bytes = bytes;
	delivery->size = bytes.length;
}

/* Chooses a coding; true when the bytes are no longer the plain ones. */
static bool
encode(const struct http_request *request, const struct http_reply *reply, struct delivery *delivery)
{
	const char *accept = http_header(request, "accept-encoding");
	struct str packed;

	if (reply->body != HTTP_BODY_BYTES)
		return false;
	if (reply->compress || reply->encoded[0].at != NULL || reply->encoded[1].at != NULL)
		add_header(delivery, "Vary", "Accept-Encoding");
	if (accept == NULL)
		return false;
	if (reply->encoded[0].at != NULL && encoding_accepted(accept, "br")) {
		set_encoded(delivery, "br", reply->encoded[0]);
		return true;
	}
	if (!encoding_accepted(accept, "gzip"))
		return false;
	packed = reply->encoded[1];
	if (packed.at == NULL && reply->compress && reply->bytes.length > COMPRESS_LEAST &&
	    reply->bytes.length < UINT32_MAX)
		packed = gzip(request->arena, reply->bytes);
	if (packed.at == NULL)
		return false;
	set_encoded(delivery, "gzip", packed);
	return true;
}

/* If-Range holds when it names our strong tag; a date never does, as we send none. */
static bool
range_condition_holds(const struct http_request *request, const struct http_reply *reply)
{
	const char *tag = http_header(request, "if-range");

	if (tag == NULL)
		return true;
	return reply->etag != NULL && reply->etag[0] == '"' && strcmp(tag, reply->etag) == 0;
}

static void
apply_range(const struct http_request *request, const struct http_reply *reply, struct delivery *delivery)
{
	uint64_t first = 0, length = 0;

	add_header(delivery, "Accept-Ranges", "bytes");
	if (request->method != HTTP_GET || !range_condition_holds(request, reply))
		return;
	switch (range_read(http_header(request, "range"), reply->size, &first, &length)) {
	case RANGE_FOUND:
		add_header(delivery, "Content-Range",
			   arena_printf(request->arena, "bytes %" PRIu64 "-%" PRIu64 "/%" PRIu64, first,
					first + length - 1, reply->size));
		delivery->status = 206;
		delivery->offset = first;
		delivery->size = length;
		if (delivery->body == HTTP_BODY_BYTES)
			delivery->bytes = str_slice(reply->bytes.at + first, length);
		break;
	case RANGE_UNSATISFIABLE:
		add_header(delivery, "Content-Range", arena_printf(request->arena, "bytes */%" PRIu64, reply->size));
		delivery->status = 416;
		delivery->size = 0;
		break;
	default:
		break;
	}
}

static bool
is_unchanged(const struct http_request *request, const struct http_reply *reply)
{
	const char *list = http_header(request, "if-none-match");

	return request->method == HTTP_GET && reply->status == 200 && reply->etag != NULL && list != NULL &&
	       etag_listed(list, reply->etag);
}

/* A file of which nothing is sent is closed here; size stays what Content-Length says. */
static void
drop_file(struct delivery *delivery)
{
	if (delivery->fd >= 0)
		close(delivery->fd);
	if (delivery->body == HTTP_BODY_SOURCE)
		delivery->source.close(delivery->source.data);
	delivery->fd = -1;
	delivery->body = HTTP_BODY_NONE;
	delivery->bytes = str_slice("", 0);
}

struct delivery
delivery_of(const struct http_request *request, const struct http_reply *reply)
{
	struct delivery delivery = {
		.status = reply->status,
		.body = reply->body,
		.bytes = reply->body == HTTP_BODY_BYTES ? reply->bytes : str_slice("", 0),
		.fd = reply->body == HTTP_BODY_FILE ? reply->fd : -1,
		.source = reply->source,
		.size = reply->body == HTTP_BODY_NONE	 ? 0
			: reply->body == HTTP_BODY_BYTES ? reply->bytes.length
							 : reply->size,
		.close = reply->close,
	};
	bool encoded = encode(request, reply, &delivery);

	for (size_t i = 0; i < reply->header_count; i++)
		add_header(&delivery, reply->headers[i].name, reply->headers[i].value);
	if (reply->etag != NULL)
		add_header(&delivery, "ETag",
			   encoded && reply->etag[0] == '"' ? arena_printf(request->arena, "W/%s", reply->etag)
							    : reply->etag);
	if (is_unchanged(request, reply))
		delivery.status = 304;
	else if (reply->ranges && reply->status == 200 && !encoded)
		apply_range(request, reply, &delivery);
	if (reply->body != HTTP_BODY_NONE && reply->type != NULL && delivery.status != 304 && delivery.status != 416)
		add_header(&delivery, "Content-Type", reply->type);
	if (delivery.size == 0 || delivery.status == 304)
		drop_file(&delivery);
	return delivery;
}
