/* passkey_web_test: from adding a passkey to signing in with it, on the portal and on the console, and what is refused.
 */
#include "passkeys/handlers.h"
#include "passkeys/passkey.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/test.h"
#include "clients/clients.h"
#include "core/house_test.h"
#include "core/session.h"
#include "core/weakened_test.h"
#include "db/db_testing.h"
#include "http/url.h"
#include "outbox/outbox.h"
#include "passkeys/passkeys.h"
#include "passkeys/token_test.h"
#include "people/people.h"
#include "portals/portals.h"
#include "sys/clock.h"

#include <string.h>

#define SITE   "espace.example.fr"
#define ORIGIN "http://espace.example.fr"

/* Who sits before which door, with which authenticator, and what they were answered last. */
struct browser {
	const struct house *house;
	struct arena *arena;
	bool staff, closed, json;
	struct viewer viewer;
	const char *cookie, *host;
	int64_t passkey; /* of the path */
	struct token token;
	const char *challenge, *handle; /* base64url, as the options said */
	struct request *rq;
	struct reply (*handler)(struct request *rq);
	struct reply reply;
	const char *page;
};

static int64_t contact, colleague, lea;

static void
fill(struct tx *tx, void *data)
{
	(void)data;
	db_run(tx, "insert into company (id, name, legal_name, country, colour, invoice_prefix, credit_prefix, "
		   "payment_days, created_at, version) values (1, 'Maison Essai', 'Maison Essai', 'FR', '#0f766e', "
		   "'F', 'A', 30, 1, 1)");
	portal_create(tx, "demo", "Maison Essai", 1);
	db_run(tx, "insert into contact (id, first_name, last_name, name_key, email, theme, created_at, version) "
		   "values (3, 'Marie', 'Durand', 'durand marie', 'marie.durand@example.fr', '', 1, 1), "
		   "(4, 'Paul', 'Petit', 'petit paul', 'paul.petit@example.fr', '', 1, 1)");
	db_run(tx, "insert into client (id, number, kind, name, name_key, company_id, country, test, created_at, "
		   "version) values (5, 'C-00005', 'company', 'Durand SARL', 'durand sarl', 1, 'FR', 0, 1, 1)");
	db_run(tx, "insert into client_contact (client_id, contact_id, created_at) values (5, 3, 1), (5, 4, 1)");
	contact = 3;
	colleague = 4;
	lea = staff_create(tx, &(struct staff_new){.email = "lea@example.fr",
						   .name = "Léa",
						   .profile_id = profile_id_of(PROFILE_MANAGER)});
}

static void
prepare(struct db *db, struct arena *arena)
{
	house_migrate(db, arena);
	assert_int_equal(db_write(db, arena, fill, NULL), DB_FINE);
}

static struct browser
new_browser(struct db *db, struct arena *arena, bool staff)
{
	struct config config = {.demo = true};
	struct browser browser = {.house = house_for_test(arena, db, &config), .arena = arena, .staff = staff};

	browser.host = SITE;
	browser.json = true;
	browser.token = token_new(arena, TOKEN_ES256, SITE);
	browser.viewer = (struct viewer){.kind = staff ? VIEWER_STAFF : VIEWER_CLIENT,
					 .session = 77,
					 .staff = staff ? lea : 0,
					 .contact = staff ? 0 : contact,
					 .client = staff ? 0 : 5,
					 .name = "Marie Durand",
					 .email = "marie.durand@example.fr",
					 .theme = "",
					 .signed_in_at = clock_now()};
	return browser;
}

static void
run(struct tx *tx, void *data)
{
	struct browser *browser = data;
	struct request *rq = browser->rq;
	struct portal *portal;

	rq->tx = tx;
	if (!browser->staff) {
		portal = arena_make(browser->arena, struct portal);
		*portal = *portal_of_address(tx, "demo", SITE);
		portal->enabled = !browser->closed;
		rq->portal = portal;
	}
	form_start_over(rq->form);
	browser->reply = browser->handler(rq);
	if (browser->reply.status >= 400 && !browser->reply.keep)
		tx_refuse(tx);
}

