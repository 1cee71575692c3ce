/* format: dates, money and numbers as a reader of a language and a time zone expects them (ICU). */
#ifndef HTML_FORMAT_H
#define HTML_FORMAT_H

#include "base/doc.h"
#include "base/money.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct translations;

/* A reader's language, country and time zone, with the ICU objects made on first use. One thread at a time: each
 * worker has its own cache, keyed by locale and zone. */
struct formats;

/* From this thread's cache; `locale` like "fr_FR", `zone` like "Europe/Paris" (unknown: UTC). Never NULL.
 * Good for this thread only, until it ends or has asked for 31 other ones. */
const struct formats *formats_for(const struct translations *translations, const char *locale, const char *zone);
int formats_language(const struct formats *formats); /* index in the translations */
const char *formats_locale(const struct formats *formats);
const struct doc_reader *formats_reader(const struct formats *formats); /* for doc_print_json */
const char *formats_translate(const struct formats *formats, const char *english);

/* Prints a scalar in the reader's way. `form` chooses among:
 *   day      ""=medium (22 nov. 2026) long (22 novembre 2026) full (dimanche 22 novembre 2026) short (22/11/2026) iso
 *   instant  ""=medium date and short time; long; day (date only); time (time only); iso; ago (il y a 2 heures)
 *   money    ""=with symbol (1 240,00 €) plain (1240.00) code (EUR)
 *   int      ""=grouped (1 240) plain        decimal  ""=localised, trailing zeros trimmed; plain
 *   word     ""=label translated, code       id, text: the text
 *   message  the sentence translated, with its {{names}} and {{name.form}}s printed in the reader's way
 *   bool     true, false
 * Unknown forms print as "", and so do null, lists and objects. */
void format_value(const struct formats *formats, const struct doc *value, struct str form, struct builder *out);

/* True when `form` is one of those above for the kind ("" always is). */
bool format_knows(enum doc_kind kind, struct str form);

/* The calendar day of an instant in the reader's zone, and the instant at which a day begins there. */
int32_t format_day_of(const struct formats *formats, int64_t instant);
int64_t format_start_of(const struct formats *formats, int32_t day);

/* Lower case without accents, for search and sorting keys ("Élodie Œuf" → "elodie oeuf"); any language. */
const char *text_fold(struct arena *arena, const char *text);
/* What begins with `text`, and nothing else, is at or after it and before this: it ends with the last character of all.
 */
const char *text_after_all(struct arena *arena, const char *text);

#endif
