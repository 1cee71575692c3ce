/* property_door_portal_test: people of the portal ask by JSON for lists, searches, filters and sheets of user types by
 * chance, and are answered what somebody who asks of each record by which tab it is theirs would say. */
#include "app/property_door_test.h"

#include "base/arena.h"
#include "base/instant.h"
#include "base/test.h"
#include "core/session.h"
#include "db/db_testing.h"
#include "records/property_shrink_test.h"
#include "records/property_weak_test.h"
#include "sys/clock.h"
#include "sys/crypto.h"

#include <inttypes.h>

enum { ROWS = 32, WEAK_ROWS = 20, WEAK_WORLDS = 3, SESSION = 801 };

/* ---- who signs in ---- */

static const char *
token_of(struct arena *arena, int64_t person)
{
	return arena_printf(arena, "person-%" PRId64, person);
}

/* Contacts and clients have the same ids; everybody belongs to every client. */
static void
make_outsiders(struct tx *tx, void *data)
{
	(void)data;
	for (int64_t id = EVA; id < EVA + OUTSIDERS; id++) {
		db_run(tx,
		       "insert into client (id, number, kind, name, name_key, company_id, country, test, created_at, "
		       "version) values ($1, $2, 'company', 'k', 'k', 1, 'FR', 0, 0, 1) on conflict do nothing",
		       db_int(id), db_text(arena_printf(tx_arena(tx), "K%" PRId64, id)));
		db_run(tx,
		       "insert into contact (id, first_name, last_name, name_key, email, theme, created_at, version) "
		       "values ($1, 'A', 'B', 'b a', $2, '', 0, 1) on conflict do nothing",
		       db_int(id), db_text(arena_printf(tx_arena(tx), "c%" PRId64 "@example.org", id)));
	}
	db_run(tx,
	       "insert into client_contact (client_id, contact_id, created_at) select client.id, contact.id, 0 from "
	       "client cross join contact where 1 = 1 on conflict do nothing");
}

struct entry {
	const struct staff_spec *person;
	int64_t session;
};

/* A contact is of one user type: of this one from now on. */
static void
enter(struct tx *tx, void *data)
{
	const struct entry *entry = data;
	const struct viewer *viewer = &entry->person->viewer;
	struct hash hash = sha256(str_of(token_of(tx_arena(tx), entry->person->id)));
	int64_t now = clock_now();

	db_run(tx, "delete from portal_user where record_id = $1", db_int(viewer->record));
	db_run(tx,
	       "insert into portal_user (id, user_type_id, module_id, record_id, settled_at, entered_at, created_at) "
	       "select $1, $2, id, $3, 1, 1, 0 from module where name = 'contacts'",
	       db_int(entry->session), db_int(entry->person->type->id), db_int(viewer->record));
	db_run(tx, "delete from session where id = $1", db_int(entry->session));
	db_run(tx,
	       "insert into session (id, kind, token_hash, contact_id, client_id, half, remember, created_at, seen_at, "
	       "expires_at) values ($1, 'portal', $2, $3, $4, 0, 0, $5, $5, $6)",
	       db_int(entry->session), db_bytes(str_slice(hash.bytes, HASH_SIZE)), db_int(viewer->record),
	       db_optional(viewer->client, 0), db_int(now), db_int(now + HOUR_MS));
}

/* ---- asking ---- */

static void
visit_person(struct property *property, struct door *door, const struct staff_spec *person)
{
	struct entry entry = {person, SESSION + (person - property->people)};
	struct arena *arena = arena_new(0);
	const char *cookie = arena_printf(arena, PORTAL_COOKIE "=%s", token_of(arena, person->id));

	assert_int_equal(db_write(property->db, arena, enter, &entry), DB_FINE);
	for (size_t sheet = 0; sheet < property->sheet_count; sheet++) {
		struct visitor visitor = {property, door, naive_of(property, person, sheet), arena_new(0), cookie};

		if (property_asks(property, person, sheet))
			visit_tabs(&visitor);
		arena_free(visitor.arena);
	}
	arena_free(arena);
}

/* Contacts who said for which client. */
static void
visit_people(struct property *property, struct door *door)
{
	for (size_t i = 0; i < property->person_count; i++)
		if (property->people[i].type->main < 0 && property->people[i].viewer.client != 0)
			visit_person(property, door, &property->people[i]);
}

static struct property *
make_world(struct db *db, struct arena *arena, uint64_t seed, size_t rows)
{
	struct property *property = property_new_of_portal(db, arena, seed, rows);

	assert_int_equal(db_write(db, arena, make_outsiders, NULL), DB_FINE);
	return property;
}

static void
ask_at_door(struct property *property, void *data)
{
	struct arena *arena = arena_new(0);

	(void)data;
	db_write(property->db, arena, make_outsiders, NULL); /* when they are not there yet */
	visit_people(property, door_new(arena, property->db));
	arena_free(arena);
}

TEST_BOTH_ENGINES(the_portal_answers_what_the_user_type_shows)
{
	uint64_t seed = property_seed() + 9500;
	struct property *property = make_world(db, arena, seed, ROWS);

	visit_people(property, door_new(arena, db));
	property_end(property, "people at the door of the portal", seed, ROWS, ask_at_door);
}

#ifdef PARVIS_WEAKEN
TEST(the_portal_shows_more_without_what_ties)
{
	static const enum check checks[] = {CHECK_TIE,	   CHECK_NARROWED,     CHECK_PUBLIC,
					    CHECK_CEILING, CHECK_FIELD_HIDDEN, CHECK_NAMES};
	struct weak_world worlds[WEAK_WORLDS];
	struct door *doors[WEAK_WORLDS];

	weak_worlds_begin(worlds, WEAK_WORLDS, "portal", make_world, property_seed() + 9600, WEAK_ROWS);
	for (int i = 0; i < WEAK_WORLDS; i++)
		doors[i] = door_new(worlds[i].arena, worlds[i].property->db);
	for (size_t c = 0; c < sizeof checks / sizeof checks[0]; c++) {
		size_t noticed = 0;

		weaken(checks[c]);
		for (int i = 0; i < WEAK_WORLDS && noticed == 0; i++) {
			worlds[i].property->mismatches = 0;
			visit_people(worlds[i].property, doors[i]);
			noticed = worlds[i].property->mismatches;
		}
		if (noticed == 0)
			print_message("the portal did not notice that check %d was switched off\n", (int)checks[c]);
		weaken(CHECK_NONE);
		assert_true(noticed > 0);
	}
	weak_worlds_end(worlds, WEAK_WORLDS);
}
#endif
