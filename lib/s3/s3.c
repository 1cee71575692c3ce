/* s3: what is asked of a bucket: put, get, look, remove, list; large objects go in parts. */
#include "s3/s3.h"

#include "base/arena.h"
#include "s3/s3_call.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PARTS = 9000 /* the store takes 10,000 */ };

/* ---- put ---- */

static enum s3_result
put_whole(struct s3 *s3, struct arena *arena, const char *key, int fd, uint64_t size, const char *note)
{
	struct s3_call call = {
		.arena = arena, .method = S3_METHOD_PUT, .key = key, .note = note, .fd = fd, .size = size};

	return s3_ask(s3, &call);
}

struct upload {
	struct s3 *s3;
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
		upload->id = s3_encoded(upload->arena, text);
	if (strcmp(name, "ETag") == 0 && strcmp(around, "CompleteMultipartUploadResult") == 0)
		upload->complete = true;
}

static enum s3_result
upload_begin(struct upload *upload, const char *note)
{
	struct s3_call call = {.arena = upload->arena,
			       .method = S3_METHOD_POST,
			       .key = upload->key,
			       .query = "uploads=",
			       .note = note};
	enum s3_result result = s3_ask(upload->s3, &call);

	if (result == S3_DONE && (!s3_xml(builder_str(&call.answer), take_upload_text, upload) || upload->id == NULL))
		return S3_WRONG;
	return result;
}

static enum s3_result
upload_part(struct upload *upload, int number, int fd, uint64_t offset, uint64_t size)
{
	struct arena *arena = arena_new(0);
	struct s3_call call = {
		.arena = arena,
		.method = S3_METHOD_PUT,
		.key = upload->key,
		.query = arena_printf(arena, "partNumber=%d&uploadId=%s", number, upload->id),
		.fd = fd,
		.offset = offset,
		.size = size,
	};
	enum s3_result result = s3_ask(upload->s3, &call);

	/* The tag is the store's own word, put into XML: what could end it has no place in one. */
	if (result == S3_DONE && (call.etag[0] == '\0' || strpbrk(call.etag, "<>&") != NULL))
		result = S3_WRONG;
	build_printf(&upload->list, "<Part><PartNumber>%d</PartNumber><ETag>%s</ETag></Part>", number, call.etag);
	arena_free(arena);
	return result;
}

static enum s3_result
upload_end(struct upload *upload)
{
	struct s3_call call = {
		.arena = upload->arena,
		.method = S3_METHOD_POST,
		.key = upload->key,
		.query = arena_printf(upload->arena, "uploadId=%s", upload->id),
		.text = builder_str(&upload->list),
	};
	enum s3_result result = s3_ask(upload->s3, &call);

	/* It may say 200 first and that it failed afterwards. */
	if (result == S3_DONE && (!s3_xml(builder_str(&call.answer), take_upload_text, upload) || !upload->complete))
		return S3_AWAY;
	return result;
}

static enum s3_result
upload_forget(struct s3 *s3, const char *key, const char *id)
{
	struct arena *arena = arena_new(0);
	struct s3_call call = {.arena = arena,
			       .method = S3_METHOD_DELETE,
			       .key = key,
			       .query = arena_printf(arena, "uploadId=%s", id)};
	enum s3_result result = s3_ask(s3, &call);

	arena_free(arena);
	return result;
}

static enum s3_result
put_parts(struct s3 *s3, struct arena *arena, const char *key, int fd, uint64_t size, const char *note)
{
	struct upload upload = {.s3 = s3, .arena = arena, .key = key, .list = builder_new(arena, 0)};
	uint64_t part = size / PARTS < S3_PART ? S3_PART : size / PARTS + 1;
	enum s3_result result = upload_begin(&upload, note);
	int number = 1;

	if (result != S3_DONE)
		return result;
	build_text(&upload.list, "<CompleteMultipartUpload>");
	for (uint64_t offset = 0; offset < size && result == S3_DONE; offset += part, number++)
		result = upload_part(&upload, number, fd, offset, size - offset < part ? size - offset : part);
	build_text(&upload.list, "</CompleteMultipartUpload>");
	if (result == S3_DONE)
		result = upload_end(&upload);
	if (result != S3_DONE)
		upload_forget(s3, key, upload.id);
	return result;
}

