/* random: bytes and codes from the system's secure generator (libsodium). */
#ifndef SYS_RANDOM_H
#define SYS_RANDOM_H

#include <stddef.h>
#include <stdint.h>

void random_bytes(void *at, size_t size);
uint32_t random_below(uint32_t bound); /* uniform in 0 … bound - 1 */

/* 256 random bits as 43 characters of base64url and a NUL: session, link and API tokens. */
enum { TOKEN_LENGTH = 43 };
void random_token(char text[TOKEN_LENGTH + 1]);

/* `length` characters drawn uniformly from `alphabet`, and a NUL. */
void random_code(char *text, size_t length, const char *alphabet);

#endif
