/* preview_person: the people a portal can be seen as: records of the modules whose records sign in. */
#include "preview/handlers.h"

#include "portals/portals.h"
#include "preview/preview_store.h"
#include "records/record.h"

bool
module_signs_in(const struct rights *rights, const struct module *module)
{
	bool found = text_equal(module->name, "contacts");

	for (size_t i = 0; i < rights->user_type_count && !found; i++)
		found = rights->user_types[i].main == module;
	return found;
}

/* The modules whose records sign in, or will, each once: contacts, then those of the user types, published or not. NULL
 * behind the last. */
static const struct module **
modules_signing_in(struct request *rq)
{
	const struct portal *portal = portal_first(rq->tx);
	size_t count = 0, found = 0;
	const struct type_seen *types = portal == NULL ? NULL : types_seen(rq->tx, portal->id, &count);
	const struct module **modules = arena_make_array(rq->arena, const struct module *, count + 2);

	modules[found++] = module_named(rq->rights->catalogue, "contacts");
	for (size_t i = 0; i < count; i++) {
		const struct module *module = module_of_id(rq->rights->catalogue, types[i].module);
		bool seen = module == NULL || module->retired;

		for (size_t before = 0; before < found; before++)
			seen = seen || modules[before] == module;
		if (!seen)
			modules[found++] = module;
	}
	return modules;
}

bool
person_find(struct request *rq, int64_t record, struct person_seen *person)
{
	for (const struct module **module = modules_signing_in(rq); *module != NULL; module++) {
		const struct access *access = record_access(rq, *module);
		struct record_name *names;
		size_t count = 0;

		if ((access->plan->may & MAY_VIEW) == 0)
			continue;
		names = record_names(rq->tx, access, &record, 1, &count);
		if (count == 0 || names[0].name == NULL)
			continue;
		*person = (struct person_seen){*module, record, names[0].name};
		return true;
	}
	return false;
}

size_t
people_find(struct request *rq, const char *typed, struct person_seen *people, size_t limit)
{
	size_t found = 0;

	for (const struct module **module = modules_signing_in(rq); found < limit && *module != NULL; module++) {
		const struct access *access = record_access(rq, *module);
		struct record_name *names = NULL;
		size_t count = 0;

		if (access->plan->may & MAY_VIEW)
			names = record_suggestions(rq->tx, access, typed, limit - found, &count);
		for (size_t n = 0; n < count; n++)
			if (names[n].name != NULL)
				people[found++] = (struct person_seen){*module, names[n].id, names[n].name};
	}
	return found;
}
