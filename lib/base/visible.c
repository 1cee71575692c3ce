/* visible: a few ranges of Unicode, and what must stand before a joiner. */
#include "base/visible.h"

#include "base/arena.h"
#include "base/str.h"

#include <stddef.h>
#include <stdint.h>

enum {
	ZERO_WIDTH_NON_JOINER = 0x200C,
	ZERO_WIDTH_JOINER = 0x200D,
	BLACK_FLAG = 0x1F3F4,
	FIRST_TAG = 0xE0020,
	LAST_TAG = 0xE007F,
};

struct range {
	uint32_t first, last;
};

/* The sign at `*text`, of well-formed UTF-8; moves behind it. */
static uint32_t
next_sign(const char **text)
{
	const unsigned char *at = (const unsigned char *)*text;
	int more = at[0] < 0x80 ? 0 : at[0] < 0xE0 ? 1 : at[0] < 0xF0 ? 2 : 3;
	uint32_t sign = more == 0 ? at[0] : at[0] & (0x3FU >> more);

	for (int i = 1; i <= more; i++)
		sign = sign << 6 | (at[i] & 0x3FU);
	*text += 1 + more;
	return sign;
}

static bool
is_among(const struct range *ranges, size_t count, uint32_t sign)
{
	for (size_t i = 0; i < count; i++)
		if (sign >= ranges[i].first && sign <= ranges[i].last)
			return true;
	return false;
}

/* Latin, Greek and Cyrillic letters stand each for itself, and so do digits and punctuation; in other scripts, and in
 * pictograms, a joiner changes what one sees. */
static bool
joins(uint32_t before)
{
	static const struct range alone[] = {{0x0000, 0x058F}, {0x1E00, 0x206F}, {0xFF00, 0xFFEF}};

	return !is_among(alone, sizeof alone / sizeof alone[0], before);
}

/* A selector of variants says nothing behind a letter of those scripts; "1" and "#" have one as a key. */
static bool
has_variants(uint32_t before)
{
	static const struct range none[] = {
		{0x0000, 0x0022}, {0x0024, 0x0029}, {0x002B, 0x002F},
		{0x003A, 0x00A8}, {0x00AA, 0x00AD}, {0x00AF, 0x058F},
	};

	return !is_among(none, sizeof none / sizeof none[0], before);
}

static bool
is_deceptive(uint32_t sign, uint32_t before)
{
	static const struct range hidden[] = {
		{0x0080, 0x009F},   {0x00AD, 0x00AD},	{0x061C, 0x061C}, {0x115F, 0x1160}, {0x17B4, 0x17B5},
		{0x180E, 0x180E},   {0x200B, 0x200B},	{0x200E, 0x200F}, {0x2028, 0x202E}, {0x2060, 0x206F},
		{0x3164, 0x3164},   {0xFEFF, 0xFEFF},	{0xFFA0, 0xFFA0}, {0xFFF9, 0xFFFB}, {0x1D173, 0x1D17A},
		{0xE0000, 0xE00FF}, {0xE01F0, 0xE0FFF},
	};

	if (sign == ZERO_WIDTH_JOINER || sign == ZERO_WIDTH_NON_JOINER)
		return !joins(before);
	if ((sign >= 0xFE00 && sign <= 0xFE0F) || (sign >= 0xE0100 && sign <= 0xE01EF))
		return !has_variants(before);
	if (sign >= FIRST_TAG && sign <= LAST_TAG)
		return before != BLACK_FLAG && (before < FIRST_TAG || before > LAST_TAG);
	return is_among(hidden, sizeof hidden / sizeof hidden[0], sign);
}

bool
text_is_deceptive(const char *text)
{
	uint32_t before = 0;

	while (*text != '\0') {
		uint32_t sign = next_sign(&text);

		if (is_deceptive(sign, before))
			return true;
		before = sign;
	}
	return false;
}

const char *
text_without_deception(struct arena *arena, const char *text)
{
	struct builder clean = builder_new(arena, 0);
	uint32_t before = 0;

	if (!text_is_deceptive(text))
		return text;
	while (*text != '\0') {
		const char *start = text;
		uint32_t sign = next_sign(&text);

		if (is_deceptive(sign, before))
			continue;
		build_bytes(&clean, start, (size_t)(text - start));
		before = sign;
	}
	return builder_text(&clean);
}
