/* report: takes a message apart (GMime) and reads its part message/delivery-status. */
#include "mail/report.h"

#include "base/arena.h"

#include <gmime/gmime.h>
#include <pthread.h>
#include <string.h>

enum { PARTS_LIMIT = 10, HEADERS_LIMIT = 200, TRACE_LIMIT = 2000, FIELDS_LIMIT = 500, REASON_LIMIT = 300 };

/* What a group of fields says: the first one about the message, each other about a recipient (RFC 3464 §2.1). */
struct group {
	const char *action, *status, *diagnostic;
};

static void
add_trace(struct builder *traces, const char *text)
{
	for (size_t i = 0; text && text[i] && i < TRACE_LIMIT; i++)
		build_char(traces, (char)g_ascii_tolower(text[i]));
	build_char(traces, ' ');
}

/* One line of printable text that ends with a whole character. */
static const char *
clean_line(struct arena *arena, const char *text)
{
	struct builder out = builder_new(arena, 0);
	bool utf8 = str_is_utf8(str_of(text));

	for (; *text && out.length < REASON_LIMIT; text++) {
		unsigned char c = (unsigned char)*text;
		bool blank = c <= ' ' || c == 0x7f || (c > 0x7f && !utf8);

		if (!blank)
			build_char(&out, (char)c);
		else if (out.length > 0 && out.at[out.length - 1] != ' ')
			build_char(&out, ' ');
	}
	while (out.length > 0 && !str_is_utf8(builder_str(&out)))
		out.at[--out.length] = '\0';
	return builder_text(&out);
}

/* "smtp; 550 5.1.1 No such user" without the kind; else the bare status (RFC 3464 §2.3.4, §2.3.6). */
static const char *
reason_of(struct arena *arena, const struct group *group)
{
	const char *words = group->diagnostic ? strchr(group->diagnostic, ';') : NULL;

	words = clean_line(arena, words ? words + 1 : text_empty(group->diagnostic) ? "" : group->diagnostic);
	if (*words)
		return words;
	return group->status ? clean_line(arena, group->status) : "no reason given";
}

/* The word a value begins with: what may follow is a comment. */
static bool
is_word(const char *value, const char *word)
{
	size_t length = strlen(word);

	return value && g_ascii_strncasecmp(value, word, length) == 0 && !g_ascii_isalnum(value[length]);
}

/* One recipient that failed is enough: a mail of ours has one, others are those it was spread to. */
static void
close_group(struct arena *arena, struct group *group, struct report *report)
{
	if (is_word(group->action, "failed") && report->fate != REPORT_FAILED) {
		report->fate = REPORT_FAILED;
		report->reason = reason_of(arena, group);
	} else if (is_word(group->action, "delivered") && report->fate == REPORT_OPEN &&
		   (!group->status || group->status[0] == '2')) {
		report->fate = REPORT_DELIVERED;
	}
	*group = (struct group){0};
}

static void
take_field(struct arena *arena, struct str line, struct group *group, struct builder *traces)
{
	struct str name = str_trim(str_cut(&line, ':'));
	const char *value;

	if (!line.at)
		return;
	line = str_trim(line);
	value = arena_text_of(arena, line.at, line.length);
	if (str_equal_nocase(name, STR("Action")))
		group->action = value;
	else if (str_equal_nocase(name, STR("Status")))
		group->status = value;
	else if (str_equal_nocase(name, STR("Diagnostic-Code")))
		group->diagnostic = value;
	else if (str_equal_nocase(name, STR("Original-Envelope-Id")))
		add_trace(traces, value);
}

/* A field with the lines it goes on in, as one; empty: the blank line between two groups. */
static struct str
next_field(struct arena *arena, struct str *rest)
{
	struct builder field = builder_new(arena, 0);
	struct str line = str_cut(rest, '\n');

	build_str(&field, str_trim(line));
	while (field.length > 0 && rest->at && rest->length > 0 && (rest->at[0] == ' ' || rest->at[0] == '\t')) {
		build_char(&field, ' ');
		build_str(&field, str_trim(str_cut(rest, '\n')));
	}
	return builder_str(&field);
}

