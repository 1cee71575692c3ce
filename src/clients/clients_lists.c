/* clients_lists: the lists of clients and contacts are those of all modules, with what only this feature knows. */
#include "clients/client.h"
#include "clients/client_form.h"
#include "clients/client_group_form.h"
#include "clients/contact_form.h"
#include "clients/handlers.h"
#include "clients/keepers.h"
#include "clients/list_store.h"
#include "core/page.h"
#include "records/record_list.h"

/* ---- clients ---- */

struct reply
client_list(struct request *rq)
{
	return record_list_of(rq, client_keeper.module);
}

static const char *const client_fields[] = {"number", "city", "kind", "phone", NULL};

/* Who serves a client is only worth saying where there are several. */
static const struct keeper_column *
client_columns(struct request *rq)
{
	static const struct keeper_column columns[] = {
		{"company", N_("Served by"), false},
		{"groups", N_("Groups"), false},
		{"contact_count", N_("Contacts"), true},
		{NULL},
	};
	size_t company_count;

	company_names(rq->tx, &company_count);
	return company_count > 1 ? columns : columns + 1;
}

static void
add_groups(struct request *rq, struct doc *row, int64_t client, const struct client_in_group *groups, size_t count)
{
	struct doc *list = doc_set_list(row, "groups");

	for (size_t i = 0; i < count; i++)
		if (groups[i].client_id == client) {
			struct doc *group = doc_add_object(list);

			doc_set_id(group, "id", groups[i].group_id);
			doc_set_text(group, "href", client_group_path(rq, groups[i].group_id, ""));
			doc_set_text(group, "text", groups[i].name);
		}
}

static void
fill_clients(struct request *rq, const int64_t *ids, struct doc *const *rows, size_t count)
{
	size_t found, group_count;
	const struct client_fact *facts = client_facts(rq->tx, rq->viewer, ids, count, &found);
	const struct client_in_group *groups = clients_in_groups(rq->tx, rq->viewer, ids, count, &group_count);

	for (size_t i = 0; i < count; i++) {
		add_groups(rq, rows[i], ids[i], groups, group_count);
		for (size_t f = 0; f < found; f++)
			if (facts[f].id == ids[i]) {
				doc_set_text(rows[i], "company", facts[f].company);
				doc_set_int(rows[i], "contact_count", facts[f].contact_count);
			}
	}
}

/* At the head of the first page; what is looked for hides it. */
static void
fill_client_list(struct request *rq, struct doc *page)
{
	bool reads = viewer_may(rq->viewer, &client_read);
	bool first = text_empty(form_text(rq->form, "q")) && !page_cursor(rq).given;
	const struct client *test = reads && first ? client_for_test(rq->tx, rq->viewer) : NULL;

	doc_set_null(page, "test_client");
	if (test != NULL)
		doc_set(page, "test_client", client_doc(rq, test));
	doc_set_bool(page, "may_make_test_client",
		     first && test == NULL && reads && viewer_may(rq->viewer, &client_write));
}

const struct keeper_pages client_pages = {
	.home = "/console/clients",
	.read = &client_read,
	.form = "/console/clients/new",
	.write = &client_write,
	.list = "client_list",
	.fields = client_fields,
	.columns = client_columns,
	.fill_rows = fill_clients,
	.fill = fill_client_list,
};

/* ---- contacts ---- */

struct reply
contact_list(struct request *rq)
{
	return record_list_of(rq, contact_keeper.module);
}

static const char *const contact_fields[] = {"email", "mobile", NULL};

static const struct keeper_column *
contact_columns(struct request *rq)
{
	static const struct keeper_column columns[] = {
		{"clients", N_("Clients"), false},
		{"sign_in", N_("Sign-in"), false},
		{NULL},
	};

	(void)rq;
	return columns;
}

/* The first of the contact's clients by name; behind them how many there are besides. */
static void
add_clients(struct request *rq, struct doc *row, int64_t contact, const struct contact_client *places, size_t count)
{
	struct doc *list = doc_set_list(row, "clients");
	int more = 0;

	for (size_t i = 0; i < count; i++) {
		struct doc *client;

		if (places[i].contact_id != contact)
			continue;
		client = doc_add_object(list);
		doc_set_id(client, "id", places[i].client_id);
		doc_set_text(client, "href", client_path(rq, places[i].client_id, ""));
		doc_set_text(client, "text", places[i].name);
		more = places[i].client_count - CLIENTS_OF_CONTACT;
	}
	if (more > 0) {
		struct doc *rest = doc_add_object(list);

		doc_set_text(rest, "href", contact_path(rq, contact, ""));
		doc_set_text(rest, "text", arena_printf(rq->arena, "+%d", more));
	}
}

static void
fill_contacts(struct request *rq, const int64_t *ids, struct doc *const *rows, size_t count)
{
	size_t found, place_count;
	const struct contact_fact *facts = contact_facts(rq->tx, rq->viewer, ids, count, &found);
	const struct contact_client *places = contact_clients(rq->tx, rq->viewer, ids, count, &place_count);

	for (size_t i = 0; i < count; i++) {
		add_clients(rq, rows[i], ids[i], places, place_count);
		for (size_t f = 0; f < found; f++)
			if (facts[f].id == ids[i])
				contact_set_badge(rows[i], "sign_in",
						  &(struct contact){.email = facts[f].email,
								    .blocked_at = facts[f].blocked_at,
								    .held = facts[f].held});
	}
}

const struct keeper_pages contact_pages = {
	.home = "/console/contacts",
	.read = &client_read,
	.list = "contact_list",
	.fields = contact_fields,
	.columns = contact_columns,
	.fill_rows = fill_contacts,
};
