/* demo_invitations: a few clients were invited to the portal: on their way, opened, accepted, declined, come back, kept
 * for later. */
#include "demo/demo_parts.h"

#include "base/arena.h"
#include "clients/clients.h"
#include "invitations/invitation_store.h"
#include "invitations/user_list.h"
#include "modules/catalogue.h"
#include "portals/portals.h"
#include "rights/rights.h"

/* False: the client's first contact has no address. */
static bool
invitation_of(struct demo *demo, const struct user_type *type, int client, struct invitation_new *invitation)
{
	const struct contact *contact = contact_itself(demo->tx, demo->client_contacts[client]);

	if (contact == NULL || contact->email == NULL)
		return false;
	*invitation = (struct invitation_new){.portal = type->portal,
					      .user_type = type->id,
					      .module = type->main->id,
					      .record = contact->id,
					      .email = contact->email,
					      .name = contact_name(tx_arena(demo->tx), contact),
					      .language = contact->language,
					      .staff = demo->staff[JULIEN]};
	return true;
}

static int64_t
invite(struct demo *demo, const struct user_type *type, int client)
{
	struct invitation_new invitation;

	return invitation_of(demo, type, client, &invitation) ? invitation_send(demo->house, demo->tx, &invitation) : 0;
}

static void
prepare(struct demo *demo, const struct user_type *type, int client)
{
	struct invitation_new invitation;

	if (invitation_of(demo, type, client, &invitation))
		invitation_keep(demo->tx, &invitation, demo->now);
}

/* `reported`: the server of the person's box said so. */
static void
let_arrive(struct demo *demo, int64_t id, bool reported)
{
	const struct invitation *invitation = invitation_find(demo->tx, id);

	if (invitation == NULL)
		return;
	invitation_mail_sent(demo->tx, invitation->message_id);
	if (reported)
		invitation_mail_delivered(demo->tx, invitation->message_id);
}

/* Somebody who no longer works there. */
static void
keep_out(struct demo *demo, const struct user_type *type)
{
	const struct contact *contact = contact_of_email(demo->tx, "youssef.morvan@exemple.example");

	if (contact != NULL)
		users_block(demo->tx, type->main, &contact->id, 1, demo->now);
}

void
demo_add_invitations(struct demo *demo)
{
	const struct user_type *type;
	int64_t opened, accepted, declined, back;

	demo_look_again(demo);
	type = rights_user_type(demo->rights, 0);
	if (type == NULL || type->main == NULL)
		return;
	invite(demo, type, 30);
	let_arrive(demo, invite(demo, type, 31), false);
	let_arrive(demo, invite(demo, type, 37), true);
	opened = invite(demo, type, 32);
	let_arrive(demo, opened, false);
	invitation_opened(demo->tx, opened, demo->now);
	accepted = invite(demo, type, 33);
	if (invitation_take(demo->tx, accepted, INVITATION_IS_ACCEPTED, demo->now))
		invitation_admit(demo->tx, invitation_find(demo->tx, accepted), NULL, demo->now);
	declined = invite(demo, type, 34);
	invitation_take(demo->tx, declined, INVITATION_IS_DECLINED, demo->now);
	prepare(demo, type, 36);
	back = invite(demo, type, 35);
	if (back != 0)
		invitation_mail_failed(demo->tx, invitation_find(demo->tx, back)->message_id,
				       "550 5.1.1 No such mailbox here");
	keep_out(demo, type);
}
