/* activity_export: activities as a table to save, of any length. */
#ifndef FOLDERS_ACTIVITY_EXPORT_H
#define FOLDERS_ACTIVITY_EXPORT_H

#include "folders/activity_page.h"
#include "sheet/sheet.h"

/* The table as it is made while it is sent: all lines that the query finds, whatever its limit. */
struct reply activity_export_reply(struct request *rq, const struct activity_query *query, enum sheet_format format,
				   const char *client);

#endif
