/* live_web: writes the properties that we know ourselves. */
#include "dav/live.h"

#include "base/instant.h"
#include "dav/handlers.h"
#include "dav/path.h"
#include "dav/xml.h"

#include <inttypes.h>
#include <string.h>

static bool
is_folder(const struct place *place)
{
	return place->kind != PLACE_FILE;
}

static int64_t
created_at(const struct place *place)
{
	if (place->kind == PLACE_FILE)
		return place->file->created_at;
	return place->kind == PLACE_FOLDER ? place->folder->folder.created_at : 0;
}

static bool
creationdate(struct builder *out, const struct live_source *source, const struct place *place)
{
	char text[40];

	(void)source;
	if (created_at(place) == 0)
		return false;
	instant_print(text, created_at(place));
	build_text(out, text);
	return true;
}

static bool
displayname(struct builder *out, const struct live_source *source, const struct place *place)
{
	(void)source;
	xml_build_text(out, place->path[0] == '\0' ? "Parvis" : place->name);
	return true;
}

static bool
getcontentlength(struct builder *out, const struct live_source *source, const struct place *place)
{
	(void)source;
	if (is_folder(place))
		return false;
	build_int(out, place->file->content.size);
	return true;
}

static bool
getcontenttype(struct builder *out, const struct live_source *source, const struct place *place)
{
	(void)source;
	if (is_folder(place))
		return false;
	xml_build_text(out, place->file->content.type);
	return true;
}

static bool
getetag(struct builder *out, const struct live_source *source, const struct place *place)
{
	const char *etag = dav_place_etag(out->arena, place);

	(void)source;
	if (etag == NULL)
		return false;
	xml_build_text(out, etag);
	return true;
}

static bool
getlastmodified(struct builder *out, const struct live_source *source, const struct place *place)
{
	int64_t at = is_folder(place) ? created_at(place) : place->file->content.created_at;

	(void)source;
	if (at == 0)
		return false;
	build_text(out, http_date(out->arena, at));
	return true;
}

static bool
resourcetype(struct builder *out, const struct live_source *source, const struct place *place)
{
	(void)source;
	build_text(out, is_folder(place) ? "<D:collection/>" : "");
	return true;
}

static bool
supportedlock(struct builder *out, const struct live_source *source, const struct place *place)
{
	(void)source;
	if (place->access == NULL)
		return false;
	build_text(out, "<D:lockentry><D:lockscope><D:exclusive/></D:lockscope><D:locktype><D:write/></D:locktype>"
			"</D:lockentry><D:lockentry><D:lockscope><D:shared/></D:lockscope><D:locktype><D:write/>"
			"</D:locktype></D:lockentry>");
	return true;
}

static bool
lockdiscovery(struct builder *out, const struct live_source *source, const struct place *place)
{
	if (place->access == NULL)
		return false;
	dav_build_locks(out, place, source->locks, source->lock_count);
	return true;
}

/* What there is to say of space, of a folder they may fill: nobody else is told (RFC 4331 §3). */
static bool
is_filled(const struct live_source *source, const struct place *place)
{
	return source->space != NULL && place->kind == PLACE_FOLDER && place->folder->level == FOLDER_FULL &&
	       place->access->looker == NULL;
}

static bool
quota_available_bytes(struct builder *out, const struct live_source *source, const struct place *place)
{
	if (!is_filled(source, place) || source->space->left == SPACE_UNLIMITED)
		return false;
	build_int(out, source->space->left);
	return true;
}

/* Of all that counts, however much of it they see: only who has the client in full learns it. */
static bool
quota_used_bytes(struct builder *out, const struct live_source *source, const struct place *place)
{
	if (!is_filled(source, place) || !place->access->person.staff || place->access->person.cap != FOLDER_FULL)
		return false;
	build_int(out, source->space->used);
	return true;
}

const struct live live_properties[] = {
	{"creationdate", creationdate, false},
	{"displayname", displayname, false},
	{"getcontentlength", getcontentlength, false},
	{"getcontenttype", getcontenttype, false},
	{"getetag", getetag, false},
	{"getlastmodified", getlastmodified, false},
	{"resourcetype", resourcetype, false},
	{"supportedlock", supportedlock, false},
	{"lockdiscovery", lockdiscovery, false},
	{"quota-available-bytes", quota_available_bytes, true},
	{"quota-used-bytes", quota_used_bytes, true},
	{NULL, NULL, false},
};

const struct live *
live_named(const char *space, const char *name)
{
	if (strcmp(space, DAV_SPACE) != 0)
		return NULL;
	for (const struct live *live = live_properties; live->name != NULL; live++)
		if (strcmp(live->name, name) == 0)
			return live;
	return NULL;
}

/* ---- locks ---- */

/* The address of what is locked, which is the place or a folder above it. */
static const char *
root_href(struct arena *arena, const struct folder_lock *lock, const struct place *place)
{
	struct folder at = {.path = lock->path};
	int up = folder_depth(&place->folder->folder) - folder_depth(&at) + (place->kind != PLACE_FOLDER);
	char *path = arena_text(arena, place->path);

	if (lock->file_id != 0 || up <= 0)
		return dav_place_href(arena, place);
	while (up-- > 0 && path[0] != '\0') {
		char *slash = strrchr(path, '/');

		*(slash == NULL ? path : slash) = '\0';
	}
	return path_href(arena, path, true);
}

static void
build_lock(struct builder *out, const struct place *place, const struct folder_lock *lock)
{
	build_printf(out,
		     "<D:activelock><D:locktype><D:write/></D:locktype><D:lockscope><D:%s/></D:lockscope><D:depth>%s"
		     "</D:depth>",
		     lock->shared ? "shared" : "exclusive", lock->deep ? "infinity" : "0");
	if (lock->owner[0] != '\0')
		build_printf(out, "<D:owner>%s</D:owner>", lock->owner);
	else if (lock->password_id == 0 && lock->holder != NULL) {
		build_text(out, "<D:owner>");
		xml_build_text(out, lock->holder);
		build_text(out, "</D:owner>");
	}
	build_printf(out, "<D:timeout>Second-%" PRId64 "</D:timeout><D:locktoken>", lock->seconds);
	dav_build_href(out, lock->token);
	build_text(out, "</D:locktoken><D:lockroot>");
	dav_build_href(out, root_href(out->arena, lock, place));
	build_text(out, "</D:lockroot></D:activelock>");
}

void
dav_build_locks(struct builder *out, const struct place *place, const struct folder_lock *locks, size_t count)
{
	const struct lock_spot spot = dav_spot(place);

	for (size_t i = 0; i < count; i++)
		if (folder_lock_covers(&locks[i], &spot))
			build_lock(out, place, &locks[i]);
}
