/* stand_property_test: trees, locks, holds and retentions by chance, and what they must stand in the way of, worked out
 * step by step beside the statements. */
#include "folders/bin_store.h"
#include "folders/folder_retention.h"
#include "folders/folders.h"
#include "holds/holds.h"

#include "base/arena.h"
#include "base/instant.h"
#include "base/test.h"
#include "core/tables_test.h"
#include "core/weakened_test.h"
#include "db/db_testing.h"
#include "records/property_world_test.h"
#include "sys/clock.h"

#include <inttypes.h>
#include <stdio.h>

enum { CLIENT = 701, FOLDERS = 14, FILES = 16, STANDS = 24, PEOPLE = 2, CHANGES = 160 };

struct heap {
	int64_t id;
	int in; /* which folder; -1: the root itself, or it is in the bin */
};

struct stand {
	int64_t id;
	int folder, file; /* -1: not on one */
	int person;	  /* of a lock */
	bool deep;
};

struct trial {
	struct tx *tx;
	struct chance chance;
	struct folder_access people[PEOPLE];
	struct heap folders[FOLDERS], files[FILES]; /* the first folder is the root */
	bool binned[FILES];			    /* by itself */
	int months[FOLDERS];
	bool came[FOLDERS]; /* the months came along when it was moved */
	int borne[FILES];   /* what a file brought from where it lay; 0: nothing */
	int keep;
	int64_t changed[FILES];
	struct stand locks[STANDS], holds[STANDS];
	size_t lock_count, hold_count;
	uint64_t seed;
	size_t compared, wrong;
	bool quiet; /* it is to go wrong */
};

static int
any(struct trial *trial, int below)
{
	return (int)draw(&trial->chance, (uint64_t)below);
}

/* ---- the rule, step by step ---- */

static bool
lies_in(const struct trial *trial, int folder, int in)
{
	for (; folder >= 0; folder = trial->folders[folder].in)
		if (folder == in)
			return true;
	return false;
}

static bool
lock_reaches(const struct trial *trial, const struct stand *lock, int folder)
{
	return lock->folder >= 0 && (lock->folder == folder || (lock->deep && lies_in(trial, folder, lock->folder)));
}

/* Whether it lies below the folder, or is the folder. */
static bool
is_within(const struct trial *trial, const struct stand *stand, int folder)
{
	return lies_in(trial, stand->folder >= 0 ? stand->folder : trial->files[stand->file].in, folder);
}

static bool
locked(const struct trial *trial, int person, int folder, int file, enum lock_deed deed)
{
	int in = file >= 0 ? trial->files[file].in : deed == DEED_ADD ? folder : trial->folders[folder].in;

	for (size_t i = 0; i < trial->lock_count; i++) {
		const struct stand *lock = &trial->locks[i];
		bool stands = file >= 0 ? lock->file == file : deed != DEED_ADD && lock->folder == folder;

		if (lock->person == person || (lock->file >= 0 && trial->binned[lock->file]))
			continue;
		stands = stands || (lock->deep && lock_reaches(trial, lock, file >= 0 ? in : folder));
		stands = stands || (deed != DEED_CHANGE && lock->folder >= 0 && lock->folder == in);
		stands = stands || (deed == DEED_TAKE && file < 0 && is_within(trial, lock, folder));
		if (stands)
			return true;
	}
	return false;
}

static bool
held(const struct trial *trial, int folder, int file, bool beneath)
{
	for (size_t i = 0; i < trial->hold_count; i++) {
		const struct stand *hold = &trial->holds[i];

		if (hold->file >= 0 ? hold->file == file
				    : lies_in(trial, file >= 0 ? trial->files[file].in : folder, hold->folder))
			return true;
		if (beneath && is_within(trial, hold, folder))
			return true;
	}
	return false;
}

static bool
leaves_hold(const struct trial *trial, int from, int to)
{
	for (size_t i = 0; i < trial->hold_count; i++)
		if (trial->holds[i].file < 0 && lies_in(trial, from, trial->holds[i].folder) &&
		    !lies_in(trial, to, trial->holds[i].folder))
			return true;
	return false;
}

