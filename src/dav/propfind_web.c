/* propfind_web: PROPFIND (RFC 4918 §9.1): what lies where, and what is known of it. */
#include "dav/handlers.h"

#include "base/arena.h"
#include "core/portions.h"
#include "dav/live.h"
#include "dav/members.h"
#include "dav/property.h"
#include "dav/xml.h"

#include <string.h>

enum mode { ALL, NAMES, SOME };

struct finding {
	struct live_source source;
	enum mode mode;
	const struct xml_node *wanted; /* the properties, one beside another; NULL: none */
	const struct dav_property *kept;
	size_t kept_count;
};

/* ---- what is asked ---- */

static bool
read_body(struct request *rq, struct finding *finding)
{
	const struct xml_node *root, *list;

	if (rq->raw_body.length == 0)
		return true;
	root = xml_read(rq->arena, rq->raw_body);
	if (root == NULL || !xml_is(root, DAV_SPACE, "propfind"))
		return false;
	list = xml_child(root, "prop");
	if (list != NULL)
		finding->mode = SOME;
	else if (xml_child(root, "propname") != NULL)
		finding->mode = NAMES;
	else if (xml_child(root, "allprop") != NULL)
		list = xml_child(root, "include");
	else
		return false;
	finding->wanted = list == NULL ? NULL : list->first;
	return true;
}

/* Whether anything is asked for that programs may have left. */
static bool
asks_kept(const struct finding *finding)
{
	if (finding->mode != SOME)
		return true;
	for (const struct xml_node *node = finding->wanted; node != NULL; node = node->next)
		if (node->name != NULL && live_named(node->space, node->name) == NULL)
			return true;
	return false;
}

static bool
asks_space(const struct finding *finding)
{
	for (const struct xml_node *node = finding->wanted; node != NULL; node = node->next) {
		const struct live *live = node->name == NULL ? NULL : live_named(node->space, node->name);

		if (live != NULL && live->asked)
			return true;
	}
	return false;
}

/* What programs have left at these places, which have one access. */
static void
read_kept(struct tx *tx, struct finding *finding, const struct place *places, size_t count)
{
	int64_t *ids = arena_make_array(tx_arena(tx), int64_t, count + 1);

	finding->kept_count = 0;
	if (count == 0 || places[0].access == NULL || !asks_kept(finding))
		return;
	for (size_t i = 0; i < count; i++)
		ids[i] = dav_place_id(&places[i]);
	finding->kept = dav_properties(tx, ids, count, &finding->kept_count);
}

/* ---- one place ---- */

