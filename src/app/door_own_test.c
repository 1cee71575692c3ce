/* door_own_test: what is somebody's own (comments, views, imports, files made for them, webhooks, tokens) is nobody
 * else's; without the check it would be. */
#include "app/door_opening_test.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/test.h"
#include "core/house_test.h"
#include "core/weakened_test.h"
#include "db/db_testing.h"
#include "people/handlers.h"
#include "sys/clock.h"

#include <inttypes.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define HOOK(host, more)                                                                                               \
	"{\"name\":\"x\",\"url\":\"https://" host ".example.fr/\",\"all\":\"yes\",\"events\":[\"created\"]," more "}"
#define LEADS_ID "(select id from module where name = 'leads')"

enum {
	LEAD = 7000,
	REMARK = 7100,
	VIEW,
	SHARED_VIEW,
	IMPORT,
	EXPORT,
	WEBHOOK,
	HOST,
	BATCH,
	CLIENT_DRAFT,
	PROFILE = 7200
};

/* All of it is Ben's; Cleo may do what he may. */
static struct opening
opening_with_belongings(struct db *db, struct arena *arena)
{
	struct opening opening = opening_of(db, arena);
	const char *statements[] = {
		"update module set sharing = 'write' where name = 'leads'",
		"insert into profile (id, name, created_at, version) values (7200, 'Like managers', 0, 1)",
		"insert into profile_module (profile_id, module_id, may) select 7200, module_id, may from profile_module "
		"where profile_id = 2",
		"insert into profile_field (profile_id, field_id, level) select 7200, field_id, level from profile_field "
		"where profile_id = 2",
		"insert into profile_permission (profile_id, permission) values (7200, 'webhook.write'), (7200, 'portal.invite')",
		"update staff set profile_id = 7200 where id in (102, 103)",
		"insert into remark (id, module_id, record_id, staff_id, text, created_at) values (7100, " LEADS_ID
		", 7000, 102, 'Hello', 0)",
		"insert into view (id, module_id, name, kind, staff_id, shared, preferred, definition, created_at, version) "
		"values (7101, " LEADS_ID ", 'Mine', 'list', 102, 0, 0, '{}', 0, 1), (7102, " LEADS_ID
		", 'Ours', 'list', 102, 1, 0, '{}', 0, 1)",
		arena_printf(
			arena,
			"insert into record_import (id, module_id, staff_id, state, file_name, blob, sample, "
			"line_count, mapping, position, created_count, changed_count, same_count, bad_count, "
			"created_at, finished_at, version) values (7103, " LEADS_ID
			", 102, 'done', 'a.csv', 'x', '{\"headings\":[],\"rows\":[],\"lines\":[]}', 0, '{}', 0, 0, 0, 0, 0, %" PRId64
			", %" PRId64 ", 1)",
			clock_now(), clock_now()),
		arena_printf(arena,
			     "insert into record_export (id, module_id, staff_id, format, request, state, row_count, "
			     "file_name, size, created_at) values (7104, " LEADS_ID
			     ", 102, 'csv', '{}', 'waiting', 0, 'a.csv', 0, %" PRId64 ")",
			     clock_now()),
		"insert into webhook (id, name, url, staff_id, modules, events, state, secret, failure_count, rest_until, "
		"busy_until, created_at, created_by, version) select 7105, 'Books', 'https://hooks.example.fr/', 102, '', "
		"'|created|', 'active', token_hash, 0, 0, 0, 0, 102, 1 from api_token where id = 102",
		"insert into egress_host (id, host, created_at, created_by) values (7106, 'hooks.example.fr', 0, 101)",
		arena_printf(arena,
			     "insert into client_draft (id, staff_id, created_at, changed_at, version) "
			     "values (7108, 102, %" PRId64 ", %" PRId64 ", 1)",
			     clock_now(), clock_now()),
		"insert into invitation_batch (id, user_type_id, module_id, staff_id, state, renews, position, found_count, "
		"sent_count, created_at) values (7107, 1, " LEADS_ID ", 102, 'done', 0, 0, 0, 0, 0)",
	};

	world_lead(&opening.world, LEAD, BEN, "new", 500);
	opening_run(&opening, statements, COUNT(statements));
	return opening;
}

