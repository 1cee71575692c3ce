/* file_note: what is done with files, written into the journal. */
#ifndef FOLDERS_FILE_NOTE_H
#define FOLDERS_FILE_NOTE_H

#include "core/request.h"
#include "folders/file_store.h"

/* A line of the journal about a file. `version` 0: the newest. */
void file_note(struct request *rq, const char *action, const struct file *file, int64_t version);
/* The same with how it was called before. */
void file_note_was(struct request *rq, const char *action, const struct file *file, int64_t version, const char *was);
/* What was just put there: a new file, or a new version of one. */
void file_note_put(struct request *rq, const struct file *file);

/* Whether only a further piece of a file is asked for, whose beginning has its line already: players and drives fetch
 * one in many. Whoever asks for more than that is noted. */
bool file_is_continued(const struct request *rq);

#endif
