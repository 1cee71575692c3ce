/* why_store: reads a record as it is stored, and the staff who might see it. */
#include "rights/why.h"

#include "base/arena.h"
#include "base/str.h"
#include "modules/module_belt.h"
#include "rights/hand.h"

#include <inttypes.h>
#include <stddef.h>

enum { ONLOOKERS = 500, LINKS = 1000 };

/* ---- the record ---- */

static struct db_value *
read_columns(struct tx *tx, const struct module *module, int64_t id, int64_t *parent)
{
	struct arena *arena = tx_arena(tx);
	struct sql sql = module_sql(arena, module);
	enum db_type *types = arena_make_array(arena, enum db_type, module->field_count + 1);
	struct db_value *row, *cells = arena_make_array(arena, struct db_value, module->field_count);
	size_t width = 0, count;

	sql_add(&sql, module->parent == NULL ? "select 0" : "select parent_id");
	types[width++] = DB_INT;
	for (size_t i = 0; i < module->field_count; i++)
		if (module->fields[i].column != NULL) {
			sql_printf(&sql, ", %s", module->fields[i].column);
			types[width++] = field_kept_as(&module->fields[i]);
		}
	sql_printf(&sql, " from %s where deleted_at is null and id = ", module->table);
	sql_value(&sql, db_int(id));
	row = db_sql_cells(tx, sql_end(&sql), types, width, &count);
	if (count == 0)
		return NULL;
	*parent = row[0].integer;
	width = 1;
	for (size_t i = 0; i < module->field_count; i++)
		cells[i] = module->fields[i].column != NULL ? row[width++] : db_null();
	return cells;
}

struct link {
	int64_t field_id, target_id;
};
static const struct db_column link_columns[] = {
	DB_COLUMN_INT64(struct link, field_id),
	DB_COLUMN_INT64(struct link, target_id),
};
static const struct db_shape link_shape = DB_SHAPE(struct link, link_columns);

static void
read_links(struct tx *tx, const struct field *field, int64_t id, struct db_value *cell)
{
	struct builder text = builder_new(tx_arena(tx), 0);
	size_t count;
	const struct link *links = db_list(tx, &link_shape, &count,
					   "select field_id, target_id from record_link where field_id = $1 and "
					   "record_id = $2 order by target_id limit $3",
					   db_int(field->id), db_int(id), db_int(LINKS));

	for (size_t i = 0; i < count; i++)
		build_printf(&text, i == 0 ? "|%" PRId64 "|" : "%" PRId64 "|", links[i].target_id);
	if (count > 0)
		*cell = db_text(builder_text(&text));
}

/* NULL: it is not there, or in the recycle bin. */
static struct looked *
look(struct tx *tx, const struct module *module, int64_t id)
{
	struct looked *looked = arena_make(tx_arena(tx), struct looked);
	int64_t parent = 0;

	looked->module = module;
	looked->id = id;
	looked->cells = read_columns(tx, module, id, &parent);
	if (looked->cells == NULL)
		return NULL;
	for (size_t i = 0; i < module->field_count; i++)
		if (module->fields[i].type == FIELD_LOOKUPS && !module->fields[i].retired)
			read_links(tx, &module->fields[i], id, &looked->cells[i]);
	if (module->parent != NULL)
		looked->parent = look(tx, module->parent, parent);
	looked->owner = looked->cells[SYSTEM_OWNER].integer;
	looked->owner_name = db_get_text(tx, "select name from staff where id = $1", db_int(looked->owner));
	return looked;
}

/* Whose reach counts: of a line, that of its record. */
static int64_t
owner_of(const struct looked *record)
{
	while (record->parent != NULL)
		record = record->parent;
	return record->owner;
}

/* ---- the staff ---- */

static const struct db_column onlooker_columns[] = {
	DB_COLUMN_INT64(struct onlooker, id),	      DB_COLUMN_TEXT(struct onlooker, name),
	DB_COLUMN_INT64(struct onlooker, profile_id), DB_COLUMN_INT64(struct onlooker, role_id),
	DB_COLUMN_BOOL(struct onlooker, reaches),     {"hand", DB_M_INT, offsetof(struct onlooker, hand), -1, NULL},
	DB_COLUMN_TEXT(struct onlooker, group_name),
};
static const struct db_shape onlooker_shape = DB_SHAPE(struct onlooker, onlooker_columns);

