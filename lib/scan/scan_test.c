/* Tests of scan: what replies mean, a clamd that behaves badly, and the real one with a signature of our own. */
#include "scan/scan.h"

#include "base/arena.h"
#include "base/str.h"
#include "base/test.h"
#include "scan/scan_reply.h"
#include "sys/file.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WAIT_MS = 10 * 1000, MEGABYTE = 1024 * 1024 };

/* The test file of EICAR in two halves, so that no scanner takes this source for it. */
#define EICAR_START "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-"
#define EICAR_END   "ANTIVIRUS-TEST-FILE!$H+H*"

static const char eicar_signature[] =
	"Eicar-Test-Signature:0:0:58354f2150254041505b345c505a58353428505e2937434329377d2445494341522d5354414e444152442d41"
	"4e544956495255532d544553542d46494c452124482b482a\n";

static int
file_of(struct str start, size_t size)
{
	int file = memfd_create("test", MFD_CLOEXEC);

	assert_int_equal(write(file, start.at, start.length), (ssize_t)start.length);
	assert_int_equal(ftruncate(file, (off_t)(size > start.length ? size : start.length)), 0);
	return file;
}

static struct scan
scan_bytes(struct arena *arena, const struct scanner *scanner, struct str start, size_t size, int wait_ms)
{
	int file = file_of(start, size);
	struct scan scan = scan_file(arena, scanner, file, wait_ms);

	close(file);
	return scan;
}

static bool
is(struct scan scan, enum scan_verdict verdict, enum scan_reason reason)
{
	return scan.verdict == verdict && scan.reason == reason && (scan.found != NULL) == (verdict == SCAN_INFECTED);
}

/* ---- words ---- */

TEST(only_ok_of_a_whole_file_is_clean)
{
	struct arena *arena = arena_new(0);

	assert_true(is(scan_of_reply(arena, STR("stream: OK"), true), SCAN_CLEAN, SCAN_DONE));
	assert_true(is(scan_of_reply(arena, STR("stream: OK"), false), SCAN_NOT_DONE, SCAN_ODD));
	assert_true(is(scan_of_reply(arena, STR("stream: OKAY"), true), SCAN_NOT_DONE, SCAN_ODD));
	assert_true(is(scan_of_reply(arena, STR(""), true), SCAN_NOT_DONE, SCAN_ODD));
	assert_true(is(scan_of_reply(arena, STR("stream:  FOUND"), true), SCAN_NOT_DONE, SCAN_ODD));
	assert_true(is(scan_of_reply(arena, STR("stream: Win.Test FOUND"), false), SCAN_INFECTED, SCAN_DONE));
	assert_string_equal(scan_of_reply(arena, STR("stream: A\x1b\xE9 FOUND"), true).found, "A??");
	assert_true(is(scan_of_reply(arena, STR("stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND"), true),
		       SCAN_NOT_DONE, SCAN_TOO_BIG));
	assert_true(is(scan_of_reply(arena, STR("stream: Heuristics.Encrypted.Zip FOUND"), true), SCAN_NOT_DONE,
		       SCAN_LOCKED));
	assert_true(is(scan_of_reply(arena, STR("INSTREAM size limit exceeded. ERROR"), false), SCAN_NOT_DONE,
		       SCAN_TOO_BIG));
	assert_true(
		is(scan_of_reply(arena, STR("stream: Can't allocate memory ERROR"), true), SCAN_NOT_DONE, SCAN_ODD));
	for (int reason = 0; reason < SCAN_REASONS; reason++)
		assert_int_equal(scan_reason_of(scan_reason_word((enum scan_reason)reason)), reason);
	assert_int_equal(scan_reason_of("clean"), SCAN_REASONS);
	arena_free(arena);
}

TEST(addresses_of_clamd_are_numbers_or_paths)
{
	static const char *const wrong[] = {"",
					    "clamd",
					    "unix:clamd.ctl",
					    "tcp://localhost:3310",
					    "tcp://127.0.0.1",
					    "tcp://127.0.0.1:0",
					    "tcp://[::1]3310",
					    "tcp://::1:3310",
					    "unix:/a?most=1G",
					    "unix:/a?most=0M",
					    "unix:/a?more=5M",
					    "unix:/a?most=M"};
	struct arena *arena = arena_new(0);
	const struct scanner *scanner;
	const char *error = NULL;

	scanner = scanner_parse(arena, "unix:/run/clamav/clamd.ctl", &error);
	assert_string_equal(scanner->socket, "/run/clamav/clamd.ctl");
	assert_int_equal(scanner->most, 25 * MEGABYTE);
	scanner = scanner_parse(arena, "tcp://[::1]:3310?most=100M", &error);
	assert_string_equal(scanner->host, "::1");
	assert_string_equal(scanner->port, "3310");
	assert_int_equal(scanner->most, 100 * MEGABYTE);
	assert_null(error);
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		if (scanner_parse(arena, wrong[i], &error) != NULL || error == NULL)
			fail_msg("%s", wrong[i]);
	arena_free(arena);
}

