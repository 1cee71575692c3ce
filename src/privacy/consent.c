/* consent: what an answer comes to, which answers can be given, and their words. */
#include "privacy/consent.h"

#include "base/arena.h"
#include "base/instant.h"

const char *const consent_answer_names[] = {"yes", "no", "withdrawn", NULL};
const char *const consent_means_names[] = {"portal", "staff", "import", NULL};
const char *const consent_state_names[] = {"never_asked", "given", "refused", "withdrawn", "asked_again", NULL};

/* ---- rules ---- */

/* Who withdrew is not asked again by a new text: they said what they wanted of all of them. */
enum consent_state
consent_state_of(const char *answer, int64_t answered_number, int64_t number)
{
	if (answer == NULL)
		return CONSENT_NEVER_ASKED;
	if (text_equal(answer, consent_answer_names[ANSWER_WITHDRAWN]))
		return CONSENT_WITHDRAWN;
	if (answered_number != number)
		return CONSENT_ASKED_AGAIN;
	return text_equal(answer, consent_answer_names[ANSWER_YES]) ? CONSENT_GIVEN : CONSENT_REFUSED;
}

bool
consent_stands(enum consent_state state, enum consent_answer answer)
{
	static const enum consent_state of[] = {CONSENT_GIVEN, CONSENT_REFUSED, CONSENT_WITHDRAWN};

	return state == of[answer];
}

const char *
consent_refusal(const struct consent *consent, enum consent_state state, enum consent_answer answer)
{
	bool was_given = state == CONSENT_GIVEN || state == CONSENT_ASKED_AGAIN;

	if (consent->retired_at != NO_INSTANT && answer != ANSWER_WITHDRAWN)
		return N_("This consent is not asked any more.");
	if (answer == ANSWER_WITHDRAWN && !was_given)
		return N_("It has not been given: there is nothing to withdraw.");
	if (answer == ANSWER_NO && state == CONSENT_GIVEN)
		return N_("It has been given: withdraw it instead.");
	if (answer == ANSWER_WITHDRAWN && !consent->withdrawable)
		return N_("This consent cannot be withdrawn here. Please write to us.");
	return NULL;
}

/* ---- words ---- */

const char *
consent_state_label(enum consent_state state)
{
	static const char *const labels[] = {N_("No answer yet"), N_("Agreement given"), N_("Agreement refused"),
					     N_("Agreement withdrawn"), N_("Asked again")};

	return labels[state];
}

const char *
consent_state_tone(enum consent_state state)
{
	static const char *const tones[] = {"", "ok", "danger", "danger", "warn"};

	return tones[state];
}

const char *
consent_answer_label(const char *answer)
{
	static const char *const labels[] = {N_("Agreed"), N_("Did not agree"), N_("Withdrew the consent")};

	for (size_t i = 0; consent_answer_names[i] != NULL; i++)
		if (text_equal(consent_answer_names[i], answer))
			return labels[i];
	return answer;
}

const char *
consent_means_label(const char *means)
{
	static const char *const labels[] = {N_("on the portal"), N_("noted by our team"), N_("by an import")};

	for (size_t i = 0; consent_means_names[i] != NULL; i++)
		if (text_equal(consent_means_names[i], means))
			return labels[i];
	return means;
}

const char *
consent_gate_reason(enum consent_state state)
{
	static const char *const reasons[] = {
		N_("The consent “{{consent}}” was never asked."),
		N_("May be invited."),
		N_("The consent “{{consent}}” was refused."),
		N_("The consent “{{consent}}” was withdrawn."),
		N_("The text of the consent “{{consent}}” has changed: it is to be given again."),
	};

	return reasons[state];
}

/* ---- texts in two languages ---- */

const char *
both_text(struct both both, const char *language, const char **lang)
{
	bool french = text_equal(language, "fr") ? both.fr != NULL : both.en == NULL;

	if (lang != NULL)
		*lang = both.fr == NULL && both.en == NULL ? "" : french ? "fr" : "en";
	return french ? both.fr : both.en;
}

static const char *
set_lang(struct doc *object, const char *name, struct both both, const char *language)
{
	const char *lang, *text = both_text(both, language, &lang);

	doc_set_text(object, arena_printf(object->arena, "%s_lang", name),
		     *lang == '\0' || text_equal(lang, language) ? NULL : lang);
	return text;
}

void
doc_set_both(struct doc *object, const char *name, struct both both, const char *language)
{
	doc_set_text(object, name, set_lang(object, name, both, language));
}

void
doc_set_paragraphs(struct doc *object, const char *name, struct both both, const char *language)
{
	struct str rest = str_of(set_lang(object, name, both, language));
	struct doc *list = doc_set_list(object, name);

	while (rest.at != NULL) {
		struct str line = str_trim(str_cut(&rest, '\n'));

		if (line.length > 0)
			doc_add_text(list, arena_text_of(object->arena, line.at, line.length));
	}
}
