/* invitation_web: one person is invited from their sheet: how that stands, what the mail will say, again, and no more.
 */
#include "invitations/handlers.h"

#include "base/arena.h"
#include "clients/clients.h"
#include "core/audit.h"
#include "core/form_page.h"
#include "html/translation.h"
#include "invitations/refusal.h"
#include "portals/portals.h"
#include "records/book.h"
#include "records/module_page.h"
#include "records/sheet.h"
#include "sys/clock.h"

/* What a request is about. */
struct asked {
	const struct access *access;
	const struct record *record;
	const struct portal *portal;
	const struct user_type *type; /* the one asked for, else the first that has this module */
	const struct invitation *invitation;
	struct invitation_check check;
};

/* ---- which user types ---- */

const struct user_type *
invitation_type_next(const struct request *rq, const struct module *module, int64_t portal,
		     const struct user_type *after)
{
	const struct user_type *all = rq->rights->user_types;

	for (size_t i = after == NULL ? 0 : (size_t)(after - all) + 1; i < rq->rights->user_type_count; i++)
		if (all[i].main == module && all[i].portal == portal)
			return &all[i];
	return NULL;
}

static const struct user_type *
type_asked(struct request *rq, const struct asked *asked)
{
	bool drafted = asked->invitation != NULL && asked->invitation->state == INVITATION_IS_DRAFT;
	int64_t wanted = form_has(rq->form, "user_type") ? form_read_id(rq->form, "user_type", FORM_OPTIONAL) : 0;
	const struct user_type *type = NULL,
			       *first = invitation_type_next(rq, asked->access->plan->module, asked->portal->id, NULL);

	if (wanted == 0 && !drafted)
		return first;
	while ((type = invitation_type_next(rq, asked->access->plan->module, asked->portal->id, type)) != NULL)
		if (type->id == (wanted == 0 ? asked->invitation->user_type_id : wanted))
			return type;
	if (wanted == 0)
		return first; /* that of the draft is gone, or changed */
	form_error(rq->form, "user_type", N_("Please choose an entry of the list."), NULL);
	return first;
}

/* False: there is no such record for this viewer, or nobody signs in by records of its module. */
static bool
read_asked(struct request *rq, bool sending, struct asked *asked)
{
	struct invitation_question question = {.house = rq->house,
					       .rights = rq->rights,
					       .viewer = rq->viewer,
					       .moment = rq->moment,
					       .sending = sending};

	*asked = (struct asked){.access = path_access(rq), .portal = portal_first(rq->tx)};
	if (asked->access == NULL || asked->portal == NULL)
		return false;
	asked->record = path_record(rq, asked->access, false);
	if (asked->record == NULL)
		return false;
	asked->invitation = invitation_of_record(rq->tx, asked->access->plan->module->id, asked->record->id);
	asked->type = type_asked(rq, asked);
	if (asked->type == NULL)
		return false;
	question.type = asked->type;
	invitation_refusals(rq->tx, &question, &asked->record->id, 1, &asked->check);
	return true;
}

/* ---- the card ---- */

/* Whether somebody signs in by records of this module. */
static bool
signs_in(const struct request *rq, const struct module *module)
{
	for (size_t i = 0; i < rq->rights->user_type_count; i++)
		if (rq->rights->user_types[i].main == module)
			return true;
	return false;
}

void
invitation_record_head(struct request *rq, struct doc *page, const struct access *access, const struct record *record)
{
	const struct module *module = access->plan->module;
	const struct invitation *invitation;
	struct doc *shown;

	doc_set_null(page, "invitation");
	if (!signs_in(rq, module))
		return;
	invitation = invitation_of_record(rq->tx, module->id, record->id);
	if (invitation == NULL && !viewer_may(rq->viewer, &portal_invite))
		return;
	shown = doc_set_object(page, "invitation");
	doc_set_text(shown, "href",
		     viewer_may(rq->viewer, &portal_invite) ? record_path(rq, module, record->id, "/invitation")
							    : NULL);
	doc_set_null(shown, "sent");
	if (invitation != NULL)
		invitation_fill(doc_set_object(shown, "sent"), invitation, clock_now());
}

