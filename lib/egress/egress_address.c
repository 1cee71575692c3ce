/* egress_address: two tables of networks that are not the internet, and the operator's exceptions. */
#include "egress/egress_address.h"

#include "base/arena.h"
#include "base/doc.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

static const char to_itself[] = N_("This address leads to the machine Parvis runs on.");
static const char to_private[] = N_("This address leads into a private network.");
static const char to_machinery[] = N_("This address belongs to the machinery of a data centre.");
static const char to_nowhere[] = N_("This address is none of a server on the internet.");
static const char to_hidden[] = N_("This address hides another address inside it.");

struct network {
	unsigned char bytes[16];
	int bits;
	const char *refusal;
};

/* https://www.iana.org/assignments/iana-ipv4-special-registry, but for what is globally reachable; the first that
 * contains an address says what it is. Data centres answer their machines at 169.254.169.254, 100.100.100.200,
 * 192.0.0.192 and 168.63.129.16 (the only one of them that looks public). */
static const struct network four[] = {
	{{0}, 8, to_itself},
	{{127}, 8, to_itself},
	{{169, 254, 169, 254}, 32, to_machinery},
	{{100, 100, 100, 200}, 32, to_machinery},
	{{192, 0, 0, 192}, 32, to_machinery},
	{{168, 63, 129, 16}, 32, to_machinery},
	{{10}, 8, to_private},
	{{100, 64}, 10, to_private},
	{{169, 254}, 16, to_private},
	{{172, 16}, 12, to_private},
	{{192, 168}, 16, to_private},
	{{192, 0, 0}, 24, to_nowhere},
	{{192, 0, 2}, 24, to_nowhere},
	{{192, 88, 99}, 24, to_hidden},
	{{198, 18}, 15, to_nowhere},
	{{198, 51, 100}, 24, to_nowhere},
	{{203, 0, 113}, 24, to_nowhere},
	{{224}, 4, to_nowhere},
	{{240}, 4, to_nowhere},
};

/* https://www.iana.org/assignments/iana-ipv6-special-registry; what is left must be of 2000::/3, the only block that
 * addresses of the internet are given out of. */
static const struct network six[] = {
	{{[15] = 1}, 128, to_itself},
	{{0}, 128, to_itself},
	{{[10] = 0xff, [11] = 0xff}, 96, to_hidden},
	{{0}, 96, to_hidden},
	{{0x00, 0x64, 0xff, 0x9b}, 32, to_hidden},
	{{0xfd, 0x00, 0x0e, 0xc2, [14] = 0x02, [15] = 0x54}, 128, to_machinery},
	{{0xfc}, 7, to_private},
	{{0xfe, 0x80}, 10, to_private},
	{{0xfe, 0xc0}, 10, to_private},
	{{0x20, 0x01, 0x00, 0x00}, 32, to_hidden},
	{{0x20, 0x01, 0x00, 0x00}, 23, to_nowhere},
	{{0x20, 0x01, 0x0d, 0xb8}, 32, to_nowhere},
	{{0x20, 0x02}, 16, to_hidden},
	{{0x3f, 0xff}, 20, to_nowhere},
	{{0x3f, 0xfe}, 16, to_nowhere},
};

static bool
is_within(const unsigned char *address, const unsigned char *network, int bits)
{
	size_t whole = (size_t)bits / 8;
	unsigned mask = 0xffu << (8 - bits % 8) & 0xffu;

	if (memcmp(address, network, whole) != 0)
		return false;
	return bits % 8 == 0 || (address[whole] & mask) == (network[whole] & mask);
}

static const char *
refusal_of(const unsigned char *address, const struct network *networks, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (is_within(address, networks[i].bytes, networks[i].bits))
			return networks[i].refusal;
	return NULL;
}

/* The bytes of an address, how many, and its port; NULL for what is no internet protocol. */
static const unsigned char *
bytes_of(const struct sockaddr *to, size_t *length, int *port)
{
	if (to->sa_family == AF_INET) {
		const struct sockaddr_in *address = (const void *)to;

		*length = 4;
		*port = ntohs(address->sin_port);
		return (const unsigned char *)&address->sin_addr;
	}
	if (to->sa_family == AF_INET6) {
		const struct sockaddr_in6 *address = (const void *)to;

		*length = 16;
		*port = ntohs(address->sin6_port);
		return address->sin6_addr.s6_addr;
	}
	return NULL;
}

