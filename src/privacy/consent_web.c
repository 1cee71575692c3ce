/* consent_web: the form of a consent: its name and text in each language, what it is for, and what was asked before. */
#include "privacy/consent_store.h"
#include "privacy/handlers.h"
#include "privacy/pages.h"

#include "base/arena.h"
#include "base/instant.h"
#include "core/audit.h"
#include "rights/rights_page.h"

/* ---- showing ---- */

static void
add_wordings(struct settings *settings, int64_t consent)
{
	struct doc *list = doc_set_list(settings->page, "wordings");
	size_t count;
	const struct consent_wording *found = consent_wordings(settings->rq->tx, consent, &count);

	for (size_t i = 0; i < count; i++) {
		struct doc *row = doc_add_object(list);

		doc_set_both(row, "name", (struct both){found[i].name_fr, found[i].name_en}, settings->language);
		doc_set_paragraphs(row, "text", (struct both){found[i].text_fr, found[i].text_en}, settings->language);
		doc_set_int(row, "number", found[i].number);
		doc_set_bool(row, "correction", i + 1 < count && found[i + 1].number == found[i].number);
		doc_set_instant(row, "at", found[i].created_at);
		doc_set_text(row, "by", found[i].author);
	}
}

static void
add_inputs(struct settings *settings, const struct consent *consent)
{
	struct doc *inputs = doc_set_object(settings->page, "inputs");

	settings_input(settings, inputs, "name_fr", "name.fr", consent->name_fr);
	settings_input(settings, inputs, "name_en", "name.en", consent->name_en);
	settings_input(settings, inputs, "text_fr", "text.fr", consent->text_fr);
	settings_input(settings, inputs, "text_en", "text.en", consent->text_en);
	settings_box(settings, inputs, "required", "required", consent->required);
	settings_box(settings, inputs, "withdrawable", "withdrawable", consent->withdrawable);
	settings_box(settings, inputs, "correction", "correction", false);
}

/* NULL: a new one. */
static struct doc *
fill(struct settings *settings, const struct consent *consent)
{
	static const struct consent fresh = {.withdrawable = true, .retired_at = NO_INSTANT};
	struct doc *shown;

	settings_problems(settings);
	add_inputs(settings, consent == NULL ? &fresh : consent);
	doc_set_null(settings->page, "consent");
	doc_set_list(settings->page, "wordings");
	if (consent == NULL)
		return settings->page;
	shown = doc_set_object(settings->page, "consent");
	consent_fill(shown, consent, settings->language);
	doc_set_text(shown, "href", consent_href(settings->rq->arena, consent->id, ""));
	doc_set_int(shown, "version", consent->version);
	doc_set_int(shown, "given_count", consent->given_count);
	doc_set_bool(shown, "given", consent->given_count > 0);
	doc_set_instant(shown, "retired_at", consent->retired_at);
	add_wordings(settings, consent->id);
	return settings->page;
}

struct reply
consent_new_form(struct request *rq)
{
	struct settings settings;

	if (!privacy_is_on(rq->tx))
		return privacy_closed(rq);
	rights_begin(rq, &settings, NULL);
	return reply_page(rq, "consent_form", fill(&settings, NULL));
}

struct reply
consent_page(struct request *rq)
{
	const struct consent *consent = consent_find(rq->tx, path_id(rq, "consent"));
	struct settings settings;

	if (!privacy_is_on(rq->tx))
		return privacy_closed(rq);
	if (consent == NULL)
		return reply_not_found(rq);
	rights_begin(rq, &settings, NULL);
	return reply_page(rq, "consent_form", fill(&settings, consent));
}

/* ---- reading ---- */

static const char *
none_if_empty(const char *text)
{
	return text_empty(text) ? NULL : text;
}

/* A language has both a name and a text, or neither. */
static void
check_language(struct request *rq, const char *name, const char *text, const char *name_field, const char *text_field)
{
	if (name != NULL && text == NULL)
		form_error(rq->form, text_field, N_("Please write the text in this language, too."), NULL);
	if (name == NULL && text != NULL)
		form_error(rq->form, name_field, N_("Please give it a name in this language, too."), NULL);
}

