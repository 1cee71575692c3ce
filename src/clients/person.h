/* person: what is held about a contact, given to them or erased. */
#ifndef CLIENTS_PERSON_H
#define CLIENTS_PERSON_H

#include "core/feature.h"

void clients_export_person(struct tx *tx, int64_t contact, struct doc *person);
void clients_erase_person(struct tx *tx, int64_t contact);

#endif
