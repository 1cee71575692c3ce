/* invitation_web_test: from the mail to the portal: what a link opens, what it does not, and what it does not tell. */
#include "invitations/choices_store.h"
#include "invitations/handlers.h"
#include "invitations/invitations.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/instant.h"
#include "base/test.h"
#include "core/event.h"
#include "core/house_test.h"
#include "core/session.h"
#include "core/weakened_test.h"
#include "db/db_testing.h"
#include "outbox/outbox.h"
#include "portals/handlers.h"
#include "portals/portal_world_test.h"
#include "rights/rights.h"
#include "sys/clock.h"
#include "sys/random.h"

#include <pthread.h>
#include <string.h>

enum { MARIE = 3, BOIS_NOIR = 8, CONTACTS = 1, VENDORS = 2, HELENE = 900, AT_ONCE = 50 };

static const char *const rows[] = {
	"insert into field (id, module_id, name, column_name, type, position, required, distinct_value, builtin, "
	"created_at, version) values (3, 1, 'last_name', 'last_name', 'text', 1, 1, 0, 1, 0, 1), "
	"(4, 1, 'email', 'email', 'email', 2, 0, 0, 1, 0, 1)",
	"update user_type set published = '{\"tabs\": []}'",
	("insert into staff (id, email, name, profile_id, totp_on, theme, created_at, version) values (900, "
	 "'helene@solaria.example', 'Hélène', 1, 0, '', 1, 1)"),
};

static const struct feature *const some[] = {&invitations, &portals, &outbox};

/* Whoever is invited, in a house where somebody hears of it. */
static struct browser
guest_new(struct db *db, struct arena *arena)
{
	struct browser guest = browser_new(db, arena);
	struct house *house = arena_make(arena, struct house);

	*house = *guest.house;
	house->features = some;
	house->feature_count = sizeof some / sizeof some[0];
	guest.house = house;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		browser_sql(&guest, rows[i]);
	return guest;
}

/* ---- acting ---- */

struct sending {
	const struct house *house;
	struct invitation_new invitation;
	int64_t id;
};

static void
send(struct tx *tx, void *data)
{
	struct sending *sending = data;

	sending->id = invitation_send(sending->house, tx, &sending->invitation);
}

static int64_t
invited(struct browser *guest, int64_t module, int64_t record, const char *email, bool only_new)
{
	struct sending sending = {.house = guest->house,
				  .invitation = {.portal = 1,
						 .user_type = module,
						 .module = module,
						 .record = record,
						 .email = email,
						 .name = "Marie Durand",
						 .language = "fr",
						 .staff = HELENE,
						 .only_new = only_new}};

	assert_int_equal(db_write(guest->house->db, guest->arena, send, &sending), DB_FINE);
	if (sending.id != 0)
		guest->token = browser_from_message(guest, "/invitation/");
	return sending.id;
}

static int64_t
invited_marie(struct browser *guest)
{
	return invited(guest, CONTACTS, MARIE, "marie.durand@example.fr", false);
}

/* The handlers as the house calls them: with the rights of the moment. */
#define WITH_RIGHTS(name, handler)                                                                                     \
	static struct reply name(struct request *rq)                                                                   \
	{                                                                                                              \
		rq->rights = rights_now(rq->house, rq->tx);                                                            \
		return handler(rq);                                                                                    \
	}
WITH_RIGHTS(open_link, invitation_link_page)
WITH_RIGHTS(ask_code, invitation_link_post)
WITH_RIGHTS(decline, invitation_declining_post)
WITH_RIGHTS(renew, invitation_renewal_post)

static const char *
state_of(struct browser *guest)
{
	return browser_text(guest, "select state from invitation where id > $1 order by id limit 1");
}

static int64_t
messages_of(struct browser *guest, const char *kind)
{
	return browser_number(
		guest, arena_printf(guest->arena, "select count(*) from message where id > $1 and kind = '%s'", kind));
}

/* ---- the way in ---- */

