/* proppatch_web: PROPPATCH (RFC 4918 §9.2): programs keep beside files what they like; all of it or nothing. */
#include "dav/handlers.h"

#include "dav/live.h"
#include "dav/property.h"
#include "dav/xml.h"

enum { CHANGES_MOST = 200 };

struct patch {
	struct request *rq;
	const struct place *place;
	const struct xml_node *nodes[CHANGES_MOST]; /* the properties, in their order */
	bool set[CHANGES_MOST];
	int status[CHANGES_MOST]; /* 0: it can be done */
	size_t count;
	bool refused;
};

/* False: more than anybody sends. */
static bool
take_properties(struct patch *patch, const struct xml_node *list, bool set)
{
	for (const struct xml_node *node = list == NULL ? NULL : list->first; node != NULL; node = node->next) {
		if (node->name == NULL)
			continue;
		if (patch->count == CHANGES_MOST)
			return false;
		patch->nodes[patch->count] = node;
		patch->set[patch->count++] = set;
	}
	return true;
}

static bool
read_body(struct request *rq, struct patch *patch)
{
	const struct xml_node *root = xml_read(rq->arena, rq->raw_body);

	if (root == NULL || !xml_is(root, DAV_SPACE, "propertyupdate"))
		return false;
	for (const struct xml_node *node = root->first; node != NULL; node = node->next) {
		bool set = node->name != NULL && xml_is(node, DAV_SPACE, "set");

		if ((set || (node->name != NULL && xml_is(node, DAV_SPACE, "remove"))) &&
		    !take_properties(patch, xml_child(node, "prop"), set))
			return false;
	}
	return patch->count > 0;
}

static const char *
value_of(struct arena *arena, const struct xml_node *node)
{
	struct builder value = builder_new(arena, 0);

	xml_build_node(&value, node);
	return builder_text(&value);
}

static int
status_of(struct patch *patch, size_t i)
{
	const struct xml_node *node = patch->nodes[i];
	struct dav_property property = {.space = node->space, .name = node->name};

	if (live_named(node->space, node->name) != NULL)
		return 403;
	if (!patch->set[i]) {
		dav_property_remove(patch->rq->tx, patch->place, node->space, node->name);
		return 0;
	}
	property.value = value_of(patch->rq->arena, node);
	return str_of(property.value).length <= PROPERTY_BYTES &&
			       dav_property_set(patch->rq->tx, patch->place, &property)
		       ? 0
		       : 507;
}

static const char *
status_line(const struct patch *patch, size_t i)
{
	switch (patch->status[i]) {
	case 403:
		return "403 Forbidden";
	case 507:
		return "507 Insufficient Storage";
	default:
		return patch->refused ? "424 Failed Dependency" : "200 OK";
	}
}

static struct reply
answer(struct patch *patch)
{
	struct builder out = builder_new(patch->rq->arena, 0);

	build_text(&out, "<D:multistatus xmlns:D=\"DAV:\"><D:response>");
	dav_build_href(&out, dav_place_href(patch->rq->arena, patch->place));
	for (size_t i = 0; i < patch->count; i++) {
		build_printf(&out, "<D:propstat><D:prop><%s xmlns=\"", patch->nodes[i]->name);
		xml_build_text(&out, patch->nodes[i]->space);
		build_printf(&out, "\"/></D:prop><D:status>HTTP/1.1 %s</D:status></D:propstat>", status_line(patch, i));
	}
	build_text(&out, "</D:response></D:multistatus>");
	return dav_xml(patch->rq, 207, &out);
}

struct reply
dav_proppatch(struct request *rq)
{
	struct place place = dav_place_asked(rq);
	struct patch *patch = arena_make(rq->arena, struct patch);
	struct reply refusal;

	patch->rq = rq;
	patch->place = &place;
	if (!dav_may_change(rq, &place, &refusal))
		return refusal;
	if (!read_body(rq, patch))
		return dav_refusal(rq, 400, N_("We could not understand this request."));
	if (!dav_conditions_hold(rq, &place, &refusal) || !dav_is_free(rq, &place, DEED_CHANGE, &refusal))
		return refusal;
	for (size_t i = 0; i < patch->count; i++) {
		patch->status[i] = status_of(patch, i);
		patch->refused = patch->refused || patch->status[i] != 0;
	}
	if (patch->refused)
		tx_refuse(rq->tx);
	return answer(patch);
}
