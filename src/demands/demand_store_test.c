/* demand_store_test: who sees which requests and what was sent, what completes them, and what outlives their client. */
#include "demands/demand_store.h"
#include "folders/bin_store.h"
#include "folders/folder_client.h"
#include "folders/folder_right_store.h"

#include "base/arena.h"
#include "base/instant.h"
#include "base/test.h"
#include "core/weakened_test.h"
#include "db/db_testing.h"
#include "rights/rights_world_test.h"
#include "space/space.h"

enum { CLIENT = 701, OTHER, ANNE = 801, PAUL };

static struct folder_access
eyes(bool staff, int64_t id)
{
	return (struct folder_access){
		.client = CLIENT, .person = {.staff = staff, .id = id, .cap = FOLDER_FULL}, .name = "Test"};
}

static void
say(struct tx *tx, int64_t folder, int64_t staff, enum folder_level level)
{
	const struct folder_access all = eyes(true, EVA);

	folder_right_set(tx, &folder_find(tx, &all, folder)->folder,
			 &(struct folder_right){folder, WHOSE_STAFF, staff, level});
}

/* An open request of two pieces, one of which may be left out, asked of Anne alone. */
static int64_t
ask(struct tx *tx, int64_t folder, int64_t pieces[2])
{
	struct demand demand = {.client_id = CLIENT,
				.folder_id = folder,
				.title = "Aide",
				.words = "",
				.due_on = NO_DAY,
				.staff_id = EVA,
				.version = 1};
	struct piece piece = {.name = "Avis", .words = "", .example = "", .required = true, .files_most = 2};

	demand.id = demand_insert(tx, &demand);
	demand_set_contacts(tx, demand.id, (const int64_t[]){ANNE, ANNE}, 2);
	piece.owner_id = demand.id;
	pieces[0] = piece_insert(tx, &piece);
	piece.required = false;
	pieces[1] = piece_insert(tx, &piece);
	demand_set_state(tx, &demand, DEMAND_OPEN);
	return demand.id;
}

static void
make_client(struct tx *tx)
{
	db_run(tx,
	       "insert into company (id, name, legal_name, country, colour, invoice_prefix, credit_prefix, "
	       "payment_days, created_at, version) values (1, 'Solaria', 'Solaria', 'FR', '#0f766e', 'F', 'A', 30, 0, 1)");
	db_run(tx, "insert into client (id, number, kind, name, name_key, company_id, country, test, created_at, "
		   "version) values (701, 'C-1', 'company', 'x', 'x', 1, 'FR', 0, 0, 1)");
}

static int64_t
send(struct tx *tx, int64_t piece, int64_t contact)
{
	return deposit_insert(
		tx, CLIENT,
		&(struct deposit){.piece_id = piece,
				  .name = "a.pdf",
				  .content = {.size = 1, .type = "t", .sha256 = "00", .blob = "b", .scan = "done"},
				  .contact_id = contact,
				  .sent_by = "Anne"});
}

/* Accepted into a folder that is closed to Ben, who reads the one of the request. */
static void
see_accepted(struct tx *tx, int64_t folder, int64_t deposit)
{
	const struct folder_access eva = eyes(true, EVA), ben = eyes(true, BEN), paul = eyes(false, PAUL);
	const struct folder_access preview = {.client = CLIENT, .person = paul.person, .looker = &ben.person};
	const struct file_content content = {.size = 1, .type = "t", .sha256 = "00", .blob = "b", .scan = "done"};
	const struct deposit *found;
	const struct demand *demand;
	const struct piece *piece;
	int64_t closed, file;

	say(tx, folder, BEN, FOLDER_READ);
	assert_int_equal(folder_create(tx, &eva, CLIENT, "Fermé", &closed), FOLDER_DONE);
	say(tx, closed, BEN, FOLDER_NONE);
	assert_int_equal(file_put(tx, &eva, closed, "a.pdf", &content, SAME_REFUSED, &file), FOLDER_DONE);
	assert_non_null(deposit_find(tx, &ben, deposit, &piece, &demand));
	deposit_set_file(tx, deposit, file);
	assert_null(deposit_find(tx, &ben, deposit, &piece, &demand));
	found = deposit_find(tx, &eva, deposit, &piece, &demand);
	assert_non_null(found);
	assert_true(deposit_is_seen(tx, &paul, found)); /* who sent it */
	assert_false(deposit_is_seen(tx, &preview, found));
	assert_int_equal(folder_remove(tx, &eva, closed, 5), FOLDER_DONE);
	assert_null(deposit_find(tx, &eva, deposit, &piece, &demand));
	say(tx, folder, BEN, FOLDER_NONE);
}

