/* notice: how people are told of new files: which ways there are, and when it is time. */
#ifndef NEWS_NOTICE_H
#define NEWS_NOTICE_H

#include <stdbool.h>
#include <stdint.h>

/* How somebody wants to be told. Unless they say otherwise: soon. */
enum notice_way { NOTICE_NONE, NOTICE_SOON, NOTICE_DAILY, NOTICE_WAYS };
extern const char *const notice_way_names[];	   /* "none", "soon", "daily", NULL-terminated */
const char *notice_way_label(enum notice_way way); /* English, N_ */
const char *notice_way_about(enum notice_way way); /* English, N_ */

/* Files put into a client's folders one after the other, of which those who are told soon are told together. */
struct burst {
	int64_t client_id;
	int64_t since_at; /* the first file they are still to be told of; NO_INSTANT: there is none */
	int64_t latest_at;
	int64_t until_at;	 /* they are being told of what was put up to then; NO_INSTANT: not yet */
	const char *after_whose; /* up to whom that is done; "": nobody */
	int64_t after_id;
	int64_t told_at; /* the last time; NO_INSTANT: never */
};
/* When it is time: after ten minutes without another file, and after an hour at the latest; not within an hour of the
 * last time. */
int64_t burst_due(const struct burst *burst);

/* Daily: the first seven o'clock after an instant, in a zone. */
int64_t notice_morning(const char *zone, int64_t instant);

#endif