TEST_BOTH_ENGINES_WITH(rights_world_make, what_is_somebodys_own_is_nobody_elses)
{
	static const char hooks[] = "/console/settings/webhooks";
	struct opening opening = opening_with_belongings(db, arena);
	const char *leads = "/console/records/leads";
	const char *remark = arena_printf(arena, "%s/%s/remarks/%s", leads, opening_id(&opening, LEAD),
					  opening_id(&opening, REMARK));
	const char *shared = arena_printf(arena, "%s/views/%s", leads, opening_id(&opening, SHARED_VIEW));
	const char *import = arena_printf(arena, "/console/imports/%s", opening_id(&opening, IMPORT));
	struct trial trials[] = {
		{CHECK_OWN_REMARK, CLEO, remark, NULL, "{\"text\":\"Mine now\"}", 404},
		{CHECK_OWN_REMARK, CLEO, arena_printf(arena, "%s/removal", remark), NULL, "{}", 404},
		{CHECK_OTHERS_VIEW, CLEO,
		 arena_printf(arena, "%s/views/%s/preference", leads, opening_id(&opening, VIEW)), NULL, "{}", 404},
		{CHECK_OWN_VIEW, CLEO, shared, NULL, "{\"name\":\"Mine now\",\"kind\":\"list\"}", 404},
		{CHECK_OWN_VIEW, CLEO, arena_printf(arena, "%s/removal", shared), NULL, "{}", 404},
		{CHECK_OWN_IMPORT, CLEO, import, NULL, NULL, 404},
		{CHECK_OWN_IMPORT, CLEO, arena_printf(arena, "%s/undo", import), NULL, "{}", 404},
		{CHECK_OWN_EXPORT, CLEO, arena_printf(arena, "/console/exports/%s", opening_id(&opening, EXPORT)), NULL,
		 NULL, 404},
		{CHECK_OWN_BATCH, CLEO,
		 arena_printf(arena, "/console/invitations/batches/%s", opening_id(&opening, BATCH)), NULL, NULL, 404},
		{CHECK_OWN_CLIENT_DRAFT, CLEO,
		 arena_printf(arena, "/console/client-drafts/%s/staff", opening_id(&opening, CLIENT_DRAFT)), NULL, NULL,
		 404},
		{CHECK_OWN_WEBHOOK, CLEO, arena_printf(arena, "%s/%s", hooks, opening_id(&opening, WEBHOOK)), NULL,
		 NULL, 404},
		{CHECK_LOOK_AS, CLEO, hooks, NULL,
		 arena_printf(arena, HOOK("hooks", "\"staff\":\"%s\""), opening_id(&opening, EVA)), 422},
		{CHECK_EGRESS, CLEO, hooks, NULL, HOOK("other", "\"allow_host\":true"), 422},
	};

	opening_try(&opening, trials, COUNT(trials));
	for (size_t i = 0; i < COUNT(trials); i++) {
		trials[i].staff = BEN;
		if (trials[i].closed == 404)
			assert_int_equal(opening_status(&opening, &trials[i]), 200);
	}
	rights_free(opening.world.rights);
}

/* No token opens this page: the handler is asked itself. */
static size_t
tokens_seen(const struct opening *opening, struct viewer viewer)
{
	struct arena *arena = arena_new(0);
	struct request *rq = request_for_test(door_house(opening->door), arena, "", NULL);
	size_t count;

	rq->tx = db_read(opening->world.db, arena);
	rq->viewer = &viewer;
	count = doc_get(token_list_page(rq).document, STR("tokens"))->list.count;
	db_read_end(rq->tx);
	arena_free(arena);
	return count;
}

TEST_BOTH_ENGINES_WITH(rights_world_make, tokens_of_others_are_for_who_changes_staff)
{
	struct opening opening = opening_of(db, arena);
	struct viewer ben = world_viewer(&opening.world, BEN);

	assert_int_equal(tokens_seen(&opening, ben), 1);
	assert_int_equal(tokens_seen(&opening, world_viewer(&opening.world, EVA)), 4);
	WITHOUT(CHECK_OWN_TOKEN, assert_int_equal(tokens_seen(&opening, ben), 4));
	rights_free(opening.world.rights);
}

/* The id of the lead that is answered. */
static int64_t
lead_made(const struct opening *opening, int64_t staff)
{
	struct arena *arena = arena_new(0);
	const struct door_request request = {.staff = staff,
					     .method = HTTP_POST,
					     .path = "/console/records/leads",
					     .body = "{\"fields\":{\"name\":\"Petit\"}}",
					     .once = "the-same"};
	struct door_answer answer = door_ask(opening->door, arena, &request);
	int64_t id = 0;

	assert_in_range(answer.status, 200, 201);
	assert_true(id_parse(str_of(doc_get_text(doc_get(answer.json, STR("record")), "id")), &id));
	arena_free(arena);
	return id;
}

TEST_BOTH_ENGINES_WITH(rights_world_make, a_key_of_somebody_else_is_another_key)
{
	struct opening opening = opening_of(db, arena);
	int64_t ben = lead_made(&opening, BEN);

	assert_int_equal(lead_made(&opening, BEN), ben);
	assert_int_not_equal(lead_made(&opening, EVA), ben);
	WITHOUT(CHECK_ONCE, {
		int64_t first = lead_made(&opening, BEN);

		assert_int_equal(lead_made(&opening, EVA), first);
	});
	rights_free(opening.world.rights);
}
