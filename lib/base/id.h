/* id: 64-bit identifiers, ordered by time, made without coordination, shown in 13 characters. */
#ifndef BASE_ID_H
#define BASE_ID_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ID_LENGTH = 13 };

/* A new positive identifier: 41 bits of milliseconds since 2024, 22 of chance; strictly increasing in a process. */
int64_t id_new(void);

/* Writes 13 characters of Crockford base 32 (lower case) and a NUL. */
void id_print(char text[ID_LENGTH + 1], int64_t id);

/* Reads what id_print wrote: either case, exactly 13 characters; false on anything else. */
bool id_parse(struct str text, int64_t *id);

bool id_is_among(const int64_t *ids, size_t count, int64_t id);

#endif
