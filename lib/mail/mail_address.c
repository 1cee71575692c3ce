/* mail_address: which addresses we write to, and their form on the wire (RFC 5321, IDNA per UTS 46). */
#include "mail/mail.h"

#include "mail/mail_parts.h"

#include "base/arena.h"

#include <string.h>
#include <unicode/uidna.h>

enum { LOCAL_LIMIT = 64, DOMAIN_LIMIT = 253, ADDRESS_LIMIT = 254 }; /* RFC 5321 §4.5.3.1, in bytes */

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* A dot-atom of RFC 5322 §3.2.3: no quoted local parts, no dot at an end or beside another. */
static bool
local_ok(struct str local)
{
	size_t i;

	if (local.length == 0 || local.length > LOCAL_LIMIT)
		return false;
	for (i = 0; i < local.length; i++) {
		char c = local.at[i];
		bool dot_ok = i > 0 && i + 1 < local.length && local.at[i - 1] != '.';

		if (c == '.' ? !dot_ok : !is_letter(c) && !is_digit(c) && (!c || !strchr("!#$%&'*+/=?^_`{|}~-", c)))
			return false;
	}
	return true;
}

/* The domain as ASCII labels in lower case, or NULL. */
static const char *
domain_ascii(struct arena *arena, struct str domain)
{
	uint32_t rules =
		UIDNA_USE_STD3_RULES | UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ | UIDNA_NONTRANSITIONAL_TO_ASCII;
	UErrorCode status = U_ZERO_ERROR;
	UIDNAInfo info = UIDNA_INFO_INITIALIZER;
	char *ascii = arena_alloc(arena, DOMAIN_LIMIT + 2);
	UIDNA *idna;

	if (domain.length == 0 || domain.length > DOMAIN_LIMIT)
		return NULL;
	idna = uidna_openUTS46(rules, &status);
	if (U_FAILURE(status))
		return NULL;
	uidna_nameToASCII_UTF8(idna, domain.at, (int32_t)domain.length, ascii, DOMAIN_LIMIT + 1, &info, &status);
	uidna_close(idna);
	return U_SUCCESS(status) && info.errors == 0 ? ascii : NULL;
}

/* The last label of a domain name has a letter (RFC 3696 §2); an address of digits only is no name. */
static bool
domain_ok(const char *domain, bool dotted)
{
	const char *dot = strrchr(domain, '.');
	const char *last = dot ? dot + 1 : domain;

	return (dot || !dotted) && *last && strspn(last, "0123456789") < strlen(last);
}

const char *
mail_wire_address(struct arena *arena, struct str typed, bool dotted)
{
	struct str domain = typed;
	struct str local = str_cut(&domain, '@');
	const char *ascii, *address;

	if (!domain.at || !local_ok(local) || !str_is_utf8(domain))
		return NULL;
	ascii = domain_ascii(arena, domain);
	if (!ascii || !domain_ok(ascii, dotted))
		return NULL;
	address = arena_printf(arena, "%.*s@%s", (int)local.length, local.at, ascii);
	return strlen(address) <= ADDRESS_LIMIT ? address : NULL;
}

const char *
mail_address(struct arena *arena, const char *typed)
{
	const char *wire = mail_wire_address(arena, str_trim(str_of(typed)), true);
	char *address = arena_text(arena, wire);
	char *c;

	for (c = address; c && *c; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	return address;
}
