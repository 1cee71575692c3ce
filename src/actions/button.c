/* button: texts with their stand-ins, and moves within the list. */
#include "actions/button.h"

#include "base/arena.h"
#include "companies/companies.h"

#include <string.h>

const char *const button_style_names[] = {"plain", "primary", NULL};
const char *const button_target_names[] = {"page", "mail", "call", "web", NULL};

/* ---- texts ---- */

static void
build_value(struct builder *out, struct str *rest, struct str name, const char *value)
{
	build_text(out, value);
	*rest = str_slice(rest->at + name.length, rest->length - name.length);
}

static const char *
filled(struct arena *arena, const char *text, const struct company *company)
{
	struct builder out = builder_new(arena, 0);
	struct str rest = str_of(text);

	while (rest.length > 0) {
		if (str_starts(rest, STR("{phone}"))) {
			build_value(&out, &rest, STR("{phone}"), company == NULL ? NULL : company->phone);
		} else if (str_starts(rest, STR("{email}"))) {
			build_value(&out, &rest, STR("{email}"), company == NULL ? NULL : company->email);
		} else {
			build_char(&out, *rest.at);
			rest = str_slice(rest.at + 1, rest.length - 1);
		}
	}
	return builder_text(&out);
}

const char *
button_text(struct arena *arena, const struct button *button, const char *language, const struct company *company)
{
	const char *own = text_equal(language, "fr") ? button->text_fr : button->text_en;
	const char *other = text_equal(language, "fr") ? button->text_en : button->text_fr;

	return filled(arena, text_empty(own) ? other : own, company);
}

const char *
button_missing(const struct button *button)
{
	if (text_empty(button->text_fr) == text_empty(button->text_en))
		return NULL;
	return text_empty(button->text_fr) ? "fr" : "en";
}
