/* journal: the house's journal in words: what each action is called, and where its object is to be seen. */
#ifndef CONSOLE_JOURNAL_H
#define CONSOLE_JOURNAL_H

#include "base/doc.h"
#include "core/audit.h"

struct arena;

/* "filters": [{choice, chosen}]: the groups of actions one may choose among; `prefix` is the chosen one or NULL. */
void journal_add_filters(struct doc *page, const char *prefix);
/* The prefix when it is one of ours, else NULL: a stale bookmark shows everything. */
const char *journal_prefix(const char *typed);

struct doc *journal_row_doc(struct arena *arena, const struct audit_row *row);

#endif
