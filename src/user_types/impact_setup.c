/* impact_setup: the differences in words, and whose records they concern, counted person by person. */
#include "user_types/impact_setup.h"

#include "core/feature.h"
#include "core/house.h"
#include "rights/type_impact.h"
#include "sys/clock.h"
#include "user_types/field_place.h"
#include "user_types/version_words.h"

#include <string.h>

static const int64_t COUNTING_MS = 2000; /* an answer within this time is worth more than a complete one */

/* As many as they are counted to are "1000 or more". */
static void
set_count(struct doc *row, const char *name, const char *more, int64_t count)
{
	if (count == 0)
		doc_set_null(row, name);
	else
		doc_set_int(row, name, count);
	doc_set_bool(row, more, count >= FELT_MOST);
}

static void
add_examples(struct request *rq, struct doc *row, const struct user_type *type, const struct felt_sums *sums)
{
	const struct directory *directory = house_directory(rq->house);
	struct doc *list = doc_set_list(row, "examples");

	for (size_t i = 0; i < sums->example_count; i++) {
		const struct felt *felt = &sums->examples[i];
		struct doc *example = doc_add_object(list);

		doc_set_text(example, "name",
			     directory == NULL ? NULL : directory->name(rq, type->main->name, felt->person));
		set_count(example, "gained", "gained_more", felt->gained);
		set_count(example, "lost", "lost_more", felt->lost);
	}
}

static void
add_module(struct request *rq, struct doc *list, const struct user_type *before, const struct user_type *after,
	   const struct module *module, int64_t deadline, bool *uncounted)
{
	const char *locale = formats_locale(rq->formats);
	const struct felt_sums sums = type_impact(rq->tx, rq->rights, before, after, module, rq->moment, deadline);
	struct doc *row;

	*uncounted = *uncounted || sums.uncounted;
	if (sums.gaining == 0 && sums.losing == 0)
		return;
	row = doc_add_object(list);
	doc_set_label(row, "label", &module->plural, arena_text_of(rq->arena, locale, strcspn(locale, "_")));
	doc_set_int(row, "gaining", sums.gaining);
	doc_set_int(row, "losing", sums.losing);
	doc_set_bool(row, "any_gain", sums.gaining > 0);
	doc_set_bool(row, "any_loss", sums.losing > 0);
	add_examples(rq, row, after, &sums);
}

static const struct doc *
nothing(struct arena *arena)
{
	struct doc *setup = doc_object(arena);

	doc_set_list(setup, "tabs");
	doc_set_list(setup, "web");
	return setup;
}

bool
setup_impact(struct request *rq, struct doc *page, const struct setup *setup, const struct doc *from,
	     const struct doc *to)
{
	struct doc *impact = doc_set_object(page, "impact"), *modules = doc_set_list(impact, "modules");
	const struct user_type *before = setup_read(rq, setup, from == NULL ? nothing(rq->arena) : from);
	const struct user_type *after = setup_read(rq, setup, to);
	struct doc *differences = setup_differences(rq, from, to);
	int64_t people = type_people(rq->tx, after), deadline = clock_monotonic() + COUNTING_MS;
	bool uncounted = false, felt;

	for (size_t m = 0; people > 0 && m < rq->rights->catalogue->module_count; m++) {
		const struct module *module = &rq->rights->catalogue->modules[m];

		if (!module->retired && module->parent == NULL &&
		    (before->by_module[m] != NULL || after->by_module[m] != NULL))
			add_module(rq, modules, before, after, module, deadline, &uncounted);
	}
	felt = people > 0 && differences->list.count > 0;
	doc_set_int(impact, "people", people);
	doc_set(impact, "differences", differences);
	doc_set_bool(impact, "differs", differences->list.count > 0);
	doc_set_bool(impact, "counted", modules->list.count > 0);
	doc_set_bool(impact, "uncounted", uncounted);
	doc_set_bool(impact, "nobody", !felt);
	return felt;
}
