/* person: what the feature itself needs of those who sign in; what others ask is in portals.h. */
#ifndef PORTALS_PERSON_H
#define PORTALS_PERSON_H

#include "clients/clients.h"
#include "portals/portals.h"

bool person_is_contact(struct tx *tx, int64_t id);
const char *person_kind(struct tx *tx, int64_t id);  /* for the journal: "contact", or "portal_user" */
int64_t person_module_id(struct tx *tx, int64_t id); /* whose record signs in by this id; 0: nobody does */
bool person_is_blocked(struct tx *tx, int64_t id);   /* by their row of portal_user */
/* No row of portal_user, or one whose choices were confirmed on the first entry. */
bool person_is_settled(struct tx *tx, int64_t id);
void person_note_entry(struct tx *tx, int64_t id); /* they signed in */

/* Sets "portal_user": under which user type they sign in, and what they chose; empty without such a row. */
void person_export(struct tx *tx, int64_t id, struct doc *person);

/* ---- rows that lose what they were given ---- */

void person_forget_type(struct tx *tx, int64_t user_type); /* all of that user type who are no contacts */
/* Of a portal user who is no contact: the address they sign in with (NULL: they are cut off) and the one in their
 * record (NULL: none). False: there is no such portal user, or their module keeps no addresses. */
bool person_addresses(struct tx *tx, int64_t id, const char **known, const char **recorded);
void person_set_address(struct tx *tx, int64_t id, const char *email); /* NULL: they cannot sign in */

/* ---- what happens to records (person_follow.c) ---- */

void person_record_changed(const struct house *house, struct tx *tx, const struct event *event);
void person_record_removed(const struct house *house, struct tx *tx, const struct event *event);
void person_record_purged(const struct house *house, struct tx *tx, const struct event *event);
void person_type_leaving(const struct house *house, struct tx *tx, const struct event *event);

#endif
