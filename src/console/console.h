/* console: the staff's home and the pages about the whole house: journal, jobs, seeing the portal as a client. */
#ifndef CONSOLE_CONSOLE_H
#define CONSOLE_CONSOLE_H

#include "core/feature.h"

extern const struct feature console;
extern const struct permission audit_read; /* the journal, whole */

/* What an action of the journal is called (English, N_); the code itself where nobody gave it words. */
const char *journal_words(const char *action);

#endif
