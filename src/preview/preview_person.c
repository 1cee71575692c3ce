/* preview_person: the people a portal can be seen as: records of the modules whose records sign in. */
#include "preview/handlers.h"

#include "records/record.h"

/* The modules whose records sign in, each once: contacts, then those of the user types. NULL behind the last. */
static const struct module *
module_signing_in(const struct rights *rights, size_t index)
{
	const struct module *contacts = module_named(rights->catalogue, "contacts");

	if (index == 0)
		return contacts;
	for (size_t i = 0; i < rights->user_type_count; i++) {
		const struct module *main = rights->user_types[i].main;
		bool seen = main == NULL || main == contacts;

		for (size_t before = 0; before < i; before++)
			seen = seen || rights->user_types[before].main == main;
		if (!seen && --index == 0)
			return main;
	}
	return NULL;
}

bool
module_signs_in(const struct rights *rights, const struct module *module)
{
	const struct module *found;

	for (size_t i = 0; (found = module_signing_in(rights, i)) != NULL; i++)
		if (found == module)
			return true;
	return false;
}

bool
person_find(struct request *rq, int64_t record, struct person_seen *person)
{
	const struct module *module;

	for (size_t i = 0; (module = module_signing_in(rq->rights, i)) != NULL; i++) {
		const struct access *access = record_access(rq, module);
		struct record_name *names;
		size_t count = 0;

		if ((access->plan->may & MAY_VIEW) == 0)
			continue;
		names = record_names(rq->tx, access, &record, 1, &count);
		if (count == 0 || names[0].name == NULL)
			continue;
		*person = (struct person_seen){module, record, names[0].name};
		return true;
	}
	return false;
}

size_t
people_find(struct request *rq, const char *typed, struct person_seen *people, size_t limit)
{
	const struct module *module;
	size_t found = 0;

	for (size_t i = 0; found < limit && (module = module_signing_in(rq->rights, i)) != NULL; i++) {
		const struct access *access = record_access(rq, module);
		struct record_name *names = NULL;
		size_t count = 0;

		if (access->plan->may & MAY_VIEW)
			names = record_suggestions(rq->tx, access, typed, limit - found, &count);
		for (size_t n = 0; n < count; n++)
			if (names[n].name != NULL)
				people[found++] = (struct person_seen){module, names[n].id, names[n].name};
	}
	return found;
}
