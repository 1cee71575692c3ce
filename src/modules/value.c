/* value: which reader a field's text goes to, and how what is kept is compared. */
#include "modules/value.h"

#include "base/arena.h"
#include "modules/value_parts.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

/* ---- what is wrong ---- */

bool
value_wrong(struct value_reading *reading, const char *english)
{
	return value_wrong_by(reading, english, english, NULL);
}

bool
value_wrong_by(struct value_reading *reading, const char *english, const char *plain, const struct doc *values)
{
	reading->english = english;
	reading->plain = plain;
	reading->values = values;
	return false;
}

/* ---- reading ---- */

bool
text_is_blank(const char *text)
{
	int32_t at = 0;
	UChar32 sign;

	for (;;) {
		U8_NEXT(text, at, -1, sign);
		if (sign == 0)
			return true;
		if (!u_isUWhiteSpace(sign) &&
		    (sign < 0 || !u_hasBinaryProperty(sign, UCHAR_DEFAULT_IGNORABLE_CODE_POINT)))
			return false;
	}
}

static bool
is_short(enum field_type type)
{
	return type != FIELD_TEXT && type != FIELD_LONG_TEXT && type != FIELD_EMAIL && type != FIELD_LINK &&
	       type != FIELD_CHOICES && type != FIELD_LOOKUPS && type != FIELD_ADDRESS;
}

static bool
read_trimmed(struct value_reading *reading, enum field_type type, const char *text, struct db_value *value)
{
	switch (type) {
	case FIELD_INTEGER:
	case FIELD_DECIMAL:
	case FIELD_MONEY:
	case FIELD_PERCENTAGE:
		return number_of_text(reading, text, value);
	case FIELD_YES_NO:
		return yes_no_of_text(reading, text, value);
	case FIELD_DAY:
		return day_of_text(reading, text, value);
	case FIELD_INSTANT:
		return instant_of_text(reading, text, value);
	case FIELD_CHOICE:
		return choice_of_text(reading, text, value);
	case FIELD_CHOICES:
		return choices_of_text(reading, text, value);
	case FIELD_LOOKUP:
	case FIELD_STAFF:
	case FIELD_FILE:
	case FIELD_IMAGE:
	case FIELD_SIGNATURE:
		return id_of_text(reading, text, value);
	case FIELD_LOOKUPS:
		return ids_of_text(reading, text, value);
	case FIELD_PHONE:
		return phone_of_text(reading, text, value);
	case FIELD_LINK:
		return link_of_text(reading, text, value);
	default:
		return words_of_text(reading, text, value);
	}
}

bool
value_of_text(struct value_reading *reading, const char *text, struct db_value *value)
{
	enum field_type type = field_value_type(reading->field);
	struct str trimmed = str_trim(str_of(text));

	*value = db_null();
	if (text_is_blank(text))
		return true;
	if (type == FIELD_ADDRESS)
		return address_of_text(reading, text, value);
	if (is_short(type) && trimmed.length > (size_t)VALUE_SHORT * 4)
		return value_wrong(reading, N_("This text is too long."));
	return read_trimmed(reading, type, arena_text_of(reading->arena, trimmed.at, trimmed.length), value);
}

bool
value_parse_in(struct arena *arena, const struct field *field, const char *text, const struct formats *formats,
	       struct db_value *value, const char **error)
{
	struct value_reading reading = {.arena = arena, .field = field, .formats = formats};

	if (value_of_text(&reading, text, value))
		return true;
	*value = db_null();
	*error = reading.plain;
	return false;
}

bool
value_parse(struct arena *arena, const struct field *field, const char *text, struct db_value *value,
	    const char **error)
{
	return value_parse_in(arena, field, text, NULL, value, error);
}

/* ---- comparing ---- */

bool
value_is_empty(const struct db_value *value)
{
	return value->type == DB_NULL || value->type == DB_END || (value->type != DB_INT && value->bytes.length == 0);
}

bool
value_equal(const struct db_value *one, const struct db_value *other)
{
	if (value_is_empty(one) || value_is_empty(other))
		return value_is_empty(one) && value_is_empty(other);
	if (one->type == DB_INT || other->type == DB_INT)
		return one->type == other->type && one->integer == other->integer;
	return str_equal(one->bytes, other->bytes);
}

const char *
value_bytes(struct arena *arena, const struct db_value *value)
{
	return arena_text_of(arena, value->bytes.at, value->bytes.length);
}

bool
value_is_lowered(const struct field *field)
{
	enum field_type type = field_value_type(field);

	return field->key == NULL && (type == FIELD_TEXT || type == FIELD_LONG_TEXT || type == FIELD_EMAIL ||
				      type == FIELD_LINK || type == FIELD_ADDRESS || type == FIELD_NUMBER);
}

const char *
value_compared(struct arena *arena, const struct field *field, const char *text)
{
	char *lower;

	if (field->key != NULL)
		return text_fold(arena, text);
	if (!value_is_lowered(field))
		return text;
	lower = arena_text(arena, text);
	for (char *at = lower; *at != '\0'; at++)
		if (*at >= 'A' && *at <= 'Z')
			*at = (char)(*at - 'A' + 'a');
	return lower;
}

int
value_compare(const struct field *field, const struct db_value *one, const struct db_value *other)
{
	struct arena *arena;
	int order;

	if (value_is_empty(one) || value_is_empty(other))
		return (int)value_is_empty(one) - (int)value_is_empty(other);
	if (one->type == DB_INT && other->type == DB_INT)
		return (one->integer > other->integer) - (one->integer < other->integer);
	arena = arena_new(0);
	order = strcmp(value_compared(arena, field, value_bytes(arena, one)),
		       value_compared(arena, field, value_bytes(arena, other)));
	arena_free(arena);
	return order;
}
