/* folders: the front door: the folder trees of clients, and who sees and fills which. */
#ifndef FOLDERS_FOLDERS_H
#define FOLDERS_FOLDERS_H

#include "core/feature.h"

extern const struct feature folders;

#endif
