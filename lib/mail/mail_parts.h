/* mail_parts: what the files of lib/mail share: addresses for the wire, and the pieces a MIME message is made of. */
#ifndef MAIL_MAIL_PARTS_H
#define MAIL_MAIL_PARTS_H

#include "base/str.h"

#include <stdbool.h>

struct arena;
struct mail;

/* The address with its domain in IDNA form (lower case), the local part as it is; NULL when it is none that we write
 * to. `dotted`: the domain needs a dot, as those of the public network have. */
const char *mail_wire_address(struct arena *arena, struct str typed, bool dotted);

/* NULL, or the sentence that says why this message can never be sent: a header that would break out of its line,
 * an address that is none. */
const char *mail_problem(struct arena *arena, const struct mail *mail);

/* "Name: text", as encoded words (RFC 2047) when it is not short plain ASCII, folded at 76 characters, and CRLF. */
void mime_text_header(struct builder *out, const char *name, const char *text);

/* "Name: Display <address>", the display name quoted or encoded; NULL or "": the address alone. */
void mime_address_header(struct builder *out, const char *name, const char *display, const char *address);

/* The three headers of an attached file: type, encoding, disposition with its name (RFC 2183, RFC 2231). */
void mime_file_headers(struct builder *out, const char *type, const char *file_name);

/* The bodies: quoted-printable for text (line ends become CRLF), base 64 for bytes; RFC 2045, lines up to 76. */
void mime_quoted(struct builder *out, const char *text);
void mime_base64(struct builder *out, struct str bytes);

#endif
