/* delivery_store_test: events become deliveries, each is claimed once, and nobody hears what they may not see. */
#include "webhooks/delivery.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/test.h"
#include "core/house_test.h"
#include "core/staff_viewer.h"
#include "db/db_testing.h"
#include "records/record_world_test.h"
#include "sys/clock.h"
#include "webhooks/webhook_store.h"
#include "webhooks/webhooks.h"

#include <string.h>

struct test {
	struct world world;
	struct house *house;
	struct webhook webhook;
};

static void
create(struct tx *tx, void *data)
{
	struct test *test = data;

	webhook_create(tx, &test->webhook, EVA);
}

static struct test
test_of(struct db *db, struct arena *arena, int64_t staff)
{
	static const struct feature *const features[] = {&webhooks};
	static const struct access_rule *rules[1];
	static size_t count[1];
	struct test test = {.world = rights_world(db, arena), .house = house_for_test(arena, db, NULL)};

	rules[0] = webhooks.access;
	count[0] = webhooks.access_count;
	access_start(rules, count, 1);
	test.house->features = features;
	test.house->feature_count = 1;
	test.webhook = (struct webhook){.id = id_new(),
					.name = "Books",
					.url = "https://hooks.example.fr/",
					.staff_id = staff,
					.modules = "",
					.events = "|created|changed|deleted|restored|",
					.secret = secret_seal(arena, test.house, 1, secret_new(arena)),
					.created_at = clock_now()};
	world_write(&test.world, create, &test);
	return test;
}

struct happening {
	struct test *test;
	struct event event;
};

static void
emit(struct tx *tx, void *data)
{
	struct happening *happening = data;

	event_emit(happening->test->house, tx, &happening->event);
}

static void
happens(struct test *test, const char *kind, int64_t record, const char *changed)
{
	struct happening happening = {
		.test = test,
		.event = {.kind = kind, .object = record, .module = "leads", .staff = BEN, .changed = changed}};

	world_write(&test->world, emit, &happening);
}

static int64_t
count_of(struct test *test, const char *state)
{
	struct tx *tx = db_read(test->world.db, test->world.arena);
	int64_t count = db_get_int(tx, 0, "select count(*) from webhook_delivery where state = $1", db_text(state));

	db_read_end(tx);
	return count;
}

struct claiming {
	struct test *test;
	int64_t now;
	struct delivery *delivery;
};

static void
claim(struct tx *tx, void *data)
{
	struct claiming *claiming = data;

	claiming->delivery = delivery_claim(tx, claiming->test->webhook.id, claiming->now);
}

static struct delivery *
claimed(struct test *test, int64_t now)
{
	struct claiming claiming = {.test = test, .now = now};

	world_write(&test->world, claim, &claiming);
	return claiming.delivery;
}

TEST_BOTH_ENGINES_WITH(vehicles_make, changes_of_one_record_wait_as_one)
{
	struct test test = test_of(db, arena, EVA);
	struct delivery *delivery;

	happens(&test, "record.changed", 5, "name city");
	happens(&test, "record.changed", 5, "city phone");
	happens(&test, "record.changed", 6, "name");
	happens(&test, "record.purged", 6, NULL);
	assert_int_equal(count_of(&test, "waiting"), 2);
	delivery = claimed(&test, clock_now());
	assert_string_equal(delivery->changed, "name city phone");
	assert_int_equal(delivery->staff_id, BEN);
	happens(&test, "record.changed", 5, "notes"); /* that one is on its way already */
	assert_int_equal(count_of(&test, "waiting"), 3);
	happens(&test, "record.created", 7, NULL);
	happens(&test, "record.changed", 7, "name"); /* told with it */
	assert_int_equal(count_of(&test, "waiting"), 4);
	rights_free(test.world.rights);
}

TEST_BOTH_ENGINES_WITH(vehicles_make, a_line_of_a_sub_form_changes_its_record)
{
	struct test test = test_of(db, arena, EVA);
	int64_t vehicle = made(&test.world, EVA, "vehicles", FIELDS("plate", "AA-1"));
	struct happening happening = {.test = &test,
				      .event = {.kind = "record.created",
						.object = 8,
						.module = "services",
						.parent = vehicle,
						.parent_module = "vehicles"}};
	struct delivery *delivery;
	struct doc *told;
	struct tx *tx;
	int64_t version;

	world_write(&test.world, emit, &happening);
	happening.event.module = "nothing_here";
	world_write(&test.world, emit, &happening);
	delivery = claimed(&test, clock_now());
	assert_int_equal(delivery->kind, EVENT_CHANGED);
	assert_string_equal(delivery->module, "vehicles");
	assert_int_equal(delivery->record_id, vehicle);
	assert_string_equal(delivery->changed, "services nothing_here");
	tx = db_read(db, arena);
	told = told_doc(tx, test.house, viewer_of_staff(tx, EVA), delivery, &version);
	assert_non_null(strstr(told_printed(arena, told), "\"changed\":[\"services\"]"));
	assert_int_equal(version, 1);
	db_read_end(tx);
	rights_free(test.world.rights);
}

