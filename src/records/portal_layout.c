/* portal_layout: narrows a plan to one layout of its tab; the database still holds it to the whole plan. */
#include "records/portal_layout.h"

#include "base/arena.h"
#include "base/id.h"
#include "records/module_page.h"
#include "records/portal_forced.h"

/* NULL: one layout, or none, and nothing to choose. */
static const struct portal_tab *
tab_with_layouts(const struct access *access)
{
	const struct portal_tab *tab = access == NULL ? NULL : portal_tab_of(access);

	return tab != NULL && tab->module == access->plan->module && tab->layout_count > 1 ? tab : NULL;
}

/* NULL: all of them together. */
static const struct tab_layout *
layout_looked_at(const struct request *rq, const struct portal_tab *tab)
{
	const char *typed = form_text(rq->form, "layout");
	int64_t id = 0;

	for (size_t i = 0; !text_empty(typed) && id_parse(str_of(typed), &id) && i < tab->layout_count; i++)
		if (tab->layouts[i].layout->id == id)
			return &tab->layouts[i];
	return rq->wants_json ? NULL : &tab->layouts[0];
}

static const struct plan *
narrowed_to(struct arena *arena, const struct plan *plan, const struct tab_layout *layout)
{
	size_t count = plan->module->field_count;
	struct plan *narrowed = arena_make(arena, struct plan);
	enum level *levels = arena_make_array(arena, enum level, count);
	bool *writable = arena_make_array(arena, bool, count);
	const char **columns = arena_make_array(arena, const char *, count);

	*narrowed = *plan;
	for (size_t i = 0; i < count; i++) {
		levels[i] = layout->levels[i] < plan->levels[i] ? layout->levels[i] : plan->levels[i];
		writable[i] = plan->writable[i] && levels[i] == LEVEL_WRITE;
		columns[i] = levels[i] == LEVEL_HIDDEN ? NULL : plan->columns[i];
	}
	narrowed->levels = levels;
	narrowed->writable = writable;
	narrowed->columns = columns;
	narrowed->layout = layout->layout;
	return narrowed;
}

const struct access *
portal_layout_access(struct request *rq, const struct access *access)
{
	const struct portal_tab *tab = tab_with_layouts(access);
	const struct tab_layout *layout = tab == NULL ? NULL : layout_looked_at(rq, tab);

	return layout == NULL ? access
			      : access_to(rq->arena, access->house, access->viewer,
					  narrowed_to(rq->arena, access->plan, layout), access->moment);
}

static void
add_layout(struct request *rq, struct doc *list, const struct module *module, const struct layout *layout,
	   int64_t record, const char *rest)
{
	struct doc *shown = doc_add_object(list);
	char id[ID_LENGTH + 1];
	const char *query;

	id_print(id, layout->id);
	query = arena_printf(rq->arena, "%s?layout=%s", rest, id);
	if (text_empty(layout->name))
		doc_set_word(shown, "label", "all", N_("Everything"));
	else
		doc_set_text(shown, "label", layout->name);
	doc_set_text(shown, "href",
		     record == 0 ? module_path(rq, module, query) : record_path(rq, module, record, query));
}

void
portal_layouts_fill(struct request *rq, struct doc *page, const struct access *access, int64_t record, const char *rest)
{
	const struct portal_tab *tab = tab_with_layouts(access);
	const struct tab_layout *looked_at = tab == NULL ? NULL : layout_looked_at(rq, tab);
	struct doc *list;

	doc_set_null(page, "layout");
	doc_set_null(page, "layouts");
	doc_set_bool(page, "has_layouts", tab != NULL);
	if (tab == NULL)
		return;
	if (looked_at != NULL)
		doc_set_id(page, "layout", looked_at->layout->id);
	list = doc_set_list(page, "layouts");
	for (size_t i = 0; i < tab->layout_count; i++) {
		add_layout(rq, list, access->plan->module, tab->layouts[i].layout, record, rest);
		doc_set_bool(list->list.items[i], "current", &tab->layouts[i] == looked_at);
	}
}
