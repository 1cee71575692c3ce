/* host_web: the state of a company's own host name, and asking for another look. */
#include "companies/host_web.h"

#include "base/id.h"
#include "companies/companies.h"
#include "companies/company_web.h"
#include "companies/host_look.h"
#include "core/audit.h"
#include "sys/clock.h"

void
company_host_add(struct request *rq, struct doc *row, const struct company *company)
{
	struct host_state state = host_find(rq->tx, company);
	char id[ID_LENGTH + 1];

	id_print(id, company->id);
	host_show(row, &state, rq->house->config->public_host, clock_now());
	doc_set_text(row, "host_href", arena_printf(rq->arena, "/console/companies/%s/host", id));
	doc_set_bool(row, "may_check", viewer_may(rq->viewer, &company_write));
}

/* The company of the path when it has a host name of its own; NULL otherwise. */
static const struct company *
company_with_host(struct request *rq)
{
	const struct company *company = company_find(rq->tx, rq->viewer, path_id(rq, "company"));

	return company == NULL || company->host == NULL ? NULL : company;
}

static struct doc *
document_of(struct request *rq, const struct company *company)
{
	struct doc *page = doc_object(rq->arena);

	doc_set_text(page, "company", company->name);
	doc_set_id(page, "id", company->id);
	company_host_add(rq, page, company);
	return page;
}

struct reply
host_page(struct request *rq)
{
	const struct company *company = company_with_host(rq);

	if (company == NULL)
		return reply_not_found(rq);
	return reply_page(rq, "company_host", document_of(rq, company));
}

struct reply
host_check_post(struct request *rq)
{
	const struct company *company = company_with_host(rq);
	struct host_state state;

	if (company == NULL)
		return reply_not_found(rq);
	state = host_find(rq->tx, company);
	if (!host_is_looked_at(&state, clock_now())) {
		host_ask(rq->tx, company, clock_now());
		host_queue(rq->tx, company->id);
		audit_add(rq,
			  &(struct audit){.action = "company.host", .object_kind = "company", .object = company->id});
	}
	return reply_done(rq, doc_get_text(document_of(rq, company), "host_href"), NULL, document_of(rq, company));
}
