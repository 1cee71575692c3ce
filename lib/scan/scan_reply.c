/* scan_reply: "stream: OK" is clean, "stream: NAME FOUND" is not, and everything else is no answer. */
#include "scan/scan_reply.h"

#include "base/arena.h"

#include <stddef.h>
#include <string.h>

enum { FOUND_LENGTH = 200 };

static bool
says(struct str text, const char *words)
{
	return text.length > 0 && memmem(text.at, text.length, words, strlen(words)) != NULL;
}

/* Names of signatures are made by many hands. */
static const char *
plain_name(struct arena *arena, struct str name)
{
	struct builder out = builder_new(arena, 0);

	for (size_t i = 0; i < name.length && i < FOUND_LENGTH; i++)
		build_char(&out, name.at[i] >= ' ' && name.at[i] <= '~' ? name.at[i] : '?');
	return builder_text(&out);
}

static struct scan
found(struct arena *arena, struct str name)
{
	/* With AlertExceedsMax and AlertEncrypted clamd says of what it has not seen that it found something. */
	if (str_starts(name, STR("Heuristics.Limits.Exceeded")))
		return (struct scan){SCAN_NOT_DONE, SCAN_TOO_BIG, NULL};
	if (str_starts(name, STR("Heuristics.Encrypted")))
		return (struct scan){SCAN_NOT_DONE, SCAN_LOCKED, NULL};
	return (struct scan){SCAN_INFECTED, SCAN_DONE, plain_name(arena, name)};
}

struct scan
scan_of_reply(struct arena *arena, struct str reply, bool sent)
{
	const struct str before = STR("stream: "), behind = STR(" FOUND");

	reply = str_trim(reply);
	if (str_starts(reply, before) && str_ends(reply, behind) && reply.length > before.length + behind.length)
		return found(arena, str_slice(reply.at + before.length, reply.length - before.length - behind.length));
	if (says(reply, "size limit exceeded"))
		return (struct scan){SCAN_NOT_DONE, SCAN_TOO_BIG, NULL};
	if (sent && str_equal(reply, STR("stream: OK")))
		return (struct scan){SCAN_CLEAN, SCAN_DONE, NULL};
	return (struct scan){SCAN_NOT_DONE, SCAN_ODD, NULL};
}

/* ---- words ---- */

static const char *const words[] = {"done", "no_server", "too_late", "too_big", "locked", "odd"};
_Static_assert(sizeof words / sizeof words[0] == SCAN_REASONS, "each reason has its word");

const char *
scan_reason_word(enum scan_reason reason)
{
	return words[reason];
}

enum scan_reason
scan_reason_of(const char *word)
{
	int reason = 0;

	while (reason < SCAN_REASONS && !text_equal(word, words[reason]))
		reason++;
	return (enum scan_reason)reason;
}
