/* feature: what a folder of src offers to the house; app/features.c lists them all. */
#ifndef CORE_FEATURE_H
#define CORE_FEATURE_H

#include "core/access.h"
#include "core/event.h"
#include "core/request.h"
#include "job/job.h"

/* A card of the client's dashboard, or of the staff's home: adds its values to `page` under its own name. */
struct card {
	void (*fill)(struct request *rq, struct doc *page);
};

enum area { AREA_PORTAL, AREA_CONSOLE };

struct navigation {
	enum area area;
	int order;
	const char *label; /* English, N_ */
	const char *icon;  /* name in the sprite */
	const char *path;  /* below the area's home: "/invoices"; "/" is the home itself */
	const struct permission *permission;
};

struct feature {
	const char *name;
	const struct route *routes;
	size_t route_count;
	const struct permission *const *permissions;
	size_t permission_count;
	const struct access_rule *access;
	size_t access_count;
	const struct job_kind *jobs;
	size_t job_count;
	const struct navigation *navigation;
	size_t navigation_count;
	const struct subscription *subscriptions;
	size_t subscription_count;
	const struct card *portal_cards;
	size_t portal_card_count;
	const struct card *console_cards;
	size_t console_card_count;
	/* Adds to `person` all that this feature holds about the contact; erases or blanks what the law does not keep.
	 * A feature without them does not boot: one that holds nothing says so with the two below. */
	void (*export_person)(struct tx *tx, int64_t contact, struct doc *person);
	void (*erase_person)(struct tx *tx, int64_t contact);
};

void export_nothing(struct tx *tx, int64_t contact, struct doc *person);
void erase_nothing(struct tx *tx, int64_t contact);

#endif
