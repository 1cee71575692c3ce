/* invitation_setting_web: for how many days invitations hold, what their mails say in each language, how that looks,
 * and a test to oneself. */
#include "invitations/handlers.h"

#include "base/arena.h"
#include "base/instant.h"
#include "core/audit.h"
#include "core/form_page.h"
#include "core/organisation.h"
#include "core/rate.h"
#include "html/translation.h"
#include "outbox/outbox.h"
#include "portals/portals.h"
#include "sys/clock.h"

enum { LANGUAGES = 8, LEAST_DAYS = 1, MOST_DAYS = 30, TESTS = 10 };

/* What the form says: by language, in the order of the translations. */
struct typed {
	struct invitation_setting setting;
	struct invitation_text texts[LANGUAGES];
	size_t count;
};

struct invitation_words
invitation_sample(struct request *rq, const char *language, const char *name)
{
	const struct organisation *organisation = organisation_find(rq->tx);
	const struct portal *portal = portal_first(rq->tx);
	int64_t expires_at = invitation_expiry(organisation == NULL ? NULL : organisation->zone, clock_now(),
					       invitation_days(rq->tx));

	return (struct invitation_words){
		.name = text_empty(name) ? "Camille Durand" : name,
		.company = portal == NULL ? "" : portal->company->name,
		.portal = portal == NULL ? "" : portal->name,
		.link = arena_printf(rq->arena, "%s/p/%s/invitation/…", rq->house->config->public_url,
				     portal == NULL ? "" : portal->address),
		.expiry = invitation_last_day(rq->house, rq->tx, language, expires_at),
	};
}

/* ---- the page ---- */

static const char *
name_of_language(const char *code)
{
	return text_equal(code, "fr") ? "Français" : "English";
}

static const struct doc *
nested(const struct doc *page, const char *what, const char *name, const char *code)
{
	return doc_get(doc_get(doc_get(page, str_of(what)), str_of(name)), str_of(code));
}

/* A text field of one language: its name, what stands in it (what was typed, however wrong), and what is wrong with it.
 */
static void
add_field(struct request *rq, struct doc *row, const struct doc *page, const char *what, const char *code,
	  const char *value)
{
	struct doc *field = doc_set_object(row, what);
	const struct doc *error = nested(page, "errors", what, code);
	const char *name = arena_printf(rq->arena, "%s.%s", what, code), *typed = form_raw(rq->form, name);

	doc_set_text(field, "name", name);
	doc_set_text(field, "value", text_empty(typed) ? value : typed);
	doc_set_null(field, "error");
	if (error != NULL)
		doc_set(field, "error", (struct doc *)error);
}

static void
add_language(struct request *rq, struct doc *page, struct doc *list, const struct invitation_text *text)
{
	const struct invitation_text *shown =
		text->subject != NULL ? text : invitation_text_default(rq->house, rq->arena, text->language);
	struct invitation_words words = invitation_sample(rq, text->language, NULL);
	struct doc *row = doc_add_object(list);

	doc_set_text(row, "language", text->language);
	doc_set_text(row, "language_name", name_of_language(text->language));
	doc_set_bool(row, "own", text->subject != NULL);
	add_field(rq, row, page, "subject", text->language, shown->subject);
	add_field(rq, row, page, "body", text->language, shown->body);
	doc_set(row, "mail", invitation_mail_doc(rq->arena, shown, &words));
}

static struct doc *
document(struct request *rq, const struct typed *typed)
{
	struct doc *page = doc_object(rq->arena), *list, *values = doc_set_object(page, "values");

	doc_set_int(values, "days", typed->setting.days);
	doc_set_int(page, "version", typed->setting.version);
	doc_set_text(page, "href", INVITATION_SETTINGS);
	doc_set_text(page, "to", rq->viewer->email);
	form_page(rq, page, "days");
	list = doc_set_list(page, "texts");
	for (size_t i = 0; i < typed->count; i++)
		add_language(rq, page, list, &typed->texts[i]);
	return page;
}

static struct typed
stored(struct request *rq)
{
	struct typed typed = {.setting = invitation_setting(rq->tx)};

	for (size_t i = 0; i < translations_count(rq->house->translations) && i < LANGUAGES; i++) {
		const char *code = translations_code(rq->house->translations, i);
		const struct invitation_text *found = invitation_text_find(rq->tx, code);

		typed.texts[typed.count++] = found != NULL ? *found : (struct invitation_text){.language = code};
	}
	return typed;
}

struct reply
invitation_setting_page(struct request *rq)
{
	const struct typed typed = stored(rq);

	return reply_page(rq, "invitation_settings", document(rq, &typed));
}

/* ---- saving ---- */

static void
refuse(struct request *rq, const char *field, const char *refusal, const struct doc *values)
{
	if (refusal != NULL)
		form_error(rq->form, field, refusal, values);
}