static void
see(struct tx *tx, void *data)
{
	const struct folder_access eva = eyes(true, EVA), ben = eyes(true, BEN), anne = eyes(false, ANNE),
				   paul = eyes(false, PAUL);
	const struct folder_access preview = {.client = CLIENT, .person = anne.person, .looker = &ben.person};
	const struct demand *demand;
	const struct piece *piece;
	int64_t folder, id, pieces[2], deposit;
	size_t count;

	(void)data;
	make_client(tx);
	assert_int_equal(folder_create(tx, &eva, CLIENT, "Aide", &folder), FOLDER_DONE);
	id = ask(tx, folder, pieces);
	deposit = send(tx, pieces[0], PAUL);
	assert_true(demand_may_change(tx, &eva, demand_find(tx, &eva, id)));
	say(tx, folder, BEN, FOLDER_READ);
	assert_false(demand_may_change(tx, &ben, demand_find(tx, &ben, id)));
	WITHOUT(CHECK_DEMAND_FULL, assert_true(demand_may_change(tx, &ben, demand_find(tx, &ben, id))));
	say(tx, folder, BEN, FOLDER_NONE);
	assert_null(demand_find(tx, &ben, id));
	assert_null(demand_find(tx, &preview, id));
	demands_of_client(tx, &ben, false, 0, 10, &count);
	assert_int_equal(count, 0);
	assert_null(piece_find(tx, &ben, pieces[0], &demand));
	assert_null(deposit_find(tx, &ben, deposit, &piece, &demand));
	WITHOUT(CHECK_DEMAND_FOLDER, assert_non_null(demand_find(tx, &ben, id)));
	assert_non_null(demand_find(tx, &anne, id)); /* whatever the folder says to her */
	assert_null(demand_find(tx, &paul, id));
	WITHOUT(CHECK_DEMAND_ASKED, assert_non_null(demand_find(tx, &paul, id)));
	assert_non_null(deposit_find(tx, &eva, deposit, &piece, &demand));
	assert_null(deposit_find(tx, &anne, deposit, &piece, &demand));
	deposits_of(tx, &anne, demand_find(tx, &anne, id), &count);
	assert_int_equal(count, 0);
	WITHOUT(CHECK_DEPOSIT_OWN, assert_non_null(deposit_find(tx, &anne, deposit, &piece, &demand)));
	see_accepted(tx, folder, deposit);
	/* In the recycle bin the folder still says who sees it; gone for good, it is hers who asked. */
	assert_int_equal(folder_remove(tx, &eva, folder, 5), FOLDER_DONE);
	assert_null(demand_find(tx, &ben, id));
	assert_false(demand_find(tx, &eva, id)->folder_there);
	bin_purge_some(tx, 10, 10);
	assert_null(demand_find(tx, &ben, id));
	assert_true(demand_may_change(tx, &eva, demand_find(tx, &eva, id)));
	tx_refuse(tx);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, requests_are_theirs_who_read_the_folder_and_who_are_asked)
{
	assert_int_equal(db_write(db, arena, see, NULL), DB_REFUSED);
}

/* What waits, in bytes and in files that are looked at; the counters agree with the rows. */
static void
assert_waiting(struct tx *tx, int64_t bytes, int64_t looks)
{
	size_t count;

	space_wrongs(tx, &count);
	assert_int_equal(count, 0);
	assert_int_equal(db_get_int(tx, -1, "select used from space_total"), bytes);
	assert_int_equal(db_get_int(tx, -1, "select count(*) from file_look"), looks);
}

static void
set_state(struct tx *tx, const struct folder_access *access, int64_t id, enum piece_state state)
{
	const struct demand *demand;
	struct piece piece = *piece_find(tx, access, id, &demand);

	piece.state = state;
	assert_true(piece_set_state(tx, &piece));
	assert_false(piece_set_state(tx, &piece)); /* somebody was faster */
}

/* What was refused goes, and what waits once its request is closed. */
static void
sweep(struct tx *tx, const struct folder_access *access, int64_t id, const int64_t pieces[2])
{
	const struct demand *demand = demand_find(tx, access, id);

	send(tx, pieces[1], ANNE);
	deposits_refuse(tx, pieces[1]);
	assert_true(demand_set_state(tx, demand, DEMAND_OPEN));
	assert_int_equal(deposits_sweep(tx, 0, 10), 0);
	assert_false(demand_is_held(tx, id));
	db_run(tx,
	       "insert into legal_hold (id, client_id, folder_id, reason, made_at, made_by) values (1, $1, $1, 'x', 1, 'x')",
	       db_int(CLIENT));
	assert_int_equal(deposits_sweep(tx, INT64_MAX, 10), 0);
	assert_true(demand_is_held(tx, id));
	db_run(tx, "update legal_hold set folder_id = $1", db_int(demand->folder_id));
	assert_int_equal(deposits_sweep(tx, INT64_MAX, 10), 0);
	assert_true(demand_is_held(tx, id));
	db_run(tx, "update legal_hold set released_at = 2");
	assert_false(demand_is_held(tx, id));
	assert_int_equal(deposits_sweep(tx, INT64_MAX, 10), 1);
	assert_waiting(tx, 0, 0);
	send(tx, pieces[0], ANNE);
	set_state(tx, access, pieces[0], PIECE_RECEIVED);
	assert_int_equal(deposits_sweep(tx, INT64_MAX, 10), 0); /* it waits for an open one */
	assert_waiting(tx, 1, 1);
	demand = demand_find(tx, access, id);
	assert_true(demand_set_state(tx, demand, DEMAND_CANCELLED));
	assert_int_equal(deposits_sweep(tx, INT64_MAX, 10), 1);
	assert_waiting(tx, 0, 0);
	assert_int_equal(piece_find(tx, access, pieces[0], &demand)->state, PIECE_ASKED);
}

