/* certificate_look: where a host name leads, and which certificate the server there shows: nothing is asked of it. */
#ifndef EGRESS_CERTIFICATE_LOOK_H
#define EGRESS_CERTIFICATE_LOOK_H

#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

struct arena;

enum { HOST_ADDRESSES = 8 };

struct host_address {
	struct sockaddr_storage to;
	socklen_t length;
	char text[64]; /* "2001:db8::1" */
};

/* The addresses a name has now, at most HOST_ADDRESSES, with that port; 0: none. Asks the resolver of the system: on a
 * thread that may wait. */
size_t host_addresses(const char *host, int port, struct host_address *addresses);

enum certificate_state {
	CERTIFICATE_NONE,	/* nobody answers there, or not with TLS */
	CERTIFICATE_OTHER_NAME, /* it is for another name */
	CERTIFICATE_EXPIRED,	/* or not valid yet */
	CERTIFICATE_UNTRUSTED,	/* nobody whom this system trusts has signed it */
	CERTIFICATE_VALID,
};
extern const char *const certificate_state_names[]; /* none, other_name, expired, untrusted, valid, NULL */

struct certificate {
	enum certificate_state state;
	const char *issuer;  /* in the arena; NULL: it does not say */
	int64_t valid_until; /* instant; NO_INSTANT: there is none */
};

/* Makes a TLS connection, says which host it wants, reads the certificate and hangs up: at most 5 s to connect and 5 s
 * to greet. The caller has judged the address (egress_address_refusal). */
struct certificate certificate_look(struct arena *arena, const char *host, const struct host_address *address);

#endif
