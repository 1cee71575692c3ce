/* log: formats each line in a buffer and writes it with one write(), so that threads never mix their lines. */
#include "base/log.h"

#include "base/instant.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { LINE_LIMIT = 4096 };

static enum log_level least_level = LOG_INFO;
static enum log_form line_form = LOG_TEXT;
static const char *const level_names[] = {"debug", "info", "warning", "error"};

void
log_setup(enum log_level least, enum log_form form)
{
	least_level = least;
	line_form = form;
}

/* Copies `text` with quotes, backslashes and control characters escaped as JSON does. */
static void
escape(char *to, size_t size, const char *text)
{
	size_t length = 0;

	for (; *text != '\0' && length + 7 < size; text++) {
		unsigned char c = (unsigned char)*text;

		if (c < 0x20 || c == 0x7F)
			length += (size_t)snprintf(to + length, 7, "\\u%04x", c);
		else if (line_form == LOG_JSON && (c == '"' || c == '\\'))
			length += (size_t)snprintf(to + length, 3, "\\%c", c);
		else
			to[length++] = (char)c;
	}
	to[length] = '\0';
}

void
log_line(enum log_level level, const char *event, const char *format, ...)
{
	char raw[LINE_LIMIT / 2], message[LINE_LIMIT - 256], line[LINE_LIMIT], at[40];
	struct timespec now;
	va_list arguments;
	int length;

	if (level < least_level)
		return;
	va_start(arguments, format);
	vsnprintf(raw, sizeof raw, format, arguments);
	va_end(arguments);
	escape(message, sizeof message, raw);
	clock_gettime(CLOCK_REALTIME, &now);
	instant_print(at, (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000);
	length = snprintf(line, sizeof line,
			  line_form == LOG_JSON
				  ? "{\"at\":\"%s\",\"level\":\"%s\",\"event\":\"%s\",\"message\":\"%s\"}\n"
				  : "%s %-7s %s: %s\n",
			  at, level_names[level], event, message);
	if (length > 0 && write(STDERR_FILENO, line, (size_t)length) < 0)
		return; /* nowhere is left to say that the log cannot be written */
}
