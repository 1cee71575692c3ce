/* portal_shape_test: a tab of cards shows the designed card as far as the user type goes, and nothing else of its view.
 */
#include "records/portal_shape.h"

#include "base/arena.h"
#include "base/test.h"
#include "db/db_testing.h"
#include "modules/label.h"
#include "rights/look.h"
#include "rights/rights_world_test.h"

enum { ELAN = 601, CARD = 11 };

static const char definition[] =
	"{\"columns\": [{\"field\": \"priority\", \"emphasis\": \"strong\"}, {\"field\": \"description\", \"wide\": true, "
	"\"emphasis\": \"quiet\"}, {\"field\": \"state\", \"emphasis\": \"strong\"}], \"image\": \"owner\", \"sort\": "
	"\"state\", \"filter\": {\"all\": [{\"field\": \"priority\", \"comparison\": \"is\", \"values\": [\"high\"]}]}}";

struct drawing {
	struct world *world;
	const char *card; /* as the tab says it */
	bool canvas;
	const char *words; /* "cards: description/quiet/wide state/strong/" */
};

static const char *
words_of(struct arena *arena, const struct view_shape *shape)
{
	struct builder words = builder_new(arena, 0);

	build_printf(&words, "%s:", view_kind_names[shape->kind]);
	for (size_t i = 0; i < shape->column_count; i++)
		build_printf(&words, " %s/%s%s", shape->columns[i].field->name,
			     emphasis_names[shape->columns[i].emphasis], shape->columns[i].wide ? "/wide" : "");
	return builder_text(&words);
}

/* EVA looks at a tab that only exists here. */
static void
draw(struct tx *tx, void *data)
{
	struct drawing *drawing = data;
	struct world *world = drawing->world;
	struct user_type type = {.id = 1, .main = world_module(world, "contacts")};
	struct look look = {
		.looker = world_viewer(world, EVA), .draft = &type, .language = "fr", .arena = world->arena};
	const struct viewer viewer = {
		.kind = VIEWER_CLIENT, .preview = true, .staff = EVA, .client = ELAN, .look = &look, .theme = ""};
	const char *json = arena_printf(world->arena,
					"{'tabs': [{'module': 'tickets', 'tie': 'client', 'link': 'client', %s%s "
					"'layouts': [{'fields': {'subject': 'read', 'state': 'read', 'description': "
					"'read'}}]}]}",
					drawing->canvas ? "'canvas': true, " : "", drawing->card);
	const struct plan *plan;
	struct view_shape shape;

	user_type_read(world->arena, world->rights, &type, world_json(world, json));
	plan = plan_for(world->rights, &viewer, world_module(world, "tickets"), &world->moment);
	shape = portal_shape_of(tx, access_to(world->arena, NULL, &viewer, plan, &world->moment));
	assert_null(shape.filter);
	assert_null(shape.sort);
	assert_null(shape.image);
	assert_false(shape.broken);
	drawing->words = words_of(world->arena, &shape);
}

static const char *
drawn(struct world *world, bool canvas, const char *card)
{
	struct drawing drawing = {.world = world, .card = card, .canvas = canvas};

	world_write(world, draw, &drawing);
	return drawing.words;
}

static void
add_card(struct tx *tx, void *data)
{
	(void)data;
	db_run(tx,
	       "insert into view (id, module_id, name, kind, staff_id, shared, preferred, definition, created_at, version) "
	       "select $1, id, 'Carte', 'canvas', 102, 1, 0, $2, 0, 1 from module where name = 'tickets'",
	       db_int(CARD), db_text(definition));
}

TEST_BOTH_ENGINES_WITH(rights_world_make, a_tab_of_cards_shows_of_the_designed_card_what_its_people_see)
{
	static const char plain[] = "canvas: state/plain";
	struct world world = rights_world(db, arena);
	const char *card = arena_printf(arena, "'card': '%s',", "000000000000b");

	world_write(&world, add_card, NULL);
	assert_string_equal(drawn(&world, false, ""), "list: state/plain");
	assert_string_equal(drawn(&world, true, ""), plain);
	assert_string_equal(drawn(&world, true, card), "canvas: description/quiet/wide state/strong");
	assert_string_equal(drawn(&world, false, card), "list: state/plain");
	assert_string_equal(drawn(&world, true, "'card': 'carte',"), plain);
	world_run(&world, "update view set shared = 0");
	assert_string_equal(drawn(&world, true, card), plain);
	world_run(&world, "update view set shared = 1, kind = 'board'");
	assert_string_equal(drawn(&world, true, card), plain);
	world_run(&world, "update view set kind = 'canvas', module_id = (select id from module where name = 'leads')");
	assert_string_equal(drawn(&world, true, card), plain);
	rights_free(world.rights);
}
