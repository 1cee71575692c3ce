/* client_draft_store: clients that are being made, as rows: whose they are, and what was typed in each step. */
#ifndef WIZARD_CLIENT_DRAFT_STORE_H
#define WIZARD_CLIENT_DRAFT_STORE_H

#include "db/db.h"

enum { DRAFTS_OPEN = 50, DRAFT_DAYS = 30 };

struct client_draft {
	int64_t id;
	int64_t client_id; /* made of it; 0: none yet */
	int64_t created_at, changed_at, version;
	const char *information; /* what was typed in the first step; NULL: nothing */
};

/* Theirs, and not yet given up; made or not. NULL: absent. */
struct client_draft *client_draft_find(struct tx *tx, int64_t staff, int64_t id);
/* Of which no client was made yet, the last changed first; at most DRAFTS_OPEN. */
struct client_draft *client_draft_list(struct tx *tx, int64_t staff, size_t *count);

/* 0: they have DRAFTS_OPEN already. */
int64_t client_draft_create(struct tx *tx, int64_t staff);
/* The value of a step, JSON; NULL: nobody was there yet. */
const char *client_draft_step(struct tx *tx, int64_t draft, const char *step);
void client_draft_write(struct tx *tx, int64_t draft, const char *step, const char *value);
/* A client was made of it: what was typed goes. False: it is not at this version any more. */
bool client_draft_end(struct tx *tx, int64_t draft, int64_t version, int64_t client);
void client_draft_remove(struct tx *tx, int64_t draft);

/* Those that nobody touched for DRAFT_DAYS. */
void client_drafts_forget(struct tx *tx);

/* The values of all drafts' step that say `word` somewhere. */
struct draft_value {
	int64_t draft;
	const char *value;
};
struct draft_value *client_draft_values(struct tx *tx, const char *step, const char *word, size_t *count);

#endif
