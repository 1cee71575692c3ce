/* portal_agent: whom the portal acts as: a staff user that never signs in, and the profile that says what it may. */
#include "switches/switch.h"

#include "base/arena.h"
#include "core/house.h"
#include "core/organisation.h"
#include "html/translation.h"
#include "people/people.h"
#include "rights/rights_write.h"

#include <stddef.h>

#define ACTS_FOR "portal"

/* Not an address, so that no mail ever goes to it and nobody signs in with it. */
#define NO_ADDRESS "client-portal"

/* What the profile may at the beginning: what user types may well let clients do, and never what is for staff only.
 * Lists of fields end with NULL. */
struct grant {
	const char *module;
	unsigned may;
	const char *const *written, *const *hidden;
};

static const char *const none[] = {NULL};
static const char *const contact_written[] = {"first_name", "last_name", NULL};
static const char *const lead_written[] = {"name", "company", "phone", "address", NULL};
static const char *const ticket_written[] = {"subject", "description", NULL};
static const char *const ticket_hidden[] = {"channel", NULL};
static const char *const comment_written[] = {"text", "ticket", NULL};
static const char *const comment_hidden[] = {"internal", NULL};
static const char *const lead_hidden[] = {"origin", "state", "amount", "description", NULL};

static const struct grant grants[] = {
	{"contacts", MAY_VIEW | MAY_EDIT, contact_written, none},
	{"leads", MAY_VIEW | MAY_EDIT, lead_written, lead_hidden},
	{"tickets", MAY_VIEW | MAY_CREATE | MAY_EDIT, ticket_written, ticket_hidden},
	{"comments", MAY_VIEW | MAY_CREATE | MAY_EDIT, comment_written, comment_hidden},
};

static bool
is_among(const char *const *names, const char *name)
{
	for (; *names != NULL; names++)
		if (text_equal(*names, name))
			return true;
	return false;
}

/* Fields that the organisation made are hidden until somebody decides otherwise; who owns what is the house's. */
static enum level
level_of(const struct grant *grant, const struct field *field)
{
	if (field->system)
		return field->index == SYSTEM_OWNER ? LEVEL_HIDDEN : LEVEL_READ;
	if (!field->builtin || is_among(grant->hidden, field->name))
		return LEVEL_HIDDEN;
	return is_among(grant->written, field->name) ? LEVEL_WRITE : LEVEL_READ;
}

static void
grant_module(struct tx *tx, const struct rights *rights, int64_t profile, const struct grant *grant, int64_t version)
{
	const struct module *module = module_named(rights->catalogue, grant->module);
	struct matrix_draft draft = {.module = module, .may = grant->may};
	enum level *levels;

	if (module == NULL)
		return;
	levels = arena_make_array(tx_arena(tx), enum level, module->field_count);
	for (size_t i = 0; i < module->field_count; i++)
		levels[i] = level_of(grant, &module->fields[i]);
	draft.levels = levels;
	profile_set_module(tx, profile, &draft, version);
}

/* In the organisation's language: the names are kept, and people may change the profile's. */
static const char *
own_name(const struct house *house, struct tx *tx, const char *english)
{
	const struct organisation *organisation = organisation_find(tx);
	int language = organisation == NULL ? -1 : translations_find(house->translations, organisation->language);

	return translate(house->translations, language < 0 ? 0 : language, english);
}

/* A profile of that name that is there already is somebody's own: then ours has a number. 0: there are too many. */
static int64_t
make_profile(const struct house *house, struct tx *tx, const struct rights *rights)
{
	const char *name = own_name(house, tx, N_("Client portal profile")), *tried = name;
	struct rights_trouble trouble = {.error = NULL};
	enum rights_outcome outcome;
	int64_t id = 0, version = 1;

	for (int i = 2;; i++) {
		outcome = profile_create(tx, rights, tried, 0, &id, &trouble);
		if (outcome != RIGHTS_NAME_TAKEN)
			break;
		tried = arena_printf(tx_arena(tx), "%s %d", name, i);
	}
	if (outcome != RIGHTS_DONE)
		return 0;
	for (size_t i = 0; i < sizeof grants / sizeof grants[0]; i++)
		grant_module(tx, rights, id, &grants[i], version++);
	return id;
}

enum agent_outcome
portal_agent_ensure(const struct house *house, struct tx *tx, const struct rights *rights,
		    const struct portal_agent **agent)
{
	int64_t profile;

	*agent = portal_agent_find(tx);
	if (*agent != NULL)
		return AGENT_THERE;
	profile = make_profile(house, tx, rights);
	if (profile == 0)
		return AGENT_TOO_MANY_PROFILES;
	staff_agent_create(tx, ACTS_FOR, NO_ADDRESS, own_name(house, tx, N_("Client portal")), profile);
	*agent = portal_agent_find(tx);
	return AGENT_MADE;
}

const struct portal_agent *
portal_agent_find(struct tx *tx)
{
	const struct staff_agent *found = staff_agent_find(tx, ACTS_FOR);
	struct portal_agent *agent;

	if (found == NULL)
		return NULL;
	agent = arena_make(tx_arena(tx), struct portal_agent);
	*agent = (struct portal_agent){.id = found->id, .profile_id = found->profile_id, .name = found->name};
	return agent;
}

void
portal_agent_begin(const struct house *house, struct tx *tx)
{
	const struct portal_agent *agent;

	portal_agent_ensure(house, tx, rights_now(house, tx), &agent);
}
