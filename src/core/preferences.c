/* preferences: reads the choice, and answers it with cookies, which also serve those who are not signed in. */
#include "core/preferences.h"

#include "html/translation.h"

enum { YEAR_SECONDS = 365 * 24 * 60 * 60 };

bool
preferences_read(struct request *rq, struct preferences *wanted)
{
	const char *language = form_text(rq->form, "language");
	const char *theme = form_text(rq->form, "theme");

	*wanted = (struct preferences){.language = text_empty(language) ? NULL : language, .theme = theme};
	return (wanted->language == NULL || translations_find(rq->house->translations, language) >= 0) &&
	       (text_empty(theme) || text_equal(theme, "light") || text_equal(theme, "dark"));
}

/* The automatic theme needs no cookie: the absence of one says it. */
static void
remember(struct request *rq, struct reply *reply, const char *name, const char *value)
{
	if (value == NULL)
		return;
	reply_cookie(reply, (struct http_cookie){.name = name,
						 .value = value,
						 .max_age = value[0] == '\0' ? -1 : YEAR_SECONDS,
						 .secure = rq->http->tls});
}

struct reply
preferences_reply(struct request *rq, const struct preferences *wanted, const char *flash)
{
	struct doc *document = doc_object(rq->arena);
	struct reply reply;

	doc_set_text(document, "language", wanted->language);
	doc_set_text(document, "theme", wanted->theme);
	reply = reply_done(rq, next_path(rq, arena_printf(rq->arena, "%s/", home_path(rq))), flash, document);
	remember(rq, &reply, "language", wanted->language);
	remember(rq, &reply, "theme", wanted->theme);
	return reply;
}
