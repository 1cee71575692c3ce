/* portal_write_test: what portal users write is tied to them, owned by who invited them, and seen by them afterwards;
 * asked of real tables on both engines. */
#include "records/portal_count.h"
#include "records/portal_forced.h"
#include "records/record_world_test.h"

#include "base/arena.h"
#include "base/test.h"
#include "core/weakened_test.h"
#include "db/db_testing.h"

#include <inttypes.h>

enum { ANNE = 501, PAUL, ELAN = 601, BRISE, AGENT = 199 };

#define TICKETS(fields)                                                                                                \
	"{'module': 'tickets', 'tie': 'client', 'link': 'client', 'may': ['create', 'edit', 'delete'], 'layouts': "    \
	"[{'fields': {'subject': 'write', 'client': 'write', 'owner': 'write', " fields "}}]"
#define COMMENTS(fields, narrowed)                                                                                     \
	"{'module': 'comments', 'tie': 'through', 'link': 'ticket', 'may': ['create', 'edit'], 'layouts': "            \
	"[{'fields': {" fields "}}], 'narrowed': " narrowed "}"

/* Anne is invited by Cleo and acts for Élan; a ticket of theirs, and one of Brise's. */
static const char *const rows[] = {
	"insert into company (id, name, legal_name, country, colour, invoice_prefix, credit_prefix, payment_days, "
	"created_at, version) values (1, 'Solaria', 'Solaria', 'FR', '#000000', 'F', 'A', 30, 0, 1)",
	"insert into portal (id, address, name, company_id, created_at) values (1, 'x', 'X', 1, 0)",
	"insert into user_type (id, portal_id, main_module_id, position, is_default, draft, created_at, version) "
	"select 1, 1, id, 1, 1, '{}', 0, 1 from module where name = 'contacts'",
	"insert into portal_user (id, user_type_id, module_id, record_id, invited_by, created_at) select 1, 1, id, 501, "
	"103, 0 from module where name = 'contacts'",
	"insert into staff (id, email, name, profile_id, totp_on, theme, acts_for, created_at, version) values (199, "
	"'client-portal', 'Client portal', 2, 0, '', 'portal', 0, 1)",
	"insert into ticket (id, subject, subject_key, client_id, state, priority, owner_id, created_at, version) values "
	"(1, 'Un', 'un', 601, 'new', 'normal', 102, 0, 1), (2, 'Deux', 'deux', 601, 'open', 'high', 102, 0, 1), "
	"(3, 'Trois', 'trois', 602, 'new', 'normal', 102, 0, 1)",
};

static void
make_portal(struct tx *tx, void *data)
{
	(void)data;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		db_run(tx, rows[i]);
}

static void
publish(struct tx *tx, void *data)
{
	char *text = arena_printf(tx_arena(tx), "{'tabs': [%s]}", (const char *)data);

	for (char *at = text; *at != '\0'; at++)
		if (*at == '\'')
			*at = '"';
	db_run(tx, "update user_type set published = $1", db_text(text));
	db_run(tx, "update catalogue set version = version + 1");
}

static void
publish_tabs(struct world *world, const char *tabs)
{
	world_write(world, publish, (void *)(uintptr_t)tabs);
}

static struct world
portal_world(struct db *db, struct arena *arena, const char *tabs)
{
	struct world world = rights_world(db, arena);

	world_write(&world, make_portal, NULL);
	publish_tabs(&world, tabs);
	return world;
}

/* ---- writing ---- */

static const struct access *
portal_access(struct world *world, int64_t record, int64_t client, const char *module)
{
	struct viewer *viewer = arena_make(world->arena, struct viewer);

	*viewer = (struct viewer){.kind = VIEWER_CLIENT,
				  .contact = record,
				  .record = record,
				  .client = client,
				  .name = "Anne",
				  .theme = ""};
	return access_to(world->arena, NULL, viewer,
			 plan_for(world->rights, viewer, world_module(world, module), &world->moment), &world->moment);
}

struct portal_wish {
	struct world *world;
	const struct access *access;
	const char *const *fields;
	int64_t id;
	struct record_trouble trouble;
	enum record_outcome outcome;
};

static void
grant(struct tx *tx, void *data)
{
	struct portal_wish *wish = data;
	const struct module *module = wish->access->plan->module;
	struct record_draft *draft = record_draft(tx_arena(tx), module);
	const char *error;

	draft->source = SOURCE_PORTAL;
	for (size_t i = 0; wish->fields[i] != NULL; i += 2) {
		const struct field *field = field_named(module, wish->fields[i]);

		draft->given[field->index] = true;
		if (wish->fields[i + 1][0] != '\0')
			assert_true(value_parse(tx_arena(tx), field, wish->fields[i + 1], &draft->cells[field->index],
						&error));
	}
	if (wish->id == 0)
		wish->outcome = record_create(tx, wish->access, draft, &wish->id, &wish->trouble);
	else
		wish->outcome = record_change(tx, wish->access, wish->id, 0, draft, &wish->trouble);
	if (wish->outcome != RECORD_DONE)
		tx_refuse(tx);
}

