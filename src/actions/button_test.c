/* button_test: texts of two languages, addresses a client may be sent to, and what keeps a button from view. */
#include "actions/button_sight.h"

#include "base/arena.h"
#include "base/test.h"
#include "companies/companies.h"
#include "core/web_address.h"

static const struct company solaria = {
	.name = "Solaria", .phone = "02 40 00 12 34", .email = "bonjour@solaria.example"};
static const struct company silent = {.name = "Boréal", .phone = "sur demande"};

TEST(a_button_speaks_the_readers_language_or_the_other)
{
	const struct button both = {.text_fr = "Voir", .text_en = "See"};
	const struct button french = {.text_fr = "Voir"}, english = {.text_fr = "", .text_en = "See"};
	struct arena *arena = arena_new(0);

	assert_string_equal(button_text(arena, &both, "fr", NULL), "Voir");
	assert_string_equal(button_text(arena, &both, "en", NULL), "See");
	assert_string_equal(button_text(arena, &french, "en", NULL), "Voir");
	assert_string_equal(button_text(arena, &english, "fr", NULL), "See");
	assert_null(button_missing(&both));
	assert_null(button_missing(&(struct button){.text_fr = ""}));
	assert_string_equal(button_missing(&french), "en");
	assert_string_equal(button_missing(&english), "fr");
	arena_free(arena);
}

TEST(a_button_names_the_companys_number)
{
	const struct button call = {.text_en = "Call {phone} or write to {email} {now}"};
	struct arena *arena = arena_new(0);

	assert_string_equal(button_text(arena, &call, "en", &solaria),
			    "Call 02 40 00 12 34 or write to bonjour@solaria.example {now}");
	assert_string_equal(button_text(arena, &call, "en", NULL), "Call  or write to  {now}");
	arena_free(arena);
}

TEST(only_plain_https_addresses_are_taken)
{
	static const char *const right[] = {"https://www.example.fr", "HTTPS://example.fr/prendre?rdv=1#a",
					    "https://example.fr:8443/x", "https://exemple.fr/mail@me", NULL};
	static const char *const wrong[] = {"",
					    "http://www.example.fr",
					    "javascript:alert(1)",
					    "data:text/html,x",
					    "mailto:a@b.fr",
					    "//example.fr",
					    "/invoices",
					    "https:/example.fr",
					    "https://",
					    "https:///example.fr",
					    "https://localhost",
					    "https://.fr",
					    "https://example.fr.",
					    "https://example.fr:443@evil.example",
					    "https://solaria.example@evil.example/",
					    "https://evil.example\\@solaria.example",
					    "https://exa mple.fr",
					    "https://example.fr/\"onclick=",
					    "https://example.fr/\n",
					    NULL};
	struct arena *arena = arena_new(0);

	for (size_t i = 0; right[i] != NULL; i++)
		assert_null(web_address_refusal(right[i]));
	for (size_t i = 0; wrong[i] != NULL; i++)
		assert_non_null(web_address_refusal(wrong[i]));
	assert_string_equal(web_address_server(arena, "https://example.fr:8443/x?y#z"), "example.fr:8443");
	arena_free(arena);
}

/* ---- what keeps a button from view ---- */

static const struct permission staff_only = {"x.read", FOR_STAFF, "X"};
static const struct route routes[] = {
	{.method = HTTP_GET, .path = "/p/{address}/invoices", .permission = &portal_use},
	{.method = HTTP_GET, .path = "/p/{address}/secrets", .permission = &staff_only},
	{.method = HTTP_POST, .path = "/p/{address}/posted", .permission = &portal_use},
};
static const struct navigation navigation[] = {
	{AREA_PORTAL, 1, "Home", "home", "/", &portal_use},
	{AREA_CONSOLE, 2, "Clients", "users", "/clients", &portal_use},
	{AREA_PORTAL, 3, "Invoices", "receipt", "/invoices", &portal_use},
	{AREA_PORTAL, 4, "Secrets", "key", "/secrets", &portal_use},
	{AREA_PORTAL, 5, "Posted", "send", "/posted", &portal_use},
	{AREA_PORTAL, 6, "Forbidden", "lock", "/forbidden", &staff_only},
};
static const struct feature feature = {.routes = routes,
				       .route_count = sizeof routes / sizeof routes[0],
				       .navigation = navigation,
				       .navigation_count = sizeof navigation / sizeof navigation[0]};
static const struct feature *const features[] = {&feature};
static const struct house house = {.features = features, .feature_count = 1};
static const struct viewer client = {.kind = VIEWER_CLIENT, .client = 1, .theme = ""};

static const char *
page_obstacle(const char *path)
{
	return button_obstacle(&house, NULL, &client, &solaria, &(struct button){.target = BUTTON_PAGE, .page = path});
}

TEST(a_page_must_be_there_and_open_to_the_viewer)
{
	assert_null(page_obstacle("/invoices"));
	assert_string_equal(page_obstacle("/secrets"), "Clients may not open its page.");
	assert_string_equal(page_obstacle("/posted"), "Clients may not open its page.");
	assert_string_equal(page_obstacle("/forbidden"), "Clients may not open its page.");
	assert_string_equal(page_obstacle("/gone"), "Its page is no longer part of the portal.");
	assert_string_equal(page_obstacle("/clients"), "Its page is no longer part of the portal.");
	assert_string_equal(page_obstacle("/"), "Its page is no longer part of the portal.");
	assert_non_null(page_obstacle(NULL));
	assert_string_equal(portal_page_next(&house, NULL)->path, "/invoices");
	assert_null(portal_page_next(&house, &navigation[5]));
}

TEST(a_button_is_for_everybody_or_for_some_user_types)
{
	const struct button everybodys = {.types = NULL}, some = {.types = "|1|22|"};

	assert_true(button_is_for(&everybodys, 7));
	assert_true(button_is_for(&some, 1));
	assert_true(button_is_for(&some, 22));
	assert_false(button_is_for(&some, 2));
	assert_false(button_is_for(&some, 12));
	assert_string_equal(button_obstacle(&house, NULL, &client, &solaria, &some), "It is for other user types.");
}

TEST(a_company_must_have_what_the_button_needs)
{
	const struct button mail = {.target = BUTTON_MAIL}, call = {.target = BUTTON_CALL};
	const struct button web = {.target = BUTTON_WEB, .url = "https://www.example.fr"};
	const struct button broken = {.target = BUTTON_WEB, .url = "http://www.example.fr"};

	assert_null(button_obstacle(&house, NULL, &client, &solaria, &mail));
	assert_null(button_obstacle(&house, NULL, &client, &solaria, &call));
	assert_null(button_obstacle(&house, NULL, &client, &silent, &web));
	assert_non_null(button_obstacle(&house, NULL, &client, &silent, &mail));
	assert_non_null(button_obstacle(&house, NULL, &client, &silent, &call));
	assert_non_null(button_obstacle(&house, NULL, &client, &silent, &broken));
	assert_non_null(button_obstacle(&house, NULL, &client, NULL, &mail));
}

TEST(every_picture_is_offered_once)
{
	struct arena *arena = arena_new(0);
	struct doc *list = doc_list(arena);

	button_add_icons(list, "mail");
	assert_true(list->list.count > 20);
	for (size_t i = 0; i < list->list.count; i++)
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(doc_get_text(list->list.items[i], "icon"),
						doc_get_text(list->list.items[j], "icon"));
	assert_true(button_icon_is_offered("mail"));
	assert_false(button_icon_is_offered("skull"));
	assert_false(button_icon_is_offered(NULL));
	arena_free(arena);
}
