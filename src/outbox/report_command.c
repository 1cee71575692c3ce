/* report_command: `parvis mail-report` takes one report from a mail server that hands mails to programs. */
#include "outbox/outbox.h"

#include "base/arena.h"
#include "outbox/message_report.h"

#include <stdio.h>

/* sysexits.h: the mail server keeps the report and tries again. */
enum { TRY_AGAIN = 75 };

static const char help[] = "parvis mail-report < MESSAGE\n"
			   "\n"
			   "Takes one report about a mail (RFC 3464) from standard input, as a mail server\n"
			   "hands over what comes for PARVIS_RETURN_ADDRESS. What is no report, or about no\n"
			   "mail of ours, is dropped. Exit code 75: to be tried again later.\n";

struct taking {
	const struct house *house;
	const struct report *report; /* NULL: it was none */
	enum report_outcome outcome;
};

static void
take(struct tx *tx, void *data)
{
	struct taking *taking = data;

	taking->outcome = message_take_report(taking->house, tx, taking->report);
}

/* All of it is read, so that the mail server need not stop in the middle; what is too long is left out. */
static struct str
read_all(struct arena *arena, FILE *from)
{
	struct builder message = builder_new(arena, REPORT_SIZE);
	char bytes[16384];
	size_t size;

	while ((size = fread(bytes, 1, sizeof bytes, from)) > 0)
		build_bytes(&message, bytes, size);
	return builder_str(&message);
}

static int
take_message(const struct house *house, struct arena *arena)
{
	struct report report;
	struct taking taking = {.house = house};
	int counts[REPORT_OUTCOMES] = {0};

	if (report_read(arena, read_all(arena, stdin), &report))
		taking.report = &report;
	if (db_write(house->db, arena, take, &taking) != DB_FINE)
		return TRY_AGAIN;
	counts[taking.outcome] = 1;
	message_reports_log(counts);
	return taking.outcome == OUTCOME_EARLY ? TRY_AGAIN : 0;
}

int
report_command(const struct house *house, int argc, char **argv)
{
	struct arena *arena;
	int code;

	(void)argv;
	if (argc > 0) {
		fputs(help, stderr);
		return 2;
	}
	arena = arena_new(0);
	code = take_message(house, arena);
	arena_free(arena);
	return code;
}
