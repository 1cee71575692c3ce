/* why: reasons for which a staff user sees a record, worked out from the record at hand, without its plan. */
#ifndef RIGHTS_WHY_H
#define RIGHTS_WHY_H

#include "rights/rights.h"

/* A record as it is stored, whoever looks. */
struct looked {
	const struct module *module;
	int64_t id;
	struct db_value *cells; /* by field index; lookups to many "|12|345|" */
	int64_t owner;		/* 0: nobody */
	const char *owner_name;
	const struct looked *parent; /* of a line: its record; NULL: gone, or in the recycle bin */
};

/* Somebody on the staff, and whether the tree of roles leads from them to the owner of the record. */
struct onlooker {
	int64_t id;
	const char *name;
	int64_t profile_id, role_id;
	bool reaches;
	int hand;		/* what is said by hand of them and the record (rights/hand.h); -1: nothing */
	const char *group_name; /* it is said by this group of records; NULL: of the record itself */
};

/* Adds the reasons to the list, the strongest first; adds nothing when they do not see it. */
void add_reasons(struct doc *list, const struct rights *rights, const struct looked *record,
		 const struct onlooker *onlooker, const struct moment *moment);

#endif
