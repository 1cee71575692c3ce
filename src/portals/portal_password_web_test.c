/* portal_password_web_test: a contact's password from the first page to the last: who is told what, counted and let in.
 */
#include "portals/handlers.h"
#include "portals/portal_password.h"
#include "portals/portal_world_test.h"

#include "base/arena.h"
#include "base/test.h"
#include "core/house_test.h"
#include "core/session.h"
#include "db/db_testing.h"
#include "sys/clock.h"

#include <string.h>

#define RIGHT	  "tasse-lundi-violet"
#define OTHER	  "agrafe-pile-cheval"
#define WITH	  "email=marie.durand%40example.fr"
#define WITHOUT	  "email=lucas.durand%40example.fr"
#define UNKNOWN	  "email=mario.durant%40example.fr"
#define ADDRESSES 13 /* as long as each other */

static void
set_password(struct tx *tx, void *data)
{
	(void)data;
	portal_password_set(tx, 3, password_hash(tx_arena(tx), RIGHT));
}

static void
prepare(struct db *db, struct arena *arena)
{
	portal_world_make(db, arena);
	assert_int_equal(db_write(db, arena, set_password, NULL), DB_FINE);
}

static int
type_password(struct browser *browser, const char *password)
{
	return browser_send(browser, portal_password_entry_prepare, portal_password_entry_post,
			    arena_printf(browser->arena, "password=%s", password));
}

static void
run_jobs(struct browser *browser)
{
	job_run_due(browser->house->db, portals.jobs, portals.job_count, (void *)browser->house);
}

static void
sign_in_as(struct browser *browser, int64_t contact, int64_t session)
{
	browser->viewer = (struct viewer){.kind = VIEWER_CLIENT,
					  .session = session,
					  .contact = contact,
					  .client = 5,
					  .name = "Marie",
					  .theme = "",
					  .signed_in_at = clock_now()};
}

TEST_BOTH_ENGINES_WITH(prepare, a_client_signs_in_with_the_password)
{
	struct browser browser = browser_new(db, arena);

	assert_int_equal(browser_send(&browser, NULL, portal_password_entry_page, ""), 303); /* no address yet */
	browser_send(&browser, NULL, sign_in_post, WITH "&next=%2Fp%2Fdemo%2Finvoices");
	assert_int_equal(browser_send(&browser, NULL, portal_password_entry_page, ""), 200);
	assert_int_equal(type_password(&browser, ""), 422);
	assert_non_null(strstr(browser.page, "Please type your password."));
	assert_int_equal(type_password(&browser, RIGHT), 303);
	assert_string_equal(browser.reply.location, "/p/demo/invoices");
	assert_non_null(reply_cookie_value(&browser.reply, PORTAL_COOKIE));
	assert_non_null(browser.device);
	assert_int_equal(browser_number(&browser, "select count(*) from sign_in where id > $1"),
			 0); /* the code is dead */
	browser_sql(&browser, "update contact set blocked_at = 1 where id = 3");
	browser_send(&browser, NULL, sign_in_post, WITH);
	assert_int_equal(type_password(&browser, OTHER), 422);
	assert_null(strstr(browser.page, "closed"));
	assert_int_equal(type_password(&browser, RIGHT), 403); /* told why, now that they proved who they are */
	assert_non_null(strstr(browser.page, "Your access was closed."));
	assert_int_equal(browser_number(&browser, "select count(*) from audit where refused = 1 and action = "
						  "'portal.sign_in' and seq > $1"),
			 2);
}

/* The pages of two browsers are compared with their addresses made alike. */
static void
assert_same(struct browser *one, struct browser *other)
{
	char *page = arena_text(other->arena, other->page);
	char *at;

	while ((at = strstr(page, "lucas.durand@")) != NULL || (at = strstr(page, "mario.durant@")) != NULL)
		memcpy(at, "marie.durand@", ADDRESSES);
	assert_int_equal(one->reply.status, other->reply.status);
	assert_int_equal(one->reply.kind, other->reply.kind);
	assert_string_equal(one->page, page);
}

