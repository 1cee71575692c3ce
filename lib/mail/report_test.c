/* Tests of reports: what Postfix, Exim, Exchange and Gmail write, what is none, and what only wants to be one. */
#include "mail/report.h"

#include "base/arena.h"
#include "base/test.h"

#include <string.h>

#define HEAD(to, more)                                                                                                 \
	"Return-Path: <>\r\nReceived: by mx.studio.example; Mon, 23 Nov 2026 09:00:00 +0100\r\n"                       \
	"From: MAILER-DAEMON@mx.client.example (Mail Delivery System)\r\nTo: " to                                      \
	"\r\nAuto-Submitted: auto-replied\r\n"                                                                         \
	"Subject: Delivery report\r\nMIME-Version: 1.0\r\n" more "\r\n"
#define REPORT "Content-Type: multipart/report; report-type=delivery-status;\r\n\tboundary=\"B/1\"\r\n"
#define WORDS  "--B/1\r\nContent-Type: text/plain\r\n\r\nI am sorry to have to tell you.\r\n\r\n"
#define STATUS "--B/1\r\nContent-Description: Delivery report\r\nContent-Type: message/delivery-status\r\n\r\n"
#define RETURNED                                                                                                       \
	"\r\n--B/1\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <m1@studio.example>\r\n\r\n--B/1--\r\n"

