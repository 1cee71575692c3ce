/* sign_in_web_test: the pages of signing in, from the address to the session, and what they do not tell. */
#include "portals/handlers.h"
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

/* A browser before the portal: its cookies, and what it was answered last. */
struct browser {
	const struct house *house;
	struct arena *arena;
	const char *sign_in, *device; /* cookies */
	struct request *rq;
	struct reply reply;
	struct reply (*handler)(struct request *rq);
	const char *token; /* of the link's path */
	const char *page;  /* printed */
	struct viewer viewer;
	bool json;
};

static void
fill(struct tx *tx, void *data)
{
	(void)data;
	db_run(tx, "insert into company (id, name, legal_name, country, colour, invoice_prefix, credit_prefix, "
		   "payment_days, created_at, version) values (1, 'Maison Essai', 'Maison Essai', 'FR', '#0f766e', "
		   "'F', 'A', 30, 1, 1)");
	db_run(tx, "insert into portal (id, address, name, company_id, created_at) "
		   "values (1, 'demo', 'Maison Essai', 1, 1)");
	db_run(tx, "insert into contact (id, first_name, last_name, name_key, email, theme, created_at, version) "
		   "values (3, 'Marie', 'Durand', 'durand marie', 'marie.durand@example.fr', '', 1, 1)");
	db_run(tx, "insert into client (id, number, kind, name, name_key, company_id, country, test, created_at, "
		   "version) values (5, 'C-00005', 'company', 'Durand SARL', 'durand sarl', 1, 'FR', 0, 1, 1), "
		   "(6, 'C-00006', 'household', 'Famille Durand', 'famille durand', 1, 'FR', 0, 1, 1)");
	db_run(tx, "insert into client_contact (client_id, contact_id, created_at) values (5, 3, 1)");
}

static void
prepare(struct db *db, struct arena *arena)
{
	house_migrate(db, arena);
	assert_int_equal(db_write(db, arena, fill, NULL), DB_FINE);
}

static struct browser
new_browser(struct db *db, struct arena *arena)
{
	struct config config = {.demo = true};

	return (struct browser){.house = house_for_test(arena, db, &config), .arena = arena};
}

static const char *
cookies_of(const struct browser *browser)
{
	return arena_printf(browser->arena, "sign_in=%s; device=%s", browser->sign_in == NULL ? "" : browser->sign_in,
			    browser->device == NULL ? "" : browser->device);
}

static void
run(struct tx *tx, void *data)
{
	struct browser *browser = data;
	struct request *rq = browser->rq;

	rq->tx = tx;
	rq->portal = portal_of_address(tx, "demo", "espace.example.fr");
	browser->reply = browser->handler(rq);
	if (browser->reply.status >= 400 && !browser->reply.keep)
		tx_refuse(tx);
}

/* Sends fields to a page and takes over the cookies of its answer. */
static int
send(struct browser *browser, struct reply (*handler)(struct request *rq), const char *fields)
{
	const char *sign_in, *device;

	browser->rq = request_for_test(browser->house, browser->arena, fields, cookies_of(browser));
	browser->rq->wants_json = browser->json;
	if (browser->viewer.kind != VIEWER_NOBODY)
		browser->rq->viewer = &browser->viewer;
	if (browser->token != NULL) {
		browser->rq->path.count = 2;
		browser->rq->path.parameters[1].name = STR("token");
		browser->rq->path.parameters[1].value = str_of(browser->token);
	}
	browser->handler = handler;
	assert_true(db_write(browser->house->db, browser->arena, run, browser) != DB_BROKEN);
	sign_in = reply_cookie_value(&browser->reply, SIGN_IN_COOKIE);
	device = reply_cookie_value(&browser->reply, DEVICE_COOKIE);
	if (sign_in != NULL)
		browser->sign_in = sign_in;
	if (device != NULL)
		browser->device = device;
	if (browser->reply.kind == REPLY_PAGE && !browser->json)
		browser->page = page_for_test(browser->rq, &browser->reply);
	return browser->reply.status;
}

static const char *
text_of(struct browser *browser, const char *sql)
{
	struct tx *tx = db_read(browser->house->db, browser->arena);
	const char *text = db_get_text(tx, sql, db_int(0));

	db_read_end(tx);
	return text;
}

