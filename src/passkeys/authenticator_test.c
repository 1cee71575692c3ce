/* authenticator_test: what is taken, and a long table of what is not; every byte turned, every length cut. */
#include "passkeys/authenticator.h"

#include "base/arena.h"
#include "base/test.h"
#include "passkeys/cbor_reader.h"
#include "passkeys/token_test.h"
#include "sys/crypto.h"

#include <string.h>

/* W3C Web Authentication Level 3, §16.2: the published vector of ES256 without attestation, of example.org. */
static const char w3c_key[] =
	"a5010203262001215820afefa16f97ca9b2d23eb86ccb64098d20db90856062eb249c33a9b672f26df61225820930a56b87a2fca66334b"
	"03458abf879717c12cc68ed73290af2e2664796b9220";
static const char w3c_attestation[] =
	"a363666d74646e6f6e656761747453746d74a068617574684461746158a4bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5"
	"e0f01452b2e4b559000000008446ccb9ab1db374750b2367ff6f3a1f0020f91f391db4c9b2fde0ea70189cba3fb63f579ba6122b33ad94"
	"ff3ec330084be4a5010203262001215820afefa16f97ca9b2d23eb86ccb64098d20db90856062eb249c33a9b672f26df61225820930a56"
	"b87a2fca66334b03458abf879717c12cc68ed73290af2e2664796b9220";
static const char w3c_data[] = "bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b51900000000";
static const char w3c_client_data[] =
	"7b2274797065223a22776562617574686e2e676574222c226368616c6c656e6765223a224f63446e55685158756c5455506f334a555854"
	"3049393770767a7a59425039745a63685879617630314167222c226f726967696e223a2268747470733a2f2f6578616d706c652e6f7267"
	"222c2263726f73734f726967696e223a66616c73657d";
static const char w3c_signature[] =
	"3046022100f50a4e2e4409249c4a853ba361282f09841df4dd4547a13a87780218deffcd380221008480ac0f0b93538174f575bf11a1dd"
	"5d78c6e486013f937295ea13653e331e87";

static const struct expectation example = {
	.type = "webauthn.get", .origins = {"https://example.org"}, .rp_id = "example.org"};

TEST(the_vector_of_the_standard_is_taken)
{
	struct arena *arena = arena_new(0);
	struct authenticator_data data;
	struct str bytes, challenge;

	assert_true(attestation_read(bytes_of_hex(arena, w3c_attestation), &bytes));
	assert_int_equal(authenticator_data_read(bytes, true, &data), FAULT_NONE);
	assert_int_equal(authenticator_data_check(&data, &example), FAULT_NONE);
	assert_true(str_equal(data.public_key, bytes_of_hex(arena, w3c_key)));
	assert_int_equal(data.credential.length, 32);
	assert_true(data.backup_eligible && data.backed_up && data.present && !data.verified);
	assert_int_equal(authenticator_data_read(bytes_of_hex(arena, w3c_data), false, &data), FAULT_NONE);
	assert_int_equal(authenticator_data_check(&data, &example), FAULT_NONE);
	assert_int_equal(client_data_check(arena, bytes_of_hex(arena, w3c_client_data), &example, &challenge),
			 FAULT_NONE);
	assert_true(str_equal(challenge,
			      bytes_of_hex(arena, "39c0e7521417ba54d43e8dc95174f423dee9bf3cd804ff6d65c857c9abf4d408")));
	assert_true(assertion_is_signed(arena, bytes_of_hex(arena, w3c_key), bytes_of_hex(arena, w3c_data),
					bytes_of_hex(arena, w3c_client_data), bytes_of_hex(arena, w3c_signature)));
	arena_free(arena);
}

/* ---- signatures ---- */

static bool
is_signed(struct arena *arena, const char *signature)
{
	return assertion_is_signed(arena, bytes_of_hex(arena, w3c_key), bytes_of_hex(arena, w3c_data),
				   bytes_of_hex(arena, w3c_client_data), bytes_of_hex(arena, signature));
}

