/* preview_see: through whose eyes a preview looks: asked with each request, so that it ends with the right to it. */
#include "clients/clients.h"
#include "preview/preview.h"

#include "core/session_preview_store.h"
#include "core/weakened.h"
#include "html/translation.h"
#include "records/record.h"
#include "rights/held.h"
#include "rights/look.h"

/* Whom people made up act for. */
static const char *
sample_client(const char *language)
{
	return text_equal(language, "fr") ? "Maison Exemple" : "Example House";
}

static const char *
language_of_request(const struct request *rq)
{
	return translations_code(rq->house->translations, (size_t)formats_language(rq->formats));
}

static struct viewer
looker_of(struct request *rq, const struct preview_session *session)
{
	struct viewer looker = {.kind = VIEWER_STAFF,
				.session = session->id,
				.staff = session->staff_id,
				.profile = profile_of_id(session->profile_id),
				.profile_id = session->profile_id,
				.role_id = session->role_id,
				.name = session->staff_name,
				.email = session->staff_email,
				.theme = ""};

	looker.permissions = permissions_held(rq->arena, rq->house, rq->rights, &looker, rq->moment);
	looker.given_only = client_sees_given_only(&looker);
	return looker;
}

/* What the record is called for the staff user; NULL: not theirs to see. */
static const char *
name_for(struct request *rq, const struct viewer *looker, const struct module *module, int64_t record)
{
	const struct plan *plan = module == NULL ? NULL : plan_for(rq->rights, looker, module, rq->moment);
	struct record_name *names;
	size_t count = 0;

	if (plan == NULL || (plan->may & MAY_VIEW) == 0)
		return NULL;
	names = record_names(rq->tx, access_to(rq->arena, rq->house, looker, plan, rq->moment), &record, 1, &count);
	return count == 0 ? NULL : names[0].name;
}

/* The user type as it is being set up, or as it is published; of id 0 the default one. NULL: there is none. */
static const struct user_type *
type_looked_at(struct request *rq, const struct preview_session *session, int64_t id)
{
	return session->draft ? user_type_draft(rq->tx, rq->arena, rq->rights, id) : rights_user_type(rq->rights, id);
}

/* ---- a user type ---- */

static const char *
type_name(struct request *rq, const struct user_type *type)
{
	const char *name = label_text(&type->label, language_of_request(rq));

	return type->label.count > 0 ? name : translate(rq->house->translations, formats_language(rq->formats), name);
}

static bool
see_type(struct request *rq, const struct preview_session *session, struct viewer *viewer, struct look *look)
{
	const struct user_type *type = type_looked_at(rq, session, session->user_type_id);

	if (type == NULL)
		return false;
	look->draft = session->draft ? type : NULL;
	look->samples = true;
	viewer->user_type = type->id;
	viewer->record = SAMPLE_FIRST;
	viewer->without_client = type->main != module_named(rq->rights->catalogue, "contacts");
	viewer->client = viewer->without_client ? 0 : SAMPLE_FIRST;
	viewer->client_name = viewer->without_client ? NULL : sample_client(look->language);
	viewer->name = type_name(rq, type);
	return true;
}

/* ---- somebody ---- */

static bool
see_client(struct request *rq, const struct preview_session *session, struct viewer *viewer, const struct look *look)
{
	const struct module *theirs = module_named(rq->rights->catalogue, "clients");

	viewer->client = session->client_id;
	viewer->client_name = session->client_name;
	viewer->name = session->client_name;
	return viewer->client != 0 && name_for(rq, &look->looker, theirs, viewer->client) != NULL;
}

/* By which user type: their own, or another of their module: then as they would see it. */
static bool
see_by_type(struct request *rq, const struct preview_session *session, struct viewer *viewer, struct look *look,
	    const struct module *module)
{
	const struct user_type *type;

	viewer->user_type = session->user_type_id != 0 ? session->user_type_id : session->own_type_id;
	if (session->user_type_id == 0)
		return true;
	type = type_looked_at(rq, session, session->user_type_id);
	if (type == NULL || type->main != module)
		return false;
	look->draft = session->draft ? type : NULL;
	return true;
}

static bool
see_person(struct request *rq, const struct preview_session *session, struct viewer *viewer, struct look *look)
{
	const struct module *module = module_of_id(rq->rights->catalogue, session->module_id);

	if (module == NULL || module->retired)
		return false;
	viewer->without_client = !text_equal(module->name, "contacts");
	if (!viewer->without_client && !see_client(rq, session, viewer, look))
		return false;
	if (!see_by_type(rq, session, viewer, look, module))
		return false;
	viewer->record = session->record_id;
	viewer->name = name_for(rq, &look->looker, module, session->record_id);
	return viewer->name != NULL;
}

bool
preview_see(struct request *rq, const struct preview_session *session, struct viewer *viewer)
{
	struct look *look = arena_make(rq->arena, struct look);

	look->arena = rq->arena;
	look->language = language_of_request(rq);
	look->looker = looker_of(rq, session);
	viewer->look = look;
	viewer->profile = look->looker.profile;
	viewer->profile_id = look->looker.profile_id;
	viewer->role_id = look->looker.role_id;
	viewer->permissions = look->looker.permissions;
	viewer->email = session->staff_email;
	if (!viewer_may(&look->looker, &portal_preview) && !weakened(CHECK_LOOKER_MAY))
		return false;
	if (session->record_id != 0)
		return see_person(rq, session, viewer, look);
	return session->user_type_id != 0 ? see_type(rq, session, viewer, look) : see_client(rq, session, viewer, look);
}
