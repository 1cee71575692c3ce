/* person_web_test: a vendor signs in as a contact does; what their record says of them holds at once; and the ways of
 * signing in that a user type allows hold at every page of it. */
#include "portals/handlers.h"
#include "portals/portal_password.h"
#include "portals/portal_world_test.h"
#include "portals/ways.h"

#include "base/arena.h"
#include "base/test.h"
#include "core/house_test.h"
#include "core/session.h"
#include "core/weakened_test.h"
#include "db/db_testing.h"
#include "sys/clock.h"

#include <string.h>

#define VENDOR	 "email=it%40tuiles.example"
#define CONTACT	 "email=marie.durand%40example.fr"
#define PASSWORD "tasse-lundi-violet"

static int64_t
messages(struct browser *browser)
{
	return browser_number(browser, "select count(*) from message where id > $1");
}

/* Types the address, then the code; gives the status of that. */
static int
sign_in(struct browser *browser, const char *address)
{
	assert_int_equal(browser_send(browser, NULL, sign_in_post, address), 303);
	return browser_send(browser, NULL, code_post, browser_code(browser));
}

static int
type_password(struct browser *browser)
{
	return browser_send(browser, portal_password_entry_prepare, portal_password_entry_post, "password=" PASSWORD);
}

static bool
has_page(const struct browser *browser, const char *text)
{
	return strstr(browser->page, text) != NULL;
}

struct question {
	int64_t id;
	const char *email;
	bool answer;
};

static void
ask_enter(struct tx *tx, void *data)
{
	struct question *question = data;

	question->answer = person_elsewhere(tx, question->id) != NULL;
	assert_int_equal(person_may_enter(tx, question->id), question->answer);
}

static bool
may_enter(struct browser *browser, int64_t id)
{
	struct question question = {.id = id};

	assert_int_equal(db_write(browser->house->db, browser->arena, ask_enter, &question), DB_FINE);
	return question.answer;
}

static void
ask_taken(struct tx *tx, void *data)
{
	struct question *question = data;

	question->answer = person_address_is_taken(tx, question->email, question->id);
}

static bool
is_taken(struct browser *browser, const char *email, int64_t except)
{
	struct question question = {.id = except, .email = email};

	assert_int_equal(db_write(browser->house->db, browser->arena, ask_taken, &question), DB_FINE);
	return question.answer;
}

/* ---- who ---- */

TEST_BOTH_ENGINES_WITH(portal_world_with_vendors, a_vendor_signs_in_and_acts_for_no_client)
{
	struct browser browser = browser_new(db, arena);

	assert_int_equal(sign_in(&browser, VENDOR), 303);
	assert_string_equal(browser.reply.location, "/p/demo/");
	assert_non_null(reply_cookie_value(&browser.reply, PORTAL_COOKIE));
	assert_int_equal(browser_number(&browser, "select contact_id from session where id > $1"), 7);
	assert_int_equal(browser_number(&browser, "select count(*) from session where client_id is null "
						  "and half = 0 and id > $1"),
			 1);
	assert_int_equal(browser_number(&browser, "select count(*) from portal_user where entered_at is not null "
						  "and id > $1"),
			 1);
	assert_int_equal(browser_number(&browser, "select count(*) from audit where object_kind = 'portal_user' "
						  "and object_id = 7 and seq > $1"),
			 2);
	assert_int_equal(browser_number(&browser, "select count(*) from device where contact_id = 7 and id > $1"), 1);
	browser_from_message(&browser, "Hello,");
	/* By the link of the mail too, and as JSON; a vendor who is no portal user is unknown. */
	browser.json = true;
	browser_send(&browser, NULL, sign_in_post, VENDOR);
	browser.token = browser_from_message(&browser, "/sign-in/link/");
	assert_int_equal(browser_send(&browser, NULL, link_post, ""), 200);
	assert_string_equal(doc_get_text(browser.reply.document, "state"), "signed_in");
	browser_send(&browser, NULL, sign_in_post, "email=bois%40noir.example");
	assert_int_equal(messages(&browser), 2);
}

