/* content_tasks: what the helper does with a file; each task's code is a reason of content.h. */
#ifndef CONTENT_TASKS_H
#define CONTENT_TASKS_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct builder;

/* The helper's side: a prepare and a work of struct sandbox_task each. Files are at descriptor 0. */
bool type_prepare(void);
int type_work(int count, char **words); /* answers "type/subtype width height" */
bool draw_prepare(void);
int draw_work(int count, char **words);	 /* words: edge; answers a PNG or a JPEG */
int clean_work(int count, char **words); /* words: edge; answers a PNG */
int say_work(int count, char **words);	 /* words: the type; answers what the file says */

/* At most `most` bytes of the file from its start. */
struct str file_start(struct arena *arena, int file, size_t most);

/* OOXML and OpenDocument: their type by what is in the archive, NULL when it is neither; and what they say, until
 * `out` has more than is kept of a text. */
const char *office_type(struct arena *arena, int file);
int office_say(struct arena *arena, int file, const char *type, struct builder *out);

void sign_say(struct builder *out, uint32_t sign); /* a letter by its number */

/* Plain text as UTF-8, whatever it was written in (UTF-8, UTF-16 with its mark, else Windows-1252). */
struct str plain_say(struct arena *arena, struct str bytes);

/* A mail (RFC 5322): its heads by the names mails have for them, what came with it, its text. */
bool mail_prepare(void);
int mail_work(int count, char **words); /* answers what it says */
void mail_say(struct arena *arena, struct str bytes, struct builder *out);

/* Both sides: what the first bytes of a PNG, JPEG, GIF or WebP say of its size; false: nothing sensible. */
bool picture_size(struct str bytes, int *width, int *height);

#endif
