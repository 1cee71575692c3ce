/* keeper: finds the rules of a module that a feature keeps, and gives them the cells of a record by name. */
#include "records/keeper.h"

#include "base/arena.h"
#include "base/check.h"
#include "records/record_check.h"

/* Written once at the start: the same answer for every caller. */
static const struct feature *const *all_features;
static size_t feature_count;

void
keepers_start(const struct feature *const *features, size_t count)
{
	all_features = features;
	feature_count = count;
}

const struct keeper *
keeper_of(const struct module *module)
{
	for (size_t f = 0; module->kept_by != NULL && f < feature_count; f++)
		for (size_t i = 0; i < all_features[f]->keeper_count; i++)
			if (text_equal(all_features[f]->keepers[i]->module, module->name))
				return all_features[f]->keepers[i];
	return NULL;
}

/* ---- for keepers ---- */

static size_t
index_of(const struct keeping *keeping, const char *name)
{
	const struct field *field = field_named(keeping->module, name);

	check(field != NULL);
	return field->index;
}

static const char *
text_of(const struct keeping *keeping, const struct db_value *cell)
{
	return value_is_empty(cell) ? NULL : arena_text_of(tx_arena(keeping->tx), cell->bytes.at, cell->bytes.length);
}

const char *
keeping_text(const struct keeping *keeping, const char *field)
{
	return text_of(keeping, &keeping->after[index_of(keeping, field)]);
}

const char *
keeping_text_before(const struct keeping *keeping, const char *field)
{
	return keeping->before == NULL ? NULL : text_of(keeping, &keeping->before[index_of(keeping, field)]);
}

void
keeping_set(struct keeping *keeping, const char *field, const char *text)
{
	keeping->after[index_of(keeping, field)] = db_text(text);
}

void
keeping_refuse(struct keeping *keeping, const char *field, const char *error)
{
	writing_refuse(keeping->writing, &keeping->module->fields[index_of(keeping, field)], error);
}
