/* bucket: what is asked of a bucket: put, get, look, remove, list; large objects go in parts. */
#include "bucket/bucket.h"

#include "base/arena.h"
#include "bucket/bucket_call.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PARTS = 9000 /* the store takes 10,000 */ };

/* ---- put ---- */

static enum bucket_result
put_whole(struct bucket *bucket, struct arena *arena, const char *key, int fd, uint64_t size, const char *note)
{
	struct bucket_call call = {
		.arena = arena, .method = BUCKET_METHOD_PUT, .key = key, .note = note, .fd = fd, .size = size};

	return bucket_ask(bucket, &call);
}

struct upload {
	struct bucket *bucket;
	struct arena *arena;
	const char *key;
	const char *id;	     /* encoded */
	struct builder list; /* of the parts, as XML */
	bool complete;	     /* the store said that it has put them together */
};

static void
take_upload_text(const char *around, const char *name, const char *text, void *data)
{
	struct upload *upload = data;

	if (strcmp(name, "UploadId") == 0 && strcmp(around, "InitiateMultipartUploadResult") == 0)
		upload->id = bucket_encoded(upload->arena, text);
	if (strcmp(name, "ETag") == 0 && strcmp(around, "CompleteMultipartUploadResult") == 0)
		upload->complete = true;
}

static enum bucket_result
upload_begin(struct upload *upload, const char *note)
{
	struct bucket_call call = {.arena = upload->arena,
				   .method = BUCKET_METHOD_POST,
				   .key = upload->key,
				   .query = "uploads=",
				   .note = note};
	enum bucket_result result = bucket_ask(upload->bucket, &call);

	if (result == BUCKET_DONE &&
	    (!bucket_xml(builder_str(&call.answer), take_upload_text, upload) || upload->id == NULL))
		return BUCKET_WRONG;
	return result;
}

static enum bucket_result
upload_part(struct upload *upload, int number, int fd, uint64_t offset, uint64_t size)
{
	struct arena *arena = arena_new(0);
	struct bucket_call call = {
		.arena = arena,
		.method = BUCKET_METHOD_PUT,
		.key = upload->key,
		.query = arena_printf(arena, "partNumber=%d&uploadId=%s", number, upload->id),
		.fd = fd,
		.offset = offset,
		.size = size,
	};
	enum bucket_result result = bucket_ask(upload->bucket, &call);

	/* The tag is the store's own word, put into XML: what could end it has no place in one. */
	if (result == BUCKET_DONE && (call.etag[0] == '\0' || strpbrk(call.etag, "<>&") != NULL))
		result = BUCKET_WRONG;
	build_printf(&upload->list, "<Part><PartNumber>%d</PartNumber><ETag>%s</ETag></Part>", number, call.etag);
	arena_free(arena);
	return result;
}

static enum bucket_result
upload_end(struct upload *upload)
{
	struct bucket_call call = {
		.arena = upload->arena,
		.method = BUCKET_METHOD_POST,
		.key = upload->key,
		.query = arena_printf(upload->arena, "uploadId=%s", upload->id),
		.text = builder_str(&upload->list),
	};
	enum bucket_result result = bucket_ask(upload->bucket, &call);

	/* It may say 200 first and that it failed afterwards. */
	if (result == BUCKET_DONE &&
	    (!bucket_xml(builder_str(&call.answer), take_upload_text, upload) || !upload->complete))
		return BUCKET_AWAY;
	return result;
}

static enum bucket_result
upload_forget(struct bucket *bucket, const char *key, const char *id)
{
	struct arena *arena = arena_new(0);
	struct bucket_call call = {.arena = arena,
				   .method = BUCKET_METHOD_DELETE,
				   .key = key,
				   .query = arena_printf(arena, "uploadId=%s", id)};
	enum bucket_result result = bucket_ask(bucket, &call);

	arena_free(arena);
	return result;
}

