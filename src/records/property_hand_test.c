/* property_hand_test: rights that are given by hand in a house by chance, and what they say of somebody and a record.
 */
#include "records/property_world_test.h"

#include "base/test.h"
#include "modules/module_store.h"

#include <inttypes.h>

enum { FIRST_GROUP = 9001, HANDS_OF_EACH = 8, DRAWN_BELOW = 100000 };

/* The first two, of which the one has lines. */
bool
sheet_is_by_hand(const struct property *property, size_t sheet)
{
	return sheet < 2 && property->sheets[sheet].parent == NULL;
}

/* ---- drawing ---- */

/* What is made later is in no group. */
static bool
is_member(int64_t record, int group)
{
	return record < DRAWN_BELOW && (record + group) % 3 == 0;
}

static void
save_group(struct tx *tx, const struct property *property, int group)
{
	db_run(tx, "insert into client_group (id, name, name_key, created_at, version) values ($1, $2, $2, 0, 1)",
	       db_int(FIRST_GROUP + group),
	       db_text(group == 0   ? "one"
		       : group == 1 ? "two"
				    : "three"));
	for (size_t s = 0; s < property->sheet_count; s++)
		for (size_t i = 0; i < property->sheets[s].row_count; i++)
			if (is_member(property->sheets[s].rows[i].id, group))
				db_run(tx, "insert into client_group_member (client_id, group_id) values ($1, $2)",
				       db_int(property->sheets[s].rows[i].id), db_int(FIRST_GROUP + group));
}

static void
save_hand(struct tx *tx, const struct property *property, const struct hand_spec *hand)
{
	if (hand->record == 0)
		db_run(tx, "insert into client_group_staff (group_id, staff_id, level) values ($1, $2, $3)",
		       db_int(FIRST_GROUP + hand->group), db_int(property->staff[hand->staff].id), db_int(hand->level));
	else
		db_run(tx, "insert into client_staff (client_id, staff_id, level, given_at) values ($1, $2, $3, 0)",
		       db_int(hand->record), db_int(property->staff[hand->staff].id), db_int(hand->level));
}

static void
save_hands(struct tx *tx, void *data)
{
	const struct property *property = data;

	for (size_t s = 0; s < property->sheet_count; s++)
		if (sheet_is_by_hand(property, s))
			db_run(tx, "update module set by_hand = 1 where id = $1",
			       db_int(property->sheets[s].module->id));
	for (int group = 0; group < PROPERTY_GROUPS; group++)
		save_group(tx, property, group);
	for (size_t i = 0; i < property->hand_count; i++)
		save_hand(tx, property, &property->hands[i]);
	catalogue_touch(tx);
}

/* Once of each staff user and thing. */
static void
add_hand(struct property *property, struct hand_spec hand)
{
	for (size_t i = 0; i < property->hand_count; i++)
		if (property->hands[i].staff == hand.staff && property->hands[i].record == hand.record &&
		    property->hands[i].group == hand.group)
			return;
	property->hands[property->hand_count++] = hand;
}

void
draw_hands(struct property *property)
{
	struct chance *chance = &property->chance;

	for (size_t staff = 0; staff < PROPERTY_STAFF; staff++) {
		for (int i = 0; i < HANDS_OF_EACH; i++) {
			const struct sheet *sheet = &property->sheets[draw(chance, property->sheet_count)];
			const struct copy *row = &sheet->rows[draw(chance, sheet->row_count)];

			add_hand(property, (struct hand_spec){staff, row->id, -1, (int)draw(chance, 3)});
		}
		for (int group = 0; group < PROPERTY_GROUPS; group++)
			if (draw_once_in(chance, 2))
				add_hand(property, (struct hand_spec){staff, 0, group, (int)draw(chance, 3)});
	}
	world_write(&property->world, save_hands, property);
	property_load(property);
	property_copy(property);
}

/* ---- asking ---- */

int
hand_said(const struct property *property, size_t staff, int64_t record)
{
	int least = -1;

	for (size_t i = 0; i < property->hand_count; i++) {
		const struct hand_spec *hand = &property->hands[i];

		if (hand->staff != staff)
			continue;
		if (hand->record == record)
			return hand->level;
		if (hand->record == 0 && is_member(record, hand->group) && (least < 0 || hand->level < least))
			least = hand->level;
	}
	return least;
}
