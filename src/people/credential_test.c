/* credential_test: codes are read as people type them, and secrets only open where they belong. */
#include "base/arena.h"
#include "base/test.h"
#include "people/credential.h"

#include <string.h>

TEST(recovery_codes_are_read_as_they_are_copied_by_hand)
{
	struct arena *arena = arena_new(0);
	const char *code = recovery_code_make(arena);

	assert_int_equal(strlen(code), RECOVERY_CODE_LENGTH + 1);
	assert_string_equal(recovery_code_read(arena, "k7qm2-xwd4a"), "K7QM2XWD4A");
	assert_string_equal(recovery_code_read(arena, " O0lI2 xwd4a "), "00112XWD4A");
	assert_null(recovery_code_read(arena, "K7QM2-XWD4"));
	assert_null(recovery_code_read(arena, "K7QM2-XWD4AA"));
	assert_null(recovery_code_read(arena, "K7QM2-XWD4!"));
	assert_null(recovery_code_read(arena, NULL));
	arena_free(arena);
}

TEST(six_digits_are_a_code_with_or_without_blanks)
{
	struct arena *arena = arena_new(0);

	assert_string_equal(totp_code_read(arena, "123 456"), "123456");
	assert_null(totp_code_read(arena, "12345"));
	assert_null(totp_code_read(arena, "12345a"));
	arena_free(arena);
}

TEST(a_sealed_secret_opens_for_its_owner_only)
{
	struct arena *arena = arena_new(0);
	const struct key key = {{1}}, other_key = {{2}};
	struct staff lea = {.id = 7}, max = {.id = 8};
	struct str secret;

	crypto_start();
	lea.totp_secret = max.totp_secret = totp_seal(arena, &key, lea.id, STR("12345678901234567890"));
	assert_true(totp_unseal(arena, &key, &lea, &secret));
	assert_true(str_equal(secret, STR("12345678901234567890")));
	assert_false(totp_unseal(arena, &key, &max, &secret));
	assert_false(totp_unseal(arena, &other_key, &lea, &secret));
	max.totp_secret = (struct str){NULL, 0};
	assert_false(totp_unseal(arena, &key, &max, &secret));
	arena_free(arena);
}

TEST(authenticator_programs_get_name_address_and_secret)
{
	struct arena *arena = arena_new(0);
	struct str secret = STR("12345678901234567890");

	assert_string_equal(totp_address(arena, "Léa & Cie", "lea@example.fr", secret),
			    "otpauth://totp/L%C3%A9a%20%26%20Cie:lea%40example.fr?"
			    "secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=L%C3%A9a%20%26%20Cie"
			    "&algorithm=SHA1&digits=6&period=30");
	assert_string_equal(totp_secret_show(arena, secret), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
	arena_free(arena);
}
