/* match_key: makes names alike, so that those of one person or company meet whatever their order, accents and slips. */
#ifndef RECORDS_MATCH_KEY_H
#define RECORDS_MATCH_KEY_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>

enum {
	NAME_KEYS = 3,	 /* kept of a name: its sound, its beginning, its end */
	NAME_LOOKED = 7, /* looked for: the sound, and beginnings and ends of names a letter shorter or longer */
};

/* What tells who somebody is: the words of a name without accents, titles, articles and legal forms (where nothing
 * else is left, with them), in the order of the alphabet, separated by blanks: "dupont jean" of "M. DUPONT, Jéan";
 * "martin" of "S.A.R.L. Martin". "" when there is no letter. */
const char *name_core(struct arena *arena, const char *name);

/* The keys of a core: the first is that of its sound ("~…"), by which groups are made; two cores that differ by one
 * slip (a letter more, less, another, or two that changed places) have a key among those that name_looked gives in
 * common. Returns how many; 0 for "". */
size_t name_keys(struct arena *arena, const char *core, const char *keys[NAME_KEYS]);
size_t name_looked(struct arena *arena, const char *core, const char *keys[NAME_LOOKED]);

/* Whether two cores may well be of one: equal but for a slip, in long ones two; figures must be the same. */
bool names_alike(struct arena *arena, const char *one, const char *other);

#endif
