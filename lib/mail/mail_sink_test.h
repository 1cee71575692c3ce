/* mail_sink_test: a mail server of one conversation for the tests: answers as it is told and keeps what it gets. */
#ifndef MAIL_MAIL_SINK_TEST_H
#define MAIL_MAIL_SINK_TEST_H

#include <pthread.h>

struct mail_sink {
	/* What is answered; NULL: yes. */
	const char *greeting, *ehlo, *sender, *recipient, *content;
	int listener;
	int port;
	pthread_t thread;
	char commands[2048];
	char message[65536]; /* as it came over the wire, dots doubled */
};

void mail_sink_start(struct mail_sink *sink);
void mail_sink_stop(struct mail_sink *sink); /* waits for the end of the conversation */

#endif
