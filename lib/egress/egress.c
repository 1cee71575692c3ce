/* egress: requests side by side in one libcurl multi handle; every socket is opened by us, after a look at where to. */
#include "egress/egress.h"

#include "base/arena.h"
#include "base/check.h"
#include "base/doc.h"
#include "sys/clock.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { BODY_LIMIT = 64 * 1024, HEAD_LIMIT = 64 * 1024 };

static const char not_listed[] = N_("This server is not among those your organisation allows.");
static const char not_secure[] = N_("Only addresses that begin with https:// are allowed.");

/* One request on its way. */
struct transfer {
	struct transfer *next;
	const struct egress_rules *rules;
	CURL *curl;
	struct curl_slist *headers;
	void *data;
	int64_t begun_at;
	const char *refusal; /* of the last address that was refused */
	bool opened;	     /* some address was allowed */
	bool secure;
	bool cut; /* the answer was longer than we read */
	size_t head_size, body_size, kept;
	char excerpt[EGRESS_EXCERPT];
};

struct egress {
	CURLM *multi;
	const struct egress_rules *rules;
	struct transfer *running;
	struct transfer *refused; /* never sent: answered at the next wait */
};

static void
transfer_free(struct egress *egress, struct transfer *transfer)
{
	if (transfer->curl != NULL) {
		curl_multi_remove_handle(egress->multi, transfer->curl);
		curl_easy_cleanup(transfer->curl);
	}
	curl_slist_free_all(transfer->headers);
	free(transfer);
}

static void
free_list(struct egress *egress, struct transfer *list)
{
	while (list != NULL) {
		struct transfer *next = list->next;

		transfer_free(egress, list);
		list = next;
	}
}

static void
egress_close(void *data)
{
	struct egress *egress = data;

	free_list(egress, egress->running);
	free_list(egress, egress->refused);
	curl_multi_cleanup(egress->multi);
}

struct egress *
egress_open(struct arena *arena, const struct egress_rules *rules)
{
	struct egress *egress = arena_make(arena, struct egress);

	egress->rules = rules;
	egress->multi = curl_multi_init();
	check(egress->multi != NULL); /* out of memory */
	arena_at_end(arena, egress_close, egress);
	return egress;
}

/* ---- what libcurl asks of us ---- */

static curl_socket_t
open_socket(void *data, curlsocktype purpose, struct curl_sockaddr *address)
{
	struct transfer *transfer = data;
	bool allowed = egress_is_allowed(transfer->rules, &address->addr);
	const char *refusal = allowed ? NULL : transfer->secure ? egress_address_refusal(&address->addr) : not_secure;

	(void)purpose;
	if (refusal != NULL) {
		transfer->refusal = refusal;
		return CURL_SOCKET_BAD;
	}
	transfer->opened = true;
	return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static size_t
take_head(char *from, size_t size, size_t count, void *data)
{
	struct transfer *transfer = data;

	(void)from;
	transfer->head_size += size * count;
	return transfer->head_size > HEAD_LIMIT ? 0 : size * count; /* 0 ends the transfer */
}

static size_t
take_body(char *from, size_t size, size_t count, void *data)
{
	struct transfer *transfer = data;
	size_t length = size * count, room = EGRESS_EXCERPT - transfer->kept;

	if (room > length)
		room = length;
	memcpy(transfer->excerpt + transfer->kept, from, room);
	transfer->kept += room;
	transfer->body_size += length;
	transfer->cut = transfer->body_size > BODY_LIMIT;
	return transfer->cut ? 0 : length;
}

/* ---- sending ---- */

static void
set_rules(CURL *curl, struct transfer *transfer)
{
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, transfer->secure ? "https" : "http");
	curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(curl, CURLOPT_PROXY, ""); /* and none from the environment */
	curl_easy_setopt(curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
	curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(curl, CURLOPT_FORBID_REUSE, 1L);
	curl_easy_setopt(curl, CURLOPT_FRESH_CONNECT, 1L);
	curl_easy_setopt(curl, CURLOPT_DNS_CACHE_TIMEOUT, 0L);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)EGRESS_CONNECT_MS);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)EGRESS_LIMIT_MS);
	curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
	curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, transfer);
	curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_head);
	curl_easy_setopt(curl, CURLOPT_HEADERDATA, transfer);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, transfer);
	curl_easy_setopt(curl, CURLOPT_PRIVATE, transfer);
}

static void
set_content(CURL *curl, struct transfer *transfer, const struct egress_request *request)
{
	/* "Expect:" without a value: bodies are small, nobody is to be asked first. */
	transfer->headers = curl_slist_append(NULL, "Expect:");
	for (size_t i = 0; request->headers != NULL && request->headers[i] != NULL; i++) {
		struct curl_slist *more = curl_slist_append(transfer->headers, request->headers[i]);

		check(more != NULL); /* out of memory */
		transfer->headers = more;
	}
	curl_easy_setopt(curl, CURLOPT_URL, request->url);
	curl_easy_setopt(curl, CURLOPT_USERAGENT, "Parvis");
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, transfer->headers);
	curl_easy_setopt(curl, CURLOPT_POST, 1L);
	curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body.length);
	curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request->body.at == NULL ? "" : request->body.at);
}

static bool
is_listed(const char *const *hosts, const char *host)
{
	for (size_t i = 0; hosts != NULL && hosts[i] != NULL; i++)
		if (text_equal(hosts[i], host))
			return true;
	return hosts == NULL;
}

