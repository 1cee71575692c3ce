/* sheet_store: the attributes of sheets, and the templates of them. Who may ask is the caller's to know. */
#ifndef SHEETS_SHEET_STORE_H
#define SHEETS_SHEET_STORE_H

#include "db/db.h"
#include "sheets/sheets.h"

/* ---- attributes ---- */

/* Those that the portal shows: meant for it, and filled in. */
struct sheet_attribute *sheet_attributes_in_portal(struct tx *tx, int64_t client, size_t *count);
struct sheet_attribute *sheet_attribute_find(struct tx *tx, int64_t sheet, int64_t id); /* NULL: not of this sheet */
/* All but the value; false: somebody else changed it since `version`. */
bool sheet_change(struct tx *tx, const struct sheet_attribute *attribute);
/* `key`: what searches find it by; NULL: nothing. */
void sheet_fill(struct tx *tx, int64_t attribute, const char *value, const char *key);
void sheet_take(struct tx *tx, int64_t sheet, int64_t attribute);
/* In the order of these ids, which are all of the sheet. */
void sheet_order(struct tx *tx, int64_t sheet, const int64_t *ids, size_t count);

/* Two clients become one: what the other alone has goes over; where both have an attribute, an empty one takes the
 * other's value, and another value stays beside it, called after `name`, the client that goes. */
void sheet_join(struct tx *tx, int64_t from, int64_t to, const char *name);
void sheet_forget(struct tx *tx, int64_t sheet);

/* ---- templates ---- */

bool sheet_template_name_is_taken(struct tx *tx, const char *name, int64_t except);
int64_t sheet_template_create(struct tx *tx, const char *name);
/* False: somebody else changed it since `version`. */
bool sheet_template_rename(struct tx *tx, int64_t template, const char *name, int64_t version);
/* A template like it, under the name. */
int64_t sheet_template_copy(struct tx *tx, int64_t template, const char *name);
/* Clients keep what they have of it. */
void sheet_template_remove(struct tx *tx, int64_t template);

#endif
