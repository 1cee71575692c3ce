/* design_store_test: a portal says nothing of its own until somebody writes it, and who comes second is told. */
#include "design/design_store.h"

#include "base/test.h"
#include "core/tables_test.h"
#include "db/db_testing.h"
#include "portals/portals.h"

static void
write_twice(struct tx *tx, void *data)
{
	struct company company = {.name = "Solaria", .legal_name = "Solaria", .country = "FR", .colour = "#0f766e"};
	struct design_words words = {.home_fr = "Bonjour", .end_en = "Thank you"};
	int64_t portal;

	(void)data;
	company.invoice_prefix = company.credit_prefix = "S";
	portal = portal_create(tx, "solaria", "Solaria", company_create(tx, &company));
	assert_null(design_find(tx, portal)->home_fr);
	assert_true(design_save(tx, portal, &words));
	assert_string_equal(design_find(tx, portal)->home_fr, "Bonjour");
	assert_null(design_find(tx, portal)->home_en);
	assert_string_equal(design_find(tx, portal)->end_en, "Thank you");
	words.home_fr = "Trop tard";
	assert_false(design_save(tx, portal, &words));
	words.version = design_find(tx, portal)->version;
	words.home_fr = NULL;
	assert_true(design_save(tx, portal, &words));
	assert_null(design_find(tx, portal)->home_fr);
}

TEST_BOTH_ENGINES_WITH(tables_make, the_texts_of_a_portal_are_kept_and_nobody_writes_over_another)
{
	assert_int_equal(db_write(db, arena, write_twice, NULL), DB_FINE);
}
