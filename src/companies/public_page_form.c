/* public_page_form: a week of four times a day, texts and services in every language, read and shown again. */
#include "companies/public_page_web.h"

#include "base/arena.h"
#include "html/translation.h"

#include <stdlib.h>
#include <string.h>

enum { TEXT_LENGTH = 300, NOTE_LENGTH = 200, NAME_LENGTH = 80, ABOUT_LENGTH = 200, PRICE_LENGTH = 60, BLANK_ROWS = 3 };

static const char *const time_names[] = {"opens", "closes", "opens_again", "closes_again"};

static const char *
language_code(struct request *rq, size_t index)
{
	return translations_code(rq->house->translations, index);
}

static size_t
language_count(struct request *rq)
{
	return translations_count(rq->house->translations);
}

/* ---- reading ---- */

/* A time of a day; -1 when it is absent or wrong. */
static int
read_time(struct request *rq, const char *name)
{
	const char *typed = form_text(rq->form, name);
	int minutes = text_empty(typed) ? -1 : clock_parse(typed);

	if (!text_empty(typed) && minutes < 0)
		form_error(rq->form, name, N_("Write a time like 09:00."), NULL);
	return minutes;
}

static const char *
time_name(struct request *rq, size_t day, size_t time)
{
	return form_row_name(rq->form, "hours", day, time_names[time]);
}

/* The two ends of a span come together. */
static bool
read_span(struct request *rq, size_t day, size_t first, struct span *span)
{
	const char *opens = time_name(rq, day, first), *closes = time_name(rq, day, first + 1);
	bool has_opens = !text_empty(form_text(rq->form, opens)), has_closes = !text_empty(form_text(rq->form, closes));

	span->weekday = (int)day;
	span->opens = read_time(rq, opens);
	span->closes = read_time(rq, closes);
	if (has_opens != has_closes)
		form_error(rq->form, has_opens ? closes : opens, N_("Say both when it opens and when it closes."),
			   NULL);
	return span->opens >= 0 && span->closes >= 0;
}

static void
read_day(struct request *rq, struct public_page *page, size_t day)
{
	struct span *spans = &page->spans[page->span_count];
	size_t fields[DAY_SPANS], count = 0, wrong;
	const char *refusal;

	for (size_t i = 0; i < DAY_SPANS; i++)
		if (read_span(rq, day, i * 2, &spans[count]))
			fields[count++] = i * 2;
	refusal = spans_refusal(spans, count, &wrong);
	if (refusal == NULL) {
		page->span_count += count;
		return;
	}
	form_error(rq->form,
		   time_name(rq, day, spans[wrong].closes <= spans[wrong].opens ? fields[wrong] + 1 : fields[wrong]),
		   refusal, NULL);
}

static void
read_texts(struct request *rq, struct public_page *page, const char *name, size_t most)
{
	for (size_t i = 0; i < language_count(rq); i++) {
		const char *code = language_code(rq, i);
		const char *text =
			form_read_text(rq->form, arena_printf(rq->arena, "%s.%s", name, code), FORM_OPTIONAL, most);

		if (!text_empty(text))
			page->texts[page->text_count++] = (struct page_text){name, code, text};
	}
}

static const char *
service_name(struct request *rq, size_t row, const char *field, const char *language)
{
	return form_row_name(rq->form, "services", row,
			     language == NULL ? field : arena_printf(rq->arena, "%s.%s", field, language));
}

/* One language of a row; false when nothing was typed. */
static bool
read_service(struct request *rq, size_t row, const char *code, struct page_service *service)
{
	const char *name = service_name(rq, row, "name", code);

	service->language = code;
	service->name = form_read_text(rq->form, name, FORM_OPTIONAL, NAME_LENGTH);
	service->about = form_read_text(rq->form, service_name(rq, row, "about", code), FORM_OPTIONAL, ABOUT_LENGTH);
	service->price = form_read_text(rq->form, service_name(rq, row, "price", code), FORM_OPTIONAL, PRICE_LENGTH);
	if (text_empty(service->name) && !(text_empty(service->about) && text_empty(service->price)))
		form_error(rq->form, name, N_("Say what it is called."), NULL);
	return !text_empty(service->name);
}

/* Until they are sorted, `place` holds what was typed and the row, which decides between equals. */
static int
by_place(const void *a, const void *b)
{
	return ((const struct page_service *)a)->place - ((const struct page_service *)b)->place;
}

static void
number_places(struct public_page *page)
{
	int place = -1, last = -1;

	for (size_t i = 0; i < page->service_count; i++) {
		if (page->services[i].place != last)
			place++;
		last = page->services[i].place;
		page->services[i].place = place;
	}
}

