/* field_place_test: what can be chosen of the fields of a tab, what is wrong with a choice, and what it tells in words.
 */
#include "user_types/field_place.h"

#include "base/arena.h"
#include "base/test.h"
#include "db/db_testing.h"
#include "rights/price.h"
#include "user_types/field_world_test.h"
#include "user_types/version_words.h"

static const struct field_place *
place_of(struct world *world, struct request *rq, const struct setup *setup, const char *module)
{
	size_t count;
	const struct field_place *places = place_list(rq, setup, &count);

	return place_find(places, count, world_module(world, module), 0);
}

static const struct field *
field_of(const struct field_place *place, const char *name)
{
	return field_named(place->module, name);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, what_is_required_stays_required_where_records_are_created)
{
	struct world world = rights_world(db, arena);
	struct request *rq = setup_request(&world);
	const struct setup *setup = setup_with(&world, TICKETS_TAB);
	const struct field_place *tickets = place_of(&world, rq, setup, "tickets");

	assert_true(tickets->chosen);
	assert_non_null(place_trouble(tickets, field_of(tickets, "subject"), LEVEL_READ));
	assert_non_null(place_trouble(tickets, field_of(tickets, "subject"), LEVEL_HIDDEN));
	assert_null(place_trouble(tickets, field_of(tickets, "subject"), LEVEL_WRITE));
	assert_null(place_trouble(tickets, field_of(tickets, "state"), LEVEL_HIDDEN)); /* it has a default */
	assert_null(place_trouble(tickets, field_of(tickets, "description"), LEVEL_HIDDEN));
	assert_int_equal(place_sums(tickets).wrong, 1);
	setup = setup_with(&world,
			   "{'module': 'tickets', 'tie': 'client', 'link': 'client', 'may': ['edit'], 'layouts': "
			   "[{'fields': {'number': 'read'}}]}");
	tickets = place_of(&world, rq, setup, "tickets");
	assert_int_equal(place_sums(tickets).wrong, 0); /* nobody creates any */
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, what_the_tab_itself_gives_need_not_be_written)
{
	struct world world = rights_world(db, arena);
	struct request *rq = setup_request(&world);
	const struct setup *setup;
	const struct field_place *place;

	world_run(&world,
		  "update field set required = 1 where name in ('client', 'channel') and module_id = (select id "
		  "from module where name = 'tickets')");
	rq->rights = world.rights;
	setup = setup_with(&world, TICKETS_TAB);
	place = place_of(&world, rq, setup, "tickets");
	assert_null(place_trouble(place, field_of(place, "client"), LEVEL_HIDDEN));
	assert_null(place_trouble(place, field_of(place, "channel"), LEVEL_HIDDEN));
	setup = setup_with(&world, TICKETS_TAB ", {'module': 'comments', 'tie': 'through', 'link': 'ticket', 'may': "
					       "['create'], 'layouts': [{'fields': {'text': 'write'}}]}");
	place = place_of(&world, rq, setup, "comments");
	assert_non_null(place_trouble(place, field_of(place, "ticket"), LEVEL_READ)); /* which ticket, they say */
	assert_null(place_trouble(place, field_of(place, "ticket"), LEVEL_WRITE));
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, nobody_writes_what_is_not_theirs_to_write)
{
	struct world world = rights_world(db, arena);
	struct request *rq = setup_request(&world);
	const struct field_place *place = place_of(&world, rq, setup_with(&world, TICKETS_TAB), "tickets");

	assert_int_equal(place_most(place, field_of(place, "subject")), LEVEL_WRITE);
	assert_int_equal(place_most(place, field_of(place, "client")), LEVEL_READ);
	assert_int_equal(place_most(place, field_of(place, "number")), LEVEL_READ);
	assert_int_equal(place_most(place, &place->module->fields[SYSTEM_OWNER]), LEVEL_READ);
	place = place_of(
		&world, rq,
		setup_with(&world, "{'module': 'tickets', 'tie': 'client', 'link': 'client', 'layouts': [{}]}"),
		"tickets");
	assert_int_equal(place_most(place, field_of(place, "subject")), LEVEL_READ);
	assert_false(place->chosen);
	assert_int_equal(place_level(place, field_of(place, "subject")), LEVEL_READ); /* proposed */
	assert_int_equal(place_sums(place).seen, 0);
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, amounts_that_tell_a_hidden_price_are_known)
{
	struct world world = rights_world(db, arena);
	struct request *rq = setup_request(&world);
	const struct field_place *offers = place_of(&world, rq, setup_with(&world, OFFERS_TAB), "offers");
	const struct field *price = price_told(offers->type, field_of(offers, "total"));

	assert_non_null(price);
	assert_string_equal(price->module->name, "offer_lines");
	assert_string_equal(price->name, price_name);
	assert_null(price_told(offers->type, field_of(offers, "subject")));
	rights_free(world.rights);
}

