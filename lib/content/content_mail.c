/* content_mail: a mail kept as a file: who wrote to whom, when and about what, its text, and what came with it. */
#include "content/content_tasks.h"

#include "base/arena.h"

#include <gmime/gmime.h>
#include <iconv.h>

/* Opened before the walls: what turns a letter set into another is a file of its own, and stays loaded. */
bool
mail_prepare(void)
{
	static const char *const letters[] = {"ISO-8859-1", "ISO-8859-15", "WINDOWS-1252", "ISO-8859-2"};

	g_mime_init();
	for (size_t i = 0; i < sizeof letters / sizeof letters[0]; i++)
		iconv_open("UTF-8", letters[i]);
	return true;
}

struct mail {
	struct arena *arena;
	struct builder *out;
	GMimePart *plain, *page; /* the first text; the first page of HTML */
	struct builder with;	 /* names of what came with it */
};

/* ---- heads ---- */

static void
say_line(const struct mail *mail, const char *name, const char *value)
{
	if (value != NULL && *value != '\0')
		build_printf(mail->out, "%s: %s\n", name, value);
}

static void
say_people(const struct mail *mail, const char *name, InternetAddressList *people)
{
	if (people != NULL && internet_address_list_length(people) > 0)
		say_line(mail, name, internet_address_list_to_string(people, NULL, FALSE));
}

static void
say_heads(const struct mail *mail, GMimeMessage *message)
{
	GDateTime *date = g_mime_message_get_date(message);

	say_people(mail, "From", g_mime_message_get_from(message));
	say_people(mail, "To", g_mime_message_get_to(message));
	say_people(mail, "Cc", g_mime_message_get_cc(message));
	if (date != NULL)
		say_line(mail, "Date", g_date_time_format(date, "%Y-%m-%d %H:%M %:z"));
	say_line(mail, "Subject", g_mime_message_get_subject(message));
}

/* ---- parts ---- */

static void
look_at_part(GMimeObject *parent, GMimeObject *object, gpointer data)
{
	struct mail *mail = data;
	GMimeContentType *type = g_mime_object_get_content_type(object);
	const char *name;

	(void)parent;
	if (!GMIME_IS_PART(object))
		return;
	name = g_mime_part_get_filename((GMimePart *)object);
	if (name != NULL)
		build_printf(&mail->with, "%s%s", mail->with.length > 0 ? ", " : "", name);
	else if (mail->plain == NULL && g_mime_content_type_is_type(type, "text", "plain"))
		mail->plain = (GMimePart *)object;
	else if (mail->page == NULL && g_mime_content_type_is_type(type, "text", "html"))
		mail->page = (GMimePart *)object;
}

static struct str
text_of(const struct mail *mail, GMimePart *part)
{
	GMimeStream *memory = g_mime_stream_mem_new();
	GByteArray *bytes;

	if (g_mime_part_get_content(part) == NULL ||
	    g_mime_data_wrapper_write_to_stream(g_mime_part_get_content(part), memory) < 0)
		return STR("");
	bytes = g_mime_stream_mem_get_byte_array((GMimeStreamMem *)memory);
	return plain_say(mail->arena, str_slice((const char *)bytes->data, bytes->len));
}

/* What a page says without its marks; what is in `style` and `script` is not said. */
static void
say_page(struct builder *out, struct str page)
{
	const char *hidden = NULL;

	while (page.length > 0) {
		struct str words = str_cut(&page, '<'), mark;

		if (hidden == NULL)
			build_str(out, words);
		mark = str_cut(&page, '>');
		if (hidden != NULL && mark.length > 1 &&
		    str_starts(str_slice(mark.at + 1, mark.length - 1), str_of(hidden)))
			hidden = NULL;
		else if (hidden == NULL && (str_starts(mark, STR("style")) || str_starts(mark, STR("script"))))
			hidden = str_starts(mark, STR("style")) ? "style" : "script";
		else if (str_starts(mark, STR("br")) || str_starts(mark, STR("/p")) || str_starts(mark, STR("/div")))
			build_char(out, '\n');
	}
}

void
mail_say(struct arena *arena, struct str bytes, struct builder *out)
{
	struct mail mail = {.arena = arena, .out = out, .with = builder_new(arena, 0)};
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes.at, bytes.length);
	GMimeMessage *message = g_mime_parser_construct_message(g_mime_parser_new_with_stream(stream), NULL);

	if (message == NULL) {
		build_str(out, plain_say(arena, bytes));
		return;
	}
	say_heads(&mail, message);
	g_mime_message_foreach(message, look_at_part, &mail);
	say_line(&mail, "With", builder_text(&mail.with));
	build_char(out, '\n');
	if (mail.plain != NULL)
		build_str(out, text_of(&mail, mail.plain));
	else if (mail.page != NULL)
		say_page(out, text_of(&mail, mail.page));
}