static int
send(struct browser *browser, struct reply (*handler)(struct request *rq), const char *fields)
{
	char id[ID_LENGTH + 1];
	const char *cookie;
	struct request *rq = request_for_test(
		browser->house, browser->arena, fields,
		browser->cookie == NULL ? NULL : arena_printf(browser->arena, "passkey=%s", browser->cookie));

	browser->rq = rq;
	browser->handler = handler;
	rq->wants_json = browser->json;
	rq->http->host = rq->http->authority = browser->host;
	if (browser->viewer.session != 0)
		rq->viewer = &browser->viewer;
	id_print(id, browser->passkey);
	rq->path.parameters[0].name = browser->staff ? STR("none") : STR("address");
	rq->path.count = 2;
	rq->path.parameters[1].name = STR("passkey");
	rq->path.parameters[1].value = str_of(arena_text(browser->arena, id));
	assert_true(db_write(browser->house->db, browser->arena, run, browser) != DB_BROKEN);
	cookie = reply_cookie_value(&browser->reply, "passkey");
	if (cookie != NULL)
		browser->cookie = cookie;
	if (browser->reply.kind == REPLY_PAGE && !browser->json)
		browser->page = page_for_test(rq, &browser->reply);
	return browser->reply.status;
}

/* ---- statements ---- */

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

static int64_t
number_of(struct browser *browser, const char *statement)
{
	struct tx *tx = db_read(browser->house->db, browser->arena);
	int64_t number = db_get_int(tx, -1, statement, db_int(0));

	db_read_end(tx);
	return number;
}

static const char *
text_of(struct browser *browser, const char *statement)
{
	struct tx *tx = db_read(browser->house->db, browser->arena);
	const char *text = db_get_text(tx, statement, db_int(0));

	db_read_end(tx);
	return text;
}

static const char *
last_reason(struct browser *browser)
{
	return text_of(browser, "select coalesce(detail, action) from audit where seq > $1 order by seq desc limit 1");
}

static const char *
newest_mail(struct browser *browser)
{
	return text_of(browser, "select body_text from message where id > $1 order by id desc limit 1");
}

/* ---- registering and signing in ---- */

static const char *
encoded(struct browser *browser, struct str bytes)
{
	return base64url(browser->arena, bytes);
}

/* Asks for options and keeps what they say. */
static int
ask(struct browser *browser, struct reply (*handler)(struct request *rq))
{
	int status = send(browser, handler, "");
	const struct doc *options;
	const char *error;

	if (status != 200)
		return status;
	options = doc_parse_json(browser->arena, browser->reply.bytes, 8, 200, &error);
	assert_non_null(options);
	browser->challenge = doc_get_text(options, "challenge");
	if (doc_get(options, STR("user")) != NULL)
		browser->handle = doc_get_text(doc_get(options, STR("user")), "id");
	return status;
}

static int
answer_registration(struct browser *browser, const char *origin)
{
	struct str json = token_client_data(browser->arena, "webauthn.create", browser->challenge, origin);

	return send(browser, passkey_create_post,
		    arena_printf(browser->arena,
				 "name=Phone&transports=internal+hybrid+evil&client_data=%s&attestation=%s",
				 encoded(browser, json), encoded(browser, token_attestation(&browser->token))));
}

static void
add_passkey(struct browser *browser)
{
	assert_int_equal(ask(browser, passkey_options_post), 200);
	assert_int_equal(answer_registration(browser, ORIGIN), 200);
}

/* What is wrong with an answer: each NULL or 0 is as it must be. */
struct change {
	const char *type, *origin, *challenge, *handle;
	struct str credential, data, signature;
};

static int
answer_entry(struct browser *browser, const struct change *wrong)
{
	struct token *token = &browser->token;
	struct str json = token_client_data(browser->arena, wrong->type == NULL ? "webauthn.get" : wrong->type,
					    wrong->challenge == NULL ? browser->challenge : wrong->challenge,
					    wrong->origin == NULL ? ORIGIN : wrong->origin);
	struct str data = wrong->data.at == NULL ? token_data(token, false) : wrong->data;
	struct str signature = wrong->signature.at == NULL ? token_sign(token, data, json) : wrong->signature;

	return send(
		browser, passkey_entry_post,
		arena_printf(browser->arena,
			     "credential=%s&client_data=%s&authenticator_data=%s&signature=%s&user_handle=%s&next=%s",
			     encoded(browser, wrong->credential.at == NULL ? token->credential : wrong->credential),
			     encoded(browser, json), encoded(browser, data), encoded(browser, signature),
			     wrong->handle == NULL ? browser->handle : wrong->handle,
			     browser->staff ? "/console/clients" : "/p/demo/invoices"));
}