TEST_BOTH_ENGINES_WITH(portal_world_with_vendors, an_invitation_leads_by_a_code_to_the_first_entry)
{
	struct browser guest = guest_new(db, arena);

	invited_marie(&guest);
	assert_string_equal(state_of(&guest), "queued");
	assert_int_equal(browser_send(&guest, NULL, open_link, ""), 200);
	assert_non_null(strstr(guest.page, "Hélène"));
	assert_string_equal(state_of(&guest), "opened");
	assert_int_equal(browser_number(&guest, "select count(*) from session where id > $1"), 0);
	assert_int_equal(browser_send(&guest, NULL, ask_code, ""), 303);
	assert_string_equal(guest.reply.location, "/p/demo/sign-in/code");
	assert_int_equal(browser_send(&guest, NULL, code_post, "code=00000000"), 422);
	assert_string_equal(state_of(&guest), "opened");
	assert_int_equal(browser_send(&guest, NULL, code_post, browser_code(&guest)), 303);
	assert_string_equal(guest.reply.location, "/p/demo/welcome");
	assert_non_null(reply_cookie_value(&guest.reply, PORTAL_COOKIE));
	assert_string_equal(state_of(&guest), "accepted");
	assert_int_equal(browser_number(&guest,
					"select count(*) from portal_user where record_id = 3 and invited_by = 900 "
					"and user_type_id = 1 and email is null and settled_at is null and id > $1"),
			 1);
	/* It is used up. */
	assert_int_equal(browser_send(&guest, NULL, open_link, ""), 410);
	assert_int_equal(browser_send(&guest, NULL, ask_code, ""), 410);
}

TEST_BOTH_ENGINES_WITH(portal_world_with_vendors, who_is_no_contact_becomes_a_portal_user_by_accepting)
{
	struct browser guest = guest_new(db, arena);

	invited(&guest, VENDORS, BOIS_NOIR, "bois@noir.example", false);
	assert_int_equal(browser_number(&guest, "select count(*) from portal_user where record_id = 8 and id > $1"), 0);
	assert_int_equal(browser_send(&guest, NULL, ask_code, ""), 303);
	assert_int_equal(browser_send(&guest, NULL, code_post, browser_code(&guest)), 303);
	assert_string_equal(guest.reply.location, "/p/demo/welcome");
	assert_string_equal(browser_text(&guest, "select email from portal_user where record_id = 8 and id > $1"),
			    "bois@noir.example");
	assert_int_equal(browser_number(&guest, "select contact_id from session where id > $1"), BOIS_NOIR);
}

/* ---- what opens nothing ---- */

/* The page without the token it was asked with. */
static const char *
page_without(struct browser *guest, const char *token)
{
	char *page = arena_text(guest->arena, guest->page), *at;

	while ((at = strstr(page, token)) != NULL)
		memmove(at, at + strlen(token), strlen(at + strlen(token)) + 1);
	return page;
}

