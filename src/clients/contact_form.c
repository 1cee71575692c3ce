/* contact_form: an address belongs to one person; who has it already is named, with a way to their sheet. */
#include "clients/contact_form.h"

#include "base/id.h"
#include "base/instant.h"
#include "clients/client.h"
#include "clients/contact_store.h"
#include "core/form_page.h"
#include "core/organisation.h"
#include "html/translation.h"
#include "sms/sms.h"

const char *
contact_path(struct request *rq, int64_t contact, const char *below)
{
	char id[ID_LENGTH + 1];

	id_print(id, contact);
	return arena_printf(rq->arena, "/console/contacts/%s%s", id, below);
}

/* ---- reading ---- */

static void
read_email(struct request *rq, struct contact *contact)
{
	const char *email = form_read_email(rq->form, "email", FORM_OPTIONAL);
	const struct contact *other = email == NULL ? NULL : contact_of_email(rq->tx, email);

	if (email != NULL && !text_equal(email, contact->email) && contact_email_signs_in_elsewhere(rq->tx, email))
		form_error(rq->form, "email", contact_email_signs_in, NULL);
	contact->email = email;
	if (other != NULL && other->id == contact->id)
		return;
	if (other == NULL && email != NULL && contact_email_is_taken(rq->tx, email, contact->id))
		form_error(rq->form, "email", N_("A contact in the recycle bin has this address."), NULL);
	if (other == NULL)
		return;
	if (contact_find(rq->tx, rq->viewer, other->id) == NULL)
		form_error(rq->form, "email", N_("Somebody has this address already."), NULL);
	else
		form_error(rq->form, "email", N_("{{name}} has this address already."), contact_doc(rq, other));
}

static void
read_mobile(struct request *rq, struct contact *contact)
{
	const char *typed = form_read_text(rq->form, "mobile", FORM_OPTIONAL, PHONE_LENGTH);
	const struct organisation *organisation = organisation_find(rq->tx);
	const char *number = NULL;

	if (typed != NULL) {
		number = sms_number(rq->arena, typed, organisation == NULL ? "FR" : organisation->country);
		if (number == NULL)
			form_error(rq->form, "mobile", N_("This is not a telephone number."), NULL);
		else if (!sms_number_mobile(number))
			form_error(rq->form, "mobile", N_("This is not a mobile number: codes could not reach it."),
				   NULL);
	}
	if (!text_equal(number, contact->mobile))
		contact->mobile_confirmed_at = NO_INSTANT;
	contact->mobile = number;
}

static void
read_language(struct request *rq, struct contact *contact)
{
	const char *code = form_read_text(rq->form, "language", FORM_OPTIONAL, NUMBER_LENGTH);

	if (code != NULL && translations_find(rq->house->translations, code) < 0)
		form_error(rq->form, "language", N_("Please choose an entry of the list."), NULL);
	contact->language = code;
}

void
contact_read_form(struct request *rq, struct contact *contact)
{
	contact->first_name = form_read_text(rq->form, "first_name", FORM_OPTIONAL, NAME_LENGTH);
	contact->last_name = form_read_text(rq->form, "last_name", FORM_REQUIRED, NAME_LENGTH);
	read_email(rq, contact);
	read_mobile(rq, contact);
	read_language(rq, contact);
}

/* ---- showing ---- */

static const struct {
	const char *code, *label, *tone;
} states[] = {
	[CONTACT_OPEN] = {"open", N_("Can sign in"), "ok"},
	[CONTACT_WITHOUT_ADDRESS] = {"no_address", N_("No address: cannot sign in"), "warn"},
	[CONTACT_HELD] = {"held", N_("Cannot sign in yet"), "warn"},
	[CONTACT_BLOCKED] = {"blocked", N_("Blocked"), "danger"},
};

void
contact_set_badge(struct doc *doc, const char *name, const struct contact *contact)
{
	enum contact_state state = contact_state(contact);
	struct doc *badge = doc_set_object(doc, name);

	doc_set_word(badge, "label", states[state].code, states[state].label);
	doc_set_text(badge, "tone", states[state].tone);
}

