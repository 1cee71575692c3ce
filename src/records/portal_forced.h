/* portal_forced: what portal users do not say themselves in what they write: whose it is, what ties it to them, what
 * their tab asks of it. Internal to src/records. */
#ifndef RECORDS_PORTAL_FORCED_H
#define RECORDS_PORTAL_FORCED_H

#include "records/record_check.h"

/* The tab by which a portal user sees the module, of lines that of their record. NULL: no portal user, or no tab. */
const struct portal_tab *portal_tab_of(const struct access *access);

/* Whether the lookup ties new records of the tab to the viewer by itself: nobody chooses it. */
bool portal_ties_by_itself(const struct access *access, const struct field *link);
/* Whether the viewer can make records of the module that they see: of a tab through another one, only when they may
 * choose what a new one leads to. True for everybody else. */
bool portal_makes(const struct access *access);
/* Whether any viewer can make records of the module at all: they may, and write or choose all that one needs.
 * (record_write_store.c) */
bool record_makes(const struct access *access);

/* Sets in a new record of a portal user, whatever came with it: its owner, what ties it to them, and the plain values
 * that the condition of their tab asks for and they do not write. */
void portal_force(struct writing *writing);

/* Nobody writes what they would not see afterwards: refuses it, beside a field of theirs when one is the reason. The
 * row is written already; what is refused is undone with its transaction. True for everybody who is no portal user. */
bool portal_still_sees(struct writing *writing);

/* More than people write by hand, as portal_prepare has counted it. (portal_web.c) */
bool portal_writes_too_fast(const struct request *rq);

/* ---- portal_forced_store.c ---- */

/* Who owns what the portal user makes: the staff user who invited them; when they left, who stands nearest above them
 * in the tree of roles; else whom the portal acts as. 0: there is nobody. */
int64_t portal_owner(struct tx *tx, const struct access *access);
/* Whether the viewer's plan shows the row as it is now. */
bool portal_sees(struct tx *tx, const struct access *access, int64_t id);

#endif
