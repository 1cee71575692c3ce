/* formula_days: days and instants in formulas. */
#include "modules/formula_code.h"

#include "base/arena.h"
#include "base/instant.h"
#include "html/zone.h"

/* ---- the zone ---- */

int32_t
machine_day_of(struct machine *machine, int64_t instant)
{
	return zone_day(machine->moment->zone, instant);
}

const char *
machine_time_text(struct machine *machine, int64_t instant)
{
	int64_t wall = zone_local(machine->moment->zone, instant);
	int32_t day = day_of_instant_utc(wall);
	int64_t minutes = (wall - (int64_t)day * DAY_MS) / MINUTE_MS;
	char date[16];

	day_print(date, day);
	return arena_printf(machine->arena, "%s %02d:%02d", date, (int)(minutes / 60), (int)(minutes % 60));
}

bool
day_in_range(int64_t day)
{
	return day >= day_of(1, 1, 1) && day <= day_of(9999, 12, 31);
}

/* ---- operations ---- */

void
run_as_day(struct machine *machine, const struct cell *arguments, size_t count, struct cell *result)
{
	(void)count;
	result->value = machine_day_of(machine, arguments[0].value);
}

void
run_today(struct machine *machine, const struct cell *arguments, size_t count, struct cell *result)
{
	(void)arguments, (void)count;
	result->value = machine->moment->today;
}

void
run_now(struct machine *machine, const struct cell *arguments, size_t count, struct cell *result)
{
	(void)arguments, (void)count;
	result->value = machine->moment->now;
}

void
run_year(struct machine *machine, const struct cell *arguments, size_t count, struct cell *result)
{
	(void)machine, (void)count;
	result->number = exact_of(day_parts((int32_t)arguments[0].value).year, 0);
}

void
run_month(struct machine *machine, const struct cell *arguments, size_t count, struct cell *result)
{
	(void)machine, (void)count;
	result->number = exact_of(day_parts((int32_t)arguments[0].value).month, 0);
}

void
run_day(struct machine *machine, const struct cell *arguments, size_t count, struct cell *result)
{
	(void)machine, (void)count;
	result->number = exact_of(day_parts((int32_t)arguments[0].value).day, 0);
}

/* 1970-01-01 was a Thursday, the fourth day of its week. */
void
run_weekday(struct machine *machine, const struct cell *arguments, size_t count, struct cell *result)
{
	int64_t from_monday = (arguments[0].value + 3) % 7;

	(void)machine, (void)count;
	result->number = exact_of((from_monday + 7) % 7 + 1, 0);
}

void
run_days(struct machine *machine, const struct cell *arguments, size_t count, struct cell *result)
{
	(void)machine, (void)count;
	result->number = exact_of(arguments[1].value - arguments[0].value, 0);
}

void
run_add_days(struct machine *machine, const struct cell *arguments, size_t count, struct cell *result)
{
	(void)machine, (void)count;
	result->empty = __builtin_add_overflow(arguments[0].value, exact_whole(arguments[1].number), &result->value) ||
			!day_in_range(result->value);
}

void
run_add_months(struct machine *machine, const struct cell *arguments, size_t count, struct cell *result)
{
	struct calendar_day parts = day_parts((int32_t)arguments[0].value);
	int64_t months = exact_whole(arguments[1].number), at;

	(void)machine, (void)count;
	if (__builtin_add_overflow(parts.year * 12 + parts.month - 1, months, &at) || at < 12 || at >= 10000 * 12)
		result->empty = true;
	else
		result->value = day_add_months((int32_t)arguments[0].value, (int)months);
}

void
run_end_of_month(struct machine *machine, const struct cell *arguments, size_t count, struct cell *result)
{
	int32_t day = (int32_t)arguments[0].value;
	int32_t last = day - day_parts(day).day + 31;

	(void)machine, (void)count;
	/* The 31st day of a shorter month is one of the next: the end is as many days before. */
	if (day_parts(last).day != 31)
		last -= day_parts(last).day;
	result->value = last;
}
