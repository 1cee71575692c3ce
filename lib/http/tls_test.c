/* tls_test: a server with its own certificate, and what it does not speak. */
#include "http/server_fixture.h"

#include "base/test.h"

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { PEM_SIZE = 4096 };

struct identity {
	char cert[PEM_SIZE], key[PEM_SIZE];
};

/* A certificate that signs itself; no key is kept in the source. */
static struct identity
make_identity(void)
{
	struct identity identity = {.cert = ""};
	gnutls_x509_privkey_t key;
	gnutls_x509_crt_t cert;
	size_t key_size = PEM_SIZE - 1, cert_size = PEM_SIZE - 1;

	gnutls_x509_privkey_init(&key);
	gnutls_x509_crt_init(&cert);
	assert_int_equal(
		gnutls_x509_privkey_generate(key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0),
		0);
	gnutls_x509_crt_set_version(cert, 3);
	gnutls_x509_crt_set_serial(cert, "\1", 1);
	gnutls_x509_crt_set_dn(cert, "CN=a.example", NULL);
	gnutls_x509_crt_set_activation_time(cert, time(NULL) - 60);
	gnutls_x509_crt_set_expiration_time(cert, time(NULL) + 3600);
	gnutls_x509_crt_set_key(cert, key);
	assert_int_equal(gnutls_x509_crt_sign2(cert, cert, key, GNUTLS_DIG_SHA256, 0), 0);
	assert_int_equal(gnutls_x509_privkey_export(key, GNUTLS_X509_FMT_PEM, identity.key, &key_size), 0);
	assert_int_equal(gnutls_x509_crt_export(cert, GNUTLS_X509_FMT_PEM, identity.cert, &cert_size), 0);
	gnutls_x509_crt_deinit(cert);
	gnutls_x509_privkey_deinit(key);
	return identity;
}

/* What the server says to `request` over TLS; the length, or a negative error of the handshake. */
static ssize_t
ask(const struct fixture *fixture, const char *priorities, const char *request, char *answer, size_t size)
{
	gnutls_certificate_credentials_t credentials;
	gnutls_session_t session;
	int fd = fixture_connect(fixture);
	ssize_t length = 0;
	ssize_t got;
	int result;

	gnutls_certificate_allocate_credentials(&credentials);
	gnutls_init(&session, GNUTLS_CLIENT);
	gnutls_priority_set_direct(session, priorities, NULL);
	gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, credentials);
	gnutls_transport_set_int(session, fd);
	do
		result = gnutls_handshake(session);
	while (result < 0 && !gnutls_error_is_fatal(result));
	if (result == 0) {
		assert_int_equal(gnutls_record_send(session, request, strlen(request)), strlen(request));
		while ((got = gnutls_record_recv(session, answer + length, size - 1 - (size_t)length)) > 0 ||
		       got == GNUTLS_E_AGAIN || got == GNUTLS_E_INTERRUPTED)
			length += got > 0 ? got : 0;
		answer[length] = '\0';
	}
	gnutls_deinit(session);
	gnutls_certificate_free_credentials(credentials);
	close(fd);
	return result == 0 ? length : result;
}

TEST(tls_is_spoken_from_1_2_on)
{
	struct identity identity = make_identity();
	struct fixture fixture = fixture_start(
		&(struct http_options){.tls_cert = identity.cert, .tls_key = identity.key, .header_seconds = 1});
	static char answer[64 * 1024];
	int fd;

	assert_true(ask(&fixture, "NORMAL", "GET /who HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n", answer,
			sizeof answer) > 0);
	assert_non_null(strstr(answer, "127.0.0.1 tls a.example -\n"));
	assert_true(ask(&fixture, "NORMAL:-VERS-ALL:+VERS-TLS1.2",
			"GET /file HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n", answer,
			sizeof answer) > 0);
	assert_non_null(strstr(answer, "0123456789"));
	assert_true(ask(&fixture, "NORMAL", "GET /long HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n",
			answer, sizeof answer) > 50000);
	assert_true(ask(&fixture, "NORMAL", "GET /../x HTTP/1.1\r\nHost: a.example\r\n\r\n", answer, sizeof answer) >
		    0);
	assert_non_null(strstr(answer, "HTTP/1.1 400 "));
	assert_true(ask(&fixture, "NORMAL:-VERS-ALL:+VERS-TLS1.1", "", answer, sizeof answer) < 0);
	fd = fixture_connect(&fixture);
	fixture_say(fd, "GET / HTTP/1.1\r\nHost: a.example\r\n\r\n");
	assert_true(answer_read_to_end(fd).closed);
	close(fd);
	fd = fixture_connect(&fixture);
	assert_true(answer_read_to_end(fd).closed);
	close(fd);
	fixture_stop(&fixture);
}
