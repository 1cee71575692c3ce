/* xml: what programs send as XML, read into a small tree, and what is printed for them. */
#ifndef DAV_XML_H
#define DAV_XML_H

#include "base/str.h"

#include <stdbool.h>

struct arena;

#define DAV_SPACE "DAV:"

enum { XML_BYTES = 64 * 1024, XML_DEPTH = 24 };

struct xml_attribute {
	const char *space, *name, *value;
	const struct xml_attribute *next;
};

/* An element, or (name NULL) a piece of text. */
struct xml_node {
	const char *space; /* "": none */
	const char *name;
	const char *text;
	const struct xml_attribute *attributes;
	struct xml_node *first, *last, *next;
};

/* The root; NULL: malformed, too deep, or with a document type, which nobody needs here: it could swell. */
const struct xml_node *xml_read(struct arena *arena, struct str bytes);

bool xml_is(const struct xml_node *node, const char *space, const char *name);
/* The first such element of WebDAV's inside; NULL: none, or `node` is NULL. */
const struct xml_node *xml_child(const struct xml_node *node, const char *name);
/* All text inside, in the arena. */
const char *xml_text(struct arena *arena, const struct xml_node *node);

/* ---- printing ---- */

/* Escaped, for text and for attributes; what XML cannot hold becomes U+FFFD. */
void xml_build_text(struct builder *out, const char *text);
/* The element with all in it, each name with its namespace beside it, so that it may stand anywhere. */
void xml_build_node(struct builder *out, const struct xml_node *node);
/* What is inside it, the same way. */
void xml_build_inside(struct builder *out, const struct xml_node *node);

#endif
