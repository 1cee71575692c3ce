/* folder_retention: how long files are kept at least: nobody deletes them for good before, and when they may go. */
#ifndef FOLDERS_FOLDER_RETENTION_H
#define FOLDERS_FOLDER_RETENTION_H

#include "folders/file_store.h"

enum { RETENTION_UNSAID = -1 };

/* The months that may be chosen, ascending, from 0; the last is negative. */
extern const int retention_months[];
bool retention_is_choice(int64_t months);

/* ---- the organisation's ---- */

/* Months after its newest version that a file is kept, where its folders say nothing else. */
int retention_months_kept(struct tx *tx);
void retention_keep(struct tx *tx, int months);

/* ---- of folders ---- */

/* RETENTION_UNSAID takes it back. `reason` "": none. */
void folder_retention_set(struct tx *tx, const struct folder *folder, int months, const char *reason);

/* Who says how long what lies in a folder is kept. */
struct retention_said {
	int months;
	int64_t folder_id;  /* itself, or the one above that holds; the client's id: its root; 0: the organisation */
	const char *name;   /* of the folder; "" of the root and the organisation */
	const char *reason; /* "": none */
	bool carried;	    /* nobody said so: it came along when the folder was moved, and holds as long as the place
			       says less */
	bool by_folder;	    /* somebody said something of it or a folder above, so the organisation says nothing */
};
struct retention_said retention_said_of(struct tx *tx, const struct folder *folder);
/* The same without what the folder itself says. */
struct retention_said retention_said_above(struct tx *tx, const struct folder *folder);

/* ---- what moves ---- */

/* Nothing is kept less long because it was moved: `before` is what retention_said_of or file_retention_months told
 * before the move, and these write down what is needed after it. A folder gets that period as its own, a file bears it
 * itself, until the place says as much. */
void folder_retention_carry(struct tx *tx, const struct folder *moved, int before);
void file_retention_carry(struct tx *tx, int64_t file, int before);
/* For how many months the file is kept, wherever it lies. */
int file_retention_months(struct tx *tx, int64_t file);
/* What it bears itself; 0: nothing. */
int file_retention_carried(struct tx *tx, int64_t file);
/* From then on it is kept as its folder says. */
void file_retention_forget(struct tx *tx, int64_t file);

/* ---- what is kept ---- */

/* The first day on which it may go; NO_DAY: of 0 months. In UTC, as cut-offs are. */
int32_t retention_until(int64_t changed_at, int months);
/* Writes a condition: that nothing keeps the file (a row `file` whose folder is the row `place`, null: the root) from
 * being deleted for good: neither a hold nor its retention. Whoever purges asks it. */
void sql_file_may_go(struct sql *sql, struct tx *tx);
/* Writes for how many months it is kept, and a condition that they are past, with `otherwise` as what the organisation
 * says. */
void sql_file_months(struct sql *sql, int otherwise);
void sql_file_is_past(struct sql *sql, int otherwise);
/* The same if its folder said so many months. */
void sql_file_is_past_after(struct sql *sql, int months);
/* Writes a condition: that the file had to be kept, and has no longer to be. It begins with an instant that all of them
 * are older than, so that a list in the order of time is short. False: there are none, and nothing is written. */
bool sql_file_is_over(struct sql *sql, struct tx *tx);

#endif
