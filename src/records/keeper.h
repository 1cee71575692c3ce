/* keeper: the rules of a feature whose table is a module: they hold wherever the engine writes its records. */
#ifndef RECORDS_KEEPER_H
#define RECORDS_KEEPER_H

#include "core/feature.h"
#include "modules/catalogue.h"
#include "records/record.h"

/* A record being written. Cells are asked for by the names of built-in fields. */
struct keeping {
	struct tx *tx;
	const struct house *house; /* NULL: nobody hears of it */
	const struct viewer *viewer;
	const struct module *module;
	int64_t id;
	const struct db_value *before; /* cells by field index; NULL: a new record */
	struct db_value *after;
	void *writing; /* for keeping_refuse */
};

/* When records become one (record_merge.h). Without `move` they never do. */
struct keeper_merging {
	const struct permission *permission; /* who merges holds it, besides the rights of the module */
	const char *const *notes;	     /* what to know before: sentences (English, N_), NULL-terminated */
	/* Why the two may not be one: a sentence (English, N_); NULL: they may. */
	const char *(*refuse)(const struct keeping *stays, const struct keeping *goes);
	/* What leads to the one that goes, in tables that are no module, is the other's from now on. The one that stays
	 * has taken its values over (before and after), the other is as it was, and not in the bin yet. */
	void (*move)(const struct keeping *stays, const struct keeping *goes);
};

struct keeper {
	const char *module; /* "clients" */
	/* Before anything is written: tidies what was typed, refuses what is wrong. NULL: nothing to say. */
	void (*check)(struct keeping *keeping);
	/* Inserts the row of a new record, with the columns that are the feature's alone; false: its number, or
	 * address, was given to another one meanwhile. NULL: the module is made elsewhere. */
	bool (*make)(struct keeping *keeping);
	/* It was written: what follows for sessions, for those who are told, for the journal. */
	void (*written)(const struct keeping *keeping);
	/* It went into the recycle bin; it came out again. */
	void (*removed)(const struct keeping *keeping);
	void (*restored)(const struct keeping *keeping);
	/* Takes away what leads to the row in tables that are no module, before it goes for good. */
	void (*purge)(struct tx *tx, int64_t id);
	/* Records of it are about to lead to another record by this built-in lookup: what is kept of them follows. */
	void (*leads)(const struct keeping *keeping, const char *field, int64_t from, int64_t to);
	struct keeper_merging merging;
};

/* Called once at the start with the features of the house. */
void keepers_start(const struct feature *const *features, size_t count);
/* NULL: the engine alone writes its records. */
const struct keeper *keeper_of(const struct module *module);

/* ---- for keepers ---- */

/* NULL: empty. In the arena of the transaction. */
const char *keeping_text(const struct keeping *keeping, const char *field);
const char *keeping_text_before(const struct keeping *keeping, const char *field);
/* NULL empties it. */
void keeping_set(struct keeping *keeping, const char *field, const char *text);
/* Says beside the field what is wrong; `error` English, N_. */
void keeping_refuse(struct keeping *keeping, const char *field, const char *error);

#endif
