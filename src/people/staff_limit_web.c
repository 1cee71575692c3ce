/* staff_limit_web: limits by account, known device and network, in the table of core/rate. */
#include "people/staff_limit_web.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/instant.h"
#include "core/rate.h"
#include "core/session.h"
#include "http/address.h"
#include "sys/random.h"

#include <string.h>

enum {
	TRIES = 10, /* by account, in TRIES_MS */
	TRIES_MS = 15 * MINUTE_MS,
	NETWORK_TRIES = 60, /* an hour: an office shares one network */
	SESSION_CODES = 5,  /* wrong second factors before the password is asked again */
	LINKS = 3,	    /* an hour: mails somebody else may have us send */
	NETWORK_LINKS = 20,
	DEVICE_SECONDS = 180 * 86400,
	KEPT_HEX = 32, /* 128 bits */
};

/* The counter of a session does not fill again while the session lives. */
static const int64_t session_codes_ms = SESSION_CODES * 24 * (int64_t)HOUR_MS;

/* The table of limits tells nobody's address. */
static const char *
keyed(struct request *rq, const char *kind, const char *text)
{
	struct hash hash =
		hmac_sha256(&rq->house->keys.trace, str_of(arena_printf(rq->arena, "staff|%s|%s", kind, text)));
	char hex[HASH_SIZE * 2 + 1];

	hash_print(hex, &hash);
	return arena_printf(rq->arena, "%s:%.*s", kind, KEPT_HEX, hex);
}

/* NULL for the machine itself. */
static const char *
network_of(struct request *rq)
{
	const char *network = address_network(rq->arena, rq->http->remote);

	return network == NULL ? NULL : keyed(rq, "network", network);
}

/* ---- devices ---- */

static const char *
device_mac(struct request *rq, struct str token, const char *email)
{
	struct hash hash =
		hmac_sha256(&rq->house->keys.code,
			    str_of(arena_printf(rq->arena, "device|%.*s|%s", (int)token.length, token.at, email)));

	return base64url(rq->arena, str_slice(hash.bytes, HASH_SIZE));
}

/* The cookie is a random token and its seal: nothing is stored, and nobody makes one for an address that is not
 * theirs. NULL: not a device of this address. */
static const char *
known_device(struct request *rq, const char *email)
{
	struct str mac = str_of(http_cookie(rq->http, STAFF_DEVICE_COOKIE));
	struct str token = str_cut(&mac, '.');
	struct hash given, wanted;

	if (mac.at == NULL || token.length != TOKEN_LENGTH)
		return NULL;
	given = sha256(mac);
	wanted = sha256(str_of(device_mac(rq, token, email)));
	return hash_equal(&given, &wanted) ? arena_text_of(rq->arena, token.at, token.length) : NULL;
}

void
staff_device_remember(struct request *rq, struct reply *reply, const char *email)
{
	char token[TOKEN_LENGTH + 1];

	if (known_device(rq, email) != NULL)
		return;
	random_token(token);
	reply_cookie(reply, (struct http_cookie){.name = STAFF_DEVICE_COOKIE,
						 .value = arena_printf(rq->arena, "%s.%s", token,
								       device_mac(rq, str_of(token), email)),
						 .max_age = DEVICE_SECONDS,
						 .secure = rq->http->tls});
}

/* ---- counting ---- */

struct trier
trier_of(struct request *rq, const char *email)
{
	const char *device = known_device(rq, email);

	return (struct trier){
		.account = device == NULL ? keyed(rq, "account", email) : keyed(rq, "device", device),
		.network = network_of(rq),
	};
}

static bool
take(struct tx *tx, const char *what, const char *who, int most, int64_t per_ms, int64_t *wait_ms)
{
	return who == NULL ||
	       rate_take(tx, arena_printf(tx_arena(tx), "staff:%s:%s", what, who), most, per_ms, wait_ms);
}

bool
staff_limit_password(struct tx *tx, const struct trier *trier, int64_t *wait_ms)
{
	return take(tx, "password", trier->account, TRIES, TRIES_MS, wait_ms) &&
	       take(tx, "password", trier->network, NETWORK_TRIES, HOUR_MS, wait_ms);
}

bool
staff_limit_code(struct tx *tx, const struct trier *trier, int64_t session)
{
	char id[ID_LENGTH + 1];
	int64_t wait_ms;

	id_print(id, session);
	return take(tx, "code:session", id, SESSION_CODES, session_codes_ms, &wait_ms) &&
	       take(tx, "code", trier->account, TRIES, TRIES_MS, &wait_ms);
}

bool
staff_limit_forgotten(struct tx *tx, const struct trier *trier)
{
	int64_t wait_ms;

	return take(tx, "forgotten", trier->account, LINKS, HOUR_MS, &wait_ms) &&
	       take(tx, "forgotten", trier->network, NETWORK_LINKS, HOUR_MS, &wait_ms);
}

void
staff_limit_forgive(struct tx *tx, const struct trier *trier, int64_t session)
{
	char id[ID_LENGTH + 1];

	id_print(id, session);
	rate_reset(tx, arena_printf(tx_arena(tx), "staff:password:%s", trier->account));
	rate_reset(tx, arena_printf(tx_arena(tx), "staff:code:%s", trier->account));
	if (session != 0)
		rate_reset(tx, arena_printf(tx_arena(tx), "staff:code:session:%s", id));
}

struct counting {
	struct trier trier;
	bool allowed;
	int64_t wait_ms;
};

static void
count(struct tx *tx, void *data)
{
	struct counting *counting = data;

	counting->allowed = staff_limit_password(tx, &counting->trier, &counting->wait_ms);
}

enum db_trouble
staff_limit_count(struct request *rq, const char *email, bool *allowed, int64_t *wait_ms)
{
	struct counting counting = {.trier = trier_of(rq, email)};
	enum db_trouble trouble = db_write(rq->house->db, rq->arena, count, &counting);

	*allowed = trouble == DB_FINE && counting.allowed;
	*wait_ms = counting.wait_ms;
	return trouble;
}

const char staff_limit_sentence[] = N_("Too many tries. Please wait {{minutes}} min, then try again.");

void
staff_limit_error(struct request *rq, int64_t wait_ms)
{
	struct doc *values = doc_object(rq->arena);

	doc_set_int(values, "minutes", (wait_ms + MINUTE_MS - 1) / MINUTE_MS);
	form_error(rq->form, "", staff_limit_sentence, values);
}
