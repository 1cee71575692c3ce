/* record_links: what records lead to, and the access to other modules for the same viewer. Internal to src/records. */
#ifndef RECORDS_RECORD_LINKS_H
#define RECORDS_RECORD_LINKS_H

#include "records/record.h"

/* Sets the cells of all lookups to many, "|12|345|" or null, whoever looks. */
void record_links_read(struct tx *tx, const struct module *module, int64_t id, struct db_value *cells);

/* The same viewer's access to another module. */
const struct access *access_beside(struct arena *arena, const struct access *access, const struct module *module);

#endif
