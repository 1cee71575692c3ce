/* str: a slice of bytes with its length, and the builder that makes long texts. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

/* Bytes somebody else owns. Not NUL-terminated unless the maker says so. Empty: length 0, at may be NULL. */
struct str {
	const char *at;
	size_t length;
};

#define STR(literal) ((struct str){"" literal, sizeof(literal) - 1})

struct str str_of(const char *text); /* NULL gives the empty slice */
struct str str_slice(const void *at, size_t length);
bool str_equal(struct str a, struct str b);
bool str_equal_nocase(struct str a, struct str b); /* ASCII letters only */
bool str_starts(struct str text, struct str prefix);
bool str_ends(struct str text, struct str suffix);
struct str str_trim(struct str text); /* ASCII white space on both sides */

/* Cuts `text` at the first `separator`: returns what stands before it and leaves the rest in `text`.
 * Without a separator returns all and leaves `text` with at == NULL. */
struct str str_cut(struct str *text, char separator);

/* Whole-string decimal number, with an optional minus; false when it is not one or does not fit. */
bool str_to_int(struct str text, int64_t *value);

/* True for well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms) without NUL. */
bool str_is_utf8(struct str text);

/* Shorthands for NUL-terminated texts: NULL equals only NULL. */
bool text_equal(const char *a, const char *b);
bool text_empty(const char *text); /* NULL or "" */

/* A growing text in an arena. Beyond `limit` bytes it stops taking and `overflowed` is set. */
struct builder {
	struct arena *arena;
	char *at; /* always NUL-terminated once anything was added */
	size_t length;
	size_t capacity;
	size_t limit;
	bool overflowed;
};

struct builder builder_new(struct arena *arena, size_t limit); /* limit 0: none */
void build_bytes(struct builder *builder, const void *bytes, size_t length);
void build_str(struct builder *builder, struct str text);
void build_text(struct builder *builder, const char *text); /* NULL adds nothing */
void build_char(struct builder *builder, char c);
void build_int(struct builder *builder, int64_t value);
void build_printf(struct builder *builder, const char *format, ...) __attribute__((format(printf, 2, 3)));
struct str builder_str(const struct builder *builder);
const char *builder_text(const struct builder *builder); /* "" when empty */

#endif
