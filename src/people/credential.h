/* credential: what proves who a staff user is beside the password: links to choose one, the second factor, its
 * recovery codes. */
#ifndef PEOPLE_CREDENTIAL_H
#define PEOPLE_CREDENTIAL_H

#include "base/instant.h"
#include "people/staff.h"
#include "sys/crypto.h"

#include <stdbool.h>
#include <stdint.h>

enum { RECOVERY_CODES = 10, RECOVERY_CODE_LENGTH = 10, TOTP_SECRET_SIZE = 20 };

/* How long a link to choose a password works. */
static const int64_t invitation_life_ms = 7 * (int64_t)DAY_MS;
static const int64_t reset_life_ms = HOUR_MS;

/* ---- rules (credential.c) ---- */

/* "K7QM2-XWD4A": how a recovery code is shown and written down. */
const char *recovery_code_make(struct arena *arena);
/* What was meant by what was typed: case, blanks, hyphens and look-alikes do not matter. NULL: it cannot be one. */
const char *recovery_code_read(struct arena *arena, const char *typed);
struct hash recovery_code_hash(const struct key *key, int64_t staff, const char *code);

/* Six digits, blanks taken out; NULL when it is something else. */
const char *totp_code_read(struct arena *arena, const char *typed);
/* The secret as it is kept, and back; unsealing answers false when the box is not this staff user's. */
struct str totp_seal(struct arena *arena, const struct key *key, int64_t staff, struct str secret);
bool totp_unseal(struct arena *arena, const struct key *key, const struct staff *staff, struct str *secret);
/* "otpauth://totp/…" for authenticator programs (their de facto key URI format). */
const char *totp_address(struct arena *arena, const char *issuer, const char *email, struct str secret);
/* "ABCD EFGH …": the secret for whoever types it. */
const char *totp_secret_show(struct arena *arena, struct str secret);

/* True when `typed` is the present code of the second factor, or a recovery code that was not used; either is used up
 * by it. */
bool second_factor_take(const struct house *house, struct tx *tx, const struct staff *staff, const char *typed);

/* ---- rows (credential_store.c) ---- */

/* A new link; those before it die. Returns its token, in the transaction's arena. */
const char *password_link_create(struct tx *tx, int64_t staff, int64_t life_ms);
/* Whose link it is, while it works; NULL. */
const struct staff *password_link_staff(struct tx *tx, const char *token, int64_t now);
/* Uses the link up: its staff user, or 0 when it does not work or somebody was faster. */
int64_t password_link_take(struct tx *tx, const char *token, int64_t now);
void password_link_forget(struct tx *tx, int64_t staff);
void password_link_sweep(struct tx *tx, int64_t now); /* those that no longer work */

/* A new secret, not yet confirmed. */
void totp_begin(struct tx *tx, int64_t staff, struct str sealed);
void totp_turn_on(struct tx *tx, int64_t staff);
/* Forgets the secret and the recovery codes. */
void totp_turn_off(struct tx *tx, int64_t staff);
/* False when a code of this time step, or of a later one, was accepted before. */
bool totp_take_step(struct tx *tx, int64_t staff, int64_t step);

/* Replaces the codes by new ones; `codes` gets RECOVERY_CODES of them. */
void recovery_codes_create(struct tx *tx, const struct key *key, int64_t staff, const char **codes);
bool recovery_code_take(struct tx *tx, int64_t staff, const struct hash *code, int64_t now);
int64_t recovery_codes_left(struct tx *tx, int64_t staff);

#endif
