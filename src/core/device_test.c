/* device_test: User-Agents as browsers send them. */
#include "base/test.h"
#include "core/device.h"

TEST(a_browser_is_named_though_it_imitates_others)
{
	struct device edge =
		device_of("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
			  "Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0");
	struct device safari = device_of("Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 "
					 "(KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1");
	struct device firefox = device_of("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");

	assert_string_equal(edge.browser, "Edge");
	assert_string_equal(edge.system, "Windows");
	assert_false(edge.pocket);
	assert_string_equal(safari.browser, "Safari");
	assert_string_equal(safari.system, "iPhone");
	assert_true(safari.pocket);
	assert_string_equal(firefox.browser, "Firefox");
	assert_string_equal(firefox.system, "Linux");
}

TEST(an_unknown_agent_has_no_name)
{
	assert_null(device_of(NULL).browser);
	assert_null(device_of("x").system);
}
