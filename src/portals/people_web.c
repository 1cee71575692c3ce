/* people_web: staff let somebody begin again with a code, who lost their password or passkey, or the device it is on.
 */
#include "portals/handlers.h"
#include "portals/person.h"
#include "portals/portal_password.h"

#include "base/id.h"
#include "core/audit.h"
#include "records/record.h"

/* The module whose record signs in; NULL: this id is nobody's who does. */
static const struct module *
module_of_person(struct request *rq, int64_t person)
{
	const struct catalogue *catalogue = rq->rights->catalogue;
	int64_t module = person_module_id(rq->tx, person);

	return module == 0 ? NULL : module_of_id(catalogue, module);
}

/* Whoever may change the record lets its person begin again. */
static bool
may_reset(struct request *rq, int64_t person)
{
	const struct module *module = module_of_person(rq, person);
	const struct record *record =
		module == NULL ? NULL : record_find(rq->tx, record_access(rq, module), person, false);

	return record != NULL && record->editable;
}

static const char *
sheet_path(struct request *rq, int64_t person)
{
	char id[ID_LENGTH + 1];

	id_print(id, person);
	return person_is_contact(rq->tx, person)
		       ? arena_printf(rq->arena, "/console/contacts/%s", id)
		       : arena_printf(rq->arena, "/console/records/%s/%s", module_of_person(rq, person)->name, id);
}

const char *
person_reset_href(struct request *rq, int64_t person)
{
	char id[ID_LENGTH + 1];

	if (!viewer_may(rq->viewer, &portal_reset) || !contact_has_ways(rq->tx, person) || !may_reset(rq, person))
		return NULL;
	id_print(id, person);
	return arena_printf(rq->arena, "/console/portal/people/%s/ways/removal", id);
}

struct reply
person_ways_removal(struct request *rq)
{
	int64_t id = path_id(rq, "person");
	const struct contact *person = may_reset(rq, id) ? person_itself(rq->tx, id) : NULL;
	struct doc *document = doc_object(rq->arena);

	if (person == NULL)
		return reply_not_found(rq);
	person_forget(rq->tx, id);
	audit_add(rq, &(struct audit){
			      .action = "portal.ways_removal", .object_kind = person_kind(rq->tx, id), .object = id});
	portal_ways_tell(rq, person);
	doc_set_text(document, "state", "reset");
	return reply_done(
		rq, next_path(rq, sheet_path(rq, id)),
		N_("Password and passkeys are removed, and this person is signed out. They log in with a code "
		   "now."),
		document);
}
