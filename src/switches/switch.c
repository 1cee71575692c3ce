/* switch: which features can be switched on and off, what each is for, what it needs and what happens then. */
#include "switches/switch.h"

#include "base/str.h"

const struct switch_kind switch_kinds[SWITCHES] = {
	[SWITCH_PRIVACY] =
		{
			.name = "privacy",
			.label = N_("Privacy (GDPR)"),
			.icon = "shield-lock",
			.about = N_(
				"What data protection asks of you: whom to write to, a word of introduction for your "
				"clients, and the consents they give."),
			.needs = SWITCHES,
			.on_effects = {N_("The privacy settings and the list of consents open for administrators."),
				       N_("The client portal can be switched on.")},
			.off_effects =
				{N_("Consents are no longer shown or asked for, and the privacy settings close."),
				 N_("The client portal cannot be switched on while privacy is off."),
				 N_("Nothing is deleted: what was agreed to is there again with the switch.")},
		},
	[SWITCH_PORTAL] =
		{
			.name = "portal",
			.label = N_("Client portal"),
			.icon = "world",
			.about = N_(
				"A site of your own that clients sign in to, and where they find what you share with "
				"them."),
			.needs = SWITCH_PRIVACY,
			.needs_text =
				N_("Switch privacy on first: clients must be able to see what you hold about them."),
			.needed_text = N_("The client portal is on and needs privacy. Switch the portal off first."),
			.on_effects =
				{N_("Clients can sign in from now on, each with a code of their own. Who was signed in "
				    "before signs in again."),
				 N_("The staff user “Client portal” and the profile “Client portal profile” are made, "
				    "unless they are there already. This user never signs in: it is who the portal "
				    "acts as.")},
			.off_effects =
				{N_("Clients are signed out at once, on all their devices."),
				 N_("The portal’s pages, the links in your mails and the clients’ programs are answered "
				    "that it is closed for now."),
				 N_("Nothing is deleted: clients, contacts and settings are as they were when you "
				    "switch it on again. Your staff can still look at the portal as a client.")},
		},
};

enum switch_name
switch_named(const char *name)
{
	int i = 0;

	while (i < SWITCHES && !text_equal(switch_kinds[i].name, name))
		i++;
	return (enum switch_name)i;
}

const char *
switch_blocked(const struct switch_state states[SWITCHES], enum switch_name name)
{
	const struct switch_kind *kind = &switch_kinds[name];

	if (!states[name].on)
		return kind->needs != SWITCHES && !states[kind->needs].on ? kind->needs_text : NULL;
	for (int i = 0; i < SWITCHES; i++)
		if (switch_kinds[i].needs == name && states[i].on)
			return switch_kinds[i].needed_text;
	return NULL;
}