static void
sign_out(struct browser *browser)
{
	browser->viewer = (struct viewer){.kind = VIEWER_NOBODY, .theme = ""};
}

static int
enter(struct browser *browser)
{
	assert_int_equal(ask(browser, passkey_entry_options_post), 200);
	browser->token.count++;
	return answer_entry(browser, &(struct change){0});
}

/* ---- stories ---- */

static void
a_client_adds_a_passkey_and_signs_in_with_it(struct db *db, struct arena *arena)
{
	struct browser browser = new_browser(db, arena, false);

	browser.token.flags = TOKEN_PRESENT; /* preferred, not required */
	add_passkey(&browser);
	assert_string_equal(text_of(&browser, "select transports from passkey where id > $1"), "internal hybrid");
	assert_non_null(strstr(newest_mail(&browser), "A passkey was added to your account: “Phone”"));
	assert_int_equal(ask(&browser, passkey_options_post), 200);
	assert_non_null(strstr(browser.reply.bytes.at, encoded(&browser, browser.token.credential)));
	browser.json = false;
	assert_int_equal(send(&browser, passkeys_page, ""), 200);
	assert_non_null(strstr(browser.page, "Phone"));
	sign_out(&browser);
	assert_int_equal(enter(&browser), 303);
	assert_string_equal(browser.reply.location, "/p/demo/invoices");
	assert_non_null(reply_cookie_value(&browser.reply, PORTAL_COOKIE));
	assert_non_null(reply_cookie_value(&browser.reply, "device"));
	assert_int_equal(number_of(&browser, "select count(*) from session where contact_id = 3 and client_id > $1"),
			 1);
	assert_int_equal(number_of(&browser, "select sign_count from passkey where used_at > $1"), 2);
	assert_non_null(strstr(text_of(&browser, "select action from audit where seq > $1 order by seq desc limit 1"),
			       "portal.sign_in"));
}

static void
a_staff_user_enters_whole_with_a_verified_passkey_only(struct db *db, struct arena *arena)
{
	struct browser browser = new_browser(db, arena, true);

	browser.token.flags = TOKEN_PRESENT;
	assert_int_equal(ask(&browser, passkey_options_post), 200);
	assert_int_equal(answer_registration(&browser, ORIGIN), 422);
	assert_non_null(strstr(last_reason(&browser), "verification"));
	browser.token.flags = TOKEN_PRESENT | TOKEN_VERIFIED | TOKEN_ELIGIBLE | TOKEN_BACKED_UP;
	assert_int_equal(answer_registration(&browser, ORIGIN), 422); /* the challenge was used */
	add_passkey(&browser);
	assert_non_null(strstr(newest_mail(&browser), "Hello Léa"));
	sql(&browser, "update staff set totp_on = 1");
	sign_out(&browser);
	browser.token.flags &= ~(unsigned)TOKEN_VERIFIED;
	assert_int_equal(enter(&browser), 422);
	browser.token.flags |= TOKEN_VERIFIED;
	assert_int_equal(enter(&browser), 200);
	assert_non_null(reply_cookie_value(&browser.reply, CONSOLE_COOKIE));
	assert_string_equal(doc_get_text(browser.reply.document, "next"), "/console/clients");
	assert_int_equal(number_of(&browser, "select count(*) from session where staff_id > $1 and half = 0"), 1);
	sql(&browser, "update staff set disabled_at = 1");
	assert_int_equal(enter(&browser), 422);
	assert_int_equal(number_of(&browser, "select count(*) from session where staff_id > $1"), 1);
}

