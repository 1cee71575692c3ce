/* sample_value: made-up values: names, sentences, amounts and days as people would write them, in their language. */
#include "records/sample.h"

#include "base/arena.h"
#include "base/instant.h"

#include <inttypes.h>
#include <string.h>

enum { NAMES = 6 };

static const char *const given_names[NAMES] = {"Camille", "Sacha", "Inès", "Louis", "Jade", "Noé"};
static const char *const family_names[NAMES] = {"Martin", "Bernard", "Petit", "Moreau", "Garnier", "Faure"};
static const char *const mail_names[NAMES] = {"camille.martin", "sacha.bernard", "ines.petit",
					      "louis.moreau",	"jade.garnier",	 "noe.faure"};
static const char *const towns[NAMES] = {"Nantes", "Lyon", "Lille", "Bordeaux", "Rennes", "Dijon"};

/* English, French. */
static const char *const subjects[NAMES][2] = {
	{"Yearly visit", "Visite annuelle"},
	{"Start of service", "Mise en service"},
	{"Replacement of a part", "Remplacement d’une pièce"},
	{"Extension of the guarantee", "Extension de garantie"},
	{"A question about a delivery", "Question sur une livraison"},
	{"Advice and study", "Conseil et étude"},
};
static const char *const sentences[3][2] = {
	{"All went as agreed. We remain at your disposal.",
	 "Tout s’est passé comme convenu. Nous restons à votre disposition."},
	{"We will come on Tuesday morning, between 9 and 11.", "Nous passerons mardi matin, entre 9 h et 11 h."},
	{"Here is what we talked about, point by point.", "Voici ce dont nous avons parlé, point par point."},
};
static const char *const words[3][2] = {{"Standard", "Standard"}, {"Comfort", "Confort"}, {"Full", "Complet"}};

struct making {
	struct arena *arena;
	const struct access *access;
	const struct field *field;
	size_t number;
	int french;
};

const char *
sample_person(size_t number)
{
	static const char *const people[NAMES] = {"Camille Martin", "Sacha Bernard", "Inès Petit",
						  "Louis Moreau",   "Jade Garnier",  "Noé Faure"};

	return people[number % NAMES];
}

/* ---- texts ---- */

static bool
is_called(const struct field *field, const char *part)
{
	return strstr(field->name, part) != NULL;
}

/* Records that have an address to write to are mostly people. */
static bool
is_of_people(const struct module *module)
{
	for (size_t i = 0; i < module->field_count; i++)
		if (module->fields[i].type == FIELD_EMAIL && !module->fields[i].retired)
			return true;
	return false;
}

static const char *
text_value(const struct making *making)
{
	const struct field *field = making->field;
	size_t n = making->number;

	if (is_called(field, "first_name"))
		return given_names[n % NAMES];
	if (is_called(field, "last_name"))
		return family_names[n % NAMES];
	if (field == field->module->naming)
		return is_of_people(field->module) ? sample_person(n) : subjects[n % NAMES][making->french];
	if (is_called(field, "city") || is_called(field, "town") || is_called(field, "place"))
		return towns[n % NAMES];
	if (is_called(field, "postal"))
		return arena_printf(making->arena, "%d000", 44 + (int)(n % NAMES));
	if (is_called(field, "plate"))
		return arena_printf(making->arena, "AB-%zu-CD", 101 + n);
	if (is_called(field, "number") || is_called(field, "reference") || is_called(field, "code"))
		return arena_printf(making->arena, "R-%04zu", 2041 + n);
	if (is_called(field, "label") || is_called(field, "title") || is_called(field, "subject"))
		return subjects[n % NAMES][making->french];
	return words[n % 3][making->french];
}

static const char *
choices_value(const struct making *making, bool many)
{
	const struct field *field = making->field;
	const char *first = NULL;
	size_t live = 0, wanted;

	for (size_t i = 0; i < field->choice_count; i++)
		live += field->choices[i].retired ? 0 : 1;
	if (live == 0)
		return NULL;
	wanted = making->number % live;
	for (size_t i = 0; i < field->choice_count && first == NULL; i++)
		if (!field->choices[i].retired && wanted-- == 0)
			first = field->choices[i].code;
	return many ? arena_printf(making->arena, "|%s|", first) : first;
}