/* ---- the page ---- */

static void
add_types(struct request *rq, struct doc *offer, const struct asked *asked)
{
	const struct user_type *type = NULL;
	struct doc *list = doc_set_list(offer, "types");

	while ((type = invitation_type_next(rq, asked->type->main, asked->portal->id, type)) != NULL) {
		struct doc *row = doc_add_object(list);

		doc_set_id(row, "id", type->id);
		doc_set_label(row, "name", &type->label, language_of(rq));
		doc_set_bool(row, "current", type == asked->type);
	}
	doc_set_bool(offer, "several_types", list->list.count > 1);
}

/* The language of the person where they have one that the viewer may see, else that of the last invitation. */
static const char *
language_offered(struct request *rq, const struct asked *asked)
{
	const struct field *field = plan_field(asked->access->plan, "language");
	const struct db_value *cell = field == NULL ? NULL : &asked->record->cells[field->index];
	const char *typed = form_text(rq->form, "language");

	if (!text_empty(typed))
		return typed;
	if (asked->invitation != NULL && !text_empty(asked->invitation->language))
		return asked->invitation->language;
	if (cell != NULL && cell->type == DB_TEXT)
		return arena_text_of(rq->arena, cell->bytes.at, cell->bytes.length);
	return "";
}

/* As the mail greets them: contacts as they are called, where the viewer sees both parts of it. */
static const char *
name_greeted(struct request *rq, const struct asked *asked)
{
	const struct plan *plan = asked->access->plan;
	const struct contact *contact = NULL;

	if (plan_field(plan, "first_name") != NULL && plan_field(plan, "last_name") != NULL)
		contact = contact_itself(rq->tx, asked->record->id);
	return contact == NULL ? asked->check.name : contact_name(rq->arena, contact);
}

static void
add_mails(struct request *rq, struct doc *offer, const struct asked *asked)
{
	struct doc *list = doc_set_list(offer, "mails");
	const char *chosen = language_offered(rq, asked);

	for (size_t i = 0; i < translations_count(rq->house->translations); i++) {
		const char *code = translations_code(rq->house->translations, i);
		struct invitation_words words = invitation_sample(rq, code, name_greeted(rq, asked));
		struct doc *mail = invitation_mail_doc(rq->arena, invitation_text_now(rq->house, rq->tx, code), &words);

		doc_set_text(mail, "language", code);
		doc_set_text(mail, "language_name", text_equal(code, "fr") ? "Français" : "English");
		doc_set_bool(mail, "current",
			     text_equal(code, chosen) || (text_empty(chosen) && text_equal(code, language_of(rq))));
		doc_add(list, mail);
	}
}

/* What is missing may come later: only for who comes in already there is nothing to prepare. */
static bool
may_keep(const struct asked *asked)
{
	return asked->check.refusal != REFUSAL_ALREADY &&
	       (asked->invitation == NULL || (asked->invitation->state != INVITATION_IS_ACCEPTED &&
					      !invitation_is_open(asked->invitation, clock_now())));
}

static void
add_offer(struct request *rq, struct doc *page, const struct asked *asked)
{
	struct doc *offer = doc_set_object(page, "offer");
	const char *address = asked->check.refusal == REFUSAL_FINE ? asked->check.email : NULL;

	add_types(rq, offer, asked);
	add_mails(rq, offer, asked);
	invitation_refusal_set(rq, offer, &asked->check, asked->type);
	doc_set_text(offer, "email", address);
	doc_set_int(offer, "days", invitation_days(rq->tx));
	doc_set_int(offer, "seen", asked->invitation == NULL ? 0 : asked->invitation->send_count);
	doc_set_bool(offer, "again", asked->invitation != NULL && asked->invitation->send_count > 0);
	doc_set_bool(offer, "may_keep", may_keep(asked));
	doc_set_bool(offer, "may_act", asked->check.refusal == REFUSAL_FINE || may_keep(asked));
}

