/* public_page_store_test: a public page is kept whole, and two who write it at once do not undo each other. */
#include "companies/host_look.h"
#include "companies/public_page.h"

#include "base/arena.h"
#include "base/instant.h"
#include "base/test.h"
#include "core/tables_test.h"
#include "db/db_testing.h"

#include <string.h>

static struct span spans[] = {{0, 540, 720}, {0, 840, 1080}};
static struct page_text texts[] = {{"welcome", "fr", "Bienvenue"}, {"hours_note", "en", "Ring twice"}};
static struct page_service services[] = {
	{0, "fr", "Entretien", "Chaque année.", "140 €"},
	{0, "en", "Care", NULL, NULL},
	{1, "fr", "Dépannage", NULL, NULL},
};

static int64_t
new_company(struct tx *tx, const char *host)
{
	struct company company = {.name = "Essai",
				  .legal_name = "Essai",
				  .country = "FR",
				  .colour = "#0f766e",
				  .invoice_prefix = "F",
				  .credit_prefix = "A",
				  .host = host};

	return company_create(tx, &company);
}

static void
keep_page(struct tx *tx, void *data)
{
	struct public_page page = {new_company(tx, NULL), 0, spans, 2, texts, 2, services, 3};
	const struct public_page *found;

	(void)data;
	assert_int_equal(public_page_find(tx, page.company)->version, 0);
	assert_true(public_page_save(tx, &page));
	assert_false(public_page_save(tx, &page));
	found = public_page_find(tx, page.company);
	assert_int_equal(found->version, 1);
	assert_int_equal(found->span_count, 2);
	assert_int_equal(found->spans[1].closes, 1080);
	assert_string_equal(page_text(found, "welcome", "fr"), "Bienvenue");
	assert_null(page_text(found, "welcome", "en"));
	assert_string_equal(page_service(found, 0, "en", "fr")->name, "Care");
	assert_string_equal(page_service(found, 1, "en", "fr")->name, "Dépannage");
	assert_null(page_service(found, 2, "en", "fr"));
	page.version = 1;
	page.service_count = page.span_count = 0;
	assert_true(public_page_save(tx, &page));
	assert_int_equal(public_page_find(tx, page.company)->service_count, 0);
}

static void
keep_mail(struct tx *tx, void *data)
{
	static const struct page_text footer[] = {{"mail_footer", "fr", "À bientôt"}};
	struct public_page page = {new_company(tx, NULL), 0, NULL, 0, texts, 2, NULL, 0};

	(void)data;
	assert_true(mail_texts_save(tx, page.company, 0, footer, 1));
	assert_false(mail_texts_save(tx, page.company, 0, footer, 1));
	assert_int_equal(mail_version_find(tx, page.company), 1);
	assert_true(public_page_save(tx, &page));
	assert_string_equal(page_text(public_page_find(tx, page.company), "mail_footer", "fr"), "À bientôt");
	assert_true(mail_texts_save(tx, page.company, 1, NULL, 0));
	assert_string_equal(page_text(public_page_find(tx, page.company), "welcome", "fr"), "Bienvenue");
}

static void
keep_icon(struct tx *tx, void *data)
{
	int64_t company = new_company(tx, NULL), version, before = company_public(tx, company)->version;

	(void)data;
	assert_null(icon_find(tx, company, &version));
	icon_set(tx, company, "abc");
	assert_string_equal(icon_find(tx, company, &version), "abc");
	assert_true(company_public(tx, company)->version > before);
	icon_set(tx, company, NULL);
	assert_null(icon_find(tx, company, &version));
	assert_int_equal(version, 2);
}

static void
keep_host(struct tx *tx, void *data)
{
	int64_t id = new_company(tx, "clients.example.fr");
	struct company company = *company_public(tx, id);
	struct host_state state;

	(void)data;
	assert_int_equal(host_find(tx, &company).asked_at, NO_INSTANT);
	host_ask(tx, &company, 1000);
	state = host_find(tx, &company);
	assert_int_equal(state.asked_at, 1000);
	assert_int_equal(state.checked_at, NO_INSTANT);
	assert_int_equal(state.ours, -1);
	state.checked_at = 2000;
	state.dns = "found";
	state.tls = "valid";
	state.ours = 0;
	host_record(tx, &state);
	state = host_find(tx, &company);
	assert_string_equal(state.tls, "valid");
	assert_int_equal(state.ours, 0);
	host_ask(tx, &company, 3000);
	assert_int_equal(host_find(tx, &company).checked_at, NO_INSTANT);
	company.host = "autre.example.fr";
	assert_int_equal(host_find(tx, &company).asked_at, NO_INSTANT);
}

TEST_BOTH_ENGINES_WITH(tables_make, what_a_company_says_of_itself_is_kept)
{
	assert_int_equal(db_write(db, arena, keep_page, NULL), DB_FINE);
	assert_int_equal(db_write(db, arena, keep_mail, NULL), DB_FINE);
	assert_int_equal(db_write(db, arena, keep_icon, NULL), DB_FINE);
	assert_int_equal(db_write(db, arena, keep_host, NULL), DB_FINE);
}
