/* kept_list: what the feature that keeps a module adds to the list of its records. Internal to src/records. */
#ifndef RECORDS_KEPT_LIST_H
#define RECORDS_KEPT_LIST_H

#include "records/asked.h"
#include "records/keeper.h"

/* The template of the list: the feature's, or that of all modules; in the portal it has its own. */
const char *kept_list_template(struct request *rq, const struct module *module);

/* The feature's columns that a list shows, each with its place among the cells of a row. */
struct kept_list {
	const struct keeper_column *columns[VIEW_KEPT];
	size_t at[VIEW_KEPT];
	size_t count;
};

/* All there are for the viewer (NULL: none), and one of them. */
const struct keeper_column *kept_columns_of(struct request *rq, const struct module *module);
const struct keeper_column *kept_column_named(const struct keeper_column *all, const char *name);
/* The one a list may be sorted by; NULL: not by this, or not this viewer. */
const struct keeper_column *kept_order_named(struct request *rq, const struct module *module, const char *name);
/* Adds to the columns of fields those of the view, or all where no view and no program says which there are. */
struct kept_list kept_list_columns(struct request *rq, struct doc *columns, const struct asked *asked);
/* The same of each record of the page; `shown` has their documents in the same order, and may have fewer. */
void kept_list_rows(struct request *rq, const struct asked *asked, const struct kept_list *kept,
		    const struct record *rows, const struct doc *shown);
/* What the feature's template shows besides. */
void kept_list_fill(struct request *rq, struct doc *page, const struct module *module);

#endif
