/* feature: what a folder of src offers to the house; app/features.c lists them all. */
#ifndef CORE_FEATURE_H
#define CORE_FEATURE_H

#include "core/access.h"
#include "core/event.h"
#include "core/feature_parts.h"
#include "job/job.h"

struct handover;
struct access;
struct record;
struct record_guard;
struct keeper;
struct folder_shown;

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
	const struct client_tab *client_tabs;
	size_t client_tab_count;
	/* A column of the list of clients; NULL: none. */
	const struct client_column *client_column;
	/* Adds {"label", "count", "more", "detail" (or null)} of what goes with the client; NULL: nothing. */
	void (*client_parts)(struct request *rq, int64_t client, struct doc *list);
	/* Adds what it has to say at the head of the list of clients, under its own name; NULL: nothing. */
	void (*client_list)(struct request *rq, struct doc *page);
	/* Adds what it has to say at the head of a record's pages, under its own name; NULL: nothing. */
	void (*record_head)(struct request *rq, struct doc *page, const struct access *access,
			    const struct record *record);
	/* Adds what it has to say on the page of a folder or file, under its own name; NULL: nothing. */
	void (*folder_head)(struct request *rq, struct doc *page, const struct folder_shown *shown);
	/* What people of the portal read once they have made a record; NULL: the usual sentence. */
	const char *(*made_words)(struct request *rq);
	/* Why the person whose record this is may not come back to the portal now, who was kept out of it or is in the
	 * recycle bin: a sentence (English, N_); NULL: they may, or are nobody of the portal. Asked in the transaction
	 * that lets them in, before it does. NULL: nothing to say. */
	const char *(*person_return_refusal)(struct tx *tx, int64_t record);
	/* Adds to `person` all that this feature holds about the contact; erases or blanks what the law does not keep.
	 * A feature without them does not boot: one that holds nothing says so with the two below. */
	void (*export_person)(struct tx *tx, int64_t contact, struct doc *person);
	void (*erase_person)(struct tx *tx, int64_t contact);
	const struct directory *directory;     /* NULL for all but one */
	const struct handover *handover;       /* NULL for all but one */
	const struct switch_need *switch_need; /* NULL: nothing */
	/* What keeps records in the recycle bin (records/record_guard.h); NULL: nothing. */
	const struct record_guard *record_guard;
	const struct keeper *const
		*keepers; /* the rules of modules that are this feature's tables (records/keeper.h) */
	size_t keeper_count;
};

/* NULL: no feature of this house has one. */
const struct directory *house_directory(const struct house *house);

/* The made_words of the first feature that has some; NULL: none has. Below /p/{address} only. */
const char *house_made_words(struct request *rq);

/* What a feature needs before the switch of this name is put on; NULL: nothing. */
const struct switch_need *house_switch_need(const struct house *house, const char *name);

/* The first person_return_refusal of a feature; NULL: they may come back. `house` NULL: nobody is asked. */
const char *house_person_return_refusal(const struct house *house, struct tx *tx, int64_t record);

/* Whether a page answers at exactly this path of the routes: "/p/{address}/welcome". */
bool house_has_page(const struct house *house, const char *path);
/* The same, and the viewer may ask for it. */
bool page_is_open(const struct request *rq, const char *path);

void export_nothing(struct tx *tx, int64_t contact, struct doc *person);
void erase_nothing(struct tx *tx, int64_t contact);

#endif
