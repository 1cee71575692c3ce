/* webhook: what is told to programs of others: whom, what about, how often it is tried, and how it is signed. */
#ifndef WEBHOOKS_WEBHOOK_H
#define WEBHOOKS_WEBHOOK_H

#include "base/instant.h"
#include "core/access.h"
#include "db/db.h"
#include "sys/crypto.h"

struct arena;
struct egress_rules;
struct house;

extern const struct permission webhook_write; /* set webhooks up, read their log */
extern const struct permission egress_write;  /* say which servers data may be sent to */

enum webhook_state { WEBHOOK_ACTIVE, WEBHOOK_PAUSED, WEBHOOK_STOPPED };
extern const char *const webhook_state_names[];

enum webhook_event { EVENT_CREATED, EVENT_CHANGED, EVENT_DELETED, EVENT_RESTORED, EVENTS, EVENT_TEST = EVENTS };
extern const char *const webhook_event_names[];	 /* "created"…, "test"; NULL-terminated */
extern const char *const webhook_event_labels[]; /* English, N_ */

enum {
	WEBHOOKS_LIMIT = 100, /* of an organisation */
	WEBHOOK_NAME = 80,
	WEBHOOK_URL = 1000,
	OLD_SECRET_MS = DAY_MS,	      /* how long the old secret signs, too */
	STOP_AFTER_MS = 3 * DAY_MS,   /* of failures only */
	WAITING_KEPT_MS = 7 * DAY_MS, /* what was not sent by then is given up */
	CLAIM_MS = MINUTE_MS,	      /* after which a delivery on its way counts as lost */
};
extern const int64_t log_kept_ms; /* thirty days */

struct webhook {
	int64_t id;
	const char *name, *url;
	int64_t staff_id;
	const char *staff_name; /* NULL where it is not asked for */
	bool staff_closed;
	const char *modules, *events; /* names between bars; "" for all modules */
	enum webhook_state state;
	const char *stop_reason;
	struct str secret, old_secret; /* sealed */
	int64_t old_until;	       /* NO_INSTANT: none */
	int64_t failing_since;	       /* NO_INSTANT: it works */
	int failure_count;
	int64_t rest_until;
	int64_t created_at;
	int64_t version;
};

/* What the operator allows besides the internet; never NULL. */
const struct egress_rules *egress_rules_of(const struct house *house);

/* Whether "|leads|tickets|" has the name; an empty list has none. */
bool barred_has(const char *list, const char *name);
/* Whether it is told of this event of records of this module. */
bool webhook_wants(const struct webhook *webhook, enum webhook_event event, const char *module);
/* The words of both, each once; NULL when one of them is: what is not known stays so. */
const char *changed_merge(struct arena *arena, const char *one, const char *other);

/* Milliseconds until the next try, after so many (1: the first failed), ±10 %; -1: it is given up. The steps are those
 * that https://www.standardwebhooks.com recommends: 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h. */
int64_t retry_delay_ms(int attempts);
/* How long all of a webhook's deliveries rest after so many failures in a row: nothing, then doubling to five minutes.
 */
int64_t rest_ms(int failures);

/* ---- signing: https://www.standardwebhooks.com ---- */

enum { SECRET_SIZE = 32 };

/* "whsec_" and the secret in base64. */
const char *secret_text(struct arena *arena, struct str secret);
/* Of such a text; false when it is none, or not 1 to 32 bytes. */
bool secret_parse(struct arena *arena, const char *text, struct str *secret);
struct str secret_new(struct arena *arena);
struct str secret_seal(struct arena *arena, const struct house *house, int64_t webhook, struct str secret);
bool secret_unseal(struct arena *arena, const struct house *house, int64_t webhook, struct str box, struct str *secret);
/* "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=" over "id.seconds.body". */
const char *signature(struct arena *arena, struct str secret, const char *id, int64_t at, struct str body);

#endif
