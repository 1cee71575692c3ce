/* propfind_web: PROPFIND (RFC 4918 §9.1): what lies where, and what is known of it. */
#include "dav/handlers.h"

#include "dav/live.h"
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

static void
read_source(struct request *rq, struct finding *finding, const struct place *place, bool members)
{
	if (place->access == NULL)
		return;
	finding->source.locks = dav_locks(rq->tx, place->access->client, &finding->source.lock_count);
	if (asks_kept(finding))
		finding->kept = dav_properties(rq->tx, place, members, &finding->kept_count);
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
		if (!build_live(&value, finding, place, live))
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

/* ---- the method ---- */

/* A request's memory has an end; an answer that is made in it is copied once more. */
enum { ANSWER_BYTES = 10 << 20 };

static struct reply
listed(struct request *rq, const struct finding *finding, const struct place *place, bool members)
{
	struct builder out = builder_new(rq->arena, 0);
	const struct place *inside = NULL;
	size_t count = 0;

	if (members && place->kind != PLACE_FILE)
		inside = dav_place_members(rq, place, &count);
	if (inside == NULL && count > 0)
		return dav_refusal(rq, 507, N_("There is too much in this folder to be shown as a drive."));
	build_text(&out, "<D:multistatus xmlns:D=\"DAV:\">");
	build_response(&out, finding, place);
	for (size_t i = 0; i < count; i++) {
		if (arena_used(rq->arena) > ANSWER_BYTES)
			return dav_refusal(rq, 507, N_("There is too much in this folder to be shown as a drive."));
		build_response(&out, finding, &inside[i]);
	}
	build_text(&out, "</D:multistatus>");
	return dav_xml(rq, 207, &out);
}

struct reply
dav_propfind(struct request *rq)
{
	const char *depth = http_header(rq->http, "Depth");
	struct place place = dav_place_asked(rq);
	struct finding finding = {.source = {.rq = rq}};
	bool members = text_equal(depth, "1");

	if (place.kind == PLACE_NONE)
		return dav_not_found(rq);
	if (depth == NULL || strcasecmp(depth, "infinity") == 0)
		return dav_error(rq, 403, "propfind-finite-depth", NULL);
	if ((!members && !text_equal(depth, "0")) || !read_body(rq, &finding))
		return dav_refusal(rq, 400, N_("We could not understand this request."));
	read_source(rq, &finding, &place, members);
	return listed(rq, &finding, &place, members);
}
