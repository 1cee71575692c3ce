/* format: which form of which value prints how; and each thread's cache of readers' formats. */
#include "html/format.h"

#include "base/arena.h"
#include "base/check.h"
#include "base/instant.h"
#include "html/format_number.h"
#include "html/format_time.h"
#include "html/translation.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { CACHED = 32, LONGEST_NAME = 63, MOST_DIGITS = 18 };

struct currency {
	char code[4];
	struct number_style style;
	struct currency *next;
};

struct formats {
	struct doc_reader reader; /* first: doc_print_json hands it back */
	struct arena *arena;
	const struct translations *translations;
	uint64_t serial, used;
	int language;
	const char *locale, *zone;
	bool number_open;
	struct number_style number;
	struct currency *currencies;
	struct time_style time;
};

/* One a thread. A server meets few locales and zones at a time; the least used gives way. */
struct cache {
	uint64_t clock;
	size_t count;
	struct formats *formats[CACHED];
};

static pthread_once_t cache_once = PTHREAD_ONCE_INIT;
static pthread_key_t cache_key;

/* Formats are const to those who print with them; what they open on first use is their own matter. */
static struct formats *
own(const struct formats *formats)
{
	return (struct formats *)formats;
}

static void
cache_free(void *data)
{
	struct cache *cache = data;

	for (size_t i = 0; i < cache->count; i++)
		arena_free(cache->formats[i]->arena);
	free(cache);
}

static void
make_key(void)
{
	check(pthread_key_create(&cache_key, cache_free) == 0);
}

static struct cache *
thread_cache(void)
{
	struct cache *cache;

	pthread_once(&cache_once, make_key);
	cache = pthread_getspecific(cache_key);
	if (cache == NULL) {
		cache = calloc(1, sizeof *cache);
		check(cache != NULL && pthread_setspecific(cache_key, cache) == 0);
	}
	return cache;
}

static const char *
reader_translate(const struct doc_reader *reader, const char *english)
{
	return formats_translate((const struct formats *)reader, english);
}

static const char *
reader_translate_plural(const struct doc_reader *reader, struct plural english, int64_t count)
{
	const struct formats *formats = (const struct formats *)reader;

	return translate_plural(formats->translations, formats->language, english.one, english.many, count);
}

/* The language of a locale: "fr_FR" itself if there is such a catalogue, else "fr", else English. */
static int
find_language(const struct translations *translations, const char *locale)
{
	char language[LONGEST_NAME + 1] = "";
	int found = translations_find(translations, locale);

	if (found >= 0)
		return found;
	strncat(language, locale, strcspn(locale, "_-"));
	found = translations_find(translations, language);
	return found >= 0 ? found : 0;
}

static struct formats *
formats_new(const struct translations *translations, const char *locale, const char *zone)
{
	struct arena *arena = arena_new(0);
	struct formats *formats = arena_make(arena, struct formats);

	formats->arena = arena;
	formats->reader.translate = reader_translate;
	formats->reader.translate_plural = reader_translate_plural;
	formats->translations = translations;
	formats->serial = translations_serial(translations);
	formats->language = find_language(translations, locale);
	formats->locale = arena_text(arena, locale);
	formats->zone = arena_text(arena, zone);
	time_style_open(&formats->time, arena, formats->locale, formats->zone);
	return formats;
}

/* The place for one more: a free one, or that of the least recently used. */
static struct formats **
make_place(struct cache *cache)
{
	size_t oldest = 0;

	if (cache->count < CACHED)
		return &cache->formats[cache->count++];
	for (size_t i = 1; i < cache->count; i++)
		if (cache->formats[i]->used < cache->formats[oldest]->used)
			oldest = i;
	arena_free(cache->formats[oldest]->arena);
	return &cache->formats[oldest];
}

