/* refusal_test: every reason not to invite somebody, alone and among many; who has a place and who has none. */
#include "invitations/bulk_work.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/instant.h"
#include "base/test.h"
#include "core/house_test.h"
#include "core/weakened_test.h"
#include "db/db_testing.h"
#include "invitations/invitation.h"
#include "invitations/refusal_fact.h"
#include "invitations/user_list.h"
#include "portal_users/portal_users.h"
#include "rights/rights_world_test.h"
#include "switches/switches.h"

#include <inttypes.h>
#include <string.h>

TEST(the_first_reason_that_applies_is_told)
{
	struct refusal_fact fine = {
		.found = true, .portal_sees = true, .email = "a@b.fr", .supported = true, .consents = true};
	struct refusal_fact fact = fine;

	assert_int_equal(refusal_of(&fine, false, false, 1), REFUSAL_FINE);
	assert_int_equal(refusal_of(&fine, false, false, 0), REFUSAL_QUOTA);
	fact.declined = fact.bounced = fact.invited = fact.twice = true;
	assert_int_equal(refusal_of(&fact, false, false, 0), REFUSAL_QUOTA); /* invited to another user type */
	fact.counted = true;
	assert_int_equal(refusal_of(&fact, false, false, 0), REFUSAL_FINE);
	assert_int_equal(refusal_of(&fact, true, false, 1), REFUSAL_DECLINED);
	fact.declined = false;
	assert_int_equal(refusal_of(&fact, true, false, 1), REFUSAL_BOUNCED);
	fact.bounced = false;
	assert_int_equal(refusal_of(&fact, true, false, 1), REFUSAL_INVITED);
	assert_int_equal(refusal_of(&fact, true, true, 1), REFUSAL_TWICE);
	fact.invited_since = true;
	assert_int_equal(refusal_of(&fact, true, true, 1), REFUSAL_INVITED);
	fact.own_domain = fact.blocked_domain = true;
	fact.supported = false;
	assert_int_equal(refusal_of(&fact, true, true, 1), REFUSAL_OWN_DOMAIN);
	fact.email = NULL;
	assert_int_equal(refusal_of(&fact, true, true, 1), REFUSAL_NO_ADDRESS);
	fact.without_client = true;
	assert_int_equal(refusal_of(&fact, true, true, 1), REFUSAL_NO_CLIENT);
	fact.in_bin = true;
	assert_int_equal(refusal_of(&fact, true, true, 1), REFUSAL_BIN);
	fact.found = false;
	assert_int_equal(refusal_of(&fact, true, true, 1), REFUSAL_ABSENT);
}

TEST(an_address_has_plain_characters)
{
	static const char *const bad[] = {"o'neil@x.fr", "é@x.fr", "a b@x.fr", "a@x",
					  "a@@x.fr",	 "a@é.fr", "a!b@x.fr", "@x.fr"};
	struct arena *arena = arena_new(0);

	assert_true(address_is_supported(arena, "marie-claire.o_neil+portail@sous.exemple.fr"));
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_false(address_is_supported(arena, bad[i]));
	arena_free(arena);
}

TEST(each_reason_says_what_it_is_and_what_to_do)
{
	for (int i = 0; i < REFUSALS; i++) {
		assert_non_null(invitation_refusal_names[i]);
		assert_non_null(invitation_refusal_label((enum invitation_refusal)i));
		assert_non_null(invitation_refusal_sentence((enum invitation_refusal)i));
		assert_non_null(invitation_refusal_remedy((enum invitation_refusal)i));
	}
	assert_null(invitation_refusal_names[REFUSALS]);
}

/* ---- people of every kind ---- */

enum { FIRST = 1001, TYPE = 11, LEADS_TYPE = 12 };

