/* server_test: a real server on 127.0.0.1, spoken to byte by byte: hostile requests, bodies, answers. */
#include "http/server_fixture.h"

#include "base/test.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define HOST "Host: a.example\r\n"

struct hostile {
	const char *name;
	const char *bytes;
	size_t length;
	int status; /* 0: closed without an answer is right too */
	bool closed;
	unsigned served; /* requests that reached the application */
};

#define ROW(name, text, status, closed, served)                                                                        \
	{                                                                                                              \
		name, text, sizeof(text) - 1, status, closed, served                                                   \
	}

#define GET_OK "GET /smuggled HTTP/1.1\r\n" HOST "\r\n"
#define FORM   "Content-Type: application/x-www-form-urlencoded\r\n"

static const struct hostile rows[] = {
	ROW("plain", "GET / HTTP/1.1\r\n" HOST "\r\n", 200, false, 1),
	ROW("query", "GET /?a=1&b=%20 HTTP/1.1\r\n" HOST "\r\n", 200, false, 1),
	ROW("HTTP/1.0", "GET / HTTP/1.0\r\n" HOST "\r\n", 200, true, 1),
	ROW("HEAD", "HEAD / HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n", 200, true, 1),
	ROW("blank line first", "\r\nGET / HTTP/1.1\r\n" HOST "\r\n", 200, false, 1),
	ROW("absolute form", "GET http://a.example/x HTTP/1.1\r\n" HOST "\r\n", 200, false, 1),
	ROW("pipelined", "GET / HTTP/1.1\r\n" HOST "\r\nGET / HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n", 200, true,
	    2),
	ROW("trailing blank of a value", "GET / HTTP/1.1\r\n" HOST "X: a \t \r\n\r\n", 200, false, 1),
	ROW("upper-case hex", "GET /%C3%A9t%c3%a9 HTTP/1.1\r\n" HOST "\r\n", 200, false, 1),
	ROW("empty length with GET", "GET / HTTP/1.1\r\n" HOST "Content-Length: 0\r\n\r\n", 200, false, 1),

	ROW("two lengths",
	    "POST /echo HTTP/1.1\r\n" HOST FORM "Content-Length: 3\r\nContent-Length: 60\r\n\r\na=b" GET_OK, 400, true,
	    0),
	ROW("two equal lengths",
	    "POST /echo HTTP/1.1\r\n" HOST FORM "Content-Length: 3\r\nContent-Length: 3\r\n\r\na=b" GET_OK, 400, true,
	    0),
	ROW("length list", "POST /echo HTTP/1.1\r\n" HOST FORM "Content-Length: 3, 3\r\n\r\na=b" GET_OK, 400, true, 0),
	ROW("signed length", "POST /echo HTTP/1.1\r\n" HOST FORM "Content-Length: +3\r\n\r\na=b" GET_OK, 400, true, 0),
	ROW("negative length", "POST /echo HTTP/1.1\r\n" HOST FORM "Content-Length: -3\r\n\r\na=b" GET_OK, 400, true,
	    0),
	ROW("hex length", "POST /echo HTTP/1.1\r\n" HOST FORM "Content-Length: 0x3\r\n\r\na=b" GET_OK, 400, true, 0),
	ROW("empty length", "POST /echo HTTP/1.1\r\n" HOST FORM "Content-Length:\r\n\r\na=b" GET_OK, 400, true, 0),
	ROW("huge length", "POST /echo HTTP/1.1\r\n" HOST FORM "Content-Length: 99999999999999999999\r\n\r\na=b" GET_OK,
	    413, true, 0),
	ROW("length and chunked",
	    "POST /echo HTTP/1.1\r\n" HOST FORM
	    "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\na=b\r\n0\r\n\r\n" GET_OK,
	    400, true, 0),
	ROW("chunked and length",
	    "POST /echo HTTP/1.1\r\n" HOST FORM
	    "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n3\r\na=b\r\n0\r\n\r\n" GET_OK,
	    400, true, 0),
	ROW("unknown encoding", "POST /echo HTTP/1.1\r\n" HOST FORM "Transfer-Encoding: foo\r\n\r\na=b" GET_OK, 501,
	    true, 0),
	ROW("gzip, chunked",
	    "POST /echo HTTP/1.1\r\n" HOST FORM "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n" GET_OK, 501, true,
	    0),
	ROW("identity", "POST /echo HTTP/1.1\r\n" HOST FORM "Transfer-Encoding: identity\r\n\r\n0\r\n\r\n" GET_OK, 501,
	    true, 0),
	ROW("xchunked", "POST /echo HTTP/1.1\r\n" HOST FORM "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" GET_OK, 501,
	    true, 0),
	ROW("chunked with a blank behind",
	    "POST /echo HTTP/1.1\r\n" HOST FORM "Transfer-Encoding: chunked \r\n\r\n0\r\n\r\n" GET_OK, 501, true, 0),
	ROW("chunked after vertical tab",
	    "POST /echo HTTP/1.1\r\n" HOST FORM "Transfer-Encoding: \x0b"
	    "chunked\r\n\r\n0\r\n\r\n" GET_OK,
	    400, true, 0),
	ROW("two encodings",
	    "POST /echo HTTP/1.1\r\n" HOST FORM
	    "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n" GET_OK,
	    400, true, 0),
	ROW("encoding in 1.0", "POST /echo HTTP/1.0\r\n" HOST FORM "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" GET_OK,
	    400, true, 0),
	ROW("blank before colon",
	    "POST /echo HTTP/1.1\r\n" HOST FORM "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" GET_OK, 400, true, 0),
	ROW("tab before colon", "POST /echo HTTP/1.1\r\n" HOST FORM "Content-Length\t: 3\r\n\r\na=b" GET_OK, 400, true,
	    0),
	ROW("blank before name", "GET / HTTP/1.1\r\n" HOST " X: a\r\n\r\n" GET_OK, 400, true, 0),
	ROW("blank before first name", "GET / HTTP/1.1\r\n " HOST "\r\n" GET_OK, 400, true, 0),
	ROW("folded value", "GET / HTTP/1.1\r\n" HOST "X: a\r\n b\r\n\r\n" GET_OK, 400, true, 0),
	ROW("folded encoding",
	    "POST /echo HTTP/1.1\r\n" HOST FORM "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n" GET_OK, 400, true, 0),
	ROW("no name", "GET / HTTP/1.1\r\n" HOST ": a\r\n\r\n" GET_OK, 400, true, 0),
	ROW("no colon", "GET / HTTP/1.1\r\n" HOST "X\r\n\r\n" GET_OK, 400, true, 0),
	ROW("name with braces", "GET / HTTP/1.1\r\n" HOST "X{}: a\r\n\r\n" GET_OK, 400, true, 0),
	ROW("name beyond ASCII", "GET / HTTP/1.1\r\n" HOST "X\xC3\xA9: a\r\n\r\n" GET_OK, 400, true, 0),
	ROW("NUL in name", "GET / HTTP/1.1\r\n" HOST "X\0Y: a\r\n\r\n" GET_OK, 400, true, 0),
	ROW("NUL in value", "GET / HTTP/1.1\r\n" HOST "X: a\0b\r\n\r\n" GET_OK, 400, true, 0),
	ROW("NUL ends value", "GET / HTTP/1.1\r\n" HOST "X: a\0\r\n\r\n" GET_OK, 400, true, 0),
	ROW("NUL hides header end", "GET / HTTP/1.1\r\n" HOST "\0X: a\r\n\r\n" GET_OK, 400, true, 0),
	ROW("bare CR in value", "GET / HTTP/1.1\r\n" HOST "X: a\rY: b\r\n\r\n" GET_OK, 400, true, 0),
	ROW("CR CR LF", "GET / HTTP/1.1\r\n" HOST "X: a\r\r\n\r\n" GET_OK, 400, true, 0),
	ROW("bare LF", "GET / HTTP/1.1\r\n" HOST "X: a\nY: b\r\n\r\n" GET_OK, 400, true, 0),
	ROW("only bare LF", "GET / HTTP/1.1\nHost: a.example\n\n" GET_OK, 400, true, 0),
	ROW("bare LF at the end", "GET / HTTP/1.1\r\n" HOST "\n" GET_OK, 400, true, 0),
	ROW("bell in value", "GET / HTTP/1.1\r\n" HOST "X: a\x07\r\n\r\n" GET_OK, 400, true, 0),
	ROW("no Host", "GET / HTTP/1.1\r\nX: a\r\n\r\n" GET_OK, 400, true, 0),
	ROW("no fields", "GET / HTTP/1.1\r\n\r\n" GET_OK, 400, true, 0),
	ROW("two Hosts", "GET / HTTP/1.1\r\n" HOST "Host: b.example\r\n\r\n" GET_OK, 400, true, 0),
	ROW("two equal Hosts", "GET / HTTP/1.1\r\n" HOST HOST "\r\n" GET_OK, 400, true, 0),
	ROW("empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n" GET_OK, 400, true, 0),
	ROW("Host with path", "GET / HTTP/1.1\r\nHost: a.example/x\r\n\r\n" GET_OK, 400, true, 0),
	ROW("Host with user", "GET / HTTP/1.1\r\nHost: x@a.example\r\n\r\n" GET_OK, 400, true, 0),
	ROW("Host list", "GET / HTTP/1.1\r\nHost: a.example, b.example\r\n\r\n" GET_OK, 400, true, 0),
	ROW("Host port", "GET / HTTP/1.1\r\nHost: a.example:99999\r\n\r\n" GET_OK, 400, true, 0),
	ROW("absolute form, other host", "GET http://b.example/ HTTP/1.1\r\n" HOST "\r\n" GET_OK, 400, true, 0),
	ROW("absolute form, other scheme", "GET ftp://a.example/ HTTP/1.1\r\n" HOST "\r\n" GET_OK, 400, true, 0),
	ROW("dot segments", "GET /a/../b HTTP/1.1\r\n" HOST "\r\n" GET_OK, 400, true, 0),
	ROW("dot segment", "GET /a/./b HTTP/1.1\r\n" HOST "\r\n" GET_OK, 400, true, 0),
	ROW("dots at the end", "GET /a/.. HTTP/1.1\r\n" HOST "\r\n" GET_OK, 400, true, 0),
	ROW("escaped dots", "GET /a/%2e%2E/b HTTP/1.1\r\n" HOST "\r\n" GET_OK, 400, true, 0),
	ROW("half escaped dots", "GET /a/.%2e/b HTTP/1.1\r\n" HOST "\r\n" GET_OK, 400, true, 0),
	ROW("escaped slash", "GET /a%2fb HTTP/1.1\r\n" HOST "\r\n" GET_OK, 400, true, 0),
	ROW("escaped backslash", "GET /a%5Cb HTTP/1.1\r\n" HOST "\r\n" GET_OK, 400, true, 0),
	ROW("backslash", "GET /a\\..\\b HTTP/1.1\r\n" HOST "\r\n" GET_OK, 400, true, 0),
	ROW("two slashes", "GET //evil.example/ HTTP/1.1\r\n" HOST "\r\n" GET_OK, 400, true, 0),
	ROW("two slashes within", "GET /a//b HTTP/1.1\r\n" HOST "\r\n" GET_OK, 400, true, 0),
	ROW("escaped NUL", "GET /a%00b HTTP/1.1\r\n" HOST "\r\n" GET_OK, 400, true, 0),
	ROW("escaped NUL in query", "GET /?a=%00 HTTP/1.1\r\n" HOST "\r\n" GET_OK, 400, true, 0),
	ROW("escaped LF in path", "GET /a%0ab HTTP/1.1\r\n" HOST "\r\n" GET_OK, 400, true, 0),
	ROW("overlong dot", "GET /%c0%ae%c0%ae/ HTTP/1.1\r\n" HOST "\r\n" GET_OK, 400, true, 0),
	ROW("not UTF-8", "GET /%ff HTTP/1.1\r\n" HOST "\r\n" GET_OK, 400, true, 0),
	ROW("broken escape", "GET /%4 HTTP/1.1\r\n" HOST "\r\n" GET_OK, 400, true, 0),
	ROW("broken escape in query", "GET /?a=%zz HTTP/1.1\r\n" HOST "\r\n" GET_OK, 400, true, 0),
	ROW("double escape stays one", "GET /%252e%252e/x HTTP/1.1\r\n" HOST "\r\n", 200, false, 1),
	ROW("raw bytes in target", "GET /\xC3\xA9 HTTP/1.1\r\n" HOST "\r\n" GET_OK, 400, true, 0),
	ROW("NUL in target", "GET /a\0b HTTP/1.1\r\n" HOST "\r\n" GET_OK, 400, true, 0),
	ROW("blank in target", "GET /a b HTTP/1.1\r\n" HOST "\r\n" GET_OK, 400, true, 0),
	ROW("tab in target", "GET /a\tb HTTP/1.1\r\n" HOST "\r\n" GET_OK, 400, true, 0),
	ROW("two blanks", "GET  / HTTP/1.1\r\n" HOST "\r\n" GET_OK, 400, true, 0),
	ROW("blank after version", "GET / HTTP/1.1 \r\n" HOST "\r\n" GET_OK, 400, true, 0),
	ROW("fragment", "GET /a#b HTTP/1.1\r\n" HOST "\r\n" GET_OK, 400, true, 0),
	ROW("relative target", "GET a HTTP/1.1\r\n" HOST "\r\n" GET_OK, 400, true, 0),
	ROW("OPTIONS", "OPTIONS / HTTP/1.1\r\n" HOST "\r\n", 200, false, 1),
	ROW("PROPFIND with a body", "PROPFIND / HTTP/1.1\r\n" HOST FORM "Content-Length: 3\r\n\r\na=b", 200, false, 1),
	ROW("MOVE to two places", "MOVE / HTTP/1.1\r\n" HOST "Destination: /a\r\nDestination: /b\r\n\r\n" GET_OK, 400,
	    true, 0),
	ROW("body of a LOCK refused early",
	    "LOCK /missing HTTP/1.1\r\n" HOST FORM "Content-Length: 500000\r\n\r\n" GET_OK, 404, true, 0),
	ROW("OPTIONS *", "OPTIONS * HTTP/1.1\r\n" HOST "\r\n" GET_OK, 405, true, 0),
	ROW("TRACE", "TRACE / HTTP/1.1\r\n" HOST "\r\n" GET_OK, 405, true, 0),
	ROW("CONNECT", "CONNECT a.example:80 HTTP/1.1\r\n" HOST "\r\n" GET_OK, 405, true, 0),
	ROW("unknown method", "BREW /pot HTTP/1.1\r\n" HOST "\r\n" GET_OK, 501, true, 0),
	ROW("lower-case method", "get / HTTP/1.1\r\n" HOST "\r\n" GET_OK, 501, true, 0),
	ROW("method no token", "G(T / HTTP/1.1\r\n" HOST "\r\n" GET_OK, 400, true, 0),
	ROW("NUL in method", "GE\0T / HTTP/1.1\r\n" HOST "\r\n" GET_OK, 501, true, 0),
	ROW("HTTP/1.2", "GET / HTTP/1.2\r\n" HOST "\r\n" GET_OK, 505, true, 0),
	ROW("HTTP/2.0", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, true, 0),
	ROW("HTTP/0.9", "GET /\r\n" GET_OK, 400, true, 0),
	ROW("no HTTP", "\x16\x03\x01\x02\r\n", 0, true, 0),
	ROW("lower-case version", "GET / http/1.1\r\n" HOST "\r\n" GET_OK, 400, true, 0),
	ROW("unknown expectation",
	    "POST /echo HTTP/1.1\r\n" HOST FORM "Expect: cake\r\nContent-Length: 3\r\n\r\na=b" GET_OK, 417, true, 0),
	ROW("GET with body", "GET / HTTP/1.1\r\n" HOST "Content-Length: 3\r\n\r\na=b" GET_OK, 400, true, 0),
	ROW("GET with chunks", "GET / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" GET_OK, 400,
	    true, 0),
	ROW("broken chunk size",
	    "POST /echo HTTP/1.1\r\n" HOST FORM "Transfer-Encoding: chunked\r\n\r\nxyz\r\na=b\r\n0\r\n\r\n" GET_OK, 400,
	    true, 0),
	ROW("signed chunk size",
	    "POST /echo HTTP/1.1\r\n" HOST FORM "Transfer-Encoding: chunked\r\n\r\n+3\r\na=b\r\n0\r\n\r\n" GET_OK, 400,
	    true, 0),
	ROW("hex prefix chunk size",
	    "POST /echo HTTP/1.1\r\n" HOST FORM "Transfer-Encoding: chunked\r\n\r\n0x3\r\na=b\r\n0\r\n\r\n" GET_OK, 400,
	    true, 0),
	ROW("overflowing chunk size",
	    "POST /echo HTTP/1.1\r\n" HOST FORM
	    "Transfer-Encoding: chunked\r\n\r\n10000000000000003\r\na=b\r\n0\r\n\r\n" GET_OK,
	    413, true, 0),
	ROW("chunk longer than said",
	    "POST /echo HTTP/1.1\r\n" HOST FORM "Transfer-Encoding: chunked\r\n\r\n3\r\na=bc\r\n0\r\n\r\n" GET_OK, 400,
	    true, 0),
	ROW("unknown type", "POST /echo HTTP/1.1\r\n" HOST "Content-Type: text/plain\r\nContent-Length: 3\r\n\r\na=b",
	    415, true, 0),
	ROW("no type", "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 3\r\n\r\na=b", 415, true, 0),
	ROW("body too large", "POST /echo HTTP/1.1\r\n" HOST FORM "Content-Length: 5000000\r\n\r\na=b", 413, true, 0),
	ROW("body where none may be", "POST /nobody HTTP/1.1\r\n" HOST FORM "Content-Length: 3\r\n\r\na=b", 413, true,
	    0),
	ROW("field not UTF-8", "POST /echo HTTP/1.1\r\n" HOST FORM "Content-Length: 5\r\n\r\na=%ff", 400, true, 0),
	ROW("JSON broken",
	    "POST /echo HTTP/1.1\r\n" HOST "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{]", 400, true,
	    0),
	ROW("not found, body read", "POST /missing HTTP/1.1\r\n" HOST FORM "Content-Length: 3\r\n\r\na=b", 404, false,
	    0),
};

