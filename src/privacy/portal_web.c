/* portal_web: what a person is told when they sign in, and the page where they see and change what they agreed to. */
#include "privacy/consent_store.h"
#include "privacy/handlers.h"
#include "privacy/pages.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/instant.h"
#include "core/audit.h"
#include "modules/settings_form.h"
#include "records/module_page.h"
#include "sys/clock.h"
#include "sys/crypto.h"

#include <string.h>

/* Of which module the viewer is a record. */
static const char *
person_is(const struct request *rq)
{
	const struct user_type *type = rq->viewer->without_client ? viewer_user_type(rq->rights, rq->viewer) : NULL;

	return type == NULL || type->main == NULL ? "contacts" : type->main->name;
}

static const char *
own_path(struct request *rq, const char *rest)
{
	return arena_printf(rq->arena, "%s/account/privacy%s", home_path(rq), rest);
}

/* ---- the message ---- */

/* What the viewer is told: what their user type says, else the house. */
struct told {
	struct both words;
	int64_t number; /* which message it is: whoever read another one reads it anew */
};

/* Messages of user types have no versions of their own: their words are. Below 0, where none of the house's are. */
static int64_t
number_of_words(const struct told *told)
{
	struct sha256_stream *stream;
	struct arena *arena = arena_new(0);
	int64_t number = 0;
	struct hash hash;

	stream = sha256_begin(arena);
	if (told->words.fr != NULL)
		sha256_add(stream, told->words.fr, strlen(told->words.fr));
	sha256_add(stream, "", 1);
	if (told->words.en != NULL)
		sha256_add(stream, told->words.en, strlen(told->words.en));
	hash = sha256_end(stream);
	for (size_t i = 0; i < 6; i++)
		number = number * 256 + (unsigned char)hash.bytes[i];
	arena_free(arena);
	return -1 - number;
}

static struct told
told_to(const struct request *rq)
{
	const struct user_type *type = viewer_user_type(rq->rights, rq->viewer);
	const struct privacy_words *words = privacy_find(rq->tx);
	struct told told = {{words->message_fr, words->message_en}, words->message_number};

	if (type == NULL || type->message.count == 0)
		return told;
	told.words = (struct both){label_in(&type->message, "fr"), label_in(&type->message, "en")};
	told.number = number_of_words(&told);
	return told;
}

/* Sets "privacy_message": its paragraphs and whether it waits to be read; null: there is none. In a preview there is
 * nobody who reads it. */
static void
add_message(struct request *rq, struct doc *page, bool unread_only)
{
	const struct told told = told_to(rq);
	bool read = rq->viewer->contact != 0 &&
		    privacy_has_read(rq->tx, person_module(rq->tx, person_is(rq)), rq->viewer->contact, told.number);
	struct doc *shown;

	doc_set_null(page, "privacy_message");
	if ((told.words.fr == NULL && told.words.en == NULL) || (read && unread_only))
		return;
	shown = doc_set_object(page, "privacy_message");
	doc_set_paragraphs(shown, "text", told.words, language_of(rq));
	doc_set_int(shown, "number", told.number);
	doc_set_bool(shown, "read", read);
	doc_set_text(shown, "href", unread_only ? own_path(rq, "") : NULL);
	doc_set_text(shown, "read_href", rq->viewer->contact == 0 ? NULL : own_path(rq, "/message"));
	doc_set_text(shown, "next", rq->http->path);
}

void
privacy_portal_card(struct request *rq, struct doc *page)
{
	if (privacy_is_on(rq->tx))
		add_message(rq, page, true);
	else
		doc_set_null(page, "privacy_message");
}

struct reply
portal_message_read(struct request *rq)
{
	const struct told told = told_to(rq);
	int64_t module = person_module(rq->tx, person_is(rq)), contact = rq->viewer->contact;
	int64_t number = form_read_int(rq->form, "number", FORM_REQUIRED, INT64_MIN, INT64_MAX);
	struct doc *document = doc_object(rq->arena);

	if (!privacy_is_on(rq->tx) || contact == 0)
		return reply_not_found(rq);
	if (form_failed(rq->form) || number != told.number)
		return reply_refusal(rq, 409, N_("This message has changed meanwhile: please read it again."));
	if (!privacy_has_read(rq->tx, module, contact, number)) {
		privacy_note_read(rq->tx, module, contact, number);
		audit_add(rq, &(struct audit){
				      .action = "privacy.message_read", .object_kind = "contact", .object = contact});
	}
	doc_set_bool(document, "read", true);
	return reply_done(rq, next_path(rq, own_path(rq, "")),
			  N_("Thank you. You find it again under “Personal data”."), document);
}

/* ---- the page ---- */

