/* rights_page: what the pages that change rights share: refusals beside fields, and the page that asks once more. */
#ifndef RIGHTS_RIGHTS_PAGE_H
#define RIGHTS_RIGHTS_PAGE_H

#include "core/audit.h"
#include "modules/settings_form.h"
#include "rights/impact.h"
#include "rights/rights_write.h"

#define RIGHTS_HOME "/console/settings"

/* Begins a page about `module` (NULL: about none). Modules and rights are those the request began with. */
void rights_begin(struct request *rq, struct settings *settings, const struct module *module);
/* The module of the path that is in use; NULL: there is none. */
const struct module *rights_path_module(struct request *rq);

/* "problems", "uses", "conflict", and the version the form is made from. */
void rights_form_begin(struct settings *settings, int64_t version);

/* Puts what the store refused beside the fields. True: it was refused. */
bool rights_refused(struct settings *settings, enum rights_outcome outcome, const struct rights_trouble *trouble);

/* Whether the form only comes back to be changed (`do` is "edit"), or to show one row more. */
bool rights_only_edits(const struct request *rq);

/* What is about to happen, once it is written in this transaction: */
struct rights_change {
	struct settings *settings;
	const struct reach *before; /* taken before it was written */
	const void *kept_before;    /* house_handover_begin, likewise */
	const char *title;	    /* N_: "Change the profile {{name}}" */
	const char *name;
	bool name_is_ours;  /* N_: to be translated */
	const char *back;   /* where one goes to leave things as they are */
	bool only_if_felt;  /* asks only when somebody gains or loses something */
	const char *action; /* for the journal: "profile.change" */
	const char *kind;
	int64_t object;
	const char *done_path, *done_flash;
	struct doc *done; /* for programs; NULL: the impact */
};
/* Not confirmed: undoes it and shows who gains and who loses what. Confirmed: journals it and goes on. */
struct reply rights_apply(struct rights_change *change);

/* Sets "carried": the form goes through the page of a question, but for what belongs to one sending only. */
void rights_carry(struct settings *settings);

/* ---- words ---- */

const char *rights_id_text(struct arena *arena, int64_t id);

void doc_set_profile_name(struct doc *object, const char *name, const struct profile_rights *profile);
extern const char *const may_labels[MAY_COUNT]; /* English, N_, by bit */
const char *level_label(enum level level);
/* What a special permission lets one do: English (N_), or its name. */
const char *permission_label(const struct house *house, const char *name);
/* Every special permission there is, of staff, in the order of features; NULL after the last. */
const struct permission *permission_next(const struct house *house, size_t *feature, size_t *index);

#endif
