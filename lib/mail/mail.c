/* mail: hands one message to the mail server (libcurl's SMTP) and says what became of it. */
#include "mail/mail.h"

#include "mail/mail_parts.h"
#include "mail/relay.h"

#include "base/arena.h"
#include "base/check.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

enum { ANSWER_SIZE = 256, OFFER_SECONDS = 20 };

/* How far the conversation came: it decides what a refusal is about. */
enum phase { PHASE_GREETING, PHASE_SENDER, PHASE_RECIPIENT, PHASE_CONTENT };

struct conversation {
	enum phase phase;
	bool ended;		  /* we said QUIT: what comes after is about nothing */
	bool asked;		  /* the connection stands: what it offers was answered */
	bool reports;		  /* it offers delivery status notifications (RFC 3461) */
	char answer[ANSWER_SIZE]; /* the server's last line before the goodbye */
	struct str unsent;
};

bool
mail_url_ok(const char *smtp_url, const char **error)
{
	struct arena *arena = arena_new(0);
	struct relay relay = {0};
	const char *problem = NULL;
	bool done = relay_read(arena, &relay_smtp, smtp_url, &relay, &problem); /* the sentences are static */

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

/* "250-DSN", "250 DSN": what it offers after the last EHLO holds, for before TLS somebody else may have spoken. */
static void
note_offer(struct conversation *talk, struct str line)
{
	if (str_starts(line, STR("250")) && line.length > 4 &&
	    str_equal_nocase(str_trim(str_slice(line.at + 4, line.length - 4)), STR("DSN")))
		talk->reports = true;
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
	if (type == CURLINFO_HEADER_IN && talk->phase == PHASE_GREETING)
		note_offer(talk, line);
	if (type != CURLINFO_HEADER_OUT)
		return 0;
	if (talk->phase == PHASE_GREETING && str_starts(line, STR("EHLO ")))
		talk->reports = false;
	else if (str_starts(line, STR("NOOP\r\n")))
		talk->asked = true;
	else if (talk->phase == PHASE_GREETING && str_starts(line, STR("MAIL FROM:")))
		talk->phase = PHASE_SENDER;
	else if (talk->phase == PHASE_SENDER && str_starts(line, STR("RCPT TO:")))
		talk->phase = PHASE_RECIPIENT;
	else if (talk->phase == PHASE_RECIPIENT && str_starts(line, STR("DATA\r\n")))
		talk->phase = PHASE_CONTENT;
	else if (str_starts(line, STR("QUIT\r\n")))
		talk->ended = true;
	return 0;
}

/* RFC 3461 §4: a plus or an equals sign in a parameter is written as its number. */
static const char *
xtext(struct arena *arena, const char *address)
{
	struct builder out = builder_new(arena, 0);

	for (; *address; address++)
		if (*address == '+' || *address == '=')
			build_printf(&out, "+%02X", (unsigned)*address);
		else
			build_char(&out, *address);
	return builder_text(&out);
}

/* The envelope. What stands between the first < and the last > goes to the server as it is, in every libcurl:
 * parameters can follow an address there when the last of them ends with an angle bracket, as xtext may (RFC 3461 §4).
 */
static void
envelope(struct arena *arena, const struct mail *mail, bool reports, const char **from, const char **to)
{
	*from = mail_wire_address(arena, str_of(mail->return_address ? mail->return_address : mail->from_address),
				  false);
	*to = mail_wire_address(arena, str_of(mail->to_address), false);
	*from = reports ? arena_printf(arena, "<%s> RET=HDRS ENVID=<%s>", *from, mail->envelope_id)
			: arena_printf(arena, "<%s>", *from);
	*to = reports ? arena_printf(arena, "<%s> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;<%s>", *to, xtext(arena, *to))
		      : arena_printf(arena, "<%s>", *to);
}

static void
set_talk(CURL *curl, struct conversation *talk)
{
	curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, follow);
	curl_easy_setopt(curl, CURLOPT_DEBUGDATA, talk);
	curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L); /* what makes libcurl call `follow`; nothing is printed */
}

/* What the server offers is known before the envelope is written: the mail follows on the same connection. */
static CURLcode
ask_offer(CURL *curl)
{
	CURLcode code;

	curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, "NOOP");
	curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)OFFER_SECONDS);
	code = curl_easy_perform(curl);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)RELAY_SECONDS);
	curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, NULL);
	curl_easy_setopt(curl, CURLOPT_NOBODY, 0L);
	return code;
}

static CURLcode
give_message(struct arena *arena, CURL *curl, const struct mail *mail, struct conversation *talk)
{
	const char *from, *to;
	struct curl_slist *recipient;
	CURLcode code;

	envelope(arena, mail, talk->reports && mail->envelope_id, &from, &to);
	recipient = curl_slist_append(NULL, to);
	check(recipient != NULL); /* out of memory */
	curl_easy_setopt(curl, CURLOPT_MAIL_FROM, from);
	curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipient);
	curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(curl, CURLOPT_READFUNCTION, give_bytes);
	curl_easy_setopt(curl, CURLOPT_READDATA, talk);
	curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)talk->unsent.length);
	code = curl_easy_perform(curl);
	curl_slist_free_all(recipient);
	return code;
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
	struct conversation talk = {.unsent = mail_print(arena, mail)};
	char words[CURL_ERROR_SIZE] = "";
	CURL *curl = curl_easy_init();
	CURLcode code = CURLE_OK;

	check(curl != NULL); /* out of memory */
	relay_set(curl, &relay_smtp, relay);
	set_talk(curl, &talk);
	curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, words);
	if (mail->envelope_id)
		code = ask_offer(curl);
	if (code == CURLE_OK || talk.asked) /* a server that does not know NOOP takes mails all the same */
		code = give_message(arena, curl, mail, &talk);
	curl_easy_cleanup(curl);
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
	if (!relay_read(arena, &relay_smtp, smtp_url, &relay, error))
		return MAIL_LATER;
	return relay_send(arena, &relay, mail, error);
}
