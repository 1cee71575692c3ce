/* value_number: whole numbers, decimals, amounts, percentages and yes or no, as French and English write them. */
#include "base/arena.h"
#include "base/money.h"
#include "core/import.h"
#include "modules/value_parts.h"

#include <string.h>

/* Far above what anybody counts, and so far below the end of 64 bits that sums of thousands of them fit. */
static const int64_t largest = 999999999999999;

int
value_digits(const struct field *field)
{
	switch (field_value_type(field)) {
	case FIELD_DECIMAL:
	case FIELD_PERCENTAGE:
		return field->digits;
	case FIELD_MONEY:
		return field->currency == NULL ? field->digits : money_digits(field->currency);
	default:
		return 0;
	}
}

static bool
within(struct value_reading *reading, int64_t number)
{
	const struct field *field = reading->field;
	struct doc *values = doc_object(reading->arena);

	if (number > largest || number < -largest)
		return value_wrong(reading, N_("This number is too large."));
	if (reading->asked)
		return true;
	if (number < field->least) {
		doc_set_value(values, "limit", field, &(struct db_value){.type = DB_INT, .integer = field->least}, "");
		return value_wrong_by(reading, N_("At least {{limit}}."), N_("This is less than may be."), values);
	}
	if (number > field->most) {
		doc_set_value(values, "limit", field, &(struct db_value){.type = DB_INT, .integer = field->most}, "");
		return value_wrong_by(reading, N_("At most {{limit}}."), N_("This is more than may be."), values);
	}
	return true;
}

static const char *
without_percent(struct arena *arena, const char *text)
{
	struct str number = str_of(text);

	if (str_ends(number, STR("%")))
		number.length--;
	return arena_text_of(arena, number.at, number.length);
}

static const char *const dollars[] = {"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", NULL};

/* Whether the currency may be written with this sign or code. */
static bool
is_sign_of(const char *sign, const char *currency)
{
	if (strcmp(sign, "€") == 0)
		return strcmp(currency, "EUR") == 0;
	if (strcmp(sign, "£") == 0)
		return strcmp(currency, "GBP") == 0;
	for (size_t i = 0; strcmp(sign, "$") == 0 && dollars[i] != NULL; i++)
		if (strcmp(dollars[i], currency) == 0)
			return true;
	return strcmp(sign, currency) == 0;
}

/* "USD 3" in a field of euros; signs that nobody knows are no numbers anyway. */
static bool
is_of_another_currency(const struct field *field, const char *text)
{
	static const char *const signs[] = {"€", "$", "£", "EUR", "USD", "GBP", "CHF", "CAD"};

	for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
		if (strstr(text, signs[i]) != NULL &&
		    (field->currency == NULL || !is_sign_of(signs[i], field->currency)))
			return true;
	return false;
}

bool
number_of_text(struct value_reading *reading, const char *text, struct db_value *value)
{
	int digits = value_digits(reading->field);
	int64_t units;

	if (field_value_type(reading->field) == FIELD_PERCENTAGE)
		text = without_percent(reading->arena, text);
	if (field_value_type(reading->field) == FIELD_MONEY && is_of_another_currency(reading->field, text))
		return value_wrong(reading, N_("This amount is in another currency than the others of this field."));
	if (!import_read_decimal(text, digits, &units))
		return value_wrong(reading, digits == 0 ? N_("This is not a whole number.")
							: N_("This is not a number. Write it like 1234.50."));
	if (!within(reading, units))
		return false;
	*value = db_int(units);
	return true;
}

bool
yes_no_of_text(struct value_reading *reading, const char *text, struct db_value *value)
{
	static const char yes[] = " 1 yes y oui o true vrai on x ";
	static const char no[] = " 0 no n non false faux off ";
	const char *folded = text_fold(reading->arena, text);
	const char *word = arena_printf(reading->arena, " %s ", folded);

	if (strchr(folded, ' ') == NULL && strstr(yes, word) != NULL)
		*value = db_int(1);
	else if (strchr(folded, ' ') == NULL && strstr(no, word) != NULL)
		*value = db_int(0);
	else
		return value_wrong(reading, N_("Please answer yes or no."));
	return true;
}
