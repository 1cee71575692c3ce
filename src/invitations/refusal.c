/* refusal: the reasons in words, what to do about each, and how an address must look. */
#include "invitations/refusal.h"

#include "base/arena.h"
#include "mail/mail.h"
#include "portal_users/portal_users.h"
#include "records/module_page.h"

#include "invitations/refusal_fact.h"

#include <string.h>

const char *const invitation_refusal_names[] = {
	"fine",	   "module",	"absent",     "bin",	    "record",	  "approval",	    "review",
	"already", "no_client", "no_address", "characters", "own_domain", "blocked_domain", "taken",
	"consent", "declined",	"bounced",    "invited",    "twice",	  "quota",	    NULL,
};

struct refusal_words {
	const char *label, *sentence, *remedy;
};

static const struct refusal_words words[REFUSALS] = {
	[REFUSAL_FINE] = {N_("May be invited"), N_("Nothing stands against an invitation."),
			  N_("There is nothing to do.")},
	[REFUSAL_MODULE] =
		{N_("No permission on the module"),
		 N_("You, or the portal itself, may not see this module or its e-mail addresses."),
		 N_("Ask an administrator to let your profile, and the profile of the client portal, see the module.")},
	[REFUSAL_ABSENT] = {N_("Does not exist"), N_("This record does not exist, or no longer."),
			    N_("Look for the person in the list and choose again.")},
	[REFUSAL_BIN] = {N_("In the recycle bin"), N_("This record is in the recycle bin."),
			 N_("Take it out of the bin first, then invite.")},
	[REFUSAL_RECORD] =
		{N_("No permission on the record"),
		 N_("The portal may not see this record: it is not shared with the staff user that the portal acts as."),
		 N_("Share the record with the staff user of the client portal, or let its profile see all records.")},
	[REFUSAL_APPROVAL] = {N_("Waits for approval"), N_("This record waits for approval, or was not approved."),
			      N_("Invite once it is approved.")},
	[REFUSAL_REVIEW] = {N_("Waits for review"), N_("This record waits to be accepted, or was not."),
			    N_("Invite once it is accepted.")},
	[REFUSAL_ALREADY] =
		{N_("Is a portal user already"), N_("This person is a portal user already."),
		 N_("There is nothing to do. Who was deactivated is let in again on the page of portal users.")},
	[REFUSAL_NO_CLIENT] = {N_("No client"),
			       N_("This contact is of no client: there is nobody they would be in the portal for."),
			       N_("Add them to a client on the client’s page, then invite.")},
	[REFUSAL_NO_ADDRESS] = {N_("No e-mail address"), N_("This person has no e-mail address."),
				N_("Add the address to the record, then invite.")},
	[REFUSAL_CHARACTERS] =
		{N_("Unsupported address"),
		 N_("The e-mail address has characters that the portal does not take: only A–Z, a–z, 0–9 and @ . - _ + "
		    "are."),
		 N_("Ask the person for another address.")},
	[REFUSAL_OWN_DOMAIN] =
		{N_("Your own mail domain"),
		 N_("The address is of your own organisation: your own people cannot be users of this type."),
		 N_("Use the person’s private address, or invite them to another user type.")},
	[REFUSAL_BLOCKED_DOMAIN] =
		{N_("Anonymous or blocked mail domain"),
		 N_("The address is at a mail domain that is blocked, or that hides who reads it."),
		 N_("Ask the person for their usual address. An administrator can allow the domain in the settings.")},
	[REFUSAL_TAKEN] = {N_("Somebody else has this address"),
			   N_("Somebody else signs in with this address, or was invited with it."),
			   N_("Give one of the two another address, or merge the two records.")},
	[REFUSAL_CONSENT] = {N_("A consent is missing"), N_("A consent without which nobody is invited is missing."),
			     N_("Ask for it, and note the answer on the record’s page of consents.")},
	[REFUSAL_DECLINED] = {N_("Does not want to be invited"), N_("This person declined an earlier invitation."),
			      N_("If they have changed their mind, invite them from their record.")},
	[REFUSAL_BOUNCED] = {N_("Mails do not arrive"), N_("An earlier invitation to this address came back."),
			     N_("Correct the address, then invite again; or try again from the record.")},
	[REFUSAL_INVITED] = {N_("Is invited already"), N_("This person has an open invitation."),
			     N_("Wait for the answer, or invite again on the page of portal users.")},
	[REFUSAL_TWICE] = {N_("Twice in this invitation"),
			   N_("Somebody else who is invited at the same time has this address."),
			   N_("Give one of the two another address, or merge the two records.")},
	[REFUSAL_QUOTA] = {N_("No place left"), N_("All portal users that your plan includes are there."),
			   N_("Deactivate somebody who no longer needs the portal, or ask your operator for more.")},
};