/* "" when it was written, with its id in *id; else the field that was refused, "?" for none in particular, "absent",
 * "locked". `*id` 0: a new one. */
static const char *
written(struct world *world, const struct access *access, int64_t *id, const char *const *fields)
{
	struct portal_wish wish = {.world = world, .access = access, .fields = fields, .id = *id};
	enum db_trouble trouble = db_write(world->db, world->arena, grant, &wish);

	assert_int_equal(trouble, wish.outcome == RECORD_DONE ? DB_FINE : DB_REFUSED);
	*id = wish.outcome == RECORD_DONE ? wish.id : 0;
	switch (wish.outcome) {
	case RECORD_DONE:
		return "";
	case RECORD_ABSENT:
		return "absent";
	case RECORD_LOCKED:
		return "locked";
	default:
		return wish.trouble.field == NULL ? "?" : arena_text(world->arena, wish.trouble.field->name);
	}
}

static const char *
made_by_anne(struct world *world, const char *module, int64_t *id, const char *const *fields)
{
	*id = 0;
	return written(world, portal_access(world, ANNE, ELAN, module), id, fields);
}

static const char *
changed_by_anne(struct world *world, const char *module, int64_t id, const char *const *fields)
{
	return written(world, portal_access(world, ANNE, ELAN, module), &id, fields);
}

static int64_t
number(struct world *world, const char *expression, const char *table, int64_t id)
{
	return counted(world, arena_printf(world->arena, "select coalesce(max(%s), 0) from %s where id = %" PRId64,
					   expression, table, id));
}

/* ---- whose it is ---- */

TEST_BOTH_ENGINES_WITH(rights_world_make, what_a_portal_user_makes_is_their_clients_and_belongs_to_who_invited_them)
{
	struct world world = portal_world(db, arena, TICKETS("'state': 'read'") "}");
	int64_t id;

	assert_string_equal(made_by_anne(&world, "tickets", &id, FIELDS("subject", "Plus de courant")), "");
	assert_int_equal(number(&world, "client_id", "ticket", id), ELAN);
	assert_int_equal(number(&world, "owner_id", "ticket", id), CLEO);
	assert_int_equal(number(&world, "created_by", "ticket", id), 0);
	assert_string_equal(made_by_anne(&world, "tickets", &id, FIELDS("subject", "x", "client", "00000000000js")),
			    "client");
	assert_string_equal(made_by_anne(&world, "tickets", &id, FIELDS("subject", "x", "owner", "0000000000036")),
			    "owner");
	assert_string_equal(made_by_anne(&world, "tickets", &id, FIELDS("subject", "x", "priority", "urgent")),
			    "priority");
	world_run(&world, "update staff set disabled_at = 1 where id = 103");
	assert_string_equal(made_by_anne(&world, "tickets", &id, FIELDS("subject", "Encore")), "");
	assert_int_equal(number(&world, "owner_id", "ticket", id), AGENT);
	rights_free(world.rights);
}