static bool
may_revoke(const struct invitation *invitation)
{
	enum invitation_state state = invitation == NULL ? INVITATION_IS_ACCEPTED : invitation->state;

	return state != INVITATION_IS_DRAFT && state != INVITATION_IS_ACCEPTED && state != INVITATION_IS_DECLINED &&
	       state != INVITATION_IS_REVOKED;
}

static struct doc *
page_of(struct request *rq, const struct asked *asked)
{
	const struct module *module = asked->access->plan->module;
	struct doc *page = doc_object(rq->arena);
	struct book *book = book_new(rq);

	book_want_record(book, module, asked->record);
	book_look_up(book);
	sheet_head(rq, page, asked->access, asked->record, book, "invitation");
	doc_set_text(page, "href", record_path(rq, module, asked->record->id, "/invitation"));
	doc_set_bool(page, "may_revoke", may_revoke(asked->invitation));
	doc_set_text(page, "reset_href", person_reset_href(rq, asked->record->id));
	add_offer(rq, page, asked);
	form_page(rq, page, "user_type language");
	return page;
}

struct reply
invitation_page(struct request *rq)
{
	struct asked asked;

	if (!read_asked(rq, false, &asked))
		return reply_not_found(rq);
	form_start_over(rq->form);
	return reply_page(rq, "invitation_page", page_of(rq, &asked));
}

/* ---- inviting ---- */

void
invitation_journal(struct request *rq, const char *action, const struct user_type *type, int64_t record, int64_t id)
{
	struct doc *detail = doc_object(rq->arena);

	doc_set_text(detail, "module", type->main->name);
	doc_set_id(detail, "record", record);
	doc_set_id(detail, "user_type", type->id);
	audit_add(rq, &(struct audit){.action = action, .object_kind = "invitation", .object = id, .detail = detail});
}

/* "consent" for the sentence that names one. */
static const struct doc *
refusal_values(struct request *rq, const struct invitation_check *check)
{
	struct doc *values = doc_object(rq->arena);
	const char *own = text_equal(language_of(rq), "fr") ? check->gate.name_fr : check->gate.name_en;
	const char *other = text_equal(language_of(rq), "fr") ? check->gate.name_en : check->gate.name_fr;

	doc_set_text(values, "consent", text_empty(own) ? other : own);
	return values;
}

static const char *
read_language(struct request *rq)
{
	static const char *const codes[] = {"en", "fr", NULL};
	int chosen = form_read_choice(rq->form, "language", FORM_OPTIONAL, codes);

	return chosen < 0 ? NULL : codes[chosen];
}

static struct invitation_new
invitation_of(const struct request *rq, const struct asked *asked, const char *language)
{
	return (struct invitation_new){.portal = asked->portal->id,
				       .user_type = asked->type->id,
				       .module = asked->type->main->id,
				       .record = asked->record->id,
				       .email = asked->check.email,
				       .name = asked->check.name,
				       .language = language,
				       .staff = rq->viewer->staff};
}

/* Pressed twice, or by two people at once: the second sees what the first has done, and no second mail goes out. */
static bool
was_sent_meanwhile(struct request *rq, const struct asked *asked)
{
	int64_t seen = form_read_int(rq->form, "seen", FORM_OPTIONAL, 0, INT32_MAX);

	return form_has(rq->form, "seen") && seen != (asked->invitation == NULL ? 0 : asked->invitation->send_count);
}

static struct reply
sent_meanwhile(struct request *rq, const struct asked *asked)
{
	form_error(rq->form, "", N_("This invitation was sent meanwhile: look at it, then send it again if need be."),
		   NULL);
	return reply_conflict(rq, "invitation_page", page_of(rq, asked));
}

