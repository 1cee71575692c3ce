/* folders: the front door: the folder trees of clients, and who sees and fills which. */
#ifndef FOLDERS_FOLDERS_H
#define FOLDERS_FOLDERS_H

#include "core/feature.h"
#include "folders/folder_grow.h" /* whose eyes folders are seen through, and many made at once */
#include "folders/folder_whom.h" /* of whom rights are told */

extern const struct feature folders;

#endif
