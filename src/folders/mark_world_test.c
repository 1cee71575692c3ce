/* mark_world_test: files opened and marked as read by chance, and what is new for whom, asked file by file. */
#include "folders/file_mark.h"
#include "folders/folder_world_test.h"

#include "base/arena.h"
#include "base/str.h"
#include "sys/clock.h"

#include <string.h>

/* ---- changes ---- */

static bool
lies_below(const struct tree *tree, const struct paper *paper, int64_t folder)
{
	return paper->removed_with == 0 && folder_naive_lies_in(tree, paper->folder, folder);
}

static bool
reads(const struct folder_world *world, const struct tree *tree, const struct folder_access *access,
      const struct paper *paper)
{
	return paper->removed_with == 0 && folder_naive(world, tree, access, paper->folder) != FOLDER_NONE;
}

static bool
is_new(const struct folder_world *world, const struct tree *tree, const struct folder_access *access,
       const struct paper *paper)
{
	for (size_t i = 0; i < 2 * PEOPLE_OF_KIND; i++)
		if (world->people[i].id == access->person.id && world->people[i].staff == access->person.staff)
			return reads(world, tree, access, paper) && paper->at > tree->marked[i] &&
			       paper->read_at[i] < paper->at &&
			       !(paper->by.id == access->person.id && paper->by.staff == access->person.staff);
	return false;
}

static void
open_one(struct folder_world *world, struct tree *tree, const struct folder_access *access, size_t person)
{
	struct paper *paper = &tree->papers[draw(&world->chance, tree->paper_count)];
	const struct file_seen *seen = file_find(world->tx, access, paper->id);

	if (seen == NULL)
		return;
	file_read_by(world->tx, &access->person, &seen->file);
	paper->read_at[person] = paper->at;
}

/* Up to now, or up to when one of them was put. */
static void
mark(struct folder_world *world, struct tree *tree, const struct folder_access *access, size_t person)
{
	const int64_t until = draw_once_in(&world->chance, 2)
				      ? clock_now()
				      : tree->papers[draw(&world->chance, tree->paper_count)].at;
	const struct folder_seen *of =
		folder_find(world->tx, access, tree->nodes[draw(&world->chance, tree->node_count)].id);

	if (of == NULL)
		return;
	files_read_in(world->tx, access, of, until);
	if (of->folder.id == tree->client && until > tree->marked[person])
		tree->marked[person] = until;
	for (size_t i = 0; i < tree->paper_count && of->folder.id != tree->client; i++) {
		struct paper *paper = &tree->papers[i];

		if (lies_below(tree, paper, of->folder.id) && is_new(world, tree, access, paper) && paper->at <= until)
			paper->read_at[person] = paper->at;
	}
}

void
mark_world_change(struct folder_world *world, struct tree *tree)
{
	const size_t person = draw(&world->chance, 2 * PEOPLE_OF_KIND);
	const struct folder_access access = {tree->client, world->people[person], NULL, "Test"};

	if (tree->paper_count == 0 || access.person.cap == FOLDER_NONE)
		return;
	switch (draw(&world->chance, 8)) {
	case 0:
		mark(world, tree, &access, person);
		return;
	case 1:
	case 2:
		open_one(world, tree, &access, person);
		return;
	case 3:
		file_world_change(world, tree, &access);
		return;
	default:
		return;
	}
}

/* ---- what is asked ---- */

static int64_t
news_of(const struct file_news *news, size_t count, const char *path)
{
	for (size_t i = 0; i < count; i++)
		if (text_equal(news[i].path, path))
			return news[i].count;
	return 0;
}

