/* client: what may be written down about a client and a contact. */
#include "clients/client.h"

#include "base/arena.h"
#include "base/instant.h"
#include "base/str.h"

#include <string.h>

static const char digits[] = "0123456789";
static const char capitals[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
static const char digits_and_capitals[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

const char *const client_kind_names[] = {"company", "household", NULL};

bool
siret_is_plausible(const char *siret)
{
	return strlen(siret) == 14 && strspn(siret, digits) == 14;
}

bool
vat_number_is_plausible(const char *number)
{
	size_t length = strlen(number);

	return length >= 4 && length <= 15 && strspn(number, capitals) >= 2 &&
	       strspn(number, digits_and_capitals) == length;
}

int64_t
client_number_rank(const char *number)
{
	struct str text = str_of(number);
	int64_t rank;

	if (!str_starts(text, STR("C-")) || text.length > 14 || strspn(number + 2, digits) != text.length - 2)
		return 0;
	return str_to_int(str_slice(number + 2, text.length - 2), &rank) ? rank : 0;
}

const char *
contact_name(struct arena *arena, const struct contact *contact)
{
	if (text_empty(contact->first_name))
		return contact->last_name;
	return arena_printf(arena, "%s %s", contact->first_name, contact->last_name);
}

enum contact_state
contact_state(const struct contact *contact)
{
	if (contact->blocked_at != NO_INSTANT)
		return CONTACT_BLOCKED;
	if (contact->email == NULL)
		return CONTACT_WITHOUT_ADDRESS;
	return contact->held ? CONTACT_HELD : CONTACT_OPEN;
}
