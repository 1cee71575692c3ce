/* design_web: one page of how the portal looks and what it says; its texts are written here, the rest is led to. */
#include "design/design.h"
#include "design/design_store.h"
#include "design/handlers.h"

#include "companies/companies.h"
#include "core/audit.h"
#include "portals/portals.h"
#include "privacy/privacy.h"
#include "rights/rights_page.h"

enum { HOME_LENGTH = 1000, END_LENGTH = 300 };

/* The typed text of an input, else the kept one: what is drawn. */
static const char *
shown_in(const struct settings *settings, const char *input)
{
	const struct doc *inputs = doc_get(settings->page, STR("inputs"));

	return doc_get_text(doc_get(inputs, str_of(input)), "value");
}

static void
add_look(struct settings *settings, const char *name, const char *language)
{
	struct arena *arena = settings->rq->arena;
	struct doc *look = doc_set_object(settings->page, name);
	const char *home = shown_in(settings, arena_printf(arena, "home_%s", language));
	const char *end = shown_in(settings, arena_printf(arena, "end_%s", language));

	doc_set_paragraphs(look, "home", (struct both){home, NULL}, "fr");
	doc_set_text(look, "end", text_empty(end) ? NULL : end);
}

static void
add_portal(struct settings *settings, const struct portal *portal)
{
	struct request *rq = settings->rq;
	const struct company *company = company_public(rq->tx, portal->company_id);
	struct doc *shown = doc_set_object(settings->page, "portal");

	doc_set_id(shown, "id", portal->id);
	doc_set_text(shown, "name", portal->name);
	doc_set_text(shown, "href", arena_printf(rq->arena, "/p/%s/", portal->address));
	doc_set(shown, "brand", company_brand(rq->arena, company));
	company_sample(settings->page, company->colour, company->name);
}

static struct doc *
fill(struct settings *settings, const struct portal *portal)
{
	const struct design_words *words = design_find(settings->rq->tx, portal->id);
	struct doc *inputs;

	settings_problems(settings);
	add_portal(settings, portal);
	design_places(settings->rq, settings->page, portal);
	doc_set_int(settings->page, "version", words->version);
	inputs = doc_set_object(settings->page, "inputs");
	settings_input(settings, inputs, "home_fr", "home.fr", words->home_fr);
	settings_input(settings, inputs, "home_en", "home.en", words->home_en);
	settings_input(settings, inputs, "end_fr", "end.fr", words->end_fr);
	settings_input(settings, inputs, "end_en", "end.en", words->end_en);
	add_look(settings, "look_fr", "fr");
	add_look(settings, "look_en", "en");
	return settings->page;
}

/* Nothing to design until a portal is made. */
static struct reply
without_portal(struct settings *settings)
{
	doc_set_null(settings->page, "portal");
	return reply_page(settings->rq, "design_page", settings->page);
}

struct reply
design_page(struct request *rq)
{
	const struct portal *portal = portal_first(rq->tx);
	struct settings settings;

	rights_begin(rq, &settings, NULL);
	if (portal == NULL)
		return without_portal(&settings);
	return reply_page(rq, "design_page", fill(&settings, portal));
}

static const char *
or_null(const char *text)
{
	return text_empty(text) ? NULL : text;
}

static void
read_words(struct form *form, struct design_words *words)
{
	words->home_fr = or_null(form_read_lines(form, "home.fr", FORM_OPTIONAL, HOME_LENGTH));
	words->home_en = or_null(form_read_lines(form, "home.en", FORM_OPTIONAL, HOME_LENGTH));
	words->end_fr = or_null(form_read_text(form, "end.fr", FORM_OPTIONAL, END_LENGTH));
	words->end_en = or_null(form_read_text(form, "end.en", FORM_OPTIONAL, END_LENGTH));
}

static void
journal(struct request *rq, const struct design_words *before, const struct design_words *words)
{
	struct doc *detail = doc_object(rq->arena);

	doc_set_bool(detail, "home",
		     !text_equal(before->home_fr, words->home_fr) || !text_equal(before->home_en, words->home_en));
	doc_set_bool(detail, "end",
		     !text_equal(before->end_fr, words->end_fr) || !text_equal(before->end_en, words->end_en));
	audit_add(rq, &(struct audit){.action = "design.change", .detail = detail});
}

struct reply
design_change(struct request *rq)
{
	const struct portal *portal = portal_first(rq->tx);
	const struct design_words *before;
	struct design_words words;
	struct settings settings;

	if (portal == NULL)
		return reply_not_found(rq);
	rights_begin(rq, &settings, NULL);
	if (text_equal(form_text(rq->form, "do"), "show"))
		return reply_page(rq, "design_page", fill(&settings, portal));
	before = design_find(rq->tx, portal->id);
	words = *before;
	read_words(rq->form, &words);
	if (!settings_current(&settings, before->version) || form_failed(rq->form) ||
	    !design_save(rq->tx, portal->id, &words)) {
		fill(&settings, portal);
		return settings_again(&settings, "design_page");
	}
	journal(rq, before, &words);
	return reply_done(rq, DESIGN_HOME, N_("Saved: your clients read it from now on."),
			  rq->wants_json ? fill(&settings, portal) : NULL);
}
