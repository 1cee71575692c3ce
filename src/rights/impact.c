/* impact: asks of each staff user, module by module, what the plans of before and after differ in. */
#include "rights/impact.h"

#include "base/arena.h"
#include "core/house.h"
#include "html/format.h"
#include "rights/impact_store.h"
#include "rights/rights_page.h"
#include "sys/clock.h"

#include <string.h>

enum { SENTENCES = 14, PEOPLE_SHOWN = 30, NAMES_SHOWN = 6 };
static const int64_t COUNTING_MS = 2000; /* an answer within this time is worth more than a complete one */

struct comparing {
	struct request *rq;
	const struct rights *before, *after;
	const struct reach *reached, *reaching; /* before and after */
	bool reach_changed;
	const char *language;
	int64_t deadline;
	bool uncounted;
	struct doc *people;
	int64_t gaining, losing, unshown;
};

struct person {
	struct comparing *comparing;
	const struct affected *staff;
	struct viewer viewer;
	struct doc *gains, *losses;
	int64_t gain_count, loss_count; /* those that were not written down, too */
};

static const char nothing[] = "(1 = 0)";

/* ---- sentences ---- */

/* The row of a sentence about a module, which is yet to be set; its values in *values. NULL: there are enough. */
static struct doc *
add_sentence(struct person *person, bool gain, const struct module *module, struct doc **values)
{
	struct doc *list = gain ? person->gains : person->losses;

	*values = doc_object(list->arena);
	*(gain ? &person->gain_count : &person->loss_count) += 1;
	if (module != NULL)
		doc_set_label(*values, "module", &module->plural, person->comparing->language);
	return list->list.count < SENTENCES ? doc_add_object(list) : NULL;
}

/* A sentence about a module; returns its values. */
static struct doc *
say(struct person *person, bool gain, const struct module *module, const char *english)
{
	struct doc *values, *row = add_sentence(person, gain, module, &values);

	if (row != NULL)
		doc_set_message(row, "text", english, values);
	return values;
}

static void
compare_permissions(struct person *person, const struct profile_rights *one, const struct profile_rights *other,
		    bool gain)
{
	for (const char *const *name = one->permissions; *name != NULL; name++) {
		const char *const *same = other->permissions;

		while (*same != NULL && !text_equal(*same, *name))
			same++;
		if (*same == NULL)
			doc_set_message(say(person, gain, NULL, N_("Special permission: {{permission}}")), "permission",
					permission_label(person->comparing->rq->house, *name), NULL);
	}
}

static void
compare_may(struct person *person, const struct plan *before, const struct plan *after)
{
	static const char *const sentences[MAY_COUNT] = {
		N_("{{module}}: see"),
		N_("{{module}}: create"),
		N_("{{module}}: change"),
		N_("{{module}}: delete"),
		N_("{{module}}: import"),
		N_("{{module}}: export"),
		N_("{{module}}: the records of everybody"),
	};

	for (int i = 0; i < MAY_COUNT && before->module->parent == NULL; i++) {
		unsigned bit = 1U << i;

		if ((before->may ^ after->may) & bit)
			say(person, after->may & bit, before->module, sentences[i]);
	}
}

static void
compare_levels(struct person *person, const struct plan *before, const struct plan *after)
{
	const struct module *module = before->module;

	if (!(before->may & after->may & MAY_VIEW))
		return;
	for (size_t i = 0; i < module->field_count; i++) {
		const struct field *field = &module->fields[i];
		enum level was = before->levels[i], is = after->levels[i];
		bool seen = (was == LEVEL_HIDDEN) != (is == LEVEL_HIDDEN);

		if (was == is || field->retired)
			continue;
		doc_set_label(say(person, is > was, module,
				  seen ? N_("{{module}}: see the field {{field}}")
				       : N_("{{module}}: change the field {{field}}")),
			      "field", &field->label, person->comparing->language);
	}
}

/* ---- records ---- */

static bool
values_equal(const struct plan *one, const struct plan *other)
{
	if (one->value_count != other->value_count)
		return false;
	for (int i = 0; i < one->value_count; i++) {
		const struct db_value *left = &one->values[i], *right = &other->values[i];

		if (left->type != right->type || left->integer != right->integer ||
		    ((left->type == DB_TEXT || left->type == DB_BYTES) && !str_equal(left->bytes, right->bytes)))
			return false;
	}
	return true;
}

static struct doc *
say_rows(struct person *person, bool gain, const struct difference *difference, const struct plural *english)
{
	struct comparing *comparing = person->comparing;
	struct differing differing;
	struct doc *values, *row;

	if (clock_monotonic() > comparing->deadline) {
		comparing->uncounted = true;
		return NULL;
	}
	differing = difference_count(comparing->rq->tx, difference, &person->viewer);
	if (differing.count == 0)
		return NULL;
	row = add_sentence(person, gain, difference->plan->module, &values);
	doc_set_int(values, "count", differing.count);
	doc_set_text(values, "examples", differing.examples);
	if (row != NULL)
		doc_set_plural(row, "text", *english, "count", values);
	return values;
}

