/* sample: records made up as they are asked for: the same number is always the same record. */
#include "records/sample.h"

#include "base/arena.h"
#include "base/instant.h"
#include "html/format.h"
#include "modules/formula.h"
#include "records/record_select.h"

#include <string.h>

enum { LISTED = 5, RELATED = 2, LINES = 3 };

const char *
sample_staff_name(int64_t id)
{
	return id >= SAMPLE_FIRST ? sample_person((size_t)(id - SAMPLE_FIRST) + 3) : NULL;
}

static const struct portal_tab *
tab_of(const struct access *access)
{
	const struct user_type *type = viewer_user_type(access->plan->rights, access->viewer);

	return type == NULL ? NULL : type->by_module[access->plan->module->index];
}

/* ---- what ties and narrows ---- */

/* Their own record, or the client they act for. */
static void
tie(const struct access *access, const struct portal_tab *tab, struct db_value *cells)
{
	if (tab->link == NULL || tab->module != access->plan->module || tab->tie == TIE_THROUGH)
		return;
	cells[tab->link->index] = db_int(tab->tie == TIE_CLIENT ? access->viewer->client : access->viewer->record);
	if (tab->link->type == FIELD_LOOKUPS)
		cells[tab->link->index] = db_null(); /* lists have none of them */
}

/* Makes the record meet what can be met by a value: "state is new". */
static void
obey(const struct condition *condition, struct db_value *cells)
{
	if (condition->kind == CONDITION_COMPARE && condition->comparison == COMPARE_IS && condition->value_count > 0 &&
	    condition->values[0].type == field_kept_as(condition->field))
		cells[condition->field->index] = condition->values[0];
	for (size_t i = 0; condition->kind == CONDITION_ALL && i < condition->part_count; i++)
		obey(&condition->parts[i], cells);
}

/* ---- one ---- */

static bool
is_read(const struct access *access, const struct field *field)
{
	return !field->retired && (field->column != NULL || field->type == FIELD_LOOKUPS) &&
	       plan_shows(access->plan, field);
}

static struct db_value *
all_cells(struct arena *arena, const struct access *access, const struct portal_tab *tab, size_t number)
{
	const struct module *module = access->plan->module;
	struct db_value *cells = arena_make_array(arena, struct db_value, module->field_count);

	for (size_t i = 0; i < module->field_count; i++)
		if (!module->fields[i].retired)
			cells[i] = sample_value(arena, access, &module->fields[i], number);
	tie(access, tab, cells);
	if (tab->narrowed != NULL && tab->module == module)
		obey(tab->narrowed, cells);
	formulas_compute(module, cells, access->moment, arena);
	return cells;
}

static bool
fits(const struct access *access, const struct portal_tab *tab, const struct db_value *cells)
{
	return tab->narrowed == NULL || tab->module != access->plan->module ||
	       condition_holds(tab->narrowed, cells, access->moment);
}

/* What the plan does not show is as empty as it is in records that are kept. */
static void
hide(const struct access *access, struct db_value *cells)
{
	for (size_t i = 0; i < access->plan->module->field_count; i++)
		if (!is_read(access, &access->plan->module->fields[i]))
			cells[i] = db_null();
}

static void
fill(const struct access *access, struct record *record, struct db_value *cells, size_t number)
{
	record->id = SAMPLE_FIRST + (int64_t)number;
	record->version = 1;
	record->deleted_at = NO_INSTANT;
	record->editable = (access->plan->may & MAY_EDIT) != 0;
	record->deletable = (access->plan->may & MAY_DELETE) != 0;
	record->cells = cells;
}

/* ---- many ---- */

/* The tab whose records there are; NULL: this viewer sees none of the module. */
static const struct portal_tab *
tab_seen(const struct access *access)
{
	bool none = (access->plan->may & MAY_VIEW) == 0 || text_equal(access->plan->rows, "(1 = 0)");

	return none ? NULL : tab_of(access);
}

static size_t
how_many(const struct portal_tab *tab, const struct record_query *query)
{
	bool alone = tab->tie == TIE_SELF || (tab->tie == TIE_CLIENT && tab->link == NULL);

	if (query->parent != 0)
		return LINES;
	if (query->bin)
		return 0;
	if (query->link != NULL)
		return alone ? 1 : RELATED;
	return alone ? 1 : LISTED;
}

