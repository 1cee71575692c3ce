/* content_ask: how a helper or a tool ended, as one of the reasons that are kept. */
#include "content/content_ask.h"

#include "base/log.h"
#include "base/str.h"
#include "sandbox/sandbox.h"

#include <string.h>

enum { NO_SUCH_PAGE = 99 }; /* a code of poppler's tools */

static const char *const reason_words[] = {"made",	"unsupported", "too_big",    "broken",
					   "encrypted", "too_long",    "unavailable"};
_Static_assert(sizeof reason_words / sizeof reason_words[0] == CONTENT_REASONS, "each reason has its word");

const char *
content_reason_word(enum content_reason reason)
{
	return reason_words[reason];
}

enum content_reason
content_reason_of(const char *word)
{
	int reason = 0;

	while (reason < CONTENT_REASONS && !text_equal(word, reason_words[reason]))
		reason++;
	return (enum content_reason)reason;
}

static bool
says(struct str text, const char *words)
{
	return text.length > 0 && memmem(text.at, text.length, words, strlen(words)) != NULL;
}

/* A program that runs out of memory says so in its last words, if at all. */
static enum content_reason
reason_of_fall(const struct sandbox_result *result)
{
	return says(result->said, "alloc") || says(result->said, "emory") ? CONTENT_TOO_BIG : CONTENT_BROKEN;
}

static enum content_reason
reason_of(const struct sandbox_result *result, bool tool)
{
	switch (result->end) {
	case SANDBOX_TOO_LONG:
		return CONTENT_TOO_LONG;
	case SANDBOX_TOO_MUCH:
		return CONTENT_TOO_BIG;
	case SANDBOX_BROKE:
		return reason_of_fall(result);
	case SANDBOX_ABSENT:
		log_warning("content.absent", "a file could not be looked into: %.*s", (int)result->said.length,
			    result->said.length == 0 ? "" : result->said.at);
		return CONTENT_UNAVAILABLE;
	case SANDBOX_ENDED:
		break;
	}
	if (result->code == 0)
		return CONTENT_MADE;
	if (tool && says(result->said, "Incorrect password"))
		return CONTENT_ENCRYPTED;
	if (tool && result->code == NO_SUCH_PAGE)
		return CONTENT_UNSUPPORTED;
	if (tool || result->code < 0 || result->code >= CONTENT_REASONS)
		return reason_of_fall(result);
	return (enum content_reason)result->code;
}

enum content_reason
content_ask(struct arena *arena, const struct sandbox_job *job, struct sandbox_result *result)
{
	sandbox_run(arena, job, result);
	return reason_of(result, *job->task == '/');
}
