/* folder_world_test: trees, people and rights by chance, and what the rule says of them without any statement. */
#ifndef FOLDERS_FOLDER_WORLD_TEST_H
#define FOLDERS_FOLDER_WORLD_TEST_H

#include "folders/file_store.h"
#include "folders/folder_right_store.h"
#include "folders/folder_store.h"
#include "records/property_world_test.h"

enum { TREES = 2, PEOPLE_OF_KIND = 4, CREWS = 3, NODES = 60, SAYINGS = 120, PAPERS = 60, LINES = 60 };

/* A folder as the test knows it. */
struct node {
	int64_t id, parent;
	int64_t removed_with; /* the folder that took it into the bin; 0: it is not there */
	const char *name;
};

/* A file as the test knows it. */
struct paper {
	int64_t id, folder;
	int64_t removed_with; /* itself, or the folder that took it into the bin; 0: it is not there */
	const char *name;
	const char *text;	 /* what its newest version says; "": nothing, or nobody looked yet */
	struct folder_person by; /* who put that, and when */
	int64_t at;
	int64_t read_at[2 * PEOPLE_OF_KIND]; /* the version that each of the people opened; 0: none */
};

/* Something that was done, as the journal has it. */
struct line {
	int64_t seq;
	int64_t folder, paper; /* 0: none */
};

struct tree {
	int64_t client;
	struct node nodes[NODES];
	size_t node_count;
	struct folder_right said[SAYINGS];
	size_t said_count;
	struct paper papers[PAPERS];
	size_t paper_count;
	struct line lines[LINES];
	size_t line_count;
	int64_t marked[2 * PEOPLE_OF_KIND]; /* all of it is read up to then; 0: no mark */
};

struct folder_world {
	struct tx *tx;
	struct chance chance;
	struct tree trees[TREES];
	bool member[CREWS][PEOPLE_OF_KIND];
	struct folder_person people[2 * PEOPLE_OF_KIND]; /* contacts, then staff */
	size_t compared, wrong;
	bool quiet; /* of a world that is to go wrong */
};

/* Clients and crews, written; people with what they may at the clients, drawn. */
void folder_world_make(struct folder_world *world, struct tx *tx, uint64_t seed);
/* One change by chance, by who may do everything unless the tree says otherwise; what came of it is compared. */
void folder_world_change(struct folder_world *world);
/* Counts an answer, and says which when it is wrong. */
void folder_compare(struct folder_world *world, bool right, const char *what, const struct folder_access *access,
		    int64_t folder);

/* ---- files: file_world_test.c ---- */

void file_world_change(struct folder_world *world, struct tree *tree, const struct folder_access *access);
/* A folder went into the bin, or came back: what lay in it, too. */
void file_world_follow(struct tree *tree, int64_t folder, bool removed);
/* Lists, finds, counts and searches of what lies in a folder that was found. */
void file_world_compare(struct folder_world *world, const struct tree *tree, const struct folder_access *access,
			const struct folder_seen *seen);
/* What is typed, and how the words that it asks for begin. */
struct search {
	const char *typed, *words[2];
};
const struct search *file_world_search(struct chance *chance);
/* Whether each of the words is in its name or its text. */
bool file_world_finds(struct arena *arena, const struct paper *paper, const struct search *search);
/* One by its id, whoever asks. */
void file_world_compare_one(struct folder_world *world, const struct tree *tree, const struct folder_access *access);

/* ---- activities: activity_world_test.c ---- */

void activity_world_change(struct folder_world *world, struct tree *tree);
bool activity_world_shows(const struct folder_world *world, const struct tree *tree, const struct folder_access *access,
			  const struct line *line);
/* The lines about a folder that was found, and what lies below it. */
void activity_world_compare(struct folder_world *world, const struct tree *tree, const struct folder_access *access,
			    const struct folder_seen *in);

/* ---- what is new for whom: mark_world_test.c ---- */

void mark_world_change(struct folder_world *world, struct tree *tree);
/* What is new below a folder that was found, and what lies in it. */
void mark_world_compare(struct folder_world *world, const struct tree *tree, const struct folder_access *access,
			const struct folder_seen *seen);

/* ---- the rule, step by step: folder_naive_test.c ---- */

const struct node *tree_node(const struct tree *tree, int64_t id); /* NULL: not there, or in the bin */
enum folder_level folder_naive(const struct folder_world *world, const struct tree *tree,
			       const struct folder_access *access, int64_t folder);
/* Read, or on the way to something that is. */
bool folder_naive_shows(const struct folder_world *world, const struct tree *tree, const struct folder_access *access,
			int64_t folder);
bool folder_naive_lies_in(const struct tree *tree, int64_t folder, int64_t in); /* itself included */

#endif