TEST(a_signature_with_one_bit_turned_is_refused)
{
	struct arena *arena = arena_new(0);
	struct str signature = bytes_of_hex(arena, w3c_signature);

	for (size_t i = 0; i < signature.length; i++) {
		char *turned = arena_text_of(arena, signature.at, signature.length);

		turned[i] ^= 1;
		assert_false(assertion_is_signed(arena, bytes_of_hex(arena, w3c_key), bytes_of_hex(arena, w3c_data),
						 bytes_of_hex(arena, w3c_client_data),
						 str_slice(turned, signature.length)));
		assert_false(assertion_is_signed(arena, bytes_of_hex(arena, w3c_key), bytes_of_hex(arena, w3c_data),
						 bytes_of_hex(arena, w3c_client_data), str_slice(signature.at, i)));
	}
	arena_free(arena);
}

TEST(a_signature_is_taken_in_one_form_only)
{
	struct arena *arena = arena_new(0);

	/* something after it; a length in two bytes; a number longer than it need be; not a number at all */
	assert_false(is_signed(arena, arena_printf(arena, "%s00", w3c_signature)));
	assert_false(is_signed(arena, arena_printf(arena, "308146%s", w3c_signature + 4)));
	assert_false(is_signed(arena, arena_printf(arena, "304702220000%s", w3c_signature + 10)));
	assert_false(is_signed(arena, "3006020100020100"));
	assert_false(is_signed(arena, "3006020101020101"));
	assert_false(is_signed(arena, ""));
	/* its twin (r, n - s) is as good a signature: nothing is known again by a signature's bytes */
	assert_true(is_signed(arena, "3045022100f50a4e2e4409249c4a853ba361282f09841df4dd4547a13a87780218deffcd38"
				     "02207b7f53eff46cac7f8b0a8a40ee5e22a244201627a5d80b125dcfb75dbe3006ca"));
	arena_free(arena);
}

TEST(keys_of_every_algorithm_verify_what_they_signed)
{
	struct arena *arena = arena_new(0);

	for (enum token_kind kind = TOKEN_ES256; kind <= TOKEN_RS256; kind++) {
		struct token token = token_new(arena, kind, "example.org"),
			     other = token_new(arena, kind == TOKEN_RS256 ? TOKEN_ES256 : kind, "example.org");
		struct str data = token_data(&token, false), json = bytes_of_hex(arena, w3c_client_data);
		struct str signature = token_sign(&token, data, json);
		struct authenticator_data read;
		char *turned = arena_text_of(arena, signature.at, signature.length);

		assert_int_equal(authenticator_data_read(token_data(&token, true), true, &read), FAULT_NONE);
		assert_true(assertion_is_signed(arena, read.public_key, data, json, signature));
		assert_false(assertion_is_signed(arena, other.public_key, data, json, signature));
		assert_false(assertion_is_signed(arena, token.public_key, json, json, signature));
		turned[signature.length - 1] ^= 0x40;
		assert_false(
			assertion_is_signed(arena, token.public_key, data, json, str_slice(turned, signature.length)));
	}
	arena_free(arena);
}

/* ---- keys ---- */

#define X "afefa16f97ca9b2d23eb86ccb64098d20db90856062eb249c33a9b672f26df61"
#define Y "930a56b87a2fca66334b03458abf879717c12cc68ed73290af2e2664796b9220"

TEST(keys_that_were_not_asked_for_are_refused)
{
	static const char *const bad[] = {
		"",
		"a0",
		"80",
		"a50102032620012158",
		/* another curve, kind or algorithm */
		"a5010203262002215820" X "225820" Y,
		"a5010203262008215820" X "225820" Y,
		"a5010103262001215820" X "225820" Y,
		"a501020338222001215820" X "225820" Y,
		"a5010203272001215820" X "225820" Y,
		"a4010103272004215820" X,
		/* a point that is not on the curve, zero, in short form, too short, too long, missing */
		"a5010203262001215820" X "225820" X,
		"a5010203262001215820000000000000000000000000000000000000000000000000000000000000000022582000000000000000"
		"00000000000000000000000000000000000000000000000000",
		"a5010203262001215820" X "22f5",
		"a501020326200121581f" X "225820" Y,
		"a501020326200121582100" X "225820" Y,
		"a4010203262001215820" X,
		/* a member twice; numbers as texts; a tag; of indefinite length; more members than there are */
		"a60102010203262001215820" X "225820" Y,
		"a5616102032620012158" X,
		"c0a5010203262001215820" X "225820" Y,
		"bf010203262001215820" X "225820" Y "ff",
		"a6010203262001215820" X "225820" Y,
		"bb7fffffffffffffff010203262001215820" X "225820" Y,
		/* Ed25519: a point of small order, all ones */
		"a40101032720062158200100000000000000000000000000000000000000000000000000000000000000",
		"a4010103272006215820ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
		/* RSA: 1024 bits; exponent 1 */
		"a401030339010020588080" X X X "00000000000000000000000000000000000000000000000000000000000001"
		"2143010001",
	};
	struct arena *arena = arena_new(0);
	struct public_key key;

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct str rest = bytes_of_hex(arena, bad[i]);

		if (public_key_read(&rest, &key))
			fail_msg("taken: %s", bad[i]);
	}
	arena_free(arena);
}

