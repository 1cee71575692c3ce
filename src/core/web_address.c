/* web_address: judges an address by what a reader could take for another, and by what a browser could. */
#include "core/web_address.h"

#include "base/arena.h"
#include "base/doc.h"

#include <string.h>

static struct str
authority_of(const char *url)
{
	const char *at = url + strlen("https://");

	return str_slice(at, strcspn(at, "/?#"));
}

static bool
has_strange_sign(const char *url)
{
	for (const unsigned char *at = (const unsigned char *)url; *at != '\0'; at++)
		if (*at <= ' ' || *at == 0x7F || strchr("\"'<>\\^`{|}", *at) != NULL)
			return true;
	return false;
}

/* A name with a dot that neither begins nor ends it; a port may follow. */
static bool
is_server(struct str authority)
{
	const char *dot = memchr(authority.at, '.', authority.length);
	const char *colon = memchr(authority.at, ':', authority.length);
	size_t length = colon == NULL ? authority.length : (size_t)(colon - authority.at);

	return dot != NULL && dot > authority.at && length > 0 && authority.at[length - 1] != '.';
}

const char *
web_address_refusal(const char *url)
{
	struct str text = str_of(url);

	if (text.length < 8 || !str_equal_nocase(str_slice(text.at, 8), STR("https://")))
		return N_("Only web addresses that begin with https:// can be opened from the portal.");
	if (memchr(authority_of(url).at, '@', authority_of(url).length) != NULL)
		return N_("The address must begin with the server’s name, without a name or a password before it.");
	if (has_strange_sign(url) || !is_server(authority_of(url)))
		return N_("Write the whole address, as in https://www.example.fr");
	return NULL;
}

const char *
web_address_server(struct arena *arena, const char *url)
{
	struct str authority = authority_of(url);

	return arena_text_of(arena, authority.at, authority.length);
}