const struct formats *
formats_for(const struct translations *translations, const char *locale, const char *zone)
{
	struct cache *cache = thread_cache();
	uint64_t serial = translations_serial(translations);
	struct formats **place;

	if (text_empty(locale) || strlen(locale) > LONGEST_NAME)
		locale = "en";
	if (zone == NULL || strlen(zone) > LONGEST_NAME)
		zone = "UTC";
	cache->clock++;
	for (size_t i = 0; i < cache->count; i++) {
		struct formats *formats = cache->formats[i];

		if (formats->serial == serial && strcmp(formats->locale, locale) == 0 &&
		    strcmp(formats->zone, zone) == 0) {
			formats->used = cache->clock;
			return formats;
		}
	}
	place = make_place(cache);
	*place = formats_new(translations, locale, zone);
	(*place)->used = cache->clock;
	return *place;
}

int
formats_language(const struct formats *formats)
{
	return formats->language;
}

const char *
formats_locale(const struct formats *formats)
{
	return formats->locale;
}

const struct doc_reader *
formats_reader(const struct formats *formats)
{
	return &formats->reader;
}

const char *
formats_translate(const struct formats *formats, const char *english)
{
	return translate(formats->translations, formats->language, english);
}

static const struct number_style *
number_style(struct formats *formats)
{
	if (!formats->number_open)
		number_style_open(&formats->number, formats->arena, formats->locale, NULL, 0);
	formats->number_open = true;
	return &formats->number;
}

static const struct number_style *
currency_style(struct formats *formats, const char *code)
{
	struct currency *currency = formats->currencies;

	while (currency != NULL && strcmp(currency->code, code) != 0)
		currency = currency->next;
	if (currency == NULL) {
		currency = arena_make(formats->arena, struct currency);
		memcpy(currency->code, code, sizeof currency->code);
		number_style_open(&currency->style, formats->arena, formats->locale, code, money_digits(code));
		currency->next = formats->currencies;
		formats->currencies = currency;
	}
	return &currency->style;
}

static void
format_money(struct formats *formats, struct money money, struct str form, struct builder *out)
{
	char text[40];

	if (str_equal(form, STR("code"))) {
		build_text(out, money.currency);
	} else if (str_equal(form, STR("plain"))) {
		decimal_print(text, money.minor, money_digits(money.currency));
		build_text(out, text);
	} else if (form.length == 0) {
		number_print(currency_style(formats, money.currency), money.minor, money_digits(money.currency), out);
	}
}

static void
format_decimal(struct formats *formats, const struct doc *value, struct str form, struct builder *out)
{
	int64_t units = value->decimal.units;
	int digits = value->decimal.digits;

	if (str_equal(form, STR("plain"))) {
		doc_print_plain(value, out);
	} else if (form.length == 0) {
		for (; digits > 0 && units % 10 == 0; digits--)
			units /= 10;
		number_print(number_style(formats), units, digits, out);
	}
}

static void
format_int(struct formats *formats, const struct doc *value, struct str form, struct builder *out)
{
	if (str_equal(form, STR("plain")))
		build_int(out, value->integer);
	else if (form.length == 0)
		number_print(number_style(formats), value->integer, 0, out);
}

static void
format_day(struct formats *formats, const struct doc *value, struct str form, struct builder *out)
{
	int32_t day = (int32_t)value->integer;

	if (form.length == 0)
		day_format(&formats->time, DAY_MEDIUM, day, out);
	else if (str_equal(form, STR("long")))
		day_format(&formats->time, DAY_LONG, day, out);
	else if (str_equal(form, STR("full")))
		day_format(&formats->time, DAY_FULL, day, out);
	else if (str_equal(form, STR("short")))
		day_format(&formats->time, DAY_SHORT, day, out);
	else if (str_equal(form, STR("iso")))
		doc_print_plain(value, out);
}

