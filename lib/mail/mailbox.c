/* mailbox: one connection to an IMAP server (RFC 3501), one command after another. */
#include "mail/mailbox.h"

#include "base/arena.h"
#include "base/check.h"
#include "mail/relay.h"

#include <string.h>

enum { ANSWER_LIMIT = 512 * 1024 }; /* what libcurl may take for a line: the identifiers come in one */

struct mailbox {
	struct arena *arena;
	struct relay relay;
	CURL *curl;
	char words[CURL_ERROR_SIZE];
};

/* The path with a mailbox in it: INBOX where the URL names none. */
static const char *
with_box(struct arena *arena, const char *url)
{
	const char *path = strchr(strstr(url, "://") + 3, '/');

	if (path == NULL)
		return arena_printf(arena, "%s/INBOX", url);
	return path[1] ? url : arena_printf(arena, "%sINBOX", url);
}

static bool
read_url(struct arena *arena, const char *url, struct relay *relay, const char **error)
{
	if (!relay_read(arena, &relay_imap, url, relay, error))
		return false;
	*error = relay_imap.sentence;
	return relay->user != NULL && strchr(relay->url, ';') == NULL;
}

bool
mailbox_url_ok(const char *url, const char **error)
{
	struct arena *arena = arena_new(0);
	struct relay relay = {0};
	const char *problem = NULL;
	bool fine = read_url(arena, url, &relay, &problem); /* the sentences are static */

	if (!fine)
		*error = problem;
	arena_free(arena);
	return fine;
}

static void
hang_up(void *data)
{
	curl_easy_cleanup(data);
}

struct mailbox *
mailbox_open(struct arena *arena, const char *url, const char **error)
{
	struct mailbox *mailbox = arena_make(arena, struct mailbox);

	mailbox->arena = arena;
	if (!read_url(arena, url, &mailbox->relay, error))
		return NULL;
	mailbox->relay.url = with_box(arena, mailbox->relay.url);
	mailbox->curl = curl_easy_init();
	check(mailbox->curl != NULL); /* out of memory */
	arena_at_end(arena, hang_up, mailbox->curl);
	relay_set(mailbox->curl, &relay_imap, &mailbox->relay);
	curl_easy_setopt(mailbox->curl, CURLOPT_ERRORBUFFER, mailbox->words);
	curl_easy_setopt(mailbox->curl, CURLOPT_BUFFERSIZE, (long)ANSWER_LIMIT);
	return mailbox;
}

static size_t
take_bytes(char *bytes, size_t size, size_t count, void *data)
{
	build_bytes(data, bytes, size * count); /* what is too much is left out */
	return size * count;
}

/* `command` NULL: the message that `url` names. */
static bool
run(struct mailbox *mailbox, const char *url, const char *command, struct builder *answer, const char **error)
{
	CURLcode code;

	mailbox->words[0] = '\0';
	curl_easy_setopt(mailbox->curl, CURLOPT_URL, url);
	curl_easy_setopt(mailbox->curl, CURLOPT_CUSTOMREQUEST, command);
	curl_easy_setopt(mailbox->curl, CURLOPT_WRITEFUNCTION, take_bytes);
	curl_easy_setopt(mailbox->curl, CURLOPT_WRITEDATA, answer);
	code = curl_easy_perform(mailbox->curl);
	if (code != CURLE_OK)
		*error = arena_printf(mailbox->arena, "The mailbox could not be used: %s.",
				      mailbox->words[0] ? mailbox->words : curl_easy_strerror(code));
	return code == CURLE_OK;
}

/* "* SEARCH 4 7 9": one such line, or none. */
static void
take_ids(struct str line, uint32_t after, uint32_t *ids, size_t limit, size_t *count)
{
	if (!str_starts(line, STR("* SEARCH ")))
		return;
	line = str_slice(line.at + strlen("* SEARCH "), line.length - strlen("* SEARCH "));
	while (line.at && *count < limit) {
		int64_t id;

		/* RFC 3501 §6.4.8: "9:*" holds the last message even when that one is below. */
		if (str_to_int(str_cut(&line, ' '), &id) && id > after && id <= UINT32_MAX)
			ids[(*count)++] = (uint32_t)id;
	}
}

bool
mailbox_list(struct mailbox *mailbox, uint32_t after, uint32_t *ids, size_t limit, size_t *count, const char **error)
{
	struct arena *scratch = arena_new(0);
	struct builder answer = builder_new(scratch, ANSWER_LIMIT);
	const char *command = arena_printf(scratch, "UID SEARCH UID %llu:* UNDELETED", after + 1ULL);
	bool done = run(mailbox, mailbox->relay.url, command, &answer, error);
	struct str rest = str_of(builder_text(&answer));

	*count = 0;
	while (done && rest.at && *count < limit)
		take_ids(str_trim(str_cut(&rest, '\n')), after, ids, limit, count);
	arena_free(scratch);
	return done;
}

bool
mailbox_read(struct mailbox *mailbox, struct arena *arena, uint32_t id, size_t limit, struct str *message,
	     const char **error)
{
	struct builder answer = builder_new(arena, limit);
	const char *url = arena_printf(arena, "%s/;UID=%u/;PARTIAL=0.%zu", mailbox->relay.url, id, limit);

	if (!run(mailbox, url, NULL, &answer, error))
		return false;
	*message = builder_str(&answer);
	return true;
}

bool
mailbox_delete(struct mailbox *mailbox, const uint32_t *ids, size_t count, const char **error)
{
	struct arena *scratch = arena_new(0);
	struct builder command = builder_new(scratch, 0), answer = builder_new(scratch, ANSWER_LIMIT);
	bool done = count == 0;

	build_text(&command, "UID STORE ");
	for (size_t i = 0; i < count; i++)
		build_printf(&command, "%s%u", i == 0 ? "" : ",", ids[i]);
	build_text(&command, " +FLAGS.SILENT (\\Deleted)");
	if (count > 0)
		done = run(mailbox, mailbox->relay.url, builder_text(&command), &answer, error) &&
		       run(mailbox, mailbox->relay.url, "EXPUNGE", &answer, error);
	arena_free(scratch);
	return done;
}
