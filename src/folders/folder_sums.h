/* folder_sums: how many folders and files clients have, as far as whoever asks may read them. */
#ifndef FOLDERS_FOLDER_SUMS_H
#define FOLDERS_FOLDER_SUMS_H

#include "core/feature.h"

extern const struct client_column folder_column;
void folder_parts(struct request *rq, int64_t client, struct doc *list);

#endif
