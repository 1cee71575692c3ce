/* default_rights_store: rows of profiles for modules and fields that are new. */
#include "modules/default_rights.h"

#include "base/id.h"
#include "base/str.h"

enum { ADMINISTRATOR = 1, MANAGER, READER };

/* As rights/rights.h names them, which stands above this folder. */
enum { VIEW = 1, ALL_BUT_OTHERS_RECORDS = 63, ALL = 127 };

void
default_rights_of_module(struct tx *tx, int64_t module)
{
	db_run(tx,
	       "insert into profile_module (profile_id, module_id, may) values ($1, $4, $5), ($2, $4, $6), "
	       "($3, $4, $7)",
	       db_int(ADMINISTRATOR), db_int(MANAGER), db_int(READER), db_int(module), db_int(ALL),
	       db_int(ALL_BUT_OTHERS_RECORDS), db_int(VIEW));
}

void
default_rights_of_field(struct tx *tx, int64_t field, bool writable)
{
	db_run(tx,
	       "insert into profile_field (profile_id, field_id, level) values ($1, $4, $5), ($2, $4, $5), "
	       "($3, $4, 'read')",
	       db_int(ADMINISTRATOR), db_int(MANAGER), db_int(READER), db_int(field),
	       db_text(writable ? "write" : "read"));
}

void
given_rights_of_field(struct tx *tx, int64_t field, const struct doc *levels)
{
	for (size_t i = 0; i < levels->object.count; i++) {
		const struct doc_member *level = &levels->object.members[i];
		int64_t profile;

		if (level->value->kind == DOC_TEXT &&
		    (id_parse(str_of(level->name), &profile) || str_to_int(str_of(level->name), &profile)))
			db_run(tx, "insert into profile_field (profile_id, field_id, level) values ($1, $2, $3)",
			       db_int(profile), db_int(field), db_str(level->value->text));
	}
}
