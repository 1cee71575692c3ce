/* client_staff_form: the levels of staff users on a client, as forms read, show and give them. */
#ifndef CLIENTS_CLIENT_STAFF_FORM_H
#define CLIENTS_CLIENT_STAFF_FORM_H

#include "clients/client_right_store.h"
#include "core/request.h"

/* "" for LEVEL_UNSAID, else "none", "read", "full". */
const char *client_level_code(int level);
/* Sets "options" of the row: as groups and profile say, and the three levels. */
void client_level_options(struct doc *row, const char *chosen);
/* Gives it by hand, and notes that in the journal. */
void client_level_give(struct request *rq, int64_t client, const struct client_staff *staff, int level);
/* Notes in the journal that it was given. */
void client_level_note(struct request *rq, int64_t client, int64_t staff, int before, int level);

#endif
