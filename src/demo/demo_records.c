/* demo_records: writes records of the demonstration as staff would, on days that have passed. */
#include "demo/demo_parts.h"

#include "base/arena.h"
#include "base/check.h"
#include "base/id.h"
#include "base/instant.h"
#include "base/log.h"
#include "core/house.h"
#include "records/record.h"

#include <string.h>

/* ---- modules and rights ---- */

static void
forget(void *rights)
{
	rights_free(rights);
}

void
demo_look_again(struct demo *demo)
{
	const struct moment moment = moment_now(demo->tx, 0);
	struct rights *rights = rights_load(demo->tx, demo->house->features, demo->house->feature_count);

	arena_at_end(tx_arena(demo->tx), forget, rights);
	demo->rights = rights;
	demo->now = moment.now;
	demo->today = moment.today;
	demo->zone = moment.zone;
}

const struct module *
demo_module(const struct demo *demo, const char *name)
{
	const struct module *module = module_named(demo->rights->catalogue, name);

	check(module != NULL);
	return module;
}

struct doc *
demo_json(struct demo *demo, const char *json)
{
	char *text = arena_text(tx_arena(demo->tx), json);
	const char *error = NULL;
	struct doc *doc;

	for (char *at = text; *at != '\0'; at++)
		if (*at == '\'')
			*at = '"';
	doc = doc_parse_json(tx_arena(demo->tx), str_of(text), 12, 1000, &error);
	check(doc != NULL);
	return doc;
}

/* ---- values ---- */

const char *
demo_id(struct demo *demo, int64_t id)
{
	char text[ID_LENGTH + 1];

	id_print(text, id);
	return arena_text(tx_arena(demo->tx), text);
}

const char *
demo_day(struct demo *demo, int days)
{
	char text[16];

	day_print(text, demo->today + days);
	return arena_text(tx_arena(demo->tx), text);
}

const char *
demo_instant(struct demo *demo, int days, int hour, int minute)
{
	return arena_printf(tx_arena(demo->tx), "%sT%02d:%02d", demo_day(demo, days), hour, minute);
}

const char *
demo_whole(struct demo *demo, unsigned number)
{
	return arena_printf(tx_arena(demo->tx), "%u", number);
}

/* ---- records ---- */

/* Staff write what is theirs with the hand of an administrator: nothing is kept from them here. */
const struct access *
demo_access(struct demo *demo, const char *module, enum demo_staff by, int days_ago)
{
	struct arena *arena = tx_arena(demo->tx);
	struct viewer *viewer = arena_make(arena, struct viewer);
	struct moment *moment = arena_make(arena, struct moment);

	*viewer = (struct viewer){.kind = VIEWER_STAFF,
				  .staff = demo->staff[by],
				  .profile = PROFILE_ADMINISTRATOR,
				  .profile_id = profile_id_of(PROFILE_ADMINISTRATOR),
				  .name = "",
				  .theme = ""};
	*moment = (struct moment){.now = demo->now - days_ago * (int64_t)DAY_MS -
					 (days_ago == 0 ? 0 : (int64_t)demo_chance(demo, 6 * HOUR_MS)),
				  .today = demo->today,
				  .zone = demo->zone,
				  .staff = demo->staff[by]};
	return access_to(arena, NULL, viewer, plan_for(demo->rights, viewer, demo_module(demo, module), moment),
			 moment);
}

static void
take(struct demo *demo, struct record_draft *draft, const struct field *field, const char *text)
{
	const char *error = "";

	draft->given[field->index] = true;
	if (text != NULL && !value_parse(tx_arena(demo->tx), field, text, &draft->cells[field->index], &error)) {
		log_error("demo.value", "%s: %s: %s", field->name, text, error);
		check(false);
	}
}

int64_t
demo_add_line(struct demo *demo, const char *module, int64_t parent, enum demo_staff by, int days_ago,
	      const char *const *fields)
{
	const struct access *access = demo_access(demo, module, by, days_ago);
	struct record_draft *draft = record_draft(tx_arena(demo->tx), access->plan->module);
	struct record_trouble trouble;
	enum record_outcome outcome;
	int64_t id = 0;

	draft->parent = parent;
	for (size_t i = 0; fields[i] != NULL; i += 2) {
		const struct field *field = field_named(access->plan->module, fields[i]);

		check(field != NULL);
		take(demo, draft, field, fields[i + 1]);
	}
	outcome = record_create(demo->tx, access, draft, &id, &trouble);
	if (outcome != RECORD_DONE)
		log_error("demo.record", "%s: %s: %s", module, trouble.field == NULL ? "" : trouble.field->name,
			  trouble.error == NULL ? "" : trouble.error);
	check(outcome == RECORD_DONE || tx_trouble(demo->tx) != DB_FINE);
	return id;
}

int64_t
demo_add(struct demo *demo, const char *module, enum demo_staff by, int days_ago, const char *const *fields)
{
	return demo_add_line(demo, module, 0, by, days_ago, fields);
}
