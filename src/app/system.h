/* system: the pages about the program itself: readiness, figures, and the description of the API. */
#ifndef APP_SYSTEM_H
#define APP_SYSTEM_H

#include "core/feature.h"

extern const struct feature system_;

/* The description of every route as OpenAPI 3.1, from the route tables. */
struct doc *openapi_doc(struct arena *arena, const struct house *house);

#endif
