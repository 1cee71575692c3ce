/* module_store: makes and changes modules: their rows, and the tables they stand for. */
#include "modules/module_store.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/str.h"
#include "modules/default_rights.h"
#include "modules/draft.h"
#include "modules/field_rows.h"
#include "modules/field_settings.h"
#include "modules/label.h"
#include "modules/name.h"
#include "modules/table_store.h"
#include "modules/uses.h"
#include "sys/clock.h"

enum { MODULES_MOST = 200, POSITION_STEP = 1, NAME_TRIES = 100 };

void
catalogue_touch(struct tx *tx)
{
	db_run(tx, "update catalogue set version = version + 1 where id = 1");
}

/* ---- making one ---- */

static bool
is_taken(struct tx *tx, const char *name)
{
	return db_get_int(tx, 0, "select 1 from module where name = $1", db_text(name)) == 1;
}

/* A name that is typed is taken as it is; one that is made gives way to those there are. */
static enum module_outcome
choose_name(struct tx *tx, const struct module_draft *draft, const char **name)
{
	struct arena *arena = tx_arena(tx);
	const char *made;

	*name = draft->name;
	if (!text_empty(draft->name)) {
		if (!module_name_fits(draft->name))
			return MODULE_NAME_WRONG;
		return is_taken(tx, draft->name) ? MODULE_NAME_TAKEN : MODULE_DONE;
	}
	made = name_of_text(arena, label_text(&draft->plural, "en"));
	for (size_t i = 1; made != NULL && i <= NAME_TRIES; i++) {
		*name = name_numbered(arena, made, i);
		if (module_name_fits(*name) && !is_taken(tx, *name))
			return MODULE_DONE;
	}
	return MODULE_NAME_WRONG;
}

static enum module_outcome
check_labels(const struct module_draft *draft, struct module_trouble *trouble)
{
	if (label_is_empty(&draft->singular))
		return draft_wrong(trouble, "singular", N_("Please fill in this field."), NULL);
	if (label_is_empty(&draft->plural))
		return draft_wrong(trouble, "plural", N_("Please fill in this field."), NULL);
	return MODULE_DONE;
}

static enum module_outcome
check_draft(const struct catalogue *catalogue, const struct module_draft *draft, struct module_trouble *trouble)
{
	const struct module *parent = draft->parent == 0 ? NULL : module_of_id(catalogue, draft->parent);
	size_t used = 0;

	for (size_t i = 0; i < catalogue->module_count; i++)
		used += !catalogue->modules[i].retired;
	if (used >= MODULES_MOST)
		return MODULE_TOO_MANY;
	if (label_is_empty(&draft->naming))
		return draft_wrong(trouble, "naming", N_("Please fill in this field."), NULL);
	if (draft->parent != 0 && (parent == NULL || parent->retired || parent->parent != NULL))
		return draft_wrong(trouble, "parent", N_("This module cannot have lines."), NULL);
	return check_labels(draft, trouble);
}

static void
insert_module(struct tx *tx, const struct module *module, const char *naming)
{
	int64_t position = db_get_int(tx, 0, "select max(position) from module") + POSITION_STEP;

	db_run(tx,
	       "insert into module (id, name, table_name, singular, plural, icon, naming_field, parent_id, builtin, "
	       "sharing, position, created_at, version) values ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, $10, $11, 1)",
	       db_int(module->id), db_text(module->name), db_text(module->table),
	       db_text(label_json(tx_arena(tx), &module->singular)), db_text(label_json(tx_arena(tx), &module->plural)),
	       db_text(module->icon), db_text(naming), db_optional(module->parent == NULL ? 0 : module->parent->id, 0),
	       db_text(sharing_names[module->sharing]), db_int(position), db_int(clock_now()));
}

