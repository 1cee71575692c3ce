/* egress_url: reads addresses as libcurl does, so that what is judged is what is asked. */
#include "base/arena.h"
#include "base/check.h"
#include "base/doc.h"
#include "egress/egress.h"

#include <curl/curl.h>
#include <netdb.h>
#include <string.h>

enum { URL_LIMIT = 2000 };

static const char not_whole[] = N_("Write a whole address, as in https://hooks.example.fr/parvis.");
static const char not_secure[] = N_("Only addresses that begin with https:// are allowed.");
static const char not_bare[] = N_("Leave user names and passwords out of the address.");
static const char not_found[] = N_("This name leads nowhere. Is it written right?");

static void
url_free(void *url)
{
	curl_url_cleanup(url);
}

static const char *
part(struct arena *arena, CURLU *url, CURLUPart what)
{
	const char *copy = NULL;
	char *text = NULL;

	if (curl_url_get(url, what, &text, what == CURLUPART_PORT ? CURLU_DEFAULT_PORT : 0) == CURLUE_OK)
		copy = arena_text(arena, text);
	curl_free(text);
	return copy;
}

/* Letters, digits, and what stands in names and numbers: nothing that two readers could read differently. */
static bool
is_plain_host(const char *host)
{
	return host != NULL && *host != '\0' &&
	       host[strspn(host, "abcdefghijklmnopqrstuvwxyz0123456789.-_[]:")] == '\0';
}

static char *
lower(struct arena *arena, const char *text)
{
	char *copy = arena_text(arena, text);

	for (char *at = copy; at != NULL && *at != '\0'; at++)
		if (*at >= 'A' && *at <= 'Z')
			*at = (char)(*at + ('a' - 'A'));
	return copy;
}

/* NULL: cannot be read. */
static CURLU *
url_read(struct arena *arena, const char *text)
{
	CURLU *url = curl_url();

	check(url != NULL); /* out of memory */
	arena_at_end(arena, url_free, url);
	if (text == NULL || strlen(text) > URL_LIMIT || curl_url_set(url, CURLUPART_URL, text, 0) != CURLUE_OK)
		return NULL;
	return url;
}

const char *
egress_url_refusal(struct arena *arena, const struct egress_rules *rules, const char *text, const char **host)
{
	CURLU *url = url_read(arena, text);
	const char *scheme = url == NULL ? NULL : part(arena, url, CURLUPART_SCHEME);
	const char *named = url == NULL ? NULL : lower(arena, part(arena, url, CURLUPART_HOST));

	if (host != NULL)
		*host = NULL;
	if (!is_plain_host(named))
		return not_whole;
	if (!text_equal(scheme, "https") && !(text_equal(scheme, "http") && rules->count > 0))
		return not_secure;
	if (part(arena, url, CURLUPART_USER) != NULL || part(arena, url, CURLUPART_PASSWORD) != NULL)
		return not_bare;
	if (host != NULL)
		*host = named;
	return NULL;
}

static const char *
refusal_at(const struct egress_rules *rules, bool secure, const struct sockaddr *to)
{
	if (egress_is_allowed(rules, to))
		return NULL;
	return secure ? egress_address_refusal(to) : not_secure;
}

/* "[fd00::1]" as getaddrinfo takes it. */
static const char *
without_brackets(struct arena *arena, const char *host)
{
	size_t length = strlen(host);

	return host[0] == '[' && length > 2 ? arena_text_of(arena, host + 1, length - 2) : host;
}

const char *
egress_look(struct arena *arena, const struct egress_rules *rules, const char *text)
{
	const struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV};
	struct addrinfo *found = NULL;
	const char *host, *refusal = egress_url_refusal(arena, rules, text, &host);
	CURLU *url;
	bool secure;

	if (refusal != NULL)
		return refusal;
	url = url_read(arena, text);
	secure = text_equal(part(arena, url, CURLUPART_SCHEME), "https");
	if (getaddrinfo(without_brackets(arena, host), part(arena, url, CURLUPART_PORT), &hints, &found) != 0)
		return not_found;
	refusal = not_found;
	for (const struct addrinfo *one = found; one != NULL && refusal != NULL; one = one->ai_next)
		refusal = refusal_at(rules, secure, one->ai_addr);
	freeaddrinfo(found);
	return refusal;
}
