/* tree_paste: the lines of a pasted list, one after the other, with the folders each of them is indented under. */
#include "trees/tree_paste.h"

#include "base/arena.h"
#include "sys/file_name.h"

#include <string.h>

enum { TAB = 4 };

/* A line that others may be indented under. */
struct rung {
	int width;
	int folder;
};

struct reading {
	struct arena *arena;
	struct pasted pasted;
	int depth; /* of the folder it is pasted into */
	int line;
	struct rung rungs[FOLDER_DEPTH + 1]; /* from the outermost */
	int rung_count;
};

static bool
fail(struct reading *reading, const char *english)
{
	reading->pasted.problem = english;
	reading->pasted.line = reading->line;
	return false;
}

/* ---- what stands in a line ---- */

static bool
take_mark(struct str *rest, const char *mark)
{
	struct str sign = str_of(mark);

	if (!str_starts(*rest, sign))
		return false;
	*rest = str_slice(rest->at + sign.length, rest->length - sign.length);
	return true;
}

static int
take_indent(struct str *rest)
{
	int width = 0;

	for (;;) {
		if (take_mark(rest, "\t"))
			width += TAB - width % TAB;
		else if (take_mark(rest, " ") || take_mark(rest, "\u00a0"))
			width++;
		else
			return width;
	}
}

/* A bullet has a blank behind it, or nothing: "-5 °C" is a name. */
static bool
take_bullet(struct str *rest)
{
	static const char *const bullets[] = {"-", "*", "•", "–"};

	for (size_t i = 0; i < sizeof bullets / sizeof bullets[0]; i++) {
		struct str behind = *rest;

		if (!take_mark(&behind, bullets[i]))
			continue;
		if (behind.length > 0 && take_indent(&behind) == 0)
			return false;
		*rest = behind;
		return true;
	}
	return false;
}

/* ---- folders ---- */

static int
find(const struct pasted *pasted, int in, const char *name_key)
{
	for (size_t i = 0; i < pasted->count; i++)
		if (pasted->folders[i].parent == in && strcmp(pasted->folders[i].name_key, name_key) == 0)
			return (int)i;
	return -1;
}

static bool
add(struct reading *reading, int in, const char *name, const char *name_key)
{
	struct pasted *pasted = &reading->pasted;
	int depth = in == TREE_TOP ? 1 : pasted->folders[in].depth + 1;

	if (reading->depth + depth > FOLDER_DEPTH)
		return fail(reading, N_("Line {{line}}: folders may lie at most 32 deep in one another."));
	if (pasted->count == TREE_FOLDERS)
		return fail(reading, N_("Line {{line}}: a template has at most 2,000 folders."));
	pasted->folders[pasted->count++] = (struct pasted_folder){name, name_key, in, depth, reading->line, false};
	return true;
}

/* One name of a line, the `last` or one on the way; -1: refused. */
static int
take_name(struct reading *reading, int in, struct str piece, bool last)
{
	struct pasted *pasted = &reading->pasted;
	const char *name = file_name_typed(reading->arena, piece), *name_key;
	int at;

	if (name == NULL) {
		fail(reading, N_("Line {{line}}: there is no name."));
		return -1;
	}
	name_key = folder_name_key(reading->arena, name);
	at = find(pasted, in, name_key);
	pasted->name = name;
	if (piece.length > FILE_NAME_BYTES) {
		fail(reading, N_("Line {{line}}: the name is too long."));
		return -1;
	}
	if (at >= 0 && last && pasted->folders[at].named) {
		pasted->other = pasted->folders[at].line;
		fail(reading, N_("Line {{line}}: “{{name}}” stands there already, in line {{other}}."));
		return -1;
	}
	if (at < 0 && !add(reading, in, name, name_key))
		return -1;
	at = at < 0 ? (int)pasted->count - 1 : at;
	if (last && !pasted->folders[at].named) {
		pasted->folders[at].named = true;
		pasted->folders[at].line = reading->line;
	}
	return at;
}

/* The next name of "A/B/C", without what is empty; false: there is none. */
static bool
next_piece(struct str *rest, struct str *piece)
{
	while (rest->length > 0) {
		size_t length = 0;

		while (length < rest->length && rest->at[length] != '/' && rest->at[length] != '\\')
			length++;
		*piece = str_trim(str_slice(rest->at, length));
		length += length < rest->length;
		*rest = str_slice(rest->at + length, rest->length - length);
		if (piece->length > 0)
			return true;
	}
	return false;
}

static int
take_path(struct reading *reading, int in, struct str rest)
{
	struct str piece, next;
	bool more;

	if (!next_piece(&rest, &piece)) {
		fail(reading, N_("Line {{line}}: there is no name."));
		return -1;
	}
	do {
		more = next_piece(&rest, &next);
		in = take_name(reading, in, piece, !more);
		piece = next;
	} while (more && in >= 0);
	return in;
}

/* ---- lines ---- */

/* Leaves the line's own rung on top. */
static bool
climb(struct reading *reading, int width)
{
	struct rung *rungs = reading->rungs;
	bool back = false;

	while (reading->rung_count > 0 && rungs[reading->rung_count - 1].width > width) {
		reading->rung_count--;
		back = true;
	}
	if (reading->rung_count > 0 && rungs[reading->rung_count - 1].width == width)
		return true;
	if (back)
		return fail(reading, N_("Line {{line}}: it is indented like none of the lines above it."));
	if (reading->rung_count > FOLDER_DEPTH)
		return fail(reading, N_("Line {{line}}: folders may lie at most 32 deep in one another."));
	rungs[reading->rung_count++] = (struct rung){width, TREE_TOP};
	return true;
}

static bool
take_line(struct reading *reading, struct str rest)
{
	int width = take_indent(&rest);
	bool bullet = take_bullet(&rest);
	struct rung *rung;

	rest = str_trim(rest);
	if (rest.length == 0 && !bullet)
		return true;
	if (!climb(reading, width))
		return false;
	rung = &reading->rungs[reading->rung_count - 1];
	rung->folder = take_path(reading, reading->rung_count == 1 ? TREE_TOP : rung[-1].folder, rest);
	return rung->folder >= 0;
}

struct pasted
tree_paste_read(struct arena *arena, const char *text, int depth)
{
	struct reading reading = {.arena = arena, .depth = depth};
	struct str rest = str_of(text);

	reading.pasted.folders = arena_make_array(arena, struct pasted_folder, TREE_FOLDERS + 1);
	while (rest.length > 0) {
		reading.line++;
		if (!take_line(&reading, str_cut(&rest, '\n')))
			break;
	}
	return reading.pasted;
}
