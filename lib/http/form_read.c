/* form_read: one reader per kind of field; each returns the value and puts a plain sentence beside what is wrong. */
#include "base/arena.h"
#include "base/id.h"
#include "base/instant.h"
#include "base/money.h"
#include "base/visible.h"
#include "http/form_fields.h"

#include <string.h>

/* The trimmed text, or NULL when there is none; then an error stands beside it if it was needed. */
static const char *
read_needed(struct form *form, const char *name, enum form_need need)
{
	const char *text = form_text(form, name);

	if (!text_empty(text))
		return text;
	if (need == FORM_REQUIRED)
		form_error(form, name, N_("Please fill in this field."), NULL);
	return NULL;
}

static struct doc *
limit_value(struct form *form, const char *name, int64_t limit, int digits)
{
	struct doc *values = doc_object(form->arena);

	if (digits == 0)
		doc_set_int(values, name, limit);
	else
		doc_set_decimal(values, name, limit, digits);
	return values;
}

static size_t
character_count(const char *text)
{
	size_t count = 0;

	for (; *text != '\0'; text++)
		count += ((unsigned char)*text & 0xC0) != 0x80;
	return count;
}

/* Browsers send line ends as CR LF; we keep LF, or a blank where there is but one line. False when another control
 * character is there. */
static bool
clean_text(struct arena *arena, const char *text, bool lines, const char **clean)
{
	struct builder out = builder_new(arena, 0);

	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;
		bool blank = c == '\n' || c == '\t';

		if (c == '\r' && text[1] == '\n')
			continue;
		if ((c < 0x20 && !blank) || c == 0x7F)
			return false;
		build_char(&out, blank && !lines ? ' ' : *text);
	}
	*clean = builder_text(&out);
	return true;
}

static const char *
read_text(struct form *form, const char *name, enum form_need need, size_t max_characters, bool lines)
{
	const char *text = read_needed(form, name, need);

	if (text == NULL)
		return NULL;
	if (!clean_text(form->arena, text, lines, &text)) {
		form_error(form, name, N_("This text contains characters that cannot be shown."), NULL);
		return NULL;
	}
	if (!lines && text_is_deceptive(text)) {
		form_error(
			form, name,
			N_("This text has invisible characters that make it look like another. Please type it anew."),
			NULL);
		return NULL;
	}
	if (character_count(text) > max_characters) {
		form_error(form, name, N_("At most {{limit}} characters."),
			   limit_value(form, "limit", (int64_t)max_characters, 0));
		return NULL;
	}
	return text;
}

const char *
form_read_text(struct form *form, const char *name, enum form_need need, size_t max_characters)
{
	return read_text(form, name, need, max_characters, false);
}

const char *
form_read_lines(struct form *form, const char *name, enum form_need need, size_t max_characters)
{
	return read_text(form, name, need, max_characters, true);
}

