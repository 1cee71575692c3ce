/* main: finds the command that was asked for, or says which there are. */
#include "app/command.h"
#include "app/version.h"
#include "content/content.h"
#include "core/config.h"

#include <stdio.h>
#include <string.h>

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *usage;
	const char *about;
} commands[] = {
	{"serve", command_serve, "", "Answers requests and runs jobs, until SIGTERM."},
	{"init", command_init,
	 "[--name NAME] [--address ADDRESS] [--language fr|en] [--country FR] [--zone ZONE] "
	 "[--currency EUR] [--without-portal] [--demo]",
	 "Makes the data folder, the database, an organisation with one company, and its portal."},
	{"migrate", command_migrate, "", "Brings the database to this version's schema. `serve` does it, too."},
	{"staff", command_staff,
	 "add --email ADDRESS --name NAME [--profile administrator|manager|reader|NAME] "
	 "[--password-stdin]",
	 "Adds a staff user; without a password prints the link by which they choose one."},
	{"plan", command_plan,
	 "show | set [--name NAME] [--included N] [--type \"USER TYPE\" --further N] | trial --days N --end "
	 "kept|read_only|deleted | trial --none",
	 "What the organisation is granted: portal users, and a trial with what its end does."},
	{"import", command_import, "clients|contacts|invoices FILE.csv [--dry-run]",
	 "Reads a file into the database: all of it, or nothing."},
	{"routes", command_routes, "[--json]", "Lists every route with who may use it."},
	{"outbox", command_outbox, "[--last N] [--json]", "Prints the mails and SMS that wait or went."},
	{"mail-report", command_mail_report, "< MESSAGE",
	 "Takes one report about a mail (RFC 3464), handed over by a mail server."},
	{"audit", command_audit, "verify", "Recomputes the journal's chain; exit code 1 when it was tampered with."},
	{"fsck", command_fsck, "[--quick|--mend]",
	 "Checks the database and the kept files against each other, with their hashes; --quick without; --mend counts "
	 "anew how much space files take."},
	{"storage", command_storage, "move --to URL|local",
	 "Copies the kept files to another place (PARVIS_STORAGE_URL says how it is written); may be run again."},
	{"version", command_version, "", "Prints the version."},
};

enum { COMMANDS = sizeof commands / sizeof commands[0] };

static void
print_settings(void)
{
	puts("\nSettings, from the environment or (without PARVIS_, in lower case) from parvis.conf:");
	for (size_t i = 0; i < config_setting_count; i++)
		printf("  %-20s %s%s%s%s\n", config_settings[i].name, config_settings[i].about,
		       *config_settings[i].fallback == '\0' ? "" : " Default: ", config_settings[i].fallback,
		       *config_settings[i].fallback == '\0' ? "" : ".");
}

static int
print_help(void)
{
	puts("parvis " PARVIS_VERSION ": a client portal with its back office.\n");
	for (size_t i = 0; i < COMMANDS; i++)
		printf("  parvis %-8s %s\n", commands[i].name, commands[i].about);
	puts("\nparvis COMMAND --help says more.");
	print_settings();
	return 0;
}

static int
print_command_help(size_t command)
{
	printf("parvis %s %s\n\n%s\n", commands[command].name, commands[command].usage, commands[command].about);
	print_settings();
	return 0;
}

static bool
asks_for_help(const char *word)
{
	return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 || strcmp(word, "help") == 0;
}

int
main(int argc, char **argv)
{
	if (argc < 2 || asks_for_help(argv[1]))
		return print_help();
	if (strcmp(argv[1], "helper") == 0) /* nobody types this: the program starts itself to look into a file */
		content_helper(argc - 2, argv + 2);
	for (size_t i = 0; i < COMMANDS; i++) {
		if (strcmp(commands[i].name, argv[1]) != 0)
			continue;
		if (argc > 2 && asks_for_help(argv[2]))
			return print_command_help(i);
		return commands[i].run(argc - 2, argv + 2);
	}
	fprintf(stderr, "parvis: there is no command \"%s\". \"parvis --help\" lists them.\n", argv[1]);
	return 2;
}
