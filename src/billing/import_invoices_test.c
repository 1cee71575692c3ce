/* import_invoices_test: files as accounting programs write them: good ones, bad lines, all or nothing. */
#include "billing/billing.h"

#include "base/arena.h"
#include "base/test.h"
#include "billing/imported_amounts.h"
#include "billing/world_test.h"
#include "core/house_test.h"
#include "db/db_testing.h"
#include "sys/file.h"

#include <stdio.h>
#include <string.h>

static const char *
imported(struct db *db, struct arena *arena, const char *option, struct str bytes, int *code)
{
	return import_for_test(house_for_test(arena, db, NULL), arena, billing_import_command, option, bytes, code);
}

static int64_t
count_all(struct db *db, struct arena *arena)
{
	struct tx *tx = db_read(db, arena);
	int64_t count = db_get_int(tx, -1, "select count(*) from invoice");

	db_read_end(tx);
	return count;
}

static struct invoice *
by_number(struct tx *tx, const struct world *world, const char *number)
{
	int64_t id = db_get_int(tx, 0, "select id from invoice where number = $1", db_text(number));

	return invoice_find(tx, &world->staff, id);
}

static void
issue_next(struct tx *tx, void *data)
{
	struct world *world = data;

	assert_string_equal(world_issued(tx, world, world->durand, day_of(2026, 11, 20))->number, "F-2026-0042");
}

/* Windows-1252 with semicolons and French words; the series goes on after it. */
TEST_BOTH_ENGINES(a_french_file_is_imported)
{
	static const char file[] = "N\xB0;Client;Date;\xC9"
				   "ch\xE9"
				   "ance;Total HT;TVA;Total TTC;Pay\xE9;\xC9tat;Libell\xE9\r\n"
				   "F-2026-0040;C-00001;01/03/2026;31/03/2026;1 000,00;200,00;1 200,00;;pay\xE9"
				   "e;Conseil d\x92\xE9t\xE9\r\n"
				   "F-2026-0041;C-00001;2 mars 2026;;100,00;5,50;105,50;50;;\r\n"
				   "AV12;C-00001;03/03/2026;;100,00;20,00;120,00;;;\r\n";
	struct world *world = world_make(db, arena);
	struct invoice *paid, *part, *credit;
	const char *report;
	struct tx *tx;
	size_t count;
	int code;

	world->today = day_of(2026, 11, 22);
	report = imported(db, arena, NULL, str_slice(file, sizeof file - 1), &code);
	if (code != 0)
		fprintf(stderr, "%s\n", report);
	assert_int_equal(code, 0);
	tx = db_read(db, arena);
	paid = by_number(tx, world, "F-2026-0040");
	part = by_number(tx, world, "F-2026-0041");
	credit = by_number(tx, world, "AV12");
	assert_int_equal(paid->state, INVOICE_PAID);
	assert_int_equal(paid->total, 120000);
	assert_int_equal(paid->rest, 0);
	assert_int_equal(paid->due_on, day_of(2026, 3, 31));
	assert_string_equal(paid->billed_name, "Boulangerie Durand");
	assert_string_equal(paid->billed_address, "12 rue des Lilas\n44000 Nantes");
	assert_int_equal(payment_list(tx, &world->staff, paid->id, &count)->amount, 120000);
	assert_string_equal(invoice_line_list(tx, &world->staff, paid->id, &count)->label, "Conseil d’été");
	assert_int_equal(part->state, INVOICE_ISSUED);
	assert_int_equal(part->rest, 5550);
	assert_int_equal(part->due_on, day_of(2026, 4, 1)); /* 30 days of the company */
	assert_int_equal(invoice_tax_list(tx, &world->staff, part->id, &count)->tax_rate, 550);
	assert_int_equal(credit->kind, INVOICE); /* nothing says that it is not */
	db_read_end(tx);
	billing_world_write(db, arena, issue_next, world);
}

