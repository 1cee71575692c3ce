/* door_rules_test: the rules of access that are written into statements hold back what is another client's, unsent or
 * removed: each, switched off, is noticed by who asks the table, and those of the portal by who looks at its pages. */
#include "app/door_gate_test.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/test.h"
#include "core/feature.h"
#include "db/db_testing.h"

#include <inttypes.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define INVOICE                                                                                                        \
	"insert into invoice (id, company_id, client_id, kind, state, number, issued_on, due_on, currency, net, tax, " \
	"total, paid, credited, rest, created_at, version) values "
#define AMOUNTS "20000, 20001, 'EUR', 100, 20, 120, 0, 0, 120, 0, 1)"

enum { MINE = 400, DRAFT, THEIRS, NOTICE = 410, THEIR_NOTICE };

/* Something in every table: mine, the other client's, and what is removed. */
static struct gate
filled_gate(struct db *db, struct arena *arena)
{
	static const char *const statements[] = {
		INVOICE "(400, 300, 301, 'invoice', 'issued', 'MINE-1', " AMOUNTS,
		INVOICE "(401, 300, 301, 'invoice', 'draft', null, " AMOUNTS,
		INVOICE "(402, 300, 302, 'invoice', 'issued', 'THEIRS-1', " AMOUNTS,
		"insert into invoice_line (invoice_id, position, label, quantity, unit_price, tax_rate, net) "
		"select id, 1, 'Work', 1, 1, 2000, 100 from invoice",
		"insert into invoice_tax (invoice_id, tax_rate, net, tax) select id, 2000, 100, 20 from invoice",
		"insert into payment (id, invoice_id, paid_on, amount, method, created_at) "
		"select id, id, 20000, 1, 'card', 0 from invoice",
		"insert into client_due (client_id, currency, rest, invoice_count) "
		"values (301, 'EUR', 120, 1), (302, 'EUR', 98765, 1)",
		"insert into notification (id, client_id, kind, object_id, title, created_at) "
		"values (410, 301, 'invoice.issued', 400, 'MINE-1', 0), (411, 302, 'invoice.issued', 402, 'THEIRS-1', 0)",
		"insert into notification_read (contact_id, client_id, upto_id) values (310, 302, 411)",
		"insert into client (id, number, kind, name, name_key, company_id, country, test, created_at, "
		"deleted_at, version) values (303, 'gone', 'company', 'gone', 'gone', 300, 'FR', 0, 0, 1, 1)",
		"insert into contact (id, first_name, last_name, name_key, theme, created_at, deleted_at, version) "
		"values (311, '', 'Gone', 'gone', '', 0, 1, 1)",
		"insert into message (id, channel, state, kind, to_address, body_text, message_id, secret, try_count, "
		"created_at) values (420, 'mail', 'sent', 'x', 'a@example.fr', '', '', 0, 1, 0)",
		"insert into webhook (id, name, url, staff_id, modules, events, state, secret, failure_count, "
		"rest_until, busy_until, created_at, created_by, version) select 421, 'Books', 'https://example.fr/', "
		"101, '', '|created|', 'active', token_hash, 0, 0, 0, 0, 101, 1 from api_token where id = 101",
		"insert into webhook_delivery (id, webhook_id, message_id, kind, happened_at, state, urgent, "
		"attempt_count, next_at) values (422, 421, 422, 'created', 0, 'waiting', 0, 0, 0)",
		"insert into egress_host (id, host, created_at, created_by) values (423, 'example.fr', 0, 101)",
		"update portal_button set shown = 0 where id = 2",
		"insert into device (id, contact_id, token_hash, created_at, seen_at, expires_at) "
		"select 424, 310, token_hash, 0, 0, 1 from api_token where id = 101",
		"insert into sign_in (id, browser_hash, purpose, portal_id, email, channel, tries, sent_count, sent_at, "
		"expires_at, remember, created_at) select 425, token_hash, 'sign_in', 320, 'anne@example.fr', 'mail', "
		"0, 1, 0, 1, 0, 0 from api_token where id = 101",
	};
	struct gate gate = gate_of(db, arena);

	for (size_t i = 0; i < COUNT(statements); i++)
		world_run(&gate.world, statements[i]);
	door_forget_rights(gate.door);
	return gate;
}

/* ---- each rule, asked itself ---- */

static const struct viewer client = {
	.kind = VIEWER_CLIENT, .contact = GATE_CONTACT, .client = GATE_CLIENT, .theme = ""};
static const struct viewer staff = {.kind = VIEWER_STAFF, .staff = EVA, .profile = PROFILE_ADMINISTRATOR, .theme = ""};

/* What is written into a statement lives as long as the program, and so does the statement. */
static const char *
counting(const char *table)
{
	static struct arena *texts;

	if (texts == NULL)
		texts = arena_new(0);
	return arena_printf(texts, "select count(*) from %s where ({%s} or $1 < 0)", table, table);
}