struct reply
invitation_post(struct request *rq)
{
	const char *language = read_language(rq);
	struct invitation_new invitation;
	struct asked asked;
	int64_t id;

	if (!read_asked(rq, true, &asked))
		return reply_not_found(rq);
	if (was_sent_meanwhile(rq, &asked))
		return sent_meanwhile(rq, &asked);
	if (asked.check.refusal != REFUSAL_FINE)
		form_error(rq->form, "", invitation_refusal_sentence(asked.check.refusal),
			   refusal_values(rq, &asked.check));
	if (form_failed(rq->form))
		return reply_form(rq, "invitation_page", page_of(rq, &asked));
	invitation = invitation_of(rq, &asked, language);
	id = invitation_send(rq->house, rq->tx, &invitation);
	invitation_journal(rq, "invitation.send", asked.type, asked.record->id, id);
	asked.invitation = invitation_find(rq->tx, id);
	return reply_done(rq, record_path(rq, asked.type->main, asked.record->id, "/invitation"),
			  N_("The invitation is on its way."), page_of(rq, &asked));
}

struct reply
invitation_revocation_post(struct request *rq)
{
	struct asked asked;

	if (!read_asked(rq, false, &asked) || asked.invitation == NULL)
		return reply_not_found(rq);
	if (!invitation_revoke(rq->tx, asked.type->main->id, asked.record->id))
		return reply_refusal(rq, 409, N_("This invitation has ended already."));
	invitation_journal(rq, "invitation.revoke", asked.type, asked.record->id, asked.invitation->id);
	asked.invitation = invitation_find(rq->tx, asked.invitation->id);
	return reply_done(rq, record_path(rq, asked.type->main, asked.record->id, "/invitation"),
			  N_("The invitation is revoked: its link opens nothing any more."), page_of(rq, &asked));
}

/* ---- kept for later ---- */

struct reply
invitation_draft_post(struct request *rq)
{
	const char *language = read_language(rq);
	struct invitation_new invitation;
	struct asked asked;
	int64_t id = 0;

	if (!read_asked(rq, false, &asked))
		return reply_not_found(rq);
	if (was_sent_meanwhile(rq, &asked))
		return sent_meanwhile(rq, &asked);
	if (asked.check.refusal == REFUSAL_ALREADY)
		form_error(rq->form, "", invitation_refusal_sentence(REFUSAL_ALREADY), NULL);
	if (form_failed(rq->form))
		return reply_form(rq, "invitation_page", page_of(rq, &asked));
	invitation = invitation_of(rq, &asked, language);
	id = invitation_keep(rq->tx, &invitation, clock_now());
	if (id == 0)
		return sent_meanwhile(rq, &asked);
	invitation_journal(rq, "invitation.keep", asked.type, asked.record->id, id);
	asked.invitation = invitation_find(rq->tx, id);
	return reply_done(rq, record_path(rq, asked.type->main, asked.record->id, "/invitation"),
			  N_("The invitation is kept as a draft. Nothing was sent."), page_of(rq, &asked));
}

struct reply
invitation_draft_removal_post(struct request *rq)
{
	const struct module *module;
	struct asked asked;

	if (!read_asked(rq, false, &asked) || asked.invitation == NULL)
		return reply_not_found(rq);
	module = asked.type->main;
	if (invitation_drop(rq->tx, module->id, &asked.record->id, 1) == 0)
		return reply_refusal(rq, 409, N_("There is no draft any more: it was sent or dropped meanwhile."));
	invitation_journal(rq, "invitation.drop", asked.type, asked.record->id, asked.invitation->id);
	asked.invitation = invitation_of_record(rq->tx, module->id, asked.record->id);
	return reply_done(rq, record_path(rq, module, asked.record->id, "/invitation"), N_("The draft is dropped."),
			  page_of(rq, &asked));
}
