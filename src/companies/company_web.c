/* company_web: the list and sheet of companies, their logo, their brand's style sheet and its preview. */
#include "companies/company_web.h"

#include "companies/company.h"
#include "companies/company_form.h"
#include "companies/company_store.h"
#include "companies/host_web.h"
#include "companies/icon_web.h"
#include "companies/mail_look_web.h"
#include "companies/picture.h"
#include "companies/public_page_web.h"
#include "core/audit.h"
#include "core/form_page.h"

enum { LOGO_EDGE = 800, FRESH_SECONDS = 86400 };

const struct permission company_read = {"company.read", FOR_STAFF, N_("See companies")};
const struct permission company_write = {"company.write", FOR_ADMINISTRATOR, N_("Change companies")};

/* ---- preview of a brand ---- */

static void
add_palette(struct doc *page, const char *name, const struct palette *palette)
{
	struct doc *shown = doc_set_object(page, name);

	doc_set_text(shown, "accent", arena_text(page->arena, palette->accent));
	doc_set_text(shown, "on", arena_text(page->arena, palette->on));
	doc_set_text(shown, "text", arena_text(page->arena, palette->text));
	doc_set_text(shown, "soft", arena_text(page->arena, palette->soft));
}

void
company_sample(struct doc *page, const char *colour, const char *name)
{
	struct palette light, dark;

	if (colour == NULL || !colour_is_valid(colour))
		colour = "#0f766e";
	light = palette_light(colour);
	dark = palette_dark(colour);
	add_palette(page, "light", &light);
	add_palette(page, "dark", &dark);
	doc_set_text(page, "preview_name", text_empty(name) ? "Parvis" : name);
	doc_set_text(page, "preview_initials", brand_initials(page->arena, text_empty(name) ? "Parvis" : name));
}

static struct reply
preview(struct request *rq)
{
	struct doc *page = doc_object(rq->arena);

	company_sample(page, form_text(rq->form, "colour"), form_text(rq->form, "name"));
	return reply_page(rq, "company_preview", page);
}

/* ---- list and sheet ---- */

static struct reply
list(struct request *rq)
{
	struct doc *page = doc_object(rq->arena);
	struct doc *rows = doc_set_list(page, "companies");
	size_t count;
	struct company *found = company_list(rq->tx, rq->viewer, &count);

	for (size_t i = 0; i < count; i++)
		doc_add(rows, company_doc(rq, &found[i]));
	doc_set_bool(page, "may_write", viewer_may(rq->viewer, &company_write));
	return reply_page(rq, "company_list", page);
}

/* The form of a company that exists, or of a new one (NULL). What was typed stays. */
static struct doc *
form_document(struct request *rq, const struct company *company)
{
	static const struct company fresh = {.name = "",
					     .country = "FR",
					     .colour = "#0f766e",
					     .invoice_prefix = "F",
					     .credit_prefix = "A",
					     .payment_days = 30};
	struct doc *page = doc_object(rq->arena);
	const struct company *shown = company == NULL ? &fresh : company;
	const char *typed = form_text(rq->form, "colour");
	int64_t icon;

	doc_set(page, "values", company_doc(rq, shown));
	form_page(rq, page, COMPANY_FIELDS " logo icon");
	if (company == NULL)
		doc_set_null(page, "company");
	else
		doc_set(page, "company", company_doc(rq, company));
	doc_set_bool(page, "own_icon", company != NULL && icon_find(rq->tx, company->id, &icon) != NULL);
	doc_set_bool(page, "may_write", viewer_may(rq->viewer, &company_write));
	company_sample(page, typed == NULL ? shown->colour : typed, shown->name);
	return page;
}

struct reply
company_form_again(struct request *rq, const struct company *company)
{
	return reply_form(rq, "company_form", form_document(rq, company));
}

static struct reply
show(struct request *rq)
{
	struct company *company = company_find(rq->tx, rq->viewer, path_id(rq, "company"));

	if (company == NULL)
		return reply_not_found(rq);
	return reply_page(rq, "company_form", form_document(rq, company));
}