TEST(hostile_requests_get_their_answer_and_nothing_behind_them_runs)
{
	struct fixture fixture = fixture_start(NULL);

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const struct hostile *row = &rows[i];
		unsigned before = fixture_served(&fixture);
		int fd = fixture_connect(&fixture);
		struct answer answer;
		bool right;

		fixture_send(fd, row->bytes, row->length);
		answer = row->closed ? answer_read_to_end(fd) : answer_read(fd, false);
		right = answer.status == row->status && answer.closed == row->closed;
		if (row->status != 0 && !row->closed) {
			fixture_say(fd, "GET /after HTTP/1.1\r\n" HOST "\r\n");
			right = right && answer_read(fd, false).status == 200 &&
				fixture_served(&fixture) - before == row->served + 1;
		} else {
			right = right && fixture_served(&fixture) - before == row->served &&
				(answer.more == 0 || row->served == 2);
		}
		if (!right)
			print_message("%s: got %d%s, served %u\n%s\n", row->name, answer.status,
				      answer.closed ? ", closed" : "", fixture_served(&fixture) - before, answer.text);
		assert_true(right);
		close(fd);
	}
	fixture_stop(&fixture);
}

TEST(too_much_of_everything_is_refused)
{
	struct fixture fixture = fixture_start(NULL);
	static char big[70000];
	struct answer answer;

	memset(big, 'a', sizeof big - 1);
	answer = fixture_ask(&fixture, "GET /%.9000s HTTP/1.1\r\n" HOST "\r\n", big);
	assert_int_equal(answer.status, 414);
	answer = fixture_ask(&fixture, "GET /?%.9000s HTTP/1.1\r\n" HOST "\r\n", big);
	assert_int_equal(answer.status, 414);
	answer = fixture_ask(&fixture, "GET / HTTP/1.1\r\n" HOST "X: %.17000s\r\n\r\n", big);
	assert_int_equal(answer.status, 431);
	answer = fixture_ask(&fixture, "GET / HTTP/1.1\r\n" HOST "X: %s\r\n\r\n", big);
	assert_int_equal(answer.status, 431);
	answer = fixture_ask(&fixture, "GET /%s HTTP/1.1\r\n" HOST "\r\n", big);
	assert_int_equal(answer.status, 414);
	answer = fixture_ask(&fixture, "GET / HTTP/1.1\r\n" HOST "Cookie: %.16000s\r\n\r\n", big);
	assert_int_equal(answer.status, 200);
	for (size_t i = 1; i < 8000; i += 2)
		big[i] = '&';
	answer = fixture_ask(&fixture, "GET /?%.8000s HTTP/1.1\r\n" HOST "\r\n", big);
	assert_int_equal(answer.status, 400);
	big[0] = '\0';
	for (int i = 0; i < 101; i++)
		snprintf(big + strlen(big), 20, "X-%d: a\r\n", i);
	answer = fixture_ask(&fixture, "GET / HTTP/1.1\r\n" HOST "%s\r\n", big);
	assert_int_equal(answer.status, 431);
	fixture_stop(&fixture);
}