TEST(rsa_keys_must_be_long_and_sound)
{
	struct arena *arena = arena_new(0);
	struct token token = token_new(arena, TOKEN_RS256, "example.org");
	struct public_key key;
	struct str rest = token.public_key;
	char *changed = arena_text_of(arena, rest.at, rest.length);

	assert_true(public_key_read(&rest, &key));
	assert_int_equal(key.x.length, 256);
	changed[rest.at - token.public_key.at - 1] = 0; /* an even exponent */
	rest = str_slice(changed, token.public_key.length);
	assert_false(public_key_read(&rest, &key));
	memcpy(changed, token.public_key.at, token.public_key.length);
	changed[11] = 0x40; /* 2047 bits */
	rest = str_slice(changed, token.public_key.length);
	assert_false(public_key_read(&rest, &key));
	arena_free(arena);
}

/* ---- CBOR ---- */

TEST(values_are_skipped_whole_or_not_at_all)
{
	static const struct {
		const char *hex;
		bool fine;
	} table[] = {
		{"00", true},
		{"f6", true},
		{"a0", true},
		{"a263616c672663736967420102", true},
		{"a1637835638141aa", true},
		{"8181811801", true},
		{"818181811801", false},	 /* too deep */
		{"9f01ff", false},		 /* of indefinite length */
		{"c000", false},		 /* a tag */
		{"8201", false},		 /* cut short */
		{"5b7fffffffffffffff00", false}, /* longer than there is */
		{"9bffffffffffffffff", false},	 /* more than there are */
		{"bb8000000000000001", false},	 /* twice as many would overflow */
		{"ff", false},
		{"1bffffffffffffffff", false},
		{"fb3ff0000000000000", false},
		{"", false},
	};
	struct arena *arena = arena_new(0);

	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
		struct str rest = bytes_of_hex(arena, table[i].hex);

		if (item_skip(&rest) != table[i].fine || (table[i].fine && rest.length != 0))
			fail_msg("%s", table[i].hex);
	}
	arena_free(arena);
}

/* Deep nesting and wide lists end early, in constant memory. */
TEST(large_messages_end_early)
{
	struct arena *arena = arena_new(0);
	char *deep = arena_alloc(arena, 1 << 16), *wide = arena_alloc(arena, 1 << 16);
	struct str rest;

	memset(deep, 0x81, 1 << 16);
	rest = str_slice(deep, 1 << 16);
	assert_false(item_skip(&rest));
	wide[0] = (char)0x99;
	wide[1] = wide[2] = (char)0xff;
	rest = str_slice(wide, 1 << 16);
	assert_false(item_skip(&rest));
	arena_free(arena);
}

/* ---- authenticator data and attestation objects ---- */

TEST(what_is_cut_short_or_goes_on_is_refused)
{
	struct arena *arena = arena_new(0);
	struct str object = bytes_of_hex(arena, w3c_attestation), bytes, whole;
	struct authenticator_data data;

	assert_true(attestation_read(object, &whole));
	for (size_t i = 0; i < object.length; i++)
		assert_false(attestation_read(str_slice(object.at, i), &bytes));
	for (size_t i = 0; i < whole.length; i++)
		assert_int_not_equal(authenticator_data_read(str_slice(whole.at, i), true, &data), FAULT_NONE);
	assert_false(attestation_read(bytes_of_hex(arena, arena_printf(arena, "%s00", w3c_attestation)), &bytes));
	assert_int_equal(
		authenticator_data_read(str_slice(arena_text_of(arena, whole.at, whole.length), whole.length + 1), true,
					&data),
		FAULT_FORM);
	assert_int_equal(authenticator_data_read(whole, false, &data), FAULT_FORM);
	assert_int_equal(authenticator_data_read(bytes_of_hex(arena, w3c_data), true, &data), FAULT_FORM);
	arena_free(arena);
}

