/* contact_web_test: what staff change about a person's ways in, and what follows from it. */
#include "clients/handlers.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/instant.h"
#include "base/str.h"
#include "base/test.h"
#include "clients/contact_store.h"
#include "clients/prepared_test.h"
#include "companies/companies.h"
#include "core/house_test.h"
#include "core/session.h"
#include "db/db_testing.h"
#include "rights/rights.h"

#include <string.h>

static const struct viewer staff = {.kind = VIEWER_STAFF,
				    .staff = 1,
				    .profile = PROFILE_MANAGER,
				    .name = "Nadia Benali",
				    .email = "nadia@example.fr"};

/* One write of a test: a house, and what its body needs. */
struct scene {
	struct house *house;
	void (*body)(struct scene *scene);
	struct tx *tx;
	int64_t client, contact;
};

static void
set_scene(struct tx *tx, void *data)
{
	struct scene *scene = data;
	const struct contact anne = {.first_name = "Anne",
				     .last_name = "Sorel",
				     .email = "anne@example.fr",
				     .mobile = "+33612345678",
				     .mobile_confirmed_at = 5};

	scene->tx = tx;
	scene->client = client_create(tx, &(struct client){.name = "Cabinet Sorel", .country = "FR"});
	scene->contact = contact_create(tx, &anne);
	client_add_contact(tx, scene->client, scene->contact, NULL);
	scene->body(scene);
}

static void
play(struct db *db, struct arena *arena, void (*body)(struct scene *scene))
{
	struct config config = {.demo = true};
	struct scene scene = {.house = house_for_test(arena, db, &config), .body = body};

	assert_int_equal(db_write(db, arena, set_scene, &scene), DB_FINE);
}

/* A staff user's request about the client and the contact of the scene. */
static struct request *
request(struct scene *scene, const char *fields)
{
	struct arena *arena = tx_arena(scene->tx);
	struct request *rq = request_for_test(scene->house, arena, fields, NULL);
	char *client = arena_alloc(arena, ID_LENGTH + 1), *contact = arena_alloc(arena, ID_LENGTH + 1);

	id_print(client, scene->client);
	id_print(contact, scene->contact);
	rq->tx = scene->tx;
	rq->viewer = &staff;
	rq->rights = rights_now(scene->house, scene->tx);
	rq->path.count = 2;
	rq->path.parameters[0].name = STR("client");
	rq->path.parameters[0].value = str_of(client);
	rq->path.parameters[1].name = STR("contact");
	rq->path.parameters[1].value = str_of(contact);
	return rq;
}

static int64_t
messages(struct scene *scene, const char *kind, const char *to)
{
	return db_get_int(scene->tx, 0, "select count(*) from message where kind = $1 and to_address = $2",
			  db_text(kind), db_text(to));
}

static void
sign_in_somewhere(struct scene *scene)
{
	struct request *rq = request(scene, "");
	struct reply reply = {.kind = REPLY_EMPTY};

	session_start(
		rq, &reply,
		&(struct session_new){.kind = SESSION_PORTAL, .contact = scene->contact, .client = scene->client});
	assert_int_equal(contact_session_count(scene->tx, scene->contact), 1);
}

/* ---- the number codes go to ---- */

static void
change_mobile(struct scene *scene)
{
	const struct contact *after;
	struct reply reply = contact_change(
		request(scene, "first_name=Anne&last_name=Sorel&email=anne%40example.fr&mobile=07+12+34+56+78"));

	assert_int_equal(reply.status, 303);
	after = contact_itself(scene->tx, scene->contact);
	assert_string_equal(after->mobile, "+33712345678");
	assert_int_equal(after->mobile_confirmed_at, NO_INSTANT);
	assert_int_equal(messages(scene, "mail_mobile_changed", "anne@example.fr"), 1);
	assert_int_equal(messages(scene, "sms_mobile_changed", "+33612345678"), 1);
	assert_int_equal(db_get_int(scene->tx, 0, "select count(*) from audit where action = 'contact.change'"), 1);
}

TEST_BOTH_ENGINES_WITH(clients_prepare, a_number_changed_by_staff_is_no_longer_confirmed_and_the_person_is_told)
{
	play(db, arena, change_mobile);
}

static void
want_address_of_vendor(struct scene *scene)
{
	struct tx *tx = scene->tx;
	struct reply reply;

	db_run(tx, "insert into portal (id, address, name, company_id, created_at) values (91, 'x', 'X', 7, 1)");
	db_run(tx, "insert into module (id, name, table_name, icon, naming_field, builtin, sharing, position, "
		   "created_at, version) values (90, 'sellers', 'seller', 'truck', 'name', 1, 'private', 2, 0, 1)");
	db_run(tx, "insert into user_type (id, portal_id, main_module_id, position, is_default, draft, created_at, "
		   "version) values (91, 91, 90, 1, 0, '{}', 0, 1)");
	db_run(tx, "insert into portal_user (id, user_type_id, module_id, record_id, email, created_at) "
		   "values (91, 91, 90, 92, 'it@tuiles.example', 0)");
	reply = contact_change(request(scene, "last_name=Sorel&email=it%40tuiles.example"));
	assert_int_equal(reply.status, 422);
	assert_string_equal(contact_itself(tx, scene->contact)->email, "anne@example.fr");
	reply = contact_change(request(scene, "last_name=Sorel&email=it2%40tuiles.example"));
	assert_int_equal(reply.status, 303);
}

TEST_BOTH_ENGINES_WITH(clients_prepare, the_address_of_a_vendor_who_signs_in_is_no_contacts)
{
	play(db, arena, want_address_of_vendor);
}