static struct reply
blank(struct request *rq)
{
	return reply_page(rq, "company_form", form_document(rq, NULL));
}

static void
check_host(struct request *rq, const struct company *company)
{
	if (company->host != NULL && company_host_is_taken(rq->tx, company->host, company->id))
		form_error(rq->form, "host", N_("Another company has this host name already."), NULL);
}

static struct reply
create(struct request *rq)
{
	struct company company = {.id = 0};
	struct doc *document;

	company_read_form(rq, &company);
	check_host(rq, &company);
	if (form_failed(rq->form))
		return reply_form(rq, "company_form", form_document(rq, NULL));
	company.id = company_create(rq->tx, &company);
	audit_add(rq, &(struct audit){.action = "company.create", .object_kind = "company", .object = company.id});
	document = company_doc(rq, &company);
	return reply_done(rq, doc_get_text(document, "href"), N_("The company was added."), document);
}

static struct reply
change(struct request *rq)
{
	struct company *company = company_find(rq->tx, rq->viewer, path_id(rq, "company"));
	struct company wanted;
	struct doc *document;

	if (company == NULL)
		return reply_not_found(rq);
	wanted = *company;
	company_read_form(rq, &wanted);
	check_host(rq, &wanted);
	wanted.version = form_has(rq->form, "version") ? form_read_int(rq->form, "version", FORM_REQUIRED, 1, INT64_MAX)
						       : company->version;
	if (form_failed(rq->form))
		return company_form_again(rq, company);
	if (!company_update(rq->tx, &wanted)) {
		form_error(
			rq->form, "",
			N_("Somebody else has changed this company meanwhile. Your text is still here: compare, then save again."),
			NULL);
		return reply_conflict(rq, "company_form", form_document(rq, company));
	}
	wanted.version++;
	audit_add(rq, &(struct audit){.action = "company.change", .object_kind = "company", .object = company->id});
	document = company_doc(rq, &wanted);
	return reply_done(rq, doc_get_text(document, "href"), N_("The company was saved."), document);
}

/* ---- logo ---- */

static void
prepare_logo(struct request *rq)
{
	picture_prepare(rq, LOGO_EDGE);
}

static struct reply
set_logo(struct request *rq)
{
	struct company *company = company_find(rq->tx, rq->viewer, path_id(rq, "company"));
	const struct picture *logo = rq->prepared;
	struct doc *document;

	if (company == NULL)
		return reply_not_found(rq);
	if (!picture_check(rq, logo, "logo"))
		return reply_refusal(rq, 507, N_("There is no room left to keep this picture. Nothing was changed."));
	if (form_failed(rq->form))
		return company_form_again(rq, company);
	company_set_logo(rq->tx, company->id, arena_text(rq->arena, logo->blob.name), logo->width, logo->height);
	audit_add(rq, &(struct audit){.action = "company.logo", .object_kind = "company", .object = company->id});
	document = company_doc(rq, company_find(rq->tx, rq->viewer, company->id));
	return reply_done(rq, doc_get_text(document, "href"), N_("The logo was changed."), document);
}

static struct reply
remove_logo(struct request *rq)
{
	struct company *company = company_find(rq->tx, rq->viewer, path_id(rq, "company"));
	struct doc *document;

	if (company == NULL)
		return reply_not_found(rq);
	company_set_logo(rq->tx, company->id, NULL, 0, 0);
	audit_add(rq, &(struct audit){.action = "company.logo", .object_kind = "company", .object = company->id});
	company->logo_blob = NULL;
	document = company_doc(rq, company);
	return reply_done(rq, doc_get_text(document, "href"), N_("The logo was removed."), document);
}

/* ---- what anybody may see of a brand ---- */

static struct reply
brand_sheet(struct request *rq)
{
	const struct company *company = company_public(rq->tx, path_id(rq, "company"));
	struct reply reply;

	if (company == NULL)
		return reply_not_found(rq);
	reply = reply_bytes(rq, "text/css; charset=utf-8", str_of(brand_css(rq->arena, company->colour)));
	reply.fresh_seconds = FRESH_SECONDS;
	return reply;
}