TEST_BOTH_ENGINES_WITH(portal_world_with_vendors, whatever_is_wrong_with_a_link_its_page_is_the_same)
{
	static const char *const breaks[][2] = {
		{"update invitation set state = 'revoked'", "update invitation set state = 'sent'"},
		{"update invitation set state = 'expired'", "update invitation set state = 'sent'"},
		{"update invitation set state = 'bounced'", "update invitation set state = 'sent'"},
		{"update invitation set expires_at = 1", "update invitation set expires_at = 4000000000000000"},
		{"update contact set email = 'autre@example.fr' where id = 3",
		 "update contact set email = 'marie.durand@example.fr' where id = 3"},
		{"update contact set deleted_at = 1 where id = 3", "update contact set deleted_at = null where id = 3"},
		{"update contact set blocked_at = 1 where id = 3", "update contact set blocked_at = null where id = 3"},
		{"update user_type set published = null", "update user_type set published = '{\"tabs\": []}'"},
	};
	struct browser guest = guest_new(db, arena);
	const char *unknown = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", *dead, *token;

	invited_marie(&guest);
	token = guest.token;
	guest.token = unknown;
	assert_int_equal(browser_send(&guest, NULL, open_link, ""), 410);
	dead = page_without(&guest, unknown);
	guest.token = "x";
	assert_int_equal(browser_send(&guest, NULL, open_link, ""), 410);
	guest.token = token;
	for (size_t i = 0; i < sizeof breaks / sizeof breaks[0]; i++) {
		browser_sql(&guest, breaks[i][0]);
		assert_int_equal(browser_send(&guest, NULL, open_link, ""), 410);
		assert_string_equal(page_without(&guest, token), dead);
		assert_int_equal(browser_send(&guest, NULL, ask_code, ""), 410);
		assert_int_equal(browser_send(&guest, NULL, decline, ""), 410);
		assert_string_equal(page_without(&guest, token), dead);
		browser_sql(&guest, breaks[i][1]);
		assert_int_equal(browser_send(&guest, NULL, open_link, ""), 200);
	}
	invited_marie(&guest); /* again: the link before it is dead */
	guest.token = token;
	assert_int_equal(browser_send(&guest, NULL, open_link, ""), 410);
	assert_string_equal(page_without(&guest, token), dead);
}

TEST_BOTH_ENGINES_WITH(portal_world_with_vendors, each_thing_that_closes_a_link_is_asked_about)
{
	struct browser guest = guest_new(db, arena);

	invited_marie(&guest);
	browser_sql(&guest, "update invitation set state = 'revoked'");
	WITHOUT(CHECK_INVITATION_OPEN, assert_int_equal(browser_send(&guest, NULL, open_link, ""), 200));
	assert_int_equal(browser_send(&guest, NULL, open_link, ""), 410);
	browser_sql(&guest, "update invitation set state = 'sent'");
	browser_sql(&guest, "update contact set email = 'autre@example.fr' where id = 3");
	WITHOUT(CHECK_INVITED_ADDRESS, assert_int_equal(browser_send(&guest, NULL, open_link, ""), 200));
	assert_int_equal(browser_send(&guest, NULL, open_link, ""), 410);
}

static void
end_taken(struct tx *tx, void *data)
{
	(void)data;
	invitation_end_taken(tx, clock_now());
}

TEST_BOTH_ENGINES_WITH(portal_world_with_vendors, an_address_that_became_somebody_elses_ends_the_invitation)
{
	struct browser guest = guest_new(db, arena);

	invited_marie(&guest);
	invited(&guest, VENDORS, BOIS_NOIR, "bois@noir.example", false);
	assert_int_equal(browser_send(&guest, NULL, open_link, ""), 200);
	assert_int_equal(db_write(db, arena, end_taken, NULL), DB_FINE);
	assert_int_equal(browser_send(&guest, NULL, open_link, ""), 200);
	browser_sql(&guest, "update contact set email = 'bois@noir.example' where id = 4");
	WITHOUT(CHECK_INVITED_ADDRESS, assert_int_equal(browser_send(&guest, NULL, open_link, ""), 200));
	assert_int_equal(browser_send(&guest, NULL, open_link, ""), 410);
	assert_int_equal(browser_send(&guest, NULL, ask_code, ""), 410);
	assert_int_equal(db_write(db, arena, end_taken, NULL), DB_FINE);
	assert_string_equal(browser_text(&guest, "select state from invitation where record_id = 8 and id > $1"),
			    "revoked");
	assert_string_equal(browser_text(&guest, "select reason from invitation where record_id = 8 and id > $1"),
			    "taken");
	assert_string_equal(browser_text(&guest, "select state from invitation where record_id = 3 and id > $1"),
			    "queued");
}

