/* access: writes the viewer's rights into the text of a statement; no row is reached any other way. */
#ifndef CORE_ACCESS_H
#define CORE_ACCESS_H

#include "core/viewer.h"

#include <stddef.h>

/* What a kind of viewer sees of a table, as an SQL condition over that table's name; $1 is the viewer's client, of
 * staff their own id. An absent condition (NULL) sees nothing. */
struct access_rule {
	const char *table;
	const char *staff;  /* e.g. "1 = 1" */
	const char *client; /* e.g. "invoice.client_id = $1 and invoice.state <> 'draft'" */
	const char *given;  /* instead of `staff` for those who see but what was given to them by hand, or is theirs by
			       its owner (viewer.given_only); NULL: as `staff` */
};

/* `sql` with every {table} replaced by the viewer's condition on that table:
 *     db_find(tx, &shape, access_sql(viewer, "select … from invoice where {invoice} and id = $2"),
 *             access_client(viewer), db_int(id))
 * $1 is always access_client. `sql` must be a literal; the result lives as long as the program. A table without
 * a rule is a bug. Nobody, and a client who has not chosen, see nothing. */
const char *access_sql(const struct viewer *viewer, const char *sql);

/* The value of $1. */
#define access_client(viewer) db_int((viewer)->kind == VIEWER_STAFF ? (viewer)->staff : (viewer)->client)

/* Called once at the start with the rules of all features. */
void access_start(const struct access_rule *const *rules, const size_t *counts, size_t lists);

#endif
