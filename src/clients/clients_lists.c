/* clients_lists: the lists of clients and contacts are those of all modules, with what only this feature knows. */
#include "clients/client.h"
#include "clients/client_form.h"
#include "clients/client_group_form.h"
#include "clients/contact_form.h"
#include "clients/handlers.h"
#include "clients/keepers.h"
#include "clients/list_store.h"
#include "core/house.h"
#include "core/page.h"
#include "records/record_list.h"
#include "records/record_order.h"
#include "rights/held.h"

/* ---- clients ---- */

struct reply
client_list(struct request *rq)
{
	return record_list_of(rq, client_keeper.module);
}

static const char *const client_fields[] = {"number", "city", "kind", NULL};

enum { OWN_COLUMNS = 3, COLUMNS_MOST = 8 };

static const struct record_order member_order = {
	.table = "client_tally", .id = "client_tally.client_id", .value = "client_tally.member_count"};

/* Whether who asks has the column of a feature above. */
static bool
has_column(const struct access *access, const struct client_column *column)
{
	return column != NULL && (column->permission == NULL || permission_is_held(access->plan->rights, access->viewer,
										   access->moment, column->permission));
}

/* Who serves a client is only worth saying where there are several; what features above know comes last. */
static const struct keeper_column *
columns_of(struct tx *tx, const struct access *access, bool in_file)
{
	static const struct keeper_column own[OWN_COLUMNS] = {
		{.name = "company", .label = N_("Served by")},
		{.name = "groups", .label = N_("Groups")},
		{.name = "member_count", .label = N_("Members"), .number = true, .order = &member_order},
	};
	const struct house *house = access->house;
	struct keeper_column *columns = arena_make_array(tx_arena(tx), struct keeper_column, COLUMNS_MOST + 1);
	size_t company_count, count = 0;

	company_names(tx, &company_count);
	for (size_t i = company_count > 1 ? 0 : 1; i < OWN_COLUMNS; i++)
		columns[count++] = own[i];
	for (size_t f = 0; f < house->feature_count && count < COLUMNS_MOST; f++) {
		const struct client_column *column = house->features[f]->client_column;

		if (has_column(access, column))
			columns[count++] = (struct keeper_column){
				.name = column->name,
				.label = in_file && column->file_label != NULL ? column->file_label : column->label,
				.number = true,
				.optional = column->optional,
				.order = column->order,
			};
	}
	return columns;
}

static const struct access *
clients_access(struct request *rq)
{
	return record_access(rq, module_named(rq->rights->catalogue, client_keeper.module));
}

static const struct keeper_column *
client_columns(struct request *rq)
{
	return columns_of(rq->tx, clients_access(rq), false);
}

static const struct keeper_column *
client_file_columns(struct tx *tx, const struct access *access)
{
	return columns_of(tx, access, true);
}

