/* staff_store_test: what may be used once is used once, whoever comes at the same time; what is closed opens nothing.
 */
#include "base/arena.h"
#include "base/test.h"
#include "core/house_test.h"
#include "core/session_store.h"
#include "db/db_testing.h"
#include "people/credential.h"
#include "people/token.h"
#include "sys/clock.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

enum { CROWD = 12 };

static const struct viewer administrator = {.kind = VIEWER_STAFF, .profile = PROFILE_ADMINISTRATOR, .theme = ""};

/* ---- errands ---- */

static void
prepare(struct db *db, struct arena *arena)
{
	static const struct access_rule *rules[1];
	static size_t counts[1];

	rules[0] = people.access;
	counts[0] = people.access_count;
	access_start(rules, counts, 1);
	house_migrate(db, arena);
}

struct step {
	struct arena *arena;
	int64_t staff, other, time, number;
	const char *text;
	struct str bytes;
	bool yes;
};

static void
write(struct db *db, struct step *step, db_body body)
{
	assert_int_equal(db_write(db, step->arena, body, step), DB_FINE);
}

static void
add_two(struct tx *tx, void *data)
{
	struct step *step = data;
	struct staff_new lea = {.email = "lea@example.fr", .name = "Léa", .profile_id = 1, .password_hash = "x"};
	struct staff_new max = lea;

	max.email = "max@example.fr";
	max.name = "Max";
	step->staff = staff_create(tx, &lea);
	step->other = staff_create(tx, &max);
}

static struct step
two(struct db *db, struct arena *arena)
{
	struct step step = {.arena = arena};

	write(db, &step, add_two);
	assert_true(step.staff != 0 && step.other != 0);
	return step;
}

static void
disable(struct tx *tx, void *data)
{
	staff_disable(tx, ((struct step *)data)->staff, clock_now());
}

/* ---- accounts ---- */

TEST_BOTH_ENGINES_WITH(prepare, an_address_has_one_account)
{
	struct step step = two(db, arena);
	struct tx *tx;

	write(db, &step, add_two);
	assert_int_equal(step.staff, 0);
	tx = db_read(db, arena);
	assert_true(staff_email_is_taken(tx, "lea@example.fr", 0));
	assert_false(staff_email_is_taken(tx, "lea@example.fr", staff_of_email(tx, "lea@example.fr")->id));
	assert_null(staff_of_email(tx, "nobody@example.fr"));
	assert_non_null(staff_find(tx, &administrator, staff_of_email(tx, "max@example.fr")->id));
	assert_null(staff_find(tx, &(struct viewer){.kind = VIEWER_CLIENT, .client = 5},
			       staff_of_email(tx, "max@example.fr")->id));
	db_read_end(tx);
}

/* ---- the last administrator ---- */

struct demoting {
	struct db *db;
	int64_t staff;
	bool refused;
};

static void
demote(struct tx *tx, void *data)
{
	struct demoting *demoting = data;
	struct staff staff = *staff_itself(tx, demoting->staff);

	demoting->refused = staff_is_last_administrator(tx, staff.id);
	staff.profile_id = profile_id_of(PROFILE_READER);
	if (!demoting->refused)
		assert_true(staff_update(tx, &staff));
}

static void *
demote_alone(void *data)
{
	struct demoting *demoting = data;
	struct arena *arena = arena_new(0);

	assert_int_equal(db_write(demoting->db, arena, demote, demoting), DB_FINE);
	arena_free(arena);
	return NULL;
}

TEST_BOTH_ENGINES_WITH(prepare, two_administrators_cannot_demote_each_other_at_once)
{
	struct step step = two(db, arena);
	struct demoting demoting[2] = {{db, step.staff, false}, {db, step.other, false}};
	pthread_t threads[2];

	for (int i = 0; i < 2; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, demote_alone, &demoting[i]), 0);
	for (int i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(demoting[0].refused + demoting[1].refused, 1);
}

static void
without_password(struct tx *tx, void *data)
{
	struct step *step = data;

	staff_set_password(tx, step->other, NULL);
	step->yes = staff_is_last_administrator(tx, step->staff);
}

TEST_BOTH_ENGINES_WITH(prepare, an_administrator_who_cannot_sign_in_does_not_count)
{
	struct step step = two(db, arena);

	write(db, &step, without_password);
	assert_true(step.yes);
}

/* ---- links ---- */

static void
add_link(struct tx *tx, void *data)
{
	struct step *step = data;

	step->text = password_link_create(tx, step->staff, reset_life_ms);
}

struct taking {
	struct db *db;
	const char *token;
	atomic_int taken;
};

static void
take_link(struct tx *tx, void *data)
{
	struct step *step = data;

	step->number = password_link_take(tx, step->text, clock_now());
}

static void *
take_alone(void *data)
{
	struct taking *taking = data;
	struct step step = {.arena = arena_new(0), .text = taking->token};

	if (db_write(taking->db, step.arena, take_link, &step) == DB_FINE && step.number != 0)
		taking->taken++;
	arena_free(step.arena);
	return NULL;
}

TEST_BOTH_ENGINES_WITH(prepare, a_link_is_used_by_one_of_many)
{
	struct step step = two(db, arena);
	struct taking taking = {.db = db};
	pthread_t threads[CROWD];

	write(db, &step, add_link);
	taking.token = step.text;
	for (int i = 0; i < CROWD; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, take_alone, &taking), 0);
	for (int i = 0; i < CROWD; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(taking.taken, 1);
}

static bool
link_works(struct db *db, struct arena *arena, const char *token, int64_t now)
{
	struct tx *tx = db_read(db, arena);
	bool works = password_link_staff(tx, token, now) != NULL;

	assert_int_equal(tx_trouble(tx), DB_FINE);
	db_read_end(tx);
	return works;
}

