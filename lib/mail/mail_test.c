/* Tests of mail: what a server gets, what its answers mean, what the message looks like, which addresses we take. */
#include "mail/mail.h"

#include "base/arena.h"
#include "base/test.h"
#include "mail/mail_parts.h"
#include "mail/mail_sink_test.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

static const struct mail plain = {
	.from_name = "Studio Loire",
	.from_address = "portal@studio.example",
	.to_name = "Zo\xc3\xa9 Lef\xc3\xa8vre",
	.to_address = "zoe@client.example",
	.subject = "Votre facture n\xc2\xb0 12",
	.text = "Bonjour,\n.\n..deux points\n",
	.message_id = "<m1@studio.example>",
	.date = 1795346502000, /* 2026-11-22 11:21:42 */
};

static enum mail_result
send_to(struct arena *arena, struct mail_sink *sink, const char *format, const struct mail *mail, const char **error)
{
	enum mail_result result;

	mail_sink_start(sink);
	result = mail_send(arena,
			   arena_printf(arena, "smtp://%s:%d%s",
					strcmp(format, "login") ? "127.0.0.1" : "me:secret@127.0.0.1", sink->port,
					strcmp(format, "tls") ? "" : "/?tls=required"),
			   mail, error);
	mail_sink_stop(sink);
	return result;
}

/* Puts the encoded words of a header together again. */
static const char *
words_decoded(struct arena *arena, const char *message, const char *header)
{
	struct builder out = builder_new(arena, 0);
	const char *at = strstr(message, header);
	const char *end;

	assert_non_null(at);
	for (at += strlen(header); strncmp(at, "=?UTF-8?B?", 10) == 0; at = end + 2) {
		unsigned char bytes[64];
		size_t size = 0;

		at += 10;
		end = strstr(at, "?=");
		assert_int_equal(sodium_base642bin(bytes, sizeof bytes, at, (size_t)(end - at), NULL, &size, NULL,
						   sodium_base64_VARIANT_ORIGINAL),
				 0);
		assert_true(str_is_utf8(str_slice(bytes, size)));
		build_bytes(&out, bytes, size);
		if (strncmp(end + 2, "\r\n =?", 5) == 0)
			end += 3;
	}
	return builder_text(&out);
}

static void
assert_lines_short(struct str message)
{
	struct str line;

	while (message.at) {
		line = str_cut(&message, '\n');
		assert_true(line.length <= 77); /* 76 and CR */
		assert_true(line.length == 0 || line.at[line.length - 1] == '\r');
	}
}

TEST(a_server_gets_the_very_message_that_is_printed)
{
	struct arena *arena = arena_new(0);
	struct mail_sink sink = {0};
	const char *error = NULL;
	struct str printed = mail_print(arena, &plain);
	const char *body;

	setenv("ALL_PROXY", "http://127.0.0.1:1", 1);
	assert_int_equal(send_to(arena, &sink, "", &plain, &error), MAIL_SENT);
	unsetenv("ALL_PROXY");
	assert_non_null(strstr(sink.commands, "MAIL FROM:<portal@studio.example>"));
	assert_non_null(strstr(sink.commands, "RCPT TO:<zoe@client.example>\r\n"));
	body = strstr(sink.message, "\r\n\r\n");
	assert_non_null(body);
	assert_int_equal(strncmp(sink.message, printed.at, (size_t)(body - sink.message)), 0);
	assert_non_null(strstr(printed.at, "\r\n.\r\n..deux points\r\n"));
	assert_non_null(strstr(body, "\r\n..\r\n...deux points\r\n"));
	assert_non_null(strstr(printed.at, "Date: Sun, 22 Nov 2026 11:21:42 +0000\r\n"));
	assert_non_null(strstr(printed.at, "From: \"Studio Loire\"\r\n <portal@studio.example>\r\n"));
	assert_non_null(strstr(printed.at, "Message-ID: <m1@studio.example>\r\n"));
	assert_string_equal(words_decoded(arena, printed.at, "Subject: "), plain.subject);
	assert_string_equal(words_decoded(arena, printed.at, "To: "), plain.to_name);
	arena_free(arena);
}