/* Each sentence takes them what lets them in, the other gives it back. */
TEST_BOTH_ENGINES_WITH(portal_world_with_vendors, what_the_record_says_of_a_vendor_holds_at_once)
{
	static const char *const changes[][2] = {
		{"update vendor set deleted_at = 1 where id = 7", "update vendor set deleted_at = null"},
		{"update vendor set approval = 'waiting' where id = 7", "update vendor set approval = 'none'"},
		{"update vendor set review = 'refused' where id = 7", "update vendor set review = 'none'"},
		{"update vendor set email = 'x@y.example' where id = 7",
		 "update vendor set email = 'it@tuiles.example' where id = 7"},
		{"update portal_user set blocked_at = 1", "update portal_user set blocked_at = null"},
		{"update module set retired_at = 1 where id = 2", "update module set retired_at = null"},
		{"update user_type set main_module_id = 1 where id = 2",
		 "update user_type set main_module_id = 2 where id = 2"},
	};
	struct browser browser = browser_new(db, arena);

	assert_false(may_enter(&browser, 8));
	for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
		assert_true(may_enter(&browser, 7));
		browser_sql(&browser, changes[i][0]);
		if (may_enter(&browser, 7))
			fail_msg("%s", changes[i][0]);
		if (i < 5)
			WITHOUT(CHECK_PERSON, assert_true(may_enter(&browser, 7)));
		browser_sql(&browser, changes[i][1]);
	}
	browser_sql(&browser, "update portal_user set entered_at = 1");
	browser_sql(&browser, "update vendor set approval = 'waiting' where id = 7");
	assert_true(may_enter(&browser, 7)); /* came in before: goes on */
}

TEST_BOTH_ENGINES_WITH(portal_world_with_vendors, a_code_that_is_on_its_way_opens_nothing_any_more)
{
	struct browser browser = browser_new(db, arena);

	browser_send(&browser, NULL, sign_in_post, VENDOR);
	browser_sql(&browser, "update vendor set deleted_at = 1 where id = 7");
	assert_int_equal(browser_send(&browser, NULL, code_post, browser_code(&browser)), 422);
	browser_send(&browser, NULL, sign_in_post, VENDOR);
	assert_int_equal(messages(&browser), 1);
	browser_sql(&browser, "update vendor set deleted_at = null");
	browser_sql(&browser, "update portal_user set blocked_at = 1");
	assert_int_equal(sign_in(&browser, VENDOR), 403);
	assert_true(has_page(&browser, "Your access was closed."));
	/* Of a contact, their row of portal_user is asked too. */
	browser_sql(&browser,
		    "insert into portal_user (id, user_type_id, module_id, record_id, blocked_at, created_at) "
		    "values (2, 1, 1, 3, 1, 1)");
	assert_int_equal(sign_in(&browser, CONTACT), 403);
	assert_int_equal(browser_number(&browser, "select count(*) from session where id > $1"), 0);
}

TEST_BOTH_ENGINES_WITH(portal_world_with_vendors, an_address_is_one_persons)
{
	struct browser browser = browser_new(db, arena);

	assert_true(is_taken(&browser, "it@tuiles.example", 3));
	assert_true(is_taken(&browser, "marie.durand@example.fr", 7));
	assert_false(is_taken(&browser, "it@tuiles.example", 7));
	assert_false(is_taken(&browser, "bois@noir.example", 7));
	browser_sql(&browser, "update contact set email = 'it@tuiles.example' where id = 4");
	assert_int_equal(sign_in(&browser, VENDOR), 303); /* the contact's, where both have it all the same */
	assert_int_equal(browser_number(&browser, "select contact_id from session where id > $1"), 4);
}

struct follow {
	const struct house *house;
	void (*receive)(const struct house *house, struct tx *tx, const struct event *event);
	int64_t object;
};

static void
follow(struct tx *tx, void *data)
{
	const struct follow *told = data;

	told->receive(told->house, tx,
		      &(struct event){.kind = "record.changed", .module = "vendors", .object = told->object});
}

static void
tell(struct browser *browser, void (*receive)(const struct house *house, struct tx *tx, const struct event *event),
     int64_t object)
{
	struct follow told = {browser->house, receive, object};

	assert_int_equal(db_write(browser->house->db, browser->arena, follow, &told), DB_FINE);
}

static void
give_ways(struct browser *browser)
{
	browser_sql(browser, "insert into portal_password (contact_id, hash, chosen_at) values (7, 'x', 1)");
	browser_sql(
		browser,
		"insert into passkey (id, contact_id, user_handle, rp_id, credential, public_key, sign_count, name, "
		"transports, backup_eligible, backed_up, created_at) select 1, 7, token_hash, 'x', token_hash, "
		"token_hash, 0, 'x', '', 0, 0, 1 from session where contact_id = 7");
}

static int64_t
ways_left(struct browser *browser)
{
	return browser_number(browser, "select (select count(*) from session) + (select count(*) from device) + "
				       "(select count(*) from sign_in) + (select count(*) from portal_password) + "
				       "(select count(*) from passkey) + $1");
}

