/* publish_web: before a draft holds: what is wrong with it, what to think about, and who gains and who loses what. */
#include "rights/rights_page.h"
#include "user_types/field_handlers.h"
#include "user_types/impact_setup.h"
#include "user_types/publish_rule.h"
#include "user_types/setup_page.h"
#include "user_types/version_store.h"

#include <inttypes.h>

struct publishing {
	struct settings settings;
	struct setup *setup;
	struct doc *blocks, *doubts;
};

static bool
open_page(struct request *rq, struct publishing *publishing)
{
	if (!setup_open(rq, &publishing->settings, &publishing->setup))
		return false;
	publishing->blocks = publish_problems(rq, publishing->setup);
	publishing->doubts = publish_doubts(rq, publishing->setup);
	return true;
}

static bool
is_new(const struct setup *setup)
{
	return setup->published == NULL || setup->changed;
}

static void
fill(struct publishing *publishing)
{
	struct settings *settings = &publishing->settings;
	const struct setup *setup = publishing->setup;
	struct doc *page = settings->page;
	struct arena *arena = settings->rq->arena;

	setup_head(settings, setup, STEP_PUBLISH);
	doc_set(page, "blocks", publishing->blocks);
	doc_set_bool(page, "blocked", publishing->blocks->list.count > 0);
	doc_set(page, "doubts", publishing->doubts);
	doc_set_bool(page, "doubted", publishing->doubts->list.count > 0);
	doc_set_bool(page, "new", is_new(setup));
	setup_impact(settings->rq, page, setup, setup->published, setup->draft);
	doc_set_text(page, "action", setup_href(arena, setup, "/publication"));
	doc_set_text(page, "versions_href", setup_href(arena, setup, "/versions"));
	doc_set_text(page, "file_href", setup_href(arena, setup, "/file"));
	doc_set_text(page, "import_href", setup_href(arena, setup, "/import"));
	doc_set_text(page, "preview_href",
		     setup_page_is_open(settings->rq, "/preview") ? setup_href(arena, setup, "/preview") : NULL);
}

struct reply
publication_page(struct request *rq)
{
	struct publishing publishing;

	if (!open_page(rq, &publishing))
		return reply_not_found(rq);
	fill(&publishing);
	return reply_page(rq, "type_publication", publishing.settings.page);
}

static struct reply
again(struct publishing *publishing)
{
	fill(publishing);
	return settings_again(&publishing->settings, "type_publication");
}

static void
refuse(struct publishing *publishing)
{
	struct form *form = publishing->settings.rq->form;

	if (publishing->blocks->list.count > 0)
		form_error(form, "", N_("It cannot be published yet: see below what is missing."), NULL);
	else if (!is_new(publishing->setup))
		form_error(form, "", N_("Nothing has changed since it was published."), NULL);
	else if (!form_read_bool(form, "confirm"))
		form_error(
			form, "confirm",
			N_("Nothing is changed yet. Look at who gains and who loses what, then send it again with “confirm”."),
			NULL);
}

struct reply
publication_new(struct request *rq)
{
	struct publishing publishing;
	struct rights_trouble trouble = {0};
	struct setup *setup;

	if (!open_page(rq, &publishing))
		return reply_not_found(rq);
	setup = publishing.setup;
	if (!setup_current(&publishing.settings, setup))
		return again(&publishing);
	refuse(&publishing);
	if (form_failed(rq->form) ||
	    rights_refused(&publishing.settings,
			   user_type_publish(rq->tx, setup->id, rq->viewer->staff, setup->version), &trouble))
		return again(&publishing);
	setup_journal(&publishing.settings, setup, "user_type.publish",
		      arena_printf(rq->arena, "%" PRId64, version_newest(rq->tx, setup->id)));
	setup = setup_find(rq->tx, publishing.settings.catalogue, setup->id);
	return reply_done(rq, setup_href(rq->arena, setup, "/publication"),
			  N_("Published: it holds from everybody’s next page on."),
			  setup_doc(&publishing.settings, setup));
}
