/* feature_parts: what a feature offers by the piece: cards, entries of menus, tabs, columns, names, needs of a switch.
 */
#ifndef CORE_FEATURE_PARTS_H
#define CORE_FEATURE_PARTS_H

#include "core/request.h"

/* A card of the client's dashboard, or of the staff's home: adds its values to `page` under its own name. */
struct card {
	void (*fill)(struct request *rq, struct doc *page);
	bool any_person; /* of the dashboard: for who is no contact as well */
};

enum area {
	AREA_PORTAL,
	AREA_CONSOLE,
	AREA_OFFICE, /* of the console too: what runs the house, below the records */
};

struct navigation {
	enum area area;
	int order;
	const char *label; /* English, N_ */
	const char *icon;  /* name in the sprite */
	const char *path;  /* below the area's home: "/invoices"; "/" is the home itself */
	const struct permission *permission;
	bool any_person;		  /* AREA_PORTAL: for who is no contact as well, and has no client to act for */
	const struct permission *seen_by; /* as of its route (core/request.h) */
	const char *const *also;	  /* what further pages that are its begin with: "/client-", NULL; NULL: none */
};

/* What things are called, told by the feature that knows to those below it: the records of a module and, where `module`
 * is NULL, the staff users, as far as the one who sent the request may see them. */
struct directory {
	const char *(*name)(struct request *rq, const char *module, int64_t id); /* NULL: not theirs to see */
	/* Those of exactly this name (or e-mail address of staff), without case and accents. */
	size_t (*find)(struct request *rq, const char *module, const char *name, int64_t *ids, size_t limit);
	/* Adds all staff users who may sign in: {"label"}. */
	void (*add_staff)(struct request *rq, struct doc *list);
	/* Where scripts ask for names that begin with what is typed; NULL: nowhere. */
	const char *(*suggestions_href)(struct request *rq, const char *module);
};

/* A tab of a client's sheet: a page of its own about one client, below /console/clients/{client}. Such a page begins
 * with client_sheet_head (clients/clients.h) and the partial client_head. */
struct client_tab {
	int order;	   /* Information 0, Contacts 10, Staff 80 */
	const char *name;  /* what tells client_sheet_head which tab is open: "staff" */
	const char *label; /* English, N_ */
	const char *below; /* "" or "/staff" */
	const struct permission *permission;
	/* Whether the viewer, who holds the permission, has this tab of this client; NULL: they have. */
	bool (*seen_by)(struct request *rq, int64_t client);
};

/* A number in the list of clients that a feature above it knows. */
struct client_column {
	const char *name;		     /* "folder_count" */
	const char *label;		     /* English, N_ */
	const char *file_label;		     /* in files, where numbers have no unit; English, N_. NULL: as `label` */
	const struct permission *permission; /* NULL: whoever sees the list's columns */
	bool optional;			     /* it is only there where a view names it, or the list is sorted by it */
	const struct record_order *order; /* the list may be sorted by it (records/record_order.h); NULL: it may not */
	/* How many of each of these clients, as far as the viewer sees them, in one statement; 0 to begin with. */
	void (*count)(struct tx *tx, const struct viewer *viewer, const int64_t *clients, int64_t *counts,
		      size_t count);
	/* Sets it under its name as people read it, besides what programs read; NULL: the number as it is. */
	void (*show)(struct doc *row, const char *name, int64_t number);
};

/* What must be given before a switch of the house is put on: asked on the page that says what it will do. */
struct switch_need {
	const char *switch_name; /* "privacy" */
	/* Sets "asked" on `page`: what is missing, as the form asks it; null: nothing is. */
	void (*show)(struct request *rq, struct doc *page);
	/* Reads and keeps what was typed; what is wrong stands beside its field. */
	void (*take)(struct request *rq);
};

#endif