static void
format_instant(struct formats *formats, const struct doc *value, struct str form, struct builder *out)
{
	if (form.length == 0)
		instant_format(&formats->time, INSTANT_MEDIUM, value->integer, out);
	else if (str_equal(form, STR("long")))
		instant_format(&formats->time, INSTANT_LONG, value->integer, out);
	else if (str_equal(form, STR("day")))
		instant_format(&formats->time, INSTANT_DAY, value->integer, out);
	else if (str_equal(form, STR("time")))
		instant_format(&formats->time, INSTANT_TIME, value->integer, out);
	else if (str_equal(form, STR("ago")))
		instant_format_ago(&formats->time, value->integer, out);
	else if (str_equal(form, STR("iso")))
		doc_print_plain(value, out);
}

static void
format_word(struct formats *formats, const struct doc *value, struct str form, struct builder *out)
{
	if (form.length == 0)
		build_text(out, formats_translate(formats, value->word.label));
	else if (str_equal(form, STR("code")))
		build_text(out, value->word.code);
}

/* The value that {{name}} or {{name.form}} stands for in a message: a message, too, such as a label in a sentence. */
static void
format_named(const struct formats *formats, const struct doc *values, struct str name, struct builder *out)
{
	struct str form = str_trim(name), first = str_cut(&form, '.');
	const struct doc *value = doc_get(values, first);

	if (value != NULL)
		format_value(formats, value, form, out);
}

static void
format_message(const struct formats *formats, const struct doc *value, struct builder *out)
{
	const char *sentence =
		value->message.plural == NULL
			? formats_translate(formats, value->message.english)
			: reader_translate_plural(&formats->reader,
						  (struct plural){value->message.english, value->message.plural},
						  doc_message_count(value));
	const char *open, *close;

	while ((open = strstr(sentence, "{{")) != NULL && (close = strstr(open, "}}")) != NULL) {
		build_bytes(out, sentence, (size_t)(open - sentence));
		format_named(formats, value->message.values, str_slice(open + 2, (size_t)(close - open - 2)), out);
		sentence = close + 2;
	}
	build_text(out, sentence);
}

void
format_value(const struct formats *formats, const struct doc *value, struct str form, struct builder *out)
{
	switch (value->kind) {
	case DOC_INT:
		format_int(own(formats), value, form, out);
		break;
	case DOC_DECIMAL:
		format_decimal(own(formats), value, form, out);
		break;
	case DOC_MONEY:
		format_money(own(formats), value->money, form, out);
		break;
	case DOC_DAY:
		format_day(own(formats), value, form, out);
		break;
	case DOC_INSTANT:
		format_instant(own(formats), value, form, out);
		break;
	case DOC_WORD:
		format_word(own(formats), value, form, out);
		break;
	case DOC_MESSAGE:
		if (form.length == 0)
			format_message(formats, value, out);
		break;
	case DOC_BOOL:
	case DOC_TEXT:
	case DOC_ID:
		if (form.length == 0)
			doc_print_plain(value, out);
		break;
	case DOC_NULL:
	case DOC_LIST:
	case DOC_OBJECT:
		break;
	}
}

bool
format_knows(enum doc_kind kind, struct str form)
{
	static const char *const forms[] = {
		[DOC_INT] = " plain ",
		[DOC_DECIMAL] = " plain ",
		[DOC_MONEY] = " plain code ",
		[DOC_DAY] = " long full short iso ",
		[DOC_INSTANT] = " long day time iso ago ",
		[DOC_WORD] = " code ",
		[DOC_OBJECT] = NULL,
	};
	const char *known = forms[kind];
	const char *found = known == NULL ? NULL : memmem(known, strlen(known), form.at, form.length);

	return form.length == 0 || (found != NULL && found[-1] == ' ' && found[form.length] == ' ');
}

int32_t
format_day_of(const struct formats *formats, int64_t instant)
{
	return zone_day_of(&own(formats)->time, instant);
}

int64_t
format_start_of(const struct formats *formats, int32_t day)
{
	return zone_start_of(&own(formats)->time, day);
}
