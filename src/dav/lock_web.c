/* lock_web: LOCK and UNLOCK (RFC 4918 §9.10, §9.11). */
#include "dav/handlers.h"

#include "dav/xml.h"

#include <string.h>

/* ---- what is asked ---- */

enum { LOCK_SECONDS_MOST = 3600, LOCK_SECONDS_USUAL = 600 };

struct wish {
	bool shared, deep;
	const char *owner;
	int64_t seconds;
};

/* "Second-600", "Infinite, Second-4100000000": the first is the one they would like best. */
static int64_t
read_timeout(struct request *rq)
{
	struct str rest = str_of(http_header(rq->http, "Timeout")), first = str_trim(str_cut(&rest, ','));
	int64_t seconds;

	if (str_equal_nocase(first, STR("Infinite")))
		return LOCK_SECONDS_MOST;
	if (!str_starts(first, STR("Second-")) || !str_to_int(str_slice(first.at + 7, first.length - 7), &seconds) ||
	    seconds < 1)
		return LOCK_SECONDS_USUAL;
	return seconds < LOCK_SECONDS_MOST ? seconds : LOCK_SECONDS_MOST;
}

static bool
read_wish(struct request *rq, struct wish *wish)
{
	const char *depth = http_header(rq->http, "Depth");
	const struct xml_node *root = xml_read(rq->arena, rq->raw_body), *scope, *owner;
	struct builder inside = builder_new(rq->arena, 0);

	if (root == NULL || !xml_is(root, DAV_SPACE, "lockinfo"))
		return false;
	scope = xml_child(root, "lockscope");
	owner = xml_child(root, "owner");
	wish->shared = xml_child(scope, "shared") != NULL;
	wish->deep = depth == NULL || strcasecmp(depth, "infinity") == 0;
	wish->seconds = read_timeout(rq);
	if (owner != NULL)
		xml_build_inside(&inside, owner);
	wish->owner = builder_text(&inside);
	return (wish->shared || xml_child(scope, "exclusive") != NULL) &&
	       xml_child(xml_child(root, "locktype"), "write") != NULL && (wish->deep || text_equal(depth, "0")) &&
	       inside.length <= 4096;
}

/* ---- answers ---- */

static struct reply
told(struct request *rq, int status, const struct place *place, const struct folder_lock *lock)
{
	struct builder out = builder_new(rq->arena, 0);

	build_text(&out, "<D:prop xmlns:D=\"DAV:\"><D:lockdiscovery>");
	dav_build_locks(&out, place, lock, 1);
	build_text(&out, "</D:lockdiscovery></D:prop>");
	return dav_xml(rq, status, &out);
}

/* The one that holds at the place and is shown; NULL: there is none. */
static const struct folder_lock *
held_at(struct request *rq, const struct place *place)
{
	const struct lock_spot spot = dav_spot(place);
	size_t count;
	const struct folder_lock *locks = dav_locks(rq, place, &count);

	for (size_t i = 0; i < count; i++)
		if (folder_lock_covers(&locks[i], &spot) && dav_is_held(rq, &locks[i]))
			return &locks[i];
	return NULL;
}

static struct reply
prolonged(struct request *rq, const struct place *place)
{
	const struct folder_lock *held = held_at(rq, place);
	struct folder_lock lock;

	if (place->kind == PLACE_NONE)
		return dav_not_found(rq);
	if (held == NULL)
		return dav_error(rq, 412, "lock-token-matches-request-uri", NULL);
	lock = *held;
	lock.seconds = read_timeout(rq);
	folder_lock_prolong(rq->tx, lock.id, lock.seconds);
	return told(rq, 200, place, &lock);
}

/* ---- LOCK ---- */

static bool
is_disputed(struct request *rq, const struct place *place, const struct wish *wish)
{
	const struct lock_spot spot = dav_spot(place);
	size_t count;
	const struct folder_lock *locks = dav_locks(rq, place, &count);

	for (size_t i = 0; i < count; i++)
		if (folder_lock_conflicts(&locks[i], &spot, wish->shared, wish->deep))
			return true;
	return count >= LOCKS_MOST;
}

static struct reply
locked(struct request *rq, const struct place *place, const struct wish *wish, int status)
{
	struct folder_lock lock = {
		.client_id = place->access->client,
		.folder_id = place->kind == PLACE_FOLDER ? place->folder->folder.id : 0,
		.file_id = place->kind == PLACE_FILE ? place->file->id : 0,
		.shared = wish->shared,
		.deep = wish->deep,
		.password_id = rq->viewer->app_password,
		.staff = place->access->person.staff,
		.person_id = place->access->person.id,
		.holder = rq->viewer->name,
		.owner = wish->owner,
		.seconds = wish->seconds,
		.path = place->folder->folder.path,
	};
	struct reply reply;

	folder_lock_insert(rq->tx, &lock);
	reply = told(rq, status, place, &lock);
	reply_field(&reply, "Lock-Token", arena_printf(rq->arena, "<%s>", lock.token));
	return reply;
}

/* A lock on all below is for who may change all below: nobody locks, or learns of, what is closed to them. */
static bool
reaches_others(struct request *rq, const struct place *place)
{
	return place->kind == PLACE_FOLDER && folder_holds_others(rq->tx, place->access, place->folder);
}

struct reply
dav_lock(struct request *rq)
{
	struct place place = dav_place_asked(rq);
	bool is_new = place.kind == PLACE_NONE;
	struct wish wish;
	struct reply refusal;

	if (rq->raw_body.length == 0)
		return prolonged(rq, &place);
	if (!read_wish(rq, &wish))
		return dav_refusal(rq, 400, N_("We could not understand this request."));
	if (!(is_new ? dav_may_make(rq, &place, &refusal) : dav_may_change(rq, &place, &refusal)) ||
	    !dav_conditions_hold(rq, &place, &refusal))
		return refusal;
	if (wish.deep && reaches_others(rq, &place))
		return dav_outcome(rq, FOLDER_HOLDS);
	folder_locks_begin(rq->tx, place.access->client);
	if (is_disputed(rq, &place, &wish))
		return dav_error(rq, 423, "no-conflicting-lock", &place);
	if (is_new && !dav_put_empty(rq, &place, &refusal))
		return refusal;
	return locked(rq, &place, &wish, is_new ? 201 : 200);
}

/* ---- UNLOCK ---- */

struct reply
dav_unlock(struct request *rq)
{
	struct place place = dav_place_asked(rq);
	struct str token = str_trim(str_of(http_header(rq->http, "Lock-Token")));
	const struct folder_lock *locks;
	struct lock_spot spot = dav_spot(&place);
	size_t count;

	if (place.kind == PLACE_NONE)
		return dav_not_found(rq);
	if (token.length < 2 || token.at[0] != '<' || token.at[token.length - 1] != '>')
		return dav_refusal(rq, 400, N_("We could not understand this request."));
	token = str_slice(token.at + 1, token.length - 2);
	locks = dav_locks(rq, &place, &count);
	for (size_t i = 0; i < count; i++) {
		if (!str_equal(str_of(locks[i].token), token) || !folder_lock_covers(&locks[i], &spot))
			continue;
		if (locks[i].password_id != rq->viewer->app_password)
			return dav_refusal(rq, 403, N_("Somebody else has locked it."));
		folder_lock_remove(rq->tx, locks[i].id);
		return reply_empty(rq, 204);
	}
	return dav_error(rq, 409, "lock-token-matches-request-uri", NULL);
}
