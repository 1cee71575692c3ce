/* path: addresses and names of a drive. */
#include "dav/path.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/instant.h"
#include "http/url.h"
#include "sys/file_name.h"

#include <string.h>
#include <strings.h>

/* Cuts the scheme and the host off; false: another's. */
static bool
cut_host(struct str *url, const char *authority, const char *public_url)
{
	const char *host = strstr(public_url, "://");
	size_t scheme;
	struct str named;

	if (str_starts(*url, STR("/")))
		return true;
	scheme = str_starts(*url, STR("https://")) ? 8 : str_starts(*url, STR("http://")) ? 7 : 0;
	if (scheme == 0)
		return false;
	*url = str_slice(url->at + scheme, url->length - scheme);
	named = *url;
	for (size_t i = 0; i < named.length; i++)
		if (named.at[i] == '/')
			named.length = i;
	*url = str_slice(url->at + named.length, url->length - named.length);
	return str_equal_nocase(named, str_of(authority)) ||
	       (host != NULL && str_equal_nocase(named, str_of(host + 3)));
}

/* As the server judges the path of a request. */
static bool
is_plain_segment(struct str segment)
{
	for (size_t i = 0; i < segment.length; i++) {
		unsigned char c = (unsigned char)segment.at[i];

		if (c < 0x20 || c == 0x7F || c == '/' || c == '\\')
			return false;
	}
	return segment.length > 0 && !str_equal(segment, STR(".")) && !str_equal(segment, STR(".."));
}

const char *
path_of_url(struct arena *arena, const char *url, const char *authority, const char *public_url)
{
	struct str rest = str_of(url);
	struct builder path = builder_new(arena, 0);

	if (!cut_host(&rest, authority, public_url) || !str_starts(rest, STR(DAV_TOP)) ||
	    memchr(rest.at, '?', rest.length) != NULL || memchr(rest.at, '#', rest.length) != NULL)
		return NULL;
	rest = str_slice(rest.at + sizeof DAV_TOP - 1, rest.length - (sizeof DAV_TOP - 1));
	while (rest.at != NULL && rest.length > 0) {
		struct str segment = str_cut(&rest, '/'), decoded;

		if (!url_decode(arena, segment, false, &decoded) || !is_plain_segment(decoded))
			return NULL;
		build_printf(&path, "%s%.*s", path.length == 0 ? "" : "/", (int)decoded.length, decoded.at);
	}
	return builder_text(&path);
}

/* As browsers write it: some programs compare the letters of what they asked for with those of the answer. */
static const char *
encoded(struct arena *arena, struct str segment)
{
	static const char plain[] = "!'()*";
	struct builder out = builder_new(arena, 0);

	for (size_t i = 0; i < segment.length; i++)
		if (strchr(plain, segment.at[i]) != NULL)
			build_char(&out, segment.at[i]);
		else
			build_text(&out, url_encode(arena, str_slice(segment.at + i, 1)));
	return builder_text(&out);
}

const char *
path_href(struct arena *arena, const char *path, bool folder)
{
	struct builder href = builder_new(arena, 0);
	struct str rest = str_of(path);

	build_text(&href, "/dav");
	while (rest.at != NULL && rest.length > 0)
		build_printf(&href, "/%s", encoded(arena, str_cut(&rest, '/')));
	return arena_printf(arena, "%s%s", builder_text(&href), folder ? "/" : "");
}

const char *
path_trimmed(struct arena *arena, const char *path)
{
	size_t length = strlen(path);

	while (length > 0 && path[length - 1] == '/')
		length--;
	return arena_text_of(arena, path, length);
}

const char *
path_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? path : slash + 1;
}

bool
name_is_rubbish(const char *name)
{
	static const char *const names[] = {".DS_Store",
					    ".Spotlight-V100",
					    ".Trashes",
					    ".fseventsd",
					    ".TemporaryItems",
					    ".apdisk",
					    "Thumbs.db",
					    "ehthumbs.db",
					    "desktop.ini",
					    ".hidden",
					    ".Trash-1000",
					    ".metadata_never_index",
					    ".ql_disablethumbnails"};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (strcasecmp(name, names[i]) == 0)
			return true;
	return strncmp(name, "._", 2) == 0;
}

bool
name_is_safe(struct arena *arena, const char *name)
{
	const char *safe = file_name_safe(arena, str_of(name));

	return text_equal(file_name_key(arena, safe), file_name_key(arena, name));
}

const char *
name_with_id(struct arena *arena, const char *name, int64_t id)
{
	char printed[ID_LENGTH + 1];

	id_print(printed, id);
	return arena_printf(arena, "%s (%s)", name, printed);
}

int64_t
name_id(const char *name)
{
	size_t length = strlen(name);
	int64_t id;

	if (length < ID_LENGTH + 3 || name[length - 1] != ')' || strncmp(name + length - ID_LENGTH - 3, " (", 2) != 0)
		return 0;
	return id_parse(str_slice(name + length - ID_LENGTH - 1, ID_LENGTH), &id) ? id : 0;
}

const char *
http_date(struct arena *arena, int64_t instant)
{
	static const char days[7][4] = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
	static const char months[12][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
					   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	int32_t day = day_of_instant_utc(instant);
	struct calendar_day parts = day_parts(day);
	int second = (int)((instant - (int64_t)day * DAY_MS) / SECOND_MS);

	return arena_printf(arena, "%s, %02d %s %04d %02d:%02d:%02d GMT", days[((day % 7) + 7) % 7], parts.day,
			    months[parts.month - 1], parts.year, second / 3600, second / 60 % 60, second % 60);
}
