/* demand_store: finds, lists and changes document requests, through the eyes of who asks. */
#ifndef DEMANDS_DEMAND_STORE_H
#define DEMANDS_DEMAND_STORE_H

#include "base/doc.h"
#include "core/viewer.h"
#include "demands/demand.h"
#include "folders/folders.h"

/* Staff see what is asked for a folder they may read, contacts what they are asked; in a preview both holds. Of a
 * folder that is gone for good nobody knows any more whose it was: its requests are whoever's asked. */

/* NULL: there is none, or it is not theirs. */
struct demand *demand_find(struct tx *tx, const struct folder_access *access, int64_t id);
/* Newest first, before `before` (0: from the newest); `open` only those that are open. One statement. */
struct demand *demands_of_client(struct tx *tx, const struct folder_access *access, bool open, int64_t before,
				 size_t limit, size_t *count);
/* Whether who asks may decide about it and change it: the folder is theirs in full, or, when it is not there any more,
 * all of the client's are. */
bool demand_may_change(struct tx *tx, const struct folder_access *access, const struct demand *demand);

/* Open ones of all clients whom a staff user sees, newest first, before `before`. */
enum demand_filter { OPEN_DEMANDS, LATE_DEMANDS, DEMANDS_TO_CHECK, DEMAND_FILTERS };
extern const char *const demand_filter_names[]; /* "open", "late", "check", NULL-terminated */
struct demand *demands_open(struct tx *tx, const struct rights *rights, const struct viewer *viewer,
			    enum demand_filter filter, int32_t today, int64_t before, size_t limit, size_t *count);

struct piece *pieces_of(struct tx *tx, int64_t owner, size_t *count);
/* One of a request that is theirs, which goes to *demand. */
struct piece *piece_find(struct tx *tx, const struct folder_access *access, int64_t id, const struct demand **demand);

/* What was sent for a request that was found, by piece; of contacts what they sent themselves. */
struct deposit *
deposits_of(struct tx *tx, const struct folder_access *access, const struct demand *demand, size_t *count);
/* One of a request that is theirs, and that is seen; *piece and *demand get what it was sent for. */
struct deposit *deposit_find(struct tx *tx, const struct folder_access *access, int64_t id, const struct piece **piece,
			     const struct demand **demand);
/* What was accepted is the file it became: staff, and a preview, get it as far as they may read that one. */
bool deposit_is_seen(struct tx *tx, const struct folder_access *access, const struct deposit *deposit);
struct deposit *deposits_waiting(struct tx *tx, int64_t piece, size_t *count); /* in no folder, whoever sent them */
int deposit_count(struct tx *tx, int64_t piece); /* whoever sent them; refused ones not counted */

int64_t *demand_contacts(struct tx *tx, int64_t demand, size_t *count);

/* ---- changing: demand_write_store.c; who may is asked before ---- */

int64_t demand_insert(struct tx *tx, const struct demand *demand);
/* Title, words, day, folder, whom and how files are named. False: somebody was faster. */
bool demand_update(struct tx *tx, const struct demand *demand);
bool demand_set_state(struct tx *tx, const struct demand *demand, enum demand_state state);
void demand_set_news(struct tx *tx, int64_t demand, const char *news);
void demand_set_contacts(struct tx *tx, int64_t demand, const int64_t *contacts, size_t count);
void demand_remove(struct tx *tx, int64_t demand); /* a draft: nothing was sent for it */
/* Whether a legal hold is on its folder: then nothing that was sent for it may go. */
bool demand_is_held(struct tx *tx, int64_t demand);
/* True: nothing holds it up any more, and it is complete from now on. */
bool demand_settle(struct tx *tx, int64_t demand);

int64_t piece_insert(struct tx *tx, const struct piece *piece);
void piece_update(struct tx *tx, const struct piece *piece); /* what is asked */
void piece_remove(struct tx *tx, int64_t piece);	     /* with what was sent and refused */
void pieces_copy(struct tx *tx, int64_t from, int64_t to);   /* what is asked, with examples */
/* State, reason, absence and news. False: somebody was faster. */
bool piece_set_state(struct tx *tx, const struct piece *piece);
void piece_set_example(struct tx *tx, const struct piece *piece);

/* What waits takes space of the client, and is looked at. */
int64_t deposit_insert(struct tx *tx, int64_t client, const struct deposit *deposit);
void deposit_remove(struct tx *tx, int64_t client, const struct deposit *deposit);
/* At most `most` of those that nobody waits for any more: refused ones sent before `before`, and what waits for
 * requests closed before it, unless a legal hold is on the folder of the request; their space is free again. Returns
 * how many. */
size_t deposits_sweep(struct tx *tx, int64_t before, size_t most);
void deposits_refuse(struct tx *tx, int64_t piece);
/* Frees the space it takes, for the file that is made of it; then it is that file. */
void deposit_leave(struct tx *tx, int64_t client, const struct deposit *deposit);
void deposit_set_file(struct tx *tx, int64_t deposit, int64_t file);

/* ---- templates, and reasons: demand_template_store.c ---- */

enum { DEMAND_TEMPLATES = 300, REASONS = 100 };

struct demand_template {
	int64_t id, version;
	const char *name, *words;
	int piece_count;
};
struct demand_template *demand_templates(struct tx *tx, size_t *count); /* by name */
struct demand_template *demand_template_find(struct tx *tx, int64_t id);
bool demand_template_is_taken(struct tx *tx, const char *name, int64_t except);
int64_t demand_template_insert(struct tx *tx, const char *name, const char *words);
bool demand_template_update(struct tx *tx, const struct demand_template *template);
void demand_template_remove(struct tx *tx, int64_t id);

struct refusal_reason {
	int64_t id;
	const char *words;
};
struct refusal_reason *refusal_reasons(struct tx *tx, size_t *count);
void refusal_reason_keep(struct tx *tx, const char *words);
bool refusal_reason_remove(struct tx *tx, int64_t id);

/* ---- what is told, and persons and clients: demand_life_store.c ---- */

struct demand *demand_itself(struct tx *tx, int64_t id); /* whoever asks: for jobs */
void pieces_are_told(struct tx *tx, int64_t demand);
void demands_join(struct tx *tx, int64_t from, int64_t to);
void demands_contact_join(struct tx *tx, int64_t from, int64_t to);
void demands_forget(struct tx *tx, int64_t client);
void demands_export_person(struct tx *tx, int64_t contact, struct doc *person);
void demands_erase_person(struct tx *tx, int64_t contact);

#endif
