/* content_type: what the parent knows of media types. */
#ifndef CONTENT_TYPE_H
#define CONTENT_TYPE_H

#include "base/str.h"

#include <stdbool.h>

enum { TYPE_LENGTH = 100 };

/* Whether what the name's ending promises is what the content is (content.h). */
bool type_as_named(const char *type, const char *name);

/* The ending LibreOffice knows an office document by; NULL: the type is none. */
const char *type_office_ending(const char *type);

/* A photograph as phones write it: HEIC, AVIF. */
bool type_is_heif(const char *type);

/* A document behind a password. */
bool type_is_locked(const char *type);

/* Whether its words are found in it without LibreOffice. */
bool type_has_parts(const char *type);

/* RFC 6838, 4.2: "type/subtype" of plain letters, at most TYPE_LENGTH. */
bool type_is_well_formed(struct str type);

#endif
