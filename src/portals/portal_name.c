/* portal_name: rules of addresses, without any portal at hand. */
#include "portals/portal_name.h"
#include "portals/portals.h"

#include "base/arena.h"
#include "base/doc.h"
#include "base/str.h"
#include "html/format.h"

#include <string.h>

const char *const address_problem_names[] = {"", "short", "long", "signs", "hyphens", "reserved", "taken", "alike"};
const char *const address_problem_sentences[] = {
	NULL,
	N_("An address has at least 3 signs."),
	N_("An address has at most 40 signs."),
	N_("An address is made of small letters without accents, digits and hyphens only."),
	N_("An address neither begins nor ends with a hyphen, and has no two of them in a row."),
	N_("This word is reserved: people could take it for a page of the program or of somebody official."),
	N_("Another portal has this address, or had it before. It is never given to anybody else."),
	N_("This address looks too much like that of another portal: people could take one for the other."),
};

static bool
is_letter_or_digit(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

const char *
address_clean(struct arena *arena, const char *typed)
{
	struct str trimmed = str_trim(str_of(typed));
	char *address;

	if (trimmed.length == 0)
		return NULL;
	address = arena_text_of(arena, trimmed.at, trimmed.length);
	for (char *at = address; *at != '\0'; at++)
		if (*at >= 'A' && *at <= 'Z')
			*at = (char)(*at - 'A' + 'a');
	return address;
}

enum { SKELETON_SIZE = ADDRESS_MOST + 1 };

static char
plain_sign(char c)
{
	switch (c) {
	case '0':
		return 'o';
	case '1':
	case 'i':
		return 'l';
	case '5':
		return 's';
	default:
		return c;
	}
}

/* What is left of an address when signs that look alike are one; `skeleton` has SKELETON_SIZE bytes. */
static void
make_skeleton(char *skeleton, const char *address)
{
	size_t length = 0;

	for (const char *at = address; *at != '\0' && length + 1 < SKELETON_SIZE; at++) {
		bool two = (at[0] == 'r' && at[1] == 'n') || (at[0] == 'v' && at[1] == 'v');

		if (*at == '-')
			continue;
		skeleton[length++] = two ? (char)(*at == 'r' ? 'm' : 'w') : plain_sign(*at);
		at += two;
	}
	skeleton[length] = '\0';
}

bool
address_is_alike(const char *one, const char *other)
{
	char first[SKELETON_SIZE], second[SKELETON_SIZE];

	make_skeleton(first, one);
	make_skeleton(second, other);
	return strcmp(first, second) == 0;
}

bool
address_is_reserved(const char *address)
{
	for (size_t i = 0; reserved_addresses[i] != NULL; i++)
		if (address_is_alike(address, reserved_addresses[i]))
			return true;
	return false;
}

enum address_problem
address_problem(const char *address)
{
	size_t length = strlen(address);

	for (size_t i = 0; i < length; i++)
		if (!is_letter_or_digit(address[i]) && address[i] != '-')
			return ADDRESS_SIGNS;
	if (length < ADDRESS_LEAST)
		return ADDRESS_SHORT;
	if (length > ADDRESS_MOST)
		return ADDRESS_LONG;
	if (address[0] == '-' || address[length - 1] == '-' || strstr(address, "--") != NULL)
		return ADDRESS_HYPHENS;
	return address_is_reserved(address) ? ADDRESS_RESERVED : ADDRESS_FINE;
}

const char *
portal_address_checked(struct arena *arena, const char *typed, const char **refusal)
{
	const char *address = address_clean(arena, typed);

	*refusal = address_problem_sentences[address == NULL ? ADDRESS_SHORT : address_problem(address)];
	return *refusal == NULL ? address : NULL;
}

/* Letters and digits of the name with single hyphens between; cut at a hyphen where there is one. May be short. */
static const char *
slug(struct arena *arena, const char *name)
{
	const char *folded = text_fold(arena, name);
	char *made = arena_text(arena, folded);
	size_t length = 0;

	for (const char *at = folded; *at != '\0'; at++)
		if (is_letter_or_digit(*at))
			made[length++] = *at;
		else if (length > 0 && made[length - 1] != '-')
			made[length++] = '-';
	if (length > ADDRESS_MOST) {
		size_t end = ADDRESS_MOST;

		while (end > ADDRESS_MOST / 2 && made[end] != '-')
			end--;
		length = made[end] == '-' ? end : ADDRESS_MOST;
	}
	while (length > 0 && made[length - 1] == '-')
		length--;
	made[length] = '\0';
	return made;
}

const char *
address_from_name(struct arena *arena, const char *name)
{
	const char *made = slug(arena, text_empty(name) ? "" : name);

	if (address_problem(made) == ADDRESS_FINE)
		return made;
	if (*made == '\0')
		return "espace-clients";
	return arena_printf(arena, "espace-%.*s", ADDRESS_MOST - 7, made);
}

static size_t
add_candidate(const char **candidates, size_t count, const char *candidate)
{
	if (count == ADDRESS_CANDIDATES || address_problem(candidate) != ADDRESS_FINE)
		return count;
	for (size_t i = 0; i < count; i++)
		if (text_equal(candidates[i], candidate))
			return count;
	candidates[count] = candidate;
	return count + 1;
}

/* "base-end", the base cut so that both have room, and never ending on a hyphen. */
static const char *
with_end(struct arena *arena, const char *base, const char *end)
{
	size_t room = ADDRESS_MOST - 1 - strlen(end), length = strlen(base) < room ? strlen(base) : room;

	while (length > 0 && base[length - 1] == '-')
		length--;
	return arena_printf(arena, "%.*s-%s", (int)length, base, end);
}

size_t
address_candidates(struct arena *arena, const char *name, const char *city, const char *candidates[ADDRESS_CANDIDATES])
{
	const char *base = address_from_name(arena, name), *town = slug(arena, text_empty(city) ? "" : city);
	size_t count = add_candidate(candidates, 0, base);

	if (*town != '\0' && strlen(town) < ADDRESS_MOST / 2)
		count = add_candidate(candidates, count, with_end(arena, base, town));
	count = add_candidate(candidates, count, with_end(arena, base, "clients"));
	count = add_candidate(candidates, count, slug(arena, arena_printf(arena, "espace-%s", base)));
	for (int number = 2; number < 10; number++)
		count = add_candidate(candidates, count, with_end(arena, base, arena_printf(arena, "%d", number)));
	return count;
}