TEST_BOTH_ENGINES_WITH(portal_world_with_vendors, a_contact_whose_last_client_went_accepts_nothing)
{
	struct browser guest = guest_new(db, arena);

	invited_marie(&guest);
	assert_int_equal(browser_send(&guest, NULL, ask_code, ""), 303);
	browser_sql(&guest, "delete from client_contact where contact_id = 3");
	assert_int_equal(browser_send(&guest, NULL, code_post, browser_code(&guest)), 403);
	assert_non_null(strstr(guest.page, "not linked to any client"));
	assert_string_equal(state_of(&guest), "queued");
	assert_int_equal(browser_number(&guest, "select count(*) from portal_user where record_id = 3 and id > $1"), 0);
	browser_sql(&guest, "insert into client_contact (client_id, contact_id, created_at) values (5, 3, 1)");
	assert_int_equal(browser_send(&guest, NULL, ask_code, ""), 303);
	assert_int_equal(browser_send(&guest, NULL, code_post, browser_code(&guest)), 303);
	assert_string_equal(state_of(&guest), "accepted");
}

/* Between the code's being sent and typed. */
TEST_BOTH_ENGINES_WITH(portal_world_with_vendors, an_invitation_that_ended_meanwhile_makes_nobody_a_portal_user)
{
	struct browser guest = guest_new(db, arena);

	invited(&guest, VENDORS, BOIS_NOIR, "bois@noir.example", false);
	assert_int_equal(browser_send(&guest, NULL, ask_code, ""), 303);
	browser_sql(&guest, "update invitation set state = 'revoked'");
	assert_int_equal(browser_send(&guest, NULL, code_post, browser_code(&guest)), 403);
	assert_int_equal(browser_number(&guest, "select count(*) from portal_user where record_id = 8 and id > $1"), 0);
	assert_int_equal(browser_number(&guest, "select count(*) from session where id > $1"), 0);
}

/* ---- at once ---- */

struct proof {
	const struct house *house;
	struct arena *arena;
	int64_t invitation;
	pthread_mutex_t *lock;
	pthread_cond_t *ended;
	int *left;
	const char *told; /* the kind of event */
};

static void
prove(struct tx *tx, void *data)
{
	const struct proof *proof = data;

	event_emit(proof->house, tx, &(struct event){.kind = "portal.proved", .object = proof->invitation});
}

static void
proved(enum db_trouble trouble, void *data)
{
	const struct proof *proof = data;

	(void)trouble;
	pthread_mutex_lock(proof->lock);
	(*proof->left)--;
	pthread_cond_signal(proof->ended);
	pthread_mutex_unlock(proof->lock);
}

TEST_BOTH_ENGINES_WITH(portal_world_with_vendors, of_fifty_who_accept_at_once_one_does)
{
	struct browser guest = guest_new(db, arena);
	pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	pthread_cond_t ended = PTHREAD_COND_INITIALIZER;
	int left = AT_ONCE;
	struct proof proofs[AT_ONCE];
	int64_t id = invited_marie(&guest);

	for (int i = 0; i < AT_ONCE; i++) {
		proofs[i] = (struct proof){guest.house, arena_new(0), id, &lock, &ended, &left};
		db_write_later(db, proofs[i].arena, prove, proved, &proofs[i]);
	}
	pthread_mutex_lock(&lock);
	while (left > 0)
		pthread_cond_wait(&ended, &lock);
	pthread_mutex_unlock(&lock);
	for (int i = 0; i < AT_ONCE; i++)
		arena_free(proofs[i].arena);
	assert_string_equal(state_of(&guest), "accepted");
	assert_int_equal(
		browser_number(&guest, "select count(*) from audit where action = 'invitation.accept' and seq > $1"),
		1);
	assert_int_equal(browser_number(&guest, "select count(*) from portal_user where record_id = 3 and id > $1"), 1);
}

/* ---- sending ---- */

