/* Tests of crypto and random: published vectors, and what must be refused. */
#include "base/arena.h"
#include "base/test.h"
#include "sys/crypto.h"
#include "sys/random.h"

#include <string.h>

static void
assert_hash(struct hash hash, const char *expected)
{
	char text[HASH_SIZE * 2 + 1];

	hash_print(text, &hash);
	assert_string_equal(text, expected);
}

/* FIPS 180-2, appendix B. */
TEST(sha256_gives_the_published_digests)
{
	struct arena *arena = arena_new(0);
	struct sha256_stream *stream = sha256_begin(arena);

	assert_hash(sha256(STR("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	assert_hash(sha256((struct str){0}), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	sha256_add(stream, "a", 1);
	sha256_add(stream, NULL, 0);
	sha256_add(stream, "bc", 2);
	assert_hash(sha256_end(stream), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	arena_free(arena);
}

/* RFC 4231, case 1: a key of twenty 0x0b, which HMAC pads with zeros just as our 32-byte key is. */
TEST(hmac_sha256_gives_the_published_code)
{
	struct key key = {{0}};

	memset(key.bytes, 0x0b, 20);
	assert_hash(hmac_sha256(&key, STR("Hi There")),
		    "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
}

TEST(keys_of_two_purposes_differ_and_stay)
{
	struct key master = {{1}};
	struct key session = key_derive(&master, "session");
	struct key audit = key_derive(&master, "audit");
	struct key again = key_derive(&master, "session");

	assert_memory_not_equal(session.bytes, audit.bytes, KEY_SIZE);
	assert_memory_not_equal(session.bytes, master.bytes, KEY_SIZE);
	assert_memory_equal(session.bytes, again.bytes, KEY_SIZE);
}

TEST(a_sealed_text_opens_with_its_key_and_context_only)
{
	struct arena *arena = arena_new(0);
	struct key key = {{7}};
	struct key other = {{8}};
	struct str box = seal(arena, &key, STR("FR76 3000"), STR("client.iban.12"));
	struct str again = seal(arena, &key, STR("FR76 3000"), STR("client.iban.12"));
	char *bent = arena_text_of(arena, box.at, box.length);
	struct str plain = {0};

	assert_true(unseal(arena, &key, box, STR("client.iban.12"), &plain));
	assert_true(str_equal(plain, STR("FR76 3000")));
	assert_false(str_equal(box, again));
	assert_false(unseal(arena, &key, box, STR("client.iban.13"), &plain));
	assert_false(unseal(arena, &other, box, STR("client.iban.12"), &plain));
	assert_false(unseal(arena, &key, str_slice(box.at, 30), STR("client.iban.12"), &plain));
	bent[box.length - 1] ^= 1;
	assert_false(unseal(arena, &key, str_slice(bent, box.length), STR("client.iban.12"), &plain));
	assert_true(unseal(arena, &key, seal(arena, &key, STR(""), STR("")), STR(""), &plain));
	assert_int_equal(plain.length, 0);
	arena_free(arena);
}

TEST(a_password_matches_its_own_hash_only)
{
	struct arena *arena = arena_new(0);
	const char *hash = password_hash(arena, "correct horse");

	assert_int_equal(strncmp(hash, "$argon2id$v=19$m=19456,t=2,p=1$", 31), 0);
	assert_true(password_matches(hash, "correct horse"));
	assert_false(password_matches(hash, "correct horsf"));
	assert_false(password_matches("no hash", "correct horse"));
	assert_false(password_needs_rehash(hash));
	assert_true(password_needs_rehash("$argon2id$v=19$m=4096,t=1,p=1$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2g"));
	password_dummy("anything");
	arena_free(arena);
}

TEST(base64url_goes_there_and_back)
{
	struct arena *arena = arena_new(0);
	struct str bytes;

	assert_string_equal(base64url(arena, STR("\xfb\xff\xfe")), "-__-");
	assert_string_equal(base64url(arena, STR("fo")), "Zm8");
	assert_string_equal(base64url(arena, (struct str){0}), "");
	assert_true(base64url_decode(arena, STR("Zm9vYmE"), &bytes));
	assert_true(str_equal(bytes, STR("fooba")));
	assert_true(base64url_decode(arena, STR(""), &bytes));
	assert_int_equal(bytes.length, 0);
	assert_false(base64url_decode(arena, STR("Zm8="), &bytes));
	assert_false(base64url_decode(arena, STR("Zm9v+"), &bytes));
	assert_false(base64url_decode(arena, STR("Z"), &bytes));
	arena_free(arena);
}

/* RFC 4648 §10, without padding. */
TEST(base32_gives_the_published_texts)
{
	struct arena *arena = arena_new(0);

	assert_string_equal(base32(arena, STR("")), "");
	assert_string_equal(base32(arena, STR("f")), "MY");
	assert_string_equal(base32(arena, STR("foob")), "MZXW6YQ");
	assert_string_equal(base32(arena, STR("foobar")), "MZXW6YTBOI");
	arena_free(arena);
}

/* RFC 6238, appendix B (its last six digits). */
TEST(totp_accepts_the_published_codes_around_now)
{
	struct str secret = STR("12345678901234567890");
	int64_t step = 0;

	assert_true(totp_matches(secret, "287082", 59 * 1000, &step));
	assert_int_equal(step, 1);
	assert_true(totp_matches(secret, "081804", 1111111109LL * 1000, &step));
	assert_int_equal(step, 1111111109 / 30);
	assert_true(totp_matches(secret, "353130", 20000000000LL * 1000, &step));
	assert_true(totp_matches(secret, "287082", (59 + 30) * 1000, &step));
	assert_int_equal(step, 1);
	assert_true(totp_matches(secret, "287082", 29 * 1000, &step));
	assert_false(totp_matches(secret, "287082", (59 + 61) * 1000, &step));
	assert_false(totp_matches(secret, "28708", 59 * 1000, &step));
	assert_false(totp_matches(secret, "2870820", 59 * 1000, &step));
	assert_false(totp_matches(STR(""), "287082", 59 * 1000, &step));
}

TEST(tokens_and_codes_have_their_length_and_letters)
{
	char token[TOKEN_LENGTH + 1];
	char other[TOKEN_LENGTH + 1];
	char code[9];

	random_token(token);
	random_token(other);
	random_code(code, 8, "0123456789");
	assert_int_equal(strlen(token), TOKEN_LENGTH);
	assert_string_not_equal(token, other);
	assert_int_equal(strlen(code), 8);
	assert_int_equal(strspn(code, "0123456789"), 8);
	assert_int_equal(random_below(1), 0);
	assert_in_range(random_below(6), 0, 5);
}
