/* setup: a user type as staff set it up: what it is called, and its tabs and fields as a draft that nobody sees before
 * it is published. */
#ifndef USER_TYPES_SETUP_H
#define USER_TYPES_SETUP_H

#include "modules/settings_form.h"
#include "rights/user_type_write.h"

#define USER_TYPES_HOME "/console/settings/portal/types"

extern const struct permission user_type_write; /* set user types up and publish them: administrators */

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

/* Keeps the draft, if nobody was faster: setup->version is the one it was made from, and grows. */
enum rights_outcome setup_save(struct tx *tx, struct setup *setup);

/* A draft as JSON keeps it; anything missing is added, so that "tabs" and "web" are lists. */
struct doc *setup_draft_of(struct arena *arena, const char *json);

/* ---- the draft: changed in place, then saved ---- */

struct doc *setup_tabs(const struct setup *setup); /* the list, in its order */
/* The tab of the module of this name; NULL: it has none. */
struct doc *setup_tab(const struct setup *setup, const char *module);
/* A new one behind the others, without a tie, with the module's first layout, no field of which is seen yet: its entry
 * in "layouts" has no "fields" before somebody chose them. */
struct doc *setup_tab_add(struct setup *setup, const struct module *module);
/* Takes it out, and those that were seen through it. */
void setup_tab_remove(struct setup *setup, const struct catalogue *catalogue, const char *module);
/* To the place that many others stand before. False: it is not there, or would stand before a tab it is seen through:
 * nothing has changed. */
bool setup_tab_move(struct setup *setup, const struct catalogue *catalogue, const char *module, size_t place);
/* The module of the tab; NULL: it is no more. */
const struct module *tab_module(const struct catalogue *catalogue, const struct doc *tab);
enum tie tab_tie(const struct doc *tab); /* TIE_SELF where it says none */
/* The lookup it is filtered by; NULL: none. */
const struct field *tab_link(const struct catalogue *catalogue, const struct doc *tab);

struct doc *tab_layouts(struct doc *tab); /* the list, never empty once saved */
/* Its entry for the layout of this id (0: the module's own, where it has made none); NULL: it is not shown. */
struct doc *tab_layout(struct doc *tab, int64_t layout);
struct doc *tab_layout_add(struct doc *tab, const struct layout *layout);

/* ---- pages ---- */

enum setup_step { STEP_ADDRESS, STEP_TYPE, STEP_TABS, STEP_FIELDS, STEP_PREVIEW, STEP_PUBLISH, SETUP_STEPS };

/* Begins a page about the user type of the path's {type}. False: there is none. */
bool setup_open(struct request *rq, struct settings *settings, struct setup **setup);
/* Sets "type" (see setup_doc), "steps", "problems", "uses", "conflict" and "version" on the page, for
 * {{>setup_head}}, which begins the content of every page of a type. */
void setup_head(struct settings *settings, const struct setup *setup, enum setup_step step);
/* "/console/settings/portal/types/ID" and what is below. */
const char *setup_href(struct arena *arena, const struct setup *setup, const char *below);
/* {id, name, href, version, module: {name, plural, icon}, is_default, state: draft | published, changed, people,
 * tab_count, published_at, published_by}. */
struct doc *setup_doc(struct settings *settings, const struct setup *setup);
/* "fr": as the reader calls it. */
const char *setup_name(struct settings *settings, const struct setup *setup);
/* The form was made from the draft as it is: its "version". Else the page becomes one of conflict. */
bool setup_current(struct settings *settings, const struct setup *setup);
/* Journals what was done to a user type: "user_type.tabs". */
void setup_journal(struct settings *settings, const struct setup *setup, const char *action, const char *about);

#endif
