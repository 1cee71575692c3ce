/* export_file_test: a configuration goes out and comes in again; what a file says that is not here is said line by
 * line. */
#include "user_types/export_file.h"

#include "base/arena.h"
#include "base/test.h"
#include "db/db_testing.h"
#include "modules/label.h"
#include "user_types/field_world_test.h"

static struct configuration
read_file(struct world *world, const struct setup *setup, const char *text)
{
	return configuration_read(setup_request(world), setup, str_of(text));
}

TEST_BOTH_ENGINES_WITH(rights_world_make, a_file_brings_back_what_went_out)
{
	struct world world = rights_world(db, arena);
	struct setup *setup = setup_with(&world, TICKETS_TAB "," OFFERS_TAB);
	struct doc *file = configuration_doc(setup_request(&world), setup, setup->draft);
	const char *text = json_text(arena, file);
	struct configuration read = read_file(&world, setup, text);

	assert_non_null(read.setup);
	assert_int_equal(read.lost->list.count, 0);
	setup->draft = read.setup;
	assert_string_equal(json_text(arena, configuration_doc(setup_request(&world), setup, setup->draft)), text);
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, what_is_not_found_here_is_said_line_by_line)
{
	static const char file[] =
		"{'parvis': 'user type', 'format': 1, 'type': {'module': 'contacts'}, 'tabs': [{'module': 'gone'}, {'module': "
		"'tickets', 'tie': 'client', 'link': 'client', 'layouts': [{'layout': 'Short'}, {'fields': {'subject': "
		"'read', 'colour': 'read', 'state': 'maybe'}}], 'lines': {'parts': {}}}, {'module': 'offers', 'tie': "
		"'client', 'link': 'buyer'}, {'module': 'contracts', 'tie': 'client', 'link': 'client', 'narrowed': 'by "
		"records', 'layouts': [{}]}, {'module': 'products', 'tie': 'self', 'layouts': [{}]}], 'web': [{'label': "
		"{'fr': 'Aide'}, 'address': 'http://aide.example/'}]}";
	struct world world = rights_world(db, arena);
	const struct setup *setup = setup_with(&world, "");
	struct configuration read = read_file(&world, setup, json_text(arena, world_json(&world, file)));

	assert_non_null(read.setup);
	assert_string_equal(
		sentences_of(setup_request(&world), read.lost),
		"The tab is left out: there is no module “gone”.\n"
		"There is no layout “Short”.\n"
		"There is no field “colour”.\n"
		"What may be done with the field “state” is not understood.\n"
		"There are no lines “parts”.\n"
		"The tab is left out: there is no lookup “buyer” by which its records are theirs.\n"
		"The tab is left out: it shows only records of a condition that is not understood here. Add it by hand.\n"
		"The tab is left out: its records are not tied to people of this type here.\n"
		"The web page “http://aide.example/” is left out: its address or its name is missing or wrong.");
	assert_string_equal(json_text(arena, read.setup),
			    "{\"tabs\":[{\"module\":\"tickets\",\"tie\":\"client\",\"link\":\"client\",\"layouts\":[{"
			    "\"fields\":{\"subject\":\"read\"}}],\"may\":[],\"lines\":{}}],\"web\":[]}");
	rights_free(world.rights);
}

TEST_BOTH_ENGINES_WITH(rights_world_make, a_file_that_is_none_is_refused)
{
	static const char *const files[] = {
		"",
		"{",
		"[]",
		"{\"tabs\": []}",
		"{\"parvis\": \"user type\"}",
		"{\"parvis\": \"user type\", \"format\": 2, \"type\": {\"module\": \"contacts\"}}",
		"{\"parvis\": \"user type\", \"format\": 1, \"type\": {\"module\": \"leads\"}}",
		"{\"parvis\": \"user type\", \"format\": 1, \"type\": 7}",
	};
	struct world world = rights_world(db, arena);
	const struct setup *setup = setup_with(&world, TICKETS_TAB);

	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
		struct configuration read = read_file(&world, setup, files[i]);

		assert_null(read.setup);
		assert_non_null(read.error);
	}
	rights_free(world.rights);
}