static void
read_status(struct arena *arena, struct str text, struct report *report, struct builder *traces)
{
	struct group group = {0};

	for (int i = 0; text.at && i < FIELDS_LIMIT; i++) {
		struct str field = next_field(arena, &text);

		if (field.length > 0)
			take_field(arena, field, &group, traces);
		else
			close_group(arena, &group, report);
	}
	close_group(arena, &group, report);
}

static struct str
part_text(struct arena *arena, GMimePart *part)
{
	GMimeDataWrapper *content = g_mime_part_get_content(part);
	GMimeStream *memory = g_mime_stream_mem_new();
	GByteArray *bytes;
	struct str text = {0};

	if (content && g_mime_data_wrapper_write_to_stream(content, memory) >= 0) {
		bytes = g_mime_stream_mem_get_byte_array((GMimeStreamMem *)memory);
		text = str_slice(arena_text_of(arena, bytes->data, bytes->len), bytes->len);
	}
	g_object_unref(memory);
	return text;
}

/* The part that programs read; NULL: there is none (RFC 3464 §2, RFC 6533 §4 for addresses beyond ASCII). */
static GMimePart *
status_part(GMimeMultipart *all)
{
	int count = g_mime_multipart_get_count(all);

	for (int i = 0; i < count && i < PARTS_LIMIT; i++) {
		GMimeObject *each = g_mime_multipart_get_part(all, i);
		GMimeContentType *type = g_mime_object_get_content_type(each);

		if (GMIME_IS_PART(each) && (g_mime_content_type_is_type(type, "message", "delivery-status") ||
					    g_mime_content_type_is_type(type, "message", "global-delivery-status")))
			return (GMimePart *)each;
	}
	return NULL;
}

/* Whom it was sent to, as mail servers write it down: one of these has the address with our identifier. */
static void
add_addresses(GMimeObject *message, struct builder *traces)
{
	static const char *const names[] = {"To",	   "Delivered-To",  "X-Original-To",
					    "Envelope-To", "X-Envelope-To", "X-Delivered-To"};
	GMimeHeaderList *headers = g_mime_object_get_header_list(message);
	int count = g_mime_header_list_get_count(headers);

	for (int i = 0; i < count && i < HEADERS_LIMIT; i++) {
		GMimeHeader *header = g_mime_header_list_get_header_at(headers, i);

		for (size_t j = 0; j < sizeof names / sizeof names[0]; j++)
			if (g_ascii_strcasecmp(g_mime_header_get_name(header), names[j]) == 0)
				add_trace(traces, g_mime_header_get_raw_value(header));
	}
}

static bool
read_message(struct arena *arena, GMimeMessage *message, struct report *report)
{
	GMimeObject *root = g_mime_message_get_mime_part(message);
	struct builder traces = builder_new(arena, 0);
	GMimePart *status;

	if (!root || !GMIME_IS_MULTIPART(root) ||
	    !g_mime_content_type_is_type(g_mime_object_get_content_type(root), "multipart", "report"))
		return false;
	status = status_part((GMimeMultipart *)root);
	if (!status)
		return false;
	add_addresses((GMimeObject *)message, &traces);
	read_status(arena, part_text(arena, status), report, &traces);
	report->traces = builder_text(&traces);
	return true;
}

bool
report_read(struct arena *arena, struct str message, struct report *report)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	GMimeStream *stream;
	GMimeParser *parser;
	GMimeMessage *parsed;
	bool read;

	*report = (struct report){0};
	if (message.length == 0)
		return false;
	pthread_once(&once, g_mime_init);
	stream = g_mime_stream_mem_new_with_buffer(message.at,
						   message.length < REPORT_SIZE ? message.length : REPORT_SIZE);
	parser = g_mime_parser_new_with_stream(stream);
	parsed = g_mime_parser_construct_message(parser, NULL);
	read = parsed && read_message(arena, parsed, report);
	if (parsed)
		g_object_unref(parsed);
	g_object_unref(parser);
	g_object_unref(stream);
	return read;
}
