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
	bool any_person; /* of the dashboard: for who is no contact as well */
};

enum area {
	AREA_PORTAL,
	AREA_CONSOLE,
	AREA_OFFICE, /* of the console too: what runs the house, below the records */
};

struct navigation {
	enum area area;
	int order;
	const char *label; /* English, N_ */
	const char *icon;  /* name in the sprite */
	const char *path;  /* below the area's home: "/invoices"; "/" is the home itself */
	const struct permission *permission;
	bool any_person;		  /* AREA_PORTAL: for who is no contact as well, and has no client to act for */
	const struct permission *seen_by; /* as of its route (core/request.h) */
};

/* What things are called, told by the feature that knows to those below it: the records of a module and, where `module`
 * is NULL, the staff users, as far as the one who sent the request may see them. */
struct directory {
	const char *(*name)(struct request *rq, const char *module, int64_t id); /* NULL: not theirs to see */
	/* Those of exactly this name (or e-mail address of staff), without case and accents. */
	size_t (*find)(struct request *rq, const char *module, const char *name, int64_t *ids, size_t limit);
	/* Adds all staff users who may sign in: {"label"}. */
	void (*add_staff)(struct request *rq, struct doc *list);
	/* Where scripts ask for names that begin with what is typed; NULL: nowhere. */
	const char *(*suggestions_href)(struct request *rq, const char *module);
};

struct access;
struct record;
struct keeper;

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
	/* Adds what it has to say at the head of a record's pages, under its own name; NULL: nothing. */
	void (*record_head)(struct request *rq, struct doc *page, const struct access *access,
			    const struct record *record);
	/* What people of the portal read once they have made a record, as somebody wrote it; NULL: the usual sentence.
	 */
	const char *(*made_words)(struct request *rq);
	/* Adds to `person` all that this feature holds about the contact; erases or blanks what the law does not keep.
	 * A feature without them does not boot: one that holds nothing says so with the two below. */
	void (*export_person)(struct tx *tx, int64_t contact, struct doc *person);
	void (*erase_person)(struct tx *tx, int64_t contact);
	const struct directory *directory; /* NULL for all but one */
	const struct keeper *const
		*keepers; /* the rules of modules that are this feature's tables (records/keeper.h) */
	size_t keeper_count;
};

/* NULL: no feature of this house has one. */
const struct directory *house_directory(const struct house *house);

/* The made_words of the first feature that has some; NULL: none has. Below /p/{address} only. */
const char *house_made_words(struct request *rq);

/* Whether a page answers at exactly this path of the routes: "/p/{address}/welcome". */
bool house_has_page(const struct house *house, const char *path);

void export_nothing(struct tx *tx, int64_t contact, struct doc *person);
void erase_nothing(struct tx *tx, int64_t contact);

#endif
