/* notification: something a client is told on the portal: its sentence, where it leads, and its rows. */
#ifndef PORTAL_NOTIFICATION_H
#define PORTAL_NOTIFICATION_H

#include "base/doc.h"
#include "core/event.h"
#include "core/viewer.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct house;
struct tx;

enum { UNREAD_LIMIT = 99 };

struct notification {
	int64_t id;
	const char *kind; /* of the event it came from */
	int64_t object;
	const char *title; /* NULL: none */
	int64_t created_at;
	bool unread;
};

/* ---- rules ---- */

/* A kind of event that clients are told of. */
struct notification_kind {
	const char *name;    /* "invoice.issued" */
	const char *english; /* the sentence, with {{title}}, N_ */
	const char *icon;
	const char *folder; /* of the object's page, below the portal's home: "invoices" */
};

/* NULL: clients are not told of it. */
const struct notification_kind *notification_kind_of(const char *name);

/* Whether the viewer may see what it is about: always, but to a staff user in a preview. */
bool
notification_is_seen(const struct house *house, const struct viewer *viewer, const struct notification *notification);

/* As a row of a page; `home` is the portal's, without final slash. */
struct doc *notification_doc(struct arena *arena, const struct notification *notification, const char *home);

/* ---- rows ---- */

void notification_add(struct tx *tx, const struct event *event);

/* Newest first, below `before` (INT64_MAX: from the newest). Nothing is unread for a staff user in a preview. */
struct notification *
notification_list(struct tx *tx, const struct viewer *viewer, int64_t before, size_t limit, size_t *count);

/* The viewer's person has read all up to `upto` (0: up to the newest); never back. */
void notification_mark_read(struct tx *tx, const struct viewer *viewer, int64_t upto);

void notification_export_person(struct tx *tx, int64_t contact, struct doc *person);
void notification_erase_person(struct tx *tx, int64_t contact);

#endif
