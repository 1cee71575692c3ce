/* random: bytes and codes from the system's secure generator (libsodium). */
#include "sys/random.h"

#include "base/check.h"

#include <sodium.h>
#include <string.h>

void
random_bytes(void *at, size_t size)
{
	randombytes_buf(at, size);
}

uint32_t
random_below(uint32_t bound)
{
	check(bound > 0);
	return randombytes_uniform(bound);
}

void
random_token(char text[TOKEN_LENGTH + 1])
{
	unsigned char bytes[32];

	randombytes_buf(bytes, sizeof bytes);
	sodium_bin2base64(text, TOKEN_LENGTH + 1, bytes, sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	sodium_memzero(bytes, sizeof bytes);
}

void
random_code(char *text, size_t length, const char *alphabet)
{
	size_t letters = strlen(alphabet);
	size_t i;

	check(letters > 0 && letters <= 256);
	for (i = 0; i < length; i++)
		text[i] = alphabet[randombytes_uniform((uint32_t)letters)];
	text[length] = '\0';
}
