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
};

struct subscription {
	const char *kind;
	void (*receive)(const struct house *house, struct tx *tx, const struct event *event);
};

/* Hands the event to every feature that subscribed to its kind. */
void event_emit(const struct house *house, struct tx *tx, const struct event *event);

#endif
