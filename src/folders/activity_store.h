/* activity_store: finds what was done about a client, as far as whoever asks may read what it was done to. */
#ifndef FOLDERS_ACTIVITY_STORE_H
#define FOLDERS_ACTIVITY_STORE_H

#include "folders/activity.h"

struct activity {
	int64_t seq, at;
	const char *actor_kind; /* "staff", "contact", "portal_user", "system", "nobody" */
	int64_t actor;		/* 0: none */
	const char *actor_name; /* as they are called now; NULL: nobody knows */
	bool preview;		/* somebody of the staff, who saw the portal as the client does */
	const char *action;
	int64_t folder_id, file_id;    /* 0: none; the client's id: the top of its folders */
	const char *folder_name;       /* NULL: of the top, or it is gone for good */
	bool folder_there, file_there; /* not in the recycle bin, nor gone */
	const char *name;	       /* of file or folder as it was called then, or an invoice's number */
	const char *kind;	       /* of the file */
	const char *device, *trace;
	bool refused;
	const char *detail; /* JSON, as the journal has it */
};

/* What is asked for; what is 0, NULL or one past the last says nothing. */
struct activity_query {
	const struct folder_access *access;
	const struct folder_seen *root; /* of all folders, as it was found */
	bool without_invoices, without_rights;
	bool with_gone; /* what is gone for good, whoever could read it: for who reads the journal */
	bool own;	/* for a contact: what they did with files and folders, and what staff changed there */
	const char *words;
	const char *kind;
	enum activity_type type;
	const struct folder_seen *in; /* and below it */
	int64_t from, before;	      /* instants; NO_INSTANT */
	const char *actor_kind;
	int64_t actor;
	int64_t before_at, before_seq; /* the last one shown; 0: none */
	size_t limit;
	/* What activity_aim says: */
	const struct activity_pick *pick; /* finds the few that may fit; NULL: one goes back from the newest… */
	int64_t floor_at, floor_seq;	  /* …down to this one; 0: to the first */
};

/* Decides by how many lines there are how those that fit are come by, so that a page costs about the same whatever the
 * age of the client: a pick gives `few` at most; else `look` lines are looked at, and those that are older only by
 * going on from the floor. A few statements. */
enum { ACTIVITIES_FEW = 5000, ACTIVITIES_LOOK = 20000 };
void activity_aim(struct tx *tx, struct activity_query *query, size_t few, size_t look);

/* Parts of the statements: "with recursive seen (…)"; the conditions that indexes know by the instant (who, the
 * period, what was shown); what `pick`
 * finds. */
struct sql sql_activities_begin(struct tx *tx, const struct activity_query *query);
void sql_activity_reach(struct sql *sql, enum db_engine engine, const struct activity_query *query);
void sql_activity_picked(struct sql *sql, const struct activity_query *query);

/* Newest first. One statement, beside what tells the levels of folders. */
struct activity *activity_list(struct tx *tx, const struct activity_query *query, size_t *count);
/* The instants of the newest ones, at most `limit`. */
int64_t *activity_times(struct tx *tx, const struct activity_query *query, size_t limit, size_t *count);

/* One client goes into another; `join`: the folder that its top became, 0: none. It goes for good. */
void activities_join(struct tx *tx, int64_t from, int64_t to, int64_t join);
void activities_forget(struct tx *tx, int64_t client);

/* What one contact did is told of the other from now on; the journal keeps who it was. */
void activities_contact_join(struct tx *tx, int64_t from, int64_t to);

/* What a contact did, for themselves; what tells of them in it, taken out. */
void activities_export_person(struct tx *tx, int64_t contact, struct doc *person);
void activities_erase(struct tx *tx, int64_t contact);

#endif
