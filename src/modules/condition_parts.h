/* condition_parts: what a comparison's values mean, the same for SQL and for a record at hand. */
#ifndef MODULES_CONDITION_PARTS_H
#define MODULES_CONDITION_PARTS_H

#include "modules/condition.h"
#include "modules/value_parts.h"

enum {
	CONDITION_LEVELS = 4,
	CONDITION_COMPARISONS = 60,
	CONDITION_VALUES = 100, /* of a whole condition */
	COMPARISON_VALUES = 50,
	CONDITION_TEXT_LIMIT =
		1000, /* bytes of a text, folded: doubled by escapes it fits SQLite's limit of a pattern */
	CONDITION_DAYS_LIMIT = 36600,
};

/* The integers a value stands for, from the first up to (and without) `until`: of an instant, of a day or a minute all
 * that lie in it; of anything else itself. For "last days" and "next days" those of all the days. */
struct stretch
condition_stretch(struct arena *arena, const struct condition *condition, size_t value, const struct moment *moment);

/* True for fields kept as several codes or ids. */
bool condition_is_list(const struct field *field);

/* Whether it asks for "no", which is also what nobody has answered. */
bool condition_is_no(const struct condition *condition);

/* The code between bars, "|red|": it is in a list when this is. */
const char *condition_item(struct arena *arena, const struct condition *condition, size_t value);

/* U+10FFFF: no text that people write has it, and UTF-8 sorts it last: behind a start it is after all that begin so. */
#define CONDITION_LAST_CHARACTER "\xF4\x8F\xBF\xBF"

#endif
