/* public_page: picks the reader's language, and puts what there is, and nothing empty, into a page. */
#include "companies/public_page.h"

#include "base/arena.h"
#include "companies/public_page_web.h"
#include "core/organisation.h"
#include "html/translation.h"
#include "html/zone.h"
#include "sys/clock.h"

const char *
page_text(const struct public_page *page, const char *name, const char *language)
{
	for (size_t i = 0; i < page->text_count; i++)
		if (text_equal(page->texts[i].name, name) && text_equal(page->texts[i].language, language))
			return page->texts[i].text;
	return NULL;
}

const struct page_service *
page_service(const struct public_page *page, int place, const char *language, const char *other)
{
	const struct page_service *best = NULL;

	for (size_t i = 0; i < page->service_count; i++) {
		const struct page_service *service = &page->services[i];

		if (service->place != place)
			continue;
		if (text_equal(service->language, language))
			return service;
		if (best == NULL || text_equal(service->language, other))
			best = service;
	}
	return best;
}

/* Of any language when there is none in this one. */
static const char *
text_in_any(const struct public_page *page, const char *name, const char *language)
{
	const char *text = page_text(page, name, language);

	for (size_t i = 0; i < page->text_count && text == NULL; i++)
		if (text_equal(page->texts[i].name, name))
			text = page->texts[i].text;
	return text;
}

struct company_says
company_says(struct tx *tx, int64_t company, const char *language)
{
	const struct public_page *page = public_page_find(tx, company);
	int64_t icon_version;
	struct company_says says = {
		.has_icon = icon_find(tx, company, &icon_version) != NULL,
		.welcome = text_in_any(page, "welcome", language),
		.mail_footer = text_in_any(page, "mail_footer", language),
		.has_hours = page->span_count > 0,
	};

	for (int place = 0; place < SERVICES_LIMIT; place++)
		says.service_count += page_service(page, place, language, language) != NULL;
	return says;
}

/* ---- as a visitor reads it ---- */

struct reading {
	const struct public_page *page;
	const struct organisation *organisation;
	const char *language, *other;
	int64_t now;
};

static const char *
text_for(const struct reading *reading, const char *name)
{
	const char *text = page_text(reading->page, name, reading->language);

	return text != NULL ? text : page_text(reading->page, name, reading->other);
}

static void
add_day(const struct reading *reading, struct doc *days, int weekday, int today)
{
	struct doc *day = doc_add_object(days), *list;

	doc_set_int(day, "weekday", weekday);
	doc_set_message(day, "label", weekday_label(weekday), NULL);
	doc_set_bool(day, "today", weekday == today);
	list = doc_set_list(day, "spans");
	for (size_t i = 0; i < reading->page->span_count; i++) {
		const struct span *span = &reading->page->spans[i];
		struct doc *shown;

		if (span->weekday != weekday)
			continue;
		shown = doc_add_object(list);
		clock_set(shown, "opens", span->opens);
		clock_set(shown, "closes", span->closes);
	}
}

static void
add_hours(const struct reading *reading, struct doc *shown)
{
	const struct public_page *page = reading->page;
	const char *zone = reading->organisation == NULL ? "UTC" : reading->organisation->zone;
	struct doc *hours, *days;
	struct opening opening;
	int today = (int)(((int64_t)zone_day(zone, reading->now) % WEEK_DAYS + WEEK_DAYS + 3) % WEEK_DAYS);

	if (page->span_count == 0) {
		doc_set_null(shown, "hours");
		return;
	}
	opening = opening_at(page->spans, page->span_count, zone, reading->now);
	hours = doc_set_object(shown, "hours");
	doc_set_bool(hours, "open", opening.open);
	opening_set(hours, "now", &opening);
	doc_set_text(hours, "zone", zone);
	days = doc_set_list(hours, "days");
	for (int weekday = 0; weekday < WEEK_DAYS; weekday++)
		add_day(reading, days, weekday, today);
}

static void
add_services(const struct reading *reading, struct doc *shown)
{
	struct doc *list = doc_set_list(shown, "services");

	for (int place = 0; place < SERVICES_LIMIT; place++) {
		const struct page_service *service =
			page_service(reading->page, place, reading->language, reading->other);
		struct doc *row;

		if (service == NULL)
			continue;
		row = doc_add_object(list);
		doc_set_text(row, "name", service->name);
		doc_set_text(row, "about", service->about);
		doc_set_text(row, "price", service->price);
	}
	doc_set_bool(shown, "has_services", list->list.count > 0);
}

static void
add_legal(const struct company *company, struct doc *shown)
{
	struct doc *lines = doc_set_list(shown, "legal");
	const char *name = company->legal_name;

	if (name != NULL && company->legal_form != NULL)
		name = arena_printf(shown->arena, "%s, %s", name, company->legal_form);
	if (name != NULL)
		doc_add_text(lines, name);
	if (company->register_ != NULL)
		doc_add_text(lines, company->register_);
	doc_set_text(shown, "siret", company->siret);
}

void
public_page_show(struct request *rq, struct doc *document, const struct company *company,
		 const struct public_page *page)
{
	const struct organisation *organisation = organisation_find(rq->tx);
	struct reading reading = {
		.page = page,
		.organisation = organisation,
		.language = translations_code(rq->house->translations, (size_t)formats_language(rq->formats)),
		.other = organisation == NULL ? "en" : organisation->language,
		.now = clock_now()};
	struct doc *shown = doc_set_object(document, "public");

	doc_set(shown, "brand", company_brand(rq->arena, company));
	doc_set_text(shown, "welcome", text_for(&reading, "welcome"));
	doc_set_text(shown, "hours_note", text_for(&reading, "hours_note"));
	add_hours(&reading, shown);
	add_services(&reading, shown);
	add_legal(company, shown);
}

void
company_page_add(struct request *rq, struct doc *document, const struct company *company)
{
	public_page_show(rq, document, company, public_page_find(rq->tx, company->id));
}