/* Any byte may be anything: the answer may be yes or no, never the end of the program. */
TEST(any_byte_may_be_any_other)
{
	struct arena *arena = arena_new(0);
	struct str object = bytes_of_hex(arena, w3c_attestation), bytes;
	char *changed = arena_text_of(arena, object.at, object.length);

	for (size_t i = 0; i < object.length; i++) {
		for (unsigned value = i < 32 ? 1 : 31; value < 256; value += i < 32 ? 1 : 32) {
			struct authenticator_data data;

			changed[i] = (char)(object.at[i] ^ (char)value);
			if (attestation_read(str_slice(changed, object.length), &bytes))
				(void)authenticator_data_read(bytes, true, &data);
		}
		changed[i] = object.at[i];
	}
	arena_free(arena);
}

TEST(an_attestation_of_any_format_counts_as_none)
{
	struct arena *arena = arena_new(0);
	struct str bytes;

	/* packed, with a signature and a certificate; members in another order */
	assert_true(
		attestation_read(bytes_of_hex(arena, "a363666d74667061636b65646761747453746d74a363616c6726637369674201"
						     "0263783563814101686175746844617461410a"),
				 &bytes));
	assert_int_equal(bytes.length, 1);
	assert_true(attestation_read(
		bytes_of_hex(arena, "a3686175746844617461410a63666d74646e6f6e656761747453746d74a0"), &bytes));
	/* without a statement; a member twice; one that is not known; data that are none */
	assert_false(attestation_read(bytes_of_hex(arena, "a263666d74646e6f6e65686175746844617461410a"), &bytes));
	assert_false(attestation_read(
		bytes_of_hex(arena, "a463666d74646e6f6e6563666d74646e6f6e656761747453746d74a0686175746844617461410a"),
		&bytes));
	assert_false(attestation_read(
		bytes_of_hex(arena, "a463666d74646e6f6e656178006761747453746d74a0686175746844617461410a"), &bytes));
	assert_false(attestation_read(
		bytes_of_hex(arena, "a363666d74646e6f6e656761747453746d74a0686175746844617461610a"), &bytes));
	arena_free(arena);
}

TEST(flags_and_site_must_fit)
{
	static const struct {
		unsigned flags;
		bool verified;
		const char *rp_id;
		enum fault fault;
	} table[] = {
		{TOKEN_PRESENT, false, "example.org", FAULT_NONE},
		{TOKEN_PRESENT, true, "example.org", FAULT_VERIFICATION},
		{TOKEN_PRESENT | TOKEN_VERIFIED, true, "example.org", FAULT_NONE},
		{TOKEN_VERIFIED, true, "example.org", FAULT_PRESENCE},
		{0, false, "example.org", FAULT_PRESENCE},
		{TOKEN_PRESENT | TOKEN_BACKED_UP, false, "example.org", FAULT_BACKUP},
		{TOKEN_PRESENT | TOKEN_BACKED_UP | TOKEN_ELIGIBLE, false, "example.org", FAULT_NONE},
		{TOKEN_PRESENT, false, "example.com", FAULT_SITE},
		{TOKEN_PRESENT, false, "www.example.org", FAULT_SITE},
	};
	struct arena *arena = arena_new(0);
	struct token token = token_new(arena, TOKEN_EDDSA, "example.org");

	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
		struct expectation expectation = example;
		struct authenticator_data data;

		expectation.verified = table[i].verified;
		token.flags = table[i].flags;
		token.rp_id = table[i].rp_id;
		assert_int_equal(authenticator_data_read(token_data(&token, false), false, &data), FAULT_NONE);
		assert_int_equal(authenticator_data_check(&data, &expectation), table[i].fault);
	}
	arena_free(arena);
}

