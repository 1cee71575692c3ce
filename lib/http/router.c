/* router: a tree of segments, built once; a match walks it with at most a handful of branches per segment. */
#include "http/router.h"

#include "base/arena.h"

#include <string.h>

enum segment_kind { SEGMENT_LITERAL, SEGMENT_SUFFIXED, SEGMENT_PARAMETER, SEGMENT_REST };

static const struct str rest_mark = {"…", sizeof "…" - 1};

struct node {
	enum segment_kind kind;
	struct str text;   /* the literal, or the suffix */
	struct node *next; /* sibling: literals, then suffixed (longest first), then the parameter */
	struct node *children;
	int patterns[HTTP_METHODS]; /* -1: none */
	bool ends;
};

struct router {
	const struct pattern *patterns;
	struct node *root;
};

static struct node *
node_new(struct arena *arena, enum segment_kind kind, struct str text)
{
	struct node *node = arena_make(arena, struct node);

	node->kind = kind;
	node->text = text;
	for (int i = 0; i < HTTP_METHODS; i++)
		node->patterns[i] = -1;
	return node;
}

/* Splits "{name}.pdf" into name and suffix; false when the braces are malformed. */
static bool
read_segment(struct str segment, enum segment_kind *kind, struct str *name, struct str *text)
{
	const char *close;

	*kind = SEGMENT_LITERAL;
	*name = str_slice(NULL, 0);
	*text = segment;
	if (segment.length == 0 || segment.at[0] != '{')
		return memchr(segment.at, '{', segment.length) == NULL &&
		       memchr(segment.at, '}', segment.length) == NULL;
	close = memchr(segment.at, '}', segment.length);
	if (close == NULL || close == segment.at + 1)
		return false;
	*name = str_slice(segment.at + 1, (size_t)(close - segment.at) - 1);
	*text = str_slice(close + 1, segment.length - name->length - 2);
	*kind = text->length > 0 ? SEGMENT_SUFFIXED : SEGMENT_PARAMETER;
	if (*kind == SEGMENT_PARAMETER && name->length > rest_mark.length && str_ends(*name, rest_mark)) {
		*kind = SEGMENT_REST;
		name->length -= rest_mark.length;
	}
	return memchr(text->at, '{', text->length) == NULL && memchr(text->at, '}', text->length) == NULL;
}

static bool
stands_before(const struct node *node, enum segment_kind kind, struct str text)
{
	if (node->kind != kind)
		return node->kind < kind;
	return kind == SEGMENT_LITERAL || node->text.length >= text.length;
}

static struct node *
child_for(struct arena *arena, struct node *parent, enum segment_kind kind, struct str text)
{
	struct node **link = &parent->children;
	struct node *child;

	for (child = parent->children; child != NULL; child = child->next)
		if (child->kind == kind && str_equal(child->text, text))
			return child;
	while (*link != NULL && stands_before(*link, kind, text))
		link = &(*link)->next;
	child = node_new(arena, kind, text);
	child->next = *link;
	*link = child;
	return child;
}

/* The names of a pattern's parameters must differ, or a handler could not ask for one. */
static bool
name_is_new(const struct str *names, size_t count, struct str name)
{
	for (size_t i = 0; i < count; i++)
		if (str_equal(names[i], name))
			return false;
	return true;
}

static const char *
add_pattern(struct arena *arena, struct router *router, size_t index)
{
	const struct pattern *pattern = &router->patterns[index];
	struct str names[PATH_PARAMETERS];
	size_t count = 0;
	struct node *node = router->root;
	struct str rest = str_of(pattern->path);

	if (rest.length == 0 || rest.at[0] != '/')
		return "does not begin with \"/\"";
	rest = str_slice(rest.at + 1, rest.length - 1);
	do {
		struct str segment = str_cut(&rest, '/');
		struct str name, text;
		enum segment_kind kind;

		if (segment.length == 0 && rest.at != NULL)
			return "has an empty segment";
		if (segment.length > 0 && !read_segment(segment, &kind, &name, &text))
			return "has malformed braces";
		if (segment.length == 0) {
			kind = SEGMENT_LITERAL;
			text = segment;
		} else if (kind != SEGMENT_LITERAL) {
			if (count == PATH_PARAMETERS || !name_is_new(names, count, name))
				return "has too many parameters, or two of one name";
			names[count++] = name;
		}
		if (kind == SEGMENT_REST && rest.at != NULL)
			return "goes on after all that is left of a path";
		node = child_for(arena, node, kind, text);
	} while (rest.at != NULL);
	if (node->patterns[pattern->method] >= 0)
		return "is there twice";
	node->patterns[pattern->method] = (int)index;
	node->ends = true;
	return NULL;
}

