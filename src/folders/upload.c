/* upload: reads the header fields of tus. */
#include "folders/upload.h"

#include "base/arena.h"
#include "base/doc.h"
#include "sys/crypto.h"
#include "sys/file_name.h"

#include <string.h>

enum { NUMBER_DIGITS = 18, PATH_BYTES = 4096 };

static const char bad_metadata[] = N_("What the program says of the file cannot be read.");

/* ---- names ---- */

/* It is told again to who asks, in a header: printable ASCII. */
static bool
is_key(struct str key)
{
	for (size_t i = 0; i < key.length; i++)
		if (key.at[i] <= ' ' || key.at[i] > '~')
			return false;
	return key.length > 0;
}

/* False: the value is not what the protocol says. A key may stand alone. */
static bool
read_value(struct arena *arena, struct str encoded, const char **text)
{
	struct str bytes = {0};

	if (encoded.at != NULL && encoded.length > 0 && !base64_decode(arena, encoded, &bytes))
		return false;
	if (bytes.length > PATH_BYTES || !str_is_utf8(bytes) ||
	    (bytes.length > 0 && memchr(bytes.at, '\0', bytes.length) != NULL))
		return false;
	*text = bytes.length == 0 ? "" : arena_text_of(arena, bytes.at, bytes.length);
	return true;
}

static bool
read_same(const char *word, enum file_same *same)
{
	for (int i = 0; i < FILE_SAMES; i++)
		if (text_equal(word, file_same_names[i])) {
			*same = (enum file_same)i;
			return true;
		}
	return false;
}

/* Its last part is the file, which has its name from there unless it was given by itself. */
static const char *
read_path(struct arena *arena, const char *path, struct upload_names *names)
{
	struct str rest = str_of(path), part = str_cut(&rest, '/');
	struct builder folders = builder_new(arena, 0);
	int depth = 0;

	for (; rest.at != NULL; part = str_cut(&rest, '/')) {
		if (part.length == 0 || str_equal(part, STR(".")))
			continue;
		if (str_equal(part, STR("..")))
			return bad_metadata;
		if (++depth > FOLDER_DEPTH)
			return folder_outcome_words(FOLDER_TOO_DEEP);
		build_printf(&folders, "%s%s", folders.length == 0 ? "" : "/", file_name_safe(arena, part));
	}
	names->folders = builder_text(&folders);
	if (names->name == NULL && part.length > 0)
		names->name = file_name_safe(arena, part);
	return NULL;
}

const char *
upload_read_names(struct arena *arena, const char *header, struct upload_names *names)
{
	struct str rest = str_of(header);
	const char *path = "", *problem;

	*names = (struct upload_names){.folders = "", .same = SAME_VERSION};
	while (rest.at != NULL && rest.length > 0) {
		struct str value = str_trim(str_cut(&rest, ',')), key = str_cut(&value, ' ');
		const char *text;

		if (!is_key(key) || !read_value(arena, value, &text))
			return bad_metadata;
		if ((str_equal(key, STR("filename")) || str_equal(key, STR("name"))) && text[0] != '\0')
			names->name = file_name_safe(arena, str_of(text));
		else if (str_equal(key, STR("relativePath")))
			path = text;
		else if (str_equal(key, STR("same")) && !read_same(text, &names->same))
			return bad_metadata;
	}
	problem = read_path(arena, path, names);
	if (problem != NULL)
		return problem;
	return names->name == NULL ? N_("The file has no name.") : NULL;
}

const char *
upload_next_folder(struct arena *arena, struct str *folders)
{
	struct str name;

	if (folders->at == NULL || folders->length == 0)
		return NULL;
	name = str_cut(folders, '/');
	return arena_text_of(arena, name.at, name.length);
}

/* ---- numbers and sums ---- */

int64_t
upload_read_number(const char *header)
{
	size_t length = header == NULL ? 0 : strlen(header);
	int64_t number = 0;

	if (length == 0 || length > NUMBER_DIGITS || strspn(header, "0123456789") != length)
		return -1;
	for (size_t i = 0; i < length; i++)
		number = number * 10 + (header[i] - '0');
	return number;
}

bool
upload_read_checksum(struct arena *arena, const char *header, struct str *algorithm, struct str *sum)
{
	struct str rest = str_of(header);

	*algorithm = str_cut(&rest, ' ');
	return algorithm->length > 0 && rest.at != NULL && rest.length > 0 && base64_decode(arena, rest, sum);
}

int64_t
upload_offset(int64_t length, int64_t there, bool done)
{
	if (done)
		return length;
	return there < length ? there : length - (length > 0);
}
