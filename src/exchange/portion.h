/* portion: some lines of a file, read as a mapping says and written in one transaction. */
#ifndef EXCHANGE_PORTION_H
#define EXCHANGE_PORTION_H

#include "exchange/intake.h"
#include "exchange/mapping.h"
#include "exchange/names.h"

/* Values that a file may have only once, as far as it was read. */
struct seen;
struct seen *seen_new(struct arena *arena);
/* False: it was there already. What is added counts for good once seen_keep is called; seen_start drops the rest. */
bool seen_add(struct seen *seen, const struct field *field, const char *compared);
void seen_start(struct seen *seen);
void seen_keep(struct seen *seen);

struct line {
	int64_t line;
	const char *const *cells; /* by column, trimmed, "" when empty */
};

/* A line on its way. */
struct line_draft {
	struct record_draft *draft;
	bool bad;
	enum found found; /* the record it is about */
	int64_t id;
};

struct portion {
	struct tx *tx;
	const struct access *access;
	const struct formats *formats;
	const struct mapping *mapping;
	const char *const *headings;
	const struct line *lines;
	size_t count;
	struct seen *seen; /* NULL: nobody asks */
	int64_t lot;	   /* new records belong to it */
	/* made by portion_read: */
	struct names *names;
	struct line_draft *drafts;
	struct problem *problems;
	size_t problem_count, problem_capacity;
	/* made by portion_write: */
	struct intake_row *rows;
	size_t row_count;
	int64_t created, changed, same, bad;
};

/* Reads the cells, finds what names stand for, and the records the lines are about. */
void portion_read(struct portion *portion);
/* Writes the lines that are good: new records unseen, in the portion's lot. */
void portion_write(struct portion *portion);

#endif
