/* encoding: printable forms of bytes (base 64 for URLs, base 32), and the one-time codes of RFC 6238. */
#include "sys/crypto.h"

#include "base/arena.h"
#include "base/check.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

enum { TOTP_STEP_MS = 30 * 1000, TOTP_DIGITS = 6, SHA1_SIZE = 20 };

const char *
base64url(struct arena *arena, struct str bytes)
{
	size_t size = sodium_base64_encoded_len(bytes.length, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	char *text = arena_alloc(arena, size);

	sodium_bin2base64(text, size, (const unsigned char *)(bytes.at ? bytes.at : ""), bytes.length,
			  sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	return text;
}

static bool
decode(struct arena *arena, struct str text, int variant, struct str *bytes)
{
	size_t size = 0;
	size_t room = text.length / 4 * 3 + 3;
	unsigned char *out = arena_alloc(arena, room + 1);

	/* Without an end pointer, trailing bytes make it fail: the whole text is read or nothing is. */
	if (sodium_base642bin(out, room, text.at ? text.at : "", text.length, NULL, &size, NULL, variant) != 0)
		return false;
	*bytes = str_slice(out, size);
	return true;
}

bool
base64url_decode(struct arena *arena, struct str text, struct str *bytes)
{
	return decode(arena, text, sodium_base64_VARIANT_URLSAFE_NO_PADDING, bytes);
}

bool
base64_decode(struct arena *arena, struct str text, struct str *bytes)
{
	return decode(arena, text, sodium_base64_VARIANT_ORIGINAL, bytes);
}

const char *
base32(struct arena *arena, struct str bytes)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	char *text = arena_alloc(arena, bytes.length / 5 * 8 + 9);
	uint32_t pending = 0;
	int bits = 0;
	size_t length = 0;
	size_t i;

	for (i = 0; i < bytes.length; i++) {
		pending = (pending << 8) | (unsigned char)bytes.at[i];
		for (bits += 8; bits >= 5; bits -= 5)
			text[length++] = alphabet[(pending >> (bits - 5)) & 31];
	}
	if (bits > 0)
		text[length++] = alphabet[(pending << (5 - bits)) & 31];
	return text;
}

/* RFC 4226 §5.3: the code of one counter value. */
static void
hotp(struct str secret, uint64_t counter, char code[TOTP_DIGITS + 1])
{
	unsigned char message[8];
	unsigned char mac[SHA1_SIZE];
	const unsigned char *at;
	uint32_t number;
	int i;

	for (i = 7; i >= 0; i--, counter >>= 8)
		message[i] = (unsigned char)counter;
	check(gnutls_hmac_fast(GNUTLS_MAC_SHA1, secret.at, secret.length, message, sizeof message, mac) == 0);
	at = mac + (mac[SHA1_SIZE - 1] & 15);
	number = (uint32_t)(at[0] & 127) << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
	snprintf(code, TOTP_DIGITS + 1, "%06u", (unsigned)(number % 1000000));
}

bool
totp_matches(struct str secret, const char *code, int64_t now_ms, int64_t *step)
{
	int64_t now = now_ms / TOTP_STEP_MS;
	bool found = false;
	int64_t candidate;

	if (strlen(code) != TOTP_DIGITS || secret.length == 0)
		return false;
	/* All three steps are always computed, so that the time taken tells nothing. */
	for (candidate = now - 1; candidate <= now + 1; candidate++) {
		char expected[TOTP_DIGITS + 1];

		hotp(secret, (uint64_t)candidate, expected);
		if (sodium_memcmp(expected, code, TOTP_DIGITS) == 0) {
			found = true;
			*step = candidate;
		}
	}
	return found;
}
