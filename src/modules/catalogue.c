/* catalogue: finds modules and fields by name and id, and says what their types mean. */
#include "modules/catalogue.h"

#include "base/str.h"
#include "modules/field_settings.h"

#include <string.h>

const char *const field_type_names[] = {
	"text", "long_text", "email",	  "phone",  "link",    "integer", "decimal", "money", "percentage",
	"day",	"instant",   "yes_no",	  "choice", "choices", "lookup",  "lookups", "staff", "address",
	"file", "image",     "signature", "number", "formula", "rollup",  NULL,
};
const char *const rollup_names[] = {"sum", "count", "least", "greatest", NULL};
const char *const sharing_names[] = {"private", "read", "write", NULL};

const struct module *
module_named(const struct catalogue *catalogue, const char *name)
{
	for (size_t i = 0; i < catalogue->module_count; i++)
		if (!catalogue->modules[i].retired && text_equal(catalogue->modules[i].name, name))
			return &catalogue->modules[i];
	return NULL;
}

const struct module *
module_of_id(const struct catalogue *catalogue, int64_t id)
{
	for (size_t i = 0; i < catalogue->module_count; i++)
		if (catalogue->modules[i].id == id)
			return &catalogue->modules[i];
	return NULL;
}

const struct field *
field_named(const struct module *module, const char *name)
{
	for (size_t i = 0; i < module->field_count; i++)
		if (!module->fields[i].retired && text_equal(module->fields[i].name, name))
			return &module->fields[i];
	return NULL;
}

const struct field *
field_of_id(const struct catalogue *catalogue, int64_t id)
{
	size_t first = 0, end = catalogue->field_count;

	while (first < end) {
		size_t middle = first + (end - first) / 2;

		if (catalogue->fields[middle]->id == id)
			return catalogue->fields[middle];
		if (catalogue->fields[middle]->id < id)
			first = middle + 1;
		else
			end = middle;
	}
	return NULL;
}

const struct module *
module_next_sub_form(const struct catalogue *catalogue, const struct module *module, const struct module *previous)
{
	for (size_t i = previous == NULL ? 0 : previous->index + 1; i < catalogue->module_count; i++)
		if (catalogue->modules[i].parent == module && !catalogue->modules[i].retired)
			return &catalogue->modules[i];
	return NULL;
}

enum field_type
field_value_type(const struct field *field)
{
	return field->type == FIELD_FORMULA || field->type == FIELD_ROLLUP ? field->result : field->type;
}

enum db_type
field_kept_as(const struct field *field)
{
	switch (field_value_type(field)) {
	case FIELD_INTEGER:
	case FIELD_DECIMAL:
	case FIELD_MONEY:
	case FIELD_PERCENTAGE:
	case FIELD_DAY:
	case FIELD_INSTANT:
	case FIELD_YES_NO:
	case FIELD_LOOKUP:
	case FIELD_STAFF:
	case FIELD_FILE:
	case FIELD_IMAGE:
	case FIELD_SIGNATURE:
		return DB_INT;
	default:
		return DB_TEXT;
	}
}

bool
field_sorts(const struct field *field)
{
	switch (field_value_type(field)) {
	case FIELD_LONG_TEXT:
	case FIELD_CHOICES:
	case FIELD_LOOKUP:
	case FIELD_LOOKUPS:
	case FIELD_ADDRESS:
	case FIELD_FILE:
	case FIELD_IMAGE:
	case FIELD_SIGNATURE:
		return false;
	default:
		return true;
	}
}

bool
field_is_indexed(const struct field *field)
{
	return field_sorts(field) || field->type == FIELD_LOOKUP;
}

bool
field_type_is_folded(enum field_type type)
{
	return type == FIELD_TEXT || type == FIELD_LONG_TEXT || type == FIELD_EMAIL || type == FIELD_LINK ||
	       type == FIELD_ADDRESS;
}