/* A subject and a body go together; what stands there by itself is not kept, so that it can become better. */
static void
read_text(struct request *rq, struct invitation_text *text)
{
	const char *subject_name = arena_printf(rq->arena, "subject.%s", text->language);
	const char *body_name = arena_printf(rq->arena, "body.%s", text->language);
	const struct invitation_text *usual = invitation_text_default(rq->house, rq->arena, text->language);
	const struct doc *values = NULL;

	if (!form_has(rq->form, subject_name) && !form_has(rq->form, body_name))
		return;
	text->subject = form_read_text(rq->form, subject_name, FORM_OPTIONAL, INVITATION_SUBJECT);
	text->body = form_read_lines(rq->form, body_name, FORM_OPTIONAL, INVITATION_BODY);
	if (text_empty(text->subject))
		text->subject = usual->subject;
	if (text_empty(text->body))
		text->body = usual->body;
	refuse(rq, subject_name, invitation_subject_refusal(rq->arena, text->subject, &values), values);
	refuse(rq, body_name, invitation_body_refusal(rq->arena, text->body, &values), values);
	if (text_equal(text->subject, usual->subject) && text_equal(text->body, usual->body))
		text->subject = text->body = NULL;
}

static struct typed
read_typed(struct request *rq)
{
	struct typed typed = stored(rq);

	if (form_has(rq->form, "days"))
		typed.setting.days = (int)form_read_int(rq->form, "days", FORM_REQUIRED, LEAST_DAYS, MOST_DAYS);
	if (form_has(rq->form, "version"))
		typed.setting.version = form_read_int(rq->form, "version", FORM_REQUIRED, 1, INT64_MAX);
	for (size_t i = 0; i < typed.count; i++)
		read_text(rq, &typed.texts[i]);
	return typed;
}

struct reply
invitation_setting_post(struct request *rq)
{
	struct typed typed = read_typed(rq);

	if (form_failed(rq->form))
		return reply_form(rq, "invitation_settings", document(rq, &typed));
	if (text_equal(form_text(rq->form, "do"), "show"))
		return reply_page(rq, "invitation_settings", document(rq, &typed));
	if (!invitation_setting_save(rq->tx, &typed.setting, typed.texts, typed.count)) {
		form_error(
			rq->form, "",
			N_("Somebody else has changed this page meanwhile. Your text is still here: compare, then save again."),
			NULL);
		typed.setting.version = invitation_setting(rq->tx).version;
		return reply_conflict(rq, "invitation_settings", document(rq, &typed));
	}
	audit_add(rq, &(struct audit){.action = "invitation.setting"});
	typed = stored(rq);
	return reply_done(rq, INVITATION_SETTINGS, N_("Saved: the next invitations are sent this way."),
			  document(rq, &typed));
}

/* ---- a test ---- */

static void
send_test(struct request *rq, const char *language)
{
	struct invitation_words words = invitation_sample(rq, language, rq->viewer->name);
	const struct portal *portal = portal_first(rq->tx);

	words.link = public_link(rq, portal == NULL ? "/" : arena_printf(rq->arena, "/p/%s/", portal->address));
	outbox_mail(rq->house, rq->tx,
		    &(struct message_new){.kind = "mail_portal_invitation",
					  .document = invitation_mail_doc(
						  rq->arena, invitation_text_now(rq->house, rq->tx, language), &words),
					  .language = language,
					  .staff = rq->viewer->staff,
					  .company = portal == NULL ? 0 : portal->company->id,
					  .to_address = rq->viewer->email,
					  .to_name = rq->viewer->name,
					  .expires_at = NO_INSTANT});
}

struct reply
invitation_test_post(struct request *rq)
{
	static const char *const codes[] = {"en", "fr", NULL};
	int language = form_read_choice(rq->form, "language", FORM_OPTIONAL, codes);
	const struct typed typed = stored(rq);
	struct doc *document_sent = doc_object(rq->arena);
	int64_t wait_ms;

	if (form_failed(rq->form))
		return reply_form(rq, "invitation_settings", document(rq, &typed));
	if (text_empty(rq->viewer->email))
		return reply_refusal(rq, 409, N_("Your account has no e-mail address."));
	if (!rate_take(rq->tx, arena_printf(rq->arena, "invitation.test:%lld", (long long)rq->viewer->staff), TESTS,
		       HOUR_MS, &wait_ms))
		return reply_refusal(rq, 429, N_("That was many tests. Please wait a while."));
	send_test(rq, language < 0 ? "en" : codes[language]);
	doc_set_text(document_sent, "to", rq->viewer->email);
	return reply_done(rq, INVITATION_SETTINGS, N_("A test is on its way to your address."), document_sent);
}
