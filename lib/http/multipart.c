/* multipart: a window slides over the body; what cannot be the beginning of a delimiter goes to the disk at once. */
#include "http/multipart.h"

#include "base/arena.h"
#include "base/log.h"
#include "http/form.h"
#include "http/part.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum {
	WINDOW = 128 * 1024,
	PART_HEADER = 4 * 1024,
	PART_HEADERS = 128 * 1024, /* of all parts: reading them costs memory that no other limit counts */
	BOUNDARY_LENGTH = 70,	   /* RFC 2046 §5.1.1 */
	PREAMBLE = 1024,
};

enum stage { STAGE_PREAMBLE, STAGE_AFTER_DELIMITER, STAGE_HEADER, STAGE_BODY, STAGE_DONE };

struct multipart {
	struct http_request *request;
	struct http_limits limits;
	const char *folder;
	enum stage stage;
	struct str delimiter; /* CR LF "--" boundary */
	char *window;
	size_t length;
	struct part part;
	struct builder field;
	int fd; /* of the file being written, or -1 */
	uint64_t size;
	size_t parts, header_bytes;
	size_t upload_capacity;
	size_t field_bytes;
	uint64_t upload_bytes;
};

static void
close_files(void *data)
{
	struct multipart *multipart = data;

	if (multipart->fd >= 0)
		close(multipart->fd);
}

/* The boundary parameter of the Content-Type, without quotes. */
static struct str
find_boundary(struct arena *arena, const char *type)
{
	struct str boundary = part_parameter(arena, str_of(type), "boundary");

	if (boundary.length > BOUNDARY_LENGTH)
		return str_slice(NULL, 0);
	for (size_t i = 0; i < boundary.length; i++)
		if (boundary.at[i] < 0x20 || boundary.at[i] == 0x7F)
			return str_slice(NULL, 0);
	return boundary;
}

struct multipart *
multipart_new(struct http_request *request, const char *type, const struct http_limits *limits,
	      const char *upload_folder)
{
	struct str boundary = find_boundary(request->arena, type);
	struct multipart *multipart;

	if (boundary.length == 0)
		return NULL;
	multipart = arena_make(request->arena, struct multipart);
	multipart->request = request;
	multipart->limits = *limits;
	multipart->folder = upload_folder;
	multipart->delimiter = str_of(arena_printf(request->arena, "\r\n--%.*s", (int)boundary.length, boundary.at));
	multipart->window = arena_alloc(request->arena, WINDOW);
	/* As if a line had ended before the body: the first delimiter may stand at its very beginning. */
	memcpy(multipart->window, "\r\n", 2);
	multipart->length = 2;
	multipart->fd = -1;
	arena_at_end(request->arena, close_files, multipart);
	return multipart;
}

static int
status_of_errno(const char *what)
{
	int reason = errno;

	log_warning("http.upload", "%s an uploaded file failed: %s", what, strerror(reason));
	return reason == ENOSPC || reason == EDQUOT || reason == EFBIG ? 507 : 503;
}

static int
begin_part(struct multipart *multipart, struct str header)
{
	multipart->header_bytes += header.length;
	if (++multipart->parts > multipart->limits.fields || multipart->header_bytes > PART_HEADERS)
		return 413;
	if (!part_read(multipart->request->arena, header, &multipart->part))
		return 400;
	multipart->size = 0;
	multipart->field = builder_new(multipart->request->arena, 0);
	return 0;
}

