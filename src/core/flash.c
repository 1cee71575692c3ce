/* flash: base64url of the sentence and of its MAC; a sentence we did not write is not shown. */
#include "core/flash.h"

#include "sys/crypto.h"

#include <string.h>

#define FLASH_COOKIE "flash"
#define OWN_WORDS    '=' /* before words that are no sentence of the program */

enum { FLASH_SECONDS = 60 };

static const char *
mac_of(const struct request *rq, struct str sentence)
{
	struct hash hash = hmac_sha256(&rq->house->keys.flash, sentence);

	return base64url(rq->arena, str_slice(hash.bytes, HASH_SIZE));
}

const char *
flash_of_words(struct arena *arena, const char *words)
{
	return arena_printf(arena, "%c%s", OWN_WORDS, words);
}

struct http_cookie
flash_cookie(struct request *rq, const char *english)
{
	return (struct http_cookie){.name = FLASH_COOKIE,
				    .value = arena_printf(rq->arena, "%s.%s", base64url(rq->arena, str_of(english)),
							  mac_of(rq, str_of(english))),
				    .max_age = FLASH_SECONDS,
				    .secure = rq->http->tls};
}

static const char *
sentence_of(const struct request *rq)
{
	struct str rest = str_of(http_cookie(rq->http, FLASH_COOKIE)), sentence;
	struct str encoded = str_cut(&rest, '.');

	if (rest.at == NULL || !base64url_decode(rq->arena, encoded, &sentence) ||
	    !str_equal(rest, str_of(mac_of(rq, sentence))))
		return NULL;
	return arena_text_of(rq->arena, sentence.at, sentence.length);
}

void
flash_show(struct request *rq, struct doc *frame)
{
	const char *sentence = sentence_of(rq);
	struct doc *flash;

	if (sentence == NULL) {
		doc_set_null(frame, "flash");
		return;
	}
	flash = doc_set_object(frame, "flash");
	if (*sentence == OWN_WORDS)
		doc_set_text(flash, "message", sentence + 1);
	else
		doc_set_message(flash, "message", sentence, NULL);
	doc_set_text(flash, "tone", "ok");
}

bool
flash_present(const struct request *rq)
{
	return http_cookie(rq->http, FLASH_COOKIE) != NULL;
}

struct http_cookie
flash_removal(const struct request *rq)
{
	return (struct http_cookie){.name = FLASH_COOKIE, .value = "", .max_age = -1, .secure = rq->http->tls};
}