static int64_t
number_of(struct browser *browser, const char *sql)
{
	struct tx *tx = db_read(browser->house->db, browser->arena);
	int64_t number = db_get_int(tx, -1, sql, db_int(0));

	db_read_end(tx);
	return number;
}

static void
change(struct tx *tx, void *data)
{
	db_run(tx, data);
}

static void
sql(struct browser *browser, const char *statement)
{
	assert_int_equal(db_write(browser->house->db, browser->arena, change, (void *)statement), DB_FINE);
}

/* What the newest message says after `before`, up to the next blank. */
static const char *
from_message(struct browser *browser, const char *before)
{
	const char *body = text_of(browser, "select body_text from message where id > $1 order by id desc limit 1");
	const char *at;

	assert_non_null(body);
	at = strstr(body, before);
	assert_non_null(at);
	at += strlen(before);
	return arena_text_of(browser->arena, at, strcspn(at, " \n."));
}

static const char *
mailed_code(struct browser *browser)
{
	return from_message(browser, "\n    ");
}

static const char *
field(struct browser *browser, const char *name, const char *value)
{
	return arena_printf(browser->arena, "%s=%s", name, value);
}

TEST_BOTH_ENGINES_WITH(prepare, a_client_signs_in_with_the_mailed_code)
{
	struct browser browser = new_browser(db, arena);

	assert_int_equal(send(&browser, sign_in_post, known), 303);
	assert_string_equal(browser.reply.location, "/p/demo/sign-in/code");
	assert_int_equal(send(&browser, code_page, ""), 200);
	assert_non_null(strstr(browser.page, "marie.durand@example.fr"));
	assert_int_equal(send(&browser, code_post, field(&browser, "code", mailed_code(&browser))), 303);
	assert_string_equal(browser.reply.location, "/p/demo/");
	assert_non_null(reply_cookie_value(&browser.reply, PORTAL_COOKIE));
	assert_non_null(browser.device);
	assert_int_equal(number_of(&browser, "select client_id from session where id > $1"), 5);
	assert_int_equal(number_of(&browser, "select count(*) from sign_in where id > $1"), 0);
	assert_int_equal(number_of(&browser, "select count(*) from device where id > $1"), 1);
}

