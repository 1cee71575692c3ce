/* door_dav_test: who comes in by an app password, and whose locks hold. */
#include "app/door_gate_test.h"

#include "base/arena.h"
#include "base/test.h"
#include "core/app_password.h"
#include "core/weakened_test.h"
#include "db/db_testing.h"
#include "folders/folder_right_store.h"

#define ANNE "anne@example.fr"
#define EVAS "eva@example.fr"

/* Eva's, Anne's, and a second one of Anne's. */
struct keys_made {
	char eva[APP_PASSWORD_TEXT + 1], anne[APP_PASSWORD_TEXT + 1], other[APP_PASSWORD_TEXT + 1];
	int64_t annes, others;
};

static void
make_keys(struct tx *tx, void *data)
{
	static const struct app_password_owner eva = {.staff = EVA}, anne = {.contact = GATE_CONTACT};
	struct keys_made *keys = data;

	db_run(tx, "update staff set email = '" EVAS "' where id = $1", db_int(EVA));
	app_password_create(tx, &eva, "Eva's", keys->eva);
	keys->annes = app_password_create(tx, &anne, "Anne's", keys->anne);
	keys->others = app_password_create(tx, &anne, "Anne's other", keys->other);
}

static struct gate
gate_with_keys(struct db *db, struct arena *arena, bool empty, struct keys_made *keys)
{
	struct gate gate;

	rights_world_make(db, arena);
	gate = empty ? empty_gate_of(db, arena) : gate_of(db, arena);
	world_write(&gate.world, make_keys, keys);
	return gate;
}

/* ---- who comes in ---- */

static struct door_request
top_for(const struct gate *gate, const char *name, const char *password)
{
	return (struct door_request){.method = HTTP_PROPFIND,
				     .path = "/dav",
				     .basic = arena_printf(gate->arena, "%s:%s", name, password),
				     .secure = true};
}

TEST(a_password_opens_for_its_owner_alone)
{
	struct arena *arena = arena_new(0);
	struct db *db = db_for_test(arena, DB_SQLITE, "gate", 0);
	struct keys_made keys;
	struct gate gate = gate_with_keys(db, arena, true, &keys);
	struct door_request eva = top_for(&gate, EVAS, keys.eva), anne = top_for(&gate, "Anne@Example.fr", keys.anne);
	struct door_request mixed = top_for(&gate, EVAS, keys.anne), wrong = top_for(&gate, EVAS, "nonsense");
	struct door_request token = {.staff = EVA, .method = HTTP_PROPFIND, .path = "/dav", .secure = true};

	assert_int_equal(gate_status(&gate, &eva), 200);
	assert_int_equal(gate_status(&gate, &anne), 200);
	assert_int_equal(gate_status(&gate, &wrong), 401);
	assert_int_equal(gate_status(&gate, &token), 401);
	assert_int_equal(gate_status(&gate, &mixed), 401);
	WITHOUT(CHECK_APP_PASSWORD_NAME, assert_int_equal(gate_status(&gate, &mixed), 200));
	eva.secure = false;
	assert_int_equal(gate_status(&gate, &eva), 403);
	WITHOUT(CHECK_DEVICE_SECURE, assert_int_equal(gate_status(&gate, &eva), 200));
	eva.secure = true;
	gate_run(&gate, "update staff set disabled_at = 1 where id = 101");
	assert_int_equal(gate_status(&gate, &eva), 401);
	WITHOUT(CHECK_APP_PASSWORD_OPEN, assert_int_equal(gate_status(&gate, &eva), 200));
	gate_run(&gate, "update feature_switch set is_on = 0 where name = 'portal'");
	assert_int_equal(gate_status(&gate, &anne), 503);
	WITHOUT(CHECK_DEVICE_PORTAL, assert_int_equal(gate_status(&gate, &anne), 200));
	gate_run(&gate, "update contact set blocked_at = 1 where id = 310");
	assert_int_equal(gate_status(&gate, &anne), 401);
	rights_free(gate.world.rights);
	arena_free(arena);
}

/* ---- locks ---- */

enum { LETTERS = 400, LOCK = 500 };

static void
make_letters(struct tx *tx, void *data)
{
	const struct keys_made *keys = data;
	struct folder root = folder_root(GATE_CLIENT);
	struct folder_right right = {GATE_CLIENT, WHOSE_CONTACT, GATE_CONTACT, FOLDER_FULL};
	const char *path = folder_path_in(tx_arena(tx), &root, LETTERS);

	folder_right_set(tx, &root, &right);
	db_run(tx,
	       "insert into folder (id, client_id, parent_id, path, name, name_key, twin_id, rights_id, created_at, "
	       "created_by, version) values ($1, $2, $2, $3, 'Letters', $4, 0, $2, 0, '', 1)",
	       db_int(LETTERS), db_int(GATE_CLIENT), db_text(path), db_text(folder_name_key(tx_arena(tx), "Letters")));
	db_run(tx,
	       "insert into folder_lock (id, token, client_id, folder_id, shared, deep, password_id, staff, person_id, "
	       "holder, owner, seconds, expires_at) values ($1, 'urn:uuid:one', $2, $3, 0, 1, $4, 0, $5, 'Anne', '', 600, "
	       "4000000000000000)",
	       db_int(LOCK), db_int(GATE_CLIENT), db_int(LETTERS), db_int(keys->annes), db_int(GATE_CONTACT));
}

TEST(what_is_locked_is_changed_by_its_holder_alone)
{
	struct arena *arena = arena_new(0);
	struct db *db = db_for_test(arena, DB_SQLITE, "gate", 0);
	struct keys_made keys;
	struct gate gate = gate_with_keys(db, arena, false, &keys);
	struct door_request anne = top_for(&gate, ANNE, keys.anne), other = top_for(&gate, ANNE, keys.other);
	int status = 204;

	world_write(&gate.world, make_letters, &keys);
	anne.method = other.method = HTTP_DELETE;
	anne.path = other.path = "/dav/mine (mine)/Letters";
	anne.undone = other.undone = true;
	assert_int_equal(gate_status(&gate, &anne), 423);
	anne.state = other.state = "(<urn:uuid:one>)";
	assert_int_equal(gate_status(&gate, &other), 423); /* a token is no key to somebody else's program */
	WITHOUT(CHECK_DAV_LOCK, status = gate_status(&gate, &other));
	assert_int_equal(status, 204);
	assert_int_equal(gate_status(&gate, &anne), 204);
	anne.state = "(<urn:uuid:two>)";
	assert_int_equal(gate_status(&gate, &anne), 412);
	rights_free(gate.world.rights);
	arena_free(arena);
}
