/* router_test: which pattern wins, what parameters hold, and what is refused at the start. */
#include "http/router.h"

#include "base/arena.h"
#include "base/test.h"

static const struct pattern patterns[] = {
	{HTTP_GET, "/"},
	{HTTP_GET, "/a"},
	{HTTP_GET, "/a/"},
	{HTTP_POST, "/a"},
	{HTTP_GET, "/invoices/new"},
	{HTTP_GET, "/invoices/{invoice}"},
	{HTTP_GET, "/invoices/{invoice}.pdf"},
	{HTTP_GET, "/invoices/{invoice}.x.pdf"},
	{HTTP_GET, "/invoices/{number}/lines/{line}"},
	{HTTP_DELETE, "/invoices/{id}"},
	{HTTP_POST, "/invoices/new/copy"},
};

static int
matched(const struct router *router, enum http_method method, const char *path, struct match *match)
{
	unsigned allowed;

	switch (router_match(router, method, path, match, &allowed)) {
	case MATCH_FOUND:
		return (int)match->index;
	case MATCH_NO_METHOD:
		return -(int)allowed;
	default:
		return -1000;
	}
}

TEST(literals_win_over_suffixes_and_those_over_parameters)
{
	struct arena *arena = arena_new(0);
	const char *error = NULL;
	struct router *router = router_new(arena, patterns, sizeof patterns / sizeof patterns[0], &error);
	struct match match;

	assert_non_null(router);
	assert_int_equal(matched(router, HTTP_GET, "/", &match), 0);
	assert_int_equal(matched(router, HTTP_GET, "/a", &match), 1);
	assert_int_equal(matched(router, HTTP_GET, "/a/", &match), 2);
	assert_int_equal(matched(router, HTTP_POST, "/a", &match), 3);
	assert_int_equal(matched(router, HTTP_GET, "/invoices/new", &match), 4);
	assert_int_equal(matched(router, HTTP_GET, "/invoices/7", &match), 5);
	assert_int_equal(match.count, 1);
	assert_true(str_equal(match.parameters[0].name, STR("invoice")));
	assert_true(str_equal(match.parameters[0].value, STR("7")));
	assert_int_equal(matched(router, HTTP_GET, "/invoices/7.pdf", &match), 6);
	assert_true(str_equal(match.parameters[0].value, STR("7")));
	assert_int_equal(matched(router, HTTP_GET, "/invoices/7.x.pdf", &match), 7);
	assert_int_equal(matched(router, HTTP_GET, "/invoices/.pdf", &match), 5);
	assert_int_equal(matched(router, HTTP_GET, "/invoices/new/lines/3", &match), 8);
	assert_true(str_equal(match.parameters[0].name, STR("number")));
	assert_true(str_equal(match.parameters[1].value, STR("3")));
	assert_int_equal(matched(router, HTTP_DELETE, "/invoices/new", &match), 9);
	arena_free(arena);
}

TEST(what_is_not_there_and_what_has_another_method_differ)
{
	struct arena *arena = arena_new(0);
	const char *error = NULL;
	struct router *router = router_new(arena, patterns, sizeof patterns / sizeof patterns[0], &error);
	struct match match;

	assert_int_equal(matched(router, HTTP_GET, "/b", &match), -1000);
	assert_int_equal(matched(router, HTTP_GET, "/invoices", &match), -1000);
	assert_int_equal(matched(router, HTTP_GET, "/invoices/", &match), -1000);
	assert_int_equal(matched(router, HTTP_GET, "/invoices/7/lines", &match), -1000);
	assert_int_equal(matched(router, HTTP_PUT, "/a", &match), -(1 << HTTP_GET | 1 << HTTP_POST));
	assert_int_equal(matched(router, HTTP_POST, "/invoices/7", &match), -(1 << HTTP_GET | 1 << HTTP_DELETE));
	arena_free(arena);
}

TEST(what_is_left_of_a_path_goes_to_the_parameter_that_takes_it)
{
	static const struct pattern folders[] = {
		{HTTP_PROPFIND, "/dav"},	 {HTTP_PROPFIND, "/dav/{path…}"}, {HTTP_GET, "/dav/{path…}"},
		{HTTP_GET, "/dav/{name}/about"}, {HTTP_GET, "/dav/{name}"},
	};
	struct arena *arena = arena_new(0);
	const char *error = NULL;
	struct router *router = router_new(arena, folders, sizeof folders / sizeof folders[0], &error);
	struct match match;

	assert_non_null(router);
	assert_int_equal(matched(router, HTTP_PROPFIND, "/dav", &match), 0);
	assert_int_equal(matched(router, HTTP_PROPFIND, "/dav/", &match), 1);
	assert_true(str_equal(match.parameters[0].value, STR("")));
	assert_int_equal(matched(router, HTTP_PROPFIND, "/dav/a/b c/", &match), 1);
	assert_true(str_equal(match.parameters[0].name, STR("path")));
	assert_true(str_equal(match.parameters[0].value, STR("a/b c/")));
	assert_int_equal(matched(router, HTTP_GET, "/dav/a/b/c", &match), 2);
	assert_int_equal(matched(router, HTTP_GET, "/dav/a/about", &match), 3);
	assert_int_equal(matched(router, HTTP_GET, "/dav/a", &match), 4);
	assert_int_equal(matched(router, HTTP_PUT, "/dav/a/b", &match), -(1 << HTTP_GET | 1 << HTTP_PROPFIND));
	arena_free(arena);
}

TEST(malformed_tables_do_not_start)
{
	static const struct pattern wrong[][2] = {
		{{HTTP_GET, "/a"}, {HTTP_GET, "/a"}},	    {{HTTP_GET, "/a/{x}"}, {HTTP_GET, "/a/{y}"}},
		{{HTTP_GET, "/a"}, {HTTP_GET, "b"}},	    {{HTTP_GET, "/a"}, {HTTP_GET, "/{b"}},
		{{HTTP_GET, "/a"}, {HTTP_GET, "/{}"}},	    {{HTTP_GET, "/a"}, {HTTP_GET, "/x{b}"}},
		{{HTTP_GET, "/a"}, {HTTP_GET, "/{b}/{b}"}}, {{HTTP_GET, "/a"}, {HTTP_GET, "//"}},
		{{HTTP_GET, "/a"}, {HTTP_GET, "/{b…}/c"}},  {{HTTP_GET, "/{b…}"}, {HTTP_GET, "/{c…}"}},
	};
	struct arena *arena = arena_new(0);

	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		const char *error = NULL;

		assert_null(router_new(arena, wrong[i], 2, &error));
		assert_non_null(error);
	}
	arena_free(arena);
}