TEST_BOTH_ENGINES_WITH(prepare, the_same_works_as_json)
{
	struct browser browser = new_browser(db, arena);
	struct builder json = builder_new(arena, 0);

	browser.json = true;
	assert_int_equal(send(&browser, sign_in_post, known), 200);
	doc_print_json(browser.reply.document, NULL, &json);
	assert_string_equal(builder_text(&json), "{\"state\":\"code_sent\",\"resend_in\":30}");
	assert_int_equal(send(&browser, code_post, field(&browser, "code", mailed_code(&browser))), 200);
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

TEST_BOTH_ENGINES_WITH(prepare, an_unknown_address_sees_the_same_pages_to_the_byte)
{
	struct browser here = new_browser(db, arena), nowhere = new_browser(db, arena);

	assert_int_equal(send(&here, sign_in_post, known), send(&nowhere, sign_in_post, unknown));
	assert_string_equal(here.reply.location, nowhere.reply.location);
	assert_int_equal(here.reply.cookie_count, nowhere.reply.cookie_count);
	for (int i = 0; i <= SHOWN_TRIES + 1; i++) {
		send(&here, code_page, "");
		send(&nowhere, code_page, "");
		assert_same_pages(&here, &nowhere);
		send(&here, code_post, "code=00000000");
		send(&nowhere, code_post, "code=00000000");
		assert_int_equal(here.reply.status, 422);
		assert_same_pages(&here, &nowhere);
	}
	send(&here, resend_post, "channel=mail");
	send(&nowhere, resend_post, "channel=mail");
	assert_int_equal(here.reply.status, 429);
	assert_same_pages(&here, &nowhere);
	assert_int_equal(number_of(&here, "select count(*) from message where id > $1"), 1);
}

TEST_BOTH_ENGINES_WITH(prepare, a_number_does_not_show_in_how_often_one_may_try)
{
	struct browser here = new_browser(db, arena), nowhere = new_browser(db, arena);
	const char *code;

	sql(&here, "update contact set mobile = '+33612345678', mobile_confirmed_at = 1 where id = 3");
	send(&here, sign_in_post, known);
	send(&nowhere, sign_in_post, unknown);
	assert_string_equal(text_of(&here, "select channel from message where id > $1"), "sms");
	code = from_message(&here, "#");
	for (int i = 0; i < SHOWN_TRIES; i++) {
		/* The right code comes fourth: too late for six digits. */
		send(&here, code_post, i == SMS_TRIES ? field(&here, "code", code) : "code=000000");
		send(&nowhere, code_post, "code=000000");
		assert_same_pages(&here, &nowhere);
	}
	assert_int_equal(number_of(&here, "select count(*) from session where id > $1"), 0);
}

TEST_BOTH_ENGINES_WITH(prepare, the_code_goes_by_sms_only_to_a_confirmed_number)
{
	struct browser browser = new_browser(db, arena);

	sql(&browser, "update contact set mobile = '+33612345678' where id = 3");
	send(&browser, sign_in_post, known);
	assert_string_equal(text_of(&browser, "select channel from message where id > $1 order by id desc limit 1"),
			    "mail");
	sql(&browser, "update contact set mobile_confirmed_at = 1 where id = 3");
	send(&browser, sign_in_post, known);
	assert_string_equal(text_of(&browser, "select channel from message where id > $1 order by id desc limit 1"),
			    "sms");
	assert_string_equal(from_message(&browser, "@"), "espace");
	assert_int_equal(send(&browser, code_post, field(&browser, "code", from_message(&browser, "#"))), 303);
}

TEST_BOTH_ENGINES_WITH(prepare, another_code_comes_after_half_a_minute_and_kills_the_first)
{
	struct browser browser = new_browser(db, arena);
	const char *first;

	send(&browser, sign_in_post, known);
	first = mailed_code(&browser);
	assert_int_equal(send(&browser, resend_post, "channel=again"), 429);
	clock_shift(31 * SECOND_MS);
	assert_int_equal(send(&browser, resend_post, "channel=again"), 303);
	assert_int_equal(send(&browser, code_post, field(&browser, "code", first)), 422);
	assert_int_equal(send(&browser, resend_post, "channel=again"), 429); /* a minute now */
	assert_int_equal(send(&browser, code_post, field(&browser, "code", mailed_code(&browser))), 303);
	clock_shift(0);
}

TEST_BOTH_ENGINES_WITH(prepare, the_sixth_code_of_an_hour_is_refused_for_any_address)
{
	struct browser here = new_browser(db, arena), nowhere = new_browser(db, arena);

	for (int i = 0; i < 5; i++) {
		assert_int_equal(send(&here, sign_in_post, known), 303);
		assert_int_equal(send(&nowhere, sign_in_post, unknown), 303);
	}
	assert_int_equal(send(&here, sign_in_post, "email=marie.durand%40example.fr"), 429);
	assert_int_equal(send(&nowhere, sign_in_post, unknown), 429);
	assert_same_pages(&here, &nowhere);
}

TEST_BOTH_ENGINES_WITH(prepare, a_stranger_cannot_lock_out_a_known_device)
{
	struct browser own = new_browser(db, arena), stranger = new_browser(db, arena);

	send(&own, sign_in_post, known);
	assert_int_equal(send(&own, code_post, field(&own, "code", mailed_code(&own))), 303);
	for (int i = 0; i < 6; i++)
		send(&stranger, sign_in_post, known);
	assert_int_equal(stranger.reply.status, 429);
	assert_int_equal(send(&own, sign_in_post, known), 303);
	assert_int_equal(send(&own, code_post, field(&own, "code", mailed_code(&own))), 303);
}

TEST_BOTH_ENGINES_WITH(prepare, a_code_is_bound_to_the_browser_that_asked)
{
	struct browser victim = new_browser(db, arena), thief = new_browser(db, arena);

	send(&victim, sign_in_post, known);
	send(&thief, sign_in_post, unknown);
	assert_int_equal(send(&thief, code_post, field(&thief, "code", mailed_code(&victim))), 422);
	thief.sign_in = NULL;
	assert_int_equal(send(&thief, code_post, field(&thief, "code", mailed_code(&victim))), 303);
	assert_string_equal(thief.reply.location, "/p/demo/sign-in");
	assert_int_equal(send(&victim, code_post, field(&victim, "code", mailed_code(&victim))), 303);
}

TEST_BOTH_ENGINES_WITH(prepare, the_link_signs_in_by_its_button_once_on_any_device)
{
	struct browser desk = new_browser(db, arena), phone = new_browser(db, arena);

	send(&desk, sign_in_post, arena_printf(arena, "%s&next=%%2Fp%%2Fdemo%%2Finvoices", known));
	phone.token = from_message(&desk, "/sign-in/link/");
	assert_int_equal(send(&phone, link_page, ""), 200);
	assert_int_equal(send(&phone, link_page, ""), 200); /* a mail scanner opened it */
	assert_int_equal(send(&phone, link_post, ""), 303);
	assert_string_equal(phone.reply.location, "/p/demo/invoices");
	assert_non_null(reply_cookie_value(&phone.reply, PORTAL_COOKIE));
	assert_int_equal(send(&phone, link_post, ""), 410);
	assert_int_equal(send(&phone, link_page, ""), 410);
	assert_int_equal(send(&desk, code_post, "code=00000000"), 303); /* used up: start again */
}

TEST_BOTH_ENGINES_WITH(prepare, links_elsewhere_are_not_followed)
{
	static const char *const hostile[] = {"https%3A%2F%2Fevil.example", "%2F%2Fevil.example",
					      "%2Fp%2Fdemo%2F%2Fevil", "%2Fp%2Fdemo%2F%5Cevil", "%2Fp%2Fdemolition%2F"};

	for (size_t i = 0; i < sizeof hostile / sizeof hostile[0]; i++) {
		struct browser browser = new_browser(db, arena);

		send(&browser, sign_in_post, arena_printf(arena, "%s&next=%s", known, hostile[i]));
		send(&browser, code_post, field(&browser, "code", mailed_code(&browser)));
		assert_string_equal(browser.reply.location, "/p/demo/");
	}
}

TEST_BOTH_ENGINES_WITH(prepare, refusals_say_why_only_after_the_proof)
{
	struct browser browser = new_browser(db, arena);

	sql(&browser, "update contact set blocked_at = 1 where id = 3");
	assert_int_equal(send(&browser, sign_in_post, known), 303);
	assert_int_equal(send(&browser, code_post, field(&browser, "code", mailed_code(&browser))), 403);
	assert_non_null(strstr(browser.page, "Your access was closed."));
	assert_null(reply_cookie_value(&browser.reply, PORTAL_COOKIE));
	sql(&browser, "update contact set blocked_at = null where id = 3");
	sql(&browser, "delete from client_contact where contact_id = 3");
	send(&browser, sign_in_post, known);
	assert_int_equal(send(&browser, code_post, field(&browser, "code", mailed_code(&browser))), 403);
	assert_non_null(strstr(browser.page, "not linked to any client account"));
	assert_int_equal(number_of(&browser, "select count(*) from session where id > $1"), 0);
	assert_int_equal(number_of(&browser, "select count(*) from audit where refused = 1 and action = "
					     "'portal.sign_in' and seq > $1"),
			 2);
}

TEST_BOTH_ENGINES_WITH(prepare, a_closed_portal_says_so)
{
	struct browser browser = new_browser(db, arena);

	sql(&browser, "update feature_switch set is_on = 0 where name = 'portal'");
	assert_int_equal(send(&browser, sign_in_post, known), 503);
	assert_non_null(strstr(browser.page, "closed for now"));
	assert_int_equal(number_of(&browser, "select count(*) from message where id > $1"), 0);
}

TEST_BOTH_ENGINES_WITH(prepare, who_has_several_clients_chooses)
{
	struct browser browser = new_browser(db, arena);
	char id[ID_LENGTH + 1];

	sql(&browser, "insert into client_contact (client_id, contact_id, created_at) values (6, 3, 1)");
	send(&browser, sign_in_post, known);
	send(&browser, code_post, field(&browser, "code", mailed_code(&browser)));
	assert_string_equal(browser.reply.location, "/p/demo/clients?next=%2Fp%2Fdemo%2F");
	assert_int_equal(number_of(&browser, "select count(*) from session where client_id is null and id > $1"), 1);
	browser.viewer = (struct viewer){.kind = VIEWER_CLIENT,
					 .session = number_of(&browser, "select id from session where id > $1"),
					 .contact = 3,
					 .name = "Marie Durand",
					 .theme = ""};
	assert_int_equal(send(&browser, clients_page, ""), 200);
	assert_non_null(strstr(browser.page, "Famille Durand"));
	id_print(id, 7);
	assert_int_equal(send(&browser, clients_post, field(&browser, "client", id)), 422);
	id_print(id, 6);
	assert_int_equal(send(&browser, clients_post, field(&browser, "client", id)), 303);
	assert_int_equal(number_of(&browser, "select client_id from session where id > $1"), 6);
}

TEST_BOTH_ENGINES_WITH(prepare, guessing_at_codes_by_sms_stops_them_for_strangers)
{
	struct browser before = new_browser(db, arena), after = new_browser(db, arena);

	sql(&before, "update contact set mobile = '+33612345678', mobile_confirmed_at = 1 where id = 3");
	send(&before, sign_in_post, known);
	sql(&before, "insert into sms_failure (id, at, tripped) values (1, 9000000000000000, 1)");
	assert_int_equal(send(&before, code_post, field(&before, "code", from_message(&before, "#"))), 422);
	send(&after, sign_in_post, known);
	assert_string_equal(text_of(&after, "select channel from message where id > $1 order by id desc limit 1"),
			    "mail");
	assert_int_equal(send(&after, code_post, field(&after, "code", mailed_code(&after))), 303);
}

static void
fall_back(struct tx *tx, void *data)
{
	const struct house *house = data;
	int64_t id = db_get_int(tx, 0, "select id from message where id > $1", db_int(0));

	code_fall_back(house, tx, &(struct event){.kind = "message.failed", .object = id, .title = "sms_sign_in_code"});
}

TEST_BOTH_ENGINES_WITH(prepare, a_failed_sms_is_followed_by_a_mail_that_says_so)
{
	struct browser browser = new_browser(db, arena);

	sql(&browser, "update contact set mobile = '+33612345678', mobile_confirmed_at = 1 where id = 3");
	send(&browser, sign_in_post, known);
	assert_int_equal(db_write(db, arena, fall_back, (void *)browser.house), DB_FINE);
	assert_string_equal(from_message(&browser, "could not be "), "delivered");
	assert_int_equal(send(&browser, code_post, field(&browser, "code", mailed_code(&browser))), 303);
}

TEST_BOTH_ENGINES_WITH(prepare, a_mobile_number_is_confirmed_by_its_code_and_the_old_channel_is_told)
{
	struct browser browser = new_browser(db, arena);

	browser.viewer = (struct viewer){
		.kind = VIEWER_CLIENT, .session = 77, .contact = 3, .client = 5, .name = "Marie", .theme = ""};
	assert_int_equal(send(&browser, mobile_page, ""), 200);
	assert_int_equal(send(&browser, mobile_post, "mobile=12"), 422);
	assert_int_equal(send(&browser, mobile_post, "mobile=06+12+34+56+78"), 303);
	assert_string_equal(text_of(&browser, "select to_address from message where id > $1"), "+33612345678");
	assert_int_equal(send(&browser, mobile_code_page, ""), 200);
	assert_int_equal(send(&browser, mobile_code_post, "code=00000"), 422);
	assert_int_equal(send(&browser, mobile_code_post, field(&browser, "code", from_message(&browser, "#"))), 303);
	assert_string_equal(text_of(&browser, "select mobile from contact where mobile_confirmed_at is not null "
					      "and id > $1"),
			    "+33612345678");
	assert_string_equal(text_of(&browser, "select kind from message where id > $1 order by id desc limit 1"),
			    "mail_mobile_changed");
	assert_int_equal(send(&browser, mobile_remove_post, ""), 303);
	assert_null(text_of(&browser, "select mobile from contact where id > $1"));
	assert_string_equal(text_of(&browser, "select kind from message where id > $1 order by id desc limit 1"),
			    "sms_mobile_changed");
}

TEST_BOTH_ENGINES_WITH(prepare, the_way_out_ends_the_session)
{
	struct browser browser = new_browser(db, arena);

	send(&browser, sign_in_post, known);
	send(&browser, code_post, field(&browser, "code", mailed_code(&browser)));
	browser.viewer = (struct viewer){.kind = VIEWER_CLIENT,
					 .session = number_of(&browser, "select id from session where id > $1"),
					 .contact = 3,
					 .client = 5,
					 .name = "Marie",
					 .theme = ""};
	assert_int_equal(send(&browser, sign_out_post, ""), 303);
	assert_int_equal(number_of(&browser, "select count(*) from session where id > $1"), 0);
	assert_true(browser.reply.store_nothing);
}