static struct mail
reported(void)
{
	struct mail mail = plain;

	mail.to_address = "zoe+home@client.example";
	mail.return_address = "retour+abc123@studio.example";
	mail.envelope_id = "abc123";
	return mail;
}

/* The letters on the wire: libcurl has no option for them, so that a new one of it is looked at here. */
TEST(reports_are_asked_for_where_they_are_offered)
{
	struct arena *arena = arena_new(0);
	struct mail_sink offering = {.ehlo = "250-sink\r\n250-dsn\r\n250 SIZE 1000000"}, plain_one = {0};
	const struct mail mail = reported();
	const char *error = NULL;

	assert_int_equal(send_to(arena, &offering, "", &mail, &error), MAIL_SENT);
	assert_non_null(
		strstr(offering.commands, "MAIL FROM:<retour+abc123@studio.example> RET=HDRS ENVID=<abc123> SIZE="));
	assert_non_null(strstr(offering.commands, "RCPT TO:<zoe+home@client.example> NOTIFY=SUCCESS,FAILURE "
						  "ORCPT=rfc822;<zoe+2Bhome@client.example>\r\n"));
	assert_non_null(strstr(offering.message, "From: \"Studio Loire\"\r\n <portal@studio.example>\r\n"));
	assert_null(strstr(offering.message, "abc123"));
	assert_int_equal(send_to(arena, &plain_one, "", &mail, &error), MAIL_SENT);
	assert_non_null(strstr(plain_one.commands, "MAIL FROM:<retour+abc123@studio.example>\r\n"));
	assert_non_null(strstr(plain_one.commands, "RCPT TO:<zoe+home@client.example>\r\n"));
	arena_free(arena);
}

TEST(refusals_are_sorted_also_when_reports_are_asked_for)
{
	struct arena *arena = arena_new(0);
	struct mail mail = reported();
	struct mail_sink refusing = {.recipient = "550 5.1.1 no such user"};
	struct mail_sink closed = {.greeting = "554 no service"};
	const char *error = "";

	assert_int_equal(send_to(arena, &refusing, "", &mail, &error), MAIL_NEVER);
	assert_non_null(strstr(error, "550 5.1.1 no such user"));
	assert_int_equal(send_to(arena, &closed, "", &mail, &error), MAIL_LATER);
	mail.envelope_id = "abc> SIZE=1";
	assert_int_equal(mail_send(arena, "smtp://127.0.0.1:9", &mail, &error), MAIL_NEVER);
	mail = reported();
	mail.return_address = "retour+abc\r\nRCPT TO:<x@y.example>";
	assert_int_equal(mail_send(arena, "smtp://127.0.0.1:9", &mail, &error), MAIL_NEVER);
	arena_free(arena);
}

TEST(refusals_are_sorted_into_later_and_never)
{
	static const struct {
		struct mail_sink sink;
		const char *how;
		enum mail_result expected;
		const char *words;
	} cases[] = {
		{{.recipient = "550 5.1.1 no such user"}, "", MAIL_NEVER, "550 5.1.1 no such user"},
		{{.recipient = "450 4.2.0 come back"}, "", MAIL_LATER, "450 4.2.0 come back"},
		{{.content = "554 5.6.0 not this"}, "", MAIL_NEVER, "554 5.6.0 not this"},
		{{.content = "452 4.3.1 disk full"}, "", MAIL_LATER, "452 4.3.1 disk full"},
		{{.sender = "530 5.7.0 log in first"}, "", MAIL_LATER, "530 5.7.0 log in first"},
		{{.sender = "552 5.3.4 too large"}, "", MAIL_NEVER, "552 5.3.4 too large"},
		{{.greeting = "554 no service"}, "", MAIL_LATER, "554"},
		{{.ehlo = "250-sink\r\n250 AUTH PLAIN"}, "login", MAIL_LATER, "535 5.7.8"},
		{{0}, "tls", MAIL_LATER, "could not be used"},
	};
	struct arena *arena = arena_new(0);
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct mail_sink sink = cases[i].sink;
		const char *error = "";

		assert_int_equal(send_to(arena, &sink, cases[i].how, &plain, &error), cases[i].expected);
		assert_non_null(strstr(error, cases[i].words));
		assert_null(strstr(error, "secret"));
		if (strcmp(cases[i].how, "tls") == 0)
			assert_null(strstr(sink.commands, "MAIL"));
	}
	arena_free(arena);
}

