/* record_guard: asks the guard of the house, if it has one. */
#include "records/record_guard.h"

#include "base/instant.h"

/* Written once at the start: the same answer for every caller. */
static const struct record_guard *the_guard;

void
record_guard_start(const struct record_guard *guard)
{
	the_guard = guard;
}

void
record_guard_sql(struct sql *sql, struct tx *tx, const char *module)
{
	if (the_guard != NULL)
		the_guard->sql_may_go(sql, tx, module);
}

void
record_guard_kept(struct tx *tx, const char *module, const int64_t *records, int32_t *days, size_t count)
{
	for (size_t i = 0; i < count; i++)
		days[i] = NO_DAY;
	if (the_guard != NULL && count > 0)
		the_guard->kept(tx, module, records, days, count);
}