static int64_t
owner_of_another(struct world *world)
{
	int64_t id;

	assert_string_equal(made_by_anne(world, "tickets", &id, FIELDS("subject", "Encore")), "");
	return number(world, "owner_id", "ticket", id);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, what_a_portal_user_makes_goes_to_the_manager_of_who_invited_them_and_left)
{
	struct world world = portal_world(db, arena, TICKETS("'state': 'read'") "}");

	world_run(&world,
		  "insert into role (id, name, parent_id, created_at, version) values (1, 'Direction', null, 0, 1), "
		  "(2, 'Ventes', 1, 0, 1), (3, 'Nord', 2, 0, 1), (4, 'Sud', 2, 0, 1)");
	world_run(&world,
		  "update staff set role_id = case id when 101 then 1 when 102 then 2 when 103 then 3 else 4 end "
		  "where id <> 199");
	assert_int_equal(owner_of_another(&world), CLEO);
	world_run(&world, "update staff set disabled_at = 1 where id = 103");
	assert_int_equal(owner_of_another(&world), BEN);
	world_run(&world, "update staff set disabled_at = 1 where id = 102");
	assert_int_equal(owner_of_another(&world), EVA);
	world_run(&world, "update staff set disabled_at = 1 where id = 101");
	assert_int_equal(owner_of_another(&world), AGENT);
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, only_who_may_makes_changes_and_deletes)
{
	struct world world = portal_world(
		db, arena,
		"{'module': 'tickets', 'tie': 'client', 'link': 'client', 'layouts': [{'fields': {'subject': 'write'}}]}");
	int64_t id;

	assert_string_equal(made_by_anne(&world, "tickets", &id, FIELDS("subject", "x")), "absent");
	assert_string_equal(changed_by_anne(&world, "tickets", 1, FIELDS("subject", "x")), "absent");
	publish_tabs(&world, TICKETS("'state': 'read'") "}");
	assert_string_equal(changed_by_anne(&world, "tickets", 1, FIELDS("subject", "Une")), "");
	assert_string_equal(changed_by_anne(&world, "tickets", 3, FIELDS("subject", "x")), "absent");
	assert_string_equal(changed_by_anne(&world, "tickets", 1, FIELDS("state", "closed")), "state");
	world_run(&world, "update ticket set approval = 'waiting' where id = 1");
	assert_string_equal(changed_by_anne(&world, "tickets", 1, FIELDS("subject", "x")), "locked");
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, what_leads_to_another_tab_is_chosen_among_what_they_see)
{
	static const char narrowed[] = "{'all': [{'field': 'internal', 'comparison': 'is', 'values': [true]}]}";
	struct world world = portal_world(
		db, arena, TICKETS("'state': 'read'") "}, " COMMENTS("'text': 'write', 'ticket': 'write'", "null"));
	const char *theirs = "0000000000001", *others = "0000000000003";
	int64_t id;

	assert_string_equal(made_by_anne(&world, "comments", &id, FIELDS("text", "Merci", "ticket", theirs)), "");
	assert_int_equal(number(&world, "owner_id", "comment", id), CLEO);
	assert_string_equal(made_by_anne(&world, "comments", &id, FIELDS("text", "x", "ticket", others)), "ticket");
	WITHOUT(CHECK_CHOSEN,
		assert_string_equal(made_by_anne(&world, "comments", &id, FIELDS("text", "x", "ticket", others)),
				    "ticket"));
	assert_string_equal(made_by_anne(&world, "comments", &id, FIELDS("text", "x")), "ticket");
	publish_tabs(&world, arena_printf(arena, "%s}, " COMMENTS("'text': 'write', 'ticket': 'write'", "%s"),
					  TICKETS("'state': 'read'"), narrowed));
	assert_string_equal(made_by_anne(&world, "comments", &id, FIELDS("text", "Oui", "ticket", theirs)), "");
	assert_int_equal(number(&world, "internal", "comment", id), 1);
	publish_tabs(&world, TICKETS("'state': 'read'") "}, " COMMENTS("'text': 'write', 'ticket': 'read'", "null"));
	assert_string_equal(made_by_anne(&world, "comments", &id, FIELDS("text", "x", "ticket", theirs)), "absent");
	rights_free(world.rights);
}

/* ---- what they would not see ---- */

TEST_BOTH_ENGINES_WITH(rights_world_make, nobody_writes_what_they_would_not_see)
{
	static const char tab[] = "%s, 'narrowed': {'all': [{'field': 'state', 'comparison': 'is', 'values': ['new']}, "
				  "{'field': 'priority', 'comparison': '%s', 'values': ['%s']}]}}";
	static const char fields[] = TICKETS("'state': 'write'");
	struct world world = portal_world(db, arena, arena_printf(arena, tab, fields, "is", "high"));
	int64_t id;

	assert_string_equal(made_by_anne(&world, "tickets", &id, FIELDS("subject", "Vite")), "");
	assert_int_equal(number(&world, "case when priority = 'high' then 1 else 0 end", "ticket", id), 1);
	assert_string_equal(changed_by_anne(&world, "tickets", id, FIELDS("state", "closed")), "state");
	assert_string_equal(made_by_anne(&world, "tickets", &id, FIELDS("subject", "x", "state", "open")), "state");
	WITHOUT(CHECK_STILL_SEEN,
		assert_string_equal(made_by_anne(&world, "tickets", &id, FIELDS("subject", "x", "state", "open")), ""));
	publish_tabs(&world, arena_printf(arena, tab, fields, "is_not", "normal"));
	assert_string_equal(made_by_anne(&world, "tickets", &id, FIELDS("subject", "x")), "?");
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, what_is_missing_and_not_shown_is_not_named)
{
	struct world world =
		portal_world(db, arena, TICKETS("'state': 'read'") "}, " COMMENTS("'ticket': 'write'", "null"));
	int64_t id;

	assert_string_equal(made_by_anne(&world, "comments", &id, FIELDS("ticket", "0000000000001")), "?");
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, what_comes_from_the_portal_waits_where_a_module_says_so)
{
	static const char waits[] = "case when review = 'waiting' then 1 else 0 end";
	struct world world = portal_world(db, arena, TICKETS("'state': 'read'") "}");
	int64_t id;

	assert_string_equal(made_by_anne(&world, "tickets", &id, FIELDS("subject", "Un")), "");
	assert_int_equal(number(&world, waits, "ticket", id), 0);
	world_run(&world, "insert into review_rule (module_id, from_import, from_api, from_portal, version) select id, "
			  "0, 0, 1, 1 from module where name = 'tickets'");
	world_run(&world, "update catalogue set version = version + 1");
	assert_string_equal(made_by_anne(&world, "tickets", &id, FIELDS("subject", "Deux")), "");
	assert_int_equal(number(&world, waits, "ticket", id), 1);
	world_run(&world,
		  "insert into approval_rule (id, module_id, name, condition, on_create, on_change, paused, "
		  "position, created_at, version) select 7, id, 'Big', '{\"all\": [{\"field\": \"subject\", "
		  "\"comparison\": \"is\", \"values\": [\"Gros\"]}]}', 1, 1, 0, 1, 1, 1 from module where name = "
		  "'tickets'");
	world_run(&world, "update catalogue set version = version + 1");
	assert_string_equal(made_by_anne(&world, "tickets", &id, FIELDS("subject", "Gros")), "");
	assert_int_equal(number(&world, "case when approval = 'waiting' then 1 else 0 end", "ticket", id), 1);
	assert_string_equal(changed_by_anne(&world, "tickets", id, FIELDS("subject", "Petit")), "locked");
	rights_free(world.rights);
}

