/* portal_shape: a list or cards, as the user type says; a designed card gives its fields, their order and the picture.
 */
#include "records/portal_shape.h"

#include "records/portal_forced.h"

#include <string.h>

/* What a card looks like, and nothing else of its view: which records these are, and in which order, the tab says. */
static void
take_card(struct tx *tx, struct view_shape *shape, const struct access *access, int64_t id)
{
	const struct view *card = card_find(tx, access->plan->module, id);
	struct view_shape designed;

	if (card == NULL)
		return;
	designed = view_shape_of(tx_arena(tx), access, card);
	memcpy(shape->columns, designed.columns, sizeof shape->columns);
	shape->column_count = designed.column_count;
	shape->image = designed.image;
}

struct view_shape
portal_shape_of(struct tx *tx, const struct access *access)
{
	const struct portal_tab *tab = portal_tab_of(access);
	struct view_shape shape = view_shape_plain(access);

	shape.kind = tab != NULL && tab->canvas ? VIEW_CANVAS : VIEW_LIST;
	if (shape.kind == VIEW_CANVAS && tab->card != 0)
		take_card(tx, &shape, access, tab->card);
	return shape;
}