struct router *
router_new(struct arena *arena, const struct pattern *patterns, size_t count, const char **error)
{
	struct router *router = arena_make(arena, struct router);

	router->patterns = patterns;
	router->root = node_new(arena, SEGMENT_LITERAL, str_slice(NULL, 0));
	for (size_t i = 0; i < count; i++) {
		const char *wrong = add_pattern(arena, router, i);

		if (wrong != NULL) {
			*error = arena_printf(arena, "The route %s %s %s.", http_method_names[patterns[i].method],
					      patterns[i].path == NULL ? "" : patterns[i].path, wrong);
			return NULL;
		}
	}
	return router;
}

static bool
segment_matches(const struct node *node, struct str segment)
{
	switch (node->kind) {
	case SEGMENT_LITERAL:
		return str_equal(node->text, segment);
	case SEGMENT_SUFFIXED:
		return segment.length > node->text.length && str_ends(segment, node->text);
	case SEGMENT_REST:
		return true;
	default:
		return segment.length > 0;
	}
}

/* Recursion is bounded by the depth of the longest pattern, not by the path. A node that lacks the method is passed
 * over as long as another one has it. */
static const struct node *
find_node(const struct node *parent, struct str rest, enum http_method method, unsigned *allowed)
{
	struct str segment = str_cut(&rest, '/');

	for (const struct node *child = parent->children; child != NULL; child = child->next) {
		const struct node *found = NULL;

		if (!segment_matches(child, segment))
			continue;
		if (rest.at != NULL && child->kind != SEGMENT_REST) {
			found = find_node(child, rest, method, allowed);
		} else if (child->ends) {
			found = child->patterns[method] >= 0 ? child : NULL;
			for (unsigned i = 0; i < HTTP_METHODS; i++)
				*allowed |= child->patterns[i] >= 0 ? 1u << i : 0;
		}
		if (found != NULL)
			return found;
	}
	return NULL;
}

/* The pattern itself says which segments are parameters: names differ between patterns that share nodes. */
static void
fill_parameters(const char *pattern, const char *path, struct match *match)
{
	struct str pattern_rest = str_of(pattern + 1);
	struct str path_rest = str_of(path + 1);

	while (pattern_rest.at != NULL) {
		struct str segment = str_cut(&pattern_rest, '/');
		struct str value = str_cut(&path_rest, '/');
		struct str name, text;
		enum segment_kind kind;

		if (segment.length == 0 || !read_segment(segment, &kind, &name, &text) || kind == SEGMENT_LITERAL)
			continue;
		if (kind == SEGMENT_REST)
			value = str_of(value.at);
		match->parameters[match->count].name = name;
		match->parameters[match->count].value = str_slice(value.at, value.length - text.length);
		match->count++;
	}
}

enum match_result
router_match(const struct router *router, enum http_method method, const char *path, struct match *match,
	     unsigned *allowed)
{
	const struct node *node;

	*allowed = 0;
	match->count = 0;
	if (path[0] != '/')
		return MATCH_NO_PATH;
	node = find_node(router->root, str_of(path + 1), method, allowed);
	if (node == NULL)
		return *allowed != 0 ? MATCH_NO_METHOD : MATCH_NO_PATH;
	match->index = (size_t)node->patterns[method];
	fill_parameters(router->patterns[match->index].path, path, match);
	return MATCH_FOUND;
}
