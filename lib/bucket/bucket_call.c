/* bucket_call: one signed request to the store, tried again when that may help.
 *
 * libcurl signs (CURLOPT_AWS_SIGV4). What its version 7.88 (Debian 12) does not do is done here: queries are written
 * encoded and in the order of their names, each name with its "=", and the SHA-256 of what is sent is given to it. */
#include "bucket/bucket_call.h"

#include "base/arena.h"
#include "base/check.h"
#include "base/log.h"
#include "sys/clock.h"
#include "sys/crypto.h"
#include "sys/random.h"

#include <curl/curl.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
	CONNECT_MS = 3000,
	SILENCE_S = 10,	    /* without a byte: then the connection is given up */
	END_SILENCE_S = 60, /* while the store puts the parts of a large object together */
	TRIES = 4,
	TRIES_MS = 20000, /* no further try after so long */
	FIRST_WAIT_MS = 100,
	AWAY_MS = 5000, /* how long nobody else waits after it was found away */
	PROBE_MS = 60000,
	BLOCK = 65536,
};

struct transfer {
	struct bucket_call *call;
	CURL *curl;
	uint64_t sent; /* bytes of the file */
	bool begun, stopped;
};

/* ---- what libcurl asks of us ---- */

static void
take_number(struct str text, uint64_t *number)
{
	int64_t value;

	if (str_to_int(str_trim(text), &value) && value >= 0)
		*number = (uint64_t)value;
}

static void
copy_text(char *to, size_t room, struct str text)
{
	text = str_trim(text);
	snprintf(to, room, "%.*s", (int)(text.length < room ? text.length : 0), text.at);
}

static size_t
take_head(char *from, size_t size, size_t count, void *data)
{
	struct bucket_call *call = ((struct transfer *)data)->call;
	struct str value = str_slice(from, size * count), name;

	if (str_starts(value, STR("HTTP/"))) {
		call->status = value.length < 12 ? 0 : atoi(value.at + 9);
		call->object = (struct bucket_object){0};
		return size * count;
	}
	name = str_cut(&value, ':');
	if (value.at == NULL)
		return size * count;
	if (str_equal_nocase(name, STR("content-length")) && call->status != 206)
		take_number(value, &call->object.size);
	else if (str_equal_nocase(name, STR("content-range")) && str_cut(&value, '/').length > 0)
		take_number(value, &call->object.size);
	else if (str_equal_nocase(name, STR("x-amz-meta-parvis")))
		copy_text(call->object.note, sizeof call->object.note, value);
	else if (str_equal_nocase(name, STR("etag")))
		copy_text(call->etag, sizeof call->etag, value);
	return size * count;
}

static bool
begin_sink(struct transfer *transfer)
{
	const struct bucket_sink *sink = transfer->call->sink;

	if (!transfer->begun && sink->begin != NULL)
		transfer->stopped = !sink->begin(sink->data, &transfer->call->object);
	transfer->begun = true;
	return !transfer->stopped;
}

static size_t
take_body(char *from, size_t size, size_t count, void *data)
{
	struct transfer *transfer = data;
	struct bucket_call *call = transfer->call;

	if (call->sink == NULL || call->status / 100 != 2) {
		build_bytes(&call->answer, from, size * count);
		return size * count;
	}
	if (!begin_sink(transfer))
		return 0;
	transfer->stopped = !call->sink->take(call->sink->data, from, size * count);
	return transfer->stopped ? 0 : size * count;
}

static size_t
give_body(char *to, size_t size, size_t count, void *data)
{
	struct transfer *transfer = data;
	struct bucket_call *call = transfer->call;
	uint64_t left = call->size - transfer->sent;
	size_t room = size * count < left ? size * count : (size_t)left;
	ssize_t got = pread(call->fd, to, room, (off_t)(call->offset + transfer->sent));

	transfer->stopped = got < 0 || (got == 0 && room > 0);
	if (transfer->stopped)
		return CURL_READFUNC_ABORT;
	transfer->sent += (uint64_t)got;
	return (size_t)got;
}

static int
rewind_body(void *data, curl_off_t offset, int origin)
{
	struct transfer *transfer = data;

	if (origin != SEEK_SET)
		return CURL_SEEKFUNC_CANTSEEK;
	transfer->sent = (uint64_t)offset;
	return CURL_SEEKFUNC_OK;
}

/* ---- a request ---- */

