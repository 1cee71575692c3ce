/* passkey: a key by which somebody signs in: rows, and the mails that tell its owner. */
#ifndef PASSKEYS_PASSKEY_H
#define PASSKEYS_PASSKEY_H

#include "base/instant.h"
#include "core/request.h"
#include "passkeys/authenticator.h"
#include "sys/crypto.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PASSKEYS_LIMIT = 20 /* of a person */, PASSKEY_NAME_LENGTH = 60, CHALLENGE_LIFE_MS = 5 * MINUTE_MS };

/* Whose: one of the two is 0. */
struct passkey_owner {
	int64_t staff, contact;
};

struct passkey {
	int64_t id;
	int64_t staff_id, contact_id; /* one of the two is 0 */
	struct str user_handle;
	const char *rp_id;
	struct str credential, public_key;
	int64_t sign_count;
	const char *name, *transports;
	bool backup_eligible, backed_up;
	int64_t created_at, used_at, blocked_at; /* NO_INSTANT: not yet; not blocked */
};

enum challenge_purpose { CHALLENGE_REGISTER, CHALLENGE_ENTER_PORTAL, CHALLENGE_ENTER_CONSOLE };

/* ---- rows (passkey_store.c) ---- */

/* False when somebody has this credential already. */
bool passkey_insert(struct tx *tx, const struct passkey *passkey);
struct passkey *passkey_list(struct tx *tx, const struct passkey_owner *owner, size_t *count); /* oldest first */
struct passkey *passkey_of_credential(struct tx *tx, struct str credential);		       /* anybody's; NULL */
struct passkey *passkey_find(struct tx *tx, const struct passkey_owner *owner, int64_t id);    /* NULL: not theirs */
void passkey_remove(struct tx *tx, int64_t id);
/* It signed: its counter and flag. False when it was blocked, or the counter is not the next one any more: another
 * request was faster. */
bool passkey_note_use(struct tx *tx, int64_t id, int64_t sign_count, bool backed_up, int64_t now);
void passkey_block(struct tx *tx, int64_t id, int64_t now);
/* What stands for the owner in all their passkeys; at NULL when they have none. */
struct str passkey_handle(struct tx *tx, const struct passkey_owner *owner);

/* `handle` (at NULL: none) comes back when the challenge is taken. */
void challenge_insert(struct tx *tx, const struct hash *challenge, const struct hash *browser,
		      enum challenge_purpose purpose, struct str handle, int64_t now);
/* Uses the challenge up; false when it was not given to this browser for this purpose, is too old or was used. */
bool challenge_take(struct tx *tx, const struct hash *challenge, const struct hash *browser,
		    enum challenge_purpose purpose, int64_t now, struct str *handle);
void challenge_sweep(struct tx *tx, int64_t now);

void passkey_export_person(struct tx *tx, int64_t contact, struct doc *person);
void passkey_erase_person(struct tx *tx, int64_t contact);

/* ---- mails (passkey_mail.c) ---- */

enum passkey_notice { PASSKEY_ADDED, PASSKEY_REMOVED, PASSKEY_BLOCKED, PASSKEY_NOTICES };
/* Tells the owner: they would notice a thief. */
void passkey_mail(struct request *rq, const struct passkey *passkey, enum passkey_notice notice);

#endif
