/* sign_in_web_test: the pages of signing in, from the address to the session, and what they do not tell. */
#include "portals/handlers.h"
#include "portals/portal_world_test.h"
#include "portals/sign_in.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/test.h"
#include "core/house_test.h"
#include "core/session.h"
#include "db/db_testing.h"
#include "outbox/outbox.h"
#include "sys/clock.h"

#include <stdlib.h>
#include <string.h>

static const char known[] = "email=Marie.Durand%40example.fr", unknown[] = "email=mario.durant%40example.fr";

TEST_BOTH_ENGINES_WITH(portal_world_make, a_client_signs_in_with_the_mailed_code)
{
	struct browser browser = browser_new(db, arena);

	assert_int_equal(browser_send(&browser, NULL, sign_in_post, known), 303);
	assert_string_equal(browser.reply.location, "/p/demo/sign-in/code");
	assert_int_equal(browser_send(&browser, NULL, code_page, ""), 200);
	assert_non_null(strstr(browser.page, "marie.durand@example.fr"));
	assert_int_equal(browser_send(&browser, NULL, code_post, browser_code(&browser)), 303);
	assert_string_equal(browser.reply.location, "/p/demo/");
	assert_non_null(reply_cookie_value(&browser.reply, PORTAL_COOKIE));
	assert_non_null(browser.device);
	assert_int_equal(browser_number(&browser, "select client_id from session where id > $1"), 5);
	assert_int_equal(browser_number(&browser, "select count(*) from sign_in where id > $1"), 0);
	assert_int_equal(browser_number(&browser, "select count(*) from device where id > $1"), 1);
}

TEST_BOTH_ENGINES_WITH(portal_world_make, the_same_works_as_json)
{
	struct browser browser = browser_new(db, arena);
	struct builder json = builder_new(arena, 0);

	browser.json = true;
	assert_int_equal(browser_send(&browser, NULL, sign_in_post, known), 200);
	doc_print_json(browser.reply.document, NULL, &json);
	assert_string_equal(builder_text(&json), "{\"state\":\"code_sent\",\"resend_in\":30}");
	assert_int_equal(browser_send(&browser, NULL, code_post, browser_code(&browser)), 200);
	assert_string_equal(doc_get_text(browser.reply.document, "state"), "signed_in");
	assert_string_equal(doc_get_text(browser.reply.document, "next"), "/p/demo/");
}

/* The pages of two browsers are compared with their addresses made alike. */
static void
assert_same_pages(struct browser *one, struct browser *other)
{
	char *page = arena_text(other->arena, other->page);
	char *at;

	while ((at = strstr(page, "mario.durant@")) != NULL)
		memcpy(at, "marie.durand@", strlen("marie.durand@"));
	assert_int_equal(one->reply.status, other->reply.status);
	assert_string_equal(one->page, page);
}

TEST_BOTH_ENGINES_WITH(portal_world_make, an_unknown_address_sees_the_same_pages_to_the_byte)
{
	struct browser here = browser_new(db, arena), nowhere = browser_new(db, arena);

	assert_int_equal(browser_send(&here, NULL, sign_in_post, known),
			 browser_send(&nowhere, NULL, sign_in_post, unknown));
	assert_string_equal(here.reply.location, nowhere.reply.location);
	assert_int_equal(here.reply.cookie_count, nowhere.reply.cookie_count);
	for (int i = 0; i <= SHOWN_TRIES + 1; i++) {
		browser_send(&here, NULL, code_page, "");
		browser_send(&nowhere, NULL, code_page, "");
		assert_same_pages(&here, &nowhere);
		browser_send(&here, NULL, code_post, "code=00000000");
		browser_send(&nowhere, NULL, code_post, "code=00000000");
		assert_int_equal(here.reply.status, 422);
		assert_same_pages(&here, &nowhere);
	}
	browser_send(&here, NULL, resend_post, "channel=mail");
	browser_send(&nowhere, NULL, resend_post, "channel=mail");
	assert_int_equal(here.reply.status, 429);
	assert_same_pages(&here, &nowhere);
	assert_int_equal(browser_number(&here, "select count(*) from message where id > $1"), 1);
}

TEST_BOTH_ENGINES_WITH(portal_world_make, a_number_does_not_show_in_how_often_one_may_try)
{
	struct browser here = browser_new(db, arena), nowhere = browser_new(db, arena);
	const char *code;

	browser_sql(&here, "update contact set mobile = '+33612345678', mobile_confirmed_at = 1 where id = 3");
	browser_send(&here, NULL, sign_in_post, known);
	browser_send(&nowhere, NULL, sign_in_post, unknown);
	assert_string_equal(browser_text(&here, "select channel from message where id > $1"), "sms");
	code = browser_from_message(&here, "#");
	for (int i = 0; i < SHOWN_TRIES; i++) {
		/* The right code comes fourth: too late for six digits. */
		browser_send(&here, NULL, code_post,
			     i == SMS_TRIES ? browser_field(&here, "code", code) : "code=000000");
		browser_send(&nowhere, NULL, code_post, "code=000000");
		assert_same_pages(&here, &nowhere);
	}
	assert_int_equal(browser_number(&here, "select count(*) from session where id > $1"), 0);
}

