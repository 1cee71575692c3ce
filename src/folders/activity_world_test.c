/* activity_world_test: lines by chance about folders and files of a world, and who may read which of them. */
#include "folders/activity_store.h"
#include "folders/folder_world_test.h"

#include "base/arena.h"
#include "base/instant.h"
#include "base/str.h"
#include "core/house.h"

enum { GONE_FOR_GOOD = 4242 };

static const struct house house; /* whose journal it is: with keys that nobody knows */

static void
add(struct folder_world *world, struct tree *tree)
{
	const struct paper *paper = tree->paper_count == 0 || draw_once_in(&world->chance, 2)
					    ? NULL
					    : &tree->papers[draw(&world->chance, tree->paper_count)];
	struct line line = {.folder = tree->nodes[draw(&world->chance, tree->node_count)].id,
			    .paper = paper == NULL ? 0 : paper->id};
	struct audit_place place = {.file = line.paper, .name = "Devis toit.pdf", .words = " devis toit pdf"};

	if (draw_once_in(&world->chance, 8))
		line.folder = GONE_FOR_GOOD;
	if (draw_once_in(&world->chance, 16))
		line.folder = line.paper = place.file = 0, place.words = NULL;
	place.folder = line.folder;
	audit_add_system(&house, world->tx,
			 &(struct audit){.action = "file.put", .client = tree->client, .place = &place});
	line.seq = db_get_int(world->tx, 0, "select seq from audit_head");
	tree->lines[tree->line_count++] = line;
}

void
activity_world_change(struct folder_world *world, struct tree *tree)
{
	if (tree->line_count < LINES && draw_once_in(&world->chance, 2))
		add(world, tree);
}

static const struct paper *
paper_of(const struct tree *tree, int64_t id)
{
	for (size_t i = 0; i < tree->paper_count; i++)
		if (tree->papers[i].id == id)
			return &tree->papers[i];
	return NULL;
}

bool
activity_world_shows(const struct folder_world *world, const struct tree *tree, const struct folder_access *access,
		     const struct line *line)
{
	const struct paper *paper = paper_of(tree, line->paper);

	if (line->folder == 0)
		return true;
	if (paper != NULL && folder_naive(world, tree, access, paper->folder) == FOLDER_NONE)
		return false;
	if (line->folder == GONE_FOR_GOOD)
		return access->person.staff && folder_naive(world, tree, access, tree->client) == FOLDER_FULL;
	return folder_naive(world, tree, access, line->folder) != FOLDER_NONE;
}

static bool
lies_in(const struct tree *tree, const struct line *line, int64_t in)
{
	const struct paper *paper = paper_of(tree, line->paper);

	return in == tree->client || (line->folder != 0 && folder_naive_lies_in(tree, line->folder, in)) ||
	       (paper != NULL && folder_naive_lies_in(tree, paper->folder, in));
}

/* A page of what is asked for, once it is decided how it is come by; the next one begins where it ended. False: that
 * was the last. */
static bool
next_page(struct folder_world *world, struct activity_query *query, const struct activity **list, size_t *count)
{
	static const size_t some[] = {0, 3, ACTIVITIES_FEW};
	bool whole;

	activity_aim(world->tx, query, some[draw(&world->chance, 3)], 5 + draw(&world->chance, LINES));
	query->limit = 3 + draw(&world->chance, LINES);
	*list = activity_list(world->tx, query, count);
	whole = *count == query->limit;
	if (!whole && query->floor_seq == 0)
		return false;
	query->before_at = whole ? (*list)[*count - 1].at : query->floor_at;
	query->before_seq = whole ? (*list)[*count - 1].seq : query->floor_seq;
	return true;
}

void
activity_world_compare(struct folder_world *world, const struct tree *tree, const struct folder_access *access,
		       const struct folder_seen *in)
{
	struct activity_query query = {.access = access,
				       .with_gone = true,
				       .root = folder_find(world->tx, access, access->client),
				       .words = draw_once_in(&world->chance, 2) ? "toit" : NULL,
				       .type = draw_once_in(&world->chance, 2) ? ACTIVITY_SENT : ACTIVITY_TYPES,
				       .in = in,
				       .from = NO_INSTANT,
				       .before = NO_INSTANT};
	const struct activity *list = NULL;
	size_t count = 0, found = 0, expected = 0, at = 0;
	bool more = true;

	for (size_t i = tree->line_count; i-- > 0;) {
		const struct line *line = &tree->lines[i];

		if (!activity_world_shows(world, tree, access, line) || !lies_in(tree, line, in->folder.id) ||
		    (query.words != NULL && line->folder == 0))
			continue;
		expected++;
		for (; at == count && more; at = 0) {
			more = next_page(world, &query, &list, &count);
			found += count;
		}
		folder_compare(world, at < count && list[at].seq == line->seq, "a line", access, line->folder);
		at++;
	}
	while (more) {
		more = next_page(world, &query, &list, &count);
		found += count;
	}
	folder_compare(world, found == expected, "how many lines", access, in->folder.id);
	query.before_seq = 0;
	activity_aim(world->tx, &query, ACTIVITIES_FEW, ACTIVITIES_LOOK);
	activity_times(world->tx, &query, LINES, &count);
	folder_compare(world, count == expected, "lines counted", access, in->folder.id);
}
