/* sign_in_store_test: tries are counted once each, codes are used once, and the breaker opens and closes. */
#include "portals/sign_in.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/test.h"
#include "core/house_test.h"
#include "db/db_testing.h"
#include "sys/random.h"

#include <pthread.h>
#include <string.h>

#define NOW INT64_C(1790000000000)

static const struct key key = {.bytes = "a key of tests"};

/* A writer's errand: what a test does in one transaction. */
struct errand {
	void (*body)(struct tx *tx, struct errand *errand);
	struct sign_in sign_in;
	struct sign_in *found;
	struct hash hash;
	const char *code;
	int64_t number;
	int count;
	bool yes;
};

static void
run_errand(struct tx *tx, void *data)
{
	struct errand *errand = data;

	errand->body(tx, errand);
}

static void
run(struct db *db, struct arena *arena, struct errand *errand, void (*body)(struct tx *tx, struct errand *errand))
{
	errand->body = body;
	assert_int_equal(db_write(db, arena, run_errand, errand), DB_FINE);
}

static struct str
kept(struct arena *arena, struct hash hash)
{
	return str_slice(arena_text_of(arena, hash.bytes, HASH_SIZE), HASH_SIZE);
}

static struct sign_in
new_sign_in(struct arena *arena, int64_t contact, enum code_channel channel, const char *code)
{
	struct sign_in sign_in = {.id = id_new(),
				  .portal_id = 1,
				  .email = "marie@example.fr",
				  .contact_id = contact,
				  .channel = channel,
				  .sent_count = 1,
				  .sent_at = NOW,
				  .expires_at = NOW + CODE_LIFE_MS,
				  .created_at = NOW};
	struct hash chance;

	random_bytes(chance.bytes, HASH_SIZE);
	sign_in.browser_hash = kept(arena, chance);
	sign_in.link_hash = kept(arena, sha256(sign_in.browser_hash));
	sign_in.code_hash = kept(arena, code_hash(&key, sign_in.id, contact, code));
	return sign_in;
}

static void
insert(struct tx *tx, struct errand *errand)
{
	sign_in_insert(tx, &errand->sign_in);
}

static void
count_try(struct tx *tx, struct errand *errand)
{
	errand->found = sign_in_count_try(tx, errand->sign_in.id, NOW + errand->number);
}

TEST_BOTH_ENGINES_WITH(house_migrate, a_code_can_be_tried_five_times)
{
	struct errand errand = {.sign_in = new_sign_in(arena, 3, CODE_BY_MAIL, "K7QM2XWD")};

	run(db, arena, &errand, insert);
	for (int i = 1; i <= SHOWN_TRIES; i++) {
		run(db, arena, &errand, count_try);
		assert_non_null(errand.found);
		assert_int_equal(errand.found->tries, i);
		assert_string_equal(errand.found->email, "marie@example.fr");
	}
	run(db, arena, &errand, count_try);
	assert_null(errand.found);
}

TEST_BOTH_ENGINES_WITH(house_migrate, a_code_dies_after_ten_minutes)
{
	struct errand errand = {.sign_in = new_sign_in(arena, 3, CODE_BY_MAIL, "K7QM2XWD")};

	run(db, arena, &errand, insert);
	errand.number = CODE_LIFE_MS - 1;
	run(db, arena, &errand, count_try);
	assert_non_null(errand.found);
	errand.number = CODE_LIFE_MS;
	run(db, arena, &errand, count_try);
	assert_null(errand.found);
}

static void
kill_others(struct tx *tx, struct errand *errand)
{
	sign_in_kill_others(tx, &errand->sign_in);
}

static void
find_by_link(struct tx *tx, struct errand *errand)
{
	memcpy(errand->hash.bytes, errand->sign_in.link_hash.at, HASH_SIZE);
	errand->found = sign_in_of_link(tx, &errand->hash, NOW + errand->number);
}

TEST_BOTH_ENGINES_WITH(house_migrate, a_new_code_kills_the_old_one_and_its_link)
{
	struct errand old = {.sign_in = new_sign_in(arena, 3, CODE_BY_MAIL, "K7QM2XWD")};
	struct errand young = {.sign_in = new_sign_in(arena, 3, CODE_BY_MAIL, "11112222")};
	struct errand other = {.sign_in = new_sign_in(arena, 4, CODE_BY_MAIL, "33334444")};

	run(db, arena, &old, insert);
	run(db, arena, &other, insert);
	run(db, arena, &young, insert);
	run(db, arena, &old, find_by_link);
	assert_non_null(old.found);
	run(db, arena, &young, kill_others);
	run(db, arena, &old, find_by_link);
	assert_null(old.found);
	run(db, arena, &old, count_try);
	assert_null(old.found);
	run(db, arena, &young, count_try);
	assert_non_null(young.found);
	run(db, arena, &other, count_try);
	assert_non_null(other.found);
}

