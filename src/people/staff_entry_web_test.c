/* staff_entry_web_test: the console's door from the first page to the session: what it says, counts and refuses. */
#include "people/handlers.h"

#include "base/arena.h"
#include "base/test.h"
#include "core/house_test.h"
#include "core/session.h"
#include "core/session_store.h"
#include "db/db_testing.h"
#include "outbox/outbox.h"
#include "people/confirmation.h"
#include "people/credential.h"
#include "people/staff_limit_web.h"
#include "rights/rights.h"
#include "sys/clock.h"

#include <stdio.h>
#include <string.h>

#define RIGHT "email=Lea%40example.fr&password=tasse-lundi-violet"
#define WRONG "email=lea%40example.fr&password=tasse-mardi-violet"

static const char secret[] = "12345678901234567890";

/* A browser before the console, and what it was answered last. */
struct browser {
	const struct house *house;
	struct arena *arena;
	const char *device;   /* cookie */
	struct viewer viewer; /* of its session */
	const char *token;    /* of the link's path */
	struct request *rq;
	struct reply (*handler)(struct request *rq);
	struct reply reply;
	const char *page;
};

static void
fill(struct tx *tx, void *data)
{
	struct arena *arena = tx_arena(tx);

	(void)data;
	staff_create(tx, &(struct staff_new){.email = "lea@example.fr",
					     .name = "Léa",
					     .profile_id = profile_id_of(PROFILE_ADMINISTRATOR),
					     .password_hash = password_hash(arena, "tasse-lundi-violet")});
	staff_create(tx, &(struct staff_new){.email = "new@example.fr",
					     .name = "New",
					     .profile_id = profile_id_of(PROFILE_READER)});
}

static void
prepare(struct db *db, struct arena *arena)
{
	static const struct access_rule *rules[2];
	static size_t counts[2];

	rules[0] = people.access;
	counts[0] = people.access_count;
	rules[1] = outbox.access;
	counts[1] = outbox.access_count;
	access_start(rules, counts, 2);
	house_migrate(db, arena);
	assert_int_equal(db_write(db, arena, fill, NULL), DB_FINE);
}

static void
run(struct tx *tx, void *data)
{
	struct browser *browser = data;

	browser->rq->tx = tx;
	browser->rq->rights = rights_now(browser->house, tx);
	form_start_over(browser->rq->form);
	browser->reply = browser->handler(browser->rq);
	if (browser->reply.status >= 400 && !browser->reply.keep)
		tx_refuse(tx);
}

/* Who the cookie of the answer makes of the browser, as admission would find out. */
static void
take_session(struct browser *browser)
{
	const char *token = reply_cookie_value(&browser->reply, CONSOLE_COOKIE);
	const struct session_viewer *found;
	struct hash hash;
	struct tx *tx;

	if (token == NULL)
		return;
	hash = sha256(str_of(token));
	tx = db_read(browser->house->db, browser->arena);
	found = session_of_console(tx, &hash, clock_now());
	db_read_end(tx);
	browser->viewer = (struct viewer){.theme = ""};
	if (found == NULL)
		return;
	browser->viewer = (struct viewer){.kind = found->half ? VIEWER_NOBODY : VIEWER_STAFF,
					  .session = found->id,
					  .staff = found->staff_id,
					  .profile = profile_of_id(found->profile_id),
					  .profile_id = found->profile_id,
					  .name = found->staff_name,
					  .email = found->staff_email,
					  .theme = "",
					  .signed_in_at = found->created_at};
}

/* Sends fields the way the dispatcher does: slow work first, then the handler in its transaction. */
static int
send(struct browser *browser, void (*slow)(struct request *rq), struct reply (*handler)(struct request *rq),
     const char *fields)
{
	const char *device;

	browser->rq = request_for_test(
		browser->house, browser->arena, fields,
		browser->device == NULL ? NULL
					: arena_printf(browser->arena, STAFF_DEVICE_COOKIE "=%s", browser->device));
	browser->rq->viewer = &browser->viewer;
	browser->rq->path.count = 1;
	browser->rq->path.parameters[0].name = STR("token");
	browser->rq->path.parameters[0].value = str_of(browser->token);
	browser->handler = handler;
	if (slow != NULL)
		slow(browser->rq);
	assert_true(db_write(browser->house->db, browser->arena, run, browser) != DB_BROKEN);
	device = reply_cookie_value(&browser->reply, STAFF_DEVICE_COOKIE);
	if (device != NULL)
		browser->device = device;
	take_session(browser);
	if (browser->reply.kind == REPLY_PAGE)
		browser->page = page_for_test(browser->rq, &browser->reply);
	return browser->reply.status;
}

