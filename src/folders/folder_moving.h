/* folder_moving: folders that go elsewhere, on pages: the question what becomes of rights, and moving one. */
#ifndef FOLDERS_FOLDER_MOVING_H
#define FOLDERS_FOLDER_MOVING_H

#include "core/request.h"
#include "folders/folder_keep.h"

/* The field `rights`: KEPT, or TAKEN, which is also when nothing is chosen. */
enum folder_rights_way { RIGHTS_TAKEN, RIGHTS_KEPT };
enum folder_rights_way folder_read_rights_way(struct request *rq);

/* Who may not give rights is not told those of others. */
bool folder_may_ask_rights(const struct request *rq, const struct folder_seen *folder);
/* Sets "rights": of whom anything is said above these folders, which lie in one, or above the place, what they have
 * and would have; where not all of the folders are alike, in which of them. Null: the question does not arise, as
 * nothing is said at either. A few statements. */
void folder_rights_ask(struct request *rq, struct doc *page, const struct folder_seen *folders, size_t count,
		       const struct folder *to);
/* What to write so that a folder which comes there keeps its rights. */
struct folder_keep folder_keep_of(struct request *rq, const struct folder *folder, const struct folder *to);

/* Moves it and has the journal told, under folder_name_free where its name is taken and it may be `numbered`. What is
 * not FOLDER_DONE is to be undone. */
enum folder_outcome folder_go(struct request *rq, const struct folder_access *access, const struct folder_seen *folder,
			      const struct folder_seen *to, enum folder_rights_way way, bool numbered);

#endif
