/* public_key: the public half of a passkey, as COSE writes it (RFC 9052, 9053, 8230), and the signatures it explains.
 */
#ifndef PASSKEYS_PUBLIC_KEY_H
#define PASSKEYS_PUBLIC_KEY_H

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

/* COSE algorithms that we ask for, in the order of our liking. */
enum { ALGORITHM_ES256 = -7, ALGORITHM_EDDSA = -8, ALGORITHM_RS256 = -257 };
extern const int public_key_algorithms[3];

struct public_key {
	int64_t algorithm;
	struct str x, y; /* ES256: the point of P-256; EdDSA: x is Ed25519's key; RS256: modulus and exponent */
};

/* Takes a COSE_Key off `rest`; its bytes stay where they are. False: malformed, or not one of the algorithms with its
 * one curve, or a point that is not on it, or an RSA key below 2048 or above 4096 bits. */
bool public_key_read(struct str *rest, struct public_key *key);

/* True when `signature` (ES256: DER as WebAuthn §6.5.5 has it) is the key's over `message`. An ECDSA signature has a
 * twin, (r, n - s), which is as good: nothing here knows a signature again by its bytes, a challenge is good once. */
bool public_key_verifies(const struct public_key *key, struct str message, struct str signature);

#endif
