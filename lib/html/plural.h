/* plural: the rule of a catalogue that chooses a plural form, as the Plural-Forms field of a PO file gives it. */
#ifndef HTML_PLURAL_H
#define HTML_PLURAL_H

#include "base/str.h"

#include <stddef.h>
#include <stdint.h>

struct arena;
struct plural_rule;

/* Reads "nplurals=2; plural=(n > 1);". NULL when it is malformed or gives a form that does not exist. */
const struct plural_rule *plural_parse(struct arena *arena, struct str field);

/* nplurals=2; plural=(n != 1); the rule of English, and of a catalogue that gives none. */
const struct plural_rule *plural_english(struct arena *arena);

size_t plural_forms(const struct plural_rule *rule);

/* The form for `n` (its absolute value), always less than plural_forms. */
size_t plural_form_of(const struct plural_rule *rule, int64_t n);

#endif
