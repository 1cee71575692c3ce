/* waiting_store_test: the counts of the staff's home are bounded, and only for staff. */
#include "console/waiting.h"

#include "base/arena.h"
#include "base/test.h"
#include "clients/clients.h"
#include "core/tables_test.h"
#include "db/db_testing.h"
#include "outbox/outbox.h"

static const struct viewer staff = {.kind = VIEWER_STAFF, .staff = 1, .theme = ""};
static const struct viewer client = {.kind = VIEWER_CLIENT, .contact = 1, .client = 1, .theme = ""};

static void
make_tables(struct db *db, struct arena *arena)
{
	const struct access_rule *const rules[] = {outbox.access, clients.access};
	const size_t counts[] = {outbox.access_count, clients.access_count};

	access_start(rules, counts, 2);
	tables_make(db, arena);
}

static void
fail_messages(struct tx *tx, void *data)
{
	const int64_t *count = data;

	for (int64_t i = 1; i <= *count; i++)
		db_run(tx,
		       "insert into message (id, channel, state, kind, to_address, body_text, message_id, secret, "
		       "try_count, created_at) values ($1, 'mail', 'failed', 'x', 'a@b.fr', '', '', 0, 1, 0)",
		       db_int(i));
	db_run(tx, "insert into job (id, kind, payload, run_at, dead, added_at) values (1, 'x', '{}', 0, 1, 0)");
}

static void
add_test_client(struct tx *tx, void *data)
{
	(void)data;
	db_run(tx, "insert into company (id, name, legal_name, country, colour, invoice_prefix, credit_prefix, "
		   "payment_days, created_at, version) values (1, 'A', 'A', 'FR', '#000000', 'F', 'A', 30, 0, 1)");
	db_run(tx,
	       "insert into client (id, number, kind, name, name_key, company_id, country, test, created_at, version) "
	       "values (9, 'C-1', 'company', 'Me', 'me', 1, 'FR', 1, 0, 1)");
}

TEST_BOTH_ENGINES_WITH(make_tables, what_waits_is_counted_up_to_the_limit)
{
	int64_t many = WAITING_LIMIT + 5;
	struct tx *tx;

	assert_int_equal(db_write(db, arena, fail_messages, &many), DB_FINE);
	tx = db_read(db, arena);
	assert_int_equal(waiting_messages(tx, &staff), WAITING_LIMIT);
	assert_int_equal(waiting_messages(tx, &client), 0);
	assert_int_equal(waiting_jobs(tx), 1);
	assert_int_equal(tx_trouble(tx), DB_FINE);
	db_read_end(tx);
}

TEST_BOTH_ENGINES_WITH(make_tables, the_test_client_is_found_when_there_is_one)
{
	struct tx *tx = db_read(db, arena);

	assert_int_equal(test_client_find(tx, &staff), 0);
	db_read_end(tx);
	assert_int_equal(db_write(db, arena, add_test_client, NULL), DB_FINE);
	tx = db_read(db, arena);
	assert_int_equal(test_client_find(tx, &staff), 9);
	assert_int_equal(tx_trouble(tx), DB_FINE);
	db_read_end(tx);
}
