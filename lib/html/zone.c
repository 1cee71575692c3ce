/* zone: each thread keeps the calendar of the zone it asked about last; an organisation has one. */
#include "html/zone.h"

#include "base/arena.h"
#include "base/check.h"
#include "base/instant.h"
#include "html/format_time.h"

#include <pthread.h>
#include <string.h>

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