TEST_BOTH_ENGINES_WITH(prepare, nothing_tells_who_is_known_or_has_a_password_and_tries_are_few)
{
	static const char *const who[] = {WITH, WITHOUT, UNKNOWN};
	struct browser browsers[3], own = browser_new(db, arena);

	browser_send(&own, NULL, sign_in_post, WITH);
	assert_int_equal(type_password(&own, RIGHT), 303); /* now a known device */
	for (int i = 0; i < 3; i++) {
		browsers[i] = browser_new(db, arena);
		browser_send(&browsers[i], NULL, sign_in_post, who[i]);
		browser_send(&browsers[i], NULL, code_page, "");
		assert_same(&browsers[0], &browsers[i]);
	}
	for (int i = 0; i < 3; i++) {
		assert_int_equal(browser_send(&browsers[i], NULL, portal_password_entry_page, ""), 200);
		assert_same(&browsers[0], &browsers[i]);
	}
	/* The sign-in above is one try of the first. */
	for (int try = 0; try < 6; try++)
		for (int i = try == 0; i < 3; i++) {
			assert_int_equal(type_password(&browsers[i], try == 5 ? RIGHT : OTHER), try == 5 ? 429 : 422);
			if (try > 0)
				assert_same(&browsers[0], &browsers[i]);
		}
	for (int i = 0; i < 3; i++) {
		assert_int_equal(browser_send(&browsers[i], NULL, portal_password_forgotten_post, ""), 303);
		assert_string_equal(browsers[i].reply.flash, browsers[0].reply.flash);
		assert_string_equal(browsers[i].reply.location, "/p/demo/sign-in/password");
	}
	browser_send(&own, NULL, sign_in_post, WITH);
	assert_int_equal(type_password(&own, RIGHT), 303); /* strangers do not lock it out */
	run_jobs(&own);
	assert_int_equal(browser_number(&own, "select count(*) from message where kind = 'mail_portal_password_link' "
					      "and id > $1"),
			 2);
}

/* How many of the tries of an hour, one every three minutes, are let through. */
static int
tries_in_hour(struct browser *browser, int hour, int64_t *longest_ms)
{
	struct sign_in sign_in = {.email = "marie.durand@example.fr", .contact_id = 3};
	int allowed = 0;

	for (int i = 0; i < 20; i++) {
		struct password_try try = {.allowed = false};

		clock_shift(hour * HOUR_MS + i * 3 * MINUTE_MS);
		browser_begin(browser, "");
		limit_password(browser->rq, &sign_in, &try);
		allowed += try.allowed;
		*longest_ms = try.wait_ms > *longest_ms ? try.wait_ms : *longest_ms;
	}
	return allowed;
}

TEST_BOTH_ENGINES_WITH(prepare, whoever_goes_on_guessing_waits_longer_and_longer)
{
	struct browser browser = browser_new(db, arena);
	int64_t longest_ms = 0;

	assert_in_range(tries_in_hour(&browser, 0, &longest_ms), 10, 20);
	assert_in_range(tries_in_hour(&browser, 1, &longest_ms), 0, 2);
	assert_true(longest_ms > 30 * MINUTE_MS);
	clock_shift(0);
}

TEST_BOTH_ENGINES_WITH(prepare, a_link_sets_the_password_once_and_signs_everybody_else_out)
{
	struct browser browser = browser_new(db, arena), other = browser_new(db, arena);

	browser_send(&other, NULL, sign_in_post, WITH);
	assert_int_equal(type_password(&other, RIGHT), 303);
	browser_send(&browser, NULL, sign_in_post, WITH);
	browser_send(&browser, NULL, portal_password_forgotten_post, "");
	run_jobs(&browser);
	browser.token = browser_from_message(&browser, "/sign-in/password/");
	assert_int_equal(browser_send(&browser, NULL, portal_password_link_page, ""), 200);
	assert_int_equal(browser_send(&browser, NULL, portal_password_link_page, ""),
			 200); /* a mail scanner opened it */
	assert_int_equal(browser_send(&browser, portal_password_link_prepare, portal_password_link_post,
				      "new_password=Bonjour%21%212026"),
			 422);
	assert_null(strstr(browser.page, "Bonjour!!2026"));
	assert_int_equal(browser_send(&browser, portal_password_link_prepare, portal_password_link_post,
				      "new_password=vive-la-maison-essai"),
			 422);
	assert_int_equal(
		browser_send(&browser, portal_password_link_prepare, portal_password_link_post, "new_password=" OTHER),
		303);
	assert_non_null(reply_cookie_value(&browser.reply, PORTAL_COOKIE));
	assert_int_equal(browser_number(&browser, "select count(*) from session where id > $1"), 1); /* the new one */
	browser_from_message(&browser, "was changed");
	assert_int_equal(
		browser_send(&browser, portal_password_link_prepare, portal_password_link_post, "new_password=" RIGHT),
		410);
	assert_int_equal(browser_send(&browser, NULL, portal_password_link_page, ""), 410);
	browser_send(&browser, NULL, sign_in_post, WITH);
	browser_send(&browser, NULL, portal_password_forgotten_post, "");
	run_jobs(&browser);
	browser.token = browser_from_message(&browser, "/sign-in/password/");
	assert_int_equal(type_password(&browser, RIGHT), 422);
	assert_int_equal(type_password(&browser, OTHER), 303);
	clock_shift(HOUR_MS);
	assert_int_equal(browser_send(&browser, NULL, portal_password_link_page, ""), 410);
	clock_shift(0);
}

