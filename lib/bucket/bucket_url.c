/* bucket_url: reads the address of a bucket, and keeps what is made of it. */
#include "bucket/bucket_call.h"

#include "base/arena.h"
#include "base/check.h"
#include "sys/file.h"

#include <curl/curl.h>
#include <string.h>

enum { CREDENTIALS_LIMIT = 1000 };

static const char how[] =
	"write s3+https://KEY:SECRET@host/bucket?region=…, with %2F for / and %2B for + in the secret.";

struct parts {
	struct arena *arena;
	CURLU *url;
	const char *host, *port, *path, *query, *user, *password;
	const char *region, *style, *credentials;
};

static void
url_free(void *url)
{
	curl_url_cleanup(url);
}

static const char *
part(const struct parts *parts, CURLUPart what, unsigned flags)
{
	const char *copy = NULL;
	char *text = NULL;

	if (curl_url_get(parts->url, what, &text, flags) == CURLUE_OK)
		copy = arena_text(parts->arena, text);
	curl_free(text);
	return copy;
}

static bool
is_made_of(const char *text, const char *letters)
{
	return *text != '\0' && text[strspn(text, letters)] == '\0';
}

#define SMALL_LETTERS "abcdefghijklmnopqrstuvwxyz"
#define LETTERS	      SMALL_LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

/* Decoded: "+" stays what it is. */
static const char *
decoded(struct arena *arena, struct str text)
{
	int length;
	char *plain = curl_easy_unescape(NULL, text.at, (int)text.length, &length);
	const char *copy = arena_text(arena, plain);

	curl_free(plain);
	return copy;
}

static bool
read_query(struct parts *parts)
{
	struct str rest = str_of(parts->query);

	while (rest.at != NULL && rest.length > 0) {
		struct str value = str_cut(&rest, '&');
		struct str name = str_cut(&value, '=');
		const char **place = str_equal(name, STR("region"))	   ? &parts->region
				     : str_equal(name, STR("style"))	   ? &parts->style
				     : str_equal(name, STR("credentials")) ? &parts->credentials
									   : NULL;

		if (place == NULL || value.at == NULL)
			return false;
		*place = decoded(parts->arena, value);
	}
	return true;
}

static bool
is_here(const char *host)
{
	return strcmp(host, "localhost") == 0 || strcmp(host, "[::1]") == 0 ||
	       (strncmp(host, "127.", 4) == 0 && is_made_of(host, "0123456789."));
}

static bool
read_url(struct parts *parts, const char *text, bool *secure)
{
	struct str rest = str_of(text);

	if (!str_starts(rest, STR("s3+https://")) && !str_starts(rest, STR("s3+http://")))
		return false;
	*secure = str_starts(rest, STR("s3+https://"));
	parts->url = curl_url();
	check(parts->url != NULL); /* out of memory */
	arena_at_end(parts->arena, url_free, parts->url);
	if (curl_url_set(parts->url, CURLUPART_URL, text + strlen("s3+"), CURLU_PATH_AS_IS) != CURLUE_OK)
		return false;
	parts->host = part(parts, CURLUPART_HOST, 0);
	parts->port = part(parts, CURLUPART_PORT, 0);
	parts->path = part(parts, CURLUPART_PATH, 0);
	parts->query = part(parts, CURLUPART_QUERY, 0);
	parts->user = part(parts, CURLUPART_USER, CURLU_URLDECODE);
	parts->password = part(parts, CURLUPART_PASSWORD, CURLU_URLDECODE);
	return parts->host != NULL && part(parts, CURLUPART_FRAGMENT, 0) == NULL &&
	       is_made_of(parts->host, LETTERS ".-_[]:") && read_query(parts);
}

