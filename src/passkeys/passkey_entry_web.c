/* passkey_entry_web: signing in with a passkey: it is proved here; who may come in, the portal and the console decide.
 */
#include "passkeys/handlers.h"

#include "base/arena.h"
#include "core/audit.h"
#include "core/rate.h"
#include "http/address.h"
#include "http/url.h"
#include "passkeys/ceremony_web.h"
#include "people/people.h"
#include "portals/portals.h"
#include "sys/clock.h"
#include "sys/random.h"

/* Each page of signing in asks for options; an office shares one network. */
enum { OPTIONS_AN_HOUR = 600, NETWORK_TRIES = 120, CREDENTIAL_TRIES = 30, COOKIE_SECONDS = 15 * 60, KEPT_HEX = 32 };

#define PASSKEY_COOKIE "passkey" /* binds the challenge to the browser that asked for it */

/* One sentence for all: whether there is such a passkey, and what was wrong with it, is not told. */
static const char refusal[] = N_("This passkey opens nothing here. Please log in another way.");
static const char too_often[] = N_("That was a little often. Please wait a while, then try again.");

static enum challenge_purpose
purpose_of(const struct request *rq)
{
	return ceremony_of_staff(rq) ? CHALLENGE_ENTER_CONSOLE : CHALLENGE_ENTER_PORTAL;
}

static bool
is_closed(const struct request *rq)
{
	return rq->portal != NULL && !rq->portal->enabled;
}

/* ---- limits: counted before the work ---- */

static bool
take_of_network(struct request *rq, const char *what, int most)
{
	const char *network = address_network(rq->arena, rq->http->remote);
	int64_t wait_ms;

	return network == NULL || rate_take(rq->tx, arena_printf(rq->arena, "passkey:%s:network:%s", what, network),
					    most, HOUR_MS, &wait_ms);
}

static const char *
credential_key(struct request *rq, struct str credential)
{
	struct hash hash = sha256(credential);
	char hex[HASH_SIZE * 2 + 1];

	hash_print(hex, &hash);
	return arena_printf(rq->arena, "passkey:try:credential:%.*s", KEPT_HEX, hex);
}

static bool
take_try(struct request *rq, struct str credential)
{
	int64_t wait_ms;

	return take_of_network(rq, "try", NETWORK_TRIES) &&
	       rate_take(rq->tx, credential_key(rq, credential), CREDENTIAL_TRIES, HOUR_MS, &wait_ms);
}

/* ---- options ---- */

struct reply
passkey_entry_options_post(struct request *rq)
{
	const char *token = http_cookie(rq->http, PASSKEY_COOKIE);
	struct doc *options = doc_object(rq->arena);
	char fresh[TOKEN_LENGTH + 1];
	struct hash browser;
	struct reply reply;

	if (is_closed(rq))
		return portal_closed_reply(rq);
	if (!take_of_network(rq, "options", OPTIONS_AN_HOUR))
		return reply_refusal(rq, 429, too_often);
	if (token == NULL || str_of(token).length != TOKEN_LENGTH) {
		random_token(fresh);
		token = arena_text(rq->arena, fresh);
	}
	browser = sha256(str_of(token));
	ceremony_challenge(rq, options, &browser, purpose_of(rq), (struct str){0});
	doc_set_text(options, "rpId", rq->http->host);
	doc_set_text(options, "userVerification", ceremony_verification(rq));
	reply = ceremony_reply(rq, options);
	reply_cookie(&reply, (struct http_cookie){.name = PASSKEY_COOKIE,
						  .value = token,
						  .max_age = COOKIE_SECONDS,
						  .secure = rq->http->tls});
	return reply;
}

/* ---- the answer ---- */

/* What the authenticator signed, and what it claims. */
struct assertion {
	struct str credential, handle, json, data, signature;
	struct authenticator_data read;
};

static enum fault
read_assertion(struct request *rq, const struct expectation *expectation, struct assertion *assertion)
{
	struct hash browser = sha256(str_of(http_cookie(rq->http, PASSKEY_COOKIE)));
	struct str unused;
	enum fault fault = ceremony_client_data(rq, expectation, &browser, purpose_of(rq), &assertion->json, &unused);

	if (fault != FAULT_NONE)
		return fault;
	assertion->handle = ceremony_bytes(rq, "user_handle", HANDLE_SIZE);
	assertion->data = ceremony_bytes(rq, "authenticator_data", AUTHENTICATOR_DATA_LIMIT);
	assertion->signature = ceremony_bytes(rq, "signature", SIGNATURE_LIMIT);
	if (assertion->handle.at == NULL || assertion->data.at == NULL || assertion->signature.at == NULL)
		return FAULT_FORM;
	fault = authenticator_data_read(assertion->data, false, &assertion->read);
	return fault == FAULT_NONE ? authenticator_data_check(&assertion->read, expectation) : fault;
}

