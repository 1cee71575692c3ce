/* notice_store: bursts of new files, whom they are for, and what people chose, as rows. */
#ifndef NEWS_NOTICE_STORE_H
#define NEWS_NOTICE_STORE_H

#include "base/doc.h"
#include "db/db.h"
#include "news/notice.h"

#include <stddef.h>

/* ---- bursts ---- */

/* A file was put into the client's folders, just before `now`. */
void burst_add(struct tx *tx, int64_t client, int64_t file, int64_t now);
/* One that is due; NULL: none is. */
struct burst *burst_next(struct tx *tx, int64_t now);
void burst_defer(struct tx *tx, const struct burst *burst, int64_t due_at);
/* From now on people are told of what was put up to an instant. */
void burst_begin(struct tx *tx, struct burst *burst, int64_t until);
void burst_go_on(struct tx *tx, const struct burst *burst, const char *whose, int64_t id);
/* All were told; what came meanwhile is another burst. */
void burst_end(struct tx *tx, const struct burst *burst, int64_t now);
/* Whether a file that was put since then still waits for the virus scanner. */
bool files_wait_for_scan(struct tx *tx, int64_t client, int64_t since);
void bursts_join(struct tx *tx, int64_t from, int64_t to);
void bursts_forget(struct tx *tx, int64_t client);

/* Who is told of it, after the last: contacts of the client who have come in and may, and staff users who follow it. */
struct told {
	const char *whose; /* "contact", "staff" */
	int64_t id;
	int64_t since_at; /* of what was put before they need not be told */
};
struct told *burst_people(struct tx *tx, const struct burst *burst, size_t limit, size_t *count);

/* ---- once a day ---- */

/* Somebody who is told daily. */
struct daily {
	const char *whose;
	int64_t id;
	int64_t told_at;  /* of what was put up to then they were told */
	const char *zone; /* theirs; "": the organisation's */
};
/* Whose mail is due; NULL: nobody's. */
struct daily *daily_next(struct tx *tx, int64_t now);
void daily_defer(struct tx *tx, const struct daily *daily, int64_t due_at);
void daily_end(struct tx *tx, const struct daily *daily, int64_t told_at, int64_t due_at);

/* A client whose files somebody may be told of. */
struct told_client {
	int64_t client_id;
	int64_t after_at; /* of what was put later than that */
};
/* Theirs into which files were put since they were told, up to `until`; by name. */
struct told_client *daily_clients(struct tx *tx, const struct daily *daily, int64_t until, size_t limit, size_t *count);

/* ---- choices ---- */

enum notice_way notice_way_of(struct tx *tx, const char *whose, int64_t id);
/* Who changes to daily is told of the last hour too: soon, they might not have been yet. */
void notice_choose(struct tx *tx, const char *whose, int64_t id, enum notice_way way, int64_t now);
/* Of two contacts who are one person: who stays keeps their own choice. */
void notice_join(struct tx *tx, int64_t from, int64_t to);
void notice_export(struct tx *tx, int64_t contact, struct doc *person);
void notice_erase(struct tx *tx, int64_t contact);

bool notice_follows(struct tx *tx, int64_t staff, int64_t client);
void notice_follow(struct tx *tx, int64_t staff, int64_t client, bool follow, int64_t now);
int64_t *notice_followed(struct tx *tx, int64_t staff, size_t limit, size_t *count);

#endif
