/* country: the countries of ISO 3166, by what people write and call them. */
#ifndef HTML_COUNTRY_H
#define HTML_COUNTRY_H

#include <stdbool.h>

struct arena;

/* "FR" for "FR", "fr", "France"; names in French and English, without case and accents. NULL when it is none. */
const char *country_of_text(struct arena *arena, const char *typed);

/* Two capital letters that ISO 3166 knows. */
bool country_is_known(const char *code);

/* The codes of all of them, NULL-terminated, in no order of names. */
const char *const *country_codes(void);

/* What it is called in a language ("fr"); its code when nobody knows. In the arena. */
const char *country_name(struct arena *arena, const char *code, const char *language);

#endif
