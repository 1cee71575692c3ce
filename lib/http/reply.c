/* reply: answers as the application builds them. */
#include "base/arena.h"
#include "base/check.h"
#include "http/http.h"
#include "http/url.h"

#include <string.h>

struct http_reply
http_reply_bytes(int status, const char *type, struct str bytes)
{
	return (struct http_reply){
		.status = status,
		.body = HTTP_BODY_BYTES,
		.bytes = bytes,
		.fd = -1,
		.size = bytes.length,
		.type = type,
	};
}

struct http_reply
http_reply_file(const char *type, int fd, uint64_t size)
{
	return (struct http_reply){
		.status = 200, .body = HTTP_BODY_FILE, .fd = fd, .size = size, .type = type, .ranges = true};
}

struct http_reply
http_reply_source(const char *type, const struct http_source *source, uint64_t size)
{
	return (struct http_reply){.status = 200,
				   .body = HTTP_BODY_SOURCE,
				   .fd = -1,
				   .source = *source,
				   .size = size,
				   .type = type,
				   .ranges = true};
}

struct http_reply
http_reply_redirect(const char *location)
{
	struct http_reply reply = {.status = 303, .body = HTTP_BODY_NONE, .fd = -1};

	http_set_header(&reply, "Location", location);
	return reply;
}

void
http_set_header(struct http_reply *reply, const char *name, const char *value)
{
	check(reply->header_count < HTTP_REPLY_HEADERS);
	check(strpbrk(value, "\r\n") == NULL);
	reply->headers[reply->header_count++] = (struct http_field){name, value};
}

/* Names that no system takes apart: quotes and backslashes would, other than ASCII goes to the second form. */
static const char *
ascii_name(struct arena *arena, const char *name)
{
	struct builder out = builder_new(arena, 0);

	for (; *name != '\0'; name++) {
		unsigned char c = (unsigned char)*name;

		if ((c & 0xC0) == 0x80)
			continue;
		build_char(&out, c < 0x20 || c >= 0x7F || strchr("\"\\/%;", c) != NULL ? '_' : (char)c);
	}
	return builder_text(&out);
}

void
http_set_disposition(struct arena *arena, struct http_reply *reply, bool attachment, const char *file_name)
{
	const char *ascii = ascii_name(arena, file_name);
	const char *kind = attachment ? "attachment" : "inline";
	const char *value = strcmp(ascii, file_name) == 0
				    ? arena_printf(arena, "%s; filename=\"%s\"", kind, ascii)
				    : arena_printf(arena, "%s; filename=\"%s\"; filename*=UTF-8''%s", kind, ascii,
						   url_encode(arena, str_of(file_name)));

	http_set_header(reply, "Content-Disposition", value);
}
