/* register: every open connection, what it is doing since when, and the thread that ends those that are overdue. */
#ifndef HTTP_REGISTER_H
#define HTTP_REGISTER_H

#include "http/address.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum phase {
	PHASE_ACCEPTED, /* nothing has come yet */
	PHASE_HEADER,
	PHASE_BODY,
	PHASE_WORKING, /* with the application: never overdue */
	PHASE_WRITING,
	PHASE_IDLE, /* kept alive between two requests */
};

/* A connection's place in the register. Its fields belong to register.c. */
struct seat {
	struct seat *next, **link;
	struct seat *peer_next, **peer_link; /* of the same bucket of addresses */
	struct address address;
	bool trusted;
	int fd;
	enum phase phase;
	int64_t since;	       /* clock_monotonic when the phase began */
	bool measured;	       /* the next three are set; the watching thread does it when it first looks */
	int64_t window_since;  /* of the rate being measured now */
	uint64_t window_count; /* bytes at its beginning */
	uint64_t heard;	       /* bytes received when it fell idle */
	int64_t looked_at;     /* when it was idle */
	atomic_uint_least64_t body_bytes;
	bool cut;    /* shut down already */
	bool linger; /* refused while the client may still be sending */
};

struct register_limits {
	unsigned connections, per_address;
	unsigned header_seconds, idle_seconds, grace_seconds;
	bool tls; /* then no 408 can be written from outside */
};

struct register_counts {
	uint64_t connections, overdue;
	unsigned open;
};

struct register_of_connections;

struct register_of_connections *register_new(const struct register_limits *limits);

/* Ends the thread; all seats must have left. */
void register_free(struct register_of_connections *all);

/* False when the address or the server has enough connections: close it. */
bool register_admits(struct register_of_connections *all, const struct address *address, bool trusted);

struct seat *register_enter(struct register_of_connections *all, int fd, const struct address *address, bool trusted);

/* Before the descriptor is closed. One that the client may still be sending on is kept open for a moment under
 * another number and read empty, or the reset that follows would destroy the answer on its way. */
void register_leave(struct register_of_connections *all, struct seat *seat);

void register_set_phase(struct register_of_connections *all, struct seat *seat, enum phase phase);
void register_expect_linger(struct seat *seat);
void register_count_body(struct seat *seat, uint64_t bytes);

/* From now on idle connections are ended at once. */
void register_drain(struct register_of_connections *all);
void register_cut_all(struct register_of_connections *all);

struct register_counts register_counted(struct register_of_connections *all);

#endif
