/* country: ISO 3166 codes from what people write. */
#ifndef CLIENTS_COUNTRY_H
#define CLIENTS_COUNTRY_H

#include <stdbool.h>

struct arena;
struct countries;

/* All countries with their French and English names. Takes milliseconds: made once for many questions. */
struct countries *countries_new(struct arena *arena);

/* "FR" for "FR", "fr", "France"; NULL when it is none. */
const char *country_of_text(const struct countries *countries, struct arena *arena, const char *typed);

/* Two capital letters that ISO 3166 knows. */
bool country_is_known(const char *country);

#endif
