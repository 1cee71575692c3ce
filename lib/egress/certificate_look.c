/* certificate_look: one handshake with GnuTLS that accepts every certificate, then judges the one it was shown. */
#include "egress/certificate_look.h"

#include "base/arena.h"
#include "base/check.h"
#include "base/instant.h"
#include "base/str.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { CONNECT_MS = 5000, GREET_MS = 5000, NAME_SIZE = 200 };

const char *const certificate_state_names[] = {"none", "other_name", "expired", "untrusted", "valid", NULL};

size_t
host_addresses(const char *host, int port, struct host_address *addresses)
{
	const struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV};
	struct addrinfo *found = NULL;
	char service[16];
	size_t count = 0;

	snprintf(service, sizeof service, "%d", port);
	if (getaddrinfo(host, service, &hints, &found) != 0)
		return 0;
	for (const struct addrinfo *one = found; one != NULL && count < HOST_ADDRESSES; one = one->ai_next) {
		struct host_address *address = &addresses[count];

		if (one->ai_addrlen > sizeof address->to)
			continue;
		memcpy(&address->to, one->ai_addr, one->ai_addrlen);
		address->length = one->ai_addrlen;
		if (getnameinfo(one->ai_addr, one->ai_addrlen, address->text, sizeof address->text, NULL, 0,
				NI_NUMERICHOST) == 0)
			count++;
	}
	freeaddrinfo(found);
	return count;
}

/* A connected, blocking socket; -1: nobody answers in time. */
static int
connect_to(const struct host_address *address)
{
	int fd = socket(address->to.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	struct pollfd waiting = {.fd = fd, .events = POLLOUT};
	int error = 0;
	socklen_t size = sizeof error;

	if (fd < 0)
		return -1;
	(void)connect(fd, (const struct sockaddr *)&address->to, address->length);
	if (poll(&waiting, 1, CONNECT_MS) != 1 || getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0 ||
	    error != 0 || fcntl(fd, F_SETFL, 0) != 0) {
		close(fd);
		return -1;
	}
	return fd;
}

static gnutls_session_t
greet(int fd, const char *host, gnutls_certificate_credentials_t credentials)
{
	gnutls_session_t session;
	int result;

	check(gnutls_init(&session, GNUTLS_CLIENT) == 0); /* out of memory */
	gnutls_set_default_priority(session);
	gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, credentials);
	gnutls_server_name_set(session, GNUTLS_NAME_DNS, host, strlen(host));
	gnutls_transport_set_int(session, fd);
	gnutls_handshake_set_timeout(session, GREET_MS);
	do
		result = gnutls_handshake(session);
	while (result < 0 && !gnutls_error_is_fatal(result));
	if (result == 0)
		return session;
	gnutls_deinit(session);
	return NULL;
}

/* Strangers wrote it: only what is plain text. */
static const char *
plain_text(struct arena *arena, const char *text, size_t length)
{
	if (!str_is_utf8(str_slice(text, length)))
		return NULL;
	for (size_t i = 0; i < length; i++)
		if ((unsigned char)text[i] < ' ' || text[i] == 0x7f)
			return NULL;
	return length == 0 ? NULL : arena_text_of(arena, text, length);
}

static const char *
issuer_of(struct arena *arena, gnutls_x509_crt_t certificate)
{
	static const char *const names[] = {GNUTLS_OID_X520_ORGANIZATION_NAME, GNUTLS_OID_X520_COMMON_NAME};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		char text[NAME_SIZE];
		size_t size = sizeof text;
		const char *name;

		if (gnutls_x509_crt_get_issuer_dn_by_oid(certificate, names[i], 0, 0, text, &size) != 0)
			continue;
		name = plain_text(arena, text, strnlen(text, size));
		if (name != NULL)
			return name;
	}
	return NULL;
}

static enum certificate_state
judge(gnutls_session_t session, gnutls_x509_crt_t certificate, const char *host)
{
	unsigned status = 0;

	if (gnutls_x509_crt_check_hostname(certificate, host) == 0)
		return CERTIFICATE_OTHER_NAME;
	if (gnutls_certificate_verify_peers3(session, NULL, &status) != 0)
		return CERTIFICATE_UNTRUSTED;
	if (status & (GNUTLS_CERT_EXPIRED | GNUTLS_CERT_NOT_ACTIVATED))
		return CERTIFICATE_EXPIRED;
	return status == 0 ? CERTIFICATE_VALID : CERTIFICATE_UNTRUSTED;
}

static void
read_certificate(struct arena *arena, gnutls_session_t session, const char *host, struct certificate *seen)
{
	unsigned count = 0;
	const gnutls_datum_t *chain = gnutls_certificate_get_peers(session, &count);
	gnutls_x509_crt_t certificate;

	if (count == 0 || gnutls_x509_crt_init(&certificate) != 0)
		return;
	if (gnutls_x509_crt_import(certificate, &chain[0], GNUTLS_X509_FMT_DER) == 0) {
		seen->state = judge(session, certificate, host);
		seen->issuer = issuer_of(arena, certificate);
		seen->valid_until = (int64_t)gnutls_x509_crt_get_expiration_time(certificate) * SECOND_MS;
	}
	gnutls_x509_crt_deinit(certificate);
}

struct certificate
certificate_look(struct arena *arena, const char *host, const struct host_address *address)
{
	struct certificate seen = {.state = CERTIFICATE_NONE, .valid_until = NO_INSTANT};
	gnutls_certificate_credentials_t credentials;
	gnutls_session_t session;
	int fd = connect_to(address);

	if (fd < 0)
		return seen;
	check(gnutls_certificate_allocate_credentials(&credentials) == 0); /* out of memory */
	gnutls_certificate_set_x509_system_trust(credentials);
	session = greet(fd, host, credentials);
	if (session != NULL) {
		read_certificate(arena, session, host, &seen);
		gnutls_deinit(session);
	}
	gnutls_certificate_free_credentials(credentials);
	close(fd);
	return seen;
}