static void
remember(struct tx *tx, void *data)
{
	const struct test *test = data;
	int64_t id = id_new();
	const struct delivery past = {.id = id,
				      .message_id = id,
				      .webhook_id = test->webhook.id,
				      .kind = EVENT_CREATED,
				      .module = "leads",
				      .record_id = 77,
				      .state = DELIVERY_DELIVERED,
				      .tried_at = NO_INSTANT,
				      .ended_at = clock_now(),
				      .sent_version = 1};

	delivery_add(tx, &past);
}

/* An import that is undone leaves nothing to look at: who was told of the record hears that it is gone, nobody else. */
TEST_BOTH_ENGINES_WITH(vehicles_make, what_is_gone_for_good_is_told_to_those_who_knew_it)
{
	struct test test = test_of(db, arena, EVA);
	struct delivery gone = {
		.webhook_id = test.webhook.id, .kind = EVENT_DELETED, .module = "leads", .record_id = 77};
	int64_t there = made(&test.world, EVA, "leads", FIELDS("name", "There"));
	struct tx *tx = db_read(db, arena);

	assert_null(told_gone(tx, test.house, &gone));
	db_read_end(tx);
	world_write(&test.world, remember, &test);
	tx = db_read(db, arena);
	assert_non_null(told_gone(tx, test.house, &gone));
	gone.record_id = there;
	assert_null(told_gone(tx, test.house, &gone));
	db_read_end(tx);
	rights_free(test.world.rights);
}

TEST_BOTH_ENGINES_WITH(vehicles_make, one_delivery_of_a_webhook_is_on_its_way)
{
	struct test test = test_of(db, arena, EVA);
	struct tx *tx;
	int64_t now;
	size_t count;

	happens(&test, "record.created", 5, NULL);
	happens(&test, "record.created", 6, NULL);
	now = clock_now();
	tx = db_read(db, arena);
	assert_int_equal(delivery_due(tx, now, 10, &count)[0], test.webhook.id);
	assert_int_equal(count, 1);
	db_read_end(tx);
	assert_int_equal(claimed(&test, now)->record_id, 5);
	assert_null(claimed(&test, now));
	tx = db_read(db, arena);
	delivery_due(tx, now, 10, &count);
	assert_int_equal(count, 0);
	db_read_end(tx);
	/* Its process ended: after a minute it is told again, under the same name. */
	assert_int_equal(claimed(&test, now + CLAIM_MS)->attempt_count, 1);
	assert_int_equal(claimed(&test, now + 2 * CLAIM_MS)->attempt_count, 2);
	rights_free(test.world.rights);
}

static void
pause(struct tx *tx, void *data)
{
	struct test *test = data;

	assert_true(webhook_set_state(tx, test->webhook.id, WEBHOOK_PAUSED, NULL));
	assert_false(webhook_set_state(tx, test->webhook.id, WEBHOOK_PAUSED, NULL));
}

static void
add_test(struct tx *tx, void *data)
{
	struct test *test = data;
	const struct delivery delivery = delivery_test(test->webhook.id);

	delivery_add(tx, &delivery);
}

TEST_BOTH_ENGINES_WITH(vehicles_make, a_paused_webhook_sends_tests_only)
{
	struct test test = test_of(db, arena, EVA);

	happens(&test, "record.created", 5, NULL);
	world_write(&test.world, pause, &test);
	assert_null(claimed(&test, clock_now()));
	world_write(&test.world, add_test, &test);
	assert_int_equal(claimed(&test, clock_now() + CLAIM_MS)->kind, EVENT_TEST);
	rights_free(test.world.rights);
}

static void
record_it(struct tx *tx, void *data)
{
	struct claiming *claiming = data;

	assert_true(delivery_record(tx, claiming->delivery));
	assert_true(claiming->delivery->ended_at == NO_INSTANT || !delivery_record(tx, claiming->delivery));
	webhook_note_failure(tx, claiming->test->webhook.id, claiming->now, claiming->now + 5000);
}

static void
sweep(struct tx *tx, void *data)
{
	int64_t now = *(int64_t *)data;

	delivery_sweep(tx, now - WAITING_KEPT_MS, now - log_kept_ms, now, 100);
}

TEST_BOTH_ENGINES_WITH(vehicles_make, results_are_kept_and_forgotten_in_time)
{
	struct test test = test_of(db, arena, EVA);
	struct claiming claiming = {.test = &test};
	int64_t later;
	struct tx *tx;

	happens(&test, "record.created", 5, NULL);
	claiming.now = clock_now();
	claiming.delivery = claimed(&test, claiming.now);
	claiming.delivery->state = DELIVERY_FAILED;
	claiming.delivery->status = 500;
	claiming.delivery->answer = "sorry";
	claiming.delivery->error = "The server did not accept it.";
	claiming.delivery->next_at = claiming.now + 7000;
	world_write(&test.world, record_it, &claiming);
	tx = db_read(db, arena);
	assert_int_equal(webhook_read(tx, test.webhook.id)->failure_count, 1);
	assert_int_equal(webhook_read(tx, test.webhook.id)->failing_since, claiming.now);
	assert_int_equal(delivery_next_at(tx), claiming.now + 7000);
	db_read_end(tx);
	assert_null(claimed(&test, claiming.now + 6000));
	later = claiming.now + WAITING_KEPT_MS + 60000;
	world_write(&test.world, sweep, &later);
	assert_int_equal(count_of(&test, "given_up"), 1);
	later += log_kept_ms + 60000;
	world_write(&test.world, sweep, &later);
	assert_int_equal(count_of(&test, "given_up"), 0);
	rights_free(test.world.rights);
}