static struct reply
brand_logo(struct request *rq)
{
	const struct company *company = company_public(rq->tx, path_id(rq, "company"));
	struct reply reply;

	if (company == NULL || company->logo_blob == NULL)
		return reply_not_found(rq);
	reply = reply_blob(rq, company->logo_blob, "image/png", NULL, false);
	reply.fresh_seconds = FRESH_SECONDS;
	reply.in_mails = true;
	return reply;
}

const struct route company_routes[COMPANY_ROUTES] = {
	{HTTP_GET, "/console/companies", STAFF, &company_read, list, "The companies, by name"},
	{HTTP_GET, "/console/companies/new", STAFF, &company_write, blank, "The form of a new company"},
	{HTTP_GET, "/console/companies/preview", STAFF, &company_read, preview, "How a brand colour will look"},
	{HTTP_POST, "/console/companies", STAFF, &company_write, create, "Adds a company", .fields = COMPANY_FIELDS},
	{HTTP_GET, "/console/companies/{company}", STAFF, &company_read, show, "One company"},
	{HTTP_POST, "/console/companies/{company}", STAFF, &company_write, change, "Changes a company",
	 .fields = COMPANY_FIELDS " version"},
	{HTTP_POST, "/console/companies/{company}/logo", STAFF, &company_write, set_logo, "Sets a company's logo",
	 .fields = "logo", .flags = ROUTE_SLOW, .prepare = prepare_logo, .upload_limit = PICTURE_LIMIT},
	{HTTP_POST, "/console/companies/{company}/logo/removal", STAFF, &company_write, remove_logo,
	 "Removes a company's logo"},
	{HTTP_POST, "/console/companies/{company}/icon", STAFF, &company_write, icon_post,
	 "Sets the small icon of a company's portal", .fields = "icon", .flags = ROUTE_SLOW, .prepare = icon_prepare,
	 .upload_limit = PICTURE_LIMIT},
	{HTTP_POST, "/console/companies/{company}/icon/removal", STAFF, &company_write, icon_removal_post,
	 "Removes a company's own icon: the logo or the initials stand for it"},
	{HTTP_GET, "/console/companies/{company}/page", STAFF, &company_read, public_page_form,
	 "What a company's public page says: welcome, opening hours, services"},
	{HTTP_POST, "/console/companies/{company}/page", STAFF, &company_write, public_page_post,
	 "Changes all of a company's public page; do=show only shows it", .fields = PUBLIC_PAGE_FIELDS},
	{HTTP_GET, "/console/companies/{company}/mail", STAFF, &company_read, mail_look_page,
	 "How a company's mails look, and the text at their end"},
	{HTTP_POST, "/console/companies/{company}/mail", STAFF, &company_write, mail_look_post,
	 "Changes the text at the end of a company's mails; do=show only shows it", .fields = MAIL_LOOK_FIELDS},
	{HTTP_POST, "/console/companies/{company}/mail/test", STAFF, &company_write, mail_test_post,
	 "Sends a mail in the company's look to oneself"},
	{HTTP_GET, "/console/companies/{company}/host", STAFF, &company_read, host_page,
	 "What is seen of a company's own host name: where it leads, its certificate"},
	{HTTP_POST, "/console/companies/{company}/host", STAFF, &company_write, host_check_post,
	 "Looks at a company's own host name again"},
	{HTTP_GET, "/brand/{company}/icon.png", PUBLIC, &everybody, icon_small, "A company's icon, 32 pixels",
	 .flags = ROUTE_SLOW},
	{HTTP_GET, "/brand/{company}/touch-icon.png", PUBLIC, &everybody, icon_touch, "A company's icon, 180 pixels",
	 .flags = ROUTE_SLOW},
	{HTTP_GET, "/brand/{company}/brand.css", PUBLIC, &everybody, brand_sheet,
	 "A company's colours as a style sheet"},
	{HTTP_GET, "/brand/{company}/logo.png", PUBLIC, &everybody, brand_logo, "A company's logo"},
};
