/* content_mail: a mail kept as a file: who wrote to whom, when and about what, its text, and what came with it. */
#include "content/content_tasks.h"

#include "base/arena.h"

#include <gmime/gmime.h>
#include <iconv.h>

/* Opened before the walls: what turns a letter set into another is a file of its own, and stays loaded. */
bool
mail_prepare(void)
{
	static const char *const letters[] = {
		"ISO-8859-1",  "ISO-8859-2",   "ISO-8859-3",   "ISO-8859-5",   "ISO-8859-7",   "ISO-8859-9",
		"ISO-8859-15", "WINDOWS-1250", "WINDOWS-1251", "WINDOWS-1252", "WINDOWS-1253", "WINDOWS-1254",
		"KOI8-R",      "KOI8-U",       "ISO-2022-JP",  "SHIFT_JIS",    "EUC-JP",       "EUC-KR",
		"GB2312",      "GBK",	       "GB18030",      "BIG5",	       "UTF-16",       "UTF-7",
	};

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

/* Where the part's bytes go to become UTF-8 in `memory`; a letter set that nobody knows, or none, is left to guess. */
static GMimeStream *
stream_of_letters(GMimePart *part, GMimeStream *memory)
{
	const char *letters = g_mime_object_get_content_type_parameter((GMimeObject *)part, "charset");
	GMimeFilter *filter = letters == NULL ? NULL : g_mime_filter_charset_new(letters, "utf-8");
	GMimeStream *stream;

	if (filter == NULL)
		return memory;
	stream = g_mime_stream_filter_new(memory);
	g_mime_stream_filter_add((GMimeStreamFilter *)stream, filter);
	return stream;
}

static struct str
text_of(const struct mail *mail, GMimePart *part)
{
	GMimeStream *memory = g_mime_stream_mem_new(), *stream = stream_of_letters(part, memory);
	GByteArray *bytes;

	if (g_mime_part_get_content(part) == NULL ||
	    g_mime_data_wrapper_write_to_stream(g_mime_part_get_content(part), stream) < 0 ||
	    g_mime_stream_flush(stream) < 0)
		return STR("");
	bytes = g_mime_stream_mem_get_byte_array((GMimeStreamMem *)memory);
	return plain_say(mail->arena, str_slice((const char *)bytes->data, bytes->len));
}

/* ---- pages ---- */

static const struct entity {
	const char *name, *sign;
} entities[] = {
	{"amp", "&"},	 {"lt", "<"},	  {"gt", ">"},	   {"quot", "\""},  {"apos", "'"},   {"nbsp", " "},
	{"eacute", "é"}, {"egrave", "è"}, {"ecirc", "ê"},  {"euml", "ë"},   {"agrave", "à"}, {"acirc", "â"},
	{"ccedil", "ç"}, {"icirc", "î"},  {"iuml", "ï"},   {"ocirc", "ô"},  {"ugrave", "ù"}, {"ucirc", "û"},
	{"uuml", "ü"},	 {"oelig", "œ"},  {"aelig", "æ"},  {"Eacute", "É"}, {"Egrave", "È"}, {"Ecirc", "Ê"},
	{"Agrave", "À"}, {"Acirc", "Â"},  {"Ccedil", "Ç"}, {"Icirc", "Î"},  {"Ocirc", "Ô"},  {"OElig", "Œ"},
	{"laquo", "«"},	 {"raquo", "»"},  {"lsquo", "‘"},  {"rsquo", "’"},  {"ldquo", "“"},  {"rdquo", "”"},
	{"hellip", "…"}, {"ndash", "–"},  {"mdash", "—"},  {"euro", "€"},   {"deg", "°"},    {"middot", "·"},
};

/* "#233" and "#xE9" */
static bool
read_sign(struct str name, uint32_t *sign)
{
	bool hex = name.length > 2 && (name.at[1] == 'x' || name.at[1] == 'X');
	size_t first = hex ? 2 : 1;

	*sign = 0;
	if (name.length <= first || name.length > first + 7 || name.at[0] != '#')
		return false;
	for (size_t i = first; i < name.length; i++) {
		int digit = hex ? g_ascii_xdigit_value(name.at[i]) : g_ascii_digit_value(name.at[i]);

		if (digit < 0)
			return false;
		*sign = *sign * (hex ? 16 : 10) + (uint32_t)digit;
	}
	return *sign >= ' ' && *sign <= 0x10FFFF && (*sign < 0xD800 || *sign > 0xDFFF);
}

/* False: nobody knows it. */
static bool
say_entity(struct builder *out, struct str name)
{
	uint32_t sign;

	for (size_t i = 0; i < sizeof entities / sizeof entities[0]; i++)
		if (str_equal(name, str_of(entities[i].name))) {
			build_text(out, entities[i].sign);
			return true;
		}
	if (!read_sign(name, &sign))
		return false;
	sign_say(out, sign);
	return true;
}

enum { NAME_MOST = 10 };

static void
say_words(struct builder *out, struct str words)
{
	build_str(out, str_cut(&words, '&'));
	while (words.at != NULL) {
		struct str near = str_slice(words.at, words.length <= NAME_MOST ? words.length : NAME_MOST + 1),
			   name = str_cut(&near, ';');

		if (near.at != NULL && say_entity(out, name))
			words = str_slice(near.at, words.length - name.length - 1);
		else
			build_char(out, '&');
		build_str(out, str_cut(&words, '&'));
	}
}

/* What a page says without its marks; what is in `style` and `script` is not said. */
static void
say_page(struct builder *out, struct str page)
{
	const char *hidden = NULL;

	while (page.length > 0) {
		struct str words = str_cut(&page, '<'), mark;

		if (hidden == NULL)
			say_words(out, words);
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