static int
months_in(const struct trial *trial, int folder)
{
	int longest = 0;

	for (; folder >= 0; folder = trial->folders[folder].in) {
		if (trial->months[folder] > longest)
			longest = trial->months[folder];
		if (trial->months[folder] != RETENTION_UNSAID && !trial->came[folder])
			return longest;
	}
	return trial->keep > longest ? trial->keep : longest;
}

static int
months_of(const struct trial *trial, int file)
{
	int said = months_in(trial, trial->files[file].in);

	return said > trial->borne[file] ? said : trial->borne[file];
}

static void
move_file(struct trial *trial, int file, int to)
{
	int before = months_of(trial, file);

	trial->files[file].in = to;
	trial->borne[file] = months_in(trial, to) < before ? before : 0;
}

static void
move_folder(struct trial *trial, int folder, int to)
{
	int before = months_in(trial, folder), above = months_in(trial, to);

	trial->folders[folder].in = to;
	if (trial->came[folder] && above >= trial->months[folder]) {
		trial->months[folder] = RETENTION_UNSAID;
		trial->came[folder] = false;
	}
	if (trial->months[folder] != RETENTION_UNSAID && !trial->came[folder])
		return;
	if (months_in(trial, folder) < before) {
		trial->months[folder] = before;
		trial->came[folder] = true;
	}
}

static bool
may_go(const struct trial *trial, int file)
{
	int32_t today = day_of_instant_utc(clock_now());
	int months = months_of(trial, file);

	return !held(trial, 0, file, false) &&
	       (months == 0 || day_add_months(today, -months) >= day_of_instant_utc(trial->changed[file]));
}

/* ---- what is done ---- */

static void
compare(struct trial *trial, bool right, const char *what)
{
	trial->compared++;
	trial->wrong += !right;
	if (!right && trial->wrong < 5 && !trial->quiet)
		printf("seed %" PRIu64 ": %s is wrong\n", trial->seed, what);
}

/* Of all files, after something moved. */
static void
compare_months(struct trial *trial)
{
	for (int i = 0; i < FILES; i++)
		compare(trial, file_retention_months(trial->tx, trial->files[i].id) == months_of(trial, i),
			"how long a file is kept");
}

static enum folder_outcome
taken(const struct trial *trial, int person, int folder, int file, int to)
{
	int from = file >= 0 ? trial->files[file].in : trial->folders[folder].in;

	if (locked(trial, person, folder, file, DEED_TAKE))
		return FOLDER_LOCKED;
	if (to < 0 ? held(trial, folder, file, file < 0) : leaves_hold(trial, from, to))
		return FOLDER_HELD;
	return to >= 0 && to != from && locked(trial, person, to, -1, DEED_ADD) ? FOLDER_LOCKED : FOLDER_DONE;
}

static void
do_to_file(struct trial *trial, int person, int file)
{
	const struct folder_access *access = &trial->people[person];
	const struct file_content content = {
		.type = "text/plain", .sha256 = "00", .blob = "b", .scan = "done", .size = 1};
	int64_t id = trial->files[file].id;
	int to = any(trial, FOLDERS);

	if (trial->binned[file])
		return;
	switch (any(trial, 4)) {
	case 0:
		compare(trial,
			(file_add_version(trial->tx, access, id, &content) == FOLDER_LOCKED) ==
				locked(trial, person, -1, file, DEED_CHANGE),
			"a new version");
		db_run(trial->tx, "update file set changed_at = $2 where id = $1", db_int(id),
		       db_int(trial->changed[file]));
		break;
	case 1: {
		enum folder_outcome outcome =
			file_rename(trial->tx, access, id, arena_printf(tx_arena(trial->tx), "%d.%d", file, to));

		compare(trial, (outcome == FOLDER_LOCKED) == locked(trial, person, -1, file, DEED_TAKE), "a new name");
		if (outcome == FOLDER_DONE)
			move_file(trial, file, trial->files[file].in);
		break;
	}
	case 2: {
		enum folder_outcome expected = taken(trial, person, -1, file, to), outcome;

		outcome = file_move(trial->tx, access, id, trial->folders[to].id, false);
		if (to != trial->files[file].in)
			compare(trial, outcome == expected, "a file moved");
		if (outcome == FOLDER_DONE)
			move_file(trial, file, to);
		break;
	}
	default: {
		enum folder_outcome expected = taken(trial, person, -1, file, -1),
				    outcome = file_remove(trial->tx, access, id, 1);

		compare(trial, outcome == expected, "a file removed");
		trial->binned[file] = outcome == FOLDER_DONE;
	}
	}
}