static bool
hash_of_body(const struct bucket_call *call, char text[HASH_SIZE * 2 + 1])
{
	struct sha256_stream *stream = sha256_begin(call->arena);
	struct hash hash;
	char block[BLOCK];
	uint64_t done = 0;

	sha256_add(stream, call->text.at, call->text.length);
	while (call->method == BUCKET_METHOD_PUT && done < call->size) {
		uint64_t left = call->size - done;
		ssize_t got = pread(call->fd, block, left < BLOCK ? (size_t)left : BLOCK, (off_t)(call->offset + done));

		if (got <= 0)
			return false;
		sha256_add(stream, block, (size_t)got);
		done += (uint64_t)got;
	}
	hash = sha256_end(stream);
	hash_print(text, &hash);
	return true;
}

static const char *
url_of(const struct bucket *bucket, const struct bucket_call *call)
{
	return arena_printf(call->arena, "%s%s%s%s", *call->key == '\0' ? bucket->list_path : bucket->base, call->key,
			    call->query == NULL ? "" : "?", call->query == NULL ? "" : call->query);
}

static void
set_rules(const struct bucket *bucket, CURL *curl, struct transfer *transfer)
{
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, bucket->secure ? "https" : "http");
	curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(curl, CURLOPT_PROXY, ""); /* and none from the environment */
	curl_easy_setopt(curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
	curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
	curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME,
			 transfer->call->method == BUCKET_METHOD_POST ? (long)END_SILENCE_S : (long)SILENCE_S);
	curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_head);
	curl_easy_setopt(curl, CURLOPT_HEADERDATA, transfer);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, transfer);
	curl_easy_setopt(curl, CURLOPT_USERAGENT, "Parvis");
}

static void
set_method(CURL *curl, struct transfer *transfer)
{
	struct bucket_call *call = transfer->call;

	switch (call->method) {
	case BUCKET_METHOD_GET:
		curl_easy_setopt(curl, CURLOPT_HTTPGET, 1L);
		if (call->length > 0)
			curl_easy_setopt(curl, CURLOPT_RANGE,
					 arena_printf(call->arena, "%" PRIu64 "-%" PRIu64, call->first,
						      call->first + call->length - 1));
		break;
	case BUCKET_METHOD_HEAD:
		curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
		break;
	case BUCKET_METHOD_PUT:
		curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
		curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)call->size);
		curl_easy_setopt(curl, CURLOPT_READFUNCTION, give_body);
		curl_easy_setopt(curl, CURLOPT_READDATA, transfer);
		curl_easy_setopt(curl, CURLOPT_SEEKFUNCTION, rewind_body);
		curl_easy_setopt(curl, CURLOPT_SEEKDATA, transfer);
		break;
	case BUCKET_METHOD_POST:
		curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)call->text.length);
		curl_easy_setopt(curl, CURLOPT_POSTFIELDS, call->text.at == NULL ? "" : call->text.at);
		break;
	case BUCKET_METHOD_DELETE:
		curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, "DELETE");
		break;
	}
}

static struct curl_slist *
with_header(struct curl_slist *list, const char *line)
{
	struct curl_slist *longer = curl_slist_append(list, line);

	check(longer != NULL); /* out of memory */
	return longer;
}

static struct curl_slist *
headers_of(const struct bucket_call *call, const char *hash)
{
	struct curl_slist *list = with_header(NULL, arena_printf(call->arena, "x-amz-content-sha256: %s", hash));

	if (call->note != NULL)
		list = with_header(list, arena_printf(call->arena, "x-amz-meta-parvis: %s", call->note));
	if (call->method == BUCKET_METHOD_PUT || call->method == BUCKET_METHOD_POST)
		list = with_header(list, "Content-Type: application/octet-stream");
	return list;
}

/* ---- connections that are kept ---- */

static CURL *
handle_take(struct bucket *bucket)
{
	CURL *curl = NULL;

	pthread_mutex_lock(&bucket->lock);
	if (bucket->handle_count > 0)
		curl = bucket->handles[--bucket->handle_count];
	pthread_mutex_unlock(&bucket->lock);
	if (curl == NULL)
		curl = curl_easy_init();
	check(curl != NULL); /* out of memory */
	return curl;
}

static void
handle_give(struct bucket *bucket, CURL *curl)
{
	curl_easy_reset(curl); /* forgets the secret; keeps the connection */
	pthread_mutex_lock(&bucket->lock);
	if (bucket->handle_count < BUCKET_HANDLES) {
		bucket->handles[bucket->handle_count++] = curl;
		curl = NULL;
	}
	pthread_mutex_unlock(&bucket->lock);
	if (curl != NULL)
		curl_easy_cleanup(curl);
}

/* ---- what came of it ---- */

static bool
says(const struct bucket_call *call, const char *code)
{
	struct str text = builder_str(&call->answer);

	return text.length > 0 && memmem(text.at, text.length, code, strlen(code)) != NULL;
}