TEST_BOTH_ENGINES_WITH(portal_world_with_vendors, another_address_is_another_way_in)
{
	struct browser browser = browser_new(db, arena);

	assert_int_equal(sign_in(&browser, VENDOR), 303);
	give_ways(&browser);
	tell(&browser, person_record_changed, 7); /* something else of it changed */
	tell(&browser, person_record_changed, 8);
	assert_int_equal(ways_left(&browser), 4);
	browser_sql(&browser, "update vendor set email = 'neu@tuiles.example' where id = 7");
	tell(&browser, person_record_changed, 7);
	assert_int_equal(ways_left(&browser), 0);
	assert_string_equal(browser_text(&browser, "select email from portal_user where id > $1"),
			    "neu@tuiles.example");
	assert_string_equal(browser_text(&browser, "select to_address from message where kind = 'mail_address_changed' "
						   "and id > $1"),
			    "it@tuiles.example");
	assert_int_equal(sign_in(&browser, "email=neu%40tuiles.example"), 303);
	browser_sql(&browser, "update vendor set email = 'marie.durand@example.fr' where id = 7");
	tell(&browser, person_record_changed, 7);
	assert_null(browser_text(&browser, "select email from portal_user where id > $1"));
	assert_false(may_enter(&browser, 7));
	browser_sql(&browser, "update vendor set email = 'wieder@tuiles.example' where id = 7");
	tell(&browser, person_record_changed, 7);
	assert_int_equal(sign_in(&browser, "email=wieder%40tuiles.example"), 303);
}

TEST_BOTH_ENGINES_WITH(portal_world_with_vendors, another_field_of_addresses_is_no_way_in)
{
	struct browser browser = browser_new(db, arena);

	browser_sql(
		&browser,
		"insert into field (id, module_id, name, column_name, type, position, required, distinct_value, "
		"builtin, created_at, version) select 99, module_id, 'accounting', 'website', 'email', 0, 0, 0, 0, "
		"0, 1 from field where name = 'email' and module_id = (select id from module where name = 'vendors')");
	browser_sql(&browser, "update vendor set website = 'kasse@tuiles.example' where id = 7");
	tell(&browser, person_record_changed, 7);
	assert_string_equal(browser_text(&browser, "select email from portal_user where id > $1"), "it@tuiles.example");
	assert_int_equal(sign_in(&browser, VENDOR), 303);
}

TEST_BOTH_ENGINES_WITH(portal_world_with_vendors, who_goes_takes_their_ways_in_along)
{
	struct browser browser = browser_new(db, arena);

	assert_int_equal(sign_in(&browser, VENDOR), 303);
	give_ways(&browser);
	tell(&browser, person_record_removed, 7);
	assert_int_equal(ways_left(&browser), 2); /* a password and a passkey wait in the bin */
	tell(&browser, person_record_purged, 7);
	assert_int_equal(ways_left(&browser), 0);
	assert_int_equal(sign_in(&browser, VENDOR), 303);
	assert_int_equal(ways_left(&browser), 2);
	tell(&browser, person_type_leaving, 2);
	assert_int_equal(ways_left(&browser), 0);
}

/* ---- how ---- */

static void
be_half_signed(struct browser *browser)
{
	browser->viewer = (struct viewer){.kind = VIEWER_NOBODY,
					  .session = browser_number(browser, "select id from session where id > $1"),
					  .contact = 7,
					  .record = 7,
					  .without_client = true,
					  .theme = "",
					  .signed_in_at = clock_now()};
}

TEST_BOTH_ENGINES_WITH(portal_world_with_vendors, without_codes_the_first_one_leads_to_a_password)
{
	struct browser browser = browser_new(db, arena);

	browser_sql(&browser, "update user_type set by_code = 0 where id = 2");
	assert_int_equal(sign_in(&browser, VENDOR "&next=%2Fp%2Fdemo%2Faccount"), 303);
	assert_string_equal(browser.reply.location, "/p/demo/sign-in/way?next=%2Fp%2Fdemo%2Faccount");
	assert_int_equal(browser_number(&browser, "select half from session where id > $1"), 1);
	be_half_signed(&browser);
	assert_int_equal(browser_send(&browser, NULL, first_way_page, "next=%2Fp%2Fdemo%2Faccount"), 200);
	assert_true(has_page(&browser, "new_password"));
	assert_true(has_page(&browser, "data-passkey=\"create\""));
	assert_int_equal(browser_send(&browser, portal_password_prepare, portal_password_post, "new_password=court"),
			 422);
	assert_true(has_page(&browser, "One last step"));
	assert_int_equal(browser_send(&browser, portal_password_prepare, portal_password_post,
				      "new_password=" PASSWORD "&next=%2Fp%2Fdemo%2Faccount"),
			 303);
	assert_string_equal(browser.reply.location, "/p/demo/account");
	assert_non_null(reply_cookie_value(&browser.reply, PORTAL_COOKIE));
	assert_int_equal(browser_number(&browser, "select half from session where id > $1"), 0);
	/* From now on a code opens nothing: who asks for one is told by mail what does. */
	browser = browser_new(db, arena);
	assert_int_equal(browser_send(&browser, NULL, sign_in_post, VENDOR), 303);
	browser_from_message(&browser, "log in with your ");
	assert_int_equal(type_password(&browser), 303);
	assert_string_equal(browser.reply.location, "/p/demo/");
	assert_int_equal(browser_number(&browser, "select count(*) from session where half = 1 and id > $1"), 0);
}