static int64_t
count_seen(const struct gate *gate, const struct viewer *viewer, const char *sql)
{
	struct arena *arena = arena_new(0);
	struct tx *tx = db_read(gate->world.db, arena);
	int64_t count = db_get_int(tx, -1, access_sql(viewer, sql), access_client(viewer));

	db_read_end(tx);
	arena_free(arena);
	return count;
}

/* False: nothing is in the table, as long as somebody else is making it. */
static bool
try_rule(const struct gate *gate, const struct viewer *viewer, const char *table, const char *condition)
{
	const char *sql = counting(table), *asked = condition == NULL ? "1 = 0" : condition;
	int64_t all = counted((struct world *)(uintptr_t)&gate->world,
			      arena_printf(gate->arena, "select count(*) from %s", table));
	int64_t seen = count_seen(gate, viewer, sql);

	if (condition != NULL && strcmp(condition, "1 = 1") == 0)
		return seen == all;
	if (all == 0)
		return false;
	if (seen >= all)
		fail_msg("of %s, %" PRId64 " of %" PRId64 " are seen: what does its rule hold back?", table, seen, all);
	db_without(gate->world.db, asked, table);
	seen = count_seen(gate, viewer, sql);
	assert_true(db_with_all(gate->world.db) > 0);
	if (seen != all)
		fail_msg("without its rule %" PRId64 " of %" PRId64 " of %s are seen", seen, all, table);
	return true;
}

TEST_BOTH_ENGINES_WITH(rights_world_make, each_rule_of_access_holds_something_back)
{
	struct gate gate = filled_gate(db, arena);
	const struct house *house = door_house(gate.door);
	size_t tried = 0;

	for (size_t f = 0; f < house->feature_count; f++)
		for (size_t i = 0; i < house->features[f]->access_count; i++) {
			const struct access_rule *rule = &house->features[f]->access[i];

			tried += try_rule(&gate, &staff, rule->table, rule->staff);
			tried += try_rule(&gate, &client, rule->table, rule->client);
		}
	assert_true(tried >= 40);
	assert_int_equal(count_seen(&gate, &(struct viewer){.kind = VIEWER_NOBODY}, counting("invoice")), 0);
	rights_free(gate.world.rights);
}

/* ---- the pages of the portal ---- */

/* All that a client reads, of their own and where they try another's. */
static const char *
read_all(const struct gate *gate)
{
	static const int64_t ids[] = {MINE, DRAFT, THEIRS};
	struct builder all = builder_new(gate->arena, 0);
	struct door_request request = {.browser = true, .cookie = gate_portal_cookie(gate, GATE_PORTAL_SESSION)};
	const char *paths[] = {"/p/demo/",
			       "/p/demo/invoices",
			       "/p/demo/notifications",
			       "/p/demo/account",
			       "/p/demo/clients",
			       NULL,
			       NULL,
			       NULL};

	for (size_t i = 0; i < COUNT(ids); i++) {
		char text[ID_LENGTH + 1];

		id_print(text, ids[i]);
		paths[5 + i] = arena_printf(gate->arena, "/p/demo/invoices/%s", text);
	}
	for (size_t i = 0; i < COUNT(paths); i++) {
		struct door_answer answer;

		request.path = paths[i];
		answer = door_ask(gate->door, gate->arena, &request);
		build_printf(&all, "%s %d %s\n", paths[i], answer.status, answer.text);
	}
	return builder_text(&all);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, a_client_reads_nothing_that_is_anothers)
{
	static const struct {
		const char *condition, *within, *shown;
	} rules[] = {
		{"invoice.client_id = $1", NULL, "THEIRS-1"},
		{"invoice.state <> 'draft'", NULL, "\"state\":\"draft\""},
		{"notification.client_id = $1", NULL, "THEIRS-1"},
		{"notification_read.client_id = $1", NULL, "\"unread\":false"},
		{"client_due.client_id = $1", NULL, "987.65"},
	};
	struct gate gate = filled_gate(db, arena);
	const char *all = read_all(&gate);

	assert_non_null(strstr(all, "MINE-1"));
	for (size_t i = 0; i < COUNT(rules); i++) {
		const char *more;

		if (strstr(all, rules[i].shown) != NULL)
			fail_msg("%s is shown: %s", rules[i].shown, all);
		db_without(gate.world.db, rules[i].condition, rules[i].within);
		more = read_all(&gate);
		assert_true(db_with_all(gate.world.db) > 0);
		if (strstr(more, rules[i].shown) == NULL)
			fail_msg("without %s nothing changes: %s", rules[i].condition, more);
	}
	rights_free(gate.world.rights);
}