TEST(client_data_must_be_of_this_page)
{
#define CHALLENGE "OcDnUhQXulTUPo3JUXT0I97pvzzYBP9tZchXyav01Ag"
	static const struct {
		const char *json;
		enum fault fault;
	} table[] = {
		{"{\"type\":\"webauthn.get\",\"challenge\":\"" CHALLENGE "\",\"origin\":\"https://example.org\"}",
		 FAULT_NONE},
		{"{\"type\":\"webauthn.get\",\"challenge\":\"" CHALLENGE
		 "\",\"origin\":\"https://example.org\",\"crossOrigin\":false,\"more\":{\"a\":[1]}}",
		 FAULT_NONE},
		{"{\"type\":\"webauthn.create\",\"challenge\":\"" CHALLENGE "\",\"origin\":\"https://example.org\"}",
		 FAULT_TYPE},
		{"{\"type\":\"webauthn.get\",\"challenge\":\"" CHALLENGE "\",\"origin\":\"http://example.org\"}",
		 FAULT_ORIGIN},
		{"{\"type\":\"webauthn.get\",\"challenge\":\"" CHALLENGE "\",\"origin\":\"https://example.org:8443\"}",
		 FAULT_ORIGIN},
		{"{\"type\":\"webauthn.get\",\"challenge\":\"" CHALLENGE
		 "\",\"origin\":\"https://example.org.evil.fr\"}",
		 FAULT_ORIGIN},
		{"{\"type\":\"webauthn.get\",\"challenge\":\"" CHALLENGE
		 "\",\"origin\":\"https://example.org\",\"crossOrigin\":true}",
		 FAULT_ORIGIN},
		{"{\"type\":\"webauthn.get\",\"challenge\":\"" CHALLENGE
		 "\",\"origin\":\"https://example.org\",\"crossOrigin\":\"no\"}",
		 FAULT_ORIGIN},
		{"{\"type\":\"webauthn.get\",\"challenge\":\"" CHALLENGE
		 "\",\"origin\":\"https://example.org\",\"topOrigin\":\"https://evil.fr\"}",
		 FAULT_ORIGIN},
		{"{\"type\":\"webauthn.get\",\"challenge\":\"" CHALLENGE "=\",\"origin\":\"https://example.org\"}",
		 FAULT_CHALLENGE},
		{"{\"type\":\"webauthn.get\",\"challenge\":\"+/\",\"origin\":\"https://example.org\"}",
		 FAULT_CHALLENGE},
		{"{\"type\":\"webauthn.get\",\"challenge\":\"AAAA\",\"origin\":\"https://example.org\"}",
		 FAULT_CHALLENGE},
		{"{\"type\":\"webauthn.get\",\"challenge\":\"\",\"origin\":\"https://example.org\"}", FAULT_CHALLENGE},
		{"{\"type\":\"webauthn.get\",\"origin\":\"https://example.org\"}", FAULT_FORM},
		{"{\"type\":\"webauthn.get\",\"type\":\"webauthn.get\",\"challenge\":\"" CHALLENGE
		 "\",\"origin\":\"https://example.org\"}",
		 FAULT_FORM},
		{"{\"type\":1,\"challenge\":2,\"origin\":3}", FAULT_FORM},
		{"[]", FAULT_FORM},
		{"", FAULT_FORM},
		{"{\"type\":\"webauthn.get\"", FAULT_FORM},
		{"[[[[[[[[[[[[]]]]]]]]]]]]", FAULT_FORM},
	};
	struct arena *arena = arena_new(0);
	struct str challenge;

	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
		if (client_data_check(arena, str_of(table[i].json), &example, &challenge) != table[i].fault)
			fail_msg("%s", table[i].json);
	arena_free(arena);
}

TEST(a_counter_must_grow_unless_there_is_none)
{
	assert_true(sign_count_grows(0, 0));
	assert_true(sign_count_grows(0, 1));
	assert_true(sign_count_grows(7, 8));
	assert_true(sign_count_grows(7, UINT32_MAX));
	assert_false(sign_count_grows(7, 7));
	assert_false(sign_count_grows(7, 6));
	assert_false(sign_count_grows(7, 0));
}
