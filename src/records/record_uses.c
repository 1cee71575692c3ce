/* record_uses: a count for each lookup that leads to the record, each through the viewer's plan of its module. */
#include "records/record_uses.h"

#include "records/module_page.h"

enum { COUNT_MOST = 1000 };

static int64_t
count_of(struct request *rq, const struct access *other, const struct module *here, int64_t id)
{
	int64_t count = 0;

	for (size_t i = 0; i < other->plan->module->field_count; i++) {
		const struct field *link = &other->plan->module->fields[i];
		const struct record_query query = {.link = link, .linked = id};

		if ((link->type == FIELD_LOOKUP || link->type == FIELD_LOOKUPS) && link->target == here &&
		    field_is_shown(other->plan, link))
			count += record_count(rq->tx, other, &query, COUNT_MOST);
	}
	return count;
}

void
record_uses_add(struct request *rq, struct doc *list, const char *name, int64_t id)
{
	const struct catalogue *catalogue = rq->rights->catalogue;
	const struct module *here = module_named(catalogue, name);

	for (size_t m = 0; here != NULL && m < catalogue->module_count; m++) {
		const struct module *module = &catalogue->modules[m];
		const struct access *other =
			module->retired || module->parent != NULL ? NULL : record_access(rq, module);
		int64_t count = other == NULL || !access_may(other, MAY_VIEW) ? 0 : count_of(rq, other, here, id);
		struct doc *shown;

		if (count == 0)
			continue;
		shown = doc_add_object(list);
		doc_set_label(shown, "label", &module->plural, language_of(rq));
		doc_set_int(shown, "count", count);
		doc_set_bool(shown, "more", count >= COUNT_MOST);
		doc_set_null(shown, "detail");
	}
}
