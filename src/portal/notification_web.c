/* notification_web: the list of notifications, grouped by the reader's days, and marking them as read. */
#include "portal/handlers.h"
#include "portal/notification.h"

#include "base/instant.h"
#include "core/page.h"
#include "sys/clock.h"

static struct doc *
add_day(struct doc *days, int32_t day, int32_t today)
{
	struct doc *group = doc_add_object(days);

	doc_set_day(group, "day", day);
	if (day == today)
		doc_set_word(group, "word", "today", N_("Today"));
	else if (day == today - 1)
		doc_set_word(group, "word", "yesterday", N_("Yesterday"));
	else
		doc_set_null(group, "word");
	return doc_set_list(group, "notifications");
}

static void
add_days(struct request *rq, struct doc *page, const struct notification *notifications, size_t count)
{
	struct doc *days = doc_set_list(page, "days"), *group = NULL;
	int32_t today = format_day_of(rq->formats, clock_now()), last = NO_DAY;
	const char *home = home_path(rq);
	bool unread = false;

	for (size_t i = 0; i < count; i++) {
		int32_t day = format_day_of(rq->formats, notifications[i].created_at);

		if (!notification_is_seen(rq->house, rq->viewer, &notifications[i]))
			continue;
		if (group == NULL || day != last)
			group = add_day(days, day, today);
		last = day;
		unread = unread || notifications[i].unread;
		doc_add(group, notification_doc(rq->arena, &notifications[i], home));
	}
	doc_set_bool(page, "unread", unread);
	doc_set_id(page, "newest", count == 0 ? 0 : notifications[0].id);
}

struct reply
notifications_page(struct request *rq)
{
	struct doc *page = doc_object(rq->arena);
	struct cursor cursor = page_cursor(rq), last = {.given = false};
	size_t count, shown;
	const struct notification *found =
		notification_list(rq->tx, rq->viewer, cursor.given ? cursor.id : INT64_MAX, PAGE_ROWS + 1, &count);

	shown = count > PAGE_ROWS ? PAGE_ROWS : count;
	if (shown > 0)
		last = (struct cursor){.given = true, .number = found[shown - 1].created_at, .id = found[shown - 1].id};
	add_days(rq, page, found, shown);
	page_links(rq, page, count > shown, &last);
	return reply_page(rq, "notification_list", page);
}

/* "upto" is the newest one the reader saw: what arrived meanwhile stays unread. */
struct reply
notifications_read_post(struct request *rq)
{
	int64_t upto = form_read_id(rq->form, "upto", FORM_OPTIONAL);
	struct doc *document = doc_object(rq->arena);

	notification_mark_read(rq->tx, rq->viewer, upto);
	doc_set_text(document, "state", "read");
	return reply_done(rq, next_path(rq, arena_printf(rq->arena, "%s/notifications", home_path(rq))),
			  N_("All notifications are marked as read."), document);
}
