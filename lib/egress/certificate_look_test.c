/* certificate_look_test: certificates made for it, shown by a server on this machine. */
#include "egress/certificate_look.h"

#include "base/arena.h"
#include "base/instant.h"
#include "base/test.h"

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <netinet/in.h>
#include <pthread.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct server {
	int fd, port;
	gnutls_certificate_credentials_t credentials;
	pthread_t thread;
	time_t until;
};

/* One handshake. */
static void *
serve(void *data)
{
	struct server *server = data;
	int fd = accept(server->fd, NULL, NULL);
	gnutls_session_t session;
	int result;

	gnutls_init(&session, GNUTLS_SERVER);
	gnutls_set_default_priority(session);
	gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, server->credentials);
	gnutls_transport_set_int(session, fd);
	do
		result = gnutls_handshake(session);
	while (result < 0 && !gnutls_error_is_fatal(result));
	gnutls_deinit(session);
	close(fd);
	return NULL;
}

/* A certificate that signs itself. */
static void
make_certificate(struct server *server, const char *host)
{
	gnutls_x509_privkey_t key;
	gnutls_x509_crt_t certificate;

	gnutls_x509_privkey_init(&key);
	gnutls_x509_crt_init(&certificate);
	gnutls_x509_privkey_generate(key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0);
	gnutls_x509_crt_set_version(certificate, 3);
	gnutls_x509_crt_set_serial(certificate, "\1", 1);
	gnutls_x509_crt_set_dn(certificate, "CN=Essai,O=Atelier des tests", NULL);
	gnutls_x509_crt_set_subject_alt_name(certificate, GNUTLS_SAN_DNSNAME, host, (unsigned)strlen(host), 0);
	gnutls_x509_crt_set_activation_time(certificate, time(NULL) - 7200);
	gnutls_x509_crt_set_expiration_time(certificate, server->until);
	gnutls_x509_crt_set_key(certificate, key);
	assert_int_equal(gnutls_x509_crt_sign2(certificate, certificate, key, GNUTLS_DIG_SHA256, 0), 0);
	gnutls_certificate_allocate_credentials(&server->credentials);
	assert_int_equal(gnutls_certificate_set_x509_key(server->credentials, &certificate, 1, key), 0);
	gnutls_x509_crt_deinit(certificate);
	gnutls_x509_privkey_deinit(key);
}

static int
listen_here(int *port)
{
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof to;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_int_equal(bind(fd, (const struct sockaddr *)&to, sizeof to), 0);
	assert_int_equal(listen(fd, 1), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&to, &size), 0);
	*port = ntohs(to.sin_port);
	return fd;
}

static struct certificate
look_at(struct arena *arena, const char *host, int port)
{
	struct host_address addresses[HOST_ADDRESSES];

	assert_int_equal(host_addresses("127.0.0.1", port, addresses), 1);
	assert_string_equal(addresses[0].text, "127.0.0.1");
	return certificate_look(arena, host, &addresses[0]);
}

static struct certificate
shown(struct arena *arena, const char *made_for, const char *asked, time_t until)
{
	struct server server = {.until = until};
	struct certificate seen;

	make_certificate(&server, made_for);
	server.fd = listen_here(&server.port);
	assert_int_equal(pthread_create(&server.thread, NULL, serve, &server), 0);
	seen = look_at(arena, asked, server.port);
	pthread_join(server.thread, NULL);
	close(server.fd);
	gnutls_certificate_free_credentials(server.credentials);
	return seen;
}

TEST(a_certificate_is_judged_by_name_time_and_signature)
{
	struct arena *arena = arena_new(0);
	time_t later = time(NULL) + 3600, before = time(NULL) - 3600;
	struct certificate seen = shown(arena, "clients.example.fr", "clients.example.fr", later);

	assert_int_equal(seen.state, CERTIFICATE_UNTRUSTED);
	assert_string_equal(seen.issuer, "Atelier des tests");
	assert_int_equal(seen.valid_until, (int64_t)later * SECOND_MS);
	assert_int_equal(shown(arena, "other.example.fr", "clients.example.fr", later).state, CERTIFICATE_OTHER_NAME);
	assert_int_equal(shown(arena, "clients.example.fr", "clients.example.fr", before).state, CERTIFICATE_EXPIRED);
	arena_free(arena);
}

TEST(who_does_not_answer_shows_no_certificate)
{
	struct arena *arena = arena_new(0);
	int port, fd = listen_here(&port);

	close(fd);
	assert_int_equal(look_at(arena, "clients.example.fr", port).state, CERTIFICATE_NONE);
	arena_free(arena);
}