static void
change_name(struct scene *scene)
{
	contact_change(request(scene, "last_name=Riou&email=Anne%40Example.fr&mobile=%2B33612345678"));
	assert_int_equal(contact_itself(scene->tx, scene->contact)->mobile_confirmed_at, 5);
	assert_int_equal(db_get_int(scene->tx, 0, "select count(*) from message"), 0);
}

TEST_BOTH_ENGINES_WITH(clients_prepare, a_name_changed_by_staff_leaves_the_ways_in_alone)
{
	play(db, arena, change_name);
}

static void
change_stale(struct scene *scene)
{
	struct reply reply;

	contact_set_mobile(scene->tx, scene->contact, "+33698765432", 9);
	reply = contact_change(request(scene, "last_name=Riou&email=anne%40example.fr&version=1"));
	assert_int_equal(reply.status, 422);
	assert_string_equal(contact_itself(scene->tx, scene->contact)->mobile, "+33698765432");
}

TEST_BOTH_ENGINES_WITH(clients_prepare, an_open_form_does_not_put_an_old_number_back)
{
	play(db, arena, change_stale);
}

/* ---- addresses ---- */

static void
take_address(struct scene *scene)
{
	struct reply reply = place_new(request(scene, "last_name=Autre&email=ANNE%40example.fr"));
	const struct doc *duplicate = doc_get(reply.document, STR("duplicate"));

	assert_int_equal(reply.status, 422);
	assert_string_equal(doc_get_text(duplicate, "name"), "Anne Sorel");
	assert_int_equal(db_get_int(scene->tx, 0, "select count(*) from contact"), 1);
	reply = place_new(request(scene, "last_name=Autre&email=autre%40example.fr&mobile=0240112233"));
	assert_int_equal(reply.status, 422);
	reply = place_new(request(scene, "known_email=nobody%40example.fr"));
	assert_int_equal(reply.status, 422);
	reply = place_new(request(scene, "known_email=anne%40example.fr"));
	assert_int_equal(reply.status, 422);
	reply = place_new(request(scene, "last_name=Autre&email=autre%40example.fr&role=Comptable"));
	assert_int_equal(reply.status, 303);
}

TEST_BOTH_ENGINES_WITH(clients_prepare, an_address_belongs_to_one_person_who_is_named)
{
	play(db, arena, take_address);
}

/* ---- access ends at once ---- */

static void
end_access(struct scene *scene)
{
	sign_in_somewhere(scene);
	assert_int_equal(place_removal(request(scene, "")).status, 303);
	assert_int_equal(contact_session_count(scene->tx, scene->contact), 0);
	assert_int_equal(place_removal(request(scene, "")).status, 404);
	client_add_contact(scene->tx, scene->client, scene->contact, NULL);
	sign_in_somewhere(scene);
	assert_int_equal(contact_block(request(scene, "")).status, 303);
	assert_int_equal(contact_session_count(scene->tx, scene->contact), 0);
	assert_int_not_equal(contact_itself(scene->tx, scene->contact)->blocked_at, NO_INSTANT);
	assert_int_equal(contact_unblock(request(scene, "")).status, 303);
	assert_int_equal(contact_itself(scene->tx, scene->contact)->blocked_at, NO_INSTANT);
	sign_in_somewhere(scene);
	assert_int_equal(contact_end_sessions(request(scene, "")).status, 303);
	assert_int_equal(contact_session_count(scene->tx, scene->contact), 0);
}

TEST_BOTH_ENGINES_WITH(clients_prepare, taking_away_and_blocking_end_sessions)
{
	play(db, arena, end_access);
}

/* ---- the test client ---- */

static void
make_test_client(struct scene *scene)
{
	size_t count;

	assert_int_equal(client_test(request(scene, "")).status, 303);
	assert_int_equal(client_test(request(scene, "")).status, 303);
	assert_int_equal(db_get_int(scene->tx, 0, "select count(*) from client where test = 1"), 1);
	assert_string_equal(contact_of_email(scene->tx, "nadia@example.fr")->first_name, "Nadia");
	contact_memberships(scene->tx, contact_of_email(scene->tx, "nadia@example.fr")->id, &count);
	assert_int_equal(count, 1);
}

TEST_BOTH_ENGINES_WITH(clients_prepare, the_test_client_is_made_once)
{
	play(db, arena, make_test_client);
}

/* ---- whether the plan has a place ---- */

static const char *
no_place(struct tx *tx, int64_t record)
{
	return contact_itself(tx, record)->blocked_at == NO_INSTANT ? NULL : N_("No place.");
}

static void
unblock_without_a_place(struct scene *scene)
{
	static const struct feature full = {.name = "full", .person_return_refusal = no_place};
	static const struct feature *const some[] = {&full};
	struct reply reply;

	contact_set_blocked(scene->tx, &staff, scene->contact, 5);
	assert_int_equal(contact_unblock(request(scene, "")).status, 303);
	contact_set_blocked(scene->tx, &staff, scene->contact, 5);
	scene->house->features = some;
	scene->house->feature_count = 1;
	reply = contact_unblock(request(scene, ""));
	assert_int_equal(reply.status, 409);
	assert_false(reply.keep);
	assert_int_equal(contact_itself(scene->tx, scene->contact)->blocked_at, 5);
}

TEST_BOTH_ENGINES_WITH(clients_prepare, who_was_blocked_comes_back_where_there_is_a_place)
{
	play(db, arena, unblock_without_a_place);
}
