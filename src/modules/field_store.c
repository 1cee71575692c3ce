/* field_store: makes and changes fields: their rows, and the columns they stand for. */
#include "modules/module_store.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/str.h"
#include "modules/builtin.h"
#include "modules/default_rights.h"
#include "modules/draft.h"
#include "modules/field_rows.h"
#include "modules/field_settings.h"
#include "modules/label.h"
#include "modules/name.h"
#include "modules/table_store.h"
#include "modules/uses.h"
#include "sys/clock.h"

enum { FIELDS_MOST = 200, NAME_TRIES = 100 };

/* ---- rows ---- */

static void
insert_row(struct tx *tx, const struct field *field, int64_t module, const struct doc *settings, size_t position)
{
	struct arena *arena = tx_arena(tx);

	db_run(tx,
	       "insert into field (id, module_id, name, column_name, type, label, help, position, required, "
	       "distinct_value, default_value, settings, builtin, created_at, version) "
	       "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1)",
	       db_int(field->id), db_int(module), db_text(field->name),
	       db_text(field->column == NULL ? arena_printf(arena, "x_%s", field->name) : field->column),
	       db_text(field_type_names[field->type]), db_text(label_json(arena, &field->label)),
	       db_text(label_json(arena, &field->help)), db_int((int64_t)position), db_int(field->required),
	       db_int(field->distinct_value), db_text(field->default_text), db_text(json_text(arena, settings)),
	       db_int(field->builtin), db_int(clock_now()));
}

void
field_insert(struct tx *tx, const struct field *field, const struct doc *settings, size_t position,
	     const struct doc *levels)
{
	insert_row(tx, field, field->module->id, settings, position);
	if (field->type == FIELD_NUMBER)
		db_run(tx, "insert into number_series (field_id, last) values ($1, 0)", db_int(field->id));
	if (levels == NULL)
		default_rights_of_field(tx, field->id, true);
	else
		given_rights_of_field(tx, field->id, levels);
	table_add_column(tx, field);
}

void
system_fields_insert(struct tx *tx, int64_t module)
{
	for (size_t i = 0; i < SYSTEM_FIELDS; i++) {
		const struct builtin_field *builtin = &builtin_system[i];
		const struct field field = {.id = id_new(),
					    .name = builtin->name,
					    .column = builtin->column == NULL ? builtin->name : builtin->column,
					    .type = builtin->type,
					    .builtin = true};

		insert_row(tx, &field, module, NULL, i);
		default_rights_of_field(tx, field.id, i == SYSTEM_OWNER);
	}
}

/* ---- names ---- */

static bool
is_taken(struct tx *tx, const struct module *module, const char *name)
{
	return db_get_int(tx, 0, "select 1 from field where module_id = $1 and (name = $2 or column_name = $3)",
			  db_int(module->id), db_text(name), db_text(arena_printf(tx_arena(tx), "x_%s", name))) == 1;
}

static enum module_outcome
choose_name(struct tx *tx, const struct module *module, const struct field_draft *draft, const char **name)
{
	struct arena *arena = tx_arena(tx);
	const char *made;

	*name = draft->name;
	if (!text_empty(draft->name)) {
		if (!field_name_fits(draft->name))
			return MODULE_NAME_WRONG;
		return is_taken(tx, module, draft->name) ? MODULE_NAME_TAKEN : MODULE_DONE;
	}
	made = name_of_text(arena, label_text(&draft->label, "en"));
	for (size_t i = 1; made != NULL && i <= NAME_TRIES; i++) {
		*name = name_numbered(arena, made, i);
		if (field_name_fits(*name) && !is_taken(tx, module, *name))
			return MODULE_DONE;
	}
	return MODULE_NAME_WRONG;
}

/* ---- making one ---- */

static size_t
fields_in_use(const struct module *module)
{
	size_t count = 0;

	for (size_t i = SYSTEM_FIELDS; i < module->field_count; i++)
		count += !module->fields[i].retired;
	return count;
}

static size_t
next_position(struct tx *tx, const struct module *module)
{
	return (size_t)db_get_int(tx, 0, "select max(position) from field where module_id = $1", db_int(module->id)) +
	       1;
}

/* What records have is computed, and their words kept, by a job of src/records. */
static void
refresh_later(struct tx *tx, int64_t module)
{
	struct doc *payload = doc_object(tx_arena(tx));
	char id[ID_LENGTH + 1];

	id_print(id, module);
	doc_set_text(payload, "module", id);
	job_add(tx, "records.refresh", payload, 0, arena_printf(tx_arena(tx), "records.refresh.%s", id));
}

static bool
is_computed(const struct field *field)
{
	return field->type == FIELD_FORMULA || field->type == FIELD_ROLLUP;
}

enum module_outcome
field_create(struct tx *tx, const struct catalogue *catalogue, const struct module *module,
	     const struct field_draft *draft, int64_t *id, struct module_trouble *trouble)
{
	struct arena *arena = tx_arena(tx);
	struct field field = {.id = id_new()};
	struct doc *settings = NULL;
	enum module_outcome outcome;

	if (fields_in_use(module) >= FIELDS_MOST)
		return MODULE_TOO_MANY;
	outcome = choose_name(tx, module, draft, &field.name);
	if (outcome == MODULE_DONE)
		outcome = draft_read(arena, catalogue, module, NULL, draft, &field, &settings, trouble);
	if (outcome != MODULE_DONE)
		return outcome;
	if (field.type != FIELD_LOOKUPS)
		field.column = arena_printf(arena, "x_%s", field.name);
	if (field_type_is_folded(field_value_type(&field)))
		field.key = arena_printf(arena, "x_%s_key", field.name);
	field_insert(tx, &field, settings, next_position(tx, module), draft->levels);
	if (is_computed(&field) || field.type == FIELD_EMAIL || field.type == FIELD_PHONE)
		refresh_later(tx, module->id);
	catalogue_touch(tx);
	*id = field.id;
	return MODULE_DONE;
}

