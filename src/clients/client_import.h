/* client_import: the two kinds of files the client base takes. */
#ifndef CLIENTS_CLIENT_IMPORT_H
#define CLIENTS_CLIENT_IMPORT_H

#include "core/import.h"

struct access;

/* The rules of records for those that a file brings; NULL: a house without modules. */
const struct access *import_access(struct import *import, const char *module);
/* A row was made: it is found by likeness, and waits, as others do. */
void import_made(struct import *import, const struct access *access, int64_t id);

extern const struct import_kind client_import, contact_import;

#endif
