/* service: signals that ask to stop, and what the process limits itself to. */
#ifndef SYS_SERVICE_H
#define SYS_SERVICE_H

#include <stdbool.h>

/* Blocks SIGTERM, SIGINT and SIGHUP in this thread and those made later; ignores SIGPIPE. Call first in main. */
void service_block_signals(void);

/* Waits for one of them; returns its number. */
int service_wait_signal(void);

/* umask 077, no core file, no new privileges, not dumpable. */
void service_harden(void);

#endif
