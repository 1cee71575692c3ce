/* record_person: exports and erases who signs in by a record of another module than the contacts'. Internal to
 * src/records. */
#ifndef RECORDS_RECORD_PERSON_H
#define RECORDS_RECORD_PERSON_H

#include "base/doc.h"
#include "db/db.h"

/* Sets "record": its fields, by name; empty of contacts, and of who is nobody of the portal. */
void record_export_person(struct tx *tx, int64_t id, struct doc *person);
/* Blanks the record with what is kept beside it, and takes them out of the portal. Contacts are left alone. */
void record_erase_person(struct tx *tx, int64_t id);

#endif