/* Contacts 1001…, one for each reason; then three who are fine. */
static const struct person {
	const char *email, *more;
	enum invitation_refusal refusal;
} people[] = {
	{"bin@x.fr", "deleted_at = 5", REFUSAL_BIN},
	{"approval@x.fr", "approval = 'waiting'", REFUSAL_APPROVAL},
	{"review@x.fr", "review = 'waiting'", REFUSAL_REVIEW},
	{"already@x.fr", "entered_at = 5", REFUSAL_ALREADY},
	{"blocked@x.fr", "blocked_at = 5", REFUSAL_ALREADY},
	{"alone@x.fr", NULL, REFUSAL_NO_CLIENT},
	{NULL, NULL, REFUSAL_NO_ADDRESS},
	{"o'neil@x.fr", NULL, REFUSAL_CHARACTERS},
	{"ours@sous.maison.fr", NULL, REFUSAL_OWN_DOMAIN},
	{"once@sub.yopmail.com", NULL, REFUSAL_BLOCKED_DOMAIN},
	{"named@bad.example", NULL, REFUSAL_BLOCKED_DOMAIN},
	{"taken@x.fr", NULL, REFUSAL_TAKEN},
	{"declined@x.fr", NULL, REFUSAL_DECLINED},
	{"bounced@x.fr", NULL, REFUSAL_BOUNCED},
	{"open@x.fr", NULL, REFUSAL_INVITED},
	{"one@x.fr", NULL, REFUSAL_FINE},
	{"two@x.fr", NULL, REFUSAL_FINE},
	{"three@x.fr", NULL, REFUSAL_FINE},
};
enum { PEOPLE = sizeof people / sizeof people[0] };

struct test {
	struct world world;
	struct house *house;
	int64_t ids[PEOPLE + 1]; /* the last is nobody's */
	int64_t now;
};

static void
add_invitation(struct tx *tx, int64_t record, const char *email, const char *state, int64_t expires_at)
{
	db_run(tx,
	       "insert into invitation (id, portal_id, user_type_id, module_id, record_id, email, state, send_count, "
	       "created_at, sent_at, expires_at) select $1, 1, $2, id, $3, $4, $5, 1, 0, 0, $6 from module where name = "
	       "'contacts'",
	       db_int(id_new()), db_int(TYPE), db_int(record), db_text(email), db_text(state), db_int(expires_at));
}

static void
add_person(struct tx *tx, int64_t id, const struct person *person)
{
	db_run(tx,
	       "insert into contact (id, first_name, last_name, name_key, email, theme, created_at, version) values ($1, "
	       "'', $2, 'x', $2, '', 0, 1)",
	       db_int(id), db_text(person->email == NULL ? "nobody" : person->email));
	if (person->email == NULL)
		db_run(tx, "update contact set email = null where id = $1", db_int(id));
	if (person->refusal != REFUSAL_NO_CLIENT)
		db_run(tx, "insert into client_contact (client_id, contact_id, created_at) values (1, $1, 0)",
		       db_int(id));
	if (person->more != NULL) {
		struct sql sql = sql_new(tx_arena(tx));

		sql_printf(&sql, "update contact set %s where id = ", person->more);
		sql_value(&sql, db_int(id));
		db_sql_run(tx, sql_end(&sql));
	}
}

static void
make(struct tx *tx, void *data)
{
	struct test *test = data;

	portal_agent_begin(test->house, tx);
	db_run(tx,
	       "insert into company (id, name, legal_name, country, colour, invoice_prefix, credit_prefix, "
	       "payment_days, email, created_at, version) values (1, 'Maison', 'Maison', 'FR', '#000000', 'F', 'A', "
	       "30, 'contact@maison.fr', 0, 1)");
	db_run(tx,
	       "insert into client (id, number, kind, name, name_key, company_id, country, test, created_at, version) "
	       "values (1, 'C-00001', 'company', 'Durand', 'durand', 1, 'FR', 0, 1, 1)");
	db_run(tx, "insert into portal (id, address, name, company_id, created_at) values (1, 'x', 'X', 1, 0)");
	db_run(tx,
	       "insert into user_type (id, portal_id, main_module_id, position, is_default, draft, published, created_at, "
	       "version) select case when name = 'contacts' then $1 else $2 end, 1, id, 1, case when name = 'contacts' "
	       "then 1 else 0 end, '{}', '{}', 0, 1 from module where name in ('contacts', 'leads')",
	       db_int(TYPE), db_int(LEADS_TYPE));
	db_run(tx, "update invitation_rule set blocked_domains = 'bad.example'");
	for (size_t i = 0; i < PEOPLE; i++)
		add_person(tx, test->ids[i], &people[i]);
	db_run(tx,
	       "insert into portal_user (id, user_type_id, module_id, record_id, email, created_at) select 1, $1, id, 7, "
	       "'taken@x.fr', 0 from module where name = 'leads'",
	       db_int(LEADS_TYPE));
	add_invitation(tx, test->ids[12], "declined@x.fr", "declined", 5);
	add_invitation(tx, test->ids[13], "bounced@x.fr", "bounced", 5);
	add_invitation(tx, test->ids[14], "open@x.fr", "sent", INT64_MAX / 2);
	db_run(tx, "update catalogue set version = version + 1");
}

