/* authenticator: client data, authenticator data and attestation objects, byte by byte. */
#include "passkeys/authenticator.h"

#include "base/arena.h"
#include "base/doc.h"
#include "passkeys/cbor_reader.h"
#include "sys/crypto.h"

#include <string.h>

enum {
	FLAG_PRESENT = 0x01,
	FLAG_VERIFIED = 0x04,
	FLAG_BACKUP_ELIGIBLE = 0x08,
	FLAG_BACKED_UP = 0x10,
	FLAG_CREDENTIAL = 0x40,
	FLAG_EXTENSIONS = 0x80,
	HEAD_SIZE = HASH_SIZE + 1 + 4, /* hash, flags, counter */
	MODEL_SIZE = 16,	       /* AAGUID */
	JSON_DEPTH = 4,
	JSON_MEMBERS = 64,
	ATTESTATION_MEMBERS = 4,
};

const char *const fault_names[FAULTS] = {
	[FAULT_NONE] = "none",		 [FAULT_FORM] = "form",
	[FAULT_TYPE] = "type",		 [FAULT_CHALLENGE] = "challenge",
	[FAULT_ORIGIN] = "origin",	 [FAULT_SITE] = "site",
	[FAULT_PRESENCE] = "presence",	 [FAULT_VERIFICATION] = "verification",
	[FAULT_BACKUP] = "backup",	 [FAULT_KEY] = "key",
	[FAULT_UNKNOWN] = "unknown",	 [FAULT_BLOCKED] = "blocked",
	[FAULT_SIGNATURE] = "signature", [FAULT_COUNTER] = "counter",
	[FAULT_TAKEN] = "taken",
};

/* ---- client data ---- */

/* In a frame of another site somebody could be made to press our button; only a page of its own is taken. */
static bool
is_framed(const struct doc *client_data)
{
	const struct doc *cross = doc_get(client_data, STR("crossOrigin"));

	return (cross != NULL && (cross->kind != DOC_BOOL || cross->boolean)) ||
	       doc_get(client_data, STR("topOrigin")) != NULL;
}

enum fault
client_data_check(struct arena *arena, struct str json, const struct expectation *expectation, struct str *challenge)
{
	const char *error, *text, *origin;
	const struct doc *client_data = doc_parse_json(arena, json, JSON_DEPTH, JSON_MEMBERS, &error);

	if (client_data == NULL || client_data->kind != DOC_OBJECT)
		return FAULT_FORM;
	text = doc_get_text(client_data, "challenge");
	origin = doc_get_text(client_data, "origin");
	if (text == NULL || origin == NULL || doc_get_text(client_data, "type") == NULL)
		return FAULT_FORM;
	if (!text_equal(doc_get_text(client_data, "type"), expectation->type))
		return FAULT_TYPE;
	if (is_framed(client_data) ||
	    (!text_equal(origin, expectation->origins[0]) &&
	     (expectation->origins[1] == NULL || !text_equal(origin, expectation->origins[1]))))
		return FAULT_ORIGIN;
	if (!base64url_decode(arena, str_of(text), challenge) || challenge->length != CHALLENGE_SIZE)
		return FAULT_CHALLENGE;
	return FAULT_NONE;
}

/* ---- authenticator data ---- */

/* Cuts `length` bytes off; false when there are fewer. */
static bool
cut(struct str *rest, size_t length, struct str *bytes)
{
	if (rest->length < length)
		return false;
	*bytes = str_slice(rest->at, length);
	*rest = str_slice(rest->at + length, rest->length - length);
	return true;
}

static int64_t
big_endian(struct str bytes)
{
	int64_t value = 0;

	for (size_t i = 0; i < bytes.length; i++)
		value = value << 8 | (unsigned char)bytes.at[i];
	return value;
}

/* §6.5.1: which model, the credential's length, the credential, its key. */
static enum fault
read_credential(struct str *rest, struct authenticator_data *data)
{
	struct str model, length;
	const char *begin;

	if (!cut(rest, MODEL_SIZE, &model) || !cut(rest, 2, &length) || big_endian(length) == 0 ||
	    big_endian(length) > CREDENTIAL_LIMIT || !cut(rest, (size_t)big_endian(length), &data->credential))
		return FAULT_FORM;
	begin = rest->at;
	if (!public_key_read(rest, &data->key))
		return FAULT_KEY;
	data->public_key = str_slice(begin, (size_t)(rest->at - begin));
	return FAULT_NONE;
}

