/* mail_look_web: the text under mails in each language, drawn as mail programs show it, and a test to oneself. */
#include "companies/mail_look_web.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/instant.h"
#include "companies/company.h"
#include "companies/company_form.h"
#include "companies/company_web.h"
#include "companies/public_page.h"
#include "companies/public_page_web.h"
#include "core/audit.h"
#include "core/form_page.h"
#include "core/rate.h"
#include "html/translation.h"
#include "outbox/outbox.h"

enum { FOOTER_LENGTH = 300, TESTS = 10 };

static const char *
href_of(struct request *rq, const struct company *company)
{
	char id[ID_LENGTH + 1];

	id_print(id, company->id);
	return arena_printf(rq->arena, "/console/companies/%s/mail", id);
}

/* What is written on the button of a mail, as src/outbox chooses it. */
static const char *
ink_of(const char *colour)
{
	const char *dark = "#000000", *light = "#ffffff";

	return colour_contrast(colour, dark) > colour_contrast(colour, light) ? dark : light;
}

static const char *
language_of(struct request *rq)
{
	return translations_code(rq->house->translations, (size_t)formats_language(rq->formats));
}

/* `texts` are those of the form; what the reader's language would end with is drawn. */
static struct doc *
form_document(struct request *rq, const struct company *company, const struct public_page *texts, int64_t version)
{
	struct doc *page = doc_object(rq->arena);
	const char *footer = page_text(texts, "mail_footer", language_of(rq));

	doc_set(page, "company", company_doc(rq, company));
	doc_set_text(page, "href", href_of(rq, company));
	doc_set_int(page, "version", version);
	doc_set_bool(page, "may_write", viewer_may(rq->viewer, &company_write));
	doc_set_text(page, "to", rq->viewer->email);
	doc_set_text(page, "ink", ink_of(company->colour));
	doc_set_text(page, "shown_footer", footer);
	form_page(rq, page, "");
	public_page_texts(rq, page, "footer", "mail_footer", texts);
	return page;
}

struct reply
mail_look_page(struct request *rq)
{
	const struct company *company = company_find(rq->tx, rq->viewer, path_id(rq, "company"));

	if (company == NULL)
		return reply_not_found(rq);
	return reply_page(rq, "company_mail",
			  form_document(rq, company, public_page_find(rq->tx, company->id),
					mail_version_find(rq->tx, company->id)));
}

/* The typed texts. */
static struct public_page *
read_texts(struct request *rq)
{
	struct public_page *page = arena_make(rq->arena, struct public_page);
	size_t count = translations_count(rq->house->translations);

	page->texts = arena_make_array(rq->arena, struct page_text, count);
	for (size_t i = 0; i < count; i++) {
		const char *code = translations_code(rq->house->translations, i);
		const char *text = form_read_text(rq->form, arena_printf(rq->arena, "footer.%s", code), FORM_OPTIONAL,
						  FOOTER_LENGTH);

		if (!text_empty(text))
			page->texts[page->text_count++] = (struct page_text){"mail_footer", code, text};
	}
	return page;
}

struct reply
mail_look_post(struct request *rq)
{
	const struct company *company = company_find(rq->tx, rq->viewer, path_id(rq, "company"));
	const struct public_page *texts;
	int64_t version, now;

	if (company == NULL)
		return reply_not_found(rq);
	now = mail_version_find(rq->tx, company->id);
	texts = read_texts(rq);
	version = form_has(rq->form, "version") ? form_read_int(rq->form, "version", FORM_REQUIRED, 0, INT64_MAX) : now;
	if (text_equal(form_text(rq->form, "do"), "show")) {
		form_start_over(rq->form);
		return reply_page(rq, "company_mail", form_document(rq, company, texts, version));
	}
	if (form_failed(rq->form))
		return reply_form(rq, "company_mail", form_document(rq, company, texts, version));
	if (!mail_texts_save(rq->tx, company->id, version, texts->texts, texts->text_count)) {
		form_error(
			rq->form, "",
			N_("Somebody else has changed this page meanwhile. Your text is still here: compare, then save again."),
			NULL);
		return reply_conflict(rq, "company_mail", form_document(rq, company, texts, now));
	}
	audit_add(rq, &(struct audit){.action = "company.mail", .object_kind = "company", .object = company->id});
	return reply_done(rq, href_of(rq, company), N_("The text under mails was saved."),
			  form_document(rq, company, texts, version + 1));
}

static void
send_test(struct request *rq, const struct company *company)
{
	struct doc *document = doc_object(rq->arena);

	doc_set_text(document, "href", public_link(rq, "/console/portal"));
	outbox_mail(rq->house, rq->tx,
		    &(struct message_new){.kind = "mail_company_sample",
					  .document = document,
					  .language = language_of(rq),
					  .staff = rq->viewer->staff,
					  .company = company->id,
					  .to_address = rq->viewer->email,
					  .to_name = rq->viewer->name,
					  .expires_at = NO_INSTANT});
}

struct reply
mail_test_post(struct request *rq)
{
	const struct company *company = company_find(rq->tx, rq->viewer, path_id(rq, "company"));
	struct doc *document = doc_object(rq->arena);
	int64_t wait_ms;

	if (company == NULL)
		return reply_not_found(rq);
	if (text_empty(rq->viewer->email))
		return reply_refusal(rq, 409, N_("Your account has no e-mail address."));
	if (!rate_take(rq->tx, arena_printf(rq->arena, "company.mail:%lld", (long long)rq->viewer->staff), TESTS,
		       HOUR_MS, &wait_ms))
		return reply_refusal(rq, 429, N_("That was many tests. Please wait a while."));
	send_test(rq, company);
	audit_add(rq, &(struct audit){.action = "company.mail_test", .object_kind = "company", .object = company->id});
	doc_set_text(document, "to", rq->viewer->email);
	return reply_done(rq, href_of(rq, company), N_("A test is on its way to your address."), document);
}