static struct test
test_of(struct db *db, struct arena *arena)
{
	struct test test = {.world = rights_world(db, arena), .house = house_for_test(arena, db, NULL)};

	for (size_t i = 0; i <= PEOPLE; i++)
		test.ids[i] = FIRST + (int64_t)i;
	world_write(&test.world, make, &test);
	return test;
}

/* ---- asked ---- */

struct asking {
	struct test *test;
	struct invitation_question question;
	const int64_t *ids;
	size_t count;
	struct invitation_check checks[PEOPLE + 1];
};

static void
ask(struct tx *tx, void *data)
{
	struct asking *asking = data;

	invitation_refusals(tx, &asking->question, asking->ids, asking->count, asking->checks);
}

static struct asking
asked(struct test *test, bool many)
{
	struct asking *asking = arena_make(test->world.arena, struct asking);
	struct viewer *viewer = arena_make(test->world.arena, struct viewer);

	*viewer = world_viewer(&test->world, EVA);
	test->world.moment.staff = EVA;
	*asking = (struct asking){.test = test, .ids = test->ids, .count = PEOPLE + 1};
	asking->question = (struct invitation_question){.house = test->house,
							.rights = test->world.rights,
							.viewer = viewer,
							.moment = &test->world.moment,
							.type = rights_user_type(test->world.rights, TYPE),
							.many = many,
							.sending = true};
	assert_int_equal(db_write(test->world.db, test->world.arena, ask, asking), DB_FINE);
	return *asking;
}

static enum invitation_refusal
expected(const struct person *person, bool many)
{
	return many || person->refusal < REFUSAL_DECLINED ? person->refusal : REFUSAL_FINE;
}

TEST_BOTH_ENGINES_WITH(rights_world_make, everybody_gets_their_reason)
{
	struct test test = test_of(db, arena);

	for (int many = 0; many < 2; many++) {
		struct asking asking = asked(&test, many == 1);

		for (size_t i = 0; i < PEOPLE; i++)
			assert_int_equal(asking.checks[i].refusal, expected(&people[i], many == 1));
		assert_int_equal(asking.checks[PEOPLE].refusal, REFUSAL_ABSENT);
		assert_string_equal(asking.checks[15].email, "one@x.fr");
		assert_string_equal(asking.checks[15].name, "one@x.fr");
	}
	rights_free(test.world.rights);
}

/* The first person who is fine. */
static enum invitation_refusal
one_after(struct test *test, const char *sql)
{
	world_run(&test->world, sql);
	return asked(test, true).checks[15].refusal;
}

