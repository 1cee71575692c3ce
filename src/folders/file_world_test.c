/* file_world_test: files by chance in the folders of a world, and what the rule of their folders says of them. */
#include "folders/file_look.h"
#include "folders/folder_world_test.h"

#include "base/arena.h"
#include "base/str.h"

#include <string.h>

static const char *const names[] = {"Devis toit.pdf", "devis TOIT.pdf", "Paie-2026.ods", "Élan.png", "plan.pdf"};

/* One has a word that names have, too; some say nothing, or are not looked at yet. */
static const char *const texts[] = {"Le toit est SAIN.", "L’étanchéité, à revoir : toiture", "Rien à dire", "", NULL};

/* ---- changes ---- */

static struct paper *
paper_named(struct tree *tree, int64_t folder, const char *name)
{
	for (size_t i = 0; i < tree->paper_count; i++)
		if (tree->papers[i].removed_with == 0 && tree->papers[i].folder == folder &&
		    text_equal(tree->papers[i].name, name))
			return &tree->papers[i];
	return NULL;
}

/* The first two names are one. */
static struct paper *
paper_like(struct tree *tree, int64_t folder, const char *name)
{
	struct paper *paper = paper_named(tree, folder, name);

	if (paper == NULL && name == names[0])
		paper = paper_named(tree, folder, names[1]);
	if (paper == NULL && name == names[1])
		paper = paper_named(tree, folder, names[0]);
	return paper;
}

static enum folder_outcome
may(const struct folder_world *world, const struct tree *tree, const struct folder_access *access, int64_t folder)
{
	if (tree_node(tree, folder) == NULL)
		return FOLDER_GONE;
	if (folder != tree->client && !folder_naive_shows(world, tree, access, folder))
		return FOLDER_GONE;
	return folder_naive(world, tree, access, folder) == FOLDER_FULL ? FOLDER_DONE : FOLDER_REFUSED;
}

/* Of a file: where its folder is only a name, it is not there. */
static enum folder_outcome
may_paper(const struct folder_world *world, const struct tree *tree, const struct folder_access *access,
	  const struct paper *paper)
{
	if (paper->removed_with != 0 || folder_naive(world, tree, access, paper->folder) == FOLDER_NONE)
		return FOLDER_GONE;
	return may(world, tree, access, paper->folder);
}

/* What the job finds in a version that was put. */
static const char *
say(struct folder_world *world, const struct folder_access *access, int64_t id)
{
	const char *text = texts[draw(&world->chance, sizeof texts / sizeof texts[0])];
	struct file_look *look;

	if (text == NULL)
		return "";
	look = file_look_find(world->tx, file_find(world->tx, access, id),
			      db_get_int(world->tx, 0, "select number from file where id = $1", db_int(id)));
	look->picture = look->said = "made";
	file_look_keep(world->tx, look, &(struct content_text){.text = text});
	return text;
}

static void
put(struct folder_world *world, struct tree *tree, const struct folder_access *access)
{
	int64_t folder = tree->nodes[draw(&world->chance, tree->node_count)].id, id = 0;
	const char *name = names[draw(&world->chance, sizeof names / sizeof names[0])];
	enum file_same same = (enum file_same)draw(&world->chance, 2);
	enum folder_outcome expected = may(world, tree, access, folder), outcome;
	struct paper *there = paper_like(tree, folder, name);
	const struct file_content content = {
		.size = 3,
		.type = "text/plain",
		.sha256 = "00",
		.blob = arena_printf(tx_arena(world->tx), "%llx", (unsigned long long)draw(&world->chance, UINT64_MAX)),
		.scan = "no_server"};

	if (tree->paper_count == PAPERS)
		return;
	if (expected == FOLDER_DONE && there != NULL && same == SAME_REFUSED)
		expected = FOLDER_NAMESAKE;
	outcome = file_put(world->tx, access, folder, name, &content, same, &id);
	folder_compare(world, outcome == expected, "putting a file", access, folder);
	if (outcome != FOLDER_DONE)
		return;
	folder_compare(world, there == NULL || there->id == id, "another version", access, folder);
	if (there == NULL) {
		there = &tree->papers[tree->paper_count++];
		*there = (struct paper){.id = id, .folder = folder, .name = name};
	}
	there->text = say(world, access, id);
	there->by = access->person;
	there->at = db_get_int(world->tx, 0, "select changed_at from file where id = $1", db_int(id));
}

static void
move(struct folder_world *world, struct tree *tree, const struct folder_access *access, struct paper *paper)
{
	int64_t to = tree->nodes[draw(&world->chance, tree->node_count)].id;
	enum folder_outcome expected = may_paper(world, tree, access, paper), outcome;
	const struct paper *there = paper_like(tree, to, paper->name);

	if (expected == FOLDER_DONE)
		expected = may(world, tree, access, to);
	if (expected == FOLDER_DONE && there != NULL && there != paper)
		expected = FOLDER_NAMESAKE;
	outcome = file_move(world->tx, access, paper->id, to, false);
	folder_compare(world, outcome == expected, "moving a file", access, paper->folder);
	if (outcome == FOLDER_DONE)
		paper->folder = to;
}

static void
take_away(struct folder_world *world, struct tree *tree, const struct folder_access *access, struct paper *paper)
{
	enum folder_outcome expected = may_paper(world, tree, access, paper),
			    outcome = file_remove(world->tx, access, paper->id, 1);

	folder_compare(world, outcome == expected, "removing a file", access, paper->folder);
	if (outcome == FOLDER_DONE)
		paper->removed_with = paper->id;
}

