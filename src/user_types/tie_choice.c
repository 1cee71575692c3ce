/* tie_choice: follows the lookups of a module to whoever signs in, to their client, and to the tabs before it. */
#include "user_types/tie_choice.h"

#include "base/arena.h"
#include "modules/label.h"

bool
module_may_sign_in(const struct module *module)
{
	static const char *const builtin[] = {"contacts", "leads", "vendors", NULL};
	bool offered = !module->builtin, reached = false;

	for (size_t i = 0; builtin[i] != NULL; i++)
		offered = offered || text_equal(module->name, builtin[i]);
	for (size_t f = 0; f < module->field_count; f++)
		reached = reached || (module->fields[f].type == FIELD_EMAIL && !module->fields[f].retired);
	return offered && reached && !module->retired && module->parent == NULL;
}

/* ---- which there are ---- */

struct choosing {
	const struct setup *setup;
	const struct catalogue *catalogue;
	const struct module *module, *clients; /* clients: NULL unless those who sign in act for one */
	struct tie_choice *choices;
	size_t count;
};

static void
add_choice(struct choosing *choosing, enum tie tie, const struct field *link)
{
	if (choosing->count < TIE_CHOICES)
		choosing->choices[choosing->count++] = (struct tie_choice){tie, link};
}

/* A tab of that module which this one can stand behind. What is public leads to nobody in particular: through it
 * everybody's records would be seen. */
static bool
is_before(const struct choosing *choosing, const struct module *module)
{
	const struct doc *tabs = setup_tabs(choosing->setup);

	for (size_t i = 0; i < tabs->list.count; i++) {
		const struct module *before = tab_module(choosing->catalogue, tabs->list.items[i]);

		if (before == choosing->module)
			return false;
		if (before == module)
			return tab_tie(tabs->list.items[i]) != TIE_PUBLIC;
	}
	return false;
}

static void
add_lookup(struct choosing *choosing, const struct field *link)
{
	if (link->retired || (link->type != FIELD_LOOKUP && link->type != FIELD_LOOKUPS) || link->target == NULL)
		return;
	if (link->target == choosing->setup->main)
		add_choice(choosing, TIE_RECORD, link);
	else if (link->target == choosing->clients)
		add_choice(choosing, TIE_CLIENT, link);
	else if (link->target != choosing->module && is_before(choosing, link->target))
		add_choice(choosing, TIE_THROUGH, link);
}

static void
sort_choices(struct choosing *choosing)
{
	for (size_t i = 1; i < choosing->count; i++)
		for (size_t k = i; k > 0 && choosing->choices[k].tie < choosing->choices[k - 1].tie; k--) {
			struct tie_choice moved = choosing->choices[k];

			choosing->choices[k] = choosing->choices[k - 1];
			choosing->choices[k - 1] = moved;
		}
}

size_t
tie_choices(const struct setup *setup, const struct catalogue *catalogue, const struct module *module,
	    struct tie_choice choices[TIE_CHOICES])
{
	const bool acts = setup->main != NULL && text_equal(setup->main->name, "contacts");
	struct choosing choosing = {.setup = setup,
				    .catalogue = catalogue,
				    .module = module,
				    .clients = acts ? module_named(catalogue, "clients") : NULL,
				    .choices = choices};

	if (setup->main == NULL || module->retired || module->parent != NULL)
		return 0;
	if (module == setup->main) {
		add_choice(&choosing, TIE_SELF, NULL);
		return choosing.count;
	}
	if (module == choosing.clients)
		add_choice(&choosing, TIE_CLIENT, NULL);
	for (size_t f = 0; f < module->field_count; f++)
		add_lookup(&choosing, &module->fields[f]);
	sort_choices(&choosing);
	if (module->sharing != SHARING_PRIVATE)
		add_choice(&choosing, TIE_PUBLIC, NULL);
	return choosing.count;
}

/* ---- names and words ---- */

const char *
tie_choice_code(struct arena *arena, const struct tie_choice *choice)
{
	if (choice->link == NULL)
		return tie_names[choice->tie];
	return arena_printf(arena, "%s:%s", tie_names[choice->tie], choice->link->name);
}

struct tie_choice
tie_choice_of(const struct catalogue *catalogue, const struct doc *tab)
{
	return (struct tie_choice){tab_tie(tab), tab_link(catalogue, tab)};
}

bool
tie_choice_equal(const struct tie_choice *one, const struct tie_choice *other)
{
	return one->tie == other->tie && one->link == other->link;
}

void
tie_choice_keep(struct doc *tab, const struct tie_choice *choice)
{
	doc_set_text(tab, "tie", tie_names[choice->tie]);
	doc_set_text(tab, "link", choice->link == NULL ? NULL : choice->link->name);
}

void
tie_choice_words(struct doc *object, const char *name, const struct module *module, const struct tie_choice *choice,
		 const char *language)
{
	const struct field *link = choice->link;
	struct doc *values = doc_object(object->arena);

	doc_set_label(values, "module", &module->plural, language);
	if (link != NULL)
		doc_set_label(values, "field", &link->label, language);
	if (link != NULL && link->target != NULL)
		doc_set_label(values, "before", &link->target->plural, language);
	switch (choice->tie) {
	case TIE_SELF:
		doc_set_message(object, name, N_("Themselves: the record they sign in by"), values);
		return;
	case TIE_RECORD:
		doc_set_message(object, name, N_("{{module}} whose “{{field}}” is the person who signed in"), values);
		return;
	case TIE_CLIENT:
		doc_set_message(object, name,
				link == NULL ? N_("The client they act for")
					     : N_("{{module}} whose “{{field}}” is the client they act for"),
				values);
		return;
	case TIE_THROUGH:
		doc_set_message(object, name, N_("{{module}} whose “{{field}}” is among the {{before}} they see"),
				values);
		return;
	case TIE_PUBLIC:
		doc_set_message(object, name, N_("All {{module}}, the same for everybody; only to be seen"), values);
		return;
	}
}
