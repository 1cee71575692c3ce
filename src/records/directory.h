/* directory: what records and staff users are called, for the features below. */
#ifndef RECORDS_DIRECTORY_H
#define RECORDS_DIRECTORY_H

#include "core/feature.h"

extern const struct directory record_directory;

#endif
