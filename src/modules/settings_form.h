/* settings_form: what the pages that make modules, fields and layouts share: the module a page is about, its inputs
 * with what was typed and what is stored, labels in each language, and what the store refused. */
#ifndef MODULES_SETTINGS_FORM_H
#define MODULES_SETTINGS_FORM_H

#include "core/request.h"
#include "modules/catalogue.h"
#include "modules/module_store.h"

enum { SETTINGS_LABEL = 80, SETTINGS_SENTENCE = 300 };

/* One page of settings. */
struct settings {
	struct request *rq;
	const struct catalogue *catalogue; /* as it is in this very transaction */
	const struct module *module;	   /* of the path, in use or retired; NULL: the page is about all */
	const char *language;		   /* the reader's: "fr" */
	struct doc *page;
	bool conflict; /* somebody else was faster: inputs say what is stored now beside what was typed */
};

/* Reads the catalogue and finds the module of the path. False: there is none of that name. */
bool settings_open(struct request *rq, struct settings *settings);

/* "/console/settings/modules/vehicles" and what is below. */
const char *module_settings_path(struct arena *arena, const struct module *module, const char *below);

/* What every page of a module's settings has: module, tabs (`tab` is current), problems and an empty list of uses. */
void settings_begin(struct settings *settings, const char *tab);
void settings_problems(struct settings *settings);

/* Adds "settings.least": {name, value, error, theirs} to `inputs` under `key`. Typed texts win over `stored`. */
struct doc *
settings_input(struct settings *settings, struct doc *inputs, const char *key, const char *name, const char *stored);
/* The message beside `name`, or null, as `key`. */
void settings_error(struct settings *settings, struct doc *input, const char *key, const char *name);
/* The same of a box to tick: {name, checked}. */
void settings_box(struct settings *settings, struct doc *inputs, const char *key, const char *name, bool stored);
/* The same of a text in each language: {name, fr, en, fr_error, en_error, known_as}. */
struct doc *settings_label(struct settings *settings, struct doc *inputs, const char *key, const char *name,
			   const struct label *stored);
/* An option of a list: {code, label (to be set), current}. */
struct doc *settings_option(struct doc *list, const char *code, bool current);

struct label settings_read_label(struct settings *settings, const char *name, enum form_need need, size_t longest);
/* Its text in exactly this language, or NULL. */
const char *label_in(const struct label *label, const char *language);

/* True when the form was made from `version`; else the page becomes one of conflict. */
bool settings_current(struct settings *settings, int64_t version);
/* The version that a form without inputs was made from, where it says so; else `version`. */
int64_t settings_seen(struct settings *settings, int64_t version);
/* Puts what the store refused beside the fields, and what uses it into the page. True: it was refused. */
bool settings_refused(struct settings *settings, enum module_outcome outcome, const struct module_trouble *trouble);
/* The form's page again, 422; 409 in a conflict or when something is in use. */
struct reply settings_again(struct settings *settings, const char *template);

/* Journals what was done to a module, a field or a layout. */
void
settings_journal(struct settings *settings, const char *action, const char *kind, int64_t object, const char *name);

/* Letters, digits and underscores of a text, for codes and names: "Très bien !" gives "tres_bien". */
const char *code_of_text(struct arena *arena, const char *text);

#endif
