/* news: what the feature offers to the house. */
#include "news/news.h"

#include "base/instant.h"
#include "base/str.h"
#include "news/handlers.h"
#include "news/notice_store.h"
#include "sys/clock.h"

static void
hear_put(const struct house *house, struct tx *tx, const struct event *event)
{
	(void)house;
	burst_add(tx, event->client, event->object, clock_now());
}

static void
hear_merged(const struct house *house, struct tx *tx, const struct event *event)
{
	(void)house;
	bursts_join(tx, event->object, event->client);
}

static void
hear_contact_merged(const struct house *house, struct tx *tx, const struct event *event)
{
	(void)house;
	notice_join(tx, event->object, event->parent);
}

static void
hear_purged(const struct house *house, struct tx *tx, const struct event *event)
{
	(void)house;
	if (text_equal(event->module, "clients"))
		bursts_forget(tx, event->object);
}

static const struct subscription subscriptions[] = {
	{.kind = "file.put", .receive = hear_put},
	{.kind = "client.merged", .receive = hear_merged},
	{.kind = "contact.merged", .receive = hear_contact_merged},
	{.kind = "record.purged", .receive = hear_purged},
};

static const struct job_kind jobs[] = {
	{.name = "file.tell", .run = news_tell_run, .every_ms = MINUTE_MS},
};

static const struct card portal_cards[] = {{news_portal_card, false}};
static const struct card console_cards[] = {{news_console_card, false}};

const struct feature news = {
	.name = "news",
	.routes = news_routes,
	.route_count = NEWS_ROUTES,
	.jobs = jobs,
	.job_count = sizeof jobs / sizeof jobs[0],
	.subscriptions = subscriptions,
	.subscription_count = sizeof subscriptions / sizeof subscriptions[0],
	.portal_cards = portal_cards,
	.portal_card_count = sizeof portal_cards / sizeof portal_cards[0],
	.console_cards = console_cards,
	.console_card_count = sizeof console_cards / sizeof console_cards[0],
	.export_person = notice_export,
	.erase_person = notice_erase,
};
