/* event: tells other features what happened, in the same transaction. */
#ifndef CORE_EVENT_H
#define CORE_EVENT_H

#include <stdint.h>

struct house;
struct tx;

struct event {
	const char *kind;  /* "invoice.issued" */
	int64_t client;	   /* whom it concerns; 0: nobody in particular */
	int64_t object;	   /* the row it is about */
	const char *title; /* a short text about the object ("F-2026-0187"), or NULL */

	/* Of records: "record.created", "record.changed", "record.removed" (to the recycle bin, or for good out of
	 * sight), "record.restored", "record.purged". */
	const char *module; /* the name of its module; NULL: it is about no record */
	int64_t parent;	    /* of a sub-form's line: the record it is part of; "contact.merged": the one that stays */
	const char *parent_module; /* the name of that record's module; else NULL */
	int64_t staff;		   /* who did it; 0: no staff user, or the program itself */
	const char *changed; /* "record.changed": names of fields, separated by blanks; NULL: it is not known which */
};

struct subscription {
	const char *kind;
	void (*receive)(const struct house *house, struct tx *tx, const struct event *event);
};

/* Hands the event to every feature that subscribed to its kind. */
void event_emit(const struct house *house, struct tx *tx, const struct event *event);

#endif
