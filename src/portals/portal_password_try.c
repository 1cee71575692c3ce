/* portal_password_try: a password is compared on a slow worker, and takes as long where there is none. */
#include "portals/portal_password.h"

#include "base/arena.h"
#include "sys/crypto.h"

static const struct portal_password *
kept_password(struct request *rq, const struct sign_in *sign_in)
{
	struct tx *tx = db_read(rq->house->db, rq->arena);
	const struct contact *contact = person_itself(tx, sign_in->contact_id);
	const struct portal_password *kept = portal_password_of(tx, sign_in->contact_id);

	kept = ways_of(tx, contact).password ? kept : NULL;
	db_read_end(tx);
	return kept;
}

void
password_try_compare(struct request *rq, const struct sign_in *sign_in, const char *password, struct password_try *try)
{
	try->kept = kept_password(rq, sign_in);
	if (try->kept == NULL) {
		password_dummy(password);
		return;
	}
	try->matches = password_matches(try->kept->hash, password);
	if (try->matches && password_needs_rehash(try->kept->hash))
		try->rehash = password_hash(rq->arena, password);
}

bool
password_try_holds(struct tx *tx, const struct password_try *try)
{
	const struct portal_password *now = try->matches ? portal_password_of(tx, try->kept->contact_id) : NULL;

	return now != NULL && text_equal(now->hash, try->kept->hash);
}

const char *
portal_password_refusal(struct request *rq, const struct contact *contact)
{
	const char *password = form_raw(rq->form, "new_password");
	struct password_owner owner = {.email = contact->email,
				       .name = contact_name(rq->arena, contact),
				       .company = rq->portal->company->name};

	return password_refusal(password == NULL ? "" : password, &owner);
}
