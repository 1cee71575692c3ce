/* message_token: the identifier a mail bears on its envelope, by which reports about it are believed. */
#include "outbox/message.h"

#include "base/arena.h"
#include "base/id.h"
#include "sys/crypto.h"

#include <string.h>

enum {
	MAC_BYTES = 10, /* RFC 2104 §5: no less than 80 bits */
	TOKEN_LENGTH = ID_LENGTH + MAC_BYTES * 8 / 5,
	TOKENS_TRIED = 20, /* of words that look like one */
};

/* Small letters and digits only: it stands before the @ of an address, which servers may write otherwise. */
const char *
message_token(const struct house *house, struct arena *arena, int64_t id)
{
	char text[ID_LENGTH + 1];
	struct hash mac;
	char *token;

	id_print(text, id);
	mac = hmac_sha256(&house->keys.mail, str_of(text));
	token = arena_printf(arena, "%s%s", text, base32(arena, str_slice(mac.bytes, MAC_BYTES)));
	for (char *at = token; *at != '\0'; at++)
		if (*at >= 'A' && *at <= 'Z')
			*at = (char)(*at - 'A' + 'a');
	return token;
}

/* The hashes are compared: how long it takes tells nothing of the token. */
static bool
is_token(const struct house *house, struct arena *arena, struct str word, int64_t *id)
{
	struct hash given, made;

	if (!id_parse(str_slice(word.at, ID_LENGTH), id))
		return false;
	given = sha256(word);
	made = sha256(str_of(message_token(house, arena, *id)));
	return hash_equal(&given, &made);
}

int64_t
message_of_traces(const struct house *house, struct arena *arena, const char *traces)
{
	static const char letters[] = "0123456789abcdefghijklmnopqrstuvwxyz";
	int tried = 0;
	int64_t id;

	while (*traces != '\0' && tried < TOKENS_TRIED) {
		size_t length = strspn(traces, letters);

		if (length == TOKEN_LENGTH && tried++ < TOKENS_TRIED &&
		    is_token(house, arena, str_slice(traces, length), &id))
			return id;
		traces += length + (traces[length] != '\0');
	}
	return 0;
}