/* "KEY:SECRET" from the address or from the file; NULL and *error. */
static const char *
secret_of(const struct parts *parts, const char **error)
{
	struct str file;

	if (parts->credentials == NULL) {
		if (!text_empty(parts->user) && !text_empty(parts->password))
			return arena_printf(parts->arena, "%s:%s", parts->user, parts->password);
		*error = arena_printf(parts->arena, "It has no key: %s", how);
		return NULL;
	}
	if (!file_read(parts->arena, parts->credentials, CREDENTIALS_LIMIT, &file)) {
		*error = arena_printf(parts->arena, "The file %s cannot be read.", parts->credentials);
		return NULL;
	}
	file = str_trim(file);
	if (memchr(file.at, ':', file.length) == NULL || memchr(file.at, '\n', file.length) != NULL) {
		*error = arena_printf(parts->arena, "The file %s: write one line, KEY:SECRET.", parts->credentials);
		return NULL;
	}
	return arena_text_of(parts->arena, file.at, file.length);
}

/* "/bucket/folder/" → bucket, and "" or "folder/". False when either has other signs than names of buckets have. */
static bool
split_path(const struct parts *parts, const char **name, const char **folder)
{
	struct str rest = str_of(parts->path == NULL ? "" : parts->path + 1), first;

	while (str_ends(rest, STR("/")))
		rest.length--;
	first = str_cut(&rest, '/');
	*name = arena_text_of(parts->arena, first.at, first.length);
	*folder = rest.at == NULL ? "" : arena_printf(parts->arena, "%.*s/", (int)rest.length, rest.at);
	return is_made_of(*name, LETTERS ".-_") && (**folder == '\0' || is_made_of(*folder, LETTERS ".-_/")) &&
	       strstr(*folder, "//") == NULL && strstr(*folder, "./") == NULL;
}

static void
bucket_close(void *data)
{
	struct bucket *bucket = data;

	for (size_t i = 0; i < bucket->handle_count; i++)
		curl_easy_cleanup(bucket->handles[i]);
	pthread_mutex_destroy(&bucket->lock);
}

static struct bucket *
make(const struct parts *parts, bool secure, const char *name, const char *folder, const char *secret)
{
	struct bucket *bucket = arena_make(parts->arena, struct bucket);
	const char *scheme = secure ? "https" : "http";
	const char *colon = parts->port == NULL ? "" : ":", *port = parts->port == NULL ? "" : parts->port;

	bucket->secure = secure;
	bucket->secret = secret;
	bucket->folder = folder;
	bucket->signing =
		arena_printf(parts->arena, "aws:amz:%s:s3", parts->region == NULL ? "us-east-1" : parts->region);
	bucket->list_path =
		parts->style != NULL && strcmp(parts->style, "host") == 0
			? arena_printf(parts->arena, "%s://%s.%s%s%s/", scheme, name, parts->host, colon, port)
			: arena_printf(parts->arena, "%s://%s%s%s/%s", scheme, parts->host, colon, port, name);
	bucket->base = arena_printf(parts->arena, "%s%s%s", bucket->list_path,
				    str_ends(str_of(bucket->list_path), STR("/")) ? "" : "/", folder);
	bucket->name = arena_printf(parts->arena, "%s://%s%s%s/%s%s%s", scheme, parts->host, colon, port, name,
				    *folder == '\0' ? "" : "/", folder);
	pthread_mutex_init(&bucket->lock, NULL);
	arena_at_end(parts->arena, bucket_close, bucket);
	return bucket;
}

struct bucket *
bucket_open(struct arena *arena, const char *url, const char **error)
{
	struct parts parts = {.arena = arena};
	const char *name, *folder, *secret;
	bool secure;

	*error = arena_printf(arena, "It cannot be read: %s", how);
	if (!read_url(&parts, url, &secure) || !split_path(&parts, &name, &folder))
		return NULL;
	if (parts.style != NULL && strcmp(parts.style, "host") != 0 && strcmp(parts.style, "path") != 0) {
		*error = "style is path or host.";
		return NULL;
	}
	if (parts.region != NULL && !is_made_of(parts.region, LETTERS "-_")) {
		*error = "region is a word as in eu-west-3.";
		return NULL;
	}
	if (!secure && !is_here(parts.host)) {
		*error = "Only s3+https goes to another machine: s3+http would send the files in the open.";
		return NULL;
	}
	secret = secret_of(&parts, error);
	return secret == NULL ? NULL : make(&parts, secure, name, folder, secret);
}

const char *
bucket_name(const struct bucket *bucket)
{
	return bucket->name;
}
