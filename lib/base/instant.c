/* instant: the civil calendar by integer arithmetic (days counted in 400-year eras that begin in March). */
#include "base/instant.h"

#include "base/check.h"

#include <stdio.h>

static bool
is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int
days_in_month(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

bool
day_exists(int year, int month, int day)
{
	return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= days_in_month(year, month);
}

int32_t
day_of(int year, int month, int day)
{
	int from_march = year - (month <= 2);
	int era = from_march / 400;
	int year_of_era = from_march - era * 400;
	int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	check(day_exists(year, month, day));
	return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

struct calendar_day
day_parts(int32_t day)
{
	int shifted = day + 719468;
	int era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
	int day_of_era = shifted - era * 146097;
	int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int month_from_march = (5 * day_of_year + 2) / 153;
	struct calendar_day parts;

	parts.day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
	parts.month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
	parts.year = year_of_era + era * 400 + (parts.month <= 2);
	return parts;
}

int32_t
day_add_months(int32_t day, int months)
{
	struct calendar_day parts = day_parts(day);
	int count = parts.year * 12 + parts.month - 1 + months;
	int last;

	parts.year = count / 12;
	parts.month = count % 12 + 1;
	last = days_in_month(parts.year, parts.month);
	return day_of(parts.year, parts.month, parts.day < last ? parts.day : last);
}

int32_t
day_of_instant_utc(int64_t instant)
{
	return (int32_t)((instant >= 0 ? instant : instant - (DAY_MS - 1)) / DAY_MS);
}

bool
day_parse(struct str text, int32_t *day)
{
	struct str year = str_cut(&text, '-');
	struct str month = str_cut(&text, '-');
	int64_t y, m, d;

	if (year.length != 4 || month.length != 2 || text.length != 2 || !str_to_int(year, &y) ||
	    !str_to_int(month, &m) || !str_to_int(text, &d) || !day_exists((int)y, (int)m, (int)d))
		return false;
	*day = day_of((int)y, (int)m, (int)d);
	return true;
}

void
day_print(char text[16], int32_t day)
{
	struct calendar_day parts = day_parts(day);

	snprintf(text, 16, "%04d-%02d-%02d", parts.year % 10000, parts.month % 100, parts.day % 100);
}

void
instant_print(char text[40], int64_t instant)
{
	int32_t day = day_of_instant_utc(instant);
	int64_t rest = instant - (int64_t)day * DAY_MS;
	char date[16];

	day_print(date, day);
	snprintf(text, 40, "%.10sT%02d:%02d:%02d.%03dZ", date, (int)(rest / HOUR_MS) % 24, (int)(rest / MINUTE_MS % 60),
		 (int)(rest / SECOND_MS % 60), (int)(rest % SECOND_MS));
}
