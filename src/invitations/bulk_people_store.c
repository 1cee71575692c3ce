/* bulk_people_store: reads some people of a module through the viewer's plan, in the bin or out of it. */
#include "invitations/bulk_people.h"

#include "base/arena.h"
#include "invitations/refusal.h"

enum { AT_ONCE = 150 };

struct some {
	const int64_t *ids;
	size_t count;
};

static void
among(struct sql *sql, const struct module *module, const void *of)
{
	const struct some *some = of;

	sql_printf(sql, " and %s.id in (", module->table);
	for (size_t i = 0; i < some->count; i++) {
		sql_add(sql, i == 0 ? "" : ", ");
		sql_value(sql, db_int(some->ids[i]));
	}
	sql_add(sql, ")");
}

static const char *
text_of(struct arena *arena, const struct field *field, const struct record *record)
{
	if (field == NULL || value_is_empty(&record->cells[field->index]))
		return NULL;
	return value_text(arena, field, &record->cells[field->index]);
}

static void
take(struct tx *tx, const struct access *access, const struct some *some, struct person_seen *people, bool bin)
{
	const struct module *module = access->plan->module;
	const struct field *address = invitation_address_field(module), *fields[] = {address};
	struct record_query query = {.fields = fields,
				     .field_count = address == NULL ? 0 : 1,
				     .limit = some->count,
				     .bin = bin,
				     .beside = among,
				     .beside_of = some};
	size_t count;
	const struct record *records = record_list(tx, access, &query, &count);

	for (size_t r = 0; r < count; r++)
		for (size_t i = 0; i < some->count; i++)
			if (some->ids[i] == records[r].id)
				people[i] = (struct person_seen){true, bin,
								 text_of(tx_arena(tx), module->naming, &records[r]),
								 text_of(tx_arena(tx), address, &records[r])};
}

struct person_seen *
people_seen(struct tx *tx, const struct access *access, const int64_t *ids, size_t count)
{
	struct person_seen *people = arena_make_array(tx_arena(tx), struct person_seen, count + 1);

	for (size_t i = 0; i < count; i += AT_ONCE) {
		struct some some = {&ids[i], count - i < AT_ONCE ? count - i : AT_ONCE};

		take(tx, access, &some, &people[i], false);
		take(tx, access, &some, &people[i], true);
	}
	return people;
}
