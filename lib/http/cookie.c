/* cookie: reads the Cookie field and writes Set-Cookie (RFC 6265bis), with the prefix "__Host-" over TLS. */
#include "base/arena.h"
#include "base/check.h"
#include "http/http.h"

#include <string.h>

/* The first one wins: browsers send the most specific path first. */
static const char *
find_cookie(struct arena *arena, struct str cookies, struct str name)
{
	while (cookies.at != NULL) {
		struct str value = str_trim(str_cut(&cookies, ';'));
		struct str found = str_cut(&value, '=');

		if (value.at == NULL || !str_equal(str_trim(found), name))
			continue;
		value = str_trim(value);
		if (value.length >= 2 && value.at[0] == '"' && value.at[value.length - 1] == '"')
			value = str_slice(value.at + 1, value.length - 2);
		return arena_text_of(arena, value.at, value.length);
	}
	return NULL;
}

const char *
http_cookie(const struct http_request *request, const char *name)
{
	struct str cookies = str_of(http_header(request, "cookie"));

	if (cookies.length == 0)
		return NULL;
	if (request->tls)
		name = arena_printf(request->arena, "__Host-%s", name);
	return find_cookie(request->arena, cookies, str_of(name));
}

static bool
is_cookie_text(const char *text)
{
	for (; *text != '\0'; text++)
		if (*text <= 0x20 || *text >= 0x7F || strchr("\",;\\", *text) != NULL)
			return false;
	return true;
}

void
http_set_cookie(struct arena *arena, struct http_reply *reply, const struct http_cookie *cookie)
{
	struct builder out = builder_new(arena, 0);

	check(is_cookie_text(cookie->name) && is_cookie_text(cookie->value));
	build_printf(&out, "%s%s=%s; Path=/", cookie->secure ? "__Host-" : "", cookie->name, cookie->value);
	if (cookie->max_age != 0)
		build_printf(&out, "; Max-Age=%lld", cookie->max_age < 0 ? 0LL : (long long)cookie->max_age);
	if (cookie->secure)
		build_text(&out, "; Secure");
	if (!cookie->readable)
		build_text(&out, "; HttpOnly");
	build_text(&out, "; SameSite=Lax");
	http_set_header(reply, "Set-Cookie", builder_text(&out));
}
