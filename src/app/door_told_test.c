/* door_told_test: what a webhook is told is cut by the plan of the one it looks for, and what its receiver answered is
 * shown to nobody who sees otherwise; without the check it would not be. */
#include "app/door_opening_test.h"

#include "base/arena.h"
#include "base/test.h"
#include "core/staff_viewer.h"
#include "core/weakened_test.h"
#include "db/db_testing.h"
#include "webhooks/delivery.h"
#include "webhooks/webhook_store.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

enum { LEAD = 7000, HOOK = 7100, DELIVERY };

/* Ben's, to whom amounts are hidden; the second of the fields that changed is one. */
static struct opening
opening_with_webhook(struct db *db, struct arena *arena)
{
	static const char *const statements[] = {
		"update module set sharing = 'write' where name = 'leads'",
		"update profile_field set level = 'hidden' where profile_id = 2 and field_id in (select field.id from field "
		"join module on module.id = field.module_id where module.name = 'leads' and field.name = 'amount')",
		"insert into webhook (id, name, url, staff_id, modules, events, state, secret, failure_count, rest_until, "
		"busy_until, created_at, created_by, version) select 7100, 'Books', 'https://hooks.example.fr/', 102, '', "
		"'|changed|', 'active', token_hash, 0, 0, 0, 0, 102, 1 from api_token where id = 102",
		"insert into webhook_delivery (id, webhook_id, message_id, kind, module, record_id, changed, happened_at, "
		"state, urgent, attempt_count, next_at, ended_at, answer, duration_ms, body_size) values (7101, 7100, 7101, "
		"'changed', 'leads', 7000, 'state amount', 0, 'delivered', 0, 1, 0, 1, 'Thanks for 5.00', 1, 1)",
	};
	struct opening opening = opening_of(db, arena);

	world_lead(&opening.world, LEAD, BEN, "new", 54321);
	opening_run(&opening, statements, COUNT(statements));
	return opening;
}

/* As the job has it told, to this staff user. */
static const char *
told_to_receiver(const struct opening *opening)
{
	struct arena *arena = arena_new(0);
	struct tx *tx = db_read(opening->world.db, arena);
	struct webhook *webhook = webhook_read(tx, HOOK);
	struct delivery *delivery = delivery_find(tx, viewer_of_staff(tx, EVA), HOOK, DELIVERY);
	int64_t version;
	const struct doc *told =
		told_doc(tx, door_house(opening->door), viewer_of_staff(tx, webhook->staff_id), delivery, &version);
	const char *text = told == NULL ? "" : arena_text(opening->arena, told_printed(arena, told));

	db_read_end(tx);
	arena_free(arena);
	return text;
}

static bool
shows_answer(const struct opening *opening, int64_t staff)
{
	struct arena *arena = arena_new(0);
	const char *path = arena_printf(arena, "/console/settings/webhooks/%s/deliveries/%s", opening_id(opening, HOOK),
					opening_id(opening, DELIVERY));
	struct door_answer answer = door_get(opening->door, arena, staff, path, NULL);
	bool shows = strstr(answer.text, "Thanks for 5.00") != NULL;

	assert_int_equal(answer.status, 200);
	arena_free(arena);
	return shows;
}

TEST_BOTH_ENGINES_WITH(rights_world_make, a_receiver_is_told_what_its_owner_sees)
{
	struct opening opening = opening_with_webhook(db, arena);

	assert_non_null(strstr(told_to_receiver(&opening), "\"changed\":[\"state\"]"));
	assert_null(strstr(told_to_receiver(&opening), "543.21"));
	WITHOUT(CHECK_TOLD, assert_non_null(strstr(told_to_receiver(&opening), "543.21")));
	WITHOUT(CHECK_TOLD_CHANGED, assert_non_null(strstr(told_to_receiver(&opening), "\"state\",\"amount\"")));
	assert_false(shows_answer(&opening, EVA));
	WITHOUT(CHECK_TOLD_ANSWER, assert_true(shows_answer(&opening, EVA)));
	rights_free(opening.world.rights);
}
