/* audit_test: whatever somebody does to the journal behind our back, recomputing its chain finds it. */
#include "core/audit.h"

#include "base/arena.h"
#include "base/test.h"
#include "core/house.h"
#include "core/tables_test.h"
#include "db/db_testing.h"

#include <string.h>

enum { ROWS = 5 };

static const struct house house = {.keys.audit = {.bytes = "a key of tests"}};
static const struct house other_house = {.keys.audit = {.bytes = "another key"}};

/* ---- errands ---- */

static void
write_rows(struct tx *tx, void *data)
{
	struct doc *detail = doc_object(tx_arena(tx));

	(void)data;
	doc_set_text(detail, "note", "une facture à 12 €");
	for (int i = 0; i < ROWS; i++)
		audit_add_system(&house, tx,
				 &(struct audit){.action = i % 2 == 0 ? "invoice.issue" : "client.change",
						 .object_kind = "invoice",
						 .object = 100 + i,
						 .detail = i == 2 ? detail : NULL});
}

static void
make_journal(struct db *db, struct arena *arena)
{
	tables_make(db, arena);
	assert_int_equal(db_write(db, arena, write_rows, NULL), DB_FINE);
}

static void
run_statements(struct tx *tx, void *data)
{
	const char *const *statements = data;

	for (size_t i = 0; statements[i] != NULL; i++)
		db_run(tx, statements[i]);
}

/* Does to the database what a thief with its password would do. */
static void
tamper(struct db *db, struct arena *arena, const char *const *statements)
{
	assert_int_equal(db_write(db, arena, run_statements, (void *)statements), DB_FINE);
}

struct verdict {
	bool whole;
	int64_t rows, broken_at;
};

static struct verdict
verify(struct db *db, struct arena *arena, const struct house *by)
{
	struct tx *tx = db_read(db, arena);
	struct verdict verdict;

	verdict.whole = audit_verify(by, tx, &verdict.rows, &verdict.broken_at);
	assert_int_equal(tx_trouble(tx), DB_FINE);
	db_read_end(tx);
	return verdict;
}

#define TAMPER(...) tamper(db, arena, (const char *const[]){__VA_ARGS__, NULL})

static void
assert_broken_at(struct db *db, struct arena *arena, int64_t row)
{
	struct verdict verdict = verify(db, arena, &house);

	assert_false(verdict.whole);
	assert_int_equal(verdict.broken_at, row);
}

/* ---- tests ---- */

TEST_BOTH_ENGINES_WITH(tables_make, an_empty_journal_is_whole)
{
	struct verdict verdict = verify(db, arena, &house);

	assert_true(verdict.whole);
	assert_int_equal(verdict.rows, 0);
}

TEST_BOTH_ENGINES_WITH(make_journal, an_untouched_journal_is_whole)
{
	struct verdict verdict = verify(db, arena, &house);

	assert_true(verdict.whole);
	assert_int_equal(verdict.rows, ROWS);
	assert_int_equal(verdict.broken_at, 0);
}

TEST_BOTH_ENGINES_WITH(make_journal, a_changed_row_is_found)
{
	TAMPER("update audit set object_id = 999 where seq = 3");
	assert_broken_at(db, arena, 3);
}

TEST_BOTH_ENGINES_WITH(make_journal, a_changed_detail_is_found)
{
	TAMPER("update audit set detail = '{}' where seq = 3");
	assert_broken_at(db, arena, 3);
}

TEST_BOTH_ENGINES_WITH(make_journal, a_removed_row_is_found)
{
	TAMPER("delete from audit where seq = 2");
	assert_broken_at(db, arena, 2);
}

TEST_BOTH_ENGINES_WITH(make_journal, a_removed_row_is_found_though_the_others_moved_up)
{
	TAMPER("delete from audit where seq = 2", "update audit set seq = 2 where seq = 3",
	       "update audit set seq = 3 where seq = 4", "update audit set seq = 4 where seq = 5",
	       "update audit_head set seq = 4");
	assert_broken_at(db, arena, 2);
}

TEST_BOTH_ENGINES_WITH(make_journal, swapped_rows_are_found)
{
	TAMPER("update audit set seq = 0 where seq = 3", "update audit set seq = 3 where seq = 4",
	       "update audit set seq = 4 where seq = 0");
	assert_broken_at(db, arena, 3);
}

TEST_BOTH_ENGINES_WITH(make_journal, missing_last_rows_are_found)
{
	TAMPER("delete from audit where seq > 3");
	assert_broken_at(db, arena, 4);
}

TEST_BOTH_ENGINES_WITH(make_journal, an_emptied_journal_is_found)
{
	TAMPER("delete from audit");
	assert_broken_at(db, arena, 1);
}

TEST_BOTH_ENGINES_WITH(make_journal, an_invented_row_is_found)
{
	TAMPER("insert into audit (seq, at, actor_kind, action, refused, hash) "
	       "select 6, at, actor_kind, 'staff.create', 0, hash from audit where seq = 5",
	       "update audit_head set seq = 6");
	assert_broken_at(db, arena, 6);
}

TEST_BOTH_ENGINES_WITH(make_journal, a_chain_made_with_another_key_is_found)
{
	struct verdict verdict = verify(db, arena, &other_house);

	assert_false(verdict.whole);
	assert_int_equal(verdict.broken_at, 1);
}

/* ---- the list ---- */

TEST_BOTH_ENGINES_WITH(make_journal, the_journal_is_listed_backwards_and_by_action)
{
	struct tx *tx = db_read(db, arena);
	size_t count;
	const struct audit_row *rows = audit_list(tx, NULL, 0, 2, &count);

	assert_int_equal(count, 2);
	assert_int_equal(rows[0].seq, 5);
	assert_int_equal(rows[1].seq, 4);
	rows = audit_list(tx, NULL, 4, 10, &count);
	assert_int_equal(count, 3);
	assert_int_equal(rows[0].seq, 3);
	assert_non_null(strstr(rows[0].detail, "12 €"));
	rows = audit_list(tx, "client.", 0, 10, &count);
	assert_int_equal(count, 2);
	assert_string_equal(rows[1].action, "client.change");
	assert_int_equal(tx_trouble(tx), DB_FINE);
	db_read_end(tx);
}

static void
write_about_staff(struct tx *tx, void *data)
{
	(void)data;
	db_run(tx, "insert into staff (id, email, name, profile_id, totp_on, theme, created_at, version) "
		   "values (7, 'helene@example.fr', 'Hélène Caradec', 2, 0, '', 0, 1)");
	audit_add_system(
		&house, tx,
		&(struct audit){.action = "staff.create", .object_kind = "staff", .object = 7, .refused = true});
}

TEST_BOTH_ENGINES_WITH(make_journal, objects_are_listed_by_name_as_long_as_they_are_there)
{
	struct tx *tx;
	size_t count;
	const struct audit_row *rows;

	assert_int_equal(db_write(db, arena, write_about_staff, NULL), DB_FINE);
	tx = db_read(db, arena);
	rows = audit_list(tx, NULL, 0, 2, &count);
	assert_int_equal(count, 2);
	assert_string_equal(rows[0].object_name, "Hélène Caradec");
	assert_string_equal(rows[0].actor_kind, "system");
	assert_true(rows[0].refused);
	assert_null(rows[1].object_name);
	assert_int_equal(tx_trouble(tx), DB_FINE);
	db_read_end(tx);
}