static void
read_services(struct request *rq, struct public_page *page)
{
	size_t rows = form_rows(rq->form, "services", SERVICES_LIMIT + 1);

	if (rows > SERVICES_LIMIT)
		form_error(rq->form, "", N_("There is room for 20 services."), NULL);
	for (size_t row = 0; row < rows && row < SERVICES_LIMIT; row++) {
		const char *name = service_name(rq, row, "place", NULL);
		int place = text_empty(form_text(rq->form, name))
				    ? (int)row + 1
				    : (int)form_read_int(rq->form, name, FORM_OPTIONAL, 1, SERVICES_LIMIT);

		for (size_t i = 0; i < language_count(rq); i++) {
			struct page_service *service = &page->services[page->service_count];

			if (!read_service(rq, row, language_code(rq, i), service))
				continue;
			service->place = place * (SERVICES_LIMIT + 1) + (int)row;
			page->service_count++;
		}
	}
	qsort(page->services, page->service_count, sizeof *page->services, by_place);
	number_places(page);
}

struct public_page *
public_page_read(struct request *rq, int64_t company)
{
	struct public_page *page = arena_make(rq->arena, struct public_page);

	page->company = company;
	page->spans = arena_make_array(rq->arena, struct span, (WEEK_DAYS + 1) * DAY_SPANS);
	page->texts = arena_make_array(rq->arena, struct page_text, 2 * language_count(rq));
	page->services = arena_make_array(rq->arena, struct page_service, SERVICES_LIMIT * language_count(rq) + 1);
	for (size_t day = 0; day < WEEK_DAYS; day++)
		read_day(rq, page, day);
	read_texts(rq, page, "welcome", TEXT_LENGTH);
	read_texts(rq, page, "hours_note", NOTE_LENGTH);
	read_services(rq, page);
	return page;
}

/* ---- showing ---- */

/* What the form shows: what was typed when something was, else what is kept. */
struct showing {
	struct request *rq;
	const struct public_page *page;
	const struct doc *errors;
	bool typed;
};

/* The error of a name with dots; NULL: none. */
static const struct doc *
error_at(const struct doc *errors, const char *name)
{
	struct str rest = str_of(name);
	const struct doc *at = errors;

	while (rest.at != NULL && at != NULL) {
		struct str part = str_cut(&rest, '.');
		int64_t index;

		if (at->kind != DOC_LIST)
			at = doc_get(at, part);
		else
			at = str_to_int(part, &index) && (size_t)index < at->list.count ? at->list.items[index] : NULL;
	}
	return at != NULL && at->kind == DOC_MESSAGE ? at : NULL;
}

static void
set_field(const struct showing *showing, struct doc *field, const char *name, const char *kept)
{
	const struct doc *error = error_at(showing->errors, name);

	doc_set_text(field, "name", name);
	doc_set_text(field, "value", showing->typed ? form_text(showing->rq->form, name) : kept);
	if (error == NULL)
		doc_set_null(field, "error");
	else
		doc_set(field, "error", (struct doc *)error);
}

static void
add_day(const struct showing *showing, struct doc *days, size_t weekday)
{
	const struct public_page *page = showing->page;
	struct doc *day = doc_add_object(days), *fields;
	const char *kept[2 * DAY_SPANS] = {NULL};
	size_t count = 0;

	for (size_t i = 0; i < page->span_count; i++) {
		char *opens = arena_alloc(showing->rq->arena, 8), *closes = arena_alloc(showing->rq->arena, 8);

		if (page->spans[i].weekday != (int)weekday || count + 1 >= 2 * DAY_SPANS)
			continue;
		clock_print(opens, page->spans[i].opens);
		clock_print(closes, page->spans[i].closes);
		kept[count++] = opens;
		kept[count++] = closes;
	}
	doc_set_int(day, "weekday", (int64_t)weekday);
	doc_set_message(day, "label", weekday_label((int)weekday), NULL);
	fields = doc_set_list(day, "times");
	for (size_t i = 0; i < 2 * DAY_SPANS; i++) {
		struct doc *field = doc_add_object(fields);

		set_field(showing, field, time_name(showing->rq, weekday, i), kept[i]);
		doc_set_text(field, "column", time_names[i]);
	}
}

static void
set_language(struct doc *object, const char *code)
{
	static const char *const names[][2] = {{"en", N_("English")}, {"fr", N_("French")}};
	const char *name = code;

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (text_equal(names[i][0], code))
			name = names[i][1];
	doc_set_word(object, "language", code, name);
}

