/* invoice_store_test: life of invoices on both engines: numbers, payments, credit, lists, and who sees what. */
#include "billing/invoice_store.h"

#include "base/arena.h"
#include "base/test.h"
#include "billing/client_due.h"
#include "billing/world_test.h"
#include "core/access.h"
#include "db/db_testing.h"

#include <string.h>

struct life {
	struct world *world;
	int64_t id, other, credit;
};

/* ---- a life ---- */

static void
issue_three(struct tx *tx, void *data)
{
	struct life *life = data;
	struct world *world = life->world;
	int32_t last;
	struct invoice *first = world_issued(tx, world, world->durand, day_of(2026, 11, 1));
	struct invoice *second = world_issued(tx, world, world->durand, day_of(2026, 11, 2));
	struct invoice *older = world_draft(tx, world, world->durand);

	assert_string_equal(first->number, "F-2026-0001");
	assert_string_equal(second->number, "F-2026-0002");
	assert_string_equal(world_issued(tx, world, world->martin, day_of(2026, 10, 1))->number, "G-2026-0001");
	assert_int_equal(invoice_issue(NULL, tx, &world->staff, older, day_of(2026, 11, 1), world->today, &last),
			 ISSUE_BEFORE_LAST);
	assert_int_equal(last, day_of(2026, 11, 2));
	assert_int_equal(first->due_on, day_of(2026, 12, 1));
	assert_string_equal(first->billed_name, "Boulangerie Durand");
	assert_string_equal(first->billed_address, "12 rue des Lilas\n44000 Nantes");
	life->id = first->id;
	life->other = older->id;
}

static void
give_up(struct tx *tx, void *data)
{
	struct life *life = data;

	world_issued(tx, life->world, life->world->durand, day_of(2026, 11, 3));
	tx_refuse(tx);
}

static void
issue_after(struct tx *tx, void *data)
{
	struct life *life = data;

	assert_string_equal(world_issued(tx, life->world, life->world->durand, day_of(2026, 11, 3))->number,
			    "F-2026-0003");
}

TEST_BOTH_ENGINES(numbers_have_no_gaps)
{
	struct life life = {.world = world_make(db, arena)};

	billing_world_write(db, arena, issue_three, &life);
	assert_int_equal(db_write(db, arena, give_up, &life), DB_REFUSED);
	billing_world_write(db, arena, issue_after, &life);
}

/* What clients owe is kept beside the invoices: it must be what a sum over them would say. */
static void
assert_dues_fit(struct db *db, struct arena *arena)
{
	struct tx *tx = db_read(db, arena);

	assert_int_equal(db_get_int(tx, -1,
				    "select count(*) from (select client_id, currency, sum(rest) as rest, count(*) as "
				    "invoice_count from invoice where rest > 0 group by client_id, currency except "
				    "select client_id, currency, rest, invoice_count from client_due) as missing"),
			 0);
	assert_int_equal(db_get_int(tx, -1,
				    "select count(*) from (select client_id, currency, rest, invoice_count "
				    "from client_due where invoice_count > 0 except select client_id, currency, "
				    "sum(rest), sum(invoice_count) from client_due_day where invoice_count > 0 "
				    "group by client_id, currency) as different"),
			 0);
	assert_int_equal(db_get_int(tx, -1, "select count(*) from client_due where (rest > 0) <> (invoice_count > 0)"),
			 0);
	db_read_end(tx);
}

static void
pay_and_credit(struct tx *tx, void *data)
{
	struct life *life = data;
	struct world *world = life->world;
	struct invoice *invoice = invoice_find(tx, &world->staff, life->id), *credit;
	struct payment payment = {.paid_on = world->today, .amount = 2000, .method = PAYMENT_CHEQUE};
	int64_t part = 4000;

	assert_int_equal(invoice_pay(NULL, tx, &world->staff, invoice, &payment, world->today), PAYMENT_FINE);
	payment.amount = 10001;
	assert_int_equal(invoice_pay(NULL, tx, &world->staff, invoice, &payment, world->today), PAYMENT_OVER);
	assert_int_equal(invoice_credit(NULL, tx, &world->staff, invoice, &part, world->today, &credit), CREDIT_FINE);
	assert_string_equal(credit->number, "A-2026-0001");
	assert_int_equal(credit->total, -4800);
	assert_int_equal(invoice->rest, 12000 - 2000 - 4800);
	part = 6001;
	assert_int_equal(invoice_credit(NULL, tx, &world->staff, invoice, &part, world->today, &credit), CREDIT_OVER);
	part = 6000;
	assert_int_equal(invoice_credit(NULL, tx, &world->staff, invoice, &part, world->today, &credit), CREDIT_FINE);
	assert_int_equal(invoice->state, INVOICE_CANCELLED);
	assert_int_equal(invoice->rest, -2000);
	life->credit = credit->id;
}