/* ---- files, staff, counts ---- */

TEST_BOTH_ENGINES_WITH(rights_world_make, a_file_that_another_portal_user_sent_cannot_be_taken)
{
	struct world world = portal_world(db, arena, TICKETS("'state': 'read'") "}");
	int64_t id;

	add_field(&world, "tickets", "paper", FIELD_FILE, NULL);
	publish_tabs(&world, TICKETS("'paper': 'write'") "}");
	world_run(&world,
		  "insert into record_file (id, module_id, record_id, field_id, blob, name, type, size, created_at, "
		  "sender_id) select 81, module_id, 0, id, 'x', 'x', 'text/plain', 1, 0, 502 from field where "
		  "name = 'paper'");
	assert_string_equal(made_by_anne(&world, "tickets", &id, FIELDS("subject", "x", "paper", "000000000002h")),
			    "paper");
	WITHOUT(CHECK_FILE,
		assert_string_equal(
			made_by_anne(&world, "tickets", &id, FIELDS("subject", "x", "paper", "000000000002h")), ""));
	world_run(&world, "update record_file set record_id = 0, sender_id = 501");
	assert_string_equal(made_by_anne(&world, "tickets", &id, FIELDS("subject", "x", "paper", "000000000002h")), "");
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, tabs_are_counted_together_as_each_by_itself)
{
	static const char tabs[] =
		"{'module': 'tickets', 'tie': 'client', 'link': 'client', 'layouts': [{}], 'narrowed': {'all': [{'field': "
		"'state', 'comparison': 'is', 'values': ['new', 'open']}]}}, {'module': 'comments', 'tie': 'through', "
		"'link': 'ticket', 'layouts': [{}], 'narrowed': {'all': [{'field': 'text', 'comparison': 'is', 'values': "
		"['a']}]}}, {'module': 'tasks', 'tie': 'record', 'link': 'contact', 'layouts': [{}]}";
	struct world world = portal_world(db, arena, tabs);
	const struct access *of[3];
	struct tx *tx;
	int64_t *counts;

	world_run(&world,
		  "insert into comment (id, text, text_key, ticket_id, internal, created_at, version) values (1, "
		  "'a', 'a', 1, 0, 0, 1), (2, 'b', 'b', 1, 0, 0, 1), (3, 'a', 'a', 3, 0, 0, 1)");
	of[0] = portal_access(&world, ANNE, ELAN, "tickets");
	of[1] = portal_access(&world, ANNE, ELAN, "comments");
	of[2] = portal_access(&world, ANNE, ELAN, "tasks");
	tx = db_read(db, arena);
	counts = portal_counts(tx, of, 3, 100);
	assert_int_equal(tx_trouble(tx), DB_FINE);
	assert_int_equal(counts[0], 2);
	assert_int_equal(counts[1], 1);
	assert_int_equal(counts[2], 0);
	assert_int_equal(portal_counts(tx, of, 1, 1)[0], 1);
	db_read_end(tx);
	rights_free(world.rights);
}
