/* portal_forced: ties what a portal user writes to them, and holds back what they would not see any more. */
#include "records/portal_forced.h"

#include "base/arena.h"
#include "core/weakened.h"

#include <inttypes.h>

const struct portal_tab *
portal_tab_of(const struct access *access)
{
	const struct user_type *type =
		access->viewer->kind != VIEWER_CLIENT ? NULL : viewer_user_type(access->plan->rights, access->viewer);

	return type == NULL ? NULL : type->by_module[access->plan->module->index];
}

bool
portal_ties_by_itself(const struct access *access, const struct field *link)
{
	const struct portal_tab *tab = portal_tab_of(access);

	return tab != NULL && tab->link == link && (tab->tie == TIE_RECORD || tab->tie == TIE_CLIENT);
}

bool
portal_makes(const struct access *access)
{
	const struct portal_tab *tab = portal_tab_of(access);

	return tab == NULL || tab->tie != TIE_THROUGH || tab->link == NULL || tab->module != access->plan->module ||
	       access->plan->writable[tab->link->index];
}

/* ---- what is forced ---- */

static void
set_link(struct writing *writing, const struct field *link, int64_t id)
{
	struct db_value *cell = &writing->after->cells[link->index];

	if (id == 0)
		*cell = db_null();
	else if (link->type == FIELD_LOOKUPS)
		*cell = db_text(arena_printf(tx_arena(writing->tx), "|%" PRId64 "|", id));
	else
		*cell = db_int(id);
}

static void
tie(struct writing *writing, const struct portal_tab *tab)
{
	const struct viewer *viewer = writing->access->viewer;

	if (tab->link != NULL && tab->tie == TIE_RECORD)
		set_link(writing, tab->link, viewer->record);
	if (tab->link != NULL && tab->tie == TIE_CLIENT)
		set_link(writing, tab->link, viewer->client);
}

/* "Is not" of a yes/no is the other one. */
static bool
plain_value(const struct condition *part, struct db_value *value)
{
	if (part->kind != CONDITION_COMPARE || part->value_count != 1)
		return false;
	*value = part->values[0];
	if (part->comparison == COMPARE_IS_NOT && part->field->type == FIELD_YES_NO)
		value->integer = !value->integer;
	else if (part->comparison != COMPARE_IS)
		return false;
	return part->field->type == FIELD_YES_NO || part->field->type == FIELD_CHOICE ||
	       part->field->type == FIELD_LOOKUP || part->field->type == FIELD_TEXT ||
	       part->field->type == FIELD_INTEGER;
}

static void
meet(struct writing *writing, const struct condition *part)
{
	const struct moment *moment = writing->access->moment;
	struct db_value value;

	if (part->kind == CONDITION_ALL) {
		for (size_t i = 0; i < part->part_count; i++)
			meet(writing, &part->parts[i]);
		return;
	}
	if (!condition_holds(part, writing->after->cells, moment) && plain_value(part, &value) &&
	    !part->field->system && !writing->draft->given[part->field->index])
		writing->after->cells[part->field->index] = value;
}

void
portal_force(struct writing *writing)
{
	const struct portal_tab *tab = portal_tab_of(writing->access);

	if (writing->access->viewer->kind != VIEWER_CLIENT || writing->module->parent != NULL)
		return; /* lines are their record's */
	writing->after->cells[SYSTEM_OWNER] = db_optional(portal_owner(writing->tx, writing->access), 0);
	if (tab == NULL)
		return;
	tie(writing, tab);
	if (tab->narrowed != NULL)
		meet(writing, tab->narrowed);
}

/* ---- what would not be seen ---- */

/* The first field that the viewer wrote so that the condition does not hold. */
static const struct field *
blamed(const struct writing *writing, const struct condition *part)
{
	const struct field *field = NULL;

	if (part->kind == CONDITION_COMPARE)
		return writing->draft->given[part->field->index] &&
				       !condition_holds(part, writing->after->cells, writing->access->moment)
			       ? part->field
			       : NULL;
	for (size_t i = 0; i < part->part_count && field == NULL; i++)
		field = blamed(writing, &part->parts[i]);
	return field;
}

static void
refuse(struct writing *writing)
{
	const struct portal_tab *tab = portal_tab_of(writing->access);
	const struct field *field = NULL;

	if (tab != NULL && tab->narrowed != NULL && tab->module == writing->module)
		field = blamed(writing, tab->narrowed);
	if (field != NULL)
		writing_refuse(writing, field,
			       N_("With this you would not see it any more. Please choose something else."));
	else if (tab != NULL && tab->tie == TIE_THROUGH && writing->draft->given[tab->link->index])
		writing_refuse(writing, tab->link, N_("Please choose an entry of the list."));
	else
		writing_refuse(writing, NULL,
			       N_("This cannot be kept: you would not see it afterwards. Please ask us about it."));
}

bool
portal_still_sees(struct writing *writing)
{
	if (writing->access->viewer->kind != VIEWER_CLIENT || weakened(CHECK_STILL_SEEN) ||
	    portal_sees(writing->tx, writing->access, writing->after->id))
		return true;
	refuse(writing);
	return false;
}
