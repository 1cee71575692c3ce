/* pages: a consent, how it stands, and what was answered, as documents. */
#include "privacy/pages.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/instant.h"
#include "core/audit.h"
#include "core/page.h"
#include "records/module_page.h"

const char *
consent_href(struct arena *arena, int64_t id, const char *rest)
{
	char text[ID_LENGTH + 1];

	id_print(text, id);
	return arena_printf(arena, PRIVACY_HOME "/consents/%s%s", text, rest);
}

struct reply
privacy_closed(struct request *rq)
{
	return reply_refusal(rq, 409, N_("Privacy is switched off. Switch it on under Settings, Features."));
}

void
consent_fill(struct doc *shown, const struct consent *consent, const char *language)
{
	doc_set_id(shown, "id", consent->id);
	doc_set_both(shown, "name", consent_name(consent), language);
	doc_set_paragraphs(shown, "text", (struct both){consent->text_fr, consent->text_en}, language);
	doc_set_id(shown, "text_id", consent->text_id);
	doc_set_int(shown, "number", consent->number);
	doc_set_instant(shown, "text_at", consent->text_at);
	doc_set_bool(shown, "required", consent->required);
	doc_set_bool(shown, "withdrawable", consent->withdrawable);
	doc_set_bool(shown, "retired", consent->retired_at != NO_INSTANT);
}

void
standing_fill(struct doc *shown, const struct standing *standing, const char *language)
{
	enum consent_state state = standing_state(standing);

	consent_fill(shown, &standing->consent, language);
	doc_set_word(shown, "state", consent_state_names[state], consent_state_label(state));
	doc_set_text(shown, "tone", consent_state_tone(state));
	doc_set_instant(shown, "since", standing->answer == NULL ? NO_INSTANT : standing->at);
	doc_set_null(shown, "means");
	if (standing->means != NULL)
		doc_set_word(shown, "means", standing->means, consent_means_label(standing->means));
}

static void
add_answer(struct request *rq, struct doc *list, const struct answer_row *row, bool staff)
{
	struct doc *shown = doc_add_object(list);
	const char *language = language_of(rq);

	doc_set_id(shown, "id", row->id);
	doc_set_both(shown, "name", (struct both){row->name_fr, row->name_en}, language);
	doc_set_paragraphs(shown, "text", (struct both){row->text_fr, row->text_en}, language);
	doc_set_int(shown, "number", row->number);
	doc_set_word(shown, "answer", row->answer, consent_answer_label(row->answer));
	doc_set_instant(shown, "at", row->at);
	doc_set_word(shown, "means", row->means, consent_means_label(row->means));
	if (!staff)
		return;
	doc_set_text(shown, "note", row->note);
	doc_set_text(shown, "staff", row->staff);
	doc_set_text(shown, "address", row->address);
	doc_set_text(shown, "language", row->language);
}

void
answers_fill(struct request *rq, struct doc *page, int64_t module, int64_t record, bool staff)
{
	struct doc *list = doc_set_list(page, "answers");
	const struct cursor cursor = page_cursor(rq);
	size_t count;
	const struct answer_row *rows =
		answer_list(rq->tx, module, record, cursor.given ? cursor.id : INT64_MAX, PAGE_ROWS + 1, &count);
	struct cursor last = {.given = false};

	for (size_t i = 0; i < count && i < PAGE_ROWS; i++) {
		add_answer(rq, list, &rows[i], staff);
		last = (struct cursor){.given = true, .number = rows[i].id, .id = rows[i].id};
	}
	page_links(rq, page, count > PAGE_ROWS, &last);
}

void
answer_journal(struct request *rq, const char *module, int64_t record, const struct consent *consent,
	       enum consent_answer answer)
{
	struct doc *detail = doc_object(rq->arena);
	bool contact = text_equal(module, "contacts");

	doc_set_text(detail, "consent", both_text(consent_name(consent), language_of(rq), NULL));
	doc_set_int(detail, "version", consent->number);
	doc_set_text(detail, "answer", consent_answer_names[answer]);
	if (!contact)
		doc_set_text(detail, "module", module);
	audit_add(rq, &(struct audit){.action = "consent.answer",
				      .object_kind = contact ? "contact" : "record",
				      .object = record,
				      .detail = detail});
}