TEST_BOTH_ENGINES(payments_and_credits_settle_an_invoice)
{
	struct life life = {.world = world_make(db, arena)};
	struct tx *tx;
	struct invoice *invoice;
	size_t count;

	billing_world_write(db, arena, issue_three, &life);
	assert_dues_fit(db, arena);
	billing_world_write(db, arena, pay_and_credit, &life);
	assert_dues_fit(db, arena);
	tx = db_read(db, arena);
	invoice = invoice_find(tx, &life.world->as_durand, life.id);
	assert_int_equal(invoice->state, INVOICE_CANCELLED);
	assert_int_equal(invoice->credited, 12000);
	assert_int_equal(payment_list(tx, &life.world->as_durand, life.id, &count)->amount, 2000);
	credit_note_list(tx, &life.world->as_durand, life.id, &count);
	assert_int_equal(count, 2);
	assert_int_equal(invoice_find(tx, &life.world->staff, life.credit)->credited_id, life.id);
	db_read_end(tx);
}

static void
change_twice(struct tx *tx, void *data)
{
	struct life *life = data;
	struct invoice *one = invoice_find(tx, &life->world->staff, life->id);
	struct invoice *same = invoice_find(tx, &life->world->staff, life->id);
	struct payment payment = {.paid_on = life->world->today, .amount = 100};

	assert_int_equal(invoice_pay(NULL, tx, &life->world->staff, one, &payment, life->world->today), PAYMENT_FINE);
	assert_int_not_equal(invoice_pay(NULL, tx, &life->world->staff, same, &payment, life->world->today),
			     PAYMENT_FINE);
	tx_refuse(tx);
}

TEST_BOTH_ENGINES(an_old_version_changes_nothing)
{
	struct life life = {.world = world_make(db, arena)};

	billing_world_write(db, arena, issue_three, &life);
	assert_int_equal(db_write(db, arena, change_twice, &life), DB_REFUSED);
}

/* ---- who sees what ---- */

static void
assert_sees_nothing(struct tx *tx, const struct viewer *viewer, int64_t id)
{
	size_t count;

	assert_null(invoice_find(tx, viewer, id));
	invoice_line_list(tx, viewer, id, &count);
	assert_int_equal(count, 0);
	invoice_tax_list(tx, viewer, id, &count);
	assert_int_equal(count, 0);
	payment_list(tx, viewer, id, &count);
	assert_int_equal(count, 0);
	credit_note_list(tx, viewer, id, &count);
	assert_int_equal(count, 0);
}

TEST_BOTH_ENGINES(a_client_sees_its_own_invoices_and_no_drafts)
{
	struct life life = {.world = world_make(db, arena)};
	struct viewer nobody = {.kind = VIEWER_NOBODY}, unchosen = {.kind = VIEWER_CLIENT, .contact = 1};
	struct tx *tx;
	size_t count;

	billing_world_write(db, arena, issue_three, &life);
	billing_world_write(db, arena, pay_and_credit, &life);
	tx = db_read(db, arena);
	assert_non_null(invoice_find(tx, &life.world->as_durand, life.id));
	invoice_line_list(tx, &life.world->as_durand, life.id, &count);
	assert_int_equal(count, 1);
	assert_sees_nothing(tx, &life.world->as_martin, life.id);
	assert_sees_nothing(tx, &nobody, life.id);
	assert_sees_nothing(tx, &unchosen, life.id);
	assert_non_null(invoice_find(tx, &life.world->staff, life.other));
	assert_sees_nothing(tx, &life.world->as_durand, life.other); /* a draft */
	db_read_end(tx);
}

/* ---- lists ---- */

static void
make_many(struct tx *tx, void *data)
{
	struct life *life = data;
	struct world *world = life->world;

	for (int i = 0; i < 10; i++) {
		struct invoice *invoice =
			world_issued(tx, world, i % 2 ? world->durand : world->martin, day_of(2026, 9, 1) + 5 * i);
		struct payment payment = {.paid_on = world->today, .amount = 12000};

		if (i >= 6)
			invoice_pay(NULL, tx, &world->staff, invoice, &payment, world->today);
	}
	world_draft(tx, world, world->durand);
}

static size_t
count_of(struct tx *tx, const struct viewer *viewer, struct invoice_query query)
{
	size_t count, total = 0;
	struct invoice_row *rows;

	query.limit = 2;
	query.today = day_of(2026, 10, 20);
	do {
		rows = invoice_list(tx, viewer, &query, &count);
		total += count;
		if (count > 0) {
			query.after = true;
			query.after_day = invoice_list_day(query.filter, &rows[count - 1]);
			query.after_id = rows[count - 1].id;
		}
	} while (count == query.limit);
	return total;
}

