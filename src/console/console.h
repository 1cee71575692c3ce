/* console: the staff's home and the pages about the whole house: journal, jobs, seeing the portal as a client. */
#ifndef CONSOLE_CONSOLE_H
#define CONSOLE_CONSOLE_H

#include "core/feature.h"

extern const struct feature console;

#endif