static const struct {
	const char *who, *message;
	enum report_fate fate;
	const char *reason, *trace;
} reports[] = {
	{"Postfix, refused",
	 HEAD("retour+abc123@studio.example", REPORT) WORDS STATUS
	 "Reporting-MTA: dns; mx.studio.example\r\nOriginal-Envelope-Id: <ABC123>\r\nX-Postfix-Queue-ID: 4F1\r\n"
	 "Arrival-Date: Mon, 23 Nov 2026 08:59:58 +0100 (CET)\r\n\r\n"
	 "Final-Recipient: rfc822; zoe@client.example\r\nOriginal-Recipient: rfc822;zoe@client.example\r\n"
	 "Action: failed\r\nStatus: 5.1.1\r\nRemote-MTA: dns; mx.client.example\r\n"
	 "Diagnostic-Code: smtp; 550 5.1.1 <zoe@client.example>: Recipient address\r\n    rejected: User unknown\r\n" RETURNED,
	 REPORT_FAILED, "550 5.1.1 <zoe@client.example>: Recipient address rejected: User unknown", "<abc123>"},
	{"Postfix, delivered",
	 HEAD("retour+abc123@studio.example", REPORT) WORDS STATUS
	 "Reporting-MTA: dns; mx.client.example\r\nOriginal-Envelope-Id: <abc123>\r\n\r\n"
	 "Final-Recipient: rfc822; zoe@client.example\r\nAction: delivered\r\nStatus: 2.0.0\r\n"
	 "Diagnostic-Code: X-Postfix; delivered to mailbox\r\n" RETURNED,
	 REPORT_DELIVERED, NULL, "<abc123>"},
	{"Postfix, handed on to a server that tells nothing",
	 HEAD("retour+abc123@studio.example", REPORT) WORDS STATUS
	 "Reporting-MTA: dns; mx.studio.example\r\n\r\nFinal-Recipient: rfc822; zoe@client.example\r\n"
	 "Action: relayed\r\nStatus: 2.1.5\r\n" RETURNED,
	 REPORT_OPEN, NULL, "retour+abc123@studio.example"},
	{"Postfix, still trying",
	 HEAD("retour+abc123@studio.example", REPORT) WORDS STATUS
	 "Reporting-MTA: dns; mx.studio.example\r\n\r\nFinal-Recipient: rfc822; zoe@client.example\r\n"
	 "Action: delayed\r\nStatus: 4.4.1\r\nWill-Retry-Until: Sat, 28 Nov 2026 09:00:00 +0100\r\n" RETURNED,
	 REPORT_OPEN, NULL, "retour+abc123@"},
	{"Exim, refused, lines that end as Unix has them",
	 "Return-path: <>\nEnvelope-to: retour+abc123@studio.example\nX-Failed-Recipients: zoe@client.example\n"
	 "Content-Type: multipart/report; report-type=delivery-status; boundary=17-eximdsn-4\nMIME-Version: 1.0\n"
	 "From: Mail Delivery System <Mailer-Daemon@mx.example>\nTo: undisclosed\n\n--17-eximdsn-4\n"
	 "Content-type: text/plain; charset=us-ascii\n\nThis message was created automatically.\n\n--17-eximdsn-4\n"
	 "Content-type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\nAction: failed\n"
	 "Final-Recipient: rfc822;zoe@client.example\nStatus: 5.0.0\n\n--17-eximdsn-4\nContent-type: message/rfc822\n\n"
	 "Subject: x\n\nx\n--17-eximdsn-4--\n",
	 REPORT_FAILED, "5.0.0", "retour+abc123@"},
	{"Exchange, refused, its words in HTML and its header written otherwise",
	 "From: Microsoft Outlook <MicrosoftExchange1@client.example>\r\nTo: <Retour+ABC123@studio.example>\r\n"
	 "Content-Type: multipart/report; report-type=delivery-status;\r\n boundary=\"_000_x_\"\r\n"
	 "Content-Language: fr-FR\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n\r\n--_000_x_\r\n"
	 "Content-Type: multipart/alternative; boundary=\"_002_x_\"\r\n\r\n--_002_x_\r\nContent-Type: text/plain\r\n\r\n"
	 "Votre message n'a pas pu etre remis.\r\n\r\n--_002_x_\r\nContent-Type: text/html\r\n\r\n<p>Non remis</p>\r\n"
	 "--_002_x_--\r\n\r\n--_000_x_\r\nContent-Type: message/delivery-status\r\n\r\n"
	 "Reporting-MTA: dns;PR0P1.EURPRD.PROD.OUTLOOK.COM\r\nReceived-From-MTA: dns;mx.studio.example\r\n\r\n"
	 "Final-Recipient: rfc822;zoe@client.example\r\nAction: failed\r\nStatus: 5.1.10\r\n"
	 "Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup\r\n"
	 "X-Display-Name: zoe\r\n\r\n--_000_x_\r\nContent-Type: message/rfc822\r\n\r\nSubject: x\r\n\r\nx\r\n--_000_x_--\r\n",
	 REPORT_FAILED, "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup",
	 "retour+abc123@"},
	{"Gmail, full after days of trying, with a picture among the parts",
	 "Delivered-To: retour+abc123@studio.example\r\nFrom: Mail Delivery Subsystem <mailer-daemon@googlemail.com>\r\n"
	 "To: retour+abc123@studio.example\r\nContent-Type: multipart/report; boundary=\"0000a\"; report-type=delivery-status\r\n"
	 "\r\n--0000a\r\nContent-Type: multipart/related; boundary=\"0000b\"\r\n\r\n--0000b\r\nContent-Type: image/png\r\n"
	 "Content-Transfer-Encoding: base64\r\nContent-ID: <icon.png>\r\n\r\niVBORw0KGgo=\r\n--0000b--\r\n--0000a\r\n"
	 "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; googlemail.com\r\n"
	 "Arrival-Date: Mon, 23 Nov 2026 00:00:00 -0800 (PST)\r\nX-Original-Message-ID: <m1@studio.example>\r\n\r\n"
	 "Final-Recipient: rfc822; zoe@client.example\r\nAction: failed\r\nStatus: 4.2.2\r\n"
	 "Remote-MTA: dns; gmail-smtp-in.l.google.com. (2a00::1, the server for the domain client.example.)\r\n"
	 "Diagnostic-Code: smtp; 452-4.2.2 The recipient's inbox is out of storage space. \xc3\xa9norm\xc3\xa9ment\r\n"
	 "Last-Attempt-Date: Thu, 26 Nov 2026 00:00:00 -0800 (PST)\r\n\r\n--0000a--\r\n",
	 REPORT_FAILED, "452-4.2.2 The recipient's inbox is out of storage space. \xc3\xa9norm\xc3\xa9ment",
	 "retour+abc123@"},
	{"a pipe that writes the line of an mbox first",
	 "From MAILER-DAEMON Mon Nov 23 09:00:00 2026\n" HEAD("retour+abc123@studio.example", REPORT) WORDS STATUS
	 "Reporting-MTA: dns; a\r\n\r\nAction: FAILED (for good)\r\n" RETURNED,
	 REPORT_FAILED, "no reason given", "abc123"},
};