static const char *
told_to(struct test *test, int64_t staff, enum webhook_event kind, int64_t record, const char *changed)
{
	struct tx *tx = db_read(test->world.db, test->world.arena);
	const struct delivery delivery = {
		.kind = kind, .module = "leads", .record_id = record, .changed = changed, .staff_id = EVA};
	int64_t version;
	const struct doc *told = told_doc(tx, test->house, viewer_of_staff(tx, staff), &delivery, &version);
	const char *text = told == NULL ? NULL : told_printed(test->world.arena, told);

	db_read_end(tx);
	return text;
}

TEST_BOTH_ENGINES_WITH(vehicles_make, what_is_said_is_what_its_person_sees)
{
	struct test test = test_of(db, arena, BEN);
	int64_t theirs, others;

	world_run(&test.world, "update module set sharing = 'private' where name = 'leads'");
	theirs = made(&test.world, BEN, "leads", FIELDS("name", "Seen", "company", "Canary"));
	others = made(&test.world, CLEO, "leads", FIELDS("name", "Unseen"));
	assert_non_null(strstr(told_to(&test, BEN, EVENT_CREATED, theirs, NULL), "\"company\":\"Canary\""));
	assert_non_null(strstr(told_to(&test, BEN, EVENT_CREATED, theirs, NULL), "\"type\":\"leads.created\""));
	assert_null(told_to(&test, BEN, EVENT_CREATED, others, NULL));
	assert_null(told_to(&test, BEN, EVENT_DELETED, others, NULL));
	assert_null(told_to(&test, BEN, EVENT_CREATED, 999, NULL));
	world_run(
		&test.world,
		"delete from profile_field where profile_id = 2 and field_id in (select field.id from field join module "
		"on module.id = field.module_id where module.name = 'leads' and field.name = 'company')");
	assert_null(strstr(told_to(&test, BEN, EVENT_CREATED, theirs, NULL), "Canary"));
	assert_null(strstr(told_to(&test, BEN, EVENT_CREATED, theirs, NULL), "company"));
	assert_null(told_to(&test, BEN, EVENT_CHANGED, theirs, "company"));
	assert_non_null(
		strstr(told_to(&test, BEN, EVENT_CHANGED, theirs, "company name nonsense"), "\"changed\":[\"name\"]"));
	removed(&test.world, BEN, "leads", theirs);
	assert_null(told_to(&test, BEN, EVENT_CHANGED, theirs, "name"));
	assert_non_null(strstr(told_to(&test, BEN, EVENT_DELETED, theirs, NULL), "\"record\":null"));
	rights_free(test.world.rights);
}

TEST(a_document_is_printed_in_lines)
{
	struct arena *arena = arena_new(0);
	struct doc *document = doc_object(arena);

	doc_set_text(document, "a", "x\"{,}\\");
	doc_set_list(document, "b");
	doc_set_int(doc_set_object(document, "c"), "d", 1);
	assert_string_equal(told_lines(arena, document),
			    "{\n  \"a\": \"x\\\"{,}\\\\\",\n  \"b\": [],\n  \"c\": {\n    \"d\": 1\n  }\n}");
	arena_free(arena);
}

static void
add_hosts(struct tx *tx, void *data)
{
	(void)data;
	assert_true(egress_host_add(tx, "hooks.example.fr", EVA) != 0);
	assert_int_equal(egress_host_add(tx, "hooks.example.fr", EVA), 0);
	assert_true(egress_host_add(tx, "a.example", EVA) != 0);
}

TEST_BOTH_ENGINES_WITH(vehicles_make, servers_are_listed_once_with_who_goes_there)
{
	struct test test = test_of(db, arena, EVA);
	const struct viewer viewer = world_viewer(&test.world, EVA);
	const struct egress_host *hosts;
	struct tx *tx;
	size_t count;

	world_write(&test.world, add_hosts, NULL);
	tx = db_read(db, arena);
	hosts = egress_host_list(tx, &viewer, &count);
	assert_int_equal(count, 2);
	assert_string_equal(hosts[1].host, "hooks.example.fr");
	assert_int_equal(hosts[1].used_count, 1);
	assert_int_equal(hosts[0].used_count, 0);
	assert_string_equal(egress_hosts(tx)[0], "a.example");
	assert_null(egress_hosts(tx)[2]);
	db_read_end(tx);
	rights_free(test.world.rights);
}