static const char *
refusal_of(const struct egress *egress, const struct egress_request *request)
{
	struct arena *arena = arena_new(0);
	const char *host, *refusal = egress_url_refusal(arena, egress->rules, request->url, &host);

	if (refusal == NULL && !is_listed(request->hosts, host))
		refusal = not_listed;
	arena_free(arena);
	return refusal;
}

void
egress_post(struct egress *egress, const struct egress_request *request)
{
	struct transfer *transfer = calloc(1, sizeof *transfer);
	struct transfer **list;

	check(transfer != NULL); /* out of memory */
	transfer->rules = egress->rules;
	transfer->data = request->data;
	transfer->begun_at = clock_monotonic();
	transfer->refusal = refusal_of(egress, request);
	list = transfer->refusal == NULL ? &egress->running : &egress->refused;
	transfer->next = *list;
	*list = transfer;
	if (transfer->refusal != NULL)
		return;
	transfer->secure = str_equal_nocase(str_slice(request->url, strlen("https:")), STR("https:"));
	transfer->curl = curl_easy_init();
	check(transfer->curl != NULL); /* out of memory */
	set_rules(transfer->curl, transfer);
	set_content(transfer->curl, transfer, request);
	check(curl_multi_add_handle(egress->multi, transfer->curl) == CURLM_OK);
}

/* ---- answers ---- */

static const char *
error_of(CURLcode code)
{
	switch (code) {
	case CURLE_COULDNT_RESOLVE_HOST:
		return N_("The server’s name could not be found.");
	case CURLE_COULDNT_CONNECT:
		return N_("Nobody answers at this address.");
	case CURLE_OPERATION_TIMEDOUT:
		return N_("The server did not answer in time.");
	case CURLE_PEER_FAILED_VERIFICATION:
		return N_("The server’s certificate is not valid for its name.");
	case CURLE_SSL_CONNECT_ERROR:
		return N_("No secure connection could be made.");
	case CURLE_GOT_NOTHING:
	case CURLE_RECV_ERROR:
	case CURLE_SEND_ERROR:
	case CURLE_PARTIAL_FILE:
		return N_("The server broke the connection off.");
	default:
		return N_("What the server answered cannot be understood.");
	}
}

/* How many bytes of `at` are one character of UTF-8; 0: none. */
static size_t
character_length(const char *at, size_t room)
{
	for (size_t length = 1; length <= 4 && length <= room; length++)
		if (str_is_utf8(str_slice(at, length)))
			return length;
	return 0;
}

/* Text only: what is no character, or steers a terminal, becomes a blank. */
static const char *
excerpt_text(struct arena *arena, const struct transfer *transfer)
{
	struct builder text = builder_new(arena, 0);
	size_t at = 0;

	while (at < transfer->kept) {
		size_t length = character_length(transfer->excerpt + at, transfer->kept - at);
		unsigned char first = (unsigned char)transfer->excerpt[at];

		if (length == 0 || (first < ' ' && first != '\n' && first != '\t') || first == 0x7f)
			build_char(&text, ' ');
		else
			build_bytes(&text, transfer->excerpt + at, length);
		at += length == 0 ? 1 : length;
	}
	return builder_text(&text);
}

static void
fill_answer(struct arena *arena, const struct transfer *transfer, CURLcode code, struct egress_answer *answer)
{
	long status = 0;

	*answer = (struct egress_answer){.outcome = EGRESS_FAILED,
					 .duration_ms = clock_monotonic() - transfer->begun_at,
					 .text = excerpt_text(arena, transfer),
					 .data = transfer->data};
	if (transfer->curl != NULL)
		curl_easy_getinfo(transfer->curl, CURLINFO_RESPONSE_CODE, &status);
	if (transfer->refusal != NULL && !transfer->opened) {
		answer->outcome = EGRESS_REFUSED;
		answer->error = transfer->refusal;
	} else if (code == CURLE_OK || transfer->cut) {
		answer->outcome = EGRESS_ANSWERED;
		answer->status = (int)status;
	} else {
		answer->error = error_of(code);
	}
}

static void
list_remove(struct transfer **list, const struct transfer *transfer)
{
	while (*list != transfer)
		list = &(*list)->next;
	*list = transfer->next;
}

static bool
take_refused(struct egress *egress, struct arena *arena, struct egress_answer *answer)
{
	struct transfer *transfer = egress->refused;

	if (transfer == NULL)
		return false;
	fill_answer(arena, transfer, CURLE_OK, answer);
	list_remove(&egress->refused, transfer);
	transfer_free(egress, transfer);
	return true;
}

static bool
take_finished(struct egress *egress, struct arena *arena, struct egress_answer *answer)
{
	CURLMsg *message;
	int left;

	while ((message = curl_multi_info_read(egress->multi, &left)) != NULL) {
		struct transfer *transfer = NULL;
		CURLcode code = message->data.result;

		if (message->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
		fill_answer(arena, transfer, code, answer);
		list_remove(&egress->running, transfer);
		transfer_free(egress, transfer);
		return true;
	}
	return false;
}

bool
egress_wait(struct egress *egress, struct arena *arena, int wait_ms, struct egress_answer *answer)
{
	int64_t until = clock_monotonic() + wait_ms;
	int running;

	for (;;) {
		int64_t left = until - clock_monotonic();

		curl_multi_perform(egress->multi, &running);
		if (take_refused(egress, arena, answer) || take_finished(egress, arena, answer))
			return true;
		if (left <= 0 || egress->running == NULL)
			return false;
		curl_multi_poll(egress->multi, NULL, 0, (int)left, NULL);
	}
}
