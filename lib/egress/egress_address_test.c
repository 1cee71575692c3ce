/* Tests of egress_address: which addresses are the internet, which are not, and what the operator may except. */
#include "egress/egress_address.h"

#include "base/arena.h"
#include "base/str.h"
#include "base/test.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/un.h>

union endpoint {
	struct sockaddr any;
	struct sockaddr_in four;
	struct sockaddr_in6 six;
	struct sockaddr_un local;
};

static union endpoint
endpoint_of(const char *text, int port)
{
	union endpoint to = {.four = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)}};

	if (inet_pton(AF_INET, text, &to.four.sin_addr) == 1)
		return to;
	to = (union endpoint){.six = {.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port)}};
	assert_int_equal(inet_pton(AF_INET6, text, &to.six.sin6_addr), 1);
	return to;
}

static const char *
judged(const char *text)
{
	union endpoint to = endpoint_of(text, 443);

	return egress_address_refusal(&to.any);
}

TEST(addresses_of_the_internet_are_open)
{
	static const char *const open[] = {
		"1.1.1.1",	   "8.8.8.8",
		"9.255.255.255",   "11.0.0.0",
		"100.63.255.255",  "100.128.0.0",
		"126.255.255.255", "128.0.0.1",
		"169.253.1.1",	   "169.255.0.1",
		"172.15.255.255",  "172.32.0.0",
		"192.0.1.1",	   "192.167.1.1",
		"192.169.0.1",	   "198.17.255.255",
		"198.20.0.0",	   "203.0.112.255",
		"223.255.255.255", "168.63.129.17",
		"2000::1",	   "2606:4700:4700::1111",
		"2001:200::1",	   "2001:4860:4860::8888",
		"2a01:e0a::1",	   "2003::1",
		"3ffd:ffff::1",	   "2001:db7::1",
		"2001:db9::1",
	};

	for (size_t i = 0; i < sizeof open / sizeof open[0]; i++)
		if (judged(open[i]) != NULL)
			fail_msg("%s: %s", open[i], judged(open[i]));
}

TEST(all_other_addresses_are_refused_and_told_why)
{
	static const struct {
		const char *address, *why;
	} refused[] = {
		{"0.0.0.0", "machine Parvis"},
		{"0.1.2.3", "machine Parvis"},
		{"127.0.0.1", "machine Parvis"},
		{"127.255.255.254", "machine Parvis"},
		{"::", "machine Parvis"},
		{"::1", "machine Parvis"},
		{"10.0.0.1", "private"},
		{"10.255.255.255", "private"},
		{"100.64.0.1", "private"},
		{"100.127.255.255", "private"},
		{"169.254.0.1", "private"},
		{"172.16.0.1", "private"},
		{"172.31.255.255", "private"},
		{"192.168.0.1", "private"},
		{"fc00::1", "private"},
		{"fdff:ffff::1", "private"},
		{"fe80::1", "private"},
		{"febf::1", "private"},
		{"fec0::1", "private"},
		{"169.254.169.254", "data centre"},
		{"100.100.100.200", "data centre"},
		{"192.0.0.192", "data centre"},
		{"168.63.129.16", "data centre"},
		{"fd00:ec2::254", "data centre"},
		{"192.0.0.1", "none of a server"},
		{"192.0.2.1", "none of a server"},
		{"198.18.0.1", "none of a server"},
		{"198.19.255.255", "none of a server"},
		{"198.51.100.7", "none of a server"},
		{"203.0.113.7", "none of a server"},
		{"224.0.0.1", "none of a server"},
		{"239.255.255.255", "none of a server"},
		{"240.0.0.1", "none of a server"},
		{"255.255.255.255", "none of a server"},
		{"100::1", "none of a server"},
		{"2001:2::1", "none of a server"},
		{"2001:10::1", "none of a server"},
		{"2001:20::1", "none of a server"},
		{"2001:db8::1", "none of a server"},
		{"3fff::1", "none of a server"},
		{"3ffe::1", "none of a server"},
		{"4000::1", "none of a server"},
		{"5f00::1", "none of a server"},
		{"ff02::1", "none of a server"},
		{"192.88.99.1", "hides another"},
		{"::ffff:127.0.0.1", "hides another"},
		{"::ffff:8.8.8.8", "hides another"},
		{"::ffff:a9fe:a9fe", "hides another"},
		{"::127.0.0.1", "hides another"},
		{"::10.0.0.1", "hides another"},
		{"64:ff9b::7f00:1", "hides another"},
		{"64:ff9b::a00:1", "hides another"},
		{"64:ff9b:1::1", "hides another"},
		{"2001::1", "hides another"},
		{"2001:0:4136:e378:8000:63bf:3fff:fdd2", "hides another"},
		{"2002:7f00:1::", "hides another"},
		{"2002:c0a8:1::1", "hides another"},
	};

	for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
		const char *why = judged(refused[i].address);

		if (why == NULL || strstr(why, refused[i].why) == NULL)
			fail_msg("%s: %s", refused[i].address, why == NULL ? "open" : why);
	}
}

