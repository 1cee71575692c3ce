/* zone: each thread keeps the calendar of the zone it asked about last; an organisation has one. */
#include "html/zone.h"

#include "base/arena.h"
#include "base/check.h"
#include "base/instant.h"
#include "html/format_time.h"

#include <pthread.h>
#include <string.h>
#include <unicode/ucal.h>
#include <unicode/uenum.h>

enum { LONGEST_NAME = 63 };

struct kept_zone {
	struct arena *arena;
	struct time_style style;
	char name[LONGEST_NAME + 1];
};

static pthread_once_t kept_once = PTHREAD_ONCE_INIT;
static pthread_key_t kept_key;

static void
forget(void *data)
{
	struct kept_zone *kept = data;

	arena_free(kept->arena);
}

static void
make_key(void)
{
	check(pthread_key_create(&kept_key, forget) == 0);
}

static struct time_style *
style_of(const char *zone)
{
	struct kept_zone *kept;
	struct arena *arena;

	if (zone == NULL || strlen(zone) > LONGEST_NAME)
		zone = "UTC";
	pthread_once(&kept_once, make_key);
	kept = pthread_getspecific(kept_key);
	if (kept != NULL && strcmp(kept->name, zone) == 0)
		return &kept->style;
	arena = arena_new(0);
	if (kept != NULL)
		forget(kept);
	kept = arena_make(arena, struct kept_zone);
	kept->arena = arena;
	memcpy(kept->name, zone, strlen(zone) + 1);
	time_style_open(&kept->style, arena, "en", zone);
	check(pthread_setspecific(kept_key, kept) == 0);
	return &kept->style;
}

/* ---- all of them ---- */

/* Made once, by whoever asks first, and never changed. */
static pthread_once_t names_once = PTHREAD_ONCE_INIT;
static struct arena *names_arena;
static const char **names;

static void
make_names(void)
{
	UErrorCode status = U_ZERO_ERROR;
	UEnumeration *all = ucal_openTimeZoneIDEnumeration(UCAL_ZONE_TYPE_CANONICAL_LOCATION, NULL, NULL, &status);
	int32_t count = uenum_count(all, &status), kept = 0;

	check(U_SUCCESS(status));
	names_arena = arena_new(0);
	names = arena_make_array(names_arena, const char *, (size_t)count + 1);
	for (int32_t i = 0; i < count; i++) {
		const char *name = uenum_next(all, NULL, &status);

		if (U_SUCCESS(status) && name != NULL && strchr(name, '/') != NULL && strlen(name) <= LONGEST_NAME)
			names[kept++] = arena_text(names_arena, name);
	}
	uenum_close(all);
}

const char *const *
zone_names(void)
{
	pthread_once(&names_once, make_names);
	return names;
}

bool
zone_is_known(const char *name)
{
	const char *const *all = zone_names();

	for (size_t i = 0; name != NULL && all[i] != NULL; i++)
		if (strcmp(all[i], name) == 0)
			return true;
	return false;
}

/* ---- clocks ---- */

int64_t
zone_local(const char *zone, int64_t instant)
{
	return zone_local_of(style_of(zone), instant);
}

int64_t
zone_instant(const char *zone, int64_t local)
{
	return zone_instant_of(style_of(zone), local);
}

int32_t
zone_day(const char *zone, int64_t instant)
{
	return zone_day_of(style_of(zone), instant);
}

int64_t
zone_day_start(const char *zone, int32_t day)
{
	return zone_start_of(style_of(zone), day);
}
