/* design_store: the texts of a portal in each language. */
#ifndef DESIGN_DESIGN_STORE_H
#define DESIGN_DESIGN_STORE_H

#include <stdbool.h>
#include <stdint.h>

struct tx;

/* NULL: there is none in that language. */
struct design_words {
	const char *home_fr, *home_en; /* lines: on the portal's home */
	const char *end_fr, *end_en;   /* a line: once something was sent */
	int64_t version;
};

const struct design_words *design_find(struct tx *tx, int64_t portal); /* never NULL: empty ones */
/* False when `words->version` is no longer the one that is kept: somebody else saved. */
bool design_save(struct tx *tx, int64_t portal, const struct design_words *words);

#endif
