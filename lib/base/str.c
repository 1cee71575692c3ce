/* str: slices are compared, cut and read as numbers; builders grow by doubling in their arena. */
#include "base/str.h"

#include "base/arena.h"
#include "base/check.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct str
str_of(const char *text)
{
	return (struct str){text, text == NULL ? 0 : strlen(text)};
}

struct str
str_slice(const void *at, size_t length)
{
	return (struct str){at, length};
}

bool
str_equal(struct str a, struct str b)
{
	return a.length == b.length && (a.length == 0 || memcmp(a.at, b.at, a.length) == 0);
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

bool
str_equal_nocase(struct str a, struct str b)
{
	if (a.length != b.length)
		return false;
	for (size_t i = 0; i < a.length; i++)
		if (lower(a.at[i]) != lower(b.at[i]))
			return false;
	return true;
}

bool
str_starts(struct str text, struct str prefix)
{
	return text.length >= prefix.length && str_equal(str_slice(text.at, prefix.length), prefix);
}

bool
str_ends(struct str text, struct str suffix)
{
	return text.length >= suffix.length &&
	       str_equal(str_slice(text.at + text.length - suffix.length, suffix.length), suffix);
}

static bool
is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str
str_trim(struct str text)
{
	while (text.length > 0 && is_space(text.at[0])) {
		text.at++;
		text.length--;
	}
	while (text.length > 0 && is_space(text.at[text.length - 1]))
		text.length--;
	return text;
}

struct str
str_cut(struct str *text, char separator)
{
	struct str before = *text;
	const char *found = text->length == 0 ? NULL : memchr(text->at, separator, text->length);

	if (found == NULL) {
		*text = (struct str){NULL, 0};
		return before;
	}
	before.length = (size_t)(found - text->at);
	text->at = found + 1;
	text->length -= before.length + 1;
	return before;
}

bool
str_to_int(struct str text, int64_t *value)
{
	bool negative = text.length > 0 && text.at[0] == '-';
	int64_t number = 0;

	if (text.length == (size_t)negative)
		return false;
	for (size_t i = negative; i < text.length; i++) {
		if (text.at[i] < '0' || text.at[i] > '9')
			return false;
		if (__builtin_mul_overflow(number, 10, &number) ||
		    __builtin_sub_overflow(number, text.at[i] - '0', &number))
			return false;
	}
	if (!negative && __builtin_sub_overflow(0, number, &number))
		return false;
	*value = number;
	return true;
}

/* The length of the well-formed sequence at `at`, or 0 (Unicode 15, table 3-7). */
static size_t
utf8_sequence(const unsigned char *at, size_t left)
{
	unsigned char low = 0x80, high = 0xBF;
	size_t length;

	if (at[0] >= 0x01 && at[0] <= 0x7F)
		return 1;
	if (at[0] >= 0xC2 && at[0] <= 0xDF)
		length = 2;
	else if (at[0] >= 0xE0 && at[0] <= 0xEF)
		length = 3;
	else if (at[0] >= 0xF0 && at[0] <= 0xF4)
		length = 4;
	else
		return 0;
	if (at[0] == 0xE0)
		low = 0xA0;
	else if (at[0] == 0xED)
		high = 0x9F;
	else if (at[0] == 0xF0)
		low = 0x90;
	else if (at[0] == 0xF4)
		high = 0x8F;
	if (left < length || at[1] < low || at[1] > high)
		return 0;
	for (size_t i = 2; i < length; i++)
		if (at[i] < 0x80 || at[i] > 0xBF)
			return 0;
	return length;
}

bool
str_is_utf8(struct str text)
{
	const unsigned char *at = (const unsigned char *)text.at;
	size_t i = 0;

	while (i < text.length) {
		size_t length = utf8_sequence(at + i, text.length - i);

		if (length == 0)
			return false;
		i += length;
	}
	return true;
}

bool
text_equal(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

bool
text_empty(const char *text)
{
	return text == NULL || *text == '\0';
}

struct builder
builder_new(struct arena *arena, size_t limit)
{
	return (struct builder){.arena = arena, .limit = limit};
}

static void
reserve(struct builder *builder, size_t more)
{
	size_t needed = builder->length + more + 1;
	size_t capacity = builder->capacity == 0 ? 256 : builder->capacity;
	char *grown;

	if (needed <= builder->capacity)
		return;
	while (capacity < needed)
		capacity *= 2;
	grown = arena_alloc(builder->arena, capacity);
	if (builder->length > 0)
		memcpy(grown, builder->at, builder->length);
	builder->at = grown;
	builder->capacity = capacity;
}

void
build_bytes(struct builder *builder, const void *bytes, size_t length)
{
	if (builder->limit > 0 && (builder->overflowed || length > builder->limit - builder->length)) {
		builder->overflowed = true;
		return;
	}
	reserve(builder, length);
	if (length > 0)
		memcpy(builder->at + builder->length, bytes, length);
	builder->length += length;
	builder->at[builder->length] = '\0';
}

void
build_str(struct builder *builder, struct str text)
{
	build_bytes(builder, text.at, text.length);
}

void
build_text(struct builder *builder, const char *text)
{
	if (text != NULL)
		build_bytes(builder, text, strlen(text));
}

void
build_char(struct builder *builder, char c)
{
	build_bytes(builder, &c, 1);
}

void
build_int(struct builder *builder, int64_t value)
{
	char digits[24];
	int length = snprintf(digits, sizeof digits, "%" PRId64, value);

	build_bytes(builder, digits, (size_t)length);
}

void
build_printf(struct builder *builder, const char *format, ...)
{
	va_list arguments, again;
	int length;

	va_start(arguments, format);
	va_copy(again, arguments);
	length = vsnprintf(NULL, 0, format, again);
	va_end(again);
	check(length >= 0);
	if (builder->limit > 0 && (builder->overflowed || (size_t)length > builder->limit - builder->length)) {
		builder->overflowed = true;
	} else {
		reserve(builder, (size_t)length);
		vsnprintf(builder->at + builder->length, (size_t)length + 1, format, arguments);
		builder->length += (size_t)length;
	}
	va_end(arguments);
}

struct str
builder_str(const struct builder *builder)
{
	return str_slice(builder->at, builder->length);
}

const char *
builder_text(const struct builder *builder)
{
	return builder->at == NULL ? "" : builder->at;
}