/* ---- changing one ---- */

static bool
is_renamed(const struct field *field, const struct field_draft *draft)
{
	return !text_empty(draft->name) && !text_equal(draft->name, field->name);
}

/* Others know it by its name; the column stays. */
static enum module_outcome
check_renamed(struct tx *tx, const struct catalogue *catalogue, const struct field *field,
	      const struct field_draft *draft, struct module_trouble *trouble)
{
	if (!is_renamed(field, draft))
		return MODULE_DONE;
	if (field->builtin)
		return MODULE_BUILTIN;
	if (!field_name_fits(draft->name))
		return MODULE_NAME_WRONG;
	if (db_get_int(tx, 0, "select 1 from field where module_id = $1 and name = $2 and id <> $3",
		       db_int(field->module->id), db_text(draft->name), db_int(field->id)) == 1)
		return MODULE_NAME_TAKEN;
	trouble->uses = field_uses(tx, catalogue, field);
	return trouble->uses == NULL ? MODULE_DONE : MODULE_IN_USE;
}

static enum module_outcome
write_change(struct tx *tx, const struct field *field, const struct field *made, const struct doc *settings,
	     int64_t version)
{
	struct arena *arena = tx_arena(tx);

	if (db_run(tx,
		   "update field set name = $3, label = $4, help = $5, required = $6, distinct_value = $7, "
		   "default_value = $8, settings = $9, version = version + 1 where id = $1 and version = $2",
		   db_int(field->id), db_int(version), db_text(made->name), db_text(label_json(arena, &made->label)),
		   db_text(label_json(arena, &made->help)), db_int(made->required), db_int(made->distinct_value),
		   db_text(made->default_text), db_text(json_text(arena, settings))) == 0)
		return MODULE_OVERTAKEN;
	if (is_computed(field))
		refresh_later(tx, field->module->id);
	catalogue_touch(tx);
	return MODULE_DONE;
}

/* Of what every module has, and of the columns another feature made, only the words may be changed. */
static enum module_outcome
change_words(struct tx *tx, const struct field *field, const struct field_draft *draft, int64_t version,
	     struct module_trouble *trouble)
{
	struct arena *arena = tx_arena(tx);

	if (draft->type != field->type)
		return MODULE_BUILTIN;
	if (label_is_empty(&draft->label))
		return draft_wrong(trouble, "label", N_("Please fill in this field."), NULL);
	if (db_run(tx, "update field set label = $3, help = $4, version = version + 1 where id = $1 and version = $2",
		   db_int(field->id), db_int(version), db_text(label_json(arena, &draft->label)),
		   db_text(label_json(arena, &draft->help))) == 0)
		return MODULE_OVERTAKEN;
	catalogue_touch(tx);
	return MODULE_DONE;
}

enum module_outcome
field_change(struct tx *tx, const struct catalogue *catalogue, const struct field *field,
	     const struct field_draft *draft, int64_t version, struct module_trouble *trouble)
{
	struct field made = {.id = field->id, .column = field->column, .key = field->key, .builtin = field->builtin};
	struct doc *settings = NULL;
	enum module_outcome outcome;

	if (field->system || field->theirs)
		return change_words(tx, field, draft, version, trouble);
	if (field->builtin && draft->type != field->type)
		return MODULE_BUILTIN;
	outcome = check_renamed(tx, catalogue, field, draft, trouble);
	if (outcome != MODULE_DONE)
		return outcome;
	made.name = is_renamed(field, draft) ? draft->name : field->name;
	outcome = draft_read(tx_arena(tx), catalogue, field->module, field, draft, &made, &settings, trouble);
	if (outcome != MODULE_DONE)
		return outcome;
	made.required |= field->module->naming == field;
	return write_change(tx, field, &made, settings, version);
}

/* ---- out of use, and back ---- */

enum module_outcome
field_retire(struct tx *tx, const struct catalogue *catalogue, const struct field *field, int64_t version,
	     struct module_trouble *trouble)
{
	if (field->builtin)
		return MODULE_BUILTIN;
	trouble->uses = field_uses(tx, catalogue, field);
	if (trouble->uses != NULL)
		return MODULE_IN_USE;
	if (db_run(tx, "update field set retired_at = $3, version = version + 1 where id = $1 and version = $2",
		   db_int(field->id), db_int(version), db_int(clock_now())) == 0)
		return MODULE_OVERTAKEN;
	catalogue_touch(tx);
	return MODULE_DONE;
}

enum module_outcome
field_restore(struct tx *tx, const struct field *field)
{
	if (fields_in_use(field->module) >= FIELDS_MOST)
		return MODULE_TOO_MANY;
	db_run(tx, "update field set retired_at = null, version = version + 1 where id = $1 and retired_at is not null",
	       db_int(field->id));
	refresh_later(tx, field->module->id);
	catalogue_touch(tx);
	return MODULE_DONE;
}

void
fields_order(struct tx *tx, const struct module *module, const int64_t *ids, size_t count)
{
	for (size_t i = 0; i < count; i++)
		db_run(tx, "update field set position = $3 where id = $1 and module_id = $2", db_int(ids[i]),
		       db_int(module->id), db_int((int64_t)(SYSTEM_FIELDS + i)));
	catalogue_touch(tx);
}
