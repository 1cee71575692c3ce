/* setup: a user type as staff set it up: what it is called, and its tabs and fields as a draft that nobody sees before
 * it is published. */
#ifndef USER_TYPES_SETUP_H
#define USER_TYPES_SETUP_H

#include "rights/user_type_write.h"

enum { SETUP_MESSAGE = 4000 }; /* of the message when they sign in, in each language: letters */

struct setup {
	int64_t id, portal_id, version;
	struct label label;
	int64_t main_module_id;
	const struct module *main; /* NULL: it is no more, and nobody signs in */
	bool is_default;
	struct doc *draft;	     /* as rights/user_type.h describes it; "tabs" and "web" are there; to be changed */
	const struct doc *published; /* NULL: none yet */
	bool changed;		     /* the draft is not what is published */
	int64_t published_at;	     /* NO_INSTANT: not yet */
	const char *published_name;  /* of the staff user who did; NULL: not yet */
	int64_t people;		     /* portal users of this type */
};

/* NULL: there is none. Modules are those of `catalogue`. */
struct setup *setup_find(struct tx *tx, const struct catalogue *catalogue, int64_t id);
/* All of the portal, in their order. */
struct setup *setup_list(struct tx *tx, const struct catalogue *catalogue, size_t *count);

/* Contacts who have come in, but were given no user type by hand: of the default one. */
int64_t setup_unnamed_people(struct tx *tx);

/* Keeps the draft, if nobody was faster: setup->version is the one it was made from, and grows. */
enum rights_outcome setup_save(struct tx *tx, struct setup *setup);

/* A draft as JSON keeps it; anything missing is added, so that "tabs" and "web" are lists. */
struct doc *setup_draft_of(struct arena *arena, const char *json);

/* ---- the draft: changed in place, then saved ---- */

struct doc *setup_tabs(const struct setup *setup); /* the list, in its order */
/* The tab of the module of this name; NULL: it has none. */
struct doc *setup_tab(const struct setup *setup, const char *module);
/* How many stand before it; their count: it has none. */
size_t setup_tab_place(const struct setup *setup, const char *module);
/* A new one behind the others, without a tie, with the module's first layout, no field of which is seen yet: its entry
 * in "layouts" has no "fields" before somebody chose them. */
struct doc *setup_tab_add(struct setup *setup, const struct module *module);
/* Takes it out, and those that were seen through it. */
void setup_tab_remove(struct setup *setup, const struct catalogue *catalogue, const char *module);
/* To the place that many others stand before. False: it is not there, or would stand before a tab it is seen through:
 * nothing has changed. */
bool setup_tab_move(struct setup *setup, const struct catalogue *catalogue, const char *module, size_t place);
/* All of them at once. False: these are not its tabs, or one would stand before a tab it is seen through: nothing has
 * changed. */
bool setup_tabs_order(struct setup *setup, const struct catalogue *catalogue, const char *const *modules, size_t count);
/* The module of the tab; NULL: it is no more. */
const struct module *tab_module(const struct catalogue *catalogue, const struct doc *tab);
enum tie tab_tie(const struct doc *tab); /* TIE_SELF where it says none */
/* The lookup it is filtered by; NULL: none. */
const struct field *tab_link(const struct catalogue *catalogue, const struct doc *tab);

struct doc *setup_web(const struct setup *setup);		  /* the list of web tabs, in its order */
bool setup_web_move(struct setup *setup, size_t from, size_t to); /* false: there is none */
void setup_web_remove(struct setup *setup, size_t at);

struct doc *tab_layouts(struct doc *tab); /* the list, never empty once saved */
/* Its entry for the layout of this id (0: the module's own, where it has made none); NULL: it is not shown. */
struct doc *tab_layout(struct doc *tab, int64_t layout);
struct doc *tab_layout_add(struct doc *tab, const struct layout *layout);

#endif
