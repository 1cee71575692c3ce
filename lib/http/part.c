/* part: reads Content-Disposition and Content-Type of a part, as browsers write them (HTML's form-data rules). */
#include "http/part.h"

#include "base/arena.h"
#include "base/visible.h"
#include "http/url.h"

#include <string.h>

enum { FILE_NAME_LENGTH = 4096 }; /* whoever keeps the file shortens it before its ending */

/* Reads a quoted text at *rest; browsers escape a quote as %22 or as \", and leave other backslashes alone. */
static struct str
read_quoted(struct arena *arena, struct str *rest)
{
	struct builder out = builder_new(arena, 0);
	size_t i = 1;

	while (i < rest->length && rest->at[i] != '"') {
		if (rest->at[i] == '\\' && i + 1 < rest->length && rest->at[i + 1] == '"')
			i++;
		build_char(&out, rest->at[i]);
		i++;
	}
	if (i == rest->length) {
		*rest = str_slice(NULL, 0);
		return str_slice(NULL, 0);
	}
	*rest = str_slice(rest->at + i + 1, rest->length - i - 1);
	return str_slice(builder_text(&out), out.length);
}

static struct str
read_plain(struct str *rest)
{
	size_t length = 0;

	while (length < rest->length && rest->at[length] != ';')
		length++;
	*rest = str_slice(rest->at + length, rest->length - length);
	return str_trim(str_slice(rest->at - length, length));
}

struct str
part_parameter(struct arena *arena, struct str value, const char *name)
{
	str_cut(&value, ';');
	while (value.length > 0) {
		struct str rest = value;
		struct str key = str_trim(str_cut(&rest, '='));
		struct str found;

		if (rest.at == NULL)
			break;
		while (rest.length > 0 && (rest.at[0] == ' ' || rest.at[0] == '\t'))
			rest = str_slice(rest.at + 1, rest.length - 1);
		found = rest.length > 0 && rest.at[0] == '"' ? read_quoted(arena, &rest) : read_plain(&rest);
		if (found.at == NULL)
			break;
		if (str_equal_nocase(key, str_of(name)))
			return found;
		str_cut(&rest, ';');
		value = rest;
	}
	return str_slice(NULL, 0);
}

/* The last step of a path of either kind, without control characters and signs that make it look like another (with
 * them "fdp.exe" shows as "exe.pdf"), cut to a sane length; "file" if unreadable. */
static const char *
clean_file_name(struct arena *arena, struct str name)
{
	struct builder out = builder_new(arena, 0);
	size_t start = 0;

	if (!str_is_utf8(name))
		return "file";
	for (size_t i = 0; i < name.length; i++)
		if (name.at[i] == '/' || name.at[i] == '\\')
			start = i + 1;
	for (size_t i = start; i < name.length; i++) {
		unsigned char c = (unsigned char)name.at[i];

		if (out.length >= FILE_NAME_LENGTH && (c & 0xC0) != 0x80)
			break;
		if (c >= 0x20 && c != 0x7F)
			build_char(&out, name.at[i]);
	}
	return text_without_deception(arena, builder_text(&out));
}

/* Browsers write %22, %0D and %0A for a quote and line ends in names, and nothing else. */
static const char *
field_name(struct arena *arena, struct str name)
{
	struct builder out = builder_new(arena, 0);

	for (size_t i = 0; i < name.length; i++) {
		if (name.length - i >= 3 && memcmp(name.at + i, "%22", 3) == 0) {
			build_char(&out, '"');
			i += 2;
		} else {
			build_char(&out, name.at[i]);
		}
	}
	return builder_text(&out);
}

/* RFC 8187: UTF-8''percent-encoded */
static struct str
extended_value(struct arena *arena, struct str value)
{
	struct str decoded;

	if (value.length < 7 || !str_equal_nocase(str_slice(value.at, 7), STR("UTF-8''")))
		return str_slice(NULL, 0);
	if (!url_decode(arena, str_slice(value.at + 7, value.length - 7), false, &decoded))
		return str_slice(NULL, 0);
	return decoded;
}

static bool
read_disposition(struct arena *arena, struct str value, struct part *part)
{
	struct str rest = value;
	struct str name = part_parameter(arena, value, "name");
	struct str file = part_parameter(arena, value, "filename");
	struct str extended = extended_value(arena, part_parameter(arena, value, "filename*"));

	if (!str_equal_nocase(str_trim(str_cut(&rest, ';')), STR("form-data")) || name.at == NULL || part->name != NULL)
		return false;
	part->name = field_name(arena, name);
	if (extended.at != NULL)
		file = extended;
	part->is_file = file.at != NULL;
	part->file_name = part->is_file ? clean_file_name(arena, str_of(field_name(arena, file))) : "";
	return true;
}

bool
part_read(struct arena *arena, struct str header, struct part *part)
{
	*part = (struct part){.type = ""};
	while (header.length > 0) {
		struct str value = str_cut(&header, '\n');
		struct str name;

		if (value.length == 0 || value.at[value.length - 1] != '\r')
			return false;
		value.length--;
		name = str_cut(&value, ':');
		if (value.at == NULL || name.length == 0 || memchr(value.at, '\0', value.length) != NULL)
			return false;
		value = str_trim(value);
		if (str_equal_nocase(name, STR("Content-Disposition")) && !read_disposition(arena, value, part))
			return false;
		if (str_equal_nocase(name, STR("Content-Type")) && str_is_utf8(value))
			part->type = arena_text_of(arena, value.at, value.length);
	}
	return part->name != NULL;
}