TEST_BOTH_ENGINES_WITH(rights_world_make, modules_records_consents_and_places_refuse)
{
	struct test test = test_of(db, arena);

	assert_int_equal(one_after(&test, "update portal_plan set included = 4"), REFUSAL_FINE);
	assert_int_equal(asked(&test, true).checks[16].refusal, REFUSAL_QUOTA); /* two sign in, one is invited */
	assert_int_equal(one_after(&test, "insert into portal_quota (user_type_id, further) values (11, 2)"),
			 REFUSAL_FINE);
	assert_int_equal(asked(&test, true).checks[17].refusal, REFUSAL_FINE);
	assert_int_equal(one_after(&test, "insert into consent (id, position, required, withdrawable, number, text_id, "
					  "created_at, version) values (1, 1, 1, 1, 1, 1, 0, 1)"),
			 REFUSAL_FINE); /* it has no text: nothing is asked */
	assert_int_equal(one_after(&test,
				   "insert into consent_text (id, consent_id, number, name_fr, created_at) values "
				   "(1, 1, 1, 'Nouvelles', 0)"),
			 REFUSAL_CONSENT);
	assert_string_equal(asked(&test, true).checks[15].gate.name_fr, "Nouvelles");
	assert_int_equal(one_after(&test, "update consent set required = 0"), REFUSAL_FINE);
	assert_int_equal(one_after(&test, "update module set sharing = 'private' where name = 'contacts'"),
			 REFUSAL_RECORD);
	WITHOUT(CHECK_PORTAL_SEES, assert_int_equal(asked(&test, true).checks[15].refusal, REFUSAL_FINE));
	assert_int_equal(one_after(&test,
				   "delete from profile_module where module_id = (select id from module where name = "
				   "'contacts')"),
			 REFUSAL_MODULE);
	rights_free(test.world.rights);
}

static int64_t
count_of(struct test *test, const char *sql)
{
	struct tx *tx = db_read(test->world.db, test->world.arena);
	int64_t count = db_get_int(tx, -1, sql);

	db_read_end(tx);
	return count;
}

/* ---- a batch ---- */

struct batch {
	struct test *test;
	int64_t id;
	bool more;
	size_t dealt;
};

static void
begin_batch(struct tx *tx, void *data)
{
	struct batch *batch = data;
	struct bulk bulk = {.user_type_id = TYPE,
			    .module_id = world_module(&batch->test->world, "contacts")->id,
			    .staff_id = EVA,
			    .request_key = "same",
			    .created_at = 1};

	batch->id = bulk_create(tx, &bulk);
	assert_int_equal(bulk_create(tx, &bulk), 0);
	assert_int_equal(bulk_of_key(tx, EVA, "same")->id, batch->id);
	bulk_choose(tx, batch->id, batch->test->ids, PEOPLE + 1);
}

static void
check_batch(struct tx *tx, void *data)
{
	struct batch *batch = data;

	batch->more = bulk_check_portion(batch->test->house, tx, batch->id);
}

static void
agree(struct tx *tx, void *data)
{
	struct batch *batch = data;

	assert_true(bulk_step(tx, batch->id, BULK_CHECKED, BULK_SENDING));
}

static void
send_batch(struct tx *tx, void *data)
{
	struct batch *batch = data;

	batch->dealt = bulk_send_portion(batch->test->house, tx, 2);
}

static struct bulk_counts
counts_of(struct batch *batch)
{
	struct tx *tx = db_read(batch->test->world.db, batch->test->world.arena);
	struct bulk_counts counts = bulk_count(tx, batch->id);

	db_read_end(tx);
	return counts;
}

static void
write(struct test *test, db_body body, void *data)
{
	assert_int_equal(db_write(test->world.db, test->world.arena, body, data), DB_FINE);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, a_batch_is_looked_at_then_sent_and_nobody_gets_two)
{
	struct test test = test_of(db, arena);
	struct batch batch = {.test = &test, .more = true};
	struct bulk_counts counts;

	world_run(&test.world, "update staff set email = 'eva@autre.fr' where id = 101");
	write(&test, begin_batch, &batch);
	while (batch.more)
		write(&test, check_batch, &batch);
	counts = counts_of(&batch);
	assert_int_equal(counts.ready, 3);
	assert_int_equal(counts.refused, PEOPLE + 1 - 3);
	assert_int_equal(counts.by_refusal[REFUSAL_BLOCKED_DOMAIN], 2);
	assert_int_equal(counts.by_refusal[REFUSAL_ABSENT], 1);
	/* Meanwhile one of them is invited by somebody else: not again. */
	world_run(&test.world,
		  "insert into invitation (id, portal_id, user_type_id, module_id, record_id, email, state, "
		  "send_count, created_at, sent_at, expires_at) select 77, 1, 11, id, 1016, 'one@x.fr', 'sent', "
		  "1, 0, 0, 4000000000000000 from module where name = 'contacts'");
	write(&test, agree, &batch);
	do
		write(&test, send_batch, &batch);
	while (batch.dealt > 0);
	counts = counts_of(&batch);
	assert_int_equal(counts.sent, 2);
	assert_int_equal(counts.by_refusal[REFUSAL_INVITED], 2);
	rights_free(test.world.rights);
}