TEST(requests_may_come_in_pieces_and_share_a_connection)
{
	struct fixture fixture = fixture_start(NULL);
	static const char text[] =
		"POST /echo?q=1 HTTP/1.1\r\n" HOST FORM
		"Transfer-Encoding: chunked\r\n\r\n4;x=y\r\na=1&\r\n3\r\nb=2\r\n0\r\nTrailer: x\r\n\r\n";
	int fd = fixture_connect(&fixture);

	for (size_t i = 0; i < sizeof text - 1; i++)
		fixture_send(fd, text + i, 1);
	assert_string_equal(answer_read(fd, false).body, "q=1\na=1\nb=2\n");
	fixture_say(fd, "GET /slow HTTP/1.1\r\n" HOST "\r\nGET / HTTP/1.1\r\n" HOST "\r\n");
	assert_string_equal(answer_read(fd, false).body, "later\n");
	assert_string_equal(answer_read(fd, false).body, "hello\n");
	close(fd);
	fixture_stop(&fixture);
}

TEST(a_client_that_has_said_all_and_closed_its_half_still_gets_its_answer)
{
	struct fixture fixture = fixture_start(NULL);

	for (int i = 0; i < 50; i++)
		assert_string_equal(fixture_ask(&fixture, "GET / HTTP/1.1\r\n" HOST "\r\n").body, "hello\n");
	assert_string_equal(fixture_ask(&fixture, "GET /slow HTTP/1.1\r\n" HOST "\r\n").body, "later\n");
	fixture_stop(&fixture);
}

