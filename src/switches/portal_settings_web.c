/* portal_settings_web: the client portal's settings in three parts: its company, the company's logo, and its rights. */
#include "switches/handlers.h"
#include "switches/switches.h"

#include "base/arena.h"
#include "base/id.h"
#include "companies/companies.h"
#include "core/audit.h"
#include "core/form_page.h"
#include "portals/portals.h"
#include "rights/rights.h"

static const char *
href_of(struct request *rq, const char *home, int64_t id)
{
	char text[ID_LENGTH + 1];

	id_print(text, id);
	return arena_printf(rq->arena, "%s/%s", home, text);
}

static void
add_companies(struct request *rq, struct doc *page, const struct portal *portal)
{
	struct doc *list = doc_set_list(page, "companies");
	int64_t typed = form_has(rq->form, "company") ? form_read_id(rq->form, "company", FORM_OPTIONAL) : 0;
	int64_t chosen = typed != 0 ? typed : portal->company_id;
	size_t count;
	const struct company *found = company_list(rq->tx, rq->viewer, &count);

	for (size_t i = 0; i < count; i++) {
		struct doc *row = doc_add_object(list);

		doc_set_id(row, "id", found[i].id);
		doc_set_text(row, "name", found[i].name);
		doc_set_bool(row, "chosen", found[i].id == chosen);
	}
}

/* The company that was chosen, not that of a host name: its logo is what the sign-in page shows. */
static void
add_company(struct request *rq, struct doc *page, const struct portal *portal)
{
	const struct company *company = company_public(rq->tx, portal->company_id);
	struct doc *shown = company_brand(rq->arena, company);

	doc_set_id(shown, "id", company->id);
	doc_set_text(shown, "href", href_of(rq, "/console/companies", company->id));
	doc_set(page, "brand", shown);
}

static void
add_agent(struct request *rq, struct doc *page)
{
	const struct portal_agent *agent = portal_agent_find(rq->tx);
	const struct profile_rights *profile = agent == NULL ? NULL : rights_profile(rq->rights, agent->profile_id);
	struct doc *shown;

	if (profile == NULL) {
		doc_set_null(page, "agent");
		return;
	}
	shown = doc_set_object(page, "agent");
	doc_set_id(shown, "id", agent->id);
	doc_set_text(shown, "name", agent->name);
	doc_set_text(shown, "href", href_of(rq, "/console/staff", agent->id));
	doc_set_id(shown, "profile", profile->id);
	doc_set_text(shown, "profile_name", profile->name);
	doc_set_text(shown, "permissions_href", href_of(rq, "/console/settings/profiles", profile->id));
}

static void
add_portal(struct request *rq, struct doc *page, const struct portal *portal)
{
	const char *path = arena_printf(rq->arena, "/p/%s/", portal->address);
	struct doc *shown = doc_set_object(page, "portal");

	doc_set_id(shown, "id", portal->id);
	doc_set_text(shown, "name", portal->name);
	doc_set_text(shown, "address", portal->address);
	doc_set_bool(shown, "open", portal->enabled);
	doc_set_text(shown, "sign_in_href", arena_printf(rq->arena, "%ssign-in", path));
	doc_set_id(shown, "company", portal->company_id);
	add_companies(rq, page, portal);
	add_company(rq, page, portal);
}

static struct doc *
document(struct request *rq)
{
	const struct portal *portal = portal_first(rq->tx);
	struct doc *page = doc_object(rq->arena);

	doc_set_null(page, "portal");
	if (portal != NULL)
		add_portal(rq, page, portal);
	add_agent(rq, page);
	doc_set_text(page, "features_href", FEATURES_HOME);
	form_page(rq, page, "company seen");
	return page;
}

struct reply
portal_settings_page(struct request *rq)
{
	return reply_page(rq, "portal_settings", document(rq));
}

static const struct company *
read_company(struct request *rq)
{
	int64_t id = form_read_id(rq->form, "company", FORM_REQUIRED);
	const struct company *company = id == 0 ? NULL : company_find(rq->tx, rq->viewer, id);

	if (company == NULL)
		form_error(rq->form, "company", N_("Please choose one of your companies."), NULL);
	return company;
}

struct reply
portal_settings_post(struct request *rq)
{
	const struct portal *portal = portal_first(rq->tx);
	int64_t seen = form_read_id(rq->form, "seen", FORM_OPTIONAL);
	const struct company *company = read_company(rq);

	if (portal == NULL)
		return reply_not_found(rq);
	if (form_failed(rq->form))
		return reply_form(rq, "portal_settings", document(rq));
	if (!portal_set_company(rq->tx, portal->id, company->id, seen == 0 ? portal->company_id : seen)) {
		form_error(rq->form, "company",
			   N_("Somebody else has chosen another company meanwhile. Look at it, then save again."),
			   NULL);
		return reply_conflict(rq, "portal_settings", document(rq));
	}
	if (company->id != portal->company_id)
		audit_add(rq,
			  &(struct audit){.action = "company.portal", .object_kind = "company", .object = company->id});
	return reply_done(rq, PORTAL_SETTINGS, N_("Saved."), document(rq));
}
