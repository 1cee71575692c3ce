/* message: the rules: what a text says, what may be shown of a message, and its document. */
#include "outbox/message.h"

#include "base/arena.h"
#include "base/instant.h"
#include "sys/clock.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

const char *const message_channel_names[] = {"mail", "sms", NULL};
const char *const message_state_names[] = {"waiting", "sent", "delivered", "failed", "expired", NULL};

static const char *const channel_labels[] = {N_("E-mail"), N_("SMS")};
static const char *const state_labels[] = {N_("Waiting"), N_("Sent"), N_("Delivered"), N_("Failed"), N_("Expired")};
static const char *const state_tones[] = {"info", "ok", "ok", "danger", ""};

const char *
message_split_subject(struct arena *arena, const char *text, const char **subject)
{
	struct str rest = str_of(text), line;

	*subject = NULL;
	if (!str_starts(rest, STR("Subject:")))
		return text;
	line = str_cut(&rest, '\n');
	line = str_trim(str_slice(line.at + strlen("Subject:"), line.length - strlen("Subject:")));
	*subject = arena_text_of(arena, line.at, line.length);
	while (rest.length > 0 && (rest.at[0] == '\n' || rest.at[0] == '\r'))
		rest = str_slice(rest.at + 1, rest.length - 1);
	return arena_text_of(arena, rest.at, rest.length);
}

static bool
is_code_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || isdigit((unsigned char)c);
}

/* "204817" or "K7QM-2XWD", and nothing else. */
static bool
is_code(struct str word)
{
	if (word.length == 6) {
		for (size_t i = 0; i < word.length; i++)
			if (!isdigit((unsigned char)word.at[i]))
				return false;
		return true;
	}
	if (word.length != 9 || word.at[4] != '-')
		return false;
	for (size_t i = 0; i < word.length; i++)
		if (i != 4 && !is_code_letter(word.at[i]))
			return false;
	return true;
}

const char *
message_code(struct arena *arena, const char *text)
{
	static const char around[] = " \t\r\n.,:;()";

	while (*text != '\0') {
		size_t length;

		text += strspn(text, around);
		length = strcspn(text, around);
		if (is_code(str_slice(text, length)))
			return arena_text_of(arena, text, length);
		text += length;
	}
	return NULL;
}

/* sRGB channel to linear light, in parts of a million, by the square that is near enough to the curve of 2.4. */
static long
linear(long channel)
{
	return channel * channel * 1000000L / (255L * 255L);
}

const char *
message_ink(const char *colour)
{
	long rgb = text_empty(colour) ? 0 : strtol(colour + 1, NULL, 16);
	long light = (2126 * linear(rgb >> 16 & 255) + 7152 * linear(rgb >> 8 & 255) + 722 * linear(rgb & 255)) / 10000;

	/* Black and white contrast equally with a luminance of 0.18. */
	return light > 180000L ? "#000000" : "#ffffff";
}

bool
message_has_expired(const struct message *message, int64_t now)
{
	return message->expires_at != NO_INSTANT && message->expires_at <= now;
}

bool
message_may_retry(const struct message *message, int64_t now)
{
	bool blanked = message->secret && text_empty(message->body_text);

	return message->state == MESSAGE_FAILED && !blanked && !message_has_expired(message, now);
}

bool
message_can_go(const struct house *house, enum message_channel channel)
{
	return (channel == MESSAGE_MAIL ? house->config->smtp_url : house->config->sms_url) != NULL;
}

bool
message_is_readable(const struct house *house, const struct message *message)
{
	return !message->secret || house->config->demo || !message_can_go(house, message->channel);
}

static void
set_body(const struct house *house, struct doc *doc, const struct message *message)
{
	bool readable = message_is_readable(house, message);
	bool blanked = message->secret && text_empty(message->body_text);

	doc_set_text(doc, "text", readable && !blanked ? message->body_text : NULL);
	doc_set_text(doc, "code", message->secret && readable ? message_code(doc->arena, message->body_text) : NULL);
	doc_set_bool(doc, "withheld", !readable || blanked);
}

struct doc *
message_doc(const struct house *house, struct arena *arena, const struct message *message, bool body)
{
	struct doc *doc = doc_object(arena);

	doc_set_id(doc, "id", message->id);
	doc_set_word(doc, "channel", message_channel_names[message->channel], channel_labels[message->channel]);
	doc_set_word(doc, "state", message_state_names[message->state], state_labels[message->state]);
	doc_set_text(doc, "tone", state_tones[message->state]);
	doc_set_bool(doc, "by_sms", message->channel == MESSAGE_SMS);
	doc_set_text(doc, "kind", message->kind);
	doc_set_text(doc, "to_address", message->to_address);
	doc_set_text(doc, "to_name", message->to_name);
	doc_set_text(doc, "subject", message->subject);
	doc_set_bool(doc, "secret", message->secret);
	doc_set_text(doc, "error", message->error);
	doc_set_int(doc, "try_count", message->try_count);
	doc_set_instant(doc, "created_at", message->created_at);
	doc_set_instant(doc, "sent_at", message->sent_at);
	doc_set_instant(doc, "delivered_at", message->delivered_at);
	doc_set_instant(doc, "expires_at", message->expires_at);
	doc_set_bool(doc, "may_retry", message_may_retry(message, clock_now()));
	if (body)
		set_body(house, doc, message);
	return doc;
}
