/* dav_test: the header If, XML of others, and addresses. */
#include "base/arena.h"
#include "base/test.h"
#include "dav/condition.h"
#include "dav/path.h"
#include "dav/xml.h"

#include <string.h>

/* ---- the header If ---- */

static bool
holds(const char *resource, const struct condition_term *term, void *data)
{
	if (resource != NULL && strstr(resource, "/other") != NULL)
		return false;
	return text_equal(term->token, "urn:one") || text_equal(term->etag, data);
}

static bool
asked(const char *header)
{
	struct arena *arena = arena_new(0);
	struct conditions conditions;
	bool good = conditions_read(arena, header, &conditions) && conditions_hold(&conditions, holds, "\"a\"");

	arena_free(arena);
	return good;
}

TEST(conditions_of_programs_are_asked_list_by_list)
{
	assert_true(asked("(<urn:one>)"));
	assert_true(asked("(<urn:one> [\"a\"])"));
	assert_false(asked("(<urn:one> [\"b\"])"));
	assert_true(asked("(<urn:two>) ([\"a\"])"));
	assert_true(asked("(Not <DAV:no-lock>)"));
	assert_false(asked("(Not <urn:one>)"));
	assert_true(asked("<http://x/dav/a> (<urn:one>) <http://x/other> ([\"a\"])"));
	assert_false(asked("<http://x/other> (<urn:one>) ([\"a\"])"));
}

TEST(malformed_conditions_are_none)
{
	static const char *const wrong[] = {"",	   "()",    "(",	"<x>", "(<urn:one>",	"(<urn:one)",
					    "urn", "(Not)", "([\"a\")", "(x)", "(<urn:one>) x", "<x (<urn:one>)"};
	struct arena *arena = arena_new(0);
	struct builder many = builder_new(arena, 0);
	struct conditions conditions;

	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		if (conditions_read(arena, wrong[i], &conditions))
			fail_msg("%s", wrong[i]);
	for (int i = 0; i <= CONDITIONS_MOST; i++)
		build_text(&many, "(<urn:one>)");
	assert_false(conditions_read(arena, builder_text(&many), &conditions));
	assert_true(conditions_read(arena, "(<urn:one> Not <urn:two>)", &conditions));
	assert_true(conditions_show(&conditions, "urn:two"));
	assert_false(conditions_show(&conditions, "urn:three"));
	arena_free(arena);
}

/* ---- XML ---- */

TEST(what_programs_keep_comes_back_as_it_was_meant)
{
	struct arena *arena = arena_new(0);
	const struct xml_node *root = xml_read(
		arena,
		STR("<a:prop xmlns:a='DAV:' xmlns:z='urn:z'><z:who xml:lang='fr' z:k='1 &amp; 2' l='&lt;'>An&#233;"
		    "<b xmlns='urn:b'/></z:who>&#10;</a:prop>"));
	struct builder out = builder_new(arena, 0);

	assert_non_null(root);
	assert_true(xml_is(root, DAV_SPACE, "prop"));
	assert_string_equal(xml_text(arena, root), "Ané\n");
	xml_build_node(&out, root->first);
	root = xml_read(arena, builder_str(&out));
	assert_non_null(root);
	assert_true(xml_is(root, "urn:z", "who"));
	assert_true(xml_is(root->last, "urn:b", "b"));
	assert_non_null(strstr(builder_text(&out), "xml:lang=\"fr\""));
	assert_non_null(strstr(builder_text(&out), "1 &amp; 2"));
	assert_non_null(strstr(builder_text(&out), "l=\"&lt;\""));
	arena_free(arena);
}

TEST(documents_that_swell_or_are_none_are_not_read)
{
	struct arena *arena = arena_new(0);
	struct builder deep = builder_new(arena, 0);

	assert_null(xml_read(arena, STR("")));
	assert_null(xml_read(arena, STR("<a>")));
	assert_null(xml_read(arena, STR("<a:b xmlns:a=''/>")));
	assert_null(xml_read(arena, STR("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>")));
	assert_null(xml_read(arena, STR("<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>")));
	for (int i = 0; i <= XML_DEPTH; i++)
		build_text(&deep, "<a>");
	for (int i = 0; i <= XML_DEPTH; i++)
		build_text(&deep, "</a>");
	assert_null(xml_read(arena, builder_str(&deep)));
	arena_free(arena);
}

/* ---- addresses ---- */

static const char *
path_of(struct arena *arena, const char *url)
{
	return path_of_url(arena, url, "drive.example.fr:8443", "https://drive.example.fr");
}

TEST(addresses_of_other_places_lead_nowhere)
{
	static const char *const wrong[] = {"https://other.example.fr/dav/a",
					    "ftp://drive.example.fr/dav/a",
					    "/console/clients",
					    "/dav/../console",
					    "/dav/%2e%2e/a",
					    "/dav/a%2Fb",
					    "/dav/a%00b",
					    "/dav/a//b",
					    "/dav/%ff",
					    "/dav/a?b",
					    "/dav/a#b",
					    ""};
	struct arena *arena = arena_new(0);

	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		if (path_of(arena, wrong[i]) != NULL)
			fail_msg("%s", wrong[i]);
	assert_string_equal(path_of(arena, "https://DRIVE.example.fr/dav/a%20b/%C3%A9"), "a b/é");
	assert_string_equal(path_of(arena, "https://drive.example.fr:8443/dav/a/"), "a");
	assert_string_equal(path_of(arena, "/dav/"), "");
	assert_string_equal(path_href(arena, "a b/é", true), "/dav/a%20b/%C3%A9/");
	assert_string_equal(path_href(arena, "", true), "/dav/");
	assert_string_equal(path_name(path_trimmed(arena, "a/b//")), "b");
	arena_free(arena);
}

TEST(names_are_kept_as_they_are_or_not_at_all)
{
	struct arena *arena = arena_new(0);
	const char *named = name_with_id(arena, "Letters", 4711);

	assert_true(name_is_safe(arena, "Devis été (2).pdf"));
	assert_true(name_is_safe(arena, "Devis e\xCC\x81te\xCC\x81.pdf")); /* taken apart, as on a Mac */
	assert_false(name_is_safe(arena, "a:b.txt"));
	assert_false(name_is_safe(arena, "nul.txt"));
	assert_false(name_is_safe(arena, "end. "));
	assert_true(name_is_rubbish("._Devis.pdf"));
	assert_true(name_is_rubbish("THUMBS.DB"));
	assert_false(name_is_rubbish("Devis.pdf"));
	assert_int_equal(name_id(named), 4711);
	assert_int_equal(name_id("Letters"), 0);
	assert_int_equal(name_id("(2)"), 0);
	assert_string_equal(http_date(arena, 784111777000), "Sun, 06 Nov 1994 08:49:37 GMT");
	arena_free(arena);
}