/* What is said by hand counts where the record's module is one of those; of a line, that of its record. */
static int64_t
by_hand(const struct looked *record)
{
	while (record->parent != NULL)
		record = record->parent;
	return record->module->by_hand ? record->id : 0;
}

#define FIRST_GROUP                                                                                                    \
	"(select client_group.name from client_group_member join client_group_staff on client_group_staff.group_id = " \
	"client_group_member.group_id join client_group on client_group.id = client_group_member.group_id "            \
	"where client_group_member.client_id = $5 and client_group_staff.staff_id = staff.id "                         \
	"order by client_group_staff.level, client_group.name_key limit 1)"

/* One of them, or (0) all who may sign in. */
static struct onlooker *
read_onlookers(struct tx *tx, const struct looked *record, int64_t staff, int64_t after, size_t *count)
{
	return db_list(
		tx, &onlooker_shape, count,
		"select staff.id, staff.name, staff.profile_id, staff.role_id, "
		"case when staff_reach.owner_id is null then 0 else 1 end as reaches, " HAND_LEVEL(
			"staff.id",
			"$5") " as hand, case when exists (select 1 from client_staff where "
			      "client_staff.client_id = $5 and client_staff.staff_id = staff.id) "
			      "then null else " FIRST_GROUP " end as group_name from staff "
			      "left join staff_reach on staff_reach.staff_id = staff.id and staff_reach.owner_id = $1 "
			      "where ($2 = 0 and staff.disabled_at is null or staff.id = $2) and staff.id > $3 "
			      "order by staff.id limit $4",
		db_int(owner_of(record)), db_int(staff), db_int(after), db_int(ONLOOKERS), db_int(by_hand(record)));
}

struct doc *
why_record(struct tx *tx, const struct rights *rights, int64_t staff, const struct module *module, int64_t record)
{
	struct doc *list = doc_list(tx_arena(tx));
	const struct looked *looked = look(tx, module, record);
	const struct moment moment = moment_now(tx, staff);
	const struct onlooker *onlooker;
	size_t count;

	if (looked == NULL)
		return list;
	onlooker = read_onlookers(tx, looked, staff, 0, &count);
	if (count > 0)
		add_reasons(list, rights, looked, onlooker, &moment);
	return list;
}

static void
add_onlooker(struct doc *list, const struct onlooker *onlooker, const struct doc *reasons)
{
	struct doc *row = doc_add_object(list), *staff = doc_set_object(row, "staff");
	const struct doc *first = reasons->list.items[0];

	doc_set_id(staff, "id", onlooker->id);
	doc_set_text(staff, "name", onlooker->name);
	doc_set(row, "because", (struct doc *)doc_get(first, STR("text")));
	doc_set(row, "rule", (struct doc *)doc_get(first, STR("rule")));
}

struct doc *
who_sees(struct tx *tx, const struct rights *rights, const struct module *module, int64_t record)
{
	struct doc *list = doc_list(tx_arena(tx));
	const struct looked *looked = look(tx, module, record);
	const struct moment moment = moment_now(tx, 0);
	int64_t after = 0;
	size_t count = looked == NULL ? 0 : ONLOOKERS;

	while (count == ONLOOKERS && list->list.count < ONLOOKERS) {
		const struct onlooker *onlookers = read_onlookers(tx, looked, 0, after, &count);

		for (size_t i = 0; i < count && list->list.count < ONLOOKERS; i++) {
			struct doc *reasons = doc_list(tx_arena(tx));

			add_reasons(reasons, rights, looked, &onlookers[i], &moment);
			if (reasons->list.count > 0)
				add_onlooker(list, &onlookers[i], reasons);
		}
		after = count == 0 ? 0 : onlookers[count - 1].id;
	}
	return list;
}
