/* client_import: the two kinds of files the client base takes. */
#ifndef CLIENTS_CLIENT_IMPORT_H
#define CLIENTS_CLIENT_IMPORT_H

#include "core/import.h"

extern const struct import_kind client_import, contact_import;

#endif
