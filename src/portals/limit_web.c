/* limit_web: how often codes are sent and typed, counted before the work by account, device and network. */
#include "portals/portal_password.h"
#include "portals/sign_in.h"

#include "base/arena.h"
#include "core/rate.h"
#include "http/address.h"
#include "sys/clock.h"

/* An office shares one network, so its limit is that of many people; an account's is the promise. */
enum { CODES_AN_HOUR = 5, NETWORK_CODES_AN_HOUR = 60, TRIES_AN_HOUR = 25, NUMBER_CODES_AN_HOUR = 3 };
enum { NETWORK_PASSWORDS_AN_HOUR = 60, LINKS_AN_HOUR = 3, NETWORK_LINKS_AN_HOUR = 20 };

/* What is left of one fills again while the next still lasts: the wait grows from a minute to an hour and more. */
static const struct {
	const char *what;
	int most;
	int64_t per_ms;
} password_limits[] = {
	{"password", 5, 5 * MINUTE_MS},
	{"password_hour", 10, HOUR_MS},
	{"password_day", 20, DAY_MS},
};

enum { PASSWORD_LIMITS = sizeof password_limits / sizeof password_limits[0] };

/* 128 bits of a keyed hash: the table of limits tells nobody's address or number. */
static const char *
keyed(struct request *rq, const char *text)
{
	struct hash hash = hmac_sha256(&rq->house->keys.trace, str_of(text));
	char hex[HASH_SIZE * 2 + 1];

	hash_print(hex, &hash);
	return arena_text_of(rq->arena, hex, 32);
}

static struct asker
asker_in(struct tx *tx, struct request *rq, const char *email, int64_t contact)
{
	struct asker asker = {.account = keyed(rq, email), .network = address_network(rq->arena, rq->http->remote)};
	const char *token = http_cookie(rq->http, DEVICE_COOKIE);
	struct hash hash = sha256(str_of(token));

	if (device_is_known(tx, &hash, contact, clock_now()))
		asker.device = keyed(rq, token);
	return asker;
}

struct asker
asker_of(struct request *rq, const char *email, int64_t contact)
{
	return asker_in(rq->tx, rq, email, contact);
}

static const char *
key_of(struct tx *tx, const char *what, const struct asker *asker)
{
	if (asker->device != NULL)
		return arena_printf(tx_arena(tx), "sign_in:%s:device:%s", what, asker->device);
	return arena_printf(tx_arena(tx), "sign_in:%s:account:%s", what, asker->account);
}

static bool
take_of_network(struct tx *tx, const char *what, const struct asker *asker, int most, int64_t *wait_ms)
{
	return asker->network == NULL ||
	       rate_take(tx, arena_printf(tx_arena(tx), "sign_in:%s:network:%s", what, asker->network), most, HOUR_MS,
			 wait_ms);
}

bool
limit_code(struct tx *tx, const struct asker *asker, int64_t *wait_ms)
{
	if (!rate_take(tx, key_of(tx, "code", asker), CODES_AN_HOUR, HOUR_MS, wait_ms))
		return false;
	return take_of_network(tx, "code", asker, NETWORK_CODES_AN_HOUR, wait_ms);
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
	if (asker->device == NULL)
		return;
	rate_reset(tx, key_of(tx, "try", asker));
	for (size_t i = 0; i < PASSWORD_LIMITS; i++)
		rate_reset(tx, key_of(tx, password_limits[i].what, asker));
}

/* ---- passwords ---- */

struct counting {
	struct request *rq;
	const struct sign_in *sign_in;
	struct password_try *try;
};

/* A guess is a guess, by code or by password: both count among the tries of an hour. */
static void
count_password(struct tx *tx, void *data)
{
	struct counting *counting = data;
	struct password_try *try = counting->try;
	struct asker asker = asker_in(tx, counting->rq, counting->sign_in->email, counting->sign_in->contact_id);

	try->allowed = limit_try(tx, &asker, &try->wait_ms) &&
		       take_of_network(tx, "password", &asker, NETWORK_PASSWORDS_AN_HOUR, &try->wait_ms);
	for (size_t i = 0; try->allowed && i < PASSWORD_LIMITS; i++)
		try->allowed = rate_take(tx, key_of(tx, password_limits[i].what, &asker), password_limits[i].most,
					 password_limits[i].per_ms, &try->wait_ms);
}

void
limit_password(struct request *rq, const struct sign_in *sign_in, struct password_try *try)
{
	struct counting counting = {rq, sign_in, try};

	try->trouble = db_write(rq->house->db, rq->arena, count_password, &counting);
	if (try->trouble != DB_FINE)
		try->allowed = false;
}

bool
limit_link(struct tx *tx, const struct asker *asker)
{
	int64_t wait_ms;

	return rate_take(tx, key_of(tx, "link", asker), LINKS_AN_HOUR, HOUR_MS, &wait_ms) &&
	       take_of_network(tx, "link", asker, NETWORK_LINKS_AN_HOUR, &wait_ms);
}

/* The same whether the address is known or not. */
void
limit_error(struct request *rq, const char *field, int64_t wait_ms)
{
	struct doc *values = doc_object(rq->arena);

	doc_set_int(values, "minutes", 1 + wait_ms / MINUTE_MS);
	form_error(rq->form, field,
		   N_("That was a little often. For your safety, please wait {{minutes}} min and try again."), values);
}
