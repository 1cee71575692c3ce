/* log: one line per event on standard error, as text or as JSON; never a secret, never a personal detail. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARNING, LOG_ERROR };
enum log_form { LOG_TEXT, LOG_JSON };

/* Call once at the start, before threads. Default: LOG_INFO, LOG_TEXT. */
void log_setup(enum log_level least, enum log_form form);

/* `event` is a stable short name ("http.start"); the message is a sentence. Control characters are escaped. */
void log_line(enum log_level level, const char *event, const char *format, ...) __attribute__((format(printf, 3, 4)));

#define log_debug(event, ...)	log_line(LOG_DEBUG, (event), __VA_ARGS__)
#define log_info(event, ...)	log_line(LOG_INFO, (event), __VA_ARGS__)
#define log_warning(event, ...) log_line(LOG_WARNING, (event), __VA_ARGS__)
#define log_error(event, ...)	log_line(LOG_ERROR, (event), __VA_ARGS__)

#endif