TEST_BOTH_ENGINES_WITH(prepare, a_link_dies_by_age_by_a_newer_one_and_by_closing)
{
	struct step step = two(db, arena);
	const char *older;

	write(db, &step, add_link);
	older = step.text;
	assert_true(link_works(db, arena, older, clock_now()));
	assert_false(link_works(db, arena, older, clock_now() + reset_life_ms));
	assert_false(link_works(db, arena, "x", clock_now()));
	write(db, &step, add_link);
	assert_false(link_works(db, arena, older, clock_now()));
	assert_true(link_works(db, arena, step.text, clock_now()));
	write(db, &step, disable);
	assert_false(link_works(db, arena, step.text, clock_now()));
}

/* ---- second factor ---- */

static void
take_step(struct tx *tx, void *data)
{
	struct step *step = data;

	step->yes = totp_take_step(tx, step->staff, step->time);
}

TEST_BOTH_ENGINES_WITH(prepare, a_time_step_is_accepted_once_and_never_an_older_one)
{
	struct step step = two(db, arena);
	static const struct {
		int64_t time;
		bool accepted;
	} tries[] = {{100, true}, {100, false}, {99, false}, {101, true}, {101, false}};

	for (size_t i = 0; i < sizeof tries / sizeof tries[0]; i++) {
		step.time = tries[i].time;
		write(db, &step, take_step);
		assert_int_equal(step.yes, tries[i].accepted);
	}
}

static const struct key key = {{7}};

static void
add_codes(struct tx *tx, void *data)
{
	struct step *step = data;
	const char *codes[RECOVERY_CODES];

	recovery_codes_create(tx, &key, step->staff, codes);
	step->text = codes[3];
}

static void
take_code(struct tx *tx, void *data)
{
	struct step *step = data;
	struct hash hash = recovery_code_hash(&key, step->staff, recovery_code_read(tx_arena(tx), step->text));

	step->yes = recovery_code_take(tx, step->staff, &hash, clock_now());
	step->number = recovery_codes_left(tx, step->staff);
}

TEST_BOTH_ENGINES_WITH(prepare, a_recovery_code_lets_its_owner_in_once)
{
	struct step step = two(db, arena), stranger;

	write(db, &step, add_codes);
	stranger = step;
	stranger.staff = step.other;
	write(db, &stranger, take_code);
	assert_false(stranger.yes);
	write(db, &step, take_code);
	assert_true(step.yes);
	assert_int_equal(step.number, RECOVERY_CODES - 1);
	write(db, &step, take_code);
	assert_false(step.yes);
}

/* ---- tokens ---- */

static void
add_token(struct tx *tx, void *data)
{
	struct step *step = data;
	char *text = arena_alloc(step->arena, TOKEN_TEXT_LENGTH + 1);

	step->number = token_create(
		tx,
		&(struct token){
			.staff_id = step->staff, .name = "Compta", .scope = SCOPE_READ, .expires_at = step->time},
		text);
	step->text = text;
}

static bool
token_opens(struct db *db, struct arena *arena, const char *text, int64_t now)
{
	struct tx *tx = db_read(db, arena);
	struct hash hash = sha256(str_of(text));
	const struct token_viewer *viewer = api_token_of_hash(tx, &hash, now);

	assert_int_equal(tx_trouble(tx), DB_FINE);
	db_read_end(tx);
	return viewer != NULL;
}

TEST_BOTH_ENGINES_WITH(prepare, a_token_opens_until_it_expires)
{
	struct step step = two(db, arena);

	step.time = clock_now() + DAY_MS;
	write(db, &step, add_token);
	assert_int_equal(strlen(step.text), TOKEN_TEXT_LENGTH);
	assert_memory_equal(step.text, TOKEN_PREFIX, strlen(TOKEN_PREFIX));
	assert_true(token_opens(db, arena, step.text, clock_now()));
	assert_false(token_opens(db, arena, step.text, step.time));
	assert_false(token_opens(db, arena, step.text + strlen(TOKEN_PREFIX), clock_now()));
}

static void
enable(struct tx *tx, void *data)
{
	staff_enable(tx, ((struct step *)data)->staff);
}

TEST_BOTH_ENGINES_WITH(prepare, closing_an_account_revokes_its_tokens_for_good)
{
	struct step step = two(db, arena);

	step.time = NO_INSTANT;
	write(db, &step, add_token);
	assert_true(token_opens(db, arena, step.text, clock_now() + 900 * (int64_t)DAY_MS));
	write(db, &step, disable);
	assert_false(token_opens(db, arena, step.text, clock_now()));
	write(db, &step, enable);
	assert_false(token_opens(db, arena, step.text, clock_now()));
}

TEST_BOTH_ENGINES_WITH(prepare, one_sees_ones_own_tokens_only)
{
	struct step step = two(db, arena);
	struct tx *tx;
	size_t count;

	step.time = NO_INSTANT;
	write(db, &step, add_token);
	tx = db_read(db, arena);
	token_list(tx, &administrator, step.other, INT64_MAX, 10, &count);
	assert_int_equal(count, 0);
	token_list(tx, &administrator, step.staff, INT64_MAX, 10, &count);
	assert_int_equal(count, 1);
	token_list(tx, &administrator, 0, INT64_MAX, 10, &count);
	assert_int_equal(count, 1);
	token_list(tx, &administrator, 0, step.number, 10, &count);
	assert_int_equal(count, 0);
	assert_null(token_find(tx, &administrator, step.other, step.number));
	assert_non_null(token_find(tx, &administrator, step.staff, step.number));
	assert_non_null(token_find(tx, &administrator, 0, step.number));
	db_read_end(tx);
}
