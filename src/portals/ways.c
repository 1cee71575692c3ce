/* ways: whoever has an address may use all there are. */
#include "portals/ways.h"

#include "portals/portals.h"

struct ways
ways_of(const struct contact *contact)
{
	bool address = contact != NULL && !text_empty(contact->email);

	return (struct ways){.code = address, .password = address};
}

bool
portal_password_is_offered(const struct contact *contact)
{
	return ways_of(contact).password;
}
