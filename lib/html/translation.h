/* translation: catalogues of sentences read from PO files; English is the key. */
#ifndef HTML_TRANSLATION_H
#define HTML_TRANSLATION_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

struct language_source {
	const char *code; /* "fr" */
	struct str po;	  /* the PO file's text */
};

/* All languages, English first (code "en", no file). Immutable once made. */
struct translations;

/* NULL and *error a sentence (file, line) when a PO file is malformed. */
struct translations *
translations_load(struct arena *arena, const struct language_source *sources, size_t count, const char **error);
size_t translations_count(const struct translations *translations);
const char *translations_code(const struct translations *translations, size_t index);
/* -1 when unknown. */
int translations_find(const struct translations *translations, const char *code);
/* The best of ours for an Accept-Language header (RFC 9110 §12.5.4); NULL or nothing fitting: `fallback`. */
int translations_negotiate(const struct translations *translations, const char *accept, int fallback);

/* The sentence in the language, or `english` itself when it has no translation. */
const char *translate(const struct translations *translations, int language, const char *english);
/* The plural form for `n`; sentences as `singular` and `plural` in English. */
const char *translate_plural(const struct translations *translations, int language, const char *singular,
			     const char *plural, int64_t n);

/* For sentences that are made ready for every form beforehand: the forms of a language, the one for `n`, and its text
 * (in English when there is no translation: form 0 the singular, the others the plural). */
size_t translation_forms(const struct translations *translations, int language);
size_t translation_form(const struct translations *translations, int language, int64_t n);
const char *translate_form(const struct translations *translations, int language, const char *singular,
			   const char *plural, size_t form);
/* True for a sentence with a translation. */
bool translation_exists(const struct translations *translations, int language, const char *english);

/* Different for each translations_load of the process: tells translations apart in caches. */
uint64_t translations_serial(const struct translations *translations);

#endif