static int
choose(struct browser *browser, const char *fields)
{
	return browser_send(browser, portal_password_prepare, portal_password_post, fields);
}

TEST_BOTH_ENGINES_WITH(prepare, a_password_is_chosen_changed_and_removed_by_its_owner_only)
{
	struct browser browser = browser_new(db, arena);

	sign_in_as(&browser, 4, 78);
	assert_int_equal(browser_send(&browser, NULL, portal_password_page, ""), 200);
	assert_int_equal(choose(&browser, "new_password=lucas-lundi-violet"), 422);
	assert_int_equal(choose(&browser, "new_password=" RIGHT), 303); /* they came in a moment ago */
	browser_from_message(&browser, "as well as with a code");
	assert_int_equal(choose(&browser, "new_password=" OTHER), 422);
	assert_non_null(strstr(browser.page, "Please type your current password."));
	assert_int_equal(choose(&browser, "password=" OTHER "&new_password=" OTHER), 422);
	assert_non_null(strstr(browser.page, "This is not your current password."));
	assert_int_equal(browser_number(&browser, "select count(*) from audit where refused = 1 and seq > $1"), 2);
	assert_int_equal(choose(&browser, "password=" RIGHT "&new_password=" OTHER), 303);
	browser_from_message(&browser, "was changed");
	assert_int_equal(browser_send(&browser, NULL, portal_password_code_post, "then=removal"), 303);
	assert_string_equal(browser.reply.location, "/p/demo/account/password/removal");
	assert_int_equal(browser_send(&browser, NULL, portal_password_removal_page, ""), 200);
	assert_non_null(strstr(browser.page, "one-time-code"));
	assert_int_equal(
		browser_send(&browser, portal_password_removal_prepare, portal_password_removal_post, "code=00000000"),
		422);
	assert_int_equal(browser_send(&browser, portal_password_removal_prepare, portal_password_removal_post,
				      arena_printf(arena, "code=%s", browser_from_message(&browser, "\n    "))),
			 303);
	browser_from_message(&browser, "was removed");
	assert_int_equal(browser_number(&browser, "select count(*) from portal_password where contact_id > $1"), 1);
}

TEST_BOTH_ENGINES_WITH(prepare, who_signed_in_long_ago_is_asked_for_a_code_first)
{
	struct browser browser = browser_new(db, arena);

	sign_in_as(&browser, 4, 78);
	browser.viewer.signed_in_at -= HOUR_MS;
	assert_int_equal(browser_send(&browser, NULL, portal_password_page, ""), 200);
	assert_null(strstr(browser.page, "new_password"));
	assert_int_equal(choose(&browser, "new_password=" RIGHT), 422);
	assert_int_equal(browser_send(&browser, NULL, portal_password_code_post, ""), 303);
	for (int i = 0; i < MAIL_TRIES - 1; i++)
		assert_int_equal(choose(&browser, "code=00000000&new_password=" RIGHT), 422);
	assert_int_equal(choose(&browser, arena_printf(arena, "code=%s&new_password=" RIGHT,
						       browser_from_message(&browser, "\n    "))),
			 303);
	/* A stranger's session has no code of theirs. */
	browser.viewer.contact = 3;
	assert_int_equal(choose(&browser, "code=00000000&new_password=" OTHER), 422);
	browser.viewer = (struct viewer){.kind = VIEWER_CLIENT, .preview = true, .staff = 1, .client = 5, .theme = ""};
	assert_int_equal(browser_send(&browser, NULL, portal_password_page, ""), 404);
}

static void
export_and_erase(struct tx *tx, void *data)
{
	struct doc *person = doc_object(tx_arena(tx));
	struct builder json = builder_new(tx_arena(tx), 0);

	(void)data;
	portal_password_link_create(tx, 3, 1);
	portals.export_person(tx, 3, person);
	doc_print_json(person, NULL, &json);
	assert_non_null(strstr(builder_text(&json), "\"password_chosen_at\":\"2"));
	assert_null(strstr(builder_text(&json), "argon2"));
	portals.erase_person(tx, 3);
	assert_null(portal_password_of(tx, 3));
	assert_int_equal(db_get_int(tx, -1, "select count(*) from portal_password_link"), 0);
}

TEST_BOTH_ENGINES_WITH(prepare, an_export_says_that_there_is_a_password_and_erasing_takes_it)
{
	assert_int_equal(db_write(db, arena, export_and_erase, NULL), DB_FINE);
}
