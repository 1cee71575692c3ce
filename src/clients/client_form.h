/* client_form: reads a client from its form, and puts one into a page. */
#ifndef CLIENTS_CLIENT_FORM_H
#define CLIENTS_CLIENT_FORM_H

#include "clients/client_store.h"
#include "core/request.h"

/* The form's page: of a client, or of a new one (NULL). What was typed stays. */
struct doc *client_form_doc(struct request *rq, const struct client *client);

#endif
