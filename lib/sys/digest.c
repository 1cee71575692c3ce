/* digest: hashes that protocols beside ours ask for by name (GnuTLS). */
#include "sys/crypto.h"

#include "base/arena.h"
#include "base/check.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <string.h>

enum { DIGEST_MOST = 64 };

struct digest {
	gnutls_hash_hd_t handle; /* NULL once it was ended */
	size_t size;
};

static const struct {
	const char *name;
	gnutls_digest_algorithm_t algorithm;
} known[] = {
	{"sha1", GNUTLS_DIG_SHA1},
	{"sha256", GNUTLS_DIG_SHA256},
};

static void
digest_close(void *data)
{
	struct digest *digest = data;

	if (digest->handle != NULL)
		gnutls_hash_deinit(digest->handle, NULL);
}

struct digest *
digest_begin(struct arena *arena, struct str algorithm)
{
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (str_equal(algorithm, str_of(known[i].name))) {
			struct digest *digest = arena_make(arena, struct digest);

			check(gnutls_hash_init(&digest->handle, known[i].algorithm) == 0);
			digest->size = gnutls_hash_get_len(known[i].algorithm);
			arena_at_end(arena, digest_close, digest);
			return digest;
		}
	return NULL;
}

void
digest_add(struct digest *digest, struct str bytes)
{
	check(gnutls_hash(digest->handle, bytes.at == NULL ? "" : bytes.at, bytes.length) == 0);
}

bool
digest_is(struct digest *digest, struct str expected)
{
	unsigned char made[DIGEST_MOST];

	gnutls_hash_deinit(digest->handle, made);
	digest->handle = NULL;
	return expected.length == digest->size && memcmp(made, expected.at, digest->size) == 0;
}
