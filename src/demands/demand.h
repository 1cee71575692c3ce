/* demand: document requests: what is asked for, in which state it is, and the rules that say what comes next. */
#ifndef DEMANDS_DEMAND_H
#define DEMANDS_DEMAND_H

#include "folders/folders.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	DEMAND_TITLE = 120,
	DEMAND_WORDS = 2000,
	DEMAND_PIECES = 200, /* of one checklist */
	PIECE_NAME = 160,
	PIECE_WORDS = 500,
	PIECE_FILES = 20, /* of one piece */
	REASON_WORDS = 500,
};
#define DEPOSIT_BYTES ((int64_t)1 << 30) /* of one file */

enum demand_state { DEMAND_DRAFT, DEMAND_OPEN, DEMAND_COMPLETE, DEMAND_CANCELLED };
extern const char *const demand_state_names[];		 /* NULL-terminated, as those below */
const char *demand_state_label(enum demand_state state); /* English, N_ */

enum piece_state { PIECE_ASKED, PIECE_RECEIVED, PIECE_ABSENT, PIECE_ACCEPTED, PIECE_REFUSED, PIECE_NOT_NEEDED };
extern const char *const piece_state_names[];
/* What staff and those who are asked call it: English, N_. */
const char *piece_state_label(enum piece_state state, bool portal);
const char *piece_state_tone(enum piece_state state);

/* Which files are taken. */
enum formats_taken { TAKES_ANY, TAKES_PDF, TAKES_PICTURE, TAKES_DOCUMENT, TAKES_OFFICE, FORMATS_TAKEN };
extern const char *const formats_taken_names[];
const char *formats_taken_label(enum formats_taken formats);  /* English, N_ */
const char *formats_taken_accept(enum formats_taken formats); /* of a file input; NULL: anything */
bool formats_take(enum formats_taken formats, const char *type);

struct demand {
	int64_t id, client_id, folder_id;
	const char *title, *words;
	int32_t due_on; /* NO_DAY: none */
	enum demand_state state;
	bool by_piece, everybody;
	int64_t staff_id;
	const char *news;
	int64_t created_at, sent_at, closed_at; /* the last two: NO_INSTANT */
	int64_t version;
	const char *client_name;
	const char *folder_name; /* NULL: of the top, or it is gone for good */
	bool folder_there;	 /* neither in the recycle bin, nor gone */
	int piece_count;
	int settled_count; /* accepted, or not needed */
	int check_count;   /* for staff to look at */
	int left_count;	   /* that hold it up */
};

struct piece {
	int64_t id, owner_id;
	int position;
	const char *name, *words, *example;
	bool required;
	enum formats_taken formats;
	int files_most;
	enum piece_state state;
	const char *reason, *absence; /* NULL: none */
	int64_t absence_by;	      /* the contact who said so; 0: nobody */
	const char *news;
	const char *example_blob, *example_name, *example_type, *example_sha256; /* NULL: none */
	int64_t example_size;
	int64_t version;
};

/* A file that was sent for a piece. Of its content number and creation are not used. */
struct deposit {
	int64_t id, piece_id;
	const char *name;
	struct file_content content;
	int64_t contact_id;
	const char *sent_by;
	int64_t sent_at;
	bool refused;
	int64_t file_id; /* 0: it is in no folder */
};

/* Whether those who are asked may send something for it, or take it back. */
bool piece_is_open(const struct demand *demand, const struct piece *piece);

/* What staff decide. */
enum decision { DECIDE_ACCEPT, DECIDE_REFUSE, DECIDE_NOT_NEEDED, DECIDE_ASK };
extern const char *const piece_decision_names[]; /* "accept", "refuse", "not_needed", "ask" */
bool decision_fits(enum piece_state state, enum decision decision);
enum piece_state decision_gives(enum decision decision);

/* Its name as a file of this piece: "Avis d’imposition.pdf". In the arena. */
const char *deposit_file_name(struct arena *arena, const struct demand *demand, const struct piece *piece,
			      const struct deposit *deposit);

/* The pieces of a list that was pasted, one a line: "- Avis d’imposition: toutes les pages (facultatif)". At most
 * `most`; *count gets how many there are, or more than `most`. */
struct piece *pieces_of_list(struct arena *arena, const char *list, size_t most, size_t *count);

#endif
