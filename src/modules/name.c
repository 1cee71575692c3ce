/* name: only what has passed here ever stands in the text of a statement. */
#include "modules/name.h"

#include "base/arena.h"
#include "base/str.h"
#include "html/format.h"
#include "modules/builtin.h"

#include <string.h>

static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
static const char characters[] = "abcdefghijklmnopqrstuvwxyz0123456789_";

/* Columns that are no fields, parameters of lists in the API, and what formulas read as words of their own. */
static const char *const words_of_fields[] = {
	"id",	 "version", "parent_id", "position", "deleted_at", "deleted_by", "owner_id", "parent", "csrf", "limit",
	"after", "search",  "sort",	 "filter",   "fields",	   "view",	 "next",     "layout", "and",  "or",
	"form",	 "order",   "not",	 "yes",	     "no",	   "true",	 "false",    "null",   "all",  "any",
};
static const char *const words_of_modules[] = {"modules", "settings", "search",	 "views", "bin",
					       "new",	  "record",   "records", "form"};

static bool
is_among(const char *const *words, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(words[i], name) == 0)
			return true;
	return false;
}

static bool
is_name(const char *name)
{
	size_t length = strlen(name);

	return length > 0 && length <= NAME_LONGEST && strspn(name, letters) > 0 && strspn(name, characters) == length;
}

bool
module_name_fits(const char *name)
{
	return is_name(name) && !is_among(words_of_modules, sizeof words_of_modules / sizeof words_of_modules[0], name);
}

/* "x_name_key" is the folded column of "x_name". */
bool
field_name_fits(const char *name)
{
	return is_name(name) && !str_ends(str_of(name), STR("_key")) && builtin_field_named(NULL, name) == NULL &&
	       !is_among(words_of_fields, sizeof words_of_fields / sizeof words_of_fields[0], name);
}

const char *
name_of_text(struct arena *arena, const char *text)
{
	struct builder name = builder_new(arena, 0);
	bool gap = false;

	for (const char *at = text_fold(arena, text); *at != '\0' && name.length < NAME_LONGEST - 4; at++) {
		if (*at == '_' || strchr(characters, *at) == NULL ||
		    (name.length == 0 && strchr(letters, *at) == NULL)) {
			gap = name.length > 0;
			continue;
		}
		if (gap)
			build_char(&name, '_');
		gap = false;
		build_char(&name, *at);
	}
	return name.length == 0 ? NULL : builder_text(&name);
}

const char *
name_numbered(struct arena *arena, const char *name, size_t number)
{
	return number == 1 ? name : arena_printf(arena, "%s_%zu", name, number);
}
