/* sms: hands one text message to an HTTP gateway (libcurl) and says what became of it. */
#include "sms/sms.h"

#include "base/arena.h"
#include "base/check.h"
#include "base/doc.h"
#include "sms/sms_gsm.h"

#include <curl/curl.h>
#include <string.h>

enum { CONNECT_SECONDS = 8, ALL_SECONDS = 20, ANSWER_SIZE = 200, ANSWER_LIMIT = 65536 };

enum gateway_kind { GATEWAY_KANNEL, GATEWAY_JSON };

struct gateway {
	enum gateway_kind kind;
	CURLU *url; /* without user info; freed with the arena */
	const char *user, *password;
};

/* The beginning of the gateway's answer, printable. */
struct answer {
	char text[ANSWER_SIZE];
	size_t length, taken;
};

static void
url_free(void *url)
{
	curl_url_cleanup(url);
}

/* A part of the URL; NULL when absent (or when it contains control characters). */
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
gateway_read(struct arena *arena, const char *text, struct gateway *gateway, const char **error)
{
	struct str rest = str_of(text);
	struct str kind = str_cut(&rest, '+');
	const char *scheme;

	*error = "Write the gateway as kannel+http://user:password@host:13013/cgi-bin/sendsms?from=Name "
		 "or json+https://token@host/path.";
	gateway->kind = str_equal(kind, STR("json")) ? GATEWAY_JSON : GATEWAY_KANNEL;
	if (!rest.at || (gateway->kind == GATEWAY_KANNEL && !str_equal(kind, STR("kannel"))))
		return false;
	gateway->url = curl_url();
	check(gateway->url != NULL); /* out of memory */
	arena_at_end(arena, url_free, gateway->url);
	if (curl_url_set(gateway->url, CURLUPART_URL, rest.at, 0) != CURLUE_OK)
		return false;
	scheme = url_part(arena, gateway->url, CURLUPART_SCHEME, 0);
	if (!text_equal(scheme, "http") && !text_equal(scheme, "https"))
		return false;
	gateway->user = url_part(arena, gateway->url, CURLUPART_USER, CURLU_URLDECODE);
	gateway->password = url_part(arena, gateway->url, CURLUPART_PASSWORD, CURLU_URLDECODE);
	curl_url_set(gateway->url, CURLUPART_USER, NULL, 0);
	curl_url_set(gateway->url, CURLUPART_PASSWORD, NULL, 0);
	*error = "The kannel gateway needs its user and password: kannel+http://user:password@host…";
	return gateway->kind == GATEWAY_JSON || (gateway->user && gateway->password);
}

bool
sms_url_ok(const char *text, const char **error)
{
	struct arena *arena = arena_new(0);
	struct gateway gateway = {0};
	const char *problem = NULL;
	bool done = gateway_read(arena, text, &gateway, &problem); /* the sentences are static */

	if (!done)
		*error = problem;
	arena_free(arena);
	return done;
}

static size_t
keep_answer(char *from, size_t size, size_t count, void *data)
{
	struct answer *answer = data;
	size_t i;

	for (i = 0; i < size * count && answer->length < ANSWER_SIZE - 1; i++)
		if (from[i] >= ' ' && from[i] <= '~')
			answer->text[answer->length++] = from[i];
	answer->taken += size * count;
	return answer->taken > ANSWER_LIMIT ? 0 : size * count; /* 0 ends the transfer */
}

static void
parameter_add(struct arena *arena, CURLU *url, const char *name, const char *value)
{
	const char *pair = arena_printf(arena, "%s=%s", name, value);

	/* Encodes all after the first "=". */
	check(curl_url_set(url, CURLUPART_QUERY, pair, CURLU_APPENDQUERY | CURLU_URLENCODE) == CURLUE_OK);
}

