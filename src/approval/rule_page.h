/* rule_page: what the pages of approval rules share: addresses, a rule in words, the form of one. */
#ifndef APPROVAL_RULE_PAGE_H
#define APPROVAL_RULE_PAGE_H

#include "approval/approver_form.h"
#include "rights/rule_page.h"

#define APPROVALS_HOME RIGHTS_HOME "/approvals"

/* "/console/settings/approvals/offers" and what is below. */
const char *approvals_href(struct arena *arena, const struct module *module, const char *below);
const char *approval_rule_href(struct arena *arena, const struct approval_rule *rule, const char *below);

/* Begins a page about the module of the path. False: there is none whose records can wait. */
bool approvals_open(struct request *rq, struct settings *settings);
/* The rule of the path, of that module; NULL: there is none. */
const struct approval_rule *approval_rule_of_path(struct request *rq, const struct module *module);

/* "module": {name, plural, icon, href}. */
void approvals_add_module(struct settings *settings, struct doc *object, const struct module *module);
/* A rule in words: {id, name, href, words, steps, paused…}. */
void approval_rule_add(const struct approver_form *form, struct doc *list, const struct approval_rule *rule);

/* Reads the form; mistakes stand beside the fields. */
struct rule_draft rule_form_read(const struct approver_form *form);
/* The form's page: what was typed, else the rule (NULL: a new one). */
void rule_form_show(const struct approver_form *form, const struct approval_rule *rule);

#endif
