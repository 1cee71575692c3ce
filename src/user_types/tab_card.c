/* tab_card: a tab shows a list, the plain cards of its module, or cards that somebody designed and shared. */
#include "user_types/tab_card.h"

#include "base/id.h"
#include "rights/rights_page.h"

const struct view *
tab_card(struct tx *tx, const struct module *module, const struct doc *tab)
{
	const char *text = doc_get_text(tab, "card");
	int64_t id = 0;

	if (module == NULL || text == NULL || !id_parse(str_of(text), &id))
		return NULL;
	return card_find(tx, module, id);
}

void
tab_card_keep(struct doc *tab, const struct view *card)
{
	if (card != NULL)
		doc_set_text(tab, "card", rights_id_text(tab->arena, card->id));
	else if (doc_get(tab, STR("card")) != NULL)
		doc_set_null(tab, "card");
}

/* ---- the form ---- */

static const char *
kept_view(struct settings *settings, const struct doc *tab)
{
	const struct view *card = tab_card(settings->rq->tx, settings->module, tab);

	if (!doc_is_true(doc_get(tab, STR("canvas"))))
		return "list";
	return card == NULL ? "cards" : rights_id_text(settings->rq->arena, card->id);
}

void
tab_views_show(struct settings *settings, const struct doc *tab, bool sent)
{
	struct request *rq = settings->rq;
	const char *chosen = sent ? form_text(rq->form, "view") : kept_view(settings, tab);
	struct doc *list = doc_set_list(settings->page, "views");
	size_t count;
	const struct view *cards = card_list(rq->tx, settings->module, &count);

	doc_set_message(settings_option(list, "list", text_empty(chosen) || text_equal(chosen, "list")), "label",
			N_("As a list"), NULL);
	doc_set_message(settings_option(list, "cards", text_equal(chosen, "cards")), "label", N_("As cards"), NULL);
	for (size_t i = 0; i < count; i++) {
		const char *code = rights_id_text(rq->arena, cards[i].id);
		struct doc *values = doc_object(rq->arena);

		doc_set_text(values, "name", cards[i].name);
		doc_set_message(settings_option(list, code, text_equal(chosen, code)), "label",
				N_("As cards: {{name}}"), values);
	}
}

void
tab_views_read(struct settings *settings, struct doc *tab)
{
	struct request *rq = settings->rq;
	const char *typed = form_text(rq->form, "view");
	const struct view *card = NULL;
	bool canvas = !text_empty(typed) && !text_equal(typed, "list");
	int64_t id = 0;

	if (canvas && !text_equal(typed, "cards")) {
		card = id_parse(str_of(typed), &id) ? card_find(rq->tx, settings->module, id) : NULL;
		if (card == NULL)
			form_error(rq->form, "view", N_("Please choose an entry of the list."), NULL);
	}
	doc_set_bool(tab, "canvas", canvas);
	tab_card_keep(tab, card);
}
