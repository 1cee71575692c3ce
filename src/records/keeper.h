/* keeper: the rules of a feature whose table is a module: they hold wherever the engine writes its records. */
#ifndef RECORDS_KEEPER_H
#define RECORDS_KEEPER_H

#include "core/feature.h"
#include "db/sql.h"
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

/* A column that a feature adds to the list of its records where no view says which columns there are. */
struct keeper_column {
	const char *name;
	const char *label; /* English, N_ */
	bool number;
	bool optional;			  /* it is only there where a view names it, or the list is sorted by it */
	const struct record_order *order; /* NULL: the list is not sorted by it */
};

/* What a list may be asked beside the fields of its records, at "?asked.name=answer" (records/question.h). Views keep
 * the answer, and files follow it. */
struct keeper_question {
	const char *name;
	const char *label;		     /* English, N_ */
	const char *all;		     /* what it is called when nothing is asked; English, N_ */
	const struct permission *permission; /* who may ask it; NULL: whoever sees the list */
	/* Adds {"value", "label"} of each answer there is for the viewer. */
	void (*options)(struct request *rq, struct doc *list);
	/* Adds " and …" to a statement of a plan: the rows that answer so, whatever somebody typed; "": nothing was
	 * asked, which may leave out some, too. */
	void (*narrow)(struct sql *sql, const char *answer);
};

/* What can be done with many records at once besides setting their fields: a kind of change of which the bar below a
 * list offers each choice. */
struct keeper_bulk {
	const char *name;		     /* "group_in": in forms "set=@group_in=ID" */
	const char *label;		     /* English, N_ */
	const struct permission *permission; /* who is offered it; `act` asks for itself */
	/* Adds {"value", "label"} of each choice. */
	void (*options)(struct request *rq, struct doc *list);
	/* Does it to one record that the viewer sees; RECORD_REFUSED says why in *trouble. */
	enum record_outcome (*act)(struct request *rq, int64_t id, const char *value, struct record_trouble *trouble);
};

/* Pages that the feature has of its records, for those who see the whole of them; the others have those of all modules.
 */
struct keeper_pages {
	const char *home; /* "/console/clients": a record's sheet is below it */
	const struct permission *read;
	/* For whom the sheets of those records are there that are theirs, though they see no whole (struct permission);
	   where one is not, it sends on to that of all modules. NULL: nobody. */
	const struct permission *given;
	/* The form of a new record, for those who hold `write`; NULL: that of all modules. */
	const char *form;
	const struct permission *write;
	/* The list of the module is at `home`, printed with this template, which fills blocks of record_list. NULL:
	   there is a list of the feature's own, and that of all modules is where those of others are. */
	const char *list;
	/* Fields of the list's columns until somebody arranges the fields, NULL-terminated; with them it is in the
	   order of names. */
	const char *const *fields;
	/* Columns behind them, for those who hold `read`; NULL-terminated by name. NULL: none. */
	const struct keeper_column *(*columns)(struct request *rq);
	/* Sets under the names of these columns, in the document of each record: a text or number, {"label", "tone"},
	 * or a list of {"href", "text"}. What is not set is empty. */
	void (*fill_rows)(struct request *rq, const int64_t *ids, struct doc *const *rows, size_t count);
	/* The columns that files have besides their fields, for who holds `read`, and what stands in them: texts and
	 * numbers, of 128 records at most at a time. In the arena of the transaction; NULL: none. */
	const struct keeper_column *(*file_columns)(struct tx *tx, const struct access *access);
	void (*fill_file)(struct tx *tx, const struct access *access, const int64_t *ids, struct doc *const *rows,
			  size_t count);
	/* Adds to the list's page what the template shows besides, for whoever sees the list. */
	void (*fill)(struct request *rq, struct doc *page);
	const struct keeper_bulk *bulk;		 /* NULL-terminated by name; NULL: none */
	const struct keeper_question *questions; /* at most QUESTIONS, NULL-terminated by name; NULL: none */
};

struct keeper {
	const char *module;		  /* "clients" */
	const struct keeper_pages *pages; /* NULL: those of all modules alone */
	/* Before anything is written: tidies what was typed, refuses what is wrong. NULL: nothing to say. */
	void (*check)(struct keeping *keeping);
	/* Inserts the row of a new record, with the columns that are the feature's alone; false: its number, or
	 * address, was given to another one meanwhile. NULL: the module is made elsewhere. */
	bool (*make)(struct keeping *keeping);
	/* It was written: what follows for sessions, for those who are told, for the journal. */
	void (*written)(const struct keeping *keeping);
	/* Why it may not go into the recycle bin now: a sentence (English, N_); NULL: it may. */
	const char *(*refuse_removal)(struct tx *tx, int64_t id);
	/* It went into the recycle bin; it came out again. */
	void (*removed)(const struct keeping *keeping);
	void (*restored)(const struct keeping *keeping);
	/* Takes away what leads to the row in tables that are no module, before it goes for good. */
	void (*purge)(struct tx *tx, int64_t id);
	/* Adds " union select id …", at most `limit`, of records that are found by what is kept beside them; `folded`
	   as typed, in lower case. Only asked for those who may `pages->read`. NULL: nothing. */
	void (*search)(struct sql *sql, const char *folded, int limit);
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
