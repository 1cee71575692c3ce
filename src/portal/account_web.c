/* account_web: what the portal knows of the signed-in person, their devices, and how they like to read. */
#include "portal/handlers.h"

#include "base/instant.h"
#include "clients/clients.h"
#include "core/audit.h"
#include "core/preferences.h"
#include "core/session.h"
#include "core/session_preview_store.h"
#include "portals/portals.h"
#include "privacy/privacy.h"

static const char *
own_path(struct request *rq, const char *rest)
{
	return arena_printf(rq->arena, "%s%s", home_path(rq), rest);
}

/* ---- the page ---- */

static void
add_person(struct request *rq, struct doc *page)
{
	const struct contact *contact = rq->viewer->contact == 0 ? NULL : person_itself(rq->tx, rq->viewer->contact);
	struct doc *person;

	if (contact == NULL) {
		doc_set_null(page, "person");
		return;
	}
	person = doc_set_object(page, "person");
	doc_set_text(person, "name", rq->viewer->name);
	doc_set_text(person, "email", contact->email);
	doc_set_text(person, "mobile", contact->mobile);
	doc_set_bool(person, "mobile_confirmed", contact->mobile != NULL && contact->mobile_confirmed_at != NO_INSTANT);
	doc_set_instant(person, "mobile_confirmed_at", contact->mobile_confirmed_at);
	doc_set_bool(person, "password_offered", portal_password_is_offered(rq->tx, contact));
	doc_set_bool(person, "passkey_offered", portal_passkey_is_offered(rq->tx, contact->id));
	doc_set_bool(person, "by_code", portal_code_opens(rq->tx, contact));
	doc_set_bool(person, "mobile_offered", !rq->viewer->without_client);
	doc_set_instant(person, "password_chosen_at", portal_password_chosen_at(rq->tx, contact->id));
}

static void
add_clients(struct request *rq, struct doc *page)
{
	struct doc *list = doc_set_list(page, "clients");
	size_t count = 0;
	const struct membership *found =
		rq->viewer->contact == 0 ? NULL : contact_memberships(rq->tx, rq->viewer->contact, &count);

	for (size_t i = 0; i < count; i++) {
		struct doc *row = doc_add_object(list);

		doc_set_id(row, "id", found[i].client);
		doc_set_text(row, "name", found[i].name);
		doc_set_text(row, "number", found[i].number);
		doc_set_bool(row, "current", found[i].client == rq->viewer->client);
	}
	doc_set_bool(page, "several_clients", count > 1);
}

/* In a preview there is no person; the list would be the staff user's own. */
static void
add_sessions(struct request *rq, struct doc *page)
{
	struct doc *list = doc_set_list(page, "sessions");
	size_t count = 0;
	const struct session_row *found = rq->viewer->preview ? NULL : session_list(rq, &count);

	for (size_t i = 0; i < count; i++)
		doc_add(list, session_doc(rq, &found[i], own_path(rq, "/account")));
	doc_set_bool(page, "other_sessions", count > 1);
}

struct reply
portal_account_page(struct request *rq)
{
	struct doc *page = doc_object(rq->arena);

	add_person(rq, page);
	add_clients(rq, page);
	add_sessions(rq, page);
	doc_set_bool(page, "privacy_pages", privacy_is_on(rq->tx));
	return reply_page(rq, "portal_account", page);
}

/* ---- devices ---- */

static struct reply
signed_out(struct request *rq)
{
	struct reply reply = reply_done(rq, own_path(rq, "/"), N_("You are signed out."), NULL);

	reply.store_nothing = true;
	session_end_own(rq, &reply);
	return reply;
}

struct reply
portal_session_end_post(struct request *rq)
{
	int64_t session = path_id(rq, "session");
	bool own = session == rq->viewer->session;

	if (!own && !session_end(rq, session))
		return reply_not_found(rq);
	audit_add(rq, &(struct audit){.action = "portal.session_end", .object_kind = "session", .object = session});
	if (own)
		return signed_out(rq);
	return reply_done(rq, own_path(rq, "/account"), N_("That device is signed out."), NULL);
}

struct reply
portal_sessions_end_post(struct request *rq)
{
	session_end_all_of_contact(rq->tx, rq->viewer->contact, rq->viewer->session);
	audit_add(rq, &(struct audit){.action = "portal.sessions_end"});
	return reply_done(rq, own_path(rq, "/account"), N_("All your other devices are signed out."), NULL);
}

/* ---- language and theme ---- */

/* A preview changes nothing of anybody: the choice is of the preview, or only lives in the browser. */
struct reply
portal_preferences_post(struct request *rq)
{
	const struct viewer *viewer = rq->viewer;
	struct preferences wanted;

	if (!preferences_read(rq, &wanted))
		return reply_refusal(rq, 422, N_("We do not have this language or theme."));
	if (viewer->preview)
		preview_set_looks(rq->tx, viewer->session, wanted.language == NULL ? viewer->language : wanted.language,
				  wanted.theme == NULL ? viewer->theme : wanted.theme);
	if (viewer->contact == 0)
		return preferences_reply(rq, &wanted, NULL);
	person_set_preferences(rq->tx, viewer->contact, wanted.language == NULL ? viewer->language : wanted.language,
			       wanted.theme == NULL ? viewer->theme : wanted.theme);
	return preferences_reply(rq, &wanted, N_("Your choice is saved."));
}