TEST_BOTH_ENGINES(lists_page_through_everything_once)
{
	struct life life = {.world = world_make(db, arena)};
	struct world *world = life.world;
	struct tx *tx;

	billing_world_write(db, arena, make_many, &life);
	tx = db_read(db, arena);
	assert_int_equal(count_of(tx, &world->staff, (struct invoice_query){.filter = FILTER_ALL}), 10);
	assert_int_equal(count_of(tx, &world->staff, (struct invoice_query){.filter = FILTER_UNPAID}), 6);
	assert_int_equal(count_of(tx, &world->staff, (struct invoice_query){.filter = FILTER_PAID}), 4);
	assert_int_equal(count_of(tx, &world->staff, (struct invoice_query){.filter = FILTER_DRAFT}), 1);
	/* Sorel has 30 days (6 Sept. on: due 6, 16, 26 Oct.), Atelier 15 (1, 11, 21 Sept.: due 16, 26 Sept., 6 Oct.).
	 */
	assert_int_equal(count_of(tx, &world->staff, (struct invoice_query){.filter = FILTER_OVERDUE}), 5);
	assert_int_equal(count_of(tx, &world->as_durand, (struct invoice_query){.filter = FILTER_OVERDUE}), 2);
	assert_int_equal(count_of(tx, &world->as_durand, (struct invoice_query){.filter = FILTER_ALL}), 5);
	assert_int_equal(
		count_of(tx, &world->staff, (struct invoice_query){.filter = FILTER_UNPAID, .company = world->atelier}),
		3);
	assert_int_equal(
		count_of(tx, &world->staff, (struct invoice_query){.filter = FILTER_PAID, .client = world->martin}), 2);
	assert_int_equal(count_of(tx, &world->staff,
				  (struct invoice_query){
					  .filter = FILTER_ALL, .client = world->martin, .company = world->sorel}),
			 0);
	db_read_end(tx);
}

static size_t
found(struct tx *tx, const struct viewer *viewer, enum invoice_filter filter, const char *text)
{
	const struct invoice_query query = {.filter = filter, .limit = 100, .today = day_of(2026, 10, 20)};
	size_t count;
	bool cut;

	invoice_search(tx, viewer, &query, text, &count, &cut);
	return count;
}

TEST_BOTH_ENGINES(a_search_finds_beginnings_and_positions)
{
	struct life life = {.world = world_make(db, arena)};
	struct world *world = life.world;
	struct tx *tx;

	billing_world_write(db, arena, make_many, &life);
	tx = db_read(db, arena);
	assert_int_equal(found(tx, &world->staff, FILTER_ALL, "F-2026"), 5);
	assert_int_equal(found(tx, &world->staff, FILTER_ALL, "f-2026-0001"), 1);
	assert_int_equal(found(tx, &world->staff, FILTER_ALL, "1"), 2); /* F- and G-2026-0001 */
	assert_int_equal(found(tx, &world->staff, FILTER_PAID, "G"), 2);
	assert_int_equal(found(tx, &world->staff, FILTER_OVERDUE, "0002"), 2);
	assert_int_equal(found(tx, &world->as_martin, FILTER_ALL, "F-2026"), 0);
	assert_int_equal(found(tx, &world->as_martin, FILTER_ALL, "5"), 1);
	assert_int_equal(found(tx, &world->staff, FILTER_ALL, "%"), 0);
	db_read_end(tx);
}

TEST_BOTH_ENGINES(figures_of_the_dashboard)
{
	struct life life = {.world = world_make(db, arena)};
	struct client_due *due;
	struct invoice_sum *sums;
	struct tx *tx;
	size_t count;

	billing_world_write(db, arena, make_many, &life);
	tx = db_read(db, arena);
	due = client_due_list(tx, &life.world->as_durand, day_of(2026, 10, 20), &count);
	assert_int_equal(count, 1);
	assert_string_equal(due->currency, "EUR");
	assert_int_equal(due->rest, 36000);
	assert_int_equal(due->count, 3);
	assert_int_equal(due->overdue, 24000);
	assert_int_equal(due->overdue_count, 2);
	sums = invoice_overdue_sums(tx, &life.world->staff, day_of(2026, 10, 20), &count);
	assert_int_equal(sums->amount, 60000);
	sums = invoice_issued_sums(tx, &life.world->staff, day_of(2026, 10, 1), &count);
	assert_int_equal(sums->count, 4);
	assert_int_equal(invoice_draft_count(tx, &life.world->staff, 99), 1);
	assert_int_equal(client_choices(tx, &life.world->staff, "Éli", false, 10, &count)->id, life.world->martin);
	assert_int_equal(client_choices(tx, &life.world->staff, "c-00001", false, 10, &count)->id, life.world->durand);
	db_read_end(tx);
}

