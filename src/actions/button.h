/* button: a call-to-action button of the portal: what it says, where it leads, and the order of several. */
#ifndef ACTIONS_BUTTON_H
#define ACTIONS_BUTTON_H

#include "base/doc.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct company;

enum { BUTTONS_LIMIT = 12, BUTTON_TEXT = 60, BUTTON_URL = 1000 };

enum button_style { BUTTON_PLAIN, BUTTON_PRIMARY };
extern const char *const button_style_names[]; /* NULL-terminated, as the next */

enum button_target { BUTTON_PAGE, BUTTON_MAIL, BUTTON_CALL, BUTTON_WEB };
extern const char *const button_target_names[];

struct button {
	int64_t id;
	const char *text_fr, *text_en; /* one of them may be NULL: then the other stands for it */
	const char *icon;
	enum button_style style;
	enum button_target target;
	const char *page;  /* BUTTON_PAGE: path below the portal's home, "/invoices", "/records/tickets" */
	const char *url;   /* BUTTON_WEB */
	const char *types; /* ids of the user types whose people see it, "|1|2|"; NULL: everybody's */
	bool shown;	   /* false: hidden by staff */
	int64_t created_at;
	int64_t version;
};

/* What it says to readers of a language ("fr"; others read English), with the company's own number and address in the
 * places of {phone} and {email}. `company` NULL: there are none. */
const char *
button_text(struct arena *arena, const struct button *button, const char *language, const struct company *company);
/* The language ("fr", "en") in which it has no text of its own; NULL: it has both, or none yet. */
const char *button_missing(const struct button *button);

/* ---- pictures ---- */

bool button_icon_is_offered(const char *name);
const char *button_icon_label(const char *name); /* English, N_; NULL: it is not offered */
/* {icon, label, current} for each picture one may choose; `chosen` NULL: the first. */
void button_add_icons(struct doc *list, const char *chosen);

#endif
