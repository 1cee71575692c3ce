/* Tests of arranging a layout: every move keeps each field in one place, or aside. */
#include "base/arena.h"
#include "base/str.h"
#include "base/test.h"
#include "modules/arrangement.h"

/* Five fields; the last is out of use. */
static struct arrangement *
five_fields(struct arena *arena, size_t placed)
{
	static const char *const names[] = {"plate", "brand", "client", "notes", "old"};
	struct module *module = arena_make(arena, struct module);
	struct field *fields = arena_make_array(arena, struct field, 5);
	struct arrangement *arrangement;

	*module = (struct module){.name = "vehicles", .fields = fields, .field_count = 5};
	for (size_t i = 0; i < 5; i++)
		fields[i] = (struct field){.name = names[i], .module = module, .index = i, .retired = i == 4};
	arrangement = arrangement_new(arena, module);
	arrangement_add_section(arrangement, 2);
	arrangement_add_section(arrangement, 1);
	for (size_t i = 0; i < placed; i++)
		arrangement_add(arrangement, i < 2 ? 0 : 1, (struct arranged){.field = &fields[i], .wide = i == 1});
	return arrangement;
}

/* "plate brand | client": what stands where. */
static const char *
words(struct arena *arena, const struct arrangement *arrangement)
{
	struct builder text = builder_new(arena, 0);

	for (size_t s = 0; s < arrangement->count; s++) {
		if (s > 0)
			build_text(&text, " |");
		for (size_t i = 0; i < arrangement->sections[s].count; i++)
			build_printf(&text, "%s%s", text.length == 0 ? "" : " ",
				     arrangement->sections[s].items[i].field->name);
	}
	return builder_text(&text);
}

TEST(fields_move_up_and_down_and_on_into_the_next_section)
{
	struct arena *arena = arena_new(0);
	struct arrangement *arrangement = five_fields(arena, 4);

	assert_string_equal(words(arena, arrangement), "plate brand | client notes");
	assert_true(arrangement_do(arrangement, "down:plate"));
	assert_string_equal(words(arena, arrangement), "brand plate | client notes");
	assert_true(arrangement_do(arrangement, "down:plate"));
	assert_string_equal(words(arena, arrangement), "brand | plate client notes");
	assert_true(arrangement_do(arrangement, "up:plate"));
	assert_string_equal(words(arena, arrangement), "brand plate | client notes");
	assert_true(arrangement_do(arrangement, "up:notes"));
	assert_string_equal(words(arena, arrangement), "brand plate | notes client");
	assert_false(arrangement_do(arrangement, "up:brand"));
	assert_false(arrangement_do(arrangement, "down:client"));
	assert_true(arrangement->sections[0].items[0].wide);
	arena_free(arena);
}

TEST(a_field_is_dragged_to_any_place_and_aside)
{
	struct arena *arena = arena_new(0);
	struct arrangement *arrangement = five_fields(arena, 3);

	assert_true(arrangement_do(arrangement, "place:notes:0:1"));
	assert_string_equal(words(arena, arrangement), "plate notes brand | client");
	assert_true(arrangement_do(arrangement, "place:plate:0:2"));
	assert_string_equal(words(arena, arrangement), "notes brand plate | client");
	assert_true(arrangement_do(arrangement, "place:brand:1:99") == false);
	assert_true(arrangement_do(arrangement, "place:brand:1:5"));
	assert_string_equal(words(arena, arrangement), "notes plate | client brand");
	assert_true(arrangement_do(arrangement, "place:client:aside:0"));
	assert_string_equal(words(arena, arrangement), "notes plate | brand");
	assert_true(arrangement_do(arrangement, "out:brand"));
	assert_true(arrangement_do(arrangement, "in:client"));
	assert_string_equal(words(arena, arrangement), "notes plate | client");
	assert_ptr_equal(arrangement->moved, field_named(arrangement->module, "client"));
	arena_free(arena);
}

TEST(sections_change_places_and_their_fields_go_aside_with_them)
{
	struct arena *arena = arena_new(0);
	struct arrangement *arrangement = five_fields(arena, 4);

	assert_true(arrangement_do(arrangement, "section:up:1"));
	assert_string_equal(words(arena, arrangement), "client notes | plate brand");
	assert_true(arrangement_do(arrangement, "section:add"));
	assert_true(arrangement_do(arrangement, "section:remove:0"));
	assert_string_equal(words(arena, arrangement), "plate brand |");
	assert_true(arrangement_do(arrangement, "section:remove:1"));
	assert_false(arrangement_do(arrangement, "section:remove:0"));
	for (int i = 1; i < ARRANGEMENT_SECTIONS; i++)
		assert_true(arrangement_do(arrangement, "section:add"));
	assert_false(arrangement_do(arrangement, "section:add"));
	arena_free(arena);
}

TEST(what_is_not_understood_changes_nothing)
{
	static const char *const nonsense[] = {
		"",
		"up",
		"up:",
		"up:nobody",
		"up:old",
		"place:plate",
		"place:plate:",
		"place:plate:7:0",
		"place:plate:0:-1",
		"place:plate:x:0",
		"section:",
		"section:up:0",
		"section:down:1",
		"section:remove:9",
		"section:remove:-1",
		"turn:plate",
		"out:notes",
		"place:notes:aside",
	};
	struct arena *arena = arena_new(0);
	struct arrangement *arrangement = five_fields(arena, 3);

	for (size_t i = 0; i < sizeof nonsense / sizeof nonsense[0]; i++) {
		assert_false(arrangement_do(arrangement, nonsense[i]));
		assert_string_equal(words(arena, arrangement), "plate brand | client");
	}
	arena_free(arena);
}

TEST(a_field_stands_in_one_place_only)
{
	struct arena *arena = arena_new(0);
	struct arrangement *arrangement = five_fields(arena, 3);

	arrangement_add(arrangement, 1, (struct arranged){.field = field_named(arrangement->module, "plate")});
	arrangement_add(arrangement, 1, (struct arranged){.field = &arrangement->module->fields[4]});
	assert_string_equal(words(arena, arrangement), "plate brand | client");
	arena_free(arena);
}
