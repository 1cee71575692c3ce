/* mail_sink_test: a mail server of one conversation for the tests: answers as it is told and keeps what it gets. */
#include "mail/mail_sink_test.h"

#include "base/test.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void
answer(FILE *peer, const char *told, const char *otherwise)
{
	fprintf(peer, "%s\r\n", told ? told : otherwise);
	fflush(peer);
}

static void
keep(char *to, size_t size, const char *line)
{
	size_t length = strlen(to);

	snprintf(to + length, size - length, "%s", line);
}

static void
take_message(struct mail_sink *sink, FILE *in, FILE *out)
{
	char line[2048];

	answer(out, NULL, "354 go on");
	while (fgets(line, sizeof line, in) && strcmp(line, ".\r\n") != 0)
		keep(sink->message, sizeof sink->message, line);
	answer(out, sink->content, "250 taken");
}

static void
converse(struct mail_sink *sink, FILE *in, FILE *out)
{
	char line[2048];

	answer(out, sink->greeting, "220 sink");
	while (fgets(line, sizeof line, in)) {
		keep(sink->commands, sizeof sink->commands, line);
		if (strncmp(line, "EHLO", 4) == 0)
			answer(out, sink->ehlo, "250-sink\r\n250 8BITMIME");
		else if (strncmp(line, "MAIL", 4) == 0)
			answer(out, sink->sender, "250 sender");
		else if (strncmp(line, "RCPT", 4) == 0)
			answer(out, sink->recipient, "250 recipient");
		else if (strncmp(line, "AUTH", 4) == 0)
			answer(out, NULL, "535 5.7.8 no such login");
		else if (strncmp(line, "DATA", 4) == 0)
			take_message(sink, in, out);
		else if (strncmp(line, "NOOP", 4) == 0)
			answer(out, NULL, "250 here");
		else if (strncmp(line, "QUIT", 4) == 0)
			answer(out, NULL, "221 bye");
		else
			answer(out, NULL, "500 what");
	}
}

static void *
serve(void *data)
{
	struct mail_sink *sink = data;
	int peer = accept(sink->listener, NULL, NULL);
	FILE *in, *out;

	if (peer < 0)
		return NULL;
	in = fdopen(peer, "r");
	out = fdopen(dup(peer), "w");
	converse(sink, in, out);
	fclose(in);
	fclose(out);
	return NULL;
}

void
mail_sink_start(struct mail_sink *sink)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof address;

	sink->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(sink->listener, (struct sockaddr *)&address, sizeof address), 0);
	assert_int_equal(listen(sink->listener, 1), 0);
	assert_int_equal(getsockname(sink->listener, (struct sockaddr *)&address, &size), 0);
	sink->port = ntohs(address.sin_port);
	assert_int_equal(pthread_create(&sink->thread, NULL, serve, sink), 0);
}

void
mail_sink_stop(struct mail_sink *sink)
{
	shutdown(sink->listener, SHUT_RDWR); /* ends an accept that nobody came to */
	pthread_join(sink->thread, NULL);
	close(sink->listener);
}
