/* world_test: two companies and two clients in an empty database, for the tests of billing. */
#ifndef BILLING_WORLD_TEST_H
#define BILLING_WORLD_TEST_H

#include "billing/invoice_book.h"
#include "billing/invoice_store.h"

struct world {
	int64_t sorel, atelier; /* companies: prefixes F and A, G and B */
	int64_t durand, martin; /* clients C-00001 of Sorel (company), C-00002 of Atelier (household) */
	struct viewer staff;	/* sees all */
	struct viewer as_durand, as_martin;
	int32_t today;
};

/* Migrates, and makes the world. Its rules of access are those of the features. */
struct world *world_make(struct db *db, struct arena *arena);

/* Runs `body` in a write that must succeed. */
void billing_world_write(struct db *db, struct arena *arena, db_body body, void *data);

/* A draft of one line of 100.00 at 20 %, for a client of the world. */
struct invoice *world_draft(struct tx *tx, const struct world *world, int64_t client);
/* The same, issued that day. */
struct invoice *world_issued(struct tx *tx, const struct world *world, int64_t client, int32_t day);

#endif