/* Which buttons stand below it. */
static void
add_buttons(struct doc *row, const struct standing *standing, bool acts)
{
	enum consent_state state = standing_state(standing);
	bool given = state == CONSENT_GIVEN, asked = !given && standing->consent.retired_at == NO_INSTANT;

	doc_set_bool(row, "may_give", acts && asked);
	doc_set_bool(row, "may_refuse",
		     acts && (state == CONSENT_NEVER_ASKED || state == CONSENT_ASKED_AGAIN) && asked);
	doc_set_bool(row, "may_withdraw",
		     acts && consent_refusal(&standing->consent, state, ANSWER_WITHDRAWN) == NULL &&
			     (given || standing->consent.retired_at != NO_INSTANT));
	doc_set_bool(row, "bound", given && !standing->consent.withdrawable);
	doc_set_bool(row, "again", state == CONSENT_ASKED_AGAIN);
}

static void
add_consents(struct request *rq, struct doc *page, int64_t module)
{
	struct doc *list = doc_set_list(page, "consents");
	size_t count;
	const struct standing *found = standings(rq->tx, module, rq->viewer->contact, &count);

	for (size_t i = 0; i < count; i++) {
		struct doc *row;
		char id[ID_LENGTH + 1];

		id_print(id, found[i].consent.id);
		row = doc_add_object(list);
		standing_fill(row, &found[i], language_of(rq));
		doc_set_text(row, "href", own_path(rq, arena_printf(rq->arena, "/consents/%s", id)));
		doc_set_text(row, "anchor", arena_printf(rq->arena, "consent-%s", id));
		add_buttons(row, &found[i], rq->viewer->contact != 0);
	}
	doc_set_bool(page, "has_consents", count > 0);
}

struct reply
portal_privacy_page(struct request *rq)
{
	struct doc *page = doc_object(rq->arena);
	int64_t module = person_module(rq->tx, person_is(rq));

	if (!privacy_is_on(rq->tx))
		return reply_not_found(rq);
	add_message(rq, page, false);
	add_consents(rq, page, module);
	doc_set_text(page, "dpo_email", privacy_dpo(rq->tx));
	doc_set_bool(page, "somebody", rq->viewer->contact != 0);
	answers_fill(rq, page, module, rq->viewer->contact, false);
	return reply_page(rq, "portal_privacy", page);
}

/* ---- answering ---- */

static void
keep_answer(struct request *rq, const struct standing *standing, int64_t text, enum consent_answer answer)
{
	const struct answer_new kept = {
		.module = person_module(rq->tx, person_is(rq)),
		.record = rq->viewer->contact,
		.consent = standing->consent.id,
		.text = text,
		.number = consent_text_number(rq->tx, standing->consent.id, text),
		.answer = answer,
		.means = MEANS_PORTAL,
		.at = clock_now(),
		.language = language_of(rq),
		.address = rq->http->remote,
		.session = rq->viewer->session,
	};

	answer_add(rq->tx, &kept);
	answer_journal(rq, person_is(rq), rq->viewer->contact, &standing->consent, answer);
}

static struct reply
answered(struct request *rq, int64_t consent, enum consent_answer answer)
{
	static const char *const thanks[] = {N_("Thank you: your agreement is noted."), N_("Noted: you do not agree."),
					     N_("Noted: your agreement is withdrawn.")};
	const struct standing *standing =
		standing_find(rq->tx, person_module(rq->tx, person_is(rq)), rq->viewer->contact, consent);
	struct doc *document = doc_object(rq->arena);

	standing_fill(document, standing, language_of(rq));
	return reply_done(rq, own_path(rq, ""), thanks[answer], document);
}

/* The answer is to the text that was on the page: when another version is asked by now, it is shown first. */
struct reply
portal_consent_answer(struct request *rq)
{
	int64_t module = person_module(rq->tx, person_is(rq)), contact = rq->viewer->contact;
	const struct standing *standing =
		contact == 0 ? NULL : standing_find(rq->tx, module, contact, path_id(rq, "consent"));
	int answer = form_read_choice(rq->form, "answer", FORM_REQUIRED, consent_answer_names);
	int64_t text = form_read_id(rq->form, "text", FORM_REQUIRED);
	const char *refusal;

	if (!privacy_is_on(rq->tx) || standing == NULL)
		return reply_not_found(rq);
	if (answer < 0)
		return reply_refusal(rq, 422, N_("Say “yes”, “no” or “withdrawn”."));
	if (answer == ANSWER_WITHDRAWN)
		text = standing->consent.text_id;
	else if (consent_text_number(rq->tx, standing->consent.id, text) != standing->consent.number)
		return reply_refusal(rq, 409,
				     N_("This text has changed meanwhile. Please go back, read it again and answer."));
	if (consent_stands(standing_state(standing), (enum consent_answer)answer))
		return answered(rq, standing->consent.id, (enum consent_answer)answer);
	refusal = consent_refusal(&standing->consent, standing_state(standing), (enum consent_answer)answer);
	if (refusal != NULL)
		return reply_refusal(rq, 409, refusal);
	keep_answer(rq, standing, text, (enum consent_answer)answer);
	return answered(rq, standing->consent.id, (enum consent_answer)answer);
}
