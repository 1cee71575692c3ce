/* button_store: rows of the portal's buttons. They are few: their list needs no pages. */
#ifndef ACTIONS_BUTTON_STORE_H
#define ACTIONS_BUTTON_STORE_H

#include "actions/button.h"

struct tx;
struct viewer;

/* In their order. Clients only see those that staff have not hidden. */
struct button *button_list(struct tx *tx, const struct viewer *viewer, size_t *count);
struct button *button_find(struct tx *tx, const struct viewer *viewer, int64_t id);

/* Two who add, move or delete buttons at once come one after the other: call it before the list is read. */
void button_lock(struct tx *tx);
/* At the end of the list; gives its id. */
int64_t button_create(struct tx *tx, const struct viewer *viewer, const struct button *button);
/* Writes what its form has; false when `version` is no longer the row's, or it is gone. */
bool button_update(struct tx *tx, const struct viewer *viewer, const struct button *button);
void button_set_shown(struct tx *tx, const struct viewer *viewer, int64_t id, bool shown);
void button_remove(struct tx *tx, const struct viewer *viewer, int64_t id);
/* Puts those of the list into this order. */
void button_set_order(struct tx *tx, const struct viewer *viewer, const int64_t *ids, size_t count);

#endif
