/* sandbox_walls: a list of system calls (seccomp) and a list of files (Landlock); what is in neither is refused. */
#include "sandbox/sandbox_walls.h"

#include <asm/termbits.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* ---- seccomp ---- */

/* What computing on memory and descriptors takes; the sanitizers and gdk-pixbuf included. */
static const int calls_of_work[] = {
	SCMP_SYS(read),
	SCMP_SYS(readv),
	SCMP_SYS(pread64),
	SCMP_SYS(write),
	SCMP_SYS(writev),
	SCMP_SYS(close),
	SCMP_SYS(fstat),
	SCMP_SYS(newfstatat),
	SCMP_SYS(lseek),
	SCMP_SYS(munmap),
	SCMP_SYS(mremap),
	SCMP_SYS(madvise),
	SCMP_SYS(brk),
	SCMP_SYS(futex),
	SCMP_SYS(rt_sigaction),
	SCMP_SYS(rt_sigprocmask),
	SCMP_SYS(rt_sigreturn),
	SCMP_SYS(sigaltstack),
	SCMP_SYS(clock_gettime),
	SCMP_SYS(clock_nanosleep),
	SCMP_SYS(gettimeofday),
	SCMP_SYS(time),
	SCMP_SYS(getpid),
	SCMP_SYS(gettid),
	SCMP_SYS(exit),
	SCMP_SYS(exit_group),
	SCMP_SYS(getrandom),
	SCMP_SYS(sched_yield),
	SCMP_SYS(sched_getaffinity),
	SCMP_SYS(sysinfo),
};

/* What starting a program and finding its libraries and fonts takes besides. */
static const int calls_of_tool[] = {
	SCMP_SYS(execve),	   SCMP_SYS(openat),	 SCMP_SYS(open),
	SCMP_SYS(faccessat),	   SCMP_SYS(faccessat2), SCMP_SYS(readlink),
	SCMP_SYS(readlinkat),	   SCMP_SYS(stat),	 SCMP_SYS(lstat),
	SCMP_SYS(statx),	   SCMP_SYS(getdents64), SCMP_SYS(statfs),
	SCMP_SYS(fstatfs),	   SCMP_SYS(arch_prctl), SCMP_SYS(set_tid_address),
	SCMP_SYS(set_robust_list), SCMP_SYS(rseq),	 SCMP_SYS(getuid),
	SCMP_SYS(geteuid),	   SCMP_SYS(getgid),	 SCMP_SYS(getegid),
	SCMP_SYS(getcwd),	   SCMP_SYS(uname),	 SCMP_SYS(mmap),
	SCMP_SYS(mprotect),	   SCMP_SYS(fadvise64),
};

/* What LibreOffice takes besides: temporary files, threads that wait for each other. */
static const int calls_of_folder[] = {
	SCMP_SYS(mkdir),    SCMP_SYS(mkdirat),	 SCMP_SYS(rmdir),     SCMP_SYS(unlink),	  SCMP_SYS(unlinkat),
	SCMP_SYS(rename),   SCMP_SYS(renameat),	 SCMP_SYS(renameat2), SCMP_SYS(pwrite64), SCMP_SYS(ftruncate),
	SCMP_SYS(fsync),    SCMP_SYS(fdatasync), SCMP_SYS(chmod),     SCMP_SYS(fchmod),	  SCMP_SYS(fchmodat),
	SCMP_SYS(pipe2),    SCMP_SYS(eventfd2),	 SCMP_SYS(poll),      SCMP_SYS(ppoll),	  SCMP_SYS(select),
	SCMP_SYS(pselect6), SCMP_SYS(fcntl),	 SCMP_SYS(dup),	      SCMP_SYS(umask),	  SCMP_SYS(getrusage),
	SCMP_SYS(getppid),  SCMP_SYS(flock),	 SCMP_SYS(times),     SCMP_SYS(bind),	  SCMP_SYS(listen),
	SCMP_SYS(accept),   SCMP_SYS(accept4),	 SCMP_SYS(shutdown),
};

/* A call this machine's kind does not have is left out: the wall is only the higher for it. */
static void
allow(scmp_filter_ctx filter, const int *calls, size_t count)
{
	for (size_t i = 0; i < count; i++)
		seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls[i], 0);
}

