/* property_portal_naive_test: asks of each row by which tab it is somebody's, and of each field which layout shows it.
 */
#include "records/property_portal_test.h"

#include "base/arena.h"

#include <inttypes.h>
#include <string.h>

/* ---- tabs ---- */

static bool
is_link(const struct field *field)
{
	return !field->retired && (field->type == FIELD_LOOKUP || field->type == FIELD_LOOKUPS);
}

static const char *
name_of_main(const struct property *property, const struct type_spec *type)
{
	return type->main < 0 ? "contacts" : property->sheets[type->main].name;
}

/* The tab by which somebody of the type sees the module; NULL: none. Of several, the first counts. */
static const struct tab_spec *
tab_of(const struct type_spec *type, size_t sheet, const struct tab_spec *before)
{
	for (const struct tab_spec *tab = type->tabs; tab < before; tab++)
		if (tab->sheet == sheet && tab->holds)
			return tab;
	return NULL;
}

static bool
leads_to_seen(const struct property *property, const struct type_spec *type, const struct tab_spec *tab,
	      const char *target)
{
	for (size_t s = 0; s < property->sheet_count; s++)
		if (strcmp(property->sheets[s].name, target) == 0)
			return tab_of(type, s, tab) != NULL;
	return false;
}

bool
portal_tab_holds(const struct property *property, const struct type_spec *type, const struct tab_spec *tab)
{
	const struct sheet *sheet = &property->sheets[tab->sheet];
	const struct field *link = tab->link < 0 ? NULL : &sheet->module->fields[tab->link];
	const char *target = link != NULL && is_link(link) ? link->target->name : "";
	bool own = (int)tab->sheet == type->main, unknown = tab->link_name != NULL && link == NULL;

	if (sheet->parent != NULL || unknown || tab->narrowed_to_nothing || tab->layouts == 0 ||
	    tab_of(type, tab->sheet, tab) != NULL)
		return false;
	switch (tab->tie) {
	case TIE_SELF:
		return own;
	case TIE_RECORD:
		return !own && strcmp(target, name_of_main(property, type)) == 0;
	case TIE_CLIENT: /* only contacts act for one */
		return type->main < 0 && strcmp(target, "clients") == 0;
	case TIE_THROUGH:
		return !own && leads_to_seen(property, type, tab, target);
	case TIE_PUBLIC:
		return !own;
	}
	return false;
}

/* A contact who has not said for which client sees nothing yet. */
static const struct tab_spec *
tab_for(const struct naive *naive, size_t sheet)
{
	const struct type_spec *type = naive->staff->type;

	if (type->main < 0 && naive->staff->viewer.client == 0)
		return NULL;
	return tab_of(type, sheet, type->tabs + type->tab_count);
}

/* ---- what may be done ---- */

/* What holds everybody of the portal below it in some modules: the profile of whom the portal acts as. */
static const struct profile_spec *
ceiling_of(const struct naive *naive)
{
	const char *name = naive->property->sheets[naive->sheet->parent == NULL ? naive->sheet_index : 0].name;
	bool some = strcmp(name, "tickets") == 0 || strcmp(name, "leads") == 0;

	return some && naive->property->ceiling >= 0 ? &naive->property->profiles[naive->property->ceiling] : NULL;
}

/* Whoever may change a record may do everything with its lines, and nobody else removes any. */
static unsigned
of_lines(unsigned may)
{
	return may & MAY_EDIT ? may | MAY_CREATE | MAY_DELETE : may & ~(unsigned)MAY_DELETE;
}

static unsigned
may_at_most(const struct tab_spec *tab)
{
	switch (tab->tie) {
	case TIE_SELF: /* nobody makes or removes themselves */
		return MAY_VIEW | MAY_EDIT;
	case TIE_PUBLIC:
		return MAY_VIEW;
	default:
		return MAY_VIEW | MAY_CREATE | MAY_EDIT | MAY_DELETE;
	}
}

unsigned
portal_may(const struct naive *naive)
{
	bool lines = naive->sheet->parent != NULL;
	const struct tab_spec *tab = tab_for(naive, lines ? 0 : naive->sheet_index);
	const struct profile_spec *ceiling = ceiling_of(naive);
	unsigned may;

	if (tab == NULL || (lines && !tab->has_lines))
		return 0;
	may = (tab->may | MAY_VIEW) & may_at_most(tab);
	if (lines)
		may = of_lines(may);
	if (ceiling != NULL)
		may &= lines ? of_lines(ceiling->may[0]) : ceiling->may[naive->sheet_index];
	return may & MAY_VIEW ? may : 0;
}

/* ---- whose records ---- */

static bool
leads_to(const struct property *property, const struct copy *row, int link, int64_t id)
{
	const struct db_value *value = &row->cells[link];

	if (value->type == DB_INT)
		return value->integer == id;
	return value->type == DB_TEXT &&
	       strstr(value->bytes.at, arena_printf(property->copy, "|%" PRId64 "|", id)) != NULL;
}

static bool
leads_to_theirs(const struct naive *naive, const struct tab_spec *tab, const struct copy *row)
{
	const struct property *property = naive->property;
	const struct module *target = naive->sheet->module->fields[tab->link].target;

	for (size_t s = 0; s < property->sheet_count; s++) {
		struct naive other = naive_of(property, naive->staff, s);

		for (size_t i = 0; other.sheet->module == target && i < other.sheet->row_count; i++) {
			const struct copy *candidate = &other.sheet->rows[i];

			if (!candidate->deleted && leads_to(property, row, tab->link, candidate->id) &&
			    naive_sees(&other, candidate))
				return true;
		}
	}
	return false;
}

static bool
is_tied(const struct naive *naive, const struct tab_spec *tab, const struct copy *row)
{
	const struct viewer *viewer = &naive->staff->viewer;

	switch (tab->tie) {
	case TIE_SELF:
		return row->id == viewer->record;
	case TIE_RECORD:
		return leads_to(naive->property, row, tab->link, viewer->record);
	case TIE_CLIENT:
		return leads_to(naive->property, row, tab->link, viewer->client);
	case TIE_THROUGH:
		return leads_to_theirs(naive, tab, row);
	case TIE_PUBLIC: /* as long as all staff see them too */
		return naive->sheet->sharing != SHARING_PRIVATE;
	}
	return false;
}

bool
portal_has(const struct naive *naive, const struct copy *row)
{
	const struct tab_spec *tab = tab_for(naive, naive->sheet_index);

	return tab != NULL && is_tied(naive, tab, row) &&
	       (tab->narrowed == NULL || condition_holds(tab->narrowed, row->cells, &naive->staff->moment));
}

/* ---- fields ---- */

/* Nobody of the portal says whose a record is, or names anybody of the staff. */
enum level
portal_level(const struct naive *naive, const struct field *field)
{
	bool lines = naive->sheet->parent != NULL;
	const struct tab_spec *tab = tab_for(naive, lines ? 0 : naive->sheet_index);
	const struct profile_spec *ceiling = ceiling_of(naive);
	enum level level = LEVEL_HIDDEN, most;
	bool ties;

	if (tab != NULL)
		level = lines ? tab->lines[field->index] : tab->levels[field->index];
	ties = tab != NULL && !lines && tab->tie != TIE_THROUGH && tab->link == (int)field->index;
	level = level == LEVEL_WRITE && (ties || field->type == FIELD_STAFF) ? LEVEL_READ : level;
	most = ceiling == NULL ? LEVEL_WRITE : ceiling->levels[naive->sheet_index][field->index];
	return level < most ? level : most;
}
