/* record_guard: what keeps records in the recycle bin from being deleted for good, told by features above. */
#ifndef RECORDS_RECORD_GUARD_H
#define RECORDS_RECORD_GUARD_H

#include <stddef.h>
#include <stdint.h>

struct house;
struct sql;
struct tx;

struct record_guard {
	/* Adds " and …" on a row of the module's table: that it may go now. */
	void (*sql_may_go)(struct sql *sql, struct tx *tx, const char *module);
	/* Raises to the days before which these records may not go; others stay as they are. One statement. */
	void (*kept)(struct tx *tx, const char *module, const int64_t *records, int32_t *days, size_t count);
};

/* Asks the guards of the features; `house` NULL: anything may go. */
void record_guard_sql(struct sql *sql, const struct house *house, struct tx *tx, const char *module);
/* NO_DAY for those that nothing keeps. */
void record_guard_kept(const struct house *house, struct tx *tx, const char *module, const int64_t *records,
		       int32_t *days, size_t count);

#endif