static void
add_counts(struct tx *tx, const struct access *access, bool in_file, const int64_t *ids, struct doc *const *rows,
	   size_t count)
{
	const struct house *house = access->house;

	for (size_t f = 0; f < house->feature_count; f++) {
		const struct client_column *column = house->features[f]->client_column;
		int64_t *counts = arena_make_array(tx_arena(tx), int64_t, count);

		if (!has_column(access, column))
			continue;
		column->count(tx, access->viewer, ids, counts, count);
		for (size_t i = 0; i < count; i++)
			if (column->show != NULL && !in_file)
				column->show(rows[i], column->name, counts[i]);
			else
				doc_set_int(rows[i], column->name, counts[i]);
	}
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

/* All but the groups. */
static void
add_facts(struct tx *tx, const struct access *access, bool in_file, const int64_t *ids, struct doc *const *rows,
	  size_t count)
{
	size_t found;
	const struct client_fact *facts = client_facts(tx, access->viewer, ids, count, &found);

	for (size_t i = 0; i < count; i++)
		for (size_t f = 0; f < found; f++)
			if (facts[f].id == ids[i]) {
				doc_set_text(rows[i], "company", facts[f].company);
				doc_set_int(rows[i], "contact_count", facts[f].contact_count);
				doc_set_int(rows[i], "staff_count", facts[f].staff_count);
				doc_set_int(rows[i], "member_count", facts[f].contact_count + facts[f].staff_count);
				doc_set_instant(rows[i], "archived_at", facts[f].archived_at);
			}
	add_counts(tx, access, in_file, ids, rows, count);
}

static void
fill_clients(struct request *rq, const int64_t *ids, struct doc *const *rows, size_t count)
{
	size_t group_count;
	const struct client_in_group *groups = clients_in_groups(rq->tx, rq->viewer, ids, count, &group_count);

	for (size_t i = 0; i < count; i++)
		add_groups(rq, rows[i], ids[i], groups, group_count);
	add_facts(rq->tx, clients_access(rq), false, ids, rows, count);
}

static void
fill_client_file(struct tx *tx, const struct access *access, const int64_t *ids, struct doc *const *rows, size_t count)
{
	size_t group_count;
	const struct client_in_group *groups = clients_in_groups(tx, access->viewer, ids, count, &group_count);

	for (size_t i = 0; i < count; i++) {
		struct builder text = builder_new(tx_arena(tx), 0);

		for (size_t g = 0; g < group_count; g++)
			if (groups[g].client_id == ids[i])
				build_printf(&text, "%s%s", text.length == 0 ? "" : "; ", groups[g].name);
		doc_set_text(rows[i], "groups", builder_text(&text));
	}
	add_facts(tx, access, true, ids, rows, count);
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
	doc_set_null(page, "client_drafts");
	for (size_t i = 0; first && i < rq->house->feature_count; i++)
		if (rq->house->features[i]->client_list != NULL)
			rq->house->features[i]->client_list(rq, page);
}

/* ---- what it may be asked ---- */

static void
add_answer(struct doc *list, const char *value, const char *label)
{
	struct doc *option = doc_add_object(list);

	doc_set_text(option, "value", value);
	doc_set_word(option, "label", value, label);
}

static void
archive_answers(struct request *rq, struct doc *list)
{
	(void)rq;
	add_answer(list, "only", N_("Archived"));
	add_answer(list, "also", N_("Archived ones too"));
}

static void
group_answers(struct request *rq, struct doc *list)
{
	client_group_options(rq, list);
	add_answer(list, "none", N_("In no group"));
}

static const struct keeper_question client_questions[] = {
	{"in_group", N_("Group"), N_("All groups"), &client_read, group_answers, clients_in_group},
	{"archived", N_("Archived or not"), N_("Not archived"), NULL, archive_answers, clients_archived},
	{NULL},
};

const struct keeper_pages client_pages = {
	.home = "/console/clients",
	.read = &client_read,
	.given = &client_sheet,
	.form = "/console/client-drafts/new",
	.write = &client_write,
	.list = "client_list",
	.fields = client_fields,
	.columns = client_columns,
	.fill_rows = fill_clients,
	.file_columns = client_file_columns,
	.fill_file = fill_client_file,
	.fill = fill_client_list,
	.bulk = client_bulk,
	.questions = client_questions,
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

static void
client_answers(struct request *rq, struct doc *list)
{
	(void)rq;
	add_answer(list, "none", N_("Without a client"));
}

static const struct keeper_question contact_questions[] = {
	{"client", N_("Client"), N_("With or without a client"), &client_read, client_answers, contacts_without_client},
	{NULL},
};

const struct keeper_pages contact_pages = {
	.home = "/console/contacts",
	.read = &client_read,
	.given = &client_sheet,
	.list = "contact_list",
	.fields = contact_fields,
	.columns = contact_columns,
	.fill_rows = fill_contacts,
	.questions = contact_questions,
};