static void
a_wrong_answer_lets_nobody_in(struct db *db, struct arena *arena)
{
	struct browser browser = new_browser(db, arena, false), other = new_browser(db, arena, false);
	struct token stranger = token_new(arena, TOKEN_EDDSA, SITE), elsewhere;
	const char *cookie;

	other.viewer.contact = colleague;
	add_passkey(&other);
	add_passkey(&browser);
	sign_out(&browser);
	elsewhere = browser.token;
	elsewhere.rp_id = "www.example.fr";
	elsewhere.count = stranger.count = browser.token.count = 9;
	{
		const struct {
			struct change change;
			const char *reason;
		} table[] = {
			{{.type = "webauthn.create"}, "type"},
			{{.origin = "https://espace.example.fr"}, "origin"},
			{{.origin = "http://evil.example"}, "origin"},
			{{.challenge = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}, "challenge"},
			{{.challenge = "AAAA"}, "challenge"},
			{{.handle = other.handle}, "unknown"},
			{{.handle = ""}, "form"},
			{{.handle = "=="}, "form"},
			{{.credential = other.token.credential}, "unknown"},
			{{.credential = stranger.credential}, "unknown"},
			{{.data = token_data(&elsewhere, false)}, "site"},
			{{.data = token_data(&elsewhere, true)}, "form"},
			{{.data = STR("short")}, "form"},
			{{.signature = STR("short")}, "signature"},
			{{.signature = token_sign(&stranger, STR("a"), STR("b"))}, "signature"},
		};

		for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
			assert_int_equal(ask(&browser, passkey_entry_options_post), 200);
			if (answer_entry(&browser, &table[i].change) != 422 ||
			    strstr(last_reason(&browser), arena_printf(arena, "\"%s\"", table[i].reason)) == NULL)
				fail_msg("row %zu: %s", i, last_reason(&browser));
			assert_int_equal(browser.reply.cookie_count, 0);
		}
	}
	/* another browser's challenge; one that was used; one that is too old; one of the other door */
	assert_int_equal(ask(&browser, passkey_entry_options_post), 200);
	cookie = browser.cookie;
	browser.cookie = other.cookie;
	assert_int_equal(answer_entry(&browser, &(struct change){0}), 422);
	browser.cookie = cookie;
	assert_int_equal(answer_entry(&browser, &(struct change){0}), 200);
	browser.token.count++;
	assert_int_equal(answer_entry(&browser, &(struct change){0}), 422);
	assert_int_equal(ask(&browser, passkey_entry_options_post), 200);
	sql(&browser, "update passkey_challenge set expires_at = 1");
	assert_int_equal(answer_entry(&browser, &(struct change){0}), 422);
	assert_int_equal(ask(&browser, passkey_entry_options_post), 200);
	browser.staff = true;
	assert_int_equal(answer_entry(&browser, &(struct change){0}), 422);
	assert_int_equal(enter(&browser), 422);
	assert_int_equal(number_of(&browser, "select count(*) from session where id > $1"), 1);
}

static void
a_refusal_looks_the_same_whoever_it_is(struct db *db, struct arena *arena)
{
	struct browser browser = new_browser(db, arena, false);
	const char *unknown;

	add_passkey(&browser);
	sign_out(&browser);
	browser.json = false;
	assert_int_equal(ask(&browser, passkey_entry_options_post), 200);
	assert_int_equal(answer_entry(&browser, &(struct change){.credential = STR("nobody's")}), 303);
	assert_string_equal(browser.reply.location, "/p/demo/sign-in?next=%2Fp%2Fdemo%2Finvoices");
	unknown = browser.reply.flash;
	assert_int_equal(ask(&browser, passkey_entry_options_post), 200);
	assert_int_equal(answer_entry(&browser, &(struct change){.signature = STR("wrong")}), 303);
	assert_ptr_equal(browser.reply.flash, unknown);
}

static void
the_portal_decides_who_comes_in(struct db *db, struct arena *arena)
{
	struct browser browser = new_browser(db, arena, false);

	add_passkey(&browser);
	sign_out(&browser);
	sql(&browser, "update contact set blocked_at = 1 where id = 3");
	assert_int_equal(enter(&browser), 403);
	sql(&browser, "update contact set blocked_at = null, approval = 'waiting', entered_at = null where id = 3");
	assert_int_equal(enter(&browser), 403);
	sql(&browser, "update contact set approval = 'none' where id = 3");
	sql(&browser, "delete from client_contact where contact_id = 3");
	assert_int_equal(enter(&browser), 403);
	sql(&browser, "insert into client_contact (client_id, contact_id, created_at) values (5, 3, 1)");
	assert_int_equal(ask(&browser, passkey_entry_options_post), 200);
	browser.closed = true;
	assert_int_equal(answer_entry(&browser, &(struct change){0}), 503);
	assert_int_equal(ask(&browser, passkey_entry_options_post), 503);
	browser.closed = false;
	assert_int_equal(number_of(&browser, "select count(*) from session where id > $1"), 0);
	assert_int_equal(enter(&browser), 200);
}