TEST_BOTH_ENGINES_WITH(portal_world_make, the_code_goes_by_sms_only_to_a_confirmed_number)
{
	struct browser browser = browser_new(db, arena);

	browser_sql(&browser, "update contact set mobile = '+33612345678' where id = 3");
	browser_send(&browser, NULL, sign_in_post, known);
	assert_string_equal(
		browser_text(&browser, "select channel from message where id > $1 order by id desc limit 1"), "mail");
	browser_sql(&browser, "update contact set mobile_confirmed_at = 1 where id = 3");
	browser_send(&browser, NULL, sign_in_post, known);
	assert_string_equal(
		browser_text(&browser, "select channel from message where id > $1 order by id desc limit 1"), "sms");
	assert_string_equal(browser_from_message(&browser, "@"), "espace");
	assert_int_equal(browser_send(&browser, NULL, code_post,
				      browser_field(&browser, "code", browser_from_message(&browser, "#"))),
			 303);
}

TEST_BOTH_ENGINES_WITH(portal_world_make, another_code_comes_after_half_a_minute_and_kills_the_first)
{
	struct browser browser = browser_new(db, arena);
	const char *first;

	browser_send(&browser, NULL, sign_in_post, known);
	first = browser_from_message(&browser, "\n    ");
	assert_int_equal(browser_send(&browser, NULL, resend_post, "channel=again"), 429);
	clock_shift(31 * SECOND_MS);
	assert_int_equal(browser_send(&browser, NULL, resend_post, "channel=again"), 303);
	assert_int_equal(browser_send(&browser, NULL, code_post, browser_field(&browser, "code", first)), 422);
	assert_int_equal(browser_send(&browser, NULL, resend_post, "channel=again"), 429); /* a minute now */
	assert_int_equal(browser_send(&browser, NULL, code_post, browser_code(&browser)), 303);
	clock_shift(0);
}

TEST_BOTH_ENGINES_WITH(portal_world_make, the_sixth_code_of_an_hour_is_refused_for_any_address)
{
	struct browser here = browser_new(db, arena), nowhere = browser_new(db, arena);

	for (int i = 0; i < 5; i++) {
		assert_int_equal(browser_send(&here, NULL, sign_in_post, known), 303);
		assert_int_equal(browser_send(&nowhere, NULL, sign_in_post, unknown), 303);
	}
	assert_int_equal(browser_send(&here, NULL, sign_in_post, "email=marie.durand%40example.fr"), 429);
	assert_int_equal(browser_send(&nowhere, NULL, sign_in_post, unknown), 429);
	assert_same_pages(&here, &nowhere);
}

TEST_BOTH_ENGINES_WITH(portal_world_make, a_stranger_cannot_lock_out_a_known_device)
{
	struct browser own = browser_new(db, arena), stranger = browser_new(db, arena);

	browser_send(&own, NULL, sign_in_post, known);
	assert_int_equal(browser_send(&own, NULL, code_post, browser_code(&own)), 303);
	for (int i = 0; i < 6; i++)
		browser_send(&stranger, NULL, sign_in_post, known);
	assert_int_equal(stranger.reply.status, 429);
	assert_int_equal(browser_send(&own, NULL, sign_in_post, known), 303);
	assert_int_equal(browser_send(&own, NULL, code_post, browser_code(&own)), 303);
}

TEST_BOTH_ENGINES_WITH(portal_world_make, a_code_is_bound_to_the_browser_that_asked)
{
	struct browser victim = browser_new(db, arena), thief = browser_new(db, arena);

	browser_send(&victim, NULL, sign_in_post, known);
	browser_send(&thief, NULL, sign_in_post, unknown);
	assert_int_equal(browser_send(&thief, NULL, code_post, browser_code(&victim)), 422);
	thief.sign_in = NULL;
	assert_int_equal(browser_send(&thief, NULL, code_post, browser_code(&victim)), 303);
	assert_string_equal(thief.reply.location, "/p/demo/sign-in");
	assert_int_equal(browser_send(&victim, NULL, code_post, browser_code(&victim)), 303);
}

