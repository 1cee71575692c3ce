/* public_key: COSE keys into GnuTLS (P-256, RSA) and libsodium (Ed25519). */
#include "passkeys/public_key.h"

#include "passkeys/cbor_reader.h"

#include <gnutls/abstract.h>
#include <sodium.h>

const int public_key_algorithms[3] = {ALGORITHM_ES256, ALGORITHM_EDDSA, ALGORITHM_RS256};

enum {
	LABEL_TYPE = 1,
	LABEL_ALGORITHM = 3,
	LABEL_FIRST = -1, /* the curve, or RSA's modulus */
	LABEL_SECOND = -2,
	LABEL_THIRD = -3,
	TYPE_OKP = 1,
	TYPE_EC2 = 2,
	TYPE_RSA = 3,
	CURVE_P256 = 1,
	CURVE_ED25519 = 6,
	COORDINATE = 32,
	MODULUS_LEAST = 256, /* bytes: 2048 bits */
	MODULUS_MOST = 512,
	EXPONENT_MOST = 4,
	MEMBERS_MOST = 8,
};

struct cose {
	struct item type, algorithm, first, second, third;
};

/* Where the member of a label goes; NULL: one that we do not need. */
static struct item *
place_of(struct cose *cose, int64_t label)
{
	switch (label) {
	case LABEL_TYPE:
		return &cose->type;
	case LABEL_ALGORITHM:
		return &cose->algorithm;
	case LABEL_FIRST:
		return &cose->first;
	case LABEL_SECOND:
		return &cose->second;
	case LABEL_THIRD:
		return &cose->third;
	default:
		return NULL;
	}
}

static bool
read_member(struct str *rest, struct cose *cose)
{
	struct item label = item_next(rest);
	struct item *place = label.kind == ITEM_NUMBER ? place_of(cose, label.number) : NULL;

	if (label.kind != ITEM_NUMBER && label.kind != ITEM_TEXT)
		return false;
	if (place == NULL)
		return item_skip(rest);
	if (place->kind != ITEM_BAD)
		return false; /* twice */
	*place = item_next(rest);
	return place->kind == ITEM_NUMBER || place->kind == ITEM_BYTES;
}

static bool
is_number(const struct item *item, int64_t wanted)
{
	return item->kind == ITEM_NUMBER && item->number == wanted;
}

static bool
is_bytes(const struct item *item, size_t least, size_t most)
{
	return item->kind == ITEM_BYTES && item->bytes.length >= least && item->bytes.length <= most;
}

static const unsigned char *
bytes_of(struct str text)
{
	return (const unsigned char *)text.at;
}

static bool
is_sound_rsa(struct str modulus, struct str exponent)
{
	const unsigned char *n = bytes_of(modulus), *e = bytes_of(exponent);

	return n[0] >= (modulus.length == MODULUS_LEAST ? 0x80 : 1) && n[modulus.length - 1] % 2 == 1 && e[0] != 0 &&
	       e[exponent.length - 1] % 2 == 1 && (exponent.length > 1 || e[0] > 1);
}

/* ---- GnuTLS ---- */

static gnutls_datum_t
datum(struct str bytes)
{
	return (gnutls_datum_t){(unsigned char *)bytes.at, (unsigned)bytes.length};
}

/* NULL when the library refuses it; the caller's to deinit. */
static gnutls_pubkey_t
import(const struct public_key *key)
{
	gnutls_datum_t x = datum(key->x), y = datum(key->y);
	gnutls_pubkey_t imported = NULL;
	int result;

	if (gnutls_pubkey_init(&imported) != 0)
		return NULL;
	result = key->algorithm == ALGORITHM_RS256
			 ? gnutls_pubkey_import_rsa_raw(imported, &x, &y)
			 : gnutls_pubkey_import_ecc_raw(imported, GNUTLS_ECC_CURVE_SECP256R1, &x, &y);
	if (result == 0 && gnutls_pubkey_verify_params(imported) == 0)
		return imported;
	gnutls_pubkey_deinit(imported);
	return NULL;
}