const char *
egress_address_refusal(const struct sockaddr *to)
{
	static const unsigned char given_out[16] = {0x20};
	size_t length;
	int port;
	const unsigned char *bytes = bytes_of(to, &length, &port);
	const char *refusal;

	if (bytes == NULL)
		return to_nowhere;
	if (length == 4)
		return refusal_of(bytes, four, sizeof four / sizeof four[0]);
	refusal = refusal_of(bytes, six, sizeof six / sizeof six[0]);
	return refusal == NULL && !is_within(bytes, given_out, 3) ? to_nowhere : refusal;
}

bool
egress_is_allowed(const struct egress_rules *rules, const struct sockaddr *to)
{
	size_t length;
	int port;
	const unsigned char *bytes = bytes_of(to, &length, &port);

	for (size_t i = 0; bytes != NULL && i < rules->count; i++) {
		const struct egress_allowed *allowed = &rules->allowed[i];

		if (allowed->length == length && (allowed->port == 0 || allowed->port == port) &&
		    is_within(bytes, allowed->bytes, allowed->bits))
			return true;
	}
	return false;
}

/* ---- what the operator writes ---- */

enum { RULES_LIMIT = 100 };

static bool
read_number(struct str text, int most, int *number)
{
	int64_t value;

	if (!str_to_int(text, &value) || value < 0 || value > most)
		return false;
	*number = (int)value;
	return true;
}

/* "10.0.0.0/8", "fd00::1" */
static bool
read_network(struct arena *arena, struct str text, struct egress_allowed *allowed)
{
	struct str address = str_cut(&text, '/');
	const char *plain = arena_text_of(arena, address.at, address.length);

	if (inet_pton(AF_INET, plain, allowed->bytes) == 1)
		allowed->length = 4;
	else if (inet_pton(AF_INET6, plain, allowed->bytes) == 1)
		allowed->length = 16;
	else
		return false;
	allowed->bits = (int)allowed->length * 8;
	return text.at == NULL || read_number(text, allowed->bits, &allowed->bits);
}

/* A port follows an IPv6 address only behind brackets: its own colons end nowhere else. */
static bool
read_rule(struct arena *arena, struct str text, struct egress_allowed *allowed)
{
	struct str rest = text, network;

	*allowed = (struct egress_allowed){.port = 0};
	if (str_starts(text, STR("["))) {
		rest = str_slice(text.at + 1, text.length - 1);
		network = str_cut(&rest, ']');
		if (rest.at == NULL || !read_network(arena, network, allowed) || allowed->length != 16)
			return false;
		return rest.length == 0 || (rest.at[0] == ':' && read_number(str_slice(rest.at + 1, rest.length - 1),
									     65535, &allowed->port));
	}
	if (read_network(arena, text, allowed))
		return true;
	network = str_cut(&rest, ':');
	return rest.at != NULL && read_network(arena, network, allowed) && allowed->length == 4 &&
	       read_number(rest, 65535, &allowed->port);
}

bool
egress_rules_parse(struct arena *arena, const char *text, struct egress_rules *rules, const char **error)
{
	struct str rest = str_of(text);

	*rules = (struct egress_rules){.allowed = arena_make_array(arena, struct egress_allowed, RULES_LIMIT)};
	while (rest.at != NULL && rest.length > 0) {
		size_t length = 0;
		struct str item;

		while (length < rest.length && rest.at[length] != ',' && rest.at[length] != ' ')
			length++;
		item = str_slice(rest.at, length);
		rest = length == rest.length ? (struct str){NULL, 0}
					     : str_slice(rest.at + length + 1, rest.length - length - 1);
		if (item.length == 0)
			continue;
		if (rules->count == RULES_LIMIT || !read_rule(arena, item, &rules->allowed[rules->count])) {
			*error = arena_printf(arena,
					      "\"%.*s\" is no address: write 10.0.0.5, 10.0.0.0/8, 127.0.0.1:9000 or "
					      "[fd00::1]:8443.",
					      (int)item.length, item.at);
			return false;
		}
		rules->count++;
	}
	return true;
}