TEST_BOTH_ENGINES_WITH(portal_world_make, the_link_signs_in_by_its_button_once_on_any_device)
{
	struct browser desk = browser_new(db, arena), phone = browser_new(db, arena);

	browser_send(&desk, NULL, sign_in_post, arena_printf(arena, "%s&next=%%2Fp%%2Fdemo%%2Finvoices", known));
	phone.token = browser_from_message(&desk, "/sign-in/link/");
	assert_int_equal(browser_send(&phone, NULL, link_page, ""), 200);
	assert_int_equal(browser_send(&phone, NULL, link_page, ""), 200); /* a mail scanner opened it */
	assert_int_equal(browser_send(&phone, NULL, link_post, ""), 303);
	assert_string_equal(phone.reply.location, "/p/demo/invoices");
	assert_non_null(reply_cookie_value(&phone.reply, PORTAL_COOKIE));
	assert_int_equal(browser_send(&phone, NULL, link_post, ""), 410);
	assert_int_equal(browser_send(&phone, NULL, link_page, ""), 410);
	assert_int_equal(browser_send(&desk, NULL, code_post, "code=00000000"), 303); /* used up: start again */
}

TEST_BOTH_ENGINES_WITH(portal_world_make, links_elsewhere_are_not_followed)
{
	static const char *const hostile[] = {"https%3A%2F%2Fevil.example", "%2F%2Fevil.example",
					      "%2Fp%2Fdemo%2F%2Fevil", "%2Fp%2Fdemo%2F%5Cevil", "%2Fp%2Fdemolition%2F"};

	for (size_t i = 0; i < sizeof hostile / sizeof hostile[0]; i++) {
		struct browser browser = browser_new(db, arena);

		browser_send(&browser, NULL, sign_in_post, arena_printf(arena, "%s&next=%s", known, hostile[i]));
		browser_send(&browser, NULL, code_post, browser_code(&browser));
		assert_string_equal(browser.reply.location, "/p/demo/");
	}
}

TEST_BOTH_ENGINES_WITH(portal_world_make, refusals_say_why_only_after_the_proof)
{
	struct browser browser = browser_new(db, arena);

	browser_sql(&browser, "update contact set blocked_at = 1 where id = 3");
	assert_int_equal(browser_send(&browser, NULL, sign_in_post, known), 303);
	assert_int_equal(browser_send(&browser, NULL, code_post, browser_code(&browser)), 403);
	assert_non_null(strstr(browser.page, "Your access was closed."));
	assert_null(reply_cookie_value(&browser.reply, PORTAL_COOKIE));
	browser_sql(&browser, "update contact set blocked_at = null where id = 3");
	browser_sql(&browser, "delete from client_contact where contact_id = 3");
	browser_send(&browser, NULL, sign_in_post, known);
	assert_int_equal(browser_send(&browser, NULL, code_post, browser_code(&browser)), 403);
	assert_non_null(strstr(browser.page, "not linked to any client account"));
	assert_int_equal(browser_number(&browser, "select count(*) from session where id > $1"), 0);
	assert_int_equal(browser_number(&browser, "select count(*) from audit where refused = 1 and action = "
						  "'portal.sign_in' and seq > $1"),
			 2);
}

TEST_BOTH_ENGINES_WITH(portal_world_make, a_closed_portal_says_so)
{
	struct browser browser = browser_new(db, arena);

	browser_sql(&browser, "update feature_switch set is_on = 0 where name = 'portal'");
	assert_int_equal(browser_send(&browser, NULL, sign_in_post, known), 503);
	assert_non_null(strstr(browser.page, "closed for now"));
	assert_int_equal(browser_number(&browser, "select count(*) from message where id > $1"), 0);
}

TEST_BOTH_ENGINES_WITH(portal_world_make, who_has_several_clients_chooses)
{
	struct browser browser = browser_new(db, arena);
	char id[ID_LENGTH + 1];

	browser_sql(&browser, "insert into client_contact (client_id, contact_id, created_at) values (6, 3, 1)");
	browser_send(&browser, NULL, sign_in_post, known);
	browser_send(&browser, NULL, code_post, browser_code(&browser));
	assert_string_equal(browser.reply.location, "/p/demo/clients?next=%2Fp%2Fdemo%2F");
	assert_int_equal(browser_number(&browser, "select count(*) from session where client_id is null and id > $1"),
			 1);
	browser.viewer = (struct viewer){.kind = VIEWER_CLIENT,
					 .session = browser_number(&browser, "select id from session where id > $1"),
					 .contact = 3,
					 .name = "Marie Durand",
					 .theme = ""};
	assert_int_equal(browser_send(&browser, NULL, clients_page, ""), 200);
	assert_non_null(strstr(browser.page, "Famille Durand"));
	id_print(id, 7);
	assert_int_equal(browser_send(&browser, NULL, clients_post, browser_field(&browser, "client", id)), 422);
	id_print(id, 6);
	assert_int_equal(browser_send(&browser, NULL, clients_post, browser_field(&browser, "client", id)), 303);
	assert_int_equal(browser_number(&browser, "select client_id from session where id > $1"), 6);
}

