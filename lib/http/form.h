/* form: the fields a request brought (query, urlencoded, multipart or JSON), read one by one, with an error each. */
#ifndef HTTP_FORM_H
#define HTTP_FORM_H

#include "base/doc.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

struct arena;

/* Nested JSON is flattened: {"lines":[{"label":"x"}]} is the field "lines.0.label", as an HTML form names it. */
struct form;

struct form *form_new(struct arena *arena);

/* Adds a field; false when `limit` fields are there already, or it is not UTF-8. */
bool form_add(struct form *form, const char *name, struct str value, size_t limit);
bool form_add_urlencoded(struct form *form, struct str encoded, size_t limit);
bool form_add_json(struct form *form, struct str json, size_t limit, const char **error);

/* The value, trimmed of white space, or NULL when the field was not sent. The last one wins. */
const char *form_text(struct form *form, const char *name);
/* As sent, untrimmed (passwords, long texts). */
const char *form_raw(struct form *form, const char *name);
bool form_has(struct form *form, const char *name);
size_t form_count(struct form *form);
const char *form_name(struct form *form, size_t index);
/* How many entries "prefix.N…" there are: one more than the largest N; at most `limit`. */
size_t form_rows(struct form *form, const char *prefix, size_t limit);
const char *form_row_name(struct form *form, const char *prefix, size_t row, const char *field); /* "lines.0.label" */

/* Readers: each returns the value and, when it is missing (if required) or wrong, puts an error beside the field. */
enum form_need { FORM_OPTIONAL, FORM_REQUIRED };
/* One line: names go into headers of mails and file names, where a line break is a hole (a break becomes a blank), and
 * are what people know things by: signs that would make them look like others are refused (base/visible.h). */
const char *form_read_text(struct form *form, const char *name, enum form_need need, size_t max_characters);
const char *form_read_lines(struct form *form, const char *name, enum form_need need, size_t max_characters);
const char *form_read_email(struct form *form, const char *name, enum form_need need); /* lower-cased */
int64_t form_read_int(struct form *form, const char *name, enum form_need need, int64_t least, int64_t most);
int64_t
form_read_decimal(struct form *form, const char *name, enum form_need need, int digits, int64_t least, int64_t most);
int32_t form_read_day(struct form *form, const char *name, enum form_need need); /* ISO, or 31/12/2026; NO_DAY */
int64_t form_read_id(struct form *form, const char *name, enum form_need need);	 /* 0 when absent or wrong */
bool form_read_bool(struct form *form, const char *name);			 /* "on", "1", "true", "yes" */
/* The index in `names` (NULL-terminated); -1 when absent or unknown (an error too). */
int form_read_choice(struct form *form, const char *name, enum form_need need, const char *const *names);

/* An error beside a field: an English sentence marked N_("…"), with {{names}} from `values` (NULL: none). The first
 * error of a field stays. Name "" is the whole form. */
void form_error(struct form *form, const char *name, const char *english, const struct doc *values);
bool form_failed(const struct form *form);
/* Forgets all errors: a handler that is run a second time starts afresh. */
void form_start_over(struct form *form);

/* Puts what was typed and what was wrong into `object`: "values": {name: text}, "errors": {name: message} and, when
 * there are any, "problems": [{field, message}] for a summary. Names with dots nest as they do in JSON: lists. */
void form_show(const struct form *form, struct doc *object);
/* Secrets (passwords, codes) never go back: call before form_show. */
void form_forget(struct form *form, const char *name);

#endif
