/* http_test: the small parts: URLs, cookies, ranges, codings, addresses, file names, multipart at every seam. */
#include "base/arena.h"
#include "base/test.h"
#include "http/address.h"
#include "http/exchange.h"
#include "http/form.h"
#include "http/multipart.h"
#include "http/part.h"
#include "http/url.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static struct http_request *
request_with(struct arena *arena, const char *name, const char *value)
{
	struct http_connection *exchange = arena_make(arena, struct http_connection);

	exchange->verdict.headers = arena_make(arena, struct http_field);
	exchange->verdict.headers[0] = (struct http_field){name, value};
	exchange->verdict.header_count = 1;
	exchange->request.arena = arena;
	exchange->request.connection = exchange;
	exchange->request.form = form_new(arena);
	return &exchange->request;
}

TEST(urls_are_encoded_and_decoded)
{
	struct arena *arena = arena_new(0);
	struct str decoded;

	assert_string_equal(url_encode(arena, STR("a b/\xC3\xA9~")), "a%20b%2F%C3%A9~");
	assert_true(url_decode(arena, STR("a%20b+%C3%A9"), false, &decoded));
	assert_true(str_equal(decoded, STR("a b+\xC3\xA9")));
	assert_true(url_decode(arena, STR("a+b"), true, &decoded));
	assert_true(str_equal(decoded, STR("a b")));
	assert_false(url_decode(arena, STR("%"), true, &decoded));
	assert_false(url_decode(arena, STR("%2"), true, &decoded));
	assert_false(url_decode(arena, STR("%g0"), true, &decoded));
	assert_false(url_decode(arena, STR("%00"), true, &decoded));
	assert_false(url_decode(arena, STR("%c0%af"), true, &decoded));
	arena_free(arena);
}

TEST(cookies_are_found_by_whole_names_and_with_their_prefix_over_tls)
{
	struct arena *arena = arena_new(0);
	struct http_request *request =
		request_with(arena, "cookie", "xsid=1; sid=\"a\"; sid=b;__Host-sid=c ; empty=; flag");

	assert_string_equal(http_cookie(request, "sid"), "a");
	assert_string_equal(http_cookie(request, "empty"), "");
	assert_null(http_cookie(request, "flag"));
	assert_null(http_cookie(request, "id"));
	request->tls = true;
	assert_string_equal(http_cookie(request, "sid"), "c");
	assert_null(http_cookie(request, "xsid"));
	arena_free(arena);
}

TEST(cookies_are_set_with_all_their_attributes)
{
	struct arena *arena = arena_new(0);
	struct http_reply reply = http_reply_redirect("/");

	http_set_cookie(arena, &reply,
			&(struct http_cookie){.name = "sid", .value = "v", .max_age = 60, .secure = true});
	http_set_cookie(arena, &reply,
			&(struct http_cookie){.name = "t", .value = "", .max_age = -1, .readable = true});
	assert_string_equal(reply.headers[1].value, "__Host-sid=v; Path=/; Max-Age=60; Secure; HttpOnly; SameSite=Lax");
	assert_string_equal(reply.headers[2].value, "t=; Path=/; Max-Age=0; SameSite=Lax");
	arena_free(arena);
}

TEST(file_names_survive_every_browser)
{
	struct arena *arena = arena_new(0);
	struct http_reply reply = http_reply_redirect("/");

	http_set_disposition(arena, &reply, true, "invoice 7.pdf");
	http_set_disposition(arena, &reply, false, "caf\xC3\xA9 \"1\".pdf");
	assert_string_equal(reply.headers[1].value, "attachment; filename=\"invoice 7.pdf\"");
	assert_string_equal(reply.headers[2].value,
			    "inline; filename=\"caf_ _1_.pdf\"; filename*=UTF-8''caf%C3%A9%20%221%22.pdf");
	arena_free(arena);
}

TEST(ranges_are_read_as_rfc_9110_says)
{
	uint64_t first, length;

	assert_int_equal(range_read("bytes=0-0", 10, &first, &length), RANGE_FOUND);
	assert_int_equal(first, 0);
	assert_int_equal(length, 1);
	assert_int_equal(range_read("bytes=5-", 10, &first, &length), RANGE_FOUND);
	assert_int_equal(length, 5);
	assert_int_equal(range_read("bytes=5-99", 10, &first, &length), RANGE_FOUND);
	assert_int_equal(length, 5);
	assert_int_equal(range_read("bytes=-3", 10, &first, &length), RANGE_FOUND);
	assert_int_equal(first, 7);
	assert_int_equal(range_read("bytes=-30", 10, &first, &length), RANGE_FOUND);
	assert_int_equal(first, 0);
	assert_int_equal(length, 10);
	assert_int_equal(range_read("bytes=10-", 10, &first, &length), RANGE_UNSATISFIABLE);
	assert_int_equal(range_read("bytes=-0", 10, &first, &length), RANGE_UNSATISFIABLE);
	assert_int_equal(range_read("bytes=0-", 0, &first, &length), RANGE_UNSATISFIABLE);
	assert_int_equal(range_read("bytes=3-2", 10, &first, &length), RANGE_ABSENT);
	assert_int_equal(range_read("bytes=0-1,3-4", 10, &first, &length), RANGE_ABSENT);
	assert_int_equal(range_read("bytes=a-b", 10, &first, &length), RANGE_ABSENT);
	assert_int_equal(range_read("bytes=-", 10, &first, &length), RANGE_ABSENT);
	assert_int_equal(range_read("lines=0-1", 10, &first, &length), RANGE_ABSENT);
	assert_int_equal(range_read("bytes=99999999999999999999-", 10, &first, &length), RANGE_ABSENT);
	assert_int_equal(range_read(NULL, 10, &first, &length), RANGE_ABSENT);
}

