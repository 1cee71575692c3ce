/* place_web: a contact's place at a client: given, described, taken away. */
#include "clients/handlers.h"

#include "clients/client.h"
#include "clients/client_form.h"
#include "clients/contact_form.h"
#include "core/audit.h"
#include "core/session.h"
#include "records/record_follow.h"
#include "records/record_own.h"

static void
audit_place(struct request *rq, const char *action, int64_t client, int64_t contact)
{
	struct doc *detail = doc_object(rq->arena);

	doc_set_id(detail, "contact", contact);
	audit_add(rq, &(struct audit){.action = action, .object_kind = "client", .object = client, .detail = detail});
}

void
place_make(struct request *rq, int64_t client, int64_t contact, const char *role)
{
	client_add_contact(rq->tx, client, contact, role);
	audit_place(rq, "client.contact_add", client, contact);
}

static struct doc *
form_doc(struct request *rq, const struct client *client)
{
	static const struct contact nobody = {.id = 0};
	struct doc *page = doc_object(rq->arena);

	contact_form_fields(rq, page, &nobody, PLACE_FIELDS);
	doc_set(page, "client", client_doc(rq, client));
	return page;
}

struct reply
place_new_form(struct request *rq)
{
	struct reply refusal;
	const struct client *client = client_to_change(rq, &refusal);

	if (client == NULL)
		return refusal;
	return reply_page(rq, "place_form", form_doc(rq, client));
}

/* A place is the client's and the person's: neither gets one while they wait. Taking one away waits for nobody. */
static const char *
place_closed(struct request *rq, int64_t client, int64_t contact)
{
	if (record_waits(rq, "clients", client))
		return N_("This client waits for approval: its contacts stay as they are meanwhile.");
	if (contact != 0 && record_waits(rq, "contacts", contact))
		return N_("This person waits for approval: their places stay as they are meanwhile.");
	return NULL;
}

static struct reply
closed(struct request *rq, const struct client *client, const char *reason)
{
	form_error(rq->form, "", reason, NULL);
	return reply_conflict(rq, "place_form", form_doc(rq, client));
}

/* The id of the person who has the address, and is theirs to see; or 0 with an error beside the field. */
static int64_t
read_known(struct request *rq)
{
	const char *email = form_read_email(rq->form, "known_email", FORM_REQUIRED);
	int64_t contact = email == NULL ? 0 : contact_id_of_email(rq->tx, email);

	if (contact != 0 && contact_find(rq->tx, rq->viewer, contact) == NULL)
		contact = 0;
	if (email != NULL && contact == 0)
		form_error(rq->form, "known_email", N_("Nobody has this address yet. Please fill in the second form."),
			   NULL);
	return contact;
}

int64_t
contact_make(struct request *rq)
{
	struct contact contact = {.mobile_confirmed_at = 0};

	contact_read_form(rq, &contact);
	if (form_failed(rq->form))
		return 0;
	contact.id = contact_create(rq->tx, &contact);
	if (contact.id == 0)
		form_error(rq->form, "email", N_("Somebody has this address already."), NULL);
	if (contact.id == 0)
		return 0;
	record_follow_new(rq, "contacts", contact.id);
	audit_add(rq, &(struct audit){.action = "contact.create", .object_kind = "contact", .object = contact.id});
	return contact.id;
}

struct reply
place_new(struct request *rq)
{
	struct reply refusal;
	const struct client *client = client_to_change(rq, &refusal);
	bool known = form_has(rq->form, "known_email");
	const char *role, *reason;
	int64_t contact = 0;

	if (client == NULL)
		return refusal;
	role = form_read_text(rq->form, known ? "known_role" : "role", FORM_OPTIONAL, ROLE_LENGTH);
	if (known)
		contact = read_known(rq);
	reason = place_closed(rq, client->id, contact);
	if (reason == NULL && !known)
		reason = record_closed(rq, "contacts", 0);
	if (reason != NULL)
		return closed(rq, client, reason);
	if (contact != 0 && place_exists(rq->tx, client->id, contact))
		form_error(rq->form, "known_email", N_("This person is a contact of the client already."), NULL);
	if (!known && !form_failed(rq->form))
		contact = contact_make(rq);
	if (form_failed(rq->form))
		return reply_form(rq, "place_form", form_doc(rq, client));
	place_make(rq, client->id, contact, role);
	return reply_done(rq, client_path(rq, client->id, "/contacts"), N_("The contact was added."),
			  contact_doc(rq, contact_find(rq->tx, rq->viewer, contact)));
}

struct reply
place_change(struct request *rq)
{
	struct reply refusal;
	const struct client *client = client_to_change(rq, &refusal);
	const struct contact *contact = contact_find(rq->tx, rq->viewer, path_id(rq, "contact"));
	const char *role = form_read_text(rq->form, "role", FORM_OPTIONAL, ROLE_LENGTH), *reason;
	struct doc *document;

	if (client == NULL)
		return refusal;
	if (contact == NULL || !place_exists(rq->tx, client->id, contact->id))
		return reply_not_found(rq);
	reason = place_closed(rq, client->id, contact->id);
	if (reason != NULL)
		return reply_refusal(rq, 409, reason);
	if (form_failed(rq->form))
		return reply_refusal(rq, 422, N_("A role has at most 120 characters."));
	place_set_role(rq->tx, client->id, contact->id, role);
	audit_place(rq, "client.contact_change", client->id, contact->id);
	document = contact_doc(rq, contact);
	doc_set_text(document, "role", role);
	return reply_done(rq, client_path(rq, client->id, "/contacts"), N_("The role was saved."), document);
}

/* Their sessions at this client end with the place, and are found by it; those at their other clients go on. */
struct reply
place_removal(struct request *rq)
{
	struct reply refusal;
	const struct client *client = client_to_change(rq, &refusal);
	const struct contact *contact = contact_find(rq->tx, rq->viewer, path_id(rq, "contact"));

	if (client == NULL)
		return refusal;
	if (contact == NULL || !place_exists(rq->tx, client->id, contact->id))
		return reply_not_found(rq);
	session_end_all_of_client(rq->tx, client->id, contact->id);
	place_remove(rq->tx, client->id, contact->id);
	audit_place(rq, "client.contact_remove", client->id, contact->id);
	return reply_done(rq, client_path(rq, client->id, "/contacts"),
			  N_("The contact was taken away and no longer sees anything of this client."), NULL);
}