static enum bucket_result
put_parts(struct bucket *bucket, struct arena *arena, const char *key, int fd, uint64_t size, const char *note)
{
	struct upload upload = {.bucket = bucket, .arena = arena, .key = key, .list = builder_new(arena, 0)};
	uint64_t part = size / PARTS < BUCKET_PART ? BUCKET_PART : size / PARTS + 1;
	enum bucket_result result = upload_begin(&upload, note);
	int number = 1;

	if (result != BUCKET_DONE)
		return result;
	build_text(&upload.list, "<CompleteMultipartUpload>");
	for (uint64_t offset = 0; offset < size && result == BUCKET_DONE; offset += part, number++)
		result = upload_part(&upload, number, fd, offset, size - offset < part ? size - offset : part);
	build_text(&upload.list, "</CompleteMultipartUpload>");
	if (result == BUCKET_DONE)
		result = upload_end(&upload);
	if (result != BUCKET_DONE)
		upload_forget(bucket, key, upload.id);
	return result;
}

enum bucket_result
bucket_put(struct bucket *bucket, const char *key, int fd, uint64_t size, const char *note)
{
	struct arena *arena = arena_new(0);
	enum bucket_result result = size <= BUCKET_PART ? put_whole(bucket, arena, key, fd, size, note)
							: put_parts(bucket, arena, key, fd, size, note);

	arena_free(arena);
	return result;
}

/* ---- get, look, remove ---- */

enum bucket_result
bucket_get(struct bucket *bucket, const char *key, uint64_t first, uint64_t length, const struct bucket_sink *sink)
{
	struct arena *arena = arena_new(0);
	struct bucket_call call = {.arena = arena,
				   .method = BUCKET_METHOD_GET,
				   .key = key,
				   .first = first,
				   .length = length,
				   .sink = sink};
	enum bucket_result result = bucket_ask(bucket, &call);

	arena_free(arena);
	return result;
}

enum bucket_result
bucket_look(struct bucket *bucket, const char *key, struct bucket_object *object)
{
	struct arena *arena = arena_new(0);
	struct bucket_call call = {.arena = arena, .method = BUCKET_METHOD_HEAD, .key = key};
	enum bucket_result result = bucket_ask(bucket, &call);

	*object = call.object;
	arena_free(arena);
	return result;
}

enum bucket_result
bucket_remove(struct bucket *bucket, const char *key)
{
	struct arena *arena = arena_new(0);
	struct bucket_call call = {.arena = arena, .method = BUCKET_METHOD_DELETE, .key = key};
	enum bucket_result result = bucket_ask(bucket, &call);

	arena_free(arena);
	return result == BUCKET_ABSENT ? BUCKET_DONE : result;
}

/* ---- lists ---- */

struct entry {
	const char *key;
	const char *upload; /* of an upload that was not ended */
	uint64_t size;
	int64_t since;
};

/* One page of a list. */
struct page {
	struct bucket *bucket;
	struct arena *arena;
	struct entry *entries, entry;
	size_t count;
	bool more;
	const char *token; /* of the next page, encoded */
};

enum { PAGE_ENTRIES = 1000 };

/* "2026-11-23T09:09:19.000Z" */
static int64_t
instant_of(const char *text)
{
	struct tm parts = {0};
	int thousandths = 0;

	if (sscanf(text, "%d-%d-%dT%d:%d:%d.%d", &parts.tm_year, &parts.tm_mon, &parts.tm_mday, &parts.tm_hour,
		   &parts.tm_min, &parts.tm_sec, &thousandths) < 6)
		return INT64_MAX; /* unknown: as young as can be */
	parts.tm_year -= 1900;
	parts.tm_mon -= 1;
	return (int64_t)timegm(&parts) * 1000 + thousandths;
}

