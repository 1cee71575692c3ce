/* contact_web: one contact's sheet, what changes them and whether they may sign in. */
#include "clients/handlers.h"

#include "base/instant.h"
#include "clients/client.h"
#include "clients/client_form.h"
#include "clients/contact_form.h"
#include "clients/contact_tell.h"
#include "core/audit.h"
#include "core/page.h"
#include "core/session.h"
#include "records/record_follow.h"
#include "records/record_own.h"
#include "sys/clock.h"

#include <string.h>

/* ---- sheet ---- */

static void
add_clients(struct request *rq, struct doc *page, int64_t contact)
{
	struct doc *list = doc_set_list(page, "clients");
	size_t count;
	const struct place *places = places_of_contact(rq->tx, rq->viewer, contact, &count);

	for (size_t i = 0; i < count; i++) {
		struct doc *client = doc_add_object(list);

		doc_set_id(client, "id", places[i].client_id);
		doc_set_text(client, "href", client_path(rq, places[i].client_id, ""));
		doc_set_text(client, "number", places[i].number);
		doc_set_text(client, "name", places[i].name);
		doc_set_text(client, "role", places[i].role);
		doc_set_instant(client, "since", places[i].since);
	}
	doc_set_bool(page, "has_clients", count > 0);
}

struct reply
contact_show(struct request *rq)
{
	const struct contact *contact = contact_find(rq->tx, rq->viewer, path_id(rq, "contact"));
	struct doc *page = doc_object(rq->arena);

	if (contact == NULL)
		return record_own_gone(rq, "contacts", path_id(rq, "contact"));
	doc_set(page, "contact", contact_doc(rq, contact));
	add_clients(rq, page, contact->id);
	doc_set_int(page, "session_count", contact_session_count(rq->tx, contact->id));
	doc_set_bool(page, "has_sessions", contact_session_count(rq->tx, contact->id) > 0);
	doc_set_bool(page, "may_write", viewer_may(rq->viewer, &client_write));
	doc_set_bool(page, "has_ways", contact_has_ways(rq->tx, contact->id));
	record_own_fill(rq, page, "contacts", contact->id);
	return reply_page(rq, "contact_show", page);
}

/* ---- form ---- */

/* What was typed stays. */
static struct reply
closed(struct request *rq, const struct contact *contact, const char *reason)
{
	form_error(rq->form, "", reason, NULL);
	return reply_conflict(rq, "contact_form", contact_form_doc(rq, contact));
}

struct reply
contact_change_form(struct request *rq)
{
	const struct contact *contact = contact_find(rq->tx, rq->viewer, path_id(rq, "contact"));
	const char *reason;

	if (contact == NULL)
		return reply_not_found(rq);
	reason = record_closed(rq, "contacts", contact->id);
	if (reason != NULL)
		return reply_refusal(rq, 409, reason);
	return reply_page(rq, "contact_form", contact_form_doc(rq, contact));
}

static void
follow_changes(struct request *rq, const struct contact *before, const struct contact *after,
	       const struct db_value *cells)
{
	struct doc *detail = contact_follow(rq->house, rq->tx, before, after);

	record_follow(rq, "contacts", before->id, cells);
	audit_add(rq, &(struct audit){.action = "contact.change",
				      .object_kind = "contact",
				      .object = before->id,
				      .detail = detail});
}

struct reply
contact_change(struct request *rq)
{
	const struct contact *contact = contact_find(rq->tx, rq->viewer, path_id(rq, "contact"));
	const struct db_value *before;
	const char *reason;
	struct contact wanted;
	struct doc *document;

	if (contact == NULL)
		return reply_not_found(rq);
	reason = record_closed(rq, "contacts", contact->id);
	if (reason != NULL)
		return closed(rq, contact, reason);
	before = record_before(rq, "contacts", contact->id);
	wanted = *contact;
	contact_read_form(rq, &wanted);
	if (form_has(rq->form, "version"))
		wanted.version = form_read_int(rq->form, "version", FORM_REQUIRED, 1, INT64_MAX);
	if (!form_failed(rq->form) && !contact_update(rq->tx, rq->viewer, &wanted))
		form_error(
			rq->form, "",
			N_("Somebody else has changed this contact meanwhile. Your text is still here: compare, then save again."),
			NULL);
	if (form_failed(rq->form))
		return reply_form(rq, "contact_form", contact_form_doc(rq, contact));
	follow_changes(rq, contact, &wanted, before);
	document = contact_doc(rq, contact_find(rq->tx, rq->viewer, contact->id));
	return reply_done(rq, doc_get_text(document, "href"), N_("The contact was saved."), document);
}

/* ---- whether they may sign in ---- */

static struct reply
done(struct request *rq, const char *action, int64_t contact, const char *flash)
{
	struct doc *document = contact_doc(rq, contact_find(rq->tx, rq->viewer, contact));

	audit_add(rq, &(struct audit){.action = action, .object_kind = "contact", .object = contact});
	return reply_done(rq, doc_get_text(document, "href"), flash, document);
}

struct reply
contact_block(struct request *rq)
{
	const struct contact *contact = contact_find(rq->tx, rq->viewer, path_id(rq, "contact"));

	if (contact == NULL)
		return reply_not_found(rq);
	if (contact->blocked_at == NO_INSTANT)
		contact_set_blocked(rq->tx, rq->viewer, contact->id, clock_now());
	session_end_all_of_contact(rq->tx, contact->id, 0);
	contact_forget_sign_ins(rq->tx, contact->id);
	return done(rq, "contact.block", contact->id, N_("This person is signed out and can no longer sign in."));
}

struct reply
contact_unblock(struct request *rq)
{
	const struct contact *contact = contact_find(rq->tx, rq->viewer, path_id(rq, "contact"));
	const char *refusal;

	if (contact == NULL)
		return reply_not_found(rq);
	if (record_waits(rq, "contacts", contact->id))
		return reply_refusal(rq, 409, N_("This waits for approval: nobody changes it meanwhile."));
	refusal = house_person_return_refusal(rq->house, rq->tx, contact->id);
	if (refusal != NULL)
		return reply_refusal(rq, 409, refusal);
	contact_set_blocked(rq->tx, rq->viewer, contact->id, NO_INSTANT);
	return done(rq, "contact.unblock", contact->id, N_("This person can sign in again."));
}

struct reply
contact_end_sessions(struct request *rq)
{
	const struct contact *contact = contact_find(rq->tx, rq->viewer, path_id(rq, "contact"));

	if (contact == NULL)
		return reply_not_found(rq);
	session_end_all_of_contact(rq->tx, contact->id, 0);
	contact_forget_sign_ins(rq->tx, contact->id);
	return done(rq, "contact.sessions_end", contact->id, N_("This person is signed out everywhere."));
}