TEST(codings_and_tags_are_weighed)
{
	assert_true(encoding_accepted("gzip", "gzip"));
	assert_true(encoding_accepted("br;q=1.0, GZIP;q=0.5", "gzip"));
	assert_false(encoding_accepted("gzip;q=0", "gzip"));
	assert_false(encoding_accepted("gzip; q=0.000", "gzip"));
	assert_true(encoding_accepted("*", "gzip"));
	assert_false(encoding_accepted("*, gzip;q=0", "gzip"));
	assert_false(encoding_accepted("br", "gzip"));
	assert_true(etag_listed("\"a\", W/\"b\"", "\"b\""));
	assert_true(etag_listed("*", "\"b\""));
	assert_false(etag_listed("\"bb\"", "\"b\""));
}

TEST(static_bytes_go_out_in_their_ready_made_form)
{
	struct arena *arena = arena_new(0);
	struct http_reply reply = http_reply_bytes(200, "text/css", STR("plain"));
	struct delivery delivery;

	reply.encoded[0] = STR("br");
	reply.encoded[1] = STR("gz");
	reply.etag = "\"t\"";
	delivery = delivery_of(request_with(arena, "accept-encoding", "gzip, br"), &reply);
	assert_true(str_equal(delivery.bytes, STR("br")));
	delivery = delivery_of(request_with(arena, "accept-encoding", "gzip"), &reply);
	assert_true(str_equal(delivery.bytes, STR("gz")));
	delivery = delivery_of(request_with(arena, "x", ""), &reply);
	assert_true(str_equal(delivery.bytes, STR("plain")));
	delivery = delivery_of(request_with(arena, "if-none-match", "W/\"t\""), &reply);
	assert_int_equal(delivery.status, 304);
	arena_free(arena);
}

static bool
trusts(const struct networks *networks, const char *text)
{
	struct address address;

	assert_true(address_parse(str_of(text), &address));
	return networks_trust(networks, &address);
}

TEST(networks_trust_whom_they_contain)
{
	static const char *const texts[] = {"10.1.0.0/16", "192.0.2.7", "2001:db8::/33", "::1", NULL};
	struct arena *arena = arena_new(0);
	struct networks networks;
	struct address peer, client;
	char text[ADDRESS_TEXT];
	const char *error;

	assert_true(networks_parse(arena, texts, &networks, &error));
	assert_true(trusts(&networks, "10.1.255.255"));
	assert_false(trusts(&networks, "10.2.0.0"));
	assert_true(trusts(&networks, "192.0.2.7:443"));
	assert_true(trusts(&networks, "::ffff:192.0.2.7"));
	assert_true(trusts(&networks, "[2001:db8:7fff::1]:80"));
	assert_false(trusts(&networks, "2001:db8:8000::1"));
	address_parse(STR("10.1.0.1"), &peer);
	client = address_forwarded(&networks, &peer, "junk, 2001:db9::1, 10.1.9.9");
	address_print(text, &client);
	assert_string_equal(text, "2001:db9::1");
	client = address_forwarded(&networks, &peer, "junk, 10.1.9.9");
	address_print(text, &client);
	assert_string_equal(text, "10.1.9.9");
	client = address_forwarded(&networks, &peer, NULL);
	address_print(text, &client);
	assert_string_equal(text, "10.1.0.1");
	assert_false(networks_parse(arena, (const char *const[]){"10.0.0.0/x", NULL}, &networks, &error));
	arena_free(arena);
}

static const char multipart_body[] =
	"preamble\r\n--xx\r\nContent-Disposition: form-data; name=\"a%22b\"\r\n\r\nvalue\r\n--x\r\n"
	"\r\n--xx\r\ncontent-disposition: form-data; name=f; filename=\"../../caf\xC3\xA9\xE2\x80\xAE.txt\"\r\n"
	"Content-Type: text/plain\r\n\r\n\r\n--x\r\n-\r\n--xx\r\n"
	"Content-Disposition: form-data; name=\"g\"; filename=\"\"\r\n\r\n\r\n--xx--\r\nepilogue";

