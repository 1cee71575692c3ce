/* field_types: one row a type, in the order people look for them. */
#include "modules/field_types.h"

enum group { WORDS, NUMBERS, DATES, CHOICES, LINKS, FILES, WORKED_OUT, GROUPS };

static const char *const group_labels[] = {
	[WORDS] = N_("Words"),
	[NUMBERS] = N_("Numbers"),
	[DATES] = N_("Dates"),
	[CHOICES] = N_("Choices"),
	[LINKS] = N_("Links to somebody or something"),
	[FILES] = N_("Files and pictures"),
	[WORKED_OUT] = N_("Worked out by Parvis"),
};

enum { ONE_LINE = ASKS_DEFAULT | ASKS_DISTINCT | ASKS_REQUIRED };

static const struct kind {
	enum group group;
	const char *icon, *label, *about;
	unsigned asks;
} kinds[FIELD_TYPES] = {
	[FIELD_TEXT] = {WORDS, .icon = "letter-case", N_("Short text"),
			N_("One line: a name, a colour, a registration number."),
			ONE_LINE | ASKS_LONGEST | ASKS_PATTERN},
	[FIELD_LONG_TEXT] = {WORDS, .icon = "align-left", N_("Long text"),
			     N_("Several lines: a description, instructions, remarks."),
			     ASKS_LONGEST | ASKS_DEFAULT | ASKS_REQUIRED},
	[FIELD_EMAIL] = {WORDS, .icon = "at", N_("E-mail address"),
			 N_("Checked as it is typed in; one click writes to it."), ONE_LINE},
	[FIELD_PHONE] = {WORDS, .icon = "phone", N_("Phone number"),
			 N_("Written any way, kept in one: on a phone, one tap calls it."), ONE_LINE},
	[FIELD_LINK] = {WORDS, .icon = "link", N_("Web address"), N_("A link to a page of the Internet."), ONE_LINE},
	[FIELD_ADDRESS] = {WORDS, .icon = "map-pin", N_("Postal address"),
			   N_("Street, postal code, town and country, each in its place."), ASKS_REQUIRED},
	[FIELD_INTEGER] = {NUMBERS, .icon = "number-123", N_("Whole number"),
			   N_("A count without decimals: kilometres, seats, pieces."), ONE_LINE | ASKS_NUMBERS},
	[FIELD_DECIMAL] = {NUMBERS, .icon = "decimal", N_("Number with decimals"),
			   N_("A measure: 12.5 kWp, 3.75 m², 0.8 l."), ONE_LINE | ASKS_NUMBERS | ASKS_DIGITS},
	[FIELD_MONEY] = {NUMBERS, .icon = "currency-euro", N_("Amount of money"),
			 N_("A price, a cost, a budget, exact to the cent."), ONE_LINE | ASKS_NUMBERS | ASKS_CURRENCY},
	[FIELD_PERCENTAGE] = {NUMBERS, .icon = "percentage", N_("Percentage"),
			      N_("A share of a hundred: a discount, a chance of success."),
			      ONE_LINE | ASKS_NUMBERS | ASKS_DIGITS},
	[FIELD_DAY] = {DATES, .icon = "calendar", N_("Date"), N_("A day of the calendar: a delivery, an expiry."),
		       ONE_LINE | ASKS_DAYS},
	[FIELD_INSTANT] = {DATES, .icon = "calendar-time", N_("Date and time"),
			   N_("A precise moment, shown in the time zone of who looks."), ONE_LINE},
	[FIELD_YES_NO] = {CHOICES, .icon = "toggle-left", N_("Yes or no"),
			  N_("A box to tick: under warranty, paid, urgent."), ASKS_DEFAULT},
	[FIELD_CHOICE] = {CHOICES, .icon = "select", N_("One choice"),
			  N_("One answer of a list that you write: a state, a brand, a kind."),
			  ASKS_CHOICES | ASKS_DEFAULT | ASKS_REQUIRED},
	[FIELD_CHOICES] = {CHOICES, .icon = "list-check", N_("Several choices"),
			   N_("As many answers of a list as apply: options, skills."),
			   ASKS_CHOICES | ASKS_DEFAULT | ASKS_REQUIRED},
	[FIELD_LOOKUP] =
		{LINKS, .icon = "switch-horizontal", N_("Link to another module"),
		 N_("One record of another module: the client of a vehicle. That client then shows its vehicles."),
		 ASKS_TARGET | ASKS_DISTINCT | ASKS_REQUIRED},
	[FIELD_LOOKUPS] = {LINKS, .icon = "binary-tree", N_("Links to several records"),
			   N_("Any number of records of another module: all the products that fit."),
			   ASKS_TARGET | ASKS_REQUIRED},
	[FIELD_STAFF] = {LINKS, .icon = "user", N_("Colleague"), N_("One of your staff: who is in charge, who drives."),
			 ASKS_REQUIRED},
	[FIELD_FILE] = {FILES, .icon = "paperclip", N_("File"), N_("A document to keep with the record, of any kind."),
			ASKS_REQUIRED},
	[FIELD_IMAGE] = {FILES, .icon = "photo", N_("Picture"), N_("A photograph or a drawing, shown on the page."),
			 ASKS_REQUIRED},
	[FIELD_SIGNATURE] = {FILES, .icon = "signature", N_("Signature"),
			     N_("Drawn with a finger or a mouse: a delivery that was received."), ASKS_REQUIRED},
	[FIELD_NUMBER] = {WORKED_OUT, .icon = "hash", N_("Number given by Parvis"),
			  N_("V-0001, V-0002…: each new record gets the next one."), ASKS_PREFIX},
	[FIELD_FORMULA] = {WORKED_OUT, .icon = "math-function", N_("Formula"),
			   N_("Worked out from other fields: price × quantity, days left."), ASKS_FORMULA},
	[FIELD_ROLLUP] = {WORKED_OUT, .icon = "sum", N_("Total of what is below"),
			  N_("Counts or adds up the lines of a sub-form, or the records that lead here."), ASKS_ROLLUP},
};

unsigned
field_type_asks(enum field_type type)
{
	return kinds[type].asks;
}

const char *
field_type_label(enum field_type type)
{
	return kinds[type].label;
}

const char *
field_type_about(enum field_type type)
{
	return kinds[type].about;
}

const char *
field_type_icon(enum field_type type)
{
	return kinds[type].icon;
}

enum field_type
field_type_of(const char *name)
{
	int type = 0;

	while (field_type_names[type] != NULL && !text_equal(field_type_names[type], name))
		type++;
	return (enum field_type)type;
}

static void
add_type(struct doc *list, enum field_type type, const char *path)
{
	struct doc *row = doc_add_object(list);

	doc_set_text(row, "code", field_type_names[type]);
	doc_set_word(row, "label", field_type_names[type], kinds[type].label);
	doc_set_message(row, "about", kinds[type].about, NULL);
	doc_set_text(row, "icon", kinds[type].icon);
	doc_set_text(row, "href", arena_printf(list->arena, "%s?type=%s", path, field_type_names[type]));
}

void
field_types_add(struct doc *page, const char *path)
{
	struct doc *groups = doc_set_list(page, "groups");

	for (int group = 0; group < GROUPS; group++) {
		struct doc *row = doc_add_object(groups), *types;

		doc_set_message(row, "label", group_labels[group], NULL);
		types = doc_set_list(row, "types");
		for (int type = 0; type < FIELD_TYPES; type++)
			if (kinds[type].group == (enum group)group)
				add_type(types, (enum field_type)type, path);
	}
}