/* ---- the people of the portal ---- */

static const char *
listed(struct test *test, enum user_state state)
{
	struct viewer viewer = world_viewer(&test->world, EVA);
	const struct plan *plan = world_plan(&test->world, EVA, "contacts");
	struct tx *tx = db_read(test->world.db, test->world.arena);
	const struct access *access = access_to(tx_arena(tx), NULL, &viewer, plan, &test->world.moment);
	struct user_listing listing = {
		.type = rights_user_type(test->world.rights, TYPE), .state = state, .now = test->world.moment.now};
	struct record_query query = {.limit = 40, .beside = user_listing_sql, .beside_of = &listing};
	struct builder text = builder_new(test->world.arena, 0);
	size_t count;
	const struct record *records = record_list(tx, access, &query, &count);

	for (size_t i = 0; i < count; i++)
		build_printf(&text, "%s%" PRId64, i == 0 ? "" : " ", records[i].id - FIRST);
	assert_int_equal(record_count(tx, access, &query, 100), count);
	db_read_end(tx);
	return builder_text(&text);
}

static void
block_and_move(struct tx *tx, void *data)
{
	struct test *test = data;
	const struct module *contacts = world_module(&test->world, "contacts");
	const int64_t entered = FIRST + 3, blocked = FIRST + 4;

	assert_int_equal(users_block(tx, contacts, &entered, 1, 9), 1);
	assert_int_equal(users_unblock(tx, contacts, &blocked, 1), 1);
	assert_int_equal(users_move(tx, rights_user_type(test->world.rights, TYPE), &entered, 1, EVA, 9), 1);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, people_of_the_portal_are_listed_by_state)
{
	struct test test = test_of(db, arena);

	assert_string_equal(listed(&test, USER_ACTIVE), "3");
	assert_string_equal(listed(&test, USER_INVITED), "14");
	assert_string_equal(listed(&test, USER_EXPIRED), "12 13");
	assert_string_equal(listed(&test, USER_DEACTIVATED), "4");
	world_write(&test.world, block_and_move, &test);
	assert_string_equal(listed(&test, USER_ACTIVE), "");
	assert_string_equal(listed(&test, USER_DEACTIVATED), "3");
	rights_free(test.world.rights);
}

/* ---- an invitation that is kept for later ---- */

static struct invitation_new
draft_of(const struct test *test, size_t person)
{
	return (struct invitation_new){.portal = 1,
				       .user_type = TYPE,
				       .module = world_module(&test->world, "contacts")->id,
				       .record = test->ids[person],
				       .email = people[person].email,
				       .language = "en",
				       .staff = EVA};
}

struct keeping_draft {
	struct test *test;
	size_t person;
	int64_t kept, dropped;
};

static void
keep_draft(struct tx *tx, void *data)
{
	struct keeping_draft *keeping = data;
	const struct invitation_new draft = draft_of(keeping->test, keeping->person);

	keeping->kept = invitation_keep(tx, &draft, keeping->test->world.moment.now);
}

static void
drop_draft(struct tx *tx, void *data)
{
	struct keeping_draft *keeping = data;
	const struct invitation_new draft = draft_of(keeping->test, keeping->person);

	keeping->dropped = invitation_drop(tx, draft.module, &draft.record, 1);
}

static bool
kept(struct test *test, size_t person)
{
	struct keeping_draft keeping = {.test = test, .person = person};

	world_write(&test->world, keep_draft, &keeping);
	return keeping.kept != 0;
}

static bool
dropped(struct test *test, size_t person)
{
	struct keeping_draft keeping = {.test = test, .person = person};

	world_write(&test->world, drop_draft, &keeping);
	return keeping.dropped == 1;
}

