/* page: a cursor is "number.id" or "t:text.id" in base64url, so that links show nothing that invites to edit. */
#include "core/page.h"

#include "base/id.h"
#include "http/url.h"
#include "sys/crypto.h"

#include <inttypes.h>
#include <string.h>

struct cursor
page_cursor(struct request *rq)
{
	struct cursor cursor = {.given = false};
	const char *typed = form_text(rq->form, "after");
	struct str plain, key;
	const char *dot;

	if (typed == NULL || !base64url_decode(rq->arena, str_of(typed), &plain) || !str_is_utf8(plain))
		return cursor;
	dot = plain.length > ID_LENGTH ? plain.at + plain.length - ID_LENGTH - 1 : NULL;
	if (dot == NULL || *dot != '.' || !id_parse(str_slice(dot + 1, ID_LENGTH), &cursor.id))
		return cursor;
	key = str_slice(plain.at, (size_t)(dot - plain.at));
	if (str_starts(key, STR("t:")))
		cursor.text = arena_text_of(rq->arena, key.at + 2, key.length - 2);
	cursor.given = cursor.text != NULL || str_to_int(key, &cursor.number);
	return cursor;
}

static const char *
cursor_text(struct request *rq, const struct cursor *cursor)
{
	char id[ID_LENGTH + 1];
	const char *plain;

	id_print(id, cursor->id);
	plain = cursor->text != NULL ? arena_printf(rq->arena, "t:%s.%s", cursor->text, id)
				     : arena_printf(rq->arena, "%" PRId64 ".%s", cursor->number, id);
	return base64url(rq->arena, str_of(plain));
}

/* The request's path with its query but for "after", which becomes `after` (NULL: none). */
static const char *
link_with(struct request *rq, const char *after)
{
	struct builder link = builder_new(rq->arena, 0);
	struct str query = rq->http->query;
	char separator = '?';

	build_text(&link, rq->http->path);
	while (query.at != NULL && query.length > 0) {
		struct str pair = str_cut(&query, '&');

		if (pair.length == 0 || str_starts(pair, STR("after=")))
			continue;
		build_char(&link, separator);
		build_str(&link, pair);
		separator = '&';
	}
	if (after != NULL)
		build_printf(&link, "%cafter=%s", separator, after);
	return builder_text(&link);
}

void
page_links(struct request *rq, struct doc *document, bool more, const struct cursor *last)
{
	struct doc *page = doc_set_object(document, "page");

	doc_set_text(page, "first", form_has(rq->form, "after") ? link_with(rq, NULL) : NULL);
	doc_set_text(page, "next", more ? link_with(rq, cursor_text(rq, last)) : NULL);
}