/* The pages of two browsers are compared with their addresses, which are as long, made alike. */
static void
assert_same_pages(struct browser *vendor, struct browser *nobody, struct reply (*handler)(struct request *rq),
		  const char *fields)
{
	char *page, *at;

	assert_int_equal(browser_send(vendor, NULL, handler, fields), browser_send(nobody, NULL, handler, fields));
	page = arena_text(nobody->arena, nobody->page);
	while ((at = strstr(page, "xy@tuiles")) != NULL)
		memcpy(at, "it@", 3);
	assert_string_equal(vendor->page, page);
}

TEST_BOTH_ENGINES_WITH(portal_world_with_vendors, no_page_tells_which_way_opens_to_whom)
{
	struct browser vendor = browser_new(db, arena), nobody = browser_new(db, arena);

	browser_sql(&vendor, "insert into portal_password (contact_id, hash, chosen_at) values (7, 'x', 1)");
	browser_sql(&vendor, "update user_type set by_code = 0 where id = 2");
	assert_int_equal(browser_send(&vendor, NULL, sign_in_post, VENDOR), 303);
	assert_int_equal(browser_send(&nobody, NULL, sign_in_post, "email=xy%40tuiles.example"), 303);
	assert_string_equal(vendor.reply.location, nobody.reply.location);
	assert_int_equal(vendor.reply.cookie_count, nobody.reply.cookie_count);
	assert_same_pages(&vendor, &nobody, code_page, "");
	for (int i = 0; i <= SHOWN_TRIES; i++)
		assert_same_pages(&vendor, &nobody, code_post, "code=00000000");
	assert_same_pages(&vendor, &nobody, portal_password_entry_page, "");
	assert_int_equal(messages(&vendor), 1);
}

TEST_BOTH_ENGINES_WITH(portal_world_with_vendors, codes_from_before_do_not_open_where_another_way_must)
{
	struct browser browser = browser_new(db, arena), other = browser_new(db, arena);
	const char *code;

	browser_send(&browser, NULL, sign_in_post, VENDOR);
	code = browser_code(&browser);
	other.token = browser_from_message(&browser, "/sign-in/link/");
	browser_sql(&browser, "insert into portal_password (contact_id, hash, chosen_at) values (7, 'x', 1)");
	browser_sql(&browser, "update user_type set by_code = 0 where id = 2");
	assert_int_equal(browser_send(&browser, NULL, code_post, code), 422);
	assert_true(has_page(&browser, "This is not the right code."));
	assert_int_equal(browser_send(&other, NULL, link_post, ""), 410);
	WITHOUT(CHECK_WAY, assert_int_equal(browser_send(&other, NULL, link_post, ""), 303));
}

TEST_BOTH_ENGINES_WITH(portal_world_with_vendors, passwords_open_only_where_they_are_allowed)
{
	struct browser browser = browser_new(db, arena);
	const char *refused;

	browser_sql(&browser, "update user_type set by_code = 0, by_passkey = 0 where id = 2");
	assert_int_equal(sign_in(&browser, VENDOR), 303);
	be_half_signed(&browser);
	assert_int_equal(
		browser_send(&browser, portal_password_prepare, portal_password_post, "new_password=" PASSWORD), 303);
	browser_sql(&browser, "update user_type set by_code = 1, by_password = 0 where id = 2");
	browser = browser_new(db, arena);
	browser_send(&browser, NULL, sign_in_post, VENDOR);
	assert_int_equal(type_password(&browser), 422);
	refused = strstr(browser.page, "This password does not fit the address");
	assert_non_null(refused);
	WITHOUT(CHECK_WAY, assert_int_equal(type_password(&browser), 303));
	browser_send(&browser, NULL, portal_password_forgotten_post, "");
	job_run_due(browser.house->db, portals.jobs, portals.job_count, (void *)browser.house);
	assert_int_equal(browser_number(&browser, "select count(*) from message where kind = "
						  "'mail_portal_password_link' and id > $1"),
			 0);
	browser_sql(&browser, "update user_type set by_password = 0 where id = 1");
	assert_int_equal(browser_send(&browser, NULL, sign_in_page, ""), 200);
	assert_false(has_page(&browser, "You need no password"));
	browser_send(&browser, NULL, sign_in_post, VENDOR);
	assert_int_equal(browser_send(&browser, NULL, code_page, ""), 200);
	assert_false(has_page(&browser, "Use my password instead"));
}