/* Where it went, and under which name, is the store's to say. */
static void
bring_back(struct folder_world *world, const struct folder_access *access, struct paper *paper)
{
	enum folder_outcome outcome = file_restore(world->tx, access, paper->id);

	if (paper->removed_with != paper->id)
		folder_compare(world, outcome == FOLDER_GONE, "bringing back what is there", access, paper->folder);
	if (outcome != FOLDER_DONE)
		return;
	paper->removed_with = 0;
	paper->folder = db_get_int(world->tx, 0, "select folder_id from file where id = $1", db_int(paper->id));
	paper->name = db_get_text(world->tx, "select name from file where id = $1", db_int(paper->id));
}

void
file_world_change(struct folder_world *world, struct tree *tree, const struct folder_access *access)
{
	struct paper *paper = tree->paper_count == 0 ? NULL : &tree->papers[draw(&world->chance, tree->paper_count)];
	uint64_t kind = draw(&world->chance, 6);

	if (paper == NULL || kind < 3)
		put(world, tree, access);
	else if (kind == 3)
		move(world, tree, access, paper);
	else if (kind == 4)
		take_away(world, tree, access, paper);
	else
		bring_back(world, access, paper);
}

void
file_world_follow(struct tree *tree, int64_t folder, bool removed)
{
	for (size_t i = 0; i < tree->paper_count; i++) {
		struct paper *paper = &tree->papers[i];

		if (removed && paper->removed_with == 0 && folder_naive_lies_in(tree, paper->folder, folder))
			paper->removed_with = folder;
		else if (!removed && paper->removed_with == folder)
			paper->removed_with = 0;
	}
}

/* ---- what is asked ---- */

static bool
contains(const struct file *list, size_t count, int64_t id)
{
	for (size_t i = 0; i < count; i++)
		if (list[i].id == id)
			return true;
	return false;
}

static const struct search searches[] = {
	{"TOI", {" toi"}},
	{"étanch", {" etanch"}},
	{"sain", {" sain"}},
	{"T", {" t"}},
	{"dev toit", {" dev", " toit"}},
	{"toiture plan", {" toiture", " plan"}},
	{"sain d", {" sain", " d"}},
	{"oit", {" oit"}},
};

const struct search *
file_world_search(struct chance *chance)
{
	return &searches[draw(chance, sizeof searches / sizeof searches[0])];
}

/* Each of the words in one of the texts. */
static bool
has_all(struct arena *arena, const char *name, const char *text, const struct search *search)
{
	for (size_t i = 0; i < 2 && search->words[i] != NULL; i++)
		if (strstr(file_words_key(arena, name), search->words[i]) == NULL &&
		    strstr(file_words_key(arena, text), search->words[i]) == NULL)
			return false;
	return true;
}

bool
file_world_finds(struct arena *arena, const struct paper *paper, const struct search *search)
{
	return has_all(arena, paper->name, paper->text, search);
}

/* Every file of the tree: it is in the list, or it is not. */
static void
compare_list(struct folder_world *world, const struct tree *tree, const struct folder_access *access,
	     const struct file *list, size_t count, int64_t in, const struct search *search)
{
	size_t expected = 0;

	for (size_t i = 0; i < tree->paper_count; i++) {
		const struct paper *paper = &tree->papers[i];
		bool there = paper->removed_with == 0 &&
			     (search == NULL ? paper->folder == in : folder_naive_lies_in(tree, paper->folder, in)) &&
			     folder_naive(world, tree, access, paper->folder) != FOLDER_NONE;

		if (search != NULL)
			there = there && file_world_finds(tx_arena(world->tx), paper, search);
		expected += there;
		folder_compare(world, contains(list, count, paper->id) == there,
			       search == NULL ? "a file in" : "a file found below", access, in);
	}
	folder_compare(world, count == expected, search == NULL ? "how many files in" : "how many files found below",
		       access, in);
}

static void
compare_search(struct folder_world *world, const struct tree *tree, const struct folder_access *access,
	       const struct folder_seen *seen)
{
	const struct search *search = file_world_search(&world->chance);
	struct file list[PAPERS];
	size_t count;
	const struct file_found *found = file_search(world->tx, access, seen, search->typed, NULL, 0, PAPERS, &count);

	for (size_t i = 0; i < count; i++) {
		list[i] = found[i].file;
		folder_compare(world, (found[i].text == NULL) == has_all(tx_arena(world->tx), list[i].name, "", search),
			       "found in the name", access, seen->folder.id);
	}
	compare_list(world, tree, access, list, count, seen->folder.id, search);
}

void
file_world_compare(struct folder_world *world, const struct tree *tree, const struct folder_access *access,
		   const struct folder_seen *seen)
{
	size_t count;
	const struct file *list = files_in(world->tx, access, seen, NULL, 0, PAPERS, &count);

	compare_list(world, tree, access, list, count, seen->folder.id, NULL);
	folder_compare(world, file_count(world->tx, access, seen) == (int64_t)count, "count of files", access,
		       seen->folder.id);
	compare_search(world, tree, access, seen);
}

void
file_world_compare_one(struct folder_world *world, const struct tree *tree, const struct folder_access *access)
{
	const struct paper *paper;
	const struct file_seen *seen;
	bool there;

	if (tree->paper_count == 0)
		return;
	paper = &tree->papers[draw(&world->chance, tree->paper_count)];
	seen = file_find(world->tx, access, paper->id);
	there = paper->removed_with == 0 && folder_naive(world, tree, access, paper->folder) != FOLDER_NONE;
	folder_compare(world, (seen != NULL) == there, "a file", access, paper->folder);
}