/* Bytes that were changed on the way are worth another try, as is a store that is busy or out of order. */
static bool
may_pass(const struct bucket_call *call)
{
	return call->status >= 500 || call->status == 429 || call->status == 408 ||
	       (call->status == 400 &&
		(says(call, "ContentSHA256Mismatch") || says(call, "BadDigest") || says(call, "RequestTimeout")));
}

static enum bucket_result
result_of(struct transfer *transfer, CURLcode code)
{
	const struct bucket_call *call = transfer->call;

	if (transfer->stopped)
		return BUCKET_STOPPED;
	if (code == CURLE_PEER_FAILED_VERIFICATION)
		return BUCKET_WRONG;
	if (code != CURLE_OK || may_pass(call))
		return BUCKET_AWAY;
	if (call->status / 100 == 2) {
		if (call->sink != NULL && !begin_sink(transfer))
			return BUCKET_STOPPED;
		return BUCKET_DONE;
	}
	/* Nobody has to be there for what is put; only the bucket. */
	if (call->status == 404 && call->method != BUCKET_METHOD_PUT && call->method != BUCKET_METHOD_POST &&
	    !says(call, "NoSuchBucket"))
		return BUCKET_ABSENT;
	return call->status == 401 || call->status == 403 ? BUCKET_REFUSED : BUCKET_WRONG;
}

/* "SignatureDoesNotMatch", for the log; never what else the store says. */
static void
code_of(const struct bucket_call *call, char code[64])
{
	struct str text = builder_str(&call->answer), end;

	code[0] = '\0';
	while (text.at != NULL && text.length > 6 && !str_starts(text, STR("<Code>")))
		text = str_slice(text.at + 1, text.length - 1);
	if (!str_starts(text, STR("<Code>")))
		return;
	end = str_slice(text.at + 6, text.length - 6);
	copy_text(code, 64, str_cut(&end, '<'));
}

static enum bucket_result
try_once(struct bucket *bucket, struct bucket_call *call, const char *hash, const char **problem)
{
	struct transfer transfer = {.call = call, .curl = handle_take(bucket)};
	struct curl_slist *headers = headers_of(call, hash);
	enum bucket_result result;
	char code[64];
	CURLcode done;

	call->status = 0;
	call->answer = builder_new(call->arena, BUCKET_ANSWER);
	set_rules(bucket, transfer.curl, &transfer);
	set_method(transfer.curl, &transfer);
	curl_easy_setopt(transfer.curl, CURLOPT_URL, url_of(bucket, call));
	curl_easy_setopt(transfer.curl, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(transfer.curl, CURLOPT_USERPWD, bucket->secret);
	curl_easy_setopt(transfer.curl, CURLOPT_AWS_SIGV4, bucket->signing);
	done = curl_easy_perform(transfer.curl);
	call->silent = done == CURLE_OPERATION_TIMEDOUT;
	result = result_of(&transfer, done);
	code_of(call, code);
	*problem = done == CURLE_OK || transfer.stopped ? arena_printf(call->arena, "status %d %s", call->status, code)
							: curl_easy_strerror(done);
	handle_give(bucket, transfer.curl);
	curl_slist_free_all(headers);
	return result;
}

/* True when nobody should wait for the store now: it was just found away, or somebody else tries whether it is back. */
static bool
is_away(struct bucket *bucket)
{
	int64_t until = atomic_load(&bucket->away_until), now = clock_monotonic();

	return until != 0 &&
	       (until > now || !atomic_compare_exchange_strong(&bucket->away_until, &until, now + PROBE_MS));
}

static void
wait_ms(int64_t ms)
{
	const struct timespec pause = {ms / 1000, ms % 1000 * 1000000};

	nanosleep(&pause, NULL);
}

enum bucket_result
bucket_ask(struct bucket *bucket, struct bucket_call *call)
{
	int64_t begun = clock_monotonic(), wait = FIRST_WAIT_MS;
	char hash[HASH_SIZE * 2 + 1];
	const char *problem = "";
	enum bucket_result result;

	if (!hash_of_body(call, hash))
		return BUCKET_STOPPED;
	if (is_away(bucket))
		return BUCKET_AWAY;
	for (int tries = 1;; tries++) {
		result = try_once(bucket, call, hash, &problem);
		if (result != BUCKET_AWAY || call->silent || tries == TRIES || clock_monotonic() - begun > TRIES_MS)
			break;
		wait_ms(wait + random_below((uint32_t)wait));
		wait *= 2;
	}
	atomic_store(&bucket->away_until, result == BUCKET_AWAY ? clock_monotonic() + AWAY_MS : 0);
	if (result == BUCKET_AWAY || result == BUCKET_REFUSED || result == BUCKET_WRONG)
		log_warning("storage.trouble", "%s: %s", bucket->name, problem);
	return result;
}
