/* translation_negotiate: the language of ours that a browser's Accept-Language asks for (RFC 9110 §12.5.4). */
#include "html/translation.h"

/* A weight in thousandths: "0.8" → 800; malformed weights count as 0, which means "not this one". */
static int
read_weight(struct str text)
{
	int weight = 0, unit = 1000;

	if (text.length == 0 || (text.at[0] != '0' && text.at[0] != '1') || text.length > 5)
		return 0;
	for (size_t i = 0; i < text.length; i++) {
		if (i == 1 ? text.at[i] != '.' : text.at[i] < '0' || text.at[i] > '9')
			return 0;
		if (i == 1)
			continue;
		weight += (text.at[i] - '0') * unit;
		unit /= 10;
	}
	return weight > 1000 ? 1000 : weight;
}

/* Cuts "fr-CH;q=0.8" into its range and its weight. */
static int
cut_weight(struct str *range)
{
	struct str rest = *range;
	struct str first = str_trim(str_cut(&rest, ';'));

	*range = first;
	while (rest.at != NULL) {
		struct str parameter = str_trim(str_cut(&rest, ';'));
		struct str name = str_trim(str_cut(&parameter, '='));

		if (str_equal_nocase(name, STR("q")))
			return read_weight(str_trim(parameter));
	}
	return 1000;
}

/* "fr" of "fr-CH" (a browser's way) and "fr_CH" (ours). */
static struct str
language_of(struct str range)
{
	size_t length = 0;

	while (length < range.length && range.at[length] != '-' && range.at[length] != '_')
		length++;
	return str_slice(range.at, length);
}

/* 2: the same language and region; 1: the same language; 0: another. */
static int
likeness(struct str range, struct str code)
{
	if (str_equal_nocase(range, code))
		return 2;
	return str_equal_nocase(language_of(range), language_of(code));
}

static int
best_for(const struct translations *translations, struct str range)
{
	int best = -1, best_likeness = 0;

	for (size_t i = 0; i < translations_count(translations); i++) {
		int like = likeness(range, str_of(translations_code(translations, i)));

		if (like > best_likeness) {
			best = (int)i;
			best_likeness = like;
		}
	}
	return best;
}

int
translations_negotiate(const struct translations *translations, const char *accept, int fallback)
{
	struct str rest = str_of(accept);
	int chosen = fallback, chosen_weight = 0;

	while (rest.at != NULL) {
		struct str range = str_cut(&rest, ',');
		int weight = cut_weight(&range);
		int language = str_equal(range, STR("*")) ? fallback : best_for(translations, range);

		if (language >= 0 && weight > chosen_weight) {
			chosen = language;
			chosen_weight = weight;
		}
	}
	return chosen;
}
