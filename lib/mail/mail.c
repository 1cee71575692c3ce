/* mail: hands one message to the mail server (libcurl's SMTP) and says what became of it. */
#include "mail/mail.h"

#include "mail/mail_parts.h"

#include "base/arena.h"
#include "base/check.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

enum { CONNECT_SECONDS = 15, ALL_SECONDS = 60, ANSWER_SIZE = 256 };

/* The mail server, as its URL says. Texts are in the arena. */
struct relay {
	const char *url; /* scheme, host, port and path only */
	const char *user, *password;
	bool tls_required;
};

/* How far the conversation came: it decides what a refusal is about. */
enum phase { PHASE_GREETING, PHASE_SENDER, PHASE_RECIPIENT, PHASE_CONTENT };

struct conversation {
	enum phase phase;
	bool ended;		  /* we said QUIT: what comes after is about nothing */
	char answer[ANSWER_SIZE]; /* the server's last line before the goodbye */
	struct str unsent;
};

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
relay_parts(struct arena *arena, CURLU *url, struct relay *relay, const char **error)
{
	const char *scheme = url_part(arena, url, CURLUPART_SCHEME, 0);
	const char *query = url_part(arena, url, CURLUPART_QUERY, 0);

	*error = "Write the mail server as smtp://user:password@host:587 or smtps://user:password@host.";
	if (!text_equal(scheme, "smtp") && !text_equal(scheme, "smtps"))
		return false;
	relay->user = url_part(arena, url, CURLUPART_USER, CURLU_URLDECODE);
	relay->password = url_part(arena, url, CURLUPART_PASSWORD, CURLU_URLDECODE);
	if (!relay->user != !relay->password)
		return false;
	*error = "The only option a mail server can have is ?tls=required at the end.";
	if (query && !text_equal(query, "tls=required"))
		return false;
	relay->tls_required = query || text_equal(scheme, "smtps");
	curl_url_set(url, CURLUPART_USER, NULL, 0);
	curl_url_set(url, CURLUPART_PASSWORD, NULL, 0);
	curl_url_set(url, CURLUPART_QUERY, NULL, 0);
	curl_url_set(url, CURLUPART_FRAGMENT, NULL, 0);
	relay->url = url_part(arena, url, CURLUPART_URL, 0);
	return relay->url != NULL;
}

static bool
relay_read(struct arena *arena, const char *smtp_url, struct relay *relay, const char **error)
{
	CURLU *url = curl_url();
	bool done;

	check(url != NULL); /* out of memory */
	*error = "Write the mail server as smtp://host, smtp://user:password@host:587 or smtps://user:password@host.";
	done = curl_url_set(url, CURLUPART_URL, smtp_url, 0) == CURLUE_OK && relay_parts(arena, url, relay, error);
	curl_url_cleanup(url);
	return done;
}

bool
mail_url_ok(const char *smtp_url, const char **error)
{
	struct arena *arena = arena_new(0);
	struct relay relay = {0};
	const char *problem = NULL;
	bool done = relay_read(arena, smtp_url, &relay, &problem); /* the sentences are static */

	if (!done)
		*error = problem;
	arena_free(arena);
	return done;
}

static size_t
give_bytes(char *to, size_t size, size_t count, void *data)
{
	struct conversation *talk = data;
	size_t length = size * count < talk->unsent.length ? size * count : talk->unsent.length;

	if (length > 0)
		memcpy(to, talk->unsent.at, length);
	talk->unsent = str_slice(talk->unsent.at + length, talk->unsent.length - length);
	return length;
}

/* Keeps the server's line for the operator, without what could disturb a log. */
static void
keep_answer(struct conversation *talk, struct str line)
{
	size_t length = 0;
	size_t i;

	for (i = 0; i < line.length && length < ANSWER_SIZE - 1; i++)
		if (line.at[i] >= ' ' && line.at[i] <= '~')
			talk->answer[length++] = line.at[i];
	talk->answer[length] = '\0';
}

