/* preferences: the language and the theme a reader asks for, and the cookies that remember them without sign-in. */
#ifndef CORE_PREFERENCES_H
#define CORE_PREFERENCES_H

#include "core/request.h"

#define PREFERENCE_FIELDS "language theme next"

struct preferences {
	const char *language; /* a code of ours; NULL: not asked for */
	const char *theme;    /* "light", "dark", "" (as the device says); NULL: not asked for */
};

/* Reads the fields "language" and "theme"; false when one names what we do not have. */
bool preferences_read(struct request *rq, struct preferences *wanted);

/* Done: back to the page the reader came from (the field "next"), with the choice in cookies for a year. */
struct reply preferences_reply(struct request *rq, const struct preferences *wanted, const char *flash);

#endif
