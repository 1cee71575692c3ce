/* property_attempt_test: one write by chance, and what is to come of it. */
#ifndef RECORDS_PROPERTY_ATTEMPT_TEST_H
#define RECORDS_PROPERTY_ATTEMPT_TEST_H

#include "records/property_naive_test.h"

enum act { ACT_CHANGE, ACT_CREATE, ACT_REMOVE, ACT_RESTORE, ACT_PURGE };
extern const char *const act_names[];

struct attempt {
	struct property *property;
	struct naive naive;
	enum act act;
	const struct copy *row; /* NULL: a new one */
	int64_t parent;
	struct db_value cells[PROPERTY_FIELDS];
	bool given[PROPERTY_FIELDS];
	enum record_outcome expected, outcome;
	bool undone;
	int64_t id; /* of what was made, once it is */
};

struct attempt attempt_draw(struct property *property);
/* Works out again what is to come of it, when what is given has changed. */
void attempt_expect(struct attempt *attempt);
/* That a record is held may also be said as if it were not there. */
bool attempt_is_expected(const struct attempt *attempt);
/* " name=value …": what is given. */
const char *attempt_told(const struct attempt *attempt);
/* After it was done and has stayed: reads everything anew, and compares. */
void attempt_compare(struct attempt *attempt);

#endif