enum s3_result
s3_put(struct s3 *s3, const char *key, int fd, uint64_t size, const char *note)
{
	struct arena *arena = arena_new(0);
	enum s3_result result =
		size <= S3_PART ? put_whole(s3, arena, key, fd, size, note) : put_parts(s3, arena, key, fd, size, note);

	arena_free(arena);
	return result;
}

/* ---- get, look, remove ---- */

enum s3_result
s3_get(struct s3 *s3, const char *key, uint64_t first, uint64_t length, const struct s3_sink *sink)
{
	struct arena *arena = arena_new(0);
	struct s3_call call = {
		.arena = arena, .method = S3_METHOD_GET, .key = key, .first = first, .length = length, .sink = sink};
	enum s3_result result = s3_ask(s3, &call);

	arena_free(arena);
	return result;
}

enum s3_result
s3_look(struct s3 *s3, const char *key, struct s3_object *object)
{
	struct arena *arena = arena_new(0);
	struct s3_call call = {.arena = arena, .method = S3_METHOD_HEAD, .key = key};
	enum s3_result result = s3_ask(s3, &call);

	*object = call.object;
	arena_free(arena);
	return result;
}

enum s3_result
s3_remove(struct s3 *s3, const char *key)
{
	struct arena *arena = arena_new(0);
	struct s3_call call = {.arena = arena, .method = S3_METHOD_DELETE, .key = key};
	enum s3_result result = s3_ask(s3, &call);

	arena_free(arena);
	return result == S3_ABSENT ? S3_DONE : result;
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
	struct s3 *s3;
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
	size_t folder = strlen(page->s3->folder);

	if (strcmp(name, "Key") == 0 && strncmp(text, page->s3->folder, folder) == 0)
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
		page->token = s3_encoded(page->arena, text);
	else if (strcmp(name, "Contents") == 0 || strcmp(name, "Upload") == 0) {
		if (page->entry.key != NULL && page->count < PAGE_ENTRIES)
			page->entries[page->count++] = page->entry;
		page->entry = (struct entry){.since = INT64_MAX};
	}
}

static enum s3_result
page_get(struct page *page, const char *query)
{
	struct s3_call call = {.arena = page->arena, .method = S3_METHOD_GET, .key = "", .query = query};
	enum s3_result result = s3_ask(page->s3, &call);

	page->entries = arena_make_array(page->arena, struct entry, PAGE_ENTRIES);
	page->entry.since = INT64_MAX;
	if (result == S3_ABSENT)
		return S3_WRONG; /* there is no such bucket */
	if (result == S3_DONE && !s3_xml(builder_str(&call.answer), take_list_text, page))
		return S3_WRONG;
	return result;
}

enum s3_result
s3_list(struct s3 *s3, const char *prefix, s3_each each, void *data)
{
	struct arena *arena = arena_new(0);
	const char *start = arena_printf(arena, "%s%s", s3->folder, prefix);
	const char *token = NULL;
	enum s3_result result;
	bool go_on = true;

	start = s3_encoded(arena, start);
	do {
		struct page page = {.s3 = s3, .arena = arena_new(0)};

		result = page_get(&page, token == NULL ? arena_printf(page.arena, "list-type=2&prefix=%s", start)
						       : arena_printf(page.arena,
								      "continuation-token=%s&list-type=2&prefix=%s",
								      token, start));
		for (size_t i = 0; i < page.count && result == S3_DONE && go_on; i++)
			go_on = each(page.entries[i].key, page.entries[i].size, page.entries[i].since, data);
		token = page.more ? arena_text(arena, page.token) : NULL;
		arena_free(page.arena);
	} while (result == S3_DONE && go_on && token != NULL);
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

enum s3_result
s3_forget_uploads(struct s3 *s3, const char *prefix, int64_t older_than_ms)
{
	struct arena *arena = arena_new(0);
	struct page page = {.s3 = s3, .arena = arena};
	int64_t before = real_now() - older_than_ms;
	enum s3_result result =
		page_get(&page, arena_printf(arena, "prefix=%s&uploads=",
					     s3_encoded(arena, arena_printf(arena, "%s%s", s3->folder, prefix))));

	/* One page is enough: what is left is found the next time. */
	for (size_t i = 0; i < page.count && result == S3_DONE; i++)
		if (page.entries[i].upload != NULL && page.entries[i].since <= before)
			result = upload_forget(s3, page.entries[i].key, s3_encoded(arena, page.entries[i].upload));
	arena_free(arena);
	return result;
}
