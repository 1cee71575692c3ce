/* Tests of sms: what a gateway gets, what its answers mean, and which numbers we understand. */
#include "sms/sms.h"

#include "base/arena.h"
#include "base/str.h"
#include "base/test.h"
#include "sms/sms_gsm.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

/* An HTTP gateway for one request: keeps it and answers as it is told. */
struct gateway_sink {
	const char *status, *body;
	int listener, port;
	pthread_t thread;
	char request[8192];
};

static bool
request_whole(const char *request)
{
	const char *body = strstr(request, "\r\n\r\n");
	const char *length = strcasestr(request, "content-length:");

	return body && (!length || strlen(body + 4) >= (size_t)atol(length + 15));
}

static void *
sink_serve(void *data)
{
	struct gateway_sink *sink = data;
	int peer = accept(sink->listener, NULL, NULL);
	size_t length = 0;
	ssize_t got = 1;

	while (peer >= 0 && got > 0 && !request_whole(sink->request)) {
		got = read(peer, sink->request + length, sizeof sink->request - 1 - length);
		length += got > 0 ? (size_t)got : 0;
	}
	if (peer >= 0) {
		dprintf(peer,
			"HTTP/1.1 %s\r\nContent-Length: %zu\r\nConnection: close\r\nLocation: http://127.0.0.1:1/\r\n\r\n%s",
			sink->status, strlen(sink->body), sink->body);
		close(peer);
	}
	return NULL;
}

static enum sms_result
send_to(struct arena *arena, struct gateway_sink *sink, const char *kind, const char *text, const char **error)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof address;
	const char *url;
	enum sms_result result;

	sink->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(sink->listener, (struct sockaddr *)&address, sizeof address), 0);
	assert_int_equal(listen(sink->listener, 1), 0);
	assert_int_equal(getsockname(sink->listener, (struct sockaddr *)&address, &size), 0);
	sink->port = ntohs(address.sin_port);
	assert_int_equal(pthread_create(&sink->thread, NULL, sink_serve, sink), 0);
	url = arena_printf(arena,
			   strcmp(kind, "kannel") == 0
				   ? "kannel+http://me:p%%26ss@127.0.0.1:%d/cgi-bin/sendsms?from=Parvis"
				   : "json+http://tok%%2Fen@127.0.0.1:%d/sms",
			   sink->port);
	result = sms_send(arena, url, "+33612345678", text, "id-1", error);
	shutdown(sink->listener, SHUT_RDWR);
	pthread_join(sink->thread, NULL);
	close(sink->listener);
	return result;
}

TEST(kannel_gets_its_parameters)
{
	struct arena *arena = arena_new(0);
	struct gateway_sink sink = {.status = "202 Accepted", .body = "0: Accepted for delivery"};
	struct gateway_sink wide = {.status = "202 Accepted", .body = "3: Queued for later delivery"};
	const char *error = NULL;

	setenv("http_proxy", "http://127.0.0.1:1", 1);
	assert_int_equal(send_to(arena, &sink, "kannel", "Code\xc2\xa0: 12 & 3", &error), SMS_SENT);
	unsetenv("http_proxy");
	assert_non_null(strcasestr(
		sink.request, "GET /cgi-bin/sendsms?from=Parvis&username=me&password=p%26ss&to=%2B33612345678&text="));
	assert_non_null(strcasestr(sink.request, "text=Code%c2%a0%3a+12+%26+3&charset=UTF-8&coding=2 HTTP"));
	assert_null(strcasestr(sink.request, "authorization"));
	assert_int_equal(send_to(arena, &wide, "kannel", "Cl\xc3\xa9 12 \xe2\x82\xac", &error), SMS_SENT);
	assert_non_null(strstr(wide.request, "&coding=0 HTTP"));
	arena_free(arena);
}

TEST(json_gets_its_message_and_token)
{
	struct arena *arena = arena_new(0);
	struct gateway_sink sink = {.status = "201 Created", .body = "{}"};
	const char *error = NULL;

	assert_int_equal(send_to(arena, &sink, "json", "Dites \"oui\" \xe2\x82\xac", &error), SMS_SENT);
	assert_non_null(strstr(sink.request, "POST /sms HTTP/1.1\r\n"));
	assert_non_null(strstr(sink.request, "Authorization: Bearer tok/en\r\n"));
	assert_non_null(strstr(sink.request, "Content-Type: application/json\r\n"));
	assert_non_null(strstr(
		sink.request,
		"\r\n\r\n{\"to\":\"+33612345678\",\"text\":\"Dites \\\"oui\\\" \xe2\x82\xac\",\"id\":\"id-1\"}"));
	arena_free(arena);
}

TEST(refusals_are_sorted_into_later_and_never)
{
	static const struct {
		const char *kind, *status, *body;
		enum sms_result expected;
	} cases[] = {
		{"kannel", "403 Forbidden", "Authorization failed for sendsms", SMS_NEVER},
		{"kannel", "202 Accepted", "4: Sending failed", SMS_NEVER},
		{"kannel", "503 Busy", "Temporal failure, try again later.", SMS_LATER},
		{"kannel", "200 OK", "<html>Welcome</html>", SMS_LATER},
		{"kannel", "302 Found", "0: moved", SMS_LATER},
		{"json", "400 Bad Request", "no such number", SMS_NEVER},
		{"json", "408 Request Timeout", "", SMS_LATER},
		{"json", "429 Too Many Requests", "", SMS_LATER},
		{"json", "500 Internal Server Error", "", SMS_LATER},
		{"json", "302 Found", "", SMS_LATER},
	};
	struct arena *arena = arena_new(0);
	const char *error;
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct gateway_sink sink = {.status = cases[i].status, .body = cases[i].body};

		error = NULL;
		assert_int_equal(send_to(arena, &sink, cases[i].kind, "Hello", &error), cases[i].expected);
		assert_non_null(strstr(error, cases[i].body));
		assert_null(strstr(error, "p&ss"));
	}
	assert_int_equal(sms_send(arena, "json+http://127.0.0.1:1/", "+33612345678", "x", "1", &error), SMS_LATER);
	arena_free(arena);
}

