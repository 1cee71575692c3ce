/* demo_views: saved views that everybody shares: lists, boards, calendars and cards. */
#include "demo/demo_parts.h"

#include "base/arena.h"
#include "base/check.h"
#include "records/view.h"

static const struct {
	const char *module, *name;
	enum view_kind kind;
	const char *definition; /* in single quotes */
} views[] = {
	{"vehicles", "Tous les véhicules", VIEW_LIST,
	 "{'columns': [{'field': 'model'}, {'field': 'state'}, {'field': 'energy'}, {'field': 'driver'},"
	 " {'field': 'mileage'}, {'field': 'next_inspection'}, {'field': 'total_cost'}], 'sort': 'plate'}"},
	{"vehicles", "Par état", VIEW_BOARD,
	 "{'columns': [{'field': 'model', 'emphasis': 'strong'}, {'field': 'driver'}, {'field': 'client'}],"
	 " 'by': 'state', 'sort': 'plate'}"},
	{"vehicles", "Contrôles techniques", VIEW_CALENDAR,
	 "{'columns': [{'field': 'model'}, {'field': 'driver'}], 'by': 'next_inspection'}"},
	{"vehicles", "Cartes", VIEW_CANVAS,
	 "{'columns': [{'field': 'model', 'emphasis': 'strong', 'wide': true}, {'field': 'state'},"
	 " {'field': 'energy'}, {'field': 'mileage'}, {'field': 'next_inspection'},"
	 " {'field': 'notes', 'emphasis': 'quiet', 'wide': true}], 'sort': 'plate'}"},
	{"opportunities", "Affaires en cours", VIEW_BOARD,
	 "{'columns': [{'field': 'amount', 'emphasis': 'strong'}, {'field': 'expected_on'},"
	 " {'field': 'owner', 'emphasis': 'quiet'}], 'by': 'state', 'sort': 'expected_on', 'sum': 'amount', 'filter':"
	 " {'any': [{'field': 'state', 'comparison': 'is', 'values': ['new', 'proposal', 'negotiation']},"
	 " {'field': 'expected_on', 'comparison': 'last_days', 'values': [45]}]}}"},
	{"opportunities", "À conclure ce trimestre", VIEW_LIST,
	 "{'columns': [{'field': 'client'}, {'field': 'state'}, {'field': 'amount'}, {'field': 'weighted'},"
	 " {'field': 'expected_on'}, {'field': 'owner'}], 'sort': 'expected_on', 'filter':"
	 " {'all': [{'field': 'state', 'comparison': 'is', 'values': ['proposal', 'negotiation']},"
	 " {'field': 'expected_on', 'comparison': 'next_days', 'values': [90]}]}}"},
	{"appointments", "Agenda", VIEW_CALENDAR,
	 "{'columns': [{'field': 'client'}, {'field': 'place'}], 'by': 'starts_at'}"},
	{"tickets", "À traiter", VIEW_LIST,
	 "{'columns': [{'field': 'client'}, {'field': 'priority'}, {'field': 'state'}, {'field': 'owner'},"
	 " {'field': 'created_at'}], 'filter': {'all': [{'field': 'state', 'comparison': 'is',"
	 " 'values': ['new', 'open', 'waiting']}]}}"},
	{"tasks", "Mes tâches", VIEW_BOARD,
	 "{'columns': [{'field': 'client'}, {'field': 'due_on'}, {'field': 'priority'}], 'by': 'state',"
	 " 'sort': 'due_on', 'filter': {'all': [{'field': 'assigned_to', 'comparison': 'me', 'values': []}]}}"},
	{"products", "Catalogue", VIEW_CANVAS,
	 "{'columns': [{'field': 'code', 'emphasis': 'quiet'}, {'field': 'unit_price', 'emphasis': 'strong'},"
	 " {'field': 'unit'}, {'field': 'kind'}], 'image': 'image', 'sort': 'name', 'filter':"
	 " {'all': [{'field': 'active', 'comparison': 'is', 'values': ['yes']}]}}"},
};

/* The definition as the form of a view would have saved it: names that do not exist are a mistake in this file. */
static const char *
definition_of(struct demo *demo, const struct access *access, const char *json)
{
	struct arena *arena = tx_arena(demo->tx);
	struct builder given = builder_new(arena, 0), saved = builder_new(arena, 0);
	const struct doc *definition = demo_json(demo, json);
	struct view_shape shape;

	doc_print_json(definition, NULL, &given);
	shape = view_shape_of(arena, access, &(struct view){.definition = builder_text(&given)});
	check(!shape.broken && shape.column_count == doc_get(definition, STR("columns"))->list.count);
	doc_print_json(view_definition(arena, &shape), NULL, &saved);
	return builder_text(&saved);
}

void
demo_add_views(struct demo *demo)
{
	for (size_t i = 0; i < sizeof views / sizeof views[0]; i++) {
		const struct access *access = demo_access(demo, views[i].module, HELENE, 0);
		const struct view view = {
			.name = views[i].name,
			.kind = views[i].kind,
			.shared = true,
			.definition = definition_of(demo, access, views[i].definition),
		};

		view_create(demo->tx, access, &view);
	}
}
