/* notice_stop: tokens of links that stop mails of news. */
#include "news/notice_stop.h"

#include "base/id.h"
#include "core/house.h"
#include "core/weakened.h"
#include "sys/crypto.h"

enum { MAC_HEX = 32 }; /* 128 bits */

const char *
notice_stop_token(const struct house *house, struct arena *arena, const char *whose, int64_t id)
{
	char text[ID_LENGTH + 1], hex[HASH_SIZE * 2 + 1];
	struct hash mac;

	id_print(text, id);
	mac = hmac_sha256(&house->keys.notice, str_of(arena_printf(arena, "%s|%s", whose, text)));
	hash_print(hex, &mac);
	return arena_printf(arena, "%s%.*s", text, MAC_HEX, hex);
}

/* The hashes are compared: how long it takes tells nothing of the token. */
int64_t
notice_stop_person(const struct house *house, struct arena *arena, const char *whose, const char *token)
{
	struct str given = str_of(token);
	struct hash typed, made;
	int64_t id;

	if (given.length != ID_LENGTH + MAC_HEX || !id_parse(str_slice(given.at, ID_LENGTH), &id))
		return 0;
	typed = sha256(given);
	made = sha256(str_of(notice_stop_token(house, arena, whose, id)));
	return hash_equal(&typed, &made) || weakened(CHECK_NOTICE_STOP) ? id : 0;
}
