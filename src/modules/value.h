/* value: what people type for a field, checked and kept; and how what is kept is shown, printed and compared. */
#ifndef MODULES_VALUE_H
#define MODULES_VALUE_H

#include "html/format.h"
#include "modules/catalogue.h"

struct form;

/* Reads the form's field `form_name` for `field` as its column keeps it (DB_NULL: empty); what is wrong is said beside
 * it. Required is the caller's to check (it depends on layout and state): value_is_empty. Lookups, staff and files come
 * as ids (whether they may be chosen is the store's question); addresses as form_name.street, .postal_code, .city,
 * .country; several choices and lookups as repeated rows form_name.0, form_name.1…, or as one text. Lookups to many are
 * given as a text of ids, "|12|345|". A yes/no that was not sent is no: so browsers send an empty box. A retired choice
 * is taken by its code, so that a record that has it can be saved again. */
struct db_value value_read(struct form *form, const char *form_name, const struct field *field, struct arena *arena);

/* The same from one text, as an import or a default brings it (French and English decimals, days and yes/no; the label
 * of a choice as well as its code). False, and *error (English, N_). */
bool value_parse(struct arena *arena, const struct field *field, const char *text, struct db_value *value,
		 const char **error);
/* The same, where built-in choices may also be called as in the reader's language (NULL: English). */
bool value_parse_in(struct arena *arena, const struct field *field, const char *text, const struct formats *formats,
		    struct db_value *value, const char **error);

/* Whether a pattern may be given to a field: a POSIX extended regular expression without back references, and none that
 * takes long (counts like {1,1000} within each other). */
bool value_pattern_fits(const char *pattern);

bool value_is_empty(const struct db_value *value);
bool value_equal(const struct db_value *one, const struct db_value *other);
/* As sorting does: empty last, integers by value, texts by bytes of their folded form; <0, 0, >0. */
int value_compare(const struct field *field, const struct db_value *one, const struct db_value *other);

/* Sets `name` in a document, typed (money, day, word of a choice, list of words…), so that both prints are right. An
 * address becomes {street, postal_code, city, country}. Lookups, staff and files become {"id": …}, to many a list of
 * them, to which the caller, who knows them, adds names. Null when empty. */
void doc_set_value(struct doc *object, const char *name, const struct field *field, const struct db_value *value,
		   const char *language);
/* As a form shows it to be edited again: the text people would type (also the text of CSV exports in `formats`). */
const char *value_text(struct arena *arena, const struct field *field, const struct db_value *value);

/* The words a search finds it by, folded; NULL: nothing is searched. */
const char *value_search_text(struct arena *arena, const struct field *field, const struct db_value *value);

/* E.164 of a number as typed, national ones by `country` ("FR"); NULL when it is none. */
const char *phone_normal(struct arena *arena, const char *typed, const char *country);

#endif
