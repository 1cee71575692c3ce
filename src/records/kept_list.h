/* kept_list: what the feature that keeps a module adds to the list of its records. Internal to src/records. */
#ifndef RECORDS_KEPT_LIST_H
#define RECORDS_KEPT_LIST_H

#include "records/asked.h"
#include "records/keeper.h"

/* The template of the list: the feature's, or that of all modules; in the portal it has its own. */
const char *kept_list_template(struct request *rq, const struct module *module);

/* Adds the feature's columns and returns them (NULL: none), behind those of fields, where no view and no program says
 * which there are. */
const struct keeper_column *kept_list_columns(struct request *rq, struct doc *columns, const struct asked *asked);
/* The same of each record of the page (`columns` NULL: nothing); `shown` has their documents in the same order, and may
 * have fewer. */
void kept_list_rows(struct request *rq, const struct module *module, const struct keeper_column *columns,
		    const struct record *rows, const struct doc *shown);
/* What the feature's template shows besides. */
void kept_list_fill(struct request *rq, struct doc *page, const struct module *module);

#endif
