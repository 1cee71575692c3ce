/* token_test: CBOR written by hand, signatures by GnuTLS and libsodium. */
#include "passkeys/token_test.h"

#include "base/arena.h"
#include "base/check.h"
#include "sys/crypto.h"
#include "sys/random.h"

#include <gnutls/abstract.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { CREDENTIAL_SIZE = 32 };

struct token_key {
	gnutls_privkey_t private;
	unsigned char seed[crypto_sign_SECRETKEYBYTES];
};

static void
forget_key(void *data)
{
	gnutls_privkey_deinit(data);
}

/* ---- CBOR ---- */

static void
put(struct builder *out, unsigned char byte)
{
	build_bytes(out, &byte, 1);
}

static void
put_bytes(struct builder *out, struct str bytes)
{
	if (bytes.length < 256) {
		put(out, 0x58);
	} else {
		put(out, 0x59);
		put(out, (unsigned char)(bytes.length >> 8));
	}
	put(out, (unsigned char)bytes.length);
	build_str(out, bytes);
}

/* A number of as many bytes as the key needs: GnuTLS puts a zero before some. */
static struct str
without_zero(gnutls_datum_t datum)
{
	size_t zero = datum.size % 2 == 1 && datum.data[0] == 0 ? 1 : 0;

	return str_slice(datum.data + zero, datum.size - zero);
}

/* A coordinate of the curve has 32 bytes; GnuTLS leaves the zeros away that one in 256 begins with. */
static void
put_coordinate(struct builder *out, gnutls_datum_t datum)
{
	struct str number = without_zero(datum);
	unsigned char bytes[32] = {0};

	check(number.length <= sizeof bytes);
	memcpy(bytes + sizeof bytes - number.length, number.at, number.length);
	put_bytes(out, str_slice(bytes, sizeof bytes));
}

static struct str
es256_key(struct arena *arena, gnutls_privkey_t private)
{
	struct builder out = builder_new(arena, 0);
	gnutls_datum_t x, y, k;

	check(gnutls_privkey_export_ecc_raw2(private, NULL, &x, &y, &k, 0) == 0);
	build_str(&out, STR("\xa5\x01\x02\x03\x26\x20\x01\x21"));
	put_coordinate(&out, x);
	put(&out, 0x22);
	put_coordinate(&out, y);
	gnutls_free(x.data);
	gnutls_free(y.data);
	gnutls_free(k.data);
	return builder_str(&out);
}

static struct str
rs256_key(struct arena *arena, gnutls_privkey_t private)
{
	struct builder out = builder_new(arena, 0);
	gnutls_datum_t m, e;
	gnutls_pubkey_t public;

	check(gnutls_pubkey_init(&public) == 0);
	check(gnutls_pubkey_import_privkey(public, private, 0, 0) == 0);
	check(gnutls_pubkey_export_rsa_raw(public, &m, &e) == 0);
	build_str(&out, STR("\xa4\x01\x03\x03\x39\x01\x00\x20"));
	put_bytes(&out, without_zero(m));
	put(&out, 0x21);
	put_bytes(&out, str_slice(e.data, e.size));
	gnutls_free(m.data);
	gnutls_free(e.data);
	gnutls_pubkey_deinit(public);
	return builder_str(&out);
}

static struct str
eddsa_key(struct arena *arena, struct token_key *key)
{
	struct builder out = builder_new(arena, 0);
	unsigned char public[crypto_sign_PUBLICKEYBYTES];

	check(crypto_sign_keypair(public, key->seed) == 0);
	build_str(&out, STR("\xa4\x01\x01\x03\x27\x20\x06\x21"));
	put_bytes(&out, str_slice(public, sizeof public));
	return builder_str(&out);
}

