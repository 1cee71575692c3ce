/* webhook_sign: the secret of a webhook, shown once and kept sealed, and what is signed with it. */
#include "webhooks/webhook.h"

#include "base/arena.h"
#include "core/house.h"
#include "sys/random.h"

#include <inttypes.h>
#include <string.h>

#define SECRET_PREFIX "whsec_"

/* RFC 4648 §4: with the alphabet of mails, and padded. */
static const char *
base64(struct arena *arena, struct str bytes)
{
	struct builder text = builder_new(arena, 0);

	for (const char *at = base64url(arena, bytes); *at != '\0'; at++)
		build_char(&text, *at == '-' ? '+' : *at == '_' ? '/' : *at);
	while (text.length % 4 != 0)
		build_char(&text, '=');
	return builder_text(&text);
}

const char *
secret_text(struct arena *arena, struct str secret)
{
	return arena_printf(arena, SECRET_PREFIX "%s", base64(arena, secret));
}

bool
secret_parse(struct arena *arena, const char *text, struct str *secret)
{
	struct builder plain = builder_new(arena, 0);

	if (text == NULL || strncmp(text, SECRET_PREFIX, strlen(SECRET_PREFIX)) != 0)
		return false;
	for (const char *at = text + strlen(SECRET_PREFIX); *at != '\0' && *at != '='; at++)
		build_char(&plain, *at == '+' ? '-' : *at == '/' ? '_' : *at);
	return base64url_decode(arena, builder_str(&plain), secret) && secret->length > 0 &&
	       secret->length <= SECRET_SIZE;
}

struct str
secret_new(struct arena *arena)
{
	char *bytes = arena_alloc(arena, SECRET_SIZE);

	random_bytes(bytes, SECRET_SIZE);
	return str_slice(bytes, SECRET_SIZE);
}

static struct str
seal_context(struct arena *arena, int64_t webhook)
{
	return str_of(arena_printf(arena, "webhook|%" PRId64 "|secret", webhook));
}

struct str
secret_seal(struct arena *arena, const struct house *house, int64_t webhook, struct str secret)
{
	return seal(arena, &house->keys.secret, secret, seal_context(arena, webhook));
}

bool
secret_unseal(struct arena *arena, const struct house *house, int64_t webhook, struct str box, struct str *secret)
{
	return box.at != NULL && unseal(arena, &house->keys.secret, box, seal_context(arena, webhook), secret);
}

const char *
signature(struct arena *arena, struct str secret, const char *id, int64_t at, struct str body)
{
	struct builder text = builder_new(arena, 0);
	struct key key = {{0}}; /* HMAC fills a short key up with zeros, too (RFC 2104) */
	struct hash hash;

	memcpy(key.bytes, secret.at, secret.length < KEY_SIZE ? secret.length : KEY_SIZE);
	build_printf(&text, "%s.%" PRId64 ".", id, at / SECOND_MS);
	build_str(&text, body);
	hash = hmac_sha256(&key, builder_str(&text));
	return arena_printf(arena, "v1,%s", base64(arena, str_slice(hash.bytes, HASH_SIZE)));
}
