/* guard_web: what a program's request asks to be true, whose locks stand in its way, and what may be put where. */
#include "dav/handlers.h"

#include "core/weakened.h"
#include "dav/condition.h"
#include "dav/path.h"

#include <string.h>

/* NULL: there is no header If, or it is malformed. */
static const struct conditions *
conditions_of(struct request *rq)
{
	const char *header = http_header(rq->http, "If");
	struct conditions *conditions = arena_make(rq->arena, struct conditions);

	return header != NULL && conditions_read(rq->arena, header, conditions) ? conditions : NULL;
}

struct lock_spot
dav_spot(const struct place *place)
{
	if (place->kind == PLACE_FOLDER)
		return lock_spot_of_folder(&place->folder->folder);
	if (place->kind == PLACE_FILE)
		return lock_spot_of_file(place->file, &place->folder->folder);
	return place->folder == NULL ? (struct lock_spot){.folder = 0} : lock_spot_in(&place->folder->folder);
}

const struct folder_lock *
dav_locks(struct request *rq, const struct place *place, size_t *count)
{
	struct folder_lock *locks;
	size_t all = 0;

	*count = 0;
	if (place->access == NULL)
		return NULL;
	locks = folder_locks_told(rq, place->access->client, &all);
	for (size_t i = 0; i < all; i++)
		if (locks[i].password_id != 0 || !folder_lock_is_own(&locks[i], place->access))
			locks[(*count)++] = locks[i];
	return locks;
}

/* ---- conditions ---- */

/* Without the sign of weakness: ours are strong. */
static bool
is_etag(const char *etag, struct str listed)
{
	listed = str_trim(listed);
	if (str_starts(listed, STR("W/")))
		listed = str_slice(listed.at + 2, listed.length - 2);
	return etag != NULL && str_equal(str_of(etag), listed);
}

struct asked {
	struct request *rq;
	const struct place *place;
};

static bool
term_holds(const char *resource, const struct condition_term *term, void *data)
{
	struct asked *asked = data;
	struct request *rq = asked->rq;
	struct place place = *asked->place;
	const struct folder_lock *locks;
	struct lock_spot spot;
	size_t count;

	if (resource != NULL) {
		const char *path = path_of_url(rq->arena, resource, rq->http->authority, rq->house->config->public_url);

		if (path == NULL)
			return false;
		place = dav_place_find(rq, path);
	}
	if (term->etag != NULL)
		return is_etag(dav_place_etag(rq->arena, &place), str_of(term->etag));
	locks = dav_locks(rq, &place, &count);
	spot = dav_spot(&place);
	for (size_t i = 0; i < count; i++)
		if (text_equal(locks[i].token, term->token) && folder_lock_covers(&locks[i], &spot))
			return true;
	return false;
}

static bool
lists_etag(const char *list, const struct place *place, const char *etag)
{
	struct str rest = str_of(list);

	if (str_equal(str_trim(rest), STR("*")))
		return place->kind != PLACE_NONE;
	while (rest.at != NULL && rest.length > 0)
		if (is_etag(etag, str_cut(&rest, ',')))
			return true;
	return false;
}

bool
dav_conditions_hold(struct request *rq, const struct place *place, struct reply *refusal)
{
	const char *match = http_header(rq->http, "If-Match"), *none = http_header(rq->http, "If-None-Match");
	const char *etag = dav_place_etag(rq->arena, place);
	const struct conditions *conditions = conditions_of(rq);
	struct asked asked = {rq, place};

	if (http_header(rq->http, "If") != NULL && conditions == NULL) {
		*refusal = dav_refusal(rq, 400, N_("We could not understand this request."));
		return false;
	}
	if ((conditions == NULL || conditions_hold(conditions, term_holds, &asked)) &&
	    (match == NULL || lists_etag(match, place, etag)) && (none == NULL || !lists_etag(none, place, etag)))
		return true;
	*refusal = dav_refusal(rq, 412, N_("It is not any more as your program believes. Please load it again."));
	return false;
}

/* ---- locks ---- */

bool
dav_is_held(struct request *rq, const struct folder_lock *lock)
{
	const struct conditions *conditions = conditions_of(rq);

	return conditions != NULL && lock->password_id == rq->viewer->app_password &&
	       conditions_show(conditions, lock->token);
}

bool
dav_is_free(struct request *rq, const struct place *place, enum lock_deed deed, struct reply *refusal)
{
	size_t count;
	const struct folder_lock *locks = dav_locks(rq, place, &count);
	const struct lock_spot spot = dav_spot(place);
	bool shared = false, held = false, locked = false;

	/* First: what is locked in a folder that they do not see is not told. */
	if (deed == DEED_TAKE && place->kind == PLACE_FOLDER &&
	    folder_holds_others(rq->tx, place->access, place->folder)) {
		*refusal = dav_outcome(rq, FOLDER_HOLDS);
		return false;
	}
	for (size_t i = 0; i < count; i++) {
		bool own;

		if (!folder_lock_concerns(&locks[i], &spot, deed))
			continue;
		own = dav_is_held(rq, &locks[i]);
		shared = shared || locks[i].shared;
		held = held || (own && locks[i].shared);
		locked = locked || (!own && !locks[i].shared);
	}
	if ((!locked && (!shared || held)) || weakened(CHECK_DAV_LOCK))
		return true;
	*refusal = dav_error(rq, 423, "lock-token-submitted", place);
	return false;
}

/* ---- what may be put where ---- */

static bool
may_fill(const struct place *place)
{
	return place->folder->level == FOLDER_FULL && place->access->looker == NULL;
}

bool
dav_may_make(struct request *rq, const struct place *place, struct reply *refusal)
{
	if (place->folder == NULL)
		*refusal = dav_refusal(rq, 409, N_("There is no such folder to put it in."));
	else if (!may_fill(place))
		*refusal = dav_refusal(rq, 403, N_("You may read this folder, but not change it."));
	else if (name_is_rubbish(place->name))
		*refusal = dav_refusal(rq, 403, N_("Files that systems make for themselves are not kept here."));
	else if (!name_is_safe(rq->arena, place->name))
		*refusal =
			dav_refusal(rq, 403, N_("This name cannot be kept. Please choose one without special signs."));
	else
		return dav_is_free(rq, place, DEED_ADD, refusal);
	return false;
}

bool
dav_may_change(struct request *rq, const struct place *place, struct reply *refusal)
{
	if (place->kind == PLACE_NONE)
		*refusal = dav_not_found(rq);
	else if (place->kind == PLACE_TOP || place->kind == PLACE_CLIENTS || dav_place_is_root(place))
		*refusal = dav_refusal(rq, 403, N_("That cannot be done with this folder."));
	else if (!may_fill(place))
		*refusal = dav_refusal(rq, 403, N_("You may read this folder, but not change it."));
	else
		return true;
	return false;
}
