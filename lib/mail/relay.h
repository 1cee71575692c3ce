/* relay: the server of mail that a URL names (SMTP to send, IMAP to read), and what libcurl must know to reach it. */
#ifndef MAIL_RELAY_H
#define MAIL_RELAY_H

#include <curl/curl.h>
#include <stdbool.h>

struct arena;

enum { RELAY_SECONDS = 60 }; /* for one transfer */

/* Texts are in the arena. */
struct relay {
	const char *url; /* scheme, host, port and path only */
	const char *user, *password;
	bool tls_required;
};

/* What a URL may look like. */
struct relay_kind {
	const char *plain, *tls; /* schemes: "smtp", "smtps" */
	const char *protocols;	 /* both, as libcurl wants them: "smtp,smtps" */
	const char *sentence;	 /* says what to write */
};
extern const struct relay_kind relay_smtp, relay_imap;

/* "smtp://user:pass@host:587", "?tls=required" at the end where TLS is a must. False, and *error a static sentence. */
bool relay_read(struct arena *arena, const struct relay_kind *kind, const char *typed, struct relay *relay,
		const char **error);

/* Address, login, encryption and limits of time for one handle. */
void relay_set(CURL *curl, const struct relay_kind *kind, const struct relay *relay);

#endif
