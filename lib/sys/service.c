/* service: signals that ask to stop, and what the process limits itself to. */
#include "sys/service.h"

#include "base/check.h"

#include <pthread.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif

static sigset_t
stop_signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	return set;
}

void
service_block_signals(void)
{
	sigset_t set = stop_signals();

	check(pthread_sigmask(SIG_BLOCK, &set, NULL) == 0);
	signal(SIGPIPE, SIG_IGN);
}

int
service_wait_signal(void)
{
	sigset_t set = stop_signals();
	int got = 0;

	check(sigwait(&set, &got) == 0);
	return got;
}

void
service_harden(void)
{
	struct rlimit none = {0, 0};

	umask(077);
	check(setrlimit(RLIMIT_CORE, &none) == 0);
	check(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0);
#ifndef SANITIZED
	/* The leak sanitizer traces its own process, which a process that is not dumpable forbids. */
	check(prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0);
#endif
}