static void
set_state(struct doc *doc, const struct contact *contact)
{
	enum contact_state state = contact_state(contact);
	bool by_sms = contact->mobile != NULL && contact->mobile_confirmed_at != NO_INSTANT;

	doc_set_word(doc, "state", states[state].code, states[state].label);
	doc_set_text(doc, "tone", states[state].tone);
	doc_set_bool(doc, "mobile_confirmed", by_sms);
	if (state != CONTACT_OPEN)
		doc_set_null(doc, "codes_by");
	else if (by_sms)
		doc_set_word(doc, "codes_by", "sms", N_("Codes by SMS"));
	else
		doc_set_word(doc, "codes_by", "mail", N_("Codes by e-mail"));
}

/* What its speakers call a language. */
static const char *
language_name(const char *code)
{
	static const struct {
		const char *code, *name;
	} names[] = {{"en", "English"}, {"fr", "Français"}};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (text_equal(names[i].code, code))
			return names[i].name;
	return code;
}

struct doc *
contact_doc(struct request *rq, const struct contact *contact)
{
	struct doc *doc = doc_object(rq->arena);

	doc_set_id(doc, "id", contact->id);
	doc_set_text(doc, "href", contact_path(rq, contact->id, ""));
	doc_set_text(doc, "name", contact_name(rq->arena, contact));
	doc_set_text(doc, "first_name", contact->first_name);
	doc_set_text(doc, "last_name", contact->last_name);
	doc_set_text(doc, "email", contact->email);
	doc_set_text(doc, "mobile", contact->mobile);
	doc_set_null(doc, "language");
	if (contact->language != NULL)
		doc_set_word(doc, "language", contact->language, language_name(contact->language));
	doc_set_bool(doc, "blocked", contact->blocked_at != NO_INSTANT);
	doc_set_instant(doc, "blocked_at", contact->blocked_at);
	doc_set_instant(doc, "mobile_confirmed_at", contact->mobile_confirmed_at);
	doc_set_instant(doc, "created_at", contact->created_at);
	doc_set_int(doc, "version", contact->version);
	set_state(doc, contact);
	return doc;
}

static void
add_languages(struct request *rq, struct doc *page, const struct contact *contact)
{
	const struct translations *translations = rq->house->translations;
	struct doc *list = doc_set_list(page, "languages");
	const char *typed = form_text(rq->form, "language");
	const char *current = typed == NULL ? contact->language : typed;

	for (size_t i = 0; i < translations_count(translations); i++) {
		struct doc *language = doc_add_object(list);
		const char *code = translations_code(translations, i);

		doc_set_text(language, "code", code);
		doc_set_text(language, "name", language_name(code));
		doc_set_bool(language, "current", text_equal(code, current));
	}
}

static void
add_duplicate(struct request *rq, struct doc *page, const struct contact *contact)
{
	const char *email = form_read_email(rq->form, "email", FORM_OPTIONAL);
	const struct contact *other = email == NULL ? NULL : contact_of_email(rq->tx, email);

	if (other == NULL || other->id == contact->id || contact_find(rq->tx, rq->viewer, other->id) == NULL)
		doc_set_null(page, "duplicate");
	else
		doc_set(page, "duplicate", contact_doc(rq, other));
}

void
contact_form_fields(struct request *rq, struct doc *page, const struct contact *contact, const char *fields)
{
	struct doc *values = doc_set_object(page, "values");

	doc_set_text(values, "first_name", contact->first_name);
	doc_set_text(values, "last_name", contact->last_name);
	doc_set_text(values, "email", contact->email);
	doc_set_text(values, "mobile", contact->mobile);
	doc_set_text(values, "language", contact->language);
	form_page(rq, page, fields);
	doc_set_text(page, "input", "");
	add_languages(rq, page, contact);
	add_duplicate(rq, page, contact);
}

struct doc *
contact_form_doc(struct request *rq, const struct contact *contact)
{
	struct doc *page = doc_object(rq->arena);

	contact_form_fields(rq, page, contact, CONTACT_FIELDS);
	doc_set(page, "contact", contact_doc(rq, contact));
	return page;
}
