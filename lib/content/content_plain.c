/* content_plain: text as it lies in files, of which nobody says how it was written, as UTF-8. */
#include "content/content_tasks.h"

#include "base/arena.h"

#include <stdint.h>
#include <unicode/utf8.h>

enum { REPLACEMENT = 0xFFFD };

/* Windows-1252, 0x80 to 0x9F (Unicode's own table); the rest is as in Latin 1. Unassigned bytes show as what they are
 * not. */
static const uint16_t windows_1252[32] = {
	0x20AC, REPLACEMENT, 0x201A,	  0x0192, 0x201E,      0x2026,	    0x2020, 0x2021,	 0x02C6, 0x2030, 0x0160,
	0x2039, 0x0152,	     REPLACEMENT, 0x017D, REPLACEMENT, REPLACEMENT, 0x2018, 0x2019,	 0x201C, 0x201D, 0x2022,
	0x2013, 0x2014,	     0x02DC,	  0x2122, 0x0161,      0x203A,	    0x0153, REPLACEMENT, 0x017E, 0x0178,
};

void
sign_say(struct builder *out, uint32_t sign)
{
	char utf8[U8_MAX_LENGTH];
	int32_t length = 0;

	if (sign > 0x10FFFF || (sign >= 0xD800 && sign <= 0xDFFF))
		sign = REPLACEMENT;
	U8_APPEND_UNSAFE(utf8, length, sign);
	build_bytes(out, utf8, (size_t)length);
}

/* The last letter may have been cut by whoever read only a part. */
static bool
is_utf8_start(struct str bytes)
{
	int32_t at = 0, length = (int32_t)bytes.length;

	while (at < length) {
		int32_t from = at;
		UChar32 sign;

		U8_NEXT(bytes.at, at, length, sign);
		if (sign < 0)
			return length - from < U8_MAX_LENGTH && at == length;
	}
	return true;
}

static void
say_utf16(struct builder *out, struct str bytes, bool big)
{
	const unsigned char *at = (const unsigned char *)bytes.at;
	uint32_t high = 0;

	for (size_t i = 2; i + 1 < bytes.length; i += 2) {
		uint32_t unit = big ? (uint32_t)at[i] << 8 | at[i + 1] : (uint32_t)at[i + 1] << 8 | at[i];
		bool low = unit >= 0xDC00 && unit <= 0xDFFF;

		if (high != 0)
			sign_say(out, low ? 0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00) : REPLACEMENT);
		if (!(high != 0 && low) && !(unit >= 0xD800 && unit <= 0xDBFF))
			sign_say(out, unit);
		high = unit >= 0xD800 && unit <= 0xDBFF ? unit : 0;
	}
}

static void
say_windows(struct builder *out, struct str bytes)
{
	for (size_t i = 0; i < bytes.length; i++) {
		unsigned char byte = (unsigned char)bytes.at[i];

		sign_say(out, byte >= 0x80 && byte <= 0x9F ? windows_1252[byte - 0x80] : byte);
	}
}

struct str
plain_say(struct arena *arena, struct str bytes)
{
	struct builder out = builder_new(arena, 0);

	if (str_starts(bytes, STR("\xEF\xBB\xBF")))
		return str_slice(bytes.at + 3, bytes.length - 3);
	if (str_starts(bytes, STR("\xFF\xFE")) || str_starts(bytes, STR("\xFE\xFF")))
		say_utf16(&out, bytes, bytes.at[0] == '\xFE');
	else if (is_utf8_start(bytes))
		return bytes;
	else
		say_windows(&out, bytes);
	return builder_str(&out);
}
