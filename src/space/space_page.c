/* space_page: bytes as people read and type them, and the bar on pages of folders. */
#include "space/space_page.h"

#include "base/arena.h"
#include "base/id.h"
#include "space/space_store.h"

enum { THOUSANDTHS = 3 }; /* of a GB are typed */
enum { KB = 1000, MB = 1000 * 1000, GB = 1000 * 1000 * 1000 };

/* The largest unit there is at least one of; tenths from megabytes on. */
static void
set_words(struct doc *doc, const char *name, int64_t bytes)
{
	struct doc *values = doc_object(doc->arena);
	int64_t unit = bytes < MB ? KB : bytes < GB ? MB : GB;

	if (unit == KB)
		doc_set_int(values, "size", (bytes + KB - 1) / KB);
	else
		doc_set_decimal(values, "size", bytes / (unit / 10), 1);
	doc_set_message(doc, name,
			unit == KB   ? N_("{{size}} kB")
			: unit == MB ? N_("{{size}} MB")
				     : N_("{{size}} GB"),
			values);
}

void
space_set_bytes(struct doc *doc, const char *name, int64_t bytes)
{
	const char *number = arena_printf(doc->arena, "%s_bytes", name);

	if (bytes == SPACE_UNLIMITED) {
		doc_set_null(doc, name);
		doc_set_null(doc, number);
		return;
	}
	set_words(doc, name, bytes);
	doc_set_int(doc, number, bytes);
}

void
space_set_bar(struct doc *doc, int64_t used, int64_t limit)
{
	struct doc *bar;
	int64_t percent;

	if (limit == SPACE_UNLIMITED) {
		doc_set_null(doc, "bar");
		return;
	}
	percent = used >= limit ? 100 : used / (limit / 100 + 1);
	bar = doc_set_object(doc, "bar");
	doc_set_int(bar, "percent", percent);
	doc_set_bool(bar, "low", space_is_low(used, limit));
}

int64_t
space_read_quota(struct request *rq, const char *field, bool required)
{
	enum { MOST = 1000 * 1000 * 1000 };
	int64_t typed =
		form_read_decimal(rq->form, field, required ? FORM_REQUIRED : FORM_OPTIONAL, THOUSANDTHS, 1, MOST);

	return text_empty(form_text(rq->form, field)) ? SPACE_UNLIMITED : typed * MB;
}

void
space_set_typed(struct doc *values, const char *name, int64_t bytes)
{
	if (bytes == SPACE_UNLIMITED)
		doc_set_text(values, name, "");
	else
		doc_set_decimal(values, name, bytes / MB, THOUSANDTHS);
}

static const char *
quota_href(struct request *rq, int64_t client)
{
	char id[ID_LENGTH + 1];

	id_print(id, client);
	return rq->portal == NULL && viewer_may(rq->viewer, &quota_write)
		       ? arena_printf(rq->arena, "/console/clients/%s/space", id)
		       : NULL;
}

void
space_show(struct request *rq, struct doc *page, int64_t client, bool whole, bool may_add)
{
	struct space_seen seen;
	struct doc *space;

	doc_set_null(page, "space");
	if (!whole && !may_add)
		return;
	seen = space_of(rq->tx, client);
	if (!whole && seen.left == SPACE_UNLIMITED)
		return;
	space = doc_set_object(page, "space");
	doc_set_bool(space, "whole", whole);
	space_set_bytes(space, "used", whole ? seen.used : SPACE_UNLIMITED);
	space_set_bytes(space, "limit", whole ? seen.limit : SPACE_UNLIMITED);
	space_set_bytes(space, "left", may_add ? seen.left : SPACE_UNLIMITED);
	space_set_bar(space, seen.used, whole ? seen.limit : SPACE_UNLIMITED);
	doc_set_text(space, "href", quota_href(rq, client));
}
