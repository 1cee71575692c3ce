/* staff_page: staff users as documents, and the words about them. */
#include "people/staff_page.h"

#include "base/arena.h"
#include "base/id.h"
#include "rights/rights.h"

const char *const profile_abouts[PROFILES] = {
	N_("Everything, staff users and settings included."),
	N_("Clients, contacts and invoices."),
	N_("Sees everything that managers see, and changes nothing."),
};

const char agent_sentence[] =
	N_("Nobody signs in with this account: the client portal acts as it. It cannot be changed here; "
	   "what it may is in its profile.");

const char last_administrator_sentence[] =
	N_("This is the last administrator. Make somebody else administrator first: otherwise nobody could.");

static void
set_state(struct doc *document, const struct staff *staff)
{
	if (staff->acts_for != NULL) {
		doc_set_word(document, "state", "agent", N_("Acts for the portal"));
		doc_set_text(document, "tone", "info");
	} else if (staff->disabled_at != NO_INSTANT) {
		doc_set_word(document, "state", "closed", N_("Closed"));
		doc_set_text(document, "tone", "");
	} else if (staff->password_hash == NULL) {
		doc_set_word(document, "state", "invited", N_("Invited"));
		doc_set_text(document, "tone", "info");
	} else {
		doc_set_word(document, "state", "active", N_("Active"));
		doc_set_text(document, "tone", "ok");
	}
}

const char *
profile_code(struct arena *arena, int64_t profile)
{
	char id[ID_LENGTH + 1];

	if (profile_of_id(profile) != PROFILE_CUSTOM)
		return profile_names[profile_of_id(profile)];
	id_print(id, profile);
	return arena_text(arena, id);
}

void
doc_set_profile(struct doc *document, const char *name, const struct profile_rights *profile)
{
	doc_set_word(document, name, profile_code(document->arena, profile->id), profile_label(profile));
}

void
staff_show_profile(struct request *rq, struct doc *document, const struct staff *staff)
{
	const struct profile_rights *profile = rights_profile(rq->rights, staff->profile_id);

	if (profile == NULL)
		doc_set_null(document, "profile");
	else
		doc_set_profile(document, "profile", profile);
}

static void
set_role(struct request *rq, struct doc *document, const struct staff *staff)
{
	const struct role *role = rights_role(rq->rights, staff->role_id);

	doc_set_text(document, "role", role == NULL ? NULL : role->name);
}

struct doc *
staff_doc(struct request *rq, const struct staff *staff)
{
	struct doc *document = doc_object(rq->arena);
	char id[ID_LENGTH + 1];

	id_print(id, staff->id);
	doc_set_id(document, "id", staff->id);
	doc_set_text(document, "name", staff->name);
	doc_set_text(document, "email", staff->acts_for == NULL ? staff->email : NULL);
	doc_set_text(document, "acts_for", staff->acts_for);
	staff_show_profile(rq, document, staff);
	set_role(rq, document, staff);
	doc_set_bool(document, "second_factor", staff->totp_on);
	doc_set_instant(document, "created_at", staff->created_at);
	doc_set_instant(document, "disabled_at", staff->disabled_at);
	doc_set_bool(document, "closed", staff->disabled_at != NO_INSTANT);
	doc_set_bool(document, "invited", staff->disabled_at == NO_INSTANT && staff->password_hash == NULL);
	doc_set_bool(document, "self", staff->id == rq->viewer->staff);
	doc_set_int(document, "version", staff->version);
	doc_set_text(document, "href", arena_printf(rq->arena, "/console/staff/%s", id));
	set_state(document, staff);
	return document;
}
