/* content_type: which types there is something to see of, and which endings of names promise them. */
#include "content/content_type.h"
#include "content/content.h"

#include "base/arena.h"
#include "sys/file_name.h"

#include <string.h>

#define WORD_TYPE	 "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#define SHEET_TYPE	 "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#define SLIDES_TYPE	 "application/vnd.openxmlformats-officedocument.presentationml.presentation"
#define OPEN_DOCUMENT	 "application/vnd.oasis.opendocument."
#define OLD_OFFICE	 "application/msword", "application/vnd.ms-", "application/CDFV2", "application/x-ole-storage"
#define ENCRYPTED_OFFICE "application/encrypted"

enum { TYPES = 7 };

/* A type that ends with "/", "." or "-" stands for all that begin so. */
static bool
is_type(const char *type, const char *wanted)
{
	struct str prefix = str_of(wanted);
	char last = wanted[prefix.length - 1];

	return last == '/' || last == '.' || last == '-' ? str_starts(str_of(type), prefix) : text_equal(type, wanted);
}

/* `wanted` ends with NULL. */
static bool
is_one_of(const char *type, const char *const *wanted)
{
	for (; *wanted != NULL; wanted++)
		if (is_type(type, *wanted))
			return true;
	return false;
}

/* ---- kinds ---- */

/* `parts`: their words lie in parts of an archive, as XML. */
static const struct {
	const char *type, *ending;
	bool parts;
} documents[] = {
	{WORD_TYPE, "docx", true},
	{SHEET_TYPE, "xlsx", true},
	{SLIDES_TYPE, "pptx", true},
	{OPEN_DOCUMENT "text", "odt", true},
	{OPEN_DOCUMENT "spreadsheet", "ods", true},
	{OPEN_DOCUMENT "presentation", "odp", true},
	{"application/msword", "doc", false},
	{"application/vnd.ms-excel", "xls", false},
	{"application/vnd.ms-powerpoint", "ppt", false},
	{"text/rtf", "rtf", false},
};

const char *
type_office_ending(const char *type)
{
	for (size_t i = 0; i < sizeof documents / sizeof documents[0]; i++)
		if (text_equal(type, documents[i].type))
			return documents[i].ending;
	return NULL;
}

bool
type_has_parts(const char *type)
{
	for (size_t i = 0; i < sizeof documents / sizeof documents[0]; i++)
		if (text_equal(type, documents[i].type))
			return documents[i].parts;
	return false;
}

bool
type_is_heif(const char *type)
{
	static const char *const types[] = {"image/heic", "image/heif", "image/avif", NULL};

	return is_one_of(type, types);
}

bool
type_is_locked(const char *type)
{
	return text_equal(type, ENCRYPTED_OFFICE);
}

enum content_kind
content_kind_of(const char *type)
{
	static const char *const pictures[] = {"image/png", "image/jpeg", "image/webp", "image/gif", NULL};
	static const char *const texts[] = {
		"text/",	   "application/json",	   "application/javascript", "application/xml",
		"application/csv", "application/x-ndjson", "message/rfc822",	     NULL};

	if (is_one_of(type, pictures) || type_is_heif(type))
		return CONTENT_PICTURE;
	if (text_equal(type, "application/pdf"))
		return CONTENT_PDF;
	if (type_office_ending(type) != NULL || type_is_locked(type))
		return CONTENT_OFFICE;
	return is_one_of(type, texts) ? CONTENT_TEXT : CONTENT_OTHER;
}

/* ---- names ---- */

/* Endings by which people know what a double click will do. */
static const struct {
	const char *endings[4];
	const char *types[TYPES];
} promises[] = {
	{{"pdf"}, {"application/pdf"}},
	{{"png"}, {"image/png"}},
	{{"jpg", "jpeg"}, {"image/jpeg"}},
	{{"gif"}, {"image/gif"}},
	{{"webp"}, {"image/webp"}},
	{{"docx", "docm"}, {WORD_TYPE, ENCRYPTED_OFFICE, "application/CDFV2"}},
	{{"xlsx", "xlsm"}, {SHEET_TYPE, ENCRYPTED_OFFICE, "application/CDFV2"}},
	{{"pptx", "pptm"}, {SLIDES_TYPE, ENCRYPTED_OFFICE, "application/CDFV2"}},
	{{"doc"}, {OLD_OFFICE, "text/rtf", WORD_TYPE}},
	{{"xls"}, {OLD_OFFICE, SHEET_TYPE, "text/"}},
	{{"ppt"}, {OLD_OFFICE, SLIDES_TYPE}},
	{{"odt", "ods", "odp"}, {OPEN_DOCUMENT}},
	{{"mp4", "mov", "m4v"}, {"video/"}},
	{{"mp3"}, {"audio/"}},
	{{"heic", "heif"}, {"image/heic", "image/heif"}},
	{{"avif"}, {"image/avif"}},
};

/* What runs, and the endings that say so. */
static const char *const programs[] = {"application/x-dosexec",	       "application/vnd.microsoft.portable-executable",
				       "application/x-msdownload",     "application/x-executable",
				       "application/x-pie-executable", "application/x-sharedlib",
				       "application/x-mach-binary",    NULL};
static const char *const program_endings[] = {"exe", "dll", "com", "scr", "msi",   "sys", "so",
					      "bin", "elf", "run", "o",	  "dylib", "",	  NULL};

static bool
has_ending(const char *ending, const char *const *endings, size_t count)
{
	for (size_t i = 0; i < count && endings[i] != NULL; i++)
		if (str_equal_nocase(str_of(ending), str_of(endings[i])))
			return true;
	return false;
}

bool
type_as_named(const char *type, const char *name)
{
	const char *ending = file_name_ending(name);

	if (is_one_of(type, programs))
		return has_ending(ending, program_endings, SIZE_MAX);
	for (size_t i = 0; i < sizeof promises / sizeof promises[0]; i++)
		if (has_ending(ending, promises[i].endings, sizeof promises[i].endings / sizeof promises[i].endings[0]))
			return is_one_of(type, promises[i].types) || text_equal(type, "application/x-empty");
	return true;
}

bool
type_is_well_formed(struct str type)
{
	size_t slashes = 0;

	for (size_t i = 0; i < type.length; i++) {
		char c = type.at[i];

		slashes += c == '/';
		if (c == '\0' ||
		    strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/.+-_", c) == NULL)
			return false;
	}
	return slashes == 1 && type.length > 2 && type.length <= TYPE_LENGTH && type.at[0] != '/' &&
	       type.at[type.length - 1] != '/';
}