TEST(a_body_over_its_limit_is_refused_as_soon_as_it_is)
{
	struct fixture fixture = fixture_start(NULL);
	static char chunk[4096 + 8];
	int fd = fixture_connect(&fixture);
	struct answer answer;

	fixture_say(fd, "POST /echo HTTP/1.1\r\n" HOST FORM "Transfer-Encoding: chunked\r\n\r\n");
	memset(chunk, 'a', sizeof chunk);
	memcpy(chunk, "1000\r\n", 6);
	memcpy(chunk + sizeof chunk - 2, "\r\n", 2);
	for (int i = 0; i < 200; i++)
		if (!fixture_try_send(fd, chunk, sizeof chunk))
			break;
	answer = answer_read_to_end(fd);
	assert_int_equal(answer.status, 413);
	assert_true(answer.closed);
	assert_int_equal(fixture_served(&fixture), 0);
	close(fd);
	fixture_stop(&fixture);
}

TEST(a_client_that_asks_first_is_told_to_continue_only_when_welcome)
{
	struct fixture fixture = fixture_start(NULL);
	int fd = fixture_connect(&fixture);

	fixture_say(fd, "POST /echo HTTP/1.1\r\n" HOST FORM "Expect: 100-continue\r\nContent-Length: 3\r\n\r\n");
	assert_int_equal(answer_read(fd, true).status, 100);
	fixture_say(fd, "a=b");
	assert_string_equal(answer_read(fd, false).body, "a=b\n");
	fixture_say(fd, "POST /missing HTTP/1.1\r\n" HOST FORM "Expect: 100-continue\r\nContent-Length: 3\r\n\r\n");
	assert_int_equal(answer_read_to_end(fd).status, 404);
	close(fd);
	fixture_stop(&fixture);
}

