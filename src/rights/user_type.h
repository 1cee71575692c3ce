/* user_type: what a kind of portal user sees and may do, as it was published: a part of the snapshot. */
#ifndef RIGHTS_USER_TYPE_H
#define RIGHTS_USER_TYPE_H

#include "db/db.h"
#include "modules/condition.h"
#include "rights/plan.h"

#include <stdbool.h>

struct rights;

/* By what the records of a tab are the viewer's. */
enum tie {
	TIE_SELF,    /* the main module: the record they sign in by */
	TIE_RECORD,  /* a lookup that leads to that record */
	TIE_CLIENT,  /* a lookup that leads to the client they act for; of the clients' own module that client */
	TIE_THROUGH, /* a lookup that leads to a record they see in a tab before it */
	TIE_PUBLIC,  /* every record, for as long as the module is shared with all staff; only seen */
};
extern const char *const tie_names[]; /* "self", "record", "client", "through", "public", NULL-terminated */

/* What may be done at most (MAY_…) with records that are the viewer's so; `link` NULL: by no lookup. */
unsigned tie_may(enum tie tie, const struct field *link);

/* One of the layouts a tab shows, and what is seen and written of its fields. */
struct tab_layout {
	const struct layout *layout;
	enum level *levels; /* by field index */
};

struct portal_tab {
	const struct module *module;
	enum tie tie;
	const struct field *link;	  /* TIE_RECORD, TIE_CLIENT, TIE_THROUGH; NULL: the clients' own module */
	const struct condition *narrowed; /* only the records that meet it; NULL: all */
	bool canvas;			  /* cards instead of a list */
	int64_t card;			  /* the shared view that says what a card looks like; 0: the plain card */
	bool aside;			  /* seen with what it leads to, not in the menu */
	const struct tab_layout *layouts; /* at least one */
	size_t layout_count;
};

struct web_tab {
	struct label label;
	const char *address; /* https */
};

/* Tabs and fields that do not hold together any more (a lookup was retired) are left out: nothing is seen by them. */
struct user_type {
	int64_t id, portal;
	struct label label;
	const struct module *main; /* NULL: it is no more, and nobody signs in */
	bool is_default;
	const struct portal_tab *tabs; /* in their order; at most one a module */
	size_t tab_count;
	const struct web_tab *web;
	size_t web_count;
	struct label message; /* what its people are told when they sign in; count 0: what the house says */
	const struct portal_tab **by_module; /* by module index: NULL where there is none; of lines their record's */
	unsigned *may;			     /* by module index */
	enum level **levels;		     /* by module index, then field index: the most that a layout lets */
	const struct field ***prices;	     /* by module index, then field index: see price.h */
};

/* Reads tabs and fields into `type`, whose main module is set:
 * {"tabs": [{"module", "tie", "link", "narrowed", "may": […], "canvas", "card": id of a
 *            shared card, "aside",
 *            "layouts": [{"layout": id, "fields": {name: "read" | "write"}}],
 *            "lines": {module: {"fields": {…}}}}],
 *  "web": [{"label": {…}, "address"}], "message": {"fr": …}}
 * What it says of things that are no more is passed over. Texts are the doc's. */
void user_type_read(struct arena *arena, const struct rights *rights, struct user_type *type, const struct doc *setup);

/* Reads what is published into the snapshot. */
void user_types_read(struct tx *tx, struct arena *arena, struct rights *rights);

/* The user type of that id; 0: the default one. NULL: there is none. */
const struct user_type *rights_user_type(const struct rights *rights, int64_t id);
/* The viewer's; in a preview of what is being set up that, which nobody else ever has. */
const struct user_type *viewer_user_type(const struct rights *rights, const struct viewer *viewer);
/* The user type as it is being set up, read into `arena`; NULL: there is none. */
struct user_type *user_type_draft(struct tx *tx, struct arena *arena, const struct rights *rights, int64_t id);

#endif
