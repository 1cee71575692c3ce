/* billed_address: puts the parts of an address under one another. */
#include "billing/billed_address.h"

#include "base/arena.h"
#include "base/str.h"
#include "html/country.h"

static void
add_line(struct builder *lines, const char *text)
{
	if (text_empty(text))
		return;
	if (lines->length > 0)
		build_char(lines, '\n');
	build_text(lines, text);
}

const char *
postal_address(struct arena *arena, const char *street, const char *postal_code, const char *city, const char *country,
	       const char *home, const char *language)
{
	struct builder lines = builder_new(arena, 0);
	bool both = !text_empty(postal_code) && !text_empty(city);

	add_line(&lines, street);
	add_line(&lines, both		    ? arena_printf(arena, "%s %s", postal_code, city)
			 : text_empty(city) ? postal_code
					    : city);
	if (!text_empty(country) && !text_equal(country, home))
		add_line(&lines, country_name(arena, country, language));
	return builder_text(&lines);
}

const char *
billed_address(struct arena *arena, const struct client *client, const char *home)
{
	return postal_address(arena, client->street, client->postal_code, client->city, client->country, home,
			      text_equal(home, "FR") ? "fr" : "en");
}
