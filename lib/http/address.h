/* address: internet addresses, trusted networks, and who the client is behind trusted proxies. */
#ifndef HTTP_ADDRESS_H
#define HTTP_ADDRESS_H

#include "base/str.h"

#include <stdbool.h>

struct arena;
struct sockaddr;

/* IPv4 is kept as an IPv4-mapped IPv6 address; a local socket's peer has no address. */
struct address {
	bool local;
	unsigned char bytes[16];
};

struct network {
	struct address address;
	int bits;
};

struct networks {
	struct network *items;
	size_t count;
};

enum { ADDRESS_TEXT = 64 };

struct address address_of(const struct sockaddr *peer);
bool address_parse(struct str text, struct address *address);		    /* with or without a port */
void address_print(char text[ADDRESS_TEXT], const struct address *address); /* "local" for a local socket */

/* The same client for caps: all of an IPv4 address, the first 64 bits of an IPv6 one. */
bool address_same_client(const struct address *a, const struct address *b);
size_t address_client_size(const struct address *address); /* how many bytes that is */

/* The same as text, for counting by it: "203.0.113.9", "2001:db8:1:2::/64". NULL for the machine itself, a local
 * socket, and what is no address. */
const char *address_network(struct arena *arena, const char *address);

/* "10.0.0.0/8", "::1"…; NULL-terminated list or NULL. False and *error a sentence when one is malformed. */
bool networks_parse(struct arena *arena, const char *const *texts, struct networks *networks, const char **error);

/* A local socket's peer is always trusted: file permissions decided who may connect. */
bool networks_trust(const struct networks *networks, const struct address *address);

/* The right-most address of X-Forwarded-For that is not a trusted proxy; `peer` when there is none. */
struct address address_forwarded(const struct networks *networks, const struct address *peer, const char *forwarded);

#endif
