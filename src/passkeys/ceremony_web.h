/* ceremony_web: what registering and signing in share: where the page is, the challenge, fields with bytes. */
#ifndef PASSKEYS_CEREMONY_WEB_H
#define PASSKEYS_CEREMONY_WEB_H

#include "passkeys/passkey.h"

/* True on the console: its people must be verified, by PIN or body. */
bool ceremony_of_staff(const struct request *rq);

/* What an answer of this type must fit: the host of the request is the site, its address the origin. */
struct expectation ceremony_expectation(struct request *rq, const char *type);

/* Makes a challenge for whoever `browser` is the hash of, and puts it into `options`, with the time there is. */
void ceremony_challenge(struct request *rq, struct doc *options, const struct hash *browser,
			enum challenge_purpose purpose, struct str handle);

/* Reads "client_data" and uses its challenge up. *json gets the bytes, *handle what the challenge was made with. */
enum fault ceremony_client_data(struct request *rq, const struct expectation *expectation, const struct hash *browser,
				enum challenge_purpose purpose, struct str *json, struct str *handle);

/* The bytes of a field in base64url; at NULL when it is absent, empty, malformed, or has more than `limit` bytes. */
struct str ceremony_bytes(struct request *rq, const char *field, size_t limit);

/* The options, for the script that asked. */
struct reply ceremony_reply(struct request *rq, const struct doc *options);

/* "required" on the console, "preferred" on the portal. */
const char *ceremony_verification(const struct request *rq);

enum { CLIENT_DATA_LIMIT = 4096, ATTESTATION_LIMIT = 16384, AUTHENTICATOR_DATA_LIMIT = 2048, SIGNATURE_LIMIT = 1024 };

#endif