static void
withhold_durand(struct tx *tx, void *data)
{
	const struct life *life = data;

	db_run(tx, "insert into staff (id, email, name, profile_id, totp_on, theme, created_at, version) "
		   "values (77, 'kept@example.org', 'Kept', 2, 0, '', 0, 1)");
	db_run(tx, "insert into client_staff (client_id, staff_id, level, given_at) values ($1, 77, 0, 0)",
	       db_int(life->world->durand));
	db_run(tx, "update client set archived_at = 1 where id = $1", db_int(life->world->martin));
}

TEST_BOTH_ENGINES(figures_leave_out_clients_that_one_is_kept_from)
{
	struct life life = {.world = world_make(db, arena)};
	const struct viewer kept = {.kind = VIEWER_STAFF, .staff = 77};
	struct invoice_sum *sums;
	struct tx *tx;
	size_t count;

	billing_world_write(db, arena, make_many, &life);
	billing_world_write(db, arena, withhold_durand, &life);
	tx = db_read(db, arena);
	sums = invoice_overdue_sums(tx, &kept, day_of(2026, 10, 20), &count);
	assert_int_equal(sums->amount, 60000 - 24000);
	sums = invoice_issued_sums(tx, &kept, day_of(2026, 10, 1), &count);
	assert_int_equal(sums->count, 2);
	assert_int_equal(invoice_draft_count(tx, &kept, 99), 0);
	client_choices(tx, &life.world->staff, "Éli", false, 10, &count);
	assert_int_equal(count, 0);
	client_choices(tx, &life.world->staff, "Éli", true, 10, &count);
	assert_int_equal(count, 1);
	db_read_end(tx);
}

/* ---- the PDF is kept once ---- */

static void
keep(struct tx *tx, void *data)
{
	struct life *life = data;

	assert_true(invoice_keep_pdf(tx, life->id, "first", "aa", 1));
	assert_false(invoice_keep_pdf(tx, life->id, "second", "bb", 2));
	assert_false(invoice_keep_pdf(tx, life->other, "draft", "cc", 3));
	assert_string_equal(invoice_find(tx, &life->world->staff, life->id)->pdf_blob, "first");
}

TEST_BOTH_ENGINES(a_kept_pdf_is_never_replaced)
{
	struct life life = {.world = world_make(db, arena)};

	billing_world_write(db, arena, issue_three, &life);
	billing_world_write(db, arena, keep, &life);
}

/* ---- every list has its index ---- */

struct plan {
	int64_t id, parent, notused;
	const char *detail;
};
static const struct db_column plan_columns[] = {
	DB_COLUMN_INT64(struct plan, id),
	DB_COLUMN_INT64(struct plan, parent),
	DB_COLUMN_INT64(struct plan, notused),
	DB_COLUMN_TEXT(struct plan, detail),
};
static const struct db_shape plan_shape = DB_SHAPE(struct plan, plan_columns);

static void
assert_walks_an_index(struct tx *tx, const struct viewer *viewer, enum invoice_filter filter, size_t scope)
{
	const char *sql = arena_printf(tx_arena(tx), "explain query plan %s",
				       access_sql(viewer, invoice_list_text(DB_SQLITE, filter, scope)));
	bool walks = false;
	size_t count;
	struct plan *plan = db_list(tx, &plan_shape, &count, sql, db_int(1), db_int(1), db_int(1), db_int(1), db_int(1),
				    db_int(1), db_int(1));

	for (size_t i = 0; i < count; i++) {
		walks = walks || strstr(plan[i].detail, "INDEX invoice_") != NULL;
		assert_true(strstr(plan[i].detail, " invoice ") == NULL ||
			    strstr(plan[i].detail, "INDEX invoice_") != NULL);
		assert_null(strstr(plan[i].detail, "TEMP B-TREE"));
	}
	assert_true(walks);
}

TEST(every_list_of_invoices_walks_an_index)
{
	struct arena *arena = arena_new(0);
	struct db *db = db_for_test(arena, DB_SQLITE, "plans", 0);
	struct world *world = world_make(db, arena);
	struct tx *tx = db_read(db, arena);

	for (int filter = FILTER_ALL; filter < FILTERS; filter++) {
		for (size_t scope = 0; scope < 4; scope++)
			assert_walks_an_index(tx, &world->staff, (enum invoice_filter)filter, scope);
		if (filter != FILTER_DRAFT)
			assert_walks_an_index(tx, &world->as_durand, (enum invoice_filter)filter, 0);
	}
	db_read_end(tx);
	arena_free(arena); /* closes the database */
}