static const struct plural seeing = N_plural(N_("{{module}}: see {{count}} record ({{examples}})"),
					     N_("{{module}}: see {{count}} records ({{examples}})"));
static const struct plural changing = N_plural(N_("{{module}}: change {{count}} record ({{examples}})"),
					       N_("{{module}}: change {{count}} records ({{examples}})"));
static const struct plural seeing_field =
	N_plural(N_("{{module}}: the field {{field}} in {{count}} record ({{examples}})"),
		 N_("{{module}}: the field {{field}} in {{count}} records ({{examples}})"));
static const struct plural changing_field =
	N_plural(N_("{{module}}: change the field {{field}} in {{count}} record ({{examples}})"),
		 N_("{{module}}: change the field {{field}} in {{count}} records ({{examples}})"));

/* What `is` holds for and `was` did not, and the other way round. */
static void
compare_rows(struct person *person, const struct plan *before, const char *was, const struct plan *after,
	     const char *is, const struct plural *english)
{
	bool same = text_equal(was, is) && values_equal(before, after);
	struct difference gained = {.plan = after, .text = is, .other = before, .except = was};
	struct difference lost = {.plan = before, .text = was, .other = after, .except = is};

	if (same)
		return;
	if (!text_equal(is, nothing))
		say_rows(person, true, &gained, english);
	if (!text_equal(was, nothing))
		say_rows(person, false, &lost, english);
}

/* Through the tree of roles: the rows of plans do not change, but whose records they reach. */
static void
compare_reach(struct person *person, const struct plan *after)
{
	const struct comparing *comparing = person->comparing;
	const struct module *module = after->module;
	int64_t gained[IMPACT_OWNERS], lost[IMPACT_OWNERS];
	struct difference more = {.plan = after, .text = after->rows, .owners = gained};
	struct difference less = {
		.plan = after, .text = "(1 = 1)", .other = after, .except = after->rows, .owners = lost};

	if (!comparing->reach_changed || module->fields[SYSTEM_OWNER].column == NULL || after->may & MAY_ALL_RECORDS ||
	    module->sharing != SHARING_PRIVATE)
		return;
	more.owner_count = reach_beyond(comparing->reaching, comparing->reached, person->staff->id, gained);
	less.owner_count = reach_beyond(comparing->reached, comparing->reaching, person->staff->id, lost);
	if (more.owner_count > 0)
		say_rows(person, true, &more, &seeing);
	if (less.owner_count > 0)
		say_rows(person, false, &less, &seeing);
}

static const char *
and_text(struct arena *arena, const char *one, const char *other)
{
	return arena_printf(arena, "(%s and %s)", one, other);
}

/* Rules of states: in some records a field is hidden, or locked. */
static void
compare_states(struct person *person, const struct plan *before, const struct plan *after)
{
	const struct module *module = before->module;
	struct arena *arena = person->comparing->rq->arena;

	if (!(before->may & after->may & MAY_VIEW))
		return;
	for (size_t i = 0; i < module->field_count; i++)
		for (int locks = 0; locks < 2; locks++) {
			const char *was = locks ? before->locked[i] : before->hidden[i];
			const char *is = locks ? after->locked[i] : after->hidden[i];
			const struct plural *english = locks ? &changing_field : &seeing_field;
			struct difference less, more;
			struct doc *values[2];

			if ((text_equal(was, is) && values_equal(before, after)) || (was == NULL && is == NULL) ||
			    (locks && !(before->writable[i] && after->writable[i])))
				continue;
			was = was == NULL ? nothing : was;
			is = is == NULL ? nothing : is;
			less = (struct difference){.plan = after,
						   .text = and_text(arena, after->rows, is),
						   .other = before,
						   .except = was};
			more = (struct difference){.plan = before,
						   .text = and_text(arena, before->rows, was),
						   .other = after,
						   .except = is};
			values[0] = say_rows(person, false, &less, english);
			values[1] = say_rows(person, true, &more, english);
			for (int v = 0; v < 2; v++)
				if (values[v] != NULL)
					doc_set_label(values[v], "field", &module->fields[i].label,
						      person->comparing->language);
		}
}

static void
compare_module(struct person *person, const struct module *module)
{
	const struct comparing *comparing = person->comparing;
	const struct module *then = module_of_id(comparing->after->catalogue, module->id);
	const struct plan *before, *after;

	if (module->retired || then == NULL)
		return;
	before = plan_for(comparing->before, &person->viewer, module, comparing->rq->moment);
	after = plan_for(comparing->after, &person->viewer, then, comparing->rq->moment);
	compare_may(person, before, after);
	compare_levels(person, before, after);
	if (module->parent == NULL) {
		compare_rows(person, before, before->rows, after, after->rows, &seeing);
		compare_rows(person, before, before->editable, after, after->editable, &changing);
		compare_reach(person, after);
	}
	compare_states(person, before, after);
}

/* ---- people ---- */

static const char *
as_text(struct arena *arena, const struct doc *list)
{
	struct builder text = builder_new(arena, 0);

	doc_print_json(list, NULL, &text);
	return builder_text(&text);
}

