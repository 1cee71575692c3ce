/* approver_form: who is asked, as the choices of a form: "manager", "staff:ID", "role:ID". */
#ifndef APPROVAL_APPROVER_FORM_H
#define APPROVAL_APPROVER_FORM_H

#include "approval/rule_write.h"
#include "modules/settings_form.h"
#include "rights/holder.h"

/* A page on which people and roles can be chosen. */
struct approver_form {
	struct settings *settings;
	const struct holder *holders;
	size_t holder_count;
};
struct approver_form approver_form(struct settings *settings);

/* What the choices "NAME.0", "NAME.1"… bring, empty ones left out; mistakes stand beside them. */
struct approver *approvers_read(const struct approver_form *form, const char *name, bool manager, size_t *count);

/* The choices themselves as `key`: what was typed, else what is stored, and an empty one more. */
void approvers_show(const struct approver_form *form, struct doc *page, const char *key, const char *name, bool manager,
		    const struct approver *stored, size_t count);

/* Those who are stored, in words: a list of {kind, id, label}. */
void approvers_name(const struct approver_form *form, struct doc *object, const char *key,
		    const struct approver *approvers, size_t count);

/* Those among the approvers who see nothing of the module: they could never decide. A list of names. */
void approvers_blind(const struct approver_form *form, struct doc *list, const struct module *module,
		     const struct approver *approvers, size_t count);

#endif
