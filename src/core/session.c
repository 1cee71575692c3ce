/* session: cookies and tokens of signed-in browsers; the database only ever sees a token's hash. */
#include "core/session.h"

#include "base/id.h"
#include "base/instant.h"
#include "core/device.h"
#include "core/session_store.h"
#include "sys/clock.h"
#include "sys/random.h"

#include <string.h>

enum { AGENT_LIMIT = 200 };

static const int64_t lives_ms[] = {
	[SESSION_STAFF] = 12 * (int64_t)HOUR_MS, [SESSION_PORTAL] = 30 * (int64_t)DAY_MS, [SESSION_PREVIEW] = HOUR_MS};

static const char *
cookie_name(enum session_kind kind)
{
	static const char *const names[] = {
		[SESSION_STAFF] = CONSOLE_COOKIE, [SESSION_PORTAL] = PORTAL_COOKIE, [SESSION_PREVIEW] = PREVIEW_COOKIE};

	return names[kind];
}

/* A field of HTTP may hold any bytes, a text of ours may not: what is not printable ASCII becomes a question mark. */
static const char *
agent_of(const struct request *rq)
{
	const char *agent = http_header(rq->http, "User-Agent");
	char *kept = agent == NULL ? NULL : arena_text_of(rq->arena, agent, strnlen(agent, AGENT_LIMIT));

	for (char *at = kept; at != NULL && *at != '\0'; at++)
		if (*at < ' ' || *at > '~')
			*at = '?';
	return kept;
}

/* `life_ms` 0: the cookie goes with the browser. */
static void
give_token(struct request *rq, struct reply *reply, enum session_kind kind, const char *token, int64_t life_ms)
{
	reply_cookie(reply, (struct http_cookie){.name = cookie_name(kind),
						 .value = arena_text(rq->arena, token),
						 .max_age = life_ms / SECOND_MS,
						 .secure = rq->http->tls});
}

int64_t
session_start(struct request *rq, struct reply *reply, const struct session_new *session)
{
	int64_t id = id_new();
	int64_t life = lives_ms[session->kind];
	char token[TOKEN_LENGTH + 1];
	struct hash hash;

	random_token(token);
	hash = sha256(str_of(token));
	give_token(rq, reply, session->kind, token, session->remember ? life : 0);
	session_insert(rq->tx, session, id, &hash, clock_now() + life, rq->http->remote, agent_of(rq));
	return id;
}

static enum session_kind
own_kind(const struct request *rq)
{
	if (rq->viewer->preview)
		return SESSION_PREVIEW;
	return rq->viewer->staff != 0 ? SESSION_STAFF
				      : SESSION_PORTAL; /* a half session is nobody's yet, but staff's */
}

void
session_end_own(struct request *rq, struct reply *reply)
{
	session_delete(rq->tx, rq->viewer->session);
	reply_cookie(reply,
		     (struct http_cookie){
			     .name = cookie_name(own_kind(rq)), .value = "", .max_age = -1, .secure = rq->http->tls});
}

bool
session_end(struct request *rq, int64_t session)
{
	if (rq->viewer->preview)
		return false;
	return session_delete_of_person(rq->tx, session, rq->viewer->staff, rq->viewer->contact);
}

void
session_complete(struct request *rq, struct reply *reply)
{
	char token[TOKEN_LENGTH + 1];
	struct hash hash;
	bool remembered;

	random_token(token);
	hash = sha256(str_of(token));
	remembered = session_replace_token(rq->tx, rq->viewer->session, &hash);
	give_token(rq, reply, own_kind(rq), token, remembered ? lives_ms[own_kind(rq)] : 0);
}

bool
session_choose_client(struct request *rq, int64_t client)
{
	if (rq->viewer->contact == 0 || !session_client_is_theirs(rq->tx, rq->viewer->contact, client))
		return false;
	session_set_client(rq->tx, rq->viewer->session, client);
	return true;
}

struct session_row *
session_list(struct request *rq, size_t *count)
{
	struct session_row *rows =
		session_of_person(rq->tx, rq->viewer->staff, rq->viewer->contact, clock_now(), count);

	for (size_t i = 0; i < *count; i++)
		rows[i].current = rows[i].id == rq->viewer->session;
	return rows;
}

const char *
session_form_token(const struct request *rq)
{
	char id[ID_LENGTH + 1];
	struct hash hash;

	if (rq->viewer->session == 0)
		return "";
	id_print(id, rq->viewer->session);
	hash = hmac_sha256(&rq->house->keys.csrf, str_of(id));
	return base64url(rq->arena, str_slice(hash.bytes, HASH_SIZE));
}

struct doc *
session_doc(struct request *rq, const struct session_row *session, const char *account)
{
	struct doc *row = doc_object(rq->arena), *values = doc_object(rq->arena);
	struct device device = device_of(session->agent);
	char id[ID_LENGTH + 1];

	id_print(id, session->id);
	doc_set_text(values, "browser", device.browser);
	doc_set_text(values, "system", device.system);
	doc_set_id(row, "id", session->id);
	if (device.browser != NULL && device.system != NULL)
		doc_set_message(row, "device", N_("{{browser}} on {{system}}"), values);
	else
		doc_set_message(row, "device", device.browser == NULL ? N_("A device we do not know") : "{{browser}}",
				values);
	doc_set_text(row, "icon", device.pocket ? "device-mobile" : "device-desktop");
	doc_set_text(row, "address", session->address);
	doc_set_instant(row, "created_at", session->created_at);
	doc_set_instant(row, "seen_at", session->seen_at);
	doc_set_bool(row, "current", session->current);
	doc_set_text(row, "end_href", arena_printf(rq->arena, "%s/sessions/%s/end", account, id));
	return row;
}
