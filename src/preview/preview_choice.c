/* preview_choice: a person is looked at by their own user type, or by another of their module: as they would see it. */
#include "preview/preview_choice.h"

#include "clients/clients.h"

/* Those of the portal whose people are records of the module, moved to the front. */
static size_t
types_of_module(struct type_seen *types, size_t count, const struct module *module)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (types[i].module == module->id)
			types[kept++] = types[i];
	return kept;
}

const struct type_seen *
choice_type(const struct person_choice *choice, int64_t id)
{
	for (size_t i = 0; i < choice->type_count; i++)
		if (choice->types[i].id == id)
			return &choice->types[i];
	return NULL;
}

static void
choose_usual(struct person_choice *choice)
{
	const struct type_seen *found = choice_type(choice, choice->standing.type);

	for (size_t i = 0; found == NULL && i < choice->type_count; i++)
		found = choice->types[i].is_default ? &choice->types[i] : NULL;
	choice->usual_is_own = found != NULL;
	for (size_t i = 0; found == NULL && i < choice->type_count; i++)
		found = choice->types[i].published ? &choice->types[i] : NULL;
	choice->usual = found != NULL || choice->type_count == 0 ? found : choice->types;
}

/* A contact acts for a client, or does not come in at all. */
static void
choose_client(struct request *rq, int64_t contact, int64_t asked, struct person_choice *choice)
{
	const struct access *access = record_access(rq, module_named(rq->rights->catalogue, "clients"));
	size_t count, seen = 0;
	const struct membership *theirs = contact_memberships(rq->tx, contact, &count);

	for (size_t i = 0; i < count && choice->client == 0 && access->plan->may & MAY_VIEW; i++) {
		int64_t client = theirs[i].client;

		if (asked != 0 && client != asked)
			continue;
		record_names(rq->tx, access, &client, 1, &seen);
		choice->client = seen > 0 ? client : 0;
	}
	if (choice->client == 0)
		choice->why_not =
			count == 0
				? N_("This person belongs to no client yet, and could not come in. Add them to a client on "
				     "their page first.")
				: N_("This person acts for no client that you may see: there is nothing to look at.");
}

struct person_choice
person_choice(struct request *rq, int64_t portal, const struct person_seen *person, int64_t client)
{
	struct person_choice choice = {.standing = standing_of_record(rq->tx, person->module->id, person->record)};
	size_t count;
	struct type_seen *types = types_seen(rq->tx, portal, &count);

	choice.types = types;
	choice.type_count = types_of_module(types, count, person->module);
	choose_usual(&choice);
	if (choice.usual == NULL)
		choice.why_not = N_(
			"No user type of the portal is for people like this one yet. Make one under Settings, User types.");
	else if (text_equal(person->module->name, "contacts"))
		choose_client(rq, person->record, client, &choice);
	return choice;
}