TEST(bodies_of_all_kinds_fill_the_form)
{
	struct fixture fixture = fixture_start(NULL);
	struct answer answer;

	answer = fixture_post(&fixture, "/echo?a=0", "application/json; charset=utf-8",
			      "{\"a\":1,\"lines\":[{\"label\":\"x\"},{\"label\":null}],\"ok\":true}");
	assert_string_equal(answer.body, "a=1\na=1\nlines.0.label=x\nlines.1.label=\nok=true\n");
	answer = fixture_post(&fixture, "/echo", "multipart/form-data; boundary=\"b o\"",
			      "--b o\r\nContent-Disposition: form-data; name=\"t\"\r\n\r\n\xC3\xA9\r\n--b o\r\n"
			      "Content-Disposition: form-data; name=\"f\"; filename=\"C:\\\\x\\\\a.txt\"\r\n"
			      "Content-Type: text/plain\r\n\r\n12\r\n--b 3\r\n--b o--\r\n");
	assert_string_equal(answer.body, "t=\xC3\xA9\nf: a.txt text/plain 9 12\r\n--b 3\n");
	answer = fixture_post(&fixture, "/echo", "multipart/form-data; boundary=x", "--x\r\nno end");
	assert_int_equal(answer.status, 400);
	fixture_stop(&fixture);
}

