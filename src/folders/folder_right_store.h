/* folder_right_store: what was said about a folder: written down, taken back, listed. */
#ifndef FOLDERS_FOLDER_RIGHT_STORE_H
#define FOLDERS_FOLDER_RIGHT_STORE_H

#include "folders/folder_access.h"

#include <stddef.h>

struct folder_right {
	int64_t folder_id;
	enum folder_whose whose;
	int64_t who_id; /* 0: everybody */
	enum folder_level level;
};

/* Says it of the folder, and of all below that says nothing else about them. The caller has asked who may. */
void folder_right_set(struct tx *tx, const struct folder *folder, const struct folder_right *right);
/* As the folders above say. True: there was something to take back. */
bool folder_right_unset(struct tx *tx, const struct folder *folder, enum folder_whose whose, int64_t who_id);
/* What is said of one whom, in the folder and below it (or of everybody, whose FOLDER_WHOSE), by path. */
struct folder_right *folder_rights_beneath(struct tx *tx, const struct folder *folder, enum folder_whose whose,
					   int64_t who_id, size_t *count);

/* The beginning of a statement about rights, up to the table's name; and the rows of the whole. */
struct sql folder_rights_begin(struct tx *tx);
struct folder_right *folder_rights_list(struct tx *tx, struct sql *sql, size_t *count);

/* The folder lies elsewhere now: what said of it and below that the rights of `before` hold says those of `after`. */
void folder_rights_follow(struct tx *tx, const struct folder *folder, int64_t before, int64_t after);

#endif