/* Removing whole folders is only tried: the trees stay. */
static void
do_to_folder(struct trial *trial, int person, int folder)
{
	const struct folder_access *access = &trial->people[person];
	int64_t id = trial->folders[folder].id;
	int to = any(trial, FOLDERS);
	enum folder_outcome expected, outcome;

	if (any(trial, 2) == 0) {
		expected = taken(trial, person, folder, -1, -1);
		if (expected == FOLDER_DONE)
			return;
		compare(trial, folder_remove(trial->tx, access, id, 1) == expected, "a folder removed");
		return;
	}
	if (lies_in(trial, to, folder) || to == trial->folders[folder].in)
		return;
	expected = taken(trial, person, folder, -1, to);
	outcome = folder_move(trial->tx, access, id, trial->folders[to].id);
	compare(trial, outcome == expected, "a folder moved");
	if (outcome == FOLDER_DONE)
		move_folder(trial, folder, to);
	compare_months(trial);
}

/* ---- what stands in the way ---- */

static void
change_locks(struct trial *trial)
{
	struct stand lock = {.folder = -1, .file = -1, .person = any(trial, PEOPLE), .deep = any(trial, 2) == 0};
	struct folder_lock made = {.client_id = CLIENT, .staff = true, .holder = "x", .owner = "", .seconds = 3600};

	if (trial->lock_count == STANDS || any(trial, 3) == 0) {
		if (trial->lock_count > 0)
			folder_lock_remove(trial->tx, trial->locks[--trial->lock_count].id);
		return;
	}
	if (any(trial, 3) > 0)
		lock.file = any(trial, FILES);
	else
		lock.folder = any(trial, FOLDERS);
	lock.deep = lock.deep && lock.file < 0;
	made.file_id = lock.file < 0 ? 0 : trial->files[lock.file].id;
	made.folder_id = lock.folder < 0 ? 0 : trial->folders[lock.folder].id;
	made.deep = lock.deep;
	made.person_id = trial->people[lock.person].person.id;
	folder_lock_insert(trial->tx, &made);
	lock.id = made.id;
	trial->locks[trial->lock_count++] = lock;
}

static void
change_holds(struct trial *trial)
{
	struct stand hold = {.folder = -1, .file = -1};

	if (trial->hold_count == STANDS || any(trial, 2) == 0) {
		if (trial->hold_count > 0)
			db_run(trial->tx, "update legal_hold set released_at = 1 where id = $1",
			       db_int(trial->holds[--trial->hold_count].id));
		return;
	}
	if (any(trial, 2) == 0)
		hold.file = any(trial, FILES);
	else
		hold.folder = any(trial, 4) == 0 ? 0 : 1 + any(trial, FOLDERS - 1);
	hold.id = hold_make(trial->tx, CLIENT, hold.folder < 0 ? 0 : trial->folders[hold.folder].id,
			    hold.file < 0 ? 0 : trial->files[hold.file].id, "x", "x");
	trial->holds[trial->hold_count++] = hold;
}

static void
change_retention(struct trial *trial)
{
	static const int choices[] = {RETENTION_UNSAID, 0, 1, 12};
	int folder = any(trial, FOLDERS), months = choices[any(trial, 4)];
	struct folder_seen *seen = folder_find(trial->tx, &trial->people[0], trial->folders[folder].id);

	folder_retention_set(trial->tx, &seen->folder, months, "");
	trial->months[folder] = months;
	trial->came[folder] = false;
	trial->keep = choices[1 + any(trial, 3)];
	retention_keep(trial->tx, trial->keep);
}

static void
purge(struct trial *trial)
{
	bool expected[FILES];

	for (int i = 0; i < FILES; i++)
		expected[i] = !trial->binned[i] || !may_go(trial, i);
	bin_purge_some(trial->tx, INT64_MAX, 1000);
	for (int i = 0; i < FILES; i++)
		compare(trial,
			(db_get_int(trial->tx, 0, "select 1 from file where id = $1", db_int(trial->files[i].id)) ==
			 1) == expected[i],
			"what the bin keeps");
}

/* ---- worlds ---- */