static int
sign_in(struct browser *browser, const char *fields)
{
	return send(browser, staff_sign_in_prepare, staff_sign_in_post, fields);
}

static struct browser
new_browser(struct db *db, struct arena *arena)
{
	return (struct browser){.house = house_for_test(arena, db, NULL), .arena = arena, .viewer.theme = ""};
}

struct factor {
	const struct house *house;
	const char *codes[RECOVERY_CODES];
};

static void
turn_factor_on(struct tx *tx, void *data)
{
	struct factor *factor = data;
	int64_t lea = staff_of_email(tx, "lea@example.fr")->id;

	totp_begin(tx, lea, totp_seal(tx_arena(tx), &factor->house->keys.secret, lea, STR("12345678901234567890")));
	totp_turn_on(tx, lea);
	recovery_codes_create(tx, &factor->house->keys.code, lea, factor->codes);
}

/* The present code, found as a thief would have to. */
static const char *
present_code(struct arena *arena)
{
	int64_t step;

	for (int code = 0; code < 1000000; code++) {
		char text[8];

		snprintf(text, sizeof text, "%06d", code);
		if (totp_matches(str_of(secret), text, clock_now(), &step))
			return arena_text(arena, text);
	}
	fail_msg("no code matches");
	return NULL;
}

static int64_t
number_of(struct browser *browser, const char *sql)
{
	struct tx *tx = db_read(browser->house->db, browser->arena);
	int64_t number = db_get_int_call(tx, -1, &(struct db_call){.sql = sql});

	db_read_end(tx);
	return number;
}

/* ---- address and password ---- */

TEST_BOTH_ENGINES_WITH(prepare, the_right_password_opens_and_the_journal_knows)
{
	struct browser browser = new_browser(db, arena);

	assert_int_equal(sign_in(&browser, RIGHT "&next=/console/staff"), 303);
	assert_string_equal(browser.reply.location, "/console/staff");
	assert_int_equal(browser.viewer.kind, VIEWER_STAFF);
	assert_int_equal(number_of(&browser, "select count(*) from audit where action = 'staff.sign_in'"), 1);
	assert_int_equal(sign_in(&browser, RIGHT "&next=//evil.example/console/"), 303);
	assert_string_equal(browser.reply.location, "/console/");
	assert_int_equal(number_of(&browser, "select count(*) from session"), 1);
}

TEST_BOTH_ENGINES_WITH(prepare, unknown_wrong_and_not_yet_chosen_look_the_same)
{
	struct browser browser = new_browser(db, arena);
	const char *wrong;

	assert_int_equal(sign_in(&browser, "email=x%40example.fr&password=tasse-lundi-violet"), 422);
	wrong = browser.page;
	assert_null(strstr(wrong, "tasse-lundi-violet"));
	assert_int_equal(sign_in(&browser, "email=x%40example.fr&password="), 422);
	assert_string_not_equal(browser.page, wrong);
	assert_int_equal(sign_in(&browser, "email=lea%40example.fr&password=nope"), 422);
	assert_int_equal(strlen(browser.page), strlen(wrong) + strlen("lea") - strlen("x"));
	assert_int_equal(sign_in(&browser, "email=new%40example.fr&password=nope"), 422);
	assert_int_equal(strlen(browser.page), strlen(wrong) + strlen("new") - strlen("x"));
	assert_int_equal(number_of(&browser,
				   "select count(*) from audit where action = 'staff.sign_in_refused' and refused = 1"),
			 3);
}

