/* record_person_store: what the record of somebody who signs in to the portal, or is invited, holds about them;
 * contacts are the client base's own. */
#include "records/record_person.h"

#include "db/db.h"
#include "modules/catalogue.h"
#include "records/record_follow.h"

/* NULL: nobody of the portal, or a contact. Identifiers are unique over all modules. */
static const char *
module_of_person(struct tx *tx, int64_t id)
{
	return db_get_text(tx,
			   "select name from module where name <> 'contacts' and id in (select module_id from "
			   "portal_user where record_id = $1 union select i.module_id from invitation i where "
			   "i.module_id in (select m.id from module m) and i.record_id = $1)",
			   db_int(id));
}

void
record_export_person(struct tx *tx, int64_t id, struct doc *person)
{
	const char *module = module_of_person(tx, id);
	struct doc *record = doc_set_object(person, "record");

	if (module == NULL)
		return;
	doc_set_id(record, "id", id);
	doc_set_text(record, "module", module);
	record_export_own(tx, module, id, doc_set_object(record, "fields"));
}

void
record_erase_person(struct tx *tx, int64_t id)
{
	const char *module = module_of_person(tx, id);

	if (module != NULL)
		record_erase_own(tx, module, id);
}
