/* module_page: what all pages of a module share: the module of the path, its words, addresses, what may be done. */
#ifndef RECORDS_MODULE_PAGE_H
#define RECORDS_MODULE_PAGE_H

#include "records/record.h"

/* The access to the module of this name, or to the one that the path names. NULL: there is none, it is a sub-form, or
 * not the viewer's to see. */
const struct access *access_named(struct request *rq, const char *name);
const struct access *path_access(struct request *rq);
/* The record of the path, NULL as record_find says. */
struct record *path_record(struct request *rq, const struct access *access, bool bin);

bool access_may(const struct access *access, enum may may);
/* Whether these pages write the module's records: another feature's they only show. */
bool access_writes(const struct access *access, enum may may);
/* Whether they make records of the module here (record_makes, for staff as their profile says). */
bool access_makes(const struct access *access);

/* The reader's language: "fr". */
const char *language_of(const struct request *rq);
/* "/console/records/vehicles", or that of the portal, and what follows, "" or "/form". */
const char *module_path(struct request *rq, const struct module *module, const char *rest);
/* "/console/records/vehicles/ID", or that of the portal, and what follows. */
const char *record_path(struct request *rq, const struct module *module, int64_t id, const char *rest);
/* Where people look at the list of its records: at the home of a feature's pages, where that is the same list. */
const char *list_path(struct request *rq, const struct module *module);
/* Where people look at the record: the page of the feature that keeps it, for those who may open that, else ours. */
const char *record_href(struct request *rq, const struct module *module, int64_t id);
/* NULL: no feature has pages of its records. */
struct keeper_pages;
const struct keeper_pages *pages_of(const struct module *module);

/* Sets "module": its words, addresses, and what the viewer may do. */
void module_fill(struct request *rq, struct doc *page, const struct access *access);
/* Whether `field` stands on pages at all: in use, and seen by the plan (lookups to many have no column). */
bool field_is_shown(const struct plan *plan, const struct field *field);
/* Whether it may be typed by this viewer, as far as the profile says. */
bool field_is_written(const struct plan *plan, const struct field *field);

/* The badge colours of templates for the tone of a choice: "good" is "ok". */
const char *tone_class(const char *tone);

/* Says with 422 (or the page again) what a write that did not happen met; RECORD_DONE never comes here. */
struct reply record_refusal(struct request *rq, enum record_outcome outcome, const struct record_trouble *trouble);
const char *outcome_text(enum record_outcome outcome);

#endif
