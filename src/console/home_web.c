/* home_web: the staff's home, the index of settings, language and theme. */
#include "console/handlers.h"
#include "console/place.h"
#include "console/waiting.h"

#include "core/feature.h"
#include "core/preferences.h"
#include "people/people.h"

#include <string.h>

/* ---- home ---- */

static void
add_cards(struct request *rq, struct doc *page)
{
	for (size_t f = 0; f < rq->house->feature_count; f++) {
		const struct feature *feature = rq->house->features[f];

		for (size_t i = 0; i < feature->console_card_count; i++)
			feature->console_cards[i].fill(rq, page);
	}
}

/* A count that should not show is null: to whoever may not look, and when nothing waits. */
static void
set_waiting(struct doc *page, const char *name, int64_t count)
{
	if (count > 0)
		doc_set_int(page, name, count);
	else
		doc_set_null(page, name);
}

static void
add_waiting(struct request *rq, struct doc *page)
{
	bool outbox = page_is_open(rq, "/console/outbox"), jobs = page_is_open(rq, "/console/jobs");

	doc_set_bool(page, "may_outbox", outbox);
	doc_set_bool(page, "may_jobs", jobs);
	set_waiting(page, "failed_messages", outbox ? waiting_messages(rq->tx, rq->viewer) : 0);
	set_waiting(page, "dead_jobs", jobs ? waiting_jobs(rq->tx) : 0);
}

struct reply
console_home_page(struct request *rq)
{
	struct doc *page = doc_object(rq->arena);
	struct str name = str_of(rq->viewer->name);
	struct str first = str_cut(&name, ' ');

	doc_set_text(page, "first_name", first.length == 0 ? NULL : arena_text_of(rq->arena, first.at, first.length));
	add_cards(rq, page);
	add_waiting(rq, page);
	place_add_shortcuts(rq, page);
	return reply_page(rq, "console_home", page);
}

struct reply
settings_page(struct request *rq)
{
	struct doc *page = doc_object(rq->arena);

	place_add_settings(rq, page);
	return reply_page(rq, "console_settings", page);
}

/* ---- language and theme ---- */

struct reply
console_preferences_post(struct request *rq)
{
	const struct viewer *viewer = rq->viewer;
	struct preferences wanted;

	if (!preferences_read(rq, &wanted))
		return reply_refusal(rq, 422, N_("We do not have this language or theme."));
	if (viewer->kind != VIEWER_STAFF)
		return preferences_reply(rq, &wanted, NULL);
	staff_set_preferences(rq->tx, viewer->staff, wanted.language == NULL ? viewer->language : wanted.language,
			      wanted.theme == NULL ? viewer->theme : wanted.theme);
	return preferences_reply(rq, &wanted, N_("Your choice is saved."));
}