TEST(gateways_that_cannot_work_are_explained)
{
	static const char *const refused[] = {"",
					      "http://host/",
					      "kannel+ftp://u:p@host/",
					      "kannel+http://host/sendsms",
					      "file+http://u:p@host/",
					      "json+file:///etc/passwd",
					      "json+",
					      "json"};
	const char *error;
	size_t i;

	assert_true(sms_url_ok("kannel+https://u:p@host:13013/cgi-bin/sendsms?from=Parvis", &error));
	assert_true(sms_url_ok("json+https://host/path", &error));
	for (i = 0; i < sizeof refused / sizeof refused[0]; i++) {
		error = NULL;
		assert_false(sms_url_ok(refused[i], &error));
		assert_non_null(error);
	}
}

TEST(texts_of_the_seven_bit_alphabet_are_known)
{
	assert_true(sms_is_gsm("Votre code : 123456 {~} \xc3\xa9\xc3\xa8\xc3\xa0\xc3\xb9 \xe2\x82\xac\n"));
	assert_true(sms_is_gsm(""));
	assert_false(sms_is_gsm("re\xc3\xa7u"));
	assert_false(sms_is_gsm("f\xc3\xaate"));
	assert_false(sms_is_gsm("`"));
	assert_false(sms_is_gsm("\xf0\x9f\x98\x80"));
}

TEST(numbers_are_understood_as_people_type_them)
{
	static const struct {
		const char *typed, *country, *expected;
	} cases[] = {
		{"06 12 34 56 78", "FR", "+33612345678"},
		{"06.12.34.56.78", "FR", "+33612345678"},
		{"06\xc2\xa0"
		 "12\xe2\x80\xaf"
		 "34-56/78",
		 "FR", "+33612345678"},
		{"+33 (0)6 12 34 56 78", "FR", "+33612345678"},
		{"+33 06 12 34 56 78", "BE", "+33612345678"},
		{"0033 6 12 34 56 78", "DE", "+33612345678"},
		{"612345678", "FR", "+33612345678"},
		{"(0)612345678", "FR", "+33612345678"},
		{"06 12 34 56 7", "FR", NULL},
		{"06 12 34 56 78 9", "FR", NULL},
		{"06 12 34 56 7a", "FR", NULL},
		{"06 12 34 56 78", "", NULL},
		{"06 12 34 56 78", NULL, NULL},
		{"06 12 34 56 78", "XX", NULL},
		{"", "FR", NULL},
		{"+", "FR", NULL},
		{"+0612345678", "FR", NULL},
		{"+999 1234 5678 9012 3456", "FR", NULL},
		{"6+12345678", "FR", NULL},
		{"0692 12 34 56", "FR", "+262692123456"},
		{"0692 12 34 56", "RE", "+262692123456"},
		{"0690 12 34 56", "GP", "+590690123456"},
		{"0696 12 34 56", "FR", "+596696123456"},
		{"0694 12 34 56", "GF", "+594694123456"},
		{"0470 12 34 56", "BE", "+32470123456"},
		{"079 123 45 67", "CH", "+41791234567"},
		{"621 123 456", "LU", "+352621123456"},
		{"0151 23456789", "DE", "+4915123456789"},
		{"15123456789", "DE", NULL},
		{"612 34 56 78", "ES", "+34612345678"},
		{"347 123 4567", "IT", "+393471234567"},
		{"06 1234 5678", "IT", "+390612345678"},
		{"912 345 678", "PT", "+351912345678"},
		{"06 12345678", "NL", "+31612345678"},
		{"07700 900123", "GB", "+447700900123"},
		{"(415) 555-2671", "US", "+14155552671"},
		{"1 514 555 2671", "CA", "+15145552671"},
		{"0612-345678", "MA", "+212612345678"},
		{"20 123 456", "TN", "+21620123456"},
		{"0551 23 45 67", "DZ", "+213551234567"},
		{"+86 131 2345 6789", "FR", "+8613123456789"},
	};
	struct arena *arena = arena_new(0);
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const char *number = sms_number(arena, cases[i].typed, cases[i].country);

		if (!text_equal(number, cases[i].expected))
			print_error("%s in %s gives %s\n", cases[i].typed, cases[i].country, number);
		assert_true(text_equal(number, cases[i].expected));
	}
	arena_free(arena);
}

TEST(a_masked_number_tells_little)
{
	struct arena *arena = arena_new(0);

	assert_string_equal(sms_number_masked(arena, "+33612345612"), "06 •• •• •• 12");
	assert_string_equal(sms_number_masked(arena, "+14155552671"), "+1 •• •• •• 71");
	assert_string_equal(sms_number_masked(arena, "+8613123456789"), "•• •• •• 89");
	assert_string_equal(sms_number_masked(arena, ""), "•• •• •• ••");
	arena_free(arena);
}

TEST(french_landlines_are_no_mobiles)
{
	assert_true(sms_number_mobile("+33612345678"));
	assert_true(sms_number_mobile("+33712345678"));
	assert_false(sms_number_mobile("+33123456789"));
	assert_false(sms_number_mobile("+262262123456"));
	assert_true(sms_number_mobile("+262692123456"));
	assert_true(sms_number_mobile("+4915123456789"));
	assert_true(sms_number_mobile("+8613123456789"));
}