static void
take_entry_text(struct page *page, const char *name, const char *text)
{
	size_t folder = strlen(page->bucket->folder);

	if (strcmp(name, "Key") == 0 && strncmp(text, page->bucket->folder, folder) == 0)
		page->entry.key = arena_text(page->arena, text + folder);
	else if (strcmp(name, "Size") == 0)
		page->entry.size = strtoull(text, NULL, 10);
	else if (strcmp(name, "LastModified") == 0 || strcmp(name, "Initiated") == 0)
		page->entry.since = instant_of(text);
	else if (strcmp(name, "UploadId") == 0)
		page->entry.upload = arena_text(page->arena, text);
}

static void
take_list_text(const char *around, const char *name, const char *text, void *data)
{
	struct page *page = data;

	if (strcmp(around, "Contents") == 0 || strcmp(around, "Upload") == 0)
		take_entry_text(page, name, text);
	else if (strcmp(name, "IsTruncated") == 0)
		page->more = strcmp(text, "true") == 0;
	else if (strcmp(name, "NextContinuationToken") == 0)
		page->token = bucket_encoded(page->arena, text);
	else if (strcmp(name, "Contents") == 0 || strcmp(name, "Upload") == 0) {
		if (page->entry.key != NULL && page->count < PAGE_ENTRIES)
			page->entries[page->count++] = page->entry;
		page->entry = (struct entry){.since = INT64_MAX};
	}
}

static enum bucket_result
page_get(struct page *page, const char *query)
{
	struct bucket_call call = {.arena = page->arena, .method = BUCKET_METHOD_GET, .key = "", .query = query};
	enum bucket_result result = bucket_ask(page->bucket, &call);

	page->entries = arena_make_array(page->arena, struct entry, PAGE_ENTRIES);
	page->entry.since = INT64_MAX;
	if (result == BUCKET_ABSENT)
		return BUCKET_WRONG; /* there is no such bucket */
	if (result == BUCKET_DONE && !bucket_xml(builder_str(&call.answer), take_list_text, page))
		return BUCKET_WRONG;
	return result;
}

enum bucket_result
bucket_list(struct bucket *bucket, const char *prefix, bucket_each each, void *data)
{
	struct arena *arena = arena_new(0);
	const char *start = arena_printf(arena, "%s%s", bucket->folder, prefix);
	const char *token = NULL;
	enum bucket_result result;
	bool go_on = true;

	start = bucket_encoded(arena, start);
	do {
		struct page page = {.bucket = bucket, .arena = arena_new(0)};

		result = page_get(&page, token == NULL ? arena_printf(page.arena, "list-type=2&prefix=%s", start)
						       : arena_printf(page.arena,
								      "continuation-token=%s&list-type=2&prefix=%s",
								      token, start));
		for (size_t i = 0; i < page.count && result == BUCKET_DONE && go_on; i++)
			go_on = each(page.entries[i].key, page.entries[i].size, page.entries[i].since, data);
		token = page.more ? arena_text(arena, page.token) : NULL;
		arena_free(page.arena);
	} while (result == BUCKET_DONE && go_on && token != NULL);
	arena_free(arena);
	return result;
}

static int64_t
real_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

enum bucket_result
bucket_forget_uploads(struct bucket *bucket, const char *prefix, int64_t older_than_ms)
{
	struct arena *arena = arena_new(0);
	struct page page = {.bucket = bucket, .arena = arena};
	int64_t before = real_now() - older_than_ms;
	enum bucket_result result = page_get(
		&page, arena_printf(arena, "prefix=%s&uploads=",
				    bucket_encoded(arena, arena_printf(arena, "%s%s", bucket->folder, prefix))));

	/* One page is enough: what is left is found the next time. */
	for (size_t i = 0; i < page.count && result == BUCKET_DONE; i++)
		if (page.entries[i].upload != NULL && page.entries[i].since <= before)
			result = upload_forget(bucket, page.entries[i].key,
					       bucket_encoded(arena, page.entries[i].upload));
	arena_free(arena);
	return result;
}
