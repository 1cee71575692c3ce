/* rule_page: what the pages of a module's sharing and of its two kinds of rules share. */
#ifndef RIGHTS_RULE_PAGE_H
#define RIGHTS_RULE_PAGE_H

#include "modules/condition_rows.h"
#include "rights/rights_page.h"

/* "/console/settings/sharing/leads" and what is below. */
const char *sharing_href(struct arena *arena, const struct module *module, const char *below);
/* The address of a rule: "/rules/ID" or "/states/ID" of its module, and what is below. */
const char *
rule_href(struct arena *arena, const struct module *module, const char *kind, int64_t id, const char *below);

/* A module whose records can be shared: in use, and no sub-form, whose lines follow their record. */
const struct module *sharing_path_module(struct request *rq);

/* The module with its way of sharing; as "module". */
void sharing_add_module(struct settings *settings);

/* A rule's condition in words. */
const char *rule_words(struct request *rq, const struct condition *condition);
/* The condition of the form of a rule, and "condition" of its page. */
struct condition_rows rule_condition(struct settings *settings, const struct condition *stored);
/* Sets "rule": null, or {id, name, href, version}. */
void rule_add_head(struct settings *settings, const char *kind, int64_t id, const char *name, int64_t version);
/* What is about to happen to a rule. */
struct rights_change rule_change(struct settings *settings, const char *title, const char *name, const char *action);

#endif