TEST(files_go_out_whole_in_ranges_and_not_at_all_when_known)
{
	struct fixture fixture = fixture_start(NULL);
	struct answer answer;

	answer = fixture_ask(&fixture, "GET /file HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n");
	assert_int_equal(answer.status, 200);
	assert_string_equal(answer.body, "0123456789");
	assert_non_null(strstr(answer.text, "Accept-Ranges: bytes\r\n"));
	answer = fixture_ask(&fixture, "GET /file HTTP/1.1\r\n" HOST "Range: bytes=2-4\r\nConnection: close\r\n\r\n");
	assert_int_equal(answer.status, 206);
	assert_string_equal(answer.body, "234");
	assert_non_null(strstr(answer.text, "Content-Range: bytes 2-4/10\r\n"));
	answer = fixture_ask(&fixture, "GET /file HTTP/1.1\r\n" HOST "Range: bytes=10-\r\nConnection: close\r\n\r\n");
	assert_int_equal(answer.status, 416);
	assert_non_null(strstr(answer.text, "Content-Range: bytes */10\r\n"));
	answer = fixture_ask(&fixture, "GET /file HTTP/1.1\r\n" HOST
				       "Range: bytes=0-1\r\nIf-Range: \"no\"\r\nConnection: close\r\n\r\n");
	assert_int_equal(answer.status, 200);
	answer = fixture_ask(&fixture,
			     "GET /file HTTP/1.1\r\n" HOST "If-None-Match: \"tag\"\r\nConnection: close\r\n\r\n");
	assert_int_equal(answer.status, 304);
	assert_string_equal(answer.body, "");
	answer = fixture_ask(&fixture, "HEAD /file HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n");
	assert_int_equal(answer.status, 200);
	assert_non_null(strstr(answer.text, "Content-Length: 10\r\n"));
	assert_string_equal(answer.body, "");
	assert_null(strstr(answer.text, "Server:"));
	fixture_stop(&fixture);
}