TEST(a_server_that_is_not_there_means_later)
{
	struct arena *arena = arena_new(0);
	const char *error = NULL;

	assert_int_equal(mail_send(arena, "smtp://127.0.0.1:1", &plain, &error), MAIL_LATER);
	assert_non_null(error);
	arena_free(arena);
}

TEST(a_header_that_would_break_its_line_is_never_sent)
{
	static const char bad[] = "Hello\r\nBcc: everybody@example.org";
	struct mail mails[6] = {plain, plain, plain, plain, plain, plain};
	struct mail_attachment file = {"a\nb.pdf", "application/pdf", STR("x")};
	struct arena *arena = arena_new(0);
	const char *error;
	size_t i;

	mails[0].subject = bad;
	mails[1].to_name = bad;
	mails[2].to_address = "zoe@client.example\r\nRCPT TO:<x@y.example>";
	mails[3].message_id = "<m1@studio.example>\r\nX: y";
	mails[4].attachments = &file;
	mails[4].attachment_count = 1;
	mails[5].reply_to = "a@b.example, c@d.example";
	for (i = 0; i < 6; i++) {
		error = NULL;
		assert_int_equal(mail_send(arena, "smtp://127.0.0.1:1", &mails[i], &error), MAIL_NEVER);
		assert_non_null(error);
		assert_int_equal(mail_print(arena, &mails[i]).length, 0);
	}
	arena_free(arena);
}

/* Takes the base 64 lines after `mark` apart. */
static struct str
file_decoded(struct arena *arena, const char *message, const char *mark)
{
	const char *at = strstr(message, mark);
	unsigned char *bytes = arena_alloc(arena, 4096);
	size_t size = 0;
	const char *end;

	assert_non_null(at);
	at = strstr(at, "\r\n\r\n") + 4;
	end = strstr(at, "\r\n--");
	assert_int_equal(sodium_base642bin(bytes, 4096, at, (size_t)(end - at), "\r\n", &size, NULL,
					   sodium_base64_VARIANT_ORIGINAL),
			 0);
	return str_slice(bytes, size);
}

TEST(a_page_and_its_files_travel_in_short_lines)
{
	struct arena *arena = arena_new(0);
	char bytes[1000];
	struct mail_attachment files[2] = {
		{"Facture n\xc2\xb0 \"12\".pdf", "application/pdf", {bytes, sizeof bytes}},
		{"notes.txt", "text/plain\r\nX: y", STR("ok")},
	};
	struct mail mail = plain;
	struct str message;
	size_t i;

	for (i = 0; i < sizeof bytes; i++)
		bytes[i] = (char)(i * 7);
	mail.subject =
		"Une tr\xc3\xa8s longue \xc3\xa9tude \xe2\x82\xac\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac "
		"de ce qu'un sujet peut contenir sans que jamais une ligne d\xc3\xa9passe";
	mail.html =
		"<p>Bonjour &amp; bienvenue \xe2\x80\x93 <a href=\"https://portal.example/a/very/long/path/that/goes/on\">ici</a></p> \n";
	mail.automatic = true;
	mail.attachments = files;
	mail.attachment_count = 2;
	message = mail_print(arena, &mail);
	assert_lines_short(message);
	assert_string_equal(words_decoded(arena, message.at, "Subject: "), mail.subject);
	assert_true(str_equal(file_decoded(arena, message.at, "filename*=UTF-8''Facture%20n%C2%B0%20%2212%22.pdf"),
			      files[0].bytes));
	assert_true(str_equal(file_decoded(arena, message.at, "filename=\"notes.txt\""), files[1].bytes));
	assert_non_null(strstr(message.at, " name=\"Facture n_ _12_.pdf\""));
	assert_non_null(strstr(message.at, "Content-Type: application/octet-stream\r\n"));
	assert_non_null(strstr(message.at, "Auto-Submitted: auto-generated\r\n"));
	assert_non_null(strstr(message.at, "<p>Bonjour &amp; bienvenue =E2=80=93 <a href=3D\""));
	assert_non_null(strstr(message.at, "</p>=20\r\n"));
	assert_true(str_equal(message, mail_print(arena, &mail)));
	arena_free(arena);
}

