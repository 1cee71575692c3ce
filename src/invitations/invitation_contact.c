/* invitation_contact: invites those who become contacts of a client with it, and says before what stands against that.
 */
#include "base/arena.h"
#include "invitations/handlers.h"
#include "invitations/invitations.h"
#include "invitations/refusal.h"
#include "portals/portals.h"
#include "sys/clock.h"

/* Contacts come in under the first user type that has them. NULL: there is none, or no portal. */
static const struct user_type *
type_of_contacts(struct request *rq)
{
	const struct portal *portal = portal_first(rq->tx);
	const struct module *module = module_named(rq->rights->catalogue, "contacts");

	return portal == NULL || module == NULL ? NULL : invitation_type_next(rq, module, portal->id, NULL);
}

bool
contacts_are_invited(struct request *rq)
{
	return viewer_may(rq->viewer, &portal_invite) && type_of_contacts(rq) != NULL;
}

/* What is asked of them together: places of the plan are counted over all. */
static struct invitation_check *
ask(struct request *rq, const struct user_type *type, const struct contact_invited *people, size_t count, bool sending)
{
	const struct invitation_question question = {.house = rq->house,
						     .rights = rq->rights,
						     .viewer = rq->viewer,
						     .moment = rq->moment,
						     .type = type,
						     .sending = sending,
						     .to_come = !sending};
	struct invitation_check *checks = arena_make_array(rq->arena, struct invitation_check, count + 1);
	int64_t *records = arena_make_array(rq->arena, int64_t, count + 1);

	for (size_t i = 0; i < count; i++) {
		records[i] = people[i].contact;
		checks[i].email = people[i].email;
	}
	invitation_refusals(rq->tx, &question, records, count, checks);
	return checks;
}

/* Time alone takes it away. */
static bool
waits_itself(enum invitation_refusal refusal)
{
	return refusal == REFUSAL_APPROVAL || refusal == REFUSAL_REVIEW;
}

static bool
is_refused(enum invitation_refusal refusal)
{
	return refusal != REFUSAL_FINE && refusal != REFUSAL_ALREADY;
}

static void
show(struct request *rq, const struct user_type *type, const struct contact_invited *people, size_t count,
     const struct invitation_check *checks)
{
	for (size_t i = 0; i < count; i++)
		invitation_refusal_set(rq, people[i].shown, &checks[i], type);
}

size_t
contact_invitations_foresee(struct request *rq, const struct contact_invited *people, size_t count)
{
	const struct user_type *type = type_of_contacts(rq);
	const struct invitation_check *checks = type == NULL ? NULL : ask(rq, type, people, count, false);
	size_t refused = 0;

	if (type == NULL)
		return 0;
	show(rq, type, people, count, checks);
	for (size_t i = 0; i < count; i++)
		refused += is_refused(checks[i].refusal);
	return refused;
}

/* True: a mail goes out. */
static bool
invite(struct request *rq, const struct user_type *type, const struct contact_invited *person,
       const struct invitation_check *check, bool waits)
{
	const struct invitation_new invitation = {.portal = type->portal,
						  .user_type = type->id,
						  .module = type->main->id,
						  .record = person->contact,
						  .email = check->email,
						  .name = check->name,
						  .language = person->language,
						  .staff = rq->viewer->staff};
	bool kept = waits || is_refused(check->refusal);
	int64_t id = 0;

	if (check->refusal == REFUSAL_ALREADY)
		return false;
	id = kept ? invitation_keep(rq->tx, &invitation, clock_now()) : invitation_send(rq->house, rq->tx, &invitation);
	if (id != 0)
		invitation_journal(rq, kept ? "invitation.keep" : "invitation.send", type, person->contact, id);
	return id != 0 && !kept;
}

bool
contact_invitations_send(struct request *rq, const struct contact_invited *people, size_t count, bool keep, bool waits,
			 size_t *sent)
{
	const struct user_type *type = type_of_contacts(rq);
	const struct invitation_check *checks;

	*sent = 0;
	if (type == NULL || count == 0)
		return true;
	checks = ask(rq, type, people, count, true);
	show(rq, type, people, count, checks);
	for (size_t i = 0; i < count && !keep; i++)
		if (is_refused(checks[i].refusal) && !waits_itself(checks[i].refusal))
			return false;
	for (size_t i = 0; i < count; i++)
		*sent += invite(rq, type, &people[i], &checks[i], waits);
	return true;
}
