/* value_show: what is kept, as a document, as text to edit and as words to search. */
#include "base/arena.h"
#include "base/id.h"
#include "base/instant.h"
#include "base/money.h"
#include "html/country.h"
#include "modules/value_parts.h"
#include "sms/sms_countries.h"

#include <string.h>

/* ---- documents ---- */

static const struct choice *
choice_of_code(const struct field *field, struct str code)
{
	for (size_t i = 0; i < field->choice_count; i++)
		if (str_equal(str_of(field->choices[i].code), code))
			return &field->choices[i];
	return NULL;
}

/* A code that is no choice any more is shown as it is. */
static void
set_choice(struct doc *object, const char *name, const struct field *field, struct str code, const char *language)
{
	const struct choice *choice = choice_of_code(field, code);

	if (choice == NULL)
		doc_set_str(object, name, code);
	else
		doc_set_word(object, name, choice->code, label_text(&choice->label, language));
}

static void
set_choices(struct doc *object, const char *name, const struct field *field, struct str list, const char *language)
{
	struct doc *words = doc_set_list(object, name);
	struct str code;

	while (list_next(&list, &code)) {
		struct doc *holder = doc_object(object->arena);

		set_choice(holder, "word", field, code, language);
		doc_add(words, holder->object.members[0].value);
	}
}

static void
set_ids(struct doc *object, const char *name, struct str list)
{
	struct doc *entries = doc_set_list(object, name);
	struct str item;
	int64_t id;

	while (list_next(&list, &item))
		if (str_to_int(item, &id))
			doc_set_id(doc_add_object(entries), "id", id);
}

static void
set_country(struct doc *shown, const char *code, const char *language)
{
	doc_set_word(shown, "country", code, country_name(shown->arena, code, language));
}

static void
set_address(struct doc *object, const char *name, struct str kept, const char *language)
{
	struct doc *shown = doc_set_object(object, name);
	struct address address = address_split(kept);
	struct arena *arena = object->arena;

	doc_set_str(shown, "street", address.street);
	doc_set_str(shown, "postal_code", address.postal_code);
	doc_set_str(shown, "city", address.city);
	if (address.country.length == 0)
		doc_set_null(shown, "country");
	else
		set_country(shown, arena_text_of(arena, address.country.at, address.country.length), language);
}

static void
set_number(struct doc *object, const char *name, const struct field *field, int64_t number)
{
	switch (field_value_type(field)) {
	case FIELD_MONEY:
		if (field->currency != NULL)
			doc_set_money(object, name, money_of(number, field->currency));
		else
			doc_set_decimal(object, name, number, field->digits);
		break;
	case FIELD_DECIMAL:
	case FIELD_PERCENTAGE:
		doc_set_decimal(object, name, number, field->digits);
		break;
	case FIELD_DAY:
		doc_set_day(object, name, (int32_t)number);
		break;
	case FIELD_INSTANT:
		doc_set_instant(object, name, number);
		break;
	case FIELD_YES_NO:
		doc_set_bool(object, name, number != 0);
		break;
	case FIELD_INTEGER:
		doc_set_int(object, name, number);
		break;
	default:
		doc_set_id(doc_set_object(object, name), "id", number);
	}
}

void
doc_set_value(struct doc *object, const char *name, const struct field *field, const struct db_value *value,
	      const char *language)
{
	enum field_type type = field_value_type(field);

	if (value_is_empty(value))
		doc_set_null(object, name);
	else if (value->type == DB_INT)
		set_number(object, name, field, value->integer);
	else if (type == FIELD_CHOICE)
		set_choice(object, name, field, value->bytes, language);
	else if (type == FIELD_CHOICES)
		set_choices(object, name, field, value->bytes, language);
	else if (type == FIELD_LOOKUPS)
		set_ids(object, name, value->bytes);
	else if (type == FIELD_ADDRESS)
		set_address(object, name, value->bytes, language);
	else
		doc_set_str(object, name, value->bytes);
}

/* ---- text to edit ---- */

static const char *
number_text(struct arena *arena, const struct field *field, int64_t number)
{
	char text[40];

	switch (field_value_type(field)) {
	case FIELD_INSTANT:
		return instant_text(arena, number, field->zone);
	case FIELD_YES_NO:
		return number != 0 ? "yes" : "no";
	case FIELD_DAY:
		day_print(text, (int32_t)number);
		break;
	case FIELD_INTEGER:
	case FIELD_DECIMAL:
	case FIELD_MONEY:
	case FIELD_PERCENTAGE:
		decimal_print(text, number, value_digits(field));
		break;
	default:
		id_print(text, number);
	}
	return arena_text(arena, text);
}

static const char *
list_text(struct arena *arena, const struct field *field, struct str list)
{
	struct builder text = builder_new(arena, 0);
	struct str item;
	int64_t id;

	while (list_next(&list, &item)) {
		build_text(&text, text.length > 0 ? ", " : "");
		if (field_value_type(field) == FIELD_LOOKUPS && str_to_int(item, &id))
			build_text(&text, number_text(arena, field, id));
		else
			build_str(&text, item);
	}
	return builder_text(&text);
}

const char *
value_text(struct arena *arena, const struct field *field, const struct db_value *value)
{
	enum field_type type = field_value_type(field);

	if (value_is_empty(value))
		return "";
	if (value->type == DB_INT)
		return number_text(arena, field, value->integer);
	if (type == FIELD_CHOICES || type == FIELD_LOOKUPS)
		return list_text(arena, field, value->bytes);
	return value_bytes(arena, value);
}

/* ---- words to search ---- */

/* As it is dialled abroad and at home: "33612345678 0612345678". */
static const char *
phone_words(struct arena *arena, const char *number)
{
	const char *digits = number[0] == '+' ? number + 1 : number;
	const struct sms_country *country = sms_country_calling(digits);

	return country == NULL
		       ? digits
		       : arena_printf(arena, "%s %s%s", digits, country->trunk, digits + strlen(country->prefix));
}

const char *
value_search_text(struct arena *arena, const struct field *field, const struct db_value *value)
{
	enum field_type type = field_value_type(field);
	char *words;

	if (value_is_empty(value) || value->type != DB_TEXT)
		return NULL;
	if (type == FIELD_PHONE)
		return phone_words(arena, value_bytes(arena, value));
	if (type != FIELD_TEXT && type != FIELD_LONG_TEXT && type != FIELD_EMAIL && type != FIELD_LINK &&
	    type != FIELD_ADDRESS && type != FIELD_NUMBER)
		return NULL;
	words = arena_text(arena, text_fold(arena, value_bytes(arena, value)));
	for (char *at = words; *at != '\0'; at++)
		if (*at == '\n' || *at == '\t')
			*at = ' ';
	return words;
}
