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
/* The condition that was typed: a rule without one would hold always, which is said otherwise. */
struct doc *rule_read_condition(struct settings *settings);

/* The form of a rule of either kind, "rules" or "states". */
struct rule_form {
	const char *kind, *template;
	int64_t id, version; /* 0: a new one */
	const char *name;
	const struct condition *condition;
	void (*fill)(struct settings *settings, const void *rule); /* what only this kind has */
	const void *rule;					   /* NULL: a new one */
};
struct reply rule_form_page(struct settings *settings, const struct rule_form *form);
/* The same with what was typed, and what is wrong with it. */
struct reply rule_form_again(struct settings *settings, const struct rule_form *form);
/* Written: shows what that changes, or is done. */
struct reply rule_saved(struct settings *settings, struct rights_change *change, const char *kind);

/* What is about to happen to a rule. */
struct rights_change rule_change(struct settings *settings, const char *title, const char *name, const char *action);

#endif
