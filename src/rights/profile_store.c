/* profile_store: writes profiles: their names, their special permissions, and what they may do in modules. */
#include "rights/write.h"

#include "base/id.h"
#include "base/str.h"
#include "modules/module_store.h"
#include "sys/clock.h"

static bool
name_is_taken(struct tx *tx, const char *name, int64_t except)
{
	for (int i = 0; i < PROFILES; i++) {
		const struct profile_rights builtin = {.id = profile_id_of((enum profile)i)};

		if (str_equal_nocase(str_of(name), str_of(profile_names[i])) ||
		    str_equal_nocase(str_of(name), str_of(profile_label(&builtin))))
			return true;
	}
	return db_get_int(tx, 0, "select 1 from profile where name = $1 and id <> $2", db_text(name), db_int(except)) ==
	       1;
}

static void
copy_rights(struct tx *tx, const struct profile_rights *like, int64_t id)
{
	for (const char *const *name = like->permissions; *name != NULL; name++)
		db_run(tx, "insert into profile_permission (profile_id, permission) values ($1, $2)", db_int(id),
		       db_text(*name));
	db_run(tx,
	       "insert into profile_module (profile_id, module_id, may, layout_id) "
	       "select $1, module_id, may, layout_id from profile_module where profile_id = $2",
	       db_int(id), db_int(like->id));
	db_run(tx,
	       "insert into profile_field (profile_id, field_id, level) "
	       "select $1, field_id, level from profile_field where profile_id = $2",
	       db_int(id), db_int(like->id));
}

enum rights_outcome
profile_create(struct tx *tx, const struct rights *rights, const char *name, int64_t like, int64_t *id,
	       struct rights_trouble *trouble)
{
	const struct profile_rights *model = rights_profile(rights, like);

	catalogue_touch(tx);
	if (rights->profile_count >= PROFILES_LIMIT)
		return RIGHTS_TOO_MANY;
	if (like != 0 && model == NULL)
		return refuse(trouble, "like", N_("This profile is no longer there."));
	if (name_is_taken(tx, name, 0))
		return RIGHTS_NAME_TAKEN;
	*id = id_new();
	db_run(tx, "insert into profile (id, name, created_at, version) values ($1, $2, $3, 1)", db_int(*id),
	       db_text(name), db_int(clock_now()));
	if (model != NULL)
		copy_rights(tx, model, *id);
	return RIGHTS_DONE;
}

/* Whoever changes a part of a profile uses up its version. */
static bool
take_version(struct tx *tx, int64_t id, int64_t version)
{
	catalogue_touch(tx);
	return db_run(tx, "update profile set version = version + 1 where id = $1 and version = $2", db_int(id),
		      db_int(version)) == 1;
}

enum rights_outcome
profile_rename(struct tx *tx, int64_t id, const char *name, int64_t version)
{
	if (profile_of_id(id) != PROFILE_CUSTOM)
		return RIGHTS_BUILTIN;
	if (name_is_taken(tx, name, id))
		return RIGHTS_NAME_TAKEN;
	if (!take_version(tx, id, version))
		return RIGHTS_OVERTAKEN;
	db_run(tx, "update profile set name = $1 where id = $2", db_text(name), db_int(id));
	return RIGHTS_DONE;
}

enum rights_outcome
profile_remove(struct tx *tx, int64_t id, int64_t version, struct rights_trouble *trouble)
{
	if (profile_of_id(id) != PROFILE_CUSTOM)
		return RIGHTS_BUILTIN;
	if (!take_version(tx, id, version))
		return RIGHTS_OVERTAKEN;
	if (find_uses(tx, trouble, "staff", "select name from staff where profile_id = $1 order by name limit 20", id))
		return RIGHTS_IN_USE;
	db_run(tx, "delete from profile_permission where profile_id = $1", db_int(id));
	db_run(tx, "delete from profile_module where profile_id = $1", db_int(id));
	db_run(tx, "delete from profile_field where profile_id = $1", db_int(id));
	db_run(tx, "delete from profile where id = $1", db_int(id));
	return RIGHTS_DONE;
}

static bool
is_declared(const struct rights *rights, const char *name)
{
	const struct profile_rights *administrators = rights_profile(rights, profile_id_of(PROFILE_ADMINISTRATOR));

	for (const char *const *declared = administrators->permissions; *declared != NULL; declared++)
		if (text_equal(*declared, name))
			return true;
	return false;
}

enum rights_outcome
profile_permit(struct tx *tx, const struct rights *rights, int64_t id, const char *const *names, size_t count,
	       int64_t version, struct rights_trouble *trouble)
{
	if (profile_of_id(id) != PROFILE_CUSTOM)
		return RIGHTS_BUILTIN;
	for (size_t i = 0; i < count; i++)
		if (!is_declared(rights, names[i]))
			return refuse(trouble, "permissions", N_("There is no such permission."));
	if (!take_version(tx, id, version))
		return RIGHTS_OVERTAKEN;
	db_run(tx, "delete from profile_permission where profile_id = $1", db_int(id));
	for (size_t i = 0; i < count; i++)
		db_run(tx,
		       "insert into profile_permission (profile_id, permission) values ($1, $2) "
		       "on conflict (profile_id, permission) do nothing",
		       db_int(id), db_text(names[i]));
	return RIGHTS_DONE;
}

static void
set_levels(struct tx *tx, int64_t profile, const struct matrix_draft *draft)
{
	for (size_t i = 0; i < draft->module->field_count; i++)
		if (draft->module->fields[i].id != 0)
			db_run(tx,
			       "insert into profile_field (profile_id, field_id, level) values ($1, $2, $3) "
			       "on conflict (profile_id, field_id) do update set level = excluded.level",
			       db_int(profile), db_int(draft->module->fields[i].id),
			       db_text(level_names[draft->levels[i]]));
}

enum rights_outcome
profile_set_module(struct tx *tx, int64_t id, const struct matrix_draft *draft, int64_t version)
{
	bool administrators = id == profile_id_of(PROFILE_ADMINISTRATOR);
	unsigned may = administrators ? (unsigned)MAY_EVERYTHING : draft->may & MAY_EVERYTHING;

	if (!take_version(tx, id, version))
		return RIGHTS_OVERTAKEN;
	db_run(tx,
	       "insert into profile_module (profile_id, module_id, may, layout_id) values ($1, $2, $3, $4) "
	       "on conflict (profile_id, module_id) do update set may = excluded.may, layout_id = excluded.layout_id",
	       db_int(id), db_int(draft->module->id), db_int(may), db_optional(draft->layout, 0));
	if (!administrators && draft->levels != NULL)
		set_levels(tx, id, draft);
	return RIGHTS_DONE;
}
