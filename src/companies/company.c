/* company: legal numbers are checked by their own check digits; what is typed with blanks is kept without. */
#include "companies/company.h"

#include "base/arena.h"

#include <string.h>

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

const char *
number_compact(struct arena *arena, const char *typed)
{
	static const char *const skipped[] = {" ", ".", "-", "\xC2\xA0", "\xE2\x80\xAF"};
	struct builder out = builder_new(arena, 0);

	while (typed != NULL && *typed != '\0') {
		size_t skip = 0;

		for (size_t i = 0; i < sizeof skipped / sizeof skipped[0]; i++)
			if (strncmp(typed, skipped[i], strlen(skipped[i])) == 0)
				skip = strlen(skipped[i]);
		if (skip == 0)
			build_char(&out, *typed >= 'a' && *typed <= 'z' ? (char)(*typed - ('a' - 'A')) : *typed);
		typed += skip == 0 ? 1 : skip;
	}
	return out.length == 0 ? NULL : builder_text(&out);
}

bool
iban_is_valid(const char *iban)
{
	size_t length = strlen(iban);
	int rest = 0;

	if (length < 15 || length > 34 || !is_capital(iban[0]) || !is_capital(iban[1]))
		return false;
	for (size_t i = 0; i < length; i++) {
		char c = iban[(i + 4) % length];

		if (is_digit(c))
			rest = (rest * 10 + (c - '0')) % 97;
		else if (is_capital(c))
			rest = (rest * 100 + (c - 'A' + 10)) % 97;
		else
			return false;
	}
	return rest == 1;
}

bool
siret_is_valid(const char *siret)
{
	int sum = 0;

	if (strlen(siret) != 14)
		return false;
	for (int i = 0; i < 14; i++) {
		int digit = siret[i] - '0';

		if (!is_digit(siret[i]))
			return false;
		if (i % 2 == 0)
			digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
		sum += digit;
	}
	return sum % 10 == 0 || strncmp(siret, "356000000", 9) == 0;
}

bool
colour_is_valid(const char *colour)
{
	return strlen(colour) == 7 && colour[0] == '#' && strspn(colour + 1, "0123456789abcdefABCDEF") == 6;
}

static bool
label_is_valid(struct str label)
{
	if (label.length == 0 || label.length > 63 || label.at[0] == '-' || label.at[label.length - 1] == '-')
		return false;
	for (size_t i = 0; i < label.length; i++)
		if (!is_digit(label.at[i]) && label.at[i] != '-' && (label.at[i] < 'a' || label.at[i] > 'z'))
			return false;
	return true;
}

bool
host_is_valid(const char *host)
{
	struct str rest = str_of(host);
	int labels = 0;

	if (rest.length > 253)
		return false;
	while (rest.at != NULL) {
		if (!label_is_valid(str_cut(&rest, '.')))
			return false;
		labels++;
	}
	return labels > 1;
}