TEST(reports_of_known_mail_servers_are_understood)
{
	struct arena *arena = arena_new(0);

	for (size_t i = 0; i < sizeof reports / sizeof reports[0]; i++) {
		struct report report;

		if (!report_read(arena, str_of(reports[i].message), &report))
			fail_msg("%s: no report", reports[i].who);
		if (report.fate != reports[i].fate || !strstr(report.traces, reports[i].trace))
			fail_msg("%s: %d, %s", reports[i].who, report.fate, report.traces);
		if (reports[i].reason)
			assert_string_equal(report.reason, reports[i].reason);
		else
			assert_null(report.reason);
	}
	arena_free(arena);
}

TEST(what_is_no_report_is_none)
{
	static const char *const others[] = {
		"",
		"no mail at all",
		HEAD("retour+abc123@studio.example",
		     "Content-Type: text/plain\r\n") "Action: failed\r\nStatus: 5.1.1\r\n",
		/* an answer of the recipient that shows a report in its text */
		HEAD("retour+abc123@studio.example", "Content-Type: multipart/mixed; boundary=\"B/1\"\r\n") STATUS
		"Action: failed\r\n" RETURNED,
		HEAD("retour+abc123@studio.example",
		     "Content-Type: multipart/report; report-type=disposition-notification; "
		     "boundary=\"B/1\"\r\n") WORDS
		"--B/1\r\nContent-Type: message/disposition-notification\r\n\r\nAction: failed\r\n--B/1--\r\n",
		HEAD("retour+abc123@studio.example", REPORT) WORDS "--B/1--\r\n",
	};
	struct arena *arena = arena_new(0);
	struct report report;

	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
		assert_false(report_read(arena, str_of(others[i]), &report));
	arena_free(arena);
}

static struct str
with_reason(struct arena *arena, const char *reason, size_t times)
{
	struct builder out = builder_new(arena, 0);

	build_text(&out, HEAD("retour+abc123@studio.example", REPORT) WORDS STATUS
		   "Reporting-MTA: dns; a\r\n\r\nAction: failed\r\nDiagnostic-Code: smtp;");
	for (size_t i = 0; i < times; i++)
		build_text(&out, reason);
	build_text(&out, "\r\n" RETURNED);
	return builder_str(&out);
}

TEST(what_wants_to_be_a_report_does_no_harm)
{
	struct arena *arena = arena_new(0);
	struct builder deep = builder_new(arena, 0);
	struct report report;

	assert_true(report_read(arena, with_reason(arena, "\xff\x01\x1b[31m ok\t", 1), &report));
	assert_string_equal(report.reason, "[31m ok");
	assert_true(report_read(arena, with_reason(arena, "\xc3\xa9t\xc3\xa9 ", 2000), &report));
	assert_true(strlen(report.reason) <= 300 && str_is_utf8(str_of(report.reason)));
	report_read(arena, with_reason(arena, "\r\n x: y\r\n\r\nAction: relayed\r\n\r\n", 5000), &report);
	report_read(arena, with_reason(arena, "0123456789", 100000), &report); /* cut in the middle of its line */
	for (int i = 0; i < 4000; i++)
		build_printf(&deep, "Content-Type: multipart/report; boundary=%d\r\n\r\n--%d\r\n", i, i);
	assert_false(report_read(arena, builder_str(&deep), &report));
	arena_free(arena);
}