TEST(what_is_no_internet_protocol_is_refused)
{
	const union endpoint local = {.local = {.sun_family = AF_UNIX}};
	const struct egress_rules none = {.count = 0};

	assert_non_null(egress_address_refusal(&local.any));
	assert_false(egress_is_allowed(&none, &local.any));
}

static bool
is_allowed(const char *rules_text, const char *address, int port)
{
	struct arena *arena = arena_new(0);
	const union endpoint to = endpoint_of(address, port);
	struct egress_rules rules;
	const char *error = NULL;
	bool allowed;

	assert_true(egress_rules_parse(arena, rules_text, &rules, &error));
	allowed = egress_is_allowed(&rules, &to.any);
	arena_free(arena);
	return allowed;
}

TEST(the_operator_excepts_addresses_networks_and_ports)
{
	static const char mixed[] = "127.0.0.1:9000, 10.1.0.0/16 192.168.0.0/23:80,[fd00::1]:8443,fd01::/16";

	assert_true(is_allowed(mixed, "127.0.0.1", 9000));
	assert_false(is_allowed(mixed, "127.0.0.1", 9001));
	assert_false(is_allowed(mixed, "127.0.0.2", 9000));
	assert_true(is_allowed(mixed, "10.1.255.255", 1));
	assert_false(is_allowed(mixed, "10.2.0.0", 1));
	assert_true(is_allowed(mixed, "192.168.1.9", 80));
	assert_false(is_allowed(mixed, "192.168.2.9", 80));
	assert_true(is_allowed(mixed, "fd00::1", 8443));
	assert_false(is_allowed(mixed, "fd00::1", 443));
	assert_true(is_allowed(mixed, "fd01:2::3", 443));
	assert_false(is_allowed(mixed, "::ffff:10.1.0.1", 1)); /* another way to write it is another address */
	assert_false(is_allowed(NULL, "127.0.0.1", 9000));
	assert_false(is_allowed(" , ", "127.0.0.1", 9000));
	assert_true(is_allowed("0.0.0.0/0", "127.0.0.1", 9000));
	assert_true(is_allowed("[fd00::/8]:443", "fd42::1", 443));
}

TEST(exceptions_that_mean_nothing_are_refused)
{
	static const char *const wrong[] = {"localhost",     "127.0.0.1:",     "127.0.0.1:99999", "10.0.0.0/33",
					    "10.0.0/8",	     "fd00::1:8443:x", "[10.0.0.1]:80",	  "[fd00::1",
					    "[fd00::1]8443", "10.0.0.0/-1",    "10.0.0.0/",	  "127.0.0.1:80, no"};
	struct arena *arena = arena_new(0);

	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		struct egress_rules rules;
		const char *error = NULL;

		if (egress_rules_parse(arena, wrong[i], &rules, &error))
			fail_msg("%s was taken", wrong[i]);
		assert_non_null(error);
	}
	arena_free(arena);
}
