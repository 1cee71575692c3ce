/* field_world_test: a user type of contacts as a test sets it up, and a request that asks about it. */
#ifndef USER_TYPES_FIELD_WORLD_TEST_H
#define USER_TYPES_FIELD_WORLD_TEST_H

#include "core/request.h"
#include "rights/rights_world_test.h"
#include "user_types/setup.h"

#define OFFERS_TAB                                                                                                     \
	"{'module': 'offers', 'tie': 'client', 'link': 'client', 'may': ['edit'], 'layouts': [{'fields': {'subject': " \
	"'read', 'total': 'read'}}], 'lines': {'offer_lines': {'fields': {'label': 'read', 'quantity': 'write'}}}}"
#define TICKETS_TAB                                                                                                    \
	"{'module': 'tickets', 'tie': 'client', 'link': 'client', 'may': ['create'], 'narrowed': {'all': [{'field': "  \
	"'channel', 'comparison': 'is', 'values': ['portal']}]}, 'layouts': [{'fields': {'subject': 'read', 'state': " \
	"'read'}}]}"

/* `tabs`: JSON in single quotes, with a comma between them. */
struct setup *setup_with(struct world *world, const char *tabs);
struct doc *draft_with(struct world *world, const char *tabs);
/* Without a transaction: for what is said without the database. */
struct request *setup_request(struct world *world);
/* A list of {"text"} as sentences, one a line, in English. */
const char *sentences_of(struct request *rq, const struct doc *list);

#endif
