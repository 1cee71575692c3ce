/* ways: what a user type allows, and what follows for somebody who has, or has not yet, made themselves one of them. */
#include "portals/ways.h"

#include "core/weakened.h"
#include "portals/person.h"
#include "portals/sign_in.h"

/* Whoever could not come in at all by what is asked for comes in by a code once: by their address they were invited. */
struct ways
ways_from(struct user_type_ways allowed, bool has_password, bool has_passkey)
{
	bool has = (allowed.password && has_password) || (allowed.passkey && has_passkey);
	bool other = allowed.password || allowed.passkey;

	return (struct ways){.code = allowed.code || !has || weakened(CHECK_WAY),
			     .password = allowed.password || weakened(CHECK_WAY),
			     .passkey = allowed.passkey || weakened(CHECK_WAY),
			     .first = !allowed.code && !has && other};
}

struct ways
ways_of_attempt(struct tx *tx, const struct sign_in *sign_in)
{
	const struct contact *person = person_itself(tx, sign_in->contact_id);

	if (person == NULL && sign_in->invitation_id != 0)
		return (struct ways){.code = true};
	return ways_of(tx, person);
}

bool
portal_password_is_offered(struct tx *tx, const struct contact *contact)
{
	return ways_of(tx, contact).password;
}

bool
portal_code_opens(struct tx *tx, const struct contact *contact)
{
	return ways_of(tx, contact).code;
}

bool
portal_passkey_is_offered(struct tx *tx, int64_t person)
{
	return ways_of(tx, person_itself(tx, person)).passkey;
}

void
ways_show(struct request *rq, struct doc *document)
{
	struct user_type_ways ways = ways_of_portal(rq->tx, rq->portal->id);

	doc_set_bool(document, "by_password", ways.password);
	doc_set_bool(document, "by_passkey", ways.passkey);
}
