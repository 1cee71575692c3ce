/* address: one form for IPv4 and IPv6, so that trust and caps are one comparison. */
#include "http/address.h"

#include "base/arena.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

static const unsigned char mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};

static bool
is_v4(const struct address *address)
{
	return memcmp(address->bytes, mapped, sizeof mapped) == 0;
}

struct address
address_of(const struct sockaddr *peer)
{
	struct address address = {0};

	if (peer != NULL && peer->sa_family == AF_INET) {
		const struct sockaddr_in *v4 = (const struct sockaddr_in *)(const void *)peer;

		memcpy(address.bytes, mapped, sizeof mapped);
		memcpy(address.bytes + 12, &v4->sin_addr, 4);
	} else if (peer != NULL && peer->sa_family == AF_INET6) {
		const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)(const void *)peer;

		memcpy(address.bytes, &v6->sin6_addr, 16);
	} else {
		address.local = true;
	}
	return address;
}

/* Takes "[…]" and ":port" off. */
static struct str
without_port(struct str text)
{
	const char *colon;

	if (text.length > 0 && text.at[0] == '[') {
		struct str inside = str_slice(text.at + 1, text.length - 1);

		return str_cut(&inside, ']');
	}
	colon = text.length == 0 ? NULL : memchr(text.at, ':', text.length);
	if (colon != NULL && memchr(colon + 1, ':', (size_t)(text.at + text.length - colon - 1)) == NULL)
		return str_slice(text.at, (size_t)(colon - text.at));
	return text;
}

bool
address_parse(struct str text, struct address *address)
{
	struct str bare = without_port(text);
	char copy[INET6_ADDRSTRLEN];

	if (bare.length == 0 || bare.length >= sizeof copy || memchr(bare.at, '\0', bare.length) != NULL)
		return false;
	memcpy(copy, bare.at, bare.length);
	copy[bare.length] = '\0';
	*address = (struct address){0};
	memcpy(address->bytes, mapped, sizeof mapped);
	return inet_pton(AF_INET, copy, address->bytes + 12) == 1 || inet_pton(AF_INET6, copy, address->bytes) == 1;
}

void
address_print(char text[ADDRESS_TEXT], const struct address *address)
{
	const char *printed;

	if (address->local)
		printed = memcpy(text, "local", sizeof "local");
	else if (is_v4(address))
		printed = inet_ntop(AF_INET, address->bytes + 12, text, ADDRESS_TEXT);
	else
		printed = inet_ntop(AF_INET6, address->bytes, text, ADDRESS_TEXT);
	if (printed == NULL)
		text[0] = '\0';
}

static bool
same_prefix(const struct address *a, const struct address *b, int bits)
{
	size_t whole = (size_t)bits / 8;
	int rest = bits % 8;

	if (a->local != b->local || memcmp(a->bytes, b->bytes, whole) != 0)
		return false;
	return rest == 0 || ((a->bytes[whole] ^ b->bytes[whole]) >> (8 - rest)) == 0;
}

size_t
address_client_size(const struct address *address)
{
	return is_v4(address) ? 16 : 8;
}

bool
address_same_client(const struct address *a, const struct address *b)
{
	return same_prefix(a, b, (int)address_client_size(a) * 8);
}

static bool
is_this_machine(const struct address *address)
{
	static const unsigned char loopback[16] = {[15] = 1};

	return is_v4(address) ? address->bytes[12] == 127 : memcmp(address->bytes, loopback, sizeof loopback) == 0;
}

const char *
address_network(struct arena *arena, const char *address)
{
	char text[ADDRESS_TEXT];
	struct address whole, network = {0};

	if (!address_parse(str_of(address), &whole) || is_this_machine(&whole))
		return NULL;
	memcpy(network.bytes, whole.bytes, address_client_size(&whole));
	address_print(text, &network);
	return is_v4(&whole) ? arena_text(arena, text) : arena_printf(arena, "%s/64", text);
}

static bool
network_parse(const char *text, struct network *network)
{
	struct str rest = str_of(text);
	struct str address = str_trim(str_cut(&rest, '/'));
	int64_t bits;
	int most;

	if (!address_parse(address, &network->address))
		return false;
	most = is_v4(&network->address) ? 32 : 128;
	bits = most;
	if (rest.at != NULL && (!str_to_int(str_trim(rest), &bits) || bits < 0 || bits > most))
		return false;
	network->bits = (int)bits + (most == 32 ? 96 : 0);
	return true;
}

bool
networks_parse(struct arena *arena, const char *const *texts, struct networks *networks, const char **error)
{
	size_t count = 0;

	*networks = (struct networks){0};
	while (texts != NULL && texts[count] != NULL)
		count++;
	networks->items = arena_make_array(arena, struct network, count + 1);
	for (; networks->count < count; networks->count++)
		if (!network_parse(texts[networks->count], &networks->items[networks->count])) {
			*error = arena_printf(
				arena, "\"%s\" is not an address or network: write it like 10.0.0.1 or 10.0.0.0/8.",
				texts[networks->count]);
			return false;
		}
	return true;
}

bool
networks_trust(const struct networks *networks, const struct address *address)
{
	if (address->local)
		return true;
	for (size_t i = 0; i < networks->count; i++)
		if (same_prefix(address, &networks->items[i].address, networks->items[i].bits))
			return true;
	return false;
}

struct address
address_forwarded(const struct networks *networks, const struct address *peer, const char *forwarded)
{
	struct address client = *peer;
	struct str rest = str_of(forwarded);

	while (rest.length > 0 && networks_trust(networks, &client)) {
		const char *comma = memrchr(rest.at, ',', rest.length);
		size_t start = comma == NULL ? 0 : (size_t)(comma - rest.at) + 1;
		struct address next;

		if (!address_parse(str_trim(str_slice(rest.at + start, rest.length - start)), &next))
			break;
		client = next;
		rest.length = comma == NULL ? 0 : start - 1;
	}
	return client;
}