static void
grow(struct trial *trial)
{
	for (int i = 0; i < PEOPLE; i++)
		trial->people[i] = (struct folder_access){
			.client = CLIENT, .name = "x", .person = {.staff = true, .id = 901 + i, .cap = FOLDER_FULL}};
	trial->folders[0] = (struct heap){CLIENT, -1};
	for (int i = 0; i < FOLDERS; i++) {
		trial->months[i] = RETENTION_UNSAID;
		trial->folders[i].in = any(trial, i == 0 ? 1 : i) - (i == 0);
		if (i > 0)
			folder_create(trial->tx, &trial->people[0], trial->folders[trial->folders[i].in].id,
				      arena_printf(tx_arena(trial->tx), "folder %d", i), &trial->folders[i].id);
	}
	for (int i = 0; i < FILES; i++) {
		trial->files[i].in = any(trial, FOLDERS);
		trial->changed[i] = clock_now() - any(trial, 500) * (int64_t)DAY_MS;
		file_put(trial->tx, &trial->people[0], trial->folders[trial->files[i].in].id,
			 arena_printf(tx_arena(trial->tx), "%d", i),
			 &(struct file_content){
				 .type = "text/plain", .sha256 = "00", .blob = "b", .scan = "done", .size = 1},
			 SAME_REFUSED, &trial->files[i].id);
		db_run(trial->tx, "update file set changed_at = $2 where id = $1", db_int(trial->files[i].id),
		       db_int(trial->changed[i]));
	}
}

static void
live(struct tx *tx, void *data)
{
	struct trial *trial = data;
	uint64_t seed = trial->seed;
	bool quiet = trial->quiet;

	*trial = (struct trial){.tx = tx, .seed = seed, .quiet = quiet, .chance = {seed * 2654435761u + 1}};
	db_run(tx, "insert into company (id, name, legal_name, country, colour, invoice_prefix, credit_prefix, "
		   "payment_days, created_at, version) values (1, 'Solaria', 'Solaria', 'FR', '', 'F', 'A', 30, 1, 1)");
	db_run(tx,
	       "insert into client (id, number, kind, name, name_key, company_id, country, test, created_at, version) values "
	       "($1, 'C-1', 'company', 'x', 'x', 1, 'FR', 0, 0, 1)",
	       db_int(CLIENT));
	grow(trial);
	for (int i = 0; i < CHANGES && !(trial->quiet && trial->wrong > 0); i++) {
		change_locks(trial);
		if (i % 3 == 0)
			change_holds(trial);
		if (i % 5 == 0)
			change_retention(trial);
		for (int again = 0; again < 3; again++)
			do_to_file(trial, any(trial, PEOPLE), any(trial, FILES));
		do_to_folder(trial, any(trial, PEOPLE), 1 + any(trial, FOLDERS - 1));
	}
	purge(trial);
	tx_refuse(tx);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, what_stands_in_the_way_does_and_nothing_else)
{
	size_t compared = 0;

	for (uint64_t i = 0; i < 4; i++) {
		struct trial trial = {.seed = property_seed() + 8000 + i};

		assert_int_equal(db_write(db, arena, live, &trial), DB_REFUSED);
		if (trial.wrong > 0)
			fail_msg("seed %" PRIu64 ": %zu of %zu answers about locks and holds are wrong", trial.seed,
				 trial.wrong, trial.compared);
		compared += trial.compared;
	}
	printf("%zu answers about locks, holds and retentions compared\n", compared);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, locks_and_holds_go_wrong_without_each_of_their_checks)
{
#ifdef PARVIS_WEAKEN
	static const struct {
		enum check check;
		const char *name;
	} checks[] = {{CHECK_FOLDER_LOCK, "locks"},
		      {CHECK_FOLDER_HELD, "holds"},
		      {CHECK_FILE_KEPT, "retention"},
		      {CHECK_KEPT_ALONG, "what moves"}};

	for (size_t i = 0; i < sizeof checks / sizeof checks[0]; i++) {
		struct trial trial = {.seed = property_seed() + 8100, .quiet = true};

		for (int again = 0; again < 6 && trial.wrong == 0; again++, trial.seed++)
			WITHOUT(checks[i].check, assert_int_equal(db_write(db, arena, live, &trial), DB_REFUSED));
		if (trial.wrong == 0)
			fail_msg("without its check nothing of %s goes wrong", checks[i].name);
	}
#endif
}