TEST_BOTH_ENGINES_WITH(portal_world_with_vendors, there_is_one_invitation_of_a_person_and_a_batch_leaves_it_alone)
{
	struct browser guest = guest_new(db, arena);
	int64_t first = invited_marie(&guest);

	assert_int_equal(invited(&guest, CONTACTS, MARIE, "marie.durand@example.fr", true), 0);
	assert_int_equal(messages_of(&guest, "mail_portal_invitation"), 1);
	assert_int_equal(invited_marie(&guest), first);
	assert_int_equal(browser_number(&guest, "select send_count from invitation where id > $1"), 2);
	assert_int_equal(messages_of(&guest, "mail_portal_invitation"), 2);
	browser_sql(&guest, "update invitation set state = 'accepted'");
	assert_int_equal(invited(&guest, CONTACTS, MARIE, "marie.durand@example.fr", true), 0);
	browser_sql(&guest, "update invitation set state = 'sent', expires_at = 1");
	assert_int_equal(invited(&guest, CONTACTS, MARIE, "marie.durand@example.fr", true), first);
	assert_string_equal(state_of(&guest), "queued");
	assert_int_equal(browser_number(&guest, "select count(*) from invitation where id > $1"), 1);
}

static void
tell(struct tx *tx, void *data)
{
	const struct proof *proof = data;
	int64_t message =
		db_get_int(tx, 0, "select message_id from invitation where id = $1", db_int(proof->invitation));

	event_emit(proof->house, tx,
		   &(struct event){.kind = proof->told, .object = message, .title = "mail_portal_invitation"});
}

TEST_BOTH_ENGINES_WITH(portal_world_with_vendors, the_invitation_knows_what_became_of_its_mail)
{
	struct browser guest = guest_new(db, arena);
	struct proof proof = {.house = guest.house, .invitation = invited_marie(&guest), .told = "message.sent"};

	assert_int_equal(db_write(db, arena, tell, &proof), DB_FINE);
	assert_string_equal(state_of(&guest), "sent");
	proof.told = "message.delivered";
	assert_int_equal(db_write(db, arena, tell, &proof), DB_FINE);
	assert_string_equal(state_of(&guest), "delivered");
	browser_sql(&guest, "update message set error = '550 No such mailbox'");
	proof.told = "message.failed";
	assert_int_equal(db_write(db, arena, tell, &proof), DB_FINE);
	assert_string_equal(state_of(&guest), "bounced");
	assert_string_equal(browser_text(&guest, "select reason from invitation where id > $1"), "550 No such mailbox");
	/* A mail that came back does not arrive later; one whose page was opened has come. */
	proof.told = "message.delivered";
	assert_int_equal(db_write(db, arena, tell, &proof), DB_FINE);
	assert_string_equal(state_of(&guest), "bounced");
	browser_sql(&guest, "update invitation set state = 'opened'");
	proof.told = "message.failed";
	assert_int_equal(db_write(db, arena, tell, &proof), DB_FINE);
	assert_string_equal(state_of(&guest), "opened");
	/* What is told of the mail before says nothing of the one that was sent again. */
	browser_sql(&guest, "update invitation set state = 'queued', message_id = null");
	assert_int_equal(db_write(db, arena, tell, &proof), DB_FINE);
	assert_string_equal(state_of(&guest), "queued");
}

/* ---- who invited hears of it ---- */

TEST_BOTH_ENGINES_WITH(portal_world_with_vendors, who_invited_hears_once_a_day_that_another_one_is_wanted)
{
	struct browser guest = guest_new(db, arena), stranger;
	const char *answer;

	invited_marie(&guest);
	assert_int_equal(browser_send(&guest, NULL, renew, ""), 200); /* it still works: nobody need be told */
	answer = page_without(&guest, guest.token);
	assert_int_equal(messages_of(&guest, "mail_invitation_answer"), 0);
	browser_sql(&guest, "update invitation set state = 'expired'");
	for (int i = 0; i < 3; i++) {
		assert_int_equal(browser_send(&guest, NULL, renew, ""), 200);
		assert_string_equal(page_without(&guest, guest.token), answer);
	}
	assert_int_equal(messages_of(&guest, "mail_invitation_answer"), 1);
	assert_string_equal(browser_text(&guest, "select to_address from message where kind = 'mail_invitation_answer' "
						 "and id > $1"),
			    "helene@solaria.example");
	clock_shift(DAY_MS + 1);
	assert_int_equal(browser_send(&guest, NULL, renew, ""), 200);
	clock_shift(0);
	assert_int_equal(messages_of(&guest, "mail_invitation_answer"), 2);
	stranger = guest;
	stranger.token = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
	assert_int_equal(browser_send(&stranger, NULL, renew, ""), 200);
	assert_string_equal(page_without(&stranger, stranger.token), answer);
	assert_int_equal(messages_of(&guest, "mail_invitation_answer"), 2);
}