const char *
invitation_refusal_label(enum invitation_refusal refusal)
{
	return words[refusal].label;
}

const char *
invitation_refusal_sentence(enum invitation_refusal refusal)
{
	return words[refusal].sentence;
}

const char *
invitation_refusal_remedy(enum invitation_refusal refusal)
{
	return words[refusal].remedy;
}

/* The consent's name in the reader's language; French when there is no other. */
static const char *
consent_name(const struct consent_gate *gate, const char *language)
{
	const char *own = text_equal(language, "fr") ? gate->name_fr : gate->name_en;

	return own != NULL ? own : gate->name_fr != NULL ? gate->name_fr : gate->name_en;
}

void
invitation_refusal_set(struct request *rq, struct doc *object, const struct invitation_check *check,
		       const struct user_type *type)
{
	const char *consent = consent_name(&check->gate, language_of(rq));
	struct doc *refusal, *values = doc_object(rq->arena);

	if (check->refusal == REFUSAL_FINE) {
		doc_set_null(object, "refusal");
		return;
	}
	refusal = doc_set_object(object, "refusal");
	doc_set_text(refusal, "code", invitation_refusal_names[check->refusal]);
	doc_set_word(refusal, "label", invitation_refusal_names[check->refusal], words[check->refusal].label);
	doc_set_text(values, "consent", consent);
	if (check->refusal == REFUSAL_CONSENT && consent != NULL)
		doc_set_message(refusal, "sentence", consent_gate_reason(check->gate.state), values);
	else
		doc_set_message(refusal, "sentence", words[check->refusal].sentence, NULL);
	doc_set_message(refusal, "remedy", words[check->refusal].remedy, NULL);
	doc_set_text(refusal, "shop_href", check->refusal == REFUSAL_QUOTA ? portal_users_shop_href(rq, type) : NULL);
}

const struct field *
invitation_address_field(const struct module *module)
{
	const struct field *built_in = module == NULL ? NULL : field_named(module, "email");

	if (module == NULL)
		return NULL;
	if (built_in != NULL && built_in->type == FIELD_EMAIL && !built_in->retired)
		return built_in;
	for (size_t i = SYSTEM_FIELDS; i < module->field_count; i++)
		if (module->fields[i].type == FIELD_EMAIL && !module->fields[i].retired)
			return &module->fields[i];
	return NULL;
}

bool
address_is_supported(struct arena *arena, const char *email)
{
	static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789@.-_+";

	return strspn(email, allowed) == strlen(email) && mail_address(arena, email) != NULL;
}

/* ---- which reason it is ---- */

static enum invitation_refusal
of_record(const struct refusal_fact *fact)
{
	if (!fact->found)
		return REFUSAL_ABSENT;
	if (fact->in_bin)
		return REFUSAL_BIN;
	if (!fact->portal_sees)
		return REFUSAL_RECORD;
	if (fact->unapproved)
		return REFUSAL_APPROVAL;
	if (fact->unreviewed)
		return REFUSAL_REVIEW;
	if (fact->is_user)
		return REFUSAL_ALREADY;
	return fact->without_client ? REFUSAL_NO_CLIENT : REFUSAL_FINE;
}

static enum invitation_refusal
of_address(const struct refusal_fact *fact)
{
	if (text_empty(fact->email))
		return REFUSAL_NO_ADDRESS;
	if (fact->own_domain)
		return REFUSAL_OWN_DOMAIN;
	if (!fact->supported)
		return REFUSAL_CHARACTERS;
	if (fact->blocked_domain)
		return REFUSAL_BLOCKED_DOMAIN;
	if (fact->taken)
		return REFUSAL_TAKEN;
	return fact->consents ? REFUSAL_FINE : REFUSAL_CONSENT;
}

/* One person may be asked again on purpose. */
static enum invitation_refusal
of_many(const struct refusal_fact *fact, bool renews)
{
	if (fact->declined)
		return REFUSAL_DECLINED;
	if (fact->bounced)
		return REFUSAL_BOUNCED;
	if (fact->invited && (!renews || fact->invited_since))
		return REFUSAL_INVITED;
	return fact->twice ? REFUSAL_TWICE : REFUSAL_FINE;
}

enum invitation_refusal
refusal_of(const struct refusal_fact *fact, bool many, bool renews, int64_t room)
{
	enum invitation_refusal refusal = of_record(fact);

	if (refusal == REFUSAL_FINE)
		refusal = of_address(fact);
	if (refusal == REFUSAL_FINE && many)
		refusal = of_many(fact, renews);
	if (refusal == REFUSAL_FINE && !fact->counted && room <= 0)
		refusal = REFUSAL_QUOTA;
	return refusal;
}
