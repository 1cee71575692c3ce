/* value_form: what a form brought for a field; forms also know what a clean text and an e-mail address are. */
#include "http/form.h"

#include "base/arena.h"
#include "html/country.h"
#include "modules/value_parts.h"

/* ---- texts ---- */

static size_t
longest_of(const struct field *field, enum field_type type)
{
	if (field->longest > 0)
		return field->longest;
	return type == FIELD_LONG_TEXT ? VALUE_LINES_LIMIT : VALUE_TEXT_LIMIT;
}

/* Forms know what a clean line, clean lines and an e-mail address are. */
const char *
value_clean_text(struct value_reading *reading, enum field_type type, const char *text)
{
	struct form *form = form_new(reading->arena);
	struct doc *shown = doc_object(reading->arena);
	const struct doc *problem;
	const char *read;

	if (!form_add(form, "text", str_of(text), 1))
		return value_wrong(reading, N_("This text contains characters that cannot be shown.")), NULL;
	if (type == FIELD_EMAIL)
		read = form_read_email(form, "text", FORM_OPTIONAL);
	else if (type == FIELD_LONG_TEXT)
		read = form_read_lines(form, "text", FORM_OPTIONAL, longest_of(reading->field, type));
	else
		read = form_read_text(form, "text", FORM_OPTIONAL, longest_of(reading->field, type));
	if (!form_failed(form))
		return read;
	form_show(form, shown);
	problem = doc_get(doc_get(shown, STR("errors")), STR("text"));
	value_wrong_by(reading, problem->message.english,
		       problem->message.values == NULL ? problem->message.english : N_("This text is too long."),
		       problem->message.values);
	return NULL;
}

/* ---- forms ---- */

static struct db_value
address_of_form(struct form *form, const char *form_name, struct arena *arena)
{
	const char *street_name = arena_printf(arena, "%s.street", form_name);
	const char *code_name = arena_printf(arena, "%s.postal_code", form_name);
	const char *city_name = arena_printf(arena, "%s.city", form_name);
	const char *place_name = arena_printf(arena, "%s.country", form_name);
	const char *street = form_read_lines(form, street_name, FORM_OPTIONAL, STREET_LIMIT);
	const char *postal_code = form_read_text(form, code_name, FORM_OPTIONAL, CODE_LIMIT);
	const char *city = form_read_text(form, city_name, FORM_OPTIONAL, CITY_LIMIT);
	const char *typed = form_text(form, place_name);
	const char *country = text_empty(typed) ? NULL : country_of_text(arena, typed);

	if (!text_empty(typed) && country == NULL)
		form_error(form, place_name, N_("This country is not known."), NULL);
	return address_join(arena, street, postal_code, city, country);
}

/* The rows of several choices, one a line. */
static const char *
rows_text(struct form *form, const char *form_name, struct arena *arena)
{
	struct builder text = builder_new(arena, 0);
	size_t rows = form_rows(form, form_name, VALUE_ENTRIES + 1);

	for (size_t i = 0; i < rows; i++) {
		const char *row = form_text(form, arena_printf(arena, "%s.%zu", form_name, i));

		if (row == NULL)
			row = form_text(form, arena_printf(arena, "%s.%zu.id", form_name, i));
		build_text(&text, row);
		build_char(&text, '\n');
	}
	return builder_text(&text);
}

/* Programs may send back what they were told: {"amount", "currency"} of money, {"id", "name"} of a record, a staff user
 * or a file. What of it is the value; NULL: it is not sent so. */
static const char *
part_text(struct form *form, const char *form_name, const struct field *field, struct arena *arena)
{
	const char *currency_name = arena_printf(arena, "%s.currency", form_name);
	const char *currency = form_text(form, currency_name);
	struct doc *values;

	if (field_kept_as(field) != DB_INT)
		return NULL;
	if (field_value_type(field) != FIELD_MONEY)
		return form_text(form, arena_printf(arena, "%s.id", form_name));
	if (!text_empty(currency) && !text_equal(currency, field->currency)) {
		values = doc_object(arena);
		doc_set_text(values, "currency", field->currency);
		form_error(form, currency_name, N_("Amounts of this field are in {{currency}}."), values);
	}
	return form_text(form, arena_printf(arena, "%s.amount", form_name));
}

/* Programs may send a list or an object where one value belongs; nothing of it is taken, nor is the field emptied. */
static bool
has_parts(struct form *form, const char *field_name, struct arena *arena)
{
	struct str start = str_of(arena_printf(arena, "%s.", field_name));

	for (size_t i = 0; i < form_count(form); i++)
		if (str_starts(str_of(form_name(form, i)), start))
			return true;
	return false;
}

struct db_value
value_read(struct form *form, const char *name, const struct field *field, struct arena *arena)
{
	enum field_type type = field_value_type(field);
	struct value_reading reading = {.arena = arena, .field = field};
	const char *text = form_text(form, name);
	struct db_value value;

	if (type == FIELD_YES_NO && text == NULL && !has_parts(form, name, arena))
		return db_int(0);
	if (type == FIELD_ADDRESS && text_empty(text))
		return address_of_form(form, name, arena);
	if ((type == FIELD_CHOICES || type == FIELD_LOOKUPS) && text_empty(text))
		text = rows_text(form, name, arena);
	if (text == NULL)
		text = part_text(form, name, field, arena);
	if (text == NULL) {
		if (has_parts(form, name, arena))
			form_error(form, name, N_("One value is expected here."), NULL);
		return db_null();
	}
	if (value_of_text(&reading, text, &value))
		return value;
	form_error(form, name, reading.english, reading.values);
	return db_null();
}
