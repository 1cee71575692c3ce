/* limit_web: how often codes are sent and typed, counted before the work by account, device and network. */
#include "portals/sign_in.h"

#include "base/arena.h"
#include "core/rate.h"
#include "http/address.h"
#include "sys/clock.h"

/* An office shares one network, so its limit is that of many people; an account's is the promise. */
enum { CODES_AN_HOUR = 5, NETWORK_CODES_AN_HOUR = 60, TRIES_AN_HOUR = 25, NUMBER_CODES_AN_HOUR = 3 };

/* 128 bits of a keyed hash: the table of limits tells nobody's address or number. */
static const char *
keyed(struct request *rq, const char *text)
{
	struct hash hash = hmac_sha256(&rq->house->keys.trace, str_of(text));
	char hex[HASH_SIZE * 2 + 1];

	hash_print(hex, &hash);
	return arena_text_of(rq->arena, hex, 32);
}

struct asker
asker_of(struct request *rq, const char *email, int64_t contact)
{
	struct asker asker = {.account = keyed(rq, email), .network = address_network(rq->arena, rq->http->remote)};
	const char *token = http_cookie(rq->http, DEVICE_COOKIE);
	struct hash hash = sha256(str_of(token));

	if (device_is_known(rq->tx, &hash, contact, clock_now()))
		asker.device = keyed(rq, token);
	return asker;
}

static const char *
key_of(struct tx *tx, const char *what, const struct asker *asker)
{
	if (asker->device != NULL)
		return arena_printf(tx_arena(tx), "sign_in:%s:device:%s", what, asker->device);
	return arena_printf(tx_arena(tx), "sign_in:%s:account:%s", what, asker->account);
}

bool
limit_code(struct tx *tx, const struct asker *asker, int64_t *wait_ms)
{
	if (!rate_take(tx, key_of(tx, "code", asker), CODES_AN_HOUR, HOUR_MS, wait_ms))
		return false;
	return asker->network == NULL ||
	       rate_take(tx, arena_printf(tx_arena(tx), "sign_in:code:network:%s", asker->network),
			 NETWORK_CODES_AN_HOUR, HOUR_MS, wait_ms);
}

bool
limit_try(struct tx *tx, const struct asker *asker, int64_t *wait_ms)
{
	return rate_take(tx, key_of(tx, "try", asker), TRIES_AN_HOUR, HOUR_MS, wait_ms);
}

bool
limit_number(struct request *rq, const char *number)
{
	int64_t wait_ms;

	return rate_take(rq->tx, arena_printf(rq->arena, "sign_in:code:number:%s", keyed(rq, number)),
			 NUMBER_CODES_AN_HOUR, HOUR_MS, &wait_ms);
}

/* Codes that were asked for and used are no nuisance. Tries stay counted for the account: otherwise the owner's own
 * signing in would give a guesser new ones. */
void
limit_forgive(struct tx *tx, const struct asker *asker)
{
	rate_reset(tx, key_of(tx, "code", asker));
	if (asker->device != NULL)
		rate_reset(tx, key_of(tx, "try", asker));
}
