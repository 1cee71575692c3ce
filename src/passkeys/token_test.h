/* token_test: an authenticator in software, for tests: it makes keys, writes what authenticators write, and signs. */
#ifndef PASSKEYS_TOKEN_TEST_H
#define PASSKEYS_TOKEN_TEST_H

#include "base/str.h"

#include <stdint.h>

struct arena;

enum token_kind { TOKEN_ES256, TOKEN_EDDSA, TOKEN_RS256 };

struct token_key;

struct token {
	struct arena *arena;
	enum token_kind kind;
	struct token_key *key;
	struct str credential, public_key; /* the COSE_Key */
	const char *rp_id;
	unsigned flags; /* of what it writes next; the bit of a credential comes by itself */
	uint32_t count;
};

enum { TOKEN_PRESENT = 0x01, TOKEN_VERIFIED = 0x04, TOKEN_ELIGIBLE = 0x08, TOKEN_BACKED_UP = 0x10 };

/* A new key; it goes away with the arena. */
struct token token_new(struct arena *arena, enum token_kind kind, const char *rp_id);

/* {"type":…,"challenge":…,"origin":…,"crossOrigin":false}; `challenge` in base64url. */
struct str token_client_data(struct arena *arena, const char *type, const char *challenge, const char *origin);

/* Authenticator data, with the credential when registering. */
struct str token_data(const struct token *token, bool registering);
/* An attestation object of the format none around it. */
struct str token_attestation(const struct token *token);
/* Over authenticator data and client data. */
struct str token_sign(const struct token *token, struct str data, struct str client_data);

/* "a50102" as bytes. */
struct str bytes_of_hex(struct arena *arena, const char *hex);

#endif