static int
open_file(struct multipart *multipart)
{
	if (multipart->limits.upload == 0 || multipart->folder == NULL)
		return 413;
	multipart->fd = open(multipart->folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	return multipart->fd < 0 ? status_of_errno("Making") : 0;
}

static int
write_file(struct multipart *multipart, struct str bytes)
{
	if (multipart->fd < 0) {
		int status = open_file(multipart);

		if (status != 0)
			return status;
	}
	multipart->size += bytes.length;
	multipart->upload_bytes += bytes.length;
	if (multipart->upload_bytes > multipart->limits.upload)
		return 413;
	while (bytes.length > 0) {
		ssize_t written = write(multipart->fd, bytes.at, bytes.length);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return status_of_errno("Writing");
		bytes = str_slice(bytes.at + written, bytes.length - (size_t)written);
	}
	return 0;
}

static int
take_bytes(struct multipart *multipart, struct str bytes)
{
	if (bytes.length == 0)
		return 0;
	if (multipart->part.is_file)
		return write_file(multipart, bytes);
	multipart->field_bytes += bytes.length;
	if (multipart->field_bytes > multipart->limits.body)
		return 413;
	build_str(&multipart->field, bytes);
	return 0;
}

static void
add_upload(struct multipart *multipart, struct http_upload upload)
{
	struct http_request *request = multipart->request;

	if (request->upload_count == multipart->upload_capacity) {
		size_t capacity = multipart->upload_capacity == 0 ? 4 : multipart->upload_capacity * 2;
		struct http_upload *uploads = arena_make_array(request->arena, struct http_upload, capacity);

		if (request->upload_count > 0)
			memcpy(uploads, request->uploads, request->upload_count * sizeof *uploads);
		request->uploads = uploads;
		multipart->upload_capacity = capacity;
	}
	request->uploads[request->upload_count++] = upload;
}

static int
end_file(struct multipart *multipart)
{
	const struct part *part = &multipart->part;
	int status;

	/* A file field left empty by the visitor comes as a nameless file without bytes: it is no upload. */
	if (multipart->size == 0 && part->file_name[0] == '\0')
		return 0;
	if (multipart->fd < 0 && (status = open_file(multipart)) != 0)
		return status;
	if (lseek(multipart->fd, 0, SEEK_SET) != 0)
		return status_of_errno("Rewinding");
	add_upload(multipart, (struct http_upload){.field = part->name,
						   .name = part->file_name,
						   .type = part->type,
						   .fd = multipart->fd,
						   .size = multipart->size});
	multipart->fd = -1;
	return 0;
}

static int
end_part(struct multipart *multipart)
{
	if (multipart->part.is_file)
		return end_file(multipart);
	if (!form_add(multipart->request->form, multipart->part.name, builder_str(&multipart->field), SIZE_MAX))
		return 400;
	return 0;
}

/* Each step consumes a beginning of the window and says how much, or asks for more bytes with 0. */
static int
step_preamble(struct multipart *multipart, struct str window, size_t *used)
{
	const char *found = memmem(window.at, window.length, multipart->delimiter.at, multipart->delimiter.length);

	if (found == NULL)
		return window.length > PREAMBLE ? 400 : 0;
	*used = (size_t)(found - window.at) + multipart->delimiter.length;
	multipart->stage = STAGE_AFTER_DELIMITER;
	return 0;
}

static int
step_after_delimiter(struct multipart *multipart, struct str window, size_t *used)
{
	if (window.length < 2)
		return 0;
	*used = 2;
	if (memcmp(window.at, "--", 2) == 0)
		multipart->stage = STAGE_DONE;
	else if (memcmp(window.at, "\r\n", 2) == 0)
		multipart->stage = STAGE_HEADER;
	else
		return 400;
	return 0;
}

static int
step_header(struct multipart *multipart, struct str window, size_t *used)
{
	const char *end = memmem(window.at, window.length, "\r\n\r\n", 4);

	if (end == NULL)
		return window.length > PART_HEADER ? 400 : 0;
	*used = (size_t)(end - window.at) + 4;
	multipart->stage = STAGE_BODY;
	return *used > PART_HEADER ? 400 : begin_part(multipart, str_slice(window.at, *used - 2));
}

static int
step_body(struct multipart *multipart, struct str window, size_t *used)
{
	const char *found = memmem(window.at, window.length, multipart->delimiter.at, multipart->delimiter.length);
	size_t keep = multipart->delimiter.length - 1;
	int status;

	if (found == NULL) {
		*used = window.length > keep ? window.length - keep : 0;
		return take_bytes(multipart, str_slice(window.at, *used));
	}
	*used = (size_t)(found - window.at) + multipart->delimiter.length;
	multipart->stage = STAGE_AFTER_DELIMITER;
	status = take_bytes(multipart, str_slice(window.at, (size_t)(found - window.at)));
	return status != 0 ? status : end_part(multipart);
}

static int
step(struct multipart *multipart, struct str window, size_t *used)
{
	*used = 0;
	switch (multipart->stage) {
	case STAGE_PREAMBLE:
		return step_preamble(multipart, window, used);
	case STAGE_AFTER_DELIMITER:
		return step_after_delimiter(multipart, window, used);
	case STAGE_HEADER:
		return step_header(multipart, window, used);
	case STAGE_BODY:
		return step_body(multipart, window, used);
	default:
		*used = window.length; /* an epilogue means nothing */
		return 0;
	}
}

int
multipart_add(struct multipart *multipart, struct str bytes)
{
	while (bytes.length > 0) {
		size_t room = WINDOW - multipart->length;
		size_t taken = bytes.length < room ? bytes.length : room;
		size_t start = 0;
		size_t used;

		memcpy(multipart->window + multipart->length, bytes.at, taken);
		multipart->length += taken;
		bytes = str_slice(bytes.at + taken, bytes.length - taken);
		do {
			struct str window = str_slice(multipart->window + start, multipart->length - start);
			int status = step(multipart, window, &used);

			if (status != 0)
				return status;
			start += used;
		} while (used > 0 && start < multipart->length);
		memmove(multipart->window, multipart->window + start, multipart->length - start);
		multipart->length -= start;
	}
	return 0;
}

int
multipart_end(struct multipart *multipart)
{
	return multipart->stage == STAGE_DONE ? 0 : 400;
}