struct token
token_new(struct arena *arena, enum token_kind kind, const char *rp_id)
{
	struct token token = {.arena = arena,
			      .kind = kind,
			      .key = arena_make(arena, struct token_key),
			      .rp_id = rp_id,
			      .flags = TOKEN_PRESENT | TOKEN_VERIFIED,
			      .count = 1};
	char *credential = arena_alloc(arena, CREDENTIAL_SIZE);

	crypto_start();
	random_bytes(credential, CREDENTIAL_SIZE);
	token.credential = str_slice(credential, CREDENTIAL_SIZE);
	if (kind == TOKEN_EDDSA) {
		token.public_key = eddsa_key(arena, token.key);
		return token;
	}
	check(gnutls_privkey_init(&token.key->private) == 0);
	arena_at_end(arena, forget_key, token.key->private);
	if (kind == TOKEN_RS256) {
		check(gnutls_privkey_generate(token.key->private, GNUTLS_PK_RSA, 2048, 0) == 0);
		token.public_key = rs256_key(arena, token.key->private);
	} else {
		check(gnutls_privkey_generate(token.key->private, GNUTLS_PK_ECDSA,
					      GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0) == 0);
		token.public_key = es256_key(arena, token.key->private);
	}
	return token;
}

/* ---- what it writes ---- */

struct str
token_client_data(struct arena *arena, const char *type, const char *challenge, const char *origin)
{
	return str_of(arena_printf(arena,
				   "{\"type\":\"%s\",\"challenge\":\"%s\",\"origin\":\"%s\",\"crossOrigin\":false}",
				   type, challenge, origin));
}

struct str
token_data(const struct token *token, bool registering)
{
	struct builder out = builder_new(token->arena, 0);
	struct hash site = sha256(str_of(token->rp_id));

	build_bytes(&out, site.bytes, HASH_SIZE);
	put(&out, (unsigned char)(token->flags | (registering ? 0x40 : 0)));
	for (int shift = 24; shift >= 0; shift -= 8)
		put(&out, (unsigned char)(token->count >> shift));
	if (registering) {
		build_str(&out, STR("0123456789abcdef"));
		put(&out, 0);
		put(&out, CREDENTIAL_SIZE);
		build_str(&out, token->credential);
		build_str(&out, token->public_key);
	}
	return builder_str(&out);
}

struct str
token_attestation(const struct token *token)
{
	struct builder out = builder_new(token->arena, 0);

	build_str(&out, STR("\xa3\x63"
			    "fmt\x64none\x67"
			    "attStmt\xa0\x68"
			    "authData"));
	put_bytes(&out, token_data(token, true));
	return builder_str(&out);
}

struct str
token_sign(const struct token *token, struct str data, struct str client_data)
{
	struct builder message = builder_new(token->arena, 0);
	struct hash hash = sha256(client_data);
	gnutls_datum_t signed_, signature;
	struct str kept;
	char *bytes;

	build_str(&message, data);
	build_bytes(&message, hash.bytes, HASH_SIZE);
	if (token->kind == TOKEN_EDDSA) {
		bytes = arena_alloc(token->arena, crypto_sign_BYTES);
		crypto_sign_detached((unsigned char *)bytes, NULL, (const unsigned char *)message.at, message.length,
				     token->key->seed);
		return str_slice(bytes, crypto_sign_BYTES);
	}
	signed_ = (gnutls_datum_t){(unsigned char *)message.at, (unsigned)message.length};
	check(gnutls_privkey_sign_data(token->key->private, GNUTLS_DIG_SHA256, 0, &signed_, &signature) == 0);
	kept = str_slice(arena_text_of(token->arena, signature.data, signature.size), signature.size);
	gnutls_free(signature.data);
	return kept;
}

struct str
bytes_of_hex(struct arena *arena, const char *hex)
{
	size_t length = strlen(hex) / 2;
	char *bytes = arena_alloc(arena, length + 1);

	for (size_t i = 0; i < length; i++) {
		const char pair[3] = {hex[i * 2], hex[i * 2 + 1], '\0'};

		bytes[i] = (char)strtoul(pair, NULL, 16);
	}
	return str_slice(bytes, length);
}
