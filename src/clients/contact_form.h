/* contact_form: reads a contact from its form, and puts one into a page. */
#ifndef CLIENTS_CONTACT_FORM_H
#define CLIENTS_CONTACT_FORM_H

#include "clients/contact_store.h"
#include "core/request.h"

#define CONTACT_FIELDS "first_name last_name email mobile language"
#define PLACE_FIELDS   "known_email known_role role " CONTACT_FIELDS

/* Fills `contact` from the form, with an error beside each wrong field. A mobile number other than before is no longer
 * confirmed: editing it would choose where codes go. */
void contact_read_form(struct request *rq, struct contact *contact);

/* What the fields of a contact's form need: values, errors, languages, and `duplicate` {name, href}, who has the typed
 * address already, or null. */
void contact_form_fields(struct request *rq, struct doc *page, const struct contact *contact, const char *fields);

/* The form's page of a contact. */
struct doc *contact_form_doc(struct request *rq, const struct contact *contact);

/* A contact by its fields, with href, name, state, tone, and where codes go. */
struct doc *contact_doc(struct request *rq, const struct contact *contact);

/* Sets {"label", "tone"}: whether and how they can sign in, by address and block. */
void contact_set_badge(struct doc *doc, const char *name, const struct contact *contact);

/* "/console/contacts/{id}" and what stands `below` it. */
const char *contact_path(struct request *rq, int64_t contact, const char *below);

#endif
