/* price: finds the amounts that would tell a unit price which a user type does not see. */
#include "rights/price.h"

#include "modules/formula.h"
#include "rights/rights.h"

/* Formulas of formulas; loops are refused where formulas are made. */
enum { DEPTH = 12 };

const char price_name[] = "unit_price";

static bool
is_shown(const struct user_type *type, const struct field *field)
{
	return type->levels[field->module->index][field->index] != LEVEL_HIDDEN;
}

/* The price of a line is that of the product it leads to: hidden there, it is hidden here. A module that is no tab at
 * all says nothing: then the line's own level counts. */
static const struct field *
price_repeated(const struct user_type *type, const struct field *field)
{
	const struct module *module = field->module;

	for (size_t i = 0; i < module->field_count; i++) {
		const struct field *link = &module->fields[i];
		const struct field *price = link->retired || link->target == NULL || link->target == module
						    ? NULL
						    : field_named(link->target, price_name);

		if (price != NULL && type->by_module[link->target->index] != NULL && !is_shown(type, price))
			return price;
	}
	return NULL;
}

static const struct field *
hidden_price(const struct user_type *type, const struct field *field, int depth)
{
	const struct module *module = field->module;
	const struct field *price = NULL;

	if (field->retired || depth == 0)
		return NULL;
	if (text_equal(field->name, price_name))
		return is_shown(type, field) ? price_repeated(type, field) : field;
	if (field->type == FIELD_ROLLUP)
		return field->source == NULL ? NULL : hidden_price(type, field->source, depth - 1);
	for (size_t i = 0; field->formula != NULL && price == NULL && i < module->field_count; i++)
		if (formula_uses(field->formula, &module->fields[i]))
			price = hidden_price(type, &module->fields[i], depth - 1);
	return price;
}

void
prices_read(struct arena *arena, const struct rights *rights, struct user_type *type)
{
	const struct catalogue *catalogue = rights->catalogue;
	const struct field ***prices = arena_make_array(arena, const struct field **, catalogue->module_count);

	type->prices = NULL;
	for (size_t m = 0; m < catalogue->module_count; m++) {
		const struct module *module = &catalogue->modules[m];

		if (type->by_module[m] == NULL)
			continue;
		prices[m] = arena_make_array(arena, const struct field *, module->field_count);
		for (size_t f = 0; f < module->field_count; f++)
			prices[m][f] = hidden_price(type, &module->fields[f], DEPTH);
	}
	type->prices = prices;
}

const struct field *
price_told(const struct user_type *type, const struct field *field)
{
	size_t module = field->module->index;

	return type->prices == NULL || type->prices[module] == NULL ? NULL : type->prices[module][field->index];
}