TEST_BOTH_ENGINES_WITH(rights_world_make, a_draft_takes_no_place_and_forgets_nothing)
{
	struct test test = test_of(db, arena);

	world_run(&test.world, "update portal_plan set included = 4"); /* two sign in, one is invited: one is left */
	assert_true(kept(&test, 12));				       /* who had declined */
	assert_true(kept(&test, 15));
	assert_true(kept(&test, 15));  /* changed */
	assert_false(kept(&test, 14)); /* has an open one */
	assert_string_equal(listed(&test, USER_DRAFTED), "12 15");
	assert_string_equal(listed(&test, USER_INVITED), "14");
	assert_string_equal(listed(&test, USER_EXPIRED), "13");
	assert_int_equal(asked(&test, true).checks[15].refusal, REFUSAL_FINE);
	assert_int_equal(asked(&test, true).checks[12].refusal, REFUSAL_DECLINED);
	assert_true(dropped(&test, 12));
	assert_true(dropped(&test, 15));
	assert_false(dropped(&test, 15));
	assert_false(dropped(&test, 14));
	assert_string_equal(listed(&test, USER_DRAFTED), "");
	assert_string_equal(listed(&test, USER_EXPIRED), "12 13");
	rights_free(test.world.rights);
}

/* ---- who comes back ---- */

struct returning {
	struct test *test;
	size_t person;
	const char *refusal;
	enum record_outcome outcome;
};

static void
come_back(struct tx *tx, void *data)
{
	static const struct feature *const some[] = {&portal_users};
	struct returning *returning = data;
	struct world *world = &returning->test->world;
	struct house *house = arena_make(tx_arena(tx), struct house);
	struct viewer viewer = world_viewer(world, EVA);
	const struct access *access =
		access_to(tx_arena(tx), house, &viewer, world_plan(world, EVA, "contacts"), &world->moment);

	*house = *returning->test->house;
	house->features = some;
	house->feature_count = 1;
	returning->refusal = house_person_return_refusal(house, tx, returning->test->ids[returning->person]);
	returning->outcome = record_restore(tx, access, returning->test->ids[returning->person]);
	if (returning->outcome != RECORD_DONE)
		return;
	tx_refuse(tx);
}

static struct returning
back(struct test *test, size_t person)
{
	struct returning returning = {.test = test, .person = person};

	db_write(test->world.db, test->world.arena, come_back, &returning);
	return returning;
}

TEST_BOTH_ENGINES_WITH(rights_world_make, who_comes_back_needs_a_place)
{
	struct test test = test_of(db, arena);

	world_run(&test.world, "update contact set entered_at = 5 where id = 1001"); /* in the bin */
	world_run(&test.world, "update portal_plan set included = 3");		     /* as many as count */
	assert_non_null(back(&test, 0).refusal);
	assert_int_equal(back(&test, 0).outcome, RECORD_HELD);
	assert_int_equal(
		count_of(&test, "select count(*) from contact where id = 1001 and deleted_at = 5 and version = 1"), 1);
	world_run(&test.world, "update contact set blocked_at = 5 where id = 1001"); /* stays out all the same */
	assert_null(back(&test, 0).refusal);
	world_run(&test.world, "update contact set blocked_at = null where id = 1001");
	world_run(&test.world, "update portal_plan set included = 4");
	assert_int_equal(back(&test, 0).outcome, RECORD_DONE);
	/* Whoever was kept out, and a lead whose record is in the bin. */
	world_run(&test.world, "update contact set entered_at = 5 where id = 1005");
	assert_null(back(&test, 4).refusal);
	world_run(&test.world, "update portal_plan set included = 3");
	assert_non_null(back(&test, 4).refusal);
	assert_null(back(&test, 3).refusal); /* counts already */
	world_run(&test.world, "insert into lead (id, name, name_key, created_at, deleted_at, version) values (7, 'L', "
			       "'l', 0, 5, 1)");
	assert_null(back(&test, 4).refusal); /* the lead's place is free */
	rights_free(test.world.rights);
}