static void
add_texts(const struct showing *showing, struct doc *document, const char *prefix, const char *name)
{
	struct doc *list = doc_set_list(document, prefix);

	for (size_t i = 0; i < language_count(showing->rq); i++) {
		const char *code = language_code(showing->rq, i);
		struct doc *field = doc_add_object(list);

		set_field(showing, field, arena_printf(showing->rq->arena, "%s.%s", prefix, code),
			  page_text(showing->page, name, code));
		set_language(field, code);
	}
}

static const struct page_service *
kept_service(const struct public_page *page, size_t place, const char *code)
{
	const struct page_service *service = page_service(page, (int)place, code, code);

	return service != NULL && text_equal(service->language, code) ? service : NULL;
}

/* What a row that is folded up is called: its name in the reader's language, else in another. */
static const char *
service_title(const struct showing *showing, size_t row)
{
	struct request *rq = showing->rq;
	size_t count = language_count(rq), own = (size_t)formats_language(rq->formats);

	for (size_t i = 0; i < count; i++) {
		const char *code = language_code(rq, (own + i) % count);
		const struct page_service *kept = kept_service(showing->page, row, code);
		const char *name = showing->typed ? form_text(rq->form, service_name(rq, row, "name", code))
				   : kept == NULL ? NULL
						  : kept->name;

		if (!text_empty(name))
			return name;
	}
	return NULL;
}

/* A row that is folded up would hide what is wrong with it. */
static bool
service_has_error(const struct showing *showing, size_t row)
{
	const struct doc *list = doc_get(showing->errors, STR("services"));

	return list != NULL && list->kind == DOC_LIST && row < list->list.count &&
	       list->list.items[row]->kind == DOC_OBJECT && list->list.items[row]->object.count > 0;
}

static void
add_service(const struct showing *showing, struct doc *rows, size_t row)
{
	struct request *rq = showing->rq;
	struct doc *shown = doc_add_object(rows), *texts;

	doc_set_int(shown, "number", (int64_t)row + 1);
	doc_set_text(shown, "title", service_title(showing, row));
	doc_set_bool(shown, "open", service_has_error(showing, row));
	set_field(showing, doc_set_object(shown, "place"), service_name(rq, row, "place", NULL),
		  arena_printf(rq->arena, "%zu", row + 1));
	texts = doc_set_list(shown, "texts");
	for (size_t i = 0; i < language_count(rq); i++) {
		const char *code = language_code(rq, i);
		const struct page_service *kept = kept_service(showing->page, row, code);
		struct doc *text = doc_add_object(texts);

		set_language(text, code);
		set_field(showing, doc_set_object(text, "name"), service_name(rq, row, "name", code),
			  kept == NULL ? NULL : kept->name);
		set_field(showing, doc_set_object(text, "about"), service_name(rq, row, "about", code),
			  kept == NULL ? NULL : kept->about);
		set_field(showing, doc_set_object(text, "price"), service_name(rq, row, "price", code),
			  kept == NULL ? NULL : kept->price);
	}
}

static size_t
services_shown(const struct showing *showing)
{
	const struct public_page *page = showing->page;
	size_t kept = page->service_count == 0 ? 0 : (size_t)page->services[page->service_count - 1].place + 1;
	size_t rows = showing->typed ? form_rows(showing->rq->form, "services", SERVICES_LIMIT) : kept + BLANK_ROWS;

	return rows > SERVICES_LIMIT ? SERVICES_LIMIT : rows;
}

static struct showing
showing_of(struct request *rq, const struct public_page *page)
{
	struct doc *shown = doc_object(rq->arena);

	form_show(rq->form, shown);
	return (struct showing){.rq = rq,
				.page = page,
				.errors = doc_get(shown, STR("errors")),
				.typed = rq->http->method == HTTP_POST};
}

void
public_page_texts(struct request *rq, struct doc *document, const char *field, const char *name,
		  const struct public_page *page)
{
	struct showing showing = showing_of(rq, page);

	add_texts(&showing, document, field, name);
}

void
public_page_fields(struct request *rq, struct doc *document, const struct public_page *page)
{
	struct showing showing = showing_of(rq, page);
	struct doc *days, *services;

	days = doc_set_list(document, "days");
	for (size_t weekday = 0; weekday < WEEK_DAYS; weekday++)
		add_day(&showing, days, weekday);
	add_texts(&showing, document, "welcome", "welcome");
	add_texts(&showing, document, "hours_note", "hours_note");
	services = doc_set_list(document, "services");
	for (size_t row = 0; row < services_shown(&showing); row++)
		add_service(&showing, services, row);
}
