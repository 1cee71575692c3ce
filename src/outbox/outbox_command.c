/* outbox_command: `parvis outbox` prints the latest messages, for whoever runs the server without a gateway. */
#include "outbox/outbox.h"

#include "base/arena.h"
#include "base/instant.h"
#include "outbox/message.h"

#include <inttypes.h>
#include <stdio.h>

enum { LAST_FALLBACK = 20, LAST_MOST = 1000 };

static const char help[] =
	"parvis outbox [--last N] [--json]\n"
	"\n"
	"Prints the latest messages (mails and SMS), the newest last. Without a gateway they wait here\n"
	"and can be read, codes included; once sent, the text of a code is gone.\n"
	"\n"
	"  --last N   how many, 1 to 1000 (20)\n"
	"  --json     one JSON object a line\n";

struct outbox_options {
	int64_t last;
	bool json, help;
};

/* False when an argument is not understood. */
static bool
read_options(int argc, char **argv, struct outbox_options *options)
{
	*options = (struct outbox_options){.last = LAST_FALLBACK};
	for (int i = 0; i < argc; i++) {
		if (text_equal(argv[i], "--json"))
			options->json = true;
		else if (text_equal(argv[i], "--help"))
			options->help = true;
		else if (text_equal(argv[i], "--last") && i + 1 < argc &&
			 str_to_int(str_of(argv[i + 1]), &options->last))
			i++;
		else if (i > 0 || !text_equal(argv[i], "outbox"))
			return false;
	}
	return options->last >= 1 && options->last <= LAST_MOST;
}

static void
print_json(const struct house *house, struct arena *arena, const struct message *message)
{
	struct builder line = builder_new(arena, 0);

	doc_print_json(message_doc(house, arena, message, true), NULL, &line);
	puts(builder_text(&line));
}

static void
print_text(const struct house *house, const struct message *message)
{
	char at[40];

	instant_print(at, message->created_at);
	printf("%s  %s  %s  %s", at, message_channel_names[message->channel], message_state_names[message->state],
	       message->kind);
	printf("\nTo: %s%s%s%s\n", text_empty(message->to_name) ? "" : message->to_name,
	       text_empty(message->to_name) ? "" : " <", message->to_address, text_empty(message->to_name) ? "" : ">");
	if (!text_empty(message->subject))
		printf("Subject: %s\n", message->subject);
	if (!text_empty(message->error))
		printf("Error: %s\n", message->error);
	if (message_is_readable(house, message) && !text_empty(message->body_text))
		printf("\n%s\n", message->body_text);
	puts("----------------------------------------");
}

static int
print_messages(const struct house *house, struct arena *arena, const struct outbox_options *options)
{
	struct tx *tx = db_read(house->db, arena);
	size_t count;
	const struct message *messages = message_list_all(tx, (size_t)options->last, &count);
	bool fine = tx_trouble(tx) == DB_FINE;

	for (size_t i = count; i > 0; i--) {
		if (options->json)
			print_json(house, arena, &messages[i - 1]);
		else
			print_text(house, &messages[i - 1]);
	}
	if (!fine)
		fprintf(stderr, "The outbox cannot be read: %s\n", tx_trouble_text(tx));
	db_read_end(tx);
	return fine ? 0 : 1;
}

int
outbox_command(const struct house *house, int argc, char **argv)
{
	struct outbox_options options;
	struct arena *arena;
	int code;

	if (!read_options(argc, argv, &options)) {
		fputs(help, stderr);
		return 2;
	}
	if (options.help) {
		fputs(help, stdout);
		return 0;
	}
	arena = arena_new(0);
	code = print_messages(house, arena, &options);
	arena_free(arena);
	return code;
}