TEST(pages_are_compressed_for_those_who_accept_it)
{
	struct fixture fixture = fixture_start(NULL);
	struct answer answer;

	answer = fixture_ask(&fixture,
			     "GET /long HTTP/1.1\r\n" HOST "Accept-Encoding: br, gzip\r\nConnection: close\r\n\r\n");
	assert_non_null(strstr(answer.text, "Content-Encoding: gzip\r\n"));
	assert_non_null(strstr(answer.text, "Vary: Accept-Encoding\r\n"));
	assert_true(answer.length < 2000);
	answer = fixture_ask(&fixture,
			     "GET /long HTTP/1.1\r\n" HOST "Accept-Encoding: gzip;q=0\r\nConnection: close\r\n\r\n");
	assert_null(strstr(answer.text, "Content-Encoding"));
	fixture_stop(&fixture);
}

TEST(a_stop_answers_what_is_in_flight)
{
	struct fixture fixture = fixture_start(NULL);
	int busy = fixture_connect(&fixture);
	int idle = fixture_connect(&fixture);
	struct answer answer;

	fixture_say(idle, "GET / HTTP/1.1\r\n" HOST "\r\n");
	assert_int_equal(answer_read(idle, false).status, 200);
	fixture_say(busy, "GET /slow HTTP/1.1\r\n" HOST "\r\n");
	while (http_counted(fixture.server).in_flight == 0)
		usleep(1000);
	fixture_stop(&fixture);
	assert_true(answer_read_to_end(idle).closed);
	answer = answer_read_to_end(busy);
	assert_int_equal(answer.status, 200);
	assert_non_null(strstr(answer.text, "Connection: close\r\n"));
	close(busy);
	close(idle);
}
