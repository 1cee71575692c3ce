/* record_guard: asks the guards of the features of the house. */
#include "records/record_guard.h"

#include "base/instant.h"
#include "core/feature.h"
#include "core/house.h"

void
record_guard_sql(struct sql *sql, const struct house *house, struct tx *tx, const char *module)
{
	for (size_t f = 0; house != NULL && f < house->feature_count; f++)
		if (house->features[f]->record_guard != NULL)
			house->features[f]->record_guard->sql_may_go(sql, tx, module);
}

void
record_guard_kept(const struct house *house, struct tx *tx, const char *module, const int64_t *records, int32_t *days,
		  size_t count)
{
	for (size_t i = 0; i < count; i++)
		days[i] = NO_DAY;
	for (size_t f = 0; house != NULL && count > 0 && f < house->feature_count; f++)
		if (house->features[f]->record_guard != NULL)
			house->features[f]->record_guard->kept(tx, module, records, days, count);
}
