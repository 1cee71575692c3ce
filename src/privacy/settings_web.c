/* settings_web: what people are told when they sign in, whom they write to, and the list of consents. */
#include "privacy/consent_store.h"
#include "privacy/handlers.h"
#include "privacy/pages.h"

#include "base/id.h"
#include "base/instant.h"
#include "core/audit.h"
#include "rights/rights_page.h"

#include <string.h>

enum { MESSAGE_LENGTH = 4000 };

/* ---- the page ---- */

static void
add_consents(struct settings *settings)
{
	struct doc *asked = doc_set_list(settings->page, "consents"),
		   *retired = doc_set_list(settings->page, "retired");
	size_t count;
	const struct consent *found = consent_list(settings->rq->tx, &count);

	for (size_t i = 0; i < count; i++) {
		bool is_retired = found[i].retired_at != NO_INSTANT;
		int64_t place = (int64_t)asked->list.count;
		struct doc *row = doc_add_object(is_retired ? retired : asked);

		consent_fill(row, &found[i], settings->language);
		doc_set_text(row, "href", consent_href(settings->rq->arena, found[i].id, ""));
		doc_set_int(row, "given_count", found[i].given_count);
		doc_set_int(row, "above", place > 0 ? place - 1 : 0);
		doc_set_int(row, "below", place + 1);
		doc_set_instant(row, "retired_at", found[i].retired_at);
	}
	doc_set_bool(settings->page, "several", asked->list.count > 1);
}

static void
add_look(struct settings *settings, const char *key, const char *name, const char *language)
{
	const struct doc *input = doc_get(doc_get(settings->page, STR("inputs")), str_of(key));
	const char *text = doc_get_text(input, "value");
	struct both both = {text_equal(language, "fr") ? text : NULL, text_equal(language, "en") ? text : NULL};

	doc_set_paragraphs(settings->page, name, both, language);
}

static struct doc *
fill(struct settings *settings, const struct privacy_words *words)
{
	struct doc *inputs;

	settings_problems(settings);
	doc_set_int(settings->page, "version", words->version);
	doc_set_int(settings->page, "message_number", words->message_number);
	inputs = doc_set_object(settings->page, "inputs");
	settings_input(settings, inputs, "dpo_email", "dpo_email", words->dpo_email);
	settings_input(settings, inputs, "message_fr", "message.fr", words->message_fr);
	settings_input(settings, inputs, "message_en", "message.en", words->message_en);
	settings_box(settings, inputs, "correction", "correction", false);
	doc_set_bool(settings->page, "has_message", words->message_fr != NULL || words->message_en != NULL);
	add_look(settings, "message_fr", "look_fr", "fr");
	add_look(settings, "message_en", "look_en", "en");
	add_consents(settings);
	return settings->page;
}

struct reply
privacy_settings_page(struct request *rq)
{
	struct settings settings;

	if (!privacy_is_on(rq->tx))
		return privacy_closed(rq);
	rights_begin(rq, &settings, NULL);
	return reply_page(rq, "privacy_settings", fill(&settings, privacy_find(rq->tx)));
}

/* ---- changing it ---- */

static const char *
read_message(struct request *rq, const char *name)
{
	const char *text = form_read_lines(rq->form, name, FORM_OPTIONAL, MESSAGE_LENGTH);

	return text_empty(text) ? NULL : text;
}

static void
journal(struct request *rq, const char *action, const struct doc *detail)
{
	audit_add(rq, &(struct audit){.action = action, .detail = detail});
}

struct reply
privacy_settings_change(struct request *rq)
{
	const struct privacy_words *before = privacy_find(rq->tx);
	struct privacy_words words = *before;
	struct settings settings;
	struct doc *detail = doc_object(rq->arena);
	bool changed, again;

	if (!privacy_is_on(rq->tx))
		return privacy_closed(rq);
	rights_begin(rq, &settings, NULL);
	if (text_equal(form_text(rq->form, "do"), "show"))
		return reply_page(rq, "privacy_settings", fill(&settings, before));
	words.dpo_email = form_read_email(rq->form, "dpo_email", FORM_REQUIRED);
	words.message_fr = read_message(rq, "message.fr");
	words.message_en = read_message(rq, "message.en");
	changed =
		!text_equal(words.message_fr, before->message_fr) || !text_equal(words.message_en, before->message_en);
	again = changed && !form_read_bool(rq->form, "correction");
	if (!settings_current(&settings, before->version) || form_failed(rq->form) ||
	    !privacy_save(rq->tx, &words, again)) {
		fill(&settings, before);
		return settings_again(&settings, "privacy_settings");
	}
	doc_set_bool(detail, "message", changed);
	doc_set_bool(detail, "shown_again", again);
	doc_set_text(detail, "dpo_email", words.dpo_email);
	journal(rq, "privacy.change", detail);
	if (!rq->wants_json)
		return reply_done(rq, PRIVACY_HOME, N_("Saved."), NULL);
	return reply_done(rq, PRIVACY_HOME, NULL, fill(&settings, privacy_find(rq->tx)));
}

/* ---- order ---- */

/* "ID:INDEX": that consent to that place; false: there is no such one. */
static bool
move(struct request *rq, const char *wish)
{
	struct str rest = str_of(wish), name = str_cut(&rest, ':');
	size_t count, place = 0;
	const struct consent *found = consent_list(rq->tx, &count);
	int64_t id, to;
	bool there = false;

	if (!id_parse(name, &id) || rest.at == NULL || !str_to_int(rest, &to) || to < 0)
		return false;
	for (size_t i = 0; i < count; i++)
		there = there || (found[i].id == id && found[i].retired_at == NO_INSTANT);
	if (!there)
		return false;
	for (size_t i = 0; i < count && found[i].retired_at == NO_INSTANT; i++) {
		if (found[i].id == id)
			continue;
		place += (int64_t)place == to;
		consent_place(rq->tx, found[i].id, (int64_t)++place);
	}
	consent_place(rq->tx, id, to < (int64_t)place ? to + 1 : (int64_t)place + 1);
	return true;
}

struct reply
consent_order(struct request *rq)
{
	struct settings settings;

	if (!privacy_is_on(rq->tx))
		return privacy_closed(rq);
	rights_begin(rq, &settings, NULL);
	if (!move(rq, form_text(rq->form, "move")))
		return reply_refusal(rq, 422, N_("There is no such consent."));
	journal(rq, "consent.order", NULL);
	return reply_done(rq, PRIVACY_HOME, NULL, rq->wants_json ? fill(&settings, privacy_find(rq->tx)) : NULL);
}
