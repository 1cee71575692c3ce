/* field_world_test: makes setups in memory; only the modules are of the database. */
#include "user_types/field_world_test.h"

#include "base/arena.h"
#include "core/house_test.h"

struct doc *
draft_with(struct world *world, const char *tabs)
{
	return world_json(world, arena_printf(world->arena, "{'tabs': [%s], 'web': []}", tabs));
}

struct setup *
setup_with(struct world *world, const char *tabs)
{
	struct setup *setup = arena_make(world->arena, struct setup);

	setup->id = 1;
	setup->main = world_module(world, "contacts");
	setup->main_module_id = setup->main->id;
	setup->is_default = true;
	setup->version = 1;
	setup->label.builtin = "Clients";
	setup->draft = draft_with(world, tabs);
	return setup;
}

struct request *
setup_request(struct world *world)
{
	const struct house *house = house_for_test(world->arena, world->db, NULL);
	struct request *rq = request_for_test(house, world->arena, "", NULL);

	rq->rights = world->rights;
	rq->moment = &world->moment;
	return rq;
}

const char *
sentences_of(struct request *rq, const struct doc *list)
{
	struct builder out = builder_new(rq->arena, 0);

	for (size_t i = 0; i < list->list.count; i++) {
		if (i > 0)
			build_printf(&out, "\n");
		format_value(rq->formats, doc_get(list->list.items[i], STR("text")), STR(""), &out);
	}
	return builder_text(&out);
}