/* ---- choosing ---- */

TEST_BOTH_ENGINES_WITH(rights_world_make, a_choice_is_kept_in_the_draft)
{
	struct world world = rights_world(db, arena);
	struct request *rq = setup_request(&world);
	struct setup *setup = setup_with(&world, OFFERS_TAB);
	const struct field_place *offers = place_of(&world, rq, setup, "offers"),
				 *lines = place_of(&world, rq, setup, "offer_lines");
	enum level *levels = arena_make_array(arena, enum level, offers->module->field_count);
	enum level *none = arena_make_array(arena, enum level, lines->module->field_count);

	assert_true(lines->lines);
	levels[field_of(offers, "number")->index] = LEVEL_READ;
	place_choose(setup, offers, levels);
	place_choose(setup, lines, none);
	offers = place_of(&world, rq, setup, "offers");
	assert_int_equal(place_level(offers, field_of(offers, "number")), LEVEL_READ);
	assert_int_equal(place_level(offers, field_of(offers, "total")), LEVEL_HIDDEN);
	assert_int_equal(place_sums(offers).seen, 1);
	assert_false(
		place_of(&world, rq, setup, "offer_lines")->chosen); /* lines of which nothing is seen are not there */
	rights_free(world.rights);
}

/* ---- in words ---- */

/* "Tickets: sentence; sentence", one a line. */
static const char *
differences(struct world *world, struct request *rq, const char *from, const char *to)
{
	const struct doc *groups =
		setup_differences(rq, from == NULL ? NULL : draft_with(world, from), draft_with(world, to));
	struct builder out = builder_new(world->arena, 0);

	for (size_t i = 0; i < groups->list.count; i++) {
		build_printf(&out, i == 0 ? "" : "\n");
		format_value(rq->formats, doc_get(groups->list.items[i], STR("label")), STR(""), &out);
		build_printf(&out, ": %s", sentences_of(rq, doc_get(groups->list.items[i], STR("changes"))));
	}
	return builder_text(&out);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, what_differs_is_said_in_words)
{
	struct world world = rights_world(db, arena);
	struct request *rq = setup_request(&world);

	assert_string_equal(differences(&world, rq, OFFERS_TAB, OFFERS_TAB), "");
	assert_string_equal(differences(&world, rq, OFFERS_TAB "," TICKETS_TAB, TICKETS_TAB),
			    "Offers: The tab goes: nothing of it is seen any more");
	assert_string_equal(differences(&world, rq, OFFERS_TAB "," TICKETS_TAB, TICKETS_TAB "," OFFERS_TAB),
			    "Order of the tabs: The tabs stand in another order");
	assert_string_equal(differences(&world, rq, NULL, TICKETS_TAB),
			    "Tickets: A new tab. Whose records: Client\nOnly records where Channel is Portal\n"
			    "May create records\nFields that are seen: Subject, State");
	assert_string_equal(
		differences(
			&world, rq, TICKETS_TAB,
			"{'module': 'tickets', 'tie': 'record', 'link': 'contact', 'may': ['edit'], 'canvas': true, "
			"'layouts': [{'fields': {'subject': 'write', 'gone': 'read'}}]}"),
		"Tickets: Whose records: Contact, before Client\nNo longer only records where Channel is Portal\n"
		"May no longer create records\nMay change records\nShown as cards\nFields that are seen: gone\n"
		"Fields that can be changed: Subject\nFields that are no longer seen: State");
	rights_free(world.rights);
}