static const char *
address_value(const struct making *making)
{
	size_t n = making->number % NAMES;

	return arena_printf(making->arena, "%zu rue des Tilleuls\n%d000\n%s\nFR", 12 + n, 44 + (int)n, towns[n]);
}

/* ---- numbers ---- */

static int64_t
within(const struct field *field, int64_t value)
{
	if (value < field->least)
		return field->least;
	return value > field->most ? field->most : value;
}

static int64_t
power_of_ten(int digits)
{
	int64_t power = 1;

	for (int i = 0; i < digits && i < 6; i++)
		power *= 10;
	return power;
}

static int64_t
number_value(const struct making *making, enum field_type type)
{
	int64_t n = (int64_t)making->number, one = power_of_ten(making->field->digits);
	const struct moment *moment = making->access->moment;
	int64_t later = (int64_t)(making->field->index % 8); /* what ends stands behind what begins */

	switch (type) {
	case FIELD_INTEGER:
		return within(making->field, 2 + n);
	case FIELD_DECIMAL:
		return within(making->field, (1 + n) * one + one / 2);
	case FIELD_MONEY:
		return within(making->field, 18900 + n * 42500);
	case FIELD_PERCENTAGE:
		return within(making->field, (n % 2 == 0 ? 20 : 10) * one);
	case FIELD_DAY:
		return within(making->field, moment->today - 24 + 9 * n + 3 * later);
	case FIELD_INSTANT:
		return (moment->today - 4 + 3 * n) * (int64_t)DAY_MS + (6 + n + later) * HOUR_MS;
	default:
		return n % 2;
	}
}

/* ---- the cell ---- */

static struct db_value
typed_value(const struct making *making, enum field_type type)
{
	size_t n = making->number;

	switch (type) {
	case FIELD_TEXT:
		return db_text(text_value(making));
	case FIELD_LONG_TEXT:
		return db_text(sentences[n % 3][making->french]);
	case FIELD_EMAIL:
		return db_text(arena_printf(making->arena, "%s@exemple.example", mail_names[n % NAMES]));
	case FIELD_PHONE: /* numbers that no operator will ever give to anybody (Arcep, decision 2018-0881) */
		return db_text(arena_printf(making->arena, "+3363998%04zu", 1201 + n));
	case FIELD_LINK:
		return db_text("https://www.exemple.example/");
	case FIELD_CHOICE:
	case FIELD_CHOICES:
		return db_text(choices_value(making, type == FIELD_CHOICES));
	case FIELD_ADDRESS:
		return db_text(address_value(making));
	case FIELD_NUMBER:
		return db_text(arena_printf(making->arena, "%s%0*d",
					    making->field->prefix == NULL ? "" : making->field->prefix,
					    making->field->digits, 128 + (int)n));
	case FIELD_LOOKUP:
	case FIELD_STAFF:
		return db_int(SAMPLE_FIRST + (int64_t)(n % 3));
	case FIELD_LOOKUPS:
		return db_text(arena_printf(making->arena, "|%" PRId64 "|", SAMPLE_FIRST + (int64_t)(n % 3)));
	case FIELD_FILE:
	case FIELD_IMAGE:
	case FIELD_SIGNATURE:
		return db_null();
	default:
		return db_int(number_value(making, type));
	}
}

struct db_value
sample_value(struct arena *arena, const struct access *access, const struct field *field, size_t number)
{
	const struct look *look = access->viewer->look;
	const struct making making = {arena, access, field, number, text_equal(look->language, "fr") ? 1 : 0};
	enum field_type type = field_value_type(field);

	if (field->index == SYSTEM_APPROVAL || field->index == SYSTEM_REVIEW)
		return db_text("none");
	return typed_value(&making, type);
}
