/* egress_address: which network addresses a request to a server that somebody named may go to. */
#ifndef EGRESS_EGRESS_ADDRESS_H
#define EGRESS_EGRESS_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct sockaddr;

/* What the operator allows besides the internet: an address or a network, on one port or on all. */
struct egress_allowed {
	unsigned char bytes[16];
	size_t length; /* 4 or 16 */
	int bits;
	int port; /* 0: all */
};

struct egress_rules {
	struct egress_allowed *allowed;
	size_t count;
};

/* "127.0.0.1:9000, 10.1.0.0/16, [fd00::1]:8443, [fd00::/8]": separated by commas or blanks; NULL or "": nothing. False,
 * and *error a sentence in `arena`, when one is malformed. */
bool egress_rules_parse(struct arena *arena, const char *text, struct egress_rules *rules, const char **error);

/* Whether the operator allowed this very address and port: although it is none of the internet, and for plain http. */
bool egress_is_allowed(const struct egress_rules *rules, const struct sockaddr *to);

/* NULL for an address of the internet; else a sentence (English, N_) that says what kind of address it is. By the
 * registries of special addresses (RFC 6890, IANA) everything is refused that is not globally reachable, and everything
 * that carries another address in it: mapped, NAT64, 6to4, Teredo. */
const char *egress_address_refusal(const struct sockaddr *to);

#endif
