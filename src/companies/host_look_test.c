/* host_look_test: what is said of a host name in worlds made up for it: no network is asked. */
#include "companies/host_look.h"

#include "base/arena.h"
#include "base/instant.h"
#include "base/test.h"
#include "sys/clock.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

/* What the made-up certificate is like. */
static enum certificate_state shown;
static int certified;

static void
put(struct host_address *address, const char *text)
{
	struct sockaddr_in to = {.sin_family = AF_INET};

	assert_int_equal(inet_pton(AF_INET, text, &to.sin_addr), 1);
	memset(address, 0, sizeof *address);
	memcpy(&address->to, &to, sizeof to);
	address->length = sizeof to;
	snprintf(address->text, sizeof address->text, "%s", text);
}

static size_t
resolve(const char *host, int port, struct host_address *addresses)
{
	static const char *const known[][2] = {{"espace.example.fr", "93.184.216.34"},
					       {"clients.example.fr", "93.184.216.34"},
					       {"proxied.example.fr", "104.16.0.1"},
					       {"inside.example.fr", "10.0.0.5"}};

	assert_int_equal(port, 443);
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (strcmp(known[i][0], host) == 0) {
			put(addresses, known[i][1]);
			return 1;
		}
	return 0;
}

static struct certificate
certify(struct arena *arena, const char *host, const struct host_address *address)
{
	(void)arena, (void)host, (void)address;
	certified++;
	return (struct certificate){.state = shown, .issuer = "Public Authority", .valid_until = 1800000000000};
}

static const struct host_world world = {.resolve = resolve, .certify = certify};

/* The code of the state, and the sentence in *next. */
static const char *
look(struct arena *arena, const char *host, enum certificate_state certificate, const char **next)
{
	struct host_state state = {.company = 1, .host = host, .asked_at = 1, .checked_at = NO_INSTANT};
	struct doc *row = doc_object(arena);
	struct builder json = builder_new(arena, 0);
	const struct doc *host_doc;

	shown = certificate;
	certified = 0;
	host_look(arena, &world, NULL, "espace.example.fr:8443", &state);
	host_show(row, &state, "espace.example.fr:8443", clock_now());
	host_doc = doc_get(row, STR("host"));
	doc_print_json(doc_get(host_doc, STR("next")), NULL, &json);
	*next = builder_text(&json);
	return doc_get(host_doc, STR("state"))->word.code;
}

TEST(a_host_that_leads_here_with_a_valid_certificate_is_ready)
{
	struct arena *arena = arena_new(0);
	const char *next;

	assert_string_equal(look(arena, "clients.example.fr", CERTIFICATE_VALID, &next), "ready");
	assert_non_null(strstr(next, "clients.example.fr"));
	assert_string_equal(look(arena, "proxied.example.fr", CERTIFICATE_VALID, &next), "elsewhere");
	assert_non_null(strstr(next, "espace.example.fr"));
	assert_null(strstr(next, "8443"));
	arena_free(arena);
}

TEST(each_trouble_of_a_host_has_its_next_step)
{
	struct arena *arena = arena_new(0);
	const char *next;

	assert_string_equal(look(arena, "nobody.example.fr", CERTIFICATE_VALID, &next), "trouble");
	assert_non_null(strstr(next, "CNAME"));
	assert_int_equal(certified, 0);
	assert_string_equal(look(arena, "clients.example.fr", CERTIFICATE_NONE, &next), "trouble");
	assert_non_null(strstr(next, "no secure connection"));
	assert_string_equal(look(arena, "clients.example.fr", CERTIFICATE_OTHER_NAME, &next), "trouble");
	assert_non_null(strstr(next, "another name"));
	assert_string_equal(look(arena, "clients.example.fr", CERTIFICATE_EXPIRED, &next), "trouble");
	assert_non_null(strstr(next, "renew"));
	assert_string_equal(look(arena, "clients.example.fr", CERTIFICATE_UNTRUSTED, &next), "trouble");
	assert_non_null(strstr(next, "public authority"));
	arena_free(arena);
}

TEST(nobody_is_connected_to_in_a_private_network)
{
	struct arena *arena = arena_new(0);
	const char *next;

	assert_string_equal(look(arena, "inside.example.fr", CERTIFICATE_VALID, &next), "trouble");
	assert_int_equal(certified, 0);
	assert_non_null(strstr(next, "private network"));
	arena_free(arena);
}

TEST(a_check_that_never_ends_may_be_asked_for_again)
{
	struct host_state asked = {.asked_at = 1000, .checked_at = NO_INSTANT};

	assert_true(host_is_looked_at(&asked, 2000));
	assert_false(host_is_looked_at(&asked, 1000 + 61 * SECOND_MS));
	asked.checked_at = 1500;
	assert_false(host_is_looked_at(&asked, 2000));
}