/* ---- one that behaves badly ---- */

/* A clamd for one file: reads so many bytes, says what it is told to (NULL: nothing, and waits), and goes. */
struct bad {
	char path[64];
	int listener;
	size_t reads;
	const char *says;
	pthread_t thread;
};

static void *
behave(void *data)
{
	struct bad *bad = data;
	int peer = accept(bad->listener, NULL, NULL);
	char bytes[4096];
	ssize_t got = 1;

	for (size_t read_bytes = 0; read_bytes < bad->reads && got > 0; read_bytes += (size_t)got)
		got = read(peer, bytes, sizeof bytes);
	if (bad->says != NULL)
		assert_true(write(peer, bad->says, strlen(bad->says) + 1) > 0);
	else
		while (read(peer, bytes, sizeof bytes) > 0)
			;
	close(peer);
	return NULL;
}

static struct scan
scan_by(struct arena *arena, size_t reads, const char *says, size_t size, int wait_ms)
{
	struct bad bad = {.reads = reads, .says = says, .listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	struct scanner scanner = {.socket = bad.path, .most = 25 * MEGABYTE};
	struct scan scan;

	snprintf(bad.path, sizeof bad.path, "/tmp/parvis-scan-%d", getpid());
	memcpy(address.sun_path, bad.path, sizeof bad.path);
	unlink(bad.path);
	assert_int_equal(bind(bad.listener, (const struct sockaddr *)&address, sizeof address), 0);
	assert_int_equal(listen(bad.listener, 1), 0);
	assert_int_equal(pthread_create(&bad.thread, NULL, behave, &bad), 0);
	scan = scan_bytes(arena, &scanner, STR("x"), size, wait_ms);
	pthread_join(bad.thread, NULL);
	close(bad.listener);
	unlink(bad.path);
	return scan;
}

TEST(a_clamd_that_fails_says_nothing_of_the_file)
{
	struct arena *arena = arena_new(0);
	struct scanner nobody = {.socket = "/tmp/parvis-nobody-here", .most = MEGABYTE};
	struct scanner refused = {.host = "127.0.0.1", .port = "1", .most = MEGABYTE};
	struct scan scan;
	int pipes[2];

	assert_true(
		is(scan_by(arena, 10, "stream: OK", 2 * MEGABYTE, WAIT_MS), SCAN_NOT_DONE, SCAN_ODD)); /* too early */
	assert_true(is(scan_by(arena, 10, "INSTREAM size limit exceeded. ERROR", 2 * MEGABYTE, WAIT_MS), SCAN_NOT_DONE,
		       SCAN_TOO_BIG));
	scan = scan_by(arena, 1, NULL, 10, 50);
	assert_true(is(scan, SCAN_NOT_DONE, SCAN_TOO_LATE) && scan_may_repeat(&scan));
	assert_true(is(scan_by(arena, 10, "", 10, WAIT_MS), SCAN_NOT_DONE, SCAN_ODD));
	scan = scan_bytes(arena, &nobody, STR("x"), 1, WAIT_MS);
	assert_true(is(scan, SCAN_NOT_DONE, SCAN_NO_SERVER) && scan_may_repeat(&scan));
	assert_true(is(scan_bytes(arena, &refused, STR("x"), 1, WAIT_MS), SCAN_NOT_DONE, SCAN_NO_SERVER));
	assert_true(is(scan_bytes(arena, NULL, STR("x"), 1, WAIT_MS), SCAN_NOT_DONE, SCAN_NO_SERVER));
	scan = scan_bytes(arena, &nobody, STR("x"), MEGABYTE + 1, WAIT_MS);
	assert_true(is(scan, SCAN_NOT_DONE, SCAN_TOO_BIG) && !scan_may_repeat(&scan));
	assert_int_equal(pipe(pipes), 0);
	assert_true(is(scan_file(arena, &nobody, pipes[0], WAIT_MS), SCAN_NOT_DONE, SCAN_ODD));
	close(pipes[0]);
	close(pipes[1]);
	arena_free(arena);
}

/* ---- the real one ---- */

/* A clamd with one signature, in a folder of its own. */
struct clamd {
	struct arena *arena;
	const char *folder;
	struct scanner scanner;
	pid_t pid;
};

static void
clamd_start(struct clamd *clamd)
{
	struct scan first = {.reason = SCAN_NO_SERVER};
	posix_spawn_file_actions_t quiet;
	char *words[3] = {NULL};
	const char *configuration;

	clamd->arena = arena_new(0);
	clamd->folder = mkdtemp(arena_text(clamd->arena, "/tmp/parvis-clamd-XXXXXX"));
	clamd->scanner = (struct scanner){.socket = arena_printf(clamd->arena, "%s/socket", clamd->folder),
					  .most = 25 * MEGABYTE};
	assert_true(folder_make(arena_printf(clamd->arena, "%s/db", clamd->folder)));
	assert_true(file_write(arena_printf(clamd->arena, "%s/db/test.ndb", clamd->folder), str_of(eicar_signature)));
	configuration = arena_printf(clamd->arena,
				     "LocalSocket %s/socket\nDatabaseDirectory %s/db\nForeground yes\nLogFile %s/log\n"
				     "StreamMaxLength 4M\nMaxFileSize 2M\nAlertExceedsMax yes\nMaxThreads 2\n",
				     clamd->folder, clamd->folder, clamd->folder);
	words[0] = arena_text(clamd->arena, "clamd");
	words[1] = arena_printf(clamd->arena, "--config-file=%s/conf", clamd->folder);
	assert_true(file_write(arena_printf(clamd->arena, "%s/conf", clamd->folder), str_of(configuration)));
	posix_spawn_file_actions_init(&quiet);
	posix_spawn_file_actions_addopen(&quiet, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_addopen(&quiet, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	assert_int_equal(posix_spawn(&clamd->pid, "/usr/sbin/clamd", &quiet, NULL, words, (char *[]){NULL}), 0);
	posix_spawn_file_actions_destroy(&quiet);
	for (int i = 0; i < 1000 && first.reason == SCAN_NO_SERVER; i++) {
		usleep(10 * 1000);
		first = scan_bytes(clamd->arena, &clamd->scanner, STR("x"), 1, WAIT_MS);
	}
	assert_int_equal(first.reason, SCAN_DONE);
}

static void
clamd_stop(struct clamd *clamd)
{
	static const char *const files[] = {"db/test.ndb", "db", "conf", "log", "socket", ""};

	kill(clamd->pid, SIGKILL);
	waitpid(clamd->pid, NULL, 0);
	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
		remove(arena_printf(clamd->arena, "%s/%s", clamd->folder, files[i]));
	arena_free(clamd->arena);
}

TEST(clamd_finds_what_is_infected_and_nothing_else)
{
	static const char virus[] = EICAR_START EICAR_END;
	struct arena *arena = arena_new(0);
	struct clamd clamd;
	struct scan scan;

	clamd_start(&clamd);
	scan = scan_bytes(arena, &clamd.scanner, str_of(virus), 0, WAIT_MS);
	assert_true(is(scan, SCAN_INFECTED, SCAN_DONE));
	assert_non_null(strstr(scan.found, "Eicar-Test-Signature"));
	assert_true(is(scan_bytes(arena, &clamd.scanner, STR("bonjour"), 0, WAIT_MS), SCAN_CLEAN, SCAN_DONE));
	assert_true(is(scan_bytes(arena, &clamd.scanner, STR("x"), MEGABYTE, WAIT_MS), SCAN_CLEAN, SCAN_DONE));
	/* Beyond what clamd looks at, and beyond what it takes at all. */
	assert_true(is(scan_bytes(arena, &clamd.scanner, str_of(virus), 3 * MEGABYTE, WAIT_MS), SCAN_NOT_DONE,
		       SCAN_TOO_BIG));
	assert_true(is(scan_bytes(arena, &clamd.scanner, str_of(virus), 9 * MEGABYTE, WAIT_MS), SCAN_NOT_DONE,
		       SCAN_TOO_BIG));
	kill(clamd.pid, SIGKILL);
	waitpid(clamd.pid, NULL, 0);
	assert_true(is(scan_bytes(arena, &clamd.scanner, STR("bonjour"), 0, WAIT_MS), SCAN_NOT_DONE, SCAN_NO_SERVER));
	clamd_stop(&clamd);
	arena_free(arena);
}
