/* client_web: one client's sheet, and the forms that change it. */
#include "clients/handlers.h"

#include "base/instant.h"
#include "clients/client.h"
#include "clients/client_form.h"
#include "clients/client_group_form.h"
#include "clients/client_right_store.h"
#include "clients/contact_store.h"
#include "clients/keepers.h"
#include "core/audit.h"
#include "core/organisation.h"
#include "core/page.h"
#include "records/record_follow.h"
#include "records/record_own.h"

#include <string.h>

/* ---- sheet ---- */

struct reply
client_show(struct request *rq)
{
	const struct client *client = client_find(rq->tx, rq->viewer, path_id(rq, "client"));
	struct doc *page = doc_object(rq->arena);

	if (client == NULL)
		return record_own_gone(rq, client_keeper.module, path_id(rq, "client"));
	client_sheet_head(rq, page, client, "information");
	doc_set_text(page, "invoices_href",
		     page_is_open(rq, "/console/invoices")
			     ? arena_printf(rq->arena, "/console/invoices?client=%s",
					    strrchr(client_path(rq, client->id, ""), '/') + 1)
			     : NULL);
	doc_set_bool(page, "may_write", client_may_change(rq, client->id));
	doc_set_bool(page, "may_preview", page_is_open(rq, "/console/preview"));
	doc_set_bool(page, "archived", client->archived_at != NO_INSTANT);
	client_groups_show(rq, page, client->id);
	record_own_fill(rq, page, client_keeper.module, client->id);
	return reply_page(rq, "client_show", page);
}

/* ---- forms ---- */

/* `client` NULL: a new one. What was typed stays. */
static struct reply
closed(struct request *rq, const struct client *client, const char *reason)
{
	form_error(rq->form, "", reason, NULL);
	return reply_conflict(rq, "client_form", client_form_doc(rq, client));
}

struct reply
client_new_form(struct request *rq)
{
	const char *reason = record_closed(rq, client_keeper.module, 0);

	if (reason != NULL)
		return reply_refusal(rq, 409, reason);
	return reply_page(rq, "client_form", client_form_doc(rq, NULL));
}

int64_t
client_make(struct request *rq)
{
	struct client client = {.id = 0};

	client_read_form(rq, &client);
	if (!form_failed(rq->form)) {
		client.id = client_create(rq->tx, &client);
		if (client.id == 0)
			form_error(rq->form, "number", N_("Another client has this number already."), NULL);
		else
			client_groups_read(rq, client.id);
	}
	if (form_failed(rq->form))
		return 0;
	record_follow_new(rq, "clients", client.id);
	client_right_of_maker(rq->tx, rq->rights, rq->viewer, client.id);
	audit_add(rq, &(struct audit){.action = "client.create", .object_kind = "client", .object = client.id});
	return client.id;
}

struct reply
client_new(struct request *rq)
{
	const char *reason = record_closed(rq, client_keeper.module, 0);
	struct doc *document;
	int64_t client;

	if (reason != NULL)
		return closed(rq, NULL, reason);
	client = client_make(rq);
	if (client == 0)
		return reply_form(rq, "client_form", client_form_doc(rq, NULL));
	document = client_doc(rq, client_find(rq->tx, rq->viewer, client));
	return reply_done(rq, doc_get_text(document, "href"), N_("The client was added."), document);
}

struct reply
client_change_form(struct request *rq)
{
	const struct client *client = client_find(rq->tx, rq->viewer, path_id(rq, "client"));
	const char *reason;

	if (client == NULL)
		return reply_not_found(rq);
	reason = record_closed(rq, client_keeper.module, client->id);
	if (reason != NULL)
		return reply_refusal(rq, 409, reason);
	return reply_page(rq, "client_form", client_form_doc(rq, client));
}

struct reply
client_change(struct request *rq)
{
	const struct client *client = client_find(rq->tx, rq->viewer, path_id(rq, "client"));
	const struct db_value *before;
	const char *reason;
	struct client wanted;
	struct doc *document;

	if (client == NULL)
		return reply_not_found(rq);
	reason = record_closed(rq, client_keeper.module, client->id);
	if (reason != NULL)
		return closed(rq, client, reason);
	before = record_before(rq, client_keeper.module, client->id);
	wanted = *client;
	client_read_form(rq, &wanted);
	if (form_has(rq->form, "version"))
		wanted.version = form_read_int(rq->form, "version", FORM_REQUIRED, 1, INT64_MAX);
	if (!form_failed(rq->form) && !client_update(rq->tx, rq->viewer, &wanted))
		form_error(
			rq->form, "",
			N_("Somebody else has changed this client meanwhile. Your text is still here: compare, then save again."),
			NULL);
	if (!form_failed(rq->form))
		client_groups_read(rq, client->id);
	if (form_failed(rq->form))
		return reply_form(rq, "client_form", client_form_doc(rq, client));
	record_follow(rq, "clients", client->id, before);
	audit_add(rq, &(struct audit){.action = "client.change", .object_kind = "client", .object = client->id});
	document = client_doc(rq, client_find(rq->tx, rq->viewer, client->id));
	return reply_done(rq, doc_get_text(document, "href"), N_("The client was saved."), document);
}

/* ---- the test client: you as a client ---- */

/* The contact with the staff user's own address, made when there is none: the first word is taken for the first name.
 * 0: it is that of a contact in the recycle bin. */
static int64_t
own_contact(struct request *rq)
{
	int64_t known = contact_id_of_email(rq->tx, rq->viewer->email);
	struct str rest = str_of(rq->viewer->name), first = str_cut(&rest, ' ');
	struct contact contact = {
		.last_name = rq->viewer->name, .email = rq->viewer->email, .language = rq->viewer->language};
	int64_t made;

	if (known != 0)
		return known;
	if (rest.at != NULL && rest.length > 0) {
		contact.first_name = arena_text_of(rq->arena, first.at, first.length);
		contact.last_name = arena_text_of(rq->arena, rest.at, rest.length);
	}
	made = contact_create(rq->tx, &contact);
	if (made == 0)
		return 0;
	record_follow_new(rq, "contacts", made);
	audit_add(rq, &(struct audit){.action = "contact.create", .object_kind = "contact", .object = made});
	return made;
}

static int64_t
make_test_client(struct request *rq)
{
	const struct organisation *organisation = organisation_find(rq->tx);
	const struct client client = {.name = formats_translate(rq->formats, N_("Test client")),
				      .country = organisation == NULL ? "FR" : organisation->country,
				      .test = true};
	int64_t made = client_create(rq->tx, &client);

	record_follow_new(rq, "clients", made);
	audit_add(rq, &(struct audit){.action = "client.create", .object_kind = "client", .object = made});
	return made;
}

struct reply
client_test(struct request *rq)
{
	const struct client *there = client_for_test(rq->tx, rq->viewer);
	int64_t client = there == NULL ? make_test_client(rq) : there->id;
	int64_t contact = own_contact(rq);
	struct doc *document;

	if (contact == 0)
		return reply_refusal(rq, 409, N_("A contact in the recycle bin has this address."));
	if (!place_exists(rq->tx, client, contact)) {
		client_add_contact(rq->tx, client, contact, NULL);
		audit_add(rq,
			  &(struct audit){.action = "client.contact_add", .object_kind = "client", .object = client});
	}
	document = client_doc(rq, client_find(rq->tx, rq->viewer, client));
	return reply_done(rq, doc_get_text(document, "href"),
			  N_("Here you are as a client. Sign in to the portal with your own address to try it."),
			  document);
}
