/* authenticator: what a browser and its authenticator answered, taken apart and held against what was asked
 * (W3C Web Authentication Level 3, §7.1 and §7.2). No SQL, no HTTP. */
#ifndef PASSKEYS_AUTHENTICATOR_H
#define PASSKEYS_AUTHENTICATOR_H

#include "base/str.h"
#include "passkeys/public_key.h"

#include <stdbool.h>
#include <stdint.h>

struct arena;

/* Why an answer is not taken; for the journal only: people are told one sentence for all. */
enum fault {
	FAULT_NONE,
	FAULT_FORM,	    /* cut short, too long, not what the standard says */
	FAULT_TYPE,	    /* of the other ceremony */
	FAULT_CHALLENGE,    /* not asked, asked of another browser, too old, or used */
	FAULT_ORIGIN,	    /* another site, or a frame within one */
	FAULT_SITE,	    /* made for another host name */
	FAULT_PRESENCE,	    /* nobody touched it */
	FAULT_VERIFICATION, /* its owner was not verified, and had to be */
	FAULT_BACKUP,	    /* flags that cannot be, or have become others */
	FAULT_KEY,	    /* no key that we asked for */
	FAULT_UNKNOWN,	    /* no passkey of this site, or of somebody else */
	FAULT_BLOCKED,
	FAULT_SIGNATURE,
	FAULT_COUNTER, /* it went back: there may be a copy */
	FAULT_TAKEN,   /* registering: the credential is known already */
	FAULTS,
};
extern const char *const fault_names[FAULTS]; /* "form"… */

enum {
	CHALLENGE_SIZE = 32,	/* bytes; §13.4.3 asks for 16 at least */
	HANDLE_SIZE = 32,	/* bytes; §5.4.3 allows 64 */
	CREDENTIAL_LIMIT = 1023 /* bytes; §7.1 */
};

/* What was asked for. */
struct expectation {
	const char *type; /* "webauthn.create" or "webauthn.get" */
	/* Where the page was: "https://espace.example.fr"; the second one may be NULL. */
	const char *origins[2];
	const char *rp_id; /* "espace.example.fr" */
	bool verified;	   /* the owner must have been verified, by PIN or body */
};

/* Reads clientDataJSON. *challenge gets the bytes that were signed, in the arena; the caller finds out whose they are.
 */
enum fault
client_data_check(struct arena *arena, struct str json, const struct expectation *expectation, struct str *challenge);

struct authenticator_data {
	struct str rp_hash;
	bool present, verified, backup_eligible, backed_up;
	int64_t sign_count;
	struct str credential, public_key; /* when registering: the COSE_Key; else at NULL */
	struct public_key key;		   /* when registering */
};

/* Reads authenticator data (§6.1). `registering`: a credential must be there; else none may be. */
enum fault authenticator_data_read(struct str bytes, bool registering, struct authenticator_data *data);
/* Holds host name and flags against what was asked. */
enum fault authenticator_data_check(const struct authenticator_data *data, const struct expectation *expectation);

/* The authenticator data within an attestation object (§6.5.4). Its statement is not looked at, whatever its format:
 * "none" is asked for, and no maker of authenticators is trusted more than another. False: malformed. */
bool attestation_read(struct str object, struct str *authenticator_data);

/* True when `signature` is the key's (a COSE_Key) over the two, as §7.2 has it. */
bool assertion_is_signed(struct arena *arena, struct str public_key, struct str authenticator_data,
			 struct str client_data, struct str signature);

/* False when the counter went back, or stands still although it counts (§6.1.1). */
bool sign_count_grows(int64_t known, int64_t given);

#endif
