/* crypto: hashes, MACs, password hashes, sealed texts (libsodium), and their printable forms. */
#ifndef SYS_CRYPTO_H
#define SYS_CRYPTO_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

enum { HASH_SIZE = 32, KEY_SIZE = 32 };

struct hash {
	unsigned char bytes[HASH_SIZE];
};

/* A 256-bit key; derive one per purpose, never use the master itself. */
struct key {
	unsigned char bytes[KEY_SIZE];
};

void crypto_start(void); /* once, before threads */

struct hash sha256(struct str bytes);
struct hash hmac_sha256(const struct key *key, struct str bytes);
struct hash blake2b(const struct key *key, struct str bytes); /* keyed, 256 bits */
bool hash_equal(const struct hash *a, const struct hash *b);  /* constant time */
void hash_print(char text[HASH_SIZE * 2 + 1], const struct hash *hash);

/* Incremental SHA-256 for streams. */
struct sha256_stream;
struct sha256_stream *sha256_begin(struct arena *arena);
void sha256_add(struct sha256_stream *stream, const void *bytes, size_t size);
struct hash sha256_end(struct sha256_stream *stream);

/* Incremental hashes by the names protocols give them: "sha1", "sha256". NULL: unknown. */
struct digest;
struct digest *digest_begin(struct arena *arena, struct str algorithm);
void digest_add(struct digest *digest, struct str bytes);
bool digest_is(struct digest *digest, struct str expected); /* once, at its end */

/* A key for one purpose ("session", "audit"…) from the master key (HKDF-like, BLAKE2b keyed with personalisation). */
struct key key_derive(const struct key *master, const char *purpose);

/* Argon2id, 19 MiB, 2 passes (OWASP 2026; about 64 ms): run it on the slow workers only. Result in the arena. */
const char *password_hash(struct arena *arena, const char *password);
bool password_matches(const char *hash, const char *password);
bool password_needs_rehash(const char *hash);
/* Costs as much as password_matches, for accounts that do not exist. */
void password_dummy(const char *password);

/* XChaCha20-Poly1305; `context` (table, row, column) is authenticated, not stored. */
struct str seal(struct arena *arena, const struct key *key, struct str plain, struct str context);
/* False when the box was not made with this key and context. */
bool unseal(struct arena *arena, const struct key *key, struct str box, struct str context, struct str *plain);

const char *base64url(struct arena *arena, struct str bytes); /* RFC 4648 §5, no padding */
bool base64url_decode(struct arena *arena, struct str text, struct str *bytes);
bool base64_decode(struct arena *arena, struct str text, struct str *bytes); /* RFC 4648 §4, padded */
const char *base32(struct arena *arena, struct str bytes); /* RFC 4648 §6, no padding: TOTP secrets */

/* RFC 6238 with SHA-1, 30 s, 6 digits: true when `code` is that of `now` or of one step around it.
 * *step gets the step that matched: keep it, and refuse it and older ones the next time. */
bool totp_matches(struct str secret, const char *code, int64_t now_ms, int64_t *step);

#endif
