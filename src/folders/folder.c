/* folder: the rule of what somebody may in a folder, and how paths are written. */
#include "folders/folder.h"

#include "base/arena.h"
#include "base/check.h"
#include "base/str.h"
#include "core/weakened.h"
#include "html/format.h"
#include "sys/file_name.h"

#include <string.h>

const char *const folder_level_names[] = {"none", "read", "full", NULL};
const char *const folder_whose_names[] = {"contact", "staff", "user_type", "crew", "contacts", "colleagues", NULL};

const struct folder_sight folder_sight_unsaid = {.level = {LEVEL_UNSAID, LEVEL_UNSAID, LEVEL_UNSAID}};

enum folder_class
folder_class_of(enum folder_whose whose)
{
	return (enum folder_class)(whose / 2);
}

enum folder_class
folder_decided_by(const struct folder_sight *sight)
{
	for (int class = 0; class < FOLDER_CLASSES; class ++)
		if (sight->level[class] != LEVEL_UNSAID)
			return (enum folder_class) class;
	return FOLDER_CLASSES;
}

enum folder_level
folder_level_of(const struct folder_sight *sight, enum folder_level otherwise, enum folder_level cap)
{
	enum folder_class by = folder_decided_by(sight);
	enum folder_level level = by == FOLDER_CLASSES ? otherwise : (enum folder_level)sight->level[by];

	return level < cap ? level : cap;
}

void
folder_sight_add(struct folder_sight *sight, enum folder_class class, enum folder_level level, int64_t folder)
{
	bool same = sight->from[class] == folder && sight->level[class] != LEVEL_UNSAID;
	bool stricter = (int)level < sight->level[class];

	if (!same || stricter != weakened(CHECK_FOLDER_STRICTEST))
		sight->level[class] = (int)level;
	sight->from[class] = folder;
}

struct folder
folder_root(int64_t client)
{
	return (struct folder){.id = client, .client_id = client, .path = "/", .name = "", .rights_id = client};
}

int
folder_depth(const struct folder *folder)
{
	return (int)(strlen(folder->path) / (ID_LENGTH + 1));
}

const char *
folder_path_in(struct arena *arena, const struct folder *parent, int64_t id)
{
	char printed[ID_LENGTH + 1];

	id_print(printed, id);
	return arena_printf(arena, "%s%s/", parent->path, printed);
}

int64_t
folder_path_id(const char *path, int depth)
{
	size_t at = 1 + (size_t)(depth - 1) * (ID_LENGTH + 1);
	int64_t id;

	check(depth >= 1);
	if (at + ID_LENGTH > strlen(path))
		return 0;
	return id_parse(str_slice(path + at, ID_LENGTH), &id) ? id : 0;
}

const char *
folder_name_key(struct arena *arena, const char *name)
{
	return arena_printf(arena, "%s\t%s", text_fold(arena, name), file_name_key(arena, name));
}