static void
compare_beneath(struct folder_world *world, const struct tree *tree, const struct folder_access *access,
		const struct folder_seen *seen)
{
	size_t count, below_count;
	const struct file_news *news = files_new_beneath(world->tx, access, seen, &count);
	const struct folder_seen *below = folder_children(world->tx, access, seen, NULL, 0, NODES, &below_count);
	int64_t expected = 0, sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += news[i].count;
	for (size_t i = 0; i < tree->paper_count; i++)
		expected += lies_below(tree, &tree->papers[i], seen->folder.id) &&
			    is_new(world, tree, access, &tree->papers[i]);
	folder_compare(world, sum == expected, "how many new below", access, seen->folder.id);
	for (size_t f = 0; f < below_count; f++) {
		expected = 0;
		for (size_t i = 0; i < tree->paper_count; i++)
			expected += lies_below(tree, &tree->papers[i], below[f].folder.id) &&
				    is_new(world, tree, access, &tree->papers[i]);
		folder_compare(world, news_of(news, count, below[f].folder.path) == expected, "new in", access,
			       below[f].folder.id);
	}
}

static void
compare_files(struct folder_world *world, const struct tree *tree, const struct folder_access *access,
	      const struct folder_seen *seen)
{
	size_t count, new_count, expected = 0;
	const struct file *files = files_in(world->tx, access, seen, NULL, 0, PAPERS, &count);
	int64_t ids[PAPERS];
	const int64_t *news;

	for (size_t i = 0; i < count; i++)
		ids[i] = files[i].id;
	news = files_new(world->tx, access, ids, count, &new_count);
	for (size_t i = 0; i < tree->paper_count; i++) {
		const struct paper *paper = &tree->papers[i];
		bool said = false, fresh = paper->folder == seen->folder.id && is_new(world, tree, access, paper);

		for (size_t n = 0; n < new_count; n++)
			said = said || news[n] == paper->id;
		expected += fresh;
		folder_compare(world, said == fresh, "a new file in", access, seen->folder.id);
	}
	folder_compare(world, new_count == expected, "how many new files in", access, seen->folder.id);
}

/* Those of the whole client: all of them, or only what is new. */
static void
compare_latest(struct folder_world *world, const struct tree *tree, const struct folder_access *access, bool fresh)
{
	const struct file_reader reader = file_reader_of(world->tx, &access->person, access->client);
	const struct file_latest_query query = {.new_for = fresh ? &reader : NULL, .limit = PAPERS};
	size_t count, expected = 0;
	const struct file_latest *latest = files_latest(world->tx, access, &query, &count);

	for (size_t i = 0; i < tree->paper_count; i++) {
		const struct paper *paper = &tree->papers[i];
		bool said = false,
		     there = fresh ? is_new(world, tree, access, paper) : reads(world, tree, access, paper);

		for (size_t n = 0; n < count; n++)
			said = said || latest[n].file.id == paper->id;
		expected += there;
		folder_compare(world, said == there, "among the latest", access, paper->folder);
	}
	folder_compare(world, count == expected, "how many of the latest", access, access->client);
}

/* Across clients: what contacts put, for staff users who see this one. */
static void
compare_of_contacts(struct folder_world *world, const struct tree *tree, const struct folder_access *access)
{
	const struct file_reader reader = file_reader_of(world->tx, &access->person, 0);
	const struct file_latest_query query = {.new_for = &reader, .limit = PAPERS};
	size_t count, expected = 0;
	const struct file_latest *latest = files_of_contacts(world->tx, &tree->client, 1, &query, &count);

	for (size_t i = 0; i < tree->paper_count; i++)
		expected += !tree->papers[i].by.staff && is_new(world, tree, access, &tree->papers[i]);
	for (size_t i = 0; i < count; i++)
		folder_compare(world, latest[i].file.client_id == tree->client, "of contacts", access, access->client);
	folder_compare(world, count == expected, "how many of contacts", access, access->client);
}

void
mark_world_compare(struct folder_world *world, const struct tree *tree, const struct folder_access *access,
		   const struct folder_seen *seen)
{
	if (access->looker != NULL)
		return;
	compare_beneath(world, tree, access, seen);
	compare_files(world, tree, access, seen);
	if (seen->folder.id != access->client)
		return;
	compare_latest(world, tree, access, draw_once_in(&world->chance, 2));
	if (access->person.staff && access->person.cap != FOLDER_NONE)
		compare_of_contacts(world, tree, access);
}
