/* record_union_test: short ways to merge records of a world. */
#include "records/record_union_test.h"

#include "base/test.h"
#include "modules/value.h"

static void
unite_body(struct tx *tx, void *data)
{
	struct union_wish *wish = data;
	const struct access *access = access_of(wish->world, wish->staff, wish->module);
	struct record_draft *draft = record_draft(tx_arena(tx), access->plan->module);
	const char *error;

	for (size_t i = 0; wish->fields != NULL && wish->fields[i] != NULL; i += 2) {
		const struct field *field = field_of(wish->world, wish->module, wish->fields[i]);

		draft->given[field->index] = true;
		assert_true(value_parse(tx_arena(tx), field, wish->fields[i + 1], &draft->cells[field->index], &error));
	}
	wish->merging.draft = draft;
	wish->outcome = record_merge(tx, access, &wish->merging, &wish->stopped, &wish->trouble);
	if (wish->outcome != RECORD_DONE)
		tx_refuse(tx);
}

enum record_outcome
united(struct union_wish *wish)
{
	enum db_trouble trouble = db_write(wish->world->db, wish->world->arena, unite_body, wish);

	assert_int_equal(trouble, wish->outcome == RECORD_DONE ? DB_FINE : DB_REFUSED);
	return wish->outcome;
}

enum record_outcome
unite(struct world *world, int64_t staff, const char *module, int64_t first, int64_t second, const char *const *fields)
{
	struct union_wish wish = {.world = world,
				  .staff = staff,
				  .module = module,
				  .merging = {.survivor = first, .others = {second}, .other_count = 1},
				  .fields = fields};

	return united(&wish);
}