/* The first that is the place's own. */
static size_t
kept_from(const struct finding *finding, int64_t id)
{
	size_t low = 0, high = finding->kept_count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (finding->kept[middle].resource_id < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void
build_name(struct builder *out, const char *space, const char *name)
{
	if (strcmp(space, DAV_SPACE) == 0) {
		build_printf(out, "<D:%s/>", name);
		return;
	}
	build_printf(out, "<%s xmlns=\"", name);
	xml_build_text(out, space);
	build_text(out, "\"/>");
}

/* False: the place has no such property. */
static bool
build_live(struct builder *out, const struct finding *finding, const struct place *place, const struct live *live)
{
	size_t begin = out->length;

	build_printf(out, "<D:%s>", live->name);
	if (live->build(out, &finding->source, place)) {
		build_printf(out, "</D:%s>", live->name);
		return true;
	}
	out->length = begin;
	return false;
}

static bool
build_kept(struct builder *out, const struct finding *finding, const struct place *place, const char *space,
	   const char *name)
{
	int64_t id = dav_place_id(place);

	for (size_t i = kept_from(finding, id); i < finding->kept_count && finding->kept[i].resource_id == id; i++)
		if (strcmp(finding->kept[i].space, space) == 0 && strcmp(finding->kept[i].name, name) == 0) {
			build_text(out, finding->kept[i].value);
			return true;
		}
	return false;
}

static void
build_all(struct builder *out, const struct finding *finding, const struct place *place)
{
	int64_t id = dav_place_id(place);
	struct builder value = builder_new(out->arena, 0);

	for (const struct live *live = live_properties; live->name != NULL; live++) {
		value.length = 0;
		if (live->asked || !build_live(&value, finding, place, live))
			continue;
		if (finding->mode == NAMES)
			build_name(out, DAV_SPACE, live->name);
		else
			build_str(out, builder_str(&value));
	}
	for (size_t i = kept_from(finding, id); i < finding->kept_count && finding->kept[i].resource_id == id; i++)
		if (finding->mode == NAMES)
			build_name(out, finding->kept[i].space, finding->kept[i].name);
		else
			build_text(out, finding->kept[i].value);
}

static void
build_some(struct builder *out, struct builder *missing, const struct finding *finding, const struct place *place)
{
	for (const struct xml_node *node = finding->wanted; node != NULL; node = node->next) {
		const struct live *live;

		if (node->name == NULL)
			continue;
		live = live_named(node->space, node->name);
		if (live != NULL ? !build_live(out, finding, place, live)
				 : !build_kept(out, finding, place, node->space, node->name))
			build_name(missing, node->space, node->name);
	}
}

static void
build_propstat(struct builder *out, const struct builder *properties, const char *status)
{
	build_printf(out, "<D:propstat><D:prop>%s</D:prop><D:status>HTTP/1.1 %s</D:status></D:propstat>",
		     properties->length == 0 ? "" : builder_text(properties), status);
}

static void
build_response(struct builder *out, const struct finding *finding, const struct place *place)
{
	struct builder found = builder_new(out->arena, 0), missing = builder_new(out->arena, 0);

	build_text(out, "<D:response>");
	dav_build_href(out, dav_place_href(out->arena, place));
	if (finding->mode == SOME)
		build_some(&found, &missing, finding, place);
	else
		build_all(&found, finding, place);
	if (found.length > 0 || missing.length == 0)
		build_propstat(out, &found, "200 OK");
	if (missing.length > 0)
		build_propstat(out, &missing, "404 Not Found");
	build_text(out, "</D:response>");
}

/* ---- what lies in it ---- */

enum { PORTION_BYTES = 64 * 1024 };

/* Members are written while they are sent, unless all of them are written by then. */
struct listing {
	const struct house *house;
	struct finding finding;
	struct place place;
	struct members *members;    /* NULL: only of the place itself */
	const struct place *places; /* the members at hand */
	size_t count, next;
	struct arena *rows, *written; /* what is read for a portion, and what is written before any is sent */
	struct space_seen space;
};

static void
leave(void *data)
{
	struct listing *listing = data;

	arena_free(listing->rows);
	arena_free(listing->written);
}

static bool
is_whole(const struct listing *listing)
{
	return listing->next == listing->count && (listing->members == NULL || listing->members->ended);
}

static void
next_places(struct tx *tx, struct listing *listing)
{
	listing->places = members_next(tx, listing->members, &listing->count);
	listing->next = 0;
	read_kept(tx, &listing->finding, listing->places, listing->count);
}

static void
build_places(struct builder *out, struct listing *listing)
{
	while (listing->next < listing->count && out->length < PORTION_BYTES)
		build_response(out, &listing->finding, &listing->places[listing->next++]);
	if (is_whole(listing))
		build_text(out, "</D:multistatus>");
}

static enum portion
write_portion(void *data, struct builder *out)
{
	struct listing *listing = data;
	enum db_trouble trouble = DB_FINE;
	struct tx *tx;

	if (listing->next == listing->count) {
		arena_reset(listing->rows);
		tx = db_read(listing->house->db, listing->rows);
		next_places(tx, listing);
		trouble = tx_trouble(tx);
		db_read_end(tx);
	}
	if (trouble != DB_FINE)
		return PORTION_FAILED;
	build_places(out, listing);
	return is_whole(listing) ? PORTION_LAST : PORTION_MORE;
}

static struct reply
listed(struct request *rq, struct listing *listing)
{
	struct builder out = builder_new(listing->written, 0);
	struct reply reply;

	build_text(&out, DAV_XML_HEAD "<D:multistatus xmlns:D=\"DAV:\">");
	read_kept(rq->tx, &listing->finding, &listing->place, 1);
	build_response(&out, &listing->finding, &listing->place);
	if (listing->members != NULL)
		next_places(rq->tx, listing);
	build_places(&out, listing);
	reply = is_whole(listing) ? reply_bytes(rq, DAV_XML_TYPE, builder_str(&out))
				  : reply_portions(rq, DAV_XML_TYPE, builder_str(&out), write_portion, listing);
	reply.status = 207;
	return reply;
}

/* ---- the method ---- */

static struct listing *
listing_new(struct request *rq, const struct place *place)
{
	struct listing *listing = arena_make(rq->arena, struct listing);
	struct live_source *source = &listing->finding.source;

	*listing = (struct listing){.house = rq->house, .place = *place, .rows = arena_new(0), .written = arena_new(0)};
	arena_at_end(rq->arena, leave, listing);
	if (place->access != NULL)
		source->locks = dav_locks(rq, place, &source->lock_count);
	return listing;
}

struct reply
dav_propfind(struct request *rq)
{
	const char *depth = http_header(rq->http, "Depth");
	const struct place place = dav_place_asked(rq);
	struct listing *listing;
	bool members = text_equal(depth, "1");

	if (place.kind == PLACE_NONE)
		return dav_not_found(rq);
	if (depth == NULL || strcasecmp(depth, "infinity") == 0)
		return dav_error(rq, 403, "propfind-finite-depth", NULL);
	listing = listing_new(rq, &place);
	if ((!members && !text_equal(depth, "0")) || !read_body(rq, &listing->finding))
		return dav_refusal(rq, 400, N_("We could not understand this request."));
	if (place.access != NULL && asks_space(&listing->finding)) {
		listing->space = space_of(rq->tx, place.access->client);
		listing->finding.source.space = &listing->space;
	}
	if (members)
		listing->members = members_of(rq, &listing->place);
	return listed(rq, listing);
}
