/* mail_print: the whole message as RFC 5322 text; the same mail always gives the same bytes. */
#include "mail/mail.h"

#include "mail/mail_parts.h"

#include "base/arena.h"
#include "base/instant.h"
#include "sys/crypto.h"

#include <string.h>

enum { NAME_LIMIT = 255 };

/* A control character in a header could end its line and begin another one (CWE-93). */
static bool
header_ok(const char *text)
{
	const char *c;

	for (c = text ? text : ""; *c; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			return false;
	return true;
}

static bool
message_id_ok(const char *id)
{
	size_t length = strlen(id);
	const char *c;

	for (c = id; *c; c++)
		if (*c <= ' ' || *c > '~')
			return false;
	return length > 2 && length <= 250 && id[0] == '<' && id[length - 1] == '>';
}

/* What parameters of the envelope take without being written as numbers, and no mail server changes on its way. */
static bool
envelope_id_ok(const char *id)
{
	size_t length = strspn(id, "0123456789abcdefghijklmnopqrstuvwxyz");

	return length > 0 && length <= 64 && id[length] == '\0';
}

/* What stands between < and > as it is (RFC 2369 §2). */
static bool
link_ok(const char *link)
{
	size_t length = strlen(link);

	for (const char *c = link; *c; c++)
		if (*c <= ' ' || *c > '~' || *c == '<' || *c == '>' || *c == ',')
			return false;
	return length > 0 && length <= 900;
}

const char *
mail_problem(struct arena *arena, const struct mail *mail)
{
	size_t i;

	if (!mail_wire_address(arena, str_of(mail->from_address), false))
		return "The sender's address is not a mail address.";
	if (!mail_wire_address(arena, str_of(mail->to_address), false))
		return "The recipient's address is not a mail address.";
	if (mail->return_address && !mail_wire_address(arena, str_of(mail->return_address), false))
		return "The address for reports is not a mail address.";
	if (mail->envelope_id && !envelope_id_ok(mail->envelope_id))
		return "The identifier for reports is not one of small letters and digits.";
	if (mail->reply_to && !mail_wire_address(arena, str_of(mail->reply_to), false))
		return "The address for answers is not a mail address.";
	if (!header_ok(mail->from_name) || !header_ok(mail->to_name) || !header_ok(mail->subject))
		return "A name or the subject contains a line break or another control character.";
	if (!message_id_ok(mail->message_id))
		return "The message's identifier is not of the form <…@…>.";
	if (mail->stop_link && !link_ok(mail->stop_link))
		return "The link that stops such mails is none.";
	for (i = 0; i < mail->attachment_count; i++)
		if (!header_ok(mail->attachments[i].name) || strlen(mail->attachments[i].name) > NAME_LIMIT)
			return "An attachment's name contains a control character or is too long.";
	return NULL;
}

/* RFC 5322 §3.3, in UTC. */
static void
build_date(struct builder *out, int64_t instant)
{
	static const char *const days[] = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"}; /* 1970-01-01: Thursday */
	static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
					     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	int32_t day = day_of_instant_utc(instant);
	struct calendar_day parts = day_parts(day);
	int seconds = (int)((instant - (int64_t)day * DAY_MS) / SECOND_MS);

	build_printf(out, "Date: %s, %d %s %d %02d:%02d:%02d +0000\r\n", days[(day % 7 + 7) % 7], parts.day,
		     months[parts.month - 1], parts.year, seconds / 3600, seconds / 60 % 60, seconds % 60);
}

static void
build_headers(struct arena *arena, struct builder *out, const struct mail *mail)
{
	build_date(out, mail->date);
	mime_address_header(out, "From", mail->from_name, mail_wire_address(arena, str_of(mail->from_address), false));
	mime_address_header(out, "To", mail->to_name, mail_wire_address(arena, str_of(mail->to_address), false));
	if (mail->reply_to)
		mime_address_header(out, "Reply-To", NULL, mail_wire_address(arena, str_of(mail->reply_to), false));
	mime_text_header(out, "Subject", mail->subject);
	build_printf(out, "Message-ID: %s\r\n", mail->message_id);
	if (mail->automatic)
		build_text(out, "Auto-Submitted: auto-generated\r\n");
	if (mail->stop_link)
		build_printf(out, "List-Unsubscribe:\r\n <%s>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n",
			     mail->stop_link);
	build_text(out, "MIME-Version: 1.0\r\n");
}

static void
build_text_part(struct builder *out, const char *type, const char *text)
{
	build_printf(out, "Content-Type: %s; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n",
		     type);
	mime_quoted(out, text);
}

/* The text alone, or the text and the page to choose from. */
static void
build_words_part(struct builder *out, const struct mail *mail, const char *boundary)
{
	if (!mail->html) {
		build_text_part(out, "text/plain", mail->text);
		return;
	}
	build_printf(out, "Content-Type: multipart/alternative;\r\n boundary=\"%s\"\r\n\r\n--%s\r\n", boundary,
		     boundary);
	build_text_part(out, "text/plain", mail->text);
	build_printf(out, "--%s\r\n", boundary);
	build_text_part(out, "text/html", mail->html);
	build_printf(out, "--%s--\r\n", boundary);
}

static void
build_mixed_part(struct builder *out, const struct mail *mail, const char *boundary, const char *inner)
{
	size_t i;

	build_printf(out, "Content-Type: multipart/mixed;\r\n boundary=\"%s\"\r\n\r\n--%s\r\n", boundary, boundary);
	build_words_part(out, mail, inner);
	for (i = 0; i < mail->attachment_count; i++) {
		const struct mail_attachment *file = &mail->attachments[i];

		build_printf(out, "--%s\r\n", boundary);
		mime_file_headers(out, file->type, file->name);
		build_text(out, "\r\n");
		mime_base64(out, file->bytes);
	}
	build_printf(out, "--%s--\r\n", boundary);
}

struct str
mail_print(struct arena *arena, const struct mail *mail)
{
	struct builder out = builder_new(arena, 0);
	struct hash hash = sha256(str_of(mail->message_id));
	char name[HASH_SIZE * 2 + 1];
	const char *outer, *inner;

	if (mail_problem(arena, mail))
		return (struct str){0};
	/* From the identifier, so that every try sends the same bytes; "=_" stands in no quoted-printable text and in
	 * no base 64 (RFC 2045 §6.7), so a boundary never occurs in a part. */
	hash_print(name, &hash);
	outer = arena_printf(arena, "=_m%.24s", name);
	inner = arena_printf(arena, "=_a%.24s", name);
	build_headers(arena, &out, mail);
	if (mail->attachment_count > 0)
		build_mixed_part(&out, mail, outer, inner);
	else
		build_words_part(&out, mail, inner);
	return builder_str(&out);
}
