/* crypto: hashes, MACs, password hashes, sealed texts (libsodium). */
#include "sys/crypto.h"

#include "base/arena.h"
#include "base/check.h"

#include <sodium.h>
#include <string.h>

/* OWASP's Password Storage Cheat Sheet: Argon2id with 19 MiB of memory and 2 passes. */
enum { PASSWORD_PASSES = 2, PASSWORD_MEMORY = 19 * 1024 * 1024 };

enum {
	NONCE_SIZE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
	TAG_SIZE = crypto_aead_xchacha20poly1305_ietf_ABYTES,
};

struct sha256_stream {
	crypto_hash_sha256_state state;
};

_Static_assert(HASH_SIZE == crypto_hash_sha256_BYTES && HASH_SIZE == crypto_auth_hmacsha256_BYTES, "32-byte hashes");
_Static_assert(KEY_SIZE == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "32-byte keys");

void
crypto_start(void)
{
	check(sodium_init() >= 0);
}

/* libsodium declares its inputs non-null; an empty slice may be NULL. */
static const unsigned char *
bytes_of(struct str bytes)
{
	return (const unsigned char *)(bytes.at ? bytes.at : "");
}

struct hash
sha256(struct str bytes)
{
	struct hash hash;

	crypto_hash_sha256(hash.bytes, bytes_of(bytes), bytes.length);
	return hash;
}

struct hash
hmac_sha256(const struct key *key, struct str bytes)
{
	struct hash hash;

	crypto_auth_hmacsha256(hash.bytes, bytes_of(bytes), bytes.length, key->bytes);
	return hash;
}

struct hash
blake2b(const struct key *key, struct str bytes)
{
	struct hash hash;

	crypto_generichash(hash.bytes, HASH_SIZE, bytes_of(bytes), bytes.length, key->bytes, KEY_SIZE);
	return hash;
}

bool
hash_equal(const struct hash *a, const struct hash *b)
{
	return sodium_memcmp(a->bytes, b->bytes, HASH_SIZE) == 0;
}

void
hash_print(char text[HASH_SIZE * 2 + 1], const struct hash *hash)
{
	sodium_bin2hex(text, HASH_SIZE * 2 + 1, hash->bytes, HASH_SIZE);
}

struct sha256_stream *
sha256_begin(struct arena *arena)
{
	struct sha256_stream *stream = arena_make(arena, struct sha256_stream);

	crypto_hash_sha256_init(&stream->state);
	return stream;
}

void
sha256_add(struct sha256_stream *stream, const void *bytes, size_t size)
{
	if (size > 0)
		crypto_hash_sha256_update(&stream->state, bytes, size);
}

struct hash
sha256_end(struct sha256_stream *stream)
{
	struct hash hash;

	crypto_hash_sha256_final(&stream->state, hash.bytes);
	return hash;
}

struct key
key_derive(const struct key *master, const char *purpose)
{
	struct hash hash = blake2b(master, str_of(purpose));
	struct key key;

	memcpy(key.bytes, hash.bytes, KEY_SIZE);
	sodium_memzero(&hash, sizeof hash);
	return key;
}

const char *
password_hash(struct arena *arena, const char *password)
{
	char *text = arena_alloc(arena, crypto_pwhash_STRBYTES);

	/* Fails only without the 19 MiB: out of memory ends the process. */
	check(crypto_pwhash_str_alg(text, password, strlen(password), PASSWORD_PASSES, PASSWORD_MEMORY,
				    crypto_pwhash_ALG_ARGON2ID13) == 0);
	return text;
}

bool
password_matches(const char *hash, const char *password)
{
	return crypto_pwhash_str_verify(hash, password, strlen(password)) == 0;
}

bool
password_needs_rehash(const char *hash)
{
	return crypto_pwhash_str_needs_rehash(hash, PASSWORD_PASSES, PASSWORD_MEMORY) != 0;
}

void
password_dummy(const char *password)
{
	static const unsigned char salt[crypto_pwhash_SALTBYTES];
	unsigned char out[32];

	check(crypto_pwhash(out, sizeof out, password, strlen(password), salt, PASSWORD_PASSES, PASSWORD_MEMORY,
			    crypto_pwhash_ALG_ARGON2ID13) == 0);
	sodium_memzero(out, sizeof out);
}

struct str
seal(struct arena *arena, const struct key *key, struct str plain, struct str context)
{
	size_t size;
	unsigned char *box;

	check(!__builtin_add_overflow(plain.length, (size_t)NONCE_SIZE + TAG_SIZE, &size));
	box = arena_alloc(arena, size);
	randombytes_buf(box, NONCE_SIZE);
	crypto_aead_xchacha20poly1305_ietf_encrypt(box + NONCE_SIZE, NULL, bytes_of(plain), plain.length,
						   bytes_of(context), context.length, NULL, box, key->bytes);
	return str_slice(box, size);
}

bool
unseal(struct arena *arena, const struct key *key, struct str box, struct str context, struct str *plain)
{
	const unsigned char *nonce = bytes_of(box);
	unsigned char *out;
	size_t size;

	if (box.length < NONCE_SIZE + TAG_SIZE)
		return false;
	size = box.length - NONCE_SIZE - TAG_SIZE;
	out = arena_alloc(arena, size + 1); /* NUL-terminated, for texts */
	if (crypto_aead_xchacha20poly1305_ietf_decrypt(out, NULL, NULL, nonce + NONCE_SIZE, box.length - NONCE_SIZE,
						       bytes_of(context), context.length, nonce, key->bytes) != 0)
		return false;
	*plain = str_slice(out, size);
	return true;
}
