/* client_form: reads a client from its form, and puts one into a page. */
#ifndef CLIENTS_CLIENT_FORM_H
#define CLIENTS_CLIENT_FORM_H

#include "clients/client_store.h"
#include "core/request.h"

#define CLIENT_FIELDS "number kind name company siret vat_number street postal_code city country email phone"

/* Fills `client` from the form, with an error beside each wrong field; id and version are the caller's. */
void client_read_form(struct request *rq, struct client *client);

/* The form's page: of a client, or of a new one (NULL). What was typed stays. */
struct doc *client_form_doc(struct request *rq, const struct client *client);

/* A client by its fields, with href, company {id, name} and address_lines. */
struct doc *client_doc(struct request *rq, const struct client *client);

#endif
