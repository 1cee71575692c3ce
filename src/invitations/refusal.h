/* refusal: why somebody may not be invited to the portal, and what to do about it: the same for one person and for
 * many.
 */
#ifndef INVITATIONS_REFUSAL_H
#define INVITATIONS_REFUSAL_H

#include "privacy/privacy.h"
#include "records/record.h"

/* The first that applies, in this order. */
enum invitation_refusal {
	REFUSAL_FINE,
	REFUSAL_MODULE, /* the inviter, or the portal, may not see the module or its field of addresses */
	REFUSAL_ABSENT, /* no such record, as far as the inviter sees */
	REFUSAL_BIN,
	REFUSAL_RECORD, /* the portal may not see it: the staff user it acts as, by its profile and sharing */
	REFUSAL_APPROVAL,
	REFUSAL_REVIEW,
	REFUSAL_ALREADY,   /* signs in already */
	REFUSAL_NO_CLIENT, /* a contact who acts for nobody: the portal has no page for them */
	REFUSAL_NO_ADDRESS,
	REFUSAL_CHARACTERS, /* others than A-Z a-z 0-9 @ . - _ +, or it is no address */
	REFUSAL_OWN_DOMAIN, /* of the organisation's own people; the default user type only */
	REFUSAL_BLOCKED_DOMAIN,
	REFUSAL_TAKEN, /* somebody else signs in with this address, or was invited with it */
	REFUSAL_CONSENT,
	REFUSAL_DECLINED, /* of many only, as the three that follow: one person may be asked again */
	REFUSAL_BOUNCED,
	REFUSAL_INVITED,
	REFUSAL_TWICE, /* another one of the same batch has this address */
	REFUSAL_QUOTA,
	REFUSALS,
};
extern const char *const invitation_refusal_names[]; /* "fine", "module"… NULL-terminated */

/* Sentences (English, N_): what it is, and what to do. {{consent}} names the consent that is missing. */
const char *invitation_refusal_sentence(enum invitation_refusal refusal);
const char *invitation_refusal_remedy(enum invitation_refusal refusal);
/* A few words for lists and filters. */
const char *invitation_refusal_label(enum invitation_refusal refusal);

/* Who invites, and to what. */
struct invitation_question {
	const struct house *house;
	const struct rights *rights;
	const struct viewer *viewer; /* the staff user */
	const struct moment *moment;
	const struct user_type *type; /* its main module is that of the records */
	int64_t batch;		      /* which batch; 0: a single person */
	bool many;	/* of a batch: nobody is asked again who said no, whose mails came back, or who was invited */
	bool renews;	/* of a batch that invites again: an open invitation from before `since` is no reason */
	int64_t since;	/* when the batch was made */
	bool sending;	/* in the transaction that sends: whoever else counts the quota waits */
	bool to_come;	/* contacts who get a client at the same time; of a record 0, who is not there yet, the check
			   brings the address */
	int64_t before; /* so many of the same batch are to be invited before these, and count against the quota */
};

/* What is said of one record. Texts are of the transaction's arena. */
struct invitation_check {
	int64_t record;
	enum invitation_refusal refusal;
	const char *name;	  /* as the inviter sees it; NULL: it has none */
	const char *email;	  /* lower case; NULL: none */
	struct consent_gate gate; /* REFUSAL_CONSENT */
};

enum { REFUSALS_AT_ONCE = 150 };

/* Of each record in turn: about ten statements for each REFUSALS_AT_ONCE of them. */
void invitation_refusals(struct tx *tx, const struct invitation_question *question, const int64_t *records,
			 size_t count, struct invitation_check *out);

/* Sets "refusal": null when it is fine, else {code, label, sentence, remedy, shop_href}. `type` NULL: it is gone. */
void invitation_refusal_set(struct request *rq, struct doc *object, const struct invitation_check *check,
			    const struct user_type *type);

/* The field whose address people of this module sign in with; NULL: it has none. */
const struct field *invitation_address_field(const struct module *module);

#endif
