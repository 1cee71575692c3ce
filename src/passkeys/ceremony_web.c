/* ceremony_web: challenges bound to a browser, and what came back of them. */
#include "passkeys/ceremony_web.h"

#include "base/arena.h"
#include "sys/clock.h"
#include "sys/random.h"

#include <string.h>

bool
ceremony_of_staff(const struct request *rq)
{
	return rq->portal == NULL;
}

const char *
ceremony_verification(const struct request *rq)
{
	return ceremony_of_staff(rq) ? "required" : "preferred";
}

/* Admission let no foreign host through. Behind a proxy that keeps the port to itself, the public address is the one
 * people see; it counts only for the host it names. */
static const char *
public_origin(const struct request *rq)
{
	struct str public = str_of(rq->house->config->public_host);

	return str_equal_nocase(str_cut(&public, ':'), str_of(rq->http->host)) ? rq->house->config->public_url : NULL;
}

struct expectation
ceremony_expectation(struct request *rq, const char *type)
{
	const char *authority = rq->http->authority;
	char *lower = arena_text(rq->arena, authority == NULL ? rq->http->host : authority);

	for (char *at = lower; *at != '\0'; at++)
		if (*at >= 'A' && *at <= 'Z')
			*at += 'a' - 'A';
	return (struct expectation){
		.type = type,
		.origins = {arena_printf(rq->arena, "%s://%s", rq->http->tls ? "https" : "http", lower),
			    public_origin(rq)},
		.rp_id = rq->http->host,
		.verified = ceremony_of_staff(rq),
	};
}

void
ceremony_challenge(struct request *rq, struct doc *options, const struct hash *browser, enum challenge_purpose purpose,
		   struct str handle)
{
	unsigned char bytes[CHALLENGE_SIZE];
	struct hash hash;

	random_bytes(bytes, sizeof bytes);
	hash = sha256(str_slice(bytes, sizeof bytes));
	challenge_insert(rq->tx, &hash, browser, purpose, handle, clock_now());
	doc_set_text(options, "challenge", base64url(rq->arena, str_slice(bytes, sizeof bytes)));
	doc_set_int(options, "timeout", CHALLENGE_LIFE_MS);
}

struct str
ceremony_bytes(struct request *rq, const char *field, size_t limit)
{
	struct str bytes, text = str_of(form_raw(rq->form, field));

	if (text.length == 0 || text.length > limit / 3 * 4 + 4 || !base64url_decode(rq->arena, text, &bytes) ||
	    bytes.length > limit)
		return (struct str){0};
	return bytes;
}

enum fault
ceremony_client_data(struct request *rq, const struct expectation *expectation, const struct hash *browser,
		     enum challenge_purpose purpose, struct str *json, struct str *handle)
{
	struct str challenge;
	struct hash hash;
	enum fault fault;

	*json = ceremony_bytes(rq, "client_data", CLIENT_DATA_LIMIT);
	if (json->at == NULL)
		return FAULT_FORM;
	fault = client_data_check(rq->arena, *json, expectation, &challenge);
	if (fault != FAULT_NONE)
		return fault;
	hash = sha256(challenge);
	return challenge_take(rq->tx, &hash, browser, purpose, clock_now(), handle) ? FAULT_NONE : FAULT_CHALLENGE;
}

struct reply
ceremony_reply(struct request *rq, const struct doc *options)
{
	struct builder out = builder_new(rq->arena, 0);

	doc_print_json(options, NULL, &out);
	return reply_bytes(rq, "application/json", builder_str(&out));
}
