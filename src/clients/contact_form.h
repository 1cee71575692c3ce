/* contact_form: reads a contact from its form, and puts one into a page. */
#ifndef CLIENTS_CONTACT_FORM_H
#define CLIENTS_CONTACT_FORM_H

#include "clients/contact_store.h"
#include "core/request.h"

#define PLACE_FIELDS "known_email known_role role " CONTACT_FIELDS

/* The form's page of a contact. */
struct doc *contact_form_doc(struct request *rq, const struct contact *contact);

/* Sets {"label", "tone"}: whether and how they can sign in, by address and block. */
void contact_set_badge(struct doc *doc, const char *name, const struct contact *contact);

/* "/console/contacts/{id}" and what stands `below` it. */
const char *contact_path(struct request *rq, int64_t contact, const char *below);

#endif