static bool
read_extensions(struct str *rest)
{
	struct str peeked = *rest;

	return item_next(&peeked).kind == ITEM_MAP && item_skip(rest);
}

enum fault
authenticator_data_read(struct str bytes, bool registering, struct authenticator_data *data)
{
	struct str head, rest = bytes;
	enum fault fault = FAULT_NONE;
	unsigned flags;

	*data = (struct authenticator_data){0};
	if (!cut(&rest, HEAD_SIZE, &head))
		return FAULT_FORM;
	flags = (unsigned char)head.at[HASH_SIZE];
	data->rp_hash = str_slice(head.at, HASH_SIZE);
	data->present = flags & FLAG_PRESENT;
	data->verified = flags & FLAG_VERIFIED;
	data->backup_eligible = flags & FLAG_BACKUP_ELIGIBLE;
	data->backed_up = flags & FLAG_BACKED_UP;
	data->sign_count = big_endian(str_slice(head.at + HASH_SIZE + 1, 4));
	if (registering != !!(flags & FLAG_CREDENTIAL))
		return FAULT_FORM;
	if (registering)
		fault = read_credential(&rest, data);
	if (fault != FAULT_NONE)
		return fault;
	if (flags & FLAG_EXTENSIONS && !read_extensions(&rest))
		return FAULT_FORM;
	return rest.length == 0 ? FAULT_NONE : FAULT_FORM;
}

enum fault
authenticator_data_check(const struct authenticator_data *data, const struct expectation *expectation)
{
	struct hash site = sha256(str_of(expectation->rp_id));

	if (!str_equal(data->rp_hash, str_slice(site.bytes, HASH_SIZE)))
		return FAULT_SITE;
	if (!data->present)
		return FAULT_PRESENCE;
	if (expectation->verified && !data->verified)
		return FAULT_VERIFICATION;
	if (data->backed_up && !data->backup_eligible)
		return FAULT_BACKUP;
	return FAULT_NONE;
}

/* ---- attestation ---- */

/* Members: fmt, attStmt, authData, each once, in any order; nothing after them. */
bool
attestation_read(struct str object, struct str *authenticator_data)
{
	struct item map = item_next(&object);
	bool format = false, statement = false;

	*authenticator_data = (struct str){0};
	if (map.kind != ITEM_MAP || map.count > ATTESTATION_MEMBERS)
		return false;
	for (size_t i = 0; i < map.count; i++) {
		struct item name = item_next(&object), value;

		if (name.kind != ITEM_TEXT)
			return false;
		if (str_equal(name.bytes, STR("authData")) && authenticator_data->at == NULL) {
			value = item_next(&object);
			if (value.kind != ITEM_BYTES)
				return false;
			*authenticator_data = value.bytes;
			continue;
		}
		if (str_equal(name.bytes, STR("fmt")) && !format)
			format = true;
		else if (str_equal(name.bytes, STR("attStmt")) && !statement)
			statement = true;
		else
			return false;
		if (!item_skip(&object))
			return false;
	}
	return format && statement && authenticator_data->at != NULL && object.length == 0;
}

/* ---- assertion ---- */

bool
assertion_is_signed(struct arena *arena, struct str public_key, struct str authenticator_data, struct str client_data,
		    struct str signature)
{
	struct hash hash = sha256(client_data);
	size_t length = authenticator_data.length + HASH_SIZE;
	char *message = arena_alloc(arena, length);
	struct public_key key;

	memcpy(message, authenticator_data.at, authenticator_data.length);
	memcpy(message + authenticator_data.length, hash.bytes, HASH_SIZE);
	return public_key_read(&public_key, &key) && public_key_verifies(&key, str_slice(message, length), signature);
}

bool
sign_count_grows(int64_t known, int64_t given)
{
	return given > known || (given == 0 && known == 0);
}