static void
add_more(struct doc *list, int64_t count)
{
	static const struct plural more = N_plural(N_("… and {{count}} more"), N_("… and {{count}} others"));
	struct doc *values;

	if (count <= SENTENCES)
		return;
	values = doc_object(list->arena);
	doc_set_int(values, "count", count - SENTENCES);
	doc_set_plural(doc_add_object(list), "text", more, "count", values);
}

/* Those who gain and lose the same stand together. */
static struct doc *
find_alike(struct comparing *comparing, const struct person *person)
{
	struct arena *arena = comparing->rq->arena;
	const char *gains = as_text(arena, person->gains), *losses = as_text(arena, person->losses);

	for (size_t i = 0; i < comparing->people->list.count; i++) {
		struct doc *row = comparing->people->list.items[i];

		if (text_equal(as_text(arena, doc_get(row, STR("gains"))), gains) &&
		    text_equal(as_text(arena, doc_get(row, STR("losses"))), losses))
			return row;
	}
	return NULL;
}

static void
add_name(struct doc *row, const struct affected *staff)
{
	struct doc *names = (struct doc *)(uintptr_t)doc_get(row, STR("names"));
	const struct doc *others = doc_get(row, STR("others"));
	struct doc *name;

	if (names->list.count >= NAMES_SHOWN) {
		doc_set_int(row, "others", others->kind == DOC_INT ? others->integer + 1 : 1);
		return;
	}
	name = doc_add_object(names);
	doc_set_id(name, "id", staff->id);
	doc_set_text(name, "name", staff->name);
	doc_set_bool(name, "last", false);
}

static void
take_down(struct comparing *comparing, struct person *person)
{
	struct doc *row;

	comparing->gaining += person->gain_count > 0;
	comparing->losing += person->loss_count > 0;
	if (person->gain_count + person->loss_count == 0)
		return;
	add_more(person->gains, person->gain_count);
	add_more(person->losses, person->loss_count);
	row = find_alike(comparing, person);
	if (row == NULL && comparing->people->list.count >= PEOPLE_SHOWN) {
		comparing->unshown++;
		return;
	}
	if (row == NULL) {
		row = doc_add_object(comparing->people);
		doc_set_list(row, "names");
		doc_set_null(row, "others");
		doc_set(row, "gains", person->gains);
		doc_set(row, "losses", person->losses);
		doc_set_bool(row, "any_gain", person->gain_count > 0);
		doc_set_bool(row, "any_loss", person->loss_count > 0);
	}
	add_name(row, person->staff);
}

static void
compare_person(struct comparing *comparing, const struct affected *staff)
{
	struct arena *arena = comparing->rq->arena;
	struct person person = {.comparing = comparing,
				.staff = staff,
				.viewer = viewer_of_affected(staff),
				.gains = doc_list(arena),
				.losses = doc_list(arena)};
	const struct profile_rights *before = rights_profile(comparing->before, staff->profile_id);
	const struct profile_rights *after = rights_profile(comparing->after, staff->profile_id);
	const struct catalogue *catalogue = comparing->before->catalogue;

	if (before != NULL && after != NULL) {
		compare_permissions(&person, after, before, true);
		compare_permissions(&person, before, after, false);
	}
	for (size_t m = 0; m < catalogue->module_count; m++)
		compare_module(&person, &catalogue->modules[m]);
	take_down(comparing, &person);
}

static void
forget(void *data)
{
	rights_free(data);
}

/* As they are written by now; they live as long as the request, which prints their names. */
static const struct rights *
rights_written(struct request *rq)
{
	struct rights *rights = rights_load(rq->tx, rq->house->features, rq->house->feature_count);

	arena_at_end(rq->arena, forget, rights);
	return rights;
}

bool
impact_show(struct request *rq, struct doc *page, const struct reach *before)
{
	struct doc *impact = doc_set_object(page, "impact");
	const char *locale = formats_locale(rq->formats);
	struct comparing comparing = {
		.rq = rq,
		.before = rq->rights,
		.after = rights_written(rq),
		.reached = before,
		.reaching = reach_now(rq->tx),
		.language = arena_text_of(rq->arena, locale, strcspn(locale, "_")),
		.deadline = clock_monotonic() + COUNTING_MS,
		.people = doc_list(rq->arena),
	};
	size_t count;
	const struct affected *staff = affected_staff(rq->tx, &count);

	comparing.reach_changed = !reach_equal(comparing.reached, comparing.reaching);
	for (size_t i = 0; i < count; i++)
		compare_person(&comparing, &staff[i]);
	doc_set_int(impact, "gaining", comparing.gaining);
	doc_set_int(impact, "losing", comparing.losing);
	doc_set(impact, "people", comparing.people);
	doc_set_bool(impact, "nobody", comparing.people->list.count == 0);
	if (comparing.unshown > 0)
		doc_set_int(impact, "unshown", comparing.unshown);
	else
		doc_set_null(impact, "unshown");
	doc_set_bool(impact, "uncounted", comparing.uncounted);
	return comparing.people->list.count > 0 || comparing.uncounted;
}