TEST_BOTH_ENGINES_WITH(house_migrate, a_link_works_for_ten_minutes)
{
	struct errand errand = {.sign_in = new_sign_in(arena, 3, CODE_BY_MAIL, "K7QM2XWD")};

	run(db, arena, &errand, insert);
	errand.number = CODE_LIFE_MS - 1;
	run(db, arena, &errand, find_by_link);
	assert_non_null(errand.found);
	errand.number = CODE_LIFE_MS;
	run(db, arena, &errand, find_by_link);
	assert_null(errand.found);
}

static void
burn(struct tx *tx, struct errand *errand)
{
	sign_in_burn(tx, errand->sign_in.id, errand->yes);
}

TEST_BOTH_ENGINES_WITH(house_migrate, a_burnt_code_that_looks_alive_still_counts_and_never_matches)
{
	struct errand errand = {.sign_in = new_sign_in(arena, 3, CODE_BY_SMS, "204817"), .yes = true};

	run(db, arena, &errand, insert);
	run(db, arena, &errand, burn);
	run(db, arena, &errand, count_try);
	assert_non_null(errand.found);
	assert_false(code_matches(&key, errand.found, "204817"));
	run(db, arena, &errand, find_by_link);
	assert_null(errand.found);
	errand.yes = false;
	run(db, arena, &errand, burn);
	run(db, arena, &errand, count_try);
	assert_null(errand.found);
}

/* ---- races ---- */

enum { RACERS = 20, GUESSERS = 50 };

struct race {
	struct db *db;
	struct sign_in sign_in;
	const char *code;
	_Atomic int compared, won;
};

struct racer {
	struct race *race;
	bool compared, won; /* of the run that was kept */
};

static void
type_code(struct tx *tx, void *data)
{
	struct racer *racer = data;
	struct sign_in *counted = sign_in_count_try(tx, racer->race->sign_in.id, NOW);

	racer->compared = counted != NULL;
	racer->won = counted != NULL && code_matches(&key, counted, racer->race->code) && sign_in_take(tx, counted);
}

static void *
race_once(void *data)
{
	struct racer racer = {.race = data};
	struct arena *arena = arena_new(0);

	/* One that gives up on PostgreSQL was answered 503: it neither compared nor won. */
	if (db_write(racer.race->db, arena, type_code, &racer) == DB_FINE) {
		racer.race->compared += racer.compared;
		racer.race->won += racer.won;
	}
	arena_free(arena);
	return NULL;
}

static void
race(struct race *race, int count)
{
	pthread_t threads[GUESSERS];

	for (int i = 0; i < count; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, race_once, race), 0);
	for (int i = 0; i < count; i++)
		pthread_join(threads[i], NULL);
}

TEST_BOTH_ENGINES_WITH(house_migrate, one_of_twenty_right_codes_at_once_signs_in)
{
	struct errand errand = {.sign_in = new_sign_in(arena, 3, CODE_BY_MAIL, "K7QM2XWD")};
	struct race twenty = {.db = db, .sign_in = errand.sign_in, .code = "K7QM2XWD"};

	run(db, arena, &errand, insert);
	race(&twenty, RACERS);
	assert_int_equal(twenty.won, 1);
}

TEST_BOTH_ENGINES_WITH(house_migrate, at_most_five_of_fifty_wrong_codes_at_once_are_compared)
{
	struct errand errand = {.sign_in = new_sign_in(arena, 3, CODE_BY_MAIL, "K7QM2XWD")};
	struct race fifty = {.db = db, .sign_in = errand.sign_in, .code = "00000000"};

	run(db, arena, &errand, insert);
	race(&fifty, GUESSERS);
	assert_int_equal(fifty.won, 0);
	assert_in_range(fifty.compared, 1, SHOWN_TRIES);
	run(db, arena, &errand, count_try);
	assert_true(errand.found == NULL || fifty.compared < SHOWN_TRIES);
}

/* ---- devices ---- */

