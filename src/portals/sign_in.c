/* sign_in: the rules: what codes are made of, how typed ones are read, how long one waits. */
#include "portals/sign_in.h"

#include "base/arena.h"
#include "base/check.h"
#include "sys/random.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

const char *const sign_in_purpose_names[] = {"sign_in", "confirm_mobile", "password", NULL};
const char *const code_channel_names[] = {"mail", "sms", NULL};

/* Crockford's 32: no I, L, O or U. */
static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

enum { MAIL_LENGTH = 8, SMS_LENGTH = 6 };

void
code_make(char *code, enum code_channel channel)
{
	if (channel == CODE_BY_MAIL)
		random_code(code, MAIL_LENGTH, letters);
	else
		random_code(code, SMS_LENGTH, "0123456789");
}

const char *
code_show(struct arena *arena, const char *code)
{
	return strlen(code) == MAIL_LENGTH ? arena_printf(arena, "%.4s-%s", code, code + 4) : code;
}

/* The letter that was meant, or NUL. */
static char
letter_meant(char c)
{
	if (c >= 'a' && c <= 'z')
		c = (char)(c - 'a' + 'A');
	if (c == 'O')
		c = '0';
	if (c == 'I' || c == 'L')
		c = '1';
	return c != '\0' && strchr(letters, c) != NULL ? c : '\0';
}

/* How many bytes at `text` are a blank or a hyphen; those beyond ASCII are what phones and mail programs make of them
 * (no-break spaces, dashes: C2 A0, C2 AD, and E2 80 80 to E2 80 AF). */
static size_t
filler_at(const char *text)
{
	const unsigned char *at = (const unsigned char *)text;

	if (strchr(" \t\r\n-._", at[0]) != NULL)
		return 1;
	if (at[0] == 0xC2 && (at[1] == 0xA0 || at[1] == 0xAD))
		return 2;
	if (at[0] == 0xE2 && at[1] == 0x80 && at[2] >= 0x80 && at[2] <= 0xAF)
		return 3;
	return 0;
}

const char *
code_read(struct arena *arena, const char *typed)
{
	char code[CODE_LENGTH_LIMIT + 1];
	size_t length = 0;

	if (typed == NULL)
		return NULL;
	while (*typed != '\0') {
		size_t filler = filler_at(typed);

		if (filler > 0) {
			typed += filler;
			continue;
		}
		if (length == CODE_LENGTH_LIMIT || letter_meant(*typed) == '\0')
			return NULL;
		code[length++] = letter_meant(*typed++);
	}
	return length == MAIL_LENGTH || length == SMS_LENGTH ? arena_text_of(arena, code, length) : NULL;
}

struct hash
code_hash(const struct key *key, int64_t sign_in, int64_t contact, const char *code)
{
	char text[80];
	int length = snprintf(text, sizeof text, "%" PRId64 "|%" PRId64 "|%s", sign_in, contact, code);

	check(length > 0 && (size_t)length < sizeof text);
	return hmac_sha256(key, str_slice(text, (size_t)length));
}

int
code_tries(enum code_channel channel)
{
	return channel == CODE_BY_SMS ? SMS_TRIES : MAIL_TRIES;
}

/* The work is the same for an address nobody has: its code was never sent, and its person does not exist. */
bool
code_matches(const struct key *key, const struct sign_in *counted, const char *code)
{
	struct hash typed = code_hash(key, counted->id, counted->contact_id, code), kept = {.bytes = {0}};

	if (counted->code_hash.length == HASH_SIZE)
		memcpy(kept.bytes, counted->code_hash.at, HASH_SIZE);
	return hash_equal(&typed, &kept) && counted->contact_id != 0 && counted->tries <= code_tries(counted->channel);
}

int64_t
sign_in_resend_wait(const struct sign_in *sign_in, int64_t now)
{
	static const int64_t waits[] = {30 * SECOND_MS, 60 * SECOND_MS, 120 * SECOND_MS};
	size_t most = sizeof waits / sizeof waits[0];
	size_t sent = sign_in->sent_count < 1 ? 1 : (size_t)sign_in->sent_count;
	int64_t until = sign_in->sent_at + waits[(sent > most ? most : sent) - 1];

	return until > now ? until - now : 0;
}
