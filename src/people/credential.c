/* credential: codes are written for people (no look-alikes, any case), kept hashed or sealed, and accepted once. */
#include "people/credential.h"

#include "base/arena.h"
#include "http/url.h"
#include "sys/clock.h"
#include "sys/random.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Crockford's base 32: without I, L, O and U. */
static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

enum { TOTP_DIGITS = 6, GROUP = 4 };

const char *
recovery_code_make(struct arena *arena)
{
	char code[RECOVERY_CODE_LENGTH + 1];

	random_code(code, RECOVERY_CODE_LENGTH, alphabet);
	return arena_printf(arena, "%.5s-%.5s", code, code + 5);
}

static char
meant(char c)
{
	if (c >= 'a' && c <= 'z')
		c = (char)(c - 'a' + 'A');
	return c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c;
}

/* Without blanks and hyphens; NULL when anything is not of the alphabet, or the length is another. */
static const char *
read_code(struct arena *arena, const char *typed, const char *letters, size_t length)
{
	struct builder out = builder_new(arena, 0);

	for (; typed != NULL && *typed != '\0'; typed++) {
		char c = meant(*typed);

		if (c == ' ' || c == '-')
			continue;
		if (strchr(letters, c) == NULL || out.length == length)
			return NULL;
		build_char(&out, c);
	}
	return out.length == length ? builder_text(&out) : NULL;
}

const char *
recovery_code_read(struct arena *arena, const char *typed)
{
	return read_code(arena, typed, alphabet, RECOVERY_CODE_LENGTH);
}

const char *
totp_code_read(struct arena *arena, const char *typed)
{
	return read_code(arena, typed, "0123456789", TOTP_DIGITS);
}

struct hash
recovery_code_hash(const struct key *key, int64_t staff, const char *code)
{
	char text[64];
	int length = snprintf(text, sizeof text, "recovery|%" PRId64 "|%s", staff, code);

	return hmac_sha256(key, str_slice(text, (size_t)length));
}

static struct str
seal_context(struct arena *arena, int64_t staff)
{
	return str_of(arena_printf(arena, "staff|%" PRId64 "|totp_secret", staff));
}

struct str
totp_seal(struct arena *arena, const struct key *key, int64_t staff, struct str secret)
{
	return seal(arena, key, secret, seal_context(arena, staff));
}

bool
totp_unseal(struct arena *arena, const struct key *key, const struct staff *staff, struct str *secret)
{
	return staff->totp_secret.at != NULL &&
	       unseal(arena, key, staff->totp_secret, seal_context(arena, staff->id), secret);
}

const char *
totp_address(struct arena *arena, const char *issuer, const char *email, struct str secret)
{
	const char *from = url_encode(arena, str_of(issuer));

	return arena_printf(arena, "otpauth://totp/%s:%s?secret=%s&issuer=%s&algorithm=SHA1&digits=6&period=30", from,
			    url_encode(arena, str_of(email)), base32(arena, secret), from);
}

const char *
totp_secret_show(struct arena *arena, struct str secret)
{
	struct builder out = builder_new(arena, 0);
	struct str text = str_of(base32(arena, secret));

	for (size_t i = 0; i < text.length; i++) {
		if (i > 0 && i % GROUP == 0)
			build_char(&out, ' ');
		build_char(&out, text.at[i]);
	}
	return builder_text(&out);
}

static bool
totp_take(const struct house *house, struct tx *tx, const struct staff *staff, const char *code)
{
	struct str secret;
	int64_t step;

	return totp_unseal(tx_arena(tx), &house->keys.secret, staff, &secret) &&
	       totp_matches(secret, code, clock_now(), &step) && totp_take_step(tx, staff->id, step);
}

bool
second_factor_take(const struct house *house, struct tx *tx, const struct staff *staff, const char *typed)
{
	const char *code = totp_code_read(tx_arena(tx), typed);
	struct hash hash;

	if (code != NULL)
		return totp_take(house, tx, staff, code);
	code = recovery_code_read(tx_arena(tx), typed);
	if (code == NULL)
		return false;
	hash = recovery_code_hash(&house->keys.code, staff->id, code);
	return recovery_code_take(tx, staff->id, &hash, clock_now());
}