/* Calls that are harmless with some arguments only. */
static void
allow_partly(scmp_filter_ctx filter)
{
	/* abort() sends a signal to itself, nobody else. */
	seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1, SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid()));
	/* Limits may be asked for, not moved. */
	seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 2, SCMP_A0(SCMP_CMP_EQ, 0),
			 SCMP_A2(SCMP_CMP_EQ, 0));
	seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 1, SCMP_A1(SCMP_CMP_LE, F_SETFL));
	/* "Is it a terminal?" */
	seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(ioctl), 1, SCMP_A1(SCMP_CMP_EQ, TCGETS));
}

/* Memory is for data: what a file smuggles in never runs. */
static void
allow_data(scmp_filter_ctx filter)
{
	seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
	seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
}

static void
allow_tool(scmp_filter_ctx filter)
{
	allow(filter, calls_of_tool, sizeof calls_of_tool / sizeof calls_of_tool[0]);
	/* "May I write there?" is not answered: LibreOffice would put its socket into /tmp, whatever its folder is. */
	seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(access), 1, SCMP_A1(SCMP_CMP_MASKED_EQ, W_OK, 0));
}

/* Threads are no processes: they end with it, and are counted with it. */
static void
allow_threads(scmp_filter_ctx filter)
{
	static const int calls[] = {SCMP_SYS(set_robust_list), SCMP_SYS(rseq), SCMP_SYS(sched_getparam),
				    SCMP_SYS(sched_getscheduler)};

	allow(filter, calls, sizeof calls / sizeof calls[0]);
	seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1,
			 SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD));
	/* Its flags lie in memory, where no filter sees them: the C library then takes the other. */
	seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
	seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(prctl), 1, SCMP_A0(SCMP_CMP_EQ, PR_SET_NAME));
}

static void
allow_office(scmp_filter_ctx filter)
{
	allow(filter, calls_of_folder, sizeof calls_of_folder / sizeof calls_of_folder[0]);
	/* It does not start without a socket at which a second one would find it. It connects to nothing. */
	seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(socket), 1, SCMP_A0(SCMP_CMP_EQ, AF_UNIX));
}

bool
wall_calls(const struct walled *walled)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	bool done;

	if (filter == NULL)
		return false;
	allow(filter, calls_of_work, sizeof calls_of_work / sizeof calls_of_work[0]);
	allow_partly(filter);
	if (walled->tool == NULL)
		allow_data(filter);
	else
		allow_tool(filter);
	if (walled->folder != NULL)
		allow_office(filter);
	if (walled->folder != NULL || walled->threads)
		allow_threads(filter);
	done = seccomp_load(filter) == 0;
	seccomp_release(filter);
	return done;
}

bool
wall_calls_known(void)
{
	return prctl(PR_GET_SECCOMP, 0, 0, 0, 0) >= 0;
}

/* ---- Landlock ---- */

/* What there is to forbid came bit by bit (Documentation/userspace-api/landlock.rst); the headers of an older system
 * do not know the newer ones. */
struct ruleset {
	uint64_t files, network, reach;
};

enum {
	BITS_OF_FIRST = 13, /* ABI 1: execute, write, read, list, remove, make… */
	BIT_EXECUTE = 0,
	BIT_WRITE_FILE = 1,
	BIT_READ_FILE = 2,
	BIT_READ_DIR = 3,
	BIT_REMOVE_DIR = 4,
	BIT_REMOVE_FILE = 5,
	BIT_MAKE_DIR = 7,
	BIT_MAKE_FILE = 8,
	BIT_MAKE_SOCKET = 9,
	BIT_REFER = 13,
	BIT_TRUNCATE = 14,
	BIT_DEVICES = 15,
	ABI_REFER = 2,
	ABI_TRUNCATE = 3,
	ABI_NETWORK = 4,
	ABI_DEVICES = 5,
	ABI_REACH = 6,
	TCP_ALL = 3,   /* bind and connect */
	REACH_ALL = 3, /* abstract sockets and signals of others */
};

#define MAY(bit) ((uint64_t)1 << (bit))

static long
create_ruleset(const struct ruleset *rules, size_t size, uint32_t flags)
{
	return syscall(SYS_landlock_create_ruleset, rules, size, flags);
}