/* The field that names a record: a text that may not be empty. */
static struct field
naming_field(struct tx *tx, const struct module *module, const struct label *label)
{
	struct arena *arena = tx_arena(tx);
	const char *name = name_of_text(arena, label_text(label, "en"));
	struct field field = {.id = id_new(), .module = module, .type = FIELD_TEXT, .label = *label, .required = true};

	field.name = name != NULL && field_name_fits(name) ? name : "name";
	field.column = arena_printf(arena, "x_%s", field.name);
	field.key = arena_printf(arena, "x_%s_key", field.name);
	field_read_settings(arena, &field, NULL, NULL, "EUR");
	return field;
}

enum module_outcome
module_create(struct tx *tx, const struct catalogue *catalogue, const struct module_draft *draft, int64_t *id,
	      struct module_trouble *trouble)
{
	enum module_outcome outcome = check_draft(catalogue, draft, trouble);
	struct module module = {.id = id_new(),
				.singular = draft->singular,
				.plural = draft->plural,
				.icon = draft->icon,
				.parent = draft->parent == 0 ? NULL : module_of_id(catalogue, draft->parent),
				.sharing = draft->sharing};
	struct field naming;

	if (outcome == MODULE_DONE)
		outcome = choose_name(tx, draft, &module.name);
	if (outcome != MODULE_DONE)
		return outcome;
	module.table = arena_printf(tx_arena(tx), "x_%s", module.name);
	naming = naming_field(tx, &module, &draft->naming);
	insert_module(tx, &module, naming.name);
	default_rights_of_module(tx, module.id);
	table_create(tx, &module);
	system_fields_insert(tx, module.id);
	field_insert(tx, &naming, NULL, SYSTEM_FIELDS, NULL);
	table_index_owned(tx, &module, &naming);
	catalogue_touch(tx);
	*id = module.id;
	return MODULE_DONE;
}

/* ---- changing one ---- */

enum module_outcome
module_change(struct tx *tx, __attribute__((unused)) const struct catalogue *catalogue, const struct module *module,
	      const struct module_draft *draft, int64_t version, struct module_trouble *trouble)
{
	struct arena *arena = tx_arena(tx);
	enum module_outcome outcome = check_labels(draft, trouble);

	if (!text_empty(draft->name) && !text_equal(draft->name, module->name))
		return MODULE_NAME_WRONG;
	if (outcome != MODULE_DONE)
		return outcome;
	if (db_run(tx,
		   "update module set singular = $3, plural = $4, icon = $5, sharing = $6, version = version + 1 "
		   "where id = $1 and version = $2",
		   db_int(module->id), db_int(version), db_text(label_json(arena, &draft->singular)),
		   db_text(label_json(arena, &draft->plural)), db_text(draft->icon),
		   db_text(sharing_names[draft->sharing])) == 0)
		return MODULE_OVERTAKEN;
	catalogue_touch(tx);
	return MODULE_DONE;
}

/* Its sub-forms go with it, and come back with it: they bear the same instant. */
enum module_outcome
module_retire(struct tx *tx, const struct catalogue *catalogue, const struct module *module, int64_t version,
	      struct module_trouble *trouble)
{
	struct db_value now = db_int(clock_now());

	if (module->builtin)
		return MODULE_BUILTIN;
	trouble->uses = module_uses(tx, catalogue, module);
	if (trouble->uses != NULL)
		return MODULE_IN_USE;
	if (db_run(tx, "update module set retired_at = $3, version = version + 1 where id = $1 and version = $2",
		   db_int(module->id), db_int(version), now) == 0)
		return MODULE_OVERTAKEN;
	db_run(tx,
	       "update module set retired_at = $2, version = version + 1 where parent_id = $1 and retired_at is null",
	       db_int(module->id), now);
	catalogue_touch(tx);
	return MODULE_DONE;
}

enum module_outcome
module_restore(struct tx *tx, const struct module *module)
{
	db_run(tx,
	       "update module set retired_at = null, version = version + 1 where parent_id = $1 "
	       "and retired_at = (select retired_at from module whole where whole.id = $1)",
	       db_int(module->id));
	db_run(tx,
	       "update module set retired_at = null, version = version + 1 where id = $1 and retired_at is not null",
	       db_int(module->id));
	catalogue_touch(tx);
	return MODULE_DONE;
}