/* Kannel's user guide, "Using sendsms": coding 0 is the seven-bit alphabet, 2 is UCS-2. */
static void
set_kannel(struct arena *arena, const struct gateway *gateway, const char *number, const char *text)
{
	parameter_add(arena, gateway->url, "username", gateway->user);
	parameter_add(arena, gateway->url, "password", gateway->password);
	parameter_add(arena, gateway->url, "to", number);
	parameter_add(arena, gateway->url, "text", text);
	parameter_add(arena, gateway->url, "charset", "UTF-8");
	parameter_add(arena, gateway->url, "coding", sms_is_gsm(text) ? "0" : "2");
}

static struct curl_slist *
set_json(struct arena *arena, CURL *curl, const struct gateway *gateway, const char *number, const char *text,
	 const char *id)
{
	const char *token = gateway->password ? gateway->password : gateway->user;
	struct curl_slist *headers = curl_slist_append(NULL, "Content-Type: application/json");
	struct builder body = builder_new(arena, 0);
	struct doc *message = doc_object(arena);

	doc_set_text(message, "to", number);
	doc_set_text(message, "text", text);
	doc_set_text(message, "id", id);
	doc_print_json(message, NULL, &body);
	if (token)
		headers = curl_slist_append(headers, arena_printf(arena, "Authorization: Bearer %s", token));
	check(headers != NULL); /* out of memory */
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)body.length);
	curl_easy_setopt(curl, CURLOPT_POSTFIELDS, builder_text(&body)); /* not copied: the arena outlives it */
	return headers;
}

static void
set_transfer(CURL *curl, const struct gateway *gateway, struct answer *answer, char *words)
{
	curl_easy_setopt(curl, CURLOPT_CURLU, gateway->url);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(curl, CURLOPT_PROXY, ""); /* and none from the environment */
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)ALL_SECONDS);
	curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep_answer);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, answer);
	curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, words);
}

/* "0: Accepted for delivery" and "3: Queued for later delivery" are kannel's yes; "4: …" and 4xx its no. */
static enum sms_result
judge_kannel(long status, const char *answer)
{
	bool taken = strncmp(answer, "0:", 2) == 0 || strncmp(answer, "3:", 2) == 0;

	if ((status == 200 || status == 202) && taken)
		return SMS_SENT;
	if ((status >= 400 && status <= 499) || strncmp(answer, "4:", 2) == 0)
		return SMS_NEVER;
	return SMS_LATER;
}

/* 408 and 429 ask for patience (RFC 9110 §15.5.9, RFC 6585 §4); any other 4xx means the message itself. */
static enum sms_result
judge_json(long status)
{
	if (status >= 200 && status <= 299)
		return SMS_SENT;
	return status >= 400 && status <= 499 && status != 408 && status != 429 ? SMS_NEVER : SMS_LATER;
}

static enum sms_result
gateway_send(struct arena *arena, const struct gateway *gateway, const char *number, const char *text, const char *id,
	     const char **error)
{
	struct answer answer = {.length = 0};
	struct curl_slist *headers = NULL;
	char words[CURL_ERROR_SIZE] = "";
	CURL *curl = curl_easy_init();
	enum sms_result result;
	long status = 0;
	CURLcode code;

	check(curl != NULL); /* out of memory */
	set_transfer(curl, gateway, &answer, words);
	if (gateway->kind == GATEWAY_KANNEL)
		set_kannel(arena, gateway, number, text);
	else
		headers = set_json(arena, curl, gateway, number, text, id);
	code = curl_easy_perform(curl);
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_cleanup(curl);
	curl_slist_free_all(headers);
	if (code != CURLE_OK) {
		*error = arena_printf(arena, "The gateway could not be used: %s.",
				      *words ? words : curl_easy_strerror(code));
		return SMS_LATER;
	}
	result = gateway->kind == GATEWAY_KANNEL ? judge_kannel(status, answer.text) : judge_json(status);
	if (result != SMS_SENT)
		*error = arena_printf(arena, "The gateway refused with status %ld: %s", status, answer.text);
	return result;
}

enum sms_result
sms_send(struct arena *arena, const char *gateway, const char *number, const char *text, const char *id,
	 const char **error)
{
	struct gateway read = {0};

	if (!gateway_read(arena, gateway, &read, error))
		return SMS_LATER;
	return gateway_send(arena, &read, number, text, id, error);
}