static bool
is_email_part(struct str part, const char *extra)
{
	if (part.length == 0 || part.at[0] == '.' || part.at[part.length - 1] == '.')
		return false;
	for (size_t i = 0; i < part.length; i++) {
		unsigned char c = (unsigned char)part.at[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');

		if (!letter && (c >= 0x7F || strchr(extra, c) == NULL))
			return false;
		if (c == '.' && part.at[i - 1] == '.')
			return false;
	}
	return true;
}

/* What mail servers take in practice (RFC 5321 without quoted names and address literals), in lower case. */
static bool
is_email(const char *text)
{
	struct str domain = str_of(text);
	struct str local = str_cut(&domain, '@');
	const char *dot;

	if (domain.at == NULL || local.length > 64 || domain.length > 253 || domain.length < 4)
		return false;
	dot = memrchr(domain.at, '.', domain.length);
	return is_email_part(local, ".!#$%&'*+/=?^_`{|}~-") && is_email_part(domain, ".-") && dot != NULL &&
	       domain.at[0] != '-' && domain.at + domain.length - dot > 2;
}

const char *
form_read_email(struct form *form, const char *name, enum form_need need)
{
	const char *text = read_needed(form, name, need);
	char *email;

	if (text == NULL)
		return NULL;
	email = arena_text(form->arena, text);
	for (char *at = email; *at != '\0'; at++)
		if (*at >= 'A' && *at <= 'Z')
			*at = (char)(*at - 'A' + 'a');
	if (is_email(email))
		return email;
	form_error(form, name, N_("This is not a valid e-mail address."), NULL);
	return NULL;
}

static int64_t
read_number(struct form *form, const char *name, const char *text, int digits, int64_t least, int64_t most)
{
	int64_t value;

	if (!decimal_parse(str_of(text), digits, &value)) {
		form_error(form, name,
			   digits == 0 ? N_("This is not a whole number.")
				       : N_("This is not a number. Write it like 1234.50."),
			   NULL);
		return 0;
	}
	if (value < least) {
		form_error(form, name, N_("At least {{limit}}."), limit_value(form, "limit", least, digits));
		return 0;
	}
	if (value > most) {
		form_error(form, name, N_("At most {{limit}}."), limit_value(form, "limit", most, digits));
		return 0;
	}
	return value;
}

int64_t
form_read_decimal(struct form *form, const char *name, enum form_need need, int digits, int64_t least, int64_t most)
{
	const char *text = read_needed(form, name, need);

	return text == NULL ? 0 : read_number(form, name, text, digits, least, most);
}

int64_t
form_read_int(struct form *form, const char *name, enum form_need need, int64_t least, int64_t most)
{
	return form_read_decimal(form, name, need, 0, least, most);
}

/* "31/12/2026", "31.12.2026" or "31-12-2026". */
static bool
read_european_day(const char *text, int32_t *day)
{
	struct str rest = str_of(text);
	char separator = strchr(text, '/') != NULL ? '/' : strchr(text, '.') != NULL ? '.' : '-';
	struct str day_text = str_cut(&rest, separator);
	struct str month_text = str_cut(&rest, separator);
	int64_t d, m, y;

	if (rest.length != 4 || day_text.length > 2 || month_text.length > 2)
		return false;
	if (!str_to_int(day_text, &d) || !str_to_int(month_text, &m) || !str_to_int(rest, &y) || y < 1)
		return false;
	if (!day_exists((int)y, (int)m, (int)d))
		return false;
	*day = day_of((int)y, (int)m, (int)d);
	return true;
}

int32_t
form_read_day(struct form *form, const char *name, enum form_need need)
{
	const char *text = read_needed(form, name, need);
	int32_t day;

	if (text == NULL)
		return NO_DAY;
	if (day_parse(str_of(text), &day) || read_european_day(text, &day))
		return day;
	form_error(form, name, N_("This is not a date. Write it like 31/12/2026."), NULL);
	return NO_DAY;
}

int64_t
form_read_id(struct form *form, const char *name, enum form_need need)
{
	const char *text = form_text(form, name);
	int64_t id;

	if (text_empty(text)) {
		if (need == FORM_REQUIRED)
			form_error(form, name, N_("Please choose an entry of the list."), NULL);
		return 0;
	}
	if (id_parse(str_of(text), &id))
		return id;
	form_error(form, name, N_("Please choose an entry of the list."), NULL);
	return 0;
}

bool
form_read_bool(struct form *form, const char *name)
{
	static const char *const words[] = {"on", "1", "true", "yes"};
	const char *text = form_text(form, name);

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (text_equal(text, words[i]))
			return true;
	return false;
}

int
form_read_choice(struct form *form, const char *name, enum form_need need, const char *const *names)
{
	const char *text = form_text(form, name);

	if (text_empty(text)) {
		if (need == FORM_REQUIRED)
			form_error(form, name, N_("Please choose one of the answers."), NULL);
		return -1;
	}
	for (int i = 0; names[i] != NULL; i++)
		if (strcmp(names[i], text) == 0)
			return i;
	form_error(form, name, N_("Please choose one of the answers."), NULL);
	return -1;
}
