/* reorder: the order of a list, as buttons and the mouse change it by one, and programs by all. */
#ifndef CORE_REORDER_H
#define CORE_REORDER_H

#include "core/request.h"

/* Moves the id to this place, or that many steps; what lies outside is the first, or the last. False: it is not there.
 */
bool ids_place(int64_t *ids, size_t count, int64_t id, int64_t index);
bool ids_step(int64_t *ids, size_t count, int64_t id, int step);
/* Whether `wanted` names each of them once. */
bool ids_same(const int64_t *ids, size_t count, const int64_t *wanted, size_t wanted_count);

/* What the form wants of the ids: its field "do" is up:ID, down:ID or place:ID:INDEX, or else `order` names all. False:
 * these are not the ids there are. */
#define REORDER_FIELDS "do order.*"
bool ids_reorder(struct request *rq, int64_t *ids, size_t count);

#endif