TEST(long_and_odd_names_stay_one_header)
{
	struct arena *arena = arena_new(0);
	struct mail mail = plain;
	struct str message;

	mail.from_name = "O'Neil \"The Boss\" \\ Sons";
	mail.to_name = "A name of many many words that is plain but is far too long to stand on one line of a header";
	mail.subject = "A plain subject that looks =?UTF-8?B?like?= it were encoded";
	message = mail_print(arena, &mail);
	assert_lines_short(message);
	assert_non_null(strstr(message.at, "From: \"O'Neil \\\"The Boss\\\" \\\\ Sons\"\r\n"));
	assert_string_equal(words_decoded(arena, message.at, "To: "), mail.to_name);
	assert_string_equal(words_decoded(arena, message.at, "Subject: "), mail.subject);
	arena_free(arena);
}

TEST(addresses_are_lowered_and_their_domains_made_ascii)
{
	struct arena *arena = arena_new(0);
	static const char *const refused[] = {
		"",
		"zoe",
		"@x.example",
		"zoe@",
		"zoe@example",
		"a@b@c.example",
		"a b@c.example",
		".a@c.example",
		"a..b@c.example",
		"a.@c.example",
		"\"a\"@c.example",
		"a@-c.example",
		"a@c..example",
		"a@127.0.0.1",
		"a@[127.0.0.1]",
		"a@c.example>",
		"a@c.exam\nple",
		"a@.example",
		"a@c_d.example",
		"z\xc3\xa9@c.example",
		"a@c.example.",
	};
	size_t i;

	assert_string_equal(mail_address(arena, "  Zoe.Lefevre+x@Client.Example "), "zoe.lefevre+x@client.example");
	assert_string_equal(mail_address(arena, "zoe@B\xc3\xbc"
						"cher.Example"),
			    "zoe@xn--bcher-kva.example");
	assert_string_equal(mail_address(arena, "o'neil@client.example"), "o'neil@client.example");
	for (i = 0; i < sizeof refused / sizeof refused[0]; i++)
		assert_null(mail_address(arena, refused[i]));
	assert_null(mail_address(arena, arena_printf(arena, "%065d@c.example", 1)));
	arena_free(arena);
}

TEST(server_addresses_that_cannot_work_are_explained)
{
	static const char *const refused[] = {"",
					      "mail.example",
					      "http://mail.example",
					      "smtp://user@mail.example",
					      "smtp://mail.example/?tls=maybe",
					      "smtp://mail.example:99999"};
	const char *error;
	size_t i;

	assert_true(mail_url_ok("smtp://127.0.0.1:25", &error));
	assert_true(mail_url_ok("smtp://me%40x.example:p%40ss@mail.example:587?tls=required", &error));
	assert_true(mail_url_ok("smtps://me:pass@mail.example", &error));
	for (i = 0; i < sizeof refused / sizeof refused[0]; i++) {
		error = NULL;
		assert_false(mail_url_ok(refused[i], &error));
		assert_non_null(error);
	}
}
