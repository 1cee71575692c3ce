/* relay: reads the URL of a server of mail and tells libcurl how to reach it. */
#include "mail/relay.h"

#include "base/arena.h"
#include "base/check.h"
#include "base/str.h"

enum { CONNECT_SECONDS = 15 };

const struct relay_kind relay_smtp = {
	"smtp", "smtps", "smtp,smtps",
	"Write the mail server as smtp://host, smtp://user:password@host:587 or smtps://user:password@host."};
const struct relay_kind relay_imap = {"imap", "imaps", "imap,imaps",
				      "Write the mailbox as imaps://user:password@host/INBOX."};

/* A part of the URL, decoded; NULL when absent (or when it contains control characters). */
static const char *
url_part(struct arena *arena, CURLU *url, CURLUPart part, unsigned flags)
{
	char *text = NULL;
	const char *copy = NULL;

	if (curl_url_get(url, part, &text, flags) == CURLUE_OK)
		copy = arena_text(arena, text);
	curl_free(text);
	return copy;
}

static bool
relay_parts(struct arena *arena, CURLU *url, const struct relay_kind *kind, struct relay *relay, const char **error)
{
	const char *scheme = url_part(arena, url, CURLUPART_SCHEME, 0);
	const char *query = url_part(arena, url, CURLUPART_QUERY, 0);

	if (!text_equal(scheme, kind->plain) && !text_equal(scheme, kind->tls))
		return false;
	relay->user = url_part(arena, url, CURLUPART_USER, CURLU_URLDECODE);
	relay->password = url_part(arena, url, CURLUPART_PASSWORD, CURLU_URLDECODE);
	if (!relay->user != !relay->password)
		return false;
	if (query && !text_equal(query, "tls=required")) {
		*error = "The only option a mail server can have is ?tls=required at the end.";
		return false;
	}
	relay->tls_required = query || text_equal(scheme, kind->tls);
	curl_url_set(url, CURLUPART_USER, NULL, 0);
	curl_url_set(url, CURLUPART_PASSWORD, NULL, 0);
	curl_url_set(url, CURLUPART_QUERY, NULL, 0);
	curl_url_set(url, CURLUPART_FRAGMENT, NULL, 0);
	relay->url = url_part(arena, url, CURLUPART_URL, 0);
	return relay->url != NULL;
}

bool
relay_read(struct arena *arena, const struct relay_kind *kind, const char *typed, struct relay *relay,
	   const char **error)
{
	CURLU *url = curl_url();
	bool done;

	check(url != NULL); /* out of memory */
	*error = kind->sentence;
	done = curl_url_set(url, CURLUPART_URL, typed, 0) == CURLUE_OK && relay_parts(arena, url, kind, relay, error);
	curl_url_cleanup(url);
	return done;
}

void
relay_set(CURL *curl, const struct relay_kind *kind, const struct relay *relay)
{
	/* Encryption that is taken because it is offered stops those who only listen; a certificate is asked for where
	 * it was demanded or where a password travels (RFC 7435). */
	bool verify = relay->tls_required || relay->password;

	curl_easy_setopt(curl, CURLOPT_URL, relay->url);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, kind->protocols);
	curl_easy_setopt(curl, CURLOPT_PROXY, ""); /* and none from the environment */
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)RELAY_SECONDS);
	curl_easy_setopt(curl, CURLOPT_USE_SSL, relay->tls_required ? (long)CURLUSESSL_ALL : (long)CURLUSESSL_TRY);
	curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, verify ? 1L : 0L);
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, verify ? 2L : 0L);
	if (relay->user) {
		curl_easy_setopt(curl, CURLOPT_USERNAME, relay->user);
		curl_easy_setopt(curl, CURLOPT_PASSWORD, relay->password);
	}
}