TEST_BOTH_ENGINES_WITH(portal_world_make, guessing_at_codes_by_sms_stops_them_for_strangers)
{
	struct browser before = browser_new(db, arena), after = browser_new(db, arena);

	browser_sql(&before, "update contact set mobile = '+33612345678', mobile_confirmed_at = 1 where id = 3");
	browser_send(&before, NULL, sign_in_post, known);
	browser_sql(&before, "insert into sms_failure (id, at, tripped) values (1, 9000000000000000, 1)");
	assert_int_equal(browser_send(&before, NULL, code_post,
				      browser_field(&before, "code", browser_from_message(&before, "#"))),
			 422);
	browser_send(&after, NULL, sign_in_post, known);
	assert_string_equal(browser_text(&after, "select channel from message where id > $1 order by id desc limit 1"),
			    "mail");
	assert_int_equal(browser_send(&after, NULL, code_post, browser_code(&after)), 303);
}

static void
fall_back(struct tx *tx, void *data)
{
	const struct house *house = data;
	int64_t id = db_get_int(tx, 0, "select id from message where id > $1", db_int(0));

	code_fall_back(house, tx, &(struct event){.kind = "message.failed", .object = id, .title = "sms_sign_in_code"});
}

TEST_BOTH_ENGINES_WITH(portal_world_make, a_failed_sms_is_followed_by_a_mail_that_says_so)
{
	struct browser browser = browser_new(db, arena);

	browser_sql(&browser, "update contact set mobile = '+33612345678', mobile_confirmed_at = 1 where id = 3");
	browser_send(&browser, NULL, sign_in_post, known);
	assert_int_equal(db_write(db, arena, fall_back, (void *)browser.house), DB_FINE);
	assert_string_equal(browser_from_message(&browser, "could not be "), "delivered");
	assert_int_equal(browser_send(&browser, NULL, code_post, browser_code(&browser)), 303);
}

TEST_BOTH_ENGINES_WITH(portal_world_make, a_mobile_number_is_confirmed_by_its_code_and_the_old_channel_is_told)
{
	struct browser browser = browser_new(db, arena);

	browser.viewer = (struct viewer){
		.kind = VIEWER_CLIENT, .session = 77, .contact = 3, .client = 5, .name = "Marie", .theme = ""};
	assert_int_equal(browser_send(&browser, NULL, mobile_page, ""), 200);
	assert_int_equal(browser_send(&browser, NULL, mobile_post, "mobile=12"), 422);
	assert_int_equal(browser_send(&browser, NULL, mobile_post, "mobile=06+12+34+56+78"), 303);
	assert_string_equal(browser_text(&browser, "select to_address from message where id > $1"), "+33612345678");
	assert_int_equal(browser_send(&browser, NULL, mobile_code_page, ""), 200);
	assert_int_equal(browser_send(&browser, NULL, mobile_code_post, "code=00000"), 422);
	assert_int_equal(browser_send(&browser, NULL, mobile_code_post,
				      browser_field(&browser, "code", browser_from_message(&browser, "#"))),
			 303);
	assert_string_equal(browser_text(&browser, "select mobile from contact where mobile_confirmed_at is not null "
						   "and id > $1"),
			    "+33612345678");
	assert_string_equal(browser_text(&browser, "select kind from message where id > $1 order by id desc limit 1"),
			    "mail_mobile_changed");
	assert_int_equal(browser_send(&browser, NULL, mobile_remove_post, ""), 303);
	assert_null(browser_text(&browser, "select mobile from contact where id > $1"));
	assert_string_equal(browser_text(&browser, "select kind from message where id > $1 order by id desc limit 1"),
			    "sms_mobile_changed");
}

TEST_BOTH_ENGINES_WITH(portal_world_make, the_way_out_ends_the_session)
{
	struct browser browser = browser_new(db, arena);

	browser_send(&browser, NULL, sign_in_post, known);
	browser_send(&browser, NULL, code_post, browser_code(&browser));
	browser.viewer = (struct viewer){.kind = VIEWER_CLIENT,
					 .session = browser_number(&browser, "select id from session where id > $1"),
					 .contact = 3,
					 .client = 5,
					 .name = "Marie",
					 .theme = ""};
	assert_int_equal(browser_send(&browser, NULL, sign_out_post, ""), 303);
	assert_int_equal(browser_number(&browser, "select count(*) from session where id > $1"), 0);
	assert_true(browser.reply.store_nothing);
}