TEST_BOTH_ENGINES_WITH(portal_world_with_vendors, who_declines_is_heard_and_their_link_dies)
{
	struct browser guest = guest_new(db, arena);

	invited_marie(&guest);
	assert_int_equal(browser_send(&guest, NULL, decline, ""), 200);
	assert_string_equal(state_of(&guest), "declined");
	assert_int_equal(messages_of(&guest, "mail_invitation_answer"), 1);
	assert_int_equal(browser_send(&guest, NULL, open_link, ""), 410);
	assert_int_equal(browser_send(&guest, NULL, decline, ""), 410);
	assert_int_equal(messages_of(&guest, "mail_invitation_answer"), 1);
}

/* ---- what is kept of people ---- */

static void
forget_person(struct tx *tx, void *data)
{
	(void)data;
	invitations.erase_person(tx, MARIE);
}

TEST_BOTH_ENGINES_WITH(portal_world_with_vendors, a_person_gets_their_invitations_and_takes_them_along)
{
	struct browser guest = guest_new(db, arena);
	struct doc *person = doc_object(arena);
	struct builder json = builder_new(arena, 0);
	struct tx *tx;

	invited_marie(&guest);
	tx = db_read(db, arena);
	invitations.export_person(tx, MARIE, person);
	db_read_end(tx);
	doc_print_json(person, NULL, &json);
	assert_non_null(strstr(builder_text(&json), "marie.durand@example.fr"));
	assert_int_equal(db_write(db, arena, forget_person, NULL), DB_FINE);
	assert_int_equal(browser_number(&guest, "select count(*) from invitation where id > $1"), 0);
}

/* ---- choices ---- */

WITH_RIGHTS(choose, choices_post)

TEST_BOTH_ENGINES_WITH(portal_world_with_vendors, what_somebody_chooses_is_kept_and_what_nobody_knows_is_refused)
{
	struct browser guest = guest_new(db, arena);

	guest.viewer = (struct viewer){.kind = VIEWER_CLIENT,
				       .session = 1,
				       .contact = MARIE,
				       .record = MARIE,
				       .client = 5,
				       .theme = "",
				       .name = "Marie"};
	guest.json = true;
	assert_int_equal(browser_send(&guest, NULL, choose, "zone=Mars%2FBase"), 422);
	assert_int_equal(browser_send(&guest, NULL, choose, "country=ZZ"), 422);
	assert_int_equal(browser_send(&guest, NULL, choose, "hours=13"), 422);
	assert_int_equal(browser_send(&guest, NULL, choose, "language=xx"), 422);
	assert_int_equal(browser_number(&guest, "select count(*) from portal_user where record_id = 3 and id > $1"), 0);
	assert_int_equal(browser_send(&guest, NULL, choose, "zone=America%2FNew_York&country=US&hours=12&language=en"),
			 200);
	assert_int_equal(browser_number(&guest,
					"select count(*) from portal_user where record_id = 3 and hours = 12 and "
					"zone = 'America/New_York' and country = 'US' and user_type_id = 1 and "
					"settled_at is not null and id > $1"),
			 1);
	assert_string_equal(browser_text(&guest, "select language from contact where id = 3 and id > $1"), "en");
	assert_int_equal(browser_send(&guest, NULL, choose, "hours="), 200);
	assert_int_equal(browser_number(&guest,
					"select count(*) from portal_user where hours is null and record_id = 3 "
					"and zone = 'America/New_York' and id > $1"),
			 1);
}