static bool
has_words(struct arena *arena, const struct access *access, const char *typed, const struct db_value *cells)
{
	const struct module *module = access->plan->module;
	const char *words = text_fold(arena, typed);

	for (size_t i = 0; i < module->field_count; i++) {
		const char *text = is_read(access, &module->fields[i])
					   ? value_search_text(arena, &module->fields[i], &cells[i])
					   : NULL;

		if (text != NULL && strstr(text, words) != NULL)
			return true;
	}
	return false;
}

static bool
is_asked(struct arena *arena, const struct access *access, const struct record_query *query,
	 const struct db_value *cells)
{
	if (query->filter != NULL && !condition_holds(query->filter, cells, access->moment))
		return false;
	return text_empty(query->search) || has_words(arena, access, query->search, cells);
}

/* There are few: each new one goes to its place. */
static void
put_in_order(const struct record_query *query, struct record *records, size_t count)
{
	const struct field *sort = query->sort;

	for (size_t i = count; sort != NULL && i > 0; i--) {
		int order = value_compare(sort, &records[i - 1].cells[sort->index], &records[i].cells[sort->index]);
		struct record record = records[i];

		if (query->descending ? order >= 0 : order <= 0)
			return;
		records[i] = records[i - 1];
		records[i - 1] = record;
	}
}

struct record *
sample_list(struct arena *arena, const struct access *access, const struct record_query *query, size_t *count)
{
	const struct portal_tab *tab = tab_seen(access);
	size_t most = tab == NULL || query->after ? 0 : how_many(tab, query);
	struct record *records = arena_make_array(arena, struct record, most + 1);

	*count = 0;
	for (size_t n = 0; n < most && *count < query->limit; n++) {
		struct db_value *cells = all_cells(arena, access, tab, n);

		if (query->link != NULL)
			cells[query->link->index] = db_int(query->linked);
		if (!fits(access, tab, cells))
			continue;
		hide(access, cells);
		if (!is_asked(arena, access, query, cells))
			continue;
		fill(access, &records[*count], cells, n);
		records[*count].parent = query->parent;
		put_in_order(query, records, (*count)++);
	}
	return *count == 0 ? NULL : records;
}

struct record *
sample_find(struct arena *arena, const struct access *access, int64_t id)
{
	const struct module *module = access->plan->module;
	const struct portal_tab *tab = tab_seen(access);
	struct record *record;

	if (tab == NULL || id < SAMPLE_FIRST || id >= SAMPLE_FIRST + SAMPLE_RECORDS)
		return NULL;
	record = arena_make(arena, struct record);
	fill(access, record, all_cells(arena, access, tab, (size_t)(id - SAMPLE_FIRST)), (size_t)(id - SAMPLE_FIRST));
	record->locked = arena_make_array(arena, bool, module->field_count);
	if (!fits(access, tab, record->cells))
		return NULL;
	hide(access, record->cells);
	return record;
}

struct record_name *
sample_names(struct arena *arena, const struct access *access, const int64_t *ids, size_t id_count, size_t *count)
{
	const struct field *naming = access->plan->module->naming;
	struct record_name *names = arena_make_array(arena, struct record_name, id_count);

	*count = 0;
	for (size_t i = 0; naming != NULL && i < id_count; i++) {
		const struct record *record = sample_find(arena, access, ids[i]);

		if (record != NULL && is_read(access, naming))
			names[(*count)++] =
				(struct record_name){ids[i], value_text(arena, naming, &record->cells[naming->index])};
	}
	return *count == 0 ? NULL : names;
}

struct record_name *
sample_suggestions(struct arena *arena, const struct access *access, const char *typed, size_t limit, size_t *count)
{
	const struct record_query query = {.search = typed, .limit = limit < SAMPLE_RECORDS ? limit : SAMPLE_RECORDS};
	const struct record *records;
	int64_t ids[SAMPLE_RECORDS];
	size_t found;

	records = sample_list(arena, access, &query, &found);
	for (size_t i = 0; i < found; i++)
		ids[i] = records[i].id;
	return sample_names(arena, access, ids, found, count);
}
