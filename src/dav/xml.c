/* xml: reads with expat, which no entity of a document's own gets past, and prints by hand. */
#include "dav/xml.h"

#include "base/arena.h"
#include "base/check.h"

#include <expat.h>
#include <string.h>

#define SEPARATOR '\n' /* cannot stand in an attribute's value, and so in no namespace */

struct reading {
	struct arena *arena;
	XML_Parser parser;
	struct xml_node *open[XML_DEPTH];
	int depth;
	struct xml_node *root;
	int nodes;
	bool broken;
};

static void
give_up(struct reading *reading)
{
	reading->broken = true;
	XML_StopParser(reading->parser, XML_FALSE);
}

/* Long names would be kept once for each that bears them. */
static bool
is_too_much(struct reading *reading, const char *full)
{
	enum { NODES_MOST = 2000, NAME_BYTES = 300 };
	bool much = ++reading->nodes > NODES_MOST || strlen(full) > NAME_BYTES;

	if (much)
		give_up(reading);
	return much;
}

/* "DAV:\nprop" */
static void
split(struct arena *arena, const char *full, const char **space, const char **name)
{
	const char *end = strrchr(full, SEPARATOR);

	*space = end == NULL ? "" : arena_text_of(arena, full, (size_t)(end - full));
	*name = arena_text(arena, end == NULL ? full : end + 1);
}

static void
add(struct reading *reading, struct xml_node *node)
{
	struct xml_node *parent;

	if (reading->depth == 0) {
		reading->root = node;
		return;
	}
	parent = reading->open[reading->depth - 1];
	if (parent->last == NULL)
		parent->first = node;
	else
		parent->last->next = node;
	parent->last = node;
}

static void
opened(void *data, const XML_Char *full, const XML_Char **attributes)
{
	struct reading *reading = data;
	struct xml_node *node;

	if (is_too_much(reading, full))
		return;
	if (reading->depth == XML_DEPTH) {
		give_up(reading);
		return;
	}
	node = arena_make(reading->arena, struct xml_node);
	split(reading->arena, full, &node->space, &node->name);
	for (; *attributes != NULL; attributes += 2) {
		struct xml_attribute *attribute;

		if (is_too_much(reading, attributes[0]))
			return;
		attribute = arena_make(reading->arena, struct xml_attribute);
		split(reading->arena, attributes[0], &attribute->space, &attribute->name);
		attribute->value = arena_text(reading->arena, attributes[1]);
		attribute->next = node->attributes;
		node->attributes = attribute;
	}
	add(reading, node);
	reading->open[reading->depth++] = node;
}

static void
closed(void *data, const XML_Char *full)
{
	(void)full;
	((struct reading *)data)->depth--;
}

static void
said(void *data, const XML_Char *text, int length)
{
	struct reading *reading = data;
	struct xml_node *node;

	if (is_too_much(reading, ""))
		return;
	node = arena_make(reading->arena, struct xml_node);
	node->text = arena_text_of(reading->arena, text, (size_t)length);
	add(reading, node);
}

static void
declared(void *data, const XML_Char *name, const XML_Char *system, const XML_Char *public_name, int internal)
{
	(void)name;
	(void)system;
	(void)public_name;
	(void)internal;
	give_up(data);
}

const struct xml_node *
xml_read(struct arena *arena, struct str bytes)
{
	struct reading reading = {.arena = arena};
	bool good;

	if (bytes.length == 0 || bytes.length > XML_BYTES)
		return NULL;
	reading.parser = XML_ParserCreateNS(NULL, SEPARATOR);
	check(reading.parser != NULL); /* out of memory */
	XML_SetUserData(reading.parser, &reading);
	XML_SetElementHandler(reading.parser, opened, closed);
	XML_SetCharacterDataHandler(reading.parser, said);
	XML_SetStartDoctypeDeclHandler(reading.parser, declared);
	good = XML_Parse(reading.parser, bytes.at, (int)bytes.length, XML_TRUE) == XML_STATUS_OK;
	XML_ParserFree(reading.parser);
	return good && !reading.broken ? reading.root : NULL;
}

bool
xml_is(const struct xml_node *node, const char *space, const char *name)
{
	return node->name != NULL && strcmp(node->space, space) == 0 && strcmp(node->name, name) == 0;
}

const struct xml_node *
xml_child(const struct xml_node *node, const char *name)
{
	const struct xml_node *child = node == NULL ? NULL : node->first;

	while (child != NULL && !xml_is(child, DAV_SPACE, name))
		child = child->next;
	return child;
}

static void
build_plain(struct builder *out, const struct xml_node *node)
{
	for (const struct xml_node *child = node->first; child != NULL; child = child->next)
		if (child->name == NULL)
			build_text(out, child->text);
		else
			build_plain(out, child);
}

const char *
xml_text(struct arena *arena, const struct xml_node *node)
{
	struct builder out = builder_new(arena, 0);

	build_plain(&out, node);
	return builder_text(&out);
}

/* ---- printing ---- */

void
xml_build_text(struct builder *out, const char *text)
{
	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == '&')
			build_text(out, "&amp;");
		else if (c == '<')
			build_text(out, "&lt;");
		else if (c == '>')
			build_text(out, "&gt;");
		else if (c == '"')
			build_text(out, "&quot;");
		else if (c == '\r' || c == '\n' || c == '\t')
			build_printf(out, "&#%d;", c);
		else if (c < 0x20)
			build_text(out, "\xEF\xBF\xBD");
		else
			build_char(out, *text);
	}
}

void
xml_build_inside(struct builder *out, const struct xml_node *node)
{
	for (const struct xml_node *child = node->first; child != NULL; child = child->next)
		if (child->name == NULL)
			xml_build_text(out, child->text);
		else
			xml_build_node(out, child);
}

static void
build_attribute(struct builder *out, const struct xml_attribute *attribute, int number)
{
	if (strcmp(attribute->space, "http://www.w3.org/XML/1998/namespace") == 0) {
		build_printf(out, " xml:%s=\"", attribute->name);
	} else if (attribute->space[0] == '\0') {
		build_printf(out, " %s=\"", attribute->name);
	} else {
		build_printf(out, " xmlns:a%d=\"", number);
		xml_build_text(out, attribute->space);
		build_printf(out, "\" a%d:%s=\"", number, attribute->name);
	}
	xml_build_text(out, attribute->value);
	build_char(out, '"');
}

void
xml_build_node(struct builder *out, const struct xml_node *node)
{
	int number = 0;

	build_printf(out, "<%s xmlns=\"", node->name);
	xml_build_text(out, node->space);
	build_char(out, '"');
	for (const struct xml_attribute *attribute = node->attributes; attribute != NULL; attribute = attribute->next)
		build_attribute(out, attribute, number++);
	build_char(out, '>');
	xml_build_inside(out, node);
	build_printf(out, "</%s>", node->name);
}
