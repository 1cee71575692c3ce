/* detail: the JSON that rows keep, as a list of names and values that a page can show. */
#ifndef CONSOLE_DETAIL_H
#define CONSOLE_DETAIL_H

#include "base/doc.h"

/* [{name, value}], the values as texts; empty when `json` is NULL or no object. */
struct doc *detail_list(struct arena *arena, const char *json);

#endif