TEST_BOTH_ENGINES_WITH(prepare, guessing_ends_but_not_for_the_owners_own_browser)
{
	struct browser thief = new_browser(db, arena), owner = new_browser(db, arena);

	assert_int_equal(sign_in(&owner, RIGHT), 303);
	assert_non_null(owner.device);
	for (int i = 0; i < 10; i++)
		assert_int_equal(sign_in(&thief, WRONG), 422);
	assert_int_equal(sign_in(&thief, RIGHT), 429);
	assert_non_null(strstr(thief.page, "Too many tries."));
	assert_int_equal(sign_in(&owner, RIGHT), 303);
	thief.device = arena_printf(arena, "%.*sx", 50, owner.device);
	assert_int_equal(sign_in(&thief, RIGHT), 429);
	clock_shift(2 * MINUTE_MS);
	assert_int_equal(sign_in(&thief, WRONG), 422);
	clock_shift(0);
}

static void
close_lea(struct tx *tx, void *data)
{
	(void)data;
	staff_disable(tx, staff_of_email(tx, "lea@example.fr")->id, clock_now());
}

TEST_BOTH_ENGINES_WITH(prepare, a_closed_account_learns_it_after_the_password_only)
{
	struct browser browser = new_browser(db, arena);

	assert_int_equal(db_write(db, arena, close_lea, NULL), DB_FINE);
	assert_int_equal(sign_in(&browser, WRONG), 422);
	assert_null(strstr(browser.page, "closed"));
	assert_int_equal(sign_in(&browser, RIGHT), 422);
	assert_non_null(strstr(browser.page, "Your account was closed."));
	assert_int_equal(number_of(&browser, "select count(*) from session"), 0);
}

/* ---- second factor ---- */

TEST_BOTH_ENGINES_WITH(prepare, the_second_factor_completes_a_half_session_once_a_code)
{
	struct browser browser = new_browser(db, arena), thief = browser;
	struct factor factor = {.house = browser.house};
	const char *code = present_code(arena);

	assert_int_equal(db_write(db, arena, turn_factor_on, &factor), DB_FINE);
	assert_int_equal(sign_in(&browser, RIGHT "&next=/console/staff"), 303);
	assert_string_equal(browser.reply.location, "/console/sign-in/code?next=%2Fconsole%2Fstaff");
	assert_int_equal(browser.viewer.kind, VIEWER_NOBODY);
	assert_null(browser.device);
	assert_int_equal(send(&browser, NULL, staff_code_post, "code=000000x"), 422);
	assert_int_equal(send(&browser, NULL, staff_code_post, arena_printf(arena, "code=%s", code)), 303);
	assert_int_equal(browser.viewer.kind, VIEWER_STAFF);
	assert_int_equal(sign_in(&thief, RIGHT), 303);
	assert_int_equal(send(&thief, NULL, staff_code_post, arena_printf(arena, "code=%s", code)), 422);
	assert_int_equal(thief.viewer.kind, VIEWER_NOBODY);
}

TEST_BOTH_ENGINES_WITH(prepare, five_wrong_codes_end_the_half_session)
{
	struct browser browser = new_browser(db, arena);
	struct factor factor = {.house = browser.house};

	assert_int_equal(db_write(db, arena, turn_factor_on, &factor), DB_FINE);
	assert_int_equal(sign_in(&browser, RIGHT), 303);
	for (int i = 0; i < 5; i++)
		assert_int_equal(send(&browser, NULL, staff_code_post, "code=AAAAA-AAAAA"), 422);
	assert_int_equal(send(&browser, NULL, staff_code_post, arena_printf(arena, "code=%s", factor.codes[0])), 303);
	assert_string_equal(browser.reply.location, "/console/sign-in");
	assert_int_equal(number_of(&browser, "select count(*) from session"), 0);
}

TEST_BOTH_ENGINES_WITH(prepare, a_known_password_gives_no_new_tries_for_the_code)
{
	struct browser browser = new_browser(db, arena);
	struct factor factor = {.house = browser.house};

	assert_int_equal(db_write(db, arena, turn_factor_on, &factor), DB_FINE);
	for (int round = 0; round < 2; round++) {
		assert_int_equal(sign_in(&browser, RIGHT), 303);
		for (int i = 0; i < 5; i++)
			assert_int_equal(send(&browser, NULL, staff_code_post, "code=AAAAA-AAAAA"), 422);
	}
	assert_int_equal(sign_in(&browser, RIGHT), 303);
	assert_int_equal(send(&browser, NULL, staff_code_post, arena_printf(arena, "code=%s", factor.codes[0])), 303);
	assert_string_equal(browser.reply.location, "/console/sign-in");
}

