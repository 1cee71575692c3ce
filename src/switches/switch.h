/* switch: the table of what can be switched, and the rules between switches. Internal to src/switches. */
#ifndef SWITCHES_SWITCH_H
#define SWITCHES_SWITCH_H

#include "switches/switches.h"

enum { SWITCH_EFFECTS = 4 };

/* All texts English, N_. */
struct switch_kind {
	const char *name, *label, *icon;
	const char *about;			/* what it is for */
	enum switch_name needs;			/* must be on before it; SWITCHES: nothing */
	const char *needs_text;			/* why it cannot be switched on while that is off */
	const char *needed_text;		/* why what it needs cannot be switched off while it is on */
	const char *on_effects[SWITCH_EFFECTS]; /* what will happen; NULL after the last */
	const char *off_effects[SWITCH_EFFECTS];
};
extern const struct switch_kind switch_kinds[SWITCHES];

/* How all switches stand. */
struct switch_state {
	bool on;
	int64_t changed_at; /* NO_INSTANT: as it was at the beginning */
};

/* SWITCHES: there is none of this name. */
enum switch_name switch_named(const char *name);
/* Why this switch cannot be put to the other side now, English (N_); NULL: it can. */
const char *switch_blocked(const struct switch_state states[SWITCHES], enum switch_name name);

/* ---- rows (switch_store.c) ---- */

void switch_states(struct tx *tx, struct switch_state states[SWITCHES]);
/* Nobody else changes a switch until the transaction ends: what depends on another one is judged by what holds. */
void switch_hold_all(struct tx *tx);
void switch_set(struct tx *tx, enum switch_name name, bool on, int64_t now);

enum { PORTAL_PEOPLE_LIMIT = 10000 };
/* Contacts who may sign in to the portal: who have an address and a client, and are not blocked. Counted up to one
 * more than the limit. */
int64_t portal_people(struct tx *tx, const struct viewer *viewer);
/* Open sessions of clients, counted up to one more than the limit. */
int64_t portal_sessions(struct tx *tx, int64_t now);
/* Ends them all; how many there were. Previews of staff go on. */
int64_t portal_sessions_end(struct tx *tx);

/* ---- who the portal acts as (portal_agent.c) ---- */

enum agent_outcome { AGENT_THERE, AGENT_MADE, AGENT_TOO_MANY_PROFILES };
/* `rights` is the snapshot of the transaction; *agent is it, unless there are too many profiles. */
enum agent_outcome portal_agent_ensure(const struct house *house, struct tx *tx, const struct rights *rights,
				       const struct portal_agent **agent);

#endif
