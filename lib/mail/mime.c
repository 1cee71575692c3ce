/* mime: headers and bodies of a message in seven-bit lines (RFC 2045, RFC 2047, RFC 2231, RFC 5322). */
#include "mail/mail_parts.h"

#include "base/check.h"

#include <sodium.h>
#include <string.h>

enum {
	LINE_LIMIT = 76,	/* RFC 2045 §6.7, RFC 2047 §2 */
	WORD_FRAME = 12,	/* "=?UTF-8?B?" and "?=" */
	BASE64_LINE_BYTES = 57, /* 76 characters */
};

static const char hex[] = "0123456789ABCDEF";

static bool
is_plain(const char *text)
{
	const char *c;

	for (c = text; *c; c++)
		if (*c < ' ' || *c > '~')
			return false;
	return strstr(text, "=?") == NULL;
}

static void
build_base64(struct builder *out, const char *at, size_t length)
{
	char text[LINE_LIMIT + 1];

	check(length <= BASE64_LINE_BYTES);
	sodium_bin2base64(text, sizeof text, (const unsigned char *)at, length, sodium_base64_VARIANT_ORIGINAL);
	build_text(out, text);
}

/* Encoded words, one a line, none cutting a character in two; the first line has `column` characters already. */
static void
build_words(struct builder *out, size_t column, const char *text)
{
	size_t left = strlen(text);

	while (left > 0) {
		size_t room = (LINE_LIMIT - WORD_FRAME - column) / 4 * 3;
		size_t length = left < room ? left : room;

		while (length < left && length > 1 && (text[length] & 0xc0) == 0x80)
			length--;
		build_text(out, "=?UTF-8?B?");
		build_base64(out, text, length);
		build_text(out, "?=");
		text += length;
		left -= length;
		if (left > 0)
			build_text(out, "\r\n ");
		column = 1;
	}
}

void
mime_text_header(struct builder *out, const char *name, const char *text)
{
	size_t column = strlen(name) + 2;

	build_printf(out, "%s: ", name);
	if (is_plain(text) && column + strlen(text) <= LINE_LIMIT)
		build_text(out, text);
	else
		build_words(out, column, text);
	build_text(out, "\r\n");
}

static void
build_quoted_string(struct builder *out, const char *text)
{
	build_char(out, '"');
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			build_char(out, '\\');
		build_char(out, *text);
	}
	build_char(out, '"');
}

void
mime_address_header(struct builder *out, const char *name, const char *display, const char *address)
{
	size_t column = strlen(name) + 2;

	build_printf(out, "%s: ", name);
	if (text_empty(display)) {
		build_printf(out, "%s\r\n", address);
		return;
	}
	/* Twice the length: every character may need a backslash. */
	if (is_plain(display) && column + 2 * strlen(display) + 2 <= LINE_LIMIT)
		build_quoted_string(out, display);
	else
		build_words(out, column, display);
	build_printf(out, "\r\n <%s>\r\n", address);
}

static bool
type_ok(const char *type)
{
	static const char token[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.+-_";
	size_t first = strspn(type, token);

	return first > 0 && type[first] == '/' && type[first + 1] &&
	       strspn(type + first + 1, token) == strlen(type + first + 1);
}

/* RFC 2231 §4: UTF-8, percent-encoded but for the letters, digits and "-._". */
static void
build_extended(struct builder *out, const char *text)
{
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || strchr("-._", c)) {
			build_char(out, (char)c);
		} else {
			build_char(out, '%');
			build_char(out, hex[c >> 4]);
			build_char(out, hex[c & 15]);
		}
	}
}

/* The name in plain letters: what is not plain becomes "_". */
static void
build_plain_name(struct builder *out, const char *file_name)
{
	const char *c;

	build_char(out, '"');
	for (c = file_name; *c; c++)
		if ((*c & 0xc0) != 0x80)
			build_char(out, *c < ' ' || *c > '~' || *c == '"' || *c == '\\' ? '_' : *c);
	build_char(out, '"');
}

void
mime_file_headers(struct builder *out, const char *type, const char *file_name)
{
	bool plain = is_plain(file_name);

	build_printf(out, "Content-Type: %s", type_ok(type) ? type : "application/octet-stream");
	/* A plain name beside the true one is for old readers; within the disposition, some would prefer it. */
	if (!plain) {
		build_text(out, ";\r\n name=");
		build_plain_name(out, file_name);
	}
	build_text(out, "\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment;\r\n ");
	build_text(out, plain ? "filename=" : "filename*=UTF-8''");
	if (plain)
		build_plain_name(out, file_name);
	else
		build_extended(out, file_name);
	build_text(out, "\r\n");
}

/* True when the rest of the line from `at` on is nothing: a blank there would get lost on the way. */
static bool
ends_line(const char *at)
{
	return *at == '\0' || *at == '\n' || *at == '\r';
}

void
mime_quoted(struct builder *out, const char *text)
{
	size_t column = 0;
	const char *at;

	for (at = text; *at; at++) {
		unsigned char c = (unsigned char)*at;
		bool plain = (c > ' ' && c <= '~' && c != '=') || ((c == ' ' || c == '\t') && !ends_line(at + 1));
		size_t size = plain ? 1 : 3;

		if (c == '\r' && at[1] == '\n')
			continue;
		if (c == '\n' || c == '\r') {
			build_text(out, "\r\n");
			column = 0;
			continue;
		}
		if (column + size > LINE_LIMIT - 1) {
			build_text(out, "=\r\n");
			column = 0;
		}
		if (plain) {
			build_char(out, (char)c);
		} else {
			build_char(out, '=');
			build_char(out, hex[c >> 4]);
			build_char(out, hex[c & 15]);
		}
		column += size;
	}
	build_text(out, "\r\n");
}

void
mime_base64(struct builder *out, struct str bytes)
{
	size_t i;

	for (i = 0; i < bytes.length; i += BASE64_LINE_BYTES) {
		size_t left = bytes.length - i;

		build_base64(out, bytes.at + i, left < BASE64_LINE_BYTES ? left : BASE64_LINE_BYTES);
		build_text(out, "\r\n");
	}
}