/* ---- what asks for the password again ---- */

TEST_BOTH_ENGINES_WITH(prepare, after_a_while_grave_actions_ask_for_the_password)
{
	static const char form[] = "name=Max&email=max%40example.fr&profile=reader";
	struct browser browser = new_browser(db, arena);

	assert_int_equal(sign_in(&browser, RIGHT), 303);
	assert_int_equal(send(&browser, confirmation_prepare, token_create_post, "name=A&scope=read&life=30"), 200);
	clock_shift(20 * MINUTE_MS);
	assert_int_equal(send(&browser, confirmation_prepare, staff_create_post, form), 422);
	assert_non_null(strstr(browser.page, "Please type your current password."));
	assert_int_equal(send(&browser, confirmation_prepare, token_create_post, "name=A&scope=read&life=30"), 422);
	assert_int_equal(send(&browser, confirmation_prepare, second_factor_begin_post, "password=nope"), 422);
	assert_int_equal(send(&browser, confirmation_prepare, staff_create_post,
			      arena_printf(arena, "%s&password=tasse-lundi-violet", form)),
			 303);
	clock_shift(0);
	assert_int_equal(number_of(&browser, "select count(*) from message where kind = 'mail_staff_invitation'"), 1);
}

TEST_BOTH_ENGINES_WITH(prepare, changing_the_password_asks_for_it_and_ends_other_sessions)
{
	struct browser browser = new_browser(db, arena), other = browser;

	assert_int_equal(sign_in(&browser, RIGHT), 303);
	assert_int_equal(sign_in(&other, RIGHT), 303);
	assert_int_equal(send(&browser, account_password_prepare, account_password_post,
			      "password=nope&new_password=zebre-lampe-carton"),
			 422);
	assert_int_equal(send(&browser, account_password_prepare, account_password_post,
			      "password=tasse-lundi-violet&new_password=short"),
			 422);
	assert_int_equal(send(&browser, account_password_prepare, account_password_post,
			      "password=tasse-lundi-violet&new_password=zebre-lampe-carton"),
			 303);
	assert_int_equal(browser.viewer.kind, VIEWER_STAFF);
	assert_int_equal(number_of(&browser, "select count(*) from session"), 1);
	assert_int_equal(sign_in(&other, RIGHT), 422);
}

/* ---- links ---- */

static void
add_link(struct tx *tx, void *data)
{
	struct browser *browser = data;

	browser->token = password_link_create(tx, staff_of_email(tx, "new@example.fr")->id, reset_life_ms);
}

TEST_BOTH_ENGINES_WITH(prepare, a_link_lets_its_owner_choose_a_password_once)
{
	struct browser browser = new_browser(db, arena);

	assert_int_equal(db_write(db, arena, add_link, &browser), DB_FINE);
	assert_int_equal(send(&browser, NULL, password_link_page, ""), 200);
	assert_int_equal(send(&browser, password_link_prepare, password_link_post, "new_password=new"), 422);
	assert_non_null(strstr(browser.page, "at least 12 characters"));
	assert_int_equal(send(&browser, password_link_prepare, password_link_post, "new_password=zebre-lampe-carton"),
			 303);
	assert_int_equal(send(&browser, NULL, password_link_page, ""), 410);
	assert_int_equal(send(&browser, password_link_prepare, password_link_post, "new_password=tasse-lundi-violet"),
			 410);
	assert_int_equal(sign_in(&browser, "email=new%40example.fr&password=zebre-lampe-carton"), 303);
}

TEST_BOTH_ENGINES_WITH(prepare, forgetting_a_password_tells_nobody_who_has_an_account)
{
	struct browser browser = new_browser(db, arena);
	const char *flash;

	assert_int_equal(send(&browser, NULL, forgotten_post, "email=lea%40example.fr"), 303);
	flash = browser.reply.flash;
	assert_int_equal(send(&browser, NULL, forgotten_post, "email=x%40example.fr"), 303);
	assert_string_equal(browser.reply.flash, flash);
	assert_int_equal(number_of(&browser, "select count(*) from message"), 0);
	assert_int_equal(job_run_due(db, people.jobs, people.job_count, (void *)browser.house) >= 2, 1);
	assert_int_equal(number_of(&browser, "select count(*) from message where kind = 'mail_staff_reset'"), 1);
}