TEST_BOTH_ENGINES(every_bad_line_is_told_and_nothing_is_kept)
{
	static const char file[] = "number,client_number,date,net,tax,total,state,type,paid\n"
				   "X1,C-00001,2026-01-05,100.00,20.00,120.00,,,\n"
				   "X2,C-00009,2026-01-05,100.00,20.00,120.00,,,\n"
				   "X3,C-00001,2026-02-31,100.00,20.00,120.00,,,\n"
				   "X4,C-00001,2026-01-05,100.00,20.00,121.00,,,\n"
				   "X1,C-00001,2026-01-06,10.00,2.00,12.00,,,\n"
				   ",C-00001,2026-01-05,100.00,20.00,120.00,,,\n"
				   "X5,C-00001,2026-01-05,-100.00,-20.00,-120.00,,facture,\n"
				   "X6,C-00001,2026-01-05,100.00,20.00,120.00,draft,,\n"
				   "X7,C-00001,2026-01-05,100.00,20.00,120.00,,,130\n"
				   "X8,C-00001,2026-01-05,100.00,,,,,\n"
				   "X9,C-00001,2199-01-05,100.00,20.00,120.00,,,\n";
	static const char *const reasons[] = {
		"Line 3: There is no client with the number",
		"Line 4: “date” is no day",
		"Line 5: The amounts do not add up",
		"Line 6: The number X1 is taken",
		"Line 7: “number” is empty",
		"Line 8: An invoice below zero is a credit note",
		"Line 9: Drafts are not imported",
		"Line 10: The amount paid lies between",
		"Line 11: The amounts are not enough",
		"Line 12: The day of issue lies in the future",
	};
	const char *report;
	int code;

	world_make(db, arena);
	report = imported(db, arena, "--dry-run", str_slice(file, sizeof file - 1), &code);
	assert_int_equal(code, 1);
	for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
		if (strstr(report, reasons[i]) == NULL)
			fprintf(stderr, "not told: %s\n%s\n", reasons[i], report);
		assert_non_null(strstr(report, reasons[i]));
	}
	assert_non_null(strstr(report, "11 lines read, 10 wrong"));
	assert_int_equal(count_all(db, arena), 0);
}

TEST_BOTH_ENGINES(a_dry_run_writes_nothing_and_the_same_file_goes_in_once)
{
	static const char file[] = "numero;numero_client;date;total_ttc;taux_tva;type\n"
				   "F-2025-0001;C-00001;05/01/2025;120,00;20;\n"
				   "A-2025-0001;C-00001;06/01/2025;60,00;20;avoir\n";
	struct world *world = world_make(db, arena);
	struct tx *tx;
	int code;

	imported(db, arena, "--dry-run", str_slice(file, sizeof file - 1), &code);
	assert_int_equal(code, 0);
	assert_int_equal(count_all(db, arena), 0);
	imported(db, arena, NULL, str_slice(file, sizeof file - 1), &code);
	assert_int_equal(code, 0);
	assert_int_equal(count_all(db, arena), 2);
	tx = db_read(db, arena);
	assert_int_equal(by_number(tx, world, "A-2025-0001")->total, -6000);
	assert_int_equal(by_number(tx, world, "A-2025-0001")->net, -5000);
	assert_int_equal(by_number(tx, world, "A-2025-0001")->rest, 0);
	db_read_end(tx);
	assert_non_null(strstr(imported(db, arena, NULL, str_slice(file, sizeof file - 1), &code), "2 wrong"));
	assert_int_equal(code, 1);
	assert_int_equal(count_all(db, arena), 2);
}

TEST(amounts_complete_each_other)
{
	struct imported_amounts net_tax = {.has_net = true, .has_tax = true, .net = 10000, .tax = 2000};
	struct imported_amounts total_rate = {.has_total = true, .has_rate = true, .total = 12000, .rate = 2000};
	struct imported_amounts net_total = {.has_net = true, .has_total = true, .net = 999, .total = 1054};
	struct imported_amounts alone = {.has_total = true, .total = 1};
	struct imported_amounts odd = {.has_net = true, .has_tax = true, .net = 10000, .tax = 1234};
	struct imported_amounts wrong = {
		.has_net = true, .has_tax = true, .has_rate = true, .net = 100, .tax = 50, .rate = 2000};

	assert_null(imported_amounts_complete(&net_tax));
	assert_int_equal(net_tax.total, 12000);
	assert_int_equal(net_tax.rate, 2000);
	assert_null(imported_amounts_complete(&total_rate));
	assert_int_equal(total_rate.net, 10000);
	assert_int_equal(total_rate.tax, 2000);
	assert_null(imported_amounts_complete(&net_total));
	assert_int_equal(net_total.tax, 55);
	assert_int_equal(net_total.rate, 550);
	assert_non_null(imported_amounts_complete(&alone));
	assert_null(imported_amounts_complete(&odd));
	assert_int_equal(odd.rate, 1234);
	assert_non_null(imported_amounts_complete(&wrong));
}