int
wall_files_abi(void)
{
	long abi = create_ruleset(NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);

	return abi > 0 ? (int)abi : 0;
}

static int
open_ruleset(int abi)
{
	struct ruleset rules = {.files = MAY(BITS_OF_FIRST) - 1};
	size_t size = sizeof rules.files;

	if (abi >= ABI_REFER)
		rules.files |= MAY(BIT_REFER);
	if (abi >= ABI_TRUNCATE)
		rules.files |= MAY(BIT_TRUNCATE);
	if (abi >= ABI_DEVICES)
		rules.files |= MAY(BIT_DEVICES);
	if (abi >= ABI_NETWORK) {
		rules.network = TCP_ALL;
		size += sizeof rules.network;
	}
	if (abi >= ABI_REACH) {
		rules.reach = REACH_ALL;
		size += sizeof rules.reach;
	}
	return (int)create_ruleset(&rules, size, 0);
}

/* What is not there, or not to be had, gets no rule: less is allowed then, not more. A file of no file system (memfd)
 * needs none. */
static void
open_descriptor(int ruleset, int descriptor, uint64_t may)
{
	struct landlock_path_beneath_attr rule = {.allowed_access = may, .parent_fd = descriptor};
	struct stat status;

	if (fstat(descriptor, &status) != 0)
		return;
	if (!S_ISDIR(status.st_mode))
		rule.allowed_access &= ~MAY(BIT_READ_DIR);
	syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
}

static void
open_path(int ruleset, const char *path, uint64_t may)
{
	int descriptor = open(path, O_PATH | O_CLOEXEC);

	if (descriptor < 0)
		return;
	open_descriptor(ruleset, descriptor, may);
	close(descriptor);
}

static void
open_for_tool(int ruleset, const char *tool)
{
	static const char *const loaders[] = {"/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1"};
	static const char *const read[] = {
		"/lib",
		"/lib64",
		"/usr/lib",
		"/usr/lib64",
		"/etc/ld.so.cache",
		"/etc/fonts",
		"/usr/share/fonts",
		"/usr/share/fontconfig",
		"/usr/share/poppler",
		"/usr/local/share/fonts",
		"/var/cache/fontconfig",
	};

	open_path(ruleset, tool, MAY(BIT_EXECUTE) | MAY(BIT_READ_FILE));
	for (size_t i = 0; i < sizeof loaders / sizeof loaders[0]; i++)
		open_path(ruleset, loaders[i], MAY(BIT_EXECUTE) | MAY(BIT_READ_FILE));
	for (size_t i = 0; i < sizeof read / sizeof read[0]; i++)
		open_path(ruleset, read[i], MAY(BIT_READ_FILE) | MAY(BIT_READ_DIR));
	open_descriptor(ruleset, STDIN_FILENO, MAY(BIT_READ_FILE));
}

static void
open_for_office(int ruleset, const char *folder, int abi)
{
	static const char *const read[] = {"/usr/share",	   "/etc/libreoffice",
					   "/var/lib/libreoffice", "/var/spool/libreoffice",
					   "/etc/localtime",	   "/dev/urandom"};
	uint64_t write = MAY(BIT_WRITE_FILE) | MAY(BIT_READ_FILE) | MAY(BIT_READ_DIR) | MAY(BIT_REMOVE_DIR) |
			 MAY(BIT_REMOVE_FILE) | MAY(BIT_MAKE_DIR) | MAY(BIT_MAKE_FILE) | MAY(BIT_MAKE_SOCKET);

	if (abi >= ABI_REFER)
		write |= MAY(BIT_REFER);
	if (abi >= ABI_TRUNCATE)
		write |= MAY(BIT_TRUNCATE);
	for (size_t i = 0; i < sizeof read / sizeof read[0]; i++)
		open_path(ruleset, read[i], MAY(BIT_READ_FILE) | MAY(BIT_READ_DIR));
	open_path(ruleset, folder, write);
}

bool
wall_files(const struct walled *walled)
{
	int abi = wall_files_abi(), ruleset = open_ruleset(abi);
	bool done;

	if (ruleset < 0)
		return false;
	if (walled->tool != NULL)
		open_for_tool(ruleset, walled->tool);
	if (walled->folder != NULL)
		open_for_office(ruleset, walled->folder, abi);
	done = syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
	close(ruleset);
	return done;
}
