/* notice: when it is time to tell people of new files. */
#include "news/notice.h"

#include "base/doc.h"
#include "base/instant.h"
#include "base/str.h"
#include "html/zone.h"

enum { QUIET_MS = 10 * MINUTE_MS, MORNING_MS = 7 * HOUR_MS };

const char *const notice_way_names[] = {"none", "soon", "daily", NULL};

const char *
notice_way_label(enum notice_way way)
{
	static const char *const labels[NOTICE_WAYS] = {N_("No e-mails"), N_("Soon"), N_("Once a day")};

	return labels[way];
}

const char *
notice_way_about(enum notice_way way)
{
	static const char *const about[NOTICE_WAYS] = {
		N_("New documents are marked, and you find them when you come."),
		N_("Together in one e-mail, once nothing more has come for ten minutes; at most one an hour."),
		N_("Together in one e-mail, at seven in the morning."),
	};

	return about[way];
}

static int64_t
lesser(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

int64_t
burst_due(const struct burst *burst)
{
	int64_t due = lesser(burst->latest_at + QUIET_MS, burst->since_at + HOUR_MS);

	return burst->told_at != NO_INSTANT && due < burst->told_at + HOUR_MS ? burst->told_at + HOUR_MS : due;
}

int64_t
notice_morning(const char *zone, int64_t instant)
{
	int32_t day = zone_day(zone, instant);
	int64_t morning = zone_day_start(zone, day) + MORNING_MS;

	return morning > instant ? morning : zone_day_start(zone, day + 1) + MORNING_MS;
}
