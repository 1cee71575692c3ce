/* entry: what happens once somebody has proved who they are: they are let in, or told why not. */
#include "portals/sign_in.h"
#include "portals/ways.h"

#include "base/arena.h"
#include "core/audit.h"
#include "core/session.h"
#include "http/url.h"
#include "sys/clock.h"
#include "sys/random.h"

enum { DEVICE_SECONDS = 180 * 24 * 3600 };

/* Why somebody who is who they say is not let in. */
enum refusal { REFUSAL_NONE, REFUSAL_BLOCKED, REFUSAL_NO_CLIENT, REFUSAL_WAITING };

static const char *const refusal_names[] = {NULL, "blocked", "no_client", "waiting"};
static const char *const refusal_sentences[] = {
	NULL,
	N_("Your access was closed. If you think this is a mistake, please call us or write to us."),
	N_("Your address is known to us, but is not linked to any client account yet. Please call us or write to us."),
	N_("Your access is not open yet: we are still looking at it. If it takes long, please call us or write to us."),
};

struct reply
portal_closed_reply(struct request *rq)
{
	struct doc *document = doc_object(rq->arena);
	struct reply reply = reply_page(rq, "portal_closed", document);

	doc_set_text(document, "state", "closed");
	reply.status = 503;
	return reply;
}

static void
audit_entry(struct request *rq, int64_t contact, const char *reason)
{
	struct doc *detail = doc_object(rq->arena);

	doc_set_text(detail, "reason", reason);
	audit_add(rq, &(struct audit){.action = "portal.sign_in",
				      .object_kind = person_kind(rq->tx, contact),
				      .object = contact,
				      .refused = reason != NULL,
				      .detail = reason == NULL ? NULL : detail});
}

/* The code is used up and the refusal is in the journal: kept although the answer is a refusal. */
static struct reply
refused_reply(struct request *rq, const struct entry *entry, enum refusal refusal)
{
	struct doc *document = doc_object(rq->arena);
	struct reply reply = reply_page(rq, "portal_refused", document);

	audit_entry(rq, entry->contact == NULL ? 0 : entry->contact->id, refusal_names[refusal]);
	doc_set_text(document, "state", "refused");
	doc_set_word(document, "reason", refusal_names[refusal], refusal_sentences[refusal]);
	reply.status = 403;
	reply.keep = true;
	return reply;
}

/* The session this browser had goes, so that nobody keeps a token from before. */
static void
end_old_session(struct request *rq)
{
	struct reply unused = {.kind = REPLY_EMPTY};

	if (rq->viewer->session != 0)
		session_end_own(rq, &unused);
}

static void
remember_device(struct request *rq, struct reply *reply, int64_t contact)
{
	const char *token = http_cookie(rq->http, DEVICE_COOKIE);
	char fresh[TOKEN_LENGTH + 1];
	struct hash hash;

	if (token == NULL || str_of(token).length != TOKEN_LENGTH) {
		random_token(fresh);
		token = arena_text(rq->arena, fresh);
	}
	hash = sha256(str_of(token));
	device_remember(rq->tx, &hash, contact, clock_now());
	reply_cookie(reply, (struct http_cookie){.name = DEVICE_COOKIE,
						 .value = token,
						 .max_age = DEVICE_SECONDS,
						 .secure = rq->http->tls});
}

static struct doc *
entry_doc(struct request *rq, const struct membership *memberships, size_t count, const char *next)
{
	struct doc *document = doc_object(rq->arena);
	struct doc *list;

	doc_set_text(document, "state", "signed_in");
	doc_set_text(document, "next", next);
	doc_set_id(document, "client", count == 1 ? memberships[0].client : 0);
	list = doc_set_list(document, "clients");
	for (size_t i = 0; i < count; i++) {
		struct doc *client = doc_add_object(list);

		doc_set_id(client, "id", memberships[i].client);
		doc_set_text(client, "number", memberships[i].number);
		doc_set_text(client, "name", memberships[i].name);
	}
	return document;
}

/* The page where people settle how they like to read, once, where there is one. */
static const char *
first_page(struct request *rq, int64_t person)
{
	const char *home = home_path(rq);

	if (person_is_settled(rq->tx, person) || !house_has_page(rq->house, "/p/{address}/welcome"))
		return arena_printf(rq->arena, "%s/", home);
	return arena_printf(rq->arena, "%s/welcome", home);
}

static struct reply
welcome(struct request *rq, const struct entry *entry, const struct membership *memberships, size_t count)
{
	const char *home = home_path(rq);
	const char *next = entry->next != NULL ? entry->next : first_page(rq, entry->contact->id);
	struct session_new session = {.kind = SESSION_PORTAL,
				      .contact = entry->contact->id,
				      .client = count == 1 ? memberships[0].client : 0,
				      .half = entry->by_code && ways_of(rq->tx, entry->contact).first,
				      .remember = entry->remember};
	struct reply reply;

	if (count > 1)
		next = arena_printf(rq->arena, "%s/clients?next=%s", home, url_encode(rq->arena, str_of(next)));
	if (session.half)
		next = arena_printf(rq->arena, "%s" FIRST_WAY_PATH "?next=%s", home,
				    url_encode(rq->arena, str_of(next)));
	reply = reply_done(rq, next, NULL, entry_doc(rq, memberships, count, next));
	end_old_session(rq);
	session_start(rq, &reply, &session);
	remember_device(rq, &reply, entry->contact->id);
	reply_cookie(&reply,
		     (struct http_cookie){.name = SIGN_IN_COOKIE, .value = "", .max_age = -1, .secure = rq->http->tls});
	person_note_entry(rq->tx, entry->contact->id);
	audit_entry(rq, entry->contact->id, NULL);
	return reply;
}

struct reply
entry_reply(struct request *rq, const struct entry *entry)
{
	const struct membership *memberships;
	size_t count;

	if (entry->contact == NULL || entry->contact->blocked_at != NO_INSTANT ||
	    person_is_blocked(rq->tx, entry->contact->id))
		return refused_reply(rq, entry, REFUSAL_BLOCKED);
	if (!person_may_enter(rq->tx, entry->contact->id))
		return refused_reply(rq, entry, REFUSAL_WAITING);
	memberships = contact_memberships(rq->tx, entry->contact->id, &count);
	if (count == 0 && person_is_contact(rq->tx, entry->contact->id))
		return refused_reply(rq, entry, REFUSAL_NO_CLIENT);
	return welcome(rq, entry, memberships, count);
}

struct reply
entry_by_code(struct request *rq, const struct sign_in *taken, bool remember)
{
	if (taken->invitation_id != 0)
		event_emit(rq->house, rq->tx, &(struct event){.kind = "portal.proved", .object = taken->invitation_id});
	return entry_reply(rq, &(struct entry){.contact = person_itself(rq->tx, taken->contact_id),
					       .remember = remember,
					       .by_code = true,
					       .next = taken->next_path});
}

struct reply
portal_enter(struct request *rq, int64_t contact)
{
	return entry_reply(rq, &(struct entry){.contact = person_itself(rq->tx, contact), .next = next_path(rq, NULL)});
}
