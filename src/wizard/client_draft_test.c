/* client_draft_test: a draft is its maker's, is over once, and forgets who is erased. */
#include "base/arena.h"
#include "base/id.h"
#include "base/instant.h"
#include "base/test.h"
#include "clients/clients.h"
#include "db/db_testing.h"
#include "rights/rights_world_test.h"
#include "wizard/client_draft_store.h"
#include "wizard/wizard.h"

static void
live(struct tx *tx, void *data)
{
	int64_t draft = client_draft_create(tx, EVA), client = 4711;
	const struct client_draft *found;
	size_t count;

	(void)data;
	client_draft_write(tx, draft, "information", "{\"name\":\"Anne\"}");
	client_draft_write(tx, draft, "information", "{\"name\":\"Anne Le Roux\"}");
	assert_null(client_draft_find(tx, BEN, draft));
	found = client_draft_find(tx, EVA, draft);
	assert_string_equal(found->information, "{\"name\":\"Anne Le Roux\"}");
	assert_null(client_draft_step(tx, draft, "contacts"));
	assert_false(client_draft_end(tx, draft, found->version - 1, client));
	assert_true(client_draft_end(tx, draft, found->version, client));
	assert_false(client_draft_end(tx, draft, found->version + 1, client + 1));
	assert_int_equal(client_draft_find(tx, EVA, draft)->client_id, client);
	assert_null(client_draft_step(tx, draft, "information"));
	client_draft_list(tx, EVA, &count);
	assert_int_equal(count, 0);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, a_draft_of_a_client_is_its_makers_and_over_once)
{
	assert_int_equal(db_write(db, arena, live, NULL), DB_FINE);
}

static void
fill(struct tx *tx, void *data)
{
	int64_t draft = 0, first = client_draft_create(tx, EVA);
	size_t count;

	(void)data;
	for (int i = 1; i < DRAFTS_OPEN; i++)
		draft = client_draft_create(tx, EVA);
	assert_int_equal(client_draft_create(tx, EVA), 0);
	assert_true(client_draft_create(tx, BEN) != 0);
	client_draft_remove(tx, draft);
	db_run(tx, "update client_draft set changed_at = changed_at - $1 where id = $2",
	       db_int((int64_t)(DRAFT_DAYS + 1) * DAY_MS), db_int(first));
	client_draft_list(tx, EVA, &count);
	assert_int_equal(count, DRAFTS_OPEN - 2);
	assert_null(client_draft_find(tx, EVA, first));
	client_drafts_forget(tx);
	assert_int_equal(db_get_int(tx, 0, "select count(*) from client_draft where id = $1", db_int(first)), 0);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, drafts_of_clients_are_not_many_and_not_old)
{
	assert_int_equal(db_write(db, arena, fill, NULL), DB_FINE);
}

static void
erase(struct tx *tx, void *data)
{
	int64_t person = contact_create(tx, &(struct contact){.last_name = "Sorel", .email = "anne@exemple.example"});
	int64_t by_address = client_draft_create(tx, EVA), by_id = client_draft_create(tx, BEN);
	int64_t other = client_draft_create(tx, EVA);
	struct doc *told = doc_object(tx_arena(tx));
	char id[ID_LENGTH + 1];

	(void)data;
	id_print(id, person);
	client_draft_write(tx, by_address, "contacts", "{\"contacts.0.email\":\"Anne@exemple.example\"}");
	client_draft_write(tx, by_id, "contacts", arena_printf(tx_arena(tx), "{\"contacts.0.contact\":\"%s\"}", id));
	client_draft_write(tx, other, "contacts", "{\"contacts.0.email\":\"annette@exemple.example\"}");
	wizard.export_person(tx, person, told);
	assert_int_equal(doc_count(doc_get_list(told, "client_drafts")), 2);
	wizard.erase_person(tx, person);
	assert_string_equal(client_draft_step(tx, by_address, "contacts"), "{}");
	assert_string_equal(client_draft_step(tx, by_id, "contacts"), "{}");
	assert_string_equal(client_draft_step(tx, other, "contacts"),
			    "{\"contacts.0.email\":\"annette@exemple.example\"}");
}

TEST_BOTH_ENGINES_WITH(rights_world_make, who_is_erased_is_in_no_draft_of_a_client)
{
	assert_int_equal(db_write(db, arena, erase, NULL), DB_FINE);
}