static void
a_counter_that_goes_back_blocks_the_passkey_and_tells_its_owner(struct db *db, struct arena *arena)
{
	struct browser browser = new_browser(db, arena, false);

	add_passkey(&browser);
	sign_out(&browser);
	browser.token.count = 40;
	assert_int_equal(enter(&browser), 200);
	browser.token.count = 20;
	assert_int_equal(enter(&browser), 422);
	assert_int_equal(number_of(&browser, "select count(*) from passkey where blocked_at > $1"), 1);
	assert_int_equal(number_of(&browser, "select count(*) from audit where seq > $1 and action = 'passkey.block'"),
			 1);
	assert_non_null(strstr(newest_mail(&browser), "The passkey “Phone” was blocked"));
	browser.token.count = 90;
	assert_int_equal(enter(&browser), 422);
	assert_non_null(strstr(last_reason(&browser), "blocked"));
}

static void
passkeys_change_by_a_fresh_session_and_their_owner_only(struct db *db, struct arena *arena)
{
	struct browser browser = new_browser(db, arena, false), other = new_browser(db, arena, false);

	add_passkey(&browser);
	assert_int_equal(ask(&browser, passkey_options_post), 200);
	assert_int_equal(answer_registration(&browser, ORIGIN), 422);
	assert_non_null(strstr(last_reason(&browser), "taken"));
	assert_int_equal(ask(&browser, passkey_options_post), 200);
	browser.token = token_new(arena, TOKEN_EDDSA, SITE);
	browser.viewer.session = 78;
	assert_int_equal(answer_registration(&browser, ORIGIN), 422); /* another session's challenge */
	browser.passkey = other.passkey = number_of(&browser, "select id from passkey where id > $1");
	other.viewer.contact = colleague;
	assert_int_equal(send(&other, passkey_removal_post, ""), 404);
	browser.viewer.signed_in_at -= 16 * MINUTE_MS;
	assert_int_equal(send(&browser, passkey_removal_post, ""), 403);
	assert_int_equal(ask(&browser, passkey_options_post), 403);
	assert_int_equal(answer_registration(&browser, ORIGIN), 403);
	browser.json = false;
	assert_int_equal(send(&browser, passkeys_page, ""), 200);
	assert_non_null(strstr(browser.page, "Log in again"));
	assert_null(strstr(browser.page, "/removal"));
	assert_int_equal(send(&browser, passkey_proof_post, ""), 303);
	assert_string_equal(browser.reply.location, "/p/demo/sign-in?next=%2Fp%2Fdemo%2Faccount%2Fpasskeys");
	browser.viewer.signed_in_at = clock_now();
	assert_int_equal(send(&browser, passkey_create_post, "name=&client_data=%3D&attestation=AA"), 422);
	assert_non_null(strstr(browser.page, "name-error"));
	assert_int_equal(send(&browser, passkey_removal_post, ""), 303);
	assert_non_null(strstr(newest_mail(&browser), "was removed from your account"));
	assert_int_equal(number_of(&browser, "select count(*) from passkey where id > $1"), 0);
	browser.viewer.contact = 0; /* a preview */
	assert_int_equal(send(&browser, passkeys_page, ""), 404);
}

static void
a_passkey_of_another_host_opens_nothing_here(struct db *db, struct arena *arena)
{
	struct browser browser = new_browser(db, arena, false);

	add_passkey(&browser);
	browser.json = false;
	browser.host = "atelier.example";
	assert_int_equal(send(&browser, passkeys_page, ""), 200);
	assert_non_null(strstr(browser.page, "for espace.example.fr only"));
	browser.json = true;
	sign_out(&browser);
	browser.token.rp_id = "atelier.example";
	assert_int_equal(ask(&browser, passkey_entry_options_post), 200);
	assert_int_equal(answer_entry(&browser, &(struct change){.origin = "http://atelier.example"}), 422);
	assert_non_null(strstr(last_reason(&browser), "unknown"));
}

/* The user type of contacts, with or without passkeys. */
static void
allow(struct browser *browser, bool code, bool passkey)
{
	sql(browser, "delete from user_type");
	sql(browser,
	    "insert into module (id, name, table_name, icon, naming_field, builtin, sharing, position, "
	    "created_at, version) values (1, 'contacts', 'contact', 'user', 'last_name', 1, 'private', 1, 0, 1) "
	    "on conflict do nothing");
	sql(browser, "insert into user_type (id, portal_id, main_module_id, position, is_default, draft, created_at, "
		     "version) select 1, id, 1, 1, 1, '{}', 0, 1 from portal");
	if (!code)
		sql(browser, "update user_type set by_code = 0, by_password = 0");
	if (!passkey)
		sql(browser, "update user_type set by_passkey = 0");
}

