/* public_page_web: the page on which a company's public page is written, with a look at it that needs no saving. */
#include "companies/public_page_web.h"

#include "base/id.h"
#include "companies/company_form.h"
#include "companies/company_web.h"
#include "core/audit.h"
#include "core/form_page.h"

static const char *
href_of(struct request *rq, const struct company *company)
{
	char id[ID_LENGTH + 1];

	id_print(id, company->id);
	return arena_printf(rq->arena, "/console/companies/%s/page", id);
}

/* `shown` is what the look shows, and the form unless something was typed. */
static struct doc *
form_document(struct request *rq, const struct company *company, const struct public_page *shown, int64_t version)
{
	struct doc *page = doc_object(rq->arena);

	doc_set(page, "company", company_doc(rq, company));
	doc_set_text(page, "href", href_of(rq, company));
	doc_set_int(page, "version", version);
	doc_set_bool(page, "may_write", viewer_may(rq->viewer, &company_write));
	form_page(rq, page, "");
	public_page_fields(rq, page, shown);
	public_page_show(rq, page, company, shown);
	return page;
}

struct reply
public_page_form(struct request *rq)
{
	const struct company *company = company_find(rq->tx, rq->viewer, path_id(rq, "company"));
	const struct public_page *page;

	if (company == NULL)
		return reply_not_found(rq);
	page = public_page_find(rq->tx, company->id);
	return reply_page(rq, "company_page", form_document(rq, company, page, page->version));
}

struct reply
public_page_post(struct request *rq)
{
	const struct company *company = company_find(rq->tx, rq->viewer, path_id(rq, "company"));
	struct public_page *page;
	int64_t version;

	if (company == NULL)
		return reply_not_found(rq);
	version = public_page_find(rq->tx, company->id)->version;
	page = public_page_read(rq, company->id);
	page->version = form_has(rq->form, "version") ? form_read_int(rq->form, "version", FORM_REQUIRED, 0, INT64_MAX)
						      : version;
	if (text_equal(form_text(rq->form, "do"), "show")) {
		form_start_over(rq->form);
		return reply_page(rq, "company_page", form_document(rq, company, page, page->version));
	}
	if (form_failed(rq->form))
		return reply_form(rq, "company_page", form_document(rq, company, page, page->version));
	if (!public_page_save(rq->tx, page)) {
		form_error(
			rq->form, "",
			N_("Somebody else has changed this page meanwhile. Your text is still here: compare, then save again."),
			NULL);
		return reply_conflict(rq, "company_page", form_document(rq, company, page, version));
	}
	audit_add(rq, &(struct audit){.action = "company.page", .object_kind = "company", .object = company->id});
	return reply_done(rq, href_of(rq, company), N_("The public page was saved."),
			  form_document(rq, company, page, page->version + 1));
}
