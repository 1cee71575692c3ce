/* content_size: the width and the height of a picture, read from its header with bounds at every step. */
#include "content/content_tasks.h"

#include <stdint.h>
#include <string.h>

static uint32_t
big_endian(struct str bytes, size_t at, size_t count)
{
	uint32_t number = 0;

	for (size_t i = 0; i < count; i++)
		number = number << 8 | (unsigned char)bytes.at[at + i];
	return number;
}

static uint32_t
little_endian(struct str bytes, size_t at, size_t count)
{
	uint32_t number = 0;

	for (size_t i = count; i-- > 0;)
		number = number << 8 | (unsigned char)bytes.at[at + i];
	return number;
}

static bool
take(uint32_t wide, uint32_t high, int *width, int *height)
{
	if (wide == 0 || high == 0 || wide > INT32_MAX || high > INT32_MAX)
		return false;
	*width = (int)wide;
	*height = (int)high;
	return true;
}

/* ITU T.81, B.2.2: the frame header is one of the markers SOF0…SOF15; DHT, JPG and DAC have numbers among them. */
static bool
jpeg_size(struct str bytes, int *width, int *height)
{
	size_t at = 2;

	while (at + 9 <= bytes.length && (unsigned char)bytes.at[at] == 0xFF) {
		unsigned char marker = (unsigned char)bytes.at[at + 1];

		if (marker == 0xFF) { /* a fill byte */
			at++;
			continue;
		}
		if (marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC)
			return take(big_endian(bytes, at + 7, 2), big_endian(bytes, at + 5, 2), width, height);
		at += 2 + big_endian(bytes, at + 2, 2);
	}
	return false;
}

/* RFC 9649, 2.5 to 2.7. */
static bool
webp_size(struct str bytes, int *width, int *height)
{
	if (bytes.length < 30)
		return false;
	if (memcmp(bytes.at + 12, "VP8X", 4) == 0)
		return take(little_endian(bytes, 24, 3) + 1, little_endian(bytes, 27, 3) + 1, width, height);
	if (memcmp(bytes.at + 12, "VP8L", 4) == 0)
		return take((little_endian(bytes, 21, 4) & 0x3FFF) + 1,
			    (little_endian(bytes, 21, 4) >> 14 & 0x3FFF) + 1, width, height);
	return memcmp(bytes.at + 12, "VP8 ", 4) == 0 &&
	       take(little_endian(bytes, 26, 2) & 0x3FFF, little_endian(bytes, 28, 2) & 0x3FFF, width, height);
}

bool
picture_size(struct str bytes, int *width, int *height)
{
	if (bytes.length >= 24 && str_starts(bytes, STR("\x89PNG\r\n\x1a\n")) && memcmp(bytes.at + 12, "IHDR", 4) == 0)
		return take(big_endian(bytes, 16, 4), big_endian(bytes, 20, 4), width, height);
	if (str_starts(bytes, STR("\xff\xd8\xff")))
		return jpeg_size(bytes, width, height);
	if (bytes.length >= 10 && str_starts(bytes, STR("GIF8")))
		return take(little_endian(bytes, 6, 2), little_endian(bytes, 8, 2), width, height);
	if (bytes.length >= 12 && str_starts(bytes, STR("RIFF")) && memcmp(bytes.at + 8, "WEBP", 4) == 0)
		return webp_size(bytes, width, height);
	return false;
}