static void
where_passkeys_are_shut_they_open_nothing(struct db *db, struct arena *arena)
{
	struct browser browser = new_browser(db, arena, false);

	add_passkey(&browser);
	allow(&browser, true, false);
	assert_int_equal(send(&browser, passkeys_page, ""), 404);
	assert_int_equal(ask(&browser, passkey_options_post), 404);
	sign_out(&browser);
	assert_int_equal(enter(&browser), 422);
	assert_non_null(strstr(last_reason(&browser), "unknown"));
	WITHOUT(CHECK_WAY, assert_int_equal(enter(&browser), 200));
	allow(&browser, true, true);
	assert_int_equal(enter(&browser), 200);
}

static void
who_has_to_have_a_passkey_is_signed_in_once_it_is_made(struct db *db, struct arena *arena)
{
	struct browser browser = new_browser(db, arena, false);

	allow(&browser, false, true);
	browser.viewer.kind = VIEWER_NOBODY;
	browser.viewer.client = 0;
	browser.json = false;
	assert_int_equal(send(&browser, passkey_create_post, "name=&client_data=%3D&attestation=AA"), 422);
	assert_non_null(strstr(browser.page, "One last step"));
	assert_int_equal(ask(&browser, passkey_options_post), 200);
	assert_int_equal(answer_registration(&browser, ORIGIN), 303);
	assert_string_equal(browser.reply.location, "/p/demo/");
	assert_non_null(reply_cookie_value(&browser.reply, PORTAL_COOKIE));
	sign_out(&browser);
	assert_int_equal(enter(&browser), 303);
	allow(&browser, true, true);
}

static void
export_and_erase(struct tx *tx, void *data)
{
	struct doc *person = doc_object(tx_arena(tx));
	struct builder out = builder_new(tx_arena(tx), 0);

	(void)data;
	passkeys.export_person(tx, contact, person);
	doc_print_json(person, NULL, &out);
	assert_non_null(strstr(builder_text(&out), "\"name\":\"Phone\",\"host\":\"" SITE "\""));
	passkeys.erase_person(tx, contact);
	assert_int_equal(db_get_int(tx, -1, "select count(*) from passkey where id > $1", db_int(0)), 0);
	challenge_sweep(tx, clock_now() + 6 * MINUTE_MS);
	assert_int_equal(db_get_int(tx, -1, "select count(*) from passkey_challenge where id > $1", db_int(0)), 0);
}

static void
what_is_kept_of_a_person_is_told_and_erased(struct db *db, struct arena *arena)
{
	struct browser browser = new_browser(db, arena, false);

	add_passkey(&browser);
	assert_int_equal(ask(&browser, passkey_options_post), 200);
	assert_int_equal(db_write(db, arena, export_and_erase, NULL), DB_FINE);
}

/* ---- all of them in one database: making one takes longer than a story ---- */

static void
start_over(struct tx *tx, void *data)
{
	static const char *const tables[] = {"passkey", "passkey_challenge", "session", "device", "message", "rate"};

	(void)data;
	for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++)
		db_run(tx, arena_printf(tx_arena(tx), "delete from %s", tables[i]));
	db_run(tx, "update staff set totp_on = 0, disabled_at = null");
}

TEST_BOTH_ENGINES_WITH(prepare, passkeys_open_the_doors_of_their_owners)
{
	static void (*const stories[])(struct db * db, struct arena * arena) = {
		a_client_adds_a_passkey_and_signs_in_with_it,
		a_staff_user_enters_whole_with_a_verified_passkey_only,
		a_wrong_answer_lets_nobody_in,
		a_refusal_looks_the_same_whoever_it_is,
		the_portal_decides_who_comes_in,
		a_counter_that_goes_back_blocks_the_passkey_and_tells_its_owner,
		passkeys_change_by_a_fresh_session_and_their_owner_only,
		a_passkey_of_another_host_opens_nothing_here,
		where_passkeys_are_shut_they_open_nothing,
		who_has_to_have_a_passkey_is_signed_in_once_it_is_made,
		what_is_kept_of_a_person_is_told_and_erased,
	};

	for (size_t i = 0; i < sizeof stories / sizeof stories[0]; i++) {
		assert_int_equal(db_write(db, arena, start_over, NULL), DB_FINE);
		stories[i](db, arena);
	}
}