static bool
is_sound(const struct public_key *key)
{
	gnutls_pubkey_t imported;

	if (key->algorithm == ALGORITHM_EDDSA)
		return crypto_core_ed25519_is_valid_point(bytes_of(key->x)) == 1;
	imported = import(key);
	gnutls_pubkey_deinit(imported);
	return imported != NULL;
}

bool
public_key_read(struct str *rest, struct public_key *key)
{
	struct item map = item_next(rest);
	struct cose cose = {0};

	if (map.kind != ITEM_MAP || map.count > MEMBERS_MOST)
		return false;
	for (size_t i = 0; i < map.count; i++)
		if (!read_member(rest, &cose))
			return false;
	*key = (struct public_key){.algorithm = cose.algorithm.kind == ITEM_NUMBER ? cose.algorithm.number : 0};
	if (key->algorithm == ALGORITHM_RS256) {
		if (!is_number(&cose.type, TYPE_RSA) || !is_bytes(&cose.first, MODULUS_LEAST, MODULUS_MOST) ||
		    !is_bytes(&cose.second, 1, EXPONENT_MOST) || !is_sound_rsa(cose.first.bytes, cose.second.bytes))
			return false;
		key->x = cose.first.bytes;
		key->y = cose.second.bytes;
		return is_sound(key);
	}
	if (!is_bytes(&cose.second, COORDINATE, COORDINATE))
		return false;
	key->x = cose.second.bytes;
	if (key->algorithm == ALGORITHM_EDDSA)
		return is_number(&cose.type, TYPE_OKP) && is_number(&cose.first, CURVE_ED25519) && is_sound(key);
	key->y = cose.third.bytes;
	return key->algorithm == ALGORITHM_ES256 && is_number(&cose.type, TYPE_EC2) &&
	       is_number(&cose.first, CURVE_P256) && is_bytes(&cose.third, COORDINATE, COORDINATE) && is_sound(key);
}

/* Takes a positive number in its only form off `rest`. */
static bool
take_der_number(struct str *rest)
{
	const unsigned char *bytes = bytes_of(*rest);
	size_t length;

	if (rest->length < 3 || bytes[0] != 0x02 || bytes[1] == 0 || bytes[1] >= 0x80 ||
	    rest->length < (length = bytes[1] + 2U) || bytes[2] >= 0x80)
		return false;
	if (bytes[2] == 0 && (bytes[1] == 1 || bytes[3] < 0x80))
		return false;
	*rest = str_slice(rest->at + length, rest->length - length);
	return true;
}

/* Two numbers in DER and nothing after them: GnuTLS would take them in longer forms, too. */
static bool
is_der_signature(struct str signature)
{
	const unsigned char *bytes = bytes_of(signature);
	struct str rest;

	if (signature.length < 8 || bytes[0] != 0x30 || bytes[1] >= 0x80 || bytes[1] + 2U != signature.length)
		return false;
	rest = str_slice(signature.at + 2, signature.length - 2);
	return take_der_number(&rest) && take_der_number(&rest) && rest.length == 0;
}

bool
public_key_verifies(const struct public_key *key, struct str message, struct str signature)
{
	gnutls_datum_t data = datum(message), signed_ = datum(signature);
	gnutls_pubkey_t imported;
	bool right;

	if (key->algorithm == ALGORITHM_EDDSA)
		return signature.length == crypto_sign_BYTES &&
		       crypto_sign_verify_detached(bytes_of(signature), bytes_of(message), message.length,
						   bytes_of(key->x)) == 0;
	if (key->algorithm == ALGORITHM_ES256 && !is_der_signature(signature))
		return false;
	imported = import(key);
	if (imported == NULL)
		return false;
	right = gnutls_pubkey_verify_data2(
			imported, key->algorithm == ALGORITHM_RS256 ? GNUTLS_SIGN_RSA_SHA256 : GNUTLS_SIGN_ECDSA_SHA256,
			0, &data, &signed_) >= 0;
	gnutls_pubkey_deinit(imported);
	return right;
}