static void
add_contact(struct tx *tx, struct errand *errand)
{
	db_run(tx,
	       "insert into contact (id, first_name, last_name, name_key, theme, created_at, version) "
	       "values ($1, 'Marie', 'Durand', 'durand marie', '', 1, 1)",
	       db_int(errand->number));
}

static void
remember(struct tx *tx, struct errand *errand)
{
	device_remember(tx, &errand->hash, errand->number, NOW);
}

static void
look(struct tx *tx, struct errand *errand)
{
	errand->yes = device_is_known(tx, &errand->hash, errand->number, NOW + errand->count * (int64_t)DAY_MS);
}

TEST_BOTH_ENGINES_WITH(house_migrate, a_device_is_known_to_its_person_for_half_a_year)
{
	struct errand errand = {.number = 3, .hash = sha256(STR("token"))};

	run(db, arena, &errand, add_contact);
	errand.number = 4;
	run(db, arena, &errand, add_contact);
	errand.number = 3;
	run(db, arena, &errand, remember);
	run(db, arena, &errand, remember); /* a second sign-in */
	run(db, arena, &errand, look);
	assert_true(errand.yes);
	errand.count = 179;
	run(db, arena, &errand, look);
	assert_true(errand.yes);
	errand.count = 181;
	run(db, arena, &errand, look);
	assert_false(errand.yes);
	errand.count = 0;
	errand.number = 4;
	run(db, arena, &errand, look);
	assert_false(errand.yes);
	run(db, arena, &errand, remember); /* two people, one browser */
	run(db, arena, &errand, look);
	assert_true(errand.yes);
}

/* ---- the breaker ---- */

static void
fail_by_sms(struct tx *tx, struct errand *errand)
{
	errand->yes = false;
	for (int i = 0; i < errand->count; i++)
		errand->yes = breaker_count(tx, NOW + errand->number) || errand->yes;
}

static void
is_open(struct tx *tx, struct errand *errand)
{
	errand->yes = breaker_is_open(tx, NOW + errand->number);
}

TEST_BOTH_ENGINES_WITH(house_migrate, fifty_wrong_codes_by_sms_in_ten_minutes_open_the_breaker_for_a_quiet_hour)
{
	struct errand errand = {.count = 50};

	run(db, arena, &errand, fail_by_sms);
	assert_false(errand.yes);
	run(db, arena, &errand, is_open);
	assert_false(errand.yes);
	errand.count = 1;
	run(db, arena, &errand, fail_by_sms);
	assert_true(errand.yes);
	errand.number = 59 * MINUTE_MS;
	run(db, arena, &errand, is_open);
	assert_true(errand.yes);
	run(db, arena, &errand, fail_by_sms); /* not quiet */
	assert_false(errand.yes);	      /* it was open already */
	errand.number = 110 * MINUTE_MS;
	run(db, arena, &errand, is_open);
	assert_true(errand.yes);
	errand.number = 120 * MINUTE_MS;
	run(db, arena, &errand, is_open);
	assert_false(errand.yes);
}

TEST_BOTH_ENGINES_WITH(house_migrate, a_thousand_wrong_codes_by_sms_in_a_day_open_the_breaker)
{
	struct errand errand = {.count = 40};

	for (int i = 0; i < 25; i++) {
		errand.number = i * 20 * MINUTE_MS;
		run(db, arena, &errand, fail_by_sms);
		assert_false(errand.yes);
	}
	errand.number = 25 * 20 * MINUTE_MS;
	errand.count = 1;
	run(db, arena, &errand, fail_by_sms);
	assert_true(errand.yes);
}

/* ---- care ---- */

static void
sweep(struct tx *tx, struct errand *errand)
{
	sign_in_sweep(tx, NOW + errand->number);
	errand->count = (int)db_get_int(tx, -1, "select count(*) from sign_in");
}

TEST_BOTH_ENGINES_WITH(house_migrate, old_sign_ins_are_swept_away)
{
	struct errand errand = {.sign_in = new_sign_in(arena, 3, CODE_BY_MAIL, "K7QM2XWD")};

	run(db, arena, &errand, insert);
	errand.number = CODE_LIFE_MS + 1;
	run(db, arena, &errand, sweep);
	assert_int_equal(errand.count, 1); /* another code may be asked for */
	errand.number = CODE_LIFE_MS + HOUR_MS + 1;
	run(db, arena, &errand, sweep);
	assert_int_equal(errand.count, 0);
}
