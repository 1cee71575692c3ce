/* type_uses_test: what a user type shows, or will show, is not taken out of use behind its back; on both engines. */
#include "base/test.h"

#include "base/arena.h"
#include "db/db_testing.h"
#include "modules/installed_test.h"
#include "modules/uses.h"

#define SHOWN "{\"fields\": {\"subject\": \"read\", \"channel\": \"hidden\"}}"

/* The contacts' type shows tickets of their client and lines of offers; of its draft contracts are one tab more. */
static void
add_types(struct tx *tx, void *data)
{
	(void)data;
	db_run(tx, "insert into company (id, name, legal_name, country, colour, invoice_prefix, credit_prefix, "
		   "payment_days, created_at, version) values (1, 'S', 'S', 'FR', '#000000', 'F', 'A', 30, 0, 1)");
	db_run(tx, "insert into portal (id, address, name, company_id, created_at) values (1, 'x', 'X', 1, 0)");
	db_run(tx,
	       "insert into user_type (id, portal_id, name, main_module_id, position, is_default, draft, published, "
	       "created_at, version) select 1, 1, '{\"en\": \"Patients\"}', id, 1, 1, $1, $2, 0, 1 from module where "
	       "name = 'contacts'",
	       db_text("{\"tabs\": [{\"module\": \"contracts\", \"tie\": \"client\", \"link\": \"client\", "
		       "\"layouts\": [{\"layout\": \"000000000000z\", \"fields\": {\"name\": \"write\"}}]}]}"),
	       db_text("{\"tabs\": [{\"module\": \"tickets\", \"tie\": \"client\", \"link\": \"client\", \"narrowed\": "
		       "{\"field\": \"state\", \"comparison\": \"is\", \"values\": [\"priority\"]}, \"layouts\": [" SHOWN
		       "]}, {\"module\": \"offers\", \"lines\": {\"offer_lines\": {\"fields\": {\"label\": \"read\"}}}}, "
		       "{}, 7]}"));
}

struct looking {
	struct tx *tx;
	const struct catalogue *catalogue;
};

/* The kinds and names of user types among what uses it, "user_type Patients". */
static const char *
types_in(struct tx *tx, const struct doc *uses)
{
	struct builder text = builder_new(tx_arena(tx), 0);

	for (size_t i = 0; uses != NULL && i < uses->list.count; i++) {
		const struct doc *kind = doc_get(uses->list.items[i], STR("kind"));

		if (str_starts(str_of(kind->word.code), STR("user_type")))
			build_printf(&text, "%s %s", kind->word.code, doc_get_text(uses->list.items[i], "name"));
	}
	return builder_text(&text);
}

static const char *
of_field(const struct looking *looking, const char *module, const char *field)
{
	return types_in(looking->tx, field_uses(looking->tx, looking->catalogue,
						field_named(module_named(looking->catalogue, module), field)));
}

static const char *
of_module(const struct looking *looking, const char *module)
{
	return types_in(looking->tx,
			module_uses(looking->tx, looking->catalogue, module_named(looking->catalogue, module)));
}

TEST_BOTH_ENGINES_WITH(house_with_modules, user_types_say_what_they_use)
{
	struct looking looking = {.catalogue = catalogue_now(db, arena)};
	struct layout layout = {.id = 31, .module = module_named(looking.catalogue, "contracts"), .name = "Short"};

	assert_int_equal(db_write(db, arena, add_types, NULL), DB_FINE);
	looking.tx = db_read(db, arena);
	for (const char *const *used = (const char *const[]){"subject", "client", "state", NULL}; *used != NULL; used++)
		assert_string_equal(of_field(&looking, "tickets", *used), "user_type Patients");
	for (const char *const *free = (const char *const[]){"channel", "priority", "description", NULL}; *free != NULL;
	     free++)
		assert_string_equal(of_field(&looking, "tickets", *free), "");
	assert_string_equal(of_field(&looking, "offer_lines", "label"), "user_type Patients");
	assert_string_equal(of_field(&looking, "offer_lines", "quantity"), "");
	assert_string_equal(of_field(&looking, "contracts", "name"), "user_type_draft Patients");
	assert_string_equal(of_field(&looking, "leads", "name"), "");
	assert_string_equal(of_module(&looking, "tickets"), "user_type Patients");
	assert_string_equal(of_module(&looking, "contacts"), "user_type Patients");
	assert_string_equal(of_module(&looking, "contracts"), "user_type_draft Patients");
	assert_string_equal(of_module(&looking, "leads"), "");
	assert_string_equal(types_in(looking.tx, layout_uses(looking.tx, &layout)), "user_type_draft Patients");
	layout.id = 32;
	assert_string_equal(types_in(looking.tx, layout_uses(looking.tx, &layout)), "");
	assert_int_equal(tx_trouble(looking.tx), DB_FINE);
	db_read_end(looking.tx);
}