/* Of this site, of this kind of people, and of whom the authenticator says. */
static enum fault
check_owner(struct request *rq, const struct passkey *passkey, const struct expectation *expectation,
	    const struct assertion *assertion)
{
	int64_t owner;

	if (passkey == NULL)
		return FAULT_UNKNOWN;
	owner = ceremony_of_staff(rq) ? passkey->staff_id : passkey->contact_id;
	if (owner == 0 || !text_equal(passkey->rp_id, expectation->rp_id) ||
	    !str_equal(passkey->user_handle, assertion->handle))
		return FAULT_UNKNOWN;
	if (!ceremony_of_staff(rq) && !portal_passkey_is_offered(rq->tx, owner))
		return FAULT_UNKNOWN;
	return passkey->blocked_at == NO_INSTANT ? FAULT_NONE : FAULT_BLOCKED;
}

static enum fault
prove(struct request *rq, struct assertion *assertion, const struct passkey **passkey)
{
	struct expectation expectation = ceremony_expectation(rq, "webauthn.get");
	enum fault fault = read_assertion(rq, &expectation, assertion);

	if (fault != FAULT_NONE)
		return fault;
	*passkey = passkey_of_credential(rq->tx, assertion->credential);
	fault = check_owner(rq, *passkey, &expectation, assertion);
	if (fault != FAULT_NONE)
		return fault;
	if (!assertion_is_signed(rq->arena, (*passkey)->public_key, assertion->data, assertion->json,
				 assertion->signature))
		return FAULT_SIGNATURE;
	if ((*passkey)->backup_eligible != assertion->read.backup_eligible)
		return FAULT_BACKUP;
	return sign_count_grows((*passkey)->sign_count, assertion->read.sign_count) ? FAULT_NONE : FAULT_COUNTER;
}

static void
audit_entry(struct request *rq, const struct passkey *passkey, const char *action, enum fault fault)
{
	struct doc *detail = doc_object(rq->arena);

	doc_set_text(detail, "reason", fault_names[fault]);
	audit_add(rq, &(struct audit){.action = action,
				      .object_kind = passkey == NULL ? NULL : "passkey",
				      .object = passkey == NULL ? 0 : passkey->id,
				      .refused = fault != FAULT_NONE,
				      .detail = fault == FAULT_NONE ? NULL : detail});
}

/* Back to the page of signing in, where the other ways are. The challenge stays used, the try counted. */
static struct reply
refuse(struct request *rq, int status, const char *english)
{
	const char *next = next_path(rq, NULL);
	struct reply reply;

	if (rq->wants_json) {
		reply = reply_refusal(rq, status, english);
		reply.keep = true;
		return reply;
	}
	reply = reply_redirect(rq, next == NULL ? arena_printf(rq->arena, "%s/sign-in", home_path(rq))
						: arena_printf(rq->arena, "%s/sign-in?next=%s", home_path(rq),
							       url_encode(rq->arena, str_of(next))));
	reply.flash = english;
	return reply;
}

/* A counter that goes back means that the key exists twice: it opens nothing any more, and its owner is told. */
static void
block(struct request *rq, const struct passkey *passkey)
{
	passkey_block(rq->tx, passkey->id, clock_now());
	audit_entry(rq, passkey, "passkey.block", FAULT_NONE);
	passkey_mail(rq, passkey, PASSKEY_BLOCKED);
}

struct reply
passkey_entry_post(struct request *rq)
{
	struct assertion assertion = {.credential = ceremony_bytes(rq, "credential", CREDENTIAL_LIMIT)};
	const struct passkey *passkey = NULL;
	enum fault fault;

	if (is_closed(rq))
		return portal_closed_reply(rq);
	if (!take_try(rq, assertion.credential))
		return refuse(rq, 429, too_often);
	fault = prove(rq, &assertion, &passkey);
	if (fault == FAULT_COUNTER)
		block(rq, passkey);
	if (fault == FAULT_NONE &&
	    !passkey_note_use(rq->tx, passkey->id, assertion.read.sign_count, assertion.read.backed_up, clock_now()))
		fault = FAULT_CHALLENGE;
	audit_entry(rq, passkey, "passkey.use", fault);
	if (fault != FAULT_NONE)
		return refuse(rq, 422, refusal);
	rate_reset(rq->tx, credential_key(rq, assertion.credential));
	return ceremony_of_staff(rq) ? staff_enter(rq, passkey->staff_id) : portal_enter(rq, passkey->contact_id);
}
