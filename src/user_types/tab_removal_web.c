/* tab_removal_web: takes a tab out of the draft, and with it those that were seen through it. */
#include "base/arena.h"
#include "modules/label.h"
#include "rights/rights_page.h"
#include "user_types/handlers.h"
#include "user_types/setup_question.h"
#include "user_types/tab_doc.h"

/* Tabs of `before` that are no more. */
static struct doc *
gone_with(struct settings *settings, const struct setup *setup, const struct doc *before, const char *module)
{
	struct doc *list = doc_list(settings->rq->arena);

	for (size_t i = 0; i < before->list.count; i++) {
		const struct module *gone = tab_module(settings->catalogue, before->list.items[i]);

		if (gone != NULL && !text_equal(gone->name, module) && setup_tab(setup, gone->name) == NULL)
			doc_set_label(doc_add_object(list), "label", &gone->plural, settings->language);
	}
	return list;
}

static struct doc *
copy_of(struct arena *arena, const struct doc *list)
{
	struct doc *copy = doc_list(arena);

	for (size_t i = 0; i < list->list.count; i++)
		doc_add(copy, list->list.items[i]);
	return copy;
}

/* A tab whose module is out of use is taken out as well. */
struct reply
tab_removal(struct request *rq)
{
	const char *name = path_text(rq, "module");
	struct settings settings;
	struct rights_trouble trouble = {0};
	struct doc *before, *also, *values = doc_object(rq->arena);
	struct setup *setup;
	const struct module *module;

	if (!setup_open(rq, &settings, &setup) || setup_tab(setup, name) == NULL)
		return reply_not_found(rq);
	module = module_named(settings.catalogue, name);
	before = copy_of(rq->arena, setup_tabs(setup));
	setup_tab_remove(setup, settings.catalogue, name);
	also = gone_with(&settings, setup, before, name);
	if (module == NULL)
		doc_set_text(values, "module", name);
	else
		doc_set_label(values, "module", &module->plural, settings.language);
	if (!setup_current(&settings, setup))
		return tab_list_again(rq, settings.conflict);
	if (!form_read_bool(rq->form, "confirm") && (setup->published != NULL || also->list.count > 0))
		return setup_question(&settings, setup, N_("Remove the tab {{module}}"), values, also,
				      setup_href(rq->arena, setup, "/tabs"));
	if (rights_refused(&settings, setup_save(rq->tx, setup), &trouble))
		return tab_list_again(rq, settings.conflict);
	setup_journal(&settings, setup, "user_type.tab_remove", name);
	return reply_done(rq, setup_href(rq->arena, setup, "/tabs"),
			  N_("The tab is taken out of the draft. It holds once you publish it."),
			  setup_doc(&settings, setup));
}