/* Follows the commands in their one possible order: the words of a login between them are never mistaken for one. */
static int
follow(CURL *curl, curl_infotype type, char *data, size_t size, void *user)
{
	struct conversation *talk = user;
	struct str line = str_slice(data, size);

	(void)curl;
	if (type == CURLINFO_HEADER_IN && !talk->ended)
		keep_answer(talk, line);
	if (type != CURLINFO_HEADER_OUT)
		return 0;
	if (talk->phase == PHASE_GREETING && str_starts(line, STR("MAIL FROM:")))
		talk->phase = PHASE_SENDER;
	else if (talk->phase == PHASE_SENDER && str_starts(line, STR("RCPT TO:")))
		talk->phase = PHASE_RECIPIENT;
	else if (talk->phase == PHASE_RECIPIENT && str_starts(line, STR("DATA\r\n")))
		talk->phase = PHASE_CONTENT;
	else if (str_starts(line, STR("QUIT\r\n")))
		talk->ended = true;
	return 0;
}

static void
set_connection(CURL *curl, const struct relay *relay)
{
	/* Encryption that is taken because it is offered stops those who only listen; a certificate is asked for where
	 * it was demanded or where a password travels (RFC 7435). */
	bool verify = relay->tls_required || relay->password;

	curl_easy_setopt(curl, CURLOPT_URL, relay->url);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(curl, CURLOPT_PROXY, ""); /* and none from the environment */
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)ALL_SECONDS);
	curl_easy_setopt(curl, CURLOPT_USE_SSL, relay->tls_required ? (long)CURLUSESSL_ALL : (long)CURLUSESSL_TRY);
	curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, verify ? 1L : 0L);
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, verify ? 2L : 0L);
	if (relay->user) {
		curl_easy_setopt(curl, CURLOPT_USERNAME, relay->user);
		curl_easy_setopt(curl, CURLOPT_PASSWORD, relay->password);
	}
}

static void
set_message(struct arena *arena, CURL *curl, const struct mail *mail, struct conversation *talk,
	    struct curl_slist *recipient)
{
	const char *from = mail_wire_address(arena, str_of(mail->from_address), false);

	curl_easy_setopt(curl, CURLOPT_MAIL_FROM, arena_printf(arena, "<%s>", from));
	curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipient);
	curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(curl, CURLOPT_READFUNCTION, give_bytes);
	curl_easy_setopt(curl, CURLOPT_READDATA, talk);
	curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)talk->unsent.length);
	curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, follow);
	curl_easy_setopt(curl, CURLOPT_DEBUGDATA, talk);
	curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L); /* what makes libcurl call `follow`; nothing is printed */
}

/* RFC 5321 §4.2.1: 4xx may work later, 5xx will not. A login or a sender that is refused is the operator's to repair:
 * the message waits for that. */
static enum mail_result
judge(struct arena *arena, CURLcode code, enum phase phase, const char *answer, const char *words, const char **error)
{
	long reply = strtol(answer, NULL, 10);
	bool about_message = phase == PHASE_RECIPIENT || phase == PHASE_CONTENT || reply == 552; /* 552: too large */

	if (code == CURLE_OK)
		return MAIL_SENT;
	if (reply < 400 || reply > 599) {
		*error = arena_printf(arena, "The mail server could not be used: %s.",
				      *words ? words : curl_easy_strerror(code));
		return MAIL_LATER;
	}
	*error = arena_printf(arena, "The mail server refused: %s", answer);
	return reply >= 500 && about_message ? MAIL_NEVER : MAIL_LATER;
}

static enum mail_result
relay_send(struct arena *arena, const struct relay *relay, const struct mail *mail, const char **error)
{
	const char *to = arena_printf(arena, "<%s>", mail_wire_address(arena, str_of(mail->to_address), false));
	struct curl_slist *recipient = curl_slist_append(NULL, to);
	struct conversation talk = {.unsent = mail_print(arena, mail)};
	char words[CURL_ERROR_SIZE] = "";
	CURL *curl = curl_easy_init();
	CURLcode code;

	check(curl != NULL && recipient != NULL); /* out of memory */
	set_connection(curl, relay);
	set_message(arena, curl, mail, &talk, recipient);
	curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, words);
	code = curl_easy_perform(curl);
	curl_easy_cleanup(curl);
	curl_slist_free_all(recipient);
	return judge(arena, code, talk.phase, talk.answer, words, error);
}

enum mail_result
mail_send(struct arena *arena, const char *smtp_url, const struct mail *mail, const char **error)
{
	struct relay relay = {0};
	const char *problem = mail_problem(arena, mail);

	if (problem) {
		*error = problem;
		return MAIL_NEVER;
	}
	if (!relay_read(arena, smtp_url, &relay, error))
		return MAIL_LATER;
	return relay_send(arena, &relay, mail, error);
}