TEST(a_network_is_an_address_or_a_sixty_four)
{
	struct arena *arena = arena_new(0);

	assert_string_equal(address_network(arena, "203.0.113.9"), "203.0.113.9");
	assert_string_equal(address_network(arena, "2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
	assert_string_equal(address_network(arena, "2001:db8:1:2:ffff::1"), "2001:db8:1:2::/64");
	assert_string_equal(address_network(arena, "::ffff:203.0.113.9"), "203.0.113.9");
	assert_null(address_network(arena, "127.0.0.1"));
	assert_null(address_network(arena, "::1"));
	assert_null(address_network(arena, "unix"));
	arena_free(arena);
}

TEST(multipart_bodies_may_be_cut_anywhere)
{
	for (size_t seam = 0; seam <= sizeof multipart_body - 1; seam++) {
		struct arena *arena = arena_new(0);
		struct http_request *request = request_with(arena, "x", "");
		struct http_limits limits = {.body = 1000, .upload = 1000, .fields = 3};
		struct multipart *multipart =
			multipart_new(request, "multipart/form-data; charset=x; boundary=xx", &limits, "/tmp");
		char bytes[32] = "";

		assert_int_equal(multipart_add(multipart, str_slice(multipart_body, seam)), 0);
		assert_int_equal(
			multipart_add(multipart, str_slice(multipart_body + seam, sizeof multipart_body - 1 - seam)),
			0);
		assert_int_equal(multipart_end(multipart), 0);
		assert_string_equal(form_raw(request->form, "a\"b"), "value\r\n--x\r\n");
		assert_int_equal(request->upload_count, 1);
		assert_string_equal(request->uploads[0].name, "caf\xC3\xA9.txt");
		assert_string_equal(request->uploads[0].type, "text/plain");
		assert_int_equal(request->uploads[0].size, 8);
		assert_int_equal(read(request->uploads[0].fd, bytes, sizeof bytes), 8);
		assert_string_equal(bytes, "\r\n--x\r\n-");
		close(request->uploads[0].fd);
		arena_free(arena);
	}
}

static int
multipart_status(const char *body, struct http_limits limits, const char *folder)
{
	struct arena *arena = arena_new(0);
	struct http_request *request = request_with(arena, "x", "");
	struct multipart *multipart = multipart_new(request, "multipart/form-data; boundary=x", &limits, folder);
	int status = multipart_add(multipart, str_of(body));

	if (status == 0)
		status = multipart_end(multipart);
	for (size_t i = 0; i < request->upload_count; i++)
		close(request->uploads[i].fd);
	arena_free(arena);
	return status;
}

#define PART(name, rest) "--x\r\nContent-Disposition: form-data; name=\"" name "\"" rest

TEST(multipart_bodies_keep_their_limits)
{
	const struct http_limits limits = {.body = 10, .upload = 10, .fields = 2};
	const struct http_limits no_files = {.body = 10, .fields = 2};

	assert_int_equal(multipart_status(PART("a", "\r\n\r\n0123456789\r\n--x--"), limits, "/tmp"), 0);
	assert_int_equal(multipart_status(PART("a", "\r\n\r\n0123456789A\r\n--x--"), limits, "/tmp"), 413);
	assert_int_equal(multipart_status(PART("a", "; filename=b\r\n\r\n0123456789\r\n--x--"), limits, "/tmp"), 0);
	assert_int_equal(multipart_status(PART("a", "; filename=b\r\n\r\n0123456789A\r\n--x--"), limits, "/tmp"), 413);
	assert_int_equal(multipart_status(PART("a", "; filename=b\r\n\r\n0\r\n--x--"), no_files, "/tmp"), 413);
	assert_int_equal(multipart_status(PART("a", "; filename=b\r\n\r\n0\r\n--x--"), limits, "/nowhere"), 503);
	assert_int_equal(multipart_status(PART("a", "\r\n\r\n\r\n") PART("b", "\r\n\r\n\r\n")
						  PART("c", "\r\n\r\n\r\n--x--"),
					  limits, "/tmp"),
			 413);
	assert_int_equal(multipart_status(PART("a", "\r\n\r\n0\r\n--xy"), limits, "/tmp"), 400);
	assert_int_equal(multipart_status(PART("a", "\r\n\r\n\xFF\r\n--x--"), limits, "/tmp"), 400);
	assert_int_equal(multipart_status("--x\r\nContent-Disposition: attachment\r\n\r\n0\r\n--x--", limits, "/tmp"),
			 400);
	assert_int_equal(multipart_status("--x\r\nno colon\r\n\r\n0\r\n--x--", limits, "/tmp"), 400);
	assert_int_equal(multipart_status("--x--", limits, "/tmp"), 0);
	assert_int_equal(multipart_status("", limits, "/tmp"), 400);
}

TEST(a_file_the_disk_does_not_take_is_507)
{
	struct rlimit before, small;
	void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
	int status;

	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	small = before;
	small.rlim_cur = 4;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	status = multipart_status(PART("a", "; filename=b\r\n\r\n0123456789\r\n--x--"),
				  (struct http_limits){.body = 10, .upload = 10, .fields = 2}, "/tmp");
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	signal(SIGXFSZ, handler);
	assert_int_equal(status, 507);
}
