/* tree: copies and moves of files and folders, as programs ask for them. */
#ifndef DAV_TREE_H
#define DAV_TREE_H

#include "dav/place.h"

/* To a place that is NONE (its name is safe), or a file to another one. A folder with all that may be read in it when
 * `deep` (folders/folder_copy.h). */
enum folder_outcome tree_copy(struct request *rq, const struct place *from, const struct place *to, bool deep);
/* To a place that is NONE by now, or is the same under another spelling. */
enum folder_outcome tree_move(struct request *rq, const struct place *from, const struct place *to);
/* What is in a file becomes the next version of another, and itself goes into the bin: so programs save. */
enum folder_outcome tree_move_over(struct request *rq, const struct place *from, const struct place *to);

#endif
