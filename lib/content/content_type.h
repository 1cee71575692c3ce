/* content_type: what the parent knows of media types. */
#ifndef CONTENT_TYPE_H
#define CONTENT_TYPE_H

#include "base/str.h"

#include <stdbool.h>

enum { TYPE_LENGTH = 100 };

/* Whether what the name's ending promises is what the content is (content.h). */
bool type_as_named(const char *type, const char *name);

/* RFC 6838, 4.2: "type/subtype" of plain letters, at most TYPE_LENGTH. */
bool type_is_well_formed(struct str type);

#endif