static void
settle(struct tx *tx, void *data)
{
	const struct folder_access eva = eyes(true, EVA);
	int64_t pieces[2], id, copy, folder, deposit;
	const struct piece *piece;
	const struct demand *demand;
	size_t count;

	(void)data;
	make_client(tx);
	id = ask(tx, CLIENT, pieces);
	assert_false(demand_settle(tx, id));
	set_state(tx, &eva, pieces[0], PIECE_RECEIVED);
	assert_int_equal(demand_find(tx, &eva, id)->check_count, 1);
	assert_false(demand_settle(tx, id));
	set_state(tx, &eva, pieces[0], PIECE_ACCEPTED);
	set_state(tx, &eva, pieces[1], PIECE_REFUSED);
	assert_false(demand_settle(tx, id)); /* what was refused is expected again */
	set_state(tx, &eva, pieces[1], PIECE_NOT_NEEDED);
	assert_true(demand_settle(tx, id));
	assert_false(demand_settle(tx, id));
	assert_int_equal(demand_find(tx, &eva, id)->state, DEMAND_COMPLETE);

	copy = demand_template_insert(tx, "Aide", "");
	pieces_copy(tx, id, copy);
	assert_int_equal(pieces_of(tx, copy, &count)[1].state, PIECE_ASKED);
	assert_int_equal(count, 2);
	assert_true(demand_template_is_taken(tx, "AIDE", 0));
	demand_template_remove(tx, copy);
	refusal_reason_keep(tx, "Flou");
	refusal_reason_keep(tx, "flou");
	refusal_reasons(tx, &count);
	assert_int_equal(count, 1);

	deposit = send(tx, pieces[0], ANNE);
	assert_waiting(tx, 1, 1);
	deposit_remove(tx, CLIENT, deposit_find(tx, &eva, deposit, &piece, &demand));
	assert_waiting(tx, 0, 0);
	sweep(tx, &eva, id, pieces);
	send(tx, pieces[1], ANNE);
	piece_remove(tx, pieces[1]);
	assert_waiting(tx, 0, 0);
	send(tx, pieces[0], ANNE);
	demands_contact_join(tx, ANNE, PAUL);
	assert_int_equal(demand_contacts(tx, id, &count)[0], PAUL);
	assert_int_equal(count, 1);
	demands_erase_person(tx, ANNE);
	assert_int_equal(db_get_int(tx, 0, "select count(*) from deposit where sent_by = ''"), 0);
	demands_erase_person(tx, PAUL);
	assert_int_equal(db_get_int(tx, 0, "select count(*) from deposit where sent_by = ''"), 1);
	assert_int_equal(folder_create(tx, &eva, CLIENT, "Plans", &folder), FOLDER_DONE);
	folders_join(tx, CLIENT, OTHER, "Élan", 5);
	demands_join(tx, CLIENT, OTHER);
	assert_null(demand_find(tx, &eva, id));
	assert_string_equal(demand_itself(tx, id)->folder_name, "Élan");
	assert_int_equal(demand_itself(tx, id)->folder_id, folder_joined(tx, CLIENT, OTHER));
	assert_int_equal(folder_joined(tx, OTHER, CLIENT), CLIENT);
	assert_int_equal(db_get_int(tx, 0, "select client_id from file_look"), OTHER);
	assert_waiting(tx, 1, 1);
	folders_forget(tx, OTHER);
	demands_forget(tx, OTHER);
	assert_null(demand_itself(tx, id));
	assert_int_equal(db_get_int(tx, 0, "select count(*) from piece"), 0);
	assert_waiting(tx, 0, 0);
	tx_refuse(tx);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, a_request_is_complete_when_nothing_holds_it_up)
{
	assert_int_equal(db_write(db, arena, settle, NULL), DB_REFUSED);
}