static void
read_form(struct settings *settings, struct consent *consent)
{
	struct form *form = settings->rq->form;
	bool french = text_equal(settings->language, "fr");

	consent->name_fr = none_if_empty(form_read_text(form, "name.fr", FORM_OPTIONAL, CONSENT_NAME));
	consent->name_en = none_if_empty(form_read_text(form, "name.en", FORM_OPTIONAL, CONSENT_NAME));
	consent->text_fr = none_if_empty(form_read_lines(form, "text.fr", FORM_OPTIONAL, CONSENT_TEXT));
	consent->text_en = none_if_empty(form_read_lines(form, "text.en", FORM_OPTIONAL, CONSENT_TEXT));
	consent->required = form_read_bool(form, "required");
	consent->withdrawable = form_read_bool(form, "withdrawable");
	check_language(settings->rq, consent->name_fr, consent->text_fr, "name.fr", "text.fr");
	check_language(settings->rq, consent->name_en, consent->text_en, "name.en", "text.en");
	if (consent->name_fr == NULL && consent->name_en == NULL)
		form_error(form, french ? "name.fr" : "name.en", N_("Please fill in this field."), NULL);
	if (consent->text_fr == NULL && consent->text_en == NULL)
		form_error(form, french ? "text.fr" : "text.en", N_("Please write what people agree to."), NULL);
}

/* ---- changing ---- */

static struct reply
done(struct settings *settings, const char *action, int64_t id, bool again, const char *flash)
{
	struct request *rq = settings->rq;
	const struct consent *consent = consent_find(rq->tx, id);
	struct doc *detail = doc_object(rq->arena), *shown;

	doc_set_text(detail, "name", both_text(consent_name(consent), settings->language, NULL));
	doc_set_int(detail, "version", consent->number);
	doc_set_bool(detail, "asked_again", again);
	audit_add(rq, &(struct audit){.action = action, .object_kind = "consent", .object = id, .detail = detail});
	shown = doc_object(rq->arena);
	consent_fill(shown, consent, settings->language);
	doc_set_int(shown, "version", consent->version);
	return reply_done(rq, PRIVACY_HOME, flash, shown);
}

struct reply
consent_new(struct request *rq)
{
	struct consent consent = {.retired_at = NO_INSTANT};
	struct settings settings;

	if (!privacy_is_on(rq->tx))
		return privacy_closed(rq);
	rights_begin(rq, &settings, NULL);
	read_form(&settings, &consent);
	if (form_failed(rq->form)) {
		fill(&settings, NULL);
		return settings_again(&settings, "consent_form");
	}
	return done(&settings, "consent.create", consent_create(rq->tx, &consent, rq->viewer->staff), true,
		    N_("The consent was added. People find it on the portal from now on."));
}

struct reply
consent_change(struct request *rq)
{
	const struct consent *before = consent_find(rq->tx, path_id(rq, "consent"));
	struct settings settings;
	struct consent consent;
	bool again;

	if (!privacy_is_on(rq->tx))
		return privacy_closed(rq);
	if (before == NULL)
		return reply_not_found(rq);
	if (before->retired_at != NO_INSTANT)
		return reply_refusal(rq, 409,
				     N_("This consent is retired: its text is kept as proof and stays as it is."));
	rights_begin(rq, &settings, NULL);
	consent = *before;
	read_form(&settings, &consent);
	again = consent_text_differs(before, &consent) && !form_read_bool(rq->form, "correction");
	if (!settings_current(&settings, before->version) || form_failed(rq->form) ||
	    !consent_save(rq->tx, &consent, again, rq->viewer->staff)) {
		fill(&settings, before);
		return settings_again(&settings, "consent_form");
	}
	return done(&settings, "consent.change", consent.id, again,
		    again ? N_("Saved. The new text asks everybody again.") : N_("Saved."));
}

static struct reply
put_away(struct request *rq, bool retired)
{
	const struct consent *consent = consent_find(rq->tx, path_id(rq, "consent"));
	struct settings settings;

	if (!privacy_is_on(rq->tx))
		return privacy_closed(rq);
	if (consent == NULL)
		return reply_not_found(rq);
	rights_begin(rq, &settings, NULL);
	if ((consent->retired_at != NO_INSTANT) != retired)
		consent_retire(rq->tx, consent->id, retired);
	return done(&settings, retired ? "consent.retire" : "consent.restore", consent->id, false,
		    retired ? N_("The consent is not asked any more. Its texts and all answers are kept.")
			    : N_("The consent is asked again, as it was."));
}

struct reply
consent_retirement(struct request *rq)
{
	return put_away(rq, true);
}

struct reply
consent_restoration(struct request *rq)
{
	return put_away(rq, false);
}
